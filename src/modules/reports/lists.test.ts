import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../../test/support/database.ts'
import { handInReport, makeLine, openAll, reportOf, seats } from '../../../test/support/reports.ts'
import { sheetOf } from '../../../test/support/sheet.ts'
import type { Browser } from '../../../test/support/http.ts'

let world: World
let office: Browser
const names = ['=Trường Vĩnh Hòa', 'Trường Nguyễn Trãi'] as const

beforeAll(async () => {
  world = await makeWorld()
  const line = await makeLine(world)
  for (const [i, school] of line.schools.entries())
    await world.database.pool.query(
      'update shared.unit_names set name = $2, short_name = $2 where unit_id = $1',
      [school.id, names[i]],
    )
  await openAll(world)
  const [first] = line.schools
  const seat = await seats(world, { school: first, office: line.office })
  await handInReport(seat.school, await reportOf(world, first))
  office = seat.office
})

const found = async (q: string) =>
  (await office.call('GET', `reports/below?period=2024-H1&q=${encodeURIComponent(q)}`)).json<{
    counts: { all: number }
    items: { unit: { shortName: string } }[]
  }>()

describe('reports from below', () => {
  it('are found by words of the unit’s name with and without diacritics, in any order', async () => {
    for (const q of ['vĩnh hòa', 'VINH HOA', 'hoa truong'])
      expect((await found(q)).items.map((i) => i.unit.shortName)).toEqual([names[0]])
    expect((await found('')).items).toHaveLength(2)
    expect(await found('không có đơn vị này')).toMatchObject({ counts: { all: 2 }, items: [] })
    expect((await found('%')).items).toEqual([])
  })

  it('are exported as the list shows them, filtered alike', async () => {
    const whole = await sheetOf(office, 'reports/below/export.xlsx?period=2024-H1')
    expect(whole.heads).toEqual([
      'Đơn vị',
      'Tình trạng',
      'Hạn nộp',
      'Ngày nộp',
      'Quá hạn',
      'Lần nộp',
      'Nhắc gần nhất',
    ])
    expect(whole.rows).toEqual([
      [names[0], 'chờ chấp nhận', '2024-06-16', '2024-06-17', 'có', 1, null],
      [names[1], 'chưa nộp', '2024-06-16', null, 'có', null, null],
    ])
    const open = await sheetOf(office, 'reports/below/export.xlsx?period=2024-H1&state=open')
    expect(open.rows.map(([unit]) => unit)).toEqual([names[1]])
    const searched = await sheetOf(office, 'reports/below/export.xlsx?period=2024-H1&q=nguyen')
    expect(searched.rows.map(([unit]) => unit)).toEqual([names[1]])
  })
})
