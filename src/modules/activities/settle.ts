import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { recordEvent } from '../../platform/events.ts'
import { onJob, type Job } from '../../platform/jobs.ts'
import { closeObligations, reopenObligations } from '../dispatch/index.ts'
import { orderSettling, plansAbove, settleTasksJob, type SettleTasks } from '../plans/index.ts'
import { findTaskStands, type TaskRef } from './stands.store.ts'
import { sumAnew } from './sums.store.ts'

/** Highest level to which an order is handed up; plans that derive from each other in a ring end here. */
const mostLevels = 6

interface TaskPlace extends TaskRef {
  /** another unit's task names it as its origin */
  hasParts: boolean
  /** plans from which it derives */
  above: string[]
}

/** Where tasks of own plans stand in the cascade. */
async function findPlaces(trx: Trx, tasks: readonly TaskRef[]): Promise<TaskPlace[]> {
  const { rows } = await sql<TaskPlace>`
    select q.plan_id as "planId", q.key as "taskKey",
      exists (select 1 from task_origins o where o.origin_plan_id = q.plan_id and o.origin_key = q.key) as "hasParts",
      array(select distinct o.origin_plan_id from plans p join task_origins o on o.plan_id = p.id and o.revision = p.revision
        where p.id = q.plan_id and o.task_key = q.key) as above
    from (select distinct * from unnest(${tasks.map((t) => t.planId)}::uuid[], ${tasks.map((t) => t.taskKey)}::text[])) as q(plan_id, key)`.execute(
    trx,
  )
  return rows
}

/**
 * What an activity changes for its tasks, from the moment it counts or no longer does: their sums, and the duties to do
 * them, those of the unit at once; where units below do their part, and at the superiors, by a job, so that no school waits for a row of its
 * office's and no scope is needed that reaches others. Called again it changes nothing.
 * @param versions tasks of the version before and of the one in force
 */
export async function settleTasks(
  trx: Trx,
  ctx: Ctx,
  unitId: string,
  activityId: string,
  versions: readonly (readonly TaskRef[])[],
): Promise<void> {
  const tasks = versions.flat()
  if (tasks.length === 0) return
  await sumAnew(
    trx,
    versions.map((served) => ({ unitId, tasks: served })),
  )
  const places = await findPlaces(trx, tasks)
  const alone = places.filter((p) => !p.hasParts)
  await settleDuties(trx, ctx, await lockDuties(trx, unitId, alone), { closedBy: activityId })
  await orderSettling(
    trx,
    ctx,
    places.flatMap((p) => [...(p.hasParts ? [p.planId] : []), ...p.above]),
  )
}

interface Duty extends TaskRef {
  id: string
  unitId: string
  state: 'open' | 'done'
}

const dutyColumns = sql`o.id, o.unit_id as "unitId", o.source_id as "planId", o.source_key as "taskKey", o.state`

/** Locks a unit's duties to do these tasks, so that of two activities at once the second sees what the first counted. */
async function lockDuties(trx: Trx, unitId: string, refs: readonly TaskRef[]): Promise<Duty[]> {
  if (refs.length === 0) return []
  const { rows } = await sql<Duty>`
    select ${dutyColumns} from obligations o
    where o.unit_id = ${unitId} and o.what = 'do_task' and o.state in ('open', 'done')
      and (o.source_id, o.source_key) in (select * from unnest(${refs.map((r) => r.planId)}::uuid[], ${refs.map((r) => r.taskKey)}::text[]))
    order by o.id for update`.execute(trx)
  return rows
}

/**
 * Closes duties whose tasks are done and opens those again whose tasks no longer are: a correction, a withdrawal or a
 * revision can take back what was reached.
 * @returns ids of the duties that changed
 */
async function settleDuties(
  trx: Trx,
  ctx: Ctx,
  duties: readonly Duty[],
  by: { closedBy: string | null; closedOn?: string },
): Promise<string[]> {
  const stands = new Map((await findTaskStands(trx, duties)).map((s) => [`${s.planId} ${s.taskKey}`, s]))
  const changed: string[] = []
  for (const duty of duties) {
    const isDone = stands.get(`${duty.planId} ${duty.taskKey}`)?.isDone ?? false
    if (isDone === (duty.state === 'done')) continue
    const match = {
      unitId: duty.unitId,
      what: 'do_task' as const,
      sourceId: duty.planId,
      sourceKey: duty.taskKey,
    }
    if (isDone) await closeObligations(trx, ctx, match, by)
    else await reopenObligations(trx, ctx, match)
    changed.push(duty.id)
  }
  return changed
}

/** Settles the tasks of one plan, for all orders committed by now, and hands the order on to the plans above. */
async function settlePlan(trx: Trx, ctx: Ctx, job: Job<SettleTasks>): Promise<void> {
  const { planId, level } = job.payload
  const others = await sql<{ on: string }>`
    update jobs set state = 'done', finished_at = ${ctx.clock.now()} where id in (
      select id from jobs where kind = ${settleTasksJob} and state = 'waiting' and payload->>'planId' = ${planId} and id <> ${job.id}
      for update skip locked)
    returning payload->>'on' as on`.execute(trx)
  const on = [job.payload.on, ...others.rows.map((r) => r.on)].reduce((a, b) => (a > b ? a : b))
  const duties = await sql<Duty>`
    select ${dutyColumns} from obligations o
    where o.source_id = ${planId} and o.what = 'do_task' and o.state in ('open', 'done') order by o.id for update`.execute(
    trx,
  )
  const changed = await settleDuties(trx, ctx, duties.rows, { closedBy: null, closedOn: on })
  if (changed.length > 0)
    await recordEvent(trx, ctx, 'task.settle', [
      { what: 'plan', id: planId },
      ...changed.map((id) => ({ what: 'obligation', id })),
    ])
  if (level < mostLevels)
    await orderSettling(trx, ctx, await plansAbove(trx, planId), { level: level + 1, on })
}

/** Registers the job that settles the tasks of a plan after something below it changed. */
export function registerSettling(): void {
  onJob<SettleTasks>(settleTasksJob, {
    step: async (trx, ctx, job) => {
      await settlePlan(trx, ctx, job)
      return { done: true }
    },
  })
}
