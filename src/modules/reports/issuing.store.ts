import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import type { Subject } from '../signing/index.ts'
import type { Entry, IssueRequest } from './paper.ts'

/** A handed-in version that has its number and waits for its signatures. */
export interface Issuing {
  id: string
  version: number
  signer: IssueRequest['signer']
  entry: Entry
}

/** What is signed is one reservation: with another number it is another paper. */
export const paperSubject = (issuing: Pick<Issuing, 'id'>): Subject => ({ what: 'report', id: issuing.id })

/**
 * The version of a report that waits for its signatures, or null: also where the clerk made its number void in the register.
 * The caller has found the report as its unit's own.
 * @param lock for whoever writes
 */
export async function findIssuing(trx: Trx, reportId: string, lock: boolean): Promise<Issuing | null> {
  let query = trx
    .selectFrom('report_issues as i')
    .innerJoin('register_entries as e', 'e.id', 'i.register_entry_id')
    .select(['i.id', 'i.version', 'i.signer_person_id', 'i.signer_authority'])
    .select(['e.id as entryId', 'e.unit_id', 'e.number', 'e.symbol', 'e.number_symbol', 'e.dated'])
    .where('i.report_id', '=', reportId)
    .where((x) =>
      x.not(
        x.exists(
          x.selectFrom('register_voids as v').select('v.entry_id').whereRef('v.entry_id', '=', 'e.id'),
        ),
      ),
    )
  if (lock) query = query.forUpdate('i')
  const row = await query.executeTakeFirst()
  if (!row) return null
  return {
    id: row.id,
    version: row.version,
    signer: { personId: row.signer_person_id, authority: row.signer_authority },
    entry: {
      id: row.entryId,
      unitId: row.unit_id,
      number: row.number,
      symbol: row.symbol,
      numberSymbol: row.number_symbol,
      dated: row.dated,
    },
  }
}

/** Keeps the number of a version that is to be signed; the report has no other. */
export async function insertIssuing(trx: Trx, ctx: Ctx, request: IssueRequest, entry: Entry): Promise<void> {
  await trx
    .insertInto('report_issues')
    .values({
      id: newId(),
      report_id: request.report.id,
      version: request.version,
      unit_id: request.report.unitId,
      register_entry_id: entry.id,
      signer_person_id: request.signer.personId,
      signer_authority: request.signer.authority,
      reserved_at: ctx.clock.now(),
      reserved_by: ctx.actor.personId,
    })
    .execute()
}

/** @returns what was signed or was to be signed, also where its number is void */
export async function deleteIssuing(trx: Trx, reportId: string): Promise<Subject[]> {
  const gone = await trx
    .deleteFrom('report_issues')
    .where('report_id', '=', reportId)
    .returning('id')
    .execute()
  return gone.map(paperSubject)
}
