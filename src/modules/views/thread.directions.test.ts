import { beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { makeWorld, type World } from '../../../test/support/database.ts'
import type { Browser } from '../../../test/support/http.ts'
import { makeUnit } from '../../../test/support/make.ts'
import { makeReceivedDocument, must } from '../../../test/support/plans.ts'
import {
  afterWindow,
  handInReport,
  makeActivity,
  makeLine,
  openAll,
  reportOf,
  seats,
} from '../../../test/support/reports.ts'
import { newId } from '../../platform/ids.ts'
import type { DirectionsWith } from '../directions/directions.schema.ts'
import type { Thread as ThreadSchema, ThreadFrom as ThreadFromSchema } from './thread.schema.ts'

type Thread = z.output<typeof ThreadSchema>
type ThreadFrom = z.output<typeof ThreadFromSchema>

let world: World
let seat: Record<'department' | 'office' | 'school' | 'sibling' | 'foreign', Browser>
let documentId: string
let paper: string
let direction: string
let activity: string
let report: string
let schoolId: string

const clause = { key: 'I', parentKey: null, kind: 'content', words: 'Niêm yết thủ tục ở mọi điểm trường.' }

beforeAll(async () => {
  world = await makeWorld()
  const line = await makeLine(world)
  await openAll(world)
  const [school, sibling] = line.schools
  schoolId = school.id
  const { department, office } = line
  seat = await seats(world, { department, office, school, sibling, foreign: await makeUnit(world) })
  documentId = await makeReceivedDocument(world, office.id, [clause], { numberSymbol: '12/QĐ-UBND' })
  paper = await makeReceivedDocument(world, school.id, [clause], { numberSymbol: '07/BB' })
  activity = await makeActivity(world, school, {
    title: 'Phát tờ gấp ở ba điểm',
    figures: { leaflets: 164, attendances: 171 },
  })
  direction = newId()
  const content = {
    title: 'Rà soát bảng niêm yết',
    words: 'Rà soát, bổ sung bảng niêm yết.',
    expects: 'carry_out',
    dueOn: afterWindow.slice(0, 10),
    documentId,
    clauses: ['I'],
    lines: [school.name, sibling.name],
  }
  await must(seat.office.call('PUT', `directions/${direction}/draft`, { version: 0, content }))
  await must(seat.office.call('POST', `directions/${direction}/send`, { version: 1 }))
  const done = { words: 'Đã niêm yết ở ba điểm.', activities: [activity], documents: [paper] }
  await must(
    seat.school.call('POST', `directions/${direction}/acts`, { id: newId(), kind: 'answer', ...done }),
  )
  report = await reportOf(world, school)
  expect((await handInReport(seat.school, report)).statusCode).toBe(200)
})

const from = async (who: keyof typeof seat, query: string) =>
  (await must(seat[who].call('GET', `thread/from?${query}`))).json<ThreadFrom>()

describe('the thread of a direction', () => {
  it('leads from the clause to the directions that rest on it, and how far they are', async () => {
    const { directions, activities, activityCount } = await from('office', `document=${documentId}&clause=I`)
    expect(directions).toMatchObject([{ id: direction, units: 2, done: 1, late: 0 }])
    expect([activityCount, activities.map((a) => a.id)]).toEqual([1, [activity]])
    // A recipient reads the clause with the document, and of the direction its own part.
    const own = await from('school', `document=${documentId}&clause=I`)
    expect(own.directions).toMatchObject([{ id: direction, units: 1, done: 1 }])
  })

  it('leads from the direction to clause, duties, answers, what was done and the figure that counts it', async () => {
    const thread = await from('office', `direction=${direction}`)
    expect(thread.direction?.clauses).toMatchObject([{ key: 'I', text: clause.words, hidden: false }])
    expect(thread.duties.map((d) => [d.unit.id === schoolId, d.state, d.answer])).toEqual([
      [false, 'open', ''],
      [true, 'done', 'Đã niêm yết ở ba điểm.'],
    ])
    expect(thread.documents.map((d) => d.id)).toEqual([paper])
    expect(thread.activities).toMatchObject([
      { id: activity, figure: { reportId: report, version: 1, indicator: 'attendances', n: 171 } },
    ])
    // The unit above the sender reads it too, not the office's received document.
    const above = await from('department', `direction=${direction}`)
    expect(above.direction?.clauses).toMatchObject([{ hidden: true, text: '' }])
    expect(above.activities).toHaveLength(1)
  })

  it('leads from the figure of a report back to the direction and its clause', async () => {
    const path = `thread?report=${report}&version=1&indicator=leaflets&activity=${activity}`
    for (const who of ['school', 'office'] as const) {
      const thread = (await must(seat[who].call('GET', path))).json<Thread>()
      expect(thread.tasks).toEqual([])
      expect(thread.directions).toMatchObject([{ id: direction, clauses: [{ key: 'I', hidden: false }] }])
    }
  })

  it('leads back from the activity, from the document shown, and from the one that went with it', async () => {
    const of = async (who: keyof typeof seat, path: string) =>
      (await must(seat[who].call('GET', `${path}/directions`)))
        .json<z.output<typeof DirectionsWith>>()
        .rows.map((d) => [d.id, d.how])
    for (const who of ['school', 'office'] as const) {
      expect(await of(who, `activities/${activity}`)).toEqual([[direction, 'answer']])
      expect(await of(who, `documents/${paper}`)).toEqual([[direction, 'answer']])
    }
    expect(await of('sibling', `documents/${documentId}`)).toEqual([[direction, 'with']])
  })

  it('shows a sibling its own duty alone, and others nothing', async () => {
    const thread = await from('sibling', `direction=${direction}`)
    expect(thread.duties.map((d) => [d.unit.id === schoolId, d.state])).toEqual([[false, 'open']])
    expect([thread.activities, thread.documents]).toEqual([[], []])
    expect((await seat.sibling.call('GET', `activities/${activity}/directions`)).statusCode).toBe(404)
    for (const path of [
      `thread/from?direction=${direction}`,
      `thread/from?document=${documentId}&clause=I`,
      `activities/${activity}/directions`,
      `documents/${paper}/directions`,
    ])
      expect((await seat.foreign.call('GET', path)).statusCode, path).toBe(404)
  })

  it('does not begin with a clause that the document does not have', async () => {
    const id = newId()
    const content = {
      title: 'Rà soát',
      words: 'Rà soát.',
      expects: 'know',
      dueOn: afterWindow.slice(0, 10),
      documentId,
      clauses: ['IX'],
      lines: ['TH Vĩnh Hòa'],
    }
    const kept = await must(seat.office.call('PUT', `directions/${id}/draft`, { version: 0, content }))
    expect(kept.json<{ clauses: object[] }>().clauses).toMatchObject([{ key: 'I', words: clause.words }])
    const sent = await seat.office.call('POST', `directions/${id}/send`, { version: 1 })
    expect([sent.statusCode, sent.json<{ code: string }>().code]).toEqual([422, 'directions.no_clause'])
  })
})
