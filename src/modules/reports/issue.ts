import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { newId } from '../../platform/ids.ts'
import { addIssuedDocument } from '../library/index.ts'
import { dispatchDocument, spellNumber, takeNumber, type RecipientLine } from '../dispatch/index.ts'
import { takeSignedPaper, type Subject } from '../signing/index.ts'
import { findUnits } from '../units/index.ts'
import { paperOf, subjectOf, type Entry, type IssueRequest } from './paper.ts'

/**
 * Takes the next number of a report's series. The counter's row is locked last, so call it after every other row of the use
 * case is locked. What a closed unit still had to report is issued by whoever goes on for it, under its own name and number.
 */
export async function takeReportNumber(trx: Trx, ctx: Ctx, request: IssueRequest): Promise<Entry> {
  const { report, version } = request
  const dated = ctx.clock.today()
  const { unitId: acting, ownUnits } = ctx.actor
  const unitId = acting !== null && ownUnits.includes(report.unitId) ? acting : report.unitId
  const unit = (await findUnits(trx, [unitId], dated)).get(unitId)
  if (!unit) throw new AppError('common.not_found')
  const symbol = `BC-${unit.abbreviation}`
  const { entryId: id, ...taken } = await takeNumber(trx, ctx, {
    unitId,
    series: 'BC',
    symbol,
    dated,
    type: 'Báo cáo',
    subject: subjectOf(request),
    what: 'report',
    subjectId: report.id,
    subjectRevision: version,
  })
  return { id, unitId, symbol, dated, ...taken }
}

/**
 * Issues a report as a "Báo cáo" addressed to its superiors.
 * @param signed the paper that was signed electronically; null for one that is signed on paper
 * @throws reports.no_signer when the unit has nobody to sign, signing.not_signed, mandates.refused_… for one who may not sign so on its day
 */
export async function issueReport(
  trx: Trx,
  ctx: Ctx,
  request: IssueRequest,
  entry: Entry,
  signed: Subject | null,
): Promise<{ documentId: string; hash: string }> {
  const { report, version, superiors } = request
  const { source, unit, names } = await paperOf(trx, ctx, request, entry)
  const documentId = newId()
  const { hash } = await addIssuedDocument(trx, ctx, {
    id: documentId,
    unitId: entry.unitId,
    type: 'Báo cáo',
    number: spellNumber(entry.number),
    symbol: entry.symbol,
    numberSymbol: entry.numberSymbol,
    issuerName: unit.name,
    issuedOn: entry.dated,
    subject: subjectOf(request),
    source,
    clauses: [],
    isPublic: false,
    reportId: report.id,
    reportVersion: version,
    registerEntryId: entry.id,
    ...(signed ? { signedPdf: await takeSignedPaper(trx, ctx, signed, source) } : {}),
  })
  const lines: RecipientLine[] = [
    ...superiors.map((s) => ({
      words: names.get(s.unitId)?.name ?? '',
      kind: 'unit' as const,
      purpose: 'report' as const,
      unitId: s.unitId,
    })),
    { words: 'Lưu: VT', kind: 'archive', purpose: 'archive' },
  ]
  await dispatchDocument(trx, ctx, {
    documentId,
    lines,
    grants: [{ what: 'document', id: documentId, revision: 0, ground: 'delivered' }],
    obligations: [],
  })
  return { documentId, hash }
}
