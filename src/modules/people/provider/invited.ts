import type { Ctx } from '../../../platform/context.ts'
import { AppError, declareErrors } from '../../../platform/errors.ts'
import type { Vouched } from '../../../platform/oidc.ts'
import { transaction } from '../../../platform/tx.ts'
import { proposedLogin } from '../credentials.ts'
import { enter, type Entry } from '../factor/entry.ts'
import { beginStep, findStepOf, takeStep, type Step } from '../factor/steps.ts'
import { loadInvitation, readInvitation, useInvitation, type Loaded } from '../invitations.ts'
import { endSessionsOf } from '../sessions.ts'
import { askProvider, findHolder, insertIdentity, type AskedFacts } from './asking.ts'
import { viaOf, type Via } from './logout.ts'

declareErrors({ 'people.invited_over': 409 })

/** What waits for the invited person's yes: whom the provider vouched for. */
interface AcceptFacts {
  invitation: string
  issuer: string
  subject: string
  isStrong: boolean
  via: Via
}

/**
 * Begins to accept an invitation by a sign-in at the provider instead of a password.
 * @param token of the invitation's link; only its id is kept until the answer
 * @returns where to send the browser, and the state that its cookie must bring back
 * @throws people.invitation_…, people.no_provider, common.provider_down
 */
export async function beginInvited(ctx: Ctx, token: string): Promise<{ url: string; state: string }> {
  const { id, home } = await readInvitation(ctx, token)
  return askProvider(ctx, 'invited', { next: '/app/', home, invitation: id })
}

/**
 * Keeps whom the provider vouched for until the invited person says yes: nothing is linked by coming back alone, so a
 * browser that another site led through the provider links nobody.
 * @returns the token for the step's cookie: only this browser can say yes
 * @throws people.invitation_…, people.identity_taken, people.identity_there
 */
export async function vouchForInvited(ctx: Ctx, step: Step, vouched: Vouched): Promise<string> {
  const { invitation } = step.facts as AskedFacts
  const { home } = step
  if (invitation === undefined || home === null) throw new AppError('people.invited_over')
  const { issuer, subject, isStrong } = vouched
  await transaction(ctx.db, { home, scope: '*', readOnly: true }, async (trx) => {
    const found = await loadInvitation(trx, { ...ctx, home }, { id: invitation })
    const holder = await findHolder(trx, vouched)
    if (holder !== null && holder !== found.accountId) throw new AppError('people.identity_taken')
  })
  const via = await viaOf(ctx.db, vouched)
  const facts: AcceptFacts = { invitation, issuer, subject, isStrong, via }
  return beginStep(ctx.db, ctx.clock.now(), { kind: 'accept', home, facts })
}

/** What the page asks that stands before the yes. */
export interface InvitedAsked extends Loaded {
  /** name of the provider */
  provider: string
  /** a log-in name to begin with; of an account that is there, its own */
  proposed: string
}

/** @throws people.invited_over, people.invitation_… */
export async function readInvited(ctx: Ctx, step: string): Promise<InvitedAsked> {
  const { home, facts } = await waiting(ctx, step)
  return transaction(ctx.db, { home, scope: '*', readOnly: true }, async (trx) => {
    const found = await loadInvitation(trx, { ...ctx, home }, { id: facts.invitation })
    return {
      ...found,
      provider: ctx.provider?.name ?? '',
      proposed: found.login ?? proposedLogin(found.personName),
    }
  })
}

/**
 * The invited person's yes: makes the account, or takes the old password from it and ends its sessions; links it to whom
 * the provider vouched for; signs in. The invitation is looked at again, with its lock: used, revoked or over meanwhile, it
 * opens nothing.
 * @param input log-in name of a new account, and the device of the new session
 * @throws people.invited_over, people.invitation_…, people.identity_taken, people.identity_there; people.login_… with `fields`
 */
export async function acceptInvited(
  ctx: Ctx,
  step: string,
  input: { login: string; device: string },
): Promise<Entry> {
  const { home, facts } = await waiting(ctx, step)
  const accountId = await transaction(ctx.db, { home, scope: '*' }, async (trx) => {
    const found = await loadInvitation(trx, { ...ctx, home }, { id: facts.invitation }, true)
    const proof = { login: input.login, passwordHash: null }
    const { id, own } = await useInvitation(trx, { ...ctx, home }, found, proof)
    await insertIdentity(trx, own, id, facts)
    return id
  })
  // The invitation itself is used once; the step goes with it.
  await takeStep(ctx.db, step, 'accept', ctx.clock.now())
  await endSessionsOf(ctx.db, accountId)
  return enter(ctx.db, ctx.clock, { id: accountId, home }, input.device, facts)
}

async function waiting(ctx: Ctx, step: string): Promise<{ home: string; facts: AcceptFacts }> {
  const found = ctx.provider ? await findStepOf(ctx.db, step, ['accept'], ctx.clock.now()) : null
  if (!found?.home) throw new AppError('people.invited_over')
  return { home: found.home, facts: found.facts as AcceptFacts }
}
