import { inflateSync } from 'node:zlib'
import { Lexer } from './lexer.ts'
import { isKind, isNamed, PdfError, type PdfDict, type PdfStream, type PdfValue } from './values.ts'

/** Where an object stands: at an offset of the file, or as the n-th of a compressed stream of objects. */
export type Place = { offset: number; generation: number } | { stream: number; index: number }

export interface PdfFile {
  bytes: Uint8Array
  trailer: PdfDict
  /** offset of the newest cross-reference section */
  startXref: number
  /** whether that section is a stream: then the next must be one too */
  xrefStream: boolean
  places: Map<number, Place>
  /** one more than the highest object number */
  size: number
  /** The value of an object; null for one that is not there, as the standard says. @throws PdfError */
  object: (number: number) => PdfValue
  /** Follows a reference, also one to a reference. @throws PdfError */
  resolve: (value: PdfValue | undefined) => PdfValue
}

/** Bounds: a file is hostile until it was read. */
const mostObjects = 1_000_000
const mostSections = 512
const mostInflated = 64 * 1024 * 1024
const tailBytes = 2048

/**
 * Reads the structure of a PDF: cross-reference tables and streams of all its revisions; objects when they are asked for.
 * A damaged table is not repaired: two programs would repair it in two ways, and a signature speaks of one.
 * @throws PdfError `damaged`, `encrypted`
 */
export function openPdf(bytes: Uint8Array): PdfFile {
  const tail = Buffer.from(bytes.subarray(Math.max(0, bytes.length - tailBytes))).toString('latin1')
  const found = [...tail.matchAll(/startxref\s+(\d{1,12})\s+%%EOF/g)].at(-1)
  if (found === undefined) throw new PdfError('damaged', 'no startxref at the end')
  const startXref = Number(found[1])
  const sections = readSections(bytes, startXref)
  const places = new Map<number, Place>()
  const free = new Set<number>()
  for (const section of sections) {
    for (const [number, place] of section.places) {
      if (places.has(number) || free.has(number)) continue
      if (place === null) free.add(number)
      else places.set(number, place)
    }
  }
  const [newest] = sections
  if (newest === undefined) throw new PdfError('damaged', 'no cross-reference')
  if (newest.trailer.entries.has('Encrypt')) throw new PdfError('encrypted', 'encrypted')
  return {
    bytes,
    trailer: newest.trailer,
    startXref,
    xrefStream: newest.isStream,
    places,
    size: Math.max(0, ...[...places.keys()].map((n) => n + 1), numberOf(newest.trailer.entries.get('Size'))),
    ...makeReader(bytes, places),
  }
}

const numberOf = (value: PdfValue | undefined): number =>
  typeof value === 'number' && value >= 0 && value <= mostObjects * 10 ? value : 0

interface Section {
  trailer: PdfDict
  places: Map<number, Place | null>
  isStream: boolean
}

/** Newest first. */
function readSections(bytes: Uint8Array, start: number): Section[] {
  const sections: Section[] = []
  const seen = new Set<number>()
  const waiting = [start]
  // counted over all sections: one long table, pointed at from a hundred places, would be read a hundred times
  let entries = 0
  for (let offset = waiting.shift(); offset !== undefined; offset = waiting.shift()) {
    if (seen.has(offset) || seen.size > mostSections) throw new PdfError('damaged', 'revisions in a circle')
    seen.add(offset)
    const section = readSection(bytes, offset)
    sections.push(section)
    entries += section.places.size
    if (entries > mostObjects) throw new PdfError('damaged', 'too many objects')
    // of a hybrid file, the stream beside the table comes before older revisions
    for (const key of ['XRefStm', 'Prev']) {
      const next = section.trailer.entries.get(key)
      if (typeof next === 'number') waiting.push(next)
    }
  }
  return sections
}

function readSection(bytes: Uint8Array, offset: number): Section {
  if (offset >= bytes.length) throw new PdfError('damaged', 'no cross-reference where it is said to be')
  const lexer = new Lexer(bytes, offset)
  if (!lexer.takes('xref')) return readXrefStream(bytes, offset)
  const places = new Map<number, Place | null>()
  while (!lexer.takes('trailer')) {
    const first = lexer.whole()
    const count = lexer.whole()
    if (count > mostObjects) throw new PdfError('damaged', 'too many objects')
    for (let number = first; number < first + count; number++) {
      const at = lexer.whole()
      const generation = lexer.whole()
      if (lexer.takes('n')) places.set(number, { offset: at, generation })
      else if (lexer.takes('f')) places.set(number, null)
      else throw lexer.damaged('n or f')
    }
  }
  const trailer = lexer.value()
  if (!isKind(trailer, 'dict')) throw lexer.damaged('a trailer')
  return { trailer, places, isStream: false }
}

function readXrefStream(bytes: Uint8Array, offset: number): Section {
  const { value } = readObject(bytes, offset, () => null)
  if (!isKind(value, 'stream') || !isNamed(value.dict.entries.get('Type'), 'XRef'))
    throw new PdfError('damaged', 'no cross-reference where it is said to be')
  const { entries } = value.dict
  const widths = entries.get('W')
  if (!Array.isArray(widths) || widths.length !== 3) throw new PdfError('damaged', 'widths')
  const [a = 0, b = 0, c = 0] = widths.map((width) => (typeof width === 'number' && width <= 8 ? width : 0))
  const index = entries.get('Index') ?? [0, entries.get('Size') ?? 0]
  if (!Array.isArray(index) || a + b + c < 1) throw new PdfError('damaged', 'index')
  const data = decodeStream(value)
  const places = new Map<number, Place | null>()
  let at = 0
  const field = (width: number, otherwise: number): number => {
    let n = width === 0 ? otherwise : 0
    for (let i = 0; i < width; i++) n = n * 256 + (data[at++] ?? 0)
    return n
  }
  for (let i = 0; i + 1 < index.length; i += 2) {
    const first = numberOf(index[i])
    for (let number = first; number < first + numberOf(index[i + 1]) && at < data.length; number++) {
      const kind = field(a, 1)
      const second = field(b, 0)
      const third = field(c, 0)
      if (kind === 1) places.set(number, { offset: second, generation: third })
      else if (kind === 2) places.set(number, { stream: second, index: third })
      else places.set(number, null)
    }
  }
  return { trailer: value.dict, places, isStream: true }
}

/** The object that stands at an offset, with its number. `lengthOf` follows a Length that is a reference. */
function readObject(
  bytes: Uint8Array,
  offset: number,
  lengthOf: (value: PdfValue | undefined) => PdfValue,
): { number: number; value: PdfValue } {
  const lexer = new Lexer(bytes, offset)
  const number = lexer.whole()
  lexer.whole()
  if (!lexer.takes('obj')) throw lexer.damaged('an object')
  const value = lexer.value()
  if (!isKind(value, 'dict') || !lexer.takes('stream')) return { number, value }
  if (bytes[lexer.at] === 13) lexer.at += 1
  if (bytes[lexer.at] === 10) lexer.at += 1
  const from = lexer.at
  const given = value.entries.get('Length')
  const length = typeof given === 'number' ? given : lengthOf(given)
  if (typeof length !== 'number' || length < 0 || from + length > bytes.length)
    throw lexer.damaged('a length')
  lexer.at = from + length
  if (!lexer.takes('endstream')) throw lexer.damaged('endstream')
  return { number, value: { kind: 'stream', dict: value, data: bytes.subarray(from, from + length) } }
}

function makeReader(bytes: Uint8Array, places: Map<number, Place>) {
  const objects = new Map<number, PdfValue>()
  const streams = new Map<number, PdfValue[]>()
  let inflated = 0

  function object(number: number): PdfValue {
    const known = objects.get(number)
    if (known !== undefined) return known
    const place = places.get(number)
    // while it is being read it is nothing: a stream whose length is itself ends here
    objects.set(number, null)
    const value =
      place === undefined ? null : 'offset' in place ? direct(number, place.offset) : packed(place)
    objects.set(number, value)
    return value
  }

  function direct(number: number, offset: number): PdfValue {
    const found = readObject(bytes, offset, (length) => resolve(length))
    if (found.number !== number)
      throw new PdfError('damaged', `object ${number} is not where it is said to be`)
    return found.value
  }

  function packed({ stream, index }: { stream: number; index: number }): PdfValue {
    const known = streams.get(stream) ?? unpack(stream)
    streams.set(stream, known)
    return known[index] ?? null
  }

  function unpack(number: number): PdfValue[] {
    const place = places.get(number)
    const value = place !== undefined && 'offset' in place ? object(number) : null
    if (!isKind(value, 'stream')) throw new PdfError('damaged', 'no stream of objects')
    const data = decodeStream(value)
    inflated += data.length
    if (inflated > mostInflated) throw new PdfError('damaged', 'too much within')
    const count = numberOf(value.dict.entries.get('N'))
    const first = numberOf(value.dict.entries.get('First'))
    const lexer = new Lexer(data)
    if (count > mostObjects) throw new PdfError('damaged', 'too many objects')
    const offsets = Array.from({ length: count }, () => {
      lexer.whole()
      return lexer.whole()
    })
    return offsets.map((offset) => withoutPlaces(new Lexer(data, first + offset).value()))
  }

  function resolve(value: PdfValue | undefined): PdfValue {
    let found = value ?? null
    for (let i = 0; isKind(found, 'ref'); i++) {
      if (i > 32) throw new PdfError('damaged', 'references in a circle')
      found = object(found.number)
    }
    return found
  }
  return { object, resolve }
}

/** A string in a packed object stands nowhere in the file: a signature there could cover nothing. */
function withoutPlaces(value: PdfValue): PdfValue {
  if (Array.isArray(value)) value.forEach(withoutPlaces)
  else if (isKind(value, 'string')) value.span = null
  else if (isKind(value, 'dict')) value.entries.forEach(withoutPlaces)
  return value
}

/** Undoes FlateDecode with its predictors, as structures use it. @throws PdfError */
function decodeStream({ dict, data }: PdfStream): Uint8Array {
  const filter = dict.entries.get('Filter')
  const [one] = Array.isArray(filter) ? filter : [filter]
  if (one === undefined || one === null) return data
  if (!isNamed(one, 'FlateDecode') || (Array.isArray(filter) && filter.length > 1))
    throw new PdfError('damaged', 'a filter that structures do not have')
  let plain: Buffer
  try {
    plain = inflateSync(data, { maxOutputLength: mostInflated })
  } catch {
    throw new PdfError('damaged', 'a stream that does not inflate')
  }
  const given = dict.entries.get('DecodeParms')
  const parameters = Array.isArray(given) ? given[0] : given
  if (!isKind(parameters, 'dict') || numberOf(parameters.entries.get('Predictor')) < 10) return plain
  return undoPredictor(plain, Math.max(1, numberOf(parameters.entries.get('Columns'))))
}

/** PNG filters, one byte a pixel: what cross-reference streams use. */
function undoPredictor(data: Buffer, columns: number): Buffer {
  const rows = Math.floor(data.length / (columns + 1))
  const plain = Buffer.alloc(rows * columns)
  for (let row = 0; row < rows; row++) {
    const kind = data[row * (columns + 1)] ?? 0
    for (let i = 0; i < columns; i++) {
      const at = row * columns + i
      const left = i > 0 ? (plain[at - 1] ?? 0) : 0
      const up = row > 0 ? (plain[at - columns] ?? 0) : 0
      const corner = i > 0 && row > 0 ? (plain[at - columns - 1] ?? 0) : 0
      const by = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][kind] ?? 0
      plain[at] = (data[row * (columns + 1) + 1 + i] ?? 0) + by
    }
  }
  return plain
}

function paeth(left: number, up: number, corner: number): number {
  const p = left + up - corner
  const [a, b, c] = [Math.abs(p - left), Math.abs(p - up), Math.abs(p - corner)]
  return a <= b && a <= c ? left : b <= c ? up : corner
}
