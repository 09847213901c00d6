import { beforeAll, expect, it } from 'vitest'
import type { z } from 'zod'
import { makeWorld, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, stranger, type Browser } from '../../../test/support/http.ts'
import { makePerson, makeUnit, type MadeUnit } from '../../../test/support/make.ts'
import { must } from '../../../test/support/plans.ts'
import { endAgencyCode, setAgencyCode, type AgencyOf } from './agencies.ts'
import type { AgencyCodes } from './agencies.schema.ts'

let world: World
let app: Awaited<ReturnType<typeof makeApp>>
let office: MadeUnit
let clerk: Browser

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  office = await makeUnit(world, { kind: 'education_office', name: 'Phòng GD&ĐT huyện Vân Sơn' })
  const department = await makeUnit(world, {
    kind: 'department',
    name: 'Sở Giáo dục và Đào tạo tỉnh Hà Thanh',
  })
  await give({ unitId: office.id }, 'H99.05.12', false)
  await give({ unitId: department.id }, '000.00.05.H99', true)
  await give({ name: 'Sở Tài chính tỉnh Hà Thanh' }, 'H99.07', true)
  await give({ name: 'Sở Tài chính tỉnh Hà Thanh' }, 'H99.70', true)
  await endAgencyCode(world.system(), { code: 'H99.70', on: '2024-01-01' })
  clerk = await signedIn(world, app, await makePerson(world, office.id, { roles: ['clerk'] }))
})

const give = (of: AgencyOf, code: string, isElsewhere: boolean) =>
  setAgencyCode(world.system(), { of, code, isElsewhere, from: '2020-01-01' })
const listed = async (query = '', by = clerk) =>
  (await must(by.call('GET', `agency-codes${query}`))).json<z.output<typeof AgencyCodes>>()
const codes = async (query = '') => (await listed(query)).items.map((i) => i.code)

it('who has which code is looked up by name or code, by everybody with an account', async () => {
  expect(await listed()).toMatchObject({
    own: ['H99.05.12'],
    items: [
      { code: '000.00.05.H99', name: 'Sở Giáo dục và Đào tạo tỉnh Hà Thanh', isElsewhere: true, until: null },
      { code: 'H99.05.12', isElsewhere: false },
      { code: 'H99.07', name: 'Sở Tài chính tỉnh Hà Thanh', from: '2020-01-01' },
      { code: 'H99.70', until: '2024-01-01' },
    ],
    nextCursor: null,
  })
  expect(await codes('?q=tai chinh')).toEqual(['H99.07', 'H99.70'])
  expect(await codes('?q=h99.05')).toEqual(['H99.05.12'])
  expect(await codes('?where=here')).toEqual(['H99.05.12'])
  expect(await codes('?where=elsewhere&q=giao duc')).toEqual(['000.00.05.H99'])
  const school = await makeUnit(world, { profession: office.id })
  const reader = await signedIn(world, app, await makePerson(world, school.id, { roles: ['specialist'] }))
  expect(await listed('', reader)).toMatchObject({ own: [], items: { length: 4 } })
  expect((await stranger(app).call('GET', 'agency-codes')).statusCode).toBe(401)
  const file = await clerk.call('GET', 'agency-codes/export.xlsx?q=tai%20chinh')
  expect([file.statusCode, file.headers['content-type']]).toEqual([
    200,
    expect.stringContaining('spreadsheet'),
  ])
})
