import type { Deed } from './client.ts'
import type { Installation, Running } from './installation.ts'
import type { Random } from './random.ts'

export const victims = ['server', 'worker', 'postgres'] as const
export type Victim = (typeof victims)[number]
/** When a kill falls: a moment after such a request went out, while a cascade runs, or at any time. */
export const moments = ['upload', 'issue', 'cascade', 'report', 'any time'] as const
export type Moment = (typeof moments)[number]

export interface Killer {
  /** tells it that a request goes out */
  onSend: (deed: Deed) => void
  /** Waits for the moment, kills, and starts again what it killed; returns when the server answers. */
  strike(moment: Moment, victim: Victim): Promise<void>
  /** The same at once. */
  strikeNow(victim: Victim): Promise<void>
  /** how many kills of each victim at each moment */
  readonly kills: Map<string, number>
  stop(): Promise<void>
}

/** Starts server and worker of an installation, and kills them and their PostgreSQL. */
export async function startKiller(installation: Installation, random: Random): Promise<Killer> {
  const kills = new Map<string, number>()
  let server: Running = await installation.startServer()
  let worker: Running = await installation.startWorker()
  let waiting: { deed: Deed; go: () => void } | null = null

  const nextSending = (deed: Deed) =>
    new Promise<void>((resolve) => {
      const go = () => {
        clearTimeout(timer)
        waiting = null
        resolve()
      }
      const timer = setTimeout(go, 10_000)
      waiting = { deed, go }
    })
  const strike = async (several: readonly Victim[]): Promise<void> => {
    for (const [name, process] of [
      ['server', server],
      ['worker', worker],
    ] as const)
      if (!process.alive()) throw new Error(`the ${name} ended, though nobody killed it`)
    for (const victim of several) {
      if (victim === 'server') await server.kill()
      else if (victim === 'worker') await worker.kill()
      else installation.killPostgres()
    }
    if (several.includes('worker')) worker = await installation.startWorker()
    if (several.includes('server')) server = await installation.startServer()
    else await untilAnswered(installation.url, server)
  }
  return {
    kills,
    onSend: (deed) => {
      if (waiting?.deed === deed) waiting.go()
    },
    strike: async (moment, victim) => {
      if (moment !== 'any time') await nextSending(moment === 'cascade' ? 'issue' : moment)
      // An answer takes some 5 to 100 ms, a cascade that follows it some hundreds.
      await sleep(random.below(moment === 'cascade' ? 700 : 60))
      kills.set(`${victim}, ${moment}`, (kills.get(`${victim}, ${moment}`) ?? 0) + 1)
      // Now and then nothing is left standing.
      const isAll = random.below(5) === 0
      await strike(isAll ? [victim, ...victims.filter((other) => other !== victim)] : [victim])
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
