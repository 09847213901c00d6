import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { projectRoot } from '../config.ts'
import { openDatabase } from '../platform/db.ts'
import { newId } from '../platform/ids.ts'
import { called } from '../../test/support/called.ts'
import { doctorCommand } from './doctor.ts'
import { personCommand } from './erase.ts'
import { migrateCommand } from './migrate.ts'
import { addressOf } from './runtime.ts'
import { userCommand } from './user.ts'
import { workerCommand } from './worker.ts'

const folder = mkdtempSync(join(tmpdir(), 'lantoa-commands-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A command of the build, as a person types it; the database is an outside one only where a test says so. */
function lantoa(
  words: string,
  env: Record<string, string> = {},
): Promise<{ status: number | null; said: string }> {
  const child = spawn(process.execPath, [join(projectRoot, 'dist/main.js'), ...words.split(' ')], {
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'vi_VN.UTF-8', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  return new Promise((resolve) => child.once('close', (status) => resolve({ status, said })))
}

describe('a command', () => {
  it('on a folder without data says so and makes nothing there', async () => {
    const dir = join(folder, 'mistyped')
    const said = { status: 2, said: expect.stringContaining(`Chưa có dữ liệu trong ${dir}.`) as string }
    expect(await lantoa(`user list --data ${dir}`)).toEqual(said)
    expect(await called(workerCommand, ['--data', dir])).toEqual(said)
    expect(await called(doctorCommand, ['--data', dir])).toEqual(said)
    expect(await called(personCommand, ['show', 'nobody', '--data', dir])).toEqual(said)
    expect(existsSync(dir)).toBe(false)
  })

  it('says what is wrong with its settings in both languages', async () => {
    expect(await called(doctorCommand, ['--bogus'])).toEqual({
      status: 2,
      said: 'Thiết lập chưa đúng:\n  Không dùng được: --bogus\n',
    })
    expect(await called(migrateCommand, ['--port', 'x'], { LC_ALL: 'en_US.UTF-8' })).toEqual({
      status: 2,
      said: 'Settings are not right:\n  --port / LANTOA_PORT: a whole number from 0 to 65535\n',
    })
    expect((await called(userCommand, ['list', 'extra'])).said).toContain('Cách dùng:')
  })

  it('says that an outside database can’t be reached, without its password', async () => {
    const { status, said } = await lantoa(`doctor --data ${folder}`, {
      DATABASE_URL: 'postgres://u:geheim@127.0.0.1:1/x',
    })
    expect([status, said]).toEqual([2, expect.stringContaining('(ECONNREFUSED)')])
    expect(said).not.toMatch(/geheim|\bat /)
  })
})

describe('the address in a printed link', () => {
  it('is the public one, else where the server of this folder listens', () => {
    const config = { publicUrl: null, dataDir: folder, port: 8080 }
    expect(addressOf(config)).toBe('http://127.0.0.1:8080')
    writeFileSync(join(folder, 'address'), 'http://127.0.0.1:8090')
    expect(addressOf(config)).toBe('http://127.0.0.1:8090')
    expect(addressOf({ ...config, publicUrl: 'https://cchc.example' })).toBe('https://cchc.example')
  })
})

describe('an outside PostgreSQL', () => {
  it('whose owner may not make roles is set up once an administrator has made them', async () => {
    const server = inject('postgresUrl')
    const admin = openDatabase(server, 1)
    const name = `o_${newId().replaceAll('-', '')}`
    await admin.pool.query(`create role ${name} login password 'pw'`)
    await admin.pool.query(`create database ${name} owner ${name}`)
    try {
      const url = new URL(server)
      url.username = name
      url.password = 'pw'
      url.pathname = `/${name}`
      const env = { DATABASE_URL: url.href, LANTOA_DATA: join(folder, 'outside') }
      expect(await lantoa('doctor', env)).toMatchObject({
        status: 2,
        said: expect.stringContaining('lantoa migrate') as string,
      })
      const refused = await lantoa('migrate', env)
      expect([refused.status, refused.said]).toEqual([
        1,
        expect.stringContaining(`grant lantoa_app, lantoa_wide to ${name};`),
      ])
      await admin.pool.query(`grant lantoa_app, lantoa_wide to ${name}`)
      // Two at once: one migrates, the other finds it done.
      const both = await Promise.all([lantoa('migrate', env), lantoa('migrate', env)])
      expect(both.map((b) => b.status)).toEqual([0, 0])
      expect(both.filter((b) => b.said.includes('0000-system.sql'))).toHaveLength(1)
      expect((await lantoa('doctor', env)).status).toBe(0)
      expect(readdirSync(env.LANTOA_DATA)).toEqual(['files'])
    } finally {
      await admin.pool.query(`drop database ${name} with (force)`)
      await admin.pool.query(`drop role ${name}`)
      await admin.close()
    }
  })
})
