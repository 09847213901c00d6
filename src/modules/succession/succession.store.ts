import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { findForm, lastDay, periodName, periodOf } from '../reports/index.ts'
import { mayAddUnder, isOwnOrBelow } from '../units/index.ts'
import type { KnownUnit, OpenItem, SuccessionFacts } from './succession.rules.ts'
import { closes, reshapes } from './succession.rules.ts'
import type { SuccessionContent } from './succession.schema.ts'
import type {} from './succession.tables.ts'

export interface SuccessionRecord {
  id: string
  unitId: string
  kind: 'merge' | 'split' | 'part' | 'rename' | 'transfer'
  state: 'draft' | 'due' | 'done' | 'undone' | 'dropped'
  version: number
  day: string
  content: SuccessionContent
  problem: { code: string; params: Record<string, string | number> } | null
  updatedAt: Date
  doneAt: Date | null
  undoneAt: Date | null
  eventId: string | null
}

const columns = sql`id, unit_id as "unitId", kind, state, version, day, content, problem, updated_at as "updatedAt",
  done_at as "doneAt", undone_at as "undoneAt", event_id as "eventId"`

/** A plan of the units; null where there is none. */
export async function findRecord(
  trx: Trx,
  unitIds: readonly string[] | '*',
  id: string,
  lock = false,
): Promise<SuccessionRecord | null> {
  const scope = unitIds === '*' ? sql`true` : sql`unit_id = any(${[...unitIds]}::uuid[])`
  const { rows } = await sql<SuccessionRecord>`
    select ${columns} from successions where id = ${id} and ${scope} ${lock ? sql`for update` : sql``}`.execute(
    trx,
  )
  return rows[0] ?? null
}

export interface RecordCursor {
  at: string
  id: string
}

/** Plans of the units, the newest first; what was dropped is not among them. */
export async function listRecords(
  trx: Trx,
  unitIds: readonly string[],
  after: readonly [string, string] | null,
  limit: number,
): Promise<(SuccessionRecord & { createdAt: Date })[]> {
  const { rows } = await sql<SuccessionRecord & { createdAt: Date }>`
    select ${columns}, created_at as "createdAt" from successions where unit_id = any(${[...unitIds]}::uuid[]) and state <> 'dropped'
      and (${after === null} or (created_at, id) < (${after?.[0] ?? null}::timestamptz, ${after?.[1] ?? null}::uuid))
    order by created_at desc, id desc limit ${limit}`.execute(trx)
  return rows
}

/** Every unit that a plan names and that exists, with its name on a day. */
export async function findKnown(
  trx: Trx,
  home: string,
  ids: readonly string[],
  day: string,
): Promise<Map<string, KnownUnit>> {
  const { rows } = await sql<KnownUnit>`
    select u.id, u.code, u.kind, u.valid_from as "from", u.valid_until as until, n.name, n.short_name as "shortName"
    from units u cross join lateral (select * from unit_names n where n.unit_id = u.id
      order by (n.valid_from <= ${day} and (n.valid_until is null or n.valid_until > ${day})) desc, abs(n.valid_from - ${day}::date) limit 1) n
    where u.id = any(${[...new Set(ids)]}::uuid[]) and u.home = ${home}`.execute(trx)
  return new Map(rows.map((r) => [r.id, r]))
}

/** The ids that a plan names, new units among them. */
export function namedUnits(content: SuccessionContent): string[] {
  const moves = Object.values(content.moves).flatMap((m) => (m?.to ? [m.to] : []))
  return [
    ...content.from,
    ...content.to.flatMap((t) => [t.id, t.administration, t.profession]),
    content.belowTo.administration,
    content.belowTo.profession,
    ...content.below.flatMap((b) => [b.unitId, b.to]),
    ...moves,
  ].flatMap((id) => (id === null ? [] : [id]))
}

/** What decides what a plan does, as it stands now: a fixed number of statements, however large the units are. */
export async function loadFacts(
  trx: Trx,
  ctx: Ctx,
  plan: Pick<SuccessionRecord, 'kind' | 'day' | 'content'>,
): Promise<SuccessionFacts> {
  const { content, day, kind } = plan
  const from = [...content.from]
  const below = reshapes(kind) ? await findBelow(trx, from, day) : []
  const units = await findKnown(
    trx,
    ctx.home,
    [...namedUnits(content), ...below.map((b) => b.unitId)],
    ctx.clock.today(),
  )
  const codes = content.to.flatMap((t) => (t.unit ? [t.unit.code] : []))
  const taken = await trx
    .selectFrom('units')
    .select('code')
    .where('code', 'in', ['', ...codes])
    .execute()
  const kinds = await trx.selectFrom('unit_kinds').select('code').execute()
  const isClosing = closes(kind)
  const isReshaping = reshapes(kind)
  const moved = closes(kind) ? below : below.filter((b) => isGiven(content, b))
  return {
    today: ctx.clock.today(),
    kind,
    day,
    units,
    below,
    members: isReshaping ? await findMembers(trx, ctx.home, from, day) : [],
    staying: isReshaping
      ? await findStaying(
          trx,
          ctx.home,
          content.to.map((t) => t.id),
          day,
        )
      : new Map(),
    open: isClosing ? await findOpen(trx, from, day) : [],
    held: isClosing ? await findHeld(trx, from) : [],
    running: isClosing ? await findRunning(trx, ctx, from, day) : [],
    undecided: isClosing ? await findUndecided(trx, from) : [],
    issuedAfter: isClosing ? await findIssuedAfter(trx, from, day) : null,
    reportedAfter: await findReportedAfter(
      trx,
      [...(kind === 'part' ? [] : from), ...moved.map((b) => b.unitId)],
      day,
    ),
    newKinds: new Map(content.to.flatMap((t) => (t.unit ? [[t.id, t.unit.kind] as const] : []))),
    takenCodes: new Set(taken.map((t) => t.code)),
    kinds: new Set(kinds.map((k) => k.code)),
    notYours: await findNotYours(trx, ctx, content, units),
  }
}

/** Whether a unit below goes to another superior, of a unit that goes on itself. */
function isGiven(content: SuccessionContent, { unitId, line }: SuccessionFacts['below'][number]): boolean {
  return content.belowTo[line] !== null || content.below.some((b) => b.unitId === unitId && b.line === line)
}

/** Units directly below on the day, on either line. */
async function findBelow(trx: Trx, ids: readonly string[], day: string): Promise<SuccessionFacts['below']> {
  const { rows } = await sql<SuccessionFacts['below'][number]>`
    select s.unit_id as "unitId", s.line, s.superior_id as "superiorId" from unit_superiors s join units u on u.id = s.unit_id
    where s.superior_id = any(${[...ids]}::uuid[]) and (s.valid_until is null or s.valid_until > ${day})
      and (u.valid_until is null or u.valid_until > ${day})
    order by s.unit_id, s.line`.execute(trx)
  return rows
}

async function findMembers(
  trx: Trx,
  home: string,
  ids: readonly string[],
  day: string,
): Promise<SuccessionFacts['members']> {
  const { rows } = await sql<SuccessionFacts['members'][number]>`
    select p.id as "personId", p.name, max(m.title) as title, array_agg(distinct m.role) as roles, bool_or(m.is_head) as "isHead",
      (array_agg(m.unit_id order by m.valid_from))[1] as "unitId",
      exists (select 1 from account_persons x join accounts a on a.id = x.account_id and a.disabled_at is null
        where x.home = ${home} and x.person_id = p.id) as "hasAccount"
    from memberships m join persons p on p.id = m.person_id and p.erased_at is null
    where m.unit_id = any(${[...ids]}::uuid[]) and (m.valid_until is null or m.valid_until > ${day})
    group by p.id, p.name order by bool_or(m.is_head) desc, shared.vn_norm(regexp_replace(p.name, '^.* ', '') || ' ' || p.name), p.id`.execute(
    trx,
  )
  return rows
}

async function findStaying(
  trx: Trx,
  home: string,
  ids: readonly string[],
  day: string,
): Promise<SuccessionFacts['staying']> {
  const { rows } = await sql<{ unitId: string; withAccount: number; headId: string | null }>`
    select m.unit_id as "unitId", (array_agg(m.person_id) filter (where m.is_head))[1] as "headId",
      count(distinct m.person_id) filter (where exists (select 1 from account_persons x join accounts a on a.id = x.account_id and a.disabled_at is null
        where x.home = ${home} and x.person_id = m.person_id)) as "withAccount"
    from memberships m join persons p on p.id = m.person_id and p.erased_at is null
    where m.unit_id = any(${[...ids]}::uuid[]) and m.valid_from <= ${day} and (m.valid_until is null or m.valid_until > ${day})
    group by m.unit_id`.execute(trx)
  return new Map(rows.map((r) => [r.unitId, r]))
}

/**
 * Open duties (but for reports of windows that end on the day or later, which end by themselves, and decisions about
 * reports, which go to the unit's new superior) and plans that are in force or being written.
 */
async function findOpen(trx: Trx, ids: readonly string[], day: string): Promise<OpenItem[]> {
  const own = sql`${[...ids]}::uuid[]`
  const { rows } = await sql<OpenItem>`
    select o.id, o.unit_id as "unitId", o.what, o.due_on as "dueOn",
      coalesce(o.facts->>'title', o.facts->>'planTitle', '') as label, case when o.what = 'do_task' then o.source_id end as "planId"
    from obligations o where (o.unit_id = any(${own}) or o.passed_to = any(${own})) and o.state = 'open' and o.what <> 'decide_report'
      and not exists (select 1 from reports r where o.what = 'report' and r.id = o.source_id and r.version = 0 and r.period_until > ${day})
    union all
    select p.id, p.unit_id, 'plan', null, coalesce(nullif(p.title, ''), p.year::text), null
    from plans p where p.unit_id = any(${own})
      and (exists (select 1 from plan_drafts d where d.plan_id = p.id) or (p.revision > 0 and p.year >= extract(year from ${day}::date)))
    order by 3, 4, 1`.execute(trx)
  return rows
}

async function findHeld(trx: Trx, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ number: string }>`
    select e.number_symbol as number
    from (select unit_id, register_entry_id from plan_drafts union all select unit_id, register_entry_id from outgoing_drafts
      union all select unit_id, register_entry_id from report_issues) d
    join register_entries e on e.id = d.register_entry_id
    where d.unit_id = any(${[...ids]}::uuid[]) and not exists (select 1 from register_voids v where v.entry_id = e.id)
    order by 1`.execute(trx)
  return rows.map((r) => r.number)
}

async function findRunning(
  trx: Trx,
  ctx: Ctx,
  ids: readonly string[],
  day: string,
): Promise<SuccessionFacts['running']> {
  const { rows } = await sql<{ unitId: string; formId: string; period: string }>`
    select r.unit_id as "unitId", r.form_id as "formId", r.period from reports r
    where r.unit_id = any(${[...ids]}::uuid[]) and r.version = 0 and r.period_until > ${day} order by r.period, r.unit_id`.execute(
    trx,
  )
  const running: { unitId: string; period: string; kinds: readonly string[] }[] = []
  for (const row of rows) {
    const form = await findForm(trx, row.formId)
    const period = form && periodOf(form, row.period)
    if (!form || !period) continue
    running.push({
      unitId: row.unitId,
      period: periodName(period, ctx.locale),
      kinds: form.tiers.flatMap((t) => t.kinds),
    })
  }
  return running
}

async function findUndecided(trx: Trx, ids: readonly string[]): Promise<string[]> {
  const rows = await trx
    .selectFrom('reports')
    .select('unit_id')
    .where('superior_id', 'in', [...ids, '00000000-0000-0000-0000-000000000000'])
    .where('state', '=', 'submitted')
    .orderBy('unit_id')
    .execute()
  return rows.map((r) => r.unit_id)
}

async function findIssuedAfter(
  trx: Trx,
  ids: readonly string[],
  day: string,
): Promise<SuccessionFacts['issuedAfter']> {
  const { rows } = await sql<NonNullable<SuccessionFacts['issuedAfter']>>`
    select n.short_name as unit, e.number_symbol as "numberSymbol", e.dated from register_entries e
    join unit_names n on n.unit_id = e.unit_id and n.valid_from <= e.dated and (n.valid_until is null or n.valid_until > e.dated)
    where e.unit_id = any(${[...ids]}::uuid[]) and e.dated >= ${day} order by e.dated desc, e.id desc limit 1`.execute(
    trx,
  )
  return rows[0] ?? null
}

/** A handed-in report of one of the units, for a window whose last day is the day or later: it can't move any more. */
async function findReportedAfter(
  trx: Trx,
  ids: readonly string[],
  day: string,
): Promise<SuccessionFacts['reportedAfter']> {
  const { rows } = await sql<{ unit: string; until: string }>`
    select n.short_name as unit, r.period_until as until from reports r
    join unit_names n on n.unit_id = r.unit_id and n.valid_from <= ${day} and (n.valid_until is null or n.valid_until > ${day})
    where r.unit_id = any(${[...ids]}::uuid[]) and r.version > 0 and r.period_until > ${day} order by r.period_until desc limit 1`.execute(
    trx,
  )
  const [row] = rows
  return row ? { unit: row.unit, lastDay: lastDay({ until: row.until }) } : null
}

/** Which of the units the person may not reorganise, put others into, or make new ones under. */
async function findNotYours(
  trx: Trx,
  ctx: Ctx,
  content: SuccessionContent,
  units: ReadonlyMap<string, KnownUnit>,
): Promise<string[]> {
  if (ctx.actor.kind === 'system') return []
  const lost: string[] = []
  for (const id of [...content.from, ...content.to.filter((t) => t.unit === null).map((t) => t.id)])
    if (units.has(id) && !(await isOwnOrBelow(trx, ctx, id))) lost.push(id)
  for (const target of content.to) {
    const above = [target.administration, target.profession].flatMap((s) => (s === null ? [] : [s]))
    if (target.unit !== null && above.length > 0 && !(await mayAddUnder(trx, ctx, above)))
      lost.push(above[0] ?? '')
  }
  return [...new Set(lost)]
}
