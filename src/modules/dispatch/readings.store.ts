import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { mayRead } from '../library/index.ts'
import type {} from './readings.tables.ts'

export interface ReadingRow {
  id: string
  personId: string
  name: string
  title: string | null
  tags: string[]
  hasAccount: boolean
  hasLink: boolean
  dueOn: string
  readAt: Date | null
  readBy: 'link' | 'account' | null
  sort: string
}

export interface DocumentHead {
  id: string
  numberSymbol: string | null
  subject: string
}

/** A document that the acting unit may read, or null. */
export async function findReadable(trx: Trx, ctx: Ctx, id: string): Promise<DocumentHead | null> {
  const { rows } = await sql<DocumentHead>`
    select d.id, d.number_symbol as "numberSymbol", d.subject from documents d where d.id = ${id}
      and ${mayRead(ctx, 'document', { unit: sql`d.unit_id`, id: sql`d.id`, revision: sql`0`, isPublic: sql`d.is_public` })}`.execute(
    trx,
  )
  return rows[0] ?? null
}

/** People of a unit on a day with the groups they belong to. */
export async function findPeople(
  trx: Trx,
  unitId: string,
  today: string,
): Promise<{ id: string; tags: string[] }[]> {
  const { rows } = await sql<{ id: string; tags: string[] }>`
    select p.id, p.audience_tags as tags from persons p where p.erased_at is null and exists (
      select 1 from memberships m where m.person_id = p.id and m.unit_id = ${unitId}
        and m.valid_from <= ${today} and (m.valid_until is null or m.valid_until > ${today}))
    order by p.id`.execute(trx)
  return rows
}

export interface ReadingWish {
  home: string
  unitIds: readonly string[]
  documentId: string
  now: Date
  q: string
  state: 'left' | 'read' | null
}

/** Who was asked to read a document: by given name (the last word), as lists are written here. */
export async function findReadings(
  trx: Trx,
  f: ReadingWish,
  after: { sort: string; id: string } | null,
  limit: number,
): Promise<ReadingRow[]> {
  const { rows } = await sql<ReadingRow>`
    select * from (
      select r.id, p.id as "personId", p.name, p.audience_tags as tags,
        (select m.title from memberships m where m.person_id = p.id and m.unit_id = r.unit_id order by m.is_head desc, m.valid_from desc limit 1) as title,
        exists (select 1 from account_persons a where a.home = ${f.home} and a.person_id = p.id) as "hasAccount",
        coalesce(r.token_hash is not null and r.expires_at > ${f.now}, false) as "hasLink",
        r.due_on as "dueOn", r.read_at as "readAt", r.read_by as "readBy",
        shared.vn_norm(regexp_replace(p.name, '^.* ', '') || ' ' || p.name) as sort
      from readings r join persons p on p.id = r.person_id
      where r.document_id = ${f.documentId} and r.unit_id = any(${[...f.unitIds]}::uuid[])
        and (${f.state}::text is null or (r.read_at is not null) = (${f.state} = 'read'))
        and not exists (select 1 from unnest(string_to_array(shared.vn_norm(${f.q}), ' ')) w(word) where w.word <> ''
          and position(w.word in shared.vn_norm(p.name || ' ' || array_to_string(p.audience_tags, ' '))) = 0)
    ) found
    where (${after === null} or (sort, id) > (${after?.sort ?? ''}::text, ${after?.id ?? null}::uuid))
    order by sort, id limit ${limit}`.execute(trx)
  return rows
}

export async function countReadings(
  trx: Trx,
  unitIds: readonly string[],
  documentId: string,
): Promise<{ asked: number; read: number }> {
  const { rows } = await sql<{ asked: number; read: number }>`
    select count(*)::int as asked, count(read_at)::int as read from readings
    where document_id = ${documentId} and unit_id = any(${[...unitIds]}::uuid[])`.execute(trx)
  return rows[0] ?? { asked: 0, read: 0 }
}

/** What the page behind a personal link shows. */
export interface LinkedReading {
  id: string
  unitId: string
  unitName: string
  personId: string
  personName: string
  documentId: string
  type: string
  numberSymbol: string | null
  issuerName: string
  issuedOn: string | null
  subject: string
  text: string
  readAt: Date | null
}

/**
 * The reading behind a token's hash, as long as it opens: not run out, the person still of the unit and the document
 * still readable for it.
 */
export async function findLinked(trx: Trx, ctx: Ctx, tokenHash: string): Promise<LinkedReading | null> {
  const today = ctx.clock.today()
  const { rows } = await sql<LinkedReading>`
    select r.id, r.unit_id as "unitId", n.name as "unitName", p.id as "personId", p.name as "personName", d.id as "documentId", d.type,
      d.number_symbol as "numberSymbol", d.issuer_name as "issuerName", d.issued_on as "issuedOn", d.subject, d.text, r.read_at as "readAt"
    from readings r join persons p on p.id = r.person_id and p.erased_at is null
    join documents d on d.id = r.document_id
    join unit_names n on n.unit_id = r.unit_id and n.valid_from <= ${today} and (n.valid_until is null or n.valid_until > ${today})
    where r.token_hash = ${tokenHash} and r.expires_at > ${ctx.clock.now()}
      and exists (select 1 from memberships m where m.person_id = p.id and m.unit_id = r.unit_id
        and m.valid_from <= ${today} and (m.valid_until is null or m.valid_until > ${today}))`.execute(trx)
  const found = rows[0]
  if (!found) return null
  const asUnit = { ...ctx, actor: { ...ctx.actor, ownUnits: [found.unitId] } }
  return (await findReadable(trx, asUnit, found.documentId)) ? found : null
}
