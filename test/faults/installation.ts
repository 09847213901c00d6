import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadFacts } from '../../src/cli/facts.ts'
import { projectRoot } from '../../src/config.ts'
import { clockAt } from '../../src/platform/clock.ts'
import { systemActor } from '../../src/platform/context.ts'
import { openDatabase, type Database } from '../../src/platform/db.ts'
import { startPostgres } from '../../src/platform/embedded/postgres.ts'
import { openFileStore } from '../../src/platform/files.ts'
import { newId } from '../../src/platform/ids.ts'
import { makeLog } from '../../src/platform/log.ts'
import { makeHome, migrate } from '../../src/platform/migrate.ts'
import { testHome, testNow, type World } from '../support/database.ts'

/** A whole installation in a folder of its own: the built server and worker with their own PostgreSQL, all to be killed. */
export interface Installation {
  dataDir: string
  /** where the server listens whenever it runs */
  url: string
  /** Works on the database, beside the server or while none runs: makes units and people, or looks at what is there. */
  onDatabase<T>(run: (world: World) => Promise<T>): Promise<T>
  /** The server, once it answers. */
  startServer(): Promise<Running>
  /** A second server on the same database and folder, on a port of its own. */
  startAnother(): Promise<Running & { url: string }>
  /** `lantoa worker`, which comes up beside it. */
  startWorker(): Promise<Running>
  /** kill -9 of the postmaster, whoever started it; false when none runs */
  killPostgres(): boolean
  /** Sets the time of what starts from now on this much further. */
  passTime(ms: number): Promise<void>
  /** Runs `bin/lantoa` with the data folder. */
  command(...args: string[]): { status: number | null; said: string }
  /** Kills what of it still runs, and removes the folder. */
  remove(): Promise<void>
}

export interface Running {
  /** kill -9; the PostgreSQL that it started ends with it */
  kill(): Promise<void>
  /** asks it to end; returns its exit status */
  stop(): Promise<number | null>
  alive(): boolean
  /** until a worker says that it works, or ends: from then on a lost database is waited for */
  ready: Promise<void>
  pid: number
}

/**
 * An installation whose story begins at `testNow`.
 * @param databaseUrl of an outside PostgreSQL; without it the one of its own folder is used
 * @param prepare does something to the folder while it is empty
 * @param settings further variables of every process, by the address of the server
 */
export async function makeInstallation(
  databaseUrl: string | null = null,
  prepare: (dataDir: string) => void = () => undefined,
  settings: (url: string) => Record<string, string> = () => ({}),
): Promise<Installation> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lantoa-fault-'))
  prepare(dataDir)
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const environment = { ...environmentOf(databaseUrl), ...settings(url) }
  const started: Running[] = []
  const start = (words: string[]): Running => {
    const process = running(startCommand(dataDir, words, environment))
    started.push(process)
    return process
  }
  const onDatabase: Installation['onDatabase'] = async (run) => {
    const postgres = databaseUrl === null ? await startPostgres({ dataDir }) : null
    const url = databaseUrl ?? postgres?.url ?? ''
    const database = openDatabase(url, 8)
    try {
      return await run(worldOf(dataDir, url, database))
    } finally {
      await database.close()
      await postgres?.stop()
    }
  }
  await onDatabase(async ({ database }) => {
    await migrate(database.pool)
    await makeHome(database.pool, testHome.replace('home_', ''), 'Tỉnh thử', new Date(testNow))
    await loadFacts(database.pool)
    await database.pool.query(
      'insert into system.demonstration (one, installed_at, story_at) values (1, now(), $1)',
      [testNow],
    )
  })
  return {
    dataDir,
    url,
    onDatabase,
    startServer: () => startServer(start, port),
    startAnother: async () => {
      const another = await freePort()
      return { ...(await startServer(start, another)), url: `http://127.0.0.1:${another}` }
    },
    startWorker: async () => start(['worker']),
    killPostgres: () => {
      const pid = postmasterPid(dataDir)
      if (pid !== null) process.kill(pid, 'SIGKILL')
      return pid !== null
    },
    passTime: (ms) =>
      onDatabase(async ({ database }) => {
        await database.pool.query(
          'update system.demonstration set story_at = story_at + make_interval(secs => $1)',
          [ms / 1_000],
        )
      }),
    command: (...args) => {
      const ran = spawnSync(join(projectRoot, 'bin/lantoa'), [...args, '--data', dataDir], {
        encoding: 'utf8',
        env: { ...environment, LANG: 'en' },
      })
      return { status: ran.status, said: ran.stdout + ran.stderr }
    },
    remove: async () => {
      for (const process of started) await process.kill()
      const pid = postmasterPid(dataDir)
      // PostgreSQL follows by itself.
      while (pid !== null && postmasterPid(dataDir) === pid) await sleep(50)
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** The number of the postmaster that runs; null when none does. */
export function postmasterPid(dataDir: string): number | null {
  try {
    const pid = Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])
    process.kill(pid, 0)
    return pid
  } catch {
    return null
  }
}

function worldOf(dataDir: string, url: string, database: Database): World {
  const filesDir = join(dataDir, 'files')
  const files = openFileStore(filesDir)
  const base = {
    db: database.db,
    home: testHome,
    locale: 'vi' as const,
    files,
    log: makeLog('silent'),
    request: null,
  }
  return {
    database,
    url,
    files,
    filesDir,
    system: (at = testNow) => ({ ...base, actor: systemActor, clock: clockAt(at) }),
    as: (actor, at = testNow) => ({
      ...base,
      clock: clockAt(at),
      actor: {
        kind: 'person',
        accountId: actor.accountId ?? newId(),
        personId: actor.personId ?? newId(),
        unitId: actor.unitId,
        roles: actor.roles ?? ['specialist'],
        deskIds: [],
        ownUnits: actor.ownUnits ?? [actor.unitId],
      },
    }),
  }
}

/** Starts a command of the built program in a process of its own. */
function startCommand(dataDir: string, words: string[], environment: Record<string, string>): ChildProcess {
  return spawn(
    process.execPath,
    ['--enable-source-maps', join(projectRoot, 'dist/main.js'), ...words, '--data', dataDir],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...environment, LANTOA_LOG: 'silent', LANG: 'en' },
    },
  )
}

function environmentOf(databaseUrl: string | null): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }) }
}

/** What time it is in the story of an installation. */
export async function timeOf(world: World): Promise<Date> {
  const { rows } = await world.database.pool.query<{ at: Date }>(
    'select now() - installed_at + story_at as at from system.demonstration',
  )
  return rows[0]?.at ?? new Date()
}

function running(child: ChildProcess): Running {
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const alive = () => child.exitCode === null && child.signalCode === null
  const ready = new Promise<void>((resolve) => {
    let said = ''
    child.stdout?.setEncoding('utf8').on('data', (words: string) => {
      said = (said + words).slice(-2_000)
      if (said.includes('Doing background work')) resolve()
    })
    child.once('exit', () => resolve())
  })
  return {
    ready,
    pid: child.pid ?? 0,
    alive,
    kill: async () => {
      if (alive()) child.kill('SIGKILL')
      await ended
    },
    stop: async () => {
      if (alive()) child.kill('SIGTERM')
      await ended
      return child.exitCode
    },
  }
}

async function startServer(start: (words: string[]) => Running, port: number): Promise<Running> {
  const server = start(['serve', '--port', String(port), '--empty'])
  while (server.alive()) {
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => null)
    if (answer?.ok) return server
    await sleep(50)
  }
  throw new Error('the server did not come up')
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** A port that is free, and below those that connections going out take by themselves while its server lies killed. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 26_000 + Math.floor(Math.random() * 6_000)
    const isFree = await new Promise<boolean>((resolve) => {
      const server = createServer()
      server.once('error', () => resolve(false))
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
    })
    if (isFree) return port
  }
}
