import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { loadJobHandlers } from '../../cli/job-handlers.ts'
import { openMailer } from '../../platform/mail.ts'
import { runNextJob } from '../../platform/worker.ts'
import { makeWorld, testHome, testNow, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, stranger } from '../../../test/support/http.ts'
import { addressOf, mailConfig, openMailbox, type Mailbox } from '../../../test/support/mailbox.ts'
import { makePerson, makeUnit, testPassword, type MadePerson } from '../../../test/support/make.ts'
import { registerNoticeJobs } from './index.ts'

let world: World
let app: FastifyInstance
let box: Mailbox
const next = 'một câu khác dễ nhớ'

beforeAll(async () => {
  world = await makeWorld()
  box = await openMailbox()
  app = await makeApp(world, testNow, { config: mailConfig(box.settings) })
  loadJobHandlers()
  registerNoticeJobs({ mailer: openMailer(box.settings), url: 'https://lantoa.vanson.example' })
})
afterAll(async () => {
  await app.close()
  await box.close()
})
beforeEach(async () => {
  box.mails.length = 0
  await world.database.pool.query('delete from system.rate_counters')
})

async function work(at: string | Date = testNow): Promise<void> {
  const fail = (error: unknown) => {
    throw error
  }
  while (await runNextJob(world.system(at), fail, ['mail.send', 'account.password_set']));
}
const form = (on: FastifyInstance, path: string, fields: Record<string, string>, cookie = '') =>
  on.inject({
    method: 'POST',
    url: path,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
      accept: 'text/html',
      ...(cookie === '' ? {} : { cookie }),
    },
    payload: new URLSearchParams(fields).toString(),
  })
const signIn = async (login: string, password: string) =>
  (await form(app, '/sign-in', { login, password })).statusCode
async function makeReader(unitId: string): Promise<MadePerson & { email: string }> {
  const person = await makePerson(world, unitId)
  const email = `${person.login}@vanson.example`
  await world.database.pool.query(`update ${testHome}.persons set email = $2 where id = $1`, [
    person.personId,
    email,
  ])
  return { ...person, email }
}
const linkOf = (text = '') => new URL(/https:\S+\/reset\/\S+/.exec(text)?.[0] ?? 'https://none/none').pathname

describe('a forgotten password, by mail', () => {
  it('gives a link that is good once, ends every session, is in the log, and is told to the person', async () => {
    const person = await makeReader((await makeUnit(world)).id)
    const open = await signedIn(world, app, person)
    expect((await form(app, '/forgot', { login: person.login.toUpperCase() })).statusCode).toBe(200)
    await work()
    expect(box.mails.map(addressOf)).toEqual([person.email])
    const link = linkOf(box.mails[0]?.text)
    const page = await stranger(app).call('GET', link)
    expect([page.statusCode, page.body.includes(person.login)]).toEqual([200, true])
    expect((await form(app, link, { password: 'ngắn', again: 'ngắn' })).statusCode).toBe(400)
    const done = await form(app, link, { password: next, again: next })
    expect([done.statusCode, done.headers.location]).toEqual([303, '/app/'])
    expect((await open.call('GET', 'session')).statusCode).toBe(401)
    expect(await signIn(person.login, testPassword)).toBe(401)
    expect(await signIn(person.login, next)).toBe(303)
    expect((await form(app, link, { password: `${next} hai`, again: `${next} hai` })).statusCode).toBe(404)
    expect(await signIn(person.login, next)).toBe(303)
    const { rows } = await world.database.pool.query<{ verb: string }>(
      `select verb from ${testHome}.events where subjects @> $1 order by id`,
      [JSON.stringify([{ what: 'person', id: person.personId }])],
    )
    expect(rows.map((r) => r.verb)).toEqual(['reset.ask', 'reset.use'])
    await work()
    expect(box.mails.map((m) => m.subject)).toEqual([
      'Đặt lại mật khẩu Lan Tỏa',
      'Mật khẩu Lan Tỏa của anh chị vừa được đặt lại',
    ])
    const told = await (await signedIn(world, app, person)).call('GET', 'notices')
    expect(told.json<{ items: { kind: string }[] }>().items.map((n) => n.kind)).toEqual(['password'])
  })

  it('answers the same to a name that is nobody’s, and to a person without an address', async () => {
    const silent = await makePerson(world, (await makeUnit(world)).id)
    const known = await makeReader((await makeUnit(world)).id)
    const answers = []
    for (const login of [known.login, silent.login, 'khong-co-ai']) {
      const { statusCode, body } = await form(app, '/forgot', { login })
      answers.push([statusCode, body])
    }
    expect(new Set(answers.map((a) => JSON.stringify(a))).size).toBe(1)
    await work()
    expect(box.mails.map(addressOf)).toEqual([known.email])
  })

  it('is over after an hour, also for a mail that was not sent by then', async () => {
    const person = await makeReader((await makeUnit(world)).id)
    await form(app, '/forgot', { login: person.login })
    await work()
    const late = await makeApp(world, '2024-06-17T02:43:00Z', { config: mailConfig(box.settings) })
    expect((await stranger(late).call('GET', linkOf(box.mails[0]?.text))).statusCode).toBe(404)
    await late.close()
    await form(app, '/forgot', { login: person.login })
    await work('2024-06-17T02:43:00Z')
    expect(box.mails.length).toBe(1)
  })

  it('writes to one name three times an hour at most, and slows a network down', async () => {
    const person = await makeReader((await makeUnit(world)).id)
    for (let i = 0; i < 5; i += 1)
      expect((await form(app, '/forgot', { login: person.login })).statusCode).toBe(200)
    await work()
    expect(box.mails.length).toBe(3)
    let last = 200
    for (let i = 0; i < 20 && last === 200; i += 1)
      last = (await form(app, '/forgot', { login: `ai-do-${i}` })).statusCode
    expect(last).toBe(429)
  })

  it('is refused to an address that a keeper without the person’s other unit could have written', async () => {
    const person = await makeReader((await makeUnit(world)).id)
    const other = await makeUnit(world)
    await world.database.pool.query(
      `insert into ${testHome}.memberships (id, person_id, unit_id, role, valid_from) values (gen_random_uuid(), $1, $2, 'leader', '2020-01-01')`,
      [person.personId, other.id],
    )
    expect((await form(app, '/forgot', { login: person.login })).statusCode).toBe(200)
    await work()
    expect(box.mails).toEqual([])
  })
})

describe('a forgotten password, by a printed code', () => {
  it('is made by an administrator of the unit or above, shown once, good once, in the log', async () => {
    const office = await makeUnit(world, { kind: 'education_office' })
    const school = await makeUnit(world, { profession: office.id })
    const person = await makePerson(world, school.id)
    const admin = await signedIn(world, app, await makePerson(world, office.id, { roles: ['admin'] }))
    const path = `units/${school.id}/people/${person.personId}/reset-code`
    const specialist = await signedIn(world, app, await makePerson(world, school.id))
    expect((await specialist.call('POST', path)).statusCode).toBe(403)
    const outsider = await signedIn(
      world,
      app,
      await makePerson(world, (await makeUnit(world)).id, { roles: ['admin'] }),
    )
    expect((await outsider.call('POST', path)).statusCode).toBe(404)
    const requestId = '0190d8a0-0000-7000-8000-0000000000aa'
    const first = (await admin.call('POST', path, undefined, { requestId })).json<{
      code: string
      login: string
    }>()
    expect(first.login).toBe(person.login)
    expect(first.code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/)
    expect((await admin.call('POST', path, undefined, { requestId })).json()).toMatchObject({ code: null })
    const { code } = (await admin.call('POST', path)).json<{ code: string }>()
    const use = (given: string, login = person.login) =>
      form(app, '/reset-code', { login, code: given, password: next, again: next })
    expect((await use(first.code)).statusCode).toBe(403)
    expect((await use(code, 'ai-khac')).statusCode).toBe(403)
    const done = await use(code.toLowerCase().replaceAll('-', ' '))
    expect([done.statusCode, done.headers.location]).toEqual([303, '/app/'])
    expect(await signIn(person.login, next)).toBe(303)
    expect((await use(code)).statusCode).toBe(403)
    const { rows } = await world.database.pool.query<{ verb: string }>(
      `select verb from ${testHome}.events where subjects @> $1 order by id`,
      [JSON.stringify([{ what: 'person', id: person.personId }])],
    )
    expect(rows.map((r) => r.verb)).toEqual(['reset.make', 'reset.make', 'reset.use'])
  })

  it('can’t be guessed: eight tries a quarter of an hour for one name', async () => {
    const person = await makePerson(world, (await makeUnit(world)).id)
    const tries = []
    for (let i = 0; i < 9; i += 1)
      tries.push(
        (
          await form(app, '/reset-code', {
            login: person.login,
            code: `AAAA-BBBB-CC0${i}`,
            password: next,
            again: next,
          })
        ).statusCode,
      )
    expect(tries).toEqual([...Array<number>(8).fill(403), 429])
  })
})
