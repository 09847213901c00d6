import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { projectRoot } from '../config.ts'
import type { KnownEntry } from '../document/index.ts'
import { keysOfKnown } from '../modules/library/index.ts'

interface Named {
  code: string
  vi: string
  en: string
}
interface List<T> {
  source: string
  items: T[]
}

/**
 * Loads the facts of data/ into `shared`: rows with a known code are brought up to date, none is removed, because old
 * documents and reports go on naming it. Running it again changes nothing.
 */
export async function loadFacts(pool: pg.Pool): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin; set local search_path = shared')
    await loadKinds(client)
    await loadVocabularies(client)
    await loadProgrammes(client)
    await loadHolidays(client)
    await loadForms(client)
    await loadKnownDocuments(client)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}

async function loadKinds(client: pg.PoolClient): Promise<void> {
  const kinds = readData<List<Named & { school: boolean }>>('unit-kinds.json')
  await client.query(
    `insert into unit_kinds select k->>'code', k->>'vi', k->>'en', (k->>'school')::boolean, ord::int
     from jsonb_array_elements($1::jsonb) with ordinality as t(k, ord)
     on conflict (code) do update set name_vi = excluded.name_vi, name_en = excluded.name_en, is_school = excluded.is_school, ord = excluded.ord`,
    [JSON.stringify(kinds.items)],
  )
  const groups = readData<List<Named & { aliases: string[]; kinds: string[] }>>('unit-groups.json')
  for (const group of groups.items) {
    await client.query(
      `insert into unit_groups values ($1, $2, $3, $4, $5)
       on conflict (code) do update set name_vi = excluded.name_vi, name_en = excluded.name_en, aliases = excluded.aliases, kinds = excluded.kinds`,
      [group.code, group.vi, group.en, group.aliases, group.kinds],
    )
  }
}

async function loadVocabularies(client: pg.PoolClient): Promise<void> {
  const lists = readData<Record<string, List<Named & Record<string, unknown>>>>('vocabularies.json')
  for (const [list, { items }] of Object.entries(lists)) {
    await client.query(
      `insert into vocabularies (list, code, name_vi, name_en, ord, facts)
       select $1, v->>'code', v->>'vi', v->>'en', ord::int, v - 'code' - 'vi' - 'en' from jsonb_array_elements($2::jsonb) with ordinality as t(v, ord)
       on conflict (list, code) do update set name_vi = excluded.name_vi, name_en = excluded.name_en, ord = excluded.ord, facts = excluded.facts`,
      [list, JSON.stringify(items)],
    )
  }
}

async function loadProgrammes(client: pg.PoolClient): Promise<void> {
  const programmes = readData<{ items: unknown[] }>('programmes.json')
  await client.query(
    `insert into programmes select (p->>'id')::uuid, p->>'code', p->>'vi', p->>'en', p->>'issuer', (p->>'from')::int, (p->>'until')::int, p->>'source', p->'facts'
     from jsonb_array_elements($1::jsonb) as t(p)
     on conflict (id) do update set name_vi = excluded.name_vi, name_en = excluded.name_en, facts = excluded.facts`,
    [JSON.stringify(programmes.items)],
  )
}

async function loadHolidays(client: pg.PoolClient): Promise<void> {
  const { source, fixed, years } = readData<{
    source: string
    fixed: { day: string; vi: string; en: string }[]
    years: number[]
  }>('holidays.json')
  const rows = years.flatMap((year) => fixed.map((f) => ({ ...f, day: `${year}-${f.day}` })))
  await client.query(
    `insert into holidays select (h->>'day')::date, h->>'vi', h->>'en', $2 from jsonb_array_elements($1::jsonb) as t(h) on conflict (day) do nothing`,
    [JSON.stringify(rows), source],
  )
}

/** Forms never change: a changed form is a new revision in a new file. */
async function loadForms(client: pg.PoolClient): Promise<void> {
  const folder = join(projectRoot, 'data/report-forms')
  for (const file of readdirSync(folder).filter((f) => f.endsWith('.json'))) {
    const form = readData<{
      id: string
      code: string
      revision: number
      line: string
      from: string
      until: string | null
    }>(join('report-forms', file))
    await client.query(
      `insert into report_forms values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing`,
      [form.id, form.code, form.revision, form.line, form.from, form.until, JSON.stringify(form)],
    )
  }
}

async function loadKnownDocuments(client: pg.PoolClient): Promise<void> {
  const { items } = readData<{ items: KnownEntry[] }>('known-documents.json')
  await client.query(
    `insert into known_documents
     select (k->>'id')::uuid, k->>'type', k->>'numberSymbol', k->>'matchKey', k->>'numberKey', k->>'bareKey', k->>'title', k->>'titleKey',
       k->>'issuer', (k->>'date')::date, (k->>'inForceFrom')::date, (k->>'inForceUntil')::date, k->'relations', k->>'source', (k->>'confirmed')::boolean
     from jsonb_array_elements($1::jsonb) as t(k)
     on conflict (id) do update set type = excluded.type, number_symbol = excluded.number_symbol, match_key = excluded.match_key,
       number_key = excluded.number_key, bare_key = excluded.bare_key, title = excluded.title, title_key = excluded.title_key,
       issuer = excluded.issuer, issued_on = excluded.issued_on, in_force_from = excluded.in_force_from,
       in_force_until = excluded.in_force_until, relations = excluded.relations, source = excluded.source, confirmed = excluded.confirmed`,
    [JSON.stringify(items.map((item) => ({ ...item, ...keysOfKnown(item) })))],
  )
}

function readData<T>(file: string): T {
  // The files are ours, and every run of the tests loads them.
  return JSON.parse(readFileSync(join(projectRoot, 'data', file), 'utf8')) as T
}
