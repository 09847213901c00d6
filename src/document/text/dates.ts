/** A date as written, found at a place: `date` is `YYYY-MM-DD`, or null where the words name no possible day. */
export interface WrittenDate {
  date: string | null
  start: number
  end: number
}

// Scanners read 1 as l or I and 0 as O, and slip a blank into a number ("24/1 1/2017"): both are read past, inside a date only.
const digit = '[\\dlIoO]'
const day = `(${digit}\\s?${digit}?)`
const numeric = `${day}\\s*([/.-])\\s*(${digit}\\s?${digit}?)\\s*\\2\\s*(\\d{4})`
// "tháng" and "năm" with one letter misread ("tháug", "nãm").
const spelled = `${day}\\s*(?:th\\p{L}[nu]g|t\\p{L}ang)\\s*(${digit}\\s?${digit}?)\\s*,?\\s*(?:n\\p{L}m)\\s*(\\d{4})`

const dateHere = new RegExp(`(?:${numeric}|${spelled})(?!\\d)`, 'iuy')
const afterDayWord = new RegExp('ng[aàáảãạâ]y\\s*:?\\s*', 'iuy')

/**
 * The date that stands at `at`, after the word "ngày" or without it; null if none stands there.
 * Forms: 08/11/2011, 8-11-2011, 08.11.2011, ngày 26 tháng 12 năm 2019, with stray blanks and line breaks.
 */
export function readDateAt(text: string, at: number): WrittenDate | null {
  afterDayWord.lastIndex = at
  const word = afterDayWord.exec(text)
  dateHere.lastIndex = word ? at + word[0].length : at
  const found = dateHere.exec(text)
  if (!found) return null
  const [d, m, y] = found[4] === undefined ? [found[5], found[6], found[7]] : [found[1], found[3], found[4]]
  return { date: toDate(number(d), number(m), number(y)), start: at, end: dateHere.lastIndex }
}

function number(written: string | undefined): number {
  return Number((written ?? '').replace(/\s/g, '').replace(/[lI]/g, '1').replace(/[oO]/g, '0'))
}

/** `YYYY-MM-DD` of a day that exists (30/02 does not), else null. */
export function toDate(d: number, m: number, y: number): string | null {
  if (!(y >= 1900 && y < 2200)) return null
  const date = new Date(Date.UTC(y, m - 1, d))
  if (date.getUTCFullYear() !== y || date.getUTCMonth() !== m - 1 || date.getUTCDate() !== d) return null
  return date.toISOString().slice(0, 10)
}
