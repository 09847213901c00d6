import { sql } from 'kysely'
import type { Locale } from '../../messages/index.ts'
import type { Ctx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { chooseUnit } from './sessions.ts'

/**
 * Acts for another unit from now on, in this session.
 * @throws common.not_found when the person is not of that unit: the same as for a unit that does not exist
 */
export async function actForUnit(ctx: Ctx, unitId: string): Promise<{ ok: true }> {
  if (!ctx.sessionId || !(await chooseUnit(ctx.db, ctx, ctx.sessionId, unitId)))
    throw new AppError('common.not_found')
  return { ok: true }
}

/** Keeps the language of an account. */
export async function setLocale(ctx: Ctx, locale: Locale): Promise<{ ok: true }> {
  await sql`update shared.accounts set locale = ${locale} where id = ${ctx.actor.accountId}`.execute(ctx.db)
  return { ok: true }
}
