import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildApp, sessionCookie } from '../../src/app.ts'
import { projectRoot } from '../../src/config.ts'
import { beginSession } from '../../src/modules/people/index.ts'
import { clockAt } from '../../src/platform/clock.ts'
import { makeLog } from '../../src/platform/log.ts'
import { makeWorld, testHome, testNow, type World } from '../support/database.ts'
import { makePerson, makeUnit } from '../support/make.ts'

let world: World
let app: FastifyInstance
let token: string

const build = (publicUrl: string | null) =>
  buildApp({
    config: { publicUrl, empty: true },
    db: world.database.db,
    pool: world.database.pool,
    files: world.files,
    clock: clockAt(testNow),
    log: makeLog('silent'),
  })

beforeAll(async () => {
  world = await makeWorld()
  app = await build('https://lantoa.example')
  await app.ready()
  const person = await makePerson(world, (await makeUnit(world)).id, { roles: ['admin', 'clerk'] })
  token = await beginSession(
    world.database.db,
    { id: person.accountId, home: testHome },
    'test',
    new Date(testNow),
  )
})
afterAll(() => app.close())

interface Address {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  url: string
}

/** Every route that the server has: the interface by its description, pages by their declarations. */
function everyRoute(): Address[] {
  const filled = (path: string) =>
    path.replace(/[:{](\w+)\}?/g, (_, name: string) =>
      /id$/i.test(name) ? '01903d6e-0000-7000-8000-000000000001' : 'khong-co',
    )
  const found: Address[] = []
  for (const [path, methods] of Object.entries(app.swagger().paths ?? {}))
    for (const method of Object.keys(methods as object))
      found.push({ method: method.toUpperCase() as Address['method'], url: filled(path) })
  const files = [
    'src/app.ts',
    'src/platform/http/metrics.ts',
    ...readdirSync(join(projectRoot, 'src/portal')).map((name) => `src/portal/${name}`),
  ]
  for (const file of files.filter((f) => /\.tsx?$/.test(f) && !f.endsWith('.test.ts')))
    for (const [, method = '', path = ''] of readFileSync(join(projectRoot, file), 'utf8').matchAll(
      /app\.(get|post)\('([^']+)'/g,
    ))
      found.push({
        method: method.toUpperCase() as Address['method'],
        url: filled(path).replace('*', 'plans'),
      })
  return [...found, { method: 'GET', url: '/khong-co-trang-nay' }, { method: 'GET', url: '/%ff' }]
}

const ask = ({ method, url }: Address, headers: Record<string, string> = {}, cookie = true) =>
  app.inject({
    method,
    url,
    remoteAddress: '127.0.0.1',
    headers: {
      host: 'lantoa.example',
      'x-forwarded-proto': 'https',
      'sec-fetch-site': 'same-origin',
      accept: 'text/html',
      ...headers,
    },
    ...(cookie ? { cookies: { [sessionCookie]: token } } : {}),
  })

describe('headers', () => {
  it('the page of the application has a fresh nonce for styles and none for scripts', async () => {
    const pages = [
      await ask({ method: 'GET', url: '/app/' }),
      await ask({ method: 'GET', url: '/app/shell' }),
    ]
    const nonces = pages.map((p) => /'nonce-([^']+)'/.exec(String(p.headers['content-security-policy']))?.[1])
    expect(new Set(nonces).size).toBe(2)
    for (const [i, page] of pages.entries()) {
      expect(page.body).toContain(`content="${nonces[i]}"`)
      expect(page.body).not.toMatch(/<script(?![^>]*src=)|\son\w+=|style=/)
    }
  })

  it('stand on every answer of every route, whatever it answers', async () => {
    const routes = everyRoute()
    expect(routes.length).toBeGreaterThan(120)
    const wrong: string[] = []
    const seen = new Set<number>()
    for (const route of routes)
      for (const cookie of [true, false]) {
        const { headers, statusCode } = await ask(route, {}, cookie)
        seen.add(statusCode)
        const csp = String(headers['content-security-policy'])
        const say = (what: string) => wrong.push(`${route.method} ${route.url} (${statusCode}): ${what}`)
        const isFile = csp.startsWith("default-src 'none'")
        if (!isFile) {
          if (!csp.includes("script-src 'self';") || !csp.includes("object-src 'none'")) say(`csp ${csp}`)
          if (!csp.includes("frame-ancestors 'none'")) say('frame-ancestors')
          if (!csp.includes("base-uri 'none'") || !csp.includes("form-action 'self'")) say('base, form')
        }
        // Attributes can't load anything; nothing else is inline.
        if (/'unsafe/.test(csp.replace("style-src-attr 'unsafe-inline'", '')) && !isFile) say(`unsafe ${csp}`)
        if (headers['x-content-type-options'] !== 'nosniff') say('nosniff')
        if (!/^(same-origin|no-referrer)$/.test(String(headers['referrer-policy']))) say('referrer')
        if (headers['cross-origin-opener-policy'] !== 'same-origin') say('coop')
        if (headers['cross-origin-resource-policy'] !== 'same-origin') say('corp')
        if (!String(headers['permissions-policy']).includes('geolocation=()')) say('permissions')
        if (headers['strict-transport-security'] !== 'max-age=15552000') say('hsts')
        if (headers['x-powered-by'] !== undefined || headers.server !== undefined) say('names itself')
      }
    expect(wrong).toEqual([])
    for (const status of [200, 401, 404]) expect(seen).toContain(status)
  })
})

describe('one public address', () => {
  it('is the only one that is answered, by whichever name the server was asked', async () => {
    const evil = await ask({ method: 'GET', url: '/' }, { host: 'evil.example' })
    expect(evil.statusCode).toBe(421)
    expect(evil.body).toContain('href="https://lantoa.example"')
    expect(evil.body).not.toContain('evil.example')
    expect((await ask({ method: 'GET', url: '/api/v1/session' }, { host: 'evil.example' })).statusCode).toBe(
      421,
    )
    const forwarded = { host: '127.0.0.1:8080', 'x-forwarded-host': 'lantoa.example' }
    expect((await ask({ method: 'GET', url: '/sign-in' }, forwarded, false)).statusCode).toBe(200)
    expect(
      (await ask({ method: 'GET', url: '/sign-in' }, { host: 'LANTOA.example:443' }, false)).statusCode,
    ).toBe(200)
    expect((await ask({ method: 'GET', url: '/healthz' }, { host: '10.0.0.7:8080' })).statusCode).toBe(200)
    // From a machine that is no proxy, the name that it claims to have been asked by is not believed.
    const claimed = await app.inject({
      url: '/sign-in',
      remoteAddress: '192.168.1.20',
      headers: { host: 'evil.example', 'x-forwarded-host': 'lantoa.example' },
    })
    expect(claimed.statusCode).toBe(421)
  })

  it('is the only origin of writes', async () => {
    const write = (origin: string) =>
      app.inject({
        method: 'POST',
        url: '/sign-out',
        remoteAddress: '127.0.0.1',
        headers: { host: 'lantoa.example', origin, 'x-forwarded-proto': 'https' },
        cookies: { [sessionCookie]: 'khong-co' },
      })
    expect((await write('https://lantoa.example')).statusCode).toBe(303)
    expect((await write('http://lantoa.example')).statusCode).toBe(403)
    expect((await write('https://evil.example')).statusCode).toBe(403)
    expect((await write('null')).statusCode).toBe(403)
  })
})
