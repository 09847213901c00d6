import { openPdf, type PdfFile } from './file.ts'
import { findPage, mediaBox } from './pages.ts'
import { isKind, name, PdfError, type PdfRef, type PdfStream, type PdfValue, ref } from './values.ts'
import type { Update } from './write.ts'

/** More objects than a mark has: a picture with its transparency, a font with its parts. */
const mostCopied = 200

/**
 * Takes the first page of a small PDF over into an update as a form (ISO 32000-1 §8.10), with the fonts and pictures it
 * needs: letters of a mark are set by the same printer as the document, embedded as PDF/A asks.
 * @param page a PDF of one page with one content stream
 * @returns the form's reference and size in points
 * @throws PdfError
 */
export function copyPage(update: Update, page: Uint8Array): { form: PdfRef; width: number; height: number } {
  const from = openPdf(page)
  const pageRef = findPage(from, 1)
  const first = from.resolve(pageRef)
  const content = isKind(first, 'dict') ? from.resolve(first.entries.get('Contents')) : null
  if (pageRef === null || !isKind(first, 'dict') || !isKind(content, 'stream'))
    throw new PdfError('damaged', 'not a page of one stream')
  const box = mediaBox(from, pageRef)
  const copied = new Map<number, number>()
  const copy = (value: PdfValue | undefined): PdfValue => copyValue(from, update, copied, value ?? null)
  const entries = new Map<string, PdfValue>([
    ['Type', name('XObject')],
    ['Subtype', name('Form')],
    ['BBox', box],
    ['Resources', copy(first.entries.get('Resources'))],
  ])
  for (const key of ['Filter', 'DecodeParms']) {
    const value = content.dict.entries.get(key)
    if (value !== undefined) entries.set(key, copy(value))
  }
  const group = first.entries.get('Group')
  if (group !== undefined) entries.set('Group', copy(group))
  const number = update.newNumber()
  const stream: PdfStream = { kind: 'stream', dict: { kind: 'dict', entries }, data: content.data }
  update.objects.set(number, stream)
  const [x = 0, y = 0, right = 0, top = 0] = box
  return { form: ref(number), width: right - x, height: top - y }
}

function copyValue(file: PdfFile, update: Update, copied: Map<number, number>, value: PdfValue): PdfValue {
  const copy = (inner: PdfValue): PdfValue => copyValue(file, update, copied, inner)
  if (Array.isArray(value)) return value.map(copy)
  if (isKind(value, 'dict'))
    return { kind: 'dict', entries: new Map([...value.entries].map(([key, inner]) => [key, copy(inner)])) }
  if (isKind(value, 'stream')) {
    const dict = copy(value.dict)
    if (!isKind(dict, 'dict')) throw new PdfError('damaged', 'a stream without a dictionary')
    return { ...value, dict }
  }
  if (!isKind(value, 'ref')) return value
  const known = copied.get(value.number)
  if (known !== undefined) return ref(known)
  if (copied.size >= mostCopied) throw new PdfError('damaged', 'a mark too large')
  const number = update.newNumber()
  copied.set(value.number, number)
  update.objects.set(number, copy(file.object(value.number)))
  return ref(number)
}
