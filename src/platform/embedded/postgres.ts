import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { findBinaries, majorOfBinaries, majorOfCluster } from './binaries.ts'
import { chooseIdentity, type Identity } from './identity.ts'
import { choosePort, keepPort } from './port.ts'
import { alivePostmaster, isAlive, removeStalePid } from './postmaster.ts'

/** A running PostgreSQL of our own. */
export interface EmbeddedPostgres {
  /** postgres://… of the owner; the same after every restart, unless another program took the port: see `onMoved` */
  url: string
  /** Ends it cleanly when we started it; leaves it alone when another process of ours did. */
  stop(): Promise<void>
}

export interface EmbeddedOptions {
  /** the data folder of Lan Tỏa; PostgreSQL gets `postgres/` in it */
  dataDir: string
  /** binaries of another major than ours, for a cluster that it made: see carry-over */
  native?: string
  /** extra settings, e.g. `fsync=off` for tests */
  settings?: string[]
  /** what is being done, in words for the person who waits */
  say?: (step: 'initialising' | 'starting' | 'restarting') => void
  /** It was started again, by us or by another process of ours, and its port was taken meanwhile: this is where it is now. */
  onMoved?: (url: string) => void
}

/** Why PostgreSQL could not be started, with the end of what it said. */
export class PostgresError extends Error {
  readonly reason: 'no_binaries' | 'no_identity' | 'other_major' | 'failed'
  constructor(reason: PostgresError['reason'], detail = '') {
    super(detail || reason)
    this.name = 'PostgresError'
    this.reason = reason
  }
}

const user = 'lantoa'
const defaults = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=60',
  'shared_buffers=96MB',
  'log_statement=none',
  'log_min_error_statement=panic', // a statement in the log could hold a person's name
  'log_parameter_max_length_on_error=0',
  'timezone=UTC',
]

/**
 * Starts PostgreSQL in the data folder, making its cluster on the first run, and starts it again whenever it dies while
 * we live. Where another process of ours already runs it, that one is used; when that one dies, whoever is first starts
 * it and the others find it.
 */
export async function startPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { dataDir, onMoved } = options
  const say = options.say ?? (() => undefined)
  const native = options.native ?? findBinaries()
  if (!native) throw new PostgresError('no_binaries')
  // 0711: PostgreSQL runs as another user and must pass through; what lies in it is closed by its own modes.
  mkdirSync(dataDir, { recursive: true, mode: 0o711 })
  const folder = join(dataDir, 'postgres')
  const identity = chooseIdentity(join(native, 'bin', 'initdb'), dataDir, folder)
  if (!identity) throw new PostgresError('no_identity')
  const password = secret(join(dataDir, 'postgres-password'))
  if (!existsSync(folder)) {
    say('initialising')
    await initialise(native, identity, dataDir, folder, password)
  }
  const made = majorOfCluster(folder)
  if (made !== null && made !== majorOfBinaries(native)) throw new PostgresError('other_major', String(made))
  const settings = [...defaults, ...(options.settings ?? [])]
  const urlAt = (port: number) => `postgres://${user}:${password}@127.0.0.1:${port}/postgres`

  /** the postmaster that we started; null while another process's is used */
  let child: ChildProcess | null = null
  let port = 0
  let stopping = false
  let wake: () => void = () => undefined

  const findAt = (found: number): void => {
    const moved = port !== 0 && port !== found
    port = found
    if (moved) onMoved?.(urlAt(found))
  }
  const launch = async (): Promise<void> => {
    for (let attempt = 1; !stopping; attempt += 1) {
      const running = await findRunning(folder, urlAt)
      if (running !== null) {
        child = null
        return findAt(running)
      }
      try {
        const chosen = await choosePort(dataDir)
        child = await launchOnce(native, identity, folder, chosen, settings, urlAt(chosen))
        child.once('exit', () => wake())
        keepPort(dataDir, chosen)
        return findAt(chosen)
      } catch (error) {
        // After a kill -9 of the postmaster its backends need a moment to let go of the shared memory.
        if (attempt === 20) throw error
        await sleep(250)
      }
    }
  }
  const supervise = async (): Promise<void> => {
    while (!stopping) {
      await new Promise<void>((resolve) => {
        wake = resolve
        setTimeout(resolve, 500).unref()
      })
      if (stopping || isRunning(child)) continue
      const found = alivePostmaster(folder)
      if (found === null) {
        say('restarting')
        // What hinders it (a full disk) may pass: as long as we live it is tried again.
        await launch().catch(() => undefined)
      } else if (found > 0) {
        child = null
        findAt(found)
      }
    }
  }
  say('starting')
  await launch()
  const supervising = supervise()
  return {
    url: urlAt(port),
    stop: async () => {
      stopping = true
      wake()
      await supervising
      const running = child
      if (!running || !isRunning(running)) return
      const ended = new Promise((resolve) => running.once('exit', resolve))
      running.kill('SIGINT')
      await ended
    },
  }
}

function isRunning(child: ChildProcess | null): boolean {
  return child !== null && child.exitCode === null && child.signalCode === null
}

async function initialise(
  native: string,
  identity: Identity,
  dataDir: string,
  folder: string,
  password: string,
): Promise<void> {
  // Into a name of its own, renamed when whole: a killed first run leaves nothing that looks like a cluster, and of two
  // first runs at once (server and worker started together) one takes the other's.
  removeDeadDrafts(dataDir)
  const draft = join(dataDir, `${draftPrefix}${process.pid}-${randomBytes(6).toString('hex')}`)
  mkdirSync(draft, { mode: 0o700 })
  identity.own(draft)
  const passwordFile = join(draft, 'password')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  identity.own(passwordFile)
  const cluster = join(draft, 'cluster')
  const [program = '', ...args] = [
    ...identity.prefix,
    join(native, 'bin', 'initdb'),
    ...['-D', cluster, '-U', user, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8'],
    // 16 has no collations of its own; there the system's do the same.
    ...(majorOfBinaries(native) >= 17
      ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
      : ['--locale=C.UTF-8']),
    '--data-checksums',
  ]
  await new Promise<void>((resolve, reject) => {
    const child = spawn(program, args, { cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2_000)))
    child.once('error', (error) => reject(new PostgresError('failed', error.message)))
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new PostgresError('failed', said))))
  })
  try {
    renameSync(cluster, folder)
  } catch (error) {
    if (!existsSync(folder)) throw error
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

const draftPrefix = 'postgres.new-'

/** Clusters that a killed first run left half made. */
function removeDeadDrafts(dataDir: string): void {
  for (const name of readdirSync(dataDir)) {
    if (!name.startsWith(draftPrefix)) continue
    const pid = Number(name.slice(draftPrefix.length).split('-')[0])
    if (!isAlive(pid)) rmSync(join(dataDir, name), { recursive: true, force: true })
  }
}

async function launchOnce(
  native: string,
  identity: Identity,
  folder: string,
  port: number,
  settings: string[],
  url: string,
): Promise<ChildProcess> {
  removeStalePid(folder)
  const [program = '', ...args] = [
    ...identity.prefix,
    join(native, 'bin', 'postgres'),
    ...['-D', folder, '-p', String(port)],
    ...settings.flatMap((s) => ['-c', s]),
  ]
  const child = spawn(program, args, { cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4_000)))
  const failed = new Promise<never>((_, reject) => {
    child.once('error', (error) => reject(new PostgresError('failed', error.message)))
    child.once('exit', () => reject(new PostgresError('failed', said)))
  })
  const ready = (async () => {
    // Redo after a crash can take long on an old disk: a minute is patience, not a guess at the usual 0.05 s.
    for (let i = 0; i < 1_200; i += 1) {
      if (await answers(url)) return child
      await sleep(50)
    }
    child.kill('SIGINT')
    throw new PostgresError('failed', said)
  })()
  failed.catch(() => undefined) // once it runs, its end is the supervisor's affair
  return Promise.race([failed, ready])
}

/** The port of a postmaster of this folder that answers; waits while one is going down. */
async function findRunning(folder: string, urlAt: (port: number) => string): Promise<number | null> {
  for (let i = 0; i < 200; i += 1) {
    const port = alivePostmaster(folder)
    if (port === null) return null
    if (port > 0 && (await answers(urlAt(port)))) return port
    await sleep(50)
  }
  return null
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** A password made once and read by whoever comes later; it appears whole, so that two first runs at once have the same. */
function secret(file: string): string {
  if (!existsSync(file)) {
    const draft = `${file}.${process.pid}-${randomBytes(6).toString('hex')}`
    writeFileSync(draft, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' })
    try {
      linkSync(draft, file)
    } catch (error) {
      if (!existsSync(file)) throw error
    } finally {
      rmSync(draft)
    }
  }
  return readFileSync(file, 'utf8')
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
