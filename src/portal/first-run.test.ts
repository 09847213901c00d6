import { inject } from 'vitest'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildApp } from '../app.ts'
import { loadFacts } from '../cli/facts.ts'
import { clockAt } from '../platform/clock.ts'
import { openDatabase, type Database } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import { makeLog } from '../platform/log.ts'
import { migrate } from '../platform/migrate.ts'
import { isInstallationCode } from './first-run.ts'
import { makeWorld, testNow, type World } from '../../test/support/database.ts'

let world: World
let database: Database
let empty: FastifyInstance

/** A database without any home, which the other tests' template has. */
beforeAll(async () => {
  world = await makeWorld()
  const name = `t_${newId().replaceAll('-', '')}`
  await world.database.pool.query(`create database ${name}`)
  database = openDatabase(inject('postgresUrl').replace(/postgres$/, name), 6)
  await migrate(database.pool)
  await loadFacts(database.pool)
  empty = await appOn(database, true)
  afterAll(async () => {
    await empty.close()
    await database.close()
    await world.database.pool.query(`drop database ${name} with (force)`)
  })
})

async function appOn({ db, pool }: Database, isEmpty: boolean): Promise<FastifyInstance> {
  const app = await buildApp({
    config: { publicUrl: null, empty: isEmpty },
    db,
    pool,
    files: world.files,
    clock: clockAt(testNow),
    log: makeLog('silent'),
    firstRunCode: '7KQF-M2XA-93TP',
  })
  await app.ready()
  return app
}

const form = (over: Record<string, string> = {}) => ({
  name: 'Phòng Giáo dục và Đào tạo huyện Vân Sơn',
  kind: 'education_office',
  abbreviation: 'PGDĐT',
  place: 'Vân Sơn',
  code: '',
  person: 'Lê Thị Hoài An',
  login: 'an.lth',
  password: 'hoa phượng đỏ 2024',
  again: 'hoa phượng đỏ 2024',
  ...over,
})
const post = (fields: Record<string, string>) =>
  empty.inject({
    method: 'POST',
    url: '/first-run',
    headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  })

describe('the first run of an empty installation', () => {
  it('leads from / and /sign-in to its page, which needs no script', async () => {
    for (const url of ['/', '/sign-in', '/sign-in?next=/app/']) {
      const answer = await empty.inject({ url })
      expect([answer.statusCode, answer.headers.location]).toEqual([303, '/first-run'])
    }
    const page = await empty.inject({ url: '/first-run' })
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('<option value="education_office">Phòng GD&amp;ĐT</option>')
    expect(page.body).not.toContain('<script')
    expect((await empty.inject({ url: '/first-run?lang=en' })).body).toContain('Begin with Lan Tỏa')
  })

  it('says everything that is wrong, keeps what was written but the password, and makes nothing', async () => {
    const page = await post(form({ name: ' ', code: 'Vân Sơn', login: 'a', again: 'khác' }))
    expect(page.statusCode).toBe(400)
    for (const words of [
      'Còn 4 chỗ cần sửa',
      'Tên đầy đủ: cần ghi chỗ này',
      'value="Lê Thị Hoài An"',
      'selected',
    ])
      expect(page.body).toContain(words)
    expect(page.body).not.toContain('hoa phượng')
    const kind = await post(form({ kind: 'moon' }))
    expect([kind.statusCode, kind.body.includes('Không có loại đơn vị này')]).toEqual([400, true])
    expect((await database.pool.query('select 1 from system.homes')).rows).toEqual([])
    const schemas = await database.pool.query(`select 1 from pg_namespace where nspname like 'home_%'`)
    expect(schemas.rows).toEqual([])
  })

  it('asks whoever comes from elsewhere for the installation code', async () => {
    const code = /Mã cài đặt/
    expect((await empty.inject({ url: '/first-run' })).body).not.toMatch(code)
    for (const from of [
      { remoteAddress: '10.0.0.7', headers: {} },
      { remoteAddress: '127.0.0.1', headers: { 'x-forwarded-for': '10.0.0.7' } },
    ]) {
      const asked = await empty.inject({ url: '/first-run', ...from })
      expect(asked.body).toMatch(code)
      for (const installation of ['', '7KQF-M2XA-93TQ']) {
        const answer = await empty.inject({
          method: 'POST',
          url: '/first-run',
          ...from,
          headers: {
            ...from.headers,
            'sec-fetch-site': 'same-origin',
            'content-type': 'application/x-www-form-urlencoded',
          },
          payload: new URLSearchParams(form({ installation })).toString(),
        })
        expect(answer.statusCode).toBe(400)
        expect(answer.body).toContain('Mã cài đặt chưa đúng')
      }
    }
    expect((await database.pool.query('select 1 from system.homes')).rows).toEqual([])
    expect(isInstallationCode(' 7kqf m2xa93tp', '7KQF-M2XA-93TP')).toBe(true)
    expect(isInstallationCode('', null)).toBe(false)
  })

  it('makes home, agency and administrator once: of two at once one wins; then the page is gone for good', async () => {
    const both = await Promise.all([
      post(form()),
      post(form({ name: 'Phòng Khác', login: 'ke.khac', code: 'phong-khac' })),
    ])
    expect(both.map((b) => b.statusCode)).toEqual([303, 303])
    expect(both.map((b) => b.headers.location).sort()).toEqual(['/app/', '/sign-in'])
    const { rows } = await database.pool.query<{ homes: number; units: number; accounts: number }>(`select
      (select count(*) from system.homes) as homes, (select count(*) from shared.units) as units,
      (select count(*) from shared.accounts) as accounts`)
    expect(rows[0]).toEqual({ homes: 1, units: 1, accounts: 1 })
    // What each day brings begins at once, not when the server starts the next time.
    const home = await database.pool.query<{ schema_name: string }>('select schema_name from system.homes')
    const jobs = await database.pool.query(
      `select kind, state from ${home.rows[0]?.schema_name ?? ''}.jobs where kind = 'reports.open'`,
    )
    expect(jobs.rows).toEqual([{ kind: 'reports.open', state: 'waiting' }])
    const winner = both.find((b) => b.headers.location === '/app/')
    const session = await empty.inject({
      url: '/api/v1/session',
      cookies: { lantoa_session: winner?.cookies[0]?.value ?? '' },
    })
    expect(session.json()).toMatchObject({ memberships: [{ roles: ['admin'] }], today: '2024-06-17' })

    expect((await empty.inject({ url: '/first-run' })).statusCode).toBe(404)
    expect((await post(form({ login: 'moi' }))).statusCode).toBe(404)
    expect((await empty.inject({ url: '/sign-in' })).statusCode).toBe(200)
    const restarted = await appOn(database, true)
    expect((await restarted.inject({ url: '/first-run' })).statusCode).toBe(404)
    await restarted.close()
  })

  it('is not there where the server was not told to begin empty', async () => {
    const app = await appOn(world.database, false)
    expect((await app.inject({ url: '/first-run' })).statusCode).toBe(404)
    expect((await app.inject({ url: '/sign-in' })).statusCode).toBe(200)
    await app.close()
  })
})
