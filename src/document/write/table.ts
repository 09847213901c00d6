import type { Form } from './forms.ts'
import type { Block } from './source.ts'
import { cleanLine, cleanLines } from './text.ts'

export interface TableLine {
  kind: 'table'
  /** without lines and without a heading row: columns of a head or an end that is bound in */
  bare?: boolean
  columns: { title: string; width: number; align: 'left' | 'center' | 'right' }[]
  /** size of the text in points */
  size: number
  rows: {
    /** each cell as its paragraphs */
    cells: string[][]
    /** so long that it may break over a page, where all others stay whole */
    long: boolean
  }[]
}

/** An average letter of Times, as a share of its size. */
const LETTER = 0.44
const MM_PER_POINT = 25.4 / 72
/** Left and right padding of a cell in millimetres; both writers set it. */
export const CELL_PADDING = 1.5

/** Gives a table its column widths in millimetres, its text size and full rows: missing cells are empty, surplus ones an error. */
export function composeTable(form: Form, table: Extract<Block, { kind: 'table' }>): TableLine {
  const available = form.page.width - form.page.left - form.page.right
  const total = table.columns.reduce((sum, column) => sum + (column.width ?? 1), 0)
  const columns = table.columns.map((column) => ({
    title: cleanLine(column.title),
    width: ((column.width ?? 1) / total) * available,
    align: column.align ?? ('left' as const),
  }))
  // the decree sets no size for tables: many columns get smaller letters, so that words are not torn
  const size = columns.length <= 5 ? 13 : columns.length <= 8 ? 12 : 11
  const rows = table.rows.map((row) => {
    if (row.length > columns.length)
      throw new RangeError(`a row has ${row.length} cells, the table ${columns.length} columns`)
    const cells = columns.map((_, i) => cleanLines(row[i] ?? ''))
    const height = Math.max(...cells.map((cell, i) => linesOf(cell, columns[i]?.width ?? 1, size)))
    return { cells, long: height > 15 }
  })
  return { kind: 'table', columns, size, rows }
}

function linesOf(cell: string[], width: number, size: number): number {
  const letters = Math.max(1, (width - 2 * CELL_PADDING) / (size * LETTER * MM_PER_POINT))
  return cell.reduce((sum, line) => sum + Math.ceil(line.length / letters), 0)
}
