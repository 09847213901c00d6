import { sql } from 'kysely'
import type { Trx } from '../../platform/db.ts'
import type {} from '../../platform/events.tables.ts'

/** Whose jobs: those that one of these units ordered, or every job of the home for the system. */
export type JobReach = readonly string[] | 'home'

export interface FailedJobRow {
  id: string
  kind: string
  orderedAt: Date
  failedAt: Date
  attempts: number
  error: string | null
}

const within = (reach: JobReach) => (reach === 'home' ? sql`true` : sql`unit_id = any(${reach})`)

/** Failed jobs, the latest first. @param after where the page before ended */
export async function findFailedJobs(
  trx: Trx,
  reach: JobReach,
  after: readonly [failedAt: string, id: string] | null,
  most: number,
): Promise<FailedJobRow[]> {
  const failedAt = sql`coalesce(finished_at, created_at)`
  const { rows } = await sql<FailedJobRow>`
    select id, kind, created_at as "orderedAt", ${failedAt} as "failedAt", attempts, error
    from jobs
    where state = 'failed' and ${within(reach)}
      and ${after === null ? sql`true` : sql`(${failedAt}, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`}
    order by ${failedAt} desc, id desc limit ${most}`.execute(trx)
  return rows
}

export interface JobState {
  id: string
  state: 'waiting' | 'done' | 'failed'
}

/** @param lock only of a transaction that may change jobs */
export async function findJobState(
  trx: Trx,
  reach: JobReach,
  id: string,
  lock: boolean,
): Promise<JobState | undefined> {
  const { rows } = await sql<JobState>`
    select id, state from jobs where id = ${id} and ${within(reach)} ${lock ? sql`for update` : sql``}`.execute(
    trx,
  )
  return rows[0]
}

/** Lets a job begin its attempts anew; what its earlier steps did stays done. */
export async function runAgain(trx: Trx, id: string, now: Date): Promise<void> {
  await sql`update jobs set state = 'waiting', attempts = 0, error = null, finished_at = null, run_at = ${now}
    where id = ${id}`.execute(trx)
}
