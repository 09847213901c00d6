import { sql } from 'kysely'
import type { Trx } from '../../platform/db.ts'
import type { ReadGrant } from '../library/index.ts'

/**
 * Of the grants in a message those that the other home may give: of what is a copy here, and of what went from here to a
 * unit of that home. What a unit of this home keeps to itself or sent elsewhere is not another home's to show.
 */
export async function grantable<G extends Pick<ReadGrant, 'what' | 'id' | 'revision'>>(
  trx: Trx,
  from: { home: string },
  grants: readonly G[],
): Promise<G[]> {
  const { rows } = await sql<{ ord: number }>`
    select g.ord::int as ord from unnest(${grants.map((g) => g.what)}::text[], ${grants.map((g) => g.id)}::uuid[], ${grants.map((g) => g.revision)}::int[])
      with ordinality as g(what, id, revision, ord)
    where exists (select 1 from copies c where c.what = g.what and c.id = g.id and c.revision = g.revision)
      or exists (select 1 from deliveries d join documents o on o.id = d.document_id where d.peer_home = ${from.home}
        and ((g.what = 'document' and o.id = g.id) or (g.what = 'plan' and o.plan_id = g.id and o.plan_revision = g.revision)))
      or (g.what = 'document' and exists (select 1 from directions n join direction_recipients t on t.direction_id = n.id
        join units u on u.id = t.unit_id and u.home = ${from.home} where n.document_id = g.id))
      or (g.what = 'report' and exists (select 1 from report_submissions s join units u on u.id = s.to_unit_id and u.home = ${from.home}
        where s.report_id = g.id and s.version = g.revision))`.execute(trx)
  return rows.flatMap(({ ord }) => grants[ord - 1] ?? [])
}
