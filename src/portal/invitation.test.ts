import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, testHome, type World } from '../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../test/support/http.ts'
import { makePerson, makeUnit, testPassword, type MadeUnit } from '../../test/support/make.ts'
import { newId } from '../platform/ids.ts'

let world: World
let app: FastifyInstance
let office: MadeUnit
let school: MadeUnit
let admin: Browser
let schoolAdmin: Browser

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  office = await makeUnit(world, { name: 'Phòng GD&ĐT huyện Vân Sơn', kind: 'education_office' })
  school = await makeUnit(world, { name: 'Trường Vĩnh Hòa', profession: office.id })
  admin = await signedIn(world, app, await makePerson(world, office.id, { roles: ['admin'] }))
  schoolAdmin = await signedIn(world, app, await makePerson(world, school.id, { roles: ['admin'] }))
})

async function addPerson(browser: Browser, unitId: string, name = 'Trần Thị Mơ'): Promise<string> {
  const id = newId()
  await browser.call('POST', `units/${unitId}/people`, {
    id,
    name,
    email: null,
    phone: null,
    roles: ['specialist'],
    title: null,
    deskId: null,
    isHead: false,
    from: '2024-06-01',
  })
  return id
}
const invite = (browser: Browser, unitId: string, personId: string, requestId?: string) =>
  browser.call(
    'POST',
    `units/${unitId}/people/${personId}/invitation`,
    undefined,
    requestId ? { requestId } : {},
  )
const linkOf = async (browser: Browser, unitId: string, personId: string) =>
  (await invite(browser, unitId, personId)).json<{ path: string }>().path
const open = (path: string, on = app) => on.inject({ url: path })
const post = (path: string, fields: Record<string, string>, on = app) =>
  on.inject({
    method: 'POST',
    url: path,
    headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  })
const chosen = (login: string, password = 'hoa phượng đỏ 2024') => ({ login, password, again: password })

describe('an invitation', () => {
  it('opens a page without script that makes the account, once', async () => {
    const personId = await addPerson(admin, school.id)
    const path = await linkOf(admin, school.id, personId)
    const page = await open(path)
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('Chào Trần Thị Mơ. Trường Vĩnh Hòa mời anh chị vào Lan Tỏa.')
    expect(page.body).not.toContain('<script')
    expect(page.headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' })

    const made = await post(path, chosen('MoTT'))
    expect([made.statusCode, made.headers.location]).toEqual([303, '/app/'])
    const cookie = made.cookies[0]?.value ?? ''
    const session = await app.inject({ url: '/api/v1/session', cookies: { lantoa_session: cookie } })
    expect(session.json()).toMatchObject({ person: { name: 'Trần Thị Mơ' }, login: 'mott' })

    const again = await post(path, chosen('ke-khac'))
    expect(again.statusCode).toBe(409)
    expect(again.body).toContain('Đường dẫn này đã được dùng')
    const signIn = await post('/sign-in', { login: 'mott', password: 'hoa phượng đỏ 2024' })
    expect(signIn.statusCode).toBe(303)
  })

  it('says everything that is wrong at once over the form, and keeps the log-in name', async () => {
    const path = await linkOf(admin, school.id, await addPerson(admin, school.id))
    const taken = await makePerson(world, school.id)
    const page = await post(path, { login: 'Mơ Trần', password: 'ngắn', again: 'khác' })
    expect(page.statusCode).toBe(400)
    expect(page.body).toContain('Còn 2 chỗ cần sửa')
    expect(page.body).toContain('href="#login"')
    expect(page.body).toContain('value="Mơ Trần"')
    expect(page.body).not.toContain('ngắn"')
    const differs = await post(path, { ...chosen('mo.tran'), again: 'hoa phượng đỏ 2025' })
    expect(differs.body).toContain('Hai lần ghi mật khẩu chưa giống nhau')
    const login = await post(path, chosen(taken.login.toUpperCase()))
    expect(login.statusCode).toBe(409)
    expect(login.body).toContain('Tên đăng nhập này đã có người dùng')
    for (const password of ['1234567890', 'aaaaaaaaaaaa', 'mo.tran1234'])
      expect((await post(path, chosen('mo.tran', password))).statusCode, password).toBe(400)
    expect((await post(path, chosen('mo.tran'))).statusCode).toBe(303)
  })

  it('makes one account when it is used twice at once', async () => {
    const path = await linkOf(admin, school.id, await addPerson(admin, school.id))
    const both = await Promise.all([post(path, chosen('mot.hai')), post(path, chosen('hai.mot'))])
    expect(both.map((b) => b.statusCode).sort()).toEqual([303, 409])
  })

  it('gives the link once; a new one ends the one before, and it can be withdrawn', async () => {
    const personId = await addPerson(admin, school.id)
    const requestId = newId()
    const first = (await invite(admin, school.id, personId, requestId)).json<{ path: string }>()
    expect((await invite(admin, school.id, personId, requestId)).json()).toMatchObject({ path: null })
    const second = (await invite(admin, school.id, personId)).json<{
      path: string
      person: { invitation: { id: string; expiresAt: string } }
    }>()
    expect(second.person.invitation.expiresAt).toBe('2024-07-01T01:42:00.000Z')
    expect((await open(first.path)).body).toContain('đã bị thu hồi')
    expect((await open(second.path)).statusCode).toBe(200)
    const outsider = await signedIn(
      world,
      app,
      await makePerson(world, (await makeUnit(world)).id, { roles: ['admin'] }),
    )
    const revoke = (browser: Browser) =>
      browser.call('POST', `invitations/${second.person.invitation.id}/revoke`)
    expect((await revoke(outsider)).statusCode).toBe(404)
    expect((await open(second.path)).statusCode).toBe(200)
    expect((await revoke(schoolAdmin)).statusCode).toBe(200)
    expect((await post(second.path, chosen('da.thu.hoi'))).statusCode).toBe(409)
    const { rows } = await sql<{
      text: string
    }>`select i::text as text from ${sql.id(testHome)}.invitations i`.execute(world.database.db)
    const token = second.path.split('.')[1] ?? 'none'
    expect(
      rows.filter((r) => r.text.includes(token)),
      'only the hash is kept',
    ).toEqual([])
  })

  it('ends after 14 days, and with the membership', async () => {
    const personId = await addPerson(admin, school.id)
    const path = await linkOf(admin, school.id, personId)
    expect((await open(path, await makeApp(world, '2024-07-01T01:41:00Z'))).statusCode).toBe(200)
    const late = await open(path, await makeApp(world, '2024-07-01T01:42:00Z'))
    expect([late.statusCode, late.body.includes('quá hạn')]).toEqual([409, true])
    await sql`update ${sql.id(testHome)}.memberships set valid_until = '2024-06-17' where person_id = ${personId}`.execute(
      world.database.db,
    )
    expect((await open(path)).statusCode).toBe(409)
    for (const wrong of ['t.x', `t.${'a'.repeat(43)}`, `nowhere.${'a'.repeat(43)}`])
      expect((await open(`/invitation/${wrong}`)).statusCode, wrong).toBe(404)
  })

  it('gives an account a new password, ends its sessions, and leaves the log-in name', async () => {
    const person = await makePerson(world, school.id)
    const before = await signedIn(world, app, person)
    const path = await linkOf(admin, school.id, person.personId)
    const page = await open(path)
    expect(page.body).toContain(`value="${person.login}"`)
    expect((await post(path, chosen('ten-khac', 'mật khẩu đặt lại'))).statusCode).toBe(303)
    expect((await before.call('GET', 'session')).statusCode).toBe(401)
    expect((await post('/sign-in', { login: person.login, password: testPassword })).statusCode).toBe(401)
    expect((await post('/sign-in', { login: person.login, password: 'mật khẩu đặt lại' })).statusCode).toBe(
      303,
    )
  })

  it('is made only by who administers every unit of the person: nobody takes a leader’s account by taking the leader in', async () => {
    const leader = await makePerson(world, office.id, { roles: ['leader'] })
    const taken = await schoolAdmin.call('POST', `units/${school.id}/memberships`, {
      personId: null,
      login: leader.login,
      roles: ['inspector'],
      title: null,
      deskId: null,
      isHead: false,
      from: '2024-06-01',
    })
    expect(taken.statusCode).toBe(200)
    expect(taken.json<{ may: string[] }>().may).not.toContain('person.invite')
    expect((await invite(schoolAdmin, school.id, leader.personId)).json()).toMatchObject({
      status: 403,
      code: 'people.not_all_units',
    })
    expect((await invite(schoolAdmin, office.id, leader.personId)).statusCode).toBe(404)
    expect((await invite(admin, school.id, leader.personId)).statusCode).toBe(200)
  })
})
