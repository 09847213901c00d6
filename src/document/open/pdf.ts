import { DocumentError } from '../errors.ts'
import { flow, type PlacedPage } from './flow.ts'
import type { OpenedDocument, OpenOptions } from './open.ts'
import { unicodeWords } from './pdf-letters.ts'
import { openPdfFile, type PdfFile, type PdfPage } from './pdfium.ts'
import { confidenceOf } from './placed.ts'
import { evenLight, withoutSeals } from './raster.ts'
import { recogniseAll, type Sheet } from './scan.ts'

/** What an office sends has at most some hundred pages; a book of laws has 600. */
const maxPages = 800
/** Pages to be read off pictures: each takes seconds. */
const maxScanned = 100
/**
 * Pixels an inch that words are read at: those of the scan, so that nothing is blurred by another measure (a clean scan of
 * 200 was read better so than at 300), within what letters of 9 points need and what pays.
 */
const readable = { least: 180, most: 300, usual: 240 }
/** Pixels of a page at most: A3 at 300 an inch. */
const maxPixels = 20_000_000

/**
 * A PDF with its words in the order in which people read them. Pages that are pictures are read by recognition.
 * @throws DocumentError, Unfinished
 */
export async function openPdf(bytes: Uint8Array, options: OpenOptions): Promise<OpenedDocument> {
  const file = await openPdfFile(bytes)
  try {
    if (file.pageCount === 0) throw new DocumentError('document.empty')
    if (file.pageCount > maxPages) throw new DocumentError('document.too_many_pages')
    const raw = Array.from({ length: file.pageCount }, (_, i) => file.read(i))
    const words = unicodeWords(raw.map((page) => page.words))
    const read = raw.map((page, i): PdfPage => ({ ...page, words: words[i] ?? [] }))
    const scanned = read.flatMap((page, i) => (isScanned(page) ? [i] : []))
    if (scanned.length > maxScanned) throw new DocumentError('document.too_many_pages')
    if (scanned.length === 0) return { ...flow(read), format: 'pdf' }
    const recognised = await recogniseAll(scanned, (i) => sheetOf(file, i, read[i]), options.recognise)
    const pages = read.map((page, i): PlacedPage => recognised.get(i) ?? page)
    const confidence = confidenceOf(pages.flatMap((page) => page.words))
    return { ...flow(pages), format: 'scan', ...(confidence === null ? {} : { confidence }) }
  } finally {
    file.close()
  }
}

function sheetOf(file: PdfFile, index: number, page: PdfPage | undefined): Sheet {
  const { width, height, dpi: own } = page ?? { width: 0, height: 0, dpi: null }
  const inches = (width / 720) * (height / 720)
  const dpi = Math.min(readable.most, fit(own), Math.sqrt(maxPixels / inches))
  return { grey: evenLight(withoutSeals(file.draw(index, dpi / 72, true))), dpi, width, height }
}

/** A coarse scan is made larger by a whole number. */
function fit(dpi: number | null): number {
  if (dpi === null || !(dpi > 30)) return readable.usual
  return dpi * Math.ceil(readable.least / dpi)
}

/** Whether a page is to be read off its picture: one that has no words, or words that say nothing. */
function isScanned({ words, pictured }: PdfPage): boolean {
  const letters = words.map((word) => word.text).join('')
  if (pictured >= 0.5 && letters.length < 60) return true
  if (letters.length < 60) return false
  // Fonts without a table of their letters give signs that no font has.
  const strange = letters.match(/[\p{Co}\p{Cn}\p{Cc}\ufffd]/gu)?.length ?? 0
  if (strange > 0.15 * letters.length) return true
  // A scanner's own reading in another language: a page in Vietnamese has marks on a third of its words.
  if (pictured < 0.5) return false
  const marked = words.filter((word) => /[^\x00-\x7f]/.test(word.text.normalize('NFC'))).length
  return marked < 0.2 * words.length
}
