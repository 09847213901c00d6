import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { findBinaries } from '../../src/platform/embedded/binaries.ts'
import { chooseIdentity } from '../../src/platform/embedded/identity.ts'
import { startPostgres } from '../../src/platform/embedded/postgres.ts'
import { freePort } from '../faults/installation.ts'

/** A primary and the standby that follows it synchronously, from the PostgreSQL that npm brought: no program but its own. */
export interface Pair {
  /** of both hosts, as an administrator writes it into DATABASE_URL */
  url: string
  /** kill -9 of the primary's postmaster and all its processes, as when its machine ends */
  killPrimary(): Promise<void>
  /** The primary stops where it stands and closes no connection, as when its machine loses power or its network. */
  silencePrimary(): void
  /** The standby becomes the primary; it has none that follows it. */
  promote(): Promise<void>
  /** Makes a standby anew where the old primary was, and waits until every commit waits for it. */
  follow(): Promise<void>
  remove(): Promise<void>
}

interface Node {
  folder: string
  port: number
  process: ChildProcess | null
}

const settings = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=80',
  'shared_buffers=64MB',
  'wal_keep_size=512MB',
  'timezone=UTC',
]

export async function makePair(): Promise<Pair> {
  const root = mkdtempSync(join(tmpdir(), 'lantoa-pair-'))
  spawnSync('chmod', ['0711', root])
  const first = join(root, 'a')
  await (await startPostgres({ dataDir: first })).stop()
  const password = readFileSync(join(first, 'postgres-password'), 'utf8')
  mkdirSync(join(root, 'b'), { mode: 0o711 })
  const nodes = {
    primary: { folder: join(first, 'postgres'), port: await freePort(), process: null } as Node,
    other: { folder: join(root, 'b', 'postgres'), port: await freePort(), process: null } as Node,
  }
  const urlAt = (host: string) => `postgres://lantoa:${password}@${host}/postgres`
  const urlOf = ({ port }: Node) => urlAt(`127.0.0.1:${port}`)
  const ports = [nodes.primary.port, nodes.other.port]
  nodes.primary.process = await launch(nodes.primary, urlOf(nodes.primary))

  const follow = async () => {
    const { primary, other } = nodes
    await copyCluster(primary.folder, other.folder, urlOf(primary))
    const conninfo = `host=127.0.0.1 port=${primary.port} user=lantoa password=${password} application_name=standby`
    writeFileSync(join(other.folder, 'postgresql.auto.conf'), `primary_conninfo = '${conninfo}'\n`)
    other.process = await launch(other, urlOf(other))
    await query(urlOf(primary), "alter system set synchronous_standby_names = '*'")
    await query(urlOf(primary), 'select pg_reload_conf()')
    const state = 'select 1 from pg_stat_replication where sync_state = $$sync$$'
    while ((await query(urlOf(primary), state)).length === 0) await sleep(50)
  }
  await follow()
  return {
    url: urlAt(ports.map((port) => `127.0.0.1:${port}`).join(',')),
    killPrimary: () => killAll(nodes.primary),
    silencePrimary: () => signalAll(nodes.primary, 'SIGSTOP'),
    promote: async () => {
      await query(urlOf(nodes.other), 'select pg_promote(true, 60)')
      ;[nodes.primary, nodes.other] = [nodes.other, nodes.primary]
    },
    follow,
    remove: async () => {
      await killAll(nodes.primary)
      await killAll(nodes.other)
      rmSync(root, { recursive: true, force: true })
    },
  }
}

/**
 * A cluster copied while it works: between pg_backup_start and pg_backup_stop any copy of the files will do, because the
 * log of what happened meanwhile is streamed to it.
 */
async function copyCluster(from: string, to: string, url: string): Promise<void> {
  rmSync(to, { recursive: true, force: true })
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query("select pg_backup_start('standby', true)")
    // Keeps owners and modes; a file that goes meanwhile is none that the copy needs.
    spawnSync('cp', ['-a', from, to])
    const { rows } = await client.query<{ labelfile: string }>(
      'select labelfile from pg_backup_stop(wait_for_archive => false)',
    )
    spawnSync('find', [`${to}/pg_wal`, `${to}/pg_replslot`, '-type', 'f', '-delete'])
    for (const name of ['postmaster.pid', 'postmaster.opts']) rmSync(join(to, name), { force: true })
    writeFileSync(join(to, 'backup_label'), rows[0]?.labelfile ?? '')
    writeFileSync(join(to, 'standby.signal'), '')
    const ownerOf = `--reference=${join(to, 'PG_VERSION')}`
    spawnSync('chown', [ownerOf, join(to, 'backup_label'), join(to, 'standby.signal')])
  } finally {
    await client.end()
  }
}

async function launch({ folder, port }: Node, url: string): Promise<ChildProcess> {
  const native = findBinaries()
  const identity = native && chooseIdentity(join(native, 'bin/initdb'), join(folder, '..'), folder)
  if (!native || !identity) throw new Error('no PostgreSQL of our own here')
  const [program = '', ...args] = [
    ...identity.prefix,
    join(native, 'bin/postgres'),
    ...['-D', folder, '-p', String(port)],
    ...settings.flatMap((s) => ['-c', s]),
  ]
  const child = spawn(program, args, { cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4_000)))
  while (child.exitCode === null && child.signalCode === null) {
    if (await query(url, 'select 1').catch(() => null)) return child
    await sleep(50)
  }
  throw new Error(`PostgreSQL ended: ${said}`)
}

async function killAll(node: Node): Promise<void> {
  const { process: child } = node
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  signalAll(node, 'SIGKILL')
  await ended
  node.process = null
}

function signalAll({ process: child }: Node, signal: NodeJS.Signals): void {
  if (!child) return
  const children = `/proc/${child.pid}/task/${child.pid}/children`
  const pids = existsSync(children) ? readFileSync(children, 'utf8').trim().split(' ').map(Number) : []
  child.kill(signal)
  for (const pid of pids.filter((n) => n > 0)) {
    try {
      process.kill(pid, signal)
    } catch {
      // It went by itself.
    }
  }
}

export async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end().catch(() => undefined)
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
