import { readDateAt } from '../text/dates.ts'
import { collapse, type Normalised } from '../text/normalise.ts'
import { findNumberSymbols, takeApart } from './symbols.ts'

/** A law, code, ordinance or the Constitution named by its title. */
export interface LawMention {
  start: number
  end: number
  type: string
  title: string | null
  numberSymbol: string | null
  /** where words after the mention are to be read on from: behind the date, if one stands there */
  rest: number
  date: string | null
}

const heads = /\b(bo\s+luat|luat|phap\s+lenh|hien\s+phap)\b/g
const names = new Map([
  ['bo luat', 'Bộ luật'],
  ['luat', 'Luật'],
  ['phap lenh', 'Pháp lệnh'],
  ['hien phap', 'Hiến pháp'],
])

// A title is words, commas, hyphens and brackets such as "(sửa đổi)"; it ends before what these say.
const titleEnd =
  /[;:.\d"“”]|\n\s*(?:\n|(?=can\s+c[uy]\b|xet\b|theo\s+de\b))|\s(?=(?:ngay|nam|so)\s+[\dlio])|\b(?:nay|va\s+cac|theo\s+quy|quy\s+dinh|duoc|hien\s+hanh|co\s+hieu\s+luc|va\s+(?:nghi|quyet|thong|dieu|khoan|chi\s+thi|van\s+ban)|cua\s+quoc\s+hoi|da|thi\s+hanh|neu\s+tren)\b/g
/** The longest title in force has 27 words; an amending law that names three others has more. */
const longestTitle = 400

/** Mentions of laws by title: dated, with a year, with a number, or undated where a line says "Căn cứ Luật …;". */
export function findLaws({ text, folded }: Normalised): LawMention[] {
  const found: LawMention[] = []
  let from = 0
  for (const match of folded.matchAll(heads)) {
    if (match.index < from || !isName(text, folded, match.index)) continue
    const law = readLaw(text, folded, match.index, match[0])
    if (!law) continue
    found.push(law)
    from = law.end
  }
  return found
}

/** "Luật" with a capital, or after "Căn cứ"; never the end of "pháp luật", "kỷ luật", "dự thảo Luật". */
function isName(text: string, folded: string, at: number): boolean {
  const before = folded.slice(Math.max(0, at - 16), at)
  if (/(?:phap|ky|du\s+thao|du\s+an)\s+$/.test(before)) return false
  if (/(?:bo)\s+$/.test(before)) return false
  return /\p{Lu}/u.test(text.charAt(at)) || /can\s+cu\s+$/.test(before)
}

function readLaw(text: string, folded: string, start: number, head: string): LawMention | null {
  const type = names.get(head.replace(/\s+/g, ' ')) ?? 'Luật'
  const titleStart = start + head.length
  const limit = Math.min(text.length, start + longestTitle)
  let end = endOfTitle(text, folded, titleStart, limit)
  const amending = /^\s+sua\s+\S+\s*,\s*b\S\s+s\S+ng|^\s+sua\s+doi/.test(
    folded.slice(titleStart, titleStart + 40),
  )
  // "Luật A và Luật B ngày …" are two; "Luật sửa đổi, bổ sung một số điều của Luật A và Luật B ngày …" is one.
  if (!amending) {
    const other = /[,\s]+(?:va\s+)?(?=\b(?:bo\s+luat|luat|phap\s+lenh)\b)/.exec(folded.slice(titleStart, end))
    const otherAt = other ? titleStart + other.index : end
    if (other && /\p{Lu}/u.test(text.charAt(otherAt + other[0].length))) end = otherAt
  }
  end = trimEnd(text, titleStart, end)
  const title = collapse(text.slice(titleStart, end)) || null
  if (title !== null && title.split(' ').length > (amending ? 60 : 27)) return null
  return (
    withNumber(text, folded, start, end, type, title) ??
    withDateOrYear(text, folded, start, end, type, title) ??
    undatedBasis(text, folded, start, end, type, title)
  )
}

function endOfTitle(text: string, folded: string, from: number, limit: number): number {
  for (const stop of folded.slice(from, limit).matchAll(titleEnd)) {
    // "Luật Dược" is a title, "Luật được" is not: folding makes them one, the capital tells them apart.
    if (!/\p{Lu}/u.test(text.charAt(from + stop.index))) return from + stop.index
  }
  return limit
}

function trimEnd(text: string, from: number, to: number): number {
  let end = to
  while (end > from && /[\s,(]/.test(text.charAt(end - 1))) end--
  return end
}

/** "Luật Dược số 105/2016/QH13", "Luật số 15/2008/QH12": only numbers of the National Assembly and its Committee. */
function withNumber(
  text: string,
  folded: string,
  start: number,
  titleEnd: number,
  type: string,
  title: string | null,
): LawMention | null {
  const lead = /^[\s,(]*(?:so\s*:?\s*)?(?=\d)/.exec(folded.slice(titleEnd, titleEnd + 16))
  if (!lead) return null
  const at = titleEnd + lead[0].length
  const [number] = findNumberSymbols(text.slice(at, at + 40))
  if (!number || number.start !== 0 || !/QH|LCT|CTN|HĐNN/.test(number.symbol ?? '')) return null
  const end = at + number.end
  const { numberSymbol } = takeApart(number.number, number.year, number.symbol ?? '')
  const date = dateAfter(text, end)
  return { start, end, type, title, numberSymbol, date: date?.date ?? null, rest: date?.end ?? end }
}

/** The day, or the year alone, of a law cited by title; the mention itself ends before them. */
function withDateOrYear(
  text: string,
  folded: string,
  start: number,
  end: number,
  type: string,
  title: string | null,
): LawMention | null {
  const date = dateAfter(text, end)
  if (date && title !== null)
    return { start, end, type, title, numberSymbol: null, date: date.date, rest: date.end }
  const year = /^[\s,(]*(?:nam\s+)?(?:19|20)\d\d(?![\d/-])/.exec(folded.slice(end, end + 16))
  if (!year || (title === null && type !== 'Hiến pháp')) return null
  return { start, end, type, title, numberSymbol: null, date: null, rest: end + year[0].length }
}

/** An undated law that is the whole of its basis: "Căn cứ Luật Giáo dục;". Other undated mentions are common words. */
function undatedBasis(
  text: string,
  folded: string,
  start: number,
  end: number,
  type: string,
  title: string | null,
): LawMention | null {
  if (title === null || !/can\s+cu\s+$/.test(folded.slice(Math.max(0, start - 12), start))) return null
  if (!/^\s*(?:[;.,]\s*(?:\n|$)|\n\s*(?:\n|$|can\s+cu))/.test(folded.slice(end, end + 40))) return null
  return /\p{L}/u.test(text.charAt(end - 1)) || text.charAt(end - 1) === ')'
    ? { start, end, type, title, numberSymbol: null, date: null, rest: end }
    : null
}

function dateAfter(text: string, from: number): { date: string | null; end: number } | null {
  const lead = /^[\s,(]*/.exec(text.slice(from, from + 12))?.[0].length ?? 0
  return /^ng[àa]y/iu.test(text.slice(from + lead, from + lead + 4)) ? readDateAt(text, from + lead) : null
}
