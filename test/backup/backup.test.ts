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
import type pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { makeBackupKey } from '../../src/platform/backup/envelope.ts'
import { restoreBackup, checkBackup } from '../../src/platform/backup/restore.ts'
import { listTables, tableName } from '../../src/platform/backup/tables.ts'
import { takeBackup } from '../../src/platform/backup/take.ts'
import { openDatabase, type Database } from '../../src/platform/db.ts'
import { openFileStore } from '../../src/platform/files.ts'
import { newId } from '../../src/platform/ids.ts'
import { migrate } from '../../src/platform/migrate.ts'
import { verifySeals, sealEvents } from '../../src/platform/seals.ts'
import { makeWorld, testHome, type World } from '../support/database.ts'
import { tellStory } from '../support/story.ts'

/** `npm run prove -- backup` runs the same with many writers for longer. */
const isLarge = process.env['LANTOA_PROVE'] === 'backup'
const writers = isLarge ? 200 : 8
const rounds = isLarge ? 20 : 2

let world: World
let folder: string
beforeAll(async () => {
  world = await makeWorld()
  folder = mkdtempSync(join(tmpdir(), 'lantoa-backup-'))
  await tellStory(world)
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** An empty database beside the others of the test server, and an empty file store. */
async function withEmpty<T>(run: (database: Database, filesDir: string) => Promise<T>): Promise<T> {
  const name = `r_${newId().replaceAll('-', '')}`
  await world.database.pool.query(`create database ${name}`)
  const database = openDatabase(inject('postgresUrl').replace(/postgres$/, name), 4)
  const filesDir = mkdtempSync(join(folder, 'files-'))
  try {
    return await run(database, filesDir)
  } finally {
    await database.close()
    await world.database.pool.query(`drop database ${name} with (force)`)
  }
}

/** Every row of every table that a backup holds, as PostgreSQL writes it, in one order. */
async function everything(client: pg.ClientBase | pg.Pool): Promise<Map<string, string>> {
  const tables = await listTables(client as pg.ClientBase, ['system', 'shared', testHome])
  const found = new Map<string, string>()
  for (const table of tables) {
    const columns = table.columns.map((c) => `"${c}"::text`).join(", '|', ")
    const { rows } = await client.query<{ all: string | null }>(
      `select md5(string_agg(line, e'\\n' order by line)) || ' ' || count(*) as all from (select concat(${columns}) as line from ${tableName(table)}) t`,
    )
    found.set(`${table.schema}.${table.table}`, rows[0]?.all ?? '0')
  }
  return found
}

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
    await withEmpty(async (database, filesDir) => {
      const files = openFileStore(filesDir)
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

  it('is one instant of the database while many write', async () => {
    // Each writer adds a unit's row and its name in one transaction: a torn snapshot would hold one without the other.
    let stop = false
    let written = 0
    const write = async (): Promise<void> => {
      while (!stop) {
        const client = await world.database.pool.connect()
        const id = newId()
        try {
          await client.query('begin')
          await client.query(
            `insert into shared.units (id, code, kind, home, valid_from, created_at) values ($1, $2, 'school_primary', $3, '2020-01-01', now())`,
            [id, `v-${id}`, testHome],
          )
          await client.query(
            `insert into shared.unit_names (unit_id, valid_from, name, short_name, abbreviation, place) values ($1, '2020-01-01', 'Trường viết', 'Viết', 'TV', 'Vân Sơn')`,
            [id],
          )
          await client.query('commit')
          written += 1
        } finally {
          client.release()
        }
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    }
    const all = Array.from({ length: writers }, write)
    try {
      for (let round = 0; round < rounds; round += 1) {
        const atStart = written
        const path = await take(`busy-${round}.tar`, null)
        expect(written).toBeGreaterThan(atStart)
        await withEmpty(async (database, filesDir) => {
          await restoreBackup(database.pool, openFileStore(filesDir), createReadStream(path), null)
          const { rows } = await database.pool.query<{ torn: number; n: number }>(
            `select count(*) filter (where n.unit_id is null) as torn, count(*) as n
             from shared.units u left join shared.unit_names n on n.unit_id = u.id where u.code like 'v-%'`,
          )
          expect(rows[0]?.torn).toBe(0)
          expect(rows[0]?.n).toBeGreaterThanOrEqual(atStart)
        })
      }
    } finally {
      stop = true
      await Promise.all(all)
    }
  }, 1_500_000)

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
      await withEmpty(async (database, filesDir) => {
        for (const wrong of [altered, cut])
          await expect(
            restoreBackup(
              database.pool,
              openFileStore(filesDir),
              createReadStream(wrong),
              isLocked ? key.identity : null,
            ),
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
    await withEmpty(async (database, filesDir) => {
      await expect(
        restoreBackup(database.pool, openFileStore(filesDir), createReadStream(other), null),
      ).rejects.toMatchObject({ fault: 'not_a_backup' })
    })
  }, 30_000)
})
