import type { Block, Cell, Paragraph, Table } from './blocks.ts'

/** How a row of Word or RTF says where its cells stand, left to right. */
export interface CellShape {
  /** right edge in twips */
  right: number
  /** joined with the cell to its left, which goes on over it */
  joined: boolean
  /** goes on with the cell above */
  below: boolean
}

interface Row {
  cells: Cell[]
  shapes: readonly CellShape[]
}

interface OpenTable {
  table: Table
  rows: Row[]
  row: Cell[]
  cell: Block[]
}

/** Makes tables of paragraphs that come one by one with the depth at which they stand: the way of Word and RTF. */
export class TableBuilder {
  private readonly root: Block[] = []
  private readonly open: OpenTable[] = []

  /** @param depth 0 outside any table, 1 in a table, 2 in a table within a cell … */
  paragraph(paragraph: Paragraph, depth: number): void {
    this.reach(depth)
    this.target().push(paragraph)
  }

  cellEnd(depth: number): void {
    this.reach(depth)
    const table = this.open.at(-1)
    if (!table) return
    table.row.push({ columns: 1, rows: 1, blocks: table.cell })
    table.cell = []
  }

  rowEnd(depth: number, shapes: readonly CellShape[]): void {
    this.reach(depth)
    const table = this.open.at(-1)
    if (table) endRow(table, shapes)
  }

  finish(): Block[] {
    this.reach(0)
    return this.root
  }

  private target(): Block[] {
    return this.open.at(-1)?.cell ?? this.root
  }

  private reach(depth: number): void {
    while (this.open.length > depth) this.close()
    while (this.open.length < depth) {
      const table: Table = { kind: 'table', rows: [] }
      this.target().push(table)
      this.open.push({ table, rows: [], row: [], cell: [] })
    }
  }

  private close(): void {
    const table = this.open.pop()
    if (!table) return
    // What no mark of a row closed is kept all the same.
    if (table.cell.length > 0) table.row.push({ columns: 1, rows: 1, blocks: table.cell })
    table.cell = []
    if (table.row.length > 0) endRow(table, [])
    table.table.rows = joinCells(table.rows)
  }
}

function endRow(table: OpenTable, shapes: readonly CellShape[]): void {
  if (table.cell.some((block) => block.kind === 'table' || block.runs.length > 0))
    table.row.push({ columns: 1, rows: 1, blocks: table.cell })
  if (table.row.length > 0) table.rows.push({ cells: table.row, shapes })
  table.row = []
  table.cell = []
}

/** Edges nearer than this are one: Word rounds them from row to row. */
const sameEdge = 30

/** Cells that go on over others become one cell; its width is counted in the columns of the whole table. */
function joinCells(rows: readonly Row[]): Cell[][] {
  const edges: number[] = []
  for (const { shapes } of rows) for (const { right } of shapes) edges.push(right)
  edges.sort((a, b) => a - b)
  const columns = edges.filter((edge, i) => i === 0 || edge - (edges[i - 1] ?? 0) > sameEdge)
  const columnOf = (edge: number) => {
    let low = 0
    let high = columns.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((columns[middle] ?? 0) + sameEdge < edge) low = middle + 1
      else high = middle
    }
    return Math.min(low + 1, columns.length)
  }
  let above = new Map<number, Cell>()
  return rows.map(({ cells, shapes }) => {
    const row: Cell[] = []
    const beginnings = new Map<number, Cell>()
    let left = 0
    for (const [i, cell] of cells.entries()) {
      const shape = shapes[i]
      const right = shape ? columnOf(shape.right) : left + 1
      const last = row.at(-1)
      const upper = shape?.below === true ? above.get(left) : undefined
      if (shape?.joined === true && last) {
        last.columns += Math.max(1, right - left)
        if (hasWords(cell)) last.blocks.push(...cell.blocks)
      } else if (upper && !hasWords(cell)) {
        upper.rows += 1
        beginnings.set(left, upper)
      } else {
        cell.columns = Math.max(1, right - left)
        row.push(cell)
        beginnings.set(left, cell)
      }
      left = right
    }
    above = beginnings
    return row
  })
}

function hasWords({ blocks }: Cell): boolean {
  return blocks.some((block) => block.kind === 'table' || block.runs.some(({ words }) => words.trim() !== ''))
}
