import { spawn, type ChildProcess } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, describe, expect, it } from 'vitest'
import { projectRoot } from '../../src/config.ts'
import { startPostgres } from '../../src/platform/embedded/postgres.ts'

const folders: string[] = []
function folder(mode = 0o755): string {
  const path = mkdtempSync(join(tmpdir(), 'lantoa-pg-'))
  chmodSync(path, mode)
  folders.push(path)
  return path
}
afterEach(() => {
  for (const path of folders.splice(0)) rmSync(path, { recursive: true, force: true })
})

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}

/** A process of its own that starts PostgreSQL and stays; told its URL when ready. */
async function startApart(dataDir: string): Promise<{ child: ChildProcess; url: string }> {
  const script = `import { startPostgres } from ${JSON.stringify(join(projectRoot, 'src/platform/embedded/postgres.ts'))}
    const p = await startPostgres({ dataDir: ${JSON.stringify(dataDir)} }); console.log(p.url); setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((resolve) =>
    child.stdout?.once('data', (d: Buffer) => resolve(d.toString().trim())),
  )
  return { child, url }
}

function postmasterPid(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])
}

async function eventually(check: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 200; i += 1) {
    if (await Promise.resolve(check()).catch(() => false)) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('it did not happen within 10 s')
}

describe('the embedded PostgreSQL', () => {
  it('keeps its password from others, listens on 127.0.0.1 only, checks its pages, and has the Vietnamese order of letters', async () => {
    const dir = folder()
    const postgres = await startPostgres({ dataDir: dir })
    try {
      expect(statSync(join(dir, 'postgres-password')).mode & 0o777).toBe(0o600)
      expect(await query(postgres.url, 'show data_checksums')).toEqual([{ data_checksums: 'on' }])
      expect(await query(postgres.url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }])
      expect(
        await query(
          postgres.url,
          `select string_agg(x, ' ' order by x collate "vi-x-icu") as x, upper('đường') as u from unnest(array['dừa', 'đa', 'ăn', 'an', 'ơi', 'ôi']) x`,
        ),
      ).toEqual([{ x: 'an ăn dừa đa ôi ơi', u: 'ĐƯỜNG' }])
      await expect(query(postgres.url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow(/password/)
    } finally {
      await postgres.stop()
    }
  })

  it('makes one cluster when two processes start at once in a new folder, as server and worker do', async () => {
    const dir = folder()
    const both = await Promise.all([startApart(dir), startApart(dir)])
    try {
      expect(both[0].url).toBe(both[1].url)
      await query(both[0].url, 'create table t (n int)')
      expect(await query(both[1].url, 'select n from t')).toEqual([])
      expect(readdirSync(dir).sort()).toEqual(['postgres', 'postgres-password'])
    } finally {
      for (const { child } of both) child.kill('SIGKILL')
      await eventually(() => !existsSync(join(dir, 'postgres/postmaster.pid')))
    }
  })

  it('clears away what a killed first run left half made', async () => {
    const dir = folder()
    mkdirSync(join(dir, 'postgres.new-4000000-aa'))
    const postgres = await startPostgres({ dataDir: dir })
    await postgres.stop()
    expect(readdirSync(dir).sort()).toEqual(['postgres', 'postgres-password'])
  })

  it('ends when its process is killed, and opens again with what was acknowledged', async () => {
    const dir = folder()
    const first = await startApart(dir)
    await query(first.url, 'create table t (n int); insert into t values (1)')
    const pid = postmasterPid(dir)
    first.child.kill('SIGKILL')
    const second = await startPostgres({ dataDir: dir })
    try {
      expect(postmasterPid(dir)).not.toBe(pid)
      expect(await query(second.url, 'select n from t')).toEqual([{ n: 1 }])
    } finally {
      await second.stop()
    }
  })

  it('is started again, on the same address, when it is killed itself', async () => {
    const dir = folder()
    const postgres = await startPostgres({ dataDir: dir })
    try {
      await query(postgres.url, 'create table t (n int); insert into t values (1)')
      process.kill(postmasterPid(dir), 'SIGKILL')
      await eventually(async () => (await query(postgres.url, 'select n from t')).length === 1)
    } finally {
      await postgres.stop()
    }
  })

  it('is shared by a second process, which goes on when the first ends', async () => {
    const dir = folder()
    const first = await startApart(dir)
    const second = await startPostgres({ dataDir: dir })
    try {
      expect(second.url).toBe(first.url)
      first.child.kill('SIGKILL')
      await eventually(
        async () => (await query(second.url, 'select 1')).length === 1 && postmasterPid(dir) > 0,
      )
      expect(await query(second.url, 'select 1 as n')).toEqual([{ n: 1 }])
    } finally {
      await second.stop()
    }
  })

  it('starts as root in a folder that only root may enter', async (context) => {
    if (process.getuid?.() !== 0) return context.skip('not run: needs root')
    const dir = folder(0o700)
    const postgres = await startPostgres({ dataDir: join(dir, 'data') })
    expect(await query(postgres.url, 'select 1 as n')).toEqual([{ n: 1 }])
    await postgres.stop()
  })

  it('starts through a linked folder', async () => {
    const dir = folder()
    const link = join(folder(), 'link')
    symlinkSync(dir, link)
    const postgres = await startPostgres({ dataDir: link })
    expect(await query(postgres.url, 'select 1 as n')).toEqual([{ n: 1 }])
    await postgres.stop()
  })
})
