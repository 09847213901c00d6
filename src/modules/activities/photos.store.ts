import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { countedForMe, ownOrBelow } from './activities.grounds.ts'

/** A photo of an activity of these units: its upload and its evidence, either or none. */
export async function findPhoto(trx: Trx, unitIds: readonly string[], activityId: string, photoId: string) {
  const { rows } = await sql<{
    unitId: string
    day: string
    activityState: 'waiting' | 'counted' | 'withdrawn'
    expected: number
    arrivedPhotos: number
    isExpected: boolean
    hasArrived: boolean
    state: 'receiving' | 'refused' | null
    received: number | null
    size: number | null
    hash: string | null
    error: string | null
  }>`
    select a.unit_id as "unitId", a.day, a.state as "activityState", a.photos_expected as expected, a.photos_arrived as "arrivedPhotos",
      ${photoId} = any(v.photo_ids) as "isExpected", e.id is not null as "hasArrived",
      u.state, u.received, u.size, u.hash, u.error
    from activities a
    join activity_versions v on v.activity_id = a.id and v.version = a.version
    left join evidence e on e.id = ${photoId} and e.activity_id = a.id
    left join uploads u on u.id = ${photoId} and u.activity_id = a.id
    where a.id = ${activityId} and a.unit_id = any(${[...unitIds]}::uuid[])`.execute(trx)
  return rows[0]
}
export type PhotoRow = NonNullable<Awaited<ReturnType<typeof findPhoto>>>

/** Begins (or begins anew) to receive a photo. */
export async function putUpload(
  trx: Trx,
  u: { id: string; unitId: string; activityId: string; size: number; hash: string; name: string },
  now: Date,
): Promise<void> {
  await trx
    .insertInto('uploads')
    .values({
      id: u.id,
      unit_id: u.unitId,
      activity_id: u.activityId,
      size: u.size,
      received: 0,
      hash: u.hash,
      name: u.name,
      state: 'receiving',
      error: null,
      created_at: now,
      updated_at: now,
    })
    .onConflict((c) =>
      c.column('id').doUpdateSet({
        size: u.size,
        received: 0,
        hash: u.hash,
        name: u.name,
        state: 'receiving',
        error: null,
        updated_at: now,
      }),
    )
    .execute()
}

/**
 * Moves the mark of what has arrived, if it still stands where the sender thought.
 * @returns false when another request moved it first
 */
export async function advanceUpload(
  trx: Trx,
  id: string,
  from: number,
  to: number,
  now: Date,
): Promise<boolean> {
  const moved = await trx
    .updateTable('uploads')
    .set({ received: to, updated_at: now })
    .where('id', '=', id)
    .where('received', '=', from)
    .where('state', '=', 'receiving')
    .returning('id')
    .execute()
  return moved.length === 1
}

/** Marks an upload as refused, if it is still the one that was looked at. */
export async function refuseUpload(
  trx: Trx,
  id: string,
  hash: string,
  error: string,
  now: Date,
): Promise<void> {
  await trx
    .updateTable('uploads')
    .set({ state: 'refused', error, updated_at: now })
    .where('id', '=', id)
    .where('hash', '=', hash)
    .execute()
}

export interface ArrivedPhoto {
  id: string
  activityId: string
  unitId: string
  picture: { hash: string; size: number }
  thumbnail: { hash: string; size: number }
  name: string
  arrivedHash: string
  differenceHash: string
  width: number
  height: number
}

/** Keeps a cleaned picture as evidence. */
export async function insertEvidence(trx: Trx, ctx: Ctx, p: ArrivedPhoto): Promise<void> {
  const now = ctx.clock.now()
  for (const file of [p.picture, p.thumbnail]) {
    await trx
      .insertInto('files')
      .values({
        hash: file.hash,
        size: file.size,
        mime: 'image/jpeg',
        created_at: now,
        redacted_at: null,
        redaction_reason: null,
      })
      .onConflict((c) => c.column('hash').doNothing())
      .execute()
    await trx
      .insertInto('file_holders')
      .values({ unit_id: p.unitId, hash: file.hash, name: p.name, created_at: now })
      .onConflict((c) => c.columns(['unit_id', 'hash']).doNothing())
      .execute()
  }
  await trx
    .insertInto('evidence')
    .values({
      id: p.id,
      activity_id: p.activityId,
      unit_id: p.unitId,
      file_hash: p.picture.hash,
      thumb_hash: p.thumbnail.hash,
      arrived_hash: p.arrivedHash,
      picture_hash: p.differenceHash,
      width: p.width,
      height: p.height,
      arrived_at: now,
      arrived_by: ctx.actor.personId,
      redacted_at: null,
    })
    .execute()
}

/** The kept file of a photo, when a version that may be read holds it. */
export async function findPicture(
  trx: Trx,
  ctx: Ctx,
  activityId: string,
  photoId: string,
): Promise<{ fileHash: string; thumbHash: string; day: string } | undefined> {
  const { rows } = await sql<{ fileHash: string; thumbHash: string; day: string }>`
    select e.file_hash as "fileHash", e.thumb_hash as "thumbHash", a.day
    from evidence e join activities a on a.id = e.activity_id
    where e.id = ${photoId} and a.id = ${activityId} and e.redacted_at is null
      and (${ownOrBelow(ctx)} or exists (
        select 1 from activity_versions v where v.activity_id = a.id and e.id = any(v.photo_ids) and ${countedForMe(ctx)}))`.execute(
    trx,
  )
  return rows[0]
}
