import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, testHome, type World } from '../../../test/support/database.ts'
import { makePerson, makeUnit } from '../../../test/support/make.ts'
import { makeApp, signedIn, stranger, type Browser } from '../../../test/support/http.ts'
import {
  answer,
  correctActivity,
  handInReport,
  makeActivity,
  makeEvidence,
  makeLine,
  openAll,
  reportOf,
  seats,
  someWords,
} from '../../../test/support/reports.ts'
import { newId } from '../../platform/ids.ts'
import { transaction } from '../../platform/tx.ts'
import { drainJobs } from '../../platform/worker.ts'
import { endSuperior, rebuildClosure } from '../units/index.ts'
import { beginOpening, registerReportJobs } from './open.service.ts'
import type { Report } from './reports.schema.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})

const rows = async <T extends object>(query: string, values: unknown[] = []) =>
  (await world.database.pool.query<T>(query, values)).rows

const figure = (report: Report, indicator: string) => {
  const found = report.figures.find((f) => f.indicator === indicator)
  if (!found) throw new Error(indicator)
  return found
}

describe('opening a period', () => {
  it('opens one report and one obligation for each unit that owes it, however often it is asked', async () => {
    const line = await makeLine(world)
    await openAll(world)
    expect(await openAll(world)).toBe(0)
    const owed = await rows<{ unit_id: string; due_on: string; owed_to: string }>(
      `select o.unit_id, o.due_on, o.owed_to from ${testHome}.obligations o join ${testHome}.reports r on r.id = o.source_id
       where o.unit_id = any($1) and r.period = '2024-H1' order by o.due_on`,
      [[line.office.id, line.department.id, line.district.id, line.schools[0].id]],
    )
    expect(owed).toEqual([
      { unit_id: line.schools[0].id, due_on: '2024-06-16', owed_to: line.office.id },
      { unit_id: line.office.id, due_on: '2024-06-18', owed_to: line.department.id },
      { unit_id: line.department.id, due_on: '2024-06-20', owed_to: expect.any(String) as string },
    ])
  })
})

describe('the daily job', () => {
  it('opens what stands today, once, and orders the next day', async () => {
    const own = await makeWorld()
    const line = await makeLine(own)
    registerReportJobs()
    const ctx = own.system('2024-01-10T02:00:00Z')
    await beginOpening(ctx)
    await beginOpening(ctx)
    expect(await drainJobs(ctx, (kind) => kind === 'reports.open')).toBe(1)
    const found = await own.database.pool.query<{ period: string }>(
      `select period from ${testHome}.reports where unit_id = $1 order by period`,
      [line.office.id],
    )
    expect(found.rows.map((r) => r.period)).toEqual(['2024-H1', '2024-Y'])
    const next = await own.database.pool.query<{ run_at: Date }>(
      `select run_at from ${testHome}.jobs where kind = 'reports.open' and state = 'waiting'`,
    )
    expect(next.rows.map((r) => r.run_at.toISOString())).toEqual(['2024-01-10T17:00:00.000Z'])
  })
})

describe('a report of two levels', () => {
  it('counts own activities and accepted reports, freezes them, and adds up by construction', async () => {
    const line = await makeLine(world)
    await openAll(world)
    const [vinhHoa, phuLam] = line.schools
    await makeActivity(world, vinhHoa, { figures: { leaflets: 164, attendances: 171, meetings: 1 } })
    await makeActivity(world, vinhHoa, { day: '2024-04-04', figures: { leaflets: 72 } })
    await makeActivity(world, vinhHoa, { day: '2024-06-15', figures: { leaflets: 1_000 } })
    await makeActivity(world, vinhHoa, { state: 'waiting', figures: { leaflets: 5_000 } })
    await makeActivity(world, phuLam, { figures: { leaflets: 312, satisfaction: [9, 10] } })
    await makeActivity(world, line.office, { figures: { leaflets: 250, satisfaction: [30, 40] } })
    const seat = await seats(world, {
      office: line.office,
      department: line.department,
      vinhHoa,
      phuLam,
    })
    const school = await reportOf(world, vinhHoa)
    const office = await reportOf(world, line.office)

    const handedIn = await handInReport(seat.vinhHoa, school, { ...someWords, nothing: ['quizzes'] })
    expect(handedIn.statusCode, handedIn.body).toBe(200)
    const first = handedIn.json<Report>()
    expect(first).toMatchObject({ state: 'submitted', version: 1, draft: null, counted: { activities: 2 } })
    expect(figure(first, 'leaflets')).toMatchObject({ total: { n: 236 }, state: 'value' })
    expect(figure(first, 'quizzes').state).toBe('nothing')
    expect(figure(first, 'news')).toMatchObject({ total: { n: 0 }, state: 'value' })
    expect(figure(first, 'persons_reached').state).toBe('unknown')

    // Handed in and not yet accepted: named, not counted.
    const before = (await seat.office.call('GET', `reports/${office}`)).json<Report>()
    expect(figure(before, 'leaflets').total.n).toBe(250)
    expect(before.missing.map((m) => [m.unit.id, m.state]).sort()).toEqual(
      [
        [vinhHoa.id, 'waiting'],
        [phuLam.id, 'not_reported'],
      ].sort(),
    )
    expect((await answer(seat.office, school, 1, 'accepted')).statusCode).toBe(200)

    const up = (await handInReport(seat.office, office)).json<Report>()
    expect(figure(up, 'leaflets')).toMatchObject({ own: { n: 250 }, below: { n: 236 }, total: { n: 486 } })
    expect(figure(up, 'satisfaction').total).toEqual({ n: 30, d: 40 })
    expect(up.missing.map((m) => m.unit.id)).toEqual([phuLam.id])

    // A late child: accepted after the parent handed in; the parent may make a new version.
    const late = await reportOf(world, phuLam)
    await handInReport(seat.phuLam, late)
    expect((await answer(seat.office, late, 1, 'accepted')).statusCode).toBe(200)
    const changed = (await seat.office.call('GET', `reports/${office}`)).json<Report>()
    expect(changed.changes).toEqual({ activities: 0, parts: 1, figures: 2 })
    expect(figure(changed, 'leaflets')).toMatchObject({ total: { n: 486 }, now: 798 })
    expect(changed.may).toContain('report.renew')
    const renewed = (await seat.office.call('POST', `reports/${office}/renew`)).json<Report>()
    expect(figure(renewed, 'leaflets').total.n).toBe(798)
    const second = (await handInReport(seat.office, office)).json<Report>()
    expect(second).toMatchObject({ version: 2, state: 'submitted', missing: [] })

    // The department reads it whole, and down to the school's own report.
    const seen = (await seat.department.call('GET', `reports/${office}`)).json<Report>()
    expect(figure(seen, 'leaflets').total.n).toBe(798)
    expect(seen.draft).toBeNull()
    expect(seen.may).toEqual(['report.accept', 'report.return', 'report.ask'])
    const opened = (await seat.department.call('GET', `reports/${office}/figures/leaflets`)).json<{
      own: { n: number; activities: unknown[] }
      parts: { unit: { id: string }; n: number; reportId: string; version: number }[]
      groups: { counted: number; all: number; n: number }[]
    }>()
    expect(opened.own.n + opened.parts.reduce((sum, p) => sum + p.n, 0)).toBe(798)
    expect(opened.groups).toMatchObject([{ counted: 2, all: 2, n: 548 }])
    expect(
      (await seat.department.call('GET', `reports/${school}/figures/leaflets?version=1`)).statusCode,
    ).toBe(200)
    const wrong = await rows(
      `select 1 from ${testHome}.report_figures f where f.total_n <> f.own_n + f.correction_n + coalesce((
         select sum(k.total_n) from ${testHome}.report_children c join ${testHome}.report_figures k on k.report_id = c.child_report_id and k.version = c.child_version
         where c.report_id = f.report_id and c.version = f.version and k.indicator = f.indicator), 0)`,
    )
    expect(wrong).toEqual([])
  })

  it('shows whoever accepts it which pictures were used before, and nobody else', async () => {
    const line = await makeLine(world)
    await openAll(world)
    const [school, sibling] = line.schools
    const [once, again, elsewhere] = [newId(), newId(), newId()]
    const first = await makeActivity(world, school, {
      title: 'Họp tháng 3',
      photoIds: [once],
      day: '2024-03-05',
    })
    const second = await makeActivity(world, school, {
      title: 'Họp tháng 4',
      photoIds: [again],
      day: '2024-04-05',
    })
    const third = await makeActivity(world, sibling, { photoIds: [elsewhere] })
    await makeEvidence(world, school, first, once, 'a'.repeat(64), 0x0f0f_0f0fn)
    await makeEvidence(world, school, second, again, 'b'.repeat(64), 0x0f0f_0f0dn)
    await makeEvidence(world, sibling, third, elsewhere, 'b'.repeat(64), -1n)
    const seat = await seats(world, { office: line.office, district: line.district, school })
    const id = await reportOf(world, school)
    await handInReport(seat.school, id)
    const seen = async (browser: Browser) =>
      (await browser.call('GET', `reports/${id}`)).json<Report>().samePictures
    expect((await seen(seat.office)).map((s) => [s.title, s.other.activityId]).sort()).toEqual(
      [
        ['Họp tháng 3', second],
        ['Họp tháng 4', first],
        ['Họp tháng 4', third],
      ].sort(),
    )
    expect(await seen(seat.district)).toEqual([])
    expect(await seen(seat.school)).toEqual([])
  })

  it('goes back with words, opens the obligation again and comes as a new version', async () => {
    const line = await makeLine(world)
    await openAll(world)
    const [school] = line.schools
    const seat = await seats(world, { office: line.office, school, district: line.district })
    const id = await reportOf(world, school)
    await handInReport(seat.school, id)
    expect((await answer(seat.office, id, 1, 'returned')).statusCode).toBe(400)
    expect((await answer(seat.office, id, 1, 'returned', 'Thiếu số liệu tuyển sinh.')).statusCode).toBe(200)
    const back = (await seat.school.call('GET', `reports/${id}`)).json<Report>()
    expect(back).toMatchObject({ state: 'returned', shown: { version: null } })
    expect(back.answers.at(-1)).toMatchObject({ answer: 'returned', words: 'Thiếu số liệu tuyển sinh.' })
    // Its words are still there to go on with.
    expect(back.content.texts.find((t) => t.section === 'limits')?.words).toContain('định danh')
    const states = () =>
      rows<{ what: string; state: string }>(
        `select what, state from ${testHome}.obligations where source_id = $1 order by opened_at, id`,
        [id],
      )
    expect(await states()).toEqual([
      { what: 'report', state: 'done' },
      { what: 'decide_report', state: 'done' },
      { what: 'report', state: 'open' },
    ])
    // It may go up again as it is: the draft begins from the words that were handed in.
    expect(back.may).toContain('report.to_leader')
    expect(back.draft).toBeNull()
    const handedOn = await seat.school.call('POST', `reports/${id}/review`, { version: 0, step: 'approve' })
    expect(handedOn.json<Report>().draft).toMatchObject({ state: 'approved', version: 1 })
    const again = (await seat.school.call('POST', `reports/${id}/submit`, { version: 1 })).json<Report>()
    expect(again.version).toBe(2)
    expect((await states()).filter((o) => o.state === 'open')).toEqual([
      { what: 'decide_report', state: 'open' },
    ])

    // The other superior reads and asks, the unit replies, and neither decides.
    const other = (await seat.district.call('GET', `reports/${id}`)).json<Report>()
    expect(other.may).toEqual(['report.ask'])
    expect((await answer(seat.district, id, 2, 'accepted')).statusCode).toBe(409)
    expect((await answer(seat.district, id, 2, 'asked', 'Có gồm điểm trường lẻ không?')).statusCode).toBe(200)
    expect((await answer(seat.school, id, 2, 'replied', 'Có, cả hai điểm.')).statusCode).toBe(200)
    expect((await answer(seat.office, id, 1, 'accepted')).statusCode).toBe(409)
    expect((await answer(seat.office, id, 2, 'accepted')).json<Report>()).toMatchObject({
      state: 'accepted',
      acceptedVersion: 2,
    })
  })

  it('keeps what it counted when an activity is corrected, says so, and the next running total carries it', async () => {
    const line = await makeLine(world)
    await openAll(world, '2024-06-15')
    const [school] = line.schools
    const activity = await makeActivity(world, school, { figures: { leaflets: 160 } })
    const seat = await seats(world, { office: line.office, school })
    const id = await reportOf(world, school)
    await handInReport(seat.school, id)
    await answer(seat.office, id, 1, 'accepted')
    await correctActivity(world, school, activity, 2, { figures: { leaflets: 164 } })
    const after = (await seat.school.call('GET', `reports/${id}`)).json<Report>()
    expect(figure(after, 'leaflets')).toMatchObject({ total: { n: 160 }, now: 164 })
    expect(after.changes).toEqual({ activities: 1, parts: 0, figures: 1 })
    // A ratio that nobody had stated then is a change too.
    const stated = await makeActivity(world, school, { figures: { satisfaction: [9, 10] } })
    expect((await seat.school.call('GET', `reports/${id}`)).json<Report>().changes.figures).toBe(2)
    await correctActivity(world, school, stated, 2, {})
    const opened = (await seat.office.call('GET', `reports/${id}/figures/leaflets`)).json<{
      own: { activities: { version: number; n: number; changed: string; now: number }[] }
    }>()
    expect(opened.own.activities).toMatchObject([{ version: 1, n: 160, changed: 'corrected', now: 164 }])

    await openAll(world, '2025-06-15')
    await makeActivity(world, school, { day: '2025-03-01', figures: { leaflets: 40 } })
    const later = await seats(world, { school, office: line.office }, '2025-06-17T01:00:00Z')
    const next = await reportOf(world, school, { code: '2025-H1', from: '2024-12-15', until: '2025-06-15' })
    const report = (await handInReport(later.school, next)).json<Report>()
    expect(figure(report, 'leaflets')).toMatchObject({
      total: { n: 40 },
      carried: 4,
      running: { n: 204 },
    })
    await answer(later.office, next, 1, 'accepted')
    const office = await reportOf(world, line.office, {
      code: '2025-H1',
      from: '2024-12-15',
      until: '2025-06-15',
    })
    const above = (await later.office.call('GET', `reports/${office}`)).json<Report>()
    expect(figure(above, 'leaflets')).toMatchObject({ total: { n: 40 }, carried: 4 })
  })

  it('says in the year’s report what was corrected after the half year’s, at both levels', async () => {
    const line = await makeLine(world)
    await openAll(world)
    const [school] = line.schools
    const activity = await makeActivity(world, school, { figures: { leaflets: 160 } })
    const seat = await seats(world, { office: line.office, school })
    const [halfOf, officeHalf] = [await reportOf(world, school), await reportOf(world, line.office)]
    await handInReport(seat.school, halfOf)
    await answer(seat.office, halfOf, 1, 'accepted')
    await handInReport(seat.office, officeHalf)
    await correctActivity(world, school, activity, 2, { figures: { leaflets: 164 } })
    await makeActivity(world, school, { day: '2024-10-01', figures: { leaflets: 40 } })

    const year = { code: '2024-Y', from: '2023-12-15', until: '2024-12-15' }
    const late = await seats(world, { office: line.office, school }, '2024-12-15T01:00:00Z')
    const [yearOf, officeYear] = [
      await reportOf(world, school, year),
      await reportOf(world, line.office, year),
    ]
    const report = (await handInReport(late.school, yearOf, someWords, {})).json<Report>()
    expect(figure(report, 'leaflets')).toMatchObject({ total: { n: 204 }, revised: 4, carried: 0 })
    const [paper] = await rows<{ text: string }>(
      `select text from ${testHome}.documents where report_id = $1`,
      [yearOf],
    )
    expect(paper?.text).toContain('gồm +4 do đính chính, bổ sung sau báo cáo đã gửi trong kỳ')
    await answer(late.office, yearOf, 1, 'accepted')
    const above = (await late.office.call('GET', `reports/${officeYear}`)).json<Report>()
    expect(figure(above, 'leaflets')).toMatchObject({ total: { n: 204 }, revised: 4 })
  })
})

describe('writing', () => {
  it('saves by version, refuses what the form does not have, and asks for the words that are missing', async () => {
    const line = await makeLine(world)
    await openAll(world)
    const [school] = line.schools
    const seat = await seats(world, { school })
    const id = await reportOf(world, school)
    const save = (version: number, content: object) =>
      seat.school.call('PUT', `reports/${id}/draft`, { version, content })
    expect((await save(0, someWords)).statusCode).toBe(200)
    expect((await save(0, someWords)).statusCode).toBe(409)
    expect((await save(1, { ...someWords, nothing: ['khong_co'] })).statusCode).toBe(400)
    const correction = { indicator: 'leaflets', n: 4, reason: 'Theo danh sách ký nhận.' }
    const saved = (await save(1, { ...someWords, corrections: [correction], texts: [] })).json<Report>()
    expect(figure(saved, 'leaflets')).toMatchObject({
      total: { n: 4 },
      correction: { n: 4, reason: 'Theo danh sách ký nhận.' },
    })
    const handOn = await seat.school.call('POST', `reports/${id}/review`, { version: 2, step: 'to_leader' })
    expect(handOn.statusCode).toBe(409)
    expect(handOn.json<{ detail: string }>().detail).toContain('II. HẠN CHẾ')
  })

  it('offers words of activities and accepted reports with their sources', async () => {
    const line = await makeLine(world)
    await openAll(world)
    const [school] = line.schools
    const activity = await makeActivity(world, school, {
      result: '139 gia đình nộp xong.',
      shortcoming: '28 người chưa có tài khoản.',
      cause: 'Căn cước hết hạn.',
    })
    const seat = await seats(world, { school, office: line.office })
    const id = await reportOf(world, school)
    type Offered = { sections: { section: string; items: { words: string; origin: object }[] }[] }
    const offered = (await seat.school.call('GET', `reports/${id}/proposals`)).json<Offered>()
    expect(offered.sections.find((s) => s.section === 'limits')?.items).toMatchObject([
      { words: '28 người chưa có tài khoản.', origin: { what: 'activity', id: activity, version: 1 } },
      { words: 'Căn cước hết hạn.', origin: { field: 'cause' } },
    ])
    await handInReport(seat.school, id)
    await answer(seat.office, id, 1, 'accepted')
    const office = await reportOf(world, line.office)
    const above = (await seat.office.call('GET', `reports/${office}/proposals`)).json<Offered>()
    expect(above.sections.find((s) => s.section === 'limits')?.items).toMatchObject([
      { origin: { what: 'report', id, version: 1, field: 'section' } },
    ])
    expect((await seat.office.call('GET', `reports/${id}/proposals`)).statusCode).toBe(404)
  })

  it('is not handed in before the window ends, and not without the leader', async () => {
    const line = await makeLine(world)
    await openAll(world)
    const [school] = line.schools
    const early = await seats(world, { school }, '2024-06-10T01:00:00Z')
    const id = await reportOf(world, school)
    const refused = await handInReport(early.school, id)
    expect(refused.statusCode).toBe(409)
    expect(refused.json<{ detail: string }>().detail).toContain('14/06/2024')
    const app = await makeApp(world)
    const specialist = await signedIn(world, app, await makePerson(world, school.id))
    expect(
      (await specialist.call('POST', `reports/${id}/review`, { version: 2, step: 'send_back', words: 'x' }))
        .statusCode,
    ).toBe(403)
  })
})

describe('issuing', () => {
  it('numbers the report, writes it as a document with the same figures and delivers it to both superiors', async () => {
    const line = await makeLine(world)
    await openAll(world)
    await makeActivity(world, line.office, { figures: { leaflets: 1_250 } })
    const seat = await seats(world, { office: line.office, department: line.department })
    const id = await reportOf(world, line.office)
    const issued = (
      await handInReport(seat.office, id, { ...someWords, nothing: ['news'] }, {})
    ).json<Report>()
    expect(issued.versions).toMatchObject([{ version: 1, document: { numberSymbol: '01/BC-PGDĐT' } }])
    const [document] = await rows<{ text: string; type: string }>(
      `select text, type from ${testHome}.documents where report_id = $1`,
      [id],
    )
    expect(document?.type).toBe('Báo cáo')
    expect(document?.text).toContain('phát 1.250 tờ gấp')
    expect(document?.text).toContain('TH Vĩnh Hòa')
    // Addressed at the top, so below it stands "as above"; what did not happen is a number before its noun.
    expect(document?.text).toContain('- Như trên;')
    expect(document?.text).toContain('đăng 0 tin, bài')
    const delivered = await rows<{ unit_id: string }>(
      `select d.unit_id from ${testHome}.deliveries d join ${testHome}.documents x on x.id = d.document_id where x.report_id = $1`,
      [id],
    )
    expect(delivered.map((d) => d.unit_id).sort()).toEqual([line.department.id, line.district.id].sort())
    expect(
      (await seat.office.call('POST', `reports/${id}/issue`, { version: 1, issue: {} })).statusCode,
    ).toBe(409)
  })

  it('can follow later', async () => {
    const line = await makeLine(world)
    await openAll(world)
    const seat = await seats(world, { office: line.office })
    const id = await reportOf(world, line.office)
    await handInReport(seat.office, id)
    const issued = (
      await seat.office.call('POST', `reports/${id}/issue`, { version: 1, issue: {} })
    ).json<Report>()
    expect(issued.versions[0]?.document?.numberSymbol).toBe('01/BC-PGDĐT')
  })
})

describe('the door', () => {
  it('lets nobody outside read or change anything', async () => {
    const line = await makeLine(world)
    await openAll(world)
    const [school, sibling] = line.schools
    const cousin = await makeUnit(world)
    const seat = await seats(world, { school, sibling, cousin, office: line.office })
    const id = await reportOf(world, school)
    // The superior sees nothing of a draft either.
    await seat.school.call('PUT', `reports/${id}/draft`, { version: 0, content: someWords })
    for (const outsider of [seat.sibling, seat.cousin, seat.office]) {
      expect((await outsider.call('GET', `reports/${id}`)).statusCode).toBe(404)
      expect((await outsider.call('GET', `reports/${id}/figures/leaflets`)).statusCode).toBe(404)
      expect(
        (await outsider.call('PUT', `reports/${id}/draft`, { version: 1, content: someWords })).statusCode,
      ).toBe(404)
      expect((await outsider.call('POST', `reports/${id}/submit`, { version: 1 })).statusCode).toBe(404)
      expect((await answer(outsider, id, 1, 'accepted')).statusCode).toBe(404)
    }
    expect((await stranger(seat.app).call('GET', `reports/${id}`)).statusCode).toBe(401)
    expect((await seat.school.call('GET', `reports/${id}`)).json<Report>()).toMatchObject({
      state: 'open',
      version: 0,
      draft: { version: 1 },
    })
    await handInReport(seat.school, id)
    for (const outsider of [seat.sibling, seat.cousin])
      expect((await outsider.call('GET', `reports/${id}`)).statusCode).toBe(404)
    // Readable from above, but not the superior's to write.
    expect(
      (await seat.office.call('PUT', `reports/${id}/draft`, { version: 1, content: someWords })).statusCode,
    ).toBe(403)
  })

  it('keeps what was handed in for a former superior, and shows it nothing newer', async () => {
    const line = await makeLine(world)
    await openAll(world)
    const [school] = line.schools
    const activity = await makeActivity(world, school, { figures: { leaflets: 160 } })
    const seat = await seats(world, { school, office: line.office, district: line.district })
    const id = await reportOf(world, school)
    await handInReport(seat.school, id)
    await transaction(world.database.db, { home: testHome, scope: '*' }, async (trx) => {
      await endSuperior(trx, { unitId: school.id, line: 'profession', from: '2024-06-17' })
      await rebuildClosure(trx, 'profession', [school.id])
    })
    await correctActivity(world, school, activity, 2, { figures: { leaflets: 164 } })
    const seen = async (browser: Browser) => {
      const report = (await browser.call('GET', `reports/${id}`)).json<Report>()
      const opened = (await browser.call('GET', `reports/${id}/figures/leaflets`)).json<{
        own: { activities: { n: number; now: number | null }[] }
      }>()
      return [figure(report, 'leaflets').now, report.changes.activities, opened.own.activities[0]?.now]
    }
    expect(await seen(seat.office)).toEqual([null, 0, null])
    expect(await seen(seat.district)).toEqual([164, 1, 164])
  })

  it('takes a repeat of the same request as one thing, and one of two at once', async () => {
    const line = await makeLine(world)
    await openAll(world)
    const [school] = line.schools
    const seat = await seats(world, { school, office: line.office })
    const id = await reportOf(world, school)
    await seat.school.call('PUT', `reports/${id}/draft`, { version: 0, content: someWords })
    await seat.school.call('POST', `reports/${id}/review`, { version: 1, step: 'approve' })
    const requestId = newId()
    const submit = (options = {}) => seat.school.call('POST', `reports/${id}/submit`, { version: 2 }, options)
    const [a, b] = await Promise.all([submit({ requestId }), submit({ requestId })])
    expect([a.statusCode, b.statusCode]).toEqual([200, 200])
    expect((await submit()).statusCode).toBe(409)
    const decisions = await Promise.all([
      answer(seat.office, id, 1, 'accepted'),
      answer(seat.office, id, 1, 'returned', 'Xem lại.'),
    ])
    expect(decisions.map((d) => d.statusCode).sort()).toEqual([200, 409])
    const versions = await rows(`select 1 from ${testHome}.report_versions where report_id = $1`, [id])
    expect(versions.length).toBe(1)
  })

  it('hands in the figures that the leader approved: what is counted since, the leader looks at again', async () => {
    const line = await makeLine(world)
    await openAll(world)
    const [school] = line.schools
    const seat = await seats(world, { school })
    const clerk = await signedIn(world, seat.app, await makePerson(world, school.id, { roles: ['clerk'] }))
    const id = await reportOf(world, school)
    await seat.school.call('PUT', `reports/${id}/draft`, { version: 0, content: someWords })
    await seat.school.call('POST', `reports/${id}/review`, { version: 1, step: 'approve' })
    await makeActivity(world, school, { figures: { leaflets: 10 } })
    const refused = await clerk.call('POST', `reports/${id}/submit`, { version: 2 })
    expect(refused.json()).toMatchObject({ code: 'reports.counted_anew' })
    const handedIn = await seat.school.call('POST', `reports/${id}/submit`, { version: 2 })
    expect(figure(handedIn.json<Report>(), 'leaflets').total.n).toBe(10)
  })

  it('lists who below has handed in and who has not', async () => {
    const line = await makeLine(world)
    await openAll(world)
    const [first] = line.schools
    const seat = await seats(world, { school: first, office: line.office })
    await handInReport(seat.school, await reportOf(world, first))
    const below = (await seat.office.call('GET', 'reports/below?period=2024-H1')).json<{
      counts: object
      items: { unit: { id: string }; state: string; late: boolean; obligationId: string | null }[]
    }>()
    expect(below.counts).toEqual({ all: 2, accepted: 0, waiting: 1, returned: 0, notReported: 1 })
    expect(below.items.map((i) => [i.state, i.late, i.obligationId !== null])).toEqual([
      ['submitted', true, false],
      ['open', true, true],
    ])
    const mine = (await seat.office.call('GET', 'reports?year=2024')).json<{
      mine: { periodCode: string }[]
    }>()
    expect(mine.mine.map((m) => m.periodCode)).toEqual(['2024-H1', '2024-Y'])
  })
})
