import { sql, type RawBuilder } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { maySeePlan } from './thread.store.ts'

/** A plan at the latest revision the person may read. */
export interface SeenPlan {
  planId: string
  revision: number
  unitId: string
  title: string
  numberSymbol: string | null
  isOwn: boolean
  /** own, or of a unit below today: then its progress is the person's to know */
  isWhole: boolean
}

/** Plans by id at the latest revision within the read grounds; what may not be read is left out. */
export async function findSeenPlans(trx: Trx, ctx: Ctx, planIds: readonly string[]): Promise<SeenPlan[]> {
  if (planIds.length === 0) return []
  const own = sql`${[...ctx.actor.ownUnits]}::uuid[]`
  const today = ctx.clock.today()
  const { rows } = await sql<SeenPlan>`
    select distinct on (pr.plan_id) pr.plan_id as "planId", pr.revision, pr.unit_id as "unitId", pr.title, d.number_symbol as "numberSymbol",
      pr.unit_id = any(${own}) as "isOwn",
      (pr.unit_id = any(${own}) or exists (select 1 from unit_closure c where c.ancestor_id = any(${own}) and c.descendant_id = pr.unit_id
        and c.valid_from <= ${today} and (c.valid_until is null or c.valid_until > ${today}))) as "isWhole"
    from plan_revisions pr join documents d on d.id = pr.document_id
    where pr.plan_id = any(${[...planIds]}::uuid[]) and ${maySeePlan(ctx)}
    order by pr.plan_id, pr.revision desc`.execute(trx)
  return rows
}

/** A task of a seen plan with the task whose standing is told: itself, or the reader's own that derives from it. */
export interface SeenTask {
  planId: string
  key: string
  ord: number
  title: string
  leadWords: string
  supportWords: string
  timeWords: string
  product: string
  cost: number | null
  decision: string
  isKey: boolean
  asksBelow: boolean
  of: {
    planId: string
    key: string
    title: string
    decision: string
    timeFrom: string | null
    timeUntil: string | null
  } | null
}

/**
 * The tasks of plans in their order. Of a plan that is the reader's to know `of` is the task itself; of another it is the
 * task in force of the reader's own unit that derives from it, null where there is none.
 */
export async function findSeenTasks(trx: Trx, ctx: Ctx, plans: readonly SeenPlan[]): Promise<SeenTask[]> {
  if (plans.length === 0) return []
  const { rows } = await sql<SeenTask>`
    select t.plan_id as "planId", t.key, t.ord, t.title, t.lead_words as "leadWords", t.support_words as "supportWords",
      t.time_words as "timeWords", t.product, t.cost, t.decision, t.is_key as "isKey",
      exists (select 1 from jsonb_array_elements(pr.content->'tasks') j where j->>'key' = t.key and (j->>'asksBelow')::boolean) as "asksBelow",
      case when s.is_whole then ${asOf(sql`t`)} else (
        select ${asOf(sql`m`)} from task_origins o join plans p on p.id = o.plan_id and p.revision = o.revision
        join tasks m on m.plan_id = o.plan_id and m.revision = o.revision and m.key = o.task_key
        where o.origin_plan_id = t.plan_id and o.origin_key = t.key and m.unit_id = any(${[...ctx.actor.ownUnits]}::uuid[])
        order by p.year desc, p.id desc, m.ord limit 1) end as "of"
    from unnest(${plans.map((p) => p.planId)}::uuid[], ${plans.map((p) => p.revision)}::int[], ${plans.map((p) => p.isWhole)}::boolean[]) as s(plan_id, revision, is_whole)
    join tasks t on t.plan_id = s.plan_id and t.revision = s.revision
    join plan_revisions pr on pr.plan_id = t.plan_id and pr.revision = t.revision
    order by t.plan_id, t.ord, t.key`.execute(trx)
  return rows
}

function asOf(task: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`jsonb_build_object('planId', ${task}.plan_id, 'key', ${task}.key, 'title', ${task}.title, 'decision', ${task}.decision,
    'timeFrom', ${task}.time_from, 'timeUntil', ${task}.time_until)`
}

/** What units made of a plan's tasks in their plans in force, as far as the person may read those. */
export async function countDecisions(
  trx: Trx,
  ctx: Ctx,
  planId: string,
): Promise<{ key: string; units: string[]; kept: number; adapted: number; declined: number }[]> {
  const { rows } = await sql<{
    key: string
    units: string[]
    kept: number
    adapted: number
    declined: number
  }>`
    select o.origin_key as key, array_agg(distinct t.unit_id) as units,
      count(distinct t.unit_id) filter (where t.decision = 'kept')::int as kept,
      count(distinct t.unit_id) filter (where t.decision = 'adapted')::int as adapted,
      count(distinct t.unit_id) filter (where t.decision = 'declined')::int as declined
    from task_origins o
    join plans p on p.id = o.plan_id and p.revision = o.revision
    join tasks t on t.plan_id = o.plan_id and t.revision = o.revision and t.key = o.task_key
    join plan_revisions pr on pr.plan_id = t.plan_id and pr.revision = t.revision
    where o.origin_plan_id = ${planId} and ${maySeePlan(ctx)}
    group by o.origin_key`.execute(trx)
  return rows
}

/** Names of indicators with the word after a number ("tờ"), in the person's language. */
export async function findIndicators(
  trx: Trx,
  ctx: Ctx,
  codes: readonly string[],
): Promise<Map<string, { code: string; name: string; unit: string }>> {
  const { rows } = await sql<{ code: string; name: string; unit: string }>`
    select code, ${sql.ref(`name_${ctx.locale}`)} as name, coalesce(facts->'unit'->>${ctx.locale}, '') as unit
    from vocabularies where list = 'indicators' and code = any(${[...new Set(codes)]}::text[])`.execute(trx)
  return new Map(rows.map((r) => [r.code, r]))
}
