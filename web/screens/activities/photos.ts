import type { Activity } from '../../api/generated/index.ts'
import { newId } from '../../app/ids.ts'
import { addPhoto, changePhoto, photoOf, put, removePhoto, type OutPhoto } from '../../app/outbox/index.ts'
import { hashOf, shrinkPhoto } from './shrink.ts'

let shrinking: Promise<void> = Promise.resolve()

/**
 * Takes photos from the camera or the disk: each is made smaller, one after the other (a telephone has not the memory
 * for two), and waits for its activity.
 * @returns their ids, at once
 */
export function addPhotos(files: readonly File[]): string[] {
  return files.map((file) => begin(newId(), file))
}

function begin(id: string, file: File): string {
  addPhoto({
    id,
    activityId: null,
    name: file.name,
    src: URL.createObjectURL(file),
    size: file.size,
    sent: 0,
    state: 'shrinking',
    error: null,
    blob: file,
    hash: null,
  })
  shrinking = shrinking.then(() => prepare(id))
  return id
}

async function prepare(id: string): Promise<void> {
  const photo = photoOf(id)
  if (!photo?.blob) return
  const small = await shrinkPhoto(photo.blob)
  const hash = await hashOf(small)
  if (!photoOf(id)) return
  URL.revokeObjectURL(photo.src)
  changePhoto(id, { blob: small, hash, size: small.size, src: URL.createObjectURL(small), state: 'ready' })
}

/** Until all photos that were added are small. */
export function photosReady(): Promise<void> {
  return shrinking
}

/** Forgets a photo of a form; one that waits with its activity stays until the form is saved. */
export function forget(id: string): void {
  if (photoOf(id)?.activityId === null) void removePhoto(id)
}

/** Gives the bytes of a photo that an activity waits for: after it was lost, or another picture in its place. */
export async function givePhoto(activity: Activity, photoId: string, file: File): Promise<void> {
  await removePhoto(photoId)
  begin(photoId, file)
  await photosReady()
  await sendPhotosOf(activity, [photoId])
}

/** Photos of an activity that the server has: kept here until they have arrived. */
export async function sendPhotosOf(activity: Activity, ids: readonly string[]): Promise<void> {
  await photosReady()
  const waiting = (p: OutPhoto | undefined) => p !== undefined && p.state !== 'arrived'
  const photoIds = activity.content.photoIds.filter((id) => {
    const photo = photoOf(id)
    return waiting(photo) && (ids.includes(id) || photo?.activityId === activity.id)
  })
  if (photoIds.length === 0) return
  await put({
    id: activity.id,
    unitName: activity.unit.shortName,
    title: activity.content.title,
    day: activity.content.day,
    people: activity.content.attendances,
    input: null,
    draft: null,
    photoIds,
  })
}
