import type { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { read } from '../../platform/write.ts'
import { loadFigure, type FigureSource } from '../reports/index.ts'
import { findUnits } from '../units/index.ts'
import type { TaskThread } from './progress.schema.ts'
import { findSeenPlans, type SeenPlan } from './progress.store.ts'
import { loadTaskParts, presentTask } from './thread.present.ts'
import { mainWay } from './thread.service.ts'
import { findTasksUp } from './thread.store.ts'
import {
  countsTask,
  findCountingReport,
  findDoneSum,
  findOpenReports,
  type CountedTask,
} from './task-thread.store.ts'

/**
 * The thread of one task of a plan: up to the superiors' tasks and clauses it rests on, down to what was done for it and
 * the figure of the newest report in which that is counted. Each part holds what the person may read.
 * @throws common.not_found
 */
export async function readTaskThread(
  ctx: Ctx,
  planId: string,
  taskKey: string,
): Promise<z.input<typeof TaskThread>> {
  return read(ctx, '*', async (trx) => {
    const [plan] = await findSeenPlans(trx, ctx, [planId])
    const tasks = plan ? await findTasksUp(trx, ctx, { planId, revision: plan.revision, taskKey }) : []
    const [task, ...ups] = mainWay(tasks)
    if (!plan || !task?.readable) throw new AppError('common.not_found')
    const parts = await loadTaskParts(trx, ctx, [task, ...ups])
    const names = await findUnits(
      trx,
      [
        ...new Set([
          ...[task, ...ups, ...parts.decisions].map((r) => r.unitId),
          ...parts.clauses.flatMap((c) => (c.issuerUnitId ? [c.issuerUnitId] : [])),
        ]),
      ],
      ctx.clock.today(),
    )
    return {
      task: presentTask(task, parts, names),
      ups: ups.map((t) => presentTask(t, parts, names)),
      activities: await findDoneSum(trx, ctx, planId, taskKey),
      figure: await figureOf(trx, ctx, { planId, key: taskKey, indicator: task.targetIndicator }, plan),
    }
  })
}

/**
 * The figure that counts the task, of the report that is being made now or was made last: the one due nearest to today.
 * Where that is the unit's own draft, its figure as counted now.
 */
async function figureOf(
  trx: Trx,
  ctx: Ctx,
  task: CountedTask,
  plan: SeenPlan,
): Promise<z.input<typeof TaskThread>['figure']> {
  const handedIn = await findCountingReport(trx, ctx, task, plan.isWhole ? [plan.unitId] : ctx.actor.ownUnits)
  // A draft is its unit's own.
  const open = plan.isOwn || !plan.isWhole ? await findOpenReports(trx, ctx, task) : []
  for (const { reportId, away, indicator } of open) {
    if (handedIn && handedIn.away < away) break
    const source = await loadFigure(trx, ctx, reportId, null, indicator)
    if (source.figure.state === 'value' && (await countsTask(trx, ctx, task, source)))
      return presentFigure(source)
  }
  if (!handedIn) return null
  return presentFigure(await loadFigure(trx, ctx, handedIn.reportId, handedIn.version, handedIn.indicator))
}

function presentFigure(source: FigureSource): z.input<typeof TaskThread>['figure'] {
  const { figure, reportId, version, periodName } = source
  return {
    reportId,
    version,
    periodName,
    indicator: figure.indicator,
    name: figure.name,
    unit: figure.unit,
    n: figure.total.n,
    d: figure.total.d,
    isRatio: figure.adds === 'ratio',
  }
}
