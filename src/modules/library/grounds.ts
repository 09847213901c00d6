import { sql, type RawBuilder } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import type {} from './library.tables.ts'

export type Readable = 'document' | 'plan' | 'report'

/**
 * Who may read a row of something that left its unit, as one SQL condition over the row's own columns:
 * (1) own, (2) below: a unit above it today on either line, (3) delivered and (4) up the thread: a row of `reader`,
 * (5) public. Every store function that reads such rows for a person puts this into its WHERE.
 * @param columns SQL of the row's unit, id, revision (0 for documents) and, where it has one, its public flag
 */
export function mayRead(
  ctx: Ctx,
  what: Readable,
  columns: {
    unit: RawBuilder<unknown>
    id: RawBuilder<unknown>
    revision: RawBuilder<unknown>
    isPublic?: RawBuilder<unknown>
  },
): RawBuilder<boolean> {
  const own = sql`${[...ctx.actor.ownUnits]}::uuid[]`
  const today = ctx.clock.today()
  return sql<boolean>`(
    ${columns.unit} = any(${own})
    or exists (select 1 from unit_closure c where c.ancestor_id = any(${own}) and c.descendant_id = ${columns.unit}
      and c.valid_from <= ${today} and (c.valid_until is null or c.valid_until > ${today}))
    or exists (select 1 from reader r where r.unit_id = any(${own}) and r.what = ${what} and r.id = ${columns.id} and r.revision = ${columns.revision})
    ${columns.isPublic ? sql`or ${columns.isPublic}` : sql``}
  )`
}

/** What a unit gets to read, and how: ground 3 (delivered to it) or 4 (what that rests on). */
export interface ReadGrant {
  what: Readable
  id: string
  /** plan revision or report version; 0 for a document */
  revision: number
  ground: 'delivered' | 'up'
}

/**
 * Gives units the right to read, for good. Called in the transaction that delivers; giving it again changes nothing.
 * @param through id of the delivered document (or report) that brings the right
 */
export async function grantReading(
  trx: Trx,
  unitIds: readonly string[],
  through: string,
  grants: readonly ReadGrant[],
  now: Date,
): Promise<void> {
  if (unitIds.length === 0 || grants.length === 0) return
  await sql`
    insert into reader (unit_id, what, id, revision, ground, through, since)
    select u, g->>'what', (g->>'id')::uuid, (g->>'revision')::int, g->>'ground', ${through}, ${now}
    from unnest(${[...unitIds]}::uuid[]) u, jsonb_array_elements(${JSON.stringify(grants)}::jsonb) g
    on conflict do nothing`.execute(trx)
}

/**
 * What a recipient may read up the thread: what is given, and a copy of the sender's rows that came with the bases (what
 * a plan of another home rests on is known by them alone).
 * @param bases what the delivered plan stands on, directly or through others, as far as the sender may read it
 * @param throughDocuments ids of the bases' documents
 */
export async function grantsUpThread(
  trx: Trx,
  senderIds: readonly string[],
  bases: readonly Omit<ReadGrant, 'ground'>[],
  throughDocuments: readonly string[],
): Promise<ReadGrant[]> {
  const ofSender =
    throughDocuments.length === 0
      ? []
      : await trx
          .selectFrom('reader')
          .select(['what', 'id', 'revision'])
          .where('unit_id', 'in', [...senderIds])
          .where('through', 'in', [...throughDocuments])
          .execute()
  const grants = new Map<string, ReadGrant>()
  for (const g of [...bases, ...ofSender])
    grants.set(`${g.what} ${g.id} ${g.revision}`, {
      what: g.what,
      id: g.id,
      revision: g.revision,
      ground: 'up',
    })
  return [...grants.values()]
}
