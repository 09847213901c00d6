import { sql, type RawBuilder } from 'kysely'
import { findTaskStands } from '../../modules/activities/index.ts'
import type { Ctx } from '../../platform/context.ts'
import { wide } from '../../platform/wide.ts'
import { settleTasksJob } from '../../modules/plans/index.ts'
import { byQuery, type Finding, type Invariant } from './invariant.ts'

/**
 * Obligations are closed exactly when they are fulfilled. Of a unit of another home only that home can know.
 * @param fulfilled SQL over `o`, the obligation
 */
function closedWhenFulfilled(what: string, fulfilled: RawBuilder<unknown>): Invariant {
  return byQuery(
    'obligation',
    (ctx) => sql`
      select ${what}::text as what, u.code as unit, o.id::text, case when o.state = 'open' then 'open' else 'done' end as fault
      from obligations o join units u on u.id = o.unit_id and u.home = ${ctx.home}
      where o.what = ${what} and o.state in ('open', 'done') and (o.state = 'done') <> (${fulfilled})`,
  )
}

const confirm = closedWhenFulfilled(
  'confirm',
  sql`exists (select 1 from deliveries x join documents d on d.id = x.document_id
    where x.unit_id = o.unit_id and x.acknowledged_at is not null and (d.id = o.source_id or d.plan_id = o.source_id))`,
)

/** By a plan issued since that stands on the source; one issued before it was asked does not answer it. */
const makePlan = closedWhenFulfilled(
  'make_plan',
  sql`exists (select 1 from plan_revisions r join plan_bases b on b.plan_id = r.plan_id and b.revision = r.revision
    join documents d on d.id = b.document_id
    where r.unit_id in (o.unit_id, o.passed_to) and r.issued_at >= o.opened_at and (d.id = o.source_id or d.plan_id = o.source_id))`,
)

const report = closedWhenFulfilled(
  'report',
  sql`exists (select 1 from reports r where r.id = o.source_id and r.version > o.source_revision)`,
)

const decideReport = closedWhenFulfilled(
  'decide_report',
  sql`not exists (select 1 from reports r where r.id = o.source_id and r.state = 'submitted' and r.version = o.source_revision)`,
)

const decideAmendment = closedWhenFulfilled(
  'decide_amendment',
  sql`exists (select 1 from amendment_answers a where a.request_id = o.source_id)`,
)

const givePhotos = closedWhenFulfilled(
  'give_photos',
  sql`not exists (select 1 from activities a where a.id = o.source_id and a.state = 'waiting')`,
)

/** By the last word of either side: acknowledged where no more is asked, answered and not returned. */
const followDirection = closedWhenFulfilled(
  'follow_direction',
  sql`coalesce((select a.kind in ('acknowledge', 'answer', 'accept') from direction_acts a join directions d on d.id = a.direction_id
    where d.id = o.source_id and a.unit_id = o.unit_id
      and a.kind = any(case d.expects when 'know' then array['acknowledge'] else array['answer', 'accept', 'return'] end)
    order by a.ord desc limit 1), false)`,
)

const answerQuestion = closedWhenFulfilled(
  'answer_question',
  sql`exists (select 1 from direction_acts a where a.to_act = o.source_id)`,
)

/** A duty to follow asks about the revision in force; an older one is void. */
const followRevision = byQuery(
  'obligation',
  () => sql`
    select o.what, u.code as unit, o.id::text, 'open' as fault
    from obligations o join units u on u.id = o.unit_id left join plans p on p.id = o.source_id
    where o.what = 'follow_revision' and o.state = 'open' and p.revision is distinct from o.source_revision`,
)

/** A duty to do a task that is open asks for a task of the plan in force. */
const taskInForce = byQuery(
  'obligation',
  () => sql`
    select o.what, u.code as unit, o.id::text, 'open' as fault
    from obligations o join units u on u.id = o.unit_id
    where o.what = 'do_task' and o.state = 'open' and not exists (select 1 from plans p join tasks t on t.plan_id = p.id and t.revision = p.revision
      where p.id = o.source_id and t.key = o.source_key and t.decision <> 'declined')`,
)

interface TaskDuty {
  id: string
  unit: string
  planId: string
  taskKey: string
  state: 'open' | 'done'
}

/**
 * A duty to do a task is done exactly when the task is, with what units below did for it: reckoned by the same rule as on
 * every screen. What a waiting job is still to settle, at the plan or one below it, is left out.
 */
const taskDone: Invariant = {
  code: 'obligation',
  find: async (ctx, most) => {
    const found: Finding[] = []
    let after = '00000000-0000-0000-0000-000000000000'
    while (found.length < most) {
      const rows = await wide(ctx, 'duties to do a task, for the administrator', async (trx) => {
        const { rows } = await sql<TaskDuty>`
          select o.id, u.code as unit, o.source_id as "planId", o.source_key as "taskKey", o.state
          from obligations o join units u on u.id = o.unit_id
          where o.what = 'do_task' and o.state in ('open', 'done') and o.id > ${after} and not exists (
            select 1 from jobs j where j.kind = ${settleTasksJob} and j.state = 'waiting' and (j.payload->>'planId' = o.source_id::text
              or exists (select 1 from task_origins g where g.origin_plan_id = o.source_id and g.plan_id::text = j.payload->>'planId')))
          order by o.id limit 500`.execute(trx)
        const done = new Set(
          (await findTaskStands(trx, rows)).filter((t) => t.isDone).map((t) => `${t.planId} ${t.taskKey}`),
        )
        return rows.map((row) => ({ ...row, isDone: done.has(`${row.planId} ${row.taskKey}`) }))
      })
      for (const { id, unit, state, isDone } of rows)
        if (isDone !== (state === 'done')) found.push({ what: 'do_task', unit, id, fault: state })
      const last = rows.at(-1)
      if (!last) break
      after = last.id
    }
    return found.slice(0, most)
  },
}

/** Whatever is in the state "handed in" waits for somebody: the duties that an act causes exist. */
const caused = byQuery(
  'duty_missing',
  (ctx) => sql`
    select 'report' as what, u.code as unit, r.id::text from reports r join units u on u.id = r.unit_id and u.home = ${ctx.home}
    where not exists (select 1 from obligations o where o.unit_id = r.unit_id and o.what = 'report' and o.source_id = r.id)
    union all
    select 'decide_report', u.code, r.id::text from reports r join units u on u.id = r.superior_id and u.home = ${ctx.home}
    where r.state = 'submitted' and not exists (select 1 from obligations o
      where o.unit_id = r.superior_id and o.what = 'decide_report' and o.source_id = r.id and o.source_revision = r.version)
    union all
    select 'decide_amendment', u.code, a.id::text from amendment_requests a join units u on u.id = a.to_unit_id and u.home = ${ctx.home}
    where not exists (select 1 from obligations o where o.unit_id = a.to_unit_id and o.what = 'decide_amendment' and o.source_id = a.id)
    union all
    select 'follow_direction', u.code, r.direction_id::text from direction_recipients r join units u on u.id = r.unit_id and u.home = ${ctx.home}
    where not exists (select 1 from obligations o where o.unit_id = r.unit_id and o.what = 'follow_direction' and o.source_id = r.direction_id)
    union all
    select 'answer_question', u.code, a.id::text from direction_acts a join directions d on d.id = a.direction_id join units u on u.id = d.unit_id and u.home = ${ctx.home}
    where a.kind = 'ask' and not exists (select 1 from obligations o where o.unit_id = d.unit_id and o.what = 'answer_question' and o.source_id = a.id)
    union all
    select 'do_task', u.code, p.id::text || ' ' || t.key from plans p join units u on u.id = p.unit_id and u.home = ${ctx.home}
    join tasks t on t.plan_id = p.id and t.revision = p.revision
    where t.decision <> 'declined' and t.time_until is not null and not exists (select 1 from obligations o
      where o.unit_id = p.unit_id and o.what = 'do_task' and o.source_id = p.id and o.source_key = t.key)`,
)

/**
 * Units whose own somebody active sees: of which a member with an account that is not closed is there today, and the closed
 * ones for which such a unit goes on. Found once and as a whole: asked for each of 6,500 open obligations it took minutes.
 */
const seen = (ctx: Ctx) => {
  const today = ctx.clock.today()
  return sql`recursive seen as (
      select distinct m.unit_id as id from memberships m join persons p on p.id = m.person_id and p.erased_at is null
      join account_persons x on x.person_id = p.id and x.home = ${ctx.home} join accounts c on c.id = x.account_id and c.disabled_at is null
      where m.valid_from <= ${today} and (m.valid_until is null or m.valid_until > ${today})
      union
      select s.from_id from seen t join unit_succession s on s.to_id = t.id and s.day <= ${today} and s.kind in ('merge', 'split')
      join units u on u.id = s.from_id and u.valid_until <= ${today}
    )`
}

/** Every open obligation is seen by at least one active officer; "Hôm nay" shows a unit's obligations to all of its members. */
const visible = byQuery(
  'obligation_unseen',
  (ctx) => sql`
    with ${seen(ctx)}
    select u.code as unit, o.n from (
      select coalesce(passed_to, unit_id) as unit_id, count(*) as n from obligations where state = 'open' group by 1
    ) o join units u on u.id = o.unit_id and u.home = ${ctx.home} where not exists (select 1 from seen s where s.id = o.unit_id) order by 1`,
)

/** Nor is a draft, a handed-in report that nobody has decided, or a request to amend without an answer out of everybody's sight. */
const reachable = byQuery(
  'item_unseen',
  (ctx) => sql`
    with ${seen(ctx)}
    select i.what, u.code as unit, i.n from (select what, unit_id, count(*) as n from (
      select 'plan_draft' as what, unit_id from plan_drafts
      union all select 'outgoing_draft', unit_id from outgoing_drafts
      union all select 'document_draft', unit_id from document_drafts
      union all select 'report_draft', unit_id from report_drafts
      union all select 'report', superior_id from reports where state = 'submitted' and superior_id is not null
      union all select 'amendment', to_unit_id from amendment_requests q
        where not exists (select 1 from amendment_answers a where a.request_id = q.id)
    ) all_items group by 1, 2) i join units u on u.id = i.unit_id and u.home = ${ctx.home}
    where not exists (select 1 from seen s where s.id = i.unit_id) order by 1, 2`,
)

export const obligationInvariants: readonly Invariant[] = [
  confirm,
  makePlan,
  report,
  decideReport,
  decideAmendment,
  givePhotos,
  followDirection,
  answerQuestion,
  followRevision,
  taskInForce,
  taskDone,
  caused,
  visible,
  reachable,
]
