import { execFile } from 'node:child_process'
import { chownSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { backupCommand, restoreCommand } from '../../src/cli/backup.ts'
import { outdated } from '../../src/cli/backups.ts'
import { openapiCommand } from '../../src/cli/openapi.ts'
import { projectRoot } from '../../src/config.ts'
import { openDatabase } from '../../src/platform/db.ts'
import { startPostgres } from '../../src/platform/embedded/postgres.ts'
import { called } from '../support/called.ts'
import { testHome } from '../support/database.ts'
import { makePerson, makeUnit } from '../support/make.ts'
import { makeInstallation, type Installation } from '../faults/installation.ts'

let installation: Installation
let folder: string
let personId: string
const name = 'Lò Thị Xóa Đi'

beforeAll(async () => {
  installation = await makeInstallation()
  folder = mkdtempSync(join(tmpdir(), 'lantoa-restore-'))
  await installation.onDatabase(async (world) => {
    const unit = await makeUnit(world, { name: 'Trường Tiểu học Bãi Cát' })
    personId = (await makePerson(world, unit.id, { roles: ['clerk'], name })).personId
  })
}, 60_000)
afterAll(async () => {
  await installation.remove()
  rmSync(folder, { recursive: true, force: true })
})

/** Runs the built command line, as a person at the keyboard does. */
function lantoa(...args: string[]): Promise<{ status: number; said: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(projectRoot, 'dist/main.js'), ...args],
      { env: { PATH: process.env['PATH'] ?? '', LANTOA_LOG: 'error', LANG: 'vi_VN.UTF-8' } },
      (error, stdout, stderr) => {
        const code = error && typeof error.code === 'number' ? error.code : error ? 1 : 0
        resolve({ status: code, said: stdout + stderr })
      },
    )
  })
}

/** Names of all persons in a data folder. */
async function personsIn(dataDir: string): Promise<string[]> {
  const postgres = await startPostgres({ dataDir })
  const database = openDatabase(postgres.url, 2)
  try {
    const { rows } = await database.pool.query<{ name: string }>(`select name from ${testHome}.persons`)
    return rows.map((r) => r.name)
  } finally {
    await database.close()
    await postgres.stop()
  }
}

const backups = () => join(installation.dataDir, 'backups')
const newest = (end: string) => {
  const found = readdirSync(backups())
    .filter((n) => n.endsWith(end))
    .sort()
    .at(-1)
  return join(backups(), found ?? '')
}

describe('lantoa backup and restore', () => {
  it('take one, encrypt it for a key that is shown once, and load it into an empty folder', async () => {
    const plain = await lantoa('backup', '--data', installation.dataDir)
    expect(plain).toMatchObject({ status: 0 })
    expect(plain.said).toContain('chưa mã hóa')
    const made = await lantoa('backup', 'key', '--data', installation.dataDir)
    const identity = /AGE-SECRET-KEY-\S+/.exec(made.said)?.[0] ?? ''
    expect(identity).not.toBe('')
    writeFileSync(join(folder, 'key.txt'), `# khóa\n${identity}\n`)
    expect(await lantoa('backup', '--data', installation.dataDir)).toMatchObject({ status: 0 })
    const file = newest('.tar.age')
    const target = join(folder, 'first')
    expect((await lantoa('restore', file, '--data', target)).status).toBe(1)
    const typed = await called(restoreCommand, [file, '--key', identity, '--data', target])
    expect(typed.status).toBe(1)
    expect(typed.said).toContain('Ghi khóa vào một tệp')
    const noKey = await called(backupCommand, ['check', file, '--key', file])
    expect(noKey.said).toContain('không có dòng AGE-SECRET')
    const restored = await lantoa('restore', file, '--key', join(folder, 'key.txt'), '--data', target)
    expect(restored).toMatchObject({ status: 0 })
    expect(await personsIn(target)).toContain(name)
    // The next night's backup of what was restored is not readable for everybody all at once.
    const recipient = (dataDir: string) => readFileSync(join(dataDir, 'backups', 'recipient.txt'), 'utf8')
    expect(recipient(target)).toBe(recipient(installation.dataDir))
    expect(await lantoa('doctor', '--data', target)).toMatchObject({ status: 0 })
    const again = await lantoa('restore', file, '--key', join(folder, 'key.txt'), '--data', target)
    expect(again.status).toBe(1)
    expect(again.said).toContain('đã có dữ liệu')
  }, 180_000)

  it('erase again, in what an older backup brings back, whoever was erased since', async () => {
    const file = newest('.tar.age')
    const erased = await lantoa(
      'person',
      'erase',
      personId,
      '--ground',
      'Đơn ngày 3/6',
      '--yes',
      '--data',
      installation.dataDir,
    )
    expect(erased).toMatchObject({ status: 0 })
    // The server's worker writes the note beside the backups.
    const server = await installation.startServer()
    await expect
      .poll(
        () => {
          const notes = join(backups(), 'erasures')
          mkdirSync(notes, { recursive: true })
          return readdirSync(notes)
        },
        { timeout: 10_000 },
      )
      .toContain(`${personId}.json`)
    await server.stop()
    const target = join(folder, 'second')
    const restored = await lantoa('restore', file, '--key', join(folder, 'key.txt'), '--data', target)
    expect(restored).toMatchObject({ status: 0 })
    expect(restored.said).toContain('Đã xóa lại 1 người')
    expect(await personsIn(target)).not.toContain(name)
  }, 180_000)

  it('say what is wrong with a call', async () => {
    const statusOf = async (...call: Parameters<typeof called>) => (await called(...call)).status
    expect(await statusOf(backupCommand, ['check', join(folder, 'not-there.tar')])).toBe(1)
    expect(await statusOf(backupCommand, ['somewhere', 'else', 'more'])).toBe(2)
    expect(await statusOf(restoreCommand, [])).toBe(2)
    expect(await statusOf(openapiCommand, ['--data'])).toBe(2)
    const nowhere = await lantoa('openapi', join(folder, 'none', 'openapi.json'))
    expect(nowhere.status).toBe(1)
    expect(nowhere.said).toContain('(ENOENT)')
    expect(nowhere.said).not.toContain('    at ')
  }, 60_000)

  it.runIf(process.getuid?.() === 0)(
    'leave root out of a folder that is another user’s, who could not write there any more',
    async () => {
      const theirs = join(folder, 'theirs')
      mkdirSync(theirs)
      chownSync(theirs, 65534, 65534)
      const refused = await lantoa('migrate', '--data', theirs)
      expect(refused.status).toBe(2)
      expect(refused.said).toContain(`sudo -u nobody`)
      expect(readdirSync(theirs)).toEqual([])
    },
    20_000,
  )
})

describe('the nightly backups that go', () => {
  it('are those older than a week, but the newest of each of three months, and never one with a word in its name', () => {
    const days = [
      '2026-06-17',
      '2026-06-11',
      '2026-06-10',
      '2026-05-31',
      '2026-05-30',
      '2026-04-30',
      '2026-03-31',
    ]
    const names = [
      ...days.map((d) => `lantoa-${d}.tar`),
      'lantoa-2026-01-05-before-upgrade-101500.tar',
      'recipient.txt',
    ]
    expect(outdated(names, '2026-06-17')).toEqual([
      'lantoa-2026-06-10.tar',
      'lantoa-2026-05-30.tar',
      'lantoa-2026-03-31.tar',
    ])
  })
})
