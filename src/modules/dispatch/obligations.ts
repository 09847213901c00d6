import { sql, type RawBuilder } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import { tell } from '../jobs/index.ts'
import type { ObligationWhat } from './dispatch.tables.ts'
import { postMessage } from './messages.ts'

/** Values for an obligation's sentence: number and symbol, title, period …; never a person's name. */
export type ObligationFacts = Record<string, string | number>

export interface NewObligation {
  unitId: string
  what: ObligationWhat
  /** what causes it: `document`, `plan`, `task`, `form`, `amendment`, `report`, `activity` */
  sourceWhat: string
  sourceId: string
  sourceRevision?: number
  /** task key, period …: tells apart what one source asks several times */
  sourceKey?: string
  /** null when the unit owes it to itself */
  owedTo: string | null
  dueOn: string
  personId?: string | null
  deskId?: string | null
  role?: string | null
  facts: ObligationFacts
}

/** Which obligations: every condition given must hold. */
export interface ObligationMatch {
  unitId?: string | readonly string[]
  /** of duties of closed units only those that are passed to this one, or to nobody */
  for?: string
  what: ObligationWhat | readonly ObligationWhat[]
  sourceId: string
  sourceRevision?: number
  sourceKey?: string
}

/**
 * Duties that come without anything else to tell of them: what a delivered document asks is told with its delivery, and a
 * plan's own tasks are known to whoever issued it.
 */
const told = new Set<string>([
  'report',
  'follow_revision',
  'decide_amendment',
  'decide_report',
  'give_photos',
  'follow_direction',
  'answer_question',
])

/** True for a duty that nothing else tells of. */
export function toldByItself(what: string): boolean {
  return told.has(what)
}

/**
 * Opens obligations in the transaction that causes them; one that was opened before (same unit, what, source, revision,
 * key) is left as it is, whatever its state. The transaction's scope must reach the units that owe.
 * @returns how many were opened now
 */
export async function openObligations(trx: Trx, ctx: Ctx, rows: readonly NewObligation[]): Promise<number> {
  if (rows.length === 0) return 0
  const list = rows.map((r) => ({
    id: newId(),
    unit_id: r.unitId,
    what: r.what,
    source_what: r.sourceWhat,
    source_id: r.sourceId,
    source_revision: r.sourceRevision ?? 0,
    source_key: r.sourceKey ?? '',
    owed_to: r.owedTo,
    due_on: r.dueOn,
    person_id: r.personId ?? null,
    desk_id: r.deskId ?? null,
    role: r.role ?? null,
    facts: r.facts,
  }))
  const now = ctx.clock.now()
  const { rows: made } = await sql<{ id: string; what: string } & Peered>`
    insert into obligations (id, unit_id, what, source_what, source_id, source_revision, source_key, owed_to, due_on, person_id, desk_id, role, facts, opened_at, peer_home, peer_at)
    select o.id, o.unit_id, o.what, o.source_what, o.source_id, o.source_revision, o.source_key, o.owed_to, o.due_on, o.person_id, o.desk_id, o.role, o.facts, ${now},
      p.home, case when p.home is not null then ${now}::timestamptz end
    from jsonb_to_recordset(${JSON.stringify(list)}::jsonb) as o(id uuid, unit_id uuid, what text, source_what text, source_id uuid,
      source_revision int, source_key text, owed_to uuid, due_on date, person_id uuid, desk_id uuid, role text, facts jsonb)
    left join units u on u.id = o.unit_id left join units w on w.id = o.owed_to
    cross join lateral (select coalesce(nullif(u.home, ${ctx.home}), nullif(w.home, ${ctx.home})) as home) p
    on conflict on constraint obligations_once do nothing returning id, what, peer_home as "peerHome"`.execute(
    trx,
  )
  const ids = made.filter((o) => toldByItself(o.what)).map((o) => o.id)
  await tell(trx, ctx, { about: 'obligations', ids })
  await tellPeers(trx, ctx, made)
  return made.length
}

interface Peered {
  id: string
  peerHome: string | null
}

/** What is owed between units of two homes stands in both: the other is told how it stands. */
async function tellPeers(trx: Trx, ctx: Ctx, rows: readonly Peered[]): Promise<void> {
  for (const [home, there] of Map.groupBy(rows, (r) => r.peerHome))
    if (home !== null) await postMessage(trx, ctx, home, 'duties', { ids: there.map((r) => r.id) })
}

/**
 * Tells other homes of what was changed by its ids, or of a reminder of it: for whoever writes such rows without the
 * functions below.
 */
export async function tellPeersOf(trx: Trx, ctx: Ctx, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<Peered>`
    update obligations set ${changed(ctx)} where id = any(${[...ids]}::uuid[]) and peer_home is not null ${andPeers}`.execute(
    trx,
  )
  await tellPeers(trx, ctx, rows)
}

/**
 * Owes duties to somebody else from now on, who may be of another home; whoever it was owed to in one sees it end there.
 * @param moved duties of units of this home, each with whom it is owed to now
 */
export async function moveOwed(
  trx: Trx,
  ctx: Ctx,
  moved: readonly { id: string; owedTo: string }[],
): Promise<void> {
  if (moved.length === 0) return
  const { rows } = await sql<{ id: string; before: string | null; left: string | null }>`
    with m as (select * from jsonb_to_recordset(${JSON.stringify(moved)}::jsonb) as m(id uuid, "owedTo" uuid)),
    old as (select o.id, o.owed_to, o.peer_home from obligations o join m on m.id = o.id for update of o)
    update obligations o set owed_to = m."owedTo", peer_home = nullif(u.home, ${ctx.home}),
      peer_at = case when u.home <> ${ctx.home} then ${ctx.clock.now()}::timestamptz end
    from m join units u on u.id = m."owedTo" join old on old.id = m.id where o.id = m.id
    returning o.id, old.owed_to as before, case when old.peer_home is distinct from o.peer_home then old.peer_home end as left`.execute(
    trx,
  )
  for (const { id, before, left } of rows)
    if (left !== null && before !== null) await postMessage(trx, ctx, left, 'duties', { ids: [id], before })
  await tellPeersOf(
    trx,
    ctx,
    rows.map((r) => r.id),
  )
}

/** The end of every change of obligations: when it was, for those that another home holds too, and which they are. */
const changed = (ctx: Ctx) =>
  sql`peer_at = case when peer_home is not null then ${ctx.clock.now()}::timestamptz end`
const andPeers = sql`returning id, peer_home as "peerHome"`

/**
 * Closes open obligations as done, today: late when today is after the due day.
 * @param by.closedBy id of what fulfilled it (plan, report, activity) or of the person who did
 * @param by.closedOn another day than today, e.g. the day a report was handed in
 * @returns how many were open
 */
export async function closeObligations(
  trx: Trx,
  ctx: Ctx,
  match: ObligationMatch,
  by: { closedBy: string | null; closedOn?: string },
): Promise<number> {
  const { rows } = await sql<Peered>`
    update obligations set state = 'done', ${changed(ctx)}, closed_on = ${by.closedOn ?? ctx.clock.today()}, closed_by = ${by.closedBy}
    where ${conditions(match)} and state = 'open' ${andPeers}`.execute(trx)
  await tellPeers(trx, ctx, rows)
  return rows.length
}

/** What asked for it is gone (a newer revision, a withdrawn request): the obligations no longer hold. */
export async function voidObligations(
  trx: Trx,
  ctx: Ctx,
  match: ObligationMatch,
  reason: string,
): Promise<number> {
  const { rows } = await sql<Peered>`
    update obligations set state = 'void', ${changed(ctx)}, closed_on = ${ctx.clock.today()}, closed_by = ${ctx.actor.personId}, reason = ${reason}
    where ${conditions(match)} and state = 'open' ${andPeers}`.execute(trx)
  await tellPeers(trx, ctx, rows)
  return rows.length
}

/** Whoever it is owed to lets the unit off, with a reason. The caller checks that it is owed to the acting unit. */
export async function excuseObligations(
  trx: Trx,
  ctx: Ctx,
  match: ObligationMatch,
  reason: string,
): Promise<number> {
  if (reason.trim() === '') throw new AppError('dispatch.reason_missing')
  const { rows } = await sql<Peered>`
    update obligations set state = 'excused', ${changed(ctx)}, closed_on = ${ctx.clock.today()}, closed_by = ${ctx.actor.personId}, reason = ${reason.trim()}
    where ${conditions(match)} and state = 'open' ${andPeers}`.execute(trx)
  await tellPeers(trx, ctx, rows)
  return rows.length
}

/** Gives until a later day, with the reason. The caller checks that it is owed to the acting unit and that the day is later. */
export async function extendObligations(
  trx: Trx,
  ctx: Ctx,
  match: ObligationMatch,
  dueOn: string,
  reason: string,
): Promise<number> {
  const { rows } = await sql<Peered>`
    update obligations set due_on = ${dueOn}, ${changed(ctx)}, reason = ${reason}
    where ${conditions(match)} and state = 'open' ${andPeers}`.execute(trx)
  await tellPeers(trx, ctx, rows)
  return rows.length
}

/** What had fulfilled them is taken back: obligations that were done are open again, due when they were. */
export async function reopenObligations(trx: Trx, ctx: Ctx, match: ObligationMatch): Promise<number> {
  const { rows } = await sql<Peered>`
    update obligations set state = 'open', ${changed(ctx)}, closed_on = null, closed_by = null
    where ${conditions(match)} and state = 'done' ${andPeers}`.execute(trx)
  await tellPeers(trx, ctx, rows)
  return rows.length
}

function conditions(match: ObligationMatch): RawBuilder<unknown> {
  const what = typeof match.what === 'string' ? [match.what] : [...match.what]
  const parts = [sql`source_id = ${match.sourceId}`, sql`what = any(${what}::text[])`]
  if (match.unitId !== undefined) {
    const units = typeof match.unitId === 'string' ? [match.unitId] : [...match.unitId]
    parts.push(sql`unit_id = any(${units}::uuid[])`)
  }
  if (match.for !== undefined) parts.push(sql`(passed_to is null or passed_to = ${match.for})`)
  if (match.sourceRevision !== undefined) parts.push(sql`source_revision = ${match.sourceRevision}`)
  if (match.sourceKey !== undefined) parts.push(sql`source_key = ${match.sourceKey}`)
  return sql.join(parts, sql` and `)
}
