import { sql } from 'kysely'
import type { Ctx } from './context.ts'
import type { Trx } from './db.ts'
import { AppError } from './errors.ts'
import type {} from './events.tables.ts'
import { newId } from './ids.ts'

export interface Job<P = unknown> {
  id: string
  kind: string
  payload: P
  /** the unit for which it was ordered, null for the system's own */
  unitId: string | null
  done: number
  all: number | null
}

/** What a step of a job leaves: finished, or more to do from the new payload. */
export type JobStep = { done: true; progress?: number } | { done: false; payload: unknown; progress: number }

/**
 * How a kind of job is carried out.
 * - `step` runs inside the transaction that also marks the job's progress: its database effects happen exactly once,
 *   also across kill -9. A long job does a bounded piece and asks for another step.
 * - `prepare` (optional) runs before, outside any transaction, for what takes long or leaves the database (render, mail,
 *   files by hash): it may run twice, so what it does must be harmless the second time.
 */
export interface JobHandler<P = unknown, R = unknown> {
  /**
   * A lane of its own, so that nothing else waits behind it. `outward`: waits for other people's machines. `papers`: waits
   * for the processes that set pages, so several are under way at once.
   */
  lane?: 'outward' | 'papers'
  prepare?: (ctx: Ctx, job: Job<P>) => Promise<R>
  step: (trx: Trx, ctx: Ctx, job: Job<P>, prepared: R) => Promise<JobStep>
}

const handlers = new Map<string, JobHandler>()

/** Says who carries out a kind of job. Called by the module that owns the kind, when it is loaded. */
export function onJob<P, R = undefined>(kind: string, handler: JobHandler<P, R>): void {
  // The payload of a kind is written only by addJob of the same module, so its shape is the module's own affair.
  handlers.set(kind, handler as unknown as JobHandler)
}

export function jobHandler(kind: string): JobHandler | undefined {
  return handlers.get(kind)
}

export type Lane = 'inward' | NonNullable<JobHandler['lane']>

/** @param lane only those of one lane; without it all */
export function jobKinds(lane?: Lane): string[] {
  const all = [...handlers]
  return all.filter(([, h]) => lane === undefined || (h.lane ?? 'inward') === lane).map(([kind]) => kind)
}

/**
 * Adds a job row in the transaction that causes it.
 * @param options.id a deterministic id makes the job unique: a second one with the same id is not added
 * @param options.all how many pieces of work, for the progress bar
 * @returns the job's id
 */
export async function addJob(
  trx: Trx,
  ctx: Pick<Ctx, 'clock' | 'actor'>,
  kind: string,
  payload: unknown,
  options: { id?: string; runAt?: Date; all?: number } = {},
): Promise<string> {
  const id = options.id ?? newId()
  await trx
    .insertInto('jobs')
    .values({
      id,
      kind,
      payload: JSON.stringify(payload),
      run_at: options.runAt ?? ctx.clock.now(),
      all_units: options.all ?? null,
      unit_id: ctx.actor.unitId,
      created_at: ctx.clock.now(),
    })
    .onConflict((c) => c.column('id').doNothing())
    .execute()
  return id
}

/** Attempts before a job stands as failed for the administrator; waits 2, 8, 32, 128 seconds in between. */
export const mostAttempts = 5

/** Kind of the job that tells of a job which failed for good; whoever tells people registers a handler. */
export const failedKind = 'job.failed'

/** Marks a failed attempt; after the last the job is `failed`, stays visible, and is told of. */
export async function failJob(
  trx: Trx,
  ctx: Pick<Ctx, 'clock' | 'actor'>,
  jobId: string,
  error: unknown,
): Promise<void> {
  const { rows } = await sql<{ state: string; kind: string; unitId: string | null }>`
    update jobs set attempts = attempts + 1, error = ${codeOf(error)},
      state = case when attempts + 1 >= ${sql.lit(mostAttempts)} then 'failed' else 'waiting' end,
      finished_at = case when attempts + 1 >= ${sql.lit(mostAttempts)} then ${ctx.clock.now()}::timestamptz end,
      run_at = ${ctx.clock.now()}::timestamptz + make_interval(secs => 2 * power(4, attempts))
    where id = ${jobId} returning state, kind, unit_id as "unitId"`.execute(trx)
  const job = rows[0]
  if (job?.state !== 'failed' || job.unitId === null || job.kind === failedKind) return
  const forUnit: Ctx['actor'] = { ...ctx.actor, unitId: job.unitId }
  await addJob(trx, { clock: ctx.clock, actor: forUnit }, failedKind, { jobId, kind: job.kind })
}

/** What a failure is called: codes and class names only; a message of PostgreSQL can quote a row, and rows hold people. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const code = 'code' in error ? String(error.code) : ''
  // Our own, as `plans.not_draft`; the system's and PostgreSQL's, as ENOSPC and 53100, say more than the name of the class.
  return error instanceof AppError || /^[A-Z0-9_]{4,40}$/.test(code) ? code : error.name
}
