import { sql } from 'kysely'
import type { Clock } from '../../platform/clock.ts'
import type { Actor } from '../../platform/context.ts'
import type { Db } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import { transaction } from '../../platform/tx.ts'
import { countTry, findClosedBefore, tokenHash } from '../people/index.ts'
import { homeOfToken, stateOfKey } from './keys.rules.ts'
import type { KeyMode } from './machines.tables.ts'

declareErrors({
  'machines.key_unknown': 401,
  'machines.key_revoked': 401,
  'machines.key_expired': 401,
  'machines.key_too_often': 429,
})

/** Calls of one key in a minute. */
export const callLimit = { most: 600, seconds: 60 }

/** Which key a request showed, whether or not it may call. */
export interface Caller {
  keyId: string
  unitId: string
  home: string
  mode: KeyMode
  actor: Actor
  /** why it may not call; null when it may */
  refusal: AppError | null
}

interface Row {
  id: string
  unit_id: string
  mode: KeyMode
  scopes: string[]
  revoked_at: Date | null
  expires_on: string | null
  used_at: Date | null
  is_closed: boolean
}

/**
 * The machine behind a key, as every request needs it: what was revoked a moment ago opens nothing.
 * @param header of the request, `Bearer lt_…`
 * @returns null for a header that shows no key of ours
 * @throws machines.key_unknown, the same for every key that there isn't
 */
export async function findCaller(db: Db, clock: Clock, header: string | undefined): Promise<Caller | null> {
  const token = /^Bearer +(lt_\S+)$/i.exec(header ?? '')?.[1]
  if (token === undefined) return null
  const home = homeOfToken(token)
  const known = home && (await isHome(db, home))
  const row = known ? await findKey(db, home, token, clock.today()) : null
  if (!known || !row) throw new AppError('machines.key_unknown')
  const now = clock.now()
  const wait = await countTry(db, 'key', row.id, callLimit, now)
  // Once a minute is enough to see that it is in use.
  if (!row.used_at || now.getTime() - row.used_at.getTime() > 60_000)
    await sql`update ${sql.id(home)}.api_keys set used_at = ${now} where id = ${row.id}`.execute(db)
  return {
    keyId: row.id,
    unitId: row.unit_id,
    home,
    mode: row.mode,
    actor: {
      kind: 'machine',
      accountId: null,
      personId: null,
      unitId: row.unit_id,
      roles: [],
      deskIds: [],
      ownUnits: [row.unit_id, ...(await findClosedBefore(db, row.unit_id, clock.today()))],
      key: { id: row.id, scopes: row.scopes },
    },
    refusal: refusalOf(row, wait, clock.today()),
  }
}

function refusalOf(row: Row, wait: number, today: string): AppError | null {
  const state = stateOfKey(row, today)
  if (state === 'revoked' || row.is_closed) return new AppError('machines.key_revoked')
  if (state === 'expired') return new AppError('machines.key_expired')
  return wait > 0 ? new AppError('machines.key_too_often', { seconds: wait }) : null
}

async function isHome(db: Db, home: string): Promise<boolean> {
  const found = await db
    .selectFrom('system.homes')
    .select('code')
    .where('schema_name', '=', home)
    .executeTakeFirst()
  return found !== undefined
}

async function findKey(db: Db, home: string, token: string, today: string): Promise<Row | null> {
  const { rows } = await sql<Row>`
    select k.id, k.unit_id, k.mode, k.scopes, k.revoked_at, k.expires_on, k.used_at,
      u.valid_until is not null and u.valid_until <= ${today} as is_closed
    from ${sql.id(home)}.api_keys k join shared.units u on u.id = k.unit_id
    where k.token_hash = ${tokenHash(token).toString('hex')}`.execute(db)
  return rows[0] ?? null
}

export interface Call {
  at: Date
  method: string
  /** without its query */
  path: string
  status: number
  ms: number
}

/** Notes a call in the key's log. */
export async function noteCall(db: Db, caller: Caller, call: Call): Promise<void> {
  await transaction(db, { home: caller.home, scope: [caller.unitId] }, async (trx) => {
    await trx
      .insertInto('api_calls')
      .values({ id: newId(), key_id: caller.keyId, unit_id: caller.unitId, ...call })
      .execute()
  })
}
