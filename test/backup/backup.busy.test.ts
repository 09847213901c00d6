import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eraseAgain, registerErasureNotes } from '../../src/cli/erasures.ts'
import type { DemoPerson } from '../../src/cli/demo/world.ts'
import { logActivity } from '../../src/modules/activities/index.ts'
import { erasePerson } from '../../src/modules/people/index.ts'
import { restoreBackup } from '../../src/platform/backup/restore.ts'
import { takeBackup } from '../../src/platform/backup/take.ts'
import { isConnectionLoss, openDatabase, type Database } from '../../src/platform/db.ts'
import { newId } from '../../src/platform/ids.ts'
import { migrate } from '../../src/platform/migrate.ts'
import { sealEvents, verifySeals } from '../../src/platform/seals.ts'
import { transaction } from '../../src/platform/tx.ts'
import { drainJobs } from '../../src/platform/worker.ts'
import { holdFile } from '../../src/modules/library/kept-files.ts'
import { everything, filesNamed, poolAt, tablesHolding, withEmpty } from '../support/backups.ts'
import { makeWorld, type World } from '../support/database.ts'
import { makePerson } from '../support/make.ts'
import { tellStory, type Story } from '../support/story.ts'

/** `npm run prove -- backup` runs the same with many writers for longer. */
const isLarge = process.env['LANTOA_PROVE'] === 'backup'
const writers = isLarge ? 200 : 8
const rounds = isLarge ? 5 : 2
/** How long a writer looks at its screen between two deeds: without it every round holds all that the ones before wrote, and none ends. */
const pause = isLarge ? 10_000 : 100

const schools = ['th-vinh-hoa', 'mn-son-ca', 'thcs-dong-khe']
const erased = 'Lò Thị Xóa Đi'
const now = new Date('2026-06-22T01:00:00Z')

let world: World
let story: Story
let folder: string
/** The writers' own connections: they are other processes' in life. */
let theirs: Database
let personId: string
beforeAll(async () => {
  world = await makeWorld()
  theirs = openDatabase(world.url, 12)
  folder = mkdtempSync(join(tmpdir(), 'lantoa-busy-'))
  story = await tellStory(world)
  const unitId = story.told.unitId('th-vinh-hoa')
  personId = (await makePerson(world, unitId, { roles: ['clerk'], name: erased })).personId
  registerErasureNotes(folder)
}, 120_000)
afterAll(async () => {
  await theirs.close()
  rmSync(folder, { recursive: true, force: true })
})

/** One deed of a writer: an activity of its school, with figures, event and task; every fourth keeps a file beside it. */
async function deed(person: DemoPerson, school: string, n: number): Promise<void> {
  const ctx = { ...story.told.as(person, now), db: theirs.db }
  const plan = story.schools.get(school)
  const taskKey = plan && [...plan.tasks.values()][n % plan.tasks.size]
  await logActivity(ctx, {
    id: newId(),
    day: '2026-06-20',
    title: `Tuyên truyền trong giờ chào cờ, lần ${n}`,
    form: 'regular_meeting',
    audiences: ['teachers'],
    tasks: plan && taskKey ? [{ planId: plan.planId, taskKey }] : [],
    persons: 30,
    attendances: 30,
    figures: [{ indicator: 'meetings', n: 1 }],
    result: n % 50 === 0 ? `Cô ${erased} phụ trách` : 'Đã làm',
    shortcoming: '',
    cause: '',
    nextStep: '',
    cost: null,
    fund: null,
    photoIds: [],
  })
  if (n % 4 !== 0) return
  const words = n % 200 === 0 ? `Người viết: ${erased}` : `Ghi chép ${newId()}`
  const kept = await ctx.files.put(Buffer.from(words))
  await transaction(ctx.db, { home: ctx.home, scope: [person.unitId] }, (trx) =>
    holdFile(trx, ctx, person.unitId, { ...kept, mime: 'text/plain; charset=utf-8', name: 'ghi-chep.txt' }),
  )
}

describe('a backup while many write', () => {
  it('is one instant: restored it is row for row and file for file the snapshot, and who was erased since is erased again', async () => {
    let stop = false
    let written = 0
    const write = async (_: unknown, i: number): Promise<void> => {
      const school = schools[i % schools.length] ?? ''
      const person = story.told.someone(school, 'clerk', '2026-06-20')
      // Not all at the same moment, as people don't.
      await sleep((pause * i) / writers)
      while (!stop) {
        try {
          await deed(person, school, written)
          written += 1
        } catch (error) {
          // On a busy machine a turn may not come in time: a person tries again, too.
          if (!isConnectionLoss(error)) throw error
        }
        await sleep(pause)
      }
    }
    const all = Promise.all(Array.from({ length: writers }, write))
    // Whoever can't write ends it: a round among few writers would prove less than it says.
    all.catch(() => (stop = true))
    const others = () => {
      if (stop) throw new Error('a writer could not write')
      return written
    }
    const begun = Date.now()
    // Many rounds take minutes: whoever waits sees that they go on.
    const tellOf = (step: string) => {
      if (isLarge)
        process.stdout.write(
          `backup: ${step}, ${written} deeds of ${writers} writers, ${Math.round((Date.now() - begun) / 1_000)} s\n`,
        )
    }
    let path = ''
    try {
      await expect.poll(others, { timeout: 120_000 }).toBeGreaterThan(writers)
      for (let round = 0; round < rounds; round += 1) {
        path = join(folder, `busy-${round}.tar`)
        const before = await takeBesideOthers(path, others)
        tellOf('taken')
        await withEmpty(world, folder, async (database, files) => {
          const restored = await restoreBackup(database.pool, files, createReadStream(path), null)
          tellOf('restored')
          expect(await everything(database.pool)).toEqual(before.rows)
          const named = await filesNamed(database.pool)
          expect(named).toEqual(before.files)
          expect(restored.files).toBe(named.length)
          for (const { hash, size } of named) expect((await files.get(hash)).length).toBe(size)
          await migrate(database.pool)
          expect(await verifySeals({ ...world.system(), db: database.db })).toEqual([])
        })
        while ((await sealEvents(world.system(now))) > 0);
        tellOf(`round ${round + 1} of ${rounds}`)
      }
      await erasePerson(world.system(now), personId, { ground: 'Đơn ngày 21/6', evenNamesakes: false })
      await drainJobs(world.system(now), (kind) => ['person.erase', 'backup.note_erasure'].includes(kind))
      tellOf('erased')
    } finally {
      stop = true
      await all
    }
    await withEmpty(world, folder, async (database, files) => {
      await restoreBackup(database.pool, files, createReadStream(path), null)
      await migrate(database.pool)
      const holding = ['activity_versions', 'persons'].map((table) => `home_t.${table}`)
      expect(await tablesHolding(database.pool, erased)).toEqual(expect.arrayContaining(holding))
      const ctx = { ...world.system(now), db: database.db, files }
      expect(await eraseAgain([ctx], folder)).toEqual({ erased: 1, left: [] })
      tellOf('erased again')
      expect(await tablesHolding(database.pool, erased)).toEqual([])
      for await (const { name } of files.list())
        expect((await files.get(name)).includes(erased), name).toBe(false)
    })
  }, 1_800_000)
})

/** Takes a backup, and says what the snapshot held that it was taken at. Others have written meanwhile. */
async function takeBesideOthers(
  path: string,
  written: () => number,
): Promise<{ rows: Map<string, string>; files: { hash: string; size: number }[] }> {
  const { pool } = world.database
  const holder = await pool.connect()
  try {
    await holder.query('begin isolation level repeatable read read only')
    const { rows } = await holder.query<{ name: string }>('select pg_export_snapshot() as name')
    const atStart = written()
    await takeBackup(poolAt(pool, rows[0]?.name ?? ''), world.files, createWriteStream(path), null)
    await expect.poll(written, { timeout: 60_000 }).toBeGreaterThan(atStart)
    const seen = { rows: await everything(holder), files: await filesNamed(holder) }
    await holder.query('commit')
    expect(await everything(holder)).not.toEqual(seen.rows)
    return seen
  } finally {
    holder.release()
  }
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
