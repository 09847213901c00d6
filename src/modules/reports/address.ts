import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { recordEvent } from '../../platform/events.ts'
import { onJob } from '../../platform/jobs.ts'
import { moveOwed, openObligations, tellPeersOf, type ObligationFacts } from '../dispatch/index.ts'
import { successorOf } from '../units/index.ts'

/**
 * Addresses reports that are not handed in yet to whoever will accept them: the superior on the form's line on the last
 * day of the window, and for one that has closed since, who goes on for it. Called after units came under other superiors.
 * @returns ids of the reports whose superior is another now
 */
export async function readdressOpen(trx: Trx, ctx: Ctx, unitIds: readonly string[]): Promise<string[]> {
  const today = ctx.clock.today()
  const { rows } = await sql<{ id: string }>`
    with wanted as (
      select r.id, ${successorOf(sql`s.superior_id`, sql`r.unit_id`, sql`f.line`, today)} as superior_id
      from reports r join report_forms f on f.id = r.form_id
      cross join lateral (
        select superior_id from unit_superiors s
        where s.unit_id = r.unit_id and s.valid_from < r.period_until and (s.valid_until is null or s.valid_until >= r.period_until)
        order by (s.line = f.line) desc limit 1
      ) s
      where r.unit_id = any(${[...unitIds]}::uuid[]) and r.state in ('open', 'returned')
    )
    update reports r set superior_id = w.superior_id from wanted w
    where w.id = r.id and r.superior_id is distinct from w.superior_id returning r.id`.execute(trx)
  const ids = rows.map((r) => r.id)
  const owed = await sql<{ id: string; owedTo: string }>`
    select o.id, r.superior_id as "owedTo" from obligations o join reports r on r.id = o.source_id
    where r.id = any(${ids}::uuid[]) and o.what = 'report' and o.state = 'open'`.execute(trx)
  await moveOwed(trx, ctx, owed.rows)
  return ids
}

/**
 * Reports that wait for the decision of units that have closed are decided by whoever goes on for them: the duty to decide
 * ends there and begins here, due as it was.
 * @returns ids of the reports
 */
export async function passUndecided(
  trx: Trx,
  ctx: Ctx,
  closedIds: readonly string[],
  reason: string,
): Promise<string[]> {
  const today = ctx.clock.today()
  const { rows } = await sql<{
    id: string
    unitId: string
    version: number
    superiorId: string
    dueOn: string
    facts: ObligationFacts
    dutyId: string
  }>`
    with wanted as (
      select r.id, r.superior_id as before, ${successorOf(sql`r.superior_id`, sql`r.unit_id`, sql`f.line`, today)} as superior_id
      from reports r join report_forms f on f.id = r.form_id
      where r.superior_id = any(${[...closedIds]}::uuid[]) and r.state = 'submitted'
    ), moved as (
      update reports r set superior_id = w.superior_id from wanted w where w.id = r.id and w.superior_id <> w.before
      returning r.id, r.unit_id, r.version, r.superior_id
    ), ended as (
      update obligations o set state = 'void', closed_on = ${today}, reason = ${reason} from moved m
      where o.source_id = m.id and o.what = 'decide_report' and o.state = 'open' and o.unit_id = any(${[...closedIds]}::uuid[])
      returning o.id, o.source_id, o.due_on, o.facts
    )
    select e.id as "dutyId", m.id, m.unit_id as "unitId", m.version, m.superior_id as "superiorId", e.due_on as "dueOn", e.facts
    from moved m join ended e on e.source_id = m.id`.execute(trx)
  await tellPeersOf(
    trx,
    ctx,
    rows.map((r) => r.dutyId),
  )
  await openObligations(
    trx,
    ctx,
    rows.map((r) => ({
      unitId: r.superiorId,
      what: 'decide_report',
      sourceWhat: 'report',
      sourceId: r.id,
      sourceRevision: r.version,
      owedTo: r.unitId,
      dueOn: r.dueOn,
      facts: r.facts,
    })),
  )
  return rows.map((r) => r.id)
}

/**
 * Reports of units that close, for windows that end on the day or later: whoever goes on with the books counts that part,
 * so nothing is owed any more.
 */
export async function voidRunning(
  trx: Trx,
  ctx: Ctx,
  closedIds: readonly string[],
  day: string,
  reason: string,
): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    update obligations o set state = 'void', closed_on = ${ctx.clock.today()}, reason = ${reason} from reports r
    where r.id = o.source_id and o.what = 'report' and o.state = 'open' and r.unit_id = any(${[...closedIds]}::uuid[])
      and o.unit_id = r.unit_id and r.period_until > ${day} and r.version = 0 returning o.id`.execute(trx)
  await tellPeersOf(
    trx,
    ctx,
    rows.map((r) => r.id),
  )
}

/** Job `reports.readdress`, ordered by whoever puts a unit under another superior. */
export function registerReaddressing(): void {
  onJob<{ unitIds: string[] }>('reports.readdress', {
    step: async (trx, ctx, { payload }) => {
      const ids = await readdressOpen(trx, ctx, payload.unitIds)
      if (ids.length > 0)
        await recordEvent(
          trx,
          ctx,
          'report.readdress',
          ids.map((id) => ({ what: 'report', id })),
        )
      return { done: true, progress: ids.length }
    },
  })
}
