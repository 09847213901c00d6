import { AppError } from './errors.ts'

export const xlsxMime = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** Rows of one export at most: what a browser, and whoever opens it, still handles at once. */
export const mostExported = 10_000

/** For a list that is gathered otherwise than by `rowsToExport`, or ends earlier. @throws common.export_too_many */
export function requireExportable(rows: number, most = mostExported): void {
  if (rows > most) throw new AppError('common.export_too_many', { n: most })
}

/**
 * All rows of a list for its export.
 * @param find gives at most so many rows
 * @throws common.export_too_many
 */
export async function rowsToExport<Row>(find: (limit: number) => Promise<Row[]>): Promise<Row[]> {
  const rows = await find(mostExported + 1)
  requireExportable(rows.length)
  return rows
}

export interface SheetColumn {
  header: string
  /** in characters */
  width: number
}

/** A cell: words, a number, or a day `YYYY-MM-DD` as `{ day }`, which becomes a real date shown as 26/12/2019. */
export type SheetCell = string | number | { day: string } | null

/**
 * One table as an Excel file: a title, a line of what it holds, heads that stay in sight, filters. Words are kept as
 * words, whatever they begin with, so that nobody's text becomes a formula.
 */
export async function writeWorkbook(sheet: {
  /** name of the tab, at most 31 characters */
  name: string
  title: string
  note: string
  columns: readonly SheetColumn[]
  rows: readonly (readonly SheetCell[])[]
}): Promise<Buffer> {
  // 500 files, which no start should wait for.
  const { default: ExcelJS } = await import('exceljs')
  const book = new ExcelJS.Workbook()
  const page = book.addWorksheet(sheet.name.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31), {
    views: [{ state: 'frozen', ySplit: 4 }],
    pageSetup: { orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
  })
  page.columns = sheet.columns.map((c) => ({ width: c.width }))
  page.addRow([sheet.title]).font = { bold: true, size: 14 }
  page.addRow([sheet.note]).font = { color: { argb: 'FF555B66' } }
  page.addRow([])
  page.addRow(sheet.columns.map((c) => c.header)).font = { bold: true }
  for (const cells of sheet.rows) {
    const row = page.addRow(
      cells.map((cell) =>
        cell !== null && typeof cell === 'object' ? new Date(`${cell.day}T00:00:00Z`) : cell,
      ),
    )
    cells.forEach((cell, i) => {
      if (cell !== null && typeof cell === 'object') row.getCell(i + 1).numFmt = 'dd/mm/yyyy'
    })
    row.alignment = { vertical: 'top', wrapText: true }
  }
  page.autoFilter = {
    from: { row: 4, column: 1 },
    to: { row: 4 + sheet.rows.length, column: sheet.columns.length },
  }
  return Buffer.from(await book.xlsx.writeBuffer())
}
