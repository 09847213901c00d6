import { sql, type RawBuilder } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import type { ActKind, Evidence } from './directions.schema.ts'
import type {} from './directions.tables.ts'

export interface DirectionFacts {
  id: string
  unitId: string
  title: string
  words: string
  expects: 'know' | 'carry_out'
  dueOn: string
  documentId: string | null
  clauses: string[]
  at: Date
}

const ownOf = (ctx: Ctx) => sql`${[...ctx.actor.ownUnits]}::uuid[]`

/** Over a row `d` of `directions`: own, or of a unit below (what left it): then all that was said on it is to be read too. */
export function maySeeAll(ctx: Ctx): RawBuilder<boolean> {
  const today = ctx.clock.today()
  return sql<boolean>`(d.unit_id = any(${ownOf(ctx)})
    or exists (select 1 from unit_closure c where c.ancestor_id = any(${ownOf(ctx)}) and c.descendant_id = d.unit_id
      and c.valid_from <= ${today} and (c.valid_until is null or c.valid_until > ${today})))`
}

/** Over a row `d` of `directions`: own, of a unit below, or sent to us: nothing else. */
export function mayReadDirection(ctx: Ctx): RawBuilder<boolean> {
  return sql<boolean>`(${maySeeAll(ctx)} or exists (select 1 from direction_recipients r
    where r.direction_id = d.id and r.unit_id = any(${ownOf(ctx)})))`
}

/** A direction within the read grounds of the person, or null. */
export async function findDirection(trx: Trx, ctx: Ctx, id: string): Promise<DirectionFacts | null> {
  const { rows } = await sql<DirectionFacts>`
    select d.id, d.unit_id as "unitId", d.title, d.words, d.expects, d.due_on as "dueOn", d.document_id as "documentId", d.clauses, d.at
    from directions d where d.id = ${id} and ${mayReadDirection(ctx)}`.execute(trx)
  return rows[0] ?? null
}

export interface DirectionWith {
  id: string
  title: string
  unitId: string
  at: Date
  how: 'with' | 'answer'
}

/**
 * Directions within the read grounds that went out with a document, or to which a document or activity was shown as an answer
 * that may be read; the newest first, at most a hundred.
 */
export async function findDirectionsWith(
  trx: Trx,
  ctx: Ctx,
  of: Pick<Evidence, 'what' | 'id'>,
): Promise<DirectionWith[]> {
  const shown = JSON.stringify([{ what: of.what, id: of.id }])
  const { rows } = await sql<DirectionWith>`
    select d.id, d.title, d.unit_id as "unitId", d.at, 'with' as how from directions d
    where ${of.what === 'document'} and d.document_id = ${of.id} and ${mayReadDirection(ctx)}
    union all
    select d.id, d.title, d.unit_id, d.at, 'answer' from directions d
    where ${mayReadDirection(ctx)} and exists (select 1 from direction_acts a where a.direction_id = d.id and a.evidence @> ${shown}::jsonb
      and (${maySeeAll(ctx)} or a.unit_id = any(${ownOf(ctx)})))
    order by at desc, id desc limit 100`.execute(trx)
  return rows
}

export interface RecipientRow {
  unitId: string
  dueOn: string
  duty: 'open' | 'done' | 'excused' | 'void'
  closedOn: string | null
  obligationId: string
  remindedOn: string | null
}

/**
 * Recipients with what each owes.
 * @param units only these; null: all. The caller has seen to it that they may be read.
 */
export async function findRecipients(
  trx: Trx,
  directionId: string,
  units: readonly string[] | null,
): Promise<RecipientRow[]> {
  const { rows } = await sql<RecipientRow>`
    select r.unit_id as "unitId", o.due_on as "dueOn", o.state as duty, o.closed_on as "closedOn", o.id as "obligationId",
      (select (max(m.at) at time zone 'Asia/Ho_Chi_Minh')::date from reminders m where m.obligation_id = o.id) as "remindedOn"
    from direction_recipients r join obligations o on o.what = 'follow_direction' and o.source_id = r.direction_id and o.unit_id = r.unit_id
    where r.direction_id = ${directionId} and (${units === null} or r.unit_id = any(${[...(units ?? [])]}::uuid[]))
    order by r.unit_id`.execute(trx)
  return rows
}

/** The same with the duties locked: one act of a recipient after the other. */
export async function lockRecipients(
  trx: Trx,
  directionId: string,
  units: readonly string[] | null,
): Promise<RecipientRow[]> {
  await sql`select id from obligations where what = 'follow_direction' and source_id = ${directionId}
    and (${units === null} or unit_id = any(${[...(units ?? [])]}::uuid[])) order by id for update`.execute(
    trx,
  )
  return findRecipients(trx, directionId, units)
}

export interface ActRow {
  id: string
  unitId: string | null
  ord: number
  byUnitId: string
  kind: ActKind
  words: string
  toAct: string | null
  isPublic: boolean
  dueOn: string | null
  evidence: Evidence[]
  at: Date
}

/** All acts of a direction, the oldest first. The caller keeps from each what is not its to read. */
export async function findActs(trx: Trx, directionId: string): Promise<ActRow[]> {
  const { rows } = await sql<ActRow>`
    select id, unit_id as "unitId", ord, by_unit_id as "byUnitId", kind, words, to_act as "toAct", is_public as "isPublic",
      due_on as "dueOn", evidence, at
    from direction_acts where direction_id = ${directionId} order by at, ord, id`.execute(trx)
  return rows
}

export interface ListedDirection {
  id: string
  title: string
  unitId: string
  expects: 'know' | 'carry_out'
  dueOn: string
  at: Date
  isWithdrawn: boolean
  units: number
  open: number
  late: number
  questions: number
}

export interface DirectionListFilter {
  box: 'received' | 'sent'
  state: 'open' | 'late' | 'done' | null
  q: string
  after: [string, string] | null
  limit: number
}

/** Directions that the acting unit sent or received, the newest first. */
export async function listDirections(
  trx: Trx,
  ctx: Ctx,
  filter: DirectionListFilter,
): Promise<ListedDirection[]> {
  const own = ownOf(ctx)
  const isSent = filter.box === 'sent'
  const today = ctx.clock.today()
  const { rows } = await sql<ListedDirection>`
    with mine as (
      select d.*, exists (select 1 from direction_acts w where w.direction_id = d.id and w.kind = 'withdraw') as is_withdrawn
      from directions d
      where ${isSent ? sql`d.unit_id = any(${own})` : sql`exists (select 1 from direction_recipients r where r.direction_id = d.id and r.unit_id = any(${own}))`}
        and not exists (select 1 from unnest(string_to_array(shared.vn_norm(${filter.q}), ' ')) x(word) where x.word <> ''
          and position(x.word in shared.vn_norm(d.title || ' ' || d.words)) = 0)
        and (${filter.after === null} or (d.at, d.id) < (${filter.after?.[0] ?? null}::timestamptz, ${filter.after?.[1] ?? null}::uuid))
    ), counted as (
      select m.id, count(o.id)::int as units, count(o.id) filter (where o.state = 'open')::int as open,
        count(o.id) filter (where o.state = 'open' and o.due_on < ${today})::int as late, max(o.due_on) as own_due
      from mine m left join obligations o on o.what = 'follow_direction' and o.source_id = m.id
        ${isSent ? sql`` : sql`and o.unit_id = any(${own})`}
      group by m.id
    )
    select m.id, m.title, m.unit_id as "unitId", m.expects, ${isSent ? sql`m.due_on` : sql`coalesce(c.own_due, m.due_on)`} as "dueOn", m.at,
      m.is_withdrawn as "isWithdrawn", (select count(*)::int from direction_recipients r where r.direction_id = m.id) as units, c.open, c.late,
      (select count(*)::int from direction_acts a where a.direction_id = m.id and a.kind = 'ask' and ${isSent ? sql`true` : sql`a.unit_id = any(${own})`}
        and not exists (select 1 from direction_acts y where y.to_act = a.id)) as questions
    from mine m join counted c on c.id = m.id
    where ${
      filter.state === 'open'
        ? sql`c.open > 0`
        : filter.state === 'late'
          ? sql`c.late > 0`
          : filter.state === 'done'
            ? sql`c.open = 0`
            : sql`true`
    }
    order by m.at desc, m.id desc limit ${filter.limit}`.execute(trx)
  return rows
}

/** Which of these activities are the units' own and not withdrawn, with their present version. */
export async function findOwnActivities(
  trx: Trx,
  ownUnits: readonly string[],
  ids: readonly string[],
): Promise<{ id: string; version: number }[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{ id: string; version: number }>`
    select id, version from activities where id = any(${[...ids]}::uuid[]) and unit_id = any(${[...ownUnits]}::uuid[])
      and state <> 'withdrawn' order by id`.execute(trx)
  return rows
}

/** Of a direction and the acts on it those that lost words by law, with the latest ground. */
export async function findRedactions(
  trx: Trx,
  ids: readonly string[],
): Promise<Map<string, { ground: string; at: Date }>> {
  const { rows } = await sql<{ id: string; ground: string; at: Date }>`
    select distinct on (subject_id) subject_id as id, ground, at from redactions
    where what in ('directions', 'direction_acts') and subject_id = any(${[...ids]}::uuid[]) order by subject_id, at desc`.execute(
    trx,
  )
  return new Map(rows.map((r) => [r.id, r]))
}

/** What evidence is called: titles of activities (at the version shown) and documents. */
export async function titlesOf(trx: Trx, evidence: readonly Evidence[]): Promise<Map<string, string>> {
  if (evidence.length === 0) return new Map()
  const { rows } = await sql<{ id: string; title: string }>`
    select v.activity_id as id, v.title from activity_versions v
    join jsonb_to_recordset(${JSON.stringify(evidence)}::jsonb) as e(what text, id uuid, version int)
      on e.what = 'activity' and e.id = v.activity_id and e.version = v.version
    union all
    select d.id, d.subject from documents d
    join jsonb_to_recordset(${JSON.stringify(evidence)}::jsonb) as e(what text, id uuid) on e.what = 'document' and e.id = d.id`.execute(
    trx,
  )
  return new Map(rows.map((r) => [r.id, r.title]))
}
