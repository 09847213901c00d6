import { beforeAll, describe, expect, it } from 'vitest'
import { testHome, type World } from '../../../test/support/database.ts'
import {
  again,
  expectHealthy,
  handsOf,
  homeB,
  issueAbove,
  makeTwoHomes,
  planThere,
  rowsIn,
  settle,
  type TwoHomes,
} from '../../../test/support/homes.ts'
import type { Browser } from '../../../test/support/http.ts'
import { makeUnit, type MadeUnit } from '../../../test/support/make.ts'
import { must, type Hands } from '../../../test/support/plans.ts'
import { half, handInReport, someWords, theForm } from '../../../test/support/reports.ts'
import { startOfDay } from '../../platform/clock.ts'
import { newId } from '../../platform/ids.ts'
import { openReports, reportId } from '../reports/index.ts'
import { setUnitSuperior } from '../units/index.ts'

let stage: TwoHomes
let world: World
let department: MadeUnit
let officeThere: MadeUnit
let school: MadeUnit
let above: Hands
let there: Hands
let below: Hands
let outsider: Browser

beforeAll(async () => {
  stage = await makeTwoHomes()
  ;({ world, department, officeThere, school, above, there, below, outsider } = stage)
  const plan = await issueAbove(stage)
  await settle(world)
  await planThere(stage, plan)
  await settle(world)
})

const rows = <T extends object>(home: string, query: string) => rowsIn<T>(world, home, query)

interface Thread {
  activity: { id: string; hidden: boolean } | null
  tasks: {
    unit: { id: string }
    key: string
    hidden: boolean
    clauses: { key: string; hidden: boolean; text: string; start: number; end: number }[]
  }[]
}
describe('a report for a superior in another home', () => {
  const reportForm = async () => (await theForm(world)).id
  let id: string
  let activity: string

  interface Row {
    id: string
    state: string
    version: number
    unit: { id: string }
    obligationId: string | null
  }
  const partsOf = async () =>
    (await must(above.leader.call('GET', `reports/below?period=${half.code}`))).json<{ items: Row[] }>().items
  const partThere = async () => (await partsOf()).find((row) => row.unit.id === officeThere.id)
  const readAbove = async () => must(above.leader.call('GET', `reports/${id}`))
  const answerOf = (hands: Hands, version: number, answer: string, words = '') =>
    hands.leader.call('POST', `reports/${id}/answers`, { id: newId(), version, answer, words })

  /** More than a number of JavaScript holds. */
  const pictureHash = '9223372036854775807'

  /** A picture of the office's activity, as logging with photos leaves it. */
  async function addEvidence(): Promise<void> {
    const { hash, size } = await world.files.put(Buffer.from('ảnh'))
    await world.database.pool.query(
      `insert into ${homeB}.files (hash, size, mime, created_at) values ($1, $2, 'image/jpeg', now())`,
      [hash, size],
    )
    await world.database.pool.query(
      `insert into ${homeB}.evidence (id, activity_id, unit_id, file_hash, thumb_hash, arrived_hash, picture_hash, width, height, arrived_at)
       values ($1, $2, $3, $4, $4, $4, $5, 1, 1, now())`,
      [newId(), activity, officeThere.id, hash, pictureHash],
    )
  }

  /** The school under the office there holds two meetings; its report is accepted by the office. */
  async function reportBelow(): Promise<string> {
    for (const day of ['2024-05-20', '2024-06-10'])
      await must(
        below.drafter.call('POST', 'activities', { id: newId(), day, form: 'regular_meeting', tasks: [] }),
      )
    const report = reportId(school.id, await reportForm(), half)
    expect((await handInReport(below.leader, report)).statusCode).toBe(200)
    await must(
      there.leader.call('POST', `reports/${report}/answers`, {
        id: newId(),
        version: 1,
        answer: 'accepted',
        words: '',
      }),
    )
    return report
  }

  it('is looked for there before it comes', async () => {
    for (const home of [testHome, homeB]) await openReports(world.system(startOfDay('2024-06-15'), home))
    await settle(world)
    id = reportId(officeThere.id, await reportForm(), half)
    const part = await partThere()
    expect([part?.id, part?.state, typeof part?.obligationId]).toEqual([id, 'open', 'string'])
    await must(above.leader.call('POST', 'obligations/remind', { ids: [part?.obligationId] }))
    await settle(world)
    expect(
      await rows(homeB, `select from_unit_id as from from reminders where unit_id = '${officeThere.id}'`),
    ).toEqual([{ from: department.id }])
    await expectHealthy(world)
  })

  it('arrives once with its figures and what they were counted from, down to the clause', async () => {
    const [plan] = await rows<{ id: string; key: string }>(
      homeB,
      `select p.id, t.key from plans p join tasks t on t.plan_id = p.id and t.revision = p.revision where p.unit_id = '${officeThere.id}' order by t.ord`,
    )
    const schoolReport = await reportBelow()
    activity = newId()
    await must(
      there.drafter.call('POST', 'activities', {
        id: activity,
        day: '2024-06-12',
        form: 'regular_meeting',
        tasks: [{ planId: plan?.id, taskKey: plan?.key }],
      }),
    )
    await addEvidence()
    expect(
      (await handInReport(there.leader, id, someWords, { signerPersonId: null, authority: null })).statusCode,
    ).toBe(200)
    await settle(world)
    const part = await partThere()
    expect([part?.state, part?.version]).toEqual(['submitted', 1])
    const opened = (await must(above.leader.call('GET', `reports/${id}/figures/meetings`))).json<{
      figure: { total: { n: number } }
      own: { activities: { id: string }[] }
      parts: { reportId: string; n: number }[]
    }>()
    expect([opened.figure.total.n, opened.own.activities.map((a) => a.id)]).toEqual([3, [activity]])
    expect(opened.parts.map((p) => [p.reportId, p.n])).toEqual([[schoolReport, 2]])
    expect((await above.leader.call('GET', `reports/${schoolReport}/figures/meetings`)).statusCode).toBe(200)
    const seen = `select e.id, e.picture_hash::text as "pictureHash" from evidence e where e.activity_id = '${activity}'`
    expect(await rows(testHome, seen)).toEqual(await rows(homeB, seen))
    expect(await rows(testHome, seen)).toEqual([{ id: expect.any(String) as string, pictureHash }])
    const thread = (
      await must(above.leader.call('GET', `thread?report=${id}&indicator=meetings&unit=${officeThere.id}`))
    ).json<Thread>()
    expect(thread.activity).toMatchObject({ id: activity, hidden: false })
    expect(thread.tasks.map((t) => [t.unit.id, t.key, t.hidden])).toEqual([
      [officeThere.id, plan?.key, false],
      [department.id, 'a', false],
    ])
    const [clause] = thread.tasks[0]?.clauses ?? []
    expect([clause?.key, clause?.hidden, clause?.text.slice(clause.start, clause.end)]).toEqual([
      'a',
      false,
      expect.stringContaining('Phát tờ gấp a'),
    ])
    expect((await outsider.call('GET', `reports/${id}`)).statusCode).toBe(404)
    expect(
      await rows(testHome, `select what, state from obligations where source_id = '${id}' order by what`),
    ).toEqual([
      { what: 'decide_report', state: 'open' },
      { what: 'report', state: 'done' },
    ])
    await expectHealthy(world)
  })

  it('is returned, asked about, replied to and accepted by messages', async () => {
    // The office's and, before it, the school's that it encloses.
    expect(await rows(testHome, `select 1 from inbox_messages where kind = 'report'`)).toHaveLength(2)
    await must(answerOf(above, 1, 'asked', 'Họp với ai?'))
    await settle(world)
    await must(answerOf(there, 1, 'replied', 'Với cha mẹ học sinh.'))
    await settle(world)
    expect((await readAbove()).body).toContain('Với cha mẹ học sinh.')
    await must(answerOf(above, 1, 'returned', 'Nêu rõ thời gian.'))
    await settle(world)
    expect(await rows(homeB, `select state from reports where id = '${id}'`)).toEqual([{ state: 'returned' }])
    expect((await handInReport(there.leader, id)).statusCode).toBe(200)
    await settle(world)
    expect([(await partThere())?.state, (await partThere())?.version]).toEqual(['submitted', 2])
    await must(answerOf(above, 2, 'accepted'))
    await settle(world)
    const state = `select state, version, accepted_version from reports where id = '${id}'`
    const accepted = [{ state: 'accepted', version: 2, accepted_version: 2 }]
    expect([await rows(testHome, state), await rows(homeB, state)]).toEqual([accepted, accepted])
    const owed = `select what, source_revision as version, state from obligations where source_id = '${id}' order by what, source_revision`
    expect(await rows(testHome, owed)).toEqual(await rows(homeB, owed))
    await expectHealthy(world)
  })

  it('counts in the superior’s own report, opened report by report', async () => {
    const own = reportId(department.id, await reportForm(), half)
    const shown = await must(above.leader.call('GET', `reports/${own}/figures/meetings`))
    expect(shown.json<{ parts: { reportId: string; n: number }[] }>().parts).toMatchObject([
      { reportId: id, n: 3 },
    ])
  })

  it('stays one, however often its messages come', async () => {
    const count = `select (select count(*) from report_versions)::int as versions, (select count(*) from report_answers)::int as answers, (select count(*) from activity_versions)::int as activities,
      (select count(*) from report_figures)::int as figures, (select count(*) from obligations)::int as obligations, (select count(*) from notices)::int as notices`
    const before = [await rows(testHome, count), await rows(homeB, count)]
    await again(world)
    expect([await rows(testHome, count), await rows(homeB, count)]).toEqual(before)
    await expectHealthy(world)
  })
})

describe('a unit that comes under another superior', () => {
  it('owes its report there: what the superior in the other home waited for ends, and begins again where it came from', async () => {
    const district = await makeUnit(world, {
      kind: 'people_committee_district',
      name: 'UBND huyện',
      home: homeB,
    })
    await handsOf(stage, district, homeB)
    const other = await makeUnit(world, {
      kind: 'education_office',
      name: 'Phòng GD&ĐT huyện Sông Lam',
      profession: department.id,
      administration: district.id,
      home: homeB,
    })
    await handsOf(stage, other, homeB)
    await openReports(world.system(startOfDay('2024-06-15'), homeB))
    await settle(world)
    const owed = `select distinct owed_to as "to", state from obligations where unit_id = '${other.id}' and what = 'report' order by state`
    const toDepartment = [{ to: department.id, state: 'open' }]
    expect([await rows(testHome, owed), await rows(homeB, owed)]).toEqual([toDepartment, toDepartment])
    const superior = async (superiorId: string, at: string) => {
      const change = { line: 'profession', from: '2020-01-01', superiorId } as const
      await setUnitSuperior(world.system(at, homeB), other.id, change)
      await settle(world, at)
    }
    await superior(district.id, '2024-06-17T02:00:00Z')
    expect([await rows(testHome, owed), await rows(homeB, owed)]).toEqual([
      [{ to: department.id, state: 'void' }],
      [{ to: district.id, state: 'open' }],
    ])
    await superior(department.id, '2024-06-17T03:00:00Z')
    expect([await rows(testHome, owed), await rows(homeB, owed)]).toEqual([toDepartment, toDepartment])
    await expectHealthy(world)
  })
})
