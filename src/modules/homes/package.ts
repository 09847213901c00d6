import { sql, type RawBuilder } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { addJob } from '../../platform/jobs.ts'
import type { ReadGrant } from '../library/index.ts'
import { putRows, rowsOf, type Row, type Rows } from './copied.ts'
import { putSealed, requireForeign, type Origin, type TakenIn } from './sealed.ts'

export interface Revision {
  id: string
  revision: number
}

/** Documents and plan revisions with all that hangs on them, of what may be read by the grants. */
export async function gatherCopies(
  trx: Trx,
  grants: readonly Pick<ReadGrant, 'what' | 'id' | 'revision'>[],
): Promise<Rows> {
  const plans = grants.filter((g) => g.what === 'plan')
  const named = grants.filter((g) => g.what === 'document').map((g) => g.id)
  const papers = await sql<{ id: string }>`
    select document_id as id from plan_revisions t where ${among(sql`t.plan_id, t.revision`, plans)}`.execute(
    trx,
  )
  const documents = [...new Set([...named, ...papers.rows.map((r) => r.id)])]
  const ofDocument = sql`t.document_id = any(${documents}::uuid[])`
  const ofPlan = among(sql`t.plan_id, t.revision`, plans)
  return {
    files: await rowsOf(
      trx,
      'files',
      sql`t.hash in (select file_hash from documents where id = any(${documents}::uuid[])
        union select unnest(array[docx_hash, pdf_hash]) from document_papers where document_id = any(${documents}::uuid[]))`,
    ),
    documents: await rowsOf(trx, 'documents', sql`t.id = any(${documents}::uuid[])`),
    clauses: await rowsOf(trx, 'clauses', ofDocument),
    document_citations: await rowsOf(trx, 'document_citations', ofDocument),
    document_relations: await rowsOf(trx, 'document_relations', ofDocument),
    document_papers: await rowsOf(trx, 'document_papers', ofDocument),
    plans: await plansOf(trx, plans),
    plan_revisions: await rowsOf(trx, 'plan_revisions', ofPlan),
    plan_bases: await rowsOf(trx, 'plan_bases', ofPlan),
    tasks: await rowsOf(trx, 'tasks', ofPlan),
    task_clauses: await rowsOf(trx, 'task_clauses', ofPlan),
    task_origins: await rowsOf(trx, 'task_origins', ofPlan),
    clause_declines: await rowsOf(trx, 'clause_declines', ofPlan),
  }
}

/** SQL: a pair of columns is one of the revisions. */
export function among(columns: RawBuilder<unknown>, list: readonly Revision[]): RawBuilder<boolean> {
  return sql<boolean>`(${columns}) in (select * from unnest(${list.map((r) => r.id)}::uuid[], ${list.map((r) => r.revision)}::int[]))`
}

/** The heads of plans as they stood with the newest of the revisions that go. */
async function plansOf(trx: Trx, revisions: readonly Revision[]): Promise<Row[]> {
  const { rows } = await sql<{ row: Row }>`
    select to_jsonb(x) as row from (
      select distinct on (p.id) p.id, p.unit_id, r.year, r.revision, r.document_id, r.title, r.issued_on, p.created_at
      from plans p join plan_revisions r on r.plan_id = p.id
      where ${among(sql`r.plan_id, r.revision`, revisions)} order by p.id, r.revision desc
    ) x`.execute(trx)
  return rows.map((r) => r.row)
}

/**
 * Puts copies of another home's documents and plan revisions beside our own, under their own ids and hashes, so that links
 * by key and revision hold. What is here already stays; what hangs on a document or revision comes with it or not at all.
 * @returns what was new
 * @throws homes.differs when the same id stands here with another hash
 * @throws homes.impostor when a row pretends to be of a unit of this home
 */
export async function takeInCopies(trx: Trx, ctx: Ctx, from: Origin, rows: Rows): Promise<TakenIn[]> {
  await requireForeign(trx, ctx, rows)
  await putRows(trx, 'files', rows.files ?? [])
  const documents = await putSealed(trx, ctx, from, 'documents', rows.documents)
  const fresh = new Set(documents.map((d) => d.id))
  const onFresh = (list: readonly Row[] = []) => list.filter((r) => fresh.has(String(r['document_id'])))
  await putRows(trx, 'clauses', onFresh(rows.clauses))
  await putRows(trx, 'document_citations', onFresh(rows.document_citations))
  await putRows(
    trx,
    'document_papers',
    rows.document_papers ?? [],
    sql`exists (select 1 from copies c where c.what = 'document' and c.id = x.document_id)`,
  )
  await putRelations(trx, from, rows.document_relations ?? [])
  await renderMissing(trx, ctx, documents)
  const plans = await takeInPlans(trx, ctx, from, rows)
  return [...documents, ...plans]
}

/**
 * What copied documents do to others of their unit. The other one comes in the same message, which gives the right to read it,
 * or is here already: so whichever message comes first, both ends are there.
 */
async function putRelations(trx: Trx, from: Origin, rows: readonly Row[]): Promise<void> {
  await putRows(
    trx,
    'document_relations',
    rows,
    sql`exists (select 1 from copies c join documents d on d.id = c.id join documents o on o.id = x.target_id and o.unit_id = d.unit_id
      where c.what = 'document' and c.id = x.document_id and c.origin = ${from.home})`,
  )
}

async function takeInPlans(trx: Trx, ctx: Ctx, from: Origin, rows: Rows): Promise<TakenIn[]> {
  await sql`
    insert into plans as p (id, unit_id, year, revision, document_id, title, issued_on, created_at)
    select x.id, x.unit_id, x.year, x.revision, x.document_id, x.title, x.issued_on, x.created_at
    from jsonb_populate_recordset(null::plans, ${JSON.stringify(rows.plans ?? [])}::jsonb) x join units u on u.id = x.unit_id and u.home <> ${ctx.home}
    on conflict (id) do update set year = excluded.year, revision = excluded.revision, document_id = excluded.document_id, title = excluded.title,
      issued_on = excluded.issued_on
    where p.revision < excluded.revision and p.unit_id = excluded.unit_id`.execute(trx)
  const plans = await putSealed(trx, ctx, from, 'plan_revisions', rows.plan_revisions)
  const fresh = new Set(plans.map((p) => `${p.id} ${p.revision}`))
  const onFresh = (list: readonly Row[] = []) =>
    list.filter((r) => fresh.has(`${String(r['plan_id'])} ${String(r['revision'])}`))
  const bases = onFresh(rows.plan_bases)
  const known = await knownDocuments(trx, bases)
  await putRows(
    trx,
    'plan_bases',
    // A base that is not here stays as words.
    bases.map((b) => (known.has(String(b['document_id'])) ? b : { ...b, document_id: null })),
  )
  await putRows(trx, 'tasks', onFresh(rows.tasks))
  const clauseHere = sql`exists (select 1 from clauses c where c.document_id = x.document_id and c.key = x.clause_key)`
  await putRows(trx, 'task_clauses', onFresh(rows.task_clauses), clauseHere)
  await putRows(trx, 'clause_declines', onFresh(rows.clause_declines), clauseHere)
  await putRows(
    trx,
    'task_origins',
    onFresh(rows.task_origins),
    sql`exists (select 1 from tasks o where o.plan_id = x.origin_plan_id and o.revision = x.origin_revision and o.key = x.origin_key)`,
  )
  return plans
}

async function knownDocuments(trx: Trx, bases: readonly Row[]): Promise<Set<string>> {
  const ids = bases.flatMap((b) => (typeof b['document_id'] === 'string' ? [b['document_id']] : []))
  const { rows } = await sql<{ id: string }>`select id from documents where id = any(${ids}::uuid[])`.execute(
    trx,
  )
  return new Set(rows.map((r) => r.id))
}

/** An issued document that came before its papers were made has those that are missing made here, from the same source. */
async function renderMissing(trx: Trx, ctx: Ctx, documents: readonly { id: string }[]): Promise<void> {
  const { rows } = await sql<{ id: string; hasPdf: boolean }>`
    select d.id, p.document_id is not null as "hasPdf" from documents d left join document_papers p on p.document_id = d.id
    where d.id = any(${documents.map((d) => d.id)}::uuid[]) and d.origin = 'issued' and p.docx_hash is null`.execute(
    trx,
  )
  for (const { id, hasPdf } of rows)
    await addJob(trx, ctx, 'document.render', { documentId: id, ...(hasPdf ? { format: 'docx' } : {}) })
}
