import { useSyncExternalStore } from 'react'
import { newId } from '../../app/ids.ts'
import { ApiError } from '../../app/problem.ts'
import { sendPhoto } from './send-photo.ts'
import { hashOf, shrinkPhoto } from './shrink.ts'

/** A photo on its way from this page. */
export interface OutPhoto {
  id: string
  /** null while the activity is not saved */
  activityId: string | null
  name: string
  /** address to show it by */
  src: string
  size: number
  sent: number
  /**
   * shrinking → ready → (activity saved) waiting → sending → arrived; failed: the line, tried again by itself;
   * refused: the server's sentence says why
   */
  state: 'shrinking' | 'ready' | 'waiting' | 'sending' | 'arrived' | 'failed' | 'refused'
  error: string | null
}

interface Held extends OutPhoto {
  blob: Blob | null
  hash: string | null
}

/** Seconds until a photo that failed is tried again. */
const waits = [2, 8, 30]

let held: readonly Held[] = []
let failures = 0
let isSending = false
let timer: ReturnType<typeof setTimeout> | null = null
let shrinking: Promise<void> = Promise.resolve()
const listeners = new Set<() => void>()

function change(id: string, to: Partial<Held>): void {
  held = held.map((p) => (p.id === id ? { ...p, ...to } : p))
  tell()
}
function tell(): void {
  for (const listener of listeners) listener()
}

/**
 * Takes photos from the camera or the disk: each is made smaller, one after the other (a telephone has not the memory
 * for two), and waits for its activity.
 * @returns their ids, at once
 */
export function addPhotos(files: readonly File[]): string[] {
  const added = files.map((file): Held => ({
    id: newId(),
    activityId: null,
    name: file.name,
    src: URL.createObjectURL(file),
    size: file.size,
    sent: 0,
    state: 'shrinking',
    error: null,
    blob: file,
    hash: null,
  }))
  held = [...held, ...added]
  tell()
  for (const photo of added) prepare(photo.id)
  return added.map((p) => p.id)
}

/** Gives the bytes of a photo that an activity waits for: after a reload, or another picture in its place. */
export function givePhoto(activityId: string, photoId: string, file: File): void {
  forget(photoId)
  held = [
    ...held,
    {
      id: photoId,
      activityId,
      name: file.name,
      src: URL.createObjectURL(file),
      size: file.size,
      sent: 0,
      state: 'shrinking',
      error: null,
      blob: file,
      hash: null,
    },
  ]
  tell()
  prepare(photoId)
}

function prepare(id: string): void {
  shrinking = shrinking.then(async () => {
    const photo = held.find((p) => p.id === id)
    if (!photo?.blob) return
    const small = await shrinkPhoto(photo.blob)
    const hash = await hashOf(small)
    const now = held.find((p) => p.id === id)
    if (!now) return
    URL.revokeObjectURL(now.src)
    change(id, {
      blob: small,
      hash,
      size: small.size,
      src: URL.createObjectURL(small),
      state: now.activityId === null ? 'ready' : 'waiting',
    })
    void sendAll()
  })
}

/** Their activity is saved: they may go. */
export function sendPhotosOf(activityId: string, ids: readonly string[]): void {
  held = held.map((p) =>
    ids.includes(p.id) ? { ...p, activityId, state: p.state === 'ready' ? 'waiting' : p.state } : p,
  )
  tell()
  void sendAll()
}

/** Forgets a photo here; what was sent of it stays where it is. */
export function forget(id: string): void {
  const photo = held.find((p) => p.id === id)
  if (!photo) return
  URL.revokeObjectURL(photo.src)
  held = held.filter((p) => p.id !== id)
  tell()
}

/** Tries at once what failed. */
export function tryAgain(): void {
  if (timer !== null) clearTimeout(timer)
  timer = null
  held = held.map((p) => (p.state === 'failed' ? { ...p, state: 'waiting' } : p))
  tell()
  void sendAll()
}

/** One photo after the other. A failing line stops them all for a while: they share it. */
async function sendAll(): Promise<void> {
  if (isSending) return
  isSending = true
  try {
    for (;;) {
      const next = held.find((p) => p.state === 'waiting')
      if (!next?.blob || next.activityId === null || next.hash === null) return
      const { id, activityId, blob, hash, name } = next
      change(id, { state: 'sending', error: null })
      try {
        await sendPhoto({ id, activityId, blob, hash, name }, (sent) => change(id, { sent }))
        failures = 0
        URL.revokeObjectURL(next.src)
        change(id, {
          state: 'arrived',
          sent: blob.size,
          blob: null,
          src: `/api/v1/activities/${activityId}/photos/${id}/thumbnail`,
        })
      } catch (error) {
        const isLine = !(error instanceof ApiError) || error.status === 0 || error.status >= 429
        if (!isLine) {
          change(id, { state: 'refused', error: error.message })
          continue
        }
        change(id, { state: 'failed' })
        const wait = waits[Math.min(failures, waits.length - 1)] ?? 30
        failures += 1
        timer ??= setTimeout(tryAgain, wait * 1_000)
        return
      }
    }
  } finally {
    isSending = false
  }
}

window.addEventListener('online', tryAgain)
// Until they are kept on the telephone too, leaving the page loses what has not been sent: the browser asks first.
window.addEventListener('beforeunload', (e) => {
  if (held.some((p) => p.activityId !== null && p.state !== 'arrived' && p.state !== 'refused'))
    e.preventDefault()
})

/** All photos on their way, followed while they move. */
export function useOutbox(): readonly OutPhoto[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => held,
  )
}
