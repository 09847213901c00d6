import { sql } from 'kysely'
import type { Db } from './db.ts'

/** What becomes of it: the row goes · the column is emptied · it stays until the archive or an administrator decides. */
export type AfterMonths = 'delete' | 'empty' | 'archive'

/** A column that can hold what identifies a person, as its COMMENT declares it. */
export interface PersonalColumn {
  name: string
  type: 'text' | 'text[]' | 'jsonb'
  isNullable: boolean
  purpose: string
  /** months after which it is no longer needed: what the COMMENT says, unless this installation says otherwise */
  keep: number
  /** when its months begin and what becomes of it then, see retention.ts; null where the COMMENT says neither */
  retention: { from: string; then: AfterMonths } | null
  /** false for what the hash of its row does not cover */
  isHashed: boolean
}

/** A table of the home with such columns. */
export interface PersonalTable {
  name: string
  /** columns of its primary key, in order, with their types */
  key: { name: string; type: string }[]
  columns: PersonalColumn[]
  /** `@left`: append-only, so that only a redaction may change it */
  isLeft: boolean
  /** carries a salt and `redacted_at`: its hash stands in an event */
  isSealed: boolean
  /** a draft that people write at the same time: a change raises its version */
  isDraft: boolean
  /** keeps a PDF that was printed from its words: it goes with the first of them that is taken away */
  isPrinted: boolean
}

/**
 * What a COMMENT says: `@personal purpose=… keep=N months from=… then=… [unhashed]`; null for any other. Migrations up to
 * home/0025 said nothing after the months; a house test asks it of what stands in the catalogue after the last one.
 */
export function readPersonal(
  comment: string | null,
): Pick<PersonalColumn, 'purpose' | 'keep' | 'retention' | 'isHashed'> | null {
  const said =
    /^@personal purpose=(.+?) keep=(\d+) months(?: from=(\S+) then=(delete|empty|archive))?( unhashed)?$/.exec(
      comment ?? '',
    )
  if (!said) return null
  const [, purpose = '', keep, from, then, unhashed] = said
  return {
    purpose,
    keep: Number(keep),
    // The pattern lets no other word through.
    retention: from === undefined ? null : { from, then: then as AfterMonths },
    isHashed: unhashed === undefined,
  }
}

let ownKeeps: ReadonlyMap<string, number> = new Map()

/**
 * Months that this installation keeps a column instead of those in the COMMENT. Called once at start, from the settings.
 * @param keeps months by `table.column`
 */
export function setKeeps(keeps: ReadonlyMap<string, number>): void {
  ownKeeps = keeps
}

/** The columns for which this installation says other months. */
export function columnsWithOwnKeep(): readonly string[] {
  return [...ownKeeps.keys()]
}

interface ColumnRow {
  table: string
  table_comment: string | null
  column: string
  type: string
  is_nullable: boolean
  comment: string | null
  key_ord: number | null
}

/**
 * Every table of a schema that declares a personal column, read from the catalogue: a table made tomorrow is found
 * without another line of code.
 * @param schema a home, `shared` or `system`
 */
export async function findPersonalTables(db: Db, schema: string): Promise<PersonalTable[]> {
  const { rows } = await sql<ColumnRow>`
    select c.relname as "table", obj_description(c.oid, 'pg_class') as table_comment, a.attname as "column",
      format_type(a.atttypid, a.atttypmod) as type, not a.attnotnull as is_nullable,
      col_description(c.oid, a.attnum) as comment, array_position(k.conkey, a.attnum) as key_ord
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_constraint k on k.conrelid = c.oid and k.contype = 'p'
    where n.nspname = ${schema} and c.relkind in ('r', 'p')
    order by c.relname, a.attnum`.execute(db)
  const tables = Map.groupBy(rows, (row) => row.table)
  return [...tables].flatMap(([name, columns]) => {
    const personal = columns.flatMap((c): PersonalColumn[] => {
      const said = readPersonal(c.comment)
      if (!said) return []
      if (c.type !== 'text' && c.type !== 'text[]' && c.type !== 'jsonb')
        throw new Error(`${name}.${c.column} is personal and of type ${c.type}`)
      const keep = ownKeeps.get(`${name}.${c.column}`) ?? said.keep
      return [{ name: c.column, type: c.type, isNullable: c.is_nullable, ...said, keep }]
    })
    if (personal.length === 0) return []
    const has = (column: string) => columns.some((c) => c.column === column)
    return [
      {
        name,
        key: columns
          .filter((c) => c.key_ord !== null)
          .sort((a, b) => (a.key_ord ?? 0) - (b.key_ord ?? 0))
          .map((c) => ({ name: c.column, type: c.type })),
        columns: personal,
        isLeft: (columns[0]?.table_comment ?? '').startsWith('@left '),
        isSealed: has('salt') && has('redacted_at'),
        isDraft: name.endsWith('_drafts') && has('version'),
        isPrinted: has('pdf'),
      },
    ]
  })
}
