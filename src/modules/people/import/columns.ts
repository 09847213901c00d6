import { translate } from '../../../messages/index.ts'
import { cleanCell, foldWords } from '../../units/index.ts'

export const columns = ['name', 'title', 'unit', 'tags', 'email', 'phone'] as const
export type Column = (typeof columns)[number]

/** Other words that people write over a column, folded; the heads of our own files are taken from the messages. */
const otherHeads: Record<Column, string[]> = {
  name: ['ho ten', 'ho va ten', 'ten', 'can bo', 'name', 'full name'],
  title: ['chuc vu', 'chuc danh', 'vi tri', 'chuc vu chuc danh', 'position', 'title'],
  unit: ['don vi', 'ma don vi', 'co quan', 'truong', 'unit', 'unit code'],
  tags: ['nhom', 'doi tuong', 'nhom doi tuong', 'to', 'to bo mon', 'tags', 'audience', 'audiences', 'groups'],
  email: ['thu dien tu', 'email', 'e mail'],
  phone: ['dien thoai', 'so dien thoai', 'sdt', 'phone', 'telephone'],
}

const columnByHead = new Map<string, Column>()
for (const column of columns) {
  for (const head of otherHeads[column]) columnByHead.set(head, column)
  for (const locale of ['vi', 'en'] as const)
    columnByHead.set(foldWords(translate(locale, `people.importColumn.${column}`)), column)
}

/** One row of the file: its number as the spreadsheet counts, and what stands in its columns. */
export interface FileRow {
  row: number
  cells: Record<Column, string>
}

/**
 * Finds the row of heads among the first ten and reads the rows below it; empty ones are left out.
 * @returns null where no row has a head for the name and one more
 */
export function readRows(table: readonly (readonly string[])[]): FileRow[] | null {
  for (let h = 0; h < Math.min(10, table.length); h += 1) {
    const places = new Map<Column, number>()
    table[h]?.forEach((head, i) => {
      const column = columnByHead.get(foldWords(head))
      if (column && !places.has(column)) places.set(column, i)
    })
    if (!places.has('name') || places.size < 2) continue
    return table.slice(h + 1).flatMap((cells, i) => {
      const read = Object.fromEntries(
        columns.map((column) => [column, cleanCell(cells[places.get(column) ?? -1])]),
      ) as Record<Column, string>
      return Object.values(read).some((cell) => cell !== '') ? [{ row: h + 2 + i, cells: read }] : []
    })
  }
  return null
}

/** The groups of a cell, "Giáo viên; Tổ 1": each once, as first written. */
export function tagsOf(cell: string): string[] {
  const tags = new Map<string, string>()
  for (const part of cell.split(/[;,|]/)) {
    const tag = part.trim()
    if (tag !== '' && !tags.has(foldWords(tag))) tags.set(foldWords(tag), tag)
  }
  return [...tags.values()]
}
