import { renderPdf } from './render.ts'

/** One column of a list: what stands over it, how wide it is in millimetres. */
export interface LedgerColumn {
  title: string
  width: number
  align: 'left' | 'center' | 'right'
}

/** Whose list it is; shown in capitals. */
export interface LedgerAgency {
  parentAgency: string | null
  agency: string
}

export interface LedgerLine {
  text: string
  bold?: boolean
  /** in millimetres */
  indent?: number
}

/** A list on A4: with a cover as registers have, or under an official head as lists of files and minutes do. */
export interface Ledger {
  /** of the file */
  title: string
  /** A4 across (registers) or upright */
  across: boolean
  /** a page of its own before the list (Decree 30/2020/NĐ-CP, Appendix IV) */
  cover: (LedgerAgency & { title: string; lines: readonly string[] }) | null
  head: (LedgerAgency & { placeDate: string | null }) | null
  name: { title: string; lines: readonly string[]; notes?: readonly string[] } | null
  before?: readonly LedgerLine[]
  columns: readonly LedgerColumn[]
  /** cells in the order of the columns, or a heading over the whole width */
  rows: readonly (readonly string[] | { heading: string })[]
  after?: readonly LedgerLine[]
  signers?: readonly { title: string; note: string; name?: string; placeDate?: string }[]
}

const nation = 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'
const motto = 'Độc lập - Tự do - Hạnh phúc'

/** Width of the list across and upright, in millimetres: what the widths of the columns add up to. */
export const ledgerWidth = { across: 267, upright: 165 } as const

const pages = {
  across: { width: 297, height: 210, top: 20, bottom: 15, left: 20, right: 10 },
  upright: { width: 210, height: 297, top: 20, bottom: 20, left: 30, right: 15 },
} as const

/**
 * Prints a list as PDF/A: the heads and the row (1), (2) … are repeated on each page, pages are numbered from 2.
 * @throws PrintError
 */
export function printLedger(ledger: Ledger): Promise<Uint8Array> {
  const { columns, before = [], after = [], signers = [] } = ledger
  return renderPdf('ledger', {
    title: ledger.title,
    agency: ledger.cover?.agency ?? ledger.head?.agency ?? '',
    page: pages[ledger.across ? 'across' : 'upright'],
    cover: ledger.cover,
    head: ledger.head && { ...ledger.head, nation, motto },
    name: ledger.name && { ...ledger.name, notes: ledger.name.notes ?? [] },
    before: before.map(line),
    columns,
    rows: ledger.rows.map((row) =>
      'heading' in row
        ? { heading: row.heading, long: false, cells: [] }
        : {
            heading: null,
            // A row stays on one page, unless it is longer than half of one.
            long: row.some((cell, i) => cell.length > longCell * (columns[i]?.width ?? 20)),
            cells: row.map((cell, i) => breakable(cell, columns[i]?.width ?? 20)),
          },
    ),
    after: after.map(line),
    signers: signers.map((s) => ({
      ...s,
      name: s.name ?? '',
      placeDate: s.placeDate ?? null,
    })),
  })
}

function line({ text, bold = false, indent = 0 }: LedgerLine) {
  return { text, bold, indent }
}

/** Letters and digits of numbers and symbols at 11 pt are about this wide (mm): so many fit into a cell. */
const letterWidth = 2.6

/** Letters a millimetre of width that fill half a page's height. */
const longCell = 10

/**
 * A word longer than its column would run over the line beside it: it may break after a mark, or else anywhere. A word
 * that fits is never torn.
 */
function breakable(cell: string, width: number): string {
  const most = Math.max(4, Math.floor((width - 2.4) / letterWidth))
  return cell.replace(/\S+/g, (word) =>
    // Days and figures are narrower than that, and are never torn.
    word.length <= most || /^[\d/.,]+$/.test(word)
      ? word
      : word
          .replace(/([/&._-])(?=.)/g, '$1\u200B')
          .replace(new RegExp(`[^\\s\\u200B]{${most + 1},}`, 'g'), (part) =>
            part.replace(new RegExp(`.{${most}}(?=.)`, 'gu'), '$&\u200B'),
          ),
  )
}
