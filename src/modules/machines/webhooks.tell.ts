import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { onEvent, type EventSubject } from '../../platform/events.ts'
import { idFromWords } from '../../platform/ids.ts'
import { addJob, type JobStep } from '../../platform/jobs.ts'
import type {} from './machines.tables.ts'
import { linkTo } from './webhooks.settings.ts'
import type { Topic } from './webhooks.rules.ts'
import { addMessage } from './webhooks.store.ts'

export const tellJob = 'webhooks.tell'

export interface TellPayload {
  eventId: string
  verb: string
  subjects: EventSubject[]
}

/** Something that a webhook of a unit may be told: ids, codes and addresses, no person's name or words. */
interface News {
  unitId: string
  topic: Topic
  data: Record<string, unknown>
}

type Reader = (trx: Trx, subjects: readonly EventSubject[]) => Promise<News[]>

const idOf = (subjects: readonly EventSubject[], what: string) => subjects.find((s) => s.what === what)

/** Deliveries of one part of a dispatch to units that have a webhook. */
const delivered: Reader = async (trx, subjects) => {
  const units = subjects.filter((s) => s.what === 'unit').map((s) => s.id)
  const { rows } = await sql<{ unitId: string; id: string; documentId: string; numberSymbol: string | null }>`
    select d.unit_id as "unitId", d.id, d.document_id as "documentId", o.number_symbol as "numberSymbol"
    from deliveries d join documents o on o.id = d.document_id
    where d.dispatch_id = ${idOf(subjects, 'dispatch')?.id ?? null} and d.unit_id = any(${units}::uuid[]) and not d.is_outside
      and d.person_id is null and d.unit_id in (select unit_id from webhook_units)`.execute(trx)
  return rows.map(({ unitId, id, documentId, numberSymbol }) => ({
    unitId,
    topic: 'document.delivered',
    data: {
      deliveryId: id,
      documentId,
      numberSymbol,
      api: linkTo(`/api/v1/documents/${documentId}`),
      page: linkTo(`/app/documents/${documentId}`),
    },
  }))
}

const planIssued: Reader = async (trx, subjects) => {
  const plan = idOf(subjects, 'plan')
  const { rows } = await sql<{ unitId: string; documentId: string; numberSymbol: string | null }>`
    select p.unit_id as "unitId", o.id as "documentId", o.number_symbol as "numberSymbol"
    from plans p join documents o on o.id = ${idOf(subjects, 'document')?.id ?? null}
    where p.id = ${plan?.id ?? null}`.execute(trx)
  return rows.map(({ unitId, documentId, numberSymbol }) => ({
    unitId,
    topic: 'plan.issued',
    data: {
      planId: plan?.id,
      revision: plan?.version,
      documentId,
      numberSymbol,
      api: linkTo(`/api/v1/plans/${plan?.id ?? ''}`),
      page: linkTo(`/app/plans/${plan?.id ?? ''}`),
    },
  }))
}

/** A report handed in: its superior hears of it, and whoever handed in what it counted. */
const reportSubmitted: Reader = async (trx, subjects) => {
  const report = idOf(subjects, 'report')
  const { rows } = await sql<{ unitId: string }>`
    select superior_id as "unitId" from reports where id = ${report?.id ?? null} and superior_id is not null`.execute(
    trx,
  )
  const counted = await sql<SubmissionRow>`
    select s.id, s.unit_id as "unitId", s.reference, s.version, s.state, s.key_id as "keyId"
    from report_activities ra join submissions s on s.activity_id = ra.activity_id
    where ra.report_id = ${report?.id ?? null} and ra.version = ${report?.version ?? null}`.execute(trx)
  return [
    ...rows.map(({ unitId }) => newsOfReport('report.received', unitId, report)),
    ...counted.rows.map(newsOfSubmission),
  ]
}

const reportAnswered =
  (topic: 'report.accepted' | 'report.returned'): Reader =>
  async (trx, subjects) => {
    const report = idOf(subjects, 'report')
    const { rows } = await sql<{ unitId: string }>`
      select unit_id as "unitId" from reports where id = ${report?.id ?? null}`.execute(trx)
    return rows.map(({ unitId }) => newsOfReport(topic, unitId, report))
  }

function newsOfReport(topic: Topic, unitId: string, report: EventSubject | undefined): News {
  const id = report?.id ?? ''
  return {
    unitId,
    topic,
    data: {
      reportId: id,
      version: report?.version,
      api: linkTo(`/api/v1/reports/${id}`),
      page: linkTo(`/app/reports/${id}`),
    },
  }
}

const amendmentAnswered: Reader = async (trx, subjects) => {
  const id = idOf(subjects, 'amendment')?.id ?? ''
  const { rows } = await sql<{ unitId: string; planId: string; answer: string }>`
    select q.unit_id as "unitId", q.plan_id as "planId", a.answer
    from amendment_requests q join amendment_answers a on a.request_id = q.id where q.id = ${id}`.execute(trx)
  return rows.map(({ unitId, planId, answer }) => ({
    unitId,
    topic: 'amendment.answered',
    data: { amendmentId: id, planId, answer, page: linkTo('/app/plans/amendments') },
  }))
}

interface SubmissionRow {
  id: string
  unitId: string
  reference: string
  version: number
  state: string
  keyId: string
}

const submissionChanged: Reader = async (trx, subjects) => {
  const { rows } = await sql<SubmissionRow>`
    select id, unit_id as "unitId", reference, version, state, key_id as "keyId" from submissions
    where id = ${idOf(subjects, 'submission')?.id ?? null}`.execute(trx)
  return rows.map(newsOfSubmission)
}

function newsOfSubmission({ unitId, id, ...rest }: SubmissionRow): News {
  const reference = encodeURIComponent(rest.reference)
  return {
    unitId,
    topic: 'submission.changed',
    data: { submissionId: id, ...rest, api: linkTo(`/api/v1/submissions/outcome?reference=${reference}`) },
  }
}

/** Which change is news for whom. */
const readers: Record<string, Reader> = {
  'document.dispatch': delivered,
  'document.deliver': delivered,
  'plan.issue': planIssued,
  'report.submit': reportSubmitted,
  'report.accept': reportAnswered('report.accepted'),
  'report.return': reportAnswered('report.returned'),
  'amendment.answer': amendmentAnswered,
  'submission.take_over': submissionChanged,
  'submission.set_aside': submissionChanged,
}

/** Has the changes that may be news order a job, in homes where somebody listens. Called once, when the module is loaded. */
export function listenForNews(): void {
  onEvent(Object.keys(readers), async (trx, ctx, event) => {
    const { rows } = await sql`select 1 from webhook_units limit 1`.execute(trx)
    if (rows.length === 0) return
    const payload: TellPayload = { eventId: event.id, verb: event.verb, subjects: event.subjects }
    await addJob(trx, ctx, tellJob, payload)
  })
}

/** Makes a message of a change for each webhook that wants to hear of it; each gets it once, however often the job runs. */
export async function tell(trx: Trx, ctx: Ctx, { eventId, verb, subjects }: TellPayload): Promise<JobStep> {
  const news = (await readers[verb]?.(trx, subjects)) ?? []
  for (const [i, { unitId, topic, data }] of news.entries()) {
    const webhooks = await trx
      .selectFrom('webhooks')
      .select('id')
      .where('unit_id', '=', unitId)
      .where('ended_at', 'is', null)
      .where(sql<boolean>`${topic} = any(topics)`)
      .execute()
    for (const webhook of webhooks)
      await addMessage(trx, ctx, {
        id: idFromWords(`webhook ${webhook.id} ${eventId} ${i}`),
        webhookId: webhook.id,
        unitId,
        topic,
        data,
      })
  }
  return { done: true }
}
