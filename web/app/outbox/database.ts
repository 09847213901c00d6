import { openDB, type DBSchema, type IDBPDatabase } from 'idb'

/** An activity that is kept on this machine until the server has it whole. */
export interface Entry {
  /** of the activity, made here: sent twice it is one activity */
  id: string
  /** person who wrote it: nobody else sees it or sends it */
  owner: string
  /** unit acted for; it is sent only while the person acts for it again */
  unitId: string
  unitName: string
  title: string
  day: string
  people: number | null
  /** what is sent, letter by letter the same each time; null where the server has it and only photos are left */
  input: Record<string, unknown> | null
  /** the form, to be opened again */
  draft: Record<string, unknown> | null
  photoIds: string[]
  savedAt: string
  /** the server has the content */
  sentAt: string | null
  /** the server's sentence why it does not take it: its person changes it or takes it away */
  refusal: string | null
  /** the server has this activity with other content: an answer got lost and the form was changed since */
  isElsewhere: boolean
}

/** A photo that belongs to an entry, already made smaller and without place. */
export interface KeptPhoto {
  id: string
  owner: string
  activityId: string
  name: string
  hash: string
  blob: Blob
  refusal: string | null
}

interface Schema extends DBSchema {
  entries: { key: string; value: Entry; indexes: { owner: string } }
  photos: { key: string; value: KeptPhoto; indexes: { owner: string } }
  /** answers of the server that are needed without a line: who I am, the choices of the form */
  answers: { key: string; value: { key: string; owner: string; at: number; body: unknown } }
}

let opened: Promise<IDBPDatabase<Schema> | null> | null = null

/** The database of this browser; null where it has none for us (some private windows). */
function database(): Promise<IDBPDatabase<Schema> | null> {
  opened ??= openDB<Schema>('lantoa', 1, {
    upgrade(db) {
      db.createObjectStore('entries', { keyPath: 'id' }).createIndex('owner', 'owner')
      db.createObjectStore('photos', { keyPath: 'id' }).createIndex('owner', 'owner')
      db.createObjectStore('answers', { keyPath: 'key' })
    },
    // A newer page waits for this one's connection: it gets it, and this page goes on with a new one.
    blocking: (_now, _next, event) => {
      ;(event.target as IDBDatabase).close()
      opened = null
    },
    terminated: () => (opened = null),
  }).catch(() => null)
  return opened
}

/** Why something could not be kept: no room left, or no database at all. */
export type NotKept = 'full' | 'none'

/** Keeps an entry with its photos, all or nothing. @returns why not, or null */
export async function keepEntry(entry: Entry, photos: readonly KeptPhoto[]): Promise<NotKept | null> {
  const db = await database()
  if (!db) return 'none'
  try {
    const tx = db.transaction(['entries', 'photos'], 'readwrite')
    const writes = [
      tx.objectStore('entries').put(entry),
      ...photos.map((photo) => tx.objectStore('photos').put(photo)),
    ]
    await Promise.all([...writes, tx.done])
    return null
  } catch (error) {
    return isFull(error) ? 'full' : 'none'
  }
}

function isFull(error: unknown): boolean {
  return error instanceof DOMException && (error.name === 'QuotaExceededError' || error.name === 'AbortError')
}

/** What a person has waiting here, the first saved first; null where it can't be read now. */
export async function loadEntries(owner: string): Promise<{ entries: Entry[]; photos: KeptPhoto[] } | null> {
  const db = await database()
  if (!db) return null
  try {
    const tx = db.transaction(['entries', 'photos'])
    const [entries, photos] = await Promise.all([
      tx.objectStore('entries').index('owner').getAll(owner),
      tx.objectStore('photos').index('owner').getAll(owner),
    ])
    entries.sort((a, b) => (a.savedAt < b.savedAt ? -1 : a.savedAt > b.savedAt ? 1 : a.id < b.id ? -1 : 1))
    return { entries, photos }
  } catch {
    return null
  }
}

/** Takes away an entry with all its photos. */
export async function dropEntry(id: string): Promise<void> {
  const db = await database()
  if (!db) return
  const tx = db.transaction(['entries', 'photos'], 'readwrite')
  const photos = tx.objectStore('photos')
  await tx.objectStore('entries').delete(id)
  for (const photo of await photos.getAll()) if (photo.activityId === id) await photos.delete(photo.id)
  await tx.done
}

export async function dropPhoto(id: string): Promise<void> {
  await (await database())?.delete('photos', id)
}

/** Writes a changed entry or photo back, unless it was taken away in the meantime. */
export async function changeKept(
  store: 'entries' | 'photos',
  id: string,
  to: Partial<Entry> | Partial<KeptPhoto>,
): Promise<void> {
  const db = await database()
  if (!db) return
  const tx = db.transaction(store, 'readwrite')
  const now = await tx.store.get(id)
  if (now) await tx.store.put({ ...now, ...to })
  await tx.done
}

/** Keeps an answer for the time without a line. Not being able to is no fault of what the person does. */
export async function keepAnswer(key: string, owner: string, body: unknown): Promise<void> {
  try {
    await (await database())?.put('answers', { key, owner, at: Date.now(), body })
  } catch {
    // No room: without a line this will not be there.
  }
}

export async function findAnswer(
  key: string,
): Promise<{ owner: string; at: number; body: unknown } | undefined> {
  try {
    return await (await database())?.get('answers', key)
  } catch {
    return undefined
  }
}

/** Forgets all kept answers: at signing out. What waits to be sent stays. */
export async function forgetAnswers(): Promise<void> {
  try {
    await (await database())?.clear('answers')
  } catch {
    // There was nothing that could be read.
  }
}
