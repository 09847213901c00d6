import { sql } from 'kysely'
import type { Trx } from '../../platform/db.ts'
import type { ErasureOut } from './erasure.schema.ts'
import type {} from './people.tables.ts'

type Elsewhere = ErasureOut['elsewhere'][number]

/** What became of an erasure in other homes, by the home that holds copies. */
export async function findElsewhere(trx: Trx, personId: string): Promise<Elsewhere[]> {
  const { rows } = await sql<Elsewhere>`
    with told as (
      select m.message_id, m.to_home, m.home_name from carried_redactions m where m.subject_what = 'person' and m.subject_id = ${personId}
    ), spoken as (
      select t.message_id, coalesce(a.home, t.to_home) as home, coalesce(a.home_name, t.home_name) as name, a.covered, a.files, a.left_over
      from told t left join carried_answers a on a.message_id = t.message_id
      union all
      -- One that it told in turn may have answered before the home itself.
      select t.message_id, t.to_home, t.home_name, null, null, null from told t
      where exists (select 1 from carried_answers a where a.message_id = t.message_id)
        and not exists (select 1 from carried_answers a where a.message_id = t.message_id and a.home = t.to_home)
    )
    select s.name as home, case when bool_or(s.covered is null) then 'on_way' else 'covered' end as state,
      coalesce(sum(s.covered), 0)::int as rows, coalesce(sum(s.files), 0)::int as files,
      coalesce((
        select jsonb_agg(jsonb_build_object('what', l.what, 'n', l.n) order by l.what) from (
          -- Each part of a long list looks through the whole home: the most that one of them found.
          select x.what, max(x.n) as n from spoken o, jsonb_to_recordset(o.left_over) as x(what text, n int) where o.home = s.home group by x.what
        ) l), '[]'::jsonb) as "left"
    from spoken s group by s.home, s.name order by s.name`.execute(trx)
  return rows
}
