import { sql } from 'kysely'
import { byQuery, type Invariant } from './invariant.ts'

/** A message to another home lies in its inbox, and what is answered was taken in there, within a day. */
const arrived = byQuery(
  'message_late',
  (ctx) => sql`
    select m.id::text, m.kind, m.to_home as home, case when m.sent_at is null then 'not_sent' else 'not_taken_in' end as fault
    from outbox_messages m
    where m.created_at < ${ctx.clock.now()}::timestamptz - interval '1 day'
      and (m.sent_at is null or (m.kind in ('delivery', 'report', 'direction', 'redaction') and m.arrived_at is null)) order by m.created_at`,
)

/** A message of another home is taken in, or a job is about to: at once, unless workers stand still. */
const handled = byQuery(
  'message_unhandled',
  (ctx) => sql`
    select m.id::text, m.kind, m.from_home as home from inbox_messages m
    where m.handled_at is null and (m.received_at < ${ctx.clock.now()}::timestamptz - interval '1 day'
      or not exists (select 1 from jobs j where j.kind = 'homes.take_in' and j.state = 'waiting' and j.payload->>'messageId' = m.id::text))
    order by m.received_at`,
)

/** A copy has the hash that its origin sealed: beside \`content_hash\`, which looks at its words. */
const copies = byQuery(
  'copy_differs',
  () => sql`
    select c.what, c.id::text, c.revision as version, c.origin as home from copies c
    left join documents d on c.what = 'document' and d.id = c.id
    left join plan_revisions p on c.what = 'plan' and p.plan_id = c.id and p.revision = c.revision
    left join report_versions r on c.what = 'report' and r.report_id = c.id and r.version = c.revision
    left join activity_versions a on c.what = 'activity' and a.activity_id = c.id and a.version = c.revision
    left join report_answers w on c.what = 'report_answer' and w.id = c.id
    left join directions n on c.what = 'direction' and n.id = c.id
    left join direction_acts s on c.what = 'direction_act' and s.id = c.id
    where coalesce(d.hash, p.hash, r.hash, a.hash, w.hash, n.hash, s.hash) is distinct from c.hash order by c.taken_at`,
)

export const homesInvariants: readonly Invariant[] = [arrived, handled, copies]
