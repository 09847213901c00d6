import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { makeRichWorld, type RichWorld } from '../../test/access/rich-world.ts'
import { testHome } from '../../test/support/database.ts'
import { clockAt } from '../platform/clock.ts'
import type { Ctx } from '../platform/context.ts'
import { recordEvent } from '../platform/events.ts'
import { newId } from '../platform/ids.ts'
import { findRoots, gatherLastSeals, keepRoot } from '../platform/roots.ts'
import { sealEvents } from '../platform/seals.ts'
import { wide } from '../platform/wide.ts'
import { sentenceOfBreach, type Breach } from './doctor.ts'
import { fileColumns } from './invariants/archive.ts'
import { archiveOfHome } from './invariants/index.ts'
import { sealed } from './invariants/versions.ts'
import { findFirstAltered, findOtherRoot, verify, verifyArchiveCommand } from './verify-archive.ts'

let rich: RichWorld
let ctx: Ctx

beforeAll(async () => {
  rich = await makeRichWorld({ papers: true })
  ctx = rich.world.system()
  for (const day of ['2024-06-14', '2024-06-15', '2024-06-16']) {
    await sealEvents(ctx)
    await wide(ctx, 'an event of the test', (trx) => recordEvent(trx, ctx, 'test.happen', []))
    const lines = await gatherLastSeals(ctx)
    await wide(ctx, 'the roots', (trx) => keepRoot(trx, day, clockAt(`${day}T17:05:00Z`).now(), lines))
  }
})
afterAll(() => rich.app.close())

async function run(statements: string): Promise<void> {
  const client = await rich.world.database.pool.connect()
  try {
    // As somebody who owns the machine: no foreign key stands in the way.
    await client.query(
      `begin; set local search_path = ${testHome}, shared; set local session_replication_role = replica; ${statements}; commit`,
    )
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}

async function rows<T extends object>(query: string, values: unknown[] = []): Promise<T[]> {
  return (await rich.world.database.pool.query<T>(query, values)).rows
}

interface Column {
  name: string
  type: string
  /** the words that a CHECK allows; none where it says nothing */
  allowed: string[]
}
const columnsOf = (table: string, schema = testHome) =>
  rows<Column>(
    `select a.attname as name, format_type(a.atttypid, null) as type,
       array(select m[1] from pg_constraint k, regexp_matches(pg_get_constraintdef(k.oid), $3, 'g') m
         where k.conrelid = a.attrelid and k.contype = 'c' and k.conkey = array[a.attnum]) as allowed
     from pg_attribute a
     where a.attrelid = ($1 || '.' || $2)::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum`,
    [schema, table, `'([^']+)'::text`],
  )

/** Another value of the same type. */
function other({ name, type, allowed }: Column): string {
  const [one, another] = allowed
  if (one !== undefined && another !== undefined)
    return `case when ${name} = '${one}' then '${another}' else '${one}' end`
  if (type === 'uuid') return `gen_random_uuid()`
  if (type === 'integer' || type === 'bigint') return `coalesce(${name}, 0) + 1000`
  if (type === 'date') return `coalesce(${name}, '2024-01-01') + 100`
  if (type.startsWith('timestamp')) return `coalesce(${name}, '2024-01-01') + interval '1 second'`
  if (type === 'boolean') return `not ${name}`
  if (type === 'bytea') return `'\\x00'::bytea`
  if (type === 'jsonb')
    return `case when jsonb_typeof(${name}) = 'array' then ${name} || '["x"]' else coalesce(${name}, '{}') || '{"x":1}' end`
  if (type.endsWith('[]')) return `coalesce(${name}, '{}') || '{00000000-0000-7000-8000-000000000000}'`
  return `coalesce(${name}, '') || 'x'`
}

/**
 * What is found while one row is changed or taken away.
 * @param where picks the row, by what names it
 * @param set what is changed; null takes the row away
 */
async function whileAltered(
  table: string,
  where: string,
  set: string | null,
  find: () => Promise<Breach | null> = found,
): Promise<Breach | null> {
  const [schema, name] = table.includes('.') ? (table.split('.') as [string, string]) : [testHome, table]
  const columns = (await columnsOf(name, schema)).map((c) => c.name).join(', ')
  await run(`create table taken as select ctid as was_at, ${columns} from ${table} where ${where} limit 1`)
  expect(await rows(`select 1 from ${testHome}.taken`), `${table} where ${where}`).toHaveLength(1)
  await run(`create table others as select ${columns} from ${table} where ctid <> (select was_at from taken)`)
  const act = set === null ? `delete from ${table}` : `update ${table} set ${set}`
  await run(`${act} where ctid = (select was_at from taken)`)
  try {
    return await find()
  } finally {
    await run(
      `delete from ${table}; insert into ${table} (${columns}) select ${columns} from others union all select ${columns} from taken;
       drop table taken; drop table others`,
    )
  }
}

const found = () => findFirstAltered([ctx])
const keyOf = (breach: Breach | null) =>
  breach && [breach.code, breach.values['fault']].filter(Boolean).join('.')

/** Found, with a sentence in both languages. */
function told(breach: Breach | null, what: string): Breach {
  if (!breach) throw new Error(`${what} was not found`)
  for (const locale of ['vi', 'en'] as const)
    expect(sentenceOfBreach(locale, breach)).not.toMatch(/^doctor\.|[{}]|_/)
  return breach
}

describe('an archive as it was written', () => {
  it('is whole', async () => {
    const breach = await found()
    expect(breach && sentenceOfBreach('vi', breach)).toBeNull()
  })

  it('has a row of every kind of version and of every column that names a file, by the catalogue', async () => {
    const tables = await rows<{ name: string }>(
      `select c.relname as name from pg_class c where c.relnamespace = '${testHome}'::regnamespace and c.relkind = 'r'
         and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'salt')
         and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'hash') order by 1`,
    )
    expect(sealed.map((kind) => kind.table).sort()).toEqual(tables.map((t) => t.name).sort())
    const columns = await rows<{ name: string }>(
      `select c.relname || '.' || a.attname as name from pg_constraint k join pg_class c on c.oid = k.conrelid
       join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
       where k.confrelid = '${testHome}.files'::regclass order by 1`,
    )
    // Which unit holds a file says nothing of what the file is.
    const known = [...fileColumns.map(({ table, column }) => `${table}.${column}`), 'file_holders.hash']
    expect(known.sort()).toEqual(columns.map((c) => c.name).sort())
  })
})

describe('the log', () => {
  it('each column of an event', async () => {
    for (const column of await columnsOf('events')) {
      const breach = await whileAltered(
        'events',
        `id = (select events[1] from seals where n = 1)`,
        `${column.name} = ${other(column)}`,
      )
      expect(keyOf(told(breach, column.name)), column.name).toMatch(/^seal\./)
    }
  })

  it('an event taken away, slipped in, or taken away before it was sealed', async () => {
    const [first] = await rows<{ id: string }>(`select events[1] as id from ${testHome}.seals where n = 1`)
    const gone = told(await whileAltered('events', `id = '${first?.id}'`, null), 'an event')
    expect(keyOf(gone)).toBe('seal.events_missing')
    expect(sentenceOfBreach('vi', gone)).toContain(first?.id)
    const id = newId()
    await run(
      `insert into events select '${id}', at, actor_account, actor_person, unit_id, verb, subjects from events limit 1`,
    )
    const loose = told(await found(), 'an event')
    await run(`delete from events where id = '${id}'; insert into unsealed_events values ('${id}')`)
    const unsealed = told(await found(), 'an event')
    await run(`delete from unsealed_events where event_id = '${id}'`)
    expect([loose, unsealed].map(keyOf)).toEqual(['seal.loose', 'seal.unsealed_missing'])
    expect(sentenceOfBreach('en', loose)).toContain(id)
  })

  it('each column of a seal, a seal taken away, the last one too', async () => {
    for (const column of await columnsOf('seals')) {
      const breach = await whileAltered('seals', 'n = 2', `${column.name} = ${other(column)}`)
      expect(keyOf(told(breach, column.name)), column.name).toMatch(/^(seal|root)\./)
    }
    expect(keyOf(told(await whileAltered('seals', 'n = 1', null), 'the first seal'))).toBe('seal.missing')
    const last = 'n = (select max(n) from seals)'
    expect(keyOf(told(await whileAltered('seals', last, null), 'the last seal'))).toBe('root.seal')
  })

  it('each column of a day’s root and its lines, a root taken away or slipped in; the last one by what is kept elsewhere', async () => {
    for (const table of ['day_roots', 'day_root_homes'])
      for (const column of await columnsOf(table, 'shared')) {
        const breach = await whileAltered(
          `shared.${table}`,
          `day = '2024-06-15'`,
          `${column.name} = ${other(column)}`,
        )
        expect(keyOf(told(breach, column.name)), column.name).toMatch(/^root\./)
      }
    const gone = await whileAltered('shared.day_roots', `day = '2024-06-15'`, null)
    expect(keyOf(told(gone, 'a root'))).toBe('root.chain')
    await run(`insert into shared.day_roots values ('2024-06-13', now(), 'x', 'y')`)
    expect(keyOf(told(await found(), 'a root'))).toBe('root.altered')
    await run(`delete from shared.day_roots where day = '2024-06-13'`)

    const kept = await wide(ctx, 'the roots', (trx) => findRoots(trx, null, 3))
    expect(await findOtherRoot(ctx, kept)).toBeNull()
    const forged = { hash: 'f'.repeat(64) }
    expect(await findOtherRoot(ctx, [{ ...forged, day: '2024-06-16' }])).toEqual({
      day: '2024-06-16',
      isHere: true,
    })
    expect(await findOtherRoot(ctx, [{ ...forged, day: '2024-06-17' }])).toMatchObject({ isHere: false })
  })
})

/**
 * Columns that no hash holds: where a row stands (ids, units, days of its own), and what is made from what the hash holds.
 * A new column of a version is either in the hash or decided about here.
 */
const outsideHash: Record<string, string> = {
  documents:
    'created_at created_by file_hash file_name is_public issuer_unit_id match_key number_symbol origin page_html plan_id plan_revision reading register_entry_id report_id report_version unit_id',
  plan_revisions:
    'document_id head_person_id is_public issued_at issued_on period_from period_until programmes signer_person_id title unit_id year',
  report_versions: 'document_id submitted_at submitted_by unit_id',
  activity_versions: 'recorded_at recorded_by unit_id',
  known_entry_versions: 'bare_key match_key number_key recorded_at recorded_by title_key unit_id',
  submission_versions: 'received_at unit_id',
  report_answers: 'at person_id report_id unit_id version',
  amendment_requests: 'at person_id revision to_unit_id unit_id',
  amendment_answers: 'at person_id unit_id',
  directions: 'at person_id unit_id',
  direction_acts: 'at by_unit_id ord person_id',
}

describe('versions', () => {
  const content = archiveOfHome.filter(({ code }) => code === 'content_hash')
  const byContent = async (): Promise<Breach | null> => {
    for (const { code, find } of content) {
      const [values] = await find(ctx, 1)
      if (values) return { home: ctx.home, code, values }
    }
    return null
  }

  it.each(sealed.map((kind) => [kind.table, kind] as const))('%s: words, salt, hash', async (table, kind) => {
    const where = 'salt is not null'
    const left: string[] = []
    for (const column of await columnsOf(table)) {
      if (['salt', 'hash', 'redacted_at', kind.id, kind.version].includes(column.name)) continue
      const breach = await whileAltered(table, where, `${column.name} = ${other(column)}`, byContent)
      if (breach) told(breach, column.name)
      else left.push(column.name)
    }
    expect(left.sort().join(' ')).toBe(outsideHash[table])
    for (const column of ['salt', 'hash']) {
      const type = column === 'salt' ? 'bytea' : 'text'
      const breach = await whileAltered(
        table,
        where,
        `${column} = ${other({ name: column, type, allowed: [] })}`,
      )
      expect(keyOf(told(breach, column))).toBe('content_hash')
    }
  })

  it.each(sealed.map((kind) => [kind.table, kind] as const))(
    '%s: taken away, redacted in pretence',
    async (table, kind) => {
      const where = 'salt is not null'
      const gone = told(await whileAltered(table, where, null), table)
      expect(keyOf(gone)).toBe('version_gone')
      const bare = told(await whileAltered(table, where, `salt = null, redacted_at = now()`), table)
      expect(keyOf(bare)).toBe('redacted_reason')
      // With a ground that rests on whatever event there is.
      const event = `(select id from events where verb <> 'words.redact' order by id limit 1)`
      const version = kind.version ?? 'null::int'
      await run(
        `insert into redactions select gen_random_uuid(), now(), '${table}', ${kind.id}, ${version}, 'Luật', ${event} from ${table}`,
      )
      const pretended = told(await whileAltered(table, where, `salt = null, redacted_at = now()`), table)
      expect(keyOf(pretended)).toBe('redacted_reason')
      await run(`delete from redactions where ground = 'Luật'`)
    },
  )
})

describe('files', () => {
  const pathOf = (hash: string) => join(rich.world.filesDir, hash.slice(0, 2), hash.slice(2, 4), hash)

  it.each(fileColumns.map((c) => [`${c.table}.${c.column}`, c] as const))(
    '%s: another file in its place',
    async (_, c) => {
      const where = `${c.column} is not null`
      const another = `(select hash from files where hash <> ${c.column} and redacted_at is null order by hash limit 1)`
      const swapped = told(await whileAltered(c.table, where, `${c.column} = ${another}`), c.column)
      expect(keyOf(swapped)).toBe('file_swapped')
      if (c.table === 'document_drafts') return
      const gone = told(await whileAltered(c.table, where, null), c.table)
      expect(keyOf(gone)).toBe(c.table === 'documents' ? 'version_gone' : 'thing_gone')
    },
  )

  it('one byte, no bytes, the bytes of another', async () => {
    const kept = await rows<{ hash: string }>(
      `select hash from ${testHome}.files where redacted_at is null order by hash`,
    )
    const [one, two] = kept.map(({ hash }) => ({ hash, bytes: readFileSync(pathOf(hash)) }))
    const ofBytes = archiveOfHome.find(({ code }) => code === 'file')
    if (!one || !two || !ofBytes) throw new Error('two files are needed')
    for (const { hash, bytes } of kept.map((k) => ({ ...k, bytes: readFileSync(pathOf(k.hash)) }))) {
      const changed = Buffer.from(bytes)
      const at = Math.floor(bytes.length / 2)
      changed[at] = (changed[at] ?? 0) ^ 1
      writeFileSync(pathOf(hash), changed)
      const altered = await ofBytes.find(ctx, 2)
      writeFileSync(pathOf(hash), bytes)
      expect(altered).toEqual([{ fault: 'altered', hash }])
    }
    rmSync(pathOf(one.hash))
    expect(keyOf(told(await found(), 'a missing file'))).toBe('file.missing')
    writeFileSync(pathOf(one.hash), two.bytes)
    expect(keyOf(told(await found(), 'a swapped file'))).toBe('file.altered')
    writeFileSync(pathOf(one.hash), one.bytes)
    expect(await found()).toBeNull()
  })

  it('its row: size, gone, or removed by law in pretence', async () => {
    const used = `hash in (select pdf_hash from document_papers)`
    expect(keyOf(told(await whileAltered('files', used, 'size = size + 1'), 'size'))).toBe('file.altered')
    expect(keyOf(told(await whileAltered('files', used, null), 'the row'))).toBe('file_swapped')
    for (const reason of ['erased', 'secret']) {
      const set = `redacted_at = now(), redaction_reason = '${reason}'`
      expect(keyOf(told(await whileAltered('files', used, set), reason))).toBe('file_redacted')
    }
  })
})

describe('verify-archive', () => {
  const said: string[] = []
  async function listen(call: () => Promise<number>): Promise<{ status: number; words: string }> {
    said.length = 0
    for (const stream of [process.stdout, process.stderr])
      vi.spyOn(stream, 'write').mockImplementation((text) => said.push(String(text)) > 0)
    const status = await call().finally(() => vi.restoreAllMocks())
    return { status, words: said.join('') }
  }

  it('says what is whole with the last root, and the first thing that is not', async () => {
    const whole = await listen(() => verify([ctx]))
    expect(whole).toMatchObject({ status: 0 })
    expect(whole.words).toMatch(/Dấu niêm phong ngày 2024-06-16: [0-9a-f]{64}\n/)
    await run(`update plan_revisions set content = content || '{"x":1}' where revision = 1`)
    const altered = await listen(() => verify([ctx]))
    await run(`update plan_revisions set content = content - 'x' where revision = 1`)
    expect(altered.status).toBe(1)
    expect(altered.words).toMatch(/Kế hoạch [0-9a-f-]{36}, bản 1: nội dung không khớp/)
    expect(await listen(() => verify([ctx], [{ day: '2024-06-16', hash: 'f'.repeat(64) }]))).toMatchObject({
      status: 1,
    })
  })

  it.each([['--root', 'x'], ['--root', '2024-06-16=12'], ['--nothing']])(
    'answers a wrong call with 2: %s',
    async (...args) => {
      const { status, words } = await listen(() => verifyArchiveCommand(args))
      expect(status).toBe(2)
      expect(words).toContain('--root')
    },
  )
})
