import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  checkFormInChild,
  DocumentError,
  fillFormInChild,
  openInChild,
  drawInChild,
  readText,
  scanInChild,
  Unfinished,
  unpackInChild,
  unpackPackage,
  verifyInChild,
  type ChildLimits,
  type DocumentErrorCode,
  type DrawnPage,
  type OpenedDocument,
  type RecognisedPage,
  type ScanFile,
  type ShownPage,
  type UnpackedPackage,
  type VerifiedFile,
} from '../../document/index.ts'
import type { FormCheck } from '../../document/forms/index.ts'
import type { OfficialDocument } from '../../document/write/index.ts'
import type { DraftContent, Placed } from './library.schema.ts'
import { complete, piecesOf } from './pieces.ts'

/** What is there of a document whose pages are read off pictures, as long as not all of them are. */
export interface PartlyRead {
  recognised: RecognisedPage[]
  /** how many pages there are to be read so */
  of: number
}

/** What a draft that is being read holds of its pages; null where nothing is read off pictures. */
export function partialOf(content: unknown): PartlyRead | null {
  // Written by the job below only.
  return typeof content === 'object' && content !== null && 'partial' in content
    ? (content.partial as PartlyRead)
    : null
}

/** Read, refused with the reason, or not finished in the time given. */
export type Reading =
  { content: DraftContent } | { error: DocumentErrorCode } | { late: true; partial?: PartlyRead }

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
  limits: { timeoutMs: number; longest?: number; recognise: { earlier: RecognisedPage[]; budgetMs: number } },
): Promise<Reading> {
  return withFile(bytes, async (path) => {
    const began = performance.now()
    let opened: OpenedDocument
    try {
      const { timeoutMs, recognise } = limits
      opened = await inTurn(recognise.budgetMs > 0 ? slow : quick, () =>
        openInChild(path, fileName, { timeoutMs }, { recognise }),
      )
    } catch (error) {
      if (error instanceof Unfinished)
        return { late: true, partial: { recognised: error.recognised, of: error.of } }
      if (!(error instanceof DocumentError)) throw error
      // A killed child answers "damaged" as a broken file does; only the clock tells them apart.
      const late = error.code === 'document.damaged' && performance.now() - began >= limits.timeoutMs
      return late ? { late: true } : { error: error.code }
    }
    if (opened.text.length > longestText) return { error: 'document.too_large' }
    if (opened.text.length > (limits.longest ?? longestText)) return { late: true }
    return { content: draftOf(opened) }
  })
}

/**
 * A page of a PDF, or a picture of a page, as WebP.
 * @throws DocumentError
 */
export async function drawFilePage(bytes: Uint8Array, page: DrawnPage): Promise<Buffer> {
  return withFile(bytes, (path) => inTurn(quick, () => drawInChild(path, page)))
}

/**
 * Who signed a file, and what of it holds.
 * @param authorities certificates in DER
 * @throws DocumentError where it took too much time or memory
 */
export async function verifyFileBytes(
  bytes: Uint8Array,
  authorities: readonly Uint8Array[],
  now: Date,
): Promise<VerifiedFile> {
  const job = {
    authorities: authorities.map((one) => Buffer.from(one).toString('base64')),
    now: now.toISOString(),
  }
  return withFile(bytes, (path) => inTurn(quick, () => verifyInChild(path, job)))
}

/**
 * How many pages a scan has, and its picture made clean where it is one.
 * @throws DocumentError
 */
export async function readScanBytes(bytes: Uint8Array): Promise<ScanFile> {
  return withFile(bytes, (path) => inTurn(quick, () => scanInChild(path)))
}

/**
 * A package this small (bytes) is taken apart at once: deflate packs 1032 to 1 at most, so it can hold no more than 50 MB, and
 * a process for each status message would cost more than it saves.
 */
const smallPackage = 64 * 1024

/**
 * Takes a package of the document axis apart, a large one in a child process. Its files lie in a folder of their own until `close`.
 * @throws DocumentError, Stopped
 */
export async function unpackPackageBytes(
  bytes: Uint8Array,
  limits: ChildLimits = {},
): Promise<UnpackedPackage & { close: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'lantoa-package-'))
  const close = () => rm(folder, { recursive: true, force: true })
  try {
    const path = join(folder, 'package')
    await writeFile(path, bytes, { mode: 0o600 })
    const unpacked =
      bytes.byteLength <= smallPackage
        ? await unpackPackage(bytes, folder)
        : await inTurn(quick, () => unpackInChild(path, folder, limits))
    return { ...unpacked, close }
  } catch (error) {
    await close()
    throw error
  }
}

/**
 * What an agency's own form has and lacks.
 * @throws DocumentError where it is no form at all
 */
export async function checkFormBytes(bytes: Uint8Array): Promise<FormCheck> {
  return withFile(bytes, (path) => inTurn(quick, () => checkFormInChild(path)))
}

/**
 * A document in an agency's own form, as .docx.
 * @throws DocumentError
 */
export async function fillFormBytes(bytes: Uint8Array, document: OfficialDocument): Promise<Buffer> {
  return withFile(bytes, (path) => inTurn(quick, () => fillFormInChild(path, document)))
}

async function withFile<T>(bytes: Uint8Array, use: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'lantoa-read-'))
  try {
    const path = join(folder, 'file')
    await writeFile(path, bytes, { mode: 0o600 })
    return await use(path)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** PostgreSQL keeps no NUL and no half of a surrogate pair; each becomes one other letter, so that offsets stay true. */
function draftOf(opened: OpenedDocument): DraftContent {
  const clean = (words: string) => words.toWellFormed().replaceAll('\0', '\ufffd')
  const text = clean(opened.text)
  const { format, confidence, pages } = opened
  const pieces = piecesOf(text, readText(text, { scanned: confidence !== undefined }))
  if (opened.metadata) complete(pieces, opened.metadata)
  return {
    format,
    ...(confidence === undefined ? {} : { confidence }),
    ...(pages === undefined ? {} : { pages: pages.map(placedOf) }),
    text,
    html: clean(opened.html),
    pieces,
    settled: [],
    uncertain: 0,
  }
}

function placedOf({ width, height, turn, words }: ShownPage): Placed {
  return {
    ...{ width, height, turn },
    words: words.map(({ start, end, x, y, w, h, confidence }) =>
      confidence === undefined ? [start, end, x, y, w, h] : [start, end, x, y, w, h, confidence],
    ),
  }
}

/** Who waits for a process, and how many work. */
interface Lane {
  most: number
  running: number
  waiting: (() => void)[]
}

// Each reading is a process of up to a gigabyte: fewer at once than the machine has cores.
const quick: Lane = { most: Math.max(1, availableParallelism() - 1), running: 0, waiting: [] }
// Reading off pictures takes a core for long: one at a time, and nobody who waits for a quick file waits behind it.
const slow: Lane = { most: 1, running: 0, waiting: [] }

async function inTurn<T>(lane: Lane, run: () => Promise<T>): Promise<T> {
  if (lane.running >= lane.most) await new Promise<void>((resolve) => lane.waiting.push(resolve))
  else lane.running += 1
  try {
    return await run()
  } finally {
    // The place goes straight to whoever waits, so that nobody slips in between.
    const next = lane.waiting.shift()
    if (next) next()
    else lane.running -= 1
  }
}
