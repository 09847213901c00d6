import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { mayReadDocument, type ReadGrant } from '../library/index.ts'
import { mayReadRevision } from './plans.store.ts'

/**
 * What plans rest on, directly or through others, link by link as far as the acting unit may read it on any ground: what
 * it hands on to those to whom it sends a plan that stands on them.
 * @param documentIds papers of the plans from which it goes up
 */
export async function findUpThread(
  trx: Trx,
  ctx: Ctx,
  documentIds: readonly string[],
): Promise<Omit<ReadGrant, 'ground'>[]> {
  const { rows } = await sql<{ document: string; plan: string | null; revision: number | null }>`
    with recursive up(document) as (
      select unnest(${[...documentIds]}::uuid[])
      union
      select d.id from up join plan_revisions pr on pr.document_id = up.document
        join plan_bases b on b.plan_id = pr.plan_id and b.revision = pr.revision
        join documents d on d.id = b.document_id
      where ${mayReadDocument(ctx)}
    )
    select up.document, pr.plan_id as plan, pr.revision from up
    left join plan_revisions pr on pr.document_id = up.document and ${mayReadRevision(ctx)}`.execute(trx)
  return rows.flatMap(({ document, plan, revision }) => [
    { what: 'document' as const, id: document, revision: 0 },
    ...(plan !== null && revision !== null ? [{ what: 'plan' as const, id: plan, revision }] : []),
  ])
}
