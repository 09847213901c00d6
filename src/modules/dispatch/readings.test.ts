import type { FastifyInstance } from 'fastify'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeWorld, testHome, testNow, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { makePerson, makeUnit, type MadePerson, type MadeUnit } from '../../../test/support/make.ts'
import { makeReceivedDocument, must } from '../../../test/support/plans.ts'
import { dayOf, type Clock } from '../../platform/clock.ts'
import { newId } from '../../platform/ids.ts'

let world: World
let app: FastifyInstance
let school: MadeUnit
let clerk: MadePerson
let teacher: MadePerson
let as: Record<'clerk' | 'teacher', Browser>
let document: string
let now = new Date(testNow)
const clock: Clock = { now: () => new Date(now), today: () => dayOf(now) }

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world, clock)
})
beforeEach(async () => {
  now = new Date(testNow)
  school = await makeUnit(world, { name: 'Trường Tiểu học Vĩnh Hòa' })
  clerk = await makePerson(world, school.id, { roles: ['clerk', 'admin'] })
  teacher = await makePerson(world, school.id, { roles: ['official'], name: 'Phan Thị Lài' })
  as = {
    clerk: await signedIn(world, app, clerk, now),
    teacher: await signedIn(world, app, teacher, now),
  }
  document = await makeReceivedDocument(world, school.id, [
    { key: 'c1', parentKey: null, kind: 'content', words: 'Phát tờ gấp đến từng gia đình.' },
  ])
})

const list = (...lines: string[]) => Buffer.from(['Họ tên,Chức vụ,Nhóm', ...lines].join('\n'))
const take = (file: Buffer, dryRun = false, by = as.clerk, unit = school.id) =>
  by.call('POST', `units/${unit}/people/import?dryRun=${dryRun}`, file)

interface Result {
  done: boolean
  counts: { all: number; add: number; change: number; same: number; error: number }
  rows: { name: string; what: string; issues: { column: string; message: string }[] }[]
}

describe('people without accounts', () => {
  it('come from a file, first shown and then written, once however often it is sent', async () => {
    const file = list('Nguyễn Thị Mơ,Giáo viên,Giáo viên; Tổ 1', 'Lê Văn Tám,Giáo viên,"Giáo viên, Tổ 2"')
    const shown = (await must(take(file, true))).json<Result>()
    expect(shown).toMatchObject({ done: false, counts: { all: 2, add: 2, error: 0 } })
    const before = (await must(as.clerk.call('GET', `units/${school.id}/people`))).json<{
      people: object[]
    }>()
    expect(before.people).toHaveLength(2)
    const both = await Promise.all([take(file), take(file)])
    expect(both.map((b) => b.statusCode)).toEqual([200, 200])
    expect((await must(take(file))).json<Result>()).toMatchObject({ counts: { same: 2, add: 0 } })
    const after = (await must(as.clerk.call('GET', `units/${school.id}/people`))).json<{
      people: { name: string; hasAccount: boolean; memberships: { role: string; title: string }[] }[]
    }>()
    expect(after.people).toHaveLength(4)
    expect(after.people.find((p) => p.name === 'Lê Văn Tám')).toMatchObject({
      hasAccount: false,
      memberships: [{ role: 'official', title: 'Giáo viên' }],
    })
    // Who is known by name gets the file's position and groups.
    const changed = await must(take(list('nguyễn thị mơ,Tổ trưởng,Giáo viên; Tổ 1; Cốt cán')))
    expect(changed.json<Result>()).toMatchObject({ done: true, counts: { change: 1 } })
  })

  it('are refused row by row, and then nothing is written', async () => {
    const file = Buffer.from(
      [
        'Họ và tên,Chức vụ,Đơn vị,Điện thoại',
        ',Giáo viên,,',
        'Trần A,Giáo viên,khong-co,',
        'Trần B,Giáo viên,,gọi tôi',
        'Trần C,,,',
        'trần c,,,',
      ].join('\n'),
    )
    const answer = (await must(take(file))).json<Result>()
    expect(answer).toMatchObject({ done: false, counts: { all: 5, error: 4, add: 1 } })
    expect(answer.rows.flatMap((r) => r.issues.map((i) => i.message))).toEqual([
      'Còn trống',
      'Không có đơn vị “khong-co” ở đây hoặc bên dưới',
      'Chỉ ghi số, dấu cách, chấm, gạch nối',
      'Trùng với hàng 5',
    ])
    const people = (await must(as.clerk.call('GET', `units/${school.id}/people`))).json<{
      people: object[]
    }>()
    expect(people.people).toHaveLength(2)
    expect((await take(Buffer.from('một,hai\n1,2\n'))).json()).toMatchObject({
      code: 'people.file_no_heads',
    })
  })

  it('are imported by administrators of the unit only', async () => {
    const file = list('Nguyễn Thị Mơ,Giáo viên,')
    expect((await take(file, true, as.teacher)).statusCode).toBe(403)
    const far = await makePerson(world, (await makeUnit(world)).id, { roles: ['admin'] })
    expect((await take(file, false, await signedIn(world, app, far, now))).statusCode).toBe(404)
  })
})

interface Reading {
  id: string
  person: { name: string }
  hasAccount: boolean
  readOn: string | null
  readBy: string | null
}
interface Readings {
  counts: { asked: number; read: number }
  readings: Reading[]
  tags: { tag: string; n: number }[]
  may: string[]
}
const path = () => `documents/${document}/readings`
const ask = (tags: string[], by = as.clerk) => by.call('POST', path(), { tags, dueOn: '2024-06-24' })
const readings = async (by = as.clerk, query = '') =>
  (await must(by.call('GET', `${path()}${query}`))).json<Readings>()

/** Two teachers without accounts, and links for whoever was asked. */
async function links(): Promise<Map<string, string>> {
  await must(take(list('Nguyễn Thị Mơ,Giáo viên,Giáo viên; Tổ 1', 'Lê Văn Tám,Giáo viên,Giáo viên; Tổ 2')))
  await must(ask(['Giáo viên']))
  return slips()
}
async function slips(): Promise<Map<string, string>> {
  const made = await must(as.clerk.call('POST', `${path()}/links`, { readings: [] }))
  return new Map(
    made
      .json<{ links: { name: string; url: string }[] }>()
      .links.map(({ name, url }) => [name, new URL(url).pathname]),
  )
}
const open = (link: string) => app.inject({ url: link, remoteAddress: '10.5.5.5' })
const confirm = (link: string, address = '10.5.5.5') =>
  app.inject({
    method: 'POST',
    url: link,
    headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
    payload: '',
    remoteAddress: address,
  })

describe('a document that is brought to people', () => {
  it('asks the groups that were chosen, once each, and says who remains', async () => {
    await must(take(list('Nguyễn Thị Mơ,Giáo viên,Tổ 1', 'Lê Văn Tám,Giáo viên,Tổ 2')))
    expect((await ask(['Tổ 9'])).json()).toMatchObject({ code: 'dispatch.no_readers' })
    const first = (await must(ask(['Tổ 1']))).json<Readings>()
    expect(first).toMatchObject({
      counts: { asked: 1, read: 0 },
      tags: [
        { tag: 'Tổ 1', n: 1 },
        { tag: 'Tổ 2', n: 1 },
      ],
    })
    await Promise.all([must(ask([])), must(ask([]))])
    const all = await readings()
    expect(all.counts).toEqual({ asked: 4, read: 0 })
    expect((await readings(as.clerk, '?q=mo')).readings.map((r) => r.person.name)).toEqual(['Nguyễn Thị Mơ'])
    const page = (await must(as.clerk.call('GET', `${path()}?limit=3`))).json<Readings & { next: string }>()
    const rest = await readings(as.clerk, `?limit=3&cursor=${page.next}`)
    expect([...page.readings, ...rest.readings].map((r) => r.id).sort()).toEqual(
      all.readings.map((r) => r.id).sort(),
    )
  })

  it('is read by a personal link without script, and confirmed once, on the first day', async () => {
    const made = await links()
    const link = made.get('Nguyễn Thị Mơ') ?? ''
    const page = await open(link)
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('Phát tờ gấp đến từng gia đình.')
    expect(page.body).toContain('Nguyễn Thị Mơ')
    expect(page.body).not.toContain('<script')
    expect(page.headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' })
    expect((await readings()).counts.read).toBe(0)
    const both = await Promise.all([confirm(link), confirm(link)])
    expect(both.map((b) => b.statusCode)).toEqual([303, 303])
    now = new Date('2024-06-19T02:00:00Z')
    expect((await confirm(link)).statusCode).toBe(303)
    expect((await open(link)).body).toContain('ngày 17/06/2024')
    const after = await readings()
    expect(after.counts).toEqual({ asked: 2, read: 1 })
    expect(after.readings.find((r) => r.person.name === 'Nguyễn Thị Mơ')).toMatchObject({
      readOn: '2024-06-17',
      readBy: 'link',
    })
    expect((await readings(as.clerk, '?state=left')).readings.map((r) => r.person.name)).toEqual([
      'Lê Văn Tám',
    ])
    const { rows } = await world.database.pool.query<{ n: number }>(
      `select count(*)::int as n from ${testHome}.events where verb = 'reading.confirm' and unit_id = $1`,
      [school.id],
    )
    expect(rows[0]?.n).toBe(1)
    const sheet = await as.clerk.call('GET', `${path()}/export.xlsx`)
    expect(sheet.headers['content-type']).toContain('spreadsheet')
  })

  it('opens by no other token, by none that was replaced or has run out, and by none kept in the database', async () => {
    const made = await links()
    const old = made.get('Lê Văn Tám') ?? ''
    const { rows } = await world.database.pool.query<{ token_hash: string }>(
      `select token_hash from ${testHome}.readings where unit_id = $1`,
      [school.id],
    )
    expect(rows.every((r) => !old.includes(r.token_hash))).toBe(true)
    expect((await open(`/read/t.${'a'.repeat(43)}`)).statusCode).toBe(404)
    expect((await open(`/read/t.${rows[0]?.token_hash.slice(0, 43) ?? ''}`)).statusCode).toBe(404)
    const anew = (await slips()).get('Lê Văn Tám') ?? ''
    expect((await open(old)).statusCode).toBe(404)
    expect((await confirm(old)).statusCode).toBe(404)
    expect((await open(anew)).statusCode).toBe(200)
    now = new Date('2024-08-01T02:00:00Z')
    const gone = await open(anew)
    expect(gone.statusCode).toBe(404)
    expect(gone.body).toContain('nhận phiếu mới')
    now = new Date(testNow)
    await world.database.pool.query(
      `update ${testHome}.memberships m set valid_until = '2024-06-17', valid_from = '2024-06-01' from ${testHome}.persons p
       where p.id = m.person_id and p.name = 'Lê Văn Tám' and m.unit_id = $1`,
      [school.id],
    )
    expect((await open(anew)).statusCode).toBe(404)
  })

  it('puts off whoever tries tokens', async () => {
    await links()
    let status = 0
    for (let i = 0; i <= 240; i += 1)
      status = (await app.inject({ url: `/read/t.${newId()}`, remoteAddress: '10.6.6.6' })).statusCode
    expect(status).toBe(429)
  })

  it('is confirmed signed in by those who have an account, who see it among their own', async () => {
    await must(ask([]))
    const mine = await must(as.teacher.call('GET', 'readings/mine'))
    expect(mine.json<{ readings: object[] }>().readings).toMatchObject([
      { documentId: document, dueOn: '2024-06-24' },
    ])
    expect((await readings(as.teacher)).may).toEqual(['reading.confirm'])
    const requestId = newId()
    for (let i = 0; i < 2; i += 1)
      await must(as.teacher.call('POST', `${path()}/confirm`, undefined, { requestId }))
    await must(as.teacher.call('POST', `${path()}/confirm`))
    expect((await readings()).readings.find((r) => r.person.name === 'Phan Thị Lài')).toMatchObject({
      hasAccount: true,
      readBy: 'account',
    })
    expect((await as.teacher.call('GET', 'readings/mine')).json()).toEqual({ readings: [] })
    // An official may do nothing else with it.
    expect((await ask([], as.teacher)).statusCode).toBe(403)
    expect((await as.teacher.call('POST', `${path()}/links`, { readings: [] })).statusCode).toBe(403)
  })

  it('gives its links once', async () => {
    await must(take(list('Nguyễn Thị Mơ,Giáo viên,Tổ 1')))
    await must(ask(['Tổ 1']))
    const requestId = newId()
    const body = { readings: [] }
    await must(as.clerk.call('POST', `${path()}/links`, body, { requestId }))
    const again = await must(as.clerk.call('POST', `${path()}/links`, body, { requestId }))
    expect(again.json()).toMatchObject({ links: null })
  })

  it('is nobody else’s: another unit finds neither the document nor who read it', async () => {
    await must(ask([]))
    const far = await makePerson(world, (await makeUnit(world)).id, { roles: ['clerk', 'leader', 'admin'] })
    const stranger = await signedIn(world, app, far, now)
    expect((await stranger.call('GET', path())).statusCode).toBe(404)
    expect((await ask([], stranger)).statusCode).toBe(404)
    expect((await stranger.call('POST', `${path()}/links`, { readings: [] })).statusCode).toBe(404)
    expect((await stranger.call('POST', `${path()}/confirm`)).statusCode).toBe(404)
    expect((await stranger.call('GET', `${path()}/export.xlsx`)).statusCode).toBe(404)
  })
})
