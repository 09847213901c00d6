import { sql } from 'kysely'
import type { Trx } from '../../platform/db.ts'
import type {} from './plans.tables.ts'

/** A task of an issued plan in force, as activities, reports and boards need it. */
export interface CurrentTask {
  planId: string
  revision: number
  taskKey: string
  unitId: string
  ord: number
  planTitle: string
  documentId: string
  programmes: string[]
  decision: 'own' | 'kept' | 'adapted'
  isKey: boolean
  title: string
  content: string
  forms: string[]
  audiences: string[]
  leadPersonId: string | null
  leadWords: string
  timeWords: string
  timeFrom: string | null
  timeUntil: string | null
  product: string
  targetIndicator: string | null
  targetValue: number | null
  cost: number | null
  fund: string | null
}

/**
 * The tasks that units have on a day: of the revision in force of each plan whose period holds the day, without those
 * that are not theirs. The caller holds the ground on which it reads the units.
 * @param day `YYYY-MM-DD`; null for every plan in force, whatever its period
 */
export async function currentTasksOf(
  trx: Trx,
  unitIds: readonly string[],
  day: string | null,
): Promise<CurrentTask[]> {
  if (unitIds.length === 0) return []
  const { rows } = await sql<CurrentTask>`
    select t.plan_id as "planId", t.revision, t.key as "taskKey", t.unit_id as "unitId", t.ord,
      r.title as "planTitle", r.document_id as "documentId", r.programmes, t.decision, t.is_key as "isKey", t.title, t.content,
      t.forms, t.audiences, t.lead_person_id as "leadPersonId", t.lead_words as "leadWords", t.time_words as "timeWords",
      t.time_from as "timeFrom", t.time_until as "timeUntil", t.product, t.target_indicator as "targetIndicator",
      t.target_value as "targetValue", t.cost, t.fund
    from plans p
    join plan_revisions r on r.plan_id = p.id and r.revision = p.revision
    join tasks t on t.plan_id = p.id and t.revision = p.revision
    where p.unit_id = any(${[...unitIds]}::uuid[]) and t.decision <> 'declined'
      and (${day}::date is null or (r.period_from <= ${day}::date and r.period_until > ${day}::date))
    order by p.unit_id, p.year, p.id, t.ord`.execute(trx)
  return rows
}
