import type { Adds, FormIndicator, FormPeriod, ReportForm } from './form.schema.ts'

/** A period of a form in a year: `2026-H1`, window [from, until), days in Asia/Ho_Chi_Minh. */
export interface Period {
  code: string
  year: number
  part: FormPeriod
  from: string
  until: string
  /** last day at the top; see dueDay for a unit's own */
  dueAtTop: string
}

function dayIn(year: number, { years, month, day }: FormPeriod['from']): string {
  return `${year + years}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** The period of a code like `2026-H1`, or null when the form has no such period. */
export function periodOf(form: ReportForm, code: string): Period | null {
  const [, year, partCode] = /^(\d{4})-([A-Z][A-Z0-9]*)$/.exec(code) ?? []
  const part = form.periods.find((p) => p.code === partCode)
  if (year === undefined || !part) return null
  const y = Number(year)
  const period = {
    code,
    year: y,
    part,
    from: dayIn(y, part.from),
    until: dayIn(y, part.until),
    dueAtTop: dayIn(y, part.due),
  }
  // A period belongs to the form in force on the last day of its window.
  const last = dayBefore(period.until)
  return last >= form.from && (form.until === null || last < form.until) ? period : null
}

/** Periods whose obligation stands on a day: the window is open, or over and not yet due at the top. */
export function periodsOn(form: ReportForm, day: string): Period[] {
  const year = Number(day.slice(0, 4))
  return [year - 1, year, year + 1]
    .flatMap((y) => form.periods.map((p) => periodOf(form, `${y}-${p.code}`)))
    .filter((p) => p !== null)
    .filter((p) => p.from <= day && day <= p.dueAtTop)
}

/** The last day on which a unit of a kind hands in, or null when that kind owes nothing on the form. */
export function dueDay(form: ReportForm, period: Period, unitKind: string): string | null {
  const tier = form.tiers.find((t) => t.kinds.includes(unitKind))
  return tier ? shift(period.dueAtTop, -tier.leadDays) : null
}

/** The last day of a window; who is above and below is asked for this day, so that no later merger moves a report. */
export function lastDay(period: { until: string }): string {
  return dayBefore(period.until)
}

function dayBefore(day: string): string {
  return shift(day, -1)
}

function shift(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** A figure; `d` is the denominator of a ratio, 0 for the rest. */
export interface Value {
  n: number
  d: number
}
export const nothing: Value = { n: 0, d: 0 }

/** What a set of activities holds of one indicator: sums, and the value of the last activity that states it. */
export interface Counted {
  sum: Value
  last: Value
}

/**
 * What the unit's own activities count.
 * @param hasParts whether units below report to it: `parts_only` then leaves its own out
 */
export function ownValue(adds: Adds, hasParts: boolean, counted: Counted | undefined): Value {
  if (!counted || adds === 'not_additive' || (adds === 'parts_only' && hasParts)) return nothing
  const value = adds === 'latest' ? counted.last : counted.sum
  return { n: value.n, d: adds === 'ratio' ? value.d : 0 }
}

/** What the accepted reports from below add up to. Persons reached twice are one person, so they are never summed. */
export function belowValue(adds: Adds, parts: readonly Value[]): Value {
  if (adds === 'not_additive') return nothing
  const n = parts.reduce((sum, p) => sum + p.n, 0)
  return { n, d: adds === 'ratio' ? parts.reduce((sum, p) => sum + p.d, 0) : 0 }
}

export interface FigureInput {
  indicator: FormIndicator
  own: Value
  below: Value
  correction: { n: number; reason: string } | null
  /** what earlier frozen reports of the running span add up to */
  earlier: Value
  /** what later corrections changed in what those froze */
  carried: number
  /** what later corrections changed in what reports of days within the window had counted */
  revised: number
  /** an activity or a report from below states it: without, a ratio or a last value is not 0 but not known */
  stated: boolean
  /** the unit said that nothing of the kind happened */
  saidNothing: boolean
}

export interface FigureRow {
  indicator: string
  own: Value
  below: Value
  /** with a denominator only where it stands for a ratio that another installation counted */
  correction: { n: number; reason: string; d?: number } | null
  total: Value
  running: Value
  carried: number
  /** of the total, what differs from what reports of days within the window had counted: a year counts its half year again */
  revised: number
  state: 'value' | 'nothing'
}

/**
 * A row of the report; total = own + below + correction, running = earlier + carried + total.
 * @returns null for what nobody stated and no sum makes 0 (a ratio, a last value, persons): it has no row, as nothing is known
 */
export function figureOf(input: FigureInput): FigureRow | null {
  const { indicator, own, below, correction } = input
  const isKnown =
    indicator.adds === 'sum' ||
    indicator.adds === 'parts_only' ||
    (input.stated && indicator.adds !== 'not_additive')
  if (!isKnown && !correction && !input.saidNothing) return null
  const total = { n: own.n + below.n + (correction?.n ?? 0), d: own.d + below.d }
  const hasRunning = indicator.running !== null
  // A ratio's denominator and a last value have no difference that one number could carry.
  const carried = hasRunning && indicator.adds === 'sum' ? input.carried : 0
  return {
    indicator: indicator.code,
    own,
    below,
    correction,
    total,
    running: hasRunning ? { n: input.earlier.n + carried + total.n, d: input.earlier.d + total.d } : total,
    carried,
    revised: indicator.adds === 'sum' ? input.revised : 0,
    // "Không phát sinh" is a statement about nothing: with a value beside it, the value holds.
    state: input.saidNothing && total.n === 0 && total.d === 0 ? 'nothing' : 'value',
  }
}

export interface EarlierReport {
  reportId: string
  unitId: string
  version: number
  from: string
  until: string
}

/**
 * Which earlier reports a running total stands on: those within the span and before the window, none overlapping another of the same unit.
 * A year's report covers its half year, so the longer one is taken.
 */
export function earlierOf(
  span: { from: string },
  window: { from: string },
  reports: readonly EarlierReport[],
): EarlierReport[] {
  const inside = reports.filter((r) => r.from >= span.from && r.until <= window.from)
  const longestFirst = [...inside].sort(
    (a, b) => days(b) - days(a) || (a.from < b.from ? -1 : a.from > b.from ? 1 : 0),
  )
  const taken: EarlierReport[] = []
  for (const report of longestFirst)
    if (taken.every((t) => t.unitId !== report.unitId || report.until <= t.from || t.until <= report.from))
      taken.push(report)
  return taken.sort((a, b) => (a.from < b.from ? -1 : 1))
}

function days({ from, until }: { from: string; until: string }): number {
  return (Date.parse(until) - Date.parse(from)) / 86_400_000
}
