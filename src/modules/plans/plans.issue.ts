import { sql } from 'kysely'
import type { z } from 'zod'
import { sealContent } from '../../platform/canonical.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { write } from '../../platform/write.ts'
import {
  acknowledgeReceived,
  closeObligations,
  dispatchDocument,
  holdNumber,
  lineOfDraft,
  openObligations,
  voidObligations,
  type ObligationTemplate,
} from '../dispatch/index.ts'
import { addIssuedDocument, grantsUpThread } from '../library/index.ts'
import { takeSignedPaper } from '../signing/index.ts'
import { findUnits, type UnitFacts } from '../units/index.ts'
import { findEntry, paperOfDraft, type Entry } from './plans.paper.service.ts'
import type { PlanAnswer } from './plans.api.schema.ts'
import { askToFollow, settleFollowing } from './plans.asked.ts'
import { requireMay } from './plans.policy.ts'
import { planAnswer, standingOf } from './plans.reading.ts'
import { requireReady, takePlanNumber } from './plans.review.ts'
import { requireAgreed } from './amendments.service.ts'
import { dueOf } from './plans.rules.time.ts'
import { orderSettling } from './plans.settle.ts'
import type { PlanContent } from './plans.schema.ts'
import type { LoadedSource } from './plans.sources.ts'
import { addStep, findDraft, findOwnPlan, subjectOf, type DraftRow, type PlanHead } from './plans.store.ts'
import { findUpThread } from './plans.thread.ts'
import { insertRevision } from './plans.write.ts'

/**
 * Issues the approved draft of a plan: takes its number if none was reserved, freezes the revision, makes its document,
 * sends it to its recipients with the right to read what it rests on, closes what was owed to superiors and opens what is
 * now owed. All of it in one transaction; of two at once one wins, and the other finds no draft.
 * @param input.revision the revision the person means, so that a second click never issues a later one
 * @throws plans.not_ready, plans.not_approved, plans.no_draft, signing.not_signed, common.not_found
 */
export async function issuePlan(
  ctx: Ctx,
  planId: string,
  input: { revision?: number | undefined } = {},
): Promise<z.input<typeof PlanAnswer>> {
  // Scope '*': deliveries and obligations belong to their receivers.
  return write(ctx, '*', {
    act: async (trx) => {
      const plan = await findOwnPlan(trx, ctx, planId, true)
      const draft = await findDraft(trx, planId, true)
      requireMay(ctx.actor, 'issue', standingOf(plan, draft))
      if (!draft || (input.revision !== undefined && input.revision !== draft.revision))
        throw new AppError('plans.no_draft')
      await issueDraft(trx, ctx, plan, draft)
    },
    answer: (trx) => planAnswer(trx, ctx, planId, null),
  })
}

async function issueDraft(trx: Trx, ctx: Ctx, plan: PlanHead, draft: DraftRow): Promise<void> {
  const { content, revision } = draft
  const sources = await requireReady(trx, ctx, draft)
  await requireKnownLinks(trx, plan.unitId, content, [...sources.values()])
  await requireAgreed(trx, plan.id, content.amendments)
  const unit = (await findUnits(trx, [plan.unitId], ctx.clock.today())).get(plan.unitId)
  if (!unit) throw new AppError('common.not_found')
  const entry = await registerEntry(trx, ctx, plan, draft)
  const documentId = newId()
  const paper = await paperOfDraft(trx, ctx, plan, { ...draft, registerEntryId: entry.id })
  const signed =
    content.way === 'electronic'
      ? { signedPdf: await takeSignedPaper(trx, ctx, subjectOf(draft), paper.source) }
      : {}
  const document = await addIssuedDocument(trx, ctx, {
    id: documentId,
    unitId: plan.unitId,
    type: 'Kế hoạch',
    number: String(entry.number),
    symbol: entry.symbol,
    numberSymbol: entry.numberSymbol,
    issuerName: unit.name,
    issuedOn: entry.dated,
    subject: content.title,
    source: paper.source,
    clauses: paper.clauses,
    isPublic: content.isPublic,
    planId: plan.id,
    planRevision: revision,
    registerEntryId: entry.id,
    ...signed,
  })
  const { salt, hash } = sealContent(content)
  await insertRevision(trx, ctx, { plan, revision, documentId, content, salt, hash, issuedOn: entry.dated })
  await addStep(trx, ctx, draft, newId(), 'issue', null)
  await trx.deleteFrom('plan_drafts').where('plan_id', '=', plan.id).execute()
  await acknowledgeReceived(trx, ctx, plan.unitId, [...sources.keys()])
  await settleObligations(trx, ctx, plan, revision, content, sources)
  await send(trx, ctx, {
    plan,
    revision,
    content,
    unit,
    documentId,
    numberSymbol: entry.numberSymbol,
    sources,
  })
  if (revision > 1) await askToFollow(trx, ctx, plan, revision, content, unit.shortName, entry.numberSymbol)
  await settleFollowing(trx, ctx, { ...plan, revision })
  // Targets, and which tasks are part of a superior's, are others now.
  await orderSettling(trx, ctx, [
    ...(revision > 1 ? [plan.id] : []),
    ...content.tasks.flatMap((t) => t.origins.map((o) => o.planId)),
  ])
  await recordEvent(trx, ctx, 'plan.issue', [
    { what: 'plan', id: plan.id, version: revision, hash },
    { what: 'document', id: documentId, hash: document.hash },
  ])
}

/** The number of the draft: the reserved one, or the next. The document is dated as its register entry is. */
async function registerEntry(trx: Trx, ctx: Ctx, plan: PlanHead, draft: DraftRow): Promise<Entry> {
  if (draft.registerEntryId !== null) await holdNumber(trx, draft.registerEntryId)
  const id = draft.registerEntryId ?? (await takePlanNumber(trx, ctx, plan, draft)).entryId
  const entry = await findEntry(trx, id)
  // A number of last year's register can't stand on a paper of this year.
  if (entry.dated.slice(0, 4) !== ctx.clock.today().slice(0, 4)) throw new AppError('plans.number_other_year')
  return entry
}

/** Origins must be tasks of the revisions of what the plan stands on, leads people of the unit: ids of a request prove nothing. */
async function requireKnownLinks(
  trx: Trx,
  unitId: string,
  content: PlanContent,
  sources: readonly LoadedSource[],
): Promise<void> {
  const origins = content.tasks.flatMap((t) => t.origins)
  const plans = new Map(sources.flatMap((s) => (s.plan ? [[s.plan.planId, s.plan.revision] as const] : [])))
  if (origins.some((o) => o.revision > (plans.get(o.planId) ?? 0))) throw new AppError('plans.bad_link')
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from jsonb_to_recordset(${JSON.stringify(origins)}::jsonb) as o("planId" uuid, revision int, "taskKey" text)
    join tasks t on t.plan_id = o."planId" and t.revision = o.revision and t.key = o."taskKey"`.execute(trx)
  if (rows[0]?.n !== origins.length) throw new AppError('plans.bad_link')
  const named = [...content.tasks.map((t) => t.leadPersonId), content.signer.personId]
  const people = [...new Set(named.flatMap((id) => id ?? []))]
  if (people.length === 0) return
  const members = await sql<{ person_id: string }>`
    select distinct person_id from memberships where unit_id = ${unitId} and person_id = any(${people}::uuid[])`.execute(
    trx,
  )
  if (members.rows.length !== people.length) throw new AppError('plans.bad_link')
}

/** What the plan fulfils, and the tasks that are due from now on. */
async function settleObligations(
  trx: Trx,
  ctx: Ctx,
  plan: PlanHead,
  revision: number,
  content: PlanContent,
  sources: ReadonlyMap<string, LoadedSource>,
): Promise<void> {
  for (const source of sources.values())
    for (const sourceId of [source.documentId, ...(source.plan ? [source.plan.planId] : [])])
      await closeObligations(
        trx,
        ctx,
        // What a closed unit was asked to make is made by whoever goes on for it.
        { unitId: [plan.unitId, ...ctx.actor.ownUnits], for: plan.unitId, what: 'make_plan', sourceId },
        { closedBy: plan.id },
      )
  const { rows: kept } = await sql<{ key: string; due: string; state: string }>`
    select source_key as key, due_on as due, state from obligations
    where unit_id = ${plan.unitId} and what = 'do_task' and source_id = ${plan.id} and state in ('open', 'done', 'excused')`.execute(
    trx,
  )
  const due = new Map(
    content.tasks.flatMap((t) => {
      const on = t.decision === 'declined' ? null : dueOf(t.time)
      return on === null ? [] : [[t.key, { task: t, on }] as const]
    }),
  )
  for (const old of kept)
    if (old.state === 'open' && due.get(old.key)?.on !== old.due)
      await voidObligations(
        trx,
        ctx,
        { unitId: plan.unitId, what: 'do_task', sourceId: plan.id, sourceKey: old.key },
        `revision ${revision}`,
      )
  // A task that was done, or is open with the same day, asks nothing new.
  const stands = new Set(
    kept.filter((o) => o.state !== 'open' || due.get(o.key)?.on === o.due).map((o) => o.key),
  )
  await openObligations(
    trx,
    ctx,
    [...due.values()]
      .filter(({ task }) => !stands.has(task.key))
      .map(({ task, on }) => ({
        unitId: plan.unitId,
        what: 'do_task' as const,
        sourceWhat: 'task',
        sourceId: plan.id,
        sourceRevision: revision,
        sourceKey: task.key,
        owedTo: null,
        dueOn: on,
        personId: task.leadPersonId,
        facts: { title: task.title, planTitle: content.title },
      })),
  )
}

interface Sending {
  plan: PlanHead
  revision: number
  content: PlanContent
  unit: UnitFacts
  documentId: string
  numberSymbol: string
  sources: ReadonlyMap<string, LoadedSource>
}

/** Sends the document: the revision itself as delivered, and up the thread what it rests on. */
async function send(trx: Trx, ctx: Ctx, sending: Sending): Promise<void> {
  const { plan, revision, content, unit, documentId, sources } = sending
  if (content.recipients.length === 0) return
  const papers = [...sources.keys()]
  const up = await grantsUpThread(trx, ctx.actor.ownUnits, await findUpThread(trx, ctx, papers), papers)
  const asksBelow = content.tasks.some((t) => t.asksBelow && t.decision !== 'declined')
  const obligations: ObligationTemplate[] =
    asksBelow && content.belowDueOn !== null
      ? [
          {
            what: 'make_plan',
            sourceWhat: 'plan',
            sourceId: plan.id,
            // Without a revision: a later one asks to follow it, not to make a plan anew.
            sourceRevision: 0,
            dueOn: content.belowDueOn,
            purposes: ['carry out'],
            facts: {
              numberSymbol: sending.numberSymbol,
              title: content.title,
              issuer: unit.shortName,
              documentId,
              year: content.year,
            },
          },
        ]
      : []
  await dispatchDocument(trx, ctx, {
    documentId,
    lines: content.recipients.map(lineOfDraft),
    grants: [
      { what: 'document', id: documentId, revision: 0, ground: 'delivered' },
      { what: 'plan', id: plan.id, revision, ground: 'delivered' },
      ...up,
    ],
    obligations,
  })
}
