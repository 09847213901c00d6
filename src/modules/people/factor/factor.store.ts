import { sql } from 'kysely'
import type { Db, Trx } from '../../../platform/db.ts'
import type {} from './factor.tables.ts'
import { hashOfRecoveryCode, newRecoveryCode, recoveryCodes } from './codes.rules.ts'

export interface Factors {
  /** when the authenticator application was added; null without one */
  totpSince: Date | null
  codesLeft: number
  passkeys: { id: string; device: string; createdAt: Date; usedAt: Date | null }[]
}

/** Second factors of an account. Names `shared` itself: asked before it is known in which home somebody is. */
export async function findFactors(db: Db | Trx, accountId: string): Promise<Factors> {
  const { rows } = await sql<{ totp: Date | null; left: number }>`
    select (select confirmed_at from shared.account_totp where account_id = ${accountId}) as totp,
      (select count(*) from shared.account_recovery_codes where account_id = ${accountId} and used_at is null) as left`.execute(
    db,
  )
  const passkeys = await sql<{ id: string; device: string; created_at: Date; used_at: Date | null }>`
    select id, device, created_at, used_at from shared.account_passkeys where account_id = ${accountId}
    order by created_at, id`.execute(db)
  return {
    totpSince: rows[0]?.totp ?? null,
    codesLeft: rows[0]?.left ?? 0,
    passkeys: passkeys.rows.map((p) => ({
      id: p.id,
      device: p.device,
      createdAt: p.created_at,
      usedAt: p.used_at,
    })),
  }
}

/** Whether signing in to an account takes a second step. */
export function hasFactor(factors: Factors): boolean {
  return factors.totpSince !== null || factors.passkeys.length > 0
}

/** Whether a unit of the account's person, in any home, asks for a second factor by the role held there today. */
export async function isDemanded(db: Db | Trx, accountId: string, today: string): Promise<boolean> {
  const homes = await sql<{ home: string; person_id: string }>`
    select home, person_id from shared.account_persons where account_id = ${accountId}`.execute(db)
  for (const { home, person_id } of homes.rows) {
    const schema = sql.id(home)
    const { rows } = await sql`
      select 1 from ${schema}.memberships m join ${schema}.sign_in_rules r on r.unit_id = m.unit_id
      where m.person_id = ${person_id} and m.role = any(r.second_factor_roles)
        and m.valid_from <= ${today} and (m.valid_until is null or m.valid_until > ${today}) limit 1`.execute(
      db,
    )
    if (rows.length > 0) return true
  }
  return false
}

/** The application's row of an account, locked; null without one. */
export async function lockTotp(
  trx: Trx,
  accountId: string,
): Promise<{ secret: Buffer; confirmed: boolean } | null> {
  const row = await trx
    .selectFrom('account_totp')
    .select(['secret', 'confirmed_at'])
    .where('account_id', '=', accountId)
    .forUpdate()
    .executeTakeFirst()
  return row ? { secret: row.secret, confirmed: row.confirmed_at !== null } : null
}

/** Takes a step's code, once. @returns false when it, or one after it, was taken before */
export async function takeStep(trx: Trx, accountId: string, step: number): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('account_totp')
    .set({ last_step: step })
    .where('account_id', '=', accountId)
    .where('last_step', '<', step)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Takes a recovery code, once. @returns false when it is none, or was used */
export async function takeRecoveryCode(
  trx: Trx,
  accountId: string,
  code: string,
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('account_recovery_codes')
    .set({ used_at: now })
    .where('account_id', '=', accountId)
    .where('code_hash', '=', hashOfRecoveryCode(accountId, code))
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Puts ten new codes in the place of the old. @returns the codes, which are kept nowhere */
export async function makeRecoveryCodes(trx: Trx, accountId: string): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodes }, newRecoveryCode)
  await trx.deleteFrom('account_recovery_codes').where('account_id', '=', accountId).execute()
  await trx
    .insertInto('account_recovery_codes')
    .values(
      codes.map((code) => ({
        account_id: accountId,
        code_hash: hashOfRecoveryCode(accountId, code),
        used_at: null,
      })),
    )
    .execute()
  return codes
}

/** Takes every second factor of an account away. */
export async function deleteFactors(trx: Trx, accountId: string): Promise<void> {
  for (const table of ['account_totp', 'account_recovery_codes', 'account_passkeys'] as const)
    await trx.deleteFrom(table).where('account_id', '=', accountId).execute()
}
