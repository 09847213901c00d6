import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
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
  writeFileSync,
} from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { projectRoot } from '../../src/config.ts'
import { openDatabase } from '../../src/platform/db.ts'
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

/** A data folder whose cluster is made already: one that was made once, with its owner, as a copy. */
let made: string | null = null
async function madeFolder(): Promise<string> {
  if (made === null) {
    made = mkdtempSync(join(tmpdir(), 'lantoa-pg-'))
    chmodSync(made, 0o755)
    await (await startPostgres({ dataDir: made })).stop()
  }
  const path = folder()
  execFileSync('cp', ['-a', `${made}/.`, path])
  // Each finds a port of its own.
  rmSync(join(path, 'postgres-port'))
  return path
}
afterAll(() => {
  if (made) rmSync(made, { recursive: true, force: true })
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

interface Apart {
  child: ChildProcess
  /** as it was when PostgreSQL was ready */
  url: string
  /** what its pool of connections answered last: the postmaster that it reached; null while it reaches none */
  reaches(): number | null
}

/** A process of its own that starts PostgreSQL or finds it, stays, and asks it again and again through one pool. */
async function startApart(dataDir: string): Promise<Apart> {
  const script = `
    import { openDatabase } from ${JSON.stringify(join(projectRoot, 'src/platform/db.ts'))}
    import { startPostgres } from ${JSON.stringify(join(projectRoot, 'src/platform/embedded/postgres.ts'))}
    let database
    const { url } = await startPostgres({ dataDir: ${JSON.stringify(dataDir)}, onMoved: (moved) => database?.moveTo(moved) })
    console.log(url)
    database = openDatabase(url, 1)
    for (;;) {
      const answer = await database.pool.query('select extract(epoch from pg_postmaster_start_time()) * 1000000 as at').catch(() => null)
      console.log(answer ? Number(answer.rows[0].at) : 'none')
      await new Promise((resolve) => setTimeout(resolve, 100))
    }`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let heard = ''
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', () => reject(new Error('the process ended before PostgreSQL was ready')))
    child.stdout.on('data', (chunk: Buffer) => {
      heard += chunk.toString()
      if (heard.includes('\n')) resolve(heard.split('\n')[0] ?? '')
    })
  })
  const reaches = () => {
    const last = heard.split('\n').at(-2) ?? ''
    return /^\d+$/.test(last) ? Number(last) : null
  }
  return { child, url, reaches }
}

/** Waits until both processes reach the same PostgreSQL, another than before. */
async function bothReach(first: Apart, second: Apart, before: number | null): Promise<number> {
  await eventually(
    () => first.reaches() !== null && first.reaches() !== before && first.reaches() === second.reaches(),
  )
  return first.reaches() ?? 0
}

function postmasterPid(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])
}

function portOf(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'postgres-port'), 'utf8'))
}

function take(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => resolve(true))
  })
}

async function eventually(check: () => boolean | Promise<boolean>): Promise<void> {
  // A connection that went to whoever took the port is given up after ten seconds: longer than that.
  const until = Date.now() + 30_000
  while (Date.now() < until) {
    if (await Promise.resolve(check()).catch(() => false)) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('it did not happen within 30 s')
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
      expect(readdirSync(dir).sort()).toEqual(['postgres', 'postgres-password', 'postgres-port'])
    } finally {
      for (const { child } of both) child.kill('SIGKILL')
      await eventually(() => !existsSync(join(dir, 'postgres/postmaster.pid')))
    }
  })

  it('ends when its process is killed, and opens again with what was acknowledged', async () => {
    const dir = await madeFolder()
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
    const dir = await madeFolder()
    const postgres = await startPostgres({ dataDir: dir })
    try {
      await query(postgres.url, 'create table t (n int); insert into t values (1)')
      process.kill(postmasterPid(dir), 'SIGKILL')
      await eventually(async () => (await query(postgres.url, 'select n from t')).length === 1)
    } finally {
      await postgres.stop()
    }
  })

  it('ends no process by dying between two statements of a transaction', async () => {
    const postgres = await startPostgres({ dataDir: await madeFolder() })
    const database = openDatabase(postgres.url, 1)
    try {
      const client = await database.pool.connect()
      const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
      // Heard by nobody, the loss would end this very process.
      const lost = new Promise((resolve) => client.once('end', resolve))
      await query(postgres.url, `select pg_terminate_backend(${rows[0]?.pid ?? 0})`)
      await lost
      await expect(client.query('select 1')).rejects.toThrow()
      client.release()
      expect((await database.pool.query('select 1 as n')).rows).toEqual([{ n: 1 }])
    } finally {
      await database.close()
      await postgres.stop()
    }
  })

  it('is shared by a second process, which goes on when the first ends', { timeout: 60_000 }, async () => {
    const dir = await madeFolder()
    const first = await startApart(dir)
    const second = await startPostgres({ dataDir: dir })
    try {
      expect(second.url).toBe(first.url)
      const before = postmasterPid(dir)
      first.child.kill('SIGKILL')
      // The first's PostgreSQL still answers while it ends.
      await eventually(
        async () => postmasterPid(dir) !== before && (await query(second.url, 'select 1')).length === 1,
      )
      expect(await query(second.url, 'select 1 as n')).toEqual([{ n: 1 }])
    } finally {
      await second.stop()
    }
  })

  it(
    'is found by both when it dies while both live, whoever starts it again',
    { timeout: 60_000 },
    async () => {
      const dir = await madeFolder()
      const first = await startApart(dir)
      const second = await startApart(dir)
      try {
        let at = await bothReach(first, second, null)
        for (let round = 0; round < 3; round += 1) {
          process.kill(postmasterPid(dir), 'SIGKILL')
          at = await bothReach(first, second, at)
          expect(portOf(dir)).toBe(Number(new URL(first.url).port))
        }
      } finally {
        first.child.kill('SIGKILL')
        second.child.kill('SIGKILL')
      }
    },
  )

  it(
    'is found by both on another port when its own was taken meanwhile, and keeps that one',
    { timeout: 60_000 },
    async () => {
      const dir = await madeFolder()
      const first = await startApart(dir)
      const second = await startApart(dir)
      const old = Number(new URL(first.url).port)
      const stranger = createServer()
      try {
        const at = await bothReach(first, second, null)
        // Both stand still while the port is taken.
        for (const { child } of [first, second]) child.kill('SIGSTOP')
        process.kill(postmasterPid(dir), 'SIGKILL')
        await eventually(() => take(stranger, old))
        for (const { child } of [first, second]) child.kill('SIGCONT')
        await bothReach(first, second, at)
        expect(portOf(dir)).not.toBe(old)
      } finally {
        first.child.kill('SIGKILL')
        second.child.kill('SIGKILL')
        stranger.close()
      }
      const moved = portOf(dir)
      const third = await startPostgres({ dataDir: dir })
      expect(new URL(third.url).port).toBe(String(moved))
      await third.stop()
    },
  )

  it('starts where the number of a dead one belongs to another program by now', async () => {
    const dir = await madeFolder()
    const postgres = await startPostgres({ dataDir: dir })
    await postgres.stop()
    const other = spawn('sleep', ['60'])
    writeFileSync(join(dir, 'postgres/postmaster.pid'), `${other.pid}\n${join(dir, 'postgres')}\n`)
    const again = await startPostgres({ dataDir: dir })
    try {
      expect(await query(again.url, 'select 1 as n')).toEqual([{ n: 1 }])
      expect(other.exitCode).toBeNull()
    } finally {
      other.kill()
      await again.stop()
    }
  })

  it('starts as root in a folder that only root may enter', async (context) => {
    if (process.getuid?.() !== 0) return context.skip('not run: needs root')
    const dir = folder(0o700)
    const postgres = await startPostgres({ dataDir: join(dir, 'data') })
    expect(await query(postgres.url, 'select 1 as n')).toEqual([{ n: 1 }])
    await postgres.stop()
  })

  it('starts through a linked folder, and clears away what a killed first run left half made there', async () => {
    const dir = folder()
    mkdirSync(join(dir, 'postgres.new-4000000-aa'))
    const link = join(folder(), 'link')
    symlinkSync(dir, link)
    const postgres = await startPostgres({ dataDir: link })
    expect(await query(postgres.url, 'select 1 as n')).toEqual([{ n: 1 }])
    await postgres.stop()
    expect(readdirSync(dir).sort()).toEqual(['postgres', 'postgres-password', 'postgres-port'])
  })
})
