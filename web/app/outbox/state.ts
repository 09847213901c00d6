import { useSyncExternalStore } from 'react'
import { loadEntries, type Entry, type KeptPhoto } from './database.ts'

/** An entry as this page sees it. */
export interface OutEntry extends Entry {
  /** on the machine; else only in this page, which must not be closed */
  isKept: boolean
}

/** A photo on its way. */
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
  blob: Blob | null
  hash: string | null
}

/** Why nothing is being sent: no line · signed out · another person or unit in this browser · the server is slow. */
export type Stop = 'line' | 'signIn' | 'other' | null

export interface Outbox {
  entries: readonly OutEntry[]
  photos: readonly OutPhoto[]
  stop: Stop
  /** what this browser keeps has been read */
  isLoaded: boolean
}

export interface Sender {
  personId: string
  unitId: string
}

let view: Outbox = { entries: [], photos: [], stop: null, isLoaded: false }
let sender: Sender | null = null
const listeners = new Set<() => void>()
// Other windows of this browser have the same entries before them.
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('lantoa-outbox')

export const outbox = (): Outbox => view
export const theSender = (): Sender | null => sender

export function setSender(to: Sender | null): void {
  sender = to
}

export function change(to: Partial<Outbox>): void {
  view = { ...view, ...to }
  for (const listener of listeners) listener()
}

export function changePhoto(id: string, to: Partial<OutPhoto>): void {
  change({ photos: view.photos.map((p) => (p.id === id ? { ...p, ...to } : p)) })
}

export function changeEntry(id: string, to: Partial<OutEntry>): void {
  change({ entries: view.entries.map((e) => (e.id === id ? { ...e, ...to } : e)) })
}

/** Tells the other windows that what is kept has changed. */
export function tellOthers(): void {
  channel?.postMessage('changed')
}

/** What this browser keeps for the person, as it is now; what is only in this page stays beside it. */
export async function reload(): Promise<void> {
  const { personId } = sender ?? {}
  if (personId === undefined) return
  const kept = await loadEntries(personId)
  if (sender?.personId !== personId) return
  if (!kept) {
    change({ isLoaded: true })
    return
  }
  const ids = new Set(kept.entries.map((e) => e.id))
  const photoIds = new Set(kept.photos.map((p) => p.id))
  const here = view.photos.filter(
    (p) =>
      !photoIds.has(p.id) &&
      (p.activityId === null ||
        p.state === 'arrived' ||
        view.entries.some((e) => e.id === p.activityId && !e.isKept)),
  )
  for (const gone of view.photos)
    if (!photoIds.has(gone.id) && !here.includes(gone)) URL.revokeObjectURL(gone.src)
  change({
    entries: [
      ...kept.entries.map((e) => ({ ...e, isKept: true })),
      ...view.entries.filter((e) => !e.isKept && !ids.has(e.id)),
    ],
    photos: [...kept.photos.map(asOutPhoto), ...here],
    isLoaded: true,
  })
}

function asOutPhoto(kept: KeptPhoto): OutPhoto {
  const before = view.photos.find((p) => p.id === kept.id && p.hash === kept.hash && p.state !== 'arrived')
  if (before) return { ...before, activityId: kept.activityId }
  return {
    id: kept.id,
    activityId: kept.activityId,
    name: kept.name,
    src: URL.createObjectURL(kept.blob),
    size: kept.blob.size,
    sent: 0,
    state: kept.refusal === null ? 'waiting' : 'refused',
    error: kept.refusal,
    blob: kept.blob,
    hash: kept.hash,
  }
}

channel?.addEventListener('message', () => void reload())

/** What waits to be sent, followed while it moves. */
export function useOutbox(): Outbox {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => view,
  )
}
