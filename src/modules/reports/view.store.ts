import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { mayReadDocument } from '../library/index.ts'
import { mayReadVersion } from './reports.store.ts'

export interface VersionRow {
  version: number
  submittedAt: Date
  hash: string
  documentId: string | null
  numberSymbol: string | null
  issuedOn: string | null
}

/** The handed-in versions that the person may read, with the document that each was issued as, or came from elsewhere as. */
export async function findVersions(trx: Trx, ctx: Ctx, reportId: string): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`
    select v.version, v.submitted_at as "submittedAt", v.hash, d.id as "documentId", d.number_symbol as "numberSymbol", d.issued_on as "issuedOn"
    from report_versions v
    left join documents d on (d.report_id = v.report_id and d.report_version = v.version and d.origin = 'issued' or d.id = v.document_id and d.origin = 'received')
      and ${mayReadDocument(ctx)}
    where v.report_id = ${reportId} and ${mayReadVersion(ctx)} order by v.version`.execute(trx)
  return rows
}

export interface AnswerRow {
  id: string
  version: number
  unitId: string
  answer: 'accepted' | 'returned' | 'asked' | 'replied'
  words: string
  at: Date
}

/** What was answered to the versions that the person may read. */
export async function findAnswers(trx: Trx, ctx: Ctx, reportId: string): Promise<AnswerRow[]> {
  const { rows } = await sql<AnswerRow>`
    select a.id, a.version, a.unit_id as "unitId", a.answer, case when a.redacted_at is null then a.words else '' end as words, a.at
    from report_answers a join report_versions v on v.report_id = a.report_id and v.version = a.version
    where a.report_id = ${reportId} and ${mayReadVersion(ctx)} order by a.at, a.id`.execute(trx)
  return rows
}

/** To whom the last version was handed in. */
export async function findSubmissions(
  trx: Trx,
  reportId: string,
  version: number,
): Promise<{ unitId: string; role: 'sums' | 'reads' }[]> {
  return (
    trx
      .selectFrom('report_submissions')
      .select(['to_unit_id as unitId', 'role'])
      .where('report_id', '=', reportId)
      .where('version', '=', version)
      .orderBy('role', 'desc')
      // In one order: a paper that is signed names them.
      .orderBy('to_unit_id')
      .execute()
  )
}
