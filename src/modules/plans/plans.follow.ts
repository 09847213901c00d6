import type { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { ownScope, read, write } from '../../platform/write.ts'
import { acknowledgeReceived, closeObligations } from '../dispatch/index.ts'
import { findUnits } from '../units/index.ts'
import type { Choose, DerivedAnswer } from './plans.api.schema.ts'
import { mayOn, requireMay } from './plans.policy.ts'
import { shownUnit, standingOf } from './plans.reading.ts'
import { choiceKey, findChoices, findRevised, openOf, taskOf, type RevisedSuperior } from './plans.revised.ts'
import { rebase, takeOver } from './plans.rules.changes.ts'
import { basisOf, derivedTask, type DraftingUnit } from './plans.rules.draft.ts'
import type { PlanContent, PlanTask } from './plans.schema.ts'
import { insertRevisionDraft } from './plans.service.ts'
import { carriedOut, draftingUnit, lineOf, loadSources } from './plans.sources.ts'
import { findDraft, findOwnPlan, saveContent, type PlanHead } from './plans.store.ts'

const wordsOf = (task: PlanTask | undefined) =>
  task ? { title: task.title, content: task.content, time: task.time.words } : null

async function derivedAnswer(trx: Trx, ctx: Ctx, planId: string): Promise<z.input<typeof DerivedAnswer>> {
  const plan = await findOwnPlan(trx, ctx, planId)
  const draft = await findDraft(trx, planId)
  const revised = await findRevised(trx, ctx, plan)
  const units = await findUnits(
    trx,
    revised.map((s) => s.now.unitId),
    ctx.clock.today(),
  )
  const superiors = []
  for (const superior of revised) {
    const { now, before, choices } = superior
    const document = await trx
      .selectFrom('documents')
      .select('number_symbol')
      .where('id', '=', now.documentId)
      .executeTakeFirst()
    superiors.push({
      planId: superior.planId,
      title: now.title,
      unit: shownUnit(units, now.unitId),
      fromRevision: Math.min(...before.keys()),
      toRevision: now.revision,
      numberSymbol: document?.number_symbol ?? null,
      documentId: now.documentId,
      tasks: superior.derived.map((d) => ({
        taskKey: d.task.key,
        title: d.task.title,
        decision: d.task.decision,
        state: d.state,
        fields: d.fields,
        originPlanId: superior.planId,
        originKey: d.originKey,
        fromRevision: d.fromRevision,
        toRevision: now.revision,
        before: wordsOf(taskOf(before.get(d.fromRevision), d.originKey)),
        after: wordsOf(taskOf(now, d.originKey)),
        own: { title: d.task.title, content: d.task.content, time: d.task.time.words },
        choice: choices.get(choiceKey(d.task.key, d.originKey)) ?? null,
      })),
      fresh: superior.fresh.map(({ key, title, content }) => ({ key, title, content })),
    })
  }
  return {
    planId,
    title: plan.title,
    superiors,
    open: revised.reduce((n, s) => n + openOf(s).length, 0),
    draftRevision: draft?.revision ?? null,
    may: mayOn(ctx.actor, standingOf(plan, draft)),
  }
}

/** How the superior's revisions touch the tasks of the plan in force: unchanged, changed (with the words), gone. */
export async function readDerived(ctx: Ctx, planId: string): Promise<z.input<typeof DerivedAnswer>> {
  return read(ctx, ownScope(ctx), (trx) => derivedAnswer(trx, ctx, planId))
}

/**
 * Follow, keep or adapt, for some derived tasks. Keeping needs no paper; following and adapting are written into the
 * draft of the plan's next revision, which is begun where there is none. When nothing asks any more, what was owed to the
 * superior is closed.
 * @throws plans.nothing_to_follow when the superior's revision is not the latest that was delivered, or asks nothing
 */
export async function chooseTasks(
  ctx: Ctx,
  planId: string,
  input: z.output<typeof Choose>,
): Promise<z.input<typeof DerivedAnswer>> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const plan = await findOwnPlan(trx, ctx, planId, true)
      const draft = await findDraft(trx, planId, true)
      requireMay(ctx.actor, 'choose', standingOf(plan, draft))
      const superior = (await findRevised(trx, ctx, plan)).find((s) => s.planId === input.originPlanId)
      if (!superior || superior.now.revision !== input.toRevision)
        throw new AppError('plans.nothing_to_follow')
      await keepChoices(trx, ctx, plan, superior, input)
      superior.choices = await findChoices(trx, ctx, plan.id, superior.now)
      const isPaper = input.choices.some((c) => c.choice !== 'keep') || input.takeFresh.length > 0
      if (isPaper || draft) await writeChoices(trx, ctx, plan, superior, input)
      await acknowledgeReceived(trx, ctx, plan.unitId, [superior.now.documentId])
      if (openOf(superior).length === 0)
        await closeObligations(
          trx,
          ctx,
          {
            unitId: [plan.unitId, ...ctx.actor.ownUnits],
            for: plan.unitId,
            what: 'follow_revision',
            sourceId: superior.planId,
          },
          { closedBy: plan.id },
        )
      await recordEvent(trx, ctx, 'plan.choose', [
        { what: 'plan', id: plan.id, version: plan.revision },
        { what: 'plan', id: superior.planId, version: superior.now.revision },
      ])
    },
    answer: (trx) => derivedAnswer(trx, ctx, planId),
  })
}

async function keepChoices(
  trx: Trx,
  ctx: Ctx,
  plan: PlanHead,
  superior: RevisedSuperior,
  input: z.output<typeof Choose>,
): Promise<void> {
  for (const { taskKey, originKey, choice } of input.choices) {
    const asked = superior.derived.some(
      (d) => d.task.key === taskKey && d.originKey === originKey && d.state !== 'unchanged',
    )
    if (!asked) throw new AppError('plans.nothing_to_follow')
    // What is written into the draft stands: another mind is a further edit of it. Whoever kept may still follow.
    const standing = superior.choices.get(choiceKey(taskKey, originKey))
    if (standing === choice || (standing !== undefined && standing !== 'keep')) continue
    await trx
      .insertInto('task_choices')
      .values({
        id: newId(),
        unit_id: plan.unitId,
        plan_id: plan.id,
        task_key: taskKey,
        origin_plan_id: superior.planId,
        origin_key: originKey,
        origin_revision: superior.now.revision,
        choice,
        at: ctx.clock.now(),
        person_id: ctx.actor.personId,
      })
      .execute()
  }
}

/** Writes choices into the draft, begun from the plan in force where there is none, and puts it on the new revision. */
async function writeChoices(
  trx: Trx,
  ctx: Ctx,
  plan: PlanHead,
  superior: RevisedSuperior,
  input: z.output<typeof Choose>,
): Promise<void> {
  if (!(await findDraft(trx, plan.id))) await insertRevisionDraft(trx, ctx, plan, (content) => content)
  const draft = await findDraft(trx, plan.id, true)
  if (!draft) throw new AppError('plans.no_draft')
  const unit = await draftingUnit(trx, plan.unitId, ctx.clock.today())
  const onNew = await moveToRevision(trx, ctx, plan, draft.content, superior)
  const chosenNow = new Set(input.choices.map((c) => choiceKey(c.taskKey, c.originKey)))
  const tasks = onNew.tasks.map((task) => applyChoices(task, superior, unit, chosenNow))
  const fresh = superior.fresh
    .filter((t) => input.takeFresh.includes(t.key))
    .filter(
      (t) =>
        !onNew.tasks.some((own) =>
          own.origins.some((o) => o.planId === superior.planId && o.taskKey === t.key),
        ),
    )
    .map((t) => ({
      ...derivedTask(
        t,
        { planId: superior.planId, revision: superior.now.revision, documentId: superior.now.documentId },
        unit,
      ),
      key: newId(),
      underClause: onNew.clauses.findLast((c) => c.kind === 'heading')?.key ?? null,
    }))
  await saveContent(trx, ctx, draft, { ...onNew, tasks: [...tasks, ...fresh] })
}

/** The draft with the superior's new document in place of the old one; clause keys stay over revisions. */
async function moveToRevision(
  trx: Trx,
  ctx: Ctx,
  plan: PlanHead,
  content: PlanContent,
  superior: RevisedSuperior,
): Promise<PlanContent> {
  const sources = await loadSources(trx, ctx, [...carriedOut(content), superior.now.documentId])
  const to = sources.get(superior.now.documentId)
  const old = [...sources.values()].find((s) => s.facts.planId === superior.planId && s !== to)
  if (!old || !to?.plan) return content
  const keys = new Set(to.clauses.map((c) => c.key))
  const used = [...content.tasks.flatMap((t) => t.clauses), ...content.declinedClauses]
    .filter((r) => r.documentId === old.documentId)
    .map((r) => r.clauseKey)
  const line = await lineOf(trx, plan.unitId, to.facts.issuerUnitId, ctx.clock.today())
  return rebase(
    content,
    { documentId: old.documentId, planId: superior.planId },
    {
      documentId: to.documentId,
      words: basisOf({ ...to.facts, documentId: to.documentId, line }).words,
      isProvisional: false,
      plan: {
        planId: superior.planId,
        revision: superior.now.revision,
        taskKeys: new Set(to.plan.tasks.map((t) => t.key)),
      },
    },
    {
      map: new Map(used.filter((k) => keys.has(k)).map((k) => [k, k])),
      lost: used.filter((k) => !keys.has(k)),
    },
  ).content
}

function applyChoices(
  task: PlanTask,
  superior: RevisedSuperior,
  unit: DraftingUnit,
  chosenNow: ReadonlySet<string>,
): PlanTask {
  const derived = superior.derived.find((d) => d.task.key === task.key)
  const choice = derived && superior.choices.get(choiceKey(task.key, derived.originKey))
  if (!derived || !choice || derived.state === 'unchanged') return task
  const after = superior.now.content.tasks.find((t) => t.key === derived.originKey)
  const before = superior.before
    .get(derived.fromRevision)
    ?.content.tasks.find((t) => t.key === derived.originKey)
  // Kept as it was: its words are no longer the superior's, so it stands as adapted, with the reason.
  if (choice === 'keep')
    return task.decision === 'kept'
      ? {
          ...task,
          decision: 'adapted',
          reason: `Giữ theo bản ${derived.fromRevision} của kế hoạch cấp trên.`,
        }
      : task
  // A choice is written into the draft once; whoever edits the task afterwards is not overruled.
  if (!chosenNow.has(choiceKey(task.key, derived.originKey))) return task
  if (derived.state === 'gone' || !after)
    return choice === 'follow'
      ? {
          ...task,
          decision: 'declined',
          reason: `Cấp trên đã bỏ nhiệm vụ này (bản ${superior.now.revision}).`,
        }
      : { ...task, decision: 'to_decide' }
  const asked =
    after.belowTargets.find((t) => t.kind === unit.kind) ?? after.belowTargets.find((t) => t.kind === null)
  return takeOver(
    task,
    before,
    after,
    { planId: superior.planId, revision: superior.now.revision },
    choice,
    asked?.value ?? null,
  )
}
