import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { makePerson, makeUnit, type MadeUnit } from '../../../test/support/make.ts'
import { must } from '../../../test/support/plans.ts'
import { sheetOf } from '../../../test/support/sheet.ts'
import { newId } from '../../platform/ids.ts'
import type { Membership, PersonOfUnit } from './people.schema.ts'
import type { z } from 'zod'

let world: World
let school: MadeUnit
let admin: Browser
let office: Browser
let outsider: Browser

beforeAll(async () => {
  world = await makeWorld()
  const app = await makeApp(world)
  const above = await makeUnit(world, { kind: 'education_office' })
  school = await makeUnit(world, { name: 'Trường Vĩnh Hòa', profession: above.id })
  const at = async (unit: MadeUnit) =>
    signedIn(world, app, await makePerson(world, unit.id, { name: 'Phạm Quản Trị', roles: ['admin'] }))
  admin = await at(school)
  office = await at(above)
  outsider = await at(await makeUnit(world))
  await add('=Trần Thị Mơ', ['clerk', 'specialist'])
  const left = await add('Lê Đã Đi', ['leader'], { isHead: true })
  const changed = await add('Ngô Đổi Việc', ['clerk', 'leader'])
  await end(left, 'leader')
  await end(changed, 'clerk')
})

type Person = z.output<typeof PersonOfUnit>
type Role = z.output<typeof Membership>['role']

async function add(name: string, roles: Role[], more: object = {}): Promise<Person> {
  const contact = { email: `${name.length}@vi-du.example`, phone: '0000 555 019' }
  const place = { roles, title: 'Giáo viên', deskId: null, isHead: false, from: '2023-09-01' }
  const body = { id: newId(), name, ...contact, ...place, ...more }
  return (await must(admin.call('POST', `units/${school.id}/people`, body))).json<Person>()
}

async function end(person: Person, role: Role): Promise<void> {
  const id = person.memberships.find((m) => m.role === role)?.id ?? ''
  await must(admin.call('POST', `memberships/${id}/end`, { until: '2024-06-01' }))
}

const path = () => `units/${school.id}/people`
const shown = async (query: string) =>
  (await must(admin.call('GET', `${path()}?${query}`))).json<{
    people: Person[]
    head: object | null
  }>()

describe('people of a unit', () => {
  it('stand apart from those who have left, who are shown with their days and without contact', async () => {
    const { people: present, head } = await shown('')
    expect(present.map((p) => [p.name, p.memberships.map((m) => m.role)])).toEqual([
      ['=Trần Thị Mơ', ['clerk', 'specialist']],
      ['Phạm Quản Trị', ['admin']],
      ['Ngô Đổi Việc', ['leader']],
    ])
    expect(head).toBeNull()
    const { people: former } = await shown('state=ended')
    expect(former).toMatchObject([
      {
        name: 'Lê Đã Đi',
        contact: null,
        may: [],
        memberships: [{ role: 'leader', from: '2023-09-01', until: '2024-06-01' }],
      },
      { name: 'Ngô Đổi Việc', contact: null, may: [], memberships: [{ role: 'clerk' }] },
    ])
    expect((await shown('state=ended&q=da+di')).people).toHaveLength(1)
    expect((await shown('state=ended&q=mo')).people).toEqual([])
  })

  it('are exported with their contact to the unit, without it to the units above, to nobody else', async () => {
    const heads = ['Họ tên', 'Chức vụ', 'Bộ phận', 'Vai trò', 'Người đứng đầu', 'Từ ngày', 'Thôi từ ngày']
    const own = await sheetOf(admin, `${path()}/export.xlsx?q=mo`)
    expect(own.heads).toEqual([...heads, 'Thư điện tử', 'Điện thoại'])
    const line = (role: string) => ['=Trần Thị Mơ', 'Giáo viên', null, role, null, '2023-09-01', null]
    expect(own.rows).toEqual([
      [...line('Văn thư'), '12@vi-du.example', '0000 555 019'],
      [...line('Chuyên viên'), '12@vi-du.example', '0000 555 019'],
    ])
    const above = await sheetOf(office, `${path()}/export.xlsx?q=mo`)
    expect(above).toEqual({ heads, rows: [line('Văn thư'), line('Chuyên viên')] })
    const former = await sheetOf(admin, `${path()}/export.xlsx?state=ended&q=le`)
    expect(former).toEqual({
      heads,
      rows: [['Lê Đã Đi', 'Giáo viên', null, 'Lãnh đạo', 'người đứng đầu', '2023-09-01', '2024-06-01']],
    })
    expect((await outsider.call('GET', `${path()}/export.xlsx`)).statusCode).toBe(404)
  })
})
