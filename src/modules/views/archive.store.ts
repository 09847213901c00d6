import { sql, type RawBuilder } from 'kysely'
import type { Trx } from '../../platform/db.ts'

export interface FoundDocument {
  id: string
  origin: 'issued' | 'received' | 'known'
  kind: 'pdf' | 'docx' | 'original'
  state: 'present' | 'earlier'
  type: string
  numberSymbol: string | null
  issuedOn: string | null
  subject: string
  planId: string | null
}

/**
 * Documents one of whose files has exactly these bytes: as they are now, or as the log says that their papers once were.
 * @param scope SQL over `documents d`: whose are asked for
 */
export async function findByFileHash(
  trx: Trx,
  hash: string,
  scope: RawBuilder<boolean>,
): Promise<FoundDocument[]> {
  const { rows } = await sql<FoundDocument>`
    select distinct on (d.id, f.kind) d.id, d.origin, f.kind, f.state, d.type, d.number_symbol as "numberSymbol",
      d.issued_on as "issuedOn", d.subject, d.plan_id as "planId"
    from (
      select document_id, 'pdf' as kind, 'present' as state from document_papers where pdf_hash = ${hash}
      union all select document_id, 'docx', 'present' from document_papers where docx_hash = ${hash}
      union all select id, 'original', 'present' from documents where file_hash = ${hash}
      union all select (s->>'id')::uuid, replace(s->>'what', 'document_', ''), 'earlier'
        from events e cross join jsonb_array_elements(e.subjects) s
        where (e.subjects @> jsonb_build_array(jsonb_build_object('what', 'document_pdf', 'hash', ${hash}::text))
            or e.subjects @> jsonb_build_array(jsonb_build_object('what', 'document_docx', 'hash', ${hash}::text)))
          and s->>'hash' = ${hash} and s->>'what' in ('document_pdf', 'document_docx')
    ) f join documents d on d.id = f.document_id
    where ${scope} order by d.id, f.kind, f.state desc limit 20`.execute(trx)
  return rows
}
