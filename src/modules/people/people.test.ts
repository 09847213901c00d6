import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, testHome, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, stranger, type Browser } from '../../../test/support/http.ts'
import { makePerson, makeUnit, testPassword, type MadeUnit } from '../../../test/support/make.ts'
import { newId } from '../../platform/ids.ts'

let world: World
let app: FastifyInstance
let office: MadeUnit
let school: MadeUnit
let cousin: MadeUnit
let admin: Browser
let clerk: Browser
let schoolAdmin: Browser
let outsider: Browser

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  office = await makeUnit(world, { name: 'Phòng GD&ĐT', kind: 'education_office' })
  school = await makeUnit(world, { name: 'Trường Vĩnh Hòa', profession: office.id })
  cousin = await makeUnit(world, { name: 'Trường Khác' })
  const made = { name: 'Lê Quản Trị' }
  admin = await signedIn(world, app, await makePerson(world, office.id, { ...made, roles: ['admin'] }))
  clerk = await signedIn(world, app, await makePerson(world, school.id, { roles: ['clerk'] }))
  schoolAdmin = await signedIn(world, app, await makePerson(world, school.id, { roles: ['admin'] }))
  outsider = await signedIn(world, app, await makePerson(world, cousin.id, { roles: ['admin'] }))
})

const person = (over: object = {}) => ({
  id: newId(),
  name: 'Trần Thị Mơ',
  email: 'mo@vi-du.example',
  phone: '0000 555 019',
  roles: ['specialist'],
  title: 'Giáo viên',
  deskId: null,
  isHead: false,
  from: '2024-06-01',
  ...over,
})
const add = (browser: Browser, unitId: string, over: object = {}) =>
  browser.call('POST', `units/${unitId}/people`, person(over))
const list = async (browser: Browser, unitId: string) =>
  (await browser.call('GET', `units/${unitId}/people`)).json<{
    people: { id: string; name: string; contact: object | null; login: string | null; may: string[] }[]
    head: { name: string } | null
  }>()
const count = async (table: string) =>
  (await world.database.pool.query<{ n: number }>(`select count(*) as n from ${testHome}.${table}`)).rows[0]
    ?.n

describe('people of a unit', () => {
  it('are seen by the unit and by units above; contact by the unit only; by nobody else', async () => {
    const { id } = (await add(schoolAdmin, school.id, { name: 'Nguyễn Văn Ân' })).json<{ id: string }>()
    const own = (await list(clerk, school.id)).people.find((p) => p.id === id)
    expect(own).toMatchObject({ contact: { email: 'mo@vi-du.example' }, login: null, may: [] })
    const above = (await list(admin, school.id)).people.find((p) => p.id === id)
    expect(above).toMatchObject({ name: 'Nguyễn Văn Ân', contact: null })
    expect((await outsider.call('GET', `units/${school.id}/people`)).statusCode).toBe(404)
    expect((await schoolAdmin.call('GET', `units/${office.id}/people`)).statusCode).toBe(404)
    expect((await stranger(app).call('GET', `units/${school.id}/people`)).statusCode).toBe(401)
  })

  it('come with the head first, then by given name, in pages', async () => {
    const unit = await makeUnit(world, { profession: office.id })
    for (const name of ['Trần Văn Bình', 'Lê Thị Ánh', 'Đỗ Cường'])
      await add(admin, unit.id, { name, isHead: name === 'Đỗ Cường' })
    const all = await list(admin, unit.id)
    expect(all.people.map((p) => p.name)).toEqual(['Đỗ Cường', 'Lê Thị Ánh', 'Trần Văn Bình'])
    expect(all.head).toMatchObject({ name: 'Đỗ Cường' })
    const first = (await admin.call('GET', `units/${unit.id}/people?limit=2`)).json<{ next: string }>()
    const rest = await admin.call('GET', `units/${unit.id}/people?limit=2&cursor=${first.next}`)
    expect(rest.json()).toMatchObject({ people: [{ name: 'Trần Văn Bình' }], next: null })
    const found = await admin.call('GET', `units/${unit.id}/people?q=do+cuong`)
    expect(found.json<{ people: object[] }>().people).toHaveLength(1)
  })

  it('are added once however often it is sent, by administrators of the unit or above', async () => {
    const body = person({ name: 'Hai Lần' })
    const requestId = newId()
    const call = () => schoolAdmin.call('POST', `units/${school.id}/people`, body, { requestId })
    const [one, two] = await Promise.all([call(), call()])
    expect([one.statusCode, two.statusCode]).toEqual([200, 200])
    const before = await count('persons')
    expect((await add(clerk, school.id)).json()).toMatchObject({ status: 403, code: 'people.not_yours' })
    expect((await add(outsider, school.id)).statusCode).toBe(404)
    expect((await schoolAdmin.call('POST', `units/${school.id}/people`, body)).statusCode).toBe(422)
    expect(await count('persons')).toBe(before)
  })

  it('have one head at a time', async () => {
    const unit = await makeUnit(world, { profession: office.id })
    const both = await Promise.all([
      add(admin, unit.id, { isHead: true, name: 'Một' }),
      add(admin, unit.id, { isHead: true, name: 'Hai' }),
    ])
    expect(both.map((b) => b.statusCode).sort()).toEqual([200, 409])
  })

  it('may be of several units, taken in by their exact log-in name', async () => {
    const guest = await makePerson(world, cousin.id, { name: 'Khách Mời' })
    const body = { ...person(), personId: null, login: guest.login.toUpperCase() }
    const joined = await schoolAdmin.call('POST', `units/${school.id}/memberships`, body)
    expect(joined.json()).toMatchObject({ name: 'Khách Mời' })
    const again = await schoolAdmin.call('POST', `units/${school.id}/memberships`, body)
    expect(again.json()).toMatchObject({ code: 'people.role_held' })
    const browser = await signedIn(world, app, guest)
    expect((await browser.call('POST', 'session/unit', { unitId: school.id })).statusCode).toBe(200)
    const byId = { ...body, login: null, personId: (await makePerson(world, cousin.id)).personId }
    expect((await schoolAdmin.call('POST', `units/${school.id}/memberships`, byId)).statusCode).toBe(404)
    // Kept by the other unit: this one sees the person and changes nothing of theirs.
    const seen = (await list(schoolAdmin, school.id)).people.find((p) => p.id === guest.personId)
    expect(seen?.may).toEqual(['membership.end', 'membership.change'])
    const change = await schoolAdmin.call('PUT', `units/${school.id}/people/${guest.personId}`, {
      name: 'Đổi',
      email: null,
      phone: null,
    })
    expect(change.json()).toMatchObject({ code: 'people.not_yours' })
  })
})

describe('a contact that an administrator writes', () => {
  it('leaves no hash by which it could be guessed; the same request about somebody else is refused', async () => {
    const requestId = newId()
    const { id } = (await add(schoolAdmin, school.id)).json<{ id: string }>()
    const other = (await add(schoolAdmin, school.id)).json<{ id: string }>()
    const change = (personId: string, phone: string, request = newId()) =>
      schoolAdmin.call(
        'PUT',
        `units/${school.id}/people/${personId}`,
        { name: 'Trần Thị Mơ', email: null, phone },
        { requestId: request },
      )
    expect((await change(id, '0000 555 111', requestId)).json()).toMatchObject({
      contact: { phone: '0000 555 111' },
    })
    expect((await change(id, '0000 555 222')).statusCode).toBe(200)
    expect((await change(other.id, '0000 555 111', requestId)).statusCode).toBe(422)
    const { rows } = await world.database.pool.query<{ hash: string }>(
      `select distinct request_hash as hash from ${testHome}.events where verb = 'person.change' and subjects @> $1`,
      [JSON.stringify([{ what: 'person', id }])],
    )
    expect(rows, 'one hash for two numbers').toHaveLength(1)
  })
})

describe('memberships', () => {
  it('end on a day, go when they never were, and the last administrator stays', async () => {
    const unit = await makeUnit(world, { profession: office.id })
    const only = await makePerson(world, unit.id, { roles: ['admin'] })
    const own = await signedIn(world, app, only)
    const membershipOf = async (personId: string) =>
      (
        await sql<{
          id: string
        }>`select id from ${sql.id(testHome)}.memberships where person_id = ${personId}`.execute(
          world.database.db,
        )
      ).rows[0]?.id ?? ''
    const end = (browser: Browser, id: string, until: string) =>
      browser.call('POST', `memberships/${id}/end`, { until })
    const last = await membershipOf(only.personId)
    expect((await end(own, last, '2024-07-01')).json()).toMatchObject({ code: 'people.last_admin' })
    expect((await end(outsider, last, '2024-07-01')).statusCode).toBe(404)
    const mate = (await add(own, unit.id, { name: 'Ghi Nhầm', from: '2024-06-17' })).json<{ id: string }>()
    expect((await end(own, await membershipOf(mate.id), '2024-06-17')).statusCode).toBe(200)
    expect(await membershipOf(mate.id)).toBe('')
    expect((await end(admin, last, '2024-06-18')).statusCode).toBe(200)
    expect((await end(admin, last, '2024-06-20')).json()).toMatchObject({ code: 'people.ended_already' })
    expect((await own.call('GET', 'session')).statusCode).toBe(200)
    const tomorrow = await makeApp(world, '2024-06-18T01:00:00Z')
    const later = await signedIn(world, tomorrow, only, '2024-06-18T01:00:00Z')
    expect((await later.call('GET', 'session')).statusCode).toBe(401)
  })

  it('keep two administrators from ending each other at once', async () => {
    const unit = await makeUnit(world)
    const pair = [
      await makePerson(world, unit.id, { roles: ['admin'] }),
      await makePerson(world, unit.id, { roles: ['admin'] }),
    ]
    const ids = await Promise.all(
      pair.map(async (p) => {
        const { rows } = await world.database.pool.query<{ id: string }>(
          `select id from ${testHome}.memberships where person_id = $1`,
          [p.personId],
        )
        return rows[0]?.id ?? ''
      }),
    )
    const browsers = await Promise.all(pair.map((p) => signedIn(world, app, p)))
    const ends = await Promise.all(
      browsers.map((b, i) => b.call('POST', `memberships/${ids[1 - i]}/end`, { until: '2024-06-17' })),
    )
    // Whoever comes second is refused: as the last one here, or as one whose place has ended by then.
    const [first, second] = ends.map((e) => e.statusCode).sort()
    expect(first).toBe(200)
    expect([401, 409]).toContain(second)
    const { rows: left } = await world.database.pool.query(
      `select 1 from ${testHome}.memberships where id = any($1) and (valid_until is null or valid_until > '2024-06-17')`,
      [ids],
    )
    expect(left).toHaveLength(1)
  })

  it('stand at desks of the same unit', async () => {
    const desk = { id: newId(), name: 'Văn phòng' }
    expect((await schoolAdmin.call('POST', `units/${school.id}/desks`, desk)).json()).toMatchObject({
      code: 'van-phong',
    })
    const twice = await schoolAdmin.call('POST', `units/${school.id}/desks`, {
      id: newId(),
      name: 'Văn Phòng',
    })
    expect(twice.json()).toMatchObject({ code: 'people.desk_exists' })
    const sitting = (await add(schoolAdmin, school.id, { deskId: desk.id })).json<object>()
    expect(sitting).toMatchObject({ memberships: [{ desk: { name: 'Văn phòng' } }] })
    const wrong = await add(outsider, cousin.id, { deskId: desk.id })
    expect(wrong.json()).toMatchObject({ code: 'people.no_desk' })
  })
})

describe('the own account', () => {
  it('lists its sessions and ends one, or all others, and no one else’s', async () => {
    const mine = await makePerson(world, office.id)
    const [here, there] = [await signedIn(world, app, mine), await signedIn(world, app, mine)]
    type Listed = { sessions: { id: string; current: boolean; device: string }[] }
    const sessions = (await here.call('GET', 'account/sessions')).json<Listed>().sessions
    expect(sessions.map((s) => s.current).sort()).toEqual([false, true])
    const other = sessions.find((s) => !s.current)?.id ?? ''
    expect((await outsider.call('POST', `account/sessions/${other}/end`)).statusCode).toBe(404)
    expect((await there.call('GET', 'session')).statusCode).toBe(200)
    expect((await here.call('POST', `account/sessions/${other}/end`)).json<Listed>().sessions).toHaveLength(1)
    expect((await there.call('GET', 'session')).statusCode).toBe(401)
    const third = await signedIn(world, app, mine)
    await here.call('POST', 'account/sessions/end-others')
    expect((await third.call('GET', 'session')).statusCode).toBe(401)
    expect((await here.call('GET', 'session')).statusCode).toBe(200)
  })

  it('is reached by what one writes oneself; what is no address is refused; events do not name it', async () => {
    const made = await makePerson(world, office.id)
    const mine = await signedIn(world, app, made)
    const contact = { email: 'toi@vi-du.example', phone: '0000 555 777' }
    expect((await mine.call('GET', 'account/contact')).json()).toEqual({ email: null, phone: null })
    expect((await mine.call('PUT', 'account/contact', { ...contact, email: 'không phải' })).statusCode).toBe(
      400,
    )
    const requestId = newId()
    expect((await mine.call('PUT', 'account/contact', contact, { requestId })).json()).toEqual(contact)
    expect((await mine.call('GET', 'account/contact')).json()).toEqual(contact)
    const { people } = await list(admin, office.id)
    expect(people.find((p) => p.id === made.personId)?.contact).toEqual(contact)
    const { rows } = await world.database.pool.query<{ event: string }>(
      `select to_jsonb(e)::text as event from ${testHome}.events e where verb = 'person.change_own_contact'`,
    )
    expect(rows.length).toBe(1)
    expect(rows[0]?.event).not.toMatch(/vi-du|0000 ?555/)
    expect((await stranger(app).call('GET', 'account/contact')).statusCode).toBe(401)
  })

  it('gets a new password for the old one, which ends the other sessions; tries are counted', async () => {
    const mine = await makePerson(world, office.id)
    const [here, there] = [await signedIn(world, app, mine), await signedIn(world, app, mine)]
    const change = (current: string, next: string) => here.call('POST', 'account/password', { current, next })
    expect((await change('sai rồi', 'mật khẩu mới đây')).json()).toMatchObject({
      code: 'people.current_wrong',
      errors: [{ path: 'current' }],
    })
    expect((await change(testPassword, 'ngắn')).json()).toMatchObject({
      code: 'people.password_short',
      errors: [{ path: 'next', message: 'Mật khẩu cần ít nhất 10 chữ. Một câu ngắn dễ nhớ là tốt.' }],
    })
    expect((await change(testPassword, 'mật khẩu mới đây')).statusCode).toBe(200)
    expect((await there.call('GET', 'session')).statusCode).toBe(401)
    expect((await change('mật khẩu mới đây', 'mật khẩu mới nữa')).statusCode).toBe(200)
    for (let i = 0; i < 8; i += 1) await change('sai rồi', 'mật khẩu mới đây')
    expect((await change('mật khẩu mới nữa', 'mật khẩu mới đây')).statusCode).toBe(429)
    const { rows } = await sql<{ hash: string }>`
      select distinct request_hash as hash from ${sql.id(testHome)}.events where verb = 'account.change_password'`.execute(
      world.database.db,
    )
    expect(rows, 'no hash of a password in the events').toHaveLength(1)
  })
})

describe('events', () => {
  it('name nobody', async () => {
    const { rows } = await sql<{
      text: string
    }>`select subjects::text as text from ${sql.id(testHome)}.events`.execute(world.database.db)
    expect(rows.length).toBeGreaterThan(10)
    expect(rows.filter((r) => /Trần|Nguyễn|vi-du|0000 ?555/.test(r.text))).toEqual([])
  })
})
