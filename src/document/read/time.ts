import type { DutyTime } from '../model.ts'
import { toDate } from '../text/dates.ts'
import { collapse, fold } from '../text/normalise.ts'

type Days = readonly [from: string | null, until: string | null]
type Found = RegExpExecArray

const two = (n: number) => String(n).padStart(2, '0')

/** The first of a month; months past December are those of the next year. */
function monthStart(year: number, month: number): string {
  return `${year + Math.floor((month - 1) / 12)}-${two(((month - 1) % 12) + 1)}-01`
}

function months(year: number | null, first: number, last: number): Days {
  if (year === null || first < 1 || last < first || last > 12) return [null, null]
  return [monthStart(year, first), monthStart(year, last + 1)]
}

function dayAfter(day: string | null): string | null {
  if (day === null) return null
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + 1)
  return at.toISOString().slice(0, 10)
}

function dayOf(d?: string, m?: string, y?: string, year: number | null = null): string | null {
  const own = y === undefined || y === '' ? year : Number(y)
  return own === null ? null : toDate(Number(d), Number(m), own)
}

const roman: Readonly<Record<string, number>> = { i: 1, ii: 2, iii: 3, iv: 4, '1': 1, '2': 2, '3': 3, '4': 4 }
const quarter = (words: string | undefined) => roman[words ?? ''] ?? 0

const dayAndMonth =
  '(\\d{1,2})(?:\\s*[/.-]\\s*|\\s+thang\\s+)(\\d{1,2})(?:(?:\\s*[/.-]\\s*|\\s+nam\\s+)((?:19|20)\\d\\d))?(?![\\d/])'
const day = `(?:ngay\\s+)?${dayAndMonth}`
const inYear = '(?:\\s*(?:[/-]|nam)\\s*((?:19|20)\\d\\d))?(?!\\d)'
const last =
  '(?:truoc|den\\s+het|cham\\s+nhat(?:\\s+(?:la|vao|den))?|muon\\s+nhat|han\\s+chot(?:\\s+la)?|het|khong\\s+qua)'

interface Rule {
  pattern: RegExp
  every?: DutyTime['every']
  days: (found: Found, year: number | null) => Days
}

const rule = (pattern: string, days: Rule['days'], every?: DutyTime['every']): Rule => ({
  pattern: new RegExp(`(?<![a-z])(?:${pattern})(?![a-z])`, 'g'),
  days,
  ...(every === undefined ? {} : { every }),
})
const none: Rule['days'] = () => [null, null]
const wholeYear: Rule['days'] = (_, year) => months(year, 1, 12)

/**
 * Forms of time, the more telling first. A last day is itself within the time: "trước ngày 15/6" ends with 16/6. A school year
 * of the program's reckoning runs from September to May, its first half to the middle of January (Circulars on the school
 * year's frame leave the days to each province): such days are near, the words are exact.
 */
const rules: readonly Rule[] = [
  rule(
    `${last}\\s+ngay\\s+(?:\\d{1,2}\\s+)?(?:hang|moi)\\s+thang|${last}\\s+ngay\\s+\\d{1,2}\\s+(?:hang|cua\\s+moi|moi)\\s+thang`,
    wholeYear,
    'month',
  ),
  rule(`${last}\\s+ngay\\s+\\d{1,2}(?:\\s+cua)?\\s+thang\\s+cuoi(?:\\s+cua)?\\s+quy`, wholeYear, 'quarter'),
  rule('tu\\s+' + day + '\\s*(?:-|den|toi)\\s*(?:het\\s+)?' + day, (m, year) => [
    dayOf(m[1], m[2], m[3] ?? m[6], year),
    dayAfter(dayOf(m[4], m[5], m[6], year)),
  ]),
  rule(`${last}\\s+${day}`, (m, year) => [null, dayAfter(dayOf(m[1], m[2], m[3], year))]),
  rule(`(?:vao\\s+|trong\\s+)?ngay\\s+${dayAndMonth}`, (m, year) => {
    const on = dayOf(m[1], m[2], m[3], year)
    return [on, dayAfter(on)]
  }),
  rule(`${last}\\s+thang\\s+(\\d{1,2})${inYear}`, (m, year) => [
    null,
    months(m[2] ? Number(m[2]) : year, Number(m[1]), Number(m[1]))[1],
  ]),
  rule(
    `(?:trong\\s+|${last}\\s+)?(?:cac\\s+)?quy\\s+(i{1,3}|iv|[1-4])(?:\\s*(?:-|,|va|den)\\s*(?:quy\\s+)?(i{1,3}|iv|[1-4]))?${inYear}`,
    (m, year) => months(m[3] ? Number(m[3]) : year, quarter(m[1]) * 3 - 2, quarter(m[2] ?? m[1]) * 3),
  ),
  rule(
    `(?:trong\\s+|tu\\s+)?(?:cac\\s+)?thang\\s+(\\d{1,2})\\s*(?:-|den|va|,)\\s*(?:het\\s+)?(?:thang\\s+)?(\\d{1,2})${inYear}`,
    (m, year) => months(m[3] ? Number(m[3]) : year, Number(m[1]), Number(m[2])),
  ),
  rule(`(?:trong\\s+|vao\\s+)?thang\\s+(\\d{1,2})${inYear}`, (m, year) =>
    months(m[2] ? Number(m[2]) : year, Number(m[1]), Number(m[1])),
  ),
  rule('(?:6|06|sau)\\s+thang\\s+dau\\s+nam' + inYear, (m, year) => months(m[1] ? Number(m[1]) : year, 1, 6)),
  rule('(?:6|06|sau)\\s+thang\\s+cuoi\\s+nam' + inYear, (m, year) =>
    months(m[1] ? Number(m[1]) : year, 7, 12),
  ),
  rule('(?:dinh\\s+ky\\s+)?(?:hang|moi)\\s+tuan|dinh\\s+ky\\s+hang\\s+tuan', wholeYear, 'week'),
  rule('(?:dinh\\s+ky\\s+)?(?:hang|moi)\\s+thang', wholeYear, 'month'),
  rule(
    '(?:dinh\\s+ky\\s+)?(?:(?:hang|moi)\\s+quy|(?:0?3|ba)\\s+thang)(?:\\s*,\\s*(?:6|06|sau)\\s+thang)?(?:\\s*,?\\s*(?:va\\s+)?(?:hang\\s+)?nam)?',
    wholeYear,
    'quarter',
  ),
  rule(
    'dinh\\s+ky\\s+(?:hang\\s+)?(?:0?6|sau)\\s+thang(?:\\s*(?:,|va|/)\\s*(?:(?:01|1|mot|hang)\\s+)?nam)?|(?:0?6|sau)\\s+thang\\s*(?:,|va)\\s*(?:hang\\s+)?nam',
    wholeYear,
    'half-year',
  ),
  rule('(?:dinh\\s+ky\\s+)?(?:hang|moi)\\s+nam', wholeYear, 'year'),
  rule('(cuoi\\s+)?(?:trong\\s+)?hoc\\s+ky\\s+(ii|i|[12])(?![a-z])', (m, year) =>
    termDays(year, quarter(m[2]), m[1] !== undefined),
  ),
  rule('(?:dau|cuoi)\\s+nam\\s+hoc(?:\\s+(\\d{4})\\s*-\\s*\\d{4})?', none),
  rule('giai\\s+doan\\s+((?:19|20)\\d\\d)\\s*-\\s*((?:19|20)\\d\\d)', (m) => [
    `${m[1]}-01-01`,
    `${Number(m[2]) + 1}-01-01`,
  ]),
  rule(
    '(?:den\\s+)?het\\s+nam\\s+((?:19|20)\\d\\d)|(?:trong|ca)\\s+nam(?:\\s+((?:19|20)\\d\\d))?',
    (m, year) => months(Number(m[1] ?? m[2]) || year, 1, 12),
  ),
  rule('cuoi\\s+nam(?!\\s+hoc)' + inYear, (m, year) => months(m[1] ? Number(m[1]) : year, 12, 12)),
  rule(
    'trong\\s+(?:vong|thoi\\s+han)\\s+\\d{1,3}\\s+(?:ngay|thang|gio)(?:\\s+lam\\s+viec)?(?:[,\\s]+(?:ke\\s+tu|tinh\\s+tu)\\s+ngay\\s+[^.;,\\n]{3,60})?',
    none,
  ),
  rule('thuong\\s+xuyen(?:,?\\s+lien\\s+tuc)?|ngay\\s+sau\\s+khi\\s+ban\\s+hanh', wholeYear),
]

const anyTime = /\d\s*[/.-]\s*\d|ngay|thang|quy|tuan|nam|hoc\s+ky|giai\s+doan|thuong\s+xuyen/

function termDays(year: number | null, term: number, atEnd: boolean): Days {
  if (year === null) return [null, null]
  if (term === 1) return [atEnd ? `${year}-12-15` : `${year}-09-01`, `${year + 1}-01-16`]
  return [atEnd ? `${year}-05-01` : `${year}-01-16`, `${year}-06-01`]
}

/**
 * The first and most telling time in words: "trước ngày 15/6", "trong quý II", "hằng tháng", "cuối học kỳ I", "định kỳ 06 tháng".
 * @param year the year the document speaks of, for days and months without one; null where it is not known
 */
export function readTime(
  words: string,
  year: number | null,
): (DutyTime & { start: number; end: number }) | null {
  const bare = fold(words)
  if (!anyTime.test(bare)) return null
  const folded = bare.replace(/[–—]/g, '-')
  for (const { pattern, days, every } of rules) {
    pattern.lastIndex = 0
    const found = pattern.exec(folded)
    if (!found) continue
    const [from, until] = days(found, year)
    const [start, end] = [found.index, found.index + found[0].length]
    return { words: collapse(words.slice(start, end)), from, until, every: every ?? null, start, end }
  }
  return null
}
