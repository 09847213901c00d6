import { sql, type RawBuilder } from 'kysely'
import { byQuery, type Invariant } from './invariant.ts'
import { sealed } from './versions.ts'

/** A column that names a kept file, and how events name the same file of the same thing. */
export interface FileColumn {
  table: string
  column: string
  id: string
  /** nouns in the subjects of events, with this id and the file's hash */
  whats: readonly string[]
  /** noun of the event that made the thing itself, and SQL of its id over the table as `t` */
  of: { what: string; id: RawBuilder<unknown> }
}

const ofDocument = (id: string) => ({ what: 'document', id: sql.ref(`t.${id}`) })
const ofActivity = { what: 'activity', id: sql`t.activity_id` }

/** Every column that refers to `files` for the sake of its bytes; src/cli/verify-archive.test.ts asks the catalogue. */
export const fileColumns: readonly FileColumn[] = [
  {
    table: 'document_drafts',
    column: 'file_hash',
    id: 'id',
    whats: ['document_draft'],
    of: { what: 'document_draft', id: sql`t.id` },
  },
  {
    table: 'documents',
    column: 'file_hash',
    id: 'id',
    whats: ['document_draft', 'document_file'],
    of: ofDocument('id'),
  },
  {
    table: 'document_papers',
    column: 'docx_hash',
    id: 'document_id',
    whats: ['document_docx'],
    of: ofDocument('document_id'),
  },
  {
    table: 'document_papers',
    column: 'pdf_hash',
    id: 'document_id',
    whats: ['document_pdf'],
    of: ofDocument('document_id'),
  },
  {
    table: 'document_scans',
    column: 'file_hash',
    id: 'id',
    whats: ['document_scan'],
    of: { what: 'document_scan', id: sql`t.id` },
  },
  {
    table: 'package_arrivals',
    column: 'file_hash',
    id: 'id',
    whats: ['package_arrival'],
    of: { what: 'package_arrival', id: sql`t.id` },
  },
  { table: 'evidence', column: 'file_hash', id: 'id', whats: ['evidence'], of: ofActivity },
  { table: 'evidence', column: 'thumb_hash', id: 'id', whats: ['evidence_thumb'], of: ofActivity },
]

/** SQL: some event names one of the nouns with this id and, where it is given, this hash. */
function named(whats: readonly string[], id: RawBuilder<unknown>, hash?: RawBuilder<unknown>) {
  const each = whats.map(
    (what) => sql`exists (select 1 from events e where e.subjects @> jsonb_build_array(jsonb_build_object(
      'what', ${what}::text, 'id', ${id} ${hash ? sql`, 'hash', ${hash}` : sql``})))`,
  )
  return sql<boolean>`(${sql.join(each, sql` or `)})`
}

/** SQL: when the first event that names one of the nouns, with an id where it is given, was written. */
function firstAt(whats: readonly string[], id?: RawBuilder<unknown>): RawBuilder<unknown> {
  const each = whats.map((what) =>
    id
      ? sql`e.subjects @> jsonb_build_array(jsonb_build_object('what', ${what}::text, 'id', ${id}))`
      : sql`e.subjects @> jsonb_build_array(jsonb_build_object('what', ${what}::text))`,
  )
  return sql`(select min(e.at) from events e where ${sql.join(each, sql` or `)})`
}

/**
 * The file that a row names is the one that an event named: a row that points at another kept file is found by it. What
 * was made before events named such files at all is bound by nothing but its own hash.
 */
function fileNamed({ table, column, id, whats, of }: FileColumn): Invariant {
  const [ref, hash] = [sql.ref(`t.${id}`), sql.ref(`t.${column}`)]
  return byQuery(
    'file_swapped',
    () => sql`
      select ${`${table}.${column}`}::text as what, ${ref}::text as id, ${hash} as hash from ${sql.table(table)} t
      where ${hash} is not null and (not exists (select 1 from files f where f.hash = ${hash})
        or (not ${named(whats, ref, hash)} and (${named(whats, ref)}
          or ${firstAt([of.what], of.id)} >= ${firstAt(whats)})))
      order by 2`,
  )
}

/** What the log says was kept with a file is still there; a draft may be dropped. */
function thingGone({ table, id, whats }: FileColumn): Invariant {
  const kept = whats.filter((what) => what !== 'document_draft')
  return byQuery(
    'thing_gone',
    () => sql`
      select distinct s->>'what' as what, s->>'id' as id from events e cross join jsonb_array_elements(e.subjects) s
      where s->>'what' = any(${kept}::text[]) and s ? 'hash'
        and not exists (select 1 from ${sql.table(table)} t where ${sql.ref(`t.${id}`)} = case when s->>'what' = any(${kept}::text[]) then (s->>'id')::uuid end) order by 2`,
  )
}

/**
 * Every version whose hash an event holds is there: a row that was taken away, or that holds an older version's words, is
 * found by it.
 */
function versionGone(what: string): Invariant {
  const rows = sealed
    .filter((kind) => kind.what === what)
    .map((kind) => {
      const version = kind.version === null ? sql`true` : sql`v.version = ${sql.ref(`t.${kind.version}`)}`
      return sql`exists (select 1 from ${sql.table(kind.table)} t
        where ${sql.ref(`t.${kind.id}`)} = v.id and t.hash = v.hash and ${version})`
    })
  return byQuery(
    'version_gone',
    () => sql`
      select ${sealed.find((kind) => kind.what === what)?.table ?? what}::text as what, v.id::text, v.version from (
        select case when s->>'what' = ${what} then (s->>'id')::uuid end as id, coalesce((s->>'version')::int, 0) as version, s->>'hash' as hash
        from events e cross join jsonb_array_elements(e.subjects) s where s->>'what' = ${what} and s ? 'hash'
      ) v where not (${sql.join(rows, sql` or `)}) order by 2, 3`,
  )
}

/** SQL: some row keeps the file `f` for the sake of its bytes. */
const isUsed = sql`(${sql.join(
  fileColumns
    .filter(({ table }) => table !== 'document_drafts')
    .map(
      ({ table, column }) =>
        sql`exists (select 1 from ${sql.table(table)} t where ${sql.ref(`t.${column}`)} = f.hash)`,
    ),
  sql` or `,
)})`

/**
 * A file without its bytes went by law: an event names it, here or when it came from another home without them, or it
 * carried a secrecy mark when it was taken in, and then nothing is made of it.
 */
const fileRedacted = byQuery(
  'file_redacted',
  () => sql`
    select f.hash from files f where f.redacted_at is not null and not (
      (f.redaction_reason = 'secret' and not ${isUsed} and exists (select 1 from events e
        where e.verb = 'document.take_in' and e.subjects @> jsonb_build_array(jsonb_build_object('hash', f.hash))))
      or exists (select 1 from events e where e.verb = 'words.redact'
        and e.subjects @> jsonb_build_array(jsonb_build_object('what', 'file', 'id', f.hash)))
      or exists (select 1 from events e where e.verb = 'message.take_in'
        and e.subjects @> jsonb_build_array(jsonb_build_object('what', 'file_removed', 'id', f.hash)))) order by 1`,
)

export const archiveInvariants: readonly Invariant[] = [...new Set(sealed.map((kind) => kind.what))]
  .map(versionGone)
  .concat(
    fileColumns.map(fileNamed),
    fileColumns.filter(({ whats }) => whats.some((what) => what !== 'document_draft')).map(thingGone),
    [fileRedacted],
  )
