import { sql } from 'kysely'
import type { z } from 'zod'
import { behalfOf, type Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { ownScope, write } from '../../platform/write.ts'
import { takeNumber, voidNumber } from '../dispatch/index.ts'
import { tell } from '../jobs/index.ts'
import { requireMandate } from '../mandates/index.ts'
import { dropPaper } from '../signing/index.ts'
import { findUnits } from '../units/index.ts'
import type { DraftAnswer, PlanAction } from './plans.api.schema.ts'
import { draftAnswer } from './plans.reading.ts'
import { checkForReview } from './plans.rules.review.ts'
import { loadFor } from './plans.service.ts'
import { carriedOut, loadSources, type LoadedSource } from './plans.sources.ts'
import { addStep, subjectOf, type DraftRow, type PlanHead, type StepCode } from './plans.store.ts'

type Answer = z.input<typeof DraftAnswer>

async function step(
  ctx: Ctx,
  planId: string,
  action: Extract<StepCode, PlanAction>,
  words: string,
  act: (trx: Trx, draft: DraftRow, plan: PlanHead) => Promise<void>,
): Promise<Answer> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const { plan, draft } = await loadFor(trx, ctx, planId, action)
      await act(trx, draft, plan)
      await addStep(trx, ctx, draft, newId(), action, words.trim() === '' ? null : words.trim())
      await recordEvent(trx, ctx, `plan.${action}`, [
        { what: 'plan_draft', id: planId, version: draft.version },
        ...(action === 'return' || action === 'approve' ? behalfOf(ctx.actor, ['leader']) : []),
      ])
    },
    answer: (trx) => draftAnswer(trx, ctx, planId),
  })
}

async function setState(
  trx: Trx,
  draft: DraftRow,
  state: DraftRow['state'],
  registerEntryId: string | null = draft.registerEntryId,
): Promise<void> {
  await trx
    .updateTable('plan_drafts')
    .set({ state, register_entry_id: registerEntryId })
    .where('plan_id', '=', draft.planId)
    .execute()
}

/**
 * Hands a draft on for review.
 * @throws plans.not_ready with what is missing, e.g. tasks that are still to decide
 */
export async function submitPlan(ctx: Ctx, planId: string, words: string): Promise<Answer> {
  return step(ctx, planId, 'submit', words, async (trx, draft) => {
    await requireReady(trx, ctx, draft)
    await setState(trx, draft, 'in_review')
    await tellOf(trx, ctx, draft, 'in_review')
  })
}

/** Whoever decides next hears of it. */
function tellOf(trx: Trx, ctx: Ctx, { planId: id, version }: DraftRow, state: 'in_review' | 'approved') {
  return tell(trx, ctx, { about: 'decision', what: 'plan', id, version, state })
}

/** @throws plans.not_ready when something must still be put right, mandates.refused_… for a signer who may not sign */
export async function requireReady(trx: Trx, ctx: Ctx, draft: DraftRow): Promise<Map<string, LoadedSource>> {
  const sources = await loadSources(trx, ctx, carriedOut(draft.content))
  const missing = checkForReview(draft.content, [...sources.values()]).filter((f) => f.level === 'must')
  if (missing.length > 0) throw new AppError('plans.not_ready', { n: missing.length })
  await requireSigner(trx, ctx, draft)
  return sources
}

/** Whoever is named as signer may sign on the plan's day. @throws mandates.refused_… */
export async function requireSigner(trx: Trx, ctx: Ctx, draft: DraftRow): Promise<void> {
  const { planId, registerEntryId, content } = draft
  const { rows } = await sql<{ unitId: string; dated: string | null }>`
    select p.unit_id as "unitId", e.dated from plans p left join register_entries e on e.id = ${registerEntryId}
    where p.id = ${planId}`.execute(trx)
  const day = rows[0]?.dated ?? ctx.clock.today()
  await requireMandate(trx, rows[0]?.unitId ?? '', content.signer, { type: 'Kế hoạch', day })
}

/** A leader gives a draft back, with words. */
export async function returnPlan(ctx: Ctx, planId: string, words: string): Promise<Answer> {
  return step(ctx, planId, 'return', words, async (trx, draft) => {
    // One whose number was made void in the register may have had a paper.
    await dropPaper(trx, subjectOf(draft))
    await setState(trx, draft, 'draft')
  })
}

/** A leader approves a draft. @throws mandates.refused_… for a signer who may not sign on its day */
export async function approvePlan(ctx: Ctx, planId: string, words: string): Promise<Answer> {
  return step(ctx, planId, 'approve', words, async (trx, draft) => {
    await requireSigner(trx, ctx, draft)
    await setState(trx, draft, 'approved')
    await tellOf(trx, ctx, draft, 'approved')
  })
}

/** The clerk reserves the number of an approved plan, dated today. */
export async function numberPlan(ctx: Ctx, planId: string): Promise<Answer> {
  return step(ctx, planId, 'number', '', async (trx, draft, plan) => {
    const { entryId } = await takePlanNumber(trx, ctx, plan, draft)
    await setState(trx, draft, 'approved', entryId)
  })
}

/** Takes the next number of the unit's series KH for a draft. Called last: the counter stays locked until the end. */
export async function takePlanNumber(trx: Trx, ctx: Ctx, plan: PlanHead, draft: DraftRow) {
  const today = ctx.clock.today()
  const unit = (await findUnits(trx, [plan.unitId], today)).get(plan.unitId)
  return takeNumber(trx, ctx, {
    unitId: plan.unitId,
    series: 'KH',
    symbol: `KH-${unit?.abbreviation ?? ''}`,
    dated: today,
    type: 'Kế hoạch',
    subject: draft.content.title,
    what: 'plan',
    subjectId: plan.id,
    subjectRevision: draft.revision,
  })
}

/**
 * An approved plan is refused with a reason, also by the leader who was to sign it: it is a draft again, and a number it
 * had is void in the register.
 */
export async function refusePlan(ctx: Ctx, planId: string, words: string): Promise<Answer> {
  return step(ctx, planId, 'refuse', words, async (trx, draft) => {
    await dropPaper(trx, subjectOf(draft))
    if (draft.registerEntryId !== null) await voidNumber(trx, ctx, draft.registerEntryId, words)
    await setState(trx, draft, 'draft', null)
  })
}
