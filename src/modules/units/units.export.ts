import type { z } from 'zod'
import { translator } from '../../messages/index.ts'
import { formatDate } from '../../messages/format.ts'
import type { Ctx } from '../../platform/context.ts'
import type { FileAnswer } from '../../platform/http/route.ts'
import { writeWorkbook, xlsxMime } from '../../platform/workbook.ts'
import type { UnitFilter } from './units.schema.ts'
import { eachUnit } from './units.service.ts'

/**
 * Text as it may stand in a spreadsheet that is saved on as .csv: one that would then run as a formula gets an
 * apostrophe before it (OWASP, CSV injection). An import takes it off again.
 */
export function harmless(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
}

/** The units that a list shows as .xlsx, in the language of the request; its heads are those that an import takes. */
export async function exportUnits(ctx: Ctx, query: z.output<typeof UnitFilter>): Promise<FileAnswer> {
  const t = translator(ctx.locale)
  const rows: (string | null)[][] = []
  await eachUnit(ctx, query, (units) => {
    for (const u of units) {
      const words = [u.code, u.kindName, u.name, u.shortName, u.abbreviation, u.place]
      rows.push(
        [...words, u.administration?.shortName ?? null, u.profession?.shortName ?? null].map(
          (word) => word && harmless(word),
        ),
      )
    }
  })
  const body = await writeWorkbook({
    name: t('units.title'),
    title: t('units.title'),
    note: t('units.export.note', { n: rows.length, day: formatDate(ctx.clock.today()) }),
    columns: [
      { header: t('units.column.code'), width: 24 },
      { header: t('units.column.kind'), width: 20 },
      { header: t('units.column.name'), width: 44 },
      { header: t('units.column.shortName'), width: 24 },
      { header: t('units.column.abbreviation'), width: 14 },
      { header: t('units.column.place'), width: 18 },
      { header: t('units.column.administration'), width: 28 },
      { header: t('units.column.profession'), width: 28 },
    ],
    rows,
  })
  return { body, mime: xlsxMime, name: `${t('units.title')} ${ctx.clock.today()}.xlsx` }
}

/** A file to fill in: the heads that an import takes, and two rows as an example. */
export async function exportTemplate(ctx: Ctx): Promise<FileAnswer> {
  const t = translator(ctx.locale)
  const heads = [
    'code',
    'kind',
    'name',
    'shortName',
    'abbreviation',
    'place',
    'administration',
    'profession',
    'from',
  ]
  const widths = [20, 20, 40, 24, 14, 18, 26, 26, 14]
  const body = await writeWorkbook({
    name: t('units.title'),
    title: t('units.import.title'),
    note: t('units.template.note'),
    columns: heads.map((head, i) => ({ header: t(`units.column.${head}`), width: widths[i] ?? 20 })),
    rows: [1, 2].map((n) => [
      ...heads.slice(0, -1).map((head) => t(`units.template.${n}.${head}`)),
      { day: '2011-08-15' },
    ]),
  })
  return { body, mime: xlsxMime, name: `${t('units.import.title')}.xlsx` }
}
