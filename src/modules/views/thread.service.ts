import type { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { read } from '../../platform/write.ts'
import { findFigureActivities, loadFigure, type FigureSource } from '../reports/index.ts'
import { findUnits } from '../units/index.ts'
import { findFiguresWith } from './task-thread.store.ts'
import { findShownActivities } from './thread.directions.store.ts'
import { loadDirections, readFromDirection } from './thread.directions.ts'
import {
  loadTaskParts,
  partUnit,
  presentClause,
  presentDone,
  presentTask,
  unitOf,
  type Names,
  type TaskParts,
} from './thread.present.ts'
import type { Thread, ThreadActivity, ThreadFrom, ThreadFromQuery, ThreadQuery } from './thread.schema.ts'
import {
  findBases,
  findClauseOf,
  findCountedOf,
  findDoneFor,
  findPath,
  findTasksDown,
  findTasksUp,
  findThreadActivity,
  findTotals,
  type ActivityRow,
  type PathReport,
  type TaskRow,
} from './thread.store.ts'

type ThreadOut = z.input<typeof Thread>
const mostOthers = 50

/**
 * The thread of a figure: from the report down to one activity with its photos, and from that activity up to its task,
 * the superiors' tasks, the clauses they carry out and what the uppermost plan rests on. Each node holds what the person
 * may read; of the rest only its place is told. The number of queries does not grow with the number of units.
 * @throws common.not_found when the figure, the unit below or the activity is not part of it
 */
export async function readThread(ctx: Ctx, query: z.output<typeof ThreadQuery>): Promise<ThreadOut> {
  return read(ctx, '*', async (trx) => {
    const source = await loadFigure(trx, ctx, query.report, query.version ?? null, query.indicator)
    const path = await pathOf(trx, ctx, source, query.unit ?? null)
    const totals = await findTotals(trx, path, query.indicator)
    const last = path.at(-1)
    const counted = last ? await findCountedOf(trx, last) : source.activities
    const stated = await findFigureActivities(trx, counted, query.indicator, mostOthers)
    const chosen = query.activity
      ? counted.find((a) => a.id === query.activity)
      : (stated.rows[0] ?? undefined)
    if (query.activity && !chosen) throw new AppError('common.not_found')
    const activity = chosen ? await findThreadActivity(trx, ctx, chosen) : null
    const tasks = chosen && activity?.readable ? await findTasksUp(trx, ctx, chosen) : []
    const parts = await loadTaskParts(trx, ctx, tasks)
    const way = mainWay(tasks)
    const top = way.at(-1)
    const bases = top?.readable ? await findBases(trx, ctx, top) : []
    const names = await findUnits(trx, unitIds(source, path, activity, tasks, parts), source.lastDay)
    const also = tasks.filter((t) => !way.includes(t))
    return {
      figure: presentFigure(source, names),
      path: path.map((p) => ({
        unit: partUnit(names, p.unitId),
        reportId: p.reportId,
        version: p.version,
        n: totals.get(p.reportId)?.n ?? 0,
        d: totals.get(p.reportId)?.d ?? 0,
        state: 'counted',
      })),
      parts: partsOf(source, names),
      activity:
        activity && chosen
          ? presentActivity(
              activity,
              stated.rows.find((r) => r.id === chosen.id),
              tasks,
              names,
            )
          : null,
      others: stated.rows
        .filter((r) => r.id !== chosen?.id)
        .map(({ id, version, day, title, n, d }) => ({ id, version, day, title, n, d })),
      tasks: way.map((t) => presentTask(t, parts, names)),
      directions:
        chosen && activity?.readable ? await loadDirections(trx, ctx, { activityId: chosen.id }) : [],
      alsoTasks: also.map((t) => presentTask(t, parts, names)),
      bases,
    }
  })
}

/** The reports from the figure's parts down to the unit that is followed; none when it is the figure's own unit. */
async function pathOf(
  trx: Trx,
  ctx: Ctx,
  source: FigureSource,
  unitId: string | null,
): Promise<PathReport[]> {
  const hasOwn = source.figure.own.n > 0
  if (unitId === source.unitId || (unitId === null && source.children.length === 0)) return []
  const path = await findPath(trx, ctx, source.children, source.figure.indicator, unitId)
  if (unitId !== null && path.length === 0) throw new AppError('common.not_found')
  // Nobody below states it, and the unit itself does: begin with the unit's own.
  const brings = source.children.some((c) => c.n > 0)
  return unitId === null && hasOwn && !brings ? [] : path
}

/** One way up: the activity's first task, then at each level the first origin of the one before. */
export function mainWay(tasks: readonly TaskRow[]): TaskRow[] {
  const way: TaskRow[] = []
  for (let level = 0; ; level += 1) {
    const below = way.at(-1)
    const origins = tasks.filter(
      (t) => t.level === level && (!below || (t.fromPlanId === below.planId && t.fromKey === below.key)),
    )
    // Of several, one that itself has an origin: the longer way says more.
    const next =
      origins.find((o) => tasks.some((t) => t.fromPlanId === o.planId && t.fromKey === o.key)) ?? origins[0]
    if (!next) return way
    way.push(next)
  }
}

function unitIds(
  source: FigureSource,
  path: readonly PathReport[],
  activity: ActivityRow | null,
  tasks: readonly TaskRow[],
  parts: TaskParts,
): string[] {
  return [
    ...new Set([
      source.unitId,
      ...source.children.map((c) => c.unitId),
      ...source.missing.map((m) => m.unitId),
      ...path.map((p) => p.unitId),
      ...(activity ? [activity.unitId] : []),
      ...tasks.map((t) => t.unitId),
      ...parts.decisions.map((d) => d.unitId),
      ...parts.clauses.flatMap((c) => (c.issuerUnitId ? [c.issuerUnitId] : [])),
    ]),
  ]
}

function presentFigure(source: FigureSource, names: Names): ThreadOut['figure'] {
  const { figure } = source
  return {
    reportId: source.reportId,
    version: source.version,
    unit: unitOf(names, source.unitId),
    periodName: source.periodName,
    line: source.line,
    indicator: figure.indicator,
    name: figure.name,
    unitWords: figure.unit,
    state: figure.state,
    ...figure.total,
    own: figure.own,
    correction: figure.correction,
  }
}

function partsOf(source: FigureSource, names: Names): ThreadOut['parts'] {
  const counted = source.children.map((c) => ({
    unit: partUnit(names, c.unitId),
    reportId: c.reportId,
    version: c.version,
    n: c.n,
    d: c.d,
    state: c.state === 'nothing' ? ('nothing' as const) : ('counted' as const),
  }))
  const missing = source.missing.map((m) => ({
    unit: partUnit(names, m.unitId),
    reportId: null,
    version: null,
    n: 0,
    d: 0,
    state: missingState(m.state),
  }))
  return [...counted, ...missing].sort((a, b) => a.unit.shortName.localeCompare(b.unit.shortName, 'vi'))
}

function missingState(state: string): 'waiting' | 'returned' | 'not_reported' {
  return state === 'waiting' || state === 'returned' ? state : 'not_reported'
}

function presentActivity(
  row: ActivityRow,
  stated: { n: number; d: number } | undefined,
  tasks: readonly TaskRow[],
  names: Names,
): z.input<typeof ThreadActivity> {
  const { readable, unitId, ...shown } = row
  const place = {
    id: row.id,
    version: row.version,
    unit: unitOf(names, unitId),
    day: row.day,
    n: stated?.n ?? 0,
    d: stated?.d ?? 0,
    hidden: !readable,
    tasks: tasks.filter((t) => t.level === 0).length,
  }
  if (readable) return { ...shown, ...place }
  return {
    ...place,
    title: '',
    figures: [],
    result: '',
    shortcoming: '',
    recordedBy: null,
    photos: [],
    corrections: [],
  }
}

/**
 * What came of a clause, a task or a direction: the tasks that carry it out, what units below made of them, directions that
 * rest on it and who followed them, what was done and the figures that count it. Only what the person may read.
 * @throws common.not_found when neither is named or the one named may not be read
 */
export async function readThreadFrom(
  ctx: Ctx,
  query: z.output<typeof ThreadFromQuery>,
): Promise<z.input<typeof ThreadFrom>> {
  return read(ctx, '*', async (trx) => {
    const { document, clause: clauseKey, plan, task: taskKey, direction } = query
    if (direction) return readFromDirection(trx, ctx, direction)
    const clause = document && clauseKey ? await findClauseOf(trx, ctx, document, clauseKey) : null
    const from = clause
      ? { documentId: clause.documentId, clauseKey: clause.key }
      : plan && taskKey
        ? { planId: plan, taskKey }
        : null
    if (!from) throw new AppError('common.not_found')
    const tasks = await findTasksDown(trx, ctx, from)
    const start = clause ? null : tasks.find((t) => t.level === 0)
    if (!clause && !start) throw new AppError('common.not_found')
    const parts = await loadTaskParts(trx, ctx, tasks)
    const directions = clause
      ? await loadDirections(trx, ctx, { documentId: clause.documentId, clauseKey: clause.key })
      : []
    const shown = await findShownActivities(
      trx,
      ctx,
      directions.map((d) => d.id),
    )
    const forTasks = await findDoneFor(trx, ctx, tasks)
    const alsoShown = shown.filter((a) => !forTasks.some((b) => b.id === a.id))
    const done = [...forTasks, ...alsoShown].sort((a, b) => b.day.localeCompare(a.day)).slice(0, 100)
    const figures = await findFiguresWith(
      trx,
      ctx,
      done.map((a) => a.id),
    )
    const names = await findUnits(
      trx,
      [
        ...new Set([
          ...[...tasks, ...done, ...parts.decisions].map((r) => r.unitId),
          ...[...(clause ? [clause] : []), ...parts.clauses].flatMap((c) =>
            c.issuerUnitId ? [c.issuerUnitId] : [],
          ),
        ]),
      ],
      ctx.clock.today(),
    )
    const levels = [0, 1, 2, 3]
      .map((level) => tasks.filter((t) => t.level === level && t !== start))
      .filter((level) => level.length > 0)
    return {
      clause: clause ? presentClause(clause, null, names) : null,
      task: start ? presentTask(start, parts, names) : null,
      direction: null,
      directions,
      duties: [],
      documents: [],
      levels: levels.map((level) => ({ tasks: level.map((t) => presentTask(t, parts, names)) })),
      activities: done.map((a) => presentDone(a, figures, names)),
      activityCount: (forTasks[0]?.total ?? 0) + alsoShown.length,
    }
  })
}
