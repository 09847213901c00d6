import type { Trx } from '../../platform/db.ts'
import {
  findCounted,
  findEarlier,
  findPartStates,
  findWithin,
  sumActivities,
  sumEarlier,
  sumReports,
  type CountedActivity,
  type CountedChild,
  type EarlierSum,
  type PartState,
} from './count.store.ts'
import type { ReportForm } from './form.schema.ts'
import type { ReportContent } from './reports.schema.ts'
import {
  belowValue,
  earlierOf,
  figureOf,
  lastDay,
  nothing,
  ownValue,
  type EarlierReport,
  type FigureRow,
} from './reports.rules.ts'

/** What is counted: a unit with the closed units it goes on for, a form and a window. */
export interface Counting {
  unitId: string
  units: readonly string[]
  form: ReportForm
  period: string
  from: string
  until: string
}

/** What a report counts now: live for a draft, and what submitting freezes. */
export interface Count {
  activities: CountedActivity[]
  children: CountedChild[]
  missing: (PartState & { state: 'not_reported' | 'waiting' | 'returned' })[]
  figures: FigureRow[]
  /** the earlier reports that the running totals stand on, by the day their span begins */
  earlier: Map<string, EarlierReport[]>
}

/**
 * Counts a report: own activities of the window, accepted reports of the units that stood below on its last day, what
 * came before, and the corrections and marks of its draft. Nine queries, however large it is.
 */
export async function countReport(
  trx: Trx,
  { unitId, units, form, period, from, until }: Counting,
  content: Pick<ReportContent, 'corrections' | 'nothing'>,
): Promise<Count> {
  const codes = form.indicators.map((i) => i.code)
  const activities = await findCounted(trx, units, { from, until })
  const own = await sumActivities(trx, activities, codes)
  const states = await findPartStates(trx, unitId, form, { code: period, lastDay: lastDay({ until }) })
  const children = states.flatMap((s) =>
    s.reportId !== null && s.version !== null
      ? [{ reportId: s.reportId, version: s.version, unitId: s.unitId }]
      : [],
  )
  const below = await sumReports(trx, children, codes)
  const before = await findEarlier(trx, units, form.code, from)
  const earlier = new Map<string, EarlierReport[]>()
  const sums = new Map<string, Map<string, EarlierSum>>()
  for (const span of new Set(form.indicators.flatMap((i) => (i.running ? [i.running.from] : [])))) {
    const taken = earlierOf({ from: span }, { from }, before)
    earlier.set(span, taken)
    sums.set(span, await sumEarlier(trx, taken, codes))
  }
  // What this window counts again: the half year of a year.
  const within = earlierOf(
    { from },
    { from: until },
    await findWithin(trx, units, form.code, { from, until, period }),
  )
  const again = await sumEarlier(trx, within, codes)
  const figures = form.indicators.map((indicator) => {
    const part = below.get(indicator.code)
    const past = indicator.running ? sums.get(indicator.running.from)?.get(indicator.code) : undefined
    const correction = content.corrections.find((c) => c.indicator === indicator.code)
    return figureOf({
      indicator,
      own: ownValue(indicator.adds, states.length > 0, own.get(indicator.code)),
      below: part ? belowValue(indicator.adds, [part.total]) : nothing,
      correction: correction ? { n: correction.n, reason: correction.reason } : null,
      earlier: past?.total ?? nothing,
      carried: (past?.changed ?? 0) + (part?.carried ?? 0),
      revised: (again.get(indicator.code)?.changed ?? 0) + (part?.revised ?? 0),
      stated: own.has(indicator.code) || part !== undefined,
      saidNothing: content.nothing.includes(indicator.code),
    })
  })
  return {
    activities,
    children,
    missing: states.flatMap((s) => (s.state === 'counted' ? [] : [{ ...s, state: s.state }])),
    figures: figures.filter((f) => f !== null),
    earlier,
  }
}
