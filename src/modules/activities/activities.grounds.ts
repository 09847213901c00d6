import { sql, type RawBuilder } from 'kysely'
import type { Ctx } from '../../platform/context.ts'

/**
 * Read grounds 1 and 2 over a row of `activities a`: own, and below (a unit above it today on either line). What lists,
 * exports and totals put into their WHERE.
 */
export function ownOrBelow(ctx: Ctx): RawBuilder<boolean> {
  return sql<boolean>`(a.unit_id = any(${[...ctx.actor.ownUnits]}::uuid[]) or ${below(ctx)})`
}

/** Read ground 2 alone. By itself it is a join; behind an OR it is asked row by row (measured: ten times as slow). */
export function below(ctx: Ctx): RawBuilder<boolean> {
  const today = ctx.clock.today()
  return sql<boolean>`exists (
    select 1 from unit_closure c where c.ancestor_id = any(${[...ctx.actor.ownUnits]}::uuid[]) and c.descendant_id = a.unit_id
      and c.valid_from <= ${today} and (c.valid_until is null or c.valid_until > ${today})
  )`
}

/**
 * Ground 3 over a version (`activity_id`, `version` of alias `v`): it is among what a report version counted that was
 * delivered to me, for good. Only that version, whatever was corrected since.
 */
export function countedForMe(ctx: Ctx): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select 1 from report_activities ra
    join reader r on r.what = 'report' and r.id = ra.report_id and r.revision = ra.version
    where ra.activity_id = v.activity_id and ra.activity_version = v.version
      and r.unit_id = any(${[...ctx.actor.ownUnits]}::uuid[])
  )`
}
