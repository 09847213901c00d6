import { sql, type RawBuilder } from 'kysely'
import { onBehalf, type Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { mayRead } from '../library/index.ts'
import type { Subject } from '../signing/index.ts'
import { PlanContent } from './plans.schema.ts'
import type {} from './plans.tables.ts'

export interface PlanHead {
  id: string
  unitId: string
  year: number
  revision: number
  documentId: string | null
  title: string
}

export interface DraftRow {
  id: string
  planId: string
  unitId: string
  revision: number
  year: number
  state: 'draft' | 'in_review' | 'approved'
  version: number
  content: PlanContent
  registerEntryId: string | null
  updatedAt: Date
  updatedBy: string | null
}

export interface RevisionRow {
  planId: string
  revision: number
  unitId: string
  documentId: string
  year: number
  title: string
  content: PlanContent
  issuedOn: string
  hash: string
}

/** A plan of the acting unit (or one it succeeds). @throws common.not_found */
export async function findOwnPlan(trx: Trx, ctx: Ctx, id: string, lock = false): Promise<PlanHead> {
  let query = trx
    .selectFrom('plans')
    .select(['id', 'unit_id', 'year', 'revision', 'document_id', 'title'])
    .where('id', '=', id)
    .where('unit_id', 'in', [...ctx.actor.ownUnits])
  if (lock) query = query.forUpdate()
  const row = ctx.actor.ownUnits.length === 0 ? undefined : await query.executeTakeFirst()
  if (!row) throw new AppError('common.not_found')
  return {
    id: row.id,
    unitId: row.unit_id,
    year: row.year,
    revision: row.revision,
    documentId: row.document_id,
    title: row.title,
  }
}

/** The draft of a plan, or null. The caller has found the plan within its scope. */
export async function findDraft(trx: Trx, planId: string, lock = false): Promise<DraftRow | null> {
  let query = trx.selectFrom('plan_drafts').selectAll().where('plan_id', '=', planId)
  if (lock) query = query.forUpdate()
  const row = await query.executeTakeFirst()
  if (!row) return null
  // The clerk may have made the number void in the register: then the draft has none.
  const isVoid =
    row.register_entry_id !== null &&
    (await trx
      .selectFrom('register_voids')
      .select('entry_id')
      .where('entry_id', '=', row.register_entry_id)
      .executeTakeFirst()) !== undefined
  return {
    id: row.id,
    planId: row.plan_id,
    unitId: row.unit_id,
    revision: row.revision,
    year: row.year,
    state: row.state,
    version: row.version,
    content: PlanContent.parse(row.content),
    registerEntryId: isVoid ? null : row.register_entry_id,
    updatedAt: row.updated_at,
    updatedBy: row.updated_by,
  }
}

/** What is signed is one draft: each revision is signed anew. */
export function subjectOf(draft: DraftRow): Subject {
  return { what: 'plan', id: draft.id }
}

export async function insertDraft(
  trx: Trx,
  ctx: Ctx,
  draft: { id: string; planId: string; unitId: string; revision: number; content: PlanContent },
): Promise<void> {
  const now = ctx.clock.now()
  await trx
    .insertInto('plan_drafts')
    .values({
      id: draft.id,
      unit_id: draft.unitId,
      plan_id: draft.planId,
      revision: draft.revision,
      year: draft.content.year,
      state: 'draft',
      version: 1,
      content: JSON.stringify(draft.content),
      register_entry_id: null,
      created_at: now,
      updated_at: now,
      updated_by: ctx.actor.personId,
    })
    .execute()
}

/** Writes a draft's content as its next version; the caller holds its lock. */
export async function saveContent(trx: Trx, ctx: Ctx, draft: DraftRow, content: PlanContent): Promise<void> {
  await trx
    .updateTable('plan_drafts')
    .set({
      content: JSON.stringify(content),
      version: draft.version + 1,
      updated_at: ctx.clock.now(),
      updated_by: ctx.actor.personId,
    })
    .where('plan_id', '=', draft.planId)
    .execute()
  if (draft.revision === 1)
    await trx.updateTable('plans').set({ title: content.title }).where('id', '=', draft.planId).execute()
}

export type StepCode = 'submit' | 'return' | 'approve' | 'number' | 'refuse' | 'issue'

/** Adds a step of the review to the internal record. */
export async function addStep(
  trx: Trx,
  ctx: Ctx,
  draft: DraftRow,
  id: string,
  step: StepCode,
  words: string | null,
): Promise<void> {
  await trx
    .insertInto('plan_draft_steps')
    .values({
      id,
      unit_id: draft.unitId,
      plan_id: draft.planId,
      revision: draft.revision,
      at: ctx.clock.now(),
      person_id: ctx.actor.personId,
      step,
      words,
      on_behalf: step === 'return' || step === 'approve' ? onBehalf(ctx.actor, ['leader']) : null,
    })
    .execute()
}

export interface StepRow {
  step: StepCode
  at: Date
  by: string | null
  /** in whose place */
  behalf: string | null
  words: string | null
}
export async function findSteps(trx: Trx, planId: string, revision: number): Promise<StepRow[]> {
  const { rows } = await sql<StepRow>`
    select s.step, s.at, p.name as by, b.name as behalf, s.words
    from plan_draft_steps s left join persons p on p.id = s.person_id left join persons b on b.id = s.on_behalf
    where s.plan_id = ${planId} and s.revision = ${revision} order by s.at, s.id`.execute(trx)
  return rows
}

/** Who may read a row `pr` of `plan_revisions`. Not `r`: that is the row of `reader` inside mayRead. */
export const mayReadRevision = (ctx: Ctx) =>
  mayRead(ctx, 'plan', {
    unit: sql`pr.unit_id`,
    id: sql`pr.plan_id`,
    revision: sql`pr.revision`,
    isPublic: sql`pr.is_public`,
  })

/**
 * An issued revision within the read grounds; without a number the latest one that may be read. Null for missing and
 * forbidden alike.
 */
export async function findRevision(
  trx: Trx,
  ctx: Ctx,
  planId: string,
  revision: number | null = null,
): Promise<RevisionRow | null> {
  const { rows } = await sql<Omit<RevisionRow, 'content'> & { content: unknown }>`
    select pr.plan_id as "planId", pr.revision, pr.unit_id as "unitId", pr.document_id as "documentId", pr.year, pr.title,
      pr.content, pr.issued_on as "issuedOn", pr.hash
    from plan_revisions pr
    where pr.plan_id = ${planId} and (${revision}::int is null or pr.revision = ${revision}::int) and ${mayReadRevision(ctx)}
    order by pr.revision desc limit 1`.execute(trx)
  const row = rows[0]
  return row ? { ...row, content: PlanContent.parse(row.content) } : null
}

/** The latest revision of each of some plans that may be read, without its content. */
export async function findNewest(
  trx: Trx,
  ctx: Ctx,
  planIds: readonly string[],
): Promise<Map<string, { revision: number; documentId: string }>> {
  if (planIds.length === 0) return new Map()
  const { rows } = await sql<{ planId: string; revision: number; documentId: string }>`
    select distinct on (pr.plan_id) pr.plan_id as "planId", pr.revision, pr.document_id as "documentId"
    from plan_revisions pr where pr.plan_id = any(${[...planIds]}::uuid[]) and ${mayReadRevision(ctx)}
    order by pr.plan_id, pr.revision desc`.execute(trx)
  return new Map(rows.map(({ planId, ...newest }) => [planId, newest]))
}

export interface RevisionFacts {
  revision: number
  issuedOn: string
  documentId: string
  numberSymbol: string | null
}

/** The revisions of a plan that may be read, oldest first. */
export async function findRevisions(trx: Trx, ctx: Ctx, planId: string): Promise<RevisionFacts[]> {
  const { rows } = await sql<RevisionFacts>`
    select pr.revision, pr.issued_on as "issuedOn", pr.document_id as "documentId", d.number_symbol as "numberSymbol"
    from plan_revisions pr join documents d on d.id = pr.document_id
    where pr.plan_id = ${planId} and ${mayReadRevision(ctx)} order by pr.revision`.execute(trx)
  return rows
}

export interface ListedPlan {
  id: string
  unitId: string
  year: number
  title: string
  revision: number
  issuedOn: string | null
  documentId: string | null
  numberSymbol: string | null
  taskCount: number | null
  draftRevision: number | null
  draftState: 'draft' | 'in_review' | 'approved' | null
  draftUpdatedAt: Date | null
  draftTasks: number | null
  draftToDecide: number | null
}

export interface PlanFilter {
  year: number | null
  /** words of the title, the number or the unit's name */
  q?: string | undefined
  limit: number
  after: string | null
}

/** What people type is words, not a pattern; without marks and capitals, as they type. */
function holds(
  q: string | undefined,
  title: RawBuilder<unknown>,
  unitId: RawBuilder<unknown>,
): RawBuilder<boolean> {
  const words = q?.trim() ?? ''
  if (words === '') return sql<boolean>`true`
  const pattern = `%${words.replace(/[\\%_]/g, '\\$&')}%`
  return sql<boolean>`shared.vn_norm(${title} || ' ' || coalesce(doc.number_symbol, '') || ' ' || coalesce((select n.name || ' ' || n.short_name
    from unit_names n where n.unit_id = ${unitId} order by n.valid_from desc limit 1), '')) like shared.vn_norm(${pattern})`
}

/** Plans of the acting unit with the state of their drafts, newest year first. */
export async function listOwnPlans(trx: Trx, ctx: Ctx, filter: PlanFilter): Promise<ListedPlan[]> {
  const { rows } = await sql<ListedPlan>`
    select p.id, p.unit_id as "unitId", p.year, p.title, p.revision, p.issued_on as "issuedOn", p.document_id as "documentId",
      doc.number_symbol as "numberSymbol",
      case when p.revision > 0 then (select count(*) from tasks t where t.plan_id = p.id and t.revision = p.revision and t.decision <> 'declined') end as "taskCount",
      d.revision as "draftRevision", d.state as "draftState", d.updated_at as "draftUpdatedAt",
      jsonb_array_length(d.content->'tasks') as "draftTasks",
      (select count(*) from jsonb_array_elements(d.content->'tasks') t where t->>'decision' = 'to_decide')::int as "draftToDecide"
    from plans p
    left join plan_drafts d on d.plan_id = p.id
    left join documents doc on doc.id = p.document_id
    where p.unit_id = any(${[...ctx.actor.ownUnits]}::uuid[]) and (${filter.year}::int is null or p.year = ${filter.year}::int)
      and (${filter.after}::uuid is null or p.id < ${filter.after}::uuid) and ${holds(filter.q, sql`p.title`, sql`p.unit_id`)}
    order by p.id desc limit ${filter.limit}`.execute(trx)
  return rows
}

const noDraft = sql`null::int as "draftRevision", null as "draftState", null::timestamptz as "draftUpdatedAt", null::int as "draftTasks", null::int as "draftToDecide"`
const issuedRow = sql`r.plan_id as id, r.unit_id as "unitId", r.year, r.title, r.revision, r.issued_on as "issuedOn",
  r.document_id as "documentId", doc.number_symbol as "numberSymbol",
  (select count(*) from tasks t where t.plan_id = r.plan_id and t.revision = r.revision and t.decision <> 'declined') as "taskCount"`

/** Plans of others that were delivered to the acting unit, each at its latest delivered revision. */
export async function listDeliveredPlans(trx: Trx, ctx: Ctx, filter: PlanFilter): Promise<ListedPlan[]> {
  const own = sql`${[...ctx.actor.ownUnits]}::uuid[]`
  const { rows } = await sql<ListedPlan>`
    select ${issuedRow}, ${noDraft}
    from (select id, max(revision) as revision from reader
      where unit_id = any(${own}) and what = 'plan' and ground = 'delivered' group by id) got
    join plan_revisions r on r.plan_id = got.id and r.revision = got.revision
    join documents doc on doc.id = r.document_id
    where not r.unit_id = any(${own}) and (${filter.year}::int is null or r.year = ${filter.year}::int)
      and (${filter.after}::uuid is null or r.plan_id < ${filter.after}::uuid) and ${holds(filter.q, sql`r.title`, sql`r.unit_id`)}
    order by r.plan_id desc limit ${filter.limit}`.execute(trx)
  return rows
}

/** Plans in force of the units directly below the acting unit today, on either line. */
export async function listPlansBelow(trx: Trx, ctx: Ctx, filter: PlanFilter): Promise<ListedPlan[]> {
  const today = ctx.clock.today()
  const { rows } = await sql<ListedPlan>`
    select ${issuedRow}, ${noDraft}
    from (select distinct s.unit_id from unit_superiors s where s.superior_id = any(${[...ctx.actor.ownUnits]}::uuid[])
      and s.valid_from <= ${today} and (s.valid_until is null or s.valid_until > ${today})) below
    join lateral (select distinct on (r.plan_id) r.* from plan_revisions r
      where r.unit_id = below.unit_id and (${filter.year}::int is null or r.year = ${filter.year}::int)
      order by r.plan_id, r.revision desc) r on true
    join documents doc on doc.id = r.document_id
    where (${filter.after}::uuid is null or r.plan_id < ${filter.after}::uuid) and ${holds(filter.q, sql`r.title`, sql`r.unit_id`)}
    order by r.plan_id desc limit ${filter.limit}`.execute(trx)
  return rows
}
