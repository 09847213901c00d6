import { sql } from 'kysely'
import type { Trx } from '../../platform/db.ts'

/** A counted activity with the version in force: what a report freezes. */
export interface CountedActivity {
  id: string
  version: number
  unitId: string
  day: string
  title: string
  form: string
  audiences: string[]
  persons: number | null
  attendances: number | null
  result: string
  shortcoming: string
  cause: string
  nextStep: string
  cost: number | null
  fund: string | null
  figures: { indicator: string; n: number; d: number | null }[]
  tasks: { planId: string; taskKey: string; revision: number }[]
  programmes: string[]
}

/** Which activities: those of units within days `[from, until)`. */
export interface Within {
  from: string
  until: string
}

/**
 * Activities of units that count, by day. The caller holds the ground on which it reads the units.
 * @param within days, half-open
 */
export async function countedActivities(
  trx: Trx,
  unitIds: readonly string[],
  within: Within,
): Promise<CountedActivity[]> {
  if (unitIds.length === 0) return []
  const { rows } = await sql<CountedActivity>`
    select a.id, a.version, a.unit_id as "unitId", v.day, v.title, v.form, v.audiences, v.persons, v.attendances,
      v.result, v.shortcoming, v.cause, v.next_step as "nextStep", v.cost, v.fund,
      coalesce((select jsonb_agg(jsonb_build_object('indicator', f.indicator, 'n', f.n, 'd', f.d) order by f.indicator)
        from activity_figures f where f.activity_id = a.id and f.version = a.version), '[]') as figures,
      coalesce((select jsonb_agg(jsonb_build_object('planId', x.plan_id, 'taskKey', x.task_key, 'revision', x.revision) order by x.plan_id, x.task_key)
        from activity_tasks x where x.activity_id = a.id and x.version = a.version), '[]') as tasks,
      array(select p.programme_id from activity_programmes p where p.activity_id = a.id and p.version = a.version order by 1) as programmes
    from activities a join activity_versions v on v.activity_id = a.id and v.version = a.version
    where a.unit_id = any(${[...unitIds]}::uuid[]) and a.state = 'counted'
      and a.day >= ${within.from} and a.day < ${within.until}
    order by a.day, a.created_at, a.id`.execute(trx)
  return rows
}

/** What a unit's counted activities hold of one indicator. */
export interface ActivityTotal {
  unitId: string
  indicator: string
  /** activities that state the indicator */
  activities: number
  sum: { n: number; d: number }
  /** of the activity of the latest day, for indicators of which the latest value holds */
  last: { n: number; d: number }
}

/**
 * Sums per unit and indicator over counted activities. The caller holds the ground on which it reads the units.
 * @param options.indicator one only · options.programmeId those that serve a programme · options.plan those of a plan's task(s)
 */
export async function activityTotals(
  trx: Trx,
  unitIds: readonly string[],
  options: Within & {
    indicator?: string
    form?: string
    programmeId?: string
    plan?: { planId: string; taskKey?: string }
  },
): Promise<ActivityTotal[]> {
  if (unitIds.length === 0) return []
  const { from, until, indicator, form, programmeId, plan } = options
  const { rows } = await sql<{
    unitId: string
    indicator: string
    activities: number
    sumN: number
    sumD: number
    lastN: number
    lastD: number
  }>`
    select a.unit_id as "unitId", f.indicator, count(*)::int as activities,
      sum(f.n)::bigint as "sumN", coalesce(sum(f.d), 0)::bigint as "sumD",
      (array_agg(f.n order by a.day desc, a.created_at desc))[1] as "lastN",
      coalesce((array_agg(f.d order by a.day desc, a.created_at desc))[1], 0) as "lastD"
    from activities a
    join activity_figures f on f.activity_id = a.id and f.version = a.version
    where a.unit_id = any(${[...unitIds]}::uuid[]) and a.state = 'counted' and a.day >= ${from} and a.day < ${until}
      ${indicator === undefined ? sql`` : sql`and f.indicator = ${indicator}`}
      ${
        form === undefined
          ? sql``
          : sql`and exists (select 1 from activity_versions v where v.activity_id = a.id and v.version = a.version and v.form = ${form})`
      }
      ${
        programmeId === undefined
          ? sql``
          : sql`and exists (select 1 from activity_programmes p where p.activity_id = a.id and p.version = a.version and p.programme_id = ${programmeId})`
      }
      ${
        plan === undefined
          ? sql``
          : sql`and exists (select 1 from activity_tasks x where x.activity_id = a.id and x.version = a.version and x.plan_id = ${plan.planId}
              ${plan.taskKey === undefined ? sql`` : sql`and x.task_key = ${plan.taskKey}`})`
      }
    group by a.unit_id, f.indicator order by a.unit_id, f.indicator`.execute(trx)
  return rows.map((r) => ({
    unitId: r.unitId,
    indicator: r.indicator,
    activities: r.activities,
    sum: { n: r.sumN, d: r.sumD },
    last: { n: r.lastN, d: r.lastD },
  }))
}
