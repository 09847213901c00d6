import { sql } from 'kysely'
import type { z } from 'zod'
import type { Ctx } from '../../../platform/context.ts'
import { AppError, declareErrors } from '../../../platform/errors.ts'
import { recordEvent } from '../../../platform/events.ts'
import type { Vouched } from '../../../platform/oidc.ts'
import { transaction } from '../../../platform/tx.ts'
import { ownScope, write } from '../../../platform/write.ts'
import { enter, type Entry } from '../factor/entry.ts'
import { accountOf, requirePassword } from '../factor/own.ts'
import type { Password } from '../factor/factor.schema.ts'
import { takeStep } from '../factor/steps.ts'
import { withoutBody } from '../quiet-request.ts'
import { askProvider, insertIdentity, type AskedFacts } from './asking.ts'
import { vouchForInvited } from './invited.ts'
import { viaOf } from './logout.ts'
import type { Identities, IdentityBegun, IdentityRemoved } from './provider.schema.ts'
import type {} from './provider.tables.ts'

declareErrors({ 'people.identity_unknown': 403 })

/**
 * Begins a sign-in by the provider.
 * @returns where to send the browser, and the state that its cookie must bring back
 */
export async function beginProviderSignIn(ctx: Ctx, next: string): Promise<{ url: string; state: string }> {
  return askProvider(ctx, 'provider', { next })
}

/** What became of a browser that came back from the provider. */
export type Returned =
  | { kind: 'linked' }
  | { kind: 'entered'; entry: Entry; next: string }
  | { kind: 'invited'; /** of the step's cookie */ step: string }

/**
 * Takes what the provider answered, once: signs in the account that is linked to whom it vouches for, links the
 * signed-in one that began to link, or leads whoever came with an invitation on to their yes.
 * @param path path and query to which the browser came back
 * @param cookie the state that this browser began a sign-in with; an answer carried into another browser is refused
 * @throws people.step_over, people.identity_unknown, people.identity_taken, common.provider_refused
 */
export async function finishProvider(
  ctx: Ctx,
  path: string,
  cookie: string | null,
  device: string,
): Promise<Returned> {
  if (!ctx.provider || !ctx.origin) throw new AppError('people.no_provider')
  const at = new URL(path, ctx.origin)
  const state = at.searchParams.get('state') ?? ''
  const now = ctx.clock.now()
  const link = await takeStep(ctx.db, state, 'link', now)
  // A sign-in and an invitation belong to the browser that began with them, a link to the person who is signed in.
  const isHere = cookie === state
  const invited = isHere && !link ? await takeStep(ctx.db, state, 'invited', now) : null
  const step = link ?? invited ?? (isHere ? await takeStep(ctx.db, state, 'provider', now) : null)
  if (!step || (link && link.accountId !== ctx.actor.accountId)) throw new AppError('people.step_over')
  const { nonce, verifier, next } = step.facts as AskedFacts
  const vouched = await ctx.provider.finish(at, { state, nonce, verifier })
  if (link) {
    await linkIdentity(ctx, vouched)
    return { kind: 'linked' }
  }
  if (invited) return { kind: 'invited', step: await vouchForInvited(ctx, invited, vouched) }
  const { rows } = await sql<{ id: string; home: string }>`
    select a.id, ap.home from shared.account_identities i
    join shared.accounts a on a.id = i.account_id and a.disabled_at is null
    join shared.account_persons ap on ap.account_id = a.id
    where i.issuer = ${vouched.issuer} and i.subject = ${vouched.subject} order by ap.home limit 1`.execute(
    ctx.db,
  )
  const account = rows[0]
  if (!account) throw new AppError('people.identity_unknown', { name: ctx.provider.name })
  await sql`update shared.account_identities set used_at = ${now}
    where issuer = ${vouched.issuer} and subject = ${vouched.subject}`.execute(ctx.db)
  const proof = { isStrong: vouched.isStrong, via: await viaOf(ctx.db, vouched) }
  return { kind: 'entered', next, entry: await enter(ctx.db, ctx.clock, account, device, proof) }
}

async function linkIdentity(ctx: Ctx, vouched: Vouched): Promise<void> {
  const accountId = accountOf(ctx)
  await transaction(ctx.db, { home: ctx.home, scope: ownScope(ctx) }, (trx) =>
    insertIdentity(trx, { ...ctx, request: null }, accountId, vouched),
  )
}

/** The provider of this installation, and whether the own account is linked to it. */
export async function readIdentities(ctx: Ctx): Promise<z.input<typeof Identities>> {
  const rows = await ctx.db
    .withSchema('shared')
    .selectFrom('account_identities')
    .select(['issuer', 'linked_at', 'used_at'])
    .where('account_id', '=', accountOf(ctx))
    .orderBy('linked_at')
    .execute()
  return {
    provider: ctx.provider ? { name: ctx.provider.name, issuer: ctx.provider.issuer } : null,
    identities: rows.map((row) => ({
      issuer: row.issuer,
      linkedAt: row.linked_at.toISOString(),
      usedAt: row.used_at?.toISOString() ?? null,
    })),
  }
}

/** Begins to link the own account: asks for the password, and says where to send the browser. */
export async function beginLink(
  ctx: Ctx,
  input: z.output<typeof Password>,
): Promise<z.input<typeof IdentityBegun>> {
  if (!ctx.provider) throw new AppError('people.no_provider')
  await requirePassword(ctx, input.password)
  const { url } = await askProvider(ctx, 'link', { accountId: accountOf(ctx), next: '/app/account' })
  return { url }
}

/** Ends a link of the own account. @throws people.current_wrong, common.not_found */
export async function removeIdentity(
  ctx: Ctx,
  input: z.output<typeof IdentityRemoved>,
): Promise<z.input<typeof Identities>> {
  const accountId = accountOf(ctx)
  await requirePassword(ctx, input.password)
  const quiet = withoutBody(ctx, 'identity.remove')
  await write(quiet, ownScope(ctx), {
    act: async (trx) => {
      const { numDeletedRows } = await trx
        .deleteFrom('account_identities')
        .where('account_id', '=', accountId)
        .where('issuer', '=', input.issuer)
        .executeTakeFirst()
      if (numDeletedRows === 0n) throw new AppError('common.not_found')
      await recordEvent(trx, quiet, 'account.unlink_identity', [{ what: 'account', id: accountId }])
    },
    answer: async () => undefined,
  })
  return readIdentities(ctx)
}
