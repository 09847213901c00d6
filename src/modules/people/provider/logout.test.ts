import { createHmac } from 'node:crypto'
import { Writable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { generateKeyPair, SignJWT, type JWTPayload } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { codeShown } from '../../../../test/support/authenticator.ts'
import { makeWorld, testHome, testNow, type World } from '../../../../test/support/database.ts'
import { makeApp } from '../../../../test/support/http.ts'
import {
  makePerson,
  makeUnit,
  testPassword,
  type MadePerson,
  type MadeUnit,
} from '../../../../test/support/make.ts'
import {
  freePort,
  ProviderBrowser,
  startProvider,
  type RunningProvider,
} from '../../../../test/support/provider.ts'
import { makeLog } from '../../../platform/log.ts'
import { openProvider } from '../../../platform/oidc.ts'
import { logoutPath } from '../../../portal/provider.tsx'
import { beginSession } from '../sessions.ts'
import { returnPath } from './asking.ts'

let world: World
/** Two servers on one database: the provider speaks to the first. */
let app: FastifyInstance
let second: FastifyInstance
let origin: string
let running: RunningProvider
let office: MadeUnit
let log = ''

const event = 'http://schemas.openid.net/event/backchannel-logout'

beforeAll(async () => {
  world = await makeWorld()
  const port = await freePort()
  origin = `http://127.0.0.1:${port}`
  running = await startProvider([`${origin}${returnPath}`], `${origin}${logoutPath}`)
  const lines = new Writable({
    write: (piece: Buffer, _encoding, done) => {
      log += piece.toString()
      done()
    },
  })
  const server = () => {
    const own = makeLog('debug', lines)
    const provider = openProvider({ ...running, name: 'Cổng của tỉnh' }, own)
    return makeApp(world, testNow, { config: { publicUrl: origin, empty: false }, log: own, provider })
  }
  app = await server()
  second = await server()
  await app.listen({ host: '127.0.0.1', port })
  office = await makeUnit(world)
})
afterAll(async () => {
  await app.close()
  await second.close()
  await running.close()
})
beforeEach(async () => {
  await world.database.pool.query('delete from system.rate_counters')
})

const newBrowser = () => new ProviderBrowser(app, origin)

async function linked(subject: string): Promise<MadePerson> {
  const person = await makePerson(world, office.id)
  await world.database.pool.query(
    `insert into shared.account_identities (issuer, subject, account_id, linked_at) values ($1, $2, $3, now())`,
    [running.issuer, subject, person.accountId],
  )
  return person
}

/** A browser that came in by the provider. */
async function entered(subject: string): Promise<ProviderBrowser> {
  const browser = newBrowser()
  await browser.get(await browser.signIn(subject))
  expect(await isIn(browser)).toBe(true)
  return browser
}

/** Whether both servers know the browser's session; they must agree. */
async function isIn(browser: ProviderBrowser): Promise<boolean> {
  const ask = (server: FastifyInstance) =>
    server.inject({ url: '/api/v1/session', headers: { host: new URL(origin).host }, cookies: browser.here })
  const [one, two] = await Promise.all([ask(app), ask(second)])
  expect(one.statusCode).toBe(two.statusCode)
  return one.statusCode === 200
}

async function byPassword(person: MadePerson): Promise<ProviderBrowser> {
  const browser = newBrowser()
  await browser.post('/sign-in', { login: person.login, password: testPassword })
  expect(await isIn(browser)).toBe(true)
  return browser
}

const seconds = () => Math.floor(Date.now() / 1000)
let counter = 0

/** What the provider says when a person has left; with changes, what it would not say. */
function facts(change: Record<string, unknown> = {}): JWTPayload {
  counter += 1
  return {
    iss: running.issuer,
    aud: running.clientId,
    iat: seconds(),
    exp: seconds() + 120,
    jti: `tin-${counter}`,
    events: { [event]: {} },
    ...change,
  }
}

const tell = (token: string, options: { server?: FastifyInstance; from?: string } = {}) =>
  (options.server ?? app).inject({
    method: 'POST',
    url: logoutPath,
    remoteAddress: options.from ?? '10.20.30.40',
    headers: { host: new URL(origin).host, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ logout_token: token }).toString(),
  })

describe('a sign-out at the provider', () => {
  it('ends the session that came from it, on every server, and no other', async () => {
    const person = await linked('can-bo-1')
    const [here, elsewhere] = [await entered('can-bo-1'), await entered('can-bo-1')]
    const plain = await byPassword(person)
    // By our own page to the provider's, which tells our server before it sends the browser back.
    expect(await here.signOutThere()).toBe(`${origin}/sign-in`)
    // The provider waits for our answer, but not for ever.
    await expect.poll(() => isIn(here), { timeout: 10_000 }).toBe(false)
    expect(await isIn(elsewhere)).toBe(true)
    expect(await isIn(plain)).toBe(true)
    expect((await here.get('/app/plans')).headers.location).toContain('/sign-in')
  })

  it('is told to any server, with the answer that the standard asks for', async () => {
    await linked('can-bo-2')
    const browser = await entered('can-bo-2')
    const answer = await tell(await running.sign(facts({ sub: 'can-bo-2' })), { server: second })
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(answer.body).toBe('')
    expect(await isIn(browser)).toBe(false)
  })

  it('of a person ends all sessions that came from the provider; passwords’ and other people’s stay', async () => {
    const person = await linked('can-bo-3')
    await linked('can-bo-4')
    const [one, two, other] = [
      await entered('can-bo-3'),
      await entered('can-bo-3'),
      await entered('can-bo-4'),
    ]
    const plain = await byPassword(person)
    expect((await tell(await running.sign(facts({ sub: 'can-bo-3' })))).statusCode).toBe(200)
    expect(await Promise.all([one, two, other, plain].map(isIn))).toEqual([false, false, true, true])
  })

  it('by the provider’s name of the sign-in ends that one; with another person’s name beside it none', async () => {
    const person = await linked('can-bo-5')
    const [one, two] = [await entered('can-bo-5'), await entered('can-bo-5')]
    // The name as it is kept is a hash: what was said is known to the provider alone, so the test says it anew.
    const sid = 'mot-lan-dang-nhap'
    const { rows } = await world.database.pool.query<{ id: string }>(
      `update system.sessions set provider_session = sha256(convert_to($1, 'UTF8'))
       where id = (select id from system.sessions where account_id = $2 order by id limit 1) returning encode(id, 'hex') as id`,
      [`sid\n${running.issuer}\n${sid}`, person.accountId],
    )
    expect((await tell(await running.sign(facts({ sub: 'can-bo-6', sid })))).statusCode).toBe(200)
    expect(await Promise.all([one, two].map(isIn))).toEqual([true, true])
    expect((await tell(await running.sign(facts({ sid })))).statusCode).toBe(200)
    expect((await Promise.all([one, two].map(isIn))).toSorted()).toEqual([false, true])
    const left = await world.database.pool.query(
      `select 1 from system.sessions where encode(id, 'hex') = $1`,
      [rows[0]?.id],
    )
    expect(left.rows).toEqual([])
  })

  it('also ends what is under way: the second step is over', async () => {
    const plain = await byPassword(await linked('can-bo-7'))
    const call = (path: string, payload: object) =>
      app.inject({
        method: 'POST',
        url: `/api/v1/${path}`,
        headers: { host: new URL(origin).host, 'sec-fetch-site': 'same-origin' },
        cookies: plain.here,
        payload,
      })
    const begun = await call('account/totp/begin', { password: testPassword })
    const code = codeShown(begun.json<{ secret: string }>().secret, new Date(testNow))
    expect((await call('account/totp/confirm', { code })).statusCode).toBe(200)
    const browser = newBrowser()
    const asked = await browser.get(await browser.signIn('can-bo-7'))
    expect(asked.headers.location).toContain('/sign-in/second')
    await browser.signOutThere()
    const steps = () =>
      world.database.pool.query<{ one: number }>(
        `select 1 as one from system.sign_in_steps where kind = 'second'`,
      )
    await expect.poll(async () => (await steps()).rows, { timeout: 10_000 }).toEqual([])
    expect((await browser.post('/sign-in/second', { code })).headers.location).toContain('over=1')
    expect(browser.here['lantoa_session']).toBeUndefined()
  })

  it('that is told while a session is being written ends it too; one that begins afterwards stays', async () => {
    const person = await linked('can-bo-8')
    const { db, pool } = world.database
    const browser = await entered('can-bo-8')
    const { rows } = await pool.query<{ subject: string; session: string }>(
      `select encode(provider_subject, 'hex') as subject, encode(provider_session, 'hex') as session
       from system.sessions where account_id = $1`,
      [person.accountId],
    )
    const [{ subject, session } = { subject: '', session: null }] = rows
    expect(session).toMatch(/^[0-9a-f]{64}$/)
    const vouched = await pool.query<{ at: Date }>('select clock_timestamp() as at')
    const via = { subject, session, at: vouched.rows[0]?.at.toISOString() ?? '' }
    expect((await tell(await running.sign(facts({ sub: 'can-bo-8' })))).statusCode).toBe(200)
    const of = { id: person.accountId, home: testHome }
    await expect(beginSession(db, of, 'test', new Date(testNow), via)).rejects.toMatchObject({
      code: 'people.step_over',
    })
    const left = await pool.query('select 1 from system.sessions where account_id = $1', [person.accountId])
    expect(left.rows).toEqual([])
    expect(await isIn(browser)).toBe(false)
    await entered('can-bo-8')
  })
})

describe('a token', () => {
  it('is taken once, also when it comes twice at once or to two servers', async () => {
    await linked('can-bo-9')
    const token = await running.sign(facts({ sub: 'can-bo-9' }))
    const answers = await Promise.all([tell(token), tell(token, { server: second }), tell(token)])
    expect(answers.map((a) => a.statusCode).toSorted()).toEqual([200, 400, 400])
    const browser = await entered('can-bo-9')
    const again = await tell(token)
    expect(again.statusCode).toBe(400)
    expect(again.json()).toMatchObject({ error: 'invalid_request' })
    expect(await isIn(browser)).toBe(true)
  })

  const sub = 'can-bo-10'
  const hour = 3600
  const wrong: Record<string, () => Promise<string> | string> = {
    'for another client': () => running.sign(facts({ sub, aud: 'khac' })),
    'for another client as well': () => running.sign(facts({ sub, aud: [running.clientId, 'khac'] })),
    'of another provider': () => running.sign(facts({ sub, iss: 'https://noi-khac.example' })),
    'of nobody': () => running.sign(facts()),
    'with a nonce': () => running.sign(facts({ sub, nonce: 'n' })),
    'without events': () => running.sign(facts({ sub, events: undefined })),
    'of another event': () => running.sign(facts({ sub, events: { 'https://khac.example': {} } })),
    'whose event is no object': () => running.sign(facts({ sub, events: { [event]: true } })),
    'whose events are a list': () => running.sign(facts({ sub, events: [event] })),
    'without a name': () => running.sign(facts({ sub, jti: undefined })),
    'with an empty name': () => running.sign(facts({ sub, jti: '' })),
    'without a time': () => running.sign(facts({ sub, iat: undefined })),
    'without an end': () => running.sign(facts({ sub, exp: undefined })),
    'that is over': () => running.sign(facts({ sub, iat: seconds() - 300, exp: seconds() - 180 })),
    'issued an hour ago, good for a day': () =>
      running.sign(facts({ sub, iat: seconds() - hour, exp: seconds() + 24 * hour })),
    'issued in an hour': () => running.sign(facts({ sub, iat: seconds() + hour, exp: seconds() + 2 * hour })),
    'whose person is a number': () => running.sign(facts({ sub: 10 })),
    'of another kind': () => running.sign(facts({ sub }), { typ: 'at+jwt' }),
    'by another key of the same name': async () =>
      new SignJWT(facts({ sub }))
        .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
        .sign((await generateKeyPair('RS256')).privateKey),
    'by a key that nobody knows': async () =>
      new SignJWT(facts({ sub }))
        .setProtectedHeader({ alg: 'RS256', kid: 'k2' })
        .sign((await generateKeyPair('RS256')).privateKey),
    'signed with our own secret': () => {
      const signed = `${encoded({ alg: 'HS256', typ: 'logout+jwt' })}.${encoded(facts({ sub }))}`
      return `${signed}.${createHmac('sha256', running.clientSecret).update(signed).digest('base64url')}`
    },
    'that is not signed': () => `${encoded({ alg: 'none', typ: 'logout+jwt' })}.${encoded(facts({ sub }))}.`,
    'whose words were changed': async () => {
      const [head, , signature] = (await running.sign(facts({ sub: 'can-bo-11' }))).split('.')
      return `${head}.${encoded(facts({ sub }))}.${signature}`
    },
    'that is none': () => 'khong-phai',
    'that is not there': () => '',
  }
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

  it('that the provider did not send us, now, about this, ends nothing', async () => {
    await linked(sub)
    const browser = await entered(sub)
    const answers: Record<string, unknown> = {}
    for (const [name, make] of Object.entries(wrong)) {
      const answer = await tell(await make(), { from: `10.0.${Object.keys(answers).length}.1` })
      answers[name] = [
        answer.statusCode,
        answer.headers['cache-control'],
        answer.json<{ error: string }>().error,
      ]
    }
    expect(answers).toEqual(
      Object.fromEntries(Object.keys(wrong).map((name) => [name, [400, 'no-store', 'invalid_request']])),
    )
    expect(await isIn(browser)).toBe(true)
    // The same words without the one thing that was wrong: by the older kind of head, too.
    expect((await tell(await running.sign(facts({ sub: 'khong-ai' }), { typ: 'JWT' }))).statusCode).toBe(200)
    expect((await tell(await running.sign(facts({ sub })))).statusCode).toBe(200)
    expect(await isIn(browser)).toBe(false)
  })

  it('that is wrong too often from one network is not looked at; others are heard, and right ones are never counted', async () => {
    const good = () => running.sign(facts({ sub: 'khong-ai' }))
    for (let i = 0; i < 40; i += 1) expect((await tell(await good())).statusCode).toBe(200)
    for (let i = 0; i < 30; i += 1) expect((await tell('khong-phai')).statusCode).toBe(400)
    const late = await tell(await good())
    expect(late.statusCode).toBe(429)
    expect(late.headers['cache-control']).toBe('no-store')
    expect((await tell(await good(), { from: '10.99.1.1' })).statusCode).toBe(200)
  })

  it('is for whoever has a provider', async () => {
    const bare = await makeApp(world)
    const answer = await bare.inject({
      method: 'POST',
      url: logoutPath,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'logout_token=x',
    })
    expect(answer.statusCode).toBe(404)
    await bare.close()
  })
})

it('leaves nobody in the log, and names no one in the tables of sessions', async () => {
  expect(log).toContain('"name":"JWSSignatureVerificationFailed"')
  expect(log).not.toMatch(/can-bo-|tin-\d|mot-lan-dang-nhap/)
  for (const table of ['system.sessions', 'system.provider_logouts', 'system.sign_in_steps']) {
    const { rows } = await world.database.pool.query(`select * from ${table}`)
    expect(JSON.stringify(rows)).not.toContain('can-bo-')
  }
})
