import { ApiError } from '../problem.ts'
import { apiFetch } from '../api.ts'
import { changeKept, dropEntry, dropPhoto, type Entry } from './database.ts'
import { sendPhoto } from './send-photo.ts'
import {
  change,
  changeEntry,
  changePhoto,
  outbox,
  reload,
  tellOthers,
  theSender,
  type OutEntry,
  type OutPhoto,
} from './state.ts'

/** What became of an entry's content: the server's answer, its refusal, or it waits. */
export type Outcome = { activity: unknown } | { refused: ApiError } | { waits: true }

/** Seconds until what failed is tried again. */
const waits = [2, 8, 30, 120, 300]

let failures = 0
let timer: ReturnType<typeof setTimeout> | null = null
let running: Promise<void> | null = null
let isAskedAgain = false
const watchers = new Map<string, (outcome: Outcome) => void>()
/** Open in a form of this page: not sent until the form is left. */
const inHand = new Set<string>()

/** The first outcome of an entry's content from now on. */
export function outcomeOf(id: string): Promise<Outcome> {
  return new Promise((resolve) => watchers.set(id, resolve))
}

function tellOutcome(id: string, outcome: Outcome): void {
  watchers.get(id)?.(outcome)
  watchers.delete(id)
}

/** An entry is opened in a form again; the answer puts it back. */
export function takeInHand(id: string): () => void {
  inHand.add(id)
  return () => {
    if (inHand.delete(id)) sendAll()
  }
}

/** The form was saved: it may go. */
export function putBack(id: string): void {
  inHand.delete(id)
}

/** Sends what waits, at once. Asked while it runs, it looks again when it is through. */
export function sendAll(): void {
  if (timer !== null) clearTimeout(timer)
  timer = null
  if (running) {
    isAskedAgain = true
    return
  }
  running = inTurn(run)
    .catch(() => later(null))
    .finally(() => {
      running = null
      if (isAskedAgain) {
        isAskedAgain = false
        sendAll()
        return
      }
      for (const id of [...watchers.keys()]) tellOutcome(id, { waits: true })
    })
}

/** One window of this browser sends at a time; where the browser can't say (plain HTTP), the server takes each once. */
async function inTurn(act: () => Promise<void>): Promise<void> {
  const locks = navigator.locks as LockManager | undefined
  await (locks ? locks.request('lantoa-outbox', act) : act())
}

/** Thrown when nothing more can be sent now. */
class Stopped extends Error {}

async function run(): Promise<void> {
  await reload()
  const sender = theSender()
  if (!sender) return
  const own = () =>
    outbox().entries.filter(
      (e) => e.owner === sender.personId && e.unitId === sender.unitId && !inHand.has(e.id),
    )
  try {
    // Words first, the oldest first: they are small, and a thing that is written down is half the thing.
    let faulty = false
    for (const entry of own()) {
      if (entry.input !== null && entry.sentAt === null && entry.refusal === null)
        faulty = (await sendContent(entry)) || faulty
    }
    for (const entry of own()) {
      if (entry.sentAt !== null) faulty = (await sendPhotosOf(entry)) || faulty
    }
    failures = faulty ? failures : 0
    change({ stop: null })
    if (faulty) later(null)
  } catch (error) {
    if (!(error instanceof Stopped)) throw error
  }
}

const asWhom = (entry: Entry) => ({ 'lantoa-acting': `${entry.owner} ${entry.unitId}` })

/** @returns whether the server had a fault with this one, so that it is tried again later */
async function sendContent(entry: OutEntry): Promise<boolean> {
  try {
    const answer = await apiFetch('/api/v1/activities', {
      method: 'POST',
      headers: { ...asWhom(entry), 'content-type': 'application/json' },
      body: JSON.stringify(entry.input),
    })
    const activity: unknown = await answer.json()
    const sentAt = new Date().toISOString()
    changeEntry(entry.id, { sentAt })
    await changeKept('entries', entry.id, { sentAt })
    tellOutcome(entry.id, { activity })
    await endIfWhole(entry.id)
    return false
  } catch (error) {
    const refused = refusalOf(error)
    if (refused === null) return true
    // The first answer got lost and the form was changed since: the server has it, the change is a correction.
    const isElsewhere = refused.code === 'common.request_reused'
    changeEntry(entry.id, { isElsewhere, refusal: refused.message })
    await changeKept('entries', entry.id, { isElsewhere, refusal: refused.message })
    tellOthers()
    tellOutcome(entry.id, { refused })
    return false
  }
}

async function sendPhotosOf(entry: OutEntry): Promise<boolean> {
  let faulty = false
  for (const photo of outbox().photos.filter((p) => p.activityId === entry.id)) {
    if (photo.state !== 'waiting' && photo.state !== 'failed') continue
    faulty = (await sendOne(entry, photo)) || faulty
  }
  await endIfWhole(entry.id)
  return faulty
}

async function sendOne(entry: OutEntry, photo: OutPhoto): Promise<boolean> {
  const { id, blob, hash, name } = photo
  if (!blob || hash === null) return false
  changePhoto(id, { state: 'sending', error: null })
  try {
    await sendPhoto({ id, activityId: entry.id, blob, hash, name }, asWhom(entry), (sent) =>
      changePhoto(id, { sent }),
    )
    URL.revokeObjectURL(photo.src)
    changePhoto(id, {
      state: 'arrived',
      sent: blob.size,
      blob: null,
      src: `/api/v1/activities/${entry.id}/photos/${id}/thumbnail`,
    })
    await dropPhoto(id)
    tellOthers()
    return false
  } catch (error) {
    changePhoto(id, { state: 'failed' })
    const refused = refusalOf(error)
    if (refused === null) return true
    changePhoto(id, { state: 'refused', error: refused.message })
    await changeKept('photos', id, { refusal: refused.message })
    tellOthers()
    return false
  }
}

/** An entry whose content and photos have all arrived is done. */
async function endIfWhole(id: string): Promise<void> {
  const entry = outbox().entries.find((e) => e.id === id)
  if (!entry || entry.sentAt === null) return
  if (outbox().photos.some((p) => p.activityId === id && p.state !== 'arrived')) return
  change({ entries: outbox().entries.filter((e) => e.id !== id) })
  await dropEntry(id)
  tellOthers()
}

/**
 * What an error means: a refusal of this one, or null for a fault of the server with this one.
 * @throws Stopped when nothing can be sent now; it has said why and when it goes on
 */
function refusalOf(error: unknown): ApiError | null {
  // The browser can't read what it kept just now: as with a fault of the server, once more later.
  if (!(error instanceof ApiError)) return null
  if (error.status === 401) {
    change({ stop: 'signIn' })
    throw new Stopped()
  }
  if (error.code === 'common.acting_changed') {
    change({ stop: 'other' })
    throw new Stopped()
  }
  if (error.status === 0 || error.status === 429 || error.status >= 502) {
    change({ stop: error.status === 429 ? null : 'line' })
    later(error.retryAfter)
    throw new Stopped()
  }
  return error.status >= 500 ? null : error
}

/** Lets a refused entry go once more. */
export async function sendAgain(id: string): Promise<void> {
  changeEntry(id, { refusal: null })
  await changeKept('entries', id, { refusal: null })
  for (const photo of outbox().photos.filter((p) => p.activityId === id && p.state === 'refused')) {
    changePhoto(photo.id, { state: 'waiting', error: null })
    await changeKept('photos', photo.id, { refusal: null })
  }
  tryAgain()
}

function later(seconds: number | null): void {
  const wait = seconds ?? waits[Math.min(failures, waits.length - 1)] ?? 300
  failures += 1
  timer ??= setTimeout(sendAll, wait * 1_000)
}

/** Tries at once what failed. */
export function tryAgain(): void {
  failures = 0
  sendAll()
}

// The line is back, or somebody looks at the screen again: what waits goes now.
window.addEventListener('online', tryAgain)
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible' && outbox().entries.length > 0) tryAgain()
})
// What could not be kept on the machine is lost with the page: the browser asks first.
window.addEventListener('beforeunload', (e) => {
  if (outbox().entries.some((entry) => !entry.isKept)) e.preventDefault()
})
