import type { Cell, Span, TaskColumn, TaskRow, TaskTable } from '../model.ts'
import { isRule, trimPiece, words } from '../text/lines.ts'
import { fold, type Normalised } from '../text/normalise.ts'

// The first that fits is the column's; "Cơ quan phối hợp thực hiện" is who supports, "Thời gian thực hiện" is when.
const columnNames: readonly (readonly [column: TaskColumn, name: RegExp])[] = [
  ['order', /^(?:s[ot]*\s*tt|stt|tt|so\s+thu\s+tu|#)\.?$/],
  ['support', /phoi\s+hop/],
  ['lead', /chu\s+tri|phu\s+trach|chiu\s+trach\s+nhiem|tham\s+muu/],
  ['time', /thoi\s+(?:gian|han|diem)|tien\s+do|hoan\s+thanh|lo\s+trinh/],
  ['product', /san\s+pham|ket\s+qua|dau\s+ra|chi\s+tieu/],
  ['cost', /kinh\s+phi|du\s+toan|nguon\s+von/],
  ['form', /hinh\s+thuc|cach\s+thuc|phuong\s+thuc/],
  ['audience', /doi\s+tuong|thanh\s+phan/],
  ['place', /dia\s+diem/],
  ['note', /^ghi\s+chu$/],
  ['content', /noi\s+dung|nhiem\s+vu|cong\s+viec|hoat\s+dong|dau\s+viec|ten\s+viec/],
  ['lead', /(?:co\s+quan|don\s+vi|nguoi|bo\s+phan)(?:.{0,12}thuc\s+hien)?$|^thuc\s+hien$/],
]

/** The column that a heading names; headings are short. */
function columnOf(heading: string): TaskColumn | null {
  const name = fold(words(heading))
  if (name.length === 0 || name.length > 60) return null
  return columnNames.find(([, pattern]) => pattern.test(name))?.[0] ?? null
}

/** Enough columns to be a table of tasks: what, and at least two of who, when, what comes of it. */
function isTaskHead(columns: readonly (TaskColumn | null)[]): boolean {
  const known = new Set(columns.filter((column) => column !== null))
  return (
    known.has('content') &&
    known.size >= 3 &&
    known.size >= columns.length - 2 &&
    known.size > columns.length / 2
  )
}

interface Row extends Span {
  cells: Cell[]
}

/**
 * Tables of tasks, as annexes have them: columns in any order and naming. Cells are parted by tabs (files) or bars (web pages),
 * or stand one below the other, heading by heading (pages copied without their table).
 * @param ranges the parts of the text to read; offsets are those of the normalised text
 */
export function readTables(doc: Normalised, ranges: readonly Span[]): TaskTable[] {
  return ranges.flatMap((range) => [...tablesOf(doc.text, range)])
}

function* tablesOf(text: string, range: Span): Generator<TaskTable> {
  let at = range.start
  while (at < range.end) {
    const line = lineAt(text, at, range.end)
    const head = headAt(text, line, range.end)
    const table = head && readRows(text, head, range.end)
    if (table) yield table
    at = Math.max(table?.end ?? 0, line.end) + 1
  }
}

function lineAt(text: string, start: number, limit: number): Span {
  const newline = text.indexOf('\n', start)
  return { start, end: newline < 0 ? limit : Math.min(newline, limit) }
}

interface Head extends Span {
  columns: (TaskColumn | null)[]
  by: '\t' | '|' | '\n'
}

function headAt(text: string, line: Span, limit: number): Head | null {
  const written = text.slice(line.start, line.end)
  const by = written.includes('\t') ? '\t' : written.includes('|') ? '|' : '\n'
  if (by === '\n') return stackedHead(text, line, limit)
  const columns = cellsOf(text, line, by).map((cell) => columnOf(cell.text))
  return isTaskHead(columns) ? { ...line, columns, by } : null
}

/** Headings one below the other, the first of them the order's: "STT / Nội dung / Đơn vị chủ trì / Thời gian". */
function stackedHead(text: string, line: Span, limit: number): Head | null {
  if (line.end - line.start > 24 || columnOf(text.slice(line.start, line.end)) !== 'order') return null
  const columns: TaskColumn[] = []
  let end = line.end
  for (let at = line.start; at < limit && columns.length <= 10;) {
    const next = lineAt(text, at, limit)
    const shown = text.slice(next.start, next.end).trim()
    const column = columnOf(shown)
    if (shown !== '' && column === null) break
    if (column !== null) {
      columns.push(column)
      end = next.end
    }
    at = next.end + 1
  }
  return isTaskHead(columns) ? { start: line.start, end, columns, by: '\n' } : null
}

/** The cells of a row, empty ones too; bars at both ends of a line are its frame. */
function cellsOf(text: string, row: Span, by: '\t' | '|'): Cell[] {
  const cells: Cell[] = []
  let from = row.start
  for (let at = row.start; at <= row.end; at++) {
    if (at < row.end && text.charAt(at) !== by) continue
    const { start, end } = trimPiece(text, from, at)
    cells.push({ start, end, text: words(text.slice(start, end)) })
    from = at + 1
  }
  if (by === '|') {
    if (cells[0]?.text === '') cells.shift()
    if (cells.at(-1)?.text === '') cells.pop()
  }
  return cells
}

function readRows(text: string, head: Head, limit: number): TaskTable | null {
  const rows = head.by === '\n' ? stackedRows(text, head, limit) : parted(text, head, head.by, limit)
  const tasks: TaskRow[] = []
  let group: string | null = null
  for (const row of rows) {
    const full = row.cells.filter((cell) => cell.text !== '')
    const task = taskOf(head.columns, row)
    // A row that has only a heading, perhaps with its numeral: "I / Nâng cao nhận thức".
    if (full.length <= 2 && task.lead === null && task.time === null && head.columns.length > 2)
      group = (task.content ?? full.at(-1))?.text ?? group
    else tasks.push({ ...task, group })
  }
  const last = rows.at(-1)
  if (!last || tasks.length === 0) return null
  return { start: head.start, end: last.end, columns: head.columns, rows: tasks }
}

function taskOf(columns: readonly (TaskColumn | null)[], row: Row): TaskRow {
  const cell = (column: TaskColumn): Cell | null => {
    const at = columns.indexOf(column)
    const found = at < 0 ? undefined : row.cells[at]
    return found && found.text !== '' ? found : null
  }
  return {
    start: row.start,
    end: row.end,
    group: null,
    order: cell('order')?.text ?? null,
    content: cell('content'),
    form: cell('form'),
    audience: cell('audience'),
    lead: cell('lead'),
    support: cell('support'),
    time: cell('time'),
    product: cell('product'),
    cost: cell('cost'),
    place: cell('place'),
    note: cell('note'),
  }
}

/** Rows parted by tabs or bars. A cell of several paragraphs breaks its row over lines: a row ends when all its cells are met. */
function parted(text: string, head: Head, by: '\t' | '|', limit: number): Row[] {
  const rows: Row[] = []
  const gaps = head.columns.length - 1
  let start = -1
  for (let at = head.end + 1; at < limit;) {
    const line = lineAt(text, at, limit)
    at = line.end + 1
    const written = text.slice(line.start, line.end)
    if (by === '|' ? !written.includes('|') : written.trim() === '') break
    if (by === '|' && isRule(written)) continue
    const open = start >= 0
    const has = count(text, by, open ? start : line.start, line.end)
    if (!open && has === 0) {
      // What goes on behind the last cell stands alone on its line, and another row follows.
      const last = rows.at(-1)
      if (!last || !nearRow(text, at, limit)) break
      extend(text, last, line)
      continue
    }
    if (!open) start = line.start
    if (has < gaps && by === '\t' && nearRow(text, at, limit)) continue
    const row = { start, end: line.end }
    rows.push({ ...row, cells: cellsOf(text, row, by) })
    start = -1
  }
  return rows
}

function count(text: string, sign: string, from: number, to: number): number {
  let found = 0
  for (let at = from; at < to; at++) if (text.charAt(at) === sign) found++
  return found
}

/** Whether a line with a tab stands among the next four. */
function nearRow(text: string, from: number, limit: number): boolean {
  let at = from
  for (let i = 0; i < 4 && at < limit; i++) {
    const line = lineAt(text, at, limit)
    if (text.slice(line.start, line.end).includes('\t')) return true
    at = line.end + 1
  }
  return false
}

function extend(text: string, row: Row, line: Span): void {
  const cell = row.cells.at(-1)
  row.end = line.end
  if (!cell) return
  cell.end = line.end
  cell.text = words(text.slice(cell.start, cell.end))
}

/** Cells one below the other: each row opens with the next number and has as many lines as there are headings. */
function stackedRows(text: string, head: Head, limit: number): Row[] {
  const rows: Row[] = []
  for (let at = head.end + 1; at < limit;) {
    const cells: Cell[] = []
    while (at < limit && cells.length < head.columns.length) {
      const line = lineAt(text, at, limit)
      const { start, end } = trimPiece(text, line.start, line.end)
      if (end > start) cells.push({ start, end, text: words(text.slice(start, end)) })
      at = line.end + 1
    }
    const first = cells[0]
    const last = cells.at(-1)
    const next = first !== undefined && new RegExp(`^0?${rows.length + 1}\\.?$`).test(first.text)
    if (!next || !last || cells.length < head.columns.length) break
    rows.push({ start: first.start, end: last.end, cells })
  }
  return rows
}
