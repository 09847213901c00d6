import { randomInt } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'

/**
 * Ports are taken from here when a folder has none yet. It lies below the range from which systems take the ports of
 * outgoing connections (from 32768 on Linux, from 49152 elsewhere): while PostgreSQL is down, a port of that range may be
 * given to any connection, even to our own attempt to reach PostgreSQL.
 */
const lowest = 15_000
const highest = 30_000

const fileOf = (dataDir: string) => join(dataDir, 'postgres-port')

/** The port on which PostgreSQL is to listen: the one of last time, so that everybody finds it again; another if it is taken. */
export async function choosePort(dataDir: string): Promise<number> {
  const kept = keptPort(dataDir)
  if (kept !== null && (await isFree(kept))) return kept
  for (;;) {
    const port = randomInt(lowest, highest)
    if (await isFree(port)) return port
  }
}

/** Keeps the port in the data folder. Call it when PostgreSQL answers there. */
export function keepPort(dataDir: string, port: number): void {
  if (keptPort(dataDir) === port) return
  const draft = `${fileOf(dataDir)}.${process.pid}`
  writeFileSync(draft, `${port}\n`, { mode: 0o600 })
  renameSync(draft, fileOf(dataDir))
}

function keptPort(dataDir: string): number | null {
  try {
    const port = Number(readFileSync(fileOf(dataDir), 'utf8'))
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : null
  } catch {
    return null
  }
}

async function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
