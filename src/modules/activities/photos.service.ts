import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { v5 } from 'uuid'
import type { z } from 'zod'
import { addDays } from '../../platform/clock.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors, onlyFor, sentenceOf } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import type { FileAnswer } from '../../platform/http/route.ts'
import { addJob, onJob } from '../../platform/jobs.ts'
import { transaction } from '../../platform/tx.ts'
import { ownScope, read } from '../../platform/write.ts'
import { openObligations } from '../dispatch/index.ts'
import { mayDo, recorders } from './activities.policy.ts'
import { asNotYours, becomeCounted, jobNamespace, missingPhotosJob } from './activities.service.ts'
import { countArrived, loadVersion, lockActivity } from './activities.store.ts'
import { BeginPhoto, mostBytes, type PhotoUploadOut } from './photos.schema.ts'
import {
  advanceUpload,
  findPhoto,
  findPicture,
  insertEvidence,
  putUpload,
  refuseUpload,
  type PhotoRow,
} from './photos.store.ts'
import { sniffPicture } from './pictures.sniff.ts'
import { cleanPicture, RefusedPicture, type CleanPicture } from './pictures.ts'

declareErrors({
  'activities.photo_not_expected': 422,
  'activities.photo_not_begun': 409,
  'activities.photo_offset': 409,
  'activities.photo_empty': 422,
  'activities.photo_too_large': 422,
  'activities.photo_changed': 422,
  'activities.photo_kind': 422,
  'activities.photo_damaged': 422,
  'activities.photo_too_many_pixels': 422,
  'activities.photo_slow': 422,
})

const finishJob = 'activities.finish_photo'

interface PhotoRef {
  activityId: string
  photoId: string
}

/**
 * Begins to receive a photo that an activity expects, or says how far it is: the same file goes on where it stopped,
 * another (or one that was refused) begins anew.
 * @throws activities.photo_*
 */
export async function beginPhoto(
  ctx: Ctx,
  ref: PhotoRef,
  input: z.output<typeof BeginPhoto>,
): Promise<PhotoUploadOut> {
  if (input.size === 0) throw new AppError('activities.photo_empty')
  if (input.size > mostBytes) throw new AppError('activities.photo_too_large')
  let begunAnew = false
  const photo = await ofOwn(ctx, ref, async (trx, row) => {
    // Two tabs may begin at once: the activity's lock puts them in a row.
    await lockActivity(trx, ctx.actor.ownUnits, ref.activityId)
    const now = await findPhoto(trx, ctx.actor.ownUnits, ref.activityId, ref.photoId)
    if (!now?.isExpected) throw new AppError('activities.photo_not_expected')
    const isSame = now.state === 'receiving' && now.hash === input.hash && now.size === input.size
    // A restored backup has the mark but not the bytes of what was on its way.
    const goesOn = isSame && (await ctx.files.partSize(ref.photoId)) >= (now.received ?? 0)
    if (now.hasArrived || goesOn) return
    begunAnew = true
    const { size, hash, name } = input
    await putUpload(
      trx,
      { id: ref.photoId, unitId: row.unitId, activityId: ref.activityId, size, hash, name },
      ctx.clock.now(),
    )
  })
  if (begunAnew) await ctx.files.removePart(ref.photoId)
  // Whole, but the server was stopped before it was taken in.
  if (photo.state === 'receiving' && photo.received === photo.size) return finishAndTell(ctx, ref)
  return uploadOf(ctx, ref, photo)
}

/**
 * Takes bytes at an offset, as tus does: what does not begin where the last ended is refused with the present offset.
 * With the last bytes the photo is checked, cleaned and kept, and the activity counts when it was the last photo.
 * @param bytes at most 1 MB
 */
export async function takePhotoBytes(
  ctx: Ctx,
  ref: PhotoRef,
  offset: number,
  bytes: Buffer,
): Promise<PhotoUploadOut> {
  const photo = await ofOwn(ctx, ref)
  if (photo.hasArrived) return uploadOf(ctx, ref, photo)
  if (photo.state !== 'receiving' || photo.received === null || photo.size === null)
    throw new AppError('activities.photo_not_begun')
  const { received, size } = photo
  const end = offset + bytes.length
  if (offset !== received || end > size) throw wrongOffset(received)
  if (bytes.length > 0) {
    // Before the mark moves: a mark never promises bytes that a cut in the power can take.
    await ctx.files.writePart(ref.photoId, offset, bytes)
    const moved = await transaction(ctx.db, { home: ctx.home, scope: ownScope(ctx) }, async (trx) => {
      const first = await advanceUpload(trx, ref.photoId, offset, end, ctx.clock.now())
      // The net under this very request: if the server stops now, the worker takes the photo in.
      if (first && end === size)
        await addJob(trx, ctx, finishJob, { ...ref, unitId: photo.unitId } satisfies FinishJob, {
          id: v5(`${ref.photoId} ${photo.hash ?? ''}`, jobNamespace),
          runAt: new Date(ctx.clock.now().getTime() + 60_000),
        })
      return first
    })
    if (!moved) throw wrongOffset((await ofOwn(ctx, ref)).received ?? 0)
  }
  if (end === size) return finishAndTell(ctx, ref)
  return uploadOf(ctx, ref, { ...photo, received: end })
}

/** How far a photo is, for going on after a lost line or a reload. */
export async function readPhotoUpload(ctx: Ctx, ref: PhotoRef): Promise<PhotoUploadOut> {
  return uploadOf(ctx, ref, await ofOwn(ctx, ref))
}

/** The kept picture or its thumbnail, within the activity's read grounds. */
export async function openPicture(
  ctx: Ctx,
  ref: PhotoRef,
  size: 'picture' | 'thumbnail',
): Promise<FileAnswer> {
  const found = await read(ctx, '*', (trx) => findPicture(trx, ctx, ref.activityId, ref.photoId))
  if (!found) throw new AppError('common.not_found')
  return {
    body: await ctx.files.get(size === 'picture' ? found.fileHash : found.thumbHash),
    mime: 'image/jpeg',
    name: `${found.day}.jpg`,
    inline: true,
    immutable: true,
  }
}

function wrongOffset(received: number): AppError {
  return new AppError(
    'activities.photo_offset',
    {},
    { fields: [{ path: 'offset', message: String(received) }] },
  )
}

/** A photo of an own activity that this person may send to; `act` runs in the transaction before it is read. */
async function ofOwn(
  ctx: Ctx,
  ref: PhotoRef,
  act?: (trx: Trx, row: PhotoRow) => Promise<void>,
): Promise<PhotoRow> {
  try {
    return await transaction(ctx.db, { home: ctx.home, scope: ownScope(ctx) }, async (trx) => {
      const find = () => findPhoto(trx, ctx.actor.ownUnits, ref.activityId, ref.photoId)
      const row = await find()
      if (!row) throw new AppError('common.not_found')
      if (row.activityState === 'withdrawn') throw new AppError('activities.withdrawn')
      if (!mayDo(ctx.actor, { unitId: row.unitId, state: row.activityState }).includes('activity.photo'))
        throw onlyFor(recorders)
      if (!act) return row
      await act(trx, row)
      return (await find()) ?? row
    })
  } catch (error) {
    throw await asNotYours(ctx, ref.activityId, error)
  }
}

function uploadOf(ctx: Ctx, ref: PhotoRef, photo: PhotoRow): PhotoUploadOut {
  const state = photo.hasArrived ? 'arrived' : (photo.state ?? 'missing')
  return {
    photoId: ref.photoId,
    state,
    received: state === 'arrived' ? (photo.size ?? 0) : (photo.received ?? 0),
    size: photo.size,
    error: state === 'refused' && photo.error !== null ? sentenceOf(ctx.locale, photo.error) : null,
    activity: {
      state: photo.activityState,
      photosExpected: photo.expected,
      photosArrived: photo.arrivedPhotos,
    },
  }
}

async function finishAndTell(ctx: Ctx, ref: PhotoRef): Promise<PhotoUploadOut> {
  const refusal = await finishPhoto(ctx, ctx.actor.ownUnits, ref)
  if (refusal !== null) throw new AppError(refusal)
  return uploadOf(ctx, ref, await ofOwn(ctx, ref))
}

/**
 * Takes a photo in that is whole: its hash checked, its kind seen from its bytes, cleaned in a child process, kept,
 * written as evidence. Doing it again, or twice at once, changes nothing.
 * @returns the code of the refusal, null when it is kept (or was, or is not whole)
 */
async function finishPhoto(ctx: Ctx, unitIds: readonly string[], ref: PhotoRef): Promise<string | null> {
  const scope = { home: ctx.home, scope: unitIds }
  const photo = await transaction(ctx.db, scope, (trx) =>
    findPhoto(trx, unitIds, ref.activityId, ref.photoId),
  )
  // Kept, but the server was stopped before the bytes on their way were removed.
  if (photo?.hasArrived) await ctx.files.removePart(ref.photoId)
  if (!photo || photo.hasArrived || photo.hash === null || photo.size === null) return null
  if (photo.received !== photo.size) return null
  if (photo.state === 'refused') return photo.error
  const expected = photo.hash
  let cleaned
  try {
    cleaned = await checkAndClean(ctx, ref.photoId, photo.size, expected)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    // Another request took it in meanwhile, and with it the bytes.
    const now = await transaction(ctx.db, scope, (trx) =>
      findPhoto(trx, unitIds, ref.activityId, ref.photoId),
    )
    if (now?.hasArrived) return null
    await transaction(ctx.db, scope, (trx) =>
      refuseUpload(trx, ref.photoId, expected, error.code, ctx.clock.now()),
    )
    await ctx.files.removePart(ref.photoId)
    return error.code
  }
  await keepPhoto(ctx, unitIds, ref, expected, cleaned)
  await ctx.files.removePart(ref.photoId)
  return null
}

/**
 * Keeps a cleaned photo as evidence of its activity, which counts when it was the last one expected.
 * @param arrivedHash SHA-256 of what arrived, before it was cleaned
 */
export async function keepPhoto(
  ctx: Ctx,
  unitIds: readonly string[],
  ref: PhotoRef,
  arrivedHash: string,
  cleaned: CleanPicture,
): Promise<void> {
  const picture = await ctx.files.put(cleaned.picture)
  const thumbnail = await ctx.files.put(cleaned.thumbnail)
  await transaction(ctx.db, { home: ctx.home, scope: unitIds }, async (trx) => {
    const activity = await lockActivity(trx, unitIds, ref.activityId)
    const now = await findPhoto(trx, unitIds, ref.activityId, ref.photoId)
    // Another request took it in, a correction left it out, or other bytes are on their way by now.
    if (!activity || !now || now.hasArrived || (now.hash !== null && now.hash !== arrivedHash)) return
    await insertEvidence(trx, ctx, {
      id: ref.photoId,
      activityId: ref.activityId,
      unitId: activity.unit_id,
      picture,
      thumbnail,
      name: `${activity.day}.jpg`,
      arrivedHash,
      differenceHash: cleaned.differenceHash,
      width: cleaned.width,
      height: cleaned.height,
    })
    await trx.deleteFrom('uploads').where('id', '=', ref.photoId).execute()
    const version = await loadVersion(trx, ref.activityId, activity.version)
    const arrived = await countArrived(trx, ref.activityId, version.row.photo_ids)
    const isWhole = activity.state === 'waiting' && arrived === version.row.photo_ids.length
    await trx
      .updateTable('activities')
      .set({ photos_arrived: arrived, ...(isWhole ? { state: 'counted' as const } : {}) })
      .where('id', '=', ref.activityId)
      .execute()
    await recordEvent(trx, ctx, 'activity.photo', [
      { what: 'evidence', id: ref.photoId, hash: picture.hash },
      { what: 'evidence_thumb', id: ref.photoId, hash: thumbnail.hash },
      { what: 'activity', id: ref.activityId, version: activity.version },
    ])
    if (isWhole) await becomeCounted(trx, ctx, activity.unit_id, ref.activityId, version.tasks)
  })
}

/** @throws AppError with the reason why the photo is not taken */
async function checkAndClean(ctx: Ctx, photoId: string, size: number, expected: string) {
  if ((await ctx.files.partSize(photoId)) < size) throw new AppError('activities.photo_changed')
  return ctx.files.usePart(photoId, size, (path) => cleanPart(path, expected))
}

async function cleanPart(path: string, expected: string) {
  const hash = createHash('sha256')
  let head: Buffer | null = null
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    head ??= chunk.subarray(0, 64)
    hash.update(chunk)
  }
  if (hash.digest('hex') !== expected) throw new AppError('activities.photo_changed')
  const kind = head && sniffPicture(head)
  if (!kind) throw new AppError('activities.photo_kind')
  try {
    return await cleanPicture({ path, kind })
  } catch (error) {
    if (error instanceof RefusedPicture) throw new AppError(`activities.photo_${error.refusal}`)
    throw error
  }
}

interface FinishJob extends PhotoRef {
  unitId: string
}

/** Registers what the module does later: take in photos that a stopped server left, ask for those that never came. */
export function registerActivityJobs(): void {
  onJob<FinishJob>(finishJob, {
    prepare: async (ctx, job) => {
      await finishPhoto(ctx, [job.payload.unitId], job.payload)
      return undefined
    },
    step: async () => ({ done: true }),
  })
  onJob<{ activityId: string }>(missingPhotosJob, {
    step: async (trx, ctx, job) => {
      await askForPhotos(trx, ctx, job.payload.activityId)
      return { done: true }
    },
  })
}

/** A day after an activity was logged: what has not arrived becomes a duty of the unit to itself. */
async function askForPhotos(trx: Trx, ctx: Ctx, activityId: string): Promise<void> {
  const activity = await trx
    .selectFrom('activities as a')
    .innerJoin('activity_versions as v', (j) =>
      j.onRef('v.activity_id', '=', 'a.id').onRef('v.version', '=', 'a.version'),
    )
    .select([
      'a.unit_id',
      'a.version',
      'a.day',
      'a.photos_expected',
      'a.photos_arrived',
      'v.title',
      'v.recorded_by',
    ])
    .where('a.id', '=', activityId)
    .where('a.state', '=', 'waiting')
    .forUpdate('a')
    .executeTakeFirst()
  if (!activity) return
  await openObligations(trx, ctx, [
    {
      unitId: activity.unit_id,
      what: 'give_photos',
      sourceWhat: 'activity',
      sourceId: activityId,
      sourceRevision: activity.version,
      owedTo: null,
      dueOn: addDays(ctx.clock.today(), 2),
      personId: activity.recorded_by,
      facts: {
        title: activity.title,
        day: activity.day,
        missing: activity.photos_expected - activity.photos_arrived,
      },
    },
  ])
}
