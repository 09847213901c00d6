import { availableParallelism } from 'node:os'
import { sql } from 'kysely'
import type { Ctx } from './context.ts'
import { isConnectionLoss, type Trx } from './db.ts'
import { failJob, jobHandler, jobKinds, type Job, type Lane } from './jobs.ts'
import { sealEvents } from './seals.ts'
import { wide } from './wide.ts'

/** Makes the context in which the system works in a home, with the time of now. */
export type HomeContexts = () => Promise<Ctx[]>

export interface Worker {
  stop(): Promise<void>
}

const idle = 500
const sealEvery = 60_000

/**
 * How many jobs of a lane are under way at once. While a paper is set on each core (four at most) another waits for its turn and
 * one more is kept, so that no process that sets pages rests; together they leave connections of the pool to people.
 */
const atOnce: Record<Lane, number> = {
  inward: 1,
  outward: 1,
  papers: Math.min(4, availableParallelism()) + 2,
}

/**
 * Carries out job rows of all homes in the lanes of their kinds; any number of workers share one database.
 * A claim is a row lock held through the step, so a killed worker's job is free again at once.
 */
export function startWorker(contexts: HomeContexts, onFault: (error: unknown) => void): Worker {
  let stopping = false
  let sealedAt = 0
  // PostgreSQL may be restarting: say it once a second, and go on when it is back.
  const afterLoss = async (error: unknown) => {
    onFault(error)
    await sleep(1_000)
  }
  const loopOf = async (lane: Lane) => {
    const seals = lane === 'inward'
    const underWay: UnderWay = new Map()
    while (!stopping) {
      let worked = false
      try {
        for (const ctx of await contexts()) {
          if (stopping) break
          for (const next of await peekJobs(ctx, lane, [...underWay.keys()])) {
            if (stopping) break
            const ended = runJob(ctx, onFault, next).catch(afterLoss)
            underWay.set(
              next.id,
              ended.finally(() => underWay.delete(next.id)),
            )
            worked = true
            while (underWay.size >= atOnce[lane]) await Promise.race(underWay.values())
          }
          if (seals && Date.now() - sealedAt >= sealEvery) while ((await sealEvents(ctx)) > 0);
        }
        if (seals && Date.now() - sealedAt >= sealEvery) sealedAt = Date.now()
      } catch (error) {
        await afterLoss(error)
      }
      if (!worked) await sleep(idle)
    }
    await Promise.all(underWay.values())
  }
  const loops = Promise.all((Object.keys(atOnce) as Lane[]).map(loopOf))
  return {
    stop: async () => {
      stopping = true
      await loops
    },
  }
}

/**
 * Runs jobs of a home until none is due; for tests, the demonstration and the command line.
 * @param wanted which kinds
 */
export async function drainJobs(ctx: Ctx, wanted: (kind: string) => boolean = () => true): Promise<number> {
  const kinds = jobKinds().filter(wanted)
  let n = 0
  const fail = (error: unknown) => {
    throw error
  }
  while (await runNextJob(ctx, fail, kinds)) n += 1
  return n
}

/**
 * One step of the next due job. What it throws but a lost connection goes to the job's row and to `onFault`.
 * @returns false when none is due
 */
export async function runNextJob(
  ctx: Ctx,
  onFault: (error: unknown) => void,
  kinds = jobKinds(),
): Promise<boolean> {
  const next = await peekJob(ctx, kinds)
  if (!next) return false
  await runJob(ctx, onFault, next)
  return true
}

/** Steps that this process has begun, by the id of their job. */
type UnderWay = Map<string, Promise<unknown>>

async function runJob(ctx: Ctx, onFault: (error: unknown) => void, next: Job): Promise<void> {
  const handler = jobHandler(next.kind)
  if (!handler) return
  try {
    const prepared = handler.prepare ? await handler.prepare(ctx, next) : undefined
    await wide(ctx, 'what the job handler scopes by its payload', async (trx) => {
      const job = await claimJob(ctx, trx, next.id)
      if (!job) return
      const step = await handler.step(trx, ctx, job, prepared)
      if (step.done) {
        await sql`update jobs set state = 'done', finished_at = ${ctx.clock.now()}, error = null,
          done_units = coalesce(${step.progress ?? null}, all_units, done_units) where id = ${job.id}`.execute(
          trx,
        )
      } else {
        await sql`update jobs set payload = ${JSON.stringify(step.payload)}, done_units = ${step.progress},
          attempts = 0, error = null where id = ${job.id}`.execute(trx)
      }
    })
  } catch (error) {
    // Not the job's failure: it is tried again when PostgreSQL is back, however often that happens.
    if (isConnectionLoss(error)) throw error
    await wide(ctx, 'the failed job itself', (trx) => failJob(trx, ctx, next.id, error))
    onFault(error)
  }
}

interface JobRow {
  id: string
  kind: string
  payload: unknown
  unit_id: string | null
  done_units: number
  all_units: number | null
}

function toJob(row: JobRow): Job {
  return {
    id: row.id,
    kind: row.kind,
    payload: row.payload,
    unitId: row.unit_id,
    done: row.done_units,
    all: row.all_units,
  }
}

/** What is begun next in a lane: the first due job of the home; of papers several in one message. */
async function peekJobs(ctx: Ctx, lane: Lane, underWay: readonly string[]): Promise<Job[]> {
  const kinds = jobKinds(lane)
  if (atOnce[lane] > 1) return peekSome(ctx, kinds, underWay, 2 * atOnce[lane])
  const next = await peekJob(ctx, kinds)
  return next ? [next] : []
}

async function peekJob(ctx: Ctx, kinds: readonly string[]): Promise<Job | undefined> {
  return wide(ctx, 'the next due job of the home', async (trx) => {
    // Not even locked: its own claim would pass it over.
    const row = await dueJobs(ctx, trx, kinds).limit(1).forUpdate().skipLocked().executeTakeFirst()
    return row ? toJob(row) : undefined
  })
}

/**
 * Some of the first due jobs, by lot: nothing is locked while a paper is made, so workers that share a database would all make
 * the same ones, and each would be kept once only.
 */
async function peekSome(
  ctx: Ctx,
  kinds: readonly string[],
  underWay: readonly string[],
  most: number,
): Promise<Job[]> {
  return wide(ctx, 'the next due jobs of the home', async (trx) => {
    const rows = await trx
      .selectFrom(
        dueJobs(ctx, trx, kinds)
          .$if(underWay.length > 0, (q) => q.where('id', 'not in', [...underWay]))
          .limit(4 * most)
          .as('due'),
      )
      .selectAll()
      .orderBy(sql`random()`)
      .limit(most)
      .execute()
    return rows.map(toJob)
  })
}

/** In the order in which they are due, those of one instant in the order in which they were ordered. */
function dueJobs(ctx: Ctx, trx: Trx, kinds: readonly string[]) {
  return trx
    .selectFrom('jobs')
    .select(['id', 'kind', 'payload', 'unit_id', 'done_units', 'all_units'])
    .where('state', '=', 'waiting')
    .where('run_at', '<=', ctx.clock.now())
    .where('kind', 'in', kinds.length > 0 ? [...kinds] : [''])
    .orderBy('run_at')
    .orderBy('id')
}

async function claimJob(ctx: Ctx, trx: Trx, id: string): Promise<Job | undefined> {
  const row = await trx
    .selectFrom('jobs')
    .select(['id', 'kind', 'payload', 'unit_id', 'done_units', 'all_units'])
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .where('run_at', '<=', ctx.clock.now())
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  return row ? toJob(row) : undefined
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
