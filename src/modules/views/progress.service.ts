import type { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { read } from '../../platform/write.ts'
import { findTaskStands } from '../activities/index.ts'
import { findCascade } from './board.store.ts'
import { standIn, sumOf } from './progress.rules.ts'
import type { PlanProgress, PlanSums, TaskBelow, TaskStanding } from './progress.schema.ts'
import {
  countDecisions,
  findIndicators,
  findSeenPlans,
  findSeenTasks,
  type SeenPlan,
  type SeenTask,
} from './progress.store.ts'

type Standing = z.input<typeof TaskStanding>
type Below = z.input<typeof TaskBelow>

/** Where the tasks of seen plans stand, in their order; null for what was declined and what is not the reader's. */
async function standingsOf(trx: Trx, ctx: Ctx, tasks: readonly SeenTask[]): Promise<(Standing | null)[]> {
  const refs = tasks.flatMap(({ of }) =>
    of && of.decision !== 'declined' ? [{ planId: of.planId, taskKey: of.key }] : [],
  )
  const found = new Map((await findTaskStands(trx, refs)).map((s) => [`${s.planId} ${s.taskKey}`, s]))
  const indicators = await findIndicators(
    trx,
    ctx,
    [...found.values()].flatMap((s) => (s.indicator === null ? [] : [s.indicator])),
  )
  return tasks.map(({ of }) => {
    const stand = of && found.get(`${of.planId} ${of.key}`)
    if (!of || !stand) return null
    return {
      reached: stand.done,
      own: stand.own,
      fromBelow: stand.below,
      target: stand.target,
      indicator: (stand.indicator !== null && indicators.get(stand.indicator)) || null,
      activities: stand.activities,
      isDone: stand.isDone,
      ...standIn(stand, { from: of.timeFrom, until: of.timeUntil }, ctx.clock.today()),
    }
  })
}

/** What units below made of each task of a plan that is the reader's to know. */
async function belowOf(
  trx: Trx,
  ctx: Ctx,
  plan: SeenPlan,
  tasks: readonly SeenTask[],
): Promise<Map<string, Below>> {
  const decisions = new Map((await countDecisions(trx, ctx, plan.planId)).map((d) => [d.key, d]))
  // Who has not answered is between the unit and those it asked.
  const asked = plan.isOwn ? await findCascade(trx, ctx.actor.ownUnits, plan.planId, ctx.clock.today()) : []
  return new Map(
    tasks.flatMap((task): [string, Below][] => {
      const made = decisions.get(task.key)
      const units = new Set(made?.units)
      const waiting = task.asksBelow ? asked.filter((u) => !units.has(u.unitId)).length : 0
      if (units.size + waiting === 0) return []
      const { kept = 0, adapted = 0, declined = 0 } = made ?? {}
      return [[task.key, { units: units.size, kept, adapted, declined, waiting }]]
    }),
  )
}

/** A plan within the read grounds with everything that is told of its tasks. @throws common.not_found */
export async function loadProgress(
  trx: Trx,
  ctx: Ctx,
  planId: string,
): Promise<{
  plan: SeenPlan
  tasks: (SeenTask & { standing: Standing | null; below: Below | null })[]
}> {
  const [plan] = await findSeenPlans(trx, ctx, [planId])
  if (!plan) throw new AppError('common.not_found')
  const tasks = await findSeenTasks(trx, ctx, [plan])
  const standings = await standingsOf(trx, ctx, tasks)
  const below = plan.isWhole ? await belowOf(trx, ctx, plan, tasks) : new Map<string, Below>()
  return {
    plan,
    tasks: tasks.map((task, i) => ({
      ...task,
      standing: standings[i] ?? null,
      below: below.get(task.key) ?? null,
    })),
  }
}

/**
 * Where each task of a plan stands. The plan's unit and units above it see the task's own figures and what the units below
 * made of it; whoever the plan was sent to sees of each task only what its own unit does for it.
 * @throws common.not_found
 */
export async function readProgress(ctx: Ctx, planId: string): Promise<z.input<typeof PlanProgress>> {
  return read(ctx, '*', async (trx) => {
    const { plan, tasks } = await loadProgress(trx, ctx, planId)
    return {
      planId,
      revision: plan.revision,
      today: ctx.clock.today(),
      isWhole: plan.isWhole,
      ...sumOf(tasks.map((t) => t.standing)),
      tasks: tasks.map(({ key, of, standing, below }) => ({
        key,
        of:
          of && !plan.isWhole
            ? { planId: of.planId, key: of.key, title: of.title, decision: of.decision }
            : null,
        standing,
        below,
      })),
    }
  })
}

/** How many tasks of some plans are done; the number of queries does not grow with the number of plans. */
export async function readSums(ctx: Ctx, planIds: readonly string[]): Promise<z.input<typeof PlanSums>> {
  return read(ctx, '*', async (trx) => {
    const plans = await findSeenPlans(trx, ctx, planIds)
    const tasks = await findSeenTasks(trx, ctx, plans)
    const standings = await standingsOf(trx, ctx, tasks)
    return {
      rows: plans.map(({ planId, isWhole }) => ({
        planId,
        isWhole,
        ...sumOf(standings.filter((_, i) => tasks[i]?.planId === planId)),
      })),
    }
  })
}
