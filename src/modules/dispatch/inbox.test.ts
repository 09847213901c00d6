import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, testHome, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { makeIssuedDocument } from '../../../test/support/issued.ts'
import { makePerson, makeUnit, type MadeUnit } from '../../../test/support/make.ts'
import { sheetOf } from '../../../test/support/sheet.ts'
import { transaction } from '../../platform/tx.ts'
import { dispatchDocument, type RecipientLine } from './index.ts'

let world: World
let app: Awaited<ReturnType<typeof makeApp>>
let office: MadeUnit
let schools: MadeUnit[]
let clerk: Browser
let documentId: string
const subject = '=HYPERLINK("http://x.example","Kế hoạch tuyên truyền")'

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  office = await makeUnit(world, { kind: 'education_office', name: 'Phòng Giáo dục Vân Sơn' })
  schools = [
    await makeUnit(world, { name: 'Trường Vĩnh Hòa', profession: office.id }),
    await makeUnit(world, { name: 'Trường Đồng Đậu', profession: office.id }),
  ]
  documentId = await makeIssuedDocument(world, office.id, { subject })
  const ctx = world.as({ unitId: office.id, roles: ['clerk'] })
  const lines: RecipientLine[] = [
    ...schools.map((s): RecipientLine => ({
      words: s.name,
      kind: 'unit',
      purpose: 'carry out',
      unitId: s.id,
    })),
    { words: 'Đài truyền thanh huyện', kind: 'outside', purpose: 'know' },
  ]
  await transaction(ctx.db, { home: testHome, scope: '*' }, (trx) =>
    dispatchDocument(trx, ctx, { documentId, lines, grants: [], obligations: [] }),
  )
  clerk = await at(office)
  const receiver = await at(schools[0] as MadeUnit)
  const { items } = (await receiver.call('GET', 'deliveries')).json<{ items: { id: string }[] }>()
  await receiver.call('POST', `deliveries/${items[0]?.id}/acknowledge`)
})

async function at(unit: MadeUnit): Promise<Browser> {
  return signedIn(world, app, await makePerson(world, unit.id, { roles: ['clerk'] }))
}

const receivers = async (query: string) =>
  (await clerk.call('GET', `documents/${documentId}/deliveries?${query}`))
    .json<{ items: { receiver: string }[] }>()
    .items.map((i) => i.receiver)

describe('receivers of a sent document', () => {
  it('are found by their words with and without diacritics', async () => {
    expect(await receivers('q=vinh+hoa')).toHaveLength(1)
    expect(await receivers(`q=${encodeURIComponent('Hòa trường')}`)).toHaveLength(1)
    expect(await receivers('q=DONG+DAU')).toHaveLength(1)
    expect(await receivers('q=dai+truyen+thanh')).toEqual(['Đài truyền thanh huyện'])
    expect(await receivers('q=truong')).toHaveLength(2)
    expect(await receivers('q=truong&state=sent')).toHaveLength(1)
    expect(await receivers('q=%25')).toEqual([])
  })

  it('are exported to the unit that sent it, and to nobody else', async () => {
    const path = `documents/${documentId}/deliveries/export.xlsx`
    const { heads, rows } = await sheetOf(clerk, path)
    expect(heads).toEqual([
      'Nơi nhận',
      'Gửi để',
      'Tình trạng',
      'Ngày gửi',
      'Ngày mở',
      'Ngày nhận',
      'Lý do trả lại',
    ])
    expect(rows).toHaveLength(3)
    expect(rows.map((r) => r.slice(1))).toEqual([
      expect.arrayContaining(['chưa mở', '2024-06-17', null]) as unknown,
      expect.arrayContaining(['chưa mở', '2024-06-17', null]) as unknown,
      ['để thực hiện', 'đã nhận', '2024-06-17', '2024-06-17', '2024-06-17', null],
    ])
    expect((await sheetOf(clerk, `${path}?q=dong+dau&state=sent`)).rows).toHaveLength(1)
    expect((await (await at(schools[0] as MadeUnit)).call('GET', path)).statusCode).toBe(404)
  })
})

describe('received documents', () => {
  it('are exported to the unit that received them, filtered as the list is', async () => {
    const receiver = await at(schools[1] as MadeUnit)
    const { heads, rows } = await sheetOf(receiver, 'deliveries/export.xlsx?q=tuyen+truyen')
    expect(rows).toHaveLength(1)
    const row = Object.fromEntries(heads.map((h, i) => [h, rows[0]?.[i]]))
    expect(row).toMatchObject({
      'Trích yếu': subject,
      'Gửi để': 'để thực hiện',
      'Tình trạng': 'chưa mở',
      'Ngày gửi': '2024-06-17',
      'Ngày nhận': null,
    })
    expect((await sheetOf(receiver, 'deliveries/export.xlsx?state=acknowledged')).rows).toEqual([])
    expect((await sheetOf(clerk, 'deliveries/export.xlsx')).rows).toEqual([])
  })
})
