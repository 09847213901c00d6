import { extractText, getDocumentProxy } from 'unpdf'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { makeIssuedDocument } from '../../../test/support/issued.ts'
import { makePerson, makeUnit, type MadeUnit } from '../../../test/support/make.ts'
import { sheetOf } from '../../../test/support/sheet.ts'
import type { Role } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { closePrinter } from '../../print/index.ts'
import { inWords, romanOf } from './dossiers.rules.ts'

let world: World
let app: Awaited<ReturnType<typeof makeApp>>
beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
})
afterAll(closePrinter)

const at = async (unit: MadeUnit, ...roles: Role[]): Promise<Browser> =>
  signedIn(world, app, await makePerson(world, unit.id, { roles: roles.length > 0 ? roles : ['clerk'] }))

interface Dossier {
  id: string
  code: string
  version: number
  state: string
  documents: number
  from: string | null
  to: string | null
  contents: { id: string; subject: string }[]
  may: string[]
}

const facts = {
  heading: 'Cải cách hành chính',
  headingCode: 'CCHC',
  title: 'Hồ sơ tuyên truyền cải cách hành chính',
  keepYears: 20 as number | null,
  keeper: 'Hà Thị Nhàn',
  sheets: null as number | null,
  note: null,
}
const open = async (browser: Browser, change: Partial<typeof facts> & { year?: number } = {}) => {
  const answer = await browser.call('POST', 'dossiers', { id: newId(), year: 2024, ...facts, ...change })
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json<Dossier>()
}
async function pagesOf(browser: Browser, path: string): Promise<string> {
  const answer = await browser.call('GET', path)
  expect(answer.statusCode, answer.body.slice(0, 200)).toBe(200)
  const pdf = await getDocumentProxy(new Uint8Array(answer.rawPayload))
  return (await extractText(pdf)).text.join(' ').replace(/[\s\u200B]+/g, ' ')
}

describe('numbers on paper', () => {
  it('are Roman for headings and in words for the archive', () => {
    expect([1, 4, 9, 14, 19, 40, 49, 89].map(romanOf)).toEqual([
      'I',
      'IV',
      'IX',
      'XIV',
      'XIX',
      'XL',
      'XLIX',
      'LXXXIX',
    ])
    expect(
      [0, 1, 5, 10, 11, 15, 20, 21, 24, 25, 100, 104, 115, 321, 1000, 1005, 1020, 2345].map(inWords),
    ).toEqual([
      'không',
      'một',
      'năm',
      'mười',
      'mười một',
      'mười lăm',
      'hai mươi',
      'hai mươi mốt',
      'hai mươi tư',
      'hai mươi lăm',
      'một trăm',
      'một trăm linh bốn',
      'một trăm mười lăm',
      'ba trăm hai mươi mốt',
      'một nghìn',
      'một nghìn không trăm linh năm',
      'một nghìn không trăm hai mươi',
      'hai nghìn ba trăm bốn mươi lăm',
    ])
  })
})

describe('a file', () => {
  it('gets the next number under its heading and year, also when several are opened at once', async () => {
    const clerk = await at(await makeUnit(world))
    const made = await Promise.all([1, 2, 3].map(() => open(clerk)))
    expect(made.map((d) => d.code).sort()).toEqual(['01.CCHC', '02.CCHC', '03.CCHC'])
    expect((await open(clerk, { headingCode: 'TCCB', heading: 'Tổ chức cán bộ' })).code).toBe('01.TCCB')
    expect((await open(clerk, { year: 2025 })).code).toBe('01.CCHC')
    const { items, years } = (await clerk.call('GET', 'dossiers?q=03.cchc')).json<{
      items: Dossier[]
      years: number[]
    }>()
    expect(items.map((d) => d.code)).toEqual(['03.CCHC'])
    expect(years).toEqual([2025, 2024])
  })

  it('is one file when the same request comes twice', async () => {
    const clerk = await at(await makeUnit(world))
    const body = { id: newId(), year: 2024, ...facts }
    const requestId = newId()
    const create = () => clerk.call('POST', 'dossiers', body, { requestId })
    const answers = await Promise.all([create(), create()])
    expect(answers.map((a) => a.statusCode)).toEqual([200, 200])
    expect((await clerk.call('POST', 'dossiers', body)).json()).toMatchObject({
      code: 'common.request_reused',
    })
    expect((await clerk.call('GET', 'dossiers')).json<{ items: unknown[] }>().items).toHaveLength(1)
  })

  it('takes documents that the unit may read, each once, and none that it may not', async () => {
    const unit = await makeUnit(world)
    const clerk = await at(unit)
    const own = await makeIssuedDocument(world, unit.id, { subject: 'Của mình', issuedOn: '2024-03-01' })
    const later = await makeIssuedDocument(world, unit.id, { subject: 'Sau', issuedOn: '2024-05-06' })
    const foreign = await makeIssuedDocument(world, (await makeUnit(world)).id)
    const { id } = await open(clerk)
    const put = (...documents: string[]) => clerk.call('POST', `dossiers/${id}/documents`, { documents })
    expect((await put(own, foreign)).statusCode).toBe(404)
    await put(later)
    const both = await Promise.all([put(own), put(own, later)])
    expect(both.map((a) => a.statusCode)).toEqual([200, 200])
    const dossier = (await clerk.call('GET', `dossiers/${id}`)).json<Dossier>()
    expect(dossier).toMatchObject({ documents: 2, from: '2024-03-01', to: '2024-05-06' })
    expect(dossier.contents.map((c) => c.subject)).toEqual(['Của mình', 'Sau'])
    const found = (await clerk.call('GET', `dossiers?document=${own}`)).json<{ items: Dossier[] }>()
    expect(found.items.map((d) => d.id)).toEqual([id])
    const without = await clerk.call('DELETE', `dossiers/${id}/documents/${own}`)
    expect(without.json<Dossier>().contents.map((c) => c.subject)).toEqual(['Sau'])
  })

  it('changes while it is open, the second of two at once is told; closed, it takes nothing until it is opened again', async () => {
    const unit = await makeUnit(world)
    const clerk = await at(unit)
    const document = await makeIssuedDocument(world, unit.id)
    const { id, version } = await open(clerk)
    const save = (title: string) => clerk.call('PUT', `dossiers/${id}`, { version, ...facts, title })
    const saved = await Promise.all([save('Một'), save('Hai')])
    expect(saved.map((a) => a.statusCode).sort()).toEqual([200, 409])
    expect((await clerk.call('POST', `dossiers/${id}/close`)).json()).toMatchObject({
      state: 'closed',
      closedOn: '2024-06-17',
      may: ['dossier.reopen', 'dossier.hand_over'],
    })
    const refused = await clerk.call('POST', `dossiers/${id}/documents`, { documents: [document] })
    expect(refused.json()).toMatchObject({ status: 409, code: 'dossiers.not_open' })
    expect((await clerk.call('POST', `dossiers/${id}/close`)).json()).toMatchObject({
      code: 'dossiers.not_open',
    })
    expect((await clerk.call('POST', `dossiers/${id}/reopen`)).json()).toMatchObject({ state: 'open' })
    expect((await clerk.call('POST', `dossiers/${id}/documents`, { documents: [document] })).statusCode).toBe(
      200,
    )
  })

  it('is a missing thing to every other unit, and only looked at by who does no desk work', async () => {
    const unit = await makeUnit(world)
    const { id, version } = await open(await at(unit))
    const outsider = await at(await makeUnit(world, { profession: unit.id }), 'clerk', 'leader')
    const inspector = await at(unit, 'inspector')
    expect((await outsider.call('GET', `dossiers/${id}`)).statusCode).toBe(404)
    expect((await inspector.call('GET', `dossiers/${id}`)).json()).toMatchObject({ may: [] })
    for (const [browser, status] of [
      [outsider, 404],
      [inspector, 403],
    ] as const) {
      expect((await browser.call('PUT', `dossiers/${id}`, { version, ...facts })).statusCode).toBe(status)
      expect((await browser.call('POST', `dossiers/${id}/close`)).statusCode).toBe(status)
    }
    expect((await outsider.call('GET', 'dossiers')).json()).toMatchObject({ items: [] })
  })
})

describe('the list of a year', () => {
  it('begins with that of another year, heading by heading, once', async () => {
    const clerk = await at(await makeUnit(world))
    await open(clerk, { title: 'Một' })
    await open(clerk, { title: 'Hai', keepYears: null })
    await open(clerk, { headingCode: 'TCCB', heading: 'Tổ chức cán bộ', title: 'Ba' })
    await open(clerk, { year: 2025, headingCode: 'TCCB', heading: 'Tổ chức cán bộ', title: 'Đã có' })
    const copy = () => clerk.call('POST', 'dossiers/copy', { from: 2024, to: 2025 })
    expect((await copy()).json()).toEqual({ made: 3 })
    const { items } = (await clerk.call('GET', 'dossiers?year=2025')).json<{
      items: (Dossier & { title: string; keepYears: number | null })[]
    }>()
    expect(items.map((d) => [d.code, d.title, d.keepYears])).toEqual([
      ['01.CCHC', 'Một', 20],
      ['02.CCHC', 'Hai', null],
      ['01.TCCB', 'Đã có', 20],
    ])
    expect((await copy()).json()).toMatchObject({ code: 'dossiers.nothing_to_copy' })
  })

  it('is exported, and printed in the form of the decree with its counts', async () => {
    const unit = await makeUnit(world, { name: 'Trường Tiểu học Đồng Đậu' })
    const clerk = await at(unit)
    await open(clerk)
    await open(clerk, {
      keepYears: null,
      headingCode: 'TCCB',
      heading: 'Tổ chức cán bộ',
      title: 'Hồ sơ nhân sự',
    })
    const { heads, rows } = await sheetOf(clerk, 'dossiers.xlsx?year=2024&q=nhan+su')
    expect(heads.slice(0, 5)).toEqual([
      'Số, ký hiệu hồ sơ',
      'Đề mục',
      'Tiêu đề hồ sơ',
      'Thời hạn bảo quản',
      'Người lập hồ sơ',
    ])
    expect(rows.map((r) => r.slice(0, 6))).toEqual([
      ['01.TCCB', 'Tổ chức cán bộ', 'Hồ sơ nhân sự', 'Vĩnh viễn', 'Hà Thị Nhàn', 'đang mở'],
    ])
    const paper = await pagesOf(clerk, 'dossiers.pdf?year=2024')
    for (const words of [
      'TRƯỜNG TIỂU HỌC ĐỒNG ĐẬU',
      'DANH MỤC HỒ SƠ Năm 2024',
      'Số, ký hiệu hồ sơ Tên đề mục và tiêu đề hồ sơ Thời hạn bảo quản Người lập hồ sơ Ghi chú (1) (2) (3) (4) (5)',
      'I. CẢI CÁCH HÀNH CHÍNH 01.CCHC Hồ sơ tuyên truyền cải cách hành chính 20 năm Hà Thị Nhàn',
      'II. TỔ CHỨC CÁN BỘ 01.TCCB Hồ sơ nhân sự Vĩnh viễn',
      'Danh mục hồ sơ này có 2 hồ sơ, bao gồm: 1 hồ sơ bảo quản vĩnh viễn; 1 hồ sơ bảo quản có thời hạn.',
    ])
      expect(paper).toContain(words)
  })
})

describe('handing over to the archive', () => {
  const minutes = {
    day: '2024-06-17',
    title: 'Tài liệu cải cách hành chính năm 2024',
    giver: 'Hà Thị Nhàn',
    giverPosition: 'Văn thư',
    taker: 'Lò Văn Pín',
    takerPosition: 'Lưu trữ',
    boxes: 1,
    metres: '0,1',
    condition: 'Đầy đủ, nguyên vẹn',
  }

  it('takes closed files once, prints list, contents and minutes, and is taken back', async () => {
    const unit = await makeUnit(world, { name: 'Trường Tiểu học Đồng Đậu' })
    const clerk = await at(unit)
    const document = await makeIssuedDocument(world, unit.id, {
      subject: 'Kế hoạch tuyên truyền',
      issuedOn: '2024-03-01',
      numberSymbol: '07/KH-THĐĐ',
    })
    const { id } = await open(clerk, { sheets: 12 })
    const other = await open(clerk)
    await clerk.call('POST', `dossiers/${id}/documents`, { documents: [document] })
    await clerk.call('POST', `dossiers/${id}/close`)
    const give = (dossiers: string[], browser = clerk) =>
      browser.call('POST', 'hand-overs', { id: newId(), dossiers, ...minutes })
    expect((await give([id, other.id])).json()).toMatchObject({ code: 'dossiers.only_closed' })
    expect((await give([id], await at(unit, 'specialist'))).statusCode).toBe(403)
    expect((await give([id], await at(await makeUnit(world)))).statusCode).toBe(404)
    const both = await Promise.all([give([id]), give([id])])
    expect(both.map((a) => a.statusCode).sort()).toEqual([200, 409])
    const line = both.find((a) => a.statusCode === 200)?.json<{ id: string; dossiers: number }>()
    expect(line).toMatchObject({ dossiers: 1 })
    expect((await clerk.call('POST', `dossiers/${id}/reopen`)).json()).toMatchObject({
      code: 'dossiers.handed_over',
    })

    const list = await pagesOf(clerk, `hand-overs/${line?.id}/list.pdf`)
    for (const words of [
      'MỤC LỤC HỒ SƠ, TÀI LIỆU NỘP LƯU Tài liệu cải cách hành chính năm 2024 Năm 2024',
      'Số TT Số, ký hiệu hồ sơ Tiêu đề hồ sơ Thời gian tài liệu Thời hạn bảo quản Số tờ/ Số trang Ghi chú (1) (2) (3) (4) (5) (6) (7)',
      '1 01.CCHC Hồ sơ tuyên truyền cải cách hành chính 01/03/2024 20 năm 12',
      'Mục lục này gồm: 1 hồ sơ (đơn vị bảo quản). Viết bằng chữ: Một hồ sơ (đơn vị bảo quản).',
    ])
      expect(list).toContain(words)
    const paper = await pagesOf(clerk, `hand-overs/${line?.id}/minutes.pdf`)
    for (const words of [
      'BIÊN BẢN Giao nhận hồ sơ, tài liệu',
      'BÊN GIAO: Trường Tiểu học Đồng Đậu',
      'Ông (bà): Lò Văn Pín Chức vụ công tác: Lưu trữ',
      'Tổng số hồ sơ (đơn vị bảo quản): 1. Quy ra mét giá: 0,1 mét.',
      'ĐẠI DIỆN BÊN GIAO (Ký và ghi rõ họ và tên) Hà Thị Nhàn ĐẠI DIỆN BÊN NHẬN',
    ])
      expect(paper).toContain(words)
    expect(await pagesOf(clerk, `dossiers/${id}/contents.pdf`)).toContain(
      '1 07/KH-THĐĐ 01/03/2024 Kế hoạch tuyên truyền Đơn vị thử',
    )
    expect((await sheetOf(clerk, `dossiers/${id}/contents.xlsx`)).rows[0]?.slice(0, 4)).toEqual([
      1,
      '07/KH-THĐĐ',
      '2024-03-01',
      'Kế hoạch tuyên truyền',
    ])
    expect((await sheetOf(clerk, `hand-overs/${line?.id}/list.xlsx`)).rows).toHaveLength(1)

    const stranger = await at(await makeUnit(world))
    expect((await stranger.call('GET', `hand-overs/${line?.id}/minutes.pdf`)).statusCode).toBe(404)
    expect((await stranger.call('DELETE', `hand-overs/${line?.id}`)).statusCode).toBe(404)
    expect((await clerk.call('DELETE', `hand-overs/${line?.id}`)).json()).toEqual({ ok: true })
    expect((await clerk.call('GET', `dossiers/${id}`)).json()).toMatchObject({
      state: 'closed',
      handOverId: null,
    })
    expect((await clerk.call('GET', 'hand-overs')).json()).toMatchObject({ items: [] })
  })
})
