import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom, type CopyStreamQuery } from 'pg-copy-streams'
import { extract } from 'tar-stream'
import type { FileStore } from '../files.ts'
import { prepare, prepareHomes } from '../migrate.ts'
import { MigrationError } from '../migration-error.ts'
import { unseal } from './envelope.ts'
import { BackupError, BackupHead, BackupManifest } from './format.ts'
import { columnList, tableName } from './tables.ts'

export interface RestoredBackup {
  takenAt: Date
  rows: number
  files: number
}

/**
 * Loads a backup into an empty database and file store. All rows are loaded in one transaction, which is committed only
 * when the whole backup was read and every entry's hash was found right: what fails leaves the database empty.
 * The caller migrates to this release afterwards.
 * @param identity the administrator's secret key, null for a backup that is not encrypted
 * @throws BackupError
 */
export async function restoreBackup(
  pool: pg.Pool,
  files: Pick<FileStore, 'put'>,
  input: Readable,
  identity: string | null,
  say: (step: 'rows' | 'files', done: number) => void = () => undefined,
): Promise<RestoredBackup> {
  await prepare(pool)
  const client = await pool.connect()
  try {
    await client.query('begin')
    const result = await load(client, files, await unseal(input, identity), say)
    await client.query('commit')
    client.release()
    return result
  } catch (error) {
    input.destroy()
    // A COPY may be half way in: closing the connection is what rolls it back at once.
    client.release(true)
    if (!(error instanceof MigrationError)) throw error
    throw new BackupError(error.message.startsWith('homes:') ? 'not_empty' : 'newer', error.message)
  }
}

/**
 * Reads a backup to its end and compares every entry with its hash; nothing is loaded.
 * @throws BackupError
 */
export async function checkBackup(input: Readable, identity: string | null): Promise<RestoredBackup> {
  return readThrough(await unseal(input, identity), {
    head: async () => undefined,
    rows: async () => undefined,
    file: async () => undefined,
    end: async () => undefined,
  })
}

interface Receiver {
  head(head: BackupHead): Promise<void>
  rows(schema: string, table: string, bytes: Buffer): Promise<void>
  file(hash: string, bytes: Buffer): Promise<void>
  /** after the last entry, before anything is final */
  end(manifest: BackupManifest): Promise<void>
}

async function load(
  client: pg.PoolClient,
  files: Pick<FileStore, 'put'>,
  input: Readable,
  say: (step: 'rows' | 'files', done: number) => void,
): Promise<RestoredBackup> {
  let head: BackupHead | null = null
  let open: OpenCopy | null = null
  const loaded = new Map<string, number>()
  let kept = 0
  const close = async (): Promise<void> => {
    if (!open) return
    if (open.fault !== null) throw open.fault
    open.stream.end()
    await finished(open.stream)
    loaded.set(open.name, open.stream.rowCount ?? 0)
    open = null
    say('rows', loaded.size)
  }
  return readThrough(input, {
    head: async (read) => {
      head = read
      // Schemas and tables as they were when the backup was taken; later migrations run over the loaded rows.
      await prepareHomes(client, read.homes, read.migrations)
      // What migrations themselves wrote stands in the backup too.
      for (const table of [...read.tables].reverse()) await client.query(`delete from ${tableName(table)}`)
    },
    rows: async (schema, table, bytes) => {
      const name = `${schema}.${table}`
      if (open?.name !== name) {
        await close()
        const columns = head?.tables.find((t) => t.schema === schema && t.table === table)?.columns
        if (!columns) throw new BackupError('altered', name)
        open = openCopy(client, name, `${tableName({ schema, table })} (${columnList(columns)})`)
      }
      await writePiece(open, bytes)
    },
    file: async (hash, bytes) => {
      await close()
      if ((await files.put(bytes)).hash !== hash) throw new BackupError('altered', hash)
      kept += 1
      say('files', kept)
    },
    end: async (manifest) => {
      await close()
      for (const { schema, table, rows } of manifest.rows)
        if ((loaded.get(`${schema}.${table}`) ?? 0) !== rows)
          throw new BackupError('altered', `${schema}.${table}`)
    },
  })
}

interface OpenCopy {
  name: string
  stream: CopyStreamQuery
  /** what PostgreSQL said against it; it may say so between two pieces, when nobody waits for a write */
  fault: Error | null
}

function openCopy(client: pg.PoolClient, name: string, into: string): OpenCopy {
  const stream = client.query(copyFrom(`copy ${into} from stdin`))
  const open: OpenCopy = { name, stream, fault: null }
  stream.on('error', (error) => (open.fault ??= error))
  return open
}

/** A table has any number of pieces, so what is listened to for one of them goes with it. */
async function writePiece({ stream, fault }: OpenCopy, bytes: Buffer): Promise<void> {
  if (fault !== null) throw fault
  await new Promise<void>((resolve, reject) => {
    stream.once('error', reject)
    stream.write(bytes, (error) => {
      stream.off('error', reject)
      if (error) reject(error)
      else resolve()
    })
  })
}

/** Goes through the entries in order, each whole in memory (at most the size of the largest kept file). */
async function readThrough(input: Readable, receiver: Receiver): Promise<RestoredBackup> {
  const seen: BackupManifest['entries'] = []
  let head: BackupHead | null = null
  let manifest: BackupManifest | null = null
  const tar = extract()
  input.on('error', (error) => tar.destroy(error))
  input.pipe(tar)
  try {
    for await (const entry of tar) {
      const bytes = await bytesOf(entry)
      const { name } = entry.header
      if (name === 'manifest.json') {
        manifest = parse(BackupManifest, bytes)
        continue
      }
      seen.push({ name, size: bytes.length, hash: createHash('sha256').update(bytes).digest('hex') })
      const row = /^data\/([a-z0-9_]+)\/([a-z0-9_]+)\/\d+\.copy$/.exec(name)
      const file = /^files\/([0-9a-f]{64})$/.exec(name)
      if (name === 'head.json' && head === null) {
        head = parse(BackupHead, bytes)
        await receiver.head(head)
      } else if (head === null) throw new BackupError('not_a_backup')
      else if (row) await receiver.rows(row[1] ?? '', row[2] ?? '', bytes)
      else if (file) await receiver.file(file[1] ?? '', bytes)
      else throw new BackupError('altered', name)
    }
  } catch (error) {
    if (error instanceof BackupError || head !== null) throw cutOff(error)
    throw new BackupError('not_a_backup', error instanceof Error ? error.message : '')
  }
  if (head === null) throw new BackupError('not_a_backup')
  if (manifest === null) throw new BackupError('cut_off')
  if (JSON.stringify(manifest.entries) !== JSON.stringify(seen)) throw new BackupError('altered')
  await receiver.end(manifest)
  return {
    takenAt: new Date(head.takenAt),
    rows: manifest.rows.reduce((sum, t) => sum + t.rows, 0),
    files: manifest.files,
  }
}

/** tar-stream says "Unexpected end of data" in words only. */
function cutOff(error: unknown): unknown {
  if (error instanceof Error && /unexpected end/i.test(error.message)) return new BackupError('cut_off')
  return error
}

async function bytesOf(entry: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of entry) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function parse<T>(schema: { parse(value: unknown): T }, bytes: Buffer): T {
  try {
    return schema.parse(JSON.parse(bytes.toString('utf8')))
  } catch {
    throw new BackupError('altered')
  }
}
