import ExcelJS from 'exceljs'
import type { FastifyInstance } from 'fastify'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { makeIssuedPlan } from '../../../test/support/issued-plan.ts'
import { makePerson, makeUnit, type MadeUnit } from '../../../test/support/make.ts'
import { newId } from '../../platform/ids.ts'
import { logActivity, withdrawActivity, type LogActivityInput } from './index.ts'
import { gapsOf, likelyCount, offerRank, orderTasks } from './lists.rules.ts'

let world: World
let app: FastifyInstance
let office: MadeUnit
let school: MadeUnit
let sibling: MadeUnit
let clerk: Browser
let above: Browser
let planId: string

const log = async (unit: MadeUnit, more: Partial<LogActivityInput> = {}) =>
  (
    await logActivity(world.as({ unitId: unit.id }), {
      id: newId(),
      day: '2024-06-12',
      form: 'regular_meeting',
      ...more,
    })
  ).id

interface Page {
  rows: { id: string; title: string; day: string; unit: { id: string }; state: string }[]
  nextCursor: string | null
  total: number | null
}
const list = async (browser: Browser, query = '') =>
  (await browser.call('GET', `activities?${query}`)).json<Page>()
const titles = async (browser: Browser, query = '') => (await list(browser, query)).rows.map((r) => r.title)

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  office = await makeUnit(world, { kind: 'education_office' })
  school = await makeUnit(world, { administration: office.id, name: 'Trường TH Đồi Sim' })
  sibling = await makeUnit(world, { profession: office.id })
  clerk = await signedIn(world, app, await makePerson(world, school.id))
  above = await signedIn(world, app, await makePerson(world, office.id))
  planId = (
    await makeIssuedPlan(world, school.id, {
      tasks: [
        {
          key: 'm',
          title: 'Họp thường kỳ',
          indicator: 'meetings',
          target: 4,
          timeFrom: '2024-01-01',
          timeUntil: '2024-06-22',
        },
        {
          key: 'l',
          title: 'Phát tờ gấp',
          indicator: 'leaflets',
          target: 10,
          timeFrom: '2024-03-01',
          timeUntil: '2024-12-01',
        },
        { key: 'q', title: 'Thi tìm hiểu', timeFrom: '2024-09-01', timeUntil: '2024-11-01' },
        { key: 'p', title: 'Treo áp phích', timeFrom: '2024-05-01', timeUntil: '2024-06-29' },
      ],
    })
  ).planId
  await log(school, {
    title: 'Họp phụ huynh đầu cấp',
    form: 'parents_meeting',
    day: '2024-05-20',
    attendances: 52,
    result: 'Hướng dẫn nộp hồ sơ',
  })
  await log(school, { title: 'Họp hội đồng tháng 6', tasks: [{ planId, taskKey: 'm' }], attendances: 33 })
  await log(school, {
    title: '=HYPERLINK("http://x.example","Bấm đây")',
    form: 'leaflet',
    day: '2024-06-14',
    figures: [{ indicator: 'leaflets', n: 120 }],
    tasks: [{ planId, taskKey: 'l' }],
  })
  const gone = await log(school, { title: 'Ghi nhầm', day: '2024-02-02' })
  await withdrawActivity(world.as({ unitId: school.id }), gone, { version: 1, reason: 'x' })
  await log(sibling, { title: 'Họp trường bạn', photoIds: [newId()] })
  await log(office, { title: 'Họp của Phòng' })
})

describe('lists', () => {
  it('show the own unit’s, and to a unit above those below on either line; siblings see nothing of each other', async () => {
    expect(await titles(clerk)).toEqual([
      '=HYPERLINK("http://x.example","Bấm đây")',
      'Họp hội đồng tháng 6',
      'Họp phụ huynh đầu cấp',
      'Ghi nhầm',
    ])
    expect(await titles(above)).toEqual(['Họp của Phòng'])
    expect((await titles(above, 'of=below')).sort()).toHaveLength(5)
    expect(await titles(above, `unitId=${sibling.id}`)).toEqual(['Họp trường bạn'])
    expect(await titles(clerk, 'of=below')).toEqual([])
    expect(await titles(clerk, `unitId=${sibling.id}`)).toEqual([])
    expect(await titles(clerk, `of=below&unitId=${office.id}`)).toEqual([])
  })

  it('are filtered by task, form, month, year, state and words with or without diacritics', async () => {
    expect(await titles(clerk, `planId=${planId}&taskKey=m`)).toEqual(['Họp hội đồng tháng 6'])
    expect(await titles(clerk, `planId=${planId}`)).toHaveLength(2)
    expect(await titles(clerk, 'form=parents_meeting')).toEqual(['Họp phụ huynh đầu cấp'])
    expect(await titles(clerk, 'month=2024-05')).toEqual(['Họp phụ huynh đầu cấp'])
    expect(await titles(clerk, 'year=2023')).toEqual([])
    expect(await titles(clerk, 'state=withdrawn')).toEqual(['Ghi nhầm'])
    expect(await titles(above, 'of=below&state=waiting')).toEqual(['Họp trường bạn'])
    for (const q of ['phu huynh', 'PHỤ HUYNH', 'nop ho so'])
      expect(await titles(clerk, `q=${encodeURIComponent(q)}`), q).toEqual(['Họp phụ huynh đầu cấp'])
    expect(await titles(clerk, 'q=%25')).toEqual([])
    expect((await clerk.call('GET', 'activities?month=2024-13')).statusCode).toBe(400)
    expect((await clerk.call('GET', 'activities?cursor=xyz')).statusCode).toBe(400)
  })

  it('come in pages of 100 without gap or repeat, with the total once', async () => {
    const many = await makeUnit(world)
    const person = await signedIn(world, app, await makePerson(world, many.id))
    for (let i = 0; i < 105; i += 1) await log(many, { title: `Việc ${i}`, day: `2024-0${1 + (i % 5)}-10` })
    const first = await list(person)
    expect(first).toMatchObject({ total: 105 })
    const second = await list(person, `cursor=${first.nextCursor ?? ''}`)
    expect(second).toMatchObject({ total: null, nextCursor: null })
    const rows = [...first.rows, ...second.rows]
    expect(new Set(rows.map((r) => r.id)).size).toBe(105)
    expect(rows.map((r) => r.day)).toEqual(
      rows
        .map((r) => r.day)
        .sort()
        .reverse(),
    )
  })

  it('are exported as Excel, where nobody’s words become a formula', async () => {
    const answer = await clerk.call('GET', 'activities/export.xlsx?month=2024-06')
    expect(answer.headers['content-disposition']).toContain('2024-06-17.xlsx')
    const book = new ExcelJS.Workbook()
    // exceljs names an older Buffer type than Node's; the bytes are the same.
    await book.xlsx.load(answer.rawPayload as unknown as ExcelJS.Buffer)
    const page = book.worksheets[0]
    const cell = page?.getCell('C5')
    expect(cell?.type).toBe(ExcelJS.ValueType.String)
    expect(cell?.value).toBe('=HYPERLINK("http://x.example","Bấm đây")')
    expect(page?.getCell('A5').value).toEqual(new Date('2024-06-14T00:00:00Z'))
    expect(page?.getCell('H6').value).toBe(33)
    expect(page?.rowCount).toBe(6)
  })
})

describe('the screen for logging', () => {
  it('offers the tasks due soon, then those used lately, with last time’s numbers', async () => {
    const form = (await clerk.call('GET', 'activities/log-form')).json<{
      likely: number
      tasks: {
        taskKey: string
        dueOn: string
        lastAttendances: number | null
        form: string | null
        progress: object
      }[]
      forms: {
        code: string
        indicator: { code: string } | null
        lastAttendances: number | null
        lastNumber: number | null
      }[]
    }>()
    expect(form.tasks.map((t) => t.taskKey)).toEqual(['m', 'p', 'l', 'q'])
    expect(form.likely).toBe(3)
    expect(form.tasks[0]).toMatchObject({
      dueOn: '2024-06-21',
      form: 'regular_meeting',
      lastAttendances: 33,
      progress: { done: 1, target: 4, isDone: false, indicator: { code: 'meetings' } },
    })
    expect(form.forms.find((f) => f.code === 'parents_meeting')).toMatchObject({
      indicator: null,
      lastAttendances: 52,
    })
    expect(form.forms.find((f) => f.code === 'leaflet')).toMatchObject({
      indicator: { code: 'leaflets' },
      lastNumber: 120,
    })
  })
})

describe('gaps', () => {
  it('name the empty months, the tasks that nothing carries out, and nothing that is still to come', async () => {
    const gaps = (await clerk.call('GET', 'activities/gaps?year=2024')).json<{
      emptyMonths: string[]
      uncovered: { taskKey: string }[]
    }>()
    expect(gaps).toMatchObject({
      emptyMonths: ['2024-01', '2024-02', '2024-03', '2024-04'],
      uncovered: [{ taskKey: 'p', dueOn: '2024-06-28' }],
      onlyForm: null,
    })
  })

  it('name the one form of all activities, from three on', () => {
    const of = (n: number) => gapsOf([{ month: '2024-02', form: 'leaflet', n }], 2024, '2024-03-05')
    expect(of(2).onlyForm).toBeNull()
    expect(of(3)).toEqual({
      months: [
        { month: '2024-01', activities: 0 },
        { month: '2024-02', activities: 3 },
        { month: '2024-03', activities: 0 },
      ],
      emptyMonths: ['2024-01'],
      onlyForm: 'leaflet',
    })
  })
})

describe('the order of tasks', () => {
  const task = (more: object) => ({
    dueOn: null,
    beginsOn: null,
    isDone: false,
    lastDay: null,
    isPresent: true,
    ord: 1,
    ...more,
  })
  const today = '2024-06-17'
  it('puts overdue before due soon, both before used lately, done and future last', () => {
    const tasks = [
      task({ ord: 1, beginsOn: '2024-09-01', dueOn: '2024-10-31' }),
      task({ ord: 2, isDone: true, dueOn: '2024-06-20' }),
      task({ ord: 3, lastDay: '2024-06-10', isDone: true }),
      task({ ord: 4, dueOn: '2024-06-20' }),
      task({ ord: 5, dueOn: '2024-06-01' }),
      task({ ord: 6, isPresent: false, dueOn: '2024-06-18' }),
      task({ ord: 7, lastDay: '2024-06-16' }),
      task({ ord: 8 }),
    ]
    expect(orderTasks(tasks, today).map((t) => t.ord)).toEqual([5, 4, 7, 3, 8, 2, 1, 6])
    expect(likelyCount(tasks, today)).toBe(4)
    expect(likelyCount([], today)).toBe(0)
    expect(likelyCount([task({ isPresent: false })], today)).toBe(1)
    expect(offerRank(task({ dueOn: '2024-07-19' }), today)).toBe(2)
  })
})
