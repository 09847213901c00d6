import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  DocumentError,
  openInChild,
  readText,
  type DocumentErrorCode,
  type OpenedDocument,
} from '../../document/index.ts'
import type { DraftContent } from './library.schema.ts'
import { piecesOf } from './pieces.ts'

/** Read, refused with the reason, or not finished in the time given. */
export type Reading = { content: DraftContent } | { error: DocumentErrorCode } | { late: true }

/** 500 pages of 4,000 letters: what a page in a browser still shows, and the reader reads in about a second. */
const longestText = 2_000_000
/** In a request the reader may hold the process for some 100 ms; longer texts are read by a job. */
export const longestInRequest = 400_000

/**
 * Opens and reads a file in a child process that ends with it: broken and hostile files cost nothing else.
 * @param fileName as the person gave it, for the kind of file
 * @param limits time for opening in milliseconds, and the longest text to read now
 */
export async function readFileBytes(
  bytes: Uint8Array,
  fileName: string,
  limits: { timeoutMs: number; longest?: number },
): Promise<Reading> {
  const folder = await mkdtemp(join(tmpdir(), 'lantoa-read-'))
  try {
    const path = join(folder, 'file')
    await writeFile(path, bytes, { mode: 0o600 })
    const began = performance.now()
    let opened: OpenedDocument
    try {
      opened = await inTurn(() =>
        openInChild(path, fileName, { entry: childEntry(), timeoutMs: limits.timeoutMs }),
      )
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error
      // A killed child answers "damaged" as a broken file does; only the clock tells them apart.
      const late = error.code === 'document.damaged' && performance.now() - began >= limits.timeoutMs
      return late ? { late: true } : { error: error.code }
    }
    if (opened.text.length > longestText) return { error: 'document.too_large' }
    if (opened.text.length > (limits.longest ?? longestText)) return { late: true }
    return { content: draftOf(opened) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** PostgreSQL keeps no NUL and no half of a surrogate pair; each becomes one other letter, so that offsets stay true. */
function draftOf(opened: OpenedDocument): DraftContent {
  const clean = (words: string) => words.toWellFormed().replaceAll('\0', '\ufffd')
  const text = clean(opened.text)
  return {
    format: opened.format,
    text,
    html: clean(opened.html),
    pieces: piecesOf(text, readText(text)),
    settled: [],
    uncertain: 0,
  }
}

/** The entry of the child: the source beside the modules, or the bundle. */
function childEntry(): string {
  const here = dirname(fileURLToPath(import.meta.url))
  const source = join(here, '../../document/open/child-main.ts')
  if (existsSync(source)) return source
  const bundle = [here, dirname(here)].find((folder) => existsSync(join(folder, 'document-child.js')))
  if (bundle === undefined) throw new Error(`document-child.js is missing beside ${here}: build again`)
  return join(bundle, 'document-child.js')
}

// Each reading is a process of up to 512 MB: fewer at once than the machine has cores.
const most = Math.max(1, availableParallelism() - 1)
const waiting: (() => void)[] = []
let running = 0

async function inTurn<T>(run: () => Promise<T>): Promise<T> {
  if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve))
  else running += 1
  try {
    return await run()
  } finally {
    // The place goes straight to whoever waits, so that nobody slips in between.
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}
