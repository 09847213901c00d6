import ExcelJS from 'exceljs'
import type { Browser } from './http.ts'

/**
 * The table of an .xlsx that a route answers: its heads and its rows as they stand in the cells.
 * @throws when the answer is no file, or a cell is a formula
 */
export async function sheetOf(
  browser: Browser,
  path: string,
): Promise<{ heads: string[]; rows: unknown[][] }> {
  const answer = await browser.call('GET', path)
  if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.statusCode} ${answer.body.slice(0, 300)}`)
  const book = new ExcelJS.Workbook()
  // exceljs names an older Buffer type than Node's; the bytes are the same.
  await book.xlsx.load(answer.rawPayload as unknown as ExcelJS.Buffer)
  const page = book.worksheets[0]
  if (!page) throw new Error(`${path}: no sheet`)
  const lines: unknown[][] = []
  const width = page.getRow(headLine).cellCount
  for (let n = headLine; n <= page.rowCount; n += 1)
    lines.push(
      Array.from({ length: width }, (_, i) => {
        const cell = page.getCell(n, i + 1)
        if (cell.type === ExcelJS.ValueType.Formula) throw new Error(`${path}: ${cell.address} is a formula`)
        return cell.value instanceof Date ? cell.value.toISOString().slice(0, 10) : cell.value
      }),
    )
  const [heads = [], ...rows] = lines
  return { heads: heads.map(String), rows }
}

/** A title, a line of what the file holds and an empty line stand above the heads (`platform/workbook.ts`). */
const headLine = 4
