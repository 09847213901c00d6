import { signingFlow } from '../signing/index.ts'
import { requireMay } from './outgoing.policy.ts'
import { loadFor, requireSigner, sourceOf, standingOf, viewOf } from './outgoing.service.ts'
import { ownScope } from '../../platform/write.ts'
import { findOutgoing } from './outgoing.store.ts'

/** Own documents on their way between number and issue. */
export const outgoingSigning = signingFlow({
  verb: 'outgoing',
  scope: ownScope,
  async load(trx, ctx, id, use) {
    const draft = use === 'write' ? await loadFor(trx, ctx, id, 'sign') : await findOutgoing(trx, ctx, id)
    if (use === 'sign') requireMay(ctx.actor, 'sign', standingOf(draft))
    if (use === 'write') await requireSigner(trx, ctx, draft)
    return {
      subject: { what: 'outgoing', id },
      unitId: draft.unitId,
      source: await sourceOf(trx, ctx, draft),
      named: { what: 'outgoing_draft', id, version: draft.version },
      signerId: draft.content.signer.personId,
    }
  },
  view: viewOf,
})
