import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildApp, sessionCookie } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { beginSession } from '../../src/modules/people/index.ts'
import { clockAt, type Clock } from '../../src/platform/clock.ts'
import { addressPrefix, makePace } from '../../src/platform/http/pace.ts'
import { makeLog } from '../../src/platform/log.ts'
import { renderSlowDown } from '../../src/portal/slow-down.tsx'
import { makeWorld, testHome, testNow, type World } from '../support/database.ts'
import { makePerson, makeUnit, type MadePerson } from '../support/make.ts'

let world: World
let app: FastifyInstance
let people: MadePerson[]
let tokens: string[]
let now = new Date(testNow)
const clock: Clock = { now: () => now, today: () => clockAt(now).today() }
/** Three forms a minute, thirty writes, a hundred and fifty reads. */
const factor = 0.05

function make(config: { pace: number; proxies?: string[] }): Promise<FastifyInstance> {
  return buildApp({
    config: { publicUrl: null, empty: false, ...config },
    db: world.database.db,
    files: world.files,
    clock,
    log: makeLog('silent'),
  })
}

beforeAll(async () => {
  world = await makeWorld()
  app = await make({ pace: factor })
  const school = await makeUnit(world)
  people = [await makePerson(world, school.id), await makePerson(world, school.id)]
  tokens = await Promise.all(
    people.map((p) => beginSession(world.database.db, { id: p.accountId, home: testHome }, 'test', now)),
  )
})
afterAll(() => app.close())

/** A later window: nothing of the test before counts. */
const later = () => (now = new Date(now.getTime() + 61_000))

const post = (
  server: FastifyInstance,
  url: string,
  form: Record<string, string>,
  remoteAddress: string,
  headers: Record<string, string> = {},
) =>
  server.inject({
    method: 'POST',
    url,
    remoteAddress,
    headers: {
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'text/html',
      ...headers,
    },
    payload: new URLSearchParams(form).toString(),
  })

const call = (token: string, method: 'GET' | 'POST', url: string, payload?: object) =>
  app.inject({
    method,
    url: `/api/v1/${url}`,
    remoteAddress: '10.1.1.1',
    cookies: { [sessionCookie]: token },
    headers: { 'sec-fetch-site': 'same-origin' },
    ...(payload ? { payload } : {}),
  })

describe('a form that is sent too often', () => {
  it('asks to slow down, keeps what was typed, and goes on in the next minute; other places and forms go on at once', async () => {
    later()
    const form = { login: 'ai “đó” <b>', next: '/app/plans' }
    for (let i = 0; i < 3; i += 1)
      expect((await post(app, '/sign-in', form, '10.7.7.1')).statusCode).toBe(401)
    const slow = await post(app, '/sign-in', form, '10.7.7.200')
    expect(slow.statusCode).toBe(429)
    expect(Number(slow.headers['retry-after'])).toBe(60)
    expect(slow.body).toContain('Chậm lại một chút')
    expect(slow.body).toMatch(/<form class="form" action="\/sign-in" method="post">/)
    expect(slow.body).toContain('name="login" value="ai “đó” &lt;b&gt;"')
    expect(slow.body).not.toContain('http-equiv')
    expect(slow.headers['content-security-policy']).toContain("script-src 'self'")
    expect((await post(app, '/sign-in', form, '10.7.8.1')).statusCode).toBe(401)
    expect((await post(app, '/invitation/khong-co', {}, '10.7.7.1')).statusCode).not.toBe(429)
    now = new Date(now.getTime() + 60_000)
    expect((await post(app, '/sign-in', form, '10.7.7.1')).statusCode).toBe(401)
  })

  it('never writes a password into the page', () => {
    const page = renderSlowDown({
      locale: 'vi',
      wait: 12,
      address: '/sign-in',
      form: { login: 'ai', password: 'bí mật' },
    })
    expect(page).not.toContain('bí mật')
    expect(page).not.toContain('<form')
    expect(page).toContain('href="/sign-in"')
  })

  it('a page comes again by itself', () => {
    const page = renderSlowDown({ locale: 'vi', wait: 12, address: '/?q=a', form: null })
    expect(page).toContain('<meta http-equiv="refresh" content="12"/>')
  })
})

describe('the interface', () => {
  it('says when to come again, to that account only, and answers a school behind one address', async () => {
    later()
    const [mine = '', theirs = ''] = tokens
    const write = (token: string) => call(token, 'POST', 'session/locale', { locale: 'vi' })
    for (let i = 0; i < 30; i += 1) expect((await write(mine)).statusCode).toBe(200)
    const slow = await write(mine)
    expect(slow.statusCode).toBe(429)
    expect(Number(slow.headers['retry-after'])).toBe(60)
    expect(slow.headers['content-type']).toContain('application/problem+json')
    expect(slow.json()).toMatchObject({ code: 'common.slow_down', status: 429 })
    expect((await call(mine, 'GET', 'session')).statusCode).toBe(200)
    expect((await write(theirs)).statusCode).toBe(200)
    later()
    expect((await write(mine)).statusCode).toBe(200)
  })

  it('slows lists down as well, and strangers by their place', async () => {
    later()
    const [mine = '', theirs = ''] = tokens
    for (let i = 0; i < 150; i += 1) await call(mine, 'GET', 'session')
    expect((await call(mine, 'GET', 'session')).statusCode).toBe(429)
    expect((await call(theirs, 'GET', 'session')).statusCode).toBe(200)
    const strange = (remoteAddress: string) => app.inject({ url: '/api/v1/session', remoteAddress })
    for (let i = 0; i < 30; i += 1) expect((await strange('10.9.9.9')).statusCode).toBe(401)
    expect((await strange('10.9.9.10')).statusCode).toBe(429)
    expect((await strange('10.9.10.9')).statusCode).toBe(401)
  })
})

describe('counters', () => {
  it('are rows: what one process counted another one knows', async () => {
    later()
    const processes = [1, 2, 3].map(() => makePace(world.database.db))
    const waits = []
    for (const count of processes) waits.push(await count('thử', 'một nơi', { most: 2, seconds: 60 }, now))
    expect(waits).toEqual([0, 0, 60])
    const { rows } = await world.database.pool.query<{ n: number }>(
      `select count(*)::int as n from system.rate_counters where key::text like '%một nơi%'`,
    )
    expect(rows[0]?.n).toBe(0)
  })

  it('let at most so many through when all come at once', async () => {
    later()
    const count = makePace(world.database.db)
    const waits = await Promise.all(
      Array.from({ length: 50 }, () => count('thử', 'cùng lúc', { most: 10, seconds: 60 }, now)),
    )
    // All were counted before the first answer: what is let through can only be fewer.
    expect(waits.filter((w) => w === 0).length).toBeLessThanOrEqual(10)
  })

  it('put addresses of one place together: /24, /56', () => {
    expect(addressPrefix('203.0.113.7')).toBe('203.0.113')
    expect(addressPrefix('::ffff:203.0.113.7')).toBe('203.0.113')
    const one = addressPrefix('2001:db8:1:2ab::1')
    expect(one).toBe('20010db8000102')
    expect(addressPrefix('2001:0db8:0001:02ff:aaaa:bbbb:cccc:dddd')).toBe(one)
    expect(addressPrefix('2001:db8:1:3ab::1')).not.toBe(one)
    expect(addressPrefix('::1')).toBe('00000000000000')
    expect(addressPrefix('fe80::1%eth0')).toBe('fe800000000000')
  })
})

describe('behind a proxy', () => {
  it('believes only named proxies about where a request came from', async () => {
    later()
    const proxied = await make({ pace: factor, proxies: ['10.0.0.5', '10.1.0.0/16'] })
    // Each with a name of its own: tries of one name are counted apart.
    let n = 0
    const send = (through: string, from: string) =>
      post(proxied, '/sign-in', { login: `ai${(n += 1)}` }, through, { 'x-forwarded-for': from })
    for (let i = 0; i < 5; i += 1) expect((await send('10.0.0.5', `198.51.${i}.1`)).statusCode).toBe(401)
    for (let i = 0; i < 3; i += 1) expect((await send('10.1.2.3', '192.0.2.1')).statusCode).toBe(401)
    expect((await send('10.1.2.4', '192.0.2.9')).statusCode).toBe(429)
    // Whoever is no proxy can claim what it likes.
    for (let i = 0; i < 3; i += 1) expect((await send('10.2.0.1', `203.0.${i}.1`)).statusCode).toBe(401)
    expect((await send('10.2.0.1', '203.0.99.1')).statusCode).toBe(429)
    await proxied.close()
  })

  it('is on where a server is started, with settings that say what is wrong with them', () => {
    expect(readConfig([], {})).toMatchObject({ pace: 1, proxies: [] })
    expect(readConfig([], { LANTOA_PACE: '0', LANTOA_PROXIES: '10.0.0.5, 2001:db8::/32' })).toMatchObject({
      pace: 0,
      proxies: ['10.0.0.5', '2001:db8::/32'],
    })
    const wrong = ['cli.settings.proxies', 'cli.settings.pace'].map((key) => ({ key, params: {} }))
    expect(readConfig([], { LANTOA_PACE: 'nhanh', LANTOA_PROXIES: 'my-proxy' })).toEqual({ wrong })
  })
})
