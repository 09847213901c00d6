import { translate } from '../../../messages/index.ts'

export const columns = [
  'code',
  'kind',
  'name',
  'shortName',
  'abbreviation',
  'place',
  'administration',
  'profession',
  'from',
  'parentLine',
] as const
export type Column = (typeof columns)[number]

/** Other words that people write over a column, folded; the heads of our own files are taken from the messages. */
const otherHeads: Record<Column, string[]> = {
  code: ['ma', 'ma don vi', 'code', 'unit code'],
  kind: ['loai', 'loai hinh', 'loai don vi', 'kind', 'type'],
  name: ['ten', 'ten don vi', 'ten day du', 'name', 'full name', 'unit'],
  shortName: ['ten ngan', 'ten gon', 'ten viet gon', 'ten rut gon', 'short name'],
  abbreviation: ['viet tat', 'chu viet tat', 'ky hieu', 'abbreviation'],
  place: ['dia danh', 'noi', 'place'],
  administration: ['cap tren hanh chinh', 'cap tren', 'superior', 'superior administration'],
  profession: ['cap tren chuyen mon', 'superior profession'],
  from: ['tu ngay', 'tu', 'hieu luc tu', 'ngay thanh lap', 'from', 'since'],
  parentLine: ['co quan chu quan', 'dong co quan cap tren', 'upper agency line'],
}

/** Lower case without diacritics, all but letters and digits as one space: how heads and names are compared. */
export function foldWords(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}

const columnByHead = new Map<string, Column>()
for (const column of columns) {
  for (const head of otherHeads[column]) columnByHead.set(head, column)
  for (const locale of ['vi', 'en'] as const)
    columnByHead.set(foldWords(translate(locale, `units.column.${column}`)), column)
}

/** One row of the file: its number as the spreadsheet counts, and what stands in its columns. */
export interface FileRow {
  row: number
  cells: Record<Column, string>
}

/**
 * Finds the row of heads among the first ten (files of ours begin with a title) and reads the rows below it; empty ones
 * are left out.
 * @returns null where no row has heads for code or name, and kind
 */
export function readRows(
  table: readonly (readonly string[])[],
): { has: Set<Column>; rows: FileRow[] } | null {
  for (let h = 0; h < Math.min(10, table.length); h += 1) {
    const places = new Map<Column, number>()
    table[h]?.forEach((head, i) => {
      const column = columnByHead.get(foldWords(head))
      if (column && !places.has(column)) places.set(column, i)
    })
    if (!places.has('name') || !places.has('kind')) continue
    const rows: FileRow[] = []
    for (let r = h + 1; r < table.length; r += 1) {
      const cells = Object.fromEntries(
        columns.map((column) => [column, cleanCell(table[r]?.[places.get(column) ?? -1])]),
      ) as Record<Column, string>
      if (Object.values(cells).some((cell) => cell !== '')) rows.push({ row: r + 1, cells })
    }
    return { has: new Set(places.keys()), rows }
  }
  return null
}

/** One line of composed text; the apostrophe that our export puts before a would-be formula is taken off. */
export function cleanCell(cell: string | undefined): string {
  return (cell ?? '')
    .normalize('NFC')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .replace(/^'(?=[=+\-@])/, '')
}

/** `YYYY-MM-DD` from 2024-08-15, 15/8/2024, 15-08-2024 or 15.8.2024; null when it is no day. */
export function readDay(text: string): string | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})/.exec(text)
  const local = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text)
  const [y, m, d] = iso ? iso.slice(1) : local ? [local[3], local[2], local[1]] : []
  if (!y || !m || !d) return null
  const day = `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`
  const at = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day) ? day : null
}

/** A code made of a name: "TH Vĩnh Hòa" → th-vinh-hoa. */
export function codeOf(name: string): string {
  return foldWords(name).replaceAll(' ', '-').slice(0, 60).replace(/-+$/, '')
}

/** The code of a row: as written, else made of its short name or name. */
export function codeOfRow({ cells }: FileRow): string {
  return cells.code === '' ? codeOf(cells.shortName || cells.name) : cells.code.toLowerCase()
}
