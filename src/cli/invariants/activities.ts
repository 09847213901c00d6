import { sql } from 'kysely'
import { sumsOf } from '../../modules/activities/index.ts'
import { byQuery, type Invariant } from './invariant.ts'

/** The row of an activity says what its version in force says, and counts exactly when all its photos have arrived. */
const state = byQuery(
  'activity',
  () => sql`
    select a.id::text, u.code as unit,
      case when a.version <> f.most or a.day <> v.day then 'version' when a.photos_expected <> cardinality(v.photo_ids) then 'photos' else 'state' end as fault
    from activities a join units u on u.id = a.unit_id
    cross join lateral (select max(x.version) as most from activity_versions x where x.activity_id = a.id) f
    left join activity_versions v on v.activity_id = a.id and v.version = a.version
    where f.most is distinct from a.version or a.day is distinct from v.day or (a.state <> 'withdrawn' and (
      a.photos_expected <> cardinality(v.photo_ids)
      or a.photos_arrived <> (select count(*) from evidence e where e.activity_id = a.id and e.id = any(v.photo_ids))
      or (a.state = 'counted') <> (a.photos_arrived = a.photos_expected)))`,
)

/** What is kept of activities for each task is what the counted ones and their figures say. */
const sums = byQuery(
  'task_sums',
  () => sql`
    with fresh as materialized (${sumsOf(sql`true`)})
    select distinct d.plan_id::text as id, u.code as unit from (
      ((table task_sums) except (table fresh)) union all ((table fresh) except (table task_sums))
    ) d join units u on u.id = d.unit_id`,
)

export const activityInvariants: readonly Invariant[] = [state, sums]
