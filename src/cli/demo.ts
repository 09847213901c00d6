import { addDays } from '../platform/clock.ts'
import type { Ctx } from '../platform/context.ts'
import { tellJob } from '../modules/jobs/index.ts'
import { settleTasksJob } from '../modules/plans/index.ts'
import { openDatabase, type Database } from '../platform/db.ts'
import { makeHome, migrate } from '../platform/migrate.ts'
import { sealEvents } from '../platform/seals.ts'
import { drainJobs } from '../platform/worker.ts'
import { readDemo, type Demo } from './demo/data.ts'
import { logActivities } from './demo/activities.ts'
import { tellAmendments } from './demo/amendments.ts'
import { drawPictures, pictureBook } from './demo/pictures.ts'
import { at, makeOfficePlan, makeSchoolPlan, receiveDocuments, type MadePlan } from './demo/plans.ts'
import { tellPeriod } from './demo/reports.ts'
import { withHands } from './demo/hands.ts'
import { inDemoTurn, markDemo } from './demo/turn.ts'
import { readMail } from './demo/inbox.ts'
import { demoPassword, found, makeDemoWorld, type DemoWorld } from './demo/world.ts'
import { loadFacts } from './facts.ts'
import { complain, say } from './help.ts'
import { loadJobHandlers } from './job-handlers.ts'
import { fewestUnits, mostUnits } from './province/seats.ts'
import { complainOfMigration, openRuntime, type Runtime } from './runtime.ts'

const office = 'phong-gddt-van-son'
const department = 'so-gddt'
/** Days of the story whose news stand behind the bells when the demonstration begins. */
const newsDays = 10
/** The instant that the story has reached: Wednesday 17 June 2026, 8:42 in Viet Nam. */
const storyAt = new Date('2026-06-17T01:42:00Z')

/** Accounts worth trying first, printed at the first start and shown on the sign-in page's neighbour, the README. */
const accounts = [
  { unit: office, role: 'specialist' },
  { unit: office, role: 'leader' },
  { unit: office, role: 'clerk' },
  { unit: 'th-vinh-hoa', role: 'clerk' },
  { unit: 'th-vinh-hoa', role: 'leader' },
  { unit: department, role: 'specialist' },
] as const

/**
 * Loads the demonstration by calling the use cases, as its people would have: a year and a half of an education office,
 * its superiors and forty schools. Says every few seconds how far it is.
 */
export async function loadDemo(runtime: Runtime): Promise<void> {
  const { files, log } = runtime
  say('cli.demo.begin')
  loadJobHandlers()
  const demo = readDemo()
  // Nobody waits for these commits one by one: a first start that is cut off is begun anew from an empty folder.
  const database = openDatabase(withoutWaiting(runtime.databaseUrl))
  try {
    await tell(database, demo, files, log)
  } finally {
    await database.close()
  }
}

function withoutWaiting(url: string): string {
  return `${url}${url.includes('?') ? '&' : '?'}options=${encodeURIComponent('-c synchronous_commit=off')}`
}

async function tell(
  database: Database,
  demo: Demo,
  files: Runtime['files'],
  log: Runtime['log'],
): Promise<void> {
  await markDemo(database.pool, true)
  const home = await makeHome(database.pool, 'ht', 'Tỉnh Hà Thanh', at('2024-12-01'))
  const base: Omit<Ctx, 'clock' | 'actor'> = {
    db: database.db,
    home,
    locale: 'vi',
    files,
    log,
    request: null,
  }
  const world = await makeDemoWorld(base, demo)
  const book = pictureBook(await drawPictures(demo))
  say('cli.demo.units', { n: demo.units.length })
  for (const plan of demo.plans) await tellYear(world, demo, plan, book)
  // On the morning of the story a few papers of the last days are still to be read.
  const day = '2026-06-17'
  await settle(world, day)
  await readMail(world, office, day, 6)
  await readMail(world, department, day, 2)
  // The school of the thread has opened the revision, which it is still to decide on.
  await readMail(world, 'th-vinh-hoa', day, 2)
  while ((await sealEvents(world.system(storyAt))) > 0);
  // What is long past is news to nobody; the last days' is told when the server starts.
  await database.pool.query(`delete from ${home}.jobs where kind = $1 and created_at < $2`, [
    tellJob,
    at(addDays(day, -newsDays)),
  ])
  await database.pool.query(
    'insert into system.demonstration (one, installed_at, story_at) values (1, $1, $2) on conflict (one) do nothing',
    [new Date(), storyAt],
  )
  await markDemo(database.pool, false)
}

async function tellYear(
  world: DemoWorld,
  demo: Demo,
  plan: Demo['plans'][number],
  book: ReturnType<typeof pictureBook>,
): Promise<void> {
  const received = await receiveDocuments(world, demo, office, plan.year)
  const officePlan = await makeOfficePlan(world, plan, received)
  await deliver(world, plan.issued)
  const schools = demo.units.filter((u) => u.kind.startsWith('school_')).map((u) => u.code)
  const made = new Map<string, MadePlan>([[office, officePlan]])
  await withHands(schools, async (school) => {
    made.set(school, await makeSchoolPlan(world, demo, plan, officePlan, school))
  })
  say('cli.demo.plans', { year: String(plan.year), n: made.size })

  const prefix = `${String(plan.year).slice(2)}-`
  const plans = new Map([...made].map(([unit, p]) => [unit, [{ plan: p, prefix }]]))
  const activities = demo.activities.filter((a) => a.task.startsWith(prefix))
  const half = `${plan.year}-06-15`
  let done = 0
  // Month by month, so that what the schools reach counts at the office in the month in which they reach it.
  const tell = async (from: string, until: string) => {
    const asked = activities.filter((a) => a.date >= from && a.date < until)
    for (const month of new Set(asked.map((a) => a.date.slice(0, 7)))) {
      const some = asked.filter((a) => a.date.startsWith(month))
      await logActivities(world, some, plans, book)
      await settle(world, addDays(some.at(-1)?.date ?? from, 1))
      const before = Math.floor(done / 250)
      done += some.length
      if (Math.floor(done / 250) > before) say('cli.demo.activities', { n: done })
    }
  }
  await tell('2000-01-01', half)
  const last = plan.year === 2026
  const ofSchools = new Map([...made].filter(([unit]) => unit !== office))
  const amend = () => tellAmendments(world, demo, plan.key, { unit: office, plan: officePlan }, ofSchools)
  // In 2026 the revision comes before the half-year report, in 2025 after it.
  if (last) await amend()
  await tellPeriod(world, {
    opens: `${plan.year}-05-20`,
    closes: half,
    office,
    department,
    schools,
    waiting: last ? ['mn-hoa-ban', 'thcs-tan-phong'] : [],
    missing: last ? ['th-thcs-pa-sa'] : [],
    officeHandsIn: !last,
  })
  say('cli.demo.reports', { year: String(plan.year) })
  await tell(half, '2100-01-01')
  if (last) return
  await amend()
  await tellPeriod(world, {
    opens: `${plan.year}-11-20`,
    closes: `${plan.year}-12-15`,
    office,
    department,
    schools,
    waiting: [],
    missing: [],
    officeHandsIn: true,
  })
}

/** What the day's jobs do after what was logged and issued: duties whose tasks are done end. */
async function settle(world: DemoWorld, day: string): Promise<void> {
  await drainJobs(world.system(at(day)), (kind) => kind === settleTasksJob)
}

/** What the day's jobs do (deliveries); papers are rendered by the worker once the server runs. */
async function deliver(world: DemoWorld, day: string): Promise<void> {
  await drainJobs(world.system(at(addDays(day, 0), 400)), (kind) => kind.startsWith('dispatch.'))
}

/** The accounts of the demonstration, for the person who has just started it. */
export function printDemoAccounts(): void {
  const demo = readDemo()
  say('cli.demo.accounts', { password: demoPassword })
  for (const { unit, role } of accounts) {
    const person = demo.people.find(
      (p) => p.login !== null && p.memberships.some((m) => m.unit === unit && m.roles.includes(role)),
    )
    const membership = person?.memberships.find((m) => m.unit === unit)
    if (!person || !membership) continue
    const name = found(
      demo.units.find((u) => u.code === unit),
      unit,
    ).shortName
    process.stdout.write(
      `  ${String(person.login).padEnd(12)} ${person.name}, ${membership.title}, ${name}\n`,
    )
  }
}

/** Loads a province of so many units instead, and prints whom to sign in as and how long it took. */
async function loadProvince(runtime: Runtime, units: number): Promise<void> {
  const { tellProvince } = await import('./province/index.ts')
  say('cli.province.begin', { n: units })
  const begun = performance.now()
  loadJobHandlers()
  const database = openDatabase(withoutWaiting(runtime.databaseUrl))
  try {
    await markDemo(database.pool, true)
    const { activities, signIns } = await tellProvince(database, runtime, units)
    await markDemo(database.pool, false)
    const seconds = Math.round((performance.now() - begun) / 1_000)
    say('cli.province.done', { n: units, activities, seconds })
    say('cli.demo.accounts', { password: demoPassword })
    for (const { seat, officer } of signIns)
      process.stdout.write(`  ${officer.login}  ${officer.name}, ${officer.title}, ${seat.shortName}\n`)
  } finally {
    await database.close()
  }
}

/** `--units N` taken out of the words of the call; null without it, NaN for what is no number of units. */
function unitsAsked(args: string[]): { units: number | null; rest: string[] } {
  const at = args.findIndex((word) => word === '--units' || word.startsWith('--units='))
  if (at < 0) return { units: null, rest: args }
  const isTwo = args[at] === '--units'
  const words = isTwo ? args[at + 1] : args[at]?.slice('--units='.length)
  const units = /^\d+$/.test(words ?? '') ? Number(words) : Number.NaN
  return { units, rest: args.filter((_, i) => i !== at && !(isTwo && i === at + 1)) }
}

/**
 * `lantoa demo [--units N]`: loads the demonstration, or a province of N units, into a database that has no home yet.
 * Exit status 0 loaded · 1 there is data, which stays untouched · 2 called wrongly.
 */
export async function demoCommand(args: string[]): Promise<number> {
  const { units, rest } = unitsAsked(args)
  if (units !== null && !(units >= fewestUnits && units <= mostUnits)) {
    complain('cli.province.units_asked', { fewest: fewestUnits, most: mostUnits })
    return 2
  }
  const runtime = await openRuntime(rest)
  if (!runtime) return 2
  try {
    await migrate(runtime.database.pool)
    await loadFacts(runtime.database.pool)
    const load = () => (units === null ? loadDemo(runtime) : loadProvince(runtime, units))
    if (!(await inDemoTurn(runtime.database.pool, load))) {
      complain('cli.demo.notEmpty')
      return 1
    }
    if (units === null) printDemoAccounts()
    return 0
  } catch (error) {
    complainOfMigration(error)
    return 1
  } finally {
    await runtime.close()
  }
}
