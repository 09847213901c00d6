import { settleTasksJob } from '../../modules/plans/index.ts'
import { findForms, openReports, periodsOn } from '../../modules/reports/index.ts'
import type { Database } from '../../platform/db.ts'
import { makeHome } from '../../platform/migrate.ts'
import { sealEvents } from '../../platform/seals.ts'
import { transaction } from '../../platform/tx.ts'
import { drainJobs } from '../../platform/worker.ts'
import { withHands } from '../demo/hands.ts'
import { demoPassword } from '../demo/world.ts'
import { say } from '../help.ts'
import type { Runtime } from '../runtime.ts'
import { tellActivities, type Doing } from './activities.ts'
import type { Base } from './bulk.ts'
import { copyPlan } from './copies.ts'
import { closeDoneTasks } from './duties.ts'
import { asSystem, at, deliver, planFromSuperior, planOfProvince, type TaskKeys } from './plans.ts'
import { tellPeriod } from './reports.ts'
import { allSeats, inventProvince, seatProvince, type Officer, type Province, type Seat } from './seats.ts'
import { Dice, readWords, type ProvinceWords } from './words.ts'

/** The instant that the story has reached: Tuesday 22 December 2026, 8:42 in Viet Nam; the year's reports are in. */
const storyAt = new Date('2026-12-22T01:42:00Z')
const year = 2026

/** Says how far it is. */
type Tell = (key: string, values: Record<string, string | number>) => void

/** What was made, and an officer each of a school, an office, the department and the province to sign in as. */
export interface ToldProvince {
  home: string
  province: Province
  activities: number
  signIns: { seat: Seat; officer: Officer }[]
}

/**
 * A province of `n` units with a year of work: units and people, plans issued and delivered down to every school,
 * activities, reports accepted level by level. What one of a kind does goes through the use cases, what the others do
 * alike is written in bulk, with hashes, events and duties of its own; `doctor` finds nothing to say.
 */
export async function tellProvince(
  database: Database,
  { files, log }: Pick<Runtime, 'files' | 'log'>,
  n: number,
  tell: Tell = say,
): Promise<ToldProvince> {
  const words = readWords()
  const home = await makeHome(database.pool, 'vl', capital(words.province.name), at('2025-07-01'))
  const base: Base = { db: database.db, home, locale: 'vi', files, log, request: null }
  const province = inventProvince(words, n)
  await seatProvince(base, province, demoPassword)
  await database.pool.query('analyze')
  tell('cli.province.units', { n: allSeats(province).length })
  const idle = idleSchools(province)
  const doing = await tellPlans(base, words, province, idle, tell)
  await database.pool.query('analyze')
  tell('cli.province.plans', { n: doing.length + 1 })
  const system = asSystem(base, storyAt)
  const activities = await tellActivities(
    system,
    words,
    doing,
    await formIndicators(base),
    { year, last: '2026-12-21', programmes: await programmesOfPlan(base, doing) },
    everySo(10_000, (many) => tell('cli.province.activities', { n: many })),
  )
  await database.pool.query('analyze')
  await tellReports(base, words, province, idle, tell)
  await database.pool.query('analyze')
  tell('cli.province.duties', { n: await closeDoneTasks(system) })
  await openReports(system)
  while ((await sealEvents(system)) > 0);
  await database.pool.query(
    'insert into system.demonstration (one, installed_at, story_at) values (1, $1, $2)',
    [new Date(), storyAt],
  )
  await database.pool.query('vacuum analyze')
  return { home, province, activities, signIns: signInsOf(province, idle) }
}

/** Schools, one in a hundred, that made no plan, did nothing and reported nothing. */
function idleSchools({ communes }: Province): Set<Seat> {
  const dice = new Dice('idle')
  return new Set(communes.flatMap((c) => c.schools.slice(1)).filter(() => dice.chance(0.01)))
}

/** Province, department, offices and one school of each kind by the use cases, the other schools as copies. */
async function tellPlans(
  base: Base,
  words: ProvinceWords,
  province: Province,
  idle: ReadonlySet<Seat>,
  tell: Tell,
): Promise<Doing[]> {
  const { department, communes, uppers } = province
  const most = Math.max(...communes.map((c) => c.schools.length))
  const reporters = 1 + uppers.length + communes.length * (1 + most)
  const ofProvince = await planOfProvince(base, words, province, year, reporters)
  await deliver(base, `${year}-01-05`)
  const ofDepartment = await planFromSuperior(base, words, department, ofProvince, {
    year,
    day: `${year}-01-09`,
    asked: { commune_office: 1 + most, school_upper_secondary: 1 },
    belowDueOn: `${year}-01-25`,
  })
  await deliver(base, `${year}-01-09`)
  const doing: Doing[] = [{ seat: department, plan: ofDepartment }]
  let issued = 0
  await withHands([...communes.entries()], async ([i, { office, schools }]) => {
    const ofOffice = await planFromSuperior(base, words, office, ofDepartment, {
      year,
      day: dayAfter(`${year}-01-14`, i % 5),
      asked: { '': 1 },
      belowDueOn: `${year}-02-10`,
    })
    doing.push({ seat: office, plan: ofOffice })
    const busy = schools.filter((s) => !idle.has(s))
    doing.push(...(await tellSchools(base, words, busy, ofOffice, dayAfter(`${year}-01-26`, i % 5))))
    issued += busy.length + 1
    if (issued % 500 <= busy.length) tell('cli.province.issued', { n: issued })
  })
  doing.push(...(await tellSchools(base, words, uppers, ofDepartment, `${year}-01-21`)))
  await drainJobs(asSystem(base, at(`${year}-02-16`)), (kind) => kind === settleTasksJob)
  return doing.sort((a, b) => (a.seat.code < b.seat.code ? -1 : 1))
}

/** Schools under one superior: in each group of like names the first by the use cases, the others as copies of it. */
async function tellSchools(
  base: Base,
  words: ProvinceWords,
  schools: readonly Seat[],
  superior: TaskKeys,
  day: string,
): Promise<Doing[]> {
  const alike = (s: Seat) => [s.kind, s.name.length, s.shortName.length, s.abbreviation.length].join(' ')
  const doing: Doing[] = []
  for (const [first, ...others] of Map.groupBy(schools, alike).values()) {
    if (!first) continue
    const plan = await planFromSuperior(base, words, first, superior, {
      year,
      day,
      asked: {},
      belowDueOn: null,
    })
    const copies = await copyPlan(asSystem(base, at(day)), plan, first, others, superior)
    doing.push({ seat: first, plan })
    others.forEach((seat, i) => copies[i] && doing.push({ seat, plan: copies[i] }))
  }
  return doing
}

/** Both periods of the year. In the last one a few schools still wait for their office. */
async function tellReports(
  base: Base,
  words: ProvinceWords,
  province: Province,
  idle: ReadonlySet<Seat>,
  tell: Tell,
): Promise<void> {
  const dice = new Dice('waiting')
  const late = province.communes
    .flatMap((c) => c.schools.slice(1))
    .filter((s) => !idle.has(s) && dice.chance(0.01))
  const form = await transaction(base.db, { home: base.home, scope: '*', readOnly: true }, async (trx) => {
    const [found] = await findForms(trx, `${year}-01-01`, `${year + 1}-01-01`)
    return found
  })
  if (!form) throw new Error('no report form')
  const periods = periodsOn(form, `${year}-06-01`).sort((a, b) => (a.until < b.until ? -1 : 1))
  for (const period of periods) {
    const waiting = new Set(period.until > `${year}-12-01` ? late : [])
    await tellPeriod(base, words, province, { form, period, missing: idle, waiting }, (n) =>
      tell('cli.province.reports', { period: period.code, n }),
    )
  }
}

/** The indicator of each form of communication, as the vocabulary says. */
async function formIndicators(base: Base): Promise<Map<string, string>> {
  const rows = await transaction(base.db, { home: base.home, scope: '*', readOnly: true }, (trx) =>
    trx.selectFrom('vocabularies').select(['code', 'facts']).where('list', '=', 'forms').execute(),
  )
  return new Map(
    rows.flatMap(({ code, facts }) => {
      const { indicator } = facts as { indicator?: unknown }
      return typeof indicator === 'string' ? [[code, indicator] as const] : []
    }),
  )
}

/** The programmes that the plans serve: all of them rest on the province's. */
async function programmesOfPlan(base: Base, [first]: readonly Doing[]): Promise<string[]> {
  const rows = await transaction(base.db, { home: base.home, scope: '*', readOnly: true }, (trx) =>
    trx
      .selectFrom('plan_revisions')
      .select('programmes')
      .where('plan_id', '=', first?.plan.planId ?? '')
      .execute(),
  )
  return [...(rows[0]?.programmes ?? [])].sort()
}

function signInsOf(
  { root, department, communes }: Province,
  idle: ReadonlySet<Seat>,
): ToldProvince['signIns'] {
  const commune = communes[Math.floor(communes.length / 2)]
  const school = commune?.schools.find((s) => !idle.has(s))
  return [
    ...(school
      ? [
          { seat: school, officer: school.clerk },
          { seat: school, officer: school.head },
        ]
      : []),
    ...(commune ? [{ seat: commune.office, officer: commune.office.clerk }] : []),
    { seat: department, officer: department.clerk },
    { seat: root, officer: root.clerk },
  ]
}

/** Says it each time that another so many are reached. */
function everySo(step: number, told: (n: number) => void): (n: number) => void {
  let next = step
  return (n) => {
    if (n < next) return
    next = n - (n % step) + step
    told(n)
  }
}

function capital(words: string): string {
  return words.slice(0, 1).toLocaleUpperCase('vi') + words.slice(1)
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}
