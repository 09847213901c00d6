import type { z } from 'zod'
import { behalfOf, type Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { ownScope, write } from '../../platform/write.ts'
import { takeNumber, voidNumber, type TakenNumber } from '../dispatch/index.ts'
import { dropPaper } from '../signing/index.ts'
import { tell } from '../jobs/index.ts'
import type { OutgoingView } from './outgoing.api.schema.ts'
import { seriesOf, symbolOf, titleOf } from './outgoing.paper.ts'
import { loadFor, requireSigner, unitOf, viewOf } from './outgoing.service.ts'
import { addStep, keepVersion, setState, type OutgoingDraft, type StepCode } from './outgoing.store.ts'
import { findingsNow } from './outgoing.targets.ts'

type View = z.input<typeof OutgoingView>

async function step(
  ctx: Ctx,
  id: string,
  action: Exclude<StepCode, 'issue'>,
  words: string,
  act: (trx: Trx, draft: OutgoingDraft) => Promise<void>,
): Promise<View> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const draft = await loadFor(trx, ctx, id, action)
      await keepVersion(trx, draft)
      await addStep(trx, ctx, draft, action, words)
      await act(trx, draft)
      await recordEvent(trx, ctx, `outgoing.${action}`, [
        { what: 'outgoing_draft', id, version: draft.version },
        ...(action === 'return' || action === 'approve' ? behalfOf(ctx.actor, ['leader']) : []),
      ])
    },
    answer: (trx) => viewOf(trx, ctx, id),
  })
}

/** @throws outgoing.not_ready when something must still be put right, mandates.refused_… for a signer who may not sign */
export async function requireReady(trx: Trx, ctx: Ctx, draft: OutgoingDraft): Promise<void> {
  const { findings } = await findingsNow(trx, ctx, draft.content)
  const missing = findings.filter((f) => f.level === 'must')
  if (missing.length > 0) throw new AppError('outgoing.not_ready', { n: missing.length })
  await requireSigner(trx, ctx, draft)
}

/** Whoever decides next hears of it. */
function tellOf(trx: Trx, ctx: Ctx, { id, version }: OutgoingDraft, state: 'in_review' | 'approved') {
  return tell(trx, ctx, { about: 'decision', what: 'outgoing', id, version, state })
}

/**
 * Hands a draft on for review.
 * @throws outgoing.not_ready
 */
export async function submitOutgoing(ctx: Ctx, id: string, words: string): Promise<View> {
  return step(ctx, id, 'submit', words, async (trx, draft) => {
    await requireReady(trx, ctx, draft)
    await setState(trx, draft, 'in_review')
    await tellOf(trx, ctx, draft, 'in_review')
  })
}

/** A leader gives a draft back, with words. */
export async function returnOutgoing(ctx: Ctx, id: string, words: string): Promise<View> {
  return step(ctx, id, 'return', words, async (trx, draft) => {
    // One whose number was made void in the register may have had a paper.
    await dropPaper(trx, { what: 'outgoing', id })
    await setState(trx, draft, 'draft')
  })
}

/** A leader approves a draft. @throws mandates.refused_… for a signer who may not sign on its day */
export async function approveOutgoing(ctx: Ctx, id: string, words: string): Promise<View> {
  return step(ctx, id, 'approve', words, async (trx, draft) => {
    await requireSigner(trx, ctx, draft)
    await setState(trx, draft, 'approved')
    await tellOf(trx, ctx, draft, 'approved')
  })
}

/** The clerk reserves the number of an approved document, dated today. */
export async function numberOutgoing(ctx: Ctx, id: string): Promise<View> {
  return step(ctx, id, 'number', '', async (trx, draft) => {
    const { entryId } = await takeOutgoingNumber(trx, ctx, draft)
    await setState(trx, draft, 'approved', entryId)
  })
}

/** Takes the next number of the document's series. Called last: the counter stays locked until the end. */
export async function takeOutgoingNumber(trx: Trx, ctx: Ctx, draft: OutgoingDraft): Promise<TakenNumber> {
  const { content } = draft
  const unit = await unitOf(trx, ctx, draft.unitId)
  return takeNumber(trx, ctx, {
    unitId: draft.unitId,
    series: seriesOf(content),
    symbol: symbolOf(content, unit.abbreviation),
    dated: ctx.clock.today(),
    type: content.type,
    subject: titleOf(content),
    what: 'document',
    subjectId: draft.id,
    subjectRevision: 0,
  })
}

/**
 * An approved document is refused with a reason, also by the leader who was to sign it: it is a draft again, and a number
 * it had is void in the register.
 */
export async function refuseOutgoing(ctx: Ctx, id: string, words: string): Promise<View> {
  return step(ctx, id, 'refuse', words, async (trx, draft) => {
    await dropPaper(trx, { what: 'outgoing', id })
    if (draft.registerEntryId !== null) await voidNumber(trx, ctx, draft.registerEntryId, words)
    await setState(trx, draft, 'draft', null)
  })
}
