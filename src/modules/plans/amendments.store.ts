import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'

export interface AmendmentRow {
  id: string
  unitId: string
  toUnitId: string
  planId: string
  planTitle: string
  revision: number
  taskKey: string | null
  taskTitle: string | null
  difficulty: string
  proposal: string
  at: Date
  answer: 'accepted' | 'partly' | 'declined' | null
  words: string | null
  answeredAt: Date | null
  ledToRevision: number | null
  ledToOn: string | null
  inDraft: boolean
  hasDraft: boolean
  dueOn: string | null
}

/**
 * Requests that the acting unit sent, that came to its desk, or both; newest first.
 * @param filter.q words of which each stands in the request, the plan's or task's title, or a name of the other unit
 * @param filter.after the last request of the page before
 */
export async function findAmendments(
  trx: Trx,
  ctx: Ctx,
  filter: {
    box: 'sent' | 'desk' | null
    planId: string | null
    isOpen: boolean | null
    q: string
    id: string | null
    after: string | null
    limit: number
  },
): Promise<AmendmentRow[]> {
  const own = sql`${[...ctx.actor.ownUnits]}::uuid[]`
  const isSent = filter.box === 'sent'
  const isDesk = filter.box === 'desk'
  const { rows } = await sql<AmendmentRow>`
    select q.id, q.unit_id as "unitId", q.to_unit_id as "toUnitId", q.plan_id as "planId", r.title as "planTitle", q.revision,
      q.task_key as "taskKey", t.title as "taskTitle", q.difficulty, q.proposal, q.at,
      w.answer, w.words, w.at as "answeredAt", led.revision as "ledToRevision", led.issued_on as "ledToOn",
      coalesce(d.content->'amendments' ? q.id::text, false) as "inDraft", d.plan_id is not null as "hasDraft", o.due_on as "dueOn"
    from amendment_requests q
    join plan_revisions r on r.plan_id = q.plan_id and r.revision = q.revision
    left join tasks t on t.plan_id = q.plan_id and t.revision = q.revision and t.key = q.task_key
    left join amendment_answers w on w.request_id = q.id
    left join plan_drafts d on d.plan_id = q.plan_id
    left join obligations o on o.what = 'decide_amendment' and o.source_id = q.id
    left join lateral (select l.revision, l.issued_on from plan_revisions l
      where l.plan_id = q.plan_id and l.revision > q.revision and l.content->'amendments' ? q.id::text
      order by l.revision limit 1) led on true
    where ((q.unit_id = any(${own}) and not ${isDesk}::boolean) or (q.to_unit_id = any(${own}) and not ${isSent}::boolean))
      and (${filter.id}::uuid is null or q.id = ${filter.id}::uuid)
      and (${filter.planId}::uuid is null or q.plan_id = ${filter.planId}::uuid)
      and (${filter.isOpen}::boolean is null or (w.request_id is null) = ${filter.isOpen}::boolean)
      and not exists (select 1 from unnest(string_to_array(shared.vn_norm(${filter.q}), ' ')) x(word) where x.word <> '' and position(x.word in
        shared.vn_norm(concat_ws(' ', r.title, t.title, q.difficulty, q.proposal, w.words)) || ' ' || (select coalesce(string_agg(n.search, ' '), '') from unit_names n
          where n.unit_id = case when q.unit_id = any(${own}) then q.to_unit_id else q.unit_id end)) = 0)
      and (${filter.after}::uuid is null or (q.at, q.id) < (select p.at, p.id from amendment_requests p where p.id = ${filter.after}::uuid))
    order by q.at desc, q.id desc limit ${filter.limit}`.execute(trx)
  return rows
}
