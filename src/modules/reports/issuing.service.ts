import type { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { write } from '../../platform/write.ts'
import { holdNumber, voidNumber } from '../dispatch/index.ts'
import { dropPaper, signingFlow } from '../signing/index.ts'
import { issueReport, takeReportNumber } from './issue.ts'
import { deleteIssuing, findIssuing, insertIssuing, paperSubject } from './issuing.store.ts'
import { paperOf, type IssueRequest } from './paper.ts'
import type { IssueBody, Report } from './reports.schema.ts'
import { issueRequest, loadReport, requireMay, type Loaded } from './standing.ts'
import { presentReport } from './view.service.ts'

type ReportOut = z.input<typeof Report>

/** Gives a report a number and issues it, to be signed on paper. */
export async function issueOnPaper(
  trx: Trx,
  ctx: Ctx,
  request: IssueRequest,
): Promise<{ documentId: string; hash: string }> {
  return issueReport(trx, ctx, request, await takeReportNumber(trx, ctx, request), null)
}

/** The report, locked, for somebody who may do this with its last version now. */
async function loadFor(
  trx: Trx,
  ctx: Ctx,
  id: string,
  action: 'report.issue' | 'report.number',
  version: number,
): Promise<Loaded> {
  const loaded = await loadReport(trx, ctx, id, { lock: true })
  const { report, standing } = loaded
  if (report.version > 0 && !standing.unissued && loaded.isOwn) throw new AppError('reports.issued')
  requireMay(ctx, loaded, action)
  if (version !== report.version) throw new AppError('common.changed_meanwhile')
  return loaded
}

/**
 * Issues the last handed-in version as a document of its own, when it was handed in without. One that has its number already
 * is issued with it and with its signatures.
 * @throws signing.not_signed, reports.number_other_year
 */
export async function issueHandedIn(
  ctx: Ctx,
  id: string,
  input: z.output<typeof IssueBody>,
): Promise<ReportOut> {
  return write(ctx, '*', {
    act: async (trx) => {
      const loaded = await loadFor(trx, ctx, id, 'report.issue', input.version)
      const { issuing } = loaded
      const issued = issuing
        ? await issueSigned(trx, ctx, loaded, issuing)
        : await issueOnPaper(trx, ctx, issueRequest(loaded, signerOf(input)))
      await recordEvent(trx, ctx, 'report.issue', [
        { what: 'report', id, version: input.version },
        { what: 'document', id: issued.documentId, hash: issued.hash },
      ])
    },
    answer: (trx) => presentReport(trx, ctx, id, null),
  })
}

const signerOf = ({ issue }: z.output<typeof IssueBody>): IssueRequest['signer'] => ({
  personId: issue.signerPersonId,
  authority: issue.authority,
})

async function issueSigned(trx: Trx, ctx: Ctx, loaded: Loaded, issuing: NonNullable<Loaded['issuing']>) {
  const { entry } = issuing
  await holdNumber(trx, entry.id)
  // A number of last year's register can't stand on a paper of this year.
  if (entry.dated.slice(0, 4) !== ctx.clock.today().slice(0, 4))
    throw new AppError('reports.number_other_year')
  const request = issueRequest(loaded, issuing.signer)
  const issued = await issueReport(trx, ctx, request, entry, paperSubject(issuing))
  await deleteIssuing(trx, loaded.report.id)
  return issued
}

/** Reserves the number of the last handed-in version, which is then signed electronically before it is issued. */
export async function numberReport(
  ctx: Ctx,
  id: string,
  input: z.output<typeof IssueBody>,
): Promise<ReportOut> {
  return write(ctx, '*', {
    act: async (trx) => {
      const loaded = await loadFor(trx, ctx, id, 'report.number', input.version)
      const request = issueRequest(loaded, signerOf(input))
      const entry = await takeReportNumber(trx, ctx, request)
      // Whoever is to sign is looked for now, not when the paper is printed.
      await paperOf(trx, ctx, request, entry)
      await giveUpPapers(trx, id)
      await insertIssuing(trx, ctx, request, entry)
      await recordEvent(trx, ctx, 'report.number', [{ what: 'report', id, version: input.version }])
    },
    answer: (trx) => presentReport(trx, ctx, id, null),
  })
}

/** A version that waits for its signatures is not issued after all: its number is void in the register, with the reason. */
export async function refuseReport(ctx: Ctx, id: string, words: string): Promise<ReportOut> {
  return write(ctx, '*', {
    act: async (trx) => {
      const loaded = await loadReport(trx, ctx, id, { lock: true })
      requireMay(ctx, loaded, 'report.refuse')
      await giveUpIssuing(trx, ctx, id, words)
      await recordEvent(trx, ctx, 'report.refuse', [{ what: 'report', id, version: loaded.report.version }])
    },
    answer: (trx) => presentReport(trx, ctx, id, null),
  })
}

/** Whatever of a report waits for its signatures waits no longer. */
export async function giveUpIssuing(trx: Trx, ctx: Ctx, reportId: string, words: string): Promise<void> {
  const issuing = await findIssuing(trx, reportId, true)
  if (issuing) await voidNumber(trx, ctx, issuing.entry.id, words)
  await giveUpPapers(trx, reportId)
}

/** Also those whose number was made void in the register. */
async function giveUpPapers(trx: Trx, reportId: string): Promise<void> {
  for (const subject of await deleteIssuing(trx, reportId)) await dropPaper(trx, subject)
}

/** Reports on their way between number and issue. */
export const reportSigning = signingFlow({
  verb: 'report',
  scope: () => '*' as const,
  async load(trx, ctx, id, use) {
    const loaded = await loadReport(trx, ctx, id, { lock: use === 'write' })
    const { issuing, report } = loaded
    if (use !== 'look') requireMay(ctx, loaded, 'report.sign')
    if (!issuing) throw new AppError(loaded.isOwn ? 'signing.not_prepared' : 'common.not_found')
    const { source, signer } = await paperOf(trx, ctx, issueRequest(loaded, issuing.signer), issuing.entry)
    return {
      subject: paperSubject(issuing),
      unitId: report.unitId,
      source,
      named: { what: 'report', id, version: report.version },
      signerId: signer.personId,
    }
  },
  view: (trx, ctx, id) => presentReport(trx, ctx, id, null),
})
