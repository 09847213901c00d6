import { dropEntry, dropPhoto, keepEntry, type Entry, type KeptPhoto, type NotKept } from './database.ts'
import { outcomeOf, putBack, sendAll, type Outcome } from './send.ts'
import {
  change,
  outbox,
  reload,
  setSender,
  tellOthers,
  theSender,
  type OutPhoto,
  type Sender,
} from './state.ts'

export { sendAgain, takeInHand, tryAgain, type Outcome } from './send.ts'
export { changePhoto, useOutbox, type Outbox, type OutEntry, type OutPhoto, type Stop } from './state.ts'
export { forgetAnswers, isLineFault, movedOn, throughOutages } from './kept.ts'

/** Who is signed in and for which unit: from now on their entries are shown and sent. */
export function openOutbox(sender: Sender): void {
  const before = theSender()
  if (before?.personId === sender.personId && before.unitId === sender.unitId) return
  setSender(sender)
  change({ entries: [], stop: null, isLoaded: false })
  void reload().then(() => {
    if (outbox().entries.length > 0) sendAll()
  })
}

/** Seconds that the form waits for the server's word before it says that the entry is kept and will be sent. */
const patience = 8

/**
 * Keeps an entry with its photos on this machine, then sends it.
 * @returns what the server said within a few seconds, or that it waits
 * @throws NotKeptError when it can be neither kept nor sent: nothing is lost, the form still has it
 */
export async function put(
  entry: Omit<Entry, 'owner' | 'unitId' | 'savedAt' | 'sentAt' | 'refusal' | 'isElsewhere'>,
): Promise<Outcome> {
  const sender = theSender()
  if (!sender) throw new NotKeptError('none')
  const now = new Date().toISOString()
  const whole: Entry = {
    ...entry,
    owner: sender.personId,
    unitId: sender.unitId,
    savedAt: now,
    // Without content it is the photos of an activity that the server has.
    sentAt: entry.input === null ? now : null,
    refusal: null,
    isElsewhere: false,
  }
  const own = outbox().photos.filter((p) => entry.photoIds.includes(p.id) && p.state !== 'arrived')
  const kept = own.flatMap((p) => keptOf(p, whole))
  const hindrance = await keepEntry(whole, kept)
  // Asked once it matters; where the browser says no, it may clear what is kept when it runs out of room.
  void (navigator.storage as StorageManager | undefined)?.persist().catch(() => false)
  if (hindrance !== null && !navigator.onLine) throw new NotKeptError(hindrance)
  const ids = own.map((p) => p.id)
  // Those that the form was opened with and has no more.
  const left = outbox().photos.filter((p) => p.activityId === whole.id && !entry.photoIds.includes(p.id))
  for (const photo of left) {
    URL.revokeObjectURL(photo.src)
    await dropPhoto(photo.id)
  }
  change({
    entries: [...outbox().entries.filter((e) => e.id !== whole.id), { ...whole, isKept: hindrance === null }],
    photos: outbox().photos.flatMap((p) =>
      left.includes(p)
        ? []
        : ids.includes(p.id)
          ? { ...p, activityId: whole.id, state: 'waiting' as const, error: null }
          : p,
    ),
  })
  putBack(whole.id)
  tellOthers()
  const outcome = whole.input === null ? Promise.resolve<Outcome>({ waits: true }) : outcomeOf(whole.id)
  sendAll()
  const late = new Promise<Outcome>((resolve) =>
    setTimeout(() => resolve({ waits: true }), navigator.onLine ? patience * 1_000 : 1_000),
  )
  const result = await Promise.race([outcome, late])
  if (hindrance !== null && 'waits' in result && whole.input !== null) {
    // Neither here nor there: the form keeps it.
    release(whole.id)
    throw new NotKeptError(hindrance)
  }
  return result
}

function keptOf(photo: OutPhoto, entry: Entry): KeptPhoto[] {
  if (!photo.blob || photo.hash === null) return []
  const { id, name, hash, blob } = photo
  return [{ id, owner: entry.owner, activityId: entry.id, name, hash, blob, refusal: null }]
}

/** A new photo, of no activity yet. */
export function addPhoto(photo: OutPhoto): void {
  change({ photos: [...outbox().photos, photo] })
}

export function photoOf(id: string): OutPhoto | undefined {
  return outbox().photos.find((p) => p.id === id)
}

/** Takes an entry away from here, with its photos; what the server has of it stays there. */
export async function remove(id: string): Promise<void> {
  for (const photo of outbox().photos) if (photo.activityId === id) URL.revokeObjectURL(photo.src)
  change({
    entries: outbox().entries.filter((e) => e.id !== id),
    photos: outbox().photos.filter((p) => p.activityId !== id),
  })
  await dropEntry(id)
  tellOthers()
}

/** What could not be kept goes back into the form that it came from: its photos are the form's again. */
function release(id: string): void {
  change({
    entries: outbox().entries.filter((e) => e.id !== id),
    photos: outbox().photos.map((p) =>
      p.activityId === id && p.state !== 'arrived'
        ? { ...p, activityId: null, state: 'ready' as const, error: null }
        : p,
    ),
  })
}

/** Takes one photo away from here. */
export async function removePhoto(id: string): Promise<void> {
  const photo = outbox().photos.find((p) => p.id === id)
  if (photo) URL.revokeObjectURL(photo.src)
  change({ photos: outbox().photos.filter((p) => p.id !== id) })
  await dropPhoto(id)
  if (photo?.activityId != null) {
    tellOthers()
    sendAll()
  }
}

/** What was written could not be kept on this machine, nor sent. */
export class NotKeptError extends Error {
  readonly reason: NotKept
  constructor(reason: NotKept) {
    super(reason)
    this.name = 'NotKeptError'
    this.reason = reason
  }
}
