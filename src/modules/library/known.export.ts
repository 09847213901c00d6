import type { z } from 'zod'
import { formatDate } from '../../messages/format.ts'
import { translator, type Translate } from '../../messages/index.ts'
import type { Ctx } from '../../platform/context.ts'
import { csvMime, writeCsv } from '../../platform/csv.ts'
import type { FileAnswer } from '../../platform/http/route.ts'
import { rowsToExport, writeWorkbook, xlsxMime, type SheetCell } from '../../platform/workbook.ts'
import { ownScope, read } from '../../platform/write.ts'
import { harmless } from '../units/index.ts'
import { factHeads, relationsInWords } from './known-import/columns.ts'
import { factNames, factsOf, stateOfKnown } from './known.rules.ts'
import type { KnownFilter } from './known.schema.ts'
import { listKnown, type Registered } from './known.store.ts'

export const exportFormats = ['xlsx', 'csv', 'json'] as const
type ExportFormat = (typeof exportFormats)[number]

const widths = [14, 22, 12, 30, 60, 12, 12, 40, 50]

/**
 * What the list shows as a file, without paging. An import takes each of them back, and changes nothing by it: it reads the
 * facts and passes over the state and whose word it is.
 * @throws common.export_too_many
 */
export async function exportKnownDocuments(
  ctx: Ctx,
  format: ExportFormat,
  filter: z.output<typeof KnownFilter>,
): Promise<FileAnswer> {
  const t = translator(ctx.locale)
  const today = ctx.clock.today()
  const rows = await read(ctx, ownScope(ctx), (trx) =>
    rowsToExport((limit) => listKnown(trx, ctx, { ...filter, limit })),
  )
  const name = `${t('library.known.title')} ${today}.${format}`
  if (format === 'json') return { body: asJson(t, rows), mime: 'application/json', name }
  const heads = [
    ...factNames.map((fact) => t(factHeads[fact])),
    t('library.known.state'),
    t('library.known.confirmed'),
    t('library.known.whose'),
  ]
  const cells = rows.map((d) => [
    ...factCells(t, d),
    t(`library.known.state.${stateOfKnown(d, today)}`),
    t(d.confirmed ? 'library.known.yes' : 'library.known.no'),
    t(`library.known.whose.${d.whose}`),
  ])
  if (format === 'csv') {
    const words = cells.map((row) =>
      row.map((cell) => (typeof cell === 'object' ? dayWords(cell) : String(cell))),
    )
    return { body: writeCsv([heads, ...words]), mime: csvMime, name }
  }
  const body = await writeWorkbook({
    name: t('library.known.title'),
    title: t('library.known.title'),
    note: t('library.known.exportNote', { n: rows.length, day: formatDate(today) }),
    columns: heads.map((header, i) => ({ header, width: widths[i] ?? 20 })),
    rows: cells,
  })
  return { body, mime: xlsxMime, name }
}

/** A file to fill in: the heads that an import takes, and two rows as an example. */
export async function exportKnownTemplate(ctx: Ctx): Promise<FileAnswer> {
  const t = translator(ctx.locale)
  const body = await writeWorkbook({
    name: t('library.known.title'),
    title: t('library.import.title'),
    note: t('library.import.templateNote'),
    columns: factNames.map((fact, i) => ({ header: t(factHeads[fact]), width: widths[i] ?? 20 })),
    rows: [
      [
        t('library.template.1.type'),
        '15/2023/QĐ-UBND',
        { day: '2023-03-20' },
        t('library.template.issuer'),
        t('library.template.1.title'),
        { day: '2023-04-01' },
        { day: '2025-12-31' },
        `${t('library.known.kind.replaced')} 40/2025/QĐ-UBND (15/12/2025)`,
        t('library.template.source'),
      ],
      [
        t('library.template.2.type'),
        '255/KH-UBND',
        { day: '2024-01-10' },
        t('library.template.issuer'),
        t('library.template.2.title'),
        null,
        null,
        null,
        t('library.template.source'),
      ],
    ],
  })
  return { body, mime: xlsxMime, name: `${t('library.import.title')}.xlsx` }
}

/** In the order of `factNames`. */
function factCells(t: Translate, d: Registered): SheetCell[] {
  const facts = factsOf(d)
  const day = (date: string | null): SheetCell => (date === null ? null : { day: date })
  return [
    harmless(facts.type),
    harmless(facts.numberSymbol),
    day(facts.issuedOn),
    harmless(facts.issuer),
    harmless(facts.title),
    day(facts.inForceFrom),
    day(facts.lastDay),
    harmless(relationsInWords(t, facts.relations)),
    harmless(facts.source),
  ]
}

function dayWords(cell: { day: string } | null): string {
  return cell === null ? '' : formatDate(cell.day)
}

/** In the shape of `data/known-documents.json`. */
function asJson(t: Translate, rows: readonly Registered[]): Buffer {
  const items = rows.map(
    ({ id, type, numberSymbol, issuer, date, title, inForceFrom, inForceUntil, ...d }) => ({
      id,
      type,
      numberSymbol,
      issuer,
      date,
      title,
      inForceFrom,
      inForceUntil,
      relations: d.relations.map(({ kind, by, date: on }) => ({ kind, by, date: on })),
      source: d.source,
      confirmed: d.confirmed,
      whose: d.whose,
    }),
  )
  return Buffer.from(`${JSON.stringify({ source: t('library.known.title'), items }, null, 2)}\n`)
}
