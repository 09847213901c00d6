import { formatDate } from '../../messages/format.ts'
import { translator, type Locale, type Translate } from '../../messages/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import type { FileAnswer } from '../../platform/http/route.ts'
import { requireExportable, writeWorkbook, xlsxMime, type SheetCell } from '../../platform/workbook.ts'
import { printLedger, type LedgerColumn } from '../../print/index.ts'
import { typeAndSubject } from '../library/index.ts'
import { findUnits, type UnitFacts } from '../units/index.ts'
import type { IncomingLine, OutgoingLine, Span } from './book.store.ts'
import { spellNumber } from './numbers.ts'

/** A register as it is printed or exported: its name, its lines in the order of the book. */
export interface Book {
  which: 'outgoing' | 'incoming'
  unit: UnitFacts | undefined
  lines: { cells: SheetCell[]; series: string; number: number; day: string }[]
  asked: Span & { year?: number | undefined }
}

type Column = Omit<LedgerColumn, 'title'> & { key: string; inSheet: number }

/** The columns of the decree's forms in their order (Appendix IV, I.2 and VI.2), with widths in millimetres and characters. */
const columns: Record<Book['which'], readonly Column[]> = {
  outgoing: [
    { key: 'numberSymbol', width: 33, align: 'left', inSheet: 18 },
    { key: 'dated', width: 21, align: 'center', inSheet: 12 },
    { key: 'subject', width: 57, align: 'left', inSheet: 60 },
    { key: 'signer', width: 27, align: 'left', inSheet: 22 },
    { key: 'receivers', width: 40, align: 'left', inSheet: 40 },
    { key: 'keepers', width: 22, align: 'left', inSheet: 18 },
    { key: 'copies', width: 13, align: 'center', inSheet: 10 },
    { key: 'sentOn', width: 21, align: 'center', inSheet: 12 },
    { key: 'signed', width: 12, align: 'left', inSheet: 12 },
    { key: 'note', width: 21, align: 'left', inSheet: 36 },
  ],
  incoming: [
    { key: 'arrivedOn', width: 21, align: 'center', inSheet: 12 },
    { key: 'arrivalNumber', width: 13, align: 'center', inSheet: 10 },
    { key: 'author', width: 34, align: 'left', inSheet: 32 },
    { key: 'numberSymbol', width: 33, align: 'left', inSheet: 18 },
    { key: 'dated', width: 21, align: 'center', inSheet: 12 },
    { key: 'subject', width: 60, align: 'left', inSheet: 60 },
    { key: 'passedTo', width: 31, align: 'left', inSheet: 24 },
    { key: 'passedOn', width: 21, align: 'center', inSheet: 12 },
    { key: 'signed', width: 12, align: 'left', inSheet: 12 },
    { key: 'note', width: 21, align: 'left', inSheet: 30 },
  ],
}

function day(of: string | null): SheetCell {
  return of === null ? null : { day: of }
}

/** The lines of the register of outgoing documents; a void number stands in its place with the reason. */
export function outgoingBook(t: Translate, lines: readonly OutgoingLine[]): Book['lines'] {
  return lines.map((l) => ({
    series: l.series,
    number: l.number,
    day: l.dated,
    cells: [
      l.numberSymbol,
      day(l.dated),
      typeAndSubject(l),
      l.signer,
      l.receivers.join('; '),
      l.keepers.join('; '),
      l.copies === 0 ? null : l.copies,
      day(l.sentOn),
      null,
      l.state === 'void'
        ? t('dispatch.book.void', { reason: l.reason ?? '' })
        : l.state === 'given'
          ? t('dispatch.book.given')
          : null,
    ],
  }))
}

export function incomingBook(t: Translate, lines: readonly IncomingLine[]): Book['lines'] {
  return lines.map((l) => ({
    series: '',
    number: l.number,
    day: l.arrivedOn,
    cells: [
      day(l.arrivedOn),
      l.number,
      l.issuer,
      l.numberSymbol,
      day(l.issuedOn),
      typeAndSubject(l),
      l.passedTo,
      day(l.passedOn),
      null,
      l.sentOn !== null && l.sentOn !== l.arrivedOn
        ? t('dispatch.book.sentOn', { day: formatDate(l.sentOn) })
        : null,
    ],
  }))
}

/** The unit whose register it is, as it is called today. */
export async function findBookUnit(trx: Trx, ctx: Ctx): Promise<UnitFacts | undefined> {
  const { unitId } = ctx.actor
  return unitId ? (await findUnits(trx, [unitId], ctx.clock.today())).get(unitId) : undefined
}

/** A register as an Excel file, with the columns of the form. */
export async function writeBookSheet(locale: Locale, book: Book): Promise<FileAnswer> {
  const t = translator(locale)
  const title = t(`dispatch.book.${book.which}`)
  const body = await writeWorkbook({
    name: title,
    title,
    note: [book.unit?.name ?? '', ...spanLines(t, book)].filter((w) => w !== '').join(' · '),
    columns: columns[book.which].map((c) => ({ header: t(`dispatch.form.${c.key}`), width: c.inSheet })),
    rows: book.lines.map((l) => l.cells),
  })
  return { body, mime: xlsxMime, name: fileName(t, book, 'xlsx') }
}

/** Lines on paper at most: 200 pages, half of the time that the printer gives one document on a busy machine. */
const mostPrinted = 2_000

/**
 * A register as PDF: the cover of the form, then its columns over as many pages as it takes. Official paper is in
 * Vietnamese whoever prints it.
 * @throws common.export_too_many, PrintError
 */
export async function printBook(book: Book): Promise<FileAnswer> {
  requireExportable(book.lines.length, mostPrinted)
  const t = translator('vi')
  const title = t(`dispatch.book.${book.which}`)
  const pdf = await printLedger({
    title,
    across: true,
    cover: {
      parentAgency: book.unit?.parentLine ?? null,
      agency: book.unit?.name ?? '',
      title,
      lines: [...spanLines(t, book), ...numberLines(t, book), t('dispatch.book.volume')],
    },
    head: null,
    name: null,
    columns: columns[book.which].map(({ key, width, align }) => ({
      title: t(`dispatch.form.${key}`),
      width,
      align,
    })),
    rows:
      book.lines.length === 0
        ? [{ heading: t('dispatch.book.empty') }]
        : book.lines.map((l) => l.cells.map(printed)),
  })
  return { body: Buffer.from(pdf), mime: 'application/pdf', name: fileName(t, book, 'pdf'), inline: true }
}

function printed(cell: SheetCell): string {
  if (cell === null) return ''
  return typeof cell === 'object' ? formatDate(cell.day) : String(cell)
}

/** "Năm 2026", "Từ ngày 01/01/2026 đến ngày 31/03/2026": what of the register this is. */
function spanLines(t: Translate, { asked, lines }: Book): string[] {
  const from = asked.from ?? lines[0]?.day
  const to = asked.to ?? lines.at(-1)?.day
  const years = new Set(
    [asked.year, from?.slice(0, 4), to?.slice(0, 4)].flatMap((y) => (y ? [String(y)] : [])),
  )
  return [
    ...(years.size === 1 ? [t('dispatch.book.year', { year: [...years].join('') })] : []),
    ...(from && to ? [t('dispatch.book.days', { from: formatDate(from), to: formatDate(to) })] : []),
  ]
}

/** "Từ số 01 đến số 57", for each series apart where there are several. */
function numberLines(t: Translate, { lines, which }: Book): string[] {
  const spell = (n: number) => (which === 'outgoing' ? spellNumber(n) : String(n))
  const bySeries = [...Map.groupBy(lines, (l) => l.series)]
  return bySeries.map(([series, of]) => {
    const numbers = of.map((l) => l.number)
    const said = t('dispatch.book.numbers', {
      from: spell(Math.min(...numbers)),
      to: spell(Math.max(...numbers)),
    })
    return bySeries.length > 1 ? `${series}: ${said.charAt(0).toLocaleLowerCase('vi')}${said.slice(1)}` : said
  })
}

function fileName(t: Translate, { which, asked }: Book, extension: string): string {
  const of = asked.year ?? ([asked.from, asked.to].filter(Boolean).join(' ') || null)
  return `${t(`dispatch.book.${which}`)}${of === null ? '' : ` ${of}`}.${extension}`
}
