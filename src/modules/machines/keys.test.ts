import { readdirSync } from 'node:fs'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import type { AnyRoute } from '../../platform/http/route.ts'
import { allRoutes } from '../routes.ts'
import { makeWorld, testHome, testNow, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { makePerson, makeUnit, type MadeUnit } from '../../../test/support/make.ts'
import { sumsOf } from '../../../test/support/tables.ts'
import { callLimit } from './callers.ts'
import { keyScopes } from './keys.rules.ts'

let world: World
let app: FastifyInstance
let unit: MadeUnit
let other: MadeUnit
let admin: Browser
let clerk: Browser
let stranger: Browser

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  unit = await makeUnit(world)
  other = await makeUnit(world)
  admin = await signedIn(world, app, await makePerson(world, unit.id, { roles: ['admin'] }))
  clerk = await signedIn(world, app, await makePerson(world, unit.id, { roles: ['clerk'] }))
  stranger = await signedIn(world, app, await makePerson(world, other.id, { roles: ['admin', 'clerk'] }))
})
afterAll(() => app.close())

interface Key {
  id: string
  prefix: string
  state: string
  usedAt: string | null
}
interface Made {
  key: Key
  token: string | null
}

async function makeKey(
  options: Partial<{ mode: string; scopes: string[]; by: Browser; expiresOn: string }> = {},
) {
  const { mode = 'live', scopes = [...keyScopes], by = admin, expiresOn = null } = options
  const answer = await by.call('POST', 'machines/keys', {
    id: newId(),
    name: 'Ứng dụng thành phố',
    mode,
    scopes,
    expiresOn,
  })
  expect(answer.statusCode, answer.body).toBe(200)
  const { key, token } = answer.json<Made>()
  return { id: key.id, token: token ?? '', prefix: key.prefix }
}

function callWith(
  token: string,
  method: AnyRoute['method'],
  path: string,
  body?: object,
  headers: Record<string, string> = {},
  server = app,
): Promise<LightMyRequestResponse> {
  return server.inject({
    method,
    url: `/api/v1/${path}`,
    headers: { authorization: `Bearer ${token}`, ...headers },
    ...(body ? { payload: body } : {}),
  })
}

const codeOf = (answer: LightMyRequestResponse) => [answer.statusCode, answer.json<{ code: string }>().code]
const anActivity = () => ({
  id: newId(),
  day: '2024-06-12',
  form: 'leaflet',
  title: 'Phát tờ gấp ở cổng trường',
})

describe('a key', () => {
  it('is made by an administrator, shown once, and kept as a hash only', async () => {
    const body = { id: newId(), name: 'Cổng tỉnh', mode: 'live', scopes: ['plans:read'], expiresOn: null }
    expect((await clerk.call('POST', 'machines/keys', body)).statusCode).toBe(403)
    const made = (await admin.call('POST', 'machines/keys', body, { requestId: body.id })).json<Made>()
    expect(made.token).toMatch(/^lt_live_t_[A-Za-z0-9]{40}$/)
    expect(made.token?.startsWith(made.key.prefix)).toBe(true)
    // The same request again is the same key, and does not show it.
    const again = (await admin.call('POST', 'machines/keys', body, { requestId: body.id })).json<Made>()
    expect([again.key.id, again.token]).toEqual([made.key.id, null])
    const { rows } = await world.database.pool.query<{ line: string }>(
      `select k::text as line from ${testHome}.api_keys k`,
    )
    expect(rows.some((r) => r.line.includes(made.token ?? '-'))).toBe(false)
    const past = await admin.call('POST', 'machines/keys', { ...body, id: newId(), expiresOn: '2024-06-16' })
    expect(codeOf(past)).toEqual([422, 'machines.expires_past'])
  })

  it('acts as its unit: what it logs is the unit’s, no person’s, and the event names the key', async () => {
    const key = await makeKey()
    const activity = anActivity()
    const logged = await callWith(key.token, 'POST', 'activities', activity)
    expect(logged.statusCode, logged.body).toBe(200)
    expect(logged.headers['lantoa-simulated']).toBeUndefined()
    const { rows } = await world.database.pool.query(
      `select unit_id, actor_account, actor_person, subjects @> jsonb_build_array(jsonb_build_object('what', 'by_key', 'id', $2::text)) as named
       from ${testHome}.events where request_id = $1`,
      [activity.id, key.id],
    )
    expect(rows).toEqual([{ unit_id: unit.id, actor_account: null, actor_person: null, named: true }])
    expect((await clerk.call('GET', `activities/${activity.id}`)).statusCode).toBe(200)
    expect((await stranger.call('GET', `activities/${activity.id}`)).statusCode).toBe(404)
    // Sent again it is the same; another key of the unit that sends it is told that the id is taken.
    expect((await callWith(key.token, 'POST', 'activities', activity)).statusCode).toBe(200)
    const second = await makeKey()
    expect(codeOf(await callWith(second.token, 'POST', 'activities', activity))).toEqual([
      422,
      'common.request_reused',
    ])
    const count = await world.database.pool.query(
      `select count(*)::int as n from ${testHome}.activities where id = $1`,
      [activity.id],
    )
    expect(count.rows).toEqual([{ n: 1 }])
  })

  it('opens what its scopes say and nothing else; of another unit nothing at all', async () => {
    const key = await makeKey({ scopes: ['activities:read'] })
    expect((await callWith(key.token, 'GET', 'activities')).statusCode).toBe(200)
    expect(codeOf(await callWith(key.token, 'GET', 'plans'))).toEqual([403, 'common.key_scope'])
    expect(codeOf(await callWith(key.token, 'POST', 'activities', anActivity()))).toEqual([
      403,
      'common.key_scope',
    ])
    expect(codeOf(await callWith(key.token, 'GET', 'session'))).toEqual([403, 'common.not_for_keys'])
    const activity = anActivity()
    await clerk.call('POST', 'activities', activity)
    const foreign = await makeKey({ by: stranger })
    expect((await callWith(foreign.token, 'GET', `activities/${activity.id}`)).statusCode).toBe(404)
    const withdrawal = { version: 1, reason: 'của khóa ngoài' }
    const taken = await callWith(foreign.token, 'POST', `activities/${activity.id}/withdrawal`, withdrawal)
    expect(taken.statusCode).toBe(404)
  })

  it('is refused when it is wrong, revoked, renewed or past its last day', async () => {
    for (const token of ['lt_live_t_x', `lt_live_t_${'a'.repeat(40)}`, `lt_live_nowhere_${'a'.repeat(40)}`])
      expect(codeOf(await callWith(token, 'GET', 'activities'))).toEqual([401, 'machines.key_unknown'])
    const key = await makeKey({ expiresOn: '2024-06-17' })
    expect((await callWith(key.token, 'GET', 'activities')).statusCode).toBe(200)
    const tomorrow = await makeApp(world, '2024-06-18T01:00:00Z')
    expect(codeOf(await callWith(key.token, 'GET', 'activities', undefined, {}, tomorrow))).toEqual([
      401,
      'machines.key_expired',
    ])
    await tomorrow.close()
    const renewed = (await admin.call('POST', `machines/keys/${key.id}/renew`)).json<Made>()
    expect(codeOf(await callWith(key.token, 'GET', 'activities'))).toEqual([401, 'machines.key_unknown'])
    expect((await callWith(renewed.token ?? '', 'GET', 'activities')).statusCode).toBe(200)
    expect((await clerk.call('POST', `machines/keys/${key.id}/revoke`)).statusCode).toBe(403)
    expect((await stranger.call('POST', `machines/keys/${key.id}/revoke`)).statusCode).toBe(404)
    expect((await admin.call('POST', `machines/keys/${key.id}/revoke`)).json<Key>().state).toBe('revoked')
    expect(codeOf(await callWith(renewed.token ?? '', 'GET', 'activities'))).toEqual([
      401,
      'machines.key_revoked',
    ])
    expect(codeOf(await admin.call('POST', `machines/keys/${key.id}/renew`))).toEqual([
      409,
      'machines.key_ended',
    ])
  })

  it('may call only so often, and its calls are listed without what they held', async () => {
    const key = await makeKey({ scopes: ['activities:read'] })
    await callWith(key.token, 'GET', 'activities?q=Nguyễn')
    await callWith(key.token, 'GET', 'plans')
    const { items } = (await admin.call('GET', `machines/keys/${key.id}/calls`)).json<{
      items: { method: string; path: string; status: number }[]
    }>()
    expect(items.map((c) => [c.method, c.path, c.status])).toEqual([
      ['GET', '/api/v1/plans', 403],
      ['GET', '/api/v1/activities', 200],
    ])
    expect((await stranger.call('GET', `machines/keys/${key.id}/calls`)).statusCode).toBe(404)
    await world.database.pool.query('update system.rate_counters set n = $1 where n = 2', [callLimit.most])
    expect(codeOf(await callWith(key.token, 'GET', 'activities'))).toEqual([429, 'machines.key_too_often'])
    const listed = (await admin.call('GET', 'machines/keys')).json<{ items: Key[] }>().items
    expect(listed.find((k) => k.id === key.id)?.usedAt).toBe(new Date(testNow).toISOString())
  })
})

describe('a test key', () => {
  // What says that it called: its log, when it was last used, how often.
  const ofCalls = [`${testHome}.api_calls`, `${testHome}.api_keys`, 'system.rate_counters']
  const state = async () => ({
    ...(await sumsOf(world, ofCalls)),
    files: readdirSync(world.filesDir, { recursive: true }).sort().join('\n'),
  })

  it('is answered as it would be, and nothing remains of it in any table or folder', async () => {
    const key = await makeKey({ mode: 'test' })
    expect(key.token).toMatch(/^lt_test_/)
    const before = await state()
    const activity = { ...anActivity(), photoIds: [newId()] }
    const logged = await callWith(key.token, 'POST', 'activities', activity)
    expect([logged.statusCode, logged.headers['lantoa-simulated']]).toEqual([200, 'true'])
    expect(logged.json()).toMatchObject({ id: activity.id, version: 1, state: 'waiting' })
    const whole = await callWith(key.token, 'POST', 'activities', anActivity())
    expect(whole.json()).toMatchObject({ version: 1, state: 'counted' })
    const wrong = await callWith(key.token, 'POST', 'activities', { ...anActivity(), day: '2031-01-01' })
    expect([...codeOf(wrong), wrong.headers['lantoa-simulated']]).toEqual([
      422,
      'activities.day_future',
      'true',
    ])
    expect((await callWith(key.token, 'GET', `activities/${activity.id}`)).statusCode).toBe(404)
    expect(await state()).toEqual(before)
    // The same with a live key remains: the comparison can tell.
    const live = await makeKey()
    const earlier = await state()
    await callWith(live.token, 'POST', 'activities', anActivity())
    expect(await state()).not.toEqual(earlier)
  })

  it('reads what is there, refusals inside leave the rest of the simulation whole', async () => {
    const activity = anActivity()
    await clerk.call('POST', 'activities', activity)
    const key = await makeKey({ mode: 'test' })
    const before = await state()
    const read = await callWith(key.token, 'GET', `activities/${activity.id}`)
    expect([read.statusCode, read.json<{ version: number }>().version]).toEqual([200, 1])
    // An id that is taken: the write fails on a unique index, looks again, and says so.
    const taken = await callWith(key.token, 'POST', 'activities', { ...activity, title: 'Khác' })
    expect(codeOf(taken)).toEqual([422, 'common.request_reused'])
    const corrected = await callWith(key.token, 'POST', `activities/${activity.id}/versions`, {
      ...activity,
      id: undefined,
      version: 1,
      reason: 'thử',
    })
    expect(corrected.json()).toMatchObject({ version: 2 })
    expect(await state()).toEqual(before)
    // No connection is left inside a transaction.
    const { rows } = await world.database.pool.query(
      `select count(*)::int as n from pg_stat_activity where datname = current_database() and state like 'idle in%'`,
    )
    expect(rows).toEqual([{ n: 0 }])
  })
})

describe('the operations', () => {
  it('that a key can call are stable, and each scope opens something', () => {
    const callable = allRoutes.filter((r) => r.access.key !== undefined)
    expect(callable.filter((r) => r.stability !== 'stable').map((r) => r.operationId)).toEqual([])
    const used = new Set(callable.map((r) => r.access.key))
    expect([...used].sort()).toEqual([...keyScopes].sort())
    for (const route of callable)
      expect(route.method === 'GET' || route.access.key?.endsWith(':write'), route.operationId).toBe(true)
  })
})
