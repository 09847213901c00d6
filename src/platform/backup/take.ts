import { createHash } from 'node:crypto'
import { PassThrough, type Writable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { pack, type Pack } from 'tar-stream'
import type { FileStore } from '../files.ts'
import { FileAlteredError } from '../files-s3.ts'
import { seal } from './envelope.ts'
import { formatVersion, type BackupHead, type BackupManifest } from './format.ts'
import { columnList, listTables, tableName, type BackupTable } from './tables.ts'

/** Rows are cut into pieces of about this size, because a tar says how long an entry is before it. */
const pieceSize = 4 * 1024 * 1024

export interface TakenBackup {
  takenAt: Date
  rows: number
  files: number
  /** hashes of files that rows still name and whose bytes are gone or altered: the backup lacks them */
  missing: readonly string[]
}

/**
 * Takes a backup while people work: every table in one repeatable-read snapshot, then the files that the snapshot names.
 * Files are never changed, only added or redacted, so those of the snapshot are still there, or gone by law; others that
 * can't be read are told. A store that does not answer ends the backup: it would be whole in name only.
 * @param files null: rows only, the files stay where they are
 * @param out receives the bytes; its end is when everything is written
 * @param recipient age recipient of the administrator, null leaves the backup readable
 * @param say told what is being done, with how much of it
 * @throws FilesAwayError, and what the disk says
 */
export async function takeBackup(
  pool: Pick<pg.Pool, 'connect'>,
  files: Pick<FileStore, 'get'> | null,
  out: Writable,
  recipient: string | null,
  say: (step: 'rows' | 'files', done: number) => void = () => undefined,
): Promise<TakenBackup> {
  const tar = pack()
  const written = seal(tar.pipe(new PassThrough()), out, recipient)
  // A full disk is reported by the line below that waits for the end; this one keeps it from ending the process first.
  written.catch(() => undefined)
  const stop = new AbortController()
  written.then(undefined, (error: unknown) => stop.abort(error))
  const manifest: BackupManifest = { rows: [], files: 0, missing: [], entries: [] }
  const client = await pool.connect()
  let head: BackupHead
  let hashes: string[]
  try {
    await client.query('begin isolation level repeatable read read only')
    head = await describe(client)
    await addEntry(tar, manifest, 'head.json', Buffer.from(JSON.stringify(head)), stop.signal)
    for (const table of head.tables) {
      await copyTable(client, tar, manifest, table, stop.signal)
      say('rows', manifest.rows.length)
    }
    hashes = files === null ? [] : await namedFiles(client, schemasOf(head))
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    tar.destroy()
    throw stop.signal.aborted ? stop.signal.reason : error
  } finally {
    client.release()
  }
  try {
    for (const hash of hashes) {
      const bytes = files && (await bytesOf(files, hash))
      if (bytes === null) manifest.missing.push(hash)
      else {
        await addEntry(tar, manifest, `files/${hash}`, bytes, stop.signal)
        manifest.files += 1
      }
      say('files', manifest.files)
    }
  } catch (error) {
    tar.destroy()
    throw error
  }
  tar.entry({ name: 'manifest.json' }, JSON.stringify(manifest))
  tar.finalize()
  await written
  return {
    takenAt: new Date(head.takenAt),
    rows: manifest.rows.reduce((sum, t) => sum + t.rows, 0),
    files: manifest.files,
    missing: manifest.missing.length === 0 ? [] : await stillNamed(pool, head, manifest.missing),
  }
}

function schemasOf(head: BackupHead): string[] {
  return head.homes.map((h) => h.schema)
}

/** @returns null for a file that is not there, or whose bytes are others; whatever else hinders is thrown */
async function bytesOf(files: Pick<FileStore, 'get'>, hash: string): Promise<Buffer | null> {
  try {
    return await files.get(hash)
  } catch (error) {
    if (error instanceof FileAlteredError) return null
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** Those that no redaction took meanwhile. */
async function stillNamed(
  pool: Pick<pg.Pool, 'connect'>,
  head: BackupHead,
  missing: readonly string[],
): Promise<string[]> {
  const client = await pool.connect()
  try {
    const named = new Set(await namedFiles(client, schemasOf(head)))
    return missing.filter((hash) => named.has(hash))
  } finally {
    client.release()
  }
}

async function describe(client: pg.ClientBase): Promise<BackupHead> {
  const now = await client.query<{ now: Date }>('select now()')
  const homes = await client.query<{ code: string; name: string; schema: string; at: Date }>(
    'select code, name, schema_name as schema, created_at as at from system.homes order by code',
  )
  const migrations = await client.query<{ schema: string; file: string; hash: string }>(
    'select schema_name as schema, file, hash from system.migrations order by schema_name, file',
  )
  const schemas = ['system', 'shared', ...homes.rows.map((h) => h.schema)]
  return {
    format: formatVersion,
    takenAt: (now.rows[0]?.now ?? new Date()).toISOString(),
    homes: homes.rows.map(({ code, name, schema, at }) => ({
      code,
      name,
      schema,
      createdAt: at.toISOString(),
    })),
    migrations: migrations.rows,
    tables: await listTables(client, schemas),
  }
}

async function copyTable(
  client: pg.PoolClient,
  tar: Pack,
  manifest: BackupManifest,
  table: BackupTable,
  signal: AbortSignal,
): Promise<void> {
  const stream = client.query(copyTo(`copy ${tableName(table)} (${columnList(table.columns)}) to stdout`))
  let held: Buffer[] = []
  let size = 0
  let piece = 0
  let rows = 0
  const flush = async (): Promise<void> => {
    if (size === 0) return
    await addEntry(
      tar,
      manifest,
      `data/${table.schema}/${table.table}/${piece}.copy`,
      Buffer.concat(held),
      signal,
    )
    held = []
    size = 0
    piece += 1
  }
  for await (const chunk of stream) {
    const bytes = chunk as Buffer
    // COPY text has one line a row; a line's end inside a value is written as \n, two characters.
    for (const byte of bytes) if (byte === 10) rows += 1
    held.push(bytes)
    size += bytes.length
    if (size >= pieceSize) await flush()
  }
  await flush()
  manifest.rows.push({ schema: table.schema, table: table.table, rows })
}

/** Kept files that rows of the snapshot name and that are not redacted. */
async function namedFiles(client: pg.ClientBase, schemas: readonly string[]): Promise<string[]> {
  if (schemas.length === 0) return []
  const each = schemas.map((s) => `select hash from "${s}".files where redacted_at is null`).join(' union ')
  const { rows } = await client.query<{ hash: string }>(`${each} order by 1`)
  return rows.map((r) => r.hash)
}

async function addEntry(
  tar: Pack,
  manifest: BackupManifest,
  name: string,
  bytes: Buffer,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted()
  const entry = tar.entry({ name, size: bytes.length })
  entry.end(bytes)
  await finished(entry, { signal }).catch((error: unknown) => {
    throw signal.aborted ? signal.reason : error
  })
  manifest.entries.push({ name, size: bytes.length, hash: createHash('sha256').update(bytes).digest('hex') })
}
