import { sql } from 'kysely'
import type { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { ownScope, write } from '../../platform/write.ts'
import { acknowledgeReceived } from '../dispatch/index.ts'
import { usualSigner } from '../mandates/index.ts'
import { hasKeys } from '../signing/index.ts'
import { findSuperiorUnits } from '../units/index.ts'
import { requireAgreed } from './amendments.service.ts'
import type {
  AddBasis,
  CreatePlan,
  DraftAnswer,
  PlanAction,
  Rebase,
  RebaseAnswer,
  SaveDraft,
} from './plans.api.schema.ts'
import { mayCreate, requireMay } from './plans.policy.ts'
import { draftAnswer, standingOf } from './plans.reading.ts'
import { undoChoices } from './plans.revised.ts'
import { mapClauses, rebase } from './plans.rules.changes.ts'
import { basisOf, draftFromLastYear, emptyContent, type DraftPart } from './plans.rules.draft.ts'
import { mergeDrafts } from './plans.rules.merge.ts'
import { PlanContent } from './plans.schema.ts'
import {
  carriedOut,
  draftingUnit,
  draftPartOf,
  lineOf,
  loadSources,
  type LoadedSource,
} from './plans.sources.ts'
import {
  findDraft,
  findOwnPlan,
  findRevision,
  insertDraft,
  saveContent,
  type DraftRow,
  type PlanHead,
} from './plans.store.ts'

type Answer = z.input<typeof DraftAnswer>

/**
 * One click: a plan of the acting unit for a year, drafted from superior documents (plans of the system or documents
 * read by the library), from its own plan of an earlier year, or from nothing. Every task drafted stands as to decide.
 * @param input.id made by the client; sent twice it is one plan
 * @throws common.not_found for a document outside the read grounds
 * @throws plans.no_clauses for a document in which nothing to carry out was read
 */
export async function createPlan(ctx: Ctx, input: z.output<typeof CreatePlan>): Promise<Answer> {
  const { unitId } = ctx.actor
  if (unitId === null || !mayCreate(ctx.actor)) throw new AppError('plans.only_drafters')
  let sources: Awaited<ReturnType<typeof loadSources>> | undefined
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      sources = await loadSources(
        trx,
        ctx,
        input.documents.map((d) => d.documentId),
      )
      const content = await draftContent(trx, ctx, unitId, input, sources)
      const now = ctx.clock.now()
      const made = await trx
        .insertInto('plans')
        .values({
          id: input.id,
          unit_id: unitId,
          year: input.year,
          revision: 0,
          document_id: null,
          title: content.title,
          issued_on: null,
          created_at: now,
        })
        .onConflict((c) => c.column('id').doNothing())
        .returning('id')
        .executeTakeFirst()
      // The key refuses an id that is taken, and nothing tells whose plan it is.
      if (!made) throw new AppError('common.request_reused')
      await insertDraft(trx, ctx, { id: newId(), planId: input.id, unitId, revision: 1, content })
      await acknowledgeReceived(
        trx,
        ctx,
        unitId,
        input.documents.map((d) => d.documentId),
      )
      await recordEvent(trx, ctx, 'plan.draft', [{ what: 'plan', id: input.id, version: 1 }])
    },
    answer: (trx) => draftAnswer(trx, ctx, input.id, sources),
  })
}

async function draftContent(
  trx: Trx,
  ctx: Ctx,
  unitId: string,
  input: z.output<typeof CreatePlan>,
  sources: ReadonlyMap<string, LoadedSource>,
): Promise<PlanContent> {
  const today = ctx.clock.today()
  const unit = await draftingUnit(trx, unitId, today)
  const parts: DraftPart[] = []
  const programmes = new Set<string>()
  for (const { documentId, isProvisional } of input.documents) {
    const source = requireSource(sources, documentId)
    const part = await draftPartOf(trx, ctx, source, unit, input.year)
    parts.push({
      ...part,
      bases: part.bases.map((b) => (b.documentId === documentId ? { ...b, isProvisional } : b)),
    })
    for (const id of source.plan?.content.programmes ?? []) programmes.add(id)
  }
  if (input.lastPlanId !== null) {
    await findOwnPlan(trx, ctx, input.lastPlanId)
    const last = await findRevision(trx, ctx, input.lastPlanId)
    if (!last) throw new AppError('common.not_found')
    parts.push(draftFromLastYear(last.content, { year: input.year, newKey: newId }))
    for (const id of last.content.programmes) programmes.add(id)
  }
  const content = parts.length === 0 ? emptyContent(input.year) : mergeDrafts(parts, unit, input.year)
  return {
    ...content,
    programmes: [...programmes],
    recipients: await usualRecipients(trx, ctx, unitId, unit.hasBelow),
    // Where the unit keeps keys its documents begin so; whoever writes it may choose otherwise.
    way: (await hasKeys(trx, unitId)) ? 'electronic' : 'paper',
    signer: await headAsSigner(trx, unitId, today),
  }
}

function requireSource(sources: ReadonlyMap<string, LoadedSource>, documentId: string): LoadedSource {
  const source = sources.get(documentId)
  if (!source) throw new AppError('common.not_found')
  if (source.clauses.length === 0) throw new AppError('plans.no_clauses')
  return source
}

/** To report to the superiors of both lines, to carry out for the units below, to keep: a beginning to correct. */
async function usualRecipients(
  trx: Trx,
  ctx: Ctx,
  unitId: string,
  hasBelow: boolean,
): Promise<PlanContent['recipients']> {
  const above = await findSuperiorUnits(trx, unitId, ctx.clock.today())
  return [
    ...above.map(({ id, name }) => ({
      words: name,
      kind: 'unit' as const,
      purpose: 'report' as const,
      unitId: id,
    })),
    ...(hasBelow
      ? [
          {
            words: 'Các đơn vị trực thuộc',
            kind: 'group' as const,
            purpose: 'carry out' as const,
            groupCode: 'all_below',
          },
        ]
      : []),
    { words: 'Lưu: VT', kind: 'archive' as const, purpose: 'archive' as const },
  ]
}

async function headAsSigner(trx: Trx, unitId: string, day: string): Promise<PlanContent['signer']> {
  const signer = await usualSigner(trx, unitId, 'Kế hoạch', day)
  if (!signer) return { personId: null, authority: null, position: '' }
  const { personId, authority, position, deputyOf } = signer
  return { personId, authority, position, ...(deputyOf === null ? {} : { deputyOf }) }
}

/** Loads an own plan and its draft with locks, and asks the policy. */
export async function loadFor(
  trx: Trx,
  ctx: Ctx,
  planId: string,
  action: PlanAction,
): Promise<{ plan: PlanHead; draft: DraftRow }> {
  const plan = await findOwnPlan(trx, ctx, planId, true)
  const draft = await findDraft(trx, planId, true)
  requireMay(ctx.actor, action, standingOf(plan, draft))
  if (!draft) throw new AppError('plans.no_draft')
  return { plan, draft }
}

/**
 * Saves the whole content of a draft (autosave).
 * @param input.version the version that was edited
 * @throws common.changed_meanwhile (409) when somebody saved since: nothing is overwritten, and reading the draft gives
 * their version beside one's own
 */
export async function saveDraft(
  ctx: Ctx,
  planId: string,
  input: z.output<typeof SaveDraft>,
): Promise<Answer> {
  return changeDraft(ctx, planId, input.version, 'plan.save', async (_trx, draft) => {
    if (input.content.year !== draft.year) throw new AppError('plans.other_year')
    return input.content
  })
}

async function changeDraft(
  ctx: Ctx,
  planId: string,
  version: number,
  verb: string,
  change: (trx: Trx, draft: DraftRow, plan: PlanHead) => Promise<PlanContent>,
): Promise<Answer> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const { plan, draft } = await loadFor(trx, ctx, planId, 'draft')
      if (draft.version !== version) throw new AppError('common.changed_meanwhile')
      const content = await change(trx, draft, plan)
      await saveContent(trx, ctx, draft, content)
      await recordEvent(trx, ctx, verb, [{ what: 'plan_draft', id: planId, version: draft.version + 1 }])
    },
    answer: (trx) => draftAnswer(trx, ctx, planId),
  })
}

/** Puts one more superior document under a draft, with the tasks it proposes, to decide. */
export async function addBasis(ctx: Ctx, planId: string, input: z.output<typeof AddBasis>): Promise<Answer> {
  return changeDraft(ctx, planId, input.version, 'plan.add_basis', async (trx, draft, plan) => {
    if (draft.content.bases.some((b) => b.documentId === input.documentId)) return draft.content
    const unit = await draftingUnit(trx, plan.unitId, ctx.clock.today())
    const sources = await loadSources(trx, ctx, [...carriedOut(draft.content), input.documentId])
    const part = await draftPartOf(trx, ctx, requireSource(sources, input.documentId), unit, draft.year)
    const { content } = draft
    const now: DraftPart = {
      title: content.title,
      bases: content.bases,
      clauses: content.clauses,
      tasks: content.tasks,
      kinds: kindsOf(content, sources),
    }
    const bases = part.bases.map((b) =>
      b.documentId === input.documentId ? { ...b, isProvisional: input.isProvisional } : b,
    )
    const merged = mergeDrafts([now, { ...part, bases }], unit, draft.year)
    return { ...content, bases: merged.bases, clauses: merged.clauses, tasks: merged.tasks }
  })
}

/** What kind of clause each task carries out, by its key; the unit's own tasks have none. */
function kindsOf(content: PlanContent, sources: ReadonlyMap<string, LoadedSource>): DraftPart['kinds'] {
  return new Map(
    content.tasks.flatMap((task) => {
      const [ref] = task.clauses
      const clause = ref && sources.get(ref.documentId)?.clauses.find((c) => c.key === ref.clauseKey)
      return clause ? [[task.key, clause.kind]] : []
    }),
  )
}

/**
 * Puts a draft on the real document in place of a provisional one (or of an earlier one), mapping clauses by place and
 * words.
 * @returns the draft, and the links that nothing in the new document corresponds to, by path and words
 */
export async function rebaseDraft(
  ctx: Ctx,
  planId: string,
  input: z.output<typeof Rebase>,
): Promise<z.input<typeof RebaseAnswer>> {
  let mapped = 0
  let lost: z.input<typeof RebaseAnswer>['lost'] = []
  const draft = await changeDraft(ctx, planId, input.version, 'plan.rebase', async (trx, row, plan) => {
    const sources = await loadSources(trx, ctx, [input.fromDocumentId, input.toDocumentId])
    const to = requireSource(sources, input.toDocumentId)
    const from = sources.get(input.fromDocumentId)
    if (!from || !row.content.bases.some((b) => b.documentId === input.fromDocumentId))
      throw new AppError('common.not_found')
    const used = new Set(
      [...row.content.tasks.flatMap((t) => t.clauses), ...row.content.declinedClauses]
        .filter((r) => r.documentId === input.fromDocumentId)
        .map((r) => r.clauseKey),
    )
    const mapping = mapClauses(from.clauses, to.clauses, used)
    const line = await lineOf(trx, plan.unitId, to.facts.issuerUnitId, ctx.clock.today())
    const result = rebase(
      row.content,
      { documentId: from.documentId, planId: from.plan?.planId ?? null },
      {
        documentId: to.documentId,
        words: basisOf({ ...to.facts, documentId: to.documentId, line }).words,
        isProvisional: input.isProvisional,
        plan: to.plan && {
          planId: to.plan.planId,
          revision: to.plan.revision,
          taskKeys: new Set(to.plan.tasks.map((t) => t.key)),
        },
      },
      mapping,
    )
    mapped = mapping.map.size
    const byKey = new Map(from.clauses.map((c) => [c.key, c]))
    lost = result.lost.map(({ taskKey, clauseKey }) => ({
      taskKey,
      path: byKey.get(clauseKey)?.path ?? clauseKey,
      words: byKey.get(clauseKey)?.words ?? '',
    }))
    return result.content
  })
  return { draft, mapped, lost }
}

/**
 * Begins the next revision from the issued one, with all keys kept.
 * @param amendments requests to amend that it answers
 * @throws plans.bad_link for a request about another plan, or one that was not agreed to
 */
export async function beginRevision(
  ctx: Ctx,
  planId: string,
  amendments: readonly string[],
): Promise<Answer> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const plan = await findOwnPlan(trx, ctx, planId, true)
      const draft = await findDraft(trx, planId, true)
      requireMay(ctx.actor, 'revise', standingOf(plan, draft))
      await requireAgreed(trx, planId, amendments)
      await insertRevisionDraft(trx, ctx, plan, (content) => ({ ...content, amendments: [...amendments] }))
      await recordEvent(trx, ctx, 'plan.revise', [{ what: 'plan', id: planId, version: plan.revision + 1 }])
    },
    answer: (trx) => draftAnswer(trx, ctx, planId),
  })
}

/** Adds the draft of the next revision, made of the one in force. */
export async function insertRevisionDraft(
  trx: Trx,
  ctx: Ctx,
  plan: PlanHead,
  change: (content: PlanContent) => PlanContent,
): Promise<void> {
  const inForce = await findRevision(trx, ctx, plan.id, plan.revision)
  if (!inForce) throw new AppError('common.not_found')
  await insertDraft(trx, ctx, {
    id: newId(),
    planId: plan.id,
    unitId: plan.unitId,
    revision: plan.revision + 1,
    content: PlanContent.parse(change({ ...inForce.content, amendments: [] })),
  })
}

/** Takes away the draft of a revision that was begun; what is issued stays. The first draft goes with its plan. */
export async function dropDraft(ctx: Ctx, planId: string): Promise<{ ok: true }> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const { plan, draft } = await loadFor(trx, ctx, planId, 'draft')
      await sql`delete from plan_drafts where plan_id = ${planId}`.execute(trx)
      await sql`delete from plan_draft_steps where plan_id = ${planId} and revision = ${draft.revision}`.execute(
        trx,
      )
      if (plan.revision === 0) await sql`delete from plans where id = ${planId}`.execute(trx)
      else await undoChoices(trx, ctx, plan)
      await recordEvent(trx, ctx, 'plan.drop', [{ what: 'plan_draft', id: planId, version: draft.version }])
    },
    answer: async () => ({ ok: true }),
  })
}
