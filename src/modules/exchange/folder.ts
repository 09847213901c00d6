import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { maxPackageBytes } from '../../document/edxml/index.ts'
import { isId, newId } from '../../platform/ids.ts'

/**
 * The folder that packages go out and come in by. What is in `out/` is complete: it was written beside, synced, and renamed
 * there. What lies in `in/` is taken away by a rename, so that of several workers one has it. The agency's own connection to
 * the axis carries files between the two and the world; it leaves names that begin with a dot alone.
 */
export interface ExchangeFolder {
  /** Writes a file where nobody looks for it. @returns its name there */
  stage(bytes: Uint8Array): Promise<string>
  /** Hands a staged file over under a name, once: one that is no longer there was handed over before. */
  hand(staged: string, name: string): Promise<void>
  drop(staged: string): Promise<void>
  /** What was staged long ago: of a killed worker, or waiting to be handed over. */
  listStaged(): Promise<string[]>
  /** Takes what came, each under an id of its own. @returns all ids taken and not put away yet */
  take(): Promise<string[]>
  /** A package that was taken; null where it is put away already */
  open(id: string): Promise<Buffer | 'too large' | null>
  /** Done with. */
  remove(id: string): Promise<void>
  /** Puts one aside that can't be taken in, with a sentence beside it; `open` finds it there too. */
  setAside(id: string, sentence: string): Promise<void>
}

/** Younger files may still be written to, where whoever brings them does not rename (ms). */
const settledAfter = 2_000
/** What was staged this long ago and no package names was a killed worker's (ms). */
const staleAfter = 86_400_000

export async function openExchangeFolder(folder: string): Promise<ExchangeFolder> {
  const out = join(folder, 'out')
  const staging = join(out, '.staging')
  const incoming = join(folder, 'in')
  const taken = join(incoming, '.taken')
  const refused = join(incoming, 'refused')
  for (const each of [staging, taken, refused]) await mkdir(each, { recursive: true, mode: 0o770 })
  const place = (parent: string, name: string) => {
    if (!isId(name)) throw new Error('not an id')
    return join(parent, `${name}.edxml`)
  }
  return {
    async stage(bytes) {
      const name = newId()
      const file = await open(place(staging, name), 'wx', 0o660)
      try {
        await file.writeFile(bytes)
        await file.sync()
      } finally {
        await file.close()
      }
      return name
    },
    async hand(staged, name) {
      try {
        await rename(place(staging, staged), place(out, name))
      } catch (error) {
        if (!isMissing(error)) throw error
      }
      await syncFolder(out)
    },
    drop: (staged) => rm(place(staging, staged), { force: true }),
    async listStaged() {
      const old: string[] = []
      for (const name of await readdir(staging)) {
        const found = await stat(join(staging, name)).catch(() => null)
        if (found && Date.now() - found.mtimeMs > staleAfter) old.push(name.replace(/\.edxml$/, ''))
      }
      return old.filter(isId)
    },
    async take() {
      for (const entry of await readdir(incoming, { withFileTypes: true })) {
        if (!entry.isFile() || entry.name.startsWith('.') || !/\.(edxml|xml)$/i.test(entry.name)) continue
        const path = join(incoming, entry.name)
        const found = await stat(path).catch(() => null)
        if (!found || Date.now() - found.mtimeMs < settledAfter) continue
        try {
          await rename(path, place(taken, newId()))
        } catch (error) {
          // Another worker has it.
          if (!isMissing(error)) throw error
        }
      }
      const names = await readdir(taken)
      return names.map((name) => name.replace(/\.edxml$/, '')).filter(isId)
    },
    async open(id) {
      for (const path of [place(taken, id), place(refused, id)]) {
        const found = await stat(path).catch(() => null)
        if (!found) continue
        return found.size > maxPackageBytes ? 'too large' : readFile(path)
      }
      return null
    },
    async remove(id) {
      for (const path of [place(taken, id), place(refused, id), noteOf(place(refused, id))])
        await rm(path, { force: true })
    },
    async setAside(id, sentence) {
      await writeFile(noteOf(place(refused, id)), `${sentence}\n`, { mode: 0o660 })
      try {
        await rename(place(taken, id), place(refused, id))
      } catch (error) {
        if (!isMissing(error)) throw error
      }
    },
  }
}

function noteOf(path: string): string {
  return path.replace(/\.edxml$/, '.txt')
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
