import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import type { PlanContent } from './plans.schema.ts'
import type { PlanHead } from './plans.store.ts'

export interface NewRevision {
  plan: PlanHead
  revision: number
  documentId: string
  content: PlanContent
  salt: Buffer
  hash: string
  issuedOn: string
}

/** Freezes a revision and takes its content apart into the tables that are read and counted. Its document is there already. */
export async function insertRevision(trx: Trx, ctx: Ctx, made: NewRevision): Promise<void> {
  const { plan, revision, documentId, content } = made
  const head = await trx
    .selectFrom('memberships')
    .select('person_id')
    .where('unit_id', '=', plan.unitId)
    .where('is_head', '=', true)
    .where('valid_from', '<=', made.issuedOn)
    .where((e) => e.or([e('valid_until', 'is', null), e('valid_until', '>', made.issuedOn)]))
    .limit(1)
    .executeTakeFirst()
  await trx
    .insertInto('plan_revisions')
    .values({
      plan_id: plan.id,
      revision,
      unit_id: plan.unitId,
      document_id: documentId,
      year: content.year,
      period_from: content.period.from,
      period_until: content.period.until,
      title: content.title,
      programmes: content.programmes,
      head_person_id: head?.person_id ?? null,
      signer_person_id: content.signer.personId,
      content: JSON.stringify(content),
      salt: made.salt,
      hash: made.hash,
      issued_on: made.issuedOn,
      issued_at: ctx.clock.now(),
      is_public: content.isPublic,
      redacted_at: null,
    })
    .execute()
  await trx
    .updateTable('plans')
    .set({
      revision,
      document_id: documentId,
      title: content.title,
      issued_on: made.issuedOn,
      year: content.year,
    })
    .where('id', '=', plan.id)
    .execute()
  await insertBases(trx, plan.id, revision, content)
  await insertTasks(trx, plan, revision, content)
  await insertLinks(trx, plan.id, revision, content)
}

async function insertBases(trx: Trx, planId: string, revision: number, content: PlanContent): Promise<void> {
  if (content.bases.length === 0) return
  await trx
    .insertInto('plan_bases')
    .values(
      content.bases.map((b, ord) => ({
        plan_id: planId,
        revision,
        ord,
        relation: b.relation,
        line: b.line,
        document_id: b.documentId,
        is_provisional: b.isProvisional,
        words: b.words,
      })),
    )
    .execute()
}

async function insertTasks(trx: Trx, plan: PlanHead, revision: number, content: PlanContent): Promise<void> {
  const rows = content.tasks.flatMap((t, ord) =>
    // A task still to decide never gets here: the check before the issue refuses it.
    t.decision === 'to_decide'
      ? []
      : [
          {
            plan_id: plan.id,
            revision,
            key: t.key,
            ord,
            unit_id: plan.unitId,
            decision: t.decision,
            decision_reason: t.reason === '' ? null : t.reason,
            is_key: t.isKey,
            title: t.title,
            content: t.content,
            forms: t.forms,
            audiences: t.audiences,
            lead_person_id: t.leadPersonId,
            lead_words: t.leadWords,
            support_words: t.supportWords,
            time_words: t.time.words,
            time_from: t.time.from,
            time_until: t.time.until,
            product: t.product,
            target_indicator: t.target?.indicator ?? null,
            target_value: t.target?.value ?? null,
            cost: t.cost,
            fund: t.fund,
          },
        ],
  )
  if (rows.length > 0) await trx.insertInto('tasks').values(rows).execute()
}

async function insertLinks(trx: Trx, planId: string, revision: number, content: PlanContent): Promise<void> {
  const clauses = content.tasks.flatMap((t) =>
    t.clauses.map((c) => ({ task: t.key, document: c.documentId, clause: c.clauseKey })),
  )
  await sql`
    insert into task_clauses (plan_id, revision, task_key, document_id, clause_key)
    select distinct ${planId}::uuid, ${revision}::int, l.task, l.document, l.clause
    from jsonb_to_recordset(${JSON.stringify(clauses)}::jsonb) as l(task text, document uuid, clause text)`.execute(
    trx,
  )
  const origins = content.tasks.flatMap((t) =>
    t.origins.map((o) => ({ task: t.key, plan: o.planId, revision: o.revision, key: o.taskKey })),
  )
  await sql`
    insert into task_origins (plan_id, revision, task_key, origin_plan_id, origin_revision, origin_key)
    select distinct on (l.task, l.plan, l.key) ${planId}::uuid, ${revision}::int, l.task, l.plan, l.revision, l.key
    from jsonb_to_recordset(${JSON.stringify(origins)}::jsonb) as l(task text, plan uuid, revision int, key text)
    order by l.task, l.plan, l.key, l.revision desc`.execute(trx)
  await sql`
    insert into clause_declines (plan_id, revision, document_id, clause_key, reason)
    select distinct on (l."documentId", l."clauseKey") ${planId}::uuid, ${revision}::int, l."documentId", l."clauseKey", l.reason
    from jsonb_to_recordset(${JSON.stringify(content.declinedClauses)}::jsonb) as l("documentId" uuid, "clauseKey" text, reason text)`.execute(
    trx,
  )
}
