import { AppError } from '../../platform/errors.ts'
import { ownScope } from '../../platform/write.ts'
import { signingFlow } from '../signing/index.ts'
import { paperOfDraft } from './plans.paper.service.ts'
import { requireMay } from './plans.policy.ts'
import { draftAnswer, standingOf } from './plans.reading.ts'
import { requireSigner } from './plans.review.ts'
import { findDraft, findOwnPlan, subjectOf } from './plans.store.ts'

/** Plans on their way between number and issue. */
export const planSigning = signingFlow({
  verb: 'plan',
  scope: ownScope,
  async load(trx, ctx, planId, use) {
    const plan = await findOwnPlan(trx, ctx, planId, use === 'write')
    const draft = await findDraft(trx, planId, use === 'write')
    if (use !== 'look') requireMay(ctx.actor, 'sign', standingOf(plan, draft))
    if (!draft) throw new AppError('plans.no_draft')
    if (use === 'write') await requireSigner(trx, ctx, draft)
    return {
      subject: subjectOf(draft),
      unitId: draft.unitId,
      source: (await paperOfDraft(trx, ctx, plan, draft)).source,
      named: { what: 'plan_draft', id: planId, version: draft.version },
      signerId: draft.content.signer.personId,
    }
  },
  view: (trx, ctx, planId) => draftAnswer(trx, ctx, planId),
})
