import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { secretTyped } from '../../../../test/support/authenticator.ts'
import { makeWorld, testHome, testNow, type World } from '../../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../../test/support/http.ts'
import {
  makePerson,
  makeUnit,
  testPassword,
  type MadePerson,
  type MadeUnit,
} from '../../../../test/support/make.ts'
import { must } from '../../../../test/support/plans.ts'
import { dayOf, type Clock } from '../../../platform/clock.ts'
import { newId } from '../../../platform/ids.ts'
import { drainJobs } from '../../../platform/worker.ts'
import { registerEndOfSessions } from '../end-sessions.job.ts'
import { signInLimits } from '../throttle.ts'
import { newRecoveryCode, stepOfCode, totpCode } from './codes.rules.ts'

let world: World
let app: FastifyInstance
let office: MadeUnit
let admin: MadePerson
let now = new Date(testNow)
const clock: Clock = { now: () => new Date(now), today: () => dayOf(now) }
const later = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1000)
}

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world, clock)
  office = await makeUnit(world)
  admin = await makePerson(world, office.id, { roles: ['admin'] })
})
// Limits count in windows of a quarter of an hour.
beforeEach(() => later(1800))

/** Posts a form as a browser does. */
async function post(path: string, form: Record<string, string>, cookies = {}, address = '10.0.0.1') {
  return app.inject({
    method: 'POST',
    url: path,
    payload: new URLSearchParams(form).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    cookies,
    remoteAddress: address,
  })
}
const cookieOf = (answer: LightMyRequestResponse, name: string) =>
  answer.cookies.find((c) => c.name === name && c.value !== '')?.value

/** The first step; what stands in the step's cookie. */
async function firstStep(person: MadePerson): Promise<string> {
  const answer = await post('/sign-in', { login: person.login, password: testPassword, next: '/app/plans' })
  expect(answer.statusCode).toBe(303)
  expect(cookieOf(answer, 'lantoa_session')).toBeUndefined()
  return cookieOf(answer, 'lantoa_step') ?? ''
}
const secondStep = (step: string, code: string) =>
  post('/sign-in/second', { code, next: '/app/plans' }, { lantoa_step: step })

const secretOf = (answer: LightMyRequestResponse) => secretTyped(answer.json<{ secret: string }>().secret)

/** Adds an application to somebody's account, by the interface. */
async function withTotp(person: MadePerson): Promise<{ secret: Buffer; codes: string[]; browser: Browser }> {
  const browser = await signedIn(world, app, person, now)
  const begun = await must(browser.call('POST', 'account/totp/begin', { password: testPassword }))
  const secret = secretOf(begun)
  const confirmed = await must(browser.call('POST', 'account/totp/confirm', { code: totpCode(secret, now) }))
  return { secret, codes: confirmed.json<{ codes: string[] }>().codes, browser }
}

describe('codes', () => {
  it('are those of RFC 6238, and of the step before and after for a clock that is off', () => {
    const secret = Buffer.from('12345678901234567890')
    // Appendix B: 94287082 and 07081804 of eight digits; the last six are what six digits give.
    expect(totpCode(secret, new Date(59_000))).toBe('287082')
    expect(totpCode(secret, new Date(1111111109_000))).toBe('081804')
    expect(stepOfCode(secret, '287 082', new Date(59_000))).toBe(1)
    expect(stepOfCode(secret, '287082', new Date(89_000))).toBe(1)
    expect(stepOfCode(secret, '287082', new Date(29_000))).toBe(1)
    expect(stepOfCode(secret, '287082', new Date(120_000))).toBeNull()
    expect(stepOfCode(secret, '28708', new Date(59_000))).toBeNull()
  })

  it('for the day without a telephone are never the same', () => {
    const codes = new Set(Array.from({ length: 500 }, newRecoveryCode))
    expect(codes.size).toBe(500)
    for (const code of codes) expect(code).toMatch(/^[2-9a-hjkmnp-tv-z]{4}(-[2-9a-hjkmnp-tv-z]{4}){3}$/)
  })
})

describe('an authenticator application', () => {
  it('is added by password and code, and then asked for at each sign-in', async () => {
    const person = await makePerson(world, office.id)
    const { secret, browser, codes } = await withTotp(person)
    expect(codes).toHaveLength(10)
    expect((await browser.call('GET', 'account/second-factor')).json()).toMatchObject({
      totpSince: now.toISOString(),
      codesLeft: 10,
    })
    later(60)
    const step = await firstStep(person)
    const page = await app.inject({ url: '/sign-in/second', cookies: { lantoa_step: step } })
    expect(page.body).toContain('Mã 6 số')
    const wrong = await secondStep(step, '000000')
    expect(wrong.statusCode).toBe(401)
    expect(wrong.body).toContain('Mã chưa đúng')
    const right = await secondStep(step, totpCode(secret, now))
    expect(right.headers['location']).toBe('/app/plans')
    const session = cookieOf(right, 'lantoa_session') ?? ''
    const mine = await app.inject({ url: '/api/v1/session', cookies: { lantoa_session: session } })
    expect(mine.json<{ login: string }>().login).toBe(person.login)
  })

  it('keeps its secret enciphered, bound to its account', async () => {
    const person = await makePerson(world, office.id)
    const { secret } = await withTotp(person)
    const other = await makePerson(world, office.id)
    await withTotp(other)
    const { rows } = await world.database.pool.query<{ secret: Buffer }>(
      'select secret from shared.account_totp where account_id = $1',
      [person.accountId],
    )
    expect(rows[0]?.secret.includes(secret)).toBe(false)
    // Somebody who can write the table puts an own secret in another's place: it opens nothing there.
    await world.database.pool.query(
      'update shared.account_totp set secret = (select secret from shared.account_totp where account_id = $1) where account_id = $2',
      [person.accountId, other.accountId],
    )
    later(60)
    const answer = await secondStep(await firstStep(other), totpCode(secret, now))
    expect(answer.statusCode).toBe(409)
    expect(answer.body).toContain('secrets.key')
  })

  it('gives codes that work once: not again, not twice at once, not in another step', async () => {
    const person = await makePerson(world, office.id)
    const { secret } = await withTotp(person)
    // The code that put it in force is used up by that.
    expect((await secondStep(await firstStep(person), totpCode(secret, now))).statusCode).toBe(401)
    later(60)
    const steps = [await firstStep(person), await firstStep(person)]
    const code = totpCode(secret, now)
    const both = await Promise.all(steps.map((step) => secondStep(step, code)))
    expect(both.map((b) => b.statusCode).sort()).toEqual([303, 401])
    expect((await secondStep(await firstStep(person), code)).statusCode).toBe(401)
    // An older one, seen over a shoulder, is worth nothing after a newer.
    expect(
      (await secondStep(await firstStep(person), totpCode(secret, new Date(now.getTime() - 30_000))))
        .statusCode,
    ).toBe(401)
  })

  it('lets a step be passed once', async () => {
    const person = await makePerson(world, office.id)
    const { codes } = await withTotp(person)
    const step = await firstStep(person)
    const both = await Promise.all(codes.slice(0, 2).map((code) => secondStep(step, code)))
    const signed = both.filter((b) => cookieOf(b, 'lantoa_session'))
    expect(signed).toHaveLength(1)
    const over = both.find((b) => !cookieOf(b, 'lantoa_session'))
    expect(over?.headers['location']).toContain('/sign-in?over=1')
    later(660)
    expect((await secondStep(await firstStep(person), 'x')).statusCode).toBe(401)
    const old = await firstStep(person)
    later(660)
    expect((await secondStep(old, codes[3] ?? '')).headers['location']).toContain('/sign-in?over=1')
  })

  it('puts off whoever tries codes, also when the password is given anew each time', async () => {
    const person = await makePerson(world, office.id)
    const { secret } = await withTotp(person)
    later(60)
    for (let i = 0; i < signInLimits.account.most; i += 1)
      expect((await secondStep(await firstStep(person), `00000${i % 10}`)).statusCode).toBe(401)
    const refused = await secondStep(await firstStep(person), totpCode(secret, now))
    expect(refused.statusCode).toBe(429)
    expect(refused.body).toContain('Chờ 15 phút')
  })

  it('is not begun without the password, nor confirmed without a code, and ends other sessions', async () => {
    const person = await makePerson(world, office.id)
    const elsewhere = await signedIn(world, app, person, now)
    const browser = await signedIn(world, app, person, now)
    const refused = await browser.call('POST', 'account/totp/begin', { password: 'không phải' })
    expect(refused.statusCode).toBe(403)
    expect((await browser.call('POST', 'account/totp/confirm', { code: '123456' })).statusCode).toBe(409)
    const requestId = newId()
    const body = { password: testPassword }
    const begun = await must(browser.call('POST', 'account/totp/begin', body, { requestId }))
    const again = await must(browser.call('POST', 'account/totp/begin', body, { requestId }))
    expect(again.json()).toEqual(begun.json())
    // Begun only: the password alone still signs in.
    expect(
      cookieOf(await post('/sign-in', { login: person.login, password: testPassword }), 'lantoa_session'),
    ).toBeDefined()
    const code = totpCode(secretOf(begun), now)
    const confirmId = newId()
    const first = await must(browser.call('POST', 'account/totp/confirm', { code }, { requestId: confirmId }))
    expect(first.json<{ codes: string[] }>().codes).toHaveLength(10)
    const repeat = await must(
      browser.call('POST', 'account/totp/confirm', { code }, { requestId: confirmId }),
    )
    expect(repeat.json()).toEqual({ codes: null })
    expect((await elsewhere.call('GET', 'session')).statusCode).toBe(401)
    expect((await browser.call('POST', 'account/totp/begin', body)).json()).toMatchObject({
      code: 'people.totp_there',
    })
  })

  it('goes by the password only, and its recovery codes with it', async () => {
    const person = await makePerson(world, office.id)
    const { browser } = await withTotp(person)
    expect((await browser.call('POST', 'account/totp/remove', { password: 'x' })).statusCode).toBe(403)
    const gone = await must(browser.call('POST', 'account/totp/remove', { password: testPassword }))
    expect(gone.json()).toMatchObject({ totpSince: null, codesLeft: 0 })
    expect(
      cookieOf(await post('/sign-in', { login: person.login, password: testPassword }), 'lantoa_session'),
    ).toBeDefined()
  })
})

describe('recovery codes', () => {
  it('work once each, however they are typed, and leave an event', async () => {
    const person = await makePerson(world, office.id)
    const { codes, browser } = await withTotp(person)
    const typed = ` ${(codes[0] ?? '').toUpperCase().replaceAll('-', ' ')} `
    expect((await secondStep(await firstStep(person), typed)).statusCode).toBe(303)
    expect((await secondStep(await firstStep(person), codes[0] ?? '')).statusCode).toBe(401)
    expect((await browser.call('GET', 'account/second-factor')).json()).toMatchObject({ codesLeft: 9 })
    const { rows } = await world.database.pool.query(
      `select 1 from ${testHome}.events where verb = 'account.use_recovery_code' and actor_account = $1`,
      [person.accountId],
    )
    expect(rows).toHaveLength(1)
  })

  it('of another account open nothing, and new ones end the old', async () => {
    const [one, two] = [await makePerson(world, office.id), await makePerson(world, office.id)]
    const first = await withTotp(one)
    await withTotp(two)
    expect((await secondStep(await firstStep(two), first.codes[1] ?? '')).statusCode).toBe(401)
    const renewed = await must(
      first.browser.call('POST', 'account/recovery-codes', { password: testPassword }),
    )
    const fresh = renewed.json<{ codes: string[] }>().codes
    expect((await secondStep(await firstStep(one), first.codes[1] ?? '')).statusCode).toBe(401)
    expect((await secondStep(await firstStep(one), fresh[1] ?? '')).statusCode).toBe(303)
  })
})

describe('an administrator', () => {
  it('takes away the second factor of somebody of the unit, who then signs in by password', async () => {
    const person = await makePerson(world, office.id)
    const { browser } = await withTotp(person)
    const keeper = await signedIn(world, app, admin, now)
    const people = await must(keeper.call('GET', `units/${office.id}/people?limit=100`))
    const line = people
      .json<{ people: { id: string; hasSecondFactor: boolean; may: string[] }[] }>()
      .people.find((p) => p.id === person.personId)
    expect(line).toMatchObject({ hasSecondFactor: true })
    expect(line?.may).toContain('person.remove_second_factor')
    const path = `units/${office.id}/people/${person.personId}/second-factor/remove`
    // Neither a colleague nor an administrator of another unit, who must not even learn of the person.
    const colleague = await signedIn(world, app, await makePerson(world, office.id), now)
    expect((await colleague.call('POST', path)).statusCode).toBe(403)
    const stranger = await makePerson(world, (await makeUnit(world)).id, { roles: ['admin'] })
    expect((await (await signedIn(world, app, stranger, now)).call('POST', path)).statusCode).toBe(404)
    expect((await browser.call('GET', 'session')).statusCode).toBe(200)
    await must(keeper.call('POST', path))
    expect((await browser.call('GET', 'session')).statusCode).toBe(401)
    // As if the server had been killed before it came to end them: a job does.
    const left = await signedIn(world, app, person, new Date(now.getTime() - 60_000))
    const fresh = await signedIn(world, app, person, now)
    registerEndOfSessions()
    await drainJobs(world.system(now), (kind) => kind === 'account.end_sessions')
    expect((await left.call('GET', 'session')).statusCode).toBe(401)
    expect((await fresh.call('GET', 'session')).statusCode).toBe(200)
    expect(
      cookieOf(await post('/sign-in', { login: person.login, password: testPassword }), 'lantoa_session'),
    ).toBeDefined()
    const { rows } = await world.database.pool.query<{ actor_account: string }>(
      `select actor_account from ${testHome}.events where verb = 'person.remove_second_factor'`,
    )
    expect(rows).toEqual([{ actor_account: admin.accountId }])
  })

  it('may not, where the person is of a further unit that they do not keep', async () => {
    const person = await makePerson(world, office.id)
    await withTotp(person)
    const far = await makeUnit(world)
    await world.database.pool.query(
      `insert into ${testHome}.memberships (id, person_id, unit_id, role, valid_from) values ($1, $2, $3, 'leader', '2020-01-01')`,
      [newId(), person.personId, far.id],
    )
    const keeper = await signedIn(world, app, admin, now)
    const refused = await keeper.call(
      'POST',
      `units/${office.id}/people/${person.personId}/second-factor/remove`,
    )
    expect(refused.json()).toMatchObject({ code: 'people.not_all_units' })
  })

  it('demands it for a role: who holds it is led to set it up at sign-in', async () => {
    const unit = await makeUnit(world)
    const keeper = await signedIn(world, app, await makePerson(world, unit.id, { roles: ['admin'] }), now)
    const leader = await makePerson(world, unit.id, { roles: ['leader'] })
    const clerk = await makePerson(world, unit.id, { roles: ['clerk'] })
    const path = `units/${unit.id}/sign-in-rules`
    const set = await must(keeper.call('PUT', path, { secondFactorRoles: ['leader'] }))
    expect(set.json()).toMatchObject({ secondFactorRoles: ['leader'], may: ['unit.set_sign_in_rules'] })
    const asLeader = await signedIn(world, app, leader, now)
    expect((await asLeader.call('PUT', path, { secondFactorRoles: [] })).statusCode).toBe(403)
    expect((await asLeader.call('GET', path)).json()).toEqual({ secondFactorRoles: ['leader'], may: [] })
    const stranger = await makePerson(world, office.id, { roles: ['admin'] })
    expect((await (await signedIn(world, app, stranger, now)).call('GET', path)).statusCode).toBe(404)

    expect(
      cookieOf(await post('/sign-in', { login: clerk.login, password: testPassword }), 'lantoa_session'),
    ).toBeDefined()
    const first = await post('/sign-in', { login: leader.login, password: testPassword, next: '/app/plans' })
    expect(first.headers['location']).toContain('/sign-in/set-up')
    expect(cookieOf(first, 'lantoa_session')).toBeUndefined()
    const step = cookieOf(first, 'lantoa_step') ?? ''
    const page = await app.inject({ url: '/sign-in/set-up', cookies: { lantoa_step: step } })
    const words = /<code>([A-Z2-7 ]+)<\/code>/.exec(page.body)?.[1] ?? ''
    const again = await app.inject({ url: '/sign-in/set-up', cookies: { lantoa_step: step } })
    expect(again.body).toContain(words)
    // The setting-up step is no second step: it can't be passed by a code page.
    expect((await secondStep(step, '123456')).headers['location']).toContain('over=1')
    const secret = secretTyped(words)
    const done = await post(
      '/sign-in/set-up',
      { code: totpCode(secret, now), next: '/app/plans' },
      { lantoa_step: step },
    )
    expect(done.statusCode).toBe(200)
    expect(done.body.match(/<li><code>/g)).toHaveLength(10)
    expect(done.body).toContain('href="/app/plans"')
    expect(cookieOf(done, 'lantoa_session')).toBeDefined()
  })

  it('finds that a new password by a link does not lead past the second step', async () => {
    const person = await makePerson(world, office.id)
    const { codes } = await withTotp(person)
    const keeper = await signedIn(world, app, admin, now)
    const invited = await must(keeper.call('POST', `units/${office.id}/people/${person.personId}/invitation`))
    const password = 'mật khẩu thật mới'
    const answer = await post(invited.json<{ path: string }>().path, {
      login: person.login,
      password,
      again: password,
    })
    expect(cookieOf(answer, 'lantoa_session')).toBeUndefined()
    expect(answer.headers['location']).toContain('/sign-in/second')
    const step = cookieOf(answer, 'lantoa_step') ?? ''
    expect((await secondStep(step, codes[0] ?? '')).statusCode).toBe(303)
  })
})
