import { extractText, getDocumentProxy } from 'unpdf'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, testHome, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { makeIssuedDocument } from '../../../test/support/issued.ts'
import { makePerson, makeUnit, type MadeUnit } from '../../../test/support/make.ts'
import { sheetOf } from '../../../test/support/sheet.ts'
import type { Ctx } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { transaction } from '../../platform/tx.ts'
import { closePrinter } from '../../print/index.ts'
import {
  acknowledgeDelivery,
  acknowledgeReceived,
  dispatchDocument,
  takeNumber,
  voidNumber,
} from './index.ts'

let world: World
let app: Awaited<ReturnType<typeof makeApp>>
beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
})
afterAll(closePrinter)

const at = async (unit: MadeUnit): Promise<Browser> =>
  signedIn(world, app, await makePerson(world, unit.id, { roles: ['clerk'] }))
const inTrx = <T>(ctx: Ctx, run: (trx: Parameters<Parameters<typeof transaction<T>>[2]>[0]) => Promise<T>) =>
  transaction(ctx.db, { home: testHome, scope: '*' }, run)

/** A number taken on a day, and a document issued with it where `subject` is for one. */
async function entry(office: MadeUnit, dated: string, subject: string, isIssued = true) {
  const ctx = world.as({ unitId: office.id, roles: ['clerk'] }, `${dated}T02:00:00Z`)
  const taken = await inTrx(ctx, (trx) =>
    takeNumber(trx, ctx, {
      unitId: office.id,
      series: 'KH',
      symbol: 'KH-PGDĐT',
      dated,
      type: 'Kế hoạch',
      subject,
      what: 'document',
      subjectId: newId(),
      subjectRevision: 0,
    }),
  )
  const documentId = isIssued
    ? await makeIssuedDocument(world, office.id, {
        subject,
        numberSymbol: taken.numberSymbol,
        issuedOn: dated,
        registerEntryId: taken.entryId,
      })
    : null
  return { ...taken, documentId, ctx }
}

/** A document of the office delivered to a school, and the delivery's id. */
async function deliver(office: MadeUnit, school: MadeUnit, subject: string, day = '2024-06-17') {
  const documentId = await makeIssuedDocument(world, office.id, { subject, numberSymbol: '07/KH-PGDĐT' })
  const ctx = world.as({ unitId: office.id, roles: ['clerk'] }, `${day}T02:00:00Z`)
  await inTrx(ctx, (trx) =>
    dispatchDocument(trx, ctx, {
      documentId,
      lines: [{ words: school.name, kind: 'unit', purpose: 'know', unitId: school.id }],
      grants: [{ what: 'document', id: documentId, revision: 0, ground: 'delivered' }],
      obligations: [],
    }),
  )
  const row = await inTrx(ctx, (trx) =>
    trx.selectFrom('deliveries').select('id').where('document_id', '=', documentId).executeTakeFirstOrThrow(),
  )
  return { documentId, id: row.id }
}

async function pagesOf(browser: Browser, path: string): Promise<string[]> {
  const answer = await browser.call('GET', path)
  expect(answer.statusCode, answer.body.slice(0, 200)).toBe(200)
  const pdf = await getDocumentProxy(new Uint8Array(answer.rawPayload))
  return (await extractText(pdf)).text.map((page) => page.replace(/[\s\u200B]+/g, ' ').trim())
}

const outgoingHeads = [
  'Số, ký hiệu văn bản',
  'Ngày tháng văn bản',
  'Tên loại và trích yếu nội dung văn bản',
  'Người ký',
  'Nơi nhận văn bản',
  'Đơn vị, người nhận bản lưu',
  'Số lượng bản',
  'Ngày chuyển',
  'Ký nhận',
  'Ghi chú',
]
const incomingHeads = [
  'Ngày đến',
  'Số đến',
  'Tác giả',
  'Số, ký hiệu văn bản',
  'Ngày tháng văn bản',
  'Tên loại và trích yếu nội dung văn bản',
  'Đơn vị hoặc người nhận',
  'Ngày chuyển',
  'Ký nhận',
  'Ghi chú',
]

describe('the register of outgoing documents', () => {
  it('has the ten columns of the form in their order, as a sheet and on paper, void numbers with their reason', async () => {
    const office = await makeUnit(world, { kind: 'education_office', name: 'Phòng Giáo dục Vân Sơn' })
    const school = await makeUnit(world, { profession: office.id, name: 'Trường Vĩnh Hòa' })
    const first = await entry(office, '2024-01-05', 'Tuyên truyền cải cách hành chính')
    const { ctx } = first
    await transaction(ctx.db, { home: testHome, scope: '*' }, (trx) =>
      dispatchDocument(trx, ctx, {
        documentId: first.documentId ?? '',
        lines: [
          { words: school.name, kind: 'unit', purpose: 'know', unitId: school.id },
          { words: 'Đài truyền thanh huyện', kind: 'outside', purpose: 'know' },
          { words: 'Lưu: VT, CM', kind: 'archive', purpose: 'archive' },
        ],
        grants: [],
        obligations: [],
      }),
    )
    const second = await entry(office, '2024-02-10', 'Kế hoạch cấp nhầm', false)
    await inTrx(ctx, (trx) => voidNumber(trx, ctx, second.entryId, 'Cấp nhầm cho bản thảo'))
    await entry(office, '2024-12-30', 'Kế hoạch cuối năm')
    await entry(office, '2025-01-02', 'Kế hoạch năm sau')
    const clerk = await at(office)
    const { heads, rows } = await sheetOf(clerk, 'register.xlsx?year=2024')
    expect(heads).toEqual(outgoingHeads)
    expect(rows).toEqual([
      [
        '01/KH-PGDĐT',
        '2024-01-05',
        'Kế hoạch tuyên truyền cải cách hành chính',
        null,
        'Trường Vĩnh Hòa; Đài truyền thanh huyện',
        'Lưu: VT, CM',
        2,
        '2024-01-05',
        null,
        null,
      ],
      expect.objectContaining({ 0: '02/KH-PGDĐT', 9: 'Đã hủy số: Cấp nhầm cho bản thảo' }) as unknown,
      expect.objectContaining({ 0: '03/KH-PGDĐT', 2: 'Kế hoạch cuối năm', 9: null }) as unknown,
    ])
    const [cover = '', list = ''] = await pagesOf(clerk, 'register.pdf?year=2024')
    for (const words of [
      'PHÒNG GIÁO DỤC VÂN SƠN',
      'SỔ ĐĂNG KÝ VĂN BẢN ĐI',
      'Năm 2024',
      'Từ ngày 05/01/2024 đến ngày 30/12/2024',
      'Từ số 01 đến số 03',
    ])
      expect(cover).toContain(words)
    expect(list).toContain(outgoingHeads.join(' '))
    expect(list).toContain('(1) (2) (3) (4) (5) (6) (7) (8) (9) (10)')
    expect(list).toContain('Đã hủy số: Cấp nhầm cho bản thảo')
    expect(list).not.toContain('năm sau')
  })

  it('is cut by days, both counted, and refuses days that run backwards', async () => {
    const office = await makeUnit(world, { kind: 'education_office' })
    for (const [dated, subject] of [
      ['2024-03-01', 'Một'],
      ['2024-03-15', 'Hai'],
      ['2024-03-31', 'Ba'],
      ['2024-04-01', 'Bốn'],
    ] as const)
      await entry(office, dated, subject)
    const clerk = await at(office)
    const numbers = async (query: string) =>
      (await sheetOf(clerk, `register.xlsx?${query}`)).rows.map((r) => r[0])
    expect(await numbers('from=2024-03-15&to=2024-03-31')).toEqual(['02/KH-PGDĐT', '03/KH-PGDĐT'])
    expect(await numbers('to=2024-03-01')).toEqual(['01/KH-PGDĐT'])
    const wrong = await clerk.call('GET', 'register.pdf?from=2024-03-31&to=2024-03-01')
    expect(wrong.json()).toMatchObject({ status: 400, code: 'dispatch.days_backwards' })
    const [cover = '', list = ''] = await pagesOf(clerk, 'register.pdf?from=2030-01-01&to=2030-01-31')
    expect(cover).toContain('Từ ngày 01/01/2030 đến ngày 31/01/2030')
    expect(list).toContain('Không có văn bản nào trong thời gian này.')
  })

  it('runs over many pages: the heads on each, numbered, no line lost', async () => {
    const office = await makeUnit(world, { kind: 'education_office' })
    const school = await makeUnit(world, { profession: office.id })
    const ctx = world.as({ unitId: office.id, roles: ['clerk'] })
    await inTrx(ctx, async (trx) => {
      for (let n = 0; n < 60; n += 1)
        await takeNumber(trx, ctx, {
          unitId: office.id,
          series: 'KH',
          symbol: 'KH-PGDĐT',
          dated: '2024-06-17',
          type: 'Kế hoạch',
          subject: `Tuyên truyền cải cách hành chính trong các trường học trực thuộc, đợt thứ ${n + 1} của năm`,
          what: 'document',
          subjectId: newId(),
          subjectRevision: 0,
        })
    })
    const [, ...lists] = await pagesOf(await at(office), 'register.pdf?year=2024')
    expect(lists.length).toBeGreaterThan(3)
    lists.forEach((page, i) => {
      expect(page.startsWith(`${i + 2} ${outgoingHeads.join(' ')}`), page.slice(0, 300)).toBe(true)
    })
    const all = lists.join(' ')
    for (let n = 1; n <= 60; n += 1) expect(all).toContain(`${n < 10 ? '0' : ''}${n}/KH-PGDĐT`)
    // Nobody else's register is touched by it.
    const [cover = ''] = await pagesOf(await at(school), 'register.pdf?year=2024')
    expect(cover).not.toContain('Từ số')
  })
})

describe('the register of incoming documents', () => {
  const numbersOf = async (browser: Browser, query = '') =>
    (await browser.call('GET', `arrivals?${query}`))
      .json<{ items: { number: number; year: number; document: { subject: string } }[] }>()
      .items.map((i) => [i.year, i.number, i.document.subject])

  it('numbers what is acknowledged, each once, in the order in which it is, from 1 in each year', async () => {
    const office = await makeUnit(world, { kind: 'education_office' })
    const school = await makeUnit(world, { profession: office.id })
    const sent = []
    for (const subject of ['Một', 'Hai', 'Ba', 'Bốn']) sent.push(await deliver(office, school, subject))
    const clerk = await at(school)
    const [one, two, three, four] = sent
    await clerk.call('POST', `deliveries/${two?.id}/acknowledge`)
    // Two at once, and one of them again: no number is given twice, none is left out.
    await Promise.all([
      clerk.call('POST', `deliveries/${one?.id}/acknowledge`),
      clerk.call('POST', `deliveries/${two?.id}/acknowledge`),
    ])
    const ctx = world.as({ unitId: school.id, roles: ['clerk'] })
    await inTrx(ctx, (trx) =>
      acknowledgeReceived(trx, ctx, school.id, [three?.documentId ?? '', two?.documentId ?? '']),
    )
    const later = world.as({ unitId: school.id, roles: ['clerk'] }, '2025-01-02T02:00:00Z')
    await acknowledgeDelivery(later, four?.id ?? '')
    expect(await numbersOf(clerk)).toEqual([
      [2025, 1, 'Bốn'],
      [2024, 3, 'Ba'],
      [2024, 2, 'Một'],
      [2024, 1, 'Hai'],
    ])
    expect(await numbersOf(clerk, 'year=2024&q=mot')).toEqual([[2024, 2, 'Một']])
    expect(await numbersOf(await at(office))).toEqual([])
  })

  it('has no number for what is sent to one person', async () => {
    const office = await makeUnit(world, { kind: 'education_office' })
    const head = await makePerson(world, office.id, { roles: ['leader'] })
    const documentId = await makeIssuedDocument(world, office.id)
    const ctx = world.as({ unitId: office.id, roles: ['clerk'] })
    await inTrx(ctx, (trx) =>
      dispatchDocument(trx, ctx, {
        documentId,
        lines: [{ words: 'LĐ Phòng', kind: 'people', purpose: 'know', personIds: [head.personId] }],
        grants: [],
        obligations: [],
      }),
    )
    const leader = await signedIn(world, app, head)
    const { items } = (await leader.call('GET', 'deliveries')).json<{ items: { id: string }[] }>()
    expect((await leader.call('POST', `deliveries/${items[0]?.id}/acknowledge`)).statusCode).toBe(200)
    expect(await numbersOf(leader)).toEqual([])
  })

  it('says who got it and when, and prints in the form of the decree', async () => {
    const office = await makeUnit(world, { kind: 'education_office' })
    const school = await makeUnit(world, { profession: office.id, name: 'Trường Tiểu học Đồng Đậu' })
    const { id } = await deliver(office, school, 'Kế hoạch tuyên truyền', '2024-06-14')
    const clerk = await at(school)
    await clerk.call('POST', `deliveries/${id}/acknowledge`)
    const pass = (on: string, browser = clerk) =>
      browser.call('PUT', `arrivals/${id}/passed`, { to: 'Tổ chuyên môn 4, 5', on })
    expect((await pass('2024-06-16')).json()).toMatchObject({ code: 'dispatch.passed_before' })
    expect((await pass('2024-06-18', await at(office))).statusCode).toBe(404)
    const inspector = await signedIn(world, app, await makePerson(world, school.id, { roles: ['inspector'] }))
    expect((await pass('2024-06-18', inspector)).statusCode).toBe(403)
    expect(await numbersOf(clerk, 'left=true')).toHaveLength(1)
    expect((await pass('2024-06-18')).json()).toMatchObject({
      number: 1,
      passedTo: 'Tổ chuyên môn 4, 5',
      passedOn: '2024-06-18',
      sentOn: '2024-06-14',
    })
    expect(await numbersOf(clerk, 'left=true')).toEqual([])
    const { heads, rows } = await sheetOf(clerk, 'arrivals.xlsx?year=2024')
    expect(heads).toEqual(incomingHeads)
    expect(rows).toEqual([
      [
        '2024-06-17',
        1,
        'Đơn vị thử',
        '07/KH-PGDĐT',
        '2024-06-17',
        'Kế hoạch tuyên truyền',
        'Tổ chuyên môn 4, 5',
        '2024-06-18',
        null,
        'Gửi đến ngày 14/06/2024',
      ],
    ])
    const [cover = '', list = ''] = await pagesOf(clerk, 'arrivals.pdf?year=2024')
    expect(cover).toContain('TRƯỜNG TIỂU HỌC ĐỒNG ĐẬU SỔ ĐĂNG KÝ VĂN BẢN ĐẾN Năm 2024')
    expect(cover).toContain('Từ số 1 đến số 1')
    expect(list).toContain(incomingHeads.join(' '))
    expect(list).toContain('Tổ chuyên môn 4, 5 18/06/2024')
  })
})
