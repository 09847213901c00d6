import ExcelJS from 'exceljs'
import type { KyselyPlugin } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { deliverPlan as sendPlan, derivePlan, makeOfficePlan } from '../../../test/support/cascade.ts'
import { makeWorld, type World } from '../../../test/support/database.ts'
import type { Browser } from '../../../test/support/http.ts'
import { makeIssuedPlan } from '../../../test/support/issued-plan.ts'
import { makeUnit } from '../../../test/support/make.ts'
import { makeManySchools } from '../../../test/support/many.ts'
import {
  afterWindow,
  answer,
  handInReport,
  makeActivity,
  makeLine,
  openAll,
  reportOf,
  seats,
} from '../../../test/support/reports.ts'
import { deliverPlan, linkActivity, makePlanWithTask, makeReceived } from '../../../test/support/thread.ts'
import { newId } from '../../platform/ids.ts'
import type { PlanProgress, PlanSums, TaskThread } from './progress.schema.ts'
import { readProgress } from './progress.service.ts'

type Progress = z.output<typeof PlanProgress>
type Thread = z.output<typeof TaskThread>

let world: World
beforeAll(async () => {
  world = await makeWorld()
})

/** An office's task with a clause over it, two schools that derive from it, one that declined, and what they did. */
async function wholeWay() {
  const line = await makeLine(world)
  await openAll(world)
  const [school, sibling] = line.schools
  const clause = await makeReceived(world, line.office, 'mỗi trường có ít nhất một đợt phát tờ gấp.')
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
  const siblingTask = await makePlanWithTask(world, sibling, '05/KH-THPL', {
    title: 'Phát tờ gấp hai thứ tiếng',
    decision: 'adapted',
    origin: officeTask,
    target: 90,
  })
  for (const unit of [school, sibling]) await deliverPlan(world, unit, officeTask, clause.documentId)
  for (const [unit, leaflets, task, day] of [
    [school, 236, schoolTask, '2024-04-04'],
    [sibling, 51, siblingTask, '2024-05-18'],
  ] as const)
    await linkActivity(world, await makeActivity(world, unit, { day, figures: { leaflets } }), task)
  const seat = await seats(world, {
    school,
    sibling,
    office: line.office,
    department: line.department,
    district: line.district,
    outsider: await makeUnit(world),
    neighbour: await makeUnit(world, { kind: 'education_office', profession: line.department.id }),
  })
  return { line, school, sibling, officeTask, schoolTask, siblingTask, seat }
}

async function progressOf(browser: Browser, planId: string): Promise<Progress> {
  const got = await browser.call('GET', `plans/${planId}/progress`)
  expect(got.statusCode).toBe(200)
  return got.json<Progress>()
}

async function threadOf(browser: Browser, task: { planId: string; key: string }): Promise<Thread> {
  const got = await browser.call('GET', `plans/${task.planId}/tasks/${task.key}/thread`)
  expect(got.statusCode).toBe(200)
  return got.json<Thread>()
}

describe('the progress of a plan', () => {
  it('tells the plan’s unit and those above it where each task stands and what units below made of it', async () => {
    const { seat, officeTask } = await wholeWay()
    for (const browser of [seat.office, seat.department, seat.district]) {
      const progress = await progressOf(browser, officeTask.planId)
      expect(progress).toMatchObject({ isWhole: true, revision: 1, today: '2024-06-17', all: 1 })
      expect(progress.tasks).toMatchObject([
        {
          key: 't1',
          of: null,
          // 236 of one school and 51 of the other: what came from below stands apart from the office's own.
          standing: {
            reached: 287,
            own: 0,
            fromBelow: 287,
            target: 7_000,
            indicator: { code: 'leaflets', unit: 'tờ' },
            isDone: false,
          },
          below: { units: 2, kept: 1, adapted: 1, declined: 0 },
        },
      ])
    }
  })

  it('tells a school that got the plan of its own task only, never what a sibling did', async () => {
    const { seat, officeTask, schoolTask } = await wholeWay()
    const progress = await progressOf(seat.school, officeTask.planId)
    expect(progress).toMatchObject({ isWhole: false, done: 1, all: 1 })
    expect(progress.tasks).toMatchObject([
      {
        of: { planId: schoolTask.planId, title: 'Phát tờ gấp tại họp cha mẹ học sinh lớp 1' },
        standing: { reached: 236, target: 220, activities: 1, isDone: true, state: 'done' },
        below: null,
      },
    ])
    // The sibling's 51 of 90 are its own: neither its numbers nor its plan are in anything the school gets.
    const thread = await threadOf(seat.school, officeTask)
    expect(thread.activities).toMatchObject({ count: 1, from: '2024-04-04', until: '2024-04-04' })
    expect(thread.task.below).toMatchObject({ units: 1, adapted: 0 })
    const { planId } = (await progressOf(seat.sibling, officeTask.planId)).tasks[0]?.of ?? { planId: '' }
    expect(planId).not.toBe('')
    for (const path of ['progress', 'tasks/t1/thread', 'tasks.xlsx'])
      expect((await seat.school.call('GET', `plans/${planId}/${path}`)).statusCode).toBe(404)
    expect(JSON.stringify([progress, thread])).not.toContain(planId)
  })

  it('says nothing of a task that the reader’s unit has not taken on', async () => {
    const { line, officeTask } = await wholeWay()
    const fresh = await makeUnit(world, { profession: line.office.id })
    await deliverPlan(world, fresh, officeTask)
    const { fresh: browser } = await seats(world, { fresh })
    const progress = await progressOf(browser, officeTask.planId)
    expect(progress).toMatchObject({ isWhole: false, done: 0, all: 0, late: 0 })
    expect(progress.tasks).toEqual([{ key: 't1', of: null, standing: null, below: null }])
    expect((await threadOf(browser, officeTask)).activities).toBeNull()
  })

  it('is a missing thing for an outsider and a neighbour; in a question about several it is left out', async () => {
    const { seat, officeTask, schoolTask } = await wholeWay()
    for (const browser of [seat.outsider, seat.neighbour]) {
      for (const path of ['progress', 'tasks/t1/thread', 'tasks.xlsx'])
        expect((await browser.call('GET', `plans/${officeTask.planId}/${path}`)).statusCode).toBe(404)
      const sums = await browser.call('GET', `plans/progress?plans=${officeTask.planId},${schoolTask.planId}`)
      expect(sums.json<z.output<typeof PlanSums>>().rows).toEqual([])
    }
    expect((await seat.office.call('GET', `plans/${newId()}/progress`)).statusCode).toBe(404)
    expect((await seat.office.call('GET', `plans/${officeTask.planId}/tasks/t9/thread`)).statusCode).toBe(404)
    expect((await seat.office.call('GET', 'plans/progress?plans=x')).statusCode).toBe(400)
  })

  it('counts units that were asked and have not answered, and leaves declined tasks out of the sum', async () => {
    const office = await makeUnit(world, { kind: 'education_office' })
    const schools = await Promise.all([1, 2, 3].map(() => makeUnit(world, { profession: office.id })))
    const plan = await makeOfficePlan(world, office.id, ['a', 'b'])
    await world.database.pool.query(
      `update home_t.plan_revisions set content = '{"tasks": [{"key": "a", "asksBelow": true}, {"key": "b", "asksBelow": false}]}' where plan_id = $1`,
      [plan.planId],
    )
    await sendPlan(
      world,
      office.id,
      plan,
      schools.map((s) => ({ unitId: s.id })),
    )
    await derivePlan(world, schools[0]?.id ?? '', plan, ['a'], 40)
    const { office: browser } = await seats(world, { office })
    const { tasks } = await progressOf(browser, plan.planId)
    expect(tasks.map((t) => t.below)).toEqual([
      { units: 1, kept: 0, adapted: 0, declined: 0, waiting: 2 },
      null,
    ])

    const { planId } = await makeIssuedPlan(world, office.id, {
      tasks: [
        { key: 'x', indicator: 'leaflets', target: 5, timeUntil: '2024-06-01' },
        { key: 'y', timeFrom: '2024-09-01' },
        { key: 'z', declined: true },
      ],
    })
    const sums = await browser.call('GET', `plans/progress?plans=${planId}`)
    expect(sums.json()).toEqual({ rows: [{ planId, isWhole: true, done: 0, all: 2, late: 1 }] })
    expect((await progressOf(browser, planId)).tasks.map((t) => t.standing?.state ?? null)).toEqual([
      'late',
      'ahead',
      null,
    ])
  })

  it('asks the database as often for two units below as for sixty', async () => {
    const counts: number[] = []
    for (const schools of [2, 60]) {
      const office = await makeUnit(world, { kind: 'education_office' })
      const ids = await makeManySchools(world, office.id, schools)
      const plan = await makeOfficePlan(world, office.id, ['a', 'b', 'c'])
      for (const id of ids) await derivePlan(world, id, plan, ['a', 'b'], 40)
      counts.push(await queriesFor(office.id, plan.planId))
    }
    expect(counts[1]).toBe(counts[0])
  })
})

async function queriesFor(unitId: string, planId: string): Promise<number> {
  let n = 0
  const counting: KyselyPlugin = {
    transformQuery: ({ node }) => {
      n += 1
      return node
    },
    transformResult: ({ result }) => Promise.resolve(result),
  }
  const ctx = world.as({ unitId }, afterWindow)
  await readProgress({ ...ctx, db: world.database.db.withPlugin(counting) }, planId)
  return n
}

describe('the thread of a task', () => {
  it('goes up to the lit clause and down to what was done and the figure that counts it', async () => {
    const { seat, line, school, officeTask, schoolTask } = await wholeWay()
    const ofSchool = await threadOf(seat.school, schoolTask)
    expect(ofSchool.ups.map((t) => [t.title, t.hidden])).toEqual([
      ['Phát tờ gấp hỏi - đáp tuyển sinh', false],
    ])
    const [clause] = ofSchool.ups[0]?.clauses ?? []
    expect(clause?.text.slice(clause.start, clause.end)).toBe('mỗi trường có ít nhất một đợt phát tờ gấp.')
    expect(ofSchool.activities).toMatchObject({ count: 1, withPhotos: 0, photos: [] })
    // While its report is being made the school sees the figure as its draft counts it now; nobody else does.
    expect(ofSchool.figure).toMatchObject({ version: null, indicator: 'leaflets', n: 236, unit: 'tờ' })
    expect((await threadOf(seat.office, schoolTask)).figure).toBeNull()

    const report = await reportOf(world, school)
    await handInReport(seat.school, report)
    expect((await threadOf(seat.office, schoolTask)).figure).toMatchObject({ reportId: report, version: 1 })
    await answer(seat.office, report, 1, 'accepted')
    const ofOffice = await threadOf(seat.office, officeTask)
    expect(ofOffice.task.clauses[0]).toMatchObject({ path: 'II.2.b', hidden: false })
    expect(ofOffice.activities).toMatchObject({ count: 2, from: '2024-04-04', until: '2024-05-18' })
    expect(ofOffice.figure).toMatchObject({
      reportId: await reportOf(world, line.office),
      version: null,
      n: 236,
    })
    // The superior reads the plan and what was done below it, not the office's draft of a report.
    expect((await threadOf(seat.department, officeTask)).figure).toBeNull()
  })
})

async function rowsOf(browser: Browser, path: string): Promise<unknown[][]> {
  const file = await browser.call('GET', path)
  expect(file.statusCode).toBe(200)
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(new Uint8Array(file.rawPayload).buffer)
  const rows: unknown[][] = []
  book.worksheets[0]?.eachRow((row, n) => {
    if (n > 4) rows.push([...(row.values as unknown[])].slice(1))
  })
  return rows
}

describe('the Excel files', () => {
  it('hold the chosen tasks in the order asked, and nobody’s words become a formula', async () => {
    const office = await makeUnit(world, { kind: 'education_office' })
    const { planId } = await makeIssuedPlan(world, office.id, {
      tasks: [
        { key: 'a', title: '=HYPERLINK("http://x.example")', timeUntil: '2024-06-01' },
        { key: 'b', title: 'Treo áp phích', indicator: 'posters', target: 40 },
        { key: 'c', title: 'Họp' },
      ],
    })
    const { office: browser } = await seats(world, { office })
    expect((await rowsOf(browser, `plans/${planId}/tasks.xlsx`)).map((r) => r[1])).toEqual([
      '=HYPERLINK("http://x.example")',
      'Treo áp phích',
      'Họp',
    ])
    const [first, second] = await rowsOf(browser, `plans/${planId}/tasks.xlsx?tasks=b,a,unknown`)
    expect(first?.slice(0, 2)).toEqual([2, 'Treo áp phích'])
    expect(first?.slice(9, 11)).toEqual([40, 0])
    expect(second?.[1]).toBe('=HYPERLINK("http://x.example")')
    expect(second?.[12]).toBe('quá 17 ngày')
  })

  it('list plans found by words without marks, with how many tasks are done', async () => {
    const { seat } = await wholeWay()
    const below = await rowsOf(seat.office, 'plans/export.xlsx?box=below&year=2024&q=thvh')
    expect(below.map((r) => [r[3], r[7], r[8]])).toEqual([['03/KH-THVH', 1, 1]])
    expect(await rowsOf(seat.office, 'plans/export.xlsx?box=below&q=phu lam')).toHaveLength(1)
    expect(await rowsOf(seat.office, 'plans/export.xlsx?box=below&q=100%25')).toHaveLength(0)
    const list = await seat.office.call('GET', 'plans?year=2024&q=04/kh')
    expect(list.json<{ rows: object[] }>().rows).toHaveLength(1)
    // Of a delivered plan a school's file holds its own part.
    expect((await rowsOf(seat.school, 'plans/export.xlsx?box=delivered')).map((r) => [r[7], r[8]])).toEqual([
      [1, 1],
    ])
  })
})
