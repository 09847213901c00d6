import type { DemoActivities, DemoPictures, DemoTasks, Units } from './demo.schema.ts'

type Unit = Units[number]
type Plan = DemoTasks[number]
type Task = Plan['tasks'][number]
type Template = DemoActivities['templates'][number]
type Random = () => number

export interface DemoActivity {
  unit: string
  task: string
  /** the school that an activity of the office is about (inspected, shown as an example), if one */
  about: string | null
  /** kind of activity, null for those written by hand */
  type: string | null
  date: string
  form: string
  audience: string
  title: string
  /** indicator → value; cost in đồng */
  numbers: Record<string, number>
  funds: string
  result: string
  shortcoming: string | null
  cause: string | null
  next: string | null
  /** `variant` is different for every use of a picture, so that no two pieces of evidence need be the same file */
  pictures: { id: string; variant: number }[]
  correction: { date: string; numbers: Record<string, number>; reason: string } | null
}

interface Given {
  units: Units
  plans: DemoTasks
  activities: DemoActivities
  pictures: DemoPictures
}

/** Days on which no office and no school is open: Tết, 10/3 of the lunar year, 30/4, 1/5, 2/9, as `[from, until)`. */
const CLOSED: readonly (readonly [string, string])[] = [
  ['2025-01-25', '2025-02-03'],
  ['2025-04-07', '2025-04-08'],
  ['2025-04-30', '2025-05-03'],
  ['2025-08-30', '2025-09-03'],
  ['2026-01-01', '2026-01-03'],
  ['2026-02-14', '2026-02-23'],
  ['2026-04-27', '2026-04-28'],
  ['2026-04-30', '2026-05-04'],
]

const WEEKEND_FORMS = new Set(['parents_meeting', 'law_outing'])

const ENTRY_CLASS: Record<string, string> = {
  school_preschool: 'mẫu giáo',
  school_primary: 'lớp 1',
  school_lower_secondary: 'lớp 6',
  school_primary_lower_secondary: 'lớp 1, lớp 6',
}

/**
 * Makes the demonstration's activities from its templates, in order of day: the same list for the same data and seed.
 * An activity of a school lies after the day on which the school issues its plan (`schoolPlanDay`).
 */
export function expandActivities(given: Given): DemoActivity[] {
  const { activities, plans, units } = given
  const doers = units.filter((u) => u.kind === 'education_office' || u.kind.startsWith('school_'))
  const schools = doers.filter((u) => u.kind.startsWith('school_'))
  const uses = new Map<string, number>()
  const out: DemoActivity[] = activities.fixed.map((f) => byHand(f, taskOf(plans, f.task).task.funds, uses))
  for (const row of activities.schedule) {
    const { plan, task } = taskOf(plans, row.task)
    for (const unit of doers) {
      const n = timesOf(row, unit)
      if (n === 0) continue
      const random = randomOf(`${activities.seed}:${row.task}:${row.type}:${unit.code}`)
      const target = targetOf(given, plan, task, unit)
      const asked = random() < 0.12 && n > 2 && n > target ? n - 1 : n
      const least =
        target === 0 ? null : { indicator: task.target?.indicator ?? '', n: Math.ceil(target / asked) }
      const place = { plan, task, unit, schools: shuffled(schools, random), given, random, uses, least }
      if (row.type === 'plan_issue') out.push(...issuing(place, row.type))
      else out.push(...repeated(place, row.type, asked))
    }
  }
  return out.sort((a, b) => (a.date === b.date ? a.unit.localeCompare(b.unit) : a.date < b.date ? -1 : 1))
}

/** The day on which a school issues its plan of the year: before `schoolsDue`, after it for those in `late`. */
export function schoolPlanDay(plan: Plan, school: string): string {
  const random = randomOf(`plan:${plan.key}:${school}`)
  const late = plan.schoolsIssue.late.includes(school)
  const days = openDays(
    late ? plan.schoolsDue : plan.schoolsIssue.from,
    late ? plan.schoolsIssue.until : plan.schoolsDue,
    'document_issue',
  )
  return pick(days, random)
}

interface Place {
  plan: Plan
  task: Task
  unit: Unit
  /** in the order in which an office comes to speak of them; the first is taken off when it is named */
  schools: Units
  given: Given
  random: Random
  uses: Map<string, number>
  /** what each activity brings at least of the task's indicator, so that the unit meets its target; null where it need not */
  least: { indicator: string; n: number } | null
}

/**
 * What a unit is to reach of a task by the end of the story, 0 where nothing says so: the target of a task whose time is
 * over, which most units meet (`meets` of the data, by year).
 */
function targetOf({ activities }: Given, plan: Plan, task: Task, unit: Unit): number {
  if (!task.target || task.time.until > nextDay(activities.end)) return 0
  const share = activities.meets[String(plan.year)] ?? 0
  if (randomOf(`${activities.seed}:meets:${task.key}:${unit.code}`)() >= share) return 0
  if (unit.code === plan.unit) return task.target.own
  for (const [kind, n] of Object.entries(task.target.perSchool ?? {})) if (kind === unit.kind) return n
  return 0
}

function issuing(place: Place, type: string): DemoActivity[] {
  const date =
    place.unit.code === place.plan.unit ? place.plan.issued : schoolPlanDay(place.plan, place.unit.code)
  const template = fitting(place, type, Number(date.slice(5, 7)))[0]
  return template ? [made(place, template, date)] : []
}

/** n activities of a type, one a month as long as months last, each with another template where there is a choice. */
function repeated(place: Place, type: string, n: number): DemoActivity[] {
  const { activities } = place.given
  const own = place.unit.code === place.plan.unit
  const planned = own ? place.plan.issued : schoolPlanDay(place.plan, place.unit.code)
  const from = max(place.task.time.from, nextDay(planned), activities.begin)
  const until = min(place.task.time.until, activities.end)
  const months = shuffled(monthsOf(from, until), place.random).filter(
    (m) => fitting(place, type, Number(m.slice(5))).length > 0 && daysIn(m, from, until, '').length > 0,
  )
  const out: DemoActivity[] = []
  if (months.length === 0) return out
  const seen = new Map<string, number>()
  // A month that falls into a silence is made up for in another.
  for (let i = 0; out.length < n && i < n + months.length; i++) {
    const month = months[i % months.length] ?? from.slice(0, 7)
    const choice = shuffled(fitting(place, type, Number(month.slice(5))), place.random)
    const template = choice.sort((a, b) => (seen.get(a.id) ?? 0) - (seen.get(b.id) ?? 0))[0]
    if (!template) continue
    seen.set(template.id, (seen.get(template.id) ?? 0) + 1)
    const days = daysIn(month, from, until, template.form)
    if (days.length === 0) continue
    const date = pick(days, place.random)
    if (!silent(activities, place.unit.code, type, date)) out.push(made(place, template, date))
  }
  return out
}

function fitting(place: Place, type: string, month: number): Template[] {
  const { unit } = place
  return place.given.activities.templates.filter(
    (t) =>
      t.type === type &&
      t.kinds.includes(unit.kind) &&
      t.months.includes(month) &&
      (t.areas === null || (unit.area !== undefined && t.areas.includes(unit.area))),
  )
}

function made(place: Place, template: Template, date: string): DemoActivity {
  const { random, unit, task } = place
  const { activities } = place.given
  const numbers = figures(template, unit, random, place.least)
  const named = template.titles.some((t) => t.includes('{school}')) ? place.schools.shift() : undefined
  const fill = wordsFor(place, numbers, date, named?.shortName)
  const issue =
    random() < activities.issueShare
      ? template.issues[Math.floor(random() * template.issues.length)]
      : undefined
  return {
    unit: unit.code,
    task: task.key,
    about: named?.code ?? null,
    type: template.type,
    date,
    form: template.form,
    audience: pick(task.audiences, random),
    title: fill(pick(template.titles, random)),
    numbers,
    funds: numbers['cost'] ? task.funds : 'none',
    result: fill(pick(template.results, random)),
    shortcoming: issue ? fill(issue.shortcoming) : null,
    cause: issue ? fill(issue.cause) : null,
    next: issue ? fill(issue.next) : null,
    pictures: random() < activities.withoutPicture ? [] : picturesFor(place, template),
    correction: null,
  }
}

function figures(
  template: Template,
  unit: Unit,
  random: Random,
  least: Place['least'],
): Record<string, number> {
  const numbers: Record<string, number> = {}
  for (const n of template.numbers) {
    const share = n.from + (n.to - n.from) * random()
    if (n.base === 'leaflets') numbers[n.indicator] = Math.round(share * (numbers['leaflets'] ?? 0))
    else if (n.indicator === 'cost') numbers['cost'] = Math.round(share / 10_000) * 10_000
    else numbers[n.indicator] = Math.round(share * (n.base === 'fixed' ? 1 : (unit.sizes?.[n.base] ?? 0)))
    if (n.indicator === least?.indicator) numbers[n.indicator] = Math.max(numbers[n.indicator] ?? 0, least.n)
  }
  return numbers
}

/** Fills the words in braces. Counts that a sentence names beside the people who came never exceed them. */
function wordsFor(
  place: Place,
  numbers: Record<string, number>,
  date: string,
  school = '',
): (text: string) => string {
  const { random, unit } = place
  const came = numbers['attendances'] ?? numbers['leaflets'] ?? 60
  const atMost = (n: number, share: number) => Math.max(2, Math.min(n, Math.floor(came * share)))
  const year = Number(date.slice(0, 4))
  const month = Number(date.slice(5, 7))
  const first = month < 9 ? year : year + 1
  const y = atMost(between(random, 8, 28), 0.6)
  const words: Record<string, string | number> = {
    ...numbers,
    x: atMost(between(random, 2, 6), 0.25),
    x2: atMost(between(random, 4, 9), 0.3),
    y,
    y2: y - 1,
    p: between(random, 71, 96),
    p2: between(random, 31, 58),
    year,
    month,
    schoolYear: `${first} - ${first + 1}`,
    entry: ENTRY_CLASS[unit.kind] ?? 'lớp đầu cấp',
    commune: unit.address?.split(',')[0] ?? unit.place,
    school,
  }
  return (text) => text.replace(/\{(\w+)\}/g, (whole, name: string) => String(words[name] ?? whole))
}

function picturesFor(place: Place, template: Template): { id: string; variant: number }[] {
  const fits = place.given.pictures.filter((p) => p.tags.some((t) => template.tags.includes(t)))
  const many = place.random() < 0.62 ? 1 : place.random() < 0.7 ? 2 : 3
  // the least used first: all pictures are seen, and a school does not show the same one every month
  const order = shuffled(fits, place.random).sort(
    (a, b) => (place.uses.get(a.id) ?? 0) - (place.uses.get(b.id) ?? 0),
  )
  return order.slice(0, many).map((p) => used(place.uses, p.id))
}

function used(uses: Map<string, number>, id: string): { id: string; variant: number } {
  const variant = uses.get(id) ?? 0
  uses.set(id, variant + 1)
  return { id, variant }
}

function byHand(f: DemoActivities['fixed'][number], funds: string, uses: Map<string, number>): DemoActivity {
  const { issue, pictures, ...rest } = f
  return {
    ...rest,
    about: null,
    type: null,
    funds: f.numbers['cost'] ? funds : 'none',
    shortcoming: issue?.shortcoming ?? null,
    cause: issue?.cause ?? null,
    next: issue?.next ?? null,
    pictures: pictures.map((id) => used(uses, id)),
  }
}

function taskOf(plans: DemoTasks, key: string): { plan: Plan; task: Task } {
  for (const plan of plans) {
    const task = plan.tasks.find((t) => t.key === key)
    if (task) return { plan, task }
  }
  throw new Error(`no task ${key} in tasks.json`)
}

function timesOf(row: DemoActivities['schedule'][number], unit: Unit): number {
  if (unit.kind === 'education_office') return row.office
  if (row.only && !row.only.includes(unit.code)) return 0
  for (const [kind, n] of Object.entries(row.perSchool)) if (kind === unit.kind) return n
  return 0
}

function silent(activities: DemoActivities, unit: string, type: string, date: string): boolean {
  return activities.silences.some(
    (s) =>
      s.unit === unit && s.from <= date && date < s.until && (s.types === null || s.types.includes(type)),
  )
}

function monthsOf(from: string, until: string): string[] {
  return [...new Set(openDays(from, until, '').map((d) => d.slice(0, 7)))]
}

function daysIn(month: string, from: string, until: string, form: string): string[] {
  return openDays(from, until, form).filter((d) => d.startsWith(month))
}

const known = new Map<string, string[]>()

function openDays(from: string, until: string, form: string): string[] {
  const weekend = WEEKEND_FORMS.has(form)
  const key = `${from} ${until} ${weekend}`
  const before = known.get(key)
  if (before) return before
  const days: string[] = []
  for (let day = from; day < until; day = nextDay(day)) {
    const week = new Date(`${day}T00:00:00Z`).getUTCDay()
    const open = weekend ? week === 6 || week === 5 : week !== 0 && week !== 6
    if (open && !CLOSED.some(([a, b]) => a <= day && day < b)) days.push(day)
  }
  known.set(key, days)
  return days
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}

function max(...days: string[]): string {
  return days.reduce((a, b) => (a > b ? a : b))
}

function min(...days: string[]): string {
  return days.reduce((a, b) => (a < b ? a : b))
}

function pick<T>(from: readonly T[], random: Random): T {
  const one = from[Math.floor(random() * from.length)]
  if (one === undefined) throw new Error('nothing to pick from')
  return one
}

function between(random: Random, from: number, to: number): number {
  return from + Math.floor(random() * (to - from + 1))
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  return list
    .map((value) => ({ value, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map((v) => v.value)
}

/** mulberry32 over an FNV-1a hash of the name: each row and unit has its own stream, so adding one moves no other. */
function randomOf(name: string): Random {
  let state = 2_166_136_261
  for (const char of name) state = Math.imul(state ^ (char.codePointAt(0) ?? 0), 16_777_619)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
