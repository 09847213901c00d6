import type { ActivityContent } from './activities.schema.ts'

/** How an indicator adds over activities, as data/vocabularies.json says. */
export type Adds = 'sum' | 'parts_only' | 'ratio' | 'latest' | 'not_additive'

export interface Figure {
  indicator: string
  n: number
  d: number | null
}

/** Indicators of which one activity is one piece; the others (leaflets, forms …) have a number that somebody counted. */
export const onePerActivity: ReadonlySet<string> = new Set([
  'meetings',
  'quizzes',
  'plans_issued',
  'news',
  'broadcasts',
])

/** Indicators of forms at which people are present, so that their number is asked. */
export const withPeople: ReadonlySet<string> = new Set(['meetings', 'attendances', 'quizzes', 'inspections'])

/** Indicators that have a field of their own, so that they are stated once. */
const fieldOf = { attendances: 'attendances', cost: 'cost', persons_reached: 'persons' } as const
type Owned = keyof typeof fieldOf

/** Raised by `figuresOf`: a field and a figure state the same thing with different values, or one indicator stands twice. */
export class FiguresDiffer extends Error {
  readonly indicator: string
  constructor(indicator: string) {
    super(indicator)
    this.indicator = indicator
  }
}

/**
 * All figures of an activity, by indicator: those stated, those of the fields with an indicator (attendances, cost,
 * persons), and the usual one of the form (a meeting is one meeting), unless it was stated.
 * @param formIndicator indicator of the form in the vocabulary, null where it has none
 * @throws FiguresDiffer
 */
export function figuresOf(
  input: Pick<ActivityContent, 'attendances' | 'cost' | 'persons' | 'figures'>,
  formIndicator: string | null,
): Figure[] {
  const found = new Map<string, Figure>()
  for (const figure of input.figures) {
    if (found.has(figure.indicator)) throw new FiguresDiffer(figure.indicator)
    found.set(figure.indicator, { indicator: figure.indicator, n: figure.n, d: figure.d })
  }
  for (const indicator of Object.keys(fieldOf) as Owned[]) {
    const value = input[fieldOf[indicator]]
    if (value === null) continue
    const stated = found.get(indicator)
    if (stated && stated.n !== value) throw new FiguresDiffer(indicator)
    found.set(indicator, { indicator, n: value, d: null })
  }
  if (formIndicator !== null && onePerActivity.has(formIndicator) && !found.has(formIndicator))
    found.set(formIndicator, { indicator: formIndicator, n: 1, d: null })
  return [...found.values()].sort((a, b) => (a.indicator < b.indicator ? -1 : 1))
}

/** The value of a field that was stated as a figure only. */
export function fieldFrom(figures: readonly Figure[], indicator: Owned): number | null {
  return figures.find((f) => f.indicator === indicator)?.n ?? null
}

/**
 * Whether an activity may be logged for a day.
 * @param years years of the plans that its tasks belong to; without any the present year stands for them
 * @returns null when it may
 */
export function dayProblem(
  day: string,
  today: string,
  years: readonly number[],
): 'future' | 'too_old' | null {
  if (day > today) return 'future'
  const year = years.length > 0 ? Math.max(...years) : Number(today.slice(0, 4))
  return Number(day.slice(0, 4)) < year - 1 ? 'too_old' : null
}

/** Fields of a version that differ from the one before, in the order of the screen. */
export function changedFields(before: object, after: object): string[] {
  const a = new Map<string, unknown>(Object.entries(before))
  return Object.entries(after)
    .filter(([key, value]) => JSON.stringify(a.get(key)) !== JSON.stringify(value))
    .map(([key]) => key)
}

/** What the hash of an activity's version is over: all of it, lists in one order whoever wrote or read them. */
export interface SealedActivity {
  day: string
  title: string
  form: string
  audiences: readonly string[]
  place: string
  persons: number | null
  attendances: number | null
  result: string
  shortcoming: string
  cause: string
  nextStep: string
  cost: number | null
  fund: string | null
  photoIds: readonly string[]
  figures: readonly Figure[]
  tasks: readonly { planId: string; taskKey: string; revision: number }[]
  programmes: readonly string[]
  reason: string | null
}

export function sealedActivity(activity: SealedActivity): SealedActivity {
  const { day, title, form, audiences, place, persons, attendances, result, shortcoming } = activity
  const { cause, nextStep, cost, fund, photoIds, reason } = activity
  // By code unit, not by a language: the order must be the same in every database and on every machine.
  const by = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
  return {
    day,
    title,
    form,
    audiences,
    place,
    persons,
    attendances,
    result,
    shortcoming,
    cause,
    nextStep,
    cost,
    fund,
    photoIds,
    reason,
    figures: activity.figures
      .map(({ indicator, n, d }) => ({ indicator, n, d }))
      .sort((a, b) => by(a.indicator, b.indicator)),
    tasks: activity.tasks
      .map(({ planId, taskKey, revision }) => ({ planId, taskKey, revision }))
      .sort((a, b) => by(a.planId, b.planId) || by(a.taskKey, b.taskKey)),
    programmes: [...activity.programmes].sort(by),
  }
}
