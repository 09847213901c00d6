import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { redactedWords } from '../../platform/redaction.ts'
import { mayRead } from '../library/index.ts'
import type {} from './machines.tables.ts'
import type { SubmissionContent } from './submissions.schema.ts'

export interface SubmissionRow {
  id: string
  unitId: string
  platform: string
  reference: string
  version: number
  state: 'received' | 'taken_over' | 'set_aside'
  receivedAt: Date
  decidedAt: Date | null
  reason: string | null
  content: SubmissionContent
  activity: { id: string; day: string; title: string; state: string } | null
  countedIn: {
    reportId: string
    reportVersion: number
    form: string
    period: string
    submittedOn: string | null
  }[]
}

/** Submissions of the own units with what became of them, in the order of the ids; others are left out. */
export async function findSubmissions(trx: Trx, ctx: Ctx, ids: readonly string[]): Promise<SubmissionRow[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<SubmissionRow>`
    select s.id, s.unit_id as "unitId", k.name as platform, s.reference, s.version, s.state, s.received_at as "receivedAt",
      s.decided_at as "decidedAt", s.reason,
      -- Of a version whose words were taken away the kind and the day are left.
      case when v.content <> '{}' then v.content else jsonb_build_object('kind', s.kind, 'title', ${redactedWords}::text,
        'day', to_char(v.received_at at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD'),
        'words', '', 'place', '', 'form', null, 'figures', '[]'::jsonb, 'link', null) end as content,
      (select jsonb_build_object('id', a.id, 'day', a.day, 'title', av.title, 'state', a.state)
        from activities a join activity_versions av on av.activity_id = a.id and av.version = a.version
        where a.id = s.activity_id) as activity,
      coalesce((select jsonb_agg(jsonb_build_object('reportId', ra.report_id, 'reportVersion', ra.version, 'form', f.code,
          'period', r.period, 'submittedOn', to_char(rv.submitted_at at time zone 'Asia/Ho_Chi_Minh', 'YYYY-MM-DD'))
          order by rv.submitted_at, ra.report_id)
        from report_activities ra
        join report_versions rv on rv.report_id = ra.report_id and rv.version = ra.version
        join reports r on r.id = ra.report_id
        join report_forms f on f.id = r.form_id
        where ra.activity_id = s.activity_id
          and ${mayRead(ctx, 'report', { unit: sql`rv.unit_id`, id: sql`rv.report_id`, revision: sql`rv.version` })}),
        '[]') as "countedIn"
    from unnest(${[...ids]}::uuid[]) with ordinality as q(id, ord)
    join submissions s on s.id = q.id and s.unit_id = any(${[...ctx.actor.ownUnits]}::uuid[])
    join submission_versions v on v.submission_id = s.id and v.version = s.version
    join api_keys k on k.id = s.key_id
    order by q.ord`.execute(trx)
  return rows
}
