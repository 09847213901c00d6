import { sql } from 'kysely'
import {
  answerReport,
  figureOf,
  lastDay,
  nothing,
  openReports,
  ownValue,
  reportFacts,
  reportId,
  reviewReport,
  saveReport,
  submitReport,
  type FrozenContent,
  type Period,
  type ReportForm,
} from '../../modules/reports/index.ts'
import { sealContent } from '../../platform/canonical.ts'
import { addDays } from '../../platform/clock.ts'
import type { Trx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { transaction } from '../../platform/tx.ts'
import { withHands } from '../demo/hands.ts'
import { hex, insertBulk, insertEvents, type Base } from './bulk.ts'
import { asOfficer, asSystem, at } from './plans.ts'
import type { Province, Seat } from './seats.ts'
import { Dice, type ProvinceWords } from './words.ts'

/** A period of the form, and what became of it. */
export interface PeriodStory {
  form: ReportForm
  period: Period
  /** these did not hand in */
  missing: ReadonlySet<Seat>
  /** these handed in, and nobody has looked yet */
  waiting: ReadonlySet<Seat>
}

/** Whose report goes to whom: the superior that sums, and the one that reads. */
interface Line {
  seat: Seat
  sums: Seat
  reads: Seat | null
}

/**
 * One period from the schools up: theirs in bulk, counted by the same rules and summed by nobody else, the offices' and
 * the department's by the use cases, each accepted before its superior counts.
 */
export async function tellPeriod(
  base: Base,
  words: ProvinceWords,
  province: Province,
  story: PeriodStory,
  told: (n: number) => void,
): Promise<void> {
  const { root, department, communes, uppers } = province
  const closes = lastDay(story.period)
  await openReports(asSystem(base, at(addDays(closes, -14))), addDays(closes, -14))
  let n = 0
  for (const { committee, office, schools } of communes) {
    const lines = schools.map((seat) => ({ seat, sums: office, reads: committee }))
    await handInBulk(base, words, lines, story, addDays(closes, 1))
    n += schools.length
    if (n % 1_000 < schools.length) told(n)
  }
  await handInBulk(
    base,
    words,
    uppers.map((seat) => ({ seat, sums: department, reads: null })),
    story,
    addDays(closes, 1),
  )
  await withHands(communes, ({ office }) =>
    handIn(base, words, office, department, story, addDays(closes, 3)),
  )
  told(n + communes.length)
  await handIn(base, words, department, root, story, addDays(closes, 5))
}

interface Sums {
  unitId: string
  indicator: string
  n: number
  d: number
  lastN: number
  lastD: number
}

/** Reports of units with nobody below, handed in and, but for those that wait, accepted. */
async function handInBulk(
  base: Base,
  words: ProvinceWords,
  lines: readonly Line[],
  story: PeriodStory,
  day: string,
): Promise<void> {
  const { form, period, waiting } = story
  const some = lines.filter(({ seat }) => !story.missing.has(seat))
  if (some.length === 0) return
  await transaction(base.db, { home: base.home, scope: '*' }, async (trx) => {
    const unitIds = some.map(({ seat }) => seat.unitId)
    const sums = await sumsOf(trx, unitIds, period)
    const counted = await countedOf(trx, unitIds, period)
    const made = some.map((line, i) => {
      const { seat } = line
      const content = freeze(words, seat, story, sums.get(seat.unitId) ?? [], counted.get(seat.unitId) ?? [])
      const answer = { answer: 'accepted', words: '' }
      return {
        ...line,
        id: reportId(seat.unitId, form.id, period),
        content,
        ...sealContent(content),
        at: at(day, 20 + i),
        accepted: waiting.has(seat) ? null : { id: newId(), at: at(day, 240 + i), ...sealContent(answer) },
      }
    })
    type Made = (typeof made)[number]
    const version = (r: Made) => ({ report_id: r.id, version: 1 })
    await insertBulk(
      trx,
      'report_versions',
      made.map((r) => ({
        ...version(r),
        unit_id: r.seat.unitId,
        content: r.content,
        salt: hex(r.salt),
        hash: r.hash,
        submitted_at: r.at,
        submitted_by: r.seat.clerk.personId,
      })),
    )
    await insertBulk(
      trx,
      'report_figures',
      made.flatMap((r) => r.content.figures.map((f) => ({ ...version(r), ...figureRow(f) }))),
    )
    await insertBulk(
      trx,
      'report_activities',
      made.flatMap((r) =>
        r.content.activities.map((a) => ({ ...version(r), activity_id: a.id, activity_version: a.version })),
      ),
    )
    const superiors = made.flatMap((r) =>
      [{ seat: r.sums, role: 'sums' }, ...(r.reads ? [{ seat: r.reads, role: 'reads' }] : [])].map((s) => ({
        ...s,
        r,
      })),
    )
    await insertBulk(
      trx,
      'report_submissions',
      superiors.map(({ r, seat, role }) => ({ ...version(r), to_unit_id: seat.unitId, role, at: r.at })),
    )
    await insertBulk(
      trx,
      'reader',
      superiors.map(({ r, seat }) => ({
        unit_id: seat.unitId,
        what: 'report',
        id: r.id,
        revision: 1,
        ground: 'delivered',
        through: r.id,
        since: r.at,
      })),
    )
    const accepted = made.flatMap((r) => (r.accepted ? [{ r, ...r.accepted }] : []))
    await insertBulk(
      trx,
      'report_answers',
      accepted.map(({ r, id, at: answered, salt, hash }) => ({
        id,
        ...version(r),
        unit_id: r.sums.unitId,
        answer: 'accepted',
        words: '',
        person_id: r.sums.clerk.personId,
        at: answered,
        salt: hex(salt),
        hash,
      })),
    )
    await insertBulk(
      trx,
      'obligations',
      made.map((r) => ({
        id: newId(),
        unit_id: r.sums.unitId,
        what: 'decide_report',
        source_what: 'report',
        source_id: r.id,
        source_revision: 1,
        source_key: '',
        owed_to: r.seat.unitId,
        due_on: addDays(day, 3),
        state: r.accepted ? 'done' : 'open',
        facts: reportFacts(form, period),
        opened_at: r.at,
        closed_on: r.accepted ? day : null,
        closed_by: r.accepted ? r.sums.clerk.personId : null,
      })),
    )
    const [ids, sure] = [made.map((r) => r.id), accepted.map(({ r }) => r.id)]
    await sql`
      update reports set version = 1, submitted_on = ${day}, state = case when id = any(${sure}::uuid[]) then 'accepted' else 'submitted' end,
        accepted_version = case when id = any(${sure}::uuid[]) then 1 end where id = any(${ids}::uuid[])`.execute(
      trx,
    )
    await sql`
      update obligations set state = 'done', closed_on = ${day}, closed_by = source_id
      where what = 'report' and state = 'open' and source_id = any(${ids}::uuid[])`.execute(trx)
    await insertEvents(trx, [
      ...made.map((r) => ({
        ...doer(r.seat, r.at),
        verb: 'report.submit',
        subjects: [{ what: 'report', id: r.id, version: 1, hash: r.hash }],
      })),
      ...accepted.map(({ r, id, at: answered, hash }) => ({
        ...doer(r.sums, answered),
        verb: 'report.accept',
        subjects: [
          { what: 'report', id: r.id, version: 1 },
          { what: 'report_answer', id, hash },
        ],
      })),
    ])
  })
}

function doer({ unitId, clerk }: Seat, when: Date) {
  return { at: when, unitId, personId: clerk.personId, accountId: clerk.accountId }
}

function figureRow(f: FrozenContent['figures'][number]) {
  return {
    indicator: f.indicator,
    own_n: f.own.n,
    own_d: f.own.d,
    below_n: f.below.n,
    below_d: f.below.d,
    correction_n: 0,
    total_n: f.total.n,
    total_d: f.total.d,
    running_n: f.running.n,
    running_d: f.running.d,
    carried_n: f.carried,
    revised_n: f.revised,
    state: f.state,
  }
}

/** What the units' own activities of a window add up to, all units in one read. */
async function sumsOf(
  trx: Trx,
  unitIds: readonly string[],
  { from, until }: Period,
): Promise<Map<string, Sums[]>> {
  const { rows } = await sql<Sums>`
    select a.unit_id as "unitId", f.indicator, sum(f.n)::bigint as n, coalesce(sum(f.d), 0)::bigint as d,
      (array_agg(f.n order by v.day desc, v.recorded_at desc))[1] as "lastN",
      (array_agg(coalesce(f.d, 0) order by v.day desc, v.recorded_at desc))[1] as "lastD"
    from activities a join activity_versions v on v.activity_id = a.id and v.version = a.version
    join activity_figures f on f.activity_id = v.activity_id and f.version = v.version
    where a.unit_id = any(${[...unitIds]}::uuid[]) and a.state = 'counted' and a.day >= ${from} and a.day < ${until}
    group by 1, 2`.execute(trx)
  return Map.groupBy(rows, (row) => row.unitId)
}

async function countedOf(
  trx: Trx,
  unitIds: readonly string[],
  { from, until }: Period,
): Promise<Map<string, { unitId: string; id: string; version: number }[]>> {
  const { rows } = await sql<{ unitId: string; id: string; version: number }>`
    select unit_id as "unitId", id, version from activities
    where unit_id = any(${[...unitIds]}::uuid[]) and state = 'counted' and day >= ${from} and day < ${until}
    order by day, id`.execute(trx)
  return Map.groupBy(rows, (row) => row.unitId)
}

/** What a unit without units below says and counts. Nothing was reported before: its running totals begin here. */
function freeze(
  words: ProvinceWords,
  seat: Seat,
  { form, period }: PeriodStory,
  sums: readonly Sums[],
  counted: readonly { id: string; version: number }[],
): FrozenContent {
  const of = new Map(
    sums.map((s) => [s.indicator, { sum: { n: s.n, d: s.d }, last: { n: s.lastN, d: s.lastD } }]),
  )
  const rows = form.indicators.map((indicator) => {
    const own = ownValue(indicator.adds, false, of.get(indicator.code))
    return {
      indicator,
      own,
      below: nothing,
      correction: null,
      earlier: nothing,
      carried: 0,
      revised: 0,
      stated: of.has(indicator.code),
      saidNothing: own.n === 0 && own.d === 0,
    }
  })
  return {
    form: { code: form.code, revision: form.revision },
    period: period.code,
    units: [seat.unitId],
    texts: textsOf(words, seat, period.code),
    corrections: [],
    nothing: rows.filter((r) => r.saidNothing).map((r) => r.indicator.code),
    figures: rows.map(figureOf).filter((f) => f !== null),
    activities: counted.map(({ id, version }) => ({ id, version })),
    children: [],
    missing: [],
  }
}

function textsOf(words: ProvinceWords, seat: Seat, period: string): FrozenContent['texts'] {
  const issue = new Dice(`${seat.code} ${period}`).oneOf(words.issues)
  return [
    { section: 'limits', words: `${issue.shortcoming} Nguyên nhân: ${issue.cause}`, sources: [] },
    { section: 'next', words: issue.next, sources: [] },
  ]
}

/** A unit with others below hands in with number and paper, and its superior accepts. */
async function handIn(
  base: Base,
  words: ProvinceWords,
  seat: Seat,
  superior: Seat,
  { form, period }: PeriodStory,
  day: string,
): Promise<void> {
  const id = reportId(seat.unitId, form.id, period)
  const clerk = (minute: number) => asOfficer(base, seat, seat.clerk, at(day, minute))
  await saveReport(clerk(5), id, {
    version: 0,
    content: { texts: textsOf(words, seat, period.code), corrections: [], nothing: [] },
  })
  const approved = await reviewReport(asOfficer(base, seat, seat.head, at(day, 20)), id, {
    version: 1,
    step: 'approve',
    words: '',
  })
  await submitReport(clerk(25), id, {
    version: approved.draft?.version ?? 2,
    issue: { signerPersonId: seat.head.personId, authority: null },
  })
  await answerReport(asOfficer(base, superior, superior.clerk, at(day, 300)), id, {
    id: newId(),
    version: 1,
    answer: 'accepted',
    words: '',
  })
}
