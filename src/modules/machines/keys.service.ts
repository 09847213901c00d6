import type { Selectable } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import type { Tables, Trx } from '../../platform/db.ts'
import { AppError, declareErrors, onlyFor } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { pageOf, pageSize, readCursor } from '../../platform/paging.ts'
import { ownScope, read, violates, write } from '../../platform/write.ts'
import { tokenHash } from '../people/index.ts'
import { keyScopes, makeKeyToken, prefixOf, stateOfKey } from './keys.rules.ts'
import type { ApiCalls, ApiKey, ApiKeys, CallsQuery, KeyMade, MakeKey } from './keys.schema.ts'
import type {} from './machines.tables.ts'

declareErrors({
  'machines.key_ended': 409,
  'machines.expires_past': 422,
  'machines.too_many_keys': 422,
})

/** Keys of one unit that are in force at once. */
export const mostKeys = 50

type KeyRow = Selectable<Tables['api_keys']>

/** The keys of the acting unit, the newest first. */
export async function listKeys(ctx: Ctx): Promise<z.input<typeof ApiKeys>> {
  const rows = await read(ctx, ownScope(ctx), (trx) =>
    trx
      .selectFrom('api_keys')
      .selectAll()
      .where('unit_id', '=', unitOf(ctx))
      // Those in force first: of the rest the latest are enough.
      .orderBy('revoked_at', (o) => o.desc().nullsFirst())
      .orderBy('created_at', 'desc')
      .limit(200)
      .execute(),
  )
  return { items: rows.map((row) => present(ctx, row)), mostLasts: mostKeys }
}

/**
 * Makes a key of the acting unit.
 * @returns the key itself once: only its hash is kept
 */
export async function makeKey(ctx: Ctx, input: z.output<typeof MakeKey>): Promise<z.input<typeof KeyMade>> {
  const unitId = unitOf(ctx)
  const token = makeKeyToken(input.mode, ctx.home)
  return giveOnce(ctx, input.id, token, async (trx) => {
    requireAdmin(ctx)
    if (input.expiresOn !== null && input.expiresOn < ctx.clock.today())
      throw new AppError('machines.expires_past')
    const { n } = await trx
      .selectFrom('api_keys')
      .select((e) => e.fn.countAll<number>().as('n'))
      .where('unit_id', '=', unitId)
      .where('revoked_at', 'is', null)
      .executeTakeFirstOrThrow()
    if (n >= mostKeys) throw new AppError('machines.too_many_keys', { most: mostKeys })
    await trx
      .insertInto('api_keys')
      .values({
        id: input.id,
        unit_id: unitId,
        name: input.name,
        mode: input.mode,
        prefix: prefixOf(token),
        token_hash: tokenHash(token).toString('hex'),
        scopes: keyScopes.filter((scope) => input.scopes.includes(scope)),
        expires_on: input.expiresOn,
        created_at: ctx.clock.now(),
      })
      .execute()
    await recordEvent(trx, ctx, 'key.make', [{ what: 'key', id: input.id }])
  }).catch((error: unknown) => {
    throw violates(error, 'api_keys_pkey') ? new AppError('common.request_reused') : error
  })
}

/** Puts a new key in the place of one: name, scopes and what was handed in with it stay; the old one opens nothing any more. */
export async function renewKey(ctx: Ctx, id: string): Promise<z.input<typeof KeyMade>> {
  const mode = await read(ctx, ownScope(ctx), async (trx) => (await loadKey(trx, ctx, id)).mode)
  const token = makeKeyToken(mode, ctx.home)
  return giveOnce(ctx, id, token, async (trx) => {
    const key = await loadKey(trx, ctx, id, true)
    requireAdmin(ctx)
    if (key.revoked_at) throw new AppError('machines.key_ended')
    await trx
      .updateTable('api_keys')
      .set({
        prefix: prefixOf(token),
        token_hash: tokenHash(token).toString('hex'),
        renewed_at: ctx.clock.now(),
      })
      .where('id', '=', id)
      .execute()
    await recordEvent(trx, ctx, 'key.renew', [{ what: 'key', id }])
  })
}

/** Ends a key: the next call with it is refused. */
export async function revokeKey(ctx: Ctx, id: string): Promise<z.input<typeof ApiKey>> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const key = await loadKey(trx, ctx, id, true)
      requireAdmin(ctx)
      if (key.revoked_at) return
      await trx.updateTable('api_keys').set({ revoked_at: ctx.clock.now() }).where('id', '=', id).execute()
      await recordEvent(trx, ctx, 'key.revoke', [{ what: 'key', id }])
    },
    answer: async (trx) => present(ctx, await loadKey(trx, ctx, id)),
  })
}

const byId = z.tuple([z.uuid()])

/** What was called with a key, the latest first. */
export async function listCalls(
  ctx: Ctx,
  id: string,
  query: z.output<typeof CallsQuery>,
): Promise<z.input<typeof ApiCalls>> {
  const after = readCursor(query.cursor, byId)
  const { key, rows } = await read(ctx, ownScope(ctx), async (trx) => {
    const key = await loadKey(trx, ctx, id)
    let calls = trx.selectFrom('api_calls').selectAll().where('key_id', '=', id)
    if (after) calls = calls.where('id', '<', after[0])
    const rows = await calls
      .orderBy('id', 'desc')
      .limit(pageSize + 1)
      .execute()
    return { key, rows }
  })
  const page = pageOf(rows, pageSize, (r) => [r.id])
  return {
    key: present(ctx, key),
    items: page.rows.map(({ id: callId, at, method, path, status, ms }) => ({
      id: callId,
      at: at.toISOString(),
      method,
      path,
      status,
      ms,
    })),
    nextCursor: page.nextCursor,
  }
}

async function giveOnce(
  ctx: Ctx,
  id: string,
  token: string,
  act: (trx: Trx) => Promise<void>,
): Promise<z.input<typeof KeyMade>> {
  let made = false
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      await act(trx)
      made = true
    },
    answer: async (trx) => {
      const key = present(ctx, await loadKey(trx, ctx, id))
      return { key, token: made ? token : null }
    },
  })
}

async function loadKey(trx: Trx, ctx: Ctx, id: string, lock = false): Promise<KeyRow> {
  let query = trx
    .selectFrom('api_keys')
    .selectAll()
    .where('id', '=', id)
    .where('unit_id', 'in', [...ctx.actor.ownUnits])
  if (lock) query = query.forUpdate()
  const row = await query.executeTakeFirst()
  if (!row) throw new AppError('common.not_found')
  return row
}

/** Whom the unit lets in by machine, its administrators decide. */
export function requireAdmin(ctx: Ctx): void {
  if (!ctx.actor.roles.includes('admin')) throw onlyFor(['admin'])
}

export function unitOf(ctx: Ctx): string {
  if (ctx.actor.unitId === null) throw new AppError('common.not_allowed')
  return ctx.actor.unitId
}

function present(ctx: Ctx, row: KeyRow): z.input<typeof ApiKey> {
  const known = new Set<string>(row.scopes)
  return {
    id: row.id,
    name: row.name,
    mode: row.mode,
    prefix: row.prefix,
    scopes: keyScopes.filter((scope) => known.has(scope)),
    expiresOn: row.expires_on,
    createdAt: row.created_at.toISOString(),
    usedAt: row.used_at?.toISOString() ?? null,
    state: stateOfKey(row, ctx.clock.today()),
    may: ctx.actor.roles.includes('admin') && !row.revoked_at ? ['key.revoke', 'key.renew'] : [],
  }
}
