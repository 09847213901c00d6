import type { z } from 'zod'
import { translate, type Locale } from '../../messages/index.ts'
import { dayOf } from '../../platform/clock.ts'
import type { DocumentRow } from './library.schema.ts'

/** The register of documents as a workbook: one line a document, dates as dates. */
export async function writeRegister(
  locale: Locale,
  rows: readonly z.input<typeof DocumentRow>[],
): Promise<Buffer> {
  const { default: excel } = await import('exceljs')
  const t = (key: string) => translate(locale, key)
  const book = new excel.Workbook()
  const sheet = book.addWorksheet(t('library.export.sheet'), { views: [{ state: 'frozen', ySplit: 1 }] })
  sheet.columns = [
    { header: t('library.column.takenIn'), width: 12 },
    { header: t('library.column.number'), width: 22 },
    { header: t('library.column.date'), width: 12 },
    { header: t('library.column.type'), width: 14 },
    { header: t('library.column.issuer'), width: 36 },
    { header: t('library.column.subject'), width: 70 },
    { header: t('library.column.origin'), width: 14 },
  ]
  sheet.getRow(1).font = { bold: true }
  for (const row of rows) {
    const line = sheet.addRow([
      asDay(dayOf(new Date(row.createdAt))),
      row.numberSymbol ?? '',
      row.issuedOn === null ? null : asDay(row.issuedOn),
      row.type,
      row.issuerName,
      row.subject,
      t(`library.origin.${row.origin}`),
    ])
    line.getCell(1).numFmt = line.getCell(3).numFmt = 'dd/mm/yyyy'
    line.getCell(6).alignment = { wrapText: true }
  }
  return Buffer.from(await book.xlsx.writeBuffer())
}

/** Excel knows no time zone: midnight UTC is the day in every one. */
function asDay(day: string): Date {
  return new Date(`${day}T00:00:00Z`)
}
