import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildApp, sessionCookie } from '../../src/app.ts'
import { lastBackup } from '../../src/cli/backups.ts'
import { beginSession } from '../../src/modules/people/index.ts'
import { clockAt } from '../../src/platform/clock.ts'
import { openDatabase } from '../../src/platform/db.ts'
import { recordEvent } from '../../src/platform/events.ts'
import { newId } from '../../src/platform/ids.ts'
import { addJob, failJob, mostAttempts } from '../../src/platform/jobs.ts'
import { makeLog } from '../../src/platform/log.ts'
import { sealEvents } from '../../src/platform/seals.ts'
import { wide } from '../../src/platform/wide.ts'
import { makeWorld, testHome, testNow, type World } from '../support/database.ts'
import { makePerson, makeUnit } from '../support/make.ts'

const token = 'mot-ma-rat-dai-va-kho-doan'
const minuteLater = new Date(Date.parse(testNow) + 60_000)

let world: World
let unit: { id: string; name: string }
const apps: FastifyInstance[] = []

async function makeServer(
  options: { metricsToken?: string; publicUrl?: string; database?: World['database']; backups?: string } = {},
): Promise<FastifyInstance> {
  const { db, pool } = options.database ?? world.database
  const app = await buildApp({
    config: {
      publicUrl: options.publicUrl ?? null,
      empty: false,
      metricsToken: options.metricsToken ?? null,
    },
    db,
    pool,
    files: world.files,
    clock: clockAt(minuteLater),
    log: makeLog('silent'),
    ...(options.backups !== undefined && { lastBackup: () => lastBackup(options.backups ?? '') }),
  })
  apps.push(app)
  return app
}

beforeAll(async () => {
  world = await makeWorld()
  unit = await makeUnit(world, { name: 'Trường Tiểu học Kín Đáo' })
})
afterAll(async () => {
  for (const app of apps) await app.close()
})

/** The value of a series, or undefined where there is none. */
function valueOf(text: string, series: string): number | undefined {
  const line = text.split('\n').find((l) => l.startsWith(`${series} `))
  return line === undefined ? undefined : Number(line.slice(series.length + 1))
}

describe('GET /metrics', () => {
  it('is there for this machine and for whoever shows the token, and for nobody else', async () => {
    const app = await makeServer({ metricsToken: token })
    const ask = async (remoteAddress: string, headers: Record<string, string> = {}) =>
      (await app.inject({ url: '/metrics', remoteAddress, headers })).statusCode
    expect(await ask('127.0.0.1')).toBe(200)
    expect(await ask('::1')).toBe(200)
    expect(await ask('10.1.2.3')).toBe(404)
    expect(await ask('10.1.2.3', { authorization: `Bearer ${token}` })).toBe(200)
    for (const authorization of [token, `Bearer ${token}x`, 'Bearer ', 'Bearer null', `bearer ${token} `])
      expect(await ask('10.1.2.3', { authorization })).toBe(404)
    // What a proxy on this machine passes on comes from elsewhere.
    expect(await ask('127.0.0.1', { 'x-forwarded-for': '10.1.2.3' })).toBe(404)
    expect(await ask('127.0.0.1', { forwarded: 'for=127.0.0.1' })).toBe(404)
  })

  it('has no token where none is set, and looks as missing as what is', async () => {
    const app = await makeServer({ publicUrl: 'https://lantoa.example' })
    const from = (headers: Record<string, string>) =>
      app.inject({ url: '/metrics', remoteAddress: '10.1.2.3', headers })
    for (const authorization of ['Bearer null', 'Bearer undefined', 'Bearer '])
      expect((await from({ authorization })).statusCode).toBe(404)
    // The address that a proxy claims is not believed here, whoever claims it.
    expect((await from({ 'x-forwarded-for': '127.0.0.1' })).statusCode).toBe(404)
    const proxied = await app.inject({
      url: '/metrics',
      remoteAddress: '127.0.0.1',
      headers: { 'x-forwarded-for': '127.0.0.1' },
    })
    expect(proxied.statusCode).toBe(404)
    const missing = await app.inject({
      url: '/khong-co',
      remoteAddress: '10.1.2.3',
      headers: { host: 'lantoa.example' },
    })
    const words = ({ reference: _, ...rest }: Record<string, unknown>) => rest
    expect(words((await from({})).json())).toEqual(words(missing.json()))
  })

  it('is not opened by being signed in, as an administrator either', async () => {
    const app = await makeServer()
    const admin = await makePerson(world, unit.id, { roles: ['admin'] })
    const account = { id: admin.accountId, home: testHome }
    const session = await beginSession(world.database.db, account, 'test', minuteLater)
    const cookies = { [sessionCookie]: session }
    const signedIn = await app.inject({ url: '/metrics', remoteAddress: '10.1.2.3', cookies })
    expect(signedIn.statusCode).toBe(404)
  })

  it('counts requests by their pattern and status; no address, unit or person stands in it', async () => {
    const app = await makeServer()
    const id = newId()
    const secret = 'nguyen-van-kin'
    await app.inject({ url: `/api/v1/plans/${id}?q=${secret}` })
    await app.inject({ url: `/api/v1/plans/${id}?q=${secret}` })
    await app.inject({ url: `/${secret}` })
    const { body, headers } = await app.inject({ url: '/metrics' })
    expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/)
    const plans = '{method="GET",route="/api/v1/plans/:id",status="401"}'
    expect(valueOf(body, `lantoa_http_requests_total${plans}`)).toBe(2)
    expect(valueOf(body, 'lantoa_http_requests_total{method="GET",route="none",status="404"}')).toBe(1)
    const timed = 'lantoa_http_request_duration_seconds_count{method="GET",route="/api/v1/plans/:id"}'
    expect(valueOf(body, timed)).toBe(2)
    expect(valueOf(body, 'nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0)
    for (const told of [id, secret, unit.id, unit.name, testHome, '10.1.2.3'])
      expect(body).not.toContain(told)
  })

  it('tells jobs by kind and state, what no seal holds, and the connections', async () => {
    const ctx = world.system()
    const empty = (await (await makeServer()).inject({ url: '/metrics' })).body
    expect(valueOf(empty, 'lantoa_last_seal_age_seconds')).toBeUndefined()
    await wide(ctx, 'the test', async (trx) => {
      await addJob(trx, ctx, 'document.render', {})
      await addJob(trx, ctx, 'document.render', {})
      await addJob(trx, ctx, 'reports.open', {}, { runAt: new Date(minuteLater.getTime() + 1) })
      const failed = await addJob(trx, ctx, 'document.read', {})
      for (let i = 0; i < mostAttempts; i += 1) await failJob(trx, ctx, failed, new TypeError('x'))
      await recordEvent(trx, ctx, 'plan.issue', [{ what: 'plan', id: newId() }])
    })
    while ((await sealEvents(ctx)) > 0);
    await wide(ctx, 'the test', (trx) => recordEvent(trx, ctx, 'plan.issue', []))
    const { body } = await (await makeServer()).inject({ url: '/metrics' })
    expect(valueOf(body, 'lantoa_jobs{kind="document.render",state="due"}')).toBe(2)
    expect(valueOf(body, 'lantoa_jobs{kind="reports.open",state="later"}')).toBe(1)
    expect(valueOf(body, 'lantoa_jobs{kind="document.read",state="failed"}')).toBe(1)
    expect(valueOf(body, 'lantoa_unsealed_events')).toBe(1)
    expect(valueOf(body, 'lantoa_last_seal_age_seconds')).toBe(60)
    expect(valueOf(body, 'lantoa_database_up')).toBe(1)
    expect(valueOf(body, 'lantoa_database_connections{state="idle"}')).toBeGreaterThan(0)
    expect(valueOf(body, 'lantoa_database_connections{state="waiting"}')).toBe(0)
  })

  it('tells mails by how they stand, or ended within a day, and nobody’s address', async () => {
    const ctx = world.system()
    const person = await makePerson(world, unit.id, { roles: ['clerk'] })
    const hours = (n: number) => new Date(minuteLater.getTime() - n * 3_600_000)
    await wide(ctx, 'the test', async (trx) => {
      const mail = (state: string, ended: Date | null) =>
        sql`
        insert into mails (id, unit_id, person_id, kind, once, state, due_at, expires_at, created_at, ended_at)
        values (${newId()}, ${unit.id}, ${person.personId}, 'urgent', ${newId()}, ${state}, ${hours(30)}, ${hours(-9)}, ${hours(30)}, ${ended})`.execute(
          trx,
        )
      await mail('queued', null)
      await mail('sent', hours(1))
      await mail('sent', hours(23))
      await mail('sent', hours(25))
      await mail('uncertain', hours(2))
      await mail('failed', hours(3))
      await mail('withdrawn', hours(3))
    })
    const { body } = await (await makeServer()).inject({ url: '/metrics' })
    const said = body.split('\n').filter((line) => line.startsWith('lantoa_mails{'))
    expect(said.sort()).toEqual([
      'lantoa_mails{state="failed"} 1',
      'lantoa_mails{state="queued"} 1',
      'lantoa_mails{state="sent"} 2',
      'lantoa_mails{state="uncertain"} 1',
    ])
  })

  it('answers also while PostgreSQL does not, and says so', async () => {
    const away = openDatabase('postgres://nobody@127.0.0.1:1/none')
    const app = await makeServer({ database: away })
    const { statusCode, body } = await app.inject({ url: '/metrics' })
    await away.close()
    expect(statusCode).toBe(200)
    expect(valueOf(body, 'lantoa_database_up')).toBe(0)
    expect(body).not.toMatch(/^lantoa_(jobs|mails|unsealed_events|last_seal_age_seconds)[ {]/m)
  })

  it('says how old the newest whole backup is, and nothing where there is none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lantoa-age-'))
    try {
      const app = await makeServer({ backups: folder })
      const ask = async () => (await app.inject({ url: '/metrics' })).body
      const age = 'lantoa_last_backup_age_seconds'
      expect(valueOf(await ask(), age)).toBeUndefined()
      const put = (name: string, hours: number) => {
        writeFileSync(join(folder, name), '')
        const at = new Date(Date.now() - hours * 3_600_000)
        utimesSync(join(folder, name), at, at)
      }
      put('lantoa-2024-06-15.tar.age', 30)
      put('lantoa-2024-06-16.tar', 5)
      // Not whole yet.
      put('lantoa-2024-06-17.tar.part', 0)
      const hours = (valueOf(await ask(), age) ?? 0) / 3_600
      expect(Math.floor(hours)).toBe(5)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
