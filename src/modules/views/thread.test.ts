import type { KyselyPlugin } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../../test/support/database.ts'
import { makeUnit } from '../../../test/support/make.ts'
import {
  afterWindow,
  answer,
  handInReport,
  makeActivity,
  makeLine,
  openAll,
  reportOf,
  seats,
  type Line,
} from '../../../test/support/reports.ts'
import { deliverPlan, linkActivity, makePlanWithTask, makeReceived } from '../../../test/support/thread.ts'
import type { z } from 'zod'
import { readThread } from './thread.service.ts'
import type { Thread as ThreadSchema, ThreadFrom } from './thread.schema.ts'

type Thread = z.output<typeof ThreadSchema>
const sentence = 'trước kỳ tuyển sinh, mỗi trường có ít nhất một đợt phát tờ gấp.'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})

/** The whole way: a clause of the department, the office's task, two schools' tasks, an activity in a report in a report. */
async function wholeWay() {
  const line: Line = await makeLine(world)
  await openAll(world)
  const [school, sibling] = line.schools
  const clause = await makeReceived(world, line.office, sentence)
  const officeTask = await makePlanWithTask(world, line.office, '04/KH-PGDĐT', {
    title: 'Phát tờ gấp hỏi - đáp tuyển sinh',
    clause,
    target: 7_000,
  })
  const schoolTask = await makePlanWithTask(world, school, '03/KH-THVH', {
    title: 'Phát tờ gấp tại họp cha mẹ học sinh lớp 1',
    decision: 'kept',
    origin: officeTask,
    target: 220,
  })
  await makePlanWithTask(world, sibling, '05/KH-THPL', {
    title: 'Phát tờ gấp',
    decision: 'declined',
    origin: officeTask,
  })
  await deliverPlan(world, school, officeTask, clause.documentId)
  const activity = await makeActivity(world, school, {
    figures: { leaflets: 164, attendances: 171 },
    result: '139 gia đình nộp xong.',
  })
  const other = await makeActivity(world, school, { day: '2024-04-04', figures: { leaflets: 72 } })
  await linkActivity(world, activity, schoolTask)
  const seat = await seats(world, {
    school,
    sibling,
    office: line.office,
    department: line.department,
    cousin: await makeUnit(world),
  })
  const schoolReport = await reportOf(world, school)
  await handInReport(seat.school, schoolReport)
  await answer(seat.office, schoolReport, 1, 'accepted')
  const officeReport = await reportOf(world, line.office)
  return { line, school, sibling, clause, officeTask, schoolTask, activity, other, seat, officeReport }
}

describe('the thread of a figure', () => {
  it('leads from the report to the activity, its task, the superior’s task and the lit sentence', async () => {
    const { line, seat, officeReport, school, sibling, activity, other } = await wholeWay()
    const path = `thread?report=${officeReport}&indicator=leaflets`
    const draft = (await seat.office.call('GET', path)).json<Thread>()
    expect(draft.figure).toMatchObject({ n: 236, version: null, line: 4 })
    expect(draft.path).toMatchObject([{ unit: { id: school.id }, n: 236 }])
    expect(draft.parts.map((p) => [p.unit.id, p.state, p.n])).toEqual([
      [sibling.id, 'not_reported', 0],
      [school.id, 'counted', 236],
    ])
    expect(draft.activity).toMatchObject({
      id: activity,
      n: 164,
      result: '139 gia đình nộp xong.',
      hidden: false,
    })
    expect(draft.others).toMatchObject([{ id: other, n: 72 }])
    expect(draft.tasks.map((t) => t.title)).toEqual([
      'Phát tờ gấp tại họp cha mẹ học sinh lớp 1',
      'Phát tờ gấp hỏi - đáp tuyển sinh',
    ])
    expect(draft.tasks[0]?.progress).toMatchObject({ done: 164, target: 220, isDone: false })
    expect(draft.tasks[1]?.below).toMatchObject({ units: 2, kept: 1, declined: 1 })
    const [clause] = draft.tasks[1]?.clauses ?? []
    expect(clause).toMatchObject({ path: 'II.2.b', heading: '2 Hình thức', line: 'profession' })
    expect(clause?.text.slice(clause.start, clause.end)).toBe(sentence)
    expect(clause?.text.endsWith(sentence)).toBe(true)
    const before = '2. Hình thức\nb) Phát hành tờ gấp, áp phích hỏi - đáp; '.length
    expect([clause?.documentStart, clause?.documentEnd]).toEqual([before, before + sentence.length])
    expect(draft.bases).toMatchObject([{ words: 'Thực hiện Kế hoạch số 3127/KH-SGDĐT' }])

    await handInReport(seat.office, officeReport)
    const frozen = (
      await seat.office.call('GET', `${path}&version=1&unit=${school.id}&activity=${other}`)
    ).json<Thread>()
    expect(frozen.activity).toMatchObject({ id: other, n: 72 })
    expect(frozen.tasks).toEqual([])
    // The department above the office sees the same way; the office's received copy of its document is the office's own.
    const above = (await seat.department.call('GET', path)).json<Thread>()
    expect(above.activity).toMatchObject({ id: activity, recordedBy: null })
    expect(above.tasks.map((t) => t.hidden)).toEqual([false, false])
    expect(above.tasks[1]?.clauses[0]).toMatchObject({ hidden: true, text: '' })
    expect(above.bases).toMatchObject([{ documentId: null }])

    // One level further: the department's own figure leads through the office's report to the school's.
    await answer(seat.department, officeReport, 1, 'accepted')
    const top = await reportOf(world, line.department)
    const far = (
      await seat.department.call('GET', `thread?report=${top}&indicator=leaflets&unit=${school.id}`)
    ).json<Thread>()
    expect(far.figure.n).toBe(236)
    expect(far.path.map((p) => [p.unit.id, p.n])).toEqual([
      [line.office.id, 236],
      [school.id, 236],
    ])
    expect(far.activity?.id).toBe(activity)
  })

  it('shows a school its own way up, and of what it may not read only the shape', async () => {
    const { seat, school, officeTask, sibling, officeReport } = await wholeWay()
    const own = await reportOf(world, school)
    const thread = (await seat.school.call('GET', `thread?report=${own}&indicator=leaflets`)).json<Thread>()
    expect(thread.path).toEqual([])
    expect(thread.tasks.map((t) => t.hidden)).toEqual([false, false])
    expect(thread.tasks[1]?.clauses[0]?.hidden).toBe(false)
    // What siblings made of the superior's task is not the school's to read.
    expect(thread.tasks[1]?.below).toMatchObject({ units: 1, declined: 0 })

    const stray = await makePlanWithTask(world, sibling, '09/KH', { title: 'Việc riêng', origin: officeTask })
    await linkActivity(world, await makeActivity(world, sibling, { figures: { leaflets: 9 } }), stray)
    const siblings = (
      await seat.sibling.call('GET', `thread?report=${await reportOf(world, sibling)}&indicator=leaflets`)
    ).json<Thread>()
    expect(siblings.tasks.map((t) => [t.hidden, t.title])).toEqual([
      [false, 'Việc riêng'],
      [true, ''],
    ])
    expect(siblings.bases).toEqual([])
    for (const outsider of [seat.cousin, seat.school])
      expect(
        (await outsider.call('GET', `thread?report=${officeReport}&indicator=leaflets`)).statusCode,
      ).toBe(404)
    expect(
      (await seat.office.call('GET', `thread?report=${officeReport}&indicator=leaflets&unit=${seatless}`))
        .statusCode,
    ).toBe(404)
  })

  it('goes down from a clause to the tasks, what the schools made of them, and what was done', async () => {
    const { seat, clause, officeTask, activity, school } = await wholeWay()
    const from = (
      await seat.office.call('GET', `thread/from?document=${clause.documentId}&clause=${clause.clauseKey}`)
    ).json<z.output<typeof ThreadFrom>>()
    expect(from.levels.map((l) => l.tasks.length)).toEqual([1, 2])
    expect(from.activities.map((a) => a.id)).toEqual([activity])
    const ofTask = (
      await seat.school.call('GET', `thread/from?plan=${officeTask.planId}&task=${officeTask.key}`)
    ).json<z.output<typeof ThreadFrom>>()
    expect(ofTask.levels.flatMap((l) => l.tasks.map((t) => t.unit.id))).toEqual([school.id])
    expect(
      (await seat.cousin.call('GET', `thread/from?plan=${officeTask.planId}&task=${officeTask.key}`))
        .statusCode,
    ).toBe(404)
    expect(
      (await seat.cousin.call('GET', `thread/from?document=${clause.documentId}&clause=${clause.clauseKey}`))
        .statusCode,
    ).toBe(404)
  })

  it('asks the database as often for two schools as for sixty', async () => {
    const few = await queriesFor(2)
    const many = await queriesFor(60)
    expect(many).toBe(few)
  })
})

const seatless = '01900000-0000-7000-8000-000000000000'

/** How many statements the thread of an office with so many schools takes. */
async function queriesFor(schools: number): Promise<number> {
  const line = await makeLine(world)
  const extra = await Promise.all(
    Array.from({ length: schools - 2 }, () =>
      makeUnit(world, { administration: line.district.id, profession: line.office.id }),
    ),
  )
  await openAll(world)
  const all = [...line.schools, ...extra]
  await Promise.all(all.map((s) => makeActivity(world, s, { figures: { leaflets: 1 } })))
  const seat = await seats(world, { office: line.office })
  const [first] = line.schools
  const one = await seats(world, { first })
  const id = await reportOf(world, first)
  await handInReport(one.first, id)
  await answer(seat.office, id, 1, 'accepted')
  const report = await reportOf(world, line.office)
  let n = 0
  const counting: KyselyPlugin = {
    transformQuery: ({ node }) => {
      n += 1
      return node
    },
    transformResult: ({ result }) => Promise.resolve(result),
  }
  const ctx = world.as({ unitId: line.office.id }, afterWindow)
  const thread = await readThread(
    { ...ctx, db: world.database.db.withPlugin(counting) },
    { report, indicator: 'leaflets' },
  )
  expect(thread.parts.length).toBe(schools)
  return n
}
