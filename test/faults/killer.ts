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
  onSend(deed: Deed): void
  /** Kills once and starts again what it killed; returns when the server answers. */
  strike(moment: Moment, victim: Victim): Promise<void>
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
  const kill = async (victim: Victim): Promise<void> => {
    if (victim === 'server') await server.kill()
    else if (victim === 'worker') await worker.kill()
    else installation.killPostgres()
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
      await kill(victim)
      kills.set(`${victim}, ${moment}`, (kills.get(`${victim}, ${moment}`) ?? 0) + 1)
      // Now and then nothing is left standing.
      if (random.below(5) === 0)
        for (const other of ['worker', 'server', 'postgres'] as const) await kill(other)
      if (!worker.alive()) worker = await installation.startWorker()
      if (!server.alive()) server = await installation.startServer()
      else await untilAnswered(installation.url, server)
    },
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
