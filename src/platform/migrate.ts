import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { projectRoot } from '../config.ts'
import { applyAccess } from './access.ts'
import { sha256 } from './canonical.ts'
import { MigrationError } from './migration-error.ts'

const folder = join(projectRoot, 'migrations')

/**
 * Brings the database to this release: roles, schemas `system` and `shared`, and every home. Forward only, one
 * transaction, so that a killed migration leaves the old state. Any number of processes may call it at once.
 * @param say told each file that is run
 * @returns how many files were run
 */
export async function migrate(pool: pg.Pool, say: (file: string) => void = () => undefined): Promise<number> {
  await prepare(pool)
  return inLock(pool, async (client) => {
    let n = await runFolder(client, 'shared', 'shared', say)
    const homes = await client.query<{ schema_name: string }>(
      'select schema_name from system.homes order by code',
    )
    for (const home of homes.rows) n += await runFolder(client, 'home', home.schema_name, say)
    await applyAccess(client, 'shared')
    for (const home of homes.rows) await applyAccess(client, home.schema_name)
    return n
  })
}

/**
 * How many migration files of this release an installation that has homes still lacks; 0 for one that has none yet.
 * Asked before an upgrade, to know whether a backup must be taken first.
 */
export async function pendingMigrations(pool: pg.Pool): Promise<number> {
  const known = await pool.query<{ homes: string | null }>(`select to_regclass('system.homes') as homes`)
  if (!known.rows[0]?.homes) return 0
  const homes = await pool.query<{ schema_name: string }>('select schema_name from system.homes')
  if (homes.rows.length === 0) return 0
  const done = await pool.query<{ schema_name: string; file: string }>(
    'select schema_name, file from system.migrations',
  )
  const ran = new Set(done.rows.map((r) => `${r.schema_name} ${r.file}`))
  const missing = (kind: 'shared' | 'home', schema: string) =>
    readdirSync(join(folder, kind)).filter((f) => f.endsWith('.sql') && !ran.has(`${schema} ${f}`)).length
  return missing('shared', 'shared') + homes.rows.reduce((n, h) => n + missing('home', h.schema_name), 0)
}

/** A home and the migrations that a backup was taken with. */
export interface HomeBefore {
  code: string
  name: string
  schema: string
  createdAt: string
}
export interface MigrationBefore {
  schema: string
  file: string
  hash: string
}

/**
 * Builds schemas and tables as they were when a backup was taken, inside the transaction of the restore; `migrate` brings
 * them to this release afterwards, over the loaded rows.
 * @param client inside a transaction of an empty database
 * @throws MigrationError homes when there are some already · newer when the backup knows migrations that this release lacks
 */
export async function prepareHomes(
  client: pg.PoolClient,
  homes: readonly HomeBefore[],
  ran: readonly MigrationBefore[],
): Promise<void> {
  await client.query('select one from system.migration_lock for update')
  const known = await client.query<{ homes: string | null }>(`select to_regclass('system.homes') as homes`)
  const present = known.rows[0]?.homes ? await client.query('select 1 from system.homes limit 1') : null
  if (present && present.rows.length > 0) throw new MigrationError('homes: the database is not empty')
  const filesOf = (schema: string) => new Set(ran.filter((m) => m.schema === schema).map((m) => m.file))
  for (const { schema, file, hash } of ran) {
    const path = join(folder, schema === 'shared' ? 'shared' : 'home', file)
    if (!existsSync(path) || sha256(readFileSync(path, 'utf8')) !== hash)
      throw new MigrationError(`newer: this release does not know ${schema} ${file}`)
  }
  await runFolder(client, 'shared', 'shared', () => undefined, filesOf('shared'))
  for (const { code, name, schema, createdAt } of homes) {
    await client.query(
      'insert into system.homes (code, name, schema_name, created_at) values ($1, $2, $3, $4)',
      [code, name, schema, createdAt],
    )
    await client.query(`create schema ${schema}`)
    await runFolder(client, 'home', schema, () => undefined, filesOf(schema))
  }
}

/** Makes a home: its row, its schema, its tables. Making it again changes nothing. */
export async function makeHome(pool: pg.Pool, code: string, name: string, now: Date): Promise<string> {
  return inLock(pool, (client) => buildHome(client, code, name, now))
}

/**
 * Makes the first home of an installation together with what must be in it, in one transaction: a home without anybody
 * who can sign in would close the page that makes it for ever.
 * @param fill writes by the same connection, as the owner of the database
 * @returns null when there is a home already: of two at once the second gets this
 */
export async function makeFirstHome(
  pool: pg.Pool,
  code: string,
  name: string,
  now: Date,
  fill: (client: pg.PoolClient, schema: string) => Promise<void>,
): Promise<string | null> {
  return inLock(pool, async (client) => {
    const homes = await client.query('select 1 from system.homes limit 1')
    if (homes.rows.length > 0) return null
    const schema = await buildHome(client, code, name, now)
    await fill(client, schema)
    return schema
  })
}

async function buildHome(client: pg.PoolClient, code: string, name: string, now: Date): Promise<string> {
  const schema = `home_${code}`
  if (!/^home_[a-z0-9_]{1,40}$/.test(schema)) throw new MigrationError(`not a home code: ${code}`)
  await client.query(
    'insert into system.homes (code, name, schema_name, created_at) values ($1, $2, $3, $4) on conflict do nothing',
    [code, name, schema, now],
  )
  await client.query(`create schema if not exists ${schema}`)
  await runFolder(client, 'home', schema, () => undefined)
  await applyAccess(client, schema)
  return schema
}

/** Schemas, roles and the lock's row; harmless again. `if not exists` can still collide between two first starts, so it is tried again. */
export async function prepare(pool: pg.Pool): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await pool.query(`
        create schema if not exists system;
        create schema if not exists shared;
        create table if not exists system.migrations (schema_name text, file text, hash text not null, at timestamptz not null default now(), primary key (schema_name, file));
        create table if not exists system.migration_lock (one int primary key);
        insert into system.migration_lock values (1) on conflict do nothing;
        do $$ declare r text; begin
          -- Each only where it is missing: an administrator of the cluster may have made the roles for an owner that can't.
          foreach r in array array['lantoa_app', 'lantoa_wide'] loop
            if not exists (select from pg_roles where rolname = r) then execute format('create role %I login', r); end if;
            if not pg_has_role(current_user, r, 'SET') then execute format('grant %I to %I', r, current_user); end if;
            if not exists (select from pg_roles where rolname = r and rolconfig @> array['search_path=""']) then
              execute format('alter role %I set search_path = ''''', r);
            end if;
          end loop;
        end $$;
        revoke all on schema public from public;
        grant usage on schema shared to lantoa_app, lantoa_wide;
        comment on table system.migrations is '@system Which migration files were run where.';
        comment on table system.migration_lock is '@system Whoever holds the lock of row 1 migrates, of row 2 loads the demonstration.';`)
      return
    } catch (error) {
      if (isRefused(error)) throw new MigrationError('rights are missing', await remedyFor(pool))
      if (attempt === 5) throw error
      await new Promise((resolve) => setTimeout(resolve, 100 * attempt))
    }
  }
}

/** PostgreSQL's "insufficient privilege": of the roles, the schemas, or the database itself. */
function isRefused(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '42501'
}

async function remedyFor(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ owner: string; database: string }>(
    `select quote_ident(current_user) as owner, quote_ident(current_database()) as database`,
  )
  const { owner = '', database = '' } = rows[0] ?? {}
  return [
    `alter database ${database} owner to ${owner};`,
    ...['lantoa_app', 'lantoa_wide'].map(
      (r) => `create role ${r} login; alter role ${r} set search_path = '';`,
    ),
    `grant lantoa_app, lantoa_wide to ${owner};`,
  ].join('\n')
}

async function inLock<T>(pool: pg.Pool, run: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query('select one from system.migration_lock where one = 1 for update')
    const result = await run(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}

async function runFolder(
  client: pg.PoolClient,
  kind: 'shared' | 'home',
  schema: string,
  say: (file: string) => void,
  only: ReadonlySet<string> | null = null,
): Promise<number> {
  const files = readdirSync(join(folder, kind))
    .filter((f) => f.endsWith('.sql') && (only === null || only.has(f)))
    .sort()
  const done = new Map(
    (
      await client.query<{ file: string; hash: string }>(
        'select file, hash from system.migrations where schema_name = $1',
        [schema],
      )
    ).rows.map((r) => [r.file, r.hash]),
  )
  for (const file of done.keys())
    if (!files.includes(file))
      throw new MigrationError(`the database is newer than this release: ${schema} has ${file}`)
  let n = 0
  for (const file of files) {
    const text = readFileSync(join(folder, kind, file), 'utf8')
    const hash = sha256(text)
    const before = done.get(file)
    if (before !== undefined && before !== hash)
      throw new MigrationError(`${kind}/${file} was changed after it was run`)
    if (before !== undefined) continue
    say(`${schema} ${file}`)
    await client.query(`set local search_path = ${schema === 'shared' ? 'shared' : `${schema}, shared`}`)
    await client.query(text)
    await client.query('insert into system.migrations (schema_name, file, hash) values ($1, $2, $3)', [
      schema,
      file,
      hash,
    ])
    n += 1
  }
  return n
}
