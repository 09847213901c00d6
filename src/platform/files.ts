import { createHash } from 'node:crypto'
import { constants, createReadStream } from 'node:fs'
import { mkdir, open, opendir, readFile, rename, rm, stat, truncate, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { isId, newId } from './ids.ts'

/** Files by content hash. Which unit holds which file is a row elsewhere; a hash alone opens nothing. */
export interface FileStore {
  /** Keeps bytes; when it returns they are on the disk under their SHA-256 (64 hex digits). The same content is kept once. */
  put(bytes: Uint8Array): Promise<{ hash: string; size: number }>
  get(hash: string): Promise<Buffer>
  stream(hash: string): Readable
  has(hash: string): Promise<boolean>
  /** Removes the bytes for good: redaction by law. Removing what is not there is no error. */
  remove(hash: string): Promise<void>
  /** Writes bytes of a file on its way at an offset; when it returns they are on the disk. Writing them again changes nothing. */
  writePart(id: string, offset: number, bytes: Uint8Array): Promise<void>
  /** How many bytes of a file on its way are there; 0 when there are none. */
  partSize(id: string): Promise<number>
  /**
   * The first bytes of a file on its way (id: UUID) as a file on this machine, for as long as `use` runs: what an earlier,
   * longer one left behind them is not in it.
   */
  usePart<T>(id: string, size: number, use: (path: string) => Promise<T>): Promise<T>
  /** Removes a file on its way; removing what is not there is no error. */
  removePart(id: string): Promise<void>
  /** Everything that lies in the store, one at a time, for the check that nothing lies there in vain. */
  list(): AsyncIterable<StoredFile>
  /**
   * Removes what nobody names, if it was neither put nor written to since an instant: what is put again at the same
   * moment stays.
   * @returns whether it is gone
   */
  removeStray(file: StoredFile, before: Date): Promise<boolean>
}

export interface StoredFile {
  /** hash of a kept file, id of one on its way, else its own name */
  name: string
  /** `draft`: what `put` is writing, or was when it was killed; `other`: what does not belong there */
  kind: 'kept' | 'part' | 'draft' | 'other'
  /** when it was last put or written to */
  changedAt: Date
  path: string
}

/** A folder as file store: written to a name of its own, synced, renamed, folder synced, only then acknowledged. */
export function openFileStore(folder: string): FileStore {
  const place = (hash: string) => {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new Error('not a content hash')
    return join(folder, hash.slice(0, 2), hash.slice(2, 4), hash)
  }
  const parts = join(folder, 'parts')
  const partPath = (id: string) => {
    if (!isId(id)) throw new Error('not an id')
    return join(parts, id)
  }
  const has = async (hash: string) => (await stat(place(hash)).catch(() => null)) !== null
  return {
    has,
    async put(bytes) {
      const hash = createHash('sha256').update(bytes).digest('hex')
      const target = place(hash)
      // Touched, then looked for: see removeStray.
      if ((await touch(target)) && (await has(hash))) return { hash, size: bytes.length }
      const parent = dirname(target)
      await makeFolder(parent)
      const draft = join(parent, `.${newId()}`)
      const file = await open(draft, 'wx', 0o600)
      try {
        await file.writeFile(bytes)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(draft, target)
      await syncFolder(parent)
      return { hash, size: bytes.length }
    },
    get: (hash) => readFile(place(hash)),
    stream: (hash) => createReadStream(place(hash)),
    remove: async (hash) => {
      await rm(place(hash), { force: true })
    },
    async writePart(id, offset, bytes) {
      await makeFolder(parts)
      // Not 'a': a chunk sent again after a lost answer must fall on the same place.
      const file = await open(partPath(id), constants.O_RDWR | constants.O_CREAT, 0o600)
      try {
        // A full disk can take a part only and say so by the count alone.
        for (let done = 0; done < bytes.length;)
          done += (await file.write(bytes, done, bytes.length - done, offset + done)).bytesWritten
        await file.sync()
      } finally {
        await file.close()
      }
      if (offset === 0) await syncFolder(parts)
    },
    partSize: async (id) => (await stat(partPath(id)).catch(() => null))?.size ?? 0,
    async usePart(id, size, use) {
      const path = partPath(id)
      if ((await stat(path)).size > size) await truncate(path, size)
      return use(path)
    },
    removePart: async (id) => {
      await rm(partPath(id), { force: true })
    },
    async *list() {
      for await (const entry of await opendir(folder, { recursive: true })) {
        if (!entry.isFile()) continue
        const path = join(entry.parentPath, entry.name)
        const found = await stat(path).catch(() => null)
        if (!found) continue
        const isKept = /^[0-9a-f]{64}$/.test(entry.name) && place(entry.name) === path
        const isPart = isId(entry.name) && partPath(entry.name) === path
        const isDraft = entry.name.startsWith('.') && isId(entry.name.slice(1))
        yield {
          name: entry.name,
          kind: isKept ? 'kept' : isPart ? 'part' : isDraft ? 'draft' : 'other',
          changedAt: found.mtime,
          path,
        }
      }
    },
    async removeStray({ path }, before) {
      // Taken away from its name first, then looked at: whoever puts it meanwhile has touched it, and then it goes back,
      // or no longer finds it, and writes it anew.
      const aside = join(dirname(path), `.${newId()}`)
      if (!(await isOlder(path, before))) return false
      await rename(path, aside)
      if (!(await isOlder(aside, before))) {
        await rename(aside, path)
        return false
      }
      await rm(aside)
      return true
    },
  }
}

async function isOlder(path: string, before: Date): Promise<boolean> {
  const found = await stat(path).catch(() => null)
  return found !== null && found.mtime < before
}

/** @returns false when there is no such file */
async function touch(path: string): Promise<boolean> {
  const now = new Date()
  return utimes(path, now, now).then(
    () => true,
    () => false,
  )
}

/** A folder that is on the disk itself: without its parents synced, a power cut can take it with the files in it. */
async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 })
  if (first === undefined) return
  for (let made = folder; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made))
}

/** A rename is on the disk only when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
