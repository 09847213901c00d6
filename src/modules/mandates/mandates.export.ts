import type { z } from 'zod'
import { formatDate } from '../../messages/format.ts'
import { translator } from '../../messages/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { FileAnswer } from '../../platform/http/route.ts'
import { rowsToExport, writeWorkbook, xlsxMime, type SheetCell } from '../../platform/workbook.ts'
import { ownScope, read } from '../../platform/write.ts'
import type { MandateFilter } from './mandates.schema.ts'
import { linesOf } from './mandates.service.ts'
import { listMandates, withEnd } from './mandates.store.ts'

/** The register as an Excel file. @throws common.export_too_many */
export async function exportMandates(ctx: Ctx, filter: z.output<typeof MandateFilter>): Promise<FileAnswer> {
  const t = translator(ctx.locale)
  const today = ctx.clock.today()
  const rows = await read(ctx, ownScope(ctx), (trx) =>
    rowsToExport((limit) => listMandates(trx, ctx.actor.ownUnits, { ...filter, after: null, limit, today })),
  )
  const title = t('mandates.title')
  const body = await writeWorkbook({
    name: title,
    title,
    note: formatDate(today),
    columns: [
      { header: t('mandates.column.person'), width: 28 },
      { header: t('mandates.column.authority'), width: 20 },
      { header: t('mandates.column.lines'), width: 40 },
      { header: t('mandates.column.kinds'), width: 36 },
      { header: t('mandates.column.limits'), width: 40 },
      { header: t('mandates.column.basis'), width: 24 },
      { header: t('mandates.column.basisDate'), width: 14 },
      { header: t('mandates.column.since'), width: 12 },
      { header: t('mandates.column.until'), width: 12 },
      { header: t('mandates.column.state'), width: 18 },
    ],
    rows: rows.map((row): SheetCell[] => {
      const { until } = withEnd(row)
      return [
        row.name,
        t(`mandates.authority.${row.authority}`),
        linesOf(row).join(' / '),
        row.kinds.length === 0 ? t('mandates.kinds.all') : row.kinds.join(', '),
        row.limits,
        row.basis,
        row.basisDate === null ? null : { day: row.basisDate },
        { day: row.from },
        until === null ? null : { day: until },
        t(`mandates.state.${row.state}`),
      ]
    }),
  })
  return { body, mime: xlsxMime, name: `${title} ${today}.xlsx` }
}
