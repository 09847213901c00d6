import type { z } from 'zod'
import { wallOf } from '../../platform/clock.ts'
import type { Actor, Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { ownScope, read, write } from '../../platform/write.ts'
import { openP12, SignError, type SigningKey } from '../../sign/index.ts'
import { translate } from '../../messages/index.ts'
import { withoutBody } from '../people/index.ts'
import type { AddSigningKey, SigningKeys } from './signing.schema.ts'
import type { MarkKind } from './signing.tables.ts'
import { pictureSize } from './picture.ts'

declareErrors({
  'signing.only_leader': 403,
  'signing.only_clerk': 403,
  'signing.key_refused': 422,
  'signing.key_expired': 422,
  'signing.no_key': 404,
  'signing.bad_picture': 422,
  'signing.not_set_up': 409,
})

type Answer = z.input<typeof SigningKeys>

/** A leader keeps a key of his own; the clerk, who keeps the seal, the agency's (Decree 30/2020/NĐ-CP, Article 32). */
export function mayHold(actor: Actor, kind: MarkKind): boolean {
  return actor.roles.includes(kind === 'signature' ? 'leader' : 'clerk')
}

function requireHold(actor: Actor, kind: MarkKind): void {
  if (!mayHold(actor, kind))
    throw new AppError(kind === 'signature' ? 'signing.only_leader' : 'signing.only_clerk')
}

/** The keys of the acting unit: one's own, and the agency's. */
export async function listKeys(ctx: Ctx): Promise<Answer> {
  return read(ctx, ownScope(ctx), (trx) => keysAnswer(trx, ctx))
}

async function keysAnswer(trx: Trx, ctx: Ctx): Promise<Answer> {
  const rows = await trx
    .selectFrom('signing_keys as k')
    .leftJoin('persons as p', 'p.id', 'k.person_id')
    .select([
      'k.id',
      'k.kind',
      'k.holder',
      'k.issuer',
      'k.serial',
      'k.valid_until',
      'k.person_id',
      'k.added_at',
    ])
    .select((e) => e('k.picture', 'is not', null).as('hasPicture'))
    .select('p.name as person')
    .where('k.unit_id', '=', ctx.actor.unitId)
    .where('k.removed_at', 'is', null)
    .orderBy('k.kind', 'desc')
    .orderBy('k.added_at')
    .limit(200)
    .execute()
  return {
    rows: rows.map((r) => {
      const isMine = r.kind === 'seal' ? mayHold(ctx.actor, 'seal') : r.person_id === ctx.actor.personId
      return {
        id: r.id,
        kind: r.kind,
        holder: r.holder,
        issuer: r.issuer,
        serial: r.serial,
        validUntil: r.valid_until.toISOString(),
        person: r.person,
        isMine,
        hasPicture: r.hasPicture === true,
        addedAt: r.added_at.toISOString(),
        may: isMine ? (['remove'] as const).slice() : [],
      }
    }),
    may: [
      ...(mayHold(ctx.actor, 'signature') ? (['add_signature'] as const) : []),
      ...(mayHold(ctx.actor, 'seal') ? (['add_seal'] as const) : []),
    ],
  }
}

/**
 * Keeps a key: the file is opened with its password to see that it can sign, enciphered with the installation's key, and
 * the password is forgotten.
 * @throws signing.only_leader, signing.only_clerk, signing.key_refused with why, signing.key_expired, signing.bad_picture
 */
export async function addKey(asked: Ctx, input: z.output<typeof AddSigningKey>): Promise<Answer> {
  const ctx = withoutBody(asked, 'signing key', input.id, input.kind)
  const { unitId, personId } = ctx.actor
  const { kind } = input
  requireHold(ctx.actor, kind)
  const { secrets } = ctx
  if (unitId === null || personId === null || !secrets) throw new AppError('signing.not_set_up')
  const file = Buffer.from(input.file, 'base64')
  const { certificate } = openKey(ctx, file, input.password)
  const picture = input.picture === null ? null : Buffer.from(input.picture, 'base64')
  if (picture && !(await pictureSize(picture))) throw new AppError('signing.bad_picture')
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const made = await trx
        .insertInto('signing_keys')
        .values({
          id: input.id,
          unit_id: unitId,
          kind,
          person_id: kind === 'signature' ? personId : null,
          holder: certificate.subject.short.slice(0, 300),
          issuer: certificate.issuer.short.slice(0, 300),
          serial: certificate.serial,
          valid_until: certificate.notAfter,
          sealed: secrets.seal(aboutKey(input.id), file),
          picture,
          added_at: ctx.clock.now(),
          added_by: personId,
          removed_at: null,
          removed_by: null,
        })
        .onConflict((c) => c.column('id').doNothing())
        .returning('id')
        .executeTakeFirst()
      if (!made) throw new AppError('common.request_reused')
      await recordEvent(trx, ctx, 'signing.key_add', [{ what: `signing_${kind}`, id: input.id }])
    },
    answer: (trx) => keysAnswer(trx, ctx),
  })
}

/** Takes a key away: its file and picture are gone, that it was there stays. */
export async function removeKey(ctx: Ctx, keyId: string): Promise<Answer> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const key = await findKey(trx, ctx, keyId, true)
      await trx
        .updateTable('signing_keys')
        .set({ sealed: null, picture: null, removed_at: ctx.clock.now(), removed_by: ctx.actor.personId })
        .where('id', '=', key.id)
        .execute()
      await recordEvent(trx, ctx, 'signing.key_remove', [{ what: `signing_${key.kind}`, id: keyId }])
    },
    answer: (trx) => keysAnswer(trx, ctx),
  })
}

export interface KeptKey {
  id: string
  kind: MarkKind
  holder: string
  sealed: Buffer
  picture: Buffer | null
}

/** A key that the person may use: a signature of one's own, or the agency's where one keeps the seal. @throws signing.no_key */
export async function findKey(trx: Trx, ctx: Ctx, keyId: string, lock: boolean): Promise<KeptKey> {
  let query = trx
    .selectFrom('signing_keys')
    .selectAll()
    .where('id', '=', keyId)
    .where('unit_id', '=', ctx.actor.unitId)
    .where('removed_at', 'is', null)
  if (lock) query = query.forUpdate()
  const row = await query.executeTakeFirst()
  const isMine =
    row?.kind === 'seal'
      ? mayHold(ctx.actor, 'seal')
      : row !== undefined && row.person_id === ctx.actor.personId
  if (!row?.sealed || !isMine) throw new AppError('signing.no_key')
  const { id, kind, holder, sealed, picture } = row
  return { id, kind, holder, sealed, picture }
}

/** Keys with which the person can make a mark of a kind. */
export async function usableKeys(trx: Trx, ctx: Ctx, kind: MarkKind) {
  if (!mayHold(ctx.actor, kind)) return []
  let query = trx
    .selectFrom('signing_keys')
    .select(['id', 'holder', 'valid_until'])
    .where('unit_id', '=', ctx.actor.unitId)
    .where('kind', '=', kind)
    .where('removed_at', 'is', null)
  if (kind === 'signature') query = query.where('person_id', '=', ctx.actor.personId)
  const rows = await query.orderBy('added_at', 'desc').limit(20).execute()
  return rows.map((r) => ({ id: r.id, holder: r.holder, validUntil: r.valid_until.toISOString() }))
}

export const aboutKey = (id: string): string => `signing key ${id}`

/** @throws signing.key_refused with why it can't be used, signing.key_expired */
export function openKey(ctx: Ctx, file: Uint8Array, password: string): SigningKey {
  try {
    const key = openP12(file, password)
    // A certificate is of the world's time, also where the clock tells a story.
    const now = wallOf(ctx.clock)
    if (key.certificate.notAfter <= now || key.certificate.notBefore > now)
      throw new AppError('signing.key_expired')
    return key
  } catch (error) {
    if (error instanceof SignError)
      throw new AppError('signing.key_refused', { why: translate(ctx.locale, `sign.error.${error.code}`) })
    throw error
  }
}

/** Whether a unit signs electronically here at all: then its new documents begin so. */
export async function hasKeys(trx: Trx, unitId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('signing_keys')
    .select('id')
    .where('unit_id', '=', unitId)
    .where('removed_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
