import { fold } from '../../document/index.ts'
import { addDays } from '../../platform/clock.ts'
import type { FuzzyTime } from './plans.schema.ts'

/** What is said about the year when a plan speaks of time: its year, and its period as `[from, until)`. */
export interface PlanYear {
  year: number
  period: { from: string; until: string }
}

type Interval = readonly [from: string, until: string]

const two = (n: number) => String(n).padStart(2, '0')
const roman: Record<string, number> = { i: 1, ii: 2, iii: 3, iv: 4, '1': 1, '2': 2, '3': 3, '4': 4 }

/** First day of a month; months past December are those of the next year. */
function monthStart(year: number, month: number): string {
  return `${year + Math.floor((month - 1) / 12)}-${two(((month - 1) % 12) + 1)}-01`
}

function months(year: number, first: number, last: number): Interval | null {
  if (first < 1 || last > 12 || first > last) return null
  return [monthStart(year, first), monthStart(year, last + 1)]
}

/** A calendar day, or null for 31/2 and the like. A year of two digits is of this century. */
function dayFrom(d: string, m: string, y: string | undefined, year: number): string | null {
  const full = y === undefined ? year : y.length === 2 ? 2000 + Number(y) : Number(y)
  const text = `${full}-${two(Number(m))}-${two(Number(d))}`
  const at = new Date(`${text}T00:00:00Z`)
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== text ? null : text
}

const date = String.raw`(?:ngay )?(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?`
const dash = String.raw`\s*(?:-|den|toi)\s*`
const inYear = String.raw`(?:\s*(?:[/-]|nam)\s*(\d{4}))?`

/** Each rule: what the folded words say as a whole, and the days they mean. The first that matches holds. */
const rules: readonly (readonly [RegExp, (m: RegExpExecArray, plan: PlanYear) => Interval | null])[] = [
  [
    new RegExp(`^(?:tu )?${date}${dash}${date}$`),
    (m, { year }) => {
      const until = dayFrom(m[4] ?? '', m[5] ?? '', m[6], year)
      const from = dayFrom(m[1] ?? '', m[2] ?? '', m[3] ?? m[6], year)
      return from !== null && until !== null && from <= until ? [from, addDays(until, 1)] : null
    },
  ],
  [
    new RegExp(
      `^(?:xong |hoan thanh |cham nhat |muon nhat )?(?:truoc|den het|den|het|cham nhat|muon nhat) ${date}$`,
    ),
    (m, { year, period }) => {
      const last = dayFrom(m[1] ?? '', m[2] ?? '', m[3], year)
      if (last === null) return null
      // "trước 15/01" of a plan that begins in December reaches back to its begin; an earlier day has no begin in it.
      return [period.from <= last ? period.from : last, addDays(last, 1)]
    },
  ],
  [
    new RegExp(`^(?:tu|sau) ${date}$`),
    (m, { year, period }) => {
      const from = dayFrom(m[1] ?? '', m[2] ?? '', m[3], year)
      return from !== null && from < period.until ? [from, period.until] : null
    },
  ],
  [
    new RegExp(`^${date}$`),
    (m, { year }) => {
      const on = dayFrom(m[1] ?? '', m[2] ?? '', m[3], year)
      return on === null ? null : [on, addDays(on, 1)]
    },
  ],
  [
    new RegExp(
      `^(?:trong |truoc het |het )?(?:cac )?quy (i{1,3}|iv|[1-4])(?:(?:\\s*(?:-|,|va|den)\\s*)(?:quy )?(i{1,3}|iv|[1-4]))?${inYear}$`,
    ),
    (m, { year }) => {
      const first = roman[m[1] ?? ''] ?? 0
      const last = m[2] === undefined ? first : (roman[m[2]] ?? 0)
      return months(m[3] ? Number(m[3]) : year, first * 3 - 2, last * 3)
    },
  ],
  [
    new RegExp(
      `^(?:trong )?(?:cac )?thang (\\d{1,2})(?:\\s*(?:-|,|va|den|den thang)\\s*(?:thang )?(\\d{1,2}))?${inYear}$`,
    ),
    (m, { year }) => months(m[3] ? Number(m[3]) : year, Number(m[1]), Number(m[2] ?? m[1])),
  ],
  [
    new RegExp(`^(?:6|sau) thang dau nam${inYear}$`),
    (m, { year }) => months(m[1] ? Number(m[1]) : year, 1, 6),
  ],
  [
    new RegExp(`^(?:6|sau) thang cuoi nam${inYear}$`),
    (m, { year }) => months(m[1] ? Number(m[1]) : year, 7, 12),
  ],
  [
    /^(?:ca nam|trong nam|nam|hang thang|moi thang(?: mot lan)?|hang quy|moi quy|hang tuan|thuong xuyen|dinh ky)(?:(?:,| trong| ca)? (?:ca |trong )?nam)?(?: (?:hoc )?(\d{4}))?$/,
    (_m, { period }) => [period.from, period.until],
  ],
]

/**
 * What words about time mean: "Quý II", "Trước 30/6", "Tháng 3 - 5", "hằng tháng", "cả năm". Words that name no days
 * ("trước kỳ tuyển sinh") keep their words and have no interval: it is the person who knows.
 * @returns the literal words with the half-open interval `[from, until)`; "trước 30/6" ends with 01/7
 */
export function parseTime(words: string, plan: PlanYear): FuzzyTime {
  const folded = fold(words.normalize('NFC'))
    .replace(/[–—]/g, '-')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[.;,]$/, '')
  for (const [pattern, days] of rules) {
    const match = pattern.exec(folded)
    const interval = match && days(match, plan)
    if (interval) return { words, from: interval[0], until: interval[1] }
  }
  return { words, from: null, until: null }
}

/** The last day of a task's time, on which it is due; null without an interval. */
export function dueOf(time: FuzzyTime): string | null {
  return time.until === null ? null : addDays(time.until, -1)
}
