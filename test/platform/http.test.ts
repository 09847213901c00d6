import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sessionCookie } from '../../src/app.ts'
import { beginSession } from '../../src/modules/people/index.ts'
import { newId } from '../../src/platform/ids.ts'
import { makeWorld, testHome, testNow, type World } from '../support/database.ts'
import { makeApp } from '../support/http.ts'
import { makePerson, makeUnit } from '../support/make.ts'

let world: World
let app: FastifyInstance
let unitId: string
let cookie: string
beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  unitId = (await makeUnit(world)).id
  const person = await makePerson(world, unitId, { roles: ['admin', 'specialist'] })
  const account = { id: person.accountId, home: testHome }
  cookie = await beginSession(world.database.db, account, 'test', new Date(testNow))
})
afterAll(() => app.close())

const html = { accept: 'text/html,application/xhtml+xml' }
const call = (method: 'GET' | 'POST', url: string, headers: Record<string, string> = {}, payload?: object) =>
  app.inject({
    method,
    url,
    cookies: { [sessionCookie]: cookie },
    headers: { 'sec-fetch-site': 'same-origin', ...headers },
    ...(payload ? { payload } : {}),
  })
const addDesk = (id: string, name: string, headers: Record<string, string> = {}) =>
  call('POST', `/api/v1/units/${unitId}/desks`, headers, { id, name })

describe('the id of a request', () => {
  it('is the id of what is created where no header gives one: sent again, the state is answered', async () => {
    const id = newId()
    const first = await addDesk(id, 'Tổ một')
    expect(first.statusCode, first.body).toBe(200)
    expect((await addDesk(id, 'Tổ một')).json()).toEqual(first.json())
    expect((await addDesk(id, 'Tổ khác')).statusCode).toBe(422)
  })

  it('is the same in capitals, and refused when it is none: taken as missing, a repeat would happen twice', async () => {
    const header = { 'lantoa-request-id': newId().toUpperCase() }
    const id = newId()
    const first = await addDesk(id, 'Tổ hai', header)
    expect(first.statusCode, first.body).toBe(200)
    expect((await addDesk(id, 'Tổ hai', header)).json()).toEqual(first.json())
    const wrong = await addDesk(newId(), 'Tổ ba', { 'lantoa-request-id': 'abc' })
    expect([wrong.statusCode, wrong.json<{ code: string }>().code]).toEqual([400, 'common.bad_request_id'])
  })
})

describe('what the server refuses', () => {
  it('is the caller’s mistake where a number fits no column', async () => {
    const changes = await call('GET', `/api/v1/plans/${newId()}/changes?from=1&to=9007199254740991`)
    expect([changes.statusCode, changes.json<{ code: string }>().code]).toEqual([400, 'common.invalid'])
  })

  it('is a page for a browser, and problem details for a program', async () => {
    const page = await call('GET', '/khong-co', html)
    expect([page.statusCode, page.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8'])
    expect(page.body).toContain('<h1>Không có trang này</h1>')
    const program = await call('GET', '/khong-co')
    expect(program.headers['content-type']).toContain('application/problem+json')
    expect((await call('GET', '/api/v1/khong-co', html)).headers['content-type']).toContain('problem+json')
  })

  it('says so with our words and headers also for an address that is none', async () => {
    const bad = await call('GET', '/%zz', html)
    expect(bad.statusCode).toBe(400)
    expect(bad.body).not.toContain('FST_')
    expect(bad.headers['content-security-policy']).toContain("default-src 'self'")
  })
})
