import {
  createReadStream,
  createWriteStream,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeBackupKey } from '../../src/platform/backup/envelope.ts'
import { restoreBackup, checkBackup } from '../../src/platform/backup/restore.ts'
import { takeBackup } from '../../src/platform/backup/take.ts'
import { migrate } from '../../src/platform/migrate.ts'
import { verifySeals, sealEvents } from '../../src/platform/seals.ts'
import { everything, withEmpty } from '../support/backups.ts'
import { makeWorld, testHome, type World } from '../support/database.ts'
import { tellStory } from '../support/story.ts'

let world: World
let folder: string
beforeAll(async () => {
  world = await makeWorld()
  folder = mkdtempSync(join(tmpdir(), 'lantoa-backup-'))
  await tellStory(world)
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function take(name: string, recipient: string | null): Promise<string> {
  const path = join(folder, name)
  await takeBackup(world.database.pool, world.files, createWriteStream(path), recipient)
  return path
}

describe('a backup', () => {
  it('restored into an empty database is row for row and file for file what was there, and its seals verify', async () => {
    while ((await sealEvents(world.system())) > 0);
    const key = await makeBackupKey()
    const path = await take('whole.age', key.recipient)
    const before = await everything(world.database.pool)
    await withEmpty(world, folder, async (database, files) => {
      const restored = await restoreBackup(database.pool, files, createReadStream(path), key.identity)
      await migrate(database.pool)
      expect(await everything(database.pool)).toEqual(before)
      expect(restored.rows).toBeGreaterThan(1_000)
      const { rows } = await database.pool.query<{ hash: string; size: number }>(
        `select hash, size from ${testHome}.files where redacted_at is null`,
      )
      expect(rows.length).toBeGreaterThan(3)
      expect(restored.files).toBe(rows.length)
      for (const { hash, size } of rows) expect((await files.get(hash)).length).toBe(size)
      expect(await verifySeals({ ...world.system(), db: database.db })).toEqual([])
      const sessions = await database.pool.query('select 1 from system.sessions')
      expect(sessions.rows).toEqual([])
    })
  }, 60_000)

  it('of a table in many pieces is loaded with one listener on it, and what PostgreSQL says against it is said', async () => {
    const warnings: string[] = []
    const hear = (warning: Error) => warnings.push(warning.name)
    process.on('warning', hear)
    const job = `insert into ${testHome}.jobs (id, kind, payload, run_at, created_at, state) select gen_random_uuid(), 'large', to_jsonb(repeat('x', 4200000)), now(), now(), 'done' from generate_series(1, 12)`
    await world.database.pool.query(job)
    try {
      const path = await take('large.tar', null)
      await withEmpty(world, folder, async (database, files) => {
        await restoreBackup(database.pool, files, createReadStream(path), null)
        const { rows } = await database.pool.query<{ n: number }>(
          `select count(*) as n from ${testHome}.jobs where kind = 'large'`,
        )
        expect(rows).toEqual([{ n: 12 }])
      })
      // The first row of the table is none: PostgreSQL says so while later pieces are on their way.
      const bytes = readFileSync(path)
      bytes[bytes.indexOf('\tlarge\t') - 1] = 0x7a
      writeFileSync(path, bytes)
      await withEmpty(world, folder, (database, files) =>
        expect(restoreBackup(database.pool, files, createReadStream(path), null)).rejects.toThrow(/uuid/),
      )
    } finally {
      process.off('warning', hear)
      await world.database.pool.query(`delete from ${testHome}.jobs where kind = 'large'`)
    }
    expect(warnings).toEqual([])
  }, 60_000)

  it('opens with its key only', async () => {
    const key = await makeBackupKey()
    const path = await take('locked.age', key.recipient)
    await expect(checkBackup(createReadStream(path), null)).rejects.toMatchObject({ fault: 'needs_key' })
    const other = await makeBackupKey()
    await expect(checkBackup(createReadStream(path), other.identity)).rejects.toMatchObject({
      fault: 'wrong_key',
    })
    expect((await checkBackup(createReadStream(path), key.identity)).rows).toBeGreaterThan(0)
    expect(readFileSync(path).includes(Buffer.from('unit_names'))).toBe(false)
  }, 30_000)

  it.each([
    ['locked', true],
    ['plain', false],
  ])(
    'that is cut off or altered is refused and leaves nothing behind (%s)',
    async (name, isLocked) => {
      const key = await makeBackupKey()
      const path = await take(`${name}.bak`, isLocked ? key.recipient : null)
      const bytes = readFileSync(path)
      const altered = join(folder, `${name}.altered`)
      const place = Math.floor(bytes.length * 0.6)
      writeFileSync(
        altered,
        Buffer.concat([
          bytes.subarray(0, place),
          Buffer.from([(bytes[place] ?? 0) ^ 1]),
          bytes.subarray(place + 1),
        ]),
      )
      const cut = join(folder, `${name}.cut`)
      writeFileSync(cut, bytes)
      truncateSync(cut, Math.floor(statSync(path).size * 0.7))
      await withEmpty(world, folder, async (database, files) => {
        for (const wrong of [altered, cut])
          await expect(
            restoreBackup(database.pool, files, createReadStream(wrong), isLocked ? key.identity : null),
            wrong,
          ).rejects.toThrow()
        const { rows } = await database.pool.query<{ homes: string | null }>(
          `select to_regclass('system.homes') as homes`,
        )
        expect(rows[0]?.homes ?? null).toBeNull()
      })
    },
    60_000,
  )

  it('is not loaded over what is there, and what is no backup says so', async () => {
    const path = await take('again.tar', null)
    await expect(
      restoreBackup(world.database.pool, world.files, createReadStream(path), null),
    ).rejects.toMatchObject({ fault: 'not_empty' })
    const other = join(folder, 'letter.txt')
    writeFileSync(other, 'Kính gửi các trường: '.repeat(200))
    await withEmpty(world, folder, async (database, files) => {
      await expect(restoreBackup(database.pool, files, createReadStream(other), null)).rejects.toMatchObject({
        fault: 'not_a_backup',
      })
    })
  }, 30_000)
})
