import { errands } from './errands.ts'
import type { Installation, Running } from './installation.ts'
import type { Random } from './random.ts'

export const victims = ['server', 'worker', 'postgres'] as const
export type Victim = (typeof victims)[number]
/** Moments that are no request's: while a plan goes down to all schools, while a mail or a message is at its receiver's door. */
export const otherMoments = ['cascade', 'mail', 'message', 'any time'] as const
/**
 * When a kill falls: a moment after a request of this kind went out, or one of the other moments. Every kind of write that
 * the people of the proof do is one.
 */
export const moments: readonly string[] = [
  'POST plans',
  'PATCH plans/:id/draft',
  'POST plans/:id/draft/submit',
  'POST plans/:id/draft/approve',
  'POST plans/:id/draft/number',
  'POST plans/:id/draft/refuse',
  'POST plans/:id/issue',
  'POST activities',
  'POST activities/:id/photos/:id',
  'PATCH activities/:id/photos/:id/bytes',
  'PUT reports/:id/draft',
  'POST reports/:id/review',
  'POST reports/:id/submit',
  'POST reports/:id/issue',
  'POST reports/:id/number',
  'POST reports/:id/prepare',
  'POST reports/:id/refuse',
  'POST reports/:id/answers',
  'POST reports/:id/renew',
  ...errands.flatMap((errand) => errand.kinds),
  'cascade',
  'any time',
]
export type Moment = string

export interface Killer {
  /** tells it that a request goes out */
  onSend: (kind: string) => void
  /** The same of what processes send by themselves: whoever receives it waits until the kill that it was wanted for is over. */
  onUnderWay: (moment: string) => Promise<void>
  /** the kind it waits for */
  wanted: () => string | null
  /** Waits for the moment, kills, and starts again what it killed; returns when the server answers. */
  strike(moment: Moment, victim: Victim): Promise<void>
  /** The same at once. */
  strikeNow(victim: Victim): Promise<void>
  /** how many strikes at each victim at each moment */
  readonly strikes: Map<string, number>
  /** how many processes were killed: two strikes in three kill all of them */
  kills(): number
  stop(): Promise<void>
}

/** Starts server and worker of an installation, and kills them and their PostgreSQL. */
export async function startKiller(installation: Installation, random: Random): Promise<Killer> {
  const strikes = new Map<string, number>()
  let kills = 0
  let server: Running = await installation.startServer()
  let worker: Running = await installation.startWorker()
  let waiting: { kind: string; go: () => void } | null = null
  let struck = Promise.withResolvers<void>()

  const nextSending = (kind: string) =>
    new Promise<void>((resolve, reject) => {
      const go = () => {
        clearTimeout(timer)
        waiting = null
        resolve()
      }
      const timer = setTimeout(() => reject(new Error(`nobody sent ${kind}`)), 240_000)
      waiting = { kind, go }
    })
  const onSend = (kind: string) => {
    if (waiting?.kind === kind) waiting.go()
  }
  const strike = async (several: readonly Victim[]): Promise<void> => {
    for (const [name, process] of [
      ['server', server],
      ['worker', worker],
    ] as const)
      if (!process.alive()) throw new Error(`the ${name} ended, though nobody killed it`)
    kills += several.length
    for (const victim of several) {
      if (victim === 'server') await server.kill()
      else if (victim === 'worker') await worker.kill()
      else installation.killPostgres()
    }
    struck.resolve()
    struck = Promise.withResolvers<void>()
    // Both at once, as a machine does after a power cut.
    await Promise.all([
      several.includes('worker') ? installation.startWorker().then((started) => (worker = started)) : null,
      several.includes('server')
        ? installation.startServer().then((started) => (server = started))
        : untilAnswered(installation.url, server),
    ])
  }
  return {
    strikes,
    kills: () => kills,
    wanted: () => waiting?.kind ?? null,
    onSend,
    onUnderWay: async (moment) => {
      if (waiting?.kind !== moment) return
      const over = struck.promise
      onSend(moment)
      await over
    },
    strike: async (moment, victim) => {
      if (moment !== 'any time') await nextSending(moment === 'cascade' ? 'POST plans/:id/issue' : moment)
      // An answer takes some 5 to 100 ms, a cascade that follows it some hundreds.
      await sleep(random.below(moment === 'cascade' ? 700 : 60))
      const name = `${moment}|${victim}`
      strikes.set(name, (strikes.get(name) ?? 0) + 1)
      // Two times in three nothing is left standing.
      const isAll = random.below(3) !== 0
      // Server and worker both carry out jobs, and either may be the one that is sending.
      const isSent = moment === 'mail' || moment === 'message'
      const those = isSent && victim !== 'postgres' ? (['worker', 'server'] as const) : [victim]
      await strike(isAll ? victims : those)
    },
    strikeNow: (victim) => strike([victim]),
    stop: async () => {
      await worker.stop()
      await server.stop()
    },
  }
}

/** Waits for a server that lives to answer again, because its PostgreSQL was killed. */
async function untilAnswered(url: string, server: Running): Promise<void> {
  for (;;) {
    if (!server.alive()) throw new Error('the server ended, though nobody killed it')
    const answer = await fetch(`${url}/healthz`).catch(() => null)
    if (answer?.ok) return
    await sleep(50)
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
