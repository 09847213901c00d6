import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FastifyInstance } from 'fastify'
import { makeWorld, testHome, testNow, type World } from '../../../test/support/database.ts'
import { signedIn, type Browser } from '../../../test/support/http.ts'
import { makePerson, makeUnit, type MadeUnit } from '../../../test/support/make.ts'
import { letterPackage } from '../../../test/support/packages.ts'
import { must } from '../../../test/support/plans.ts'
import {
  answer,
  handInReport,
  makeActivity,
  makeLine,
  openAll,
  reportOf,
  seats,
  type Line,
} from '../../../test/support/reports.ts'
import { examine } from '../../cli/doctor.ts'
import { reportInvariants } from '../../cli/invariants/reports.ts'
import { loadJobHandlers } from '../../cli/job-handlers.ts'
import { writeEdxml } from '../../document/edxml/index.ts'
import { read } from '../../platform/write.ts'
import { drainJobs } from '../../platform/worker.ts'
import { setAgencyCode } from '../dispatch/index.ts'
import type { Report } from '../reports/reports.schema.ts'
import { elsewhereFile, readElsewhere, type ReportElsewhere } from './elsewhere.schema.ts'
import { figuresFileOf } from './figures.file.ts'
import { orderTakingOver } from './figures.ts'
import { takeInPackage } from './take-in.ts'

let world: World
let app: FastifyInstance
let line: Line
let department: Browser
let clerk: Browser
let district: Browser
let school: Browser

beforeAll(async () => {
  world = await makeWorld()
  loadJobHandlers()
  line = await makeLine(world)
  await give(line.department, 'H99.05', false)
  await give(line.district, 'H99.50', false)
  await give(line.office, 'H99.05.12', true)
  const seated = await seats(world, {
    department: line.department,
    district: line.district,
    school: line.schools[0],
  })
  ;({ app, department, district, school } = seated)
  const person = await makePerson(world, line.department.id, { roles: ['clerk'] })
  clerk = await signedIn(world, app, person)
  await openAll(world)
}, 60_000)
afterAll(() => app.close())

async function give(unit: MadeUnit, code: string, isElsewhere: boolean): Promise<void> {
  await setAgencyCode(world.system(), { of: { unitId: unit.id }, code, isElsewhere, from: '2020-01-01' })
}

const zero = { n: 0, d: 0 }
type Said = ReportElsewhere['figures'][number]
const figure = (indicator: string, n: number, more: Partial<Said> = {}): Said => ({
  ...{ indicator, total: { n, d: 0 }, running: { n, d: 0 }, carried: 0, revised: 0, state: 'value' },
  ...more,
})
const said = (more: Partial<ReportElsewhere> = {}): ReportElsewhere => ({
  kind: 'lantoa.report',
  format: 1,
  form: { code: 'par-communication', revision: 1 },
  period: '2024-H1',
  version: 1,
  texts: [{ section: 'limits', words: 'Một số hộ chưa có điện thoại thông minh.' }],
  figures: [
    figure('leaflets', 6500),
    figure('satisfaction', 0, { total: { n: 870, d: 1000 }, running: { n: 870, d: 1000 } }),
    figure('persons_reached', 4200, { running: zero }),
    figure('quizzes', 0, { state: 'nothing' }),
  ],
  ...more,
})

let number = 100
/** A report's package of the office to an agency, confirmed by a clerk there, and what became of its figures. */
async function send(
  figures: unknown,
  to: readonly [string, Browser] = ['H99.05', clerk],
): Promise<{ documentId: string; figures: Shown }> {
  number += 1
  const words = [
    `PHÒNG GD&ĐT HUYỆN VÂN SƠN\n\nSố: ${number}/BC-PGDĐT\n\nVân Sơn, ngày 14 tháng 6 năm 2024\n\nBÁO CÁO`,
    `Kết quả tuyên truyền cải cách hành chính lần ${number}\n\nI. KẾT QUẢ\n\nĐã phát 6.500 tờ gấp.`,
  ].join('\n')
  const sent = letterPackage({
    number: String(number),
    subject: `Kết quả tuyên truyền lần ${number}`,
    from: ['H99.05.12', line.office.name],
    to: [to[0], 'Nơi nhận'],
    files: [
      { name: 'bao-cao.txt', bytes: Buffer.from(words) },
      ...(figures === null
        ? []
        : [
            {
              name: elsewhereFile,
              bytes: Buffer.from(typeof figures === 'string' ? figures : JSON.stringify(figures)),
            },
          ]),
    ],
  })
  await takeInPackage(world.system(), writeEdxml(sent))
  const { rows } = await world.database.pool.query<{ id: string }>(
    `select document_id as id from ${testHome}.package_arrivals where document_ref = $1`,
    [sent.documentId],
  )
  const id = rows[0]?.id ?? ''
  await drainJobs(world.system(), (kind) => kind === 'document.read')
  const draft = (await must(to[1].call('GET', `document-drafts/${id}`))).json<{ version: number }>()
  await must(to[1].call('POST', `document-drafts/${id}/confirm`, { version: draft.version }))
  await takeOver()
  await takeOver()
  return { documentId: id, figures: await figuresOf(id, to[1]) }
}

interface Shown {
  state: string
  reason: string | null
  reportId: string | null
}
async function figuresOf(documentId: string, by = clerk): Promise<Shown> {
  const shown = (await must(by.call('GET', `documents/${documentId}/exchange`))).json<{
    arrival: { figures: Shown }
  }>()
  return shown.arrival.figures
}

async function takeOver(): Promise<void> {
  await orderTakingOver(world.system())
  await drainJobs(world.system(), (kind) => kind === 'exchange.take_over')
}

const reportBy = async (browser: Browser, id: string) =>
  (await must(browser.call('GET', `reports/${id}`))).json<Report>()
const figureIn = (report: Report, indicator: string) => report.figures.find((f) => f.indicator === indicator)
const duties = async (reportId: string) =>
  (
    await world.database.pool.query<{ what: string; state: string }>(
      `select what, state from ${testHome}.obligations where source_id = $1 order by what, source_revision`,
      [reportId],
    )
  ).rows

describe('figures of a report that comes from another installation', () => {
  it('stand in the sender’s report once its paper is confirmed, and count when they are accepted', async () => {
    const id = await reportOf(world, line.office)
    const { documentId, figures } = await send(said())
    expect(figures).toEqual({ state: 'taken', reason: null, reportId: id })
    const report = await reportBy(department, id)
    expect(report).toMatchObject({ state: 'submitted', version: 1, isElsewhere: true })
    expect(report.changes).toEqual({ activities: 0, parts: 0, figures: 0 })
    expect(report.versions[0]?.document?.id).toBe(documentId)
    expect(figureIn(report, 'leaflets')).toMatchObject({
      own: zero,
      below: zero,
      correction: { n: 6500, reason: `Theo báo cáo số ${number}/BC-PGDĐT gửi từ hệ thống khác` },
      total: { n: 6500, d: 0 },
    })
    expect(figureIn(report, 'satisfaction')?.total).toEqual({ n: 870, d: 1000 })
    expect(figureIn(report, 'quizzes')?.state).toBe('nothing')
    expect(figureIn(report, 'posters')?.state).toBe('unknown')
    expect(report.content.texts.find((x) => x.section === 'limits')?.words).toContain('điện thoại')
    expect(await duties(id)).toEqual([
      { what: 'decide_report', state: 'open' },
      { what: 'report', state: 'done' },
    ])
    // Nobody but the one it was asked by decides on it, and until then it is no part of a sum.
    expect((await answer(district, id, 1, 'accepted')).statusCode).not.toBe(200)
    expect((await school.call('GET', `reports/${id}`)).statusCode).toBe(404)
    const own = await reportOf(world, line.department)
    expect(figureIn(await reportBy(department, own), 'leaflets')?.total.n).toBe(0)
    expect((await answer(department, id, 1, 'accepted')).statusCode).toBe(200)
    const sum = await reportBy(department, own)
    expect(figureIn(sum, 'leaflets')).toMatchObject({ below: { n: 6500, d: 0 }, total: { n: 6500, d: 0 } })
    expect(figureIn(sum, 'satisfaction')?.total).toEqual({ n: 870, d: 1000 })
    // People reached twice are one person: stated by each unit, summed by none.
    expect(figureIn(sum, 'persons_reached')?.total.n ?? 0).toBe(0)

    // A later version stands beside the accepted one until it is accepted too; what is not newer changes nothing.
    expect((await send(said({ version: 2, figures: [figure('leaflets', 6700)] }))).figures.state).toBe(
      'taken',
    )
    expect(await reportBy(department, id)).toMatchObject({
      state: 'submitted',
      version: 2,
      acceptedVersion: 1,
    })
    expect(figureIn(await reportBy(department, own), 'leaflets')?.total.n).toBe(6500)
    expect((await answer(department, id, 2, 'returned', 'Thiếu số buổi họp.')).statusCode).toBe(200)
    expect((await send(said({ version: 3 }))).figures.state).toBe('taken')
    expect((await answer(department, id, 3, 'accepted')).statusCode).toBe(200)
    expect(figureIn(await reportBy(department, own), 'leaflets')?.total.n).toBe(6500)
    expect(await examine(world.system(), reportInvariants)).toEqual([])
  })

  it('are not taken over where they are not owed, not readable, not of now or not newer', async () => {
    const id = await reportOf(world, line.office)
    const { documentId } = await send(said({ version: 2 }))
    /** What becomes of other figures beside the same paper: each paper is read by a process of its own. */
    const again = async (figures: ReportElsewhere) => {
      const { pool } = world.database
      await pool.query(`delete from ${testHome}.jobs where kind = 'exchange.take_over'`)
      await pool.query(
        `update ${testHome}.arrival_figures f set state = 'waiting', reason = null, content = $2 from ${testHome}.package_arrivals a
         where a.id = f.arrival_id and a.document_id = $1`,
        [documentId, JSON.stringify(figures)],
      )
      await takeOver()
      return (await figuresOf(documentId)).reason
    }
    const { version } = await reportBy(department, id)
    const cases: [string, Partial<ReportElsewhere>][] = [
      ['older', { version: 3 }],
      ['other_form', { form: { code: 'par-communication', revision: 7 } }],
      ['other_form', { period: '2024-Q7' }],
      ['too_early', { period: '2024-Y' }],
      ['not_owed', { period: '2025-H1' }],
      ['unreadable', { figures: [figure('rockets', 1)] }],
      ['unreadable', { figures: [figure('leaflets', 1), figure('leaflets', 2)] }],
      ['unreadable', { figures: [figure('leaflets', 1, { total: { n: 1, d: 2 } })] }],
      ['unreadable', { figures: [figure('quizzes', 1, { state: 'nothing' })] }],
    ]
    for (const [reason, more] of cases)
      expect(await again(said({ version: 9, ...more })), reason).toBe(reason)
    // Of a code that is somebody else's meanwhile.
    await world.database.pool.query(`update shared.agencies set unit_id = $1 where unit_id = $2`, [
      line.schools[1].id,
      line.office.id,
    ])
    expect(await again(said({ version: 9 }))).toBe('not_owed')
    await world.database.pool.query(`update shared.agencies set unit_id = $2 where unit_id = $1`, [
      line.schools[1].id,
      line.office.id,
    ])
    // What the unit writes here itself is not written over.
    await world.database.pool.query(
      `insert into ${testHome}.report_drafts (id, unit_id, report_id, form_id, period, period_from, period_until, state, version, content, created_at, updated_at)
       select gen_random_uuid(), unit_id, id, form_id, period, period_from, period_until, 'draft', 1, '{}', now(), now() from ${testHome}.reports where id = $1`,
      [id],
    )
    expect(await again(said({ version: 9 }))).toBe('reported_here')
    expect((await reportBy(department, id)).version).toBe(version)
  })

  it('are entered by hand where the package brings none, and the screen says so', async () => {
    const other = await makeUnit(world, {
      kind: 'education_office',
      name: 'Phòng GD&ĐT huyện Bình An',
      profession: line.department.id,
    })
    await openAll(world)
    await world.database.pool.query(`update shared.agencies set unit_id = $1 where unit_id = $2`, [
      other.id,
      line.office.id,
    ])
    expect((await send('không phải số liệu', ['H99.50', district])).figures).toMatchObject({
      ...{ state: 'refused', reason: 'unreadable' },
    })
    expect((await send(null)).figures).toEqual({ state: 'by_hand', reason: null, reportId: null })
  })
})

describe('the file of figures', () => {
  it('says of a handed-in report what its paper prints, and is read as written', async () => {
    const [, unit] = line.schools
    const { own } = await seats(world, { own: unit })
    await makeActivity(world, unit, { figures: { leaflets: 120, satisfaction: [45, 50] } })
    const id = await reportOf(world, unit)
    const issue = { signerPersonId: null, authority: null }
    expect((await handInReport(own, id, undefined, issue)).statusCode).toBe(200)
    const { rows } = await world.database.pool.query<{ id: string }>(
      `select id from ${testHome}.documents where report_id = $1`,
      [id],
    )
    const file = await read(world.system(testNow), '*', (trx) => figuresFileOf(trx, rows[0]?.id ?? ''))
    const found = readElsewhere(file?.bytes ?? Buffer.alloc(0))
    expect(found).toMatchObject({ period: '2024-H1', version: 1, form: { code: 'par-communication' } })
    expect(found?.figures.find((f) => f.indicator === 'leaflets')?.total).toEqual({ n: 120, d: 0 })
    expect(found?.figures.find((f) => f.indicator === 'satisfaction')?.total).toEqual({ n: 45, d: 50 })
    expect(file?.bytes.toString()).not.toContain(unit.id)
    expect(await read(world.system(testNow), '*', (trx) => figuresFileOf(trx, id))).toBeNull()
  })

  it.each([
    { ...said(), kind: 'other' },
    { ...said(), format: 2 },
    { ...said(), extra: 1 },
    said({ figures: [figure('leaflets', -1)] }),
    said({ figures: [figure('leaflets', 1.5)] }),
    said({ figures: [figure('leaflets', 1e16)] }),
    said({ figures: Array.from({ length: 501 }, (_, i) => figure(`x${i}`, 1)) }),
    [],
    null,
  ])('is nothing where it is not exactly that (%#)', (what) => {
    expect(readElsewhere(Buffer.from(JSON.stringify(what)))).toBeNull()
  })
})
