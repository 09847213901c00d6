import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { mayReadDirection, maySeeAll } from '../directions/index.ts'
import { clauseColumns, type ClauseRow, type DoneRow } from './thread.store.ts'

export interface DirectionRow {
  id: string
  unitId: string
  title: string
  expects: 'know' | 'carry_out'
  dueOn: string
  at: Date
  isWithdrawn: boolean
  units: number
  done: number
  late: number
}

const ownOf = (ctx: Ctx) => sql`${[...ctx.actor.ownUnits]}::uuid[]`

/** Over `a` of `direction_acts` and its direction `d`: an answer that the person may read. */
const maySeeAnswer = (ctx: Ctx) =>
  sql`(a.kind = 'answer' and (${maySeeAll(ctx)} or a.unit_id = any(${ownOf(ctx)})))`

const showing = (activityId: string) => JSON.stringify([{ what: 'activity', id: activityId }])

/**
 * Directions within the read grounds: one by itself, those that rest on a clause, or those to which an activity was shown as an
 * answer that may be read; the newest first, at most 50.
 */
export async function findThreadDirections(
  trx: Trx,
  ctx: Ctx,
  of: { id: string } | { documentId: string; clauseKey: string } | { activityId: string },
): Promise<DirectionRow[]> {
  const which =
    'id' in of
      ? sql`d.id = ${of.id}`
      : 'documentId' in of
        ? sql`d.document_id = ${of.documentId} and ${of.clauseKey} = any(d.clauses)`
        : sql`exists (select 1 from direction_acts a where a.direction_id = d.id and a.evidence @> ${showing(of.activityId)}::jsonb and ${maySeeAnswer(ctx)})`
  const { rows } = await sql<DirectionRow>`
    select d.id, d.unit_id as "unitId", d.title, d.expects, d.due_on as "dueOn", d.at, n.units, n.done, n.late,
      exists (select 1 from direction_acts w where w.direction_id = d.id and w.kind = 'withdraw') as "isWithdrawn"
    from directions d
    cross join lateral (
      select count(*)::int as units, count(*) filter (where o.state = 'done')::int as done,
        count(*) filter (where o.state = 'open' and o.due_on < ${ctx.clock.today()})::int as late
      from obligations o where o.what = 'follow_direction' and o.source_id = d.id and (${maySeeAll(ctx)} or o.unit_id = any(${ownOf(ctx)}))
    ) n
    where ${which} and ${mayReadDirection(ctx)} order by d.at desc, d.id desc limit 50`.execute(trx)
  return rows
}

/** The clauses that directions rest on, each with the direction's id as `planId`. */
export async function findDirectionClauses(
  trx: Trx,
  ctx: Ctx,
  directionIds: readonly string[],
): Promise<ClauseRow[]> {
  if (directionIds.length === 0) return []
  const { rows } = await sql<ClauseRow>`
    select n.id as "planId", 0 as revision, '' as "taskKey", null as line, ${clauseColumns(ctx)}
    from directions n join documents d on d.id = n.document_id
    join clauses c on c.document_id = d.id and c.key = any(n.clauses)
    left join clauses up on up.document_id = c.document_id and up.key = c.parent_key
    where n.id = any(${[...directionIds]}::uuid[]) order by n.id, c.ord`.execute(trx)
  return rows
}

export interface DutyRow {
  unitId: string
  state: 'open' | 'done' | 'excused' | 'void'
  dueOn: string
  closedOn: string | null
  isLate: boolean
  answer: string
}

/** What recipients of a direction owe or did, with the last answer of each: all of them to its sender and above, else the own. */
export async function findDutiesOf(trx: Trx, ctx: Ctx, directionId: string): Promise<DutyRow[]> {
  const { rows } = await sql<DutyRow>`
    select * from (
      select o.unit_id as "unitId", o.state, o.due_on as "dueOn", o.closed_on as "closedOn",
        case o.state when 'open' then o.due_on < ${ctx.clock.today()} when 'done' then o.closed_on > o.due_on else false end as "isLate",
        coalesce((select a.words from direction_acts a where a.direction_id = d.id and a.unit_id = o.unit_id and a.kind = 'answer'
          order by a.ord desc limit 1), '') as answer
      from directions d join obligations o on o.what = 'follow_direction' and o.source_id = d.id
      where d.id = ${directionId} and ${mayReadDirection(ctx)} and (${maySeeAll(ctx)} or o.unit_id = any(${ownOf(ctx)}))
    ) x order by state <> 'open', not "isLate", "dueOn", "unitId" limit 500`.execute(trx)
  return rows
}

/** Activities that answers to directions show, each at the latest version shown, the latest first. */
export async function findShownActivities(
  trx: Trx,
  ctx: Ctx,
  directionIds: readonly string[],
): Promise<DoneRow[]> {
  if (directionIds.length === 0) return []
  const { rows } = await sql<DoneRow>`
    select x.*, count(*) over ()::int as total from (
      select distinct on (v.activity_id) v.activity_id as id, v.version, v.unit_id as "unitId", v.day,
        case when v.redacted_at is null then v.title else '' end as title, cardinality(v.photo_ids) as photos
      from directions d join direction_acts a on a.direction_id = d.id
      cross join lateral jsonb_to_recordset(a.evidence) as e(what text, id uuid, version int)
      join activity_versions v on e.what = 'activity' and v.activity_id = e.id and v.version = e.version
      where d.id = any(${[...directionIds]}::uuid[]) and ${maySeeAnswer(ctx)} order by v.activity_id, v.version desc
    ) x order by x.day desc, x.id limit 100`.execute(trx)
  return rows
}

/** Documents that answers to a direction show, as their units' own. */
export async function findShownDocuments(
  trx: Trx,
  ctx: Ctx,
  directionId: string,
): Promise<{ id: string; title: string; unitId: string }[]> {
  const { rows } = await sql<{ id: string; title: string; unitId: string }>`
    select distinct p.id, p.subject as title, p.unit_id as "unitId"
    from directions d join direction_acts a on a.direction_id = d.id
    cross join lateral jsonb_to_recordset(a.evidence) as e(what text, id uuid)
    join documents p on e.what = 'document' and p.id = e.id
    where d.id = ${directionId} and ${maySeeAnswer(ctx)} order by 1 limit 100`.execute(trx)
  return rows
}
