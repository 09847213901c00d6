/**
 * A text made fit for matching, with the way back to the offsets of the text as given.
 *
 * Word processors, scanners and web pages write the same Vietnamese in several ways: letters composed or decomposed
 * (NFD), Đ as the Icelandic Ð, no-break spaces, soft hyphens, zero-width marks, full-width bars. Every rule of the
 * reader works on one spelling; every offset it hands out is one of the text as given.
 */
export interface Normalised {
  text: string
  /** the same length as `text`: lower case, without diacritics, đ as d, so that rules survive OCR's slips of accents */
  folded: string
  /** from an offset in `text` to the offset in the text as given */
  toSource: (offset: number) => number
}

const dropped = /[\u00ad\u200b-\u200d\u2060\ufeff]/
const needsWork = /[\u00ad\u200b-\u200d\u2060\ufeff\u0300-\u036f]/
const combining = /[\u0300-\u036f]/

/** Replacements that keep the length, so that no map of offsets is needed for them. */
function replaceInPlace(text: string): string {
  return (
    text
      .replace(/[\u00a0\u2000-\u200a\u202f\u3000\r\f\v]/g, ' ')
      .replace(/\u0085|\u2028|\u2029/g, '\n')
      .replace(/[ÐƉ]/g, 'Đ')
      .replace(/[\u2010\u2011\u2012\u2212]/g, '-')
      .replace(/[│｜¦]/g, '|')
      .replace(/[⁄∕／]/g, '/')
      // Cells of tables in Markdown hold their line breaks as HTML.
      .replace(/<br\s{0,2}\/?>/gi, (mark) => '\n'.padStart(mark.length))
      // Some collections of web pages hold their line breaks spelled out.
      .replaceAll('\\r\\n', '   \n')
  )
}

/** Names of places that folding makes alike to names of types: "phường An Cựu" and "phương án", "Văn Bàn" and "văn bản". */
const falseTypes = /phường(?=\s+an(?!\p{L}))|văn(?=\s+bàn(?!\p{L}))/giu

/** Whether words are a place's name that only folding makes a type's. */
export function isFalseType(words: string): boolean {
  return words.search(falseTypes) >= 0
}

/** Folded, false types kept apart: their vowels are left out of the fold's letters. */
function foldApart(text: string): string {
  let folded = fold(text)
  for (const { index, 0: word } of text.matchAll(falseTypes))
    folded = folded.slice(0, index) + '\u00b7'.repeat(word.length) + folded.slice(index + word.length)
  return folded
}

/** Brings a text to one spelling. Linear in its length. */
export function normalise(source: string): Normalised {
  const plain = replaceInPlace(source)
  if (!needsWork.test(plain)) return { text: plain, folded: foldApart(plain), toSource: (offset) => offset }
  const parts: string[] = []
  const map: number[] = []
  let i = 0
  while (i < plain.length) {
    let end = i + 1
    while (end < plain.length && combining.test(plain.charAt(end))) end++
    const cluster = plain.slice(i, end)
    const made = end - i > 1 ? cluster.normalize('NFC') : dropped.test(cluster) ? '' : cluster
    for (let k = 0; k < made.length; k++) map.push(i + Math.min(k, end - i - 1))
    parts.push(made)
    i = end
  }
  const text = parts.join('')
  return {
    text,
    folded: foldApart(text),
    toSource: (offset) => (offset >= map.length ? source.length : (map[offset] ?? source.length)),
  }
}

/** Letters up to the Vietnamese block (U+1EFF) with their bare lower-case form; built once, 16 kB. */
const bareLetters = buildBareLetters()

function buildBareLetters(): Uint16Array {
  const table = new Uint16Array(0x1f00)
  for (let code = 0; code < table.length; code++) {
    const base = String.fromCharCode(code).normalize('NFD').charAt(0).toLowerCase()
    table[code] = base.length === 1 ? base.charCodeAt(0) : code
  }
  for (const letter of 'đĐÐ') table[letter.charCodeAt(0)] = 'd'.charCodeAt(0)
  return table
}

/** Lower case without diacritics, letter by letter: offsets stay the same. */
export function fold(text: string): string {
  if (text.length <= bytes.length) {
    let i = 0
    for (; i < text.length; i++) {
      const code = bare(text.charCodeAt(i))
      if (code > 0x7f) break
      bytes[i] = code
    }
    if (i === text.length) return bytes.toString('latin1', 0, i)
  }
  const codes = new Uint16Array(text.length)
  for (let i = 0; i < text.length; i++) codes[i] = bare(text.charCodeAt(i))
  return utf16.decode(codes)
}

/** Used again by every short text: most fold to plain letters, and are made three times as fast from bytes. */
const bytes = Buffer.alloc(512)
// Typed arrays are little-endian on every machine that Node runs on.
const utf16 = new TextDecoder('utf-16le', { ignoreBOM: true })

function bare(code: number): number {
  return code < 0x1f00 ? (bareLetters[code] ?? code) : code
}

/** White space collapsed and ends trimmed: how a value is shown. */
export function collapse(text: string): string {
  const trimmed = text.trim()
  return /\s\s|[^\S ]/.test(trimmed) ? trimmed.replace(/\s+/g, ' ') : trimmed
}
