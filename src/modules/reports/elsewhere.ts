import { sealContent } from '../../platform/canonical.ts'
import { systemActor, type Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { recordEvent } from '../../platform/events.ts'
import { onJob } from '../../platform/jobs.ts'
import { closeObligations, voidObligations } from '../dispatch/index.ts'
import {
  lockFigures,
  settleFigures,
  takeOverJob,
  type NotTaken,
  type ReportElsewhere,
  type TakeOverJob,
} from '../exchange/index.ts'
import { findHomes } from '../units/index.ts'
import { findEarlier } from './count.store.ts'
import { findForm } from './forms.store.ts'
import type { ReportForm } from './form.schema.ts'
import { reportId } from './reports.ids.ts'
import { lastDay, nothing, periodOf, type FigureRow } from './reports.rules.ts'
import { insertVersion, type FrozenContent, type ReportState } from './reports.store.ts'
import { handIn } from './submit.service.ts'

interface FromElsewhere {
  /** whose report it is: a unit that works in another installation */
  unitId: string
  /** to whom it came */
  toUnitId: string
  /** the paper, as whom it came to confirmed it */
  documentId: string
  numberSymbol: string
  arrivalId: string
  /** SHA-256 of the package */
  packageHash: string
  report: ReportElsewhere
}

/** `exchange.take_over`: makes a version of the sender's report of figures that came, or notes why they can't be taken. */
export function registerTakingOver(): void {
  onJob<TakeOverJob>(takeOverJob, {
    step: async (trx, ctx, { payload: { arrivalId } }) => {
      const found = await lockFigures(trx, ctx, arrivalId)
      if (!found) return { done: true }
      const { toUnitId, unitId, ...rest } = found
      const acting: Ctx = { ...ctx, actor: { ...systemActor, unitId: toUnitId, ownUnits: [toUnitId] } }
      const taken =
        unitId === null
          ? { refused: 'not_owed' as const }
          : await takeOverReport(trx, acting, { ...rest, arrivalId, toUnitId, unitId })
      await settleFigures(trx, arrivalId, taken)
      return { done: true }
    },
  })
}

/**
 * Takes a report's figures over as its next version, handed in to the unit that asked for it: what it says was counted there
 * stands as one number each, apart from what is counted here. It counts when the superior accepts it, like any other.
 * Exactly once for each version of the sender's.
 * @param ctx the system, acting for the unit to whom it came
 */
async function takeOverReport(
  trx: Trx,
  ctx: Ctx,
  from: FromElsewhere,
): Promise<{ reportId: string; version: number } | { refused: NotTaken }> {
  const { unitId, toUnitId, report: said } = from
  const form = await findFormByCode(trx, said.form)
  const period = form && periodOf(form, said.period)
  if (!form || !period) return { refused: 'other_form' }
  const report = await lockReport(trx, reportId(unitId, form.id, period))
  // Only what was asked of this unit, by whom it came to. A report of another home is that home's to take over.
  if (!report || report.superiorId !== toUnitId) return { refused: 'not_owed' }
  if ((await findHomes(trx, [unitId])).get(unitId) !== ctx.home) return { refused: 'not_owed' }
  if (ctx.clock.today() < lastDay(report)) return { refused: 'too_early' }
  const before = await lastOf(trx, report)
  if (before === 'here') return { refused: 'reported_here' }
  if (before !== null && before >= said.version) return { refused: 'older' }
  const figures = figuresOf(form, from, (await findEarlier(trx, [unitId], form.code, report.from)).length > 0)
  if (!figures) return { refused: 'unreadable' }
  const content: FrozenContent = {
    form: said.form,
    period: said.period,
    units: [unitId],
    texts: said.texts
      .filter((t) => form.sections.some((s) => s.key === t.section))
      .map((t) => ({ ...t, sources: [] })),
    corrections: figures.flatMap(({ indicator, correction }) =>
      correction ? [{ indicator, n: correction.n, reason: correction.reason }] : [],
    ),
    nothing: figures.flatMap((f) => (f.state === 'nothing' ? [f.indicator] : [])),
    figures,
    activities: [],
    children: [],
    missing: [],
    elsewhere: { arrivalId: from.arrivalId, packageHash: from.packageHash, version: said.version },
  }
  const version = report.version + 1
  await trx
    .updateTable('reports')
    .set({ version, state: 'submitted', submitted_on: ctx.clock.today() })
    .where('id', '=', report.id)
    .execute()
  await closeObligations(
    trx,
    ctx,
    { unitId, what: 'report', sourceId: report.id },
    { closedBy: from.documentId },
  )
  await voidObligations(trx, ctx, { unitId: toUnitId, what: 'decide_report', sourceId: report.id }, '')
  const { salt, hash } = sealContent(content)
  await insertVersion(trx, ctx, {
    reportId: report.id,
    version,
    unitId,
    content,
    salt,
    hash,
    documentId: from.documentId,
  })
  await handIn(trx, ctx, { report, form, period }, version, [
    { unitId: toUnitId, role: 'sums', before: [toUnitId] },
  ])
  await recordEvent(trx, ctx, 'report.take_over', [
    { what: 'report', id: report.id, version, hash },
    { what: 'document', id: from.documentId },
    { what: 'package_arrival', id: from.arrivalId, hash: from.packageHash },
  ])
  return { reportId: report.id, version }
}

async function findFormByCode(
  trx: Trx,
  { code, revision }: ReportElsewhere['form'],
): Promise<ReportForm | null> {
  const row = await trx
    .selectFrom('report_forms')
    .select('id')
    .where('code', '=', code)
    .where('revision', '=', revision)
    .executeTakeFirst()
  return row ? findForm(trx, row.id) : null
}

async function lockReport(
  trx: Trx,
  id: string,
): Promise<Pick<ReportState, 'id' | 'unitId' | 'from' | 'until' | 'version' | 'superiorId'> | null> {
  const row = await trx
    .selectFrom('reports')
    .select(['id', 'unit_id', 'period_from', 'period_until', 'version', 'superior_id'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row
    ? {
        id: row.id,
        unitId: row.unit_id,
        from: row.period_from,
        until: row.period_until,
        version: row.version,
        superiorId: row.superior_id,
      }
    : null
}

/** Which version of the sender's stands last; `here` where the unit writes or wrote the report in this installation. */
async function lastOf(
  trx: Trx,
  { id, version }: { id: string; version: number },
): Promise<number | 'here' | null> {
  const draft = await trx
    .selectFrom('report_drafts')
    .select('id')
    .where('report_id', '=', id)
    .executeTakeFirst()
  if (draft) return 'here'
  if (version === 0) return null
  const row = await trx
    .selectFrom('report_versions')
    .select('content')
    .where('report_id', '=', id)
    .where('version', '=', version)
    .executeTakeFirstOrThrow()
  const { elsewhere } = row.content as Partial<FrozenContent>
  return elsewhere?.version ?? 'here'
}

/**
 * The sender's figures as rows here. What it counted stands as one number with its reason beside own and below, which are
 * what this installation counts itself: so every sum here stays provable from rows here. What the sender corrected in its
 * earlier reports is carried on only where an earlier report of it is here.
 * @returns null for a figure that the form has not, twice, or with a denominator that it can't have
 */
function figuresOf(form: ReportForm, from: FromElsewhere, hasEarlier: boolean): FigureRow[] | null {
  const rows: FigureRow[] = []
  for (const said of from.report.figures) {
    const indicator = form.indicators.find((i) => i.code === said.indicator)
    if (!indicator || rows.some((r) => r.indicator === said.indicator)) return null
    if (indicator.adds !== 'ratio' && (said.total.d !== 0 || said.running.d !== 0)) return null
    const isNothing = said.state === 'nothing'
    if (isNothing && (said.total.n !== 0 || said.total.d !== 0)) return null
    rows.push({
      indicator: said.indicator,
      own: nothing,
      below: nothing,
      correction: isNothing
        ? null
        : { ...said.total, reason: `Theo báo cáo số ${from.numberSymbol} gửi từ hệ thống khác` },
      total: said.total,
      running: indicator.running ? said.running : nothing,
      carried: hasEarlier ? said.carried : 0,
      revised: hasEarlier ? said.revised : 0,
      state: said.state,
    })
  }
  return rows
}
