import type { Ctx } from '../../../platform/context.ts'
import type { Trx } from '../../../platform/db.ts'
import { AppError, declareErrors } from '../../../platform/errors.ts'
import { recordEvent } from '../../../platform/events.ts'
import type { Vouched } from '../../../platform/oidc.ts'
import { violates } from '../../../platform/write.ts'
import { beginStep } from '../factor/steps.ts'
import type {} from './provider.tables.ts'

declareErrors({
  'people.no_provider': 404,
  'people.identity_taken': 409,
  'people.identity_there': 409,
})

/** Where the provider sends browsers back to, below the address by which they came. */
export const returnPath = '/sign-in/provider/return'

/** What a question to the provider is kept with until its answer. */
export interface AskedFacts {
  nonce: string
  verifier: string
  /** where to go afterwards */
  next: string
  /** id of the invitation that is accepted; its link is kept nowhere */
  invitation?: string
}

/**
 * Asks the provider who somebody is.
 * @param kind what the answer is for; for what lasts (a link, an invitation) it is to ask the person anew
 * @returns where to send the browser, and the state that comes back
 * @throws people.no_provider, common.provider_down
 */
export async function askProvider(
  ctx: Ctx,
  kind: 'provider' | 'link' | 'invited',
  of: { next: string; accountId?: string; home?: string; invitation?: string },
): Promise<{ url: string; state: string }> {
  if (!ctx.provider || !ctx.origin) throw new AppError('people.no_provider')
  const { url, asked } = await ctx.provider.begin(`${ctx.origin}${returnPath}`, kind !== 'provider')
  const { state, nonce, verifier } = asked
  const { accountId, home, ...rest } = of
  const facts: AskedFacts = { nonce, verifier, ...rest }
  const step = { kind, facts, accountId: accountId ?? null, home: home ?? null }
  await beginStep(ctx.db, ctx.clock.now(), step, state)
  return { url, state }
}

/**
 * Links an account to whom the provider vouches for; where it is linked already, nothing changes.
 * @throws people.identity_taken by another account, people.identity_there: another of theirs
 */
export async function insertIdentity(
  trx: Trx,
  ctx: Ctx,
  accountId: string,
  { issuer, subject }: Pick<Vouched, 'issuer' | 'subject'>,
): Promise<void> {
  const holder = await findHolder(trx, { issuer, subject })
  if (holder === accountId) return
  if (holder !== null) throw new AppError('people.identity_taken')
  try {
    await trx
      .insertInto('account_identities')
      .values({ issuer, subject, account_id: accountId, linked_at: ctx.clock.now(), used_at: null })
      .execute()
  } catch (error) {
    if (violates(error, 'account_identities_pkey')) throw new AppError('people.identity_taken')
    if (violates(error, 'account_identities_one')) throw new AppError('people.identity_there')
    throw error
  }
  await recordEvent(trx, ctx, 'account.link_identity', [{ what: 'account', id: accountId }])
}

/** The account that is linked to somebody at a provider, or null: by issuer and subject, never by name or mail. */
export async function findHolder(
  trx: Trx,
  { issuer, subject }: Pick<Vouched, 'issuer' | 'subject'>,
): Promise<string | null> {
  const row = await trx
    .selectFrom('account_identities')
    .select('account_id')
    .where('issuer', '=', issuer)
    .where('subject', '=', subject)
    .executeTakeFirst()
  return row?.account_id ?? null
}
