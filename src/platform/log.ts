import { pino, type Logger } from 'pino'

export type Log = Logger

/**
 * Logs are for the administrator: ids, codes, times. No name, contact, words of people, query string or body goes in;
 * test/house/logs.test.ts drives the story and searches the output for the people in it.
 */
export function makeLog(level: string, destination: number | NodeJS.WritableStream = 1): Log {
  const options = { level, base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` }
  // A synchronous destination: a line before an exit or a kill is never lost, and 100,000 lines take 0.3 s.
  return typeof destination === 'number'
    ? pino(options, pino.destination({ fd: destination, sync: true }))
    : pino(options, destination)
}

/** Class, code and place of a fault for the log; its message can quote a row, and rows hold people. */
export function faultOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { fault: { name: typeof error } }
  const word = (name: 'code' | 'constraint') =>
    name in error ? { [name]: String((error as unknown as Record<string, unknown>)[name]) } : {}
  return {
    fault: {
      name: error.name,
      ...word('code'),
      ...word('constraint'),
      at: error.stack
        ?.split('\n')
        .slice(1, 8)
        .map((line) => line.trim()),
    },
  }
}
