import type { Span } from '../model.ts'
import { toDate } from '../text/dates.ts'
import { collapse, fold } from '../text/normalise.ts'
import { mendSymbol } from '../cite/symbols.ts'

/** The document's own number as it stands in its head. */
export interface OwnNumber extends Span {
  number: string | null
  year: string | null
  symbol: string | null
  /** null where the number was left blank (a draft) or can't be read (a scan) */
  numberSymbol: string | null
  spans: { number: Span | null; year: Span | null; symbol: Span | null }
}

// "Số: 75 /KH-PGD&ĐT", "Luật số: 56/2010/QH12", "Số 15-NQ/TU", "Số:      /UBND-HCC", "Số: …/QĐ-UBND", "Só:Øđ/KH-TTra".
const lead =
  '(?:^|[\\n|\\t]|\\s{2}|\\*|(?:(?<=\\p{Lu}\\s)|(?<=[Pp]h[úùủ]\\p{L}\\s))(?=S))\\s{0,8}\\*{0,3}(?:(?:Luật|LUẬT)\\s+|(?:Nghị quyết|Pháp lệnh|Quyết định|Thông tư|Nghị định)\\s+(?=[Ss]ố\\s?:))?(?:(?:S[ốôóòỏỐÔÓ]|s[ốôó])(?!\\p{Lu}|ng)|[S§$5][\\p{L}06](?=\\s?[:.;]\\s?\\d))(?:\\s{0,4}[:.;])?(?:\\s{0,12}\\*{1,3})?\\s*(?!\\s)'
// Begins and ends with what is no blank: a run of blanks has one reading only, so that a thousand of them cost a thousand steps.
const written = '((?:[^\\s/|:;](?:[^\\n/|\\t:;]{0,22}?[^\\s/|:;])??)??)'
const symbol =
  '((?:\\p{Lu}|[ĐÐ])[\\p{L}\\d]*(?:\\s?(?:[-–—_&/]\\s{0,2}|\\s(?=ĐT))[\\p{Lu}\\d][\\p{L}\\d.]*)*)'
/** A slash that a scan lost is missed where a type's abbreviation and a hyphen follow the digits: "Số: 123 QĐ-UBND". */
const lostSlash = '(?<=\\d\\s?)(?=(?:QĐ|QD|KH|BC|TTr|TB|CT|CTr|NQ|HD|GM)\\s?[-–])'
const ownNumber = new RegExp(
  `${lead}${written}(?:\\s*/\\s*((?:19|20)\\d\\d))?\\s*(?:/|(?<=\\d)-|(?<=\\s)-|${lostSlash})\\s*${symbol}`,
  'gu',
)

/** The first own number before `limit`, or null. A number that is blank or unreadable is null; its symbol still counts. */
export function findOwnNumber(text: string, folded: string, limit: number): OwnNumber | null {
  for (const match of text.matchAll(ownNumber)) {
    const [whole, rawNumber = '', rawYear, rawSymbol = ''] = match
    const end = match.index + whole.length
    if (match.index > limit) break
    // "TRƯỜNG TIỂU HỌC SỐ 2 KIM LÂM Độc lập - Tự do": a name's number, and a hyphen that is another's.
    if (/\p{L}{3}/u.test(rawNumber)) continue
    // "V/v …" written right behind the symbol on the same line is not part of it.
    const cut = /\s?V\/v.*$/.exec(rawSymbol)
    const symbolText = cut ? rawSymbol.slice(0, cut.index) : rawSymbol
    const symbolSpan = { start: end - rawSymbol.length, end: end - rawSymbol.length + symbolText.length }
    const numberStart = text.indexOf(
      rawNumber,
      match.index + whole.indexOf(rawNumber === '' ? '/' : rawNumber),
    )
    const start = match.index + whole.search(/[SsL]/)
    const clean = cleanNumber(rawNumber)
    const party = /-$/.test(text.slice(numberStart + rawNumber.length, symbolSpan.start).trim())
    const mended = mendSymbol(symbolText)
    const head = clean === null ? null : rawYear === undefined ? clean : `${clean}/${rawYear}`
    return {
      start,
      end: symbolSpan.end,
      number: clean,
      year: rawYear ?? null,
      symbol: mended,
      numberSymbol: head === null ? null : `${head}${party ? '-' : '/'}${mended}`,
      spans: {
        number: clean === null ? null : { start: numberStart, end: numberStart + rawNumber.trimEnd().length },
        year: rawYear === undefined ? null : yearSpan(text, rawYear, match.index, end),
        symbol: symbolSpan,
      },
    }
  }
  return withoutSymbol(text, folded, limit)
}

/** Digits and a letter; a scan parts digits by a blank and reads 1 as l or I, 0 as O. What else stands there can't be read. */
function cleanNumber(written: string): string | null {
  const shown = written.trim().replace(/(?<=\d)\s(?=\d)/g, '')
  if (/^\d{1,6}(?:\.\d{1,3})?[a-zđ]?$/.test(shown) && !/\dl$/.test(shown)) return shown
  if (!/^(?=[lIO]{0,2}\d)[\dlIO]{2,5}$/.test(shown)) return null
  return shown.replace(/[lI]/g, '1').replace(/O/g, '0')
}

function yearSpan(text: string, year: string, from: number, to: number): Span {
  const start = text.indexOf(year, from)
  return { start, end: Math.min(start + year.length, to) }
}

/** "Số: 12" alone, or "Số: " left blank: nothing that could be cited, but the line is the document's own. */
function withoutSymbol(text: string, folded: string, limit: number): OwnNumber | null {
  const found = /(?:^|[\n|\t])\s*so\s*:\s*(\d{0,5}[a-z]?)\s*(?=[\n|\t]|$)/.exec(folded.slice(0, limit))
  if (!found) return null
  const end = found.index + found[0].trimEnd().length
  const number = found[1] ?? ''
  const span = { start: end - number.length, end }
  return {
    start: found.index + found[0].search(/s/),
    end,
    number: number === '' ? null : text.slice(span.start, span.end),
    year: null,
    symbol: null,
    numberSymbol: number === '' ? null : text.slice(span.start, span.end),
    spans: { number: number === '' ? null : span, year: null, symbol: null },
  }
}

/** The line of place and date; `date` is null where the day was left blank or can't be. */
export interface PlaceAndDate extends Span {
  place: string | null
  placeSpan: Span | null
  date: string | null
  dateSpan: Span
}

// Words as Decree 30/2020 has them, a scan's slips too ("ngảy 05 tháug 3 nãm 2O21"); a day of digits, or of blanks between
// slashes, only where a line ends with it.
const dayWord = 'n[gq][a-z][yv]'
const monthWord = '(?:t?h[a-z]{1,2}[nu]g|thang)'
const yearWord = 'n[a-z]{1,2}m'
const yearDigits = '(?:19|2\\s?[0o])\\s?[\\dlio]\\s?[\\dlio]'
const dateLine = new RegExp(
  `${dayWord}(?:(.{0,10}?)${monthWord}(.{0,10}?)${yearWord}\\s*[.…]*\\s*(${yearDigits}|(?=[\\s.…|]|$))|` +
    `[ .…_]{0,12}([\\dil]{0,2})[ .…_]{0,8}[/.-][ .…_]{0,8}([\\dil]{0,2})[ .…_]{0,8}[/.-][ .…_]{0,4}(\\d{4}|(?=[ .…]{0,8}$))(?=\\s*(?:[\\n|\\t]|$)))`,
  'gms',
)
const placeName =
  "(?:(?:(?:TP|Tp|TX|Tx|Q|P)\\s?\\.\\s?|(?:Quận|Phường|Thành phố)\\s)?(?:\\p{Lu}[\\p{L}.'’-]*|\\d{1,2})(?:\\s+(?:-\\s+)?(?:phố|xã|trấn|\\p{Lu}[\\p{L}.'’-]*)){0,5})"
// "Phong Điền", "Thủ Dầu Một", "TP. Hồ Chí Minh", "Quận 7": words with capitals, at the end before "ngày".
const placeBefore = new RegExp(`(?:^|[^\\p{L}.])(${placeName})\\s*,\\s*$`, 'u')
/** Without its comma, or with what a scan read for it, a place is told where nothing else stands before the day. */
const placeAlone = new RegExp(`^[\\s|*_]*(${placeName})(?:\\s*[.;‚'·]\\s*|\\s+)$`, 'u')

/** The first line of place and date before `limit`; a date inside a sentence is none. */
export function findPlaceAndDate(
  text: string,
  folded: string,
  limit: number,
  number: Span | null,
): PlaceAndDate | null {
  for (const match of folded.matchAll(dateLine)) {
    if (match.index > limit) break
    const from = Math.max(number && number.end <= match.index ? number.end : 0, lastBreak(text, match.index))
    const before = text.slice(from, match.index)
    const place = placeBefore.exec(before) ?? placeAlone.exec(before)
    if (!place && (/\p{L}/u.test(before) || match[3] === undefined)) continue
    const end = match.index + match[0].trimEnd().length
    const last = place?.[1]?.replace(/(?<=\p{Ll})\.$/u, '')
    const lastAt = place && last !== undefined ? from + place.index + place[0].indexOf(last) : match.index
    const placeStart = last === undefined ? lastAt : brokenPlace(text, lastAt, number)
    const name = last === undefined ? undefined : text.slice(placeStart, lastAt + last.length)
    const [d, m, y] = [match[1] ?? match[4], match[2] ?? match[5], match[3] ?? match[6]]
    return {
      start: placeStart,
      end,
      place: name === undefined ? null : collapse(name),
      placeSpan: name === undefined ? null : { start: placeStart, end: placeStart + name.length },
      date: toDate(handwritten(d), handwritten(m), yearOf(y)),
      dateSpan: { start: match.index, end },
    }
  }
  return null
}

/** A place broken over two lines by a narrow cell: "Bình / Định, ngày …". The line above is words with capitals, nothing else. */
function brokenPlace(text: string, start: number, number: Span | null): number {
  if (start === 0 || text.charAt(start - 1) !== '\n') return start
  const lineStart = text.lastIndexOf('\n', start - 2) + 1
  const above = /(?:^|[\t|]|\s{3})\s*((?:\p{Lu}\p{Ll}+ ?){1,3})$/u.exec(
    text.slice(lineStart, start - 1).slice(-60),
  )
  if (above?.[1] === undefined || creedWord.test(above[1])) return start
  const at = start - 1 - above[1].length
  return number && at < number.end && number.start < start ? start : at
}
const creedWord = /phúc|việt|nam$/iu

function lastBreak(text: string, before: number): number {
  const slice = text.slice(Math.max(0, before - 120), before)
  // Behind a column gap, or behind the symbol of a number that itself could not be read ("sóz?04|/KH-SYT Kiên Giang, ngày").
  const found = /.*(?:[\n|\t]|\s{3,}|\/\s?[\p{Lu}\d&-]+\s)/su.exec(slice)
  return Math.max(0, before - 120) + (found ? found[0].length : 0)
}

function yearOf(words: string | undefined): number {
  const digits = (words ?? '').replace(/\s/g, '').replace(/[il]/g, '1').replace(/o/g, '0')
  return digits === '' ? Number.NaN : Number(digits)
}

/** Day or month of a stamped or handwritten date; a scan reads 1 as l, I or Í and 0 as O. Anything else is no number. */
function handwritten(words: string | undefined): number {
  const digits = fold(words ?? '')
    .replace(/\s/g, '')
    .replace(/[il]/g, '1')
    .replace(/o/g, '0')
  return /^\d{1,2}$/.test(digits) ? Number(digits) : Number.NaN
}
