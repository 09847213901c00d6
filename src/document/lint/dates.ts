import { toDate } from '../text/dates.ts'
import type { Report, Sheet } from './model.ts'

const written =
  '(\\d{1,2})\\s*(?:[/.-]|\\s*tháng\\s*)\\s*(\\d{1,2})\\s*(?:[/.-]|\\s*năm\\s*)\\s*((?:19|20)\\d\\d)(?!\\d)'
const weekdays = ['chủ nhật', 'thứ hai', 'thứ ba', 'thứ tư', 'thứ năm', 'thứ sáu', 'thứ bảy']
const weekday = '(thứ\\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\\s+nhật)'
const dayThenWeekday = new RegExp(
  `ngày\\s+${written}\\s*(?:\\(|,|-)\\s*(?:sáng\\s+|chiều\\s+|tối\\s+)?${weekday}(?!\\p{L})`,
  'giu',
)
const weekdayThenDay = new RegExp(`(?<!\\p{L})${weekday}\\s*(?:,|\\()?\\s*(?:ngày\\s+)?${written}`, 'giu')
const anyDay = new RegExp(`ngày\\s+${written}`, 'giu')
const deadline = new RegExp(`(?:trước|chậm\\s+nhất(?:\\s+là)?|xong|đến\\s+hết)\\s+ngày\\s+${written}`, 'giu')
const span = new RegExp(
  `từ\\s+(?:ngày\\s+)?${written}\\s*(?:đến|-|–)\\s*(?:hết\\s+)?(?:ngày\\s+)?${written}`,
  'giu',
)
const years =
  /(?:giai\s+đoạn|nhiệm\s+kỳ|năm\s+học|từ\s+năm)\s+((?:19|20)\d\d)\s*(?:-|–|đến(?:\s+năm)?)\s*((?:19|20)\d\d)(?!\d)/giu

/** Days and periods that can't be, or that speak against the document's own day. */
export function lintDates(sheet: Sheet, report: Report): void {
  const { read, options } = sheet
  const { date } = read.header
  if (date !== null && date > options.today)
    report('date_future', read.headerSpans.date ?? { start: 0, end: 0 }, {
      params: { date: vn(date), today: vn(options.today) },
    })
  lintPlanYear(sheet, report)
  lintWeekdays(sheet, report)
  lintPeriods(sheet, report)
  lintImpossible(sheet, report)
  if (sheet.rules === 'decree30' && date !== null) lintDeadlines(sheet, date, report)
}

function vn(date: string): string {
  return date.split('-').reverse().join('/')
}

function dateOf(d: string | undefined, m: string | undefined, y: string | undefined): string | null {
  return toDate(Number(d), Number(m), Number(y))
}

/** "Kế hoạch … năm 2020" of 2018, or of 2023. */
function lintPlanYear({ read }: Sheet, report: Report): void {
  const { type, subject, date } = read.header
  const at = read.headerSpans.subject
  if ((type !== 'Kế hoạch' && type !== 'Chương trình') || subject === null || date === null || !at) return
  const named = [...subject.matchAll(/(?<!\d\s)năm\s+(20\d\d)(?!\s*[-–]|\d|\s+đến)/giu)].map(
    (m) => m[1] ?? '',
  )
  const year = named.at(-1)
  const own = Number(date.slice(0, 4))
  if (year === undefined || /giai\s+đoạn|đến\s+năm|tổng\s+kết|sơ\s+kết/iu.test(subject)) return
  if (Number(year) < own || Number(year) > own + 1)
    report('plan_year', at, { params: { year, own: String(own) } })
}

function lintWeekdays({ text }: Sheet, report: Report): void {
  const check = (start: number, whole: string, said: string, date: string | null) => {
    if (date === null) return
    const right = new Date(`${date}T00:00:00Z`).getUTCDay()
    const words = said.replace(/\s+/g, ' ').toLowerCase()
    const digit = /\d/.exec(words)?.[0]
    const named = digit === undefined ? weekdays.indexOf(words) : Number(digit) - 1
    if (named === right) return
    report(
      'weekday_wrong',
      { start, end: start + whole.length },
      {
        params: { date: vn(date), said: words, right: weekdays[right] ?? '' },
      },
    )
  }
  for (const m of text.matchAll(dayThenWeekday)) check(m.index, m[0], m[4] ?? '', dateOf(m[1], m[2], m[3]))
  for (const m of text.matchAll(weekdayThenDay)) check(m.index, m[0], m[1] ?? '', dateOf(m[2], m[3], m[4]))
}

function lintPeriods({ text }: Sheet, report: Report): void {
  for (const m of text.matchAll(span)) {
    const [from, until] = [dateOf(m[1], m[2], m[3]), dateOf(m[4], m[5], m[6])]
    if (from !== null && until !== null && until < from)
      report(
        'period_reversed',
        { start: m.index, end: m.index + m[0].length },
        { params: { from: vn(from), until: vn(until) } },
      )
  }
  for (const m of text.matchAll(years)) {
    const [, from = '', until = ''] = m
    if (until < from)
      report('period_reversed', { start: m.index, end: m.index + m[0].length }, { params: { from, until } })
  }
}

/** Behind a citation the day is the citation's, which has a finding of its own. */
function lintImpossible({ text, read, headEnd }: Sheet, report: Report): void {
  for (const m of text.matchAll(anyDay)) {
    if (m.index < headEnd || dateOf(m[1], m[2], m[3]) !== null) continue
    const cited = read.citations.some((c) => c.end <= m.index && /^[\s,(]*$/.test(text.slice(c.end, m.index)))
    if (!cited)
      report(
        'date_words_impossible',
        { start: m.index, end: m.index + m[0].length },
        { params: { date: m[0] } },
      )
  }
}

function lintDeadlines({ text, headEnd }: Sheet, own: string, report: Report): void {
  for (const m of text.matchAll(deadline)) {
    const date = dateOf(m[1], m[2], m[3])
    if (m.index < headEnd || date === null || date >= own) continue
    report(
      'deadline_past',
      { start: m.index, end: m.index + m[0].length },
      { params: { date: vn(date), own: vn(own) } },
    )
  }
}
