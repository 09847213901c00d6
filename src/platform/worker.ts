import { sql } from 'kysely'
import type { Ctx } from './context.ts'
import { isConnectionLoss } from './db.ts'
import { failJob, jobHandler, jobKinds, type Job } from './jobs.ts'
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
 * Carries out job rows of all homes, one at a time in each of two loops (what waits for other machines has its own); any number of workers share one database.
 * A claim is a row lock held through the step, so a killed worker's job is free again at once.
 */
export function startWorker(contexts: HomeContexts, onFault: (error: unknown) => void): Worker {
  let stopping = false
  let sealedAt = 0
  const loopOf = async (lane: 'inward' | 'outward') => {
    const seals = lane === 'inward'
    while (!stopping) {
      let worked = false
      try {
        for (const ctx of await contexts()) {
          if (stopping) break
          worked = (await runNextJob(ctx, onFault, jobKinds(lane))) || worked
          if (seals && Date.now() - sealedAt >= sealEvery) while ((await sealEvents(ctx)) > 0);
        }
        if (seals && Date.now() - sealedAt >= sealEvery) sealedAt = Date.now()
      } catch (error) {
        // PostgreSQL may be restarting: say it once a second, and go on when it is back.
        onFault(error)
        await sleep(1_000)
      }
      if (!worked) await sleep(idle)
    }
  }
  const loops = Promise.all([loopOf('inward'), loopOf('outward')])
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
  const handler = jobHandler(next.kind)
  if (!handler) return false
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
  return true
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

async function peekJob(ctx: Ctx, kinds: readonly string[]): Promise<Job | undefined> {
  return wide(ctx, 'the next due job of the home', async (trx) => {
    const row = await trx
      .selectFrom('jobs')
      .select(['id', 'kind', 'payload', 'unit_id', 'done_units', 'all_units'])
      .where('state', '=', 'waiting')
      .where('run_at', '<=', ctx.clock.now())
      .where('kind', 'in', kinds.length > 0 ? [...kinds] : [''])
      .orderBy('run_at')
      // Of one instant in the order in which they were ordered.
      .orderBy('id')
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst()
    return row ? toJob(row) : undefined
  })
}

async function claimJob(
  ctx: Ctx,
  trx: Parameters<Parameters<typeof wide>[2]>[0],
  id: string,
): Promise<Job | undefined> {
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
