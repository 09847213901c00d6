import type { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { findTaskStands, type TaskStand } from '../activities/index.ts'
import type { UnitFacts } from '../units/index.ts'
import { litSpan } from './lit.rules.ts'
import type { FigureWith } from './task-thread.store.ts'
import type { ThreadClause, ThreadFrom, ThreadTask } from './thread.schema.ts'
import {
  findDecisions,
  findTaskClauses,
  type BelowRow,
  type ClauseRow,
  type DoneRow,
  type TaskRow,
} from './thread.store.ts'

export type Names = ReadonlyMap<string, UnitFacts>
type TaskOut = z.input<typeof ThreadTask>

export function unitOf(names: Names, id: string): { id: string; name: string; shortName: string } {
  const unit = names.get(id)
  return { id, name: unit?.name ?? '', shortName: unit?.shortName ?? '' }
}

export function partUnit(
  names: Names,
  id: string,
): { id: string; name: string; shortName: string; kind: string } {
  return { ...unitOf(names, id), kind: names.get(id)?.kind ?? '' }
}

/** What belongs to tasks of a thread, in three queries however many they are. */
export interface TaskParts {
  clauses: ClauseRow[]
  decisions: BelowRow[]
  progress: TaskStand[]
}

export async function loadTaskParts(trx: Trx, ctx: Ctx, tasks: readonly TaskRow[]): Promise<TaskParts> {
  const readable = tasks.filter((t) => t.readable)
  return {
    clauses: await findTaskClauses(trx, ctx, readable),
    decisions: await findDecisions(trx, ctx, readable),
    progress: await findTaskStands(
      trx,
      tasks.filter((t) => t.isMine).map((t) => ({ planId: t.planId, taskKey: t.key })),
    ),
  }
}

/** A task as the person may see it: of one that may not be read, whose it is and nothing else. */
export function presentTask(task: TaskRow, parts: TaskParts, names: Names): TaskOut {
  const same = (r: { planId: string }) => r.planId === task.planId
  const base = {
    planId: task.planId,
    revision: task.revision,
    key: task.key,
    ord: task.ord + 1,
    unit: unitOf(names, task.unitId),
  }
  if (!task.readable)
    return {
      ...base,
      numberSymbol: null,
      title: '',
      decision: '',
      timeWords: '',
      leadWords: '',
      product: '',
      target: null,
      progress: null,
      clauses: [],
      below: null,
      hidden: true,
    }
  const progress = parts.progress.find((p) => same(p) && p.taskKey === task.key)
  const below = belowOf(
    parts.decisions.filter((d) => same(d) && d.key === task.key),
    names,
  )
  return {
    ...base,
    numberSymbol: task.numberSymbol,
    title: task.title,
    decision: task.decision,
    timeWords: task.timeWords,
    leadWords: task.leadWords,
    product: task.product,
    target:
      task.targetIndicator !== null && task.targetValue !== null
        ? { indicator: task.targetIndicator, value: task.targetValue }
        : null,
    progress:
      progress && progress.activities > 0
        ? {
            done: progress.done,
            own: progress.own,
            below: progress.below,
            target: progress.target,
            activities: progress.activities,
            isDone: progress.isDone,
          }
        : null,
    clauses: parts.clauses
      .filter((c) => same(c) && c.taskKey === task.key)
      .map((c) => presentClause(c, `${task.title}\n${task.content}`, names)),
    below,
    hidden: false,
  }
}

function belowOf(rows: readonly BelowRow[], names: Names): TaskOut['below'] {
  if (rows.length === 0) return null
  const of = (decision: string) => new Set(rows.filter((r) => r.decision === decision).map((r) => r.unitId))
  const declined = of('declined')
  return {
    units: new Set(rows.map((r) => r.unitId)).size,
    kept: of('kept').size,
    adapted: of('adapted').size,
    declined: declined.size,
    declinedUnits: [...declined].map((id) => unitOf(names, id)),
  }
}

/**
 * A clause with the sentence to light; of one that may not be read only that it is there.
 * @param task words of the task that carries it out; null lights the clause as a whole
 */
export function presentClause(
  row: ClauseRow,
  task: string | null,
  names: Names,
): z.input<typeof ThreadClause> {
  const { documentId, key, line } = row
  const issuer = (row.issuerUnitId && names.get(row.issuerUnitId)?.shortName) || row.issuer
  if (!row.readable)
    return {
      documentId,
      key,
      issuer,
      numberSymbol: null,
      path: '',
      heading: '',
      text: '',
      start: 0,
      end: 0,
      documentStart: 0,
      documentEnd: 0,
      line,
      hidden: true,
    }
  const shown = {
    documentId,
    key,
    issuer,
    numberSymbol: row.numberSymbol,
    path: row.path,
    heading: row.heading,
    line,
    hidden: false,
  }
  // A clause that was added by hand has no place in the text.
  if (row.text === null || row.length === 0)
    return {
      ...shown,
      text: row.words,
      ...litSpan(row.words, { start: 0, end: row.words.length, marker: '' }, task),
      documentStart: row.start,
      documentEnd: row.start + row.length,
    }
  const text = row.text.slice(0, row.before + row.length)
  const lit = litSpan(text, { start: row.before, end: text.length, marker: row.marker }, task)
  const offset = row.start - row.before
  return {
    ...shown,
    text,
    ...lit,
    documentStart: lit.start + offset,
    documentEnd: lit.end + offset,
  }
}

/** What was done, with the figure that counts it. */
export function presentDone(
  { id, version, unitId, day, title, photos }: DoneRow,
  figures: ReadonlyMap<string, FigureWith>,
  names: Names,
): z.input<typeof ThreadFrom>['activities'][number] {
  return { id, version, unit: unitOf(names, unitId), day, title, photos, figure: figures.get(id) ?? null }
}
