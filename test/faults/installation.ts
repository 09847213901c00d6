import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadFacts } from '../../src/cli/facts.ts'
import { projectRoot } from '../../src/config.ts'
import { openDatabase, type Database } from '../../src/platform/db.ts'
import { startPostgres } from '../../src/platform/embedded/postgres.ts'
import { openFileStore } from '../../src/platform/files.ts'
import { newId } from '../../src/platform/ids.ts'
import { makeHome, migrate } from '../../src/platform/migrate.ts'
import { systemActor } from '../../src/platform/context.ts'
import { clockAt } from '../../src/platform/clock.ts'
import { makeLog } from '../../src/platform/log.ts'
import type { World } from '../support/database.ts'
import { testHome } from '../support/database.ts'

/** A whole installation in a folder of its own: the built server with its own PostgreSQL, both of which can be killed. */
export interface Installation {
  dataDir: string
  /** Works on the database while no server runs (or beside it): makes units and people, or looks at what is there. */
  onDatabase<T>(run: (world: World) => Promise<T>): Promise<T>
  start(): Promise<Server>
  remove(): void
}

export interface Server {
  url: string
  /** kill -9 of the server; its PostgreSQL follows by itself */
  killServer(): Promise<void>
  /** kill -9 of the postmaster; the server starts it again */
  killPostgres(): void
  stop(): Promise<void>
  alive(): boolean
}

export async function makeInstallation(): Promise<Installation> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lantoa-fault-'))
  const installation: Installation = {
    dataDir,
    onDatabase: async (run) => {
      const postgres = await startPostgres({ dataDir })
      const database = openDatabase(postgres.url, 8)
      try {
        return await run(worldOf(dataDir, postgres.url, database))
      } finally {
        await database.close()
        await postgres.stop()
      }
    },
    start: () => startServer(dataDir),
    remove: () => rmSync(dataDir, { recursive: true, force: true }),
  }
  await installation.onDatabase(async ({ database }) => {
    await migrate(database.pool)
    await makeHome(database.pool, testHome.replace('home_', ''), 'Tỉnh thử', new Date())
    await loadFacts(database.pool)
  })
  return installation
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
    system: (at = new Date()) => ({ ...base, actor: systemActor, clock: clockAt(at) }),
    as: (actor, at = new Date()) => ({
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

async function startServer(dataDir: string): Promise<Server> {
  const port = await freePort()
  const child = spawn(
    process.execPath,
    [
      '--enable-source-maps',
      join(projectRoot, 'dist/main.js'),
      'serve',
      '--data',
      dataDir,
      '--port',
      String(port),
      '--empty',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { PATH: process.env['PATH'] ?? '', LANTOA_LOG: 'error' } },
  )
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2_000)))
  const url = `http://127.0.0.1:${port}`
  for (let i = 0; i < 400; i += 1) {
    if (child.exitCode !== null) throw new Error(`the server ended: ${said}`)
    const answer = await fetch(`${url}/healthz`).catch(() => null)
    if (answer?.ok) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return {
    url,
    alive: () => isAlive(child),
    killServer: async () => {
      child.kill('SIGKILL')
      await ended
    },
    killPostgres: () => {
      const pid = Number(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])
      process.kill(pid, 'SIGKILL')
    },
    stop: async () => {
      if (isAlive(child)) child.kill('SIGTERM')
      await ended
    },
  }
}

function isAlive(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null
}

/**
 * Sends a write until it is answered, as a phone or a person does: with the same request id each time, through any number
 * of restarts. What is answered 2xx counts as acknowledged.
 */
export async function sendUntilAnswered(
  serverUrl: () => string,
  token: string,
  method: string,
  path: string,
  body: unknown,
  requestId = newId(),
): Promise<{ status: number; json: unknown; requestId: string }> {
  const isBytes = body instanceof Uint8Array
  for (let i = 0; i < 600; i += 1) {
    try {
      const response = await fetch(`${serverUrl()}/api/v1/${path}`, {
        method,
        headers: {
          cookie: `lantoa_session=${token}`,
          'sec-fetch-site': 'same-origin',
          'lantoa-request-id': requestId,
          'content-type': isBytes ? 'application/octet-stream' : 'application/json',
        },
        ...(body === undefined ? {} : { body: isBytes ? Buffer.from(body) : JSON.stringify(body) }),
        signal: AbortSignal.timeout(10_000),
      })
      const text = await response.text()
      // A fault while PostgreSQL was being killed: nothing is known, so it is sent again.
      if (response.status >= 500) throw new Error('again')
      return { status: response.status, json: text === '' ? null : (JSON.parse(text) as unknown), requestId }
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  throw new Error(`${method} ${path} was not answered`)
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}
