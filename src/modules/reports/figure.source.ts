import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import type { CountedActivity, CountedChild } from './count.store.ts'
import { findFigureParts } from './figure.store.ts'
import { lastDay } from './reports.rules.ts'
import type { ReportFigure } from './reports.schema.ts'
import { loadCounted, showDraft, shownFigures } from './standing.ts'
import { periodName, presentFigures } from './view.service.ts'

/** A figure of a report with what it was counted from: the end of the thread. */
export interface FigureSource {
  reportId: string
  unitId: string
  /** null: the draft as counted now */
  version: number | null
  periodName: string
  lastDay: string
  /** row of the table, from 1 */
  line: number
  figure: ReportFigure
  activities: CountedActivity[]
  children: (CountedChild & { n: number; d: number; state: 'value' | 'nothing' | 'unknown' })[]
  missing: { unitId: string; state: string }[]
}

/**
 * A figure within the person's read grounds, with the activities and reports it was counted from.
 * @throws common.not_found
 */
export async function loadFigure(
  trx: Trx,
  ctx: Ctx,
  reportId: string,
  version: number | null,
  indicator: string,
): Promise<FigureSource> {
  const loaded = await loadCounted(trx, ctx, reportId, { version })
  const showsDraft = showDraft(loaded.report, loaded.isOwn, loaded.draft, version)
  const figures = presentFigures(
    ctx,
    loaded.form,
    shownFigures(loaded, showsDraft),
    showsDraft ? null : loaded.changes,
  )
  const at = figures.findIndex((f) => f.indicator === indicator)
  const figure = figures[at]
  if (!figure) throw new AppError('common.not_found')
  const content = loaded.frozen?.content
  const children = showsDraft ? loaded.count.children : (content?.children ?? [])
  const parts = new Map(
    (await findFigureParts(trx, children, indicator)).map((p) => [p.reportId, p] as const),
  )
  return {
    reportId,
    unitId: loaded.report.unitId,
    version: showsDraft ? null : (loaded.frozen?.version ?? null),
    periodName: periodName(loaded.period, ctx.locale),
    lastDay: lastDay(loaded.report),
    line: at + 1,
    figure,
    activities: showsDraft ? loaded.count.activities : (content?.activities ?? []),
    children: children.map((c) => {
      const part = parts.get(c.reportId)
      return { ...c, n: part?.n ?? 0, d: part?.d ?? 0, state: part?.state ?? 'unknown' }
    }),
    missing: (showsDraft ? loaded.count.missing : (content?.missing ?? [])).map((m) => ({
      unitId: m.unitId,
      state: m.state,
    })),
  }
}
