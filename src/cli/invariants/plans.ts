import { sql } from 'kysely'
import { byQuery, type Invariant } from './invariant.ts'

/** A plan in force has its revision, whose document names it; revisions are numbered without a gap (of copies some may come). */
const revisions = byQuery(
  'plan',
  (ctx) => sql`
    select p.id::text, u.code as unit, p.revision from plans p join units u on u.id = p.unit_id and u.home = ${ctx.home}
    where p.revision <> coalesce((select max(r.revision) from plan_revisions r where r.plan_id = p.id), 0)
      or p.revision <> (select count(*) from plan_revisions r where r.plan_id = p.id)
      or (p.revision > 0 and not exists (select 1 from plan_revisions r join documents d on d.id = r.document_id
        where r.plan_id = p.id and r.revision = p.revision and r.document_id = p.document_id and r.unit_id = p.unit_id
          and d.plan_id = p.id and d.plan_revision = p.revision))`,
)

/** The tables that a revision is taken apart into hold exactly the tasks of its frozen content. */
const tasks = byQuery(
  'plan_tasks',
  () => sql`
    select r.plan_id::text as id, u.code as unit, r.revision from plan_revisions r join units u on u.id = r.unit_id
    where array(select t->>'key' collate "C" from jsonb_array_elements(r.content->'tasks') t order by 1)
      is distinct from array(select t.key collate "C" from tasks t where t.plan_id = r.plan_id and t.revision = r.revision order by 1)`,
)

export const planInvariants: readonly Invariant[] = [revisions, tasks]
