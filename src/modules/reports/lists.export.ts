import type { z } from 'zod'
import { translator } from '../../messages/index.ts'
import { formatDate } from '../../messages/format.ts'
import { dayOf } from '../../platform/clock.ts'
import type { Ctx } from '../../platform/context.ts'
import type { FileAnswer } from '../../platform/http/route.ts'
import { writeWorkbook, xlsxMime, type SheetCell } from '../../platform/workbook.ts'
import { readParts } from './lists.service.ts'
import type { PartsFilter } from './reports.schema.ts'
import { periodName } from './view.service.ts'

/** Who below has handed in for a period and who has not, as an Excel file, filtered as the list is. */
export async function exportParts(ctx: Ctx, query: z.output<typeof PartsFilter>): Promise<FileAnswer> {
  const t = translator(ctx.locale)
  const { period, items } = await readParts(ctx, query)
  const rows = items.map((r): SheetCell[] => [
    r.unit.shortName,
    t(`reports.state.${r.state}`),
    r.dueOn === null ? null : { day: r.dueOn },
    r.submittedOn === null ? null : { day: r.submittedOn },
    r.late ? t('reports.column.late.yes') : null,
    r.version === 0 ? null : r.version,
    r.remindedAt === null ? null : { day: dayOf(new Date(r.remindedAt)) },
  ])
  const name = periodName(period, ctx.locale)
  const body = await writeWorkbook({
    name: t('reports.list.below'),
    title: `${t('reports.list.below')}: ${name}`,
    note: t('reports.export.note', { n: rows.length, date: formatDate(ctx.clock.today()) }),
    columns: [
      { header: t('reports.list.unit'), width: 32 },
      { header: t('reports.list.state'), width: 18 },
      { header: t('reports.list.due'), width: 12 },
      { header: t('reports.list.handedIn'), width: 12 },
      { header: t('reports.column.late'), width: 12 },
      { header: t('reports.column.version'), width: 12 },
      { header: t('reports.column.reminded'), width: 14 },
    ],
    rows,
  })
  return { body, mime: xlsxMime, name: `${t('reports.list.below')} ${period.code}.xlsx` }
}
