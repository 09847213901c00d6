import { fold } from '../text/normalise.ts'
import { documentTypes } from '../vocabulary.ts'

/** The number and symbol of a mention, taken apart. */
export interface NumberSymbol {
  start: number
  end: number
  number: string
  year: string | null
  /** null for a number that stands bare: "Nghị quyết số 18" */
  symbol: string | null
  /** spaces out, Ð→Đ, lost hyphens and misread letters restored: `30c/NQ-CP` */
  numberSymbol: string
  /** whether more than blanks and dashes was put right: then it is a proposal */
  mended: boolean
  /** the type's abbreviation in the symbol, folded, where there is one: `nq` */
  abbreviation: string | null
}

// A token of a symbol: capitals and digits, with one or two small letters after at least two capitals (TTg, TTrB, VHKGh) or
// in QyĐ; a word that merely begins with a capital ("– Về việc") is none.
const token = '(?:\\p{Lu}[\\p{Lu}\\d]+(?:[a-zđ]{1,2}(?![\\p{Ll}])[\\p{Lu}\\d]*)?|Qy[ĐC]|\\p{Lu}(?!\\p{Ll}))'
const hyphen = '[-–—_]'
// Blanks and line breaks around the hyphen come from justified PDF lines and from typing: "QĐ- UBND", "KH-\nUBND". A blank
// before it only at the first one, so that "12/QĐ-UBND - UBND tỉnh" ends where it should. Some offices part theirs by a point
// ("1250/UBND.VX").
const joint = `(?:${hyphen}\\s{0,12}|\\s?&\\s?|/|\\s(?=ĐT(?![\\p{L}\\d]))|(?<=\\p{Lu})\\.(?=\\p{Lu}{2,6}(?!\\p{L})))`
const symbol = `${token}(?:\\s?${hyphen}\\s{0,12}${token})?(?:${joint}${token})*`
// Scanners read 1 as l or I and 0 as O: "l5/KH-UBND", "12O/2020/NĐ-CP".
const digits = '(?:\\d{1,6}(?:\\.\\d{1,3})?\\p{Ll}?|(?=[lIOo]{0,5}\\d)[\\dlIOo]{1,6})'
const year = '(?:\\s?/\\s?((?:[1lI]9|2[0Oo])[\\dlIOo]{2}))'
// Around a Party hyphen blanks may stand where the type's abbreviation and its slash follow: "57 - NQ/TW".
const separator = `\\s{0,3}(?:/\\s{0,2}|${hyphen}(?=[\\p{Lu}])|[-–]\\s(?=(?:NQ|CT|KL|QĐ|HD|TB|CTr|KH|BC|TTr|CV|QC|QyĐ)/\\p{Lu}))`

// A converter glues a number to the word before it, or loses the letter between: "số1662/QĐ-TTg", "Nghị định s20/2008/NĐ-CP".
const before =
  '(?:(?<![\\p{L}\\d/.,-]|\\d:)|(?<=(?<!\\p{L})[sS][ốôóòoỐÓ0]?)|(?<=\\s(?:định|quyết|tư|thị|hoạch|trình|văn|báo|cáo)))'

/** Every number with a symbol: `30c/NQ-CP`, `97/2008/NĐ-CP`, `02-NQ/TU`, `66.7/2025/NQ-CP`, `3084/KH-SGD ĐT`. */
const numbered = new RegExp(
  `(?=\\d|[lIO][\\dlIO]?[\\dlIO/])${before}(${digits})${year}?${separator}(${symbol})`,
  'gu',
)

/** All numbers with symbols in a normalised text, in order. Linear: a match starts at a digit and is bounded. */
export function* findNumberSymbols(text: string): Generator<NumberSymbol> {
  for (const match of text.matchAll(numbered)) {
    const [whole, number = '', year, written = ''] = match
    const start = match.index
    const end = start + whole.length
    yield { ...takeApart(number, year ?? null, written, isPartyStyle(whole, number)), start, end }
  }
}

/** Numbers in a row, the last of which is written out behind them: "12, 13 và " of "số 12, 13 và 14/2021/TT-BGDĐT". */
const row =
  /(?:(?<=(?<!\p{L})[sS][ốôóòo]\s?:?\s{0,2})|(?<=\p{Lu}[,;]\s))(?:\d{1,5}\p{Ll}?\s{0,2}(?:[,;]|và|&)\s{1,3}(?:số\s)?){1,20}$/u

/** Numbers that stand bare and share year and symbol with the last of their row, in order; what they are read as is a proposal. */
export function* findShared(text: string, numbers: Iterable<NumberSymbol>): Generator<NumberSymbol> {
  for (const last of numbers) {
    const from = Math.max(0, last.start - 200)
    const found = row.exec(text.slice(from, last.start))
    if (!found || last.symbol === null) continue
    const tail = last.numberSymbol.slice(last.number.length)
    for (const { 0: number, index } of found[0].matchAll(/\d+\p{Ll}?/gu)) {
      const start = from + found.index + index
      yield { ...last, number, numberSymbol: number + tail, mended: true, start, end: start + number.length }
    }
  }
}

/** A scan that lost the slash: "số 12KH-UBND", "số 37/2007 NĐ-CP"; only behind "số", and where the symbol opens with a type. */
const unslashed = new RegExp(
  `(?<=[sS][ốôóòo]\\s?:?\\s{0,2})(\\d{1,5})${year}?\\s?((?:QĐ|NQ|KH|TTr|BC|TB|CT|NĐ|TT|CV|HD)-${token}(?:-${token})?)(?![\\p{L}\\d])`,
  'gu',
)

/** Numbers whose slash a scan has lost, in order; what they are read as is a proposal. */
export function* findUnslashed(text: string): Generator<NumberSymbol> {
  for (const match of text.matchAll(unslashed)) {
    const [whole, number = '', year, written = ''] = match
    yield {
      ...takeApart(number, year ?? null, written),
      mended: true,
      start: match.index,
      end: match.index + whole.length,
    }
  }
}

/** A scan that parted a number's digits: "số 12 3/QĐ- UBND"; only behind "số". */
const parted = new RegExp(
  `(?<=(?<!\\p{L})[sS][ốôóòo]\\s?:?\\s{0,2})(\\d{1,3}\\s\\d{1,3})${year}?\\s?/\\s?(${symbol})`,
  'gu',
)

/** Numbers whose digits stand apart, in order; what they are read as is a proposal. */
export function* findParted(text: string): Generator<NumberSymbol> {
  for (const match of text.matchAll(parted)) {
    const [whole, number = '', year, written = ''] = match
    yield {
      ...takeApart(number.replace(/\s/g, ''), year ?? null, written),
      mended: true,
      start: match.index,
      end: match.index + whole.length,
    }
  }
}

/** "02-NQ/TU": hyphen after the number, slash before the issuer, as Party bodies write. */
function isPartyStyle(whole: string, number: string): boolean {
  return /^\s*[-–—_]/.test(whole.slice(number.length))
}

/** One spelling of number, year and symbol as written. */
export function takeApart(
  number: string,
  year: string | null,
  written: string,
  partyStyle = false,
): Omit<NumberSymbol, 'start' | 'end'> {
  const symbol = mendSymbol(written)
  const digits = mendDigits(number)
  const century = year === null ? null : mendDigits(year)
  const first = fold(/^[\p{L}]+/u.exec(symbol)?.[0] ?? '')
  const abbreviation = documentTypes.some((type) => type.abbreviations.includes(first)) ? first : null
  const head = century === null ? digits : `${digits}/${century}`
  const spaced = written.replace(/\s+/g, '').replace(/[–—_]/g, '-')
  return {
    number: digits,
    year: century,
    mended: digits !== number || century !== year || symbol !== spaced,
    symbol,
    numberSymbol: `${head}${partyStyle ? '-' : '/'}${symbol}`,
    abbreviation,
  }
}

/** Letters that a scan took digits for; a suffix such as that of 30c is none of them. */
function mendDigits(written: string): string {
  return /[lIOo]/.test(written) ? written.replace(/[lI]/g, '1').replace(/[Oo]/g, '0') : written
}

/** Abbreviations by their folded form with I and l of a scan read as T's stem undone: "TIr" is TTr. */
const knownTokens = new Map(
  [
    'QĐ',
    'NĐ',
    'NQ',
    'CT',
    'KH',
    'BC',
    'TTr',
    'TB',
    'HD',
    'TT',
    'TTLT',
    'CV',
    'CĐ',
    'KL',
    'CTr',
    'QC',
    'HĐND',
    'UBND',
    'TTg',
    'CP',
  ].map((known) => [fold(known), known]),
)
const misread = new Map([
  ['tir', 'TTr'],
  ['tig', 'TTg'],
  ['ttq', 'TTg'],
  ['ubnid', 'UBND'],
  ['ubnd', 'UBND'],
  ['ttlr', 'TTr'],
  ['hddnd', 'HĐND'],
  ['hdnd', 'HĐND'],
  ['qdd', 'QĐ'],
  ['ndd', 'NĐ'],
])
/** A type glued to its agency by a PDF: QĐUBND, NĐCP, KHUBND. */
const glued = /^(QĐ|NĐ|NQ|KH|TB|BC|TTr)(UBND|CP|TTg|HĐND)$/

/** Spaces out, one kind of hyphen, lost hyphens and misread letters restored. */
export function mendSymbol(written: string): string {
  return written
    .replace(/\s+/g, '')
    .replace(/[–—_]/g, '-')
    .split(/([-/&])/)
    .map((part, i) => {
      const key = fold(part)
      const known = misread.get(key) ?? (part === part.toLowerCase() ? undefined : mendCase(part, key))
      return i === 0 ? (known ?? part).replace(glued, '$1-$2') : (known ?? part)
    })
    .join('')
}

/** QD → QĐ, ND → NĐ: only where the letters are the same but for the stroke, which is put on and never taken off (HĐ). */
function mendCase(part: string, key: string): string | undefined {
  const known = knownTokens.get(key)
  return known !== undefined && known.length === part.length && !(/[Đđ]/.test(part) && !known.includes('Đ'))
    ? known
    : undefined
}
