import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { addJob } from '../../platform/jobs.ts'
import type {} from './plans.tables.ts'

/**
 * Kind of job that looks whether the tasks of a plan are done and closes or opens again the duties to do them. Ordered
 * here because an issue moves targets, carried out by activities, which know what was done.
 */
export const settleTasksJob = 'tasks.settle'

export interface SettleTasks {
  planId: string
  /** the day of the write that caused it */
  on: string
  /** plans below from which the order came up, level by level: an end for plans that derive from each other */
  level: number
}

/**
 * Orders are carried out together some seconds later: of a thousand schools that log at once few runs are left. One that
 * is handed up stands for all below and goes at once.
 */
const wait = 5_000

/**
 * Orders that the tasks of plans are looked at. Each order is a row of its own, so that nobody waits for another's
 * transaction; the first that runs carries out all that were committed by then.
 */
export async function orderSettling(
  trx: Trx,
  ctx: Ctx,
  planIds: Iterable<string>,
  { level = 0, on = ctx.clock.today() }: { level?: number; on?: string } = {},
): Promise<void> {
  for (const planId of new Set(planIds)) {
    const payload: SettleTasks = { planId, on, level }
    await addJob(trx, ctx, settleTasksJob, payload, {
      runAt: new Date(ctx.clock.now().getTime() + (level === 0 ? wait : 0)),
    })
  }
}

/** The plans from which the tasks of a plan in force derive. */
export async function plansAbove(trx: Trx, planId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct o.origin_plan_id as id from plans p join task_origins o on o.plan_id = p.id and o.revision = p.revision
    where p.id = ${planId} and o.origin_plan_id <> p.id`.execute(trx)
  return rows.map((r) => r.id)
}
