import { beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { makeWorld, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { makePerson, makeUnit, type MadeUnit } from '../../../test/support/make.ts'
import { makeIssuedPlan, must, readyContent, readyTask } from '../../../test/support/plans.ts'
import { sheetOf } from '../../../test/support/sheet.ts'
import type { Role } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import type { AmendmentList } from './amendments.schema.ts'

let world: World
let app: Awaited<ReturnType<typeof makeApp>>
let desk: Browser
let school: Browser
let sibling: Browser
const road = newId()
const paper = newId()

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  const office = await makeUnit(world, { kind: 'education_office', name: 'Phòng Giáo dục Vân Sơn' })
  const [first, second] = [
    await makeUnit(world, { name: 'Trường Vĩnh Hòa', profession: office.id }),
    await makeUnit(world, { name: 'Trường Suối Bạc', profession: office.id }),
  ]
  desk = await at(office, 'specialist')
  school = await at(first, 'specialist')
  sibling = await at(second, 'specialist')
  const hands = { drafter: desk, leader: await at(office, 'leader'), clerk: await at(office, 'clerk') }
  const recipients = [
    {
      words: 'Các trường trực thuộc',
      kind: 'group' as const,
      purpose: 'carry out' as const,
      groupCode: 'schools',
    },
  ]
  const plan = await makeIssuedPlan(
    hands,
    readyContent({ tasks: [readyTask('a')], recipients, belowDueOn: '2024-07-15' }),
  )
  const ask = (by: Browser, id: string, more: object) =>
    must(by.call('POST', 'amendments', { id, planId: plan.id, revision: 1, ...more }, { requestId: id }))
  await ask(school, road, {
    taskKey: 'a',
    difficulty: '=HYPERLINK("http://x.example","Đường sạt")',
    proposal: 'Lùi sang tháng 7.',
  })
  await ask(sibling, paper, { difficulty: 'Thiếu giấy in.', proposal: 'Cấp thêm giấy.' })
  await must(
    desk.call('POST', `amendments/${road}/answer`, { answer: 'partly', words: 'Lùi đến ngày 15/7.' }),
  )
})

async function at(unit: MadeUnit, role: Role): Promise<Browser> {
  return signedIn(world, app, await makePerson(world, unit.id, { roles: [role] }))
}

const found = async (by: Browser, box: string, q: string) =>
  (await must(by.call('GET', `amendments?box=${box}&q=${encodeURIComponent(q)}`)))
    .json<z.output<typeof AmendmentList>>()
    .rows.map((r) => r.id)

describe('requests to amend', () => {
  it('are found by their words, the task’s, the answer’s and the unit’s, with and without diacritics', async () => {
    for (const q of ['sạt đường', 'DUONG SAT', 'to gap a', 'ngày 15/7', 'vinh hoa', 'phát Trường Vĩnh'])
      expect([q, await found(desk, 'desk', q)]).toEqual([q, [road]])
    expect(await found(desk, 'desk', 'giay in')).toEqual([paper])
    expect(await found(desk, 'desk', '')).toEqual([paper, road])
    expect(await found(desk, 'desk', 'cầu sập')).toEqual([])
    expect(await found(desk, 'desk', '%')).toEqual([])
    expect(await found(school, 'sent', 'phong giao duc')).toEqual([road])
    expect(await found(school, 'sent', 'giay in')).toEqual([])
  })

  it('are exported to whoever sent them and to the desk, filtered as the list is', async () => {
    const { heads, rows } = await sheetOf(desk, 'amendments/export.xlsx?box=desk')
    const named = rows.map((r) => Object.fromEntries(heads.map((h, i) => [h, r[i]])))
    expect(named).toMatchObject([
      {
        'Đơn vị đề nghị': 'Trường Suối Bạc',
        'Nhiệm vụ': 'cả kế hoạch',
        'Trả lời': 'chờ trả lời',
        'Hạn trả lời': '2024-06-27',
        'Ngày trả lời': null,
      },
      {
        'Ngày gửi': '2024-06-17',
        'Đơn vị đề nghị': 'Trường Vĩnh Hòa',
        'Gửi đến': 'Phòng Giáo dục Vân Sơn',
        'Nhiệm vụ': 'Phát tờ gấp a',
        'Vướng mắc': '=HYPERLINK("http://x.example","Đường sạt")',
        'Đề nghị sửa': 'Lùi sang tháng 7.',
        'Trả lời': 'đồng ý một phần',
        'Nội dung trả lời': 'Lùi đến ngày 15/7.',
        'Hạn trả lời': null,
        'Ngày trả lời': '2024-06-17',
        'Sửa ở bản': null,
      },
    ])
    expect((await sheetOf(desk, 'amendments/export.xlsx?box=desk&open=true')).rows).toHaveLength(1)
    expect((await sheetOf(desk, 'amendments/export.xlsx?box=desk&q=sat')).rows).toHaveLength(1)
    expect((await sheetOf(sibling, 'amendments/export.xlsx?box=sent')).rows).toHaveLength(1)
    expect((await sheetOf(sibling, 'amendments/export.xlsx?box=desk')).rows).toEqual([])
  })
})
