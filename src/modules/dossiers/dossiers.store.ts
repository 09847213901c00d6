import { sql } from 'kysely'
import type { Trx } from '../../platform/db.ts'
import type { DossierState } from './dossiers.tables.ts'

export interface DossierRow {
  id: string
  version: number
  year: number
  heading: string
  headingCode: string
  number: number
  title: string
  keepYears: number | null
  keeper: string
  sheets: number | null
  note: string | null
  state: DossierState
  openedOn: string
  closedOn: string | null
  handOverId: string | null
  documents: number
  /** files of its documents that are kept here */
  files: number
  from: string | null
  to: string | null
}

export interface DossierWish {
  id?: string
  ids?: readonly string[]
  q?: string | undefined
  year?: number | undefined
  state?: DossierState | undefined
  document?: string | undefined
  handOver?: string
}

/**
 * Files of some units in the order of the list: year, heading, number.
 * @param after (year, heading code, number, id) of the row before; years run backwards
 */
export async function findDossiers(
  trx: Trx,
  unitIds: readonly string[],
  wish: DossierWish,
  after: readonly [number, string, number, string] | null,
  limit: number,
): Promise<DossierRow[]> {
  const parts = [sql`d.unit_id = any(${[...unitIds]}::uuid[])`]
  if (wish.id) parts.push(sql`d.id = ${wish.id}`)
  if (wish.ids) parts.push(sql`d.id = any(${[...wish.ids]}::uuid[])`)
  if (wish.year) parts.push(sql`d.year = ${wish.year}`)
  if (wish.state) parts.push(sql`d.state = ${wish.state}`)
  if (wish.handOver) parts.push(sql`d.hand_over_id = ${wish.handOver}`)
  if (wish.document)
    parts.push(
      sql`exists (select 1 from dossier_documents x where x.dossier_id = d.id and x.document_id = ${wish.document})`,
    )
  if (wish.q !== undefined && wish.q.trim() !== '')
    parts.push(
      sql`shared.vn_norm(lpad(d.number::text, greatest(2, length(d.number::text)), '0') || '.' || d.heading_code || ' ' || d.title || ' ' || d.heading || ' ' || d.keeper)
        like '%' || shared.vn_norm(${wish.q.trim().replace(/[\\%_]/g, '\\$&')}) || '%'`,
    )
  if (after)
    parts.push(
      sql`(-d.year, d.heading_code, d.number, d.id) > (${-after[0]}::int, ${after[1]}::text, ${after[2]}::int, ${after[3]}::uuid)`,
    )
  const { rows } = await sql<DossierRow>`
    select d.id, d.version, d.year, d.heading, d.heading_code as "headingCode", d.number, d.title, d.keep_years as "keepYears", d.keeper, d.sheets,
      d.note, d.state, d.opened_on as "openedOn", d.closed_on as "closedOn", d.hand_over_id as "handOverId", i.documents, i.files,
      i."from", i."to"
    from dossiers d cross join lateral (
      select count(*)::int as documents, min(c.issued_on) as "from", max(c.issued_on) as "to",
        count(*) filter (where c.file_hash is not null or p.document_id is not null)::int as files
      from dossier_documents x join documents c on c.id = x.document_id left join document_papers p on p.document_id = c.id
      where x.dossier_id = d.id) i
    where ${sql.join(parts, sql` and `)}
    order by -d.year, d.heading_code, d.number, d.id limit ${limit}`.execute(trx)
  return rows
}

export interface ContentRow {
  id: string
  type: string
  numberSymbol: string | null
  issuedOn: string | null
  issuer: string
  subject: string
}

/** Documents of a file by their day, then as they were put in. */
export async function findContents(trx: Trx, dossierId: string): Promise<ContentRow[]> {
  const { rows } = await sql<ContentRow>`
    select c.id, c.type, c.number_symbol as "numberSymbol", c.issued_on as "issuedOn", c.issuer_name as issuer, c.subject
    from dossier_documents x join documents c on c.id = x.document_id where x.dossier_id = ${dossierId}
    order by c.issued_on nulls last, x.added_at, c.id`.execute(trx)
  return rows
}

/** Headings used before, the latest spelling of each abbreviation; years of which there is a list. */
export async function findHeadings(
  trx: Trx,
  unitIds: readonly string[],
): Promise<{ headings: { heading: string; code: string }[]; years: number[] }> {
  const own = sql`unit_id = any(${[...unitIds]}::uuid[])`
  const headings = await sql<{ heading: string; code: string }>`
    select distinct on (heading_code) heading, heading_code as code from dossiers where ${own} order by heading_code, created_at desc limit 200`.execute(
    trx,
  )
  const years = await sql<{
    year: number
  }>`select distinct year from dossiers where ${own} order by year desc`.execute(trx)
  return { headings: headings.rows, years: years.rows.map((r) => r.year) }
}

/** A file, its row locked for a change. */
export async function lockDossier(
  trx: Trx,
  unitIds: readonly string[],
  id: string,
): Promise<{ id: string; unitId: string; version: number; state: DossierState } | undefined> {
  return trx
    .selectFrom('dossiers')
    .select(['id', 'unit_id as unitId', 'version', 'state'])
    .where('id', '=', id)
    .where('unit_id', 'in', [...unitIds])
    .forUpdate()
    .executeTakeFirst()
}

export interface HandOverRow {
  id: string
  day: string
  title: string
  giver: string
  giverPosition: string
  taker: string
  takerPosition: string
  boxes: number | null
  metres: string | null
  condition: string
  dossiers: number
}

/** What was handed over to the archive, the latest first, after a cursor of (day, id). */
export async function findHandOvers(
  trx: Trx,
  unitIds: readonly string[],
  wish: { id?: string; q?: string | undefined },
  after: readonly [string, string] | null,
  limit: number,
): Promise<HandOverRow[]> {
  const parts = [sql`h.unit_id = any(${[...unitIds]}::uuid[])`]
  if (wish.id) parts.push(sql`h.id = ${wish.id}`)
  if (wish.q !== undefined && wish.q.trim() !== '')
    parts.push(
      sql`shared.vn_norm(h.title || ' ' || h.giver || ' ' || h.taker) like '%' || shared.vn_norm(${wish.q.trim().replace(/[\\%_]/g, '\\$&')}) || '%'`,
    )
  if (after) parts.push(sql`(h.day, h.id) < (${after[0]}::date, ${after[1]}::uuid)`)
  const { rows } = await sql<HandOverRow>`
    select h.id, h.day, h.title, h.giver, h.giver_position as "giverPosition", h.taker, h.taker_position as "takerPosition", h.boxes, h.metres,
      h.condition, (select count(*)::int from dossiers d where d.hand_over_id = h.id) as dossiers
    from hand_overs h where ${sql.join(parts, sql` and `)} order by h.day desc, h.id desc limit ${limit}`.execute(
    trx,
  )
  return rows
}
