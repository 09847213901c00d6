import type { z } from 'zod'
import { sealContent } from '../../platform/canonical.ts'
import { addDays } from '../../platform/clock.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { recordEvent, type EventSubject } from '../../platform/events.ts'
import { write } from '../../platform/write.ts'
import { closeObligations, openObligations, voidObligations } from '../dispatch/index.ts'
import { grantReading, type ReadGrant } from '../library/index.ts'
import { handAcross } from './across.ts'
import { findSuperiors } from './forms.store.ts'
import { giveUpIssuing, issueOnPaper } from './issuing.service.ts'
import { reportFacts } from './open.service.ts'
import { lastDay } from './reports.rules.ts'
import type { Report, SubmitBody } from './reports.schema.ts'
import { findEnclosed, insertVersion, removeDraft, type FrozenContent } from './reports.store.ts'
import { loadReport, requireMay, type Loaded } from './standing.ts'
import { presentReport } from './view.service.ts'
import { hashOfFigures, requireComplete } from './work.service.ts'

type ReportOut = z.input<typeof Report>
type Superiors = Awaited<ReturnType<typeof findSuperiors>>

/** Days a superior has to accept or return what was handed in. */
const daysToDecide = 3

/**
 * Hands an approved report in: freezes what it says and counts as its next version, sends it whole to the superior on the
 * form's line on the last day of the window and to the other superior, closes the obligation, opens the superior's.
 * @throws common.changed_meanwhile when the draft is not the one that was approved
 * @throws reports.counted_anew when figures have changed since the approval and a leader is not the one who hands it in
 * @throws reports.too_early before the last day of the window
 */
export async function submitReport(
  ctx: Ctx,
  id: string,
  input: z.output<typeof SubmitBody>,
): Promise<ReportOut> {
  return write(ctx, '*', {
    act: async (trx) => {
      const loaded = await loadReport(trx, ctx, id, { lock: true })
      requireMay(ctx, loaded, 'report.submit')
      const { report, form, period, draft } = loaded
      if (!draft || draft.version !== input.version) throw new AppError('common.changed_meanwhile')
      const { approved } = draft.content
      if (approved !== undefined && approved !== hashOfFigures(loaded) && !ctx.actor.roles.includes('leader'))
        throw new AppError('reports.counted_anew')
      const content = freeze(loaded)
      requireComplete(loaded, content)
      const version = report.version + 1
      const superiors = await findSuperiors(trx, report.unitId, form.line, lastDay(report), ctx.clock.today())
      const sums = superiors.find((s) => s.role === 'sums')?.unitId ?? null
      await trx
        .updateTable('reports')
        .set({ version, state: 'submitted', submitted_on: ctx.clock.today(), superior_id: sums })
        .where('id', '=', id)
        .execute()
      await removeDraft(trx, id)
      await closeObligations(
        trx,
        ctx,
        { unitId: report.unitId, what: 'report', sourceId: id },
        { closedBy: id },
      )
      await giveUpIssuing(trx, ctx, id, `Báo cáo nộp lại, bản ${version}`)
      if (sums) await voidObligations(trx, ctx, { unitId: sums, what: 'decide_report', sourceId: id }, '')
      const issued = input.issue
        ? await issueOnPaper(trx, ctx, {
            report,
            form,
            period,
            version,
            content,
            superiors,
            signer: { personId: input.issue.signerPersonId, authority: input.issue.authority },
          })
        : null
      const { salt, hash } = sealContent(content)
      await insertVersion(trx, ctx, {
        reportId: id,
        version,
        unitId: report.unitId,
        content,
        salt,
        hash,
        documentId: issued?.documentId ?? null,
      })
      await handIn(trx, ctx, loaded, version, superiors)
      const subjects: EventSubject[] = [{ what: 'report', id, version, hash }]
      if (issued) subjects.push({ what: 'document', id: issued.documentId, hash: issued.hash })
      await recordEvent(trx, ctx, 'report.submit', subjects)
    },
    answer: (trx) => presentReport(trx, ctx, id, null),
  })
}

/** What the version says and counts, in one object, so that its hash covers all of it. */
function freeze({ form, period, draft, count, units }: Loaded): FrozenContent {
  const words = draft?.content
  return {
    form: { code: form.code, revision: form.revision },
    period: period.code,
    units: [...units],
    texts: words?.texts ?? [],
    corrections: words?.corrections ?? [],
    nothing: words?.nothing ?? [],
    figures: count.figures,
    activities: count.activities,
    children: count.children,
    missing: count.missing.map((m) => ({ unitId: m.unitId, state: m.state })),
  }
}

/** Gives the superiors the version with everything it encloses, for good, and the one that sums its decision. */
export async function handIn(
  trx: Trx,
  ctx: Ctx,
  {
    report,
    form,
    period,
  }: Pick<Loaded, 'form' | 'period'> & { report: Pick<Loaded['report'], 'id' | 'unitId'> },
  version: number,
  superiors: Superiors,
): Promise<void> {
  if (superiors.length === 0) return
  const now = ctx.clock.now()
  await trx
    .insertInto('report_submissions')
    .values(
      superiors.map((s) => ({ report_id: report.id, version, to_unit_id: s.unitId, role: s.role, at: now })),
    )
    .execute()
  const enclosed = await findEnclosed(trx, report.id, version)
  const versions = [{ id: report.id, revision: version }, ...enclosed]
  // Also the closed one: whoever goes on with its books counts the report in its sum.
  const readers = [...new Set(superiors.flatMap((s) => [s.unitId, ...s.before]))]
  const here = await handAcross(trx, ctx, { reportId: report.id, version, grants: versions }, readers)
  const grants = versions.map((r): ReadGrant => ({ ...r, what: 'report', ground: 'delivered' }))
  await grantReading(trx, here, report.id, grants, now)
  const sums = superiors.find((s) => s.role === 'sums')
  if (!sums) return
  await openObligations(trx, ctx, [
    {
      unitId: sums.unitId,
      what: 'decide_report',
      sourceWhat: 'report',
      sourceId: report.id,
      sourceRevision: version,
      owedTo: report.unitId,
      dueOn: addDays(ctx.clock.today(), daysToDecide),
      facts: reportFacts(form, period),
    },
  ])
}
