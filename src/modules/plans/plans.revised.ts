import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { reopenObligations } from '../dispatch/index.ts'
import { originChange, type FieldChange, type OriginState } from './plans.rules.changes.ts'
import type { PlanTask } from './plans.schema.ts'
import { findRevision, type PlanHead, type RevisionRow } from './plans.store.ts'

export type Choice = 'follow' | 'keep' | 'adapt'

/** A task of the plan in force with a superior's task that it derives from, and what became of that one. */
export interface DerivedTask {
  task: PlanTask
  originKey: string
  fromRevision: number
  state: OriginState
  fields: FieldChange[]
}

/** A superior's plan that was revised since the unit's plan in force derived tasks from it. */
export interface RevisedSuperior {
  planId: string
  /** the revisions that the derived tasks name */
  before: Map<number, RevisionRow>
  now: RevisionRow
  derived: DerivedTask[]
  fresh: PlanTask[]
  /** what was chosen and still stands, by `choiceKey` */
  choices: Map<string, Choice>
}

export const choiceKey = (taskKey: string, originKey: string) => `${taskKey} ${originKey}`

export const taskOf = (row: RevisionRow | undefined | null, key: string) =>
  row?.content.tasks.find((t) => t.key === key)

/** Superiors' plans with a later delivered revision than the tasks of the plan in force derive from. */
export async function findRevised(trx: Trx, ctx: Ctx, plan: PlanHead): Promise<RevisedSuperior[]> {
  const inForce = await findRevision(trx, ctx, plan.id, plan.revision)
  if (!inForce) return []
  const tasks = inForce.content.tasks
  const planIds = new Set(tasks.flatMap((t) => t.origins.map((o) => o.planId)))
  const revised: RevisedSuperior[] = []
  for (const planId of planIds) {
    const now = await findRevision(trx, ctx, planId)
    const derivedFrom = tasks.flatMap((task) =>
      task.origins.filter((o) => o.planId === planId).map((origin) => ({ task, origin })),
    )
    const older = [...new Set(derivedFrom.map((d) => d.origin.revision))]
    if (!now || older.every((r) => r >= now.revision)) continue
    const before = new Map<number, RevisionRow>()
    for (const revision of older) {
      const row = await findRevision(trx, ctx, planId, revision)
      if (row) before.set(revision, row)
    }
    const known = new Set([...before.values()].flatMap((r) => r.content.tasks.map((t) => t.key)))
    revised.push({
      planId,
      before,
      now,
      derived: derivedFrom.map(({ task, origin }) => ({
        task,
        originKey: origin.taskKey,
        fromRevision: origin.revision,
        ...originChange(taskOf(before.get(origin.revision), origin.taskKey), taskOf(now, origin.taskKey)),
      })),
      fresh: now.content.tasks.filter((t) => t.asksBelow && t.decision !== 'declined' && !known.has(t.key)),
      choices: await findChoices(trx, ctx, plan.id, now),
    })
  }
  return revised
}

/**
 * What was chosen for the tasks that derive from a superior's plan: the last choice of each. One made about an earlier
 * revision stands as long as that task says the same in the newest one; one that was taken back does not.
 */
export async function findChoices(
  trx: Trx,
  ctx: Ctx,
  planId: string,
  now: RevisionRow,
): Promise<Map<string, Choice>> {
  const rows = await trx
    .selectFrom('task_choices')
    .select(['task_key', 'origin_key', 'origin_revision', 'choice'])
    .where('plan_id', '=', planId)
    .where('origin_plan_id', '=', now.planId)
    .where('origin_revision', '<=', now.revision)
    .orderBy('origin_revision')
    .orderBy('at')
    .orderBy('id')
    .execute()
  const looked = new Map<number, RevisionRow | null>([[now.revision, now]])
  for (const { origin_revision: revision } of rows)
    if (!looked.has(revision)) looked.set(revision, await findRevision(trx, ctx, now.planId, revision))
  const choices = new Map<string, Choice>()
  for (const row of rows) {
    const then = looked.get(row.origin_revision)
    const key = choiceKey(row.task_key, row.origin_key)
    if (row.choice === 'undone' || !then || !saysTheSame(then, now, row.origin_key)) choices.delete(key)
    else choices.set(key, row.choice)
  }
  return choices
}

function saysTheSame(then: RevisionRow, now: RevisionRow, key: string): boolean {
  const [before, after] = [taskOf(then, key), taskOf(now, key)]
  if (originChange(undefined, before).state === 'gone') return originChange(undefined, after).state === 'gone'
  return originChange(before, after).state === 'unchanged'
}

/** Derived tasks that still ask: their superior's task changed or is gone, and nobody chose. */
export function openOf(superior: RevisedSuperior): DerivedTask[] {
  return superior.derived.filter(
    (d) => d.state !== 'unchanged' && !superior.choices.has(choiceKey(d.task.key, d.originKey)),
  )
}

/**
 * Takes back what was chosen to be written into a draft that is now dropped: to follow and to adapt live in that paper
 * alone, so the tasks ask again, and what is owed to the superior is open again. To keep needs no paper and stands.
 */
export async function undoChoices(trx: Trx, ctx: Ctx, plan: PlanHead): Promise<void> {
  for (const superior of await findRevised(trx, ctx, plan)) {
    const undone = superior.derived.filter((d) => {
      const choice = superior.choices.get(choiceKey(d.task.key, d.originKey))
      return d.state !== 'unchanged' && (choice === 'follow' || choice === 'adapt')
    })
    if (undone.length === 0) continue
    await trx
      .insertInto('task_choices')
      .values(
        undone.map((d) => ({
          id: newId(),
          unit_id: plan.unitId,
          plan_id: plan.id,
          task_key: d.task.key,
          origin_plan_id: superior.planId,
          origin_key: d.originKey,
          origin_revision: superior.now.revision,
          choice: 'undone' as const,
          at: ctx.clock.now(),
          person_id: ctx.actor.personId,
        })),
      )
      .execute()
    await reopenObligations(trx, ctx, {
      unitId: plan.unitId,
      what: 'follow_revision',
      sourceId: superior.planId,
      sourceRevision: superior.now.revision,
    })
  }
}
