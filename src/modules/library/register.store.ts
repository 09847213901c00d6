import { sql } from 'kysely'
import { matchKey } from './keys.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { mayReadDocument } from './documents.store.ts'
import type {} from './library.tables.ts'

export interface RegisterFilter {
  q?: string | undefined
  origin?: 'received' | 'known' | 'issued' | undefined
  type?: string | undefined
  year?: number | undefined
  /** rows after this one, in the order of the list */
  after?: { at: Date; id: string } | undefined
  limit: number
}

export interface RegisterRow {
  id: string
  unitId: string
  origin: 'received' | 'known' | 'issued'
  type: string
  numberSymbol: string | null
  issuerName: string
  issuedOn: string | null
  subject: string
  createdAt: Date
}

/**
 * The documents that a person may read, the latest taken in or issued first. The units' own, what was delivered to them or
 * stands up the thread, and what was issued below are found each by its index; the condition of `mayReadDocument` then
 * holds for every row.
 * @param filter `q`: words with or without diacritics, the last one perhaps unfinished, or a number and symbol
 */
export async function listDocuments(trx: Trx, ctx: Ctx, filter: RegisterFilter): Promise<RegisterRow[]> {
  const own = sql`${[...ctx.actor.ownUnits]}::uuid[]`
  const today = ctx.clock.today()
  const { q, origin, type, year, after, limit } = filter
  const words = q === undefined ? '' : q.trim()
  const { rows } = await sql<RegisterRow>`
    with mine as (
      select id from documents where unit_id = any(${own})
      union select r.id from reader r where r.unit_id = any(${own}) and r.what = 'document'
      union select b.id from documents b where b.origin = 'issued' and b.unit_id in (
        select c.descendant_id from unit_closure c where c.ancestor_id = any(${own})
          and c.valid_from <= ${today} and (c.valid_until is null or c.valid_until > ${today}))
    )
    select d.id, d.unit_id as "unitId", d.origin, d.type, d.number_symbol as "numberSymbol", d.issuer_name as "issuerName",
      d.issued_on as "issuedOn", d.subject, d.created_at as "createdAt"
    from documents d join mine m on m.id = d.id
    where ${mayReadDocument(ctx)}
      ${origin === undefined ? sql`` : sql`and d.origin = ${origin}`}
      ${type === undefined ? sql`` : sql`and shared.vn_norm(d.type) = shared.vn_norm(${type})`}
      ${year === undefined ? sql`` : sql`and d.issued_on >= make_date(${year}, 1, 1) and d.issued_on < make_date(${year + 1}, 1, 1)`}
      ${words === '' ? sql`` : sql`and ${matching(words)}`}
      ${after === undefined ? sql`` : sql`and (d.created_at, d.id) < (${after.at}, ${after.id})`}
    order by d.created_at desc, d.id desc limit ${limit}`.execute(trx)
  return rows
}

/** Words of the text, a part of the subject, or the beginning of a number and symbol. */
function matching(words: string) {
  const tokens = words.normalize('NFC').match(/[\p{L}\d]+/gu) ?? []
  const like = `%${words.replace(/[\\%_]/g, '\\$&')}%`
  const key = matchKey(words)
  const query = tokens.map((token, i) => (i === tokens.length - 1 ? `${token}:*` : token)).join(' & ')
  return sql`(
    ${query === '' ? sql`false` : sql`d.search @@ to_tsquery('simple', shared.vn_norm(${query}))`}
    or shared.vn_norm(d.subject) like shared.vn_norm(${like})
    ${key === null ? sql`` : sql`or starts_with(d.match_key, ${key})`}
  )`
}
