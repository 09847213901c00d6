import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import {
  activitiesShown,
  documentsShown,
  lockDirection,
  placeActs,
  requireTheirs,
  takeInActs,
  takeInRecipients,
  type DirectionAcross,
} from '../directions/index.ts'
import type { ReadGrant } from '../library/index.ts'
import { rowsOf, type Rows } from './copied.ts'
import { grantable } from './grants.ts'
import { takeInCopies } from './package.ts'
import { gatherActivities, takeInActivities } from './package.reports.ts'
import { ownedBy, putSealed, type Origin, type TakenIn } from './sealed.ts'

/**
 * The rows of a direction that goes to units of the other home, with its document; or what was said on one that is there,
 * with the activities and documents that it shows.
 */
export async function gatherDirectionRows(trx: Trx, ctx: Ctx, said: DirectionAcross): Promise<Rows> {
  const { directionId } = said
  const ofDirection = sql`t.id = ${directionId}`
  const directions = said.units.length > 0 ? await rowsOf(trx, 'directions', ofDirection) : []
  const acts = await rowsOf(trx, 'direction_acts', sql`t.id = any(${said.acts}::uuid[])`)
  const { unit_id: senderId } = await trx
    .selectFrom('directions')
    .select('unit_id')
    .where('id', '=', directionId)
    .executeTakeFirstOrThrow()
  const documents = [
    ...directions.flatMap((d) => (typeof d['document_id'] === 'string' ? [d['document_id']] : [])),
    ...documentsShown(acts),
  ]
  return {
    ...(await gatherActivities(
      trx,
      ctx,
      await asTheyStand(trx, activitiesShown(acts)),
      [senderId],
      documents.map((id) => ({ id })),
    )),
    directions,
    direction_acts: acts,
  }
}

/** The versions shown, and each activity as it stands now: its head goes too. */
async function asTheyStand(
  trx: Trx,
  shown: readonly { id: string; revision: number }[],
): Promise<{ id: string; revision: number }[]> {
  if (shown.length === 0) return []
  const now = await trx
    .selectFrom('activities')
    .select(['id', 'version as revision'])
    .where(
      'id',
      'in',
      shown.map((a) => a.id),
    )
    .execute()
  return [...new Map([...shown, ...now].map((a) => [`${a.id} ${a.revision}`, a])).values()]
}

/**
 * Takes in a direction, or what was said on one.
 * @returns what was new; null while the direction itself is still on its way
 * @throws dispatch.not_theirs for what is not that home's to say
 */
export async function takeInDirection(
  trx: Trx,
  ctx: Ctx,
  from: Origin,
  said: DirectionAcross,
  copies: Rows,
): Promise<TakenIn[] | null> {
  const here = await lockDirection(trx, said.directionId)
  if (!here && (copies.directions ?? []).length === 0) return null
  await requireTheirs(trx, ctx, from, said, copies)
  const taken = [
    ...(await takeInCopies(trx, ctx, from, copies)),
    ...((copies.activities ?? []).length > 0 ? await takeInActivities(trx, ctx, from, copies) : []),
    ...(await putSealed(trx, ctx, from, 'directions', copies.directions)),
  ]
  // Of two messages that bring it at once the second waits for the first here.
  await lockDirection(trx, said.directionId)
  const { unit_id: senderId, document_id: documentId } = await trx
    .selectFrom('directions')
    .select(['unit_id', 'document_id'])
    .where('id', '=', said.directionId)
    .executeTakeFirstOrThrow()
  await takeInRecipients(
    trx,
    ctx,
    from,
    said,
    await readable(trx, from, documentId === null ? [] : [documentId]),
  )
  const rows = await placeActs(trx, said.directionId, copies.direction_acts ?? [])
  const acts = await putSealed(trx, ctx, from, 'direction_acts', rows)
  const isSenderHere =
    (await sql`select 1 from units where id = ${senderId} and home = ${ctx.home}`.execute(trx)).rows.length >
    0
  await takeInActs(
    trx,
    ctx,
    from,
    { ...said, redactions: await theirs(trx, from, said) },
    acts.map((a) => a.id),
    isSenderHere ? await readable(trx, from, documentsShown(rows)) : [],
  )
  return [...taken, ...acts]
}

async function readable(trx: Trx, from: Origin, documentIds: readonly string[]): Promise<ReadGrant[]> {
  return grantable(
    trx,
    from,
    documentIds.map((id) => ({ what: 'document' as const, id, revision: 0, ground: 'delivered' as const })),
  )
}

/** Of what lost its words there that which is a copy here: from that home, or of one of its units. */
async function theirs(
  trx: Trx,
  from: Origin,
  { directionId, redactions }: DirectionAcross,
): Promise<DirectionAcross['redactions']> {
  const ids = redactions.map((r) => r.actId ?? directionId)
  const { rows } = await sql<{ id: string }>`
    select c.id from copies c where c.id = any(${ids}::uuid[]) and c.what in ('direction', 'direction_act')
      and (c.origin = ${from.home} or case c.what when 'direction' then ${ownedBy('direction', from.home)} else ${ownedBy('direction_act', from.home)} end)`.execute(
    trx,
  )
  return redactions.filter((r) => rows.some((c) => c.id === (r.actId ?? directionId)))
}
