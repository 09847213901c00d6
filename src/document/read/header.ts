import type { Header, HeaderSpans, Span } from '../model.ts'
import { splitLines, type Line } from '../text/lines.ts'
import { findNear } from '../text/near.ts'
import { fold, type Normalised } from '../text/normalise.ts'
import { typeOfAbbreviation } from '../vocabulary.ts'
import { readAgencies, type Agencies } from './agencies.ts'
import { mendScanned, mendSubject } from './mend.ts'
import { findOwnNumber, findPlaceAndDate, type OwnNumber, type PlaceAndDate } from './number-and-date.ts'
import { readSubjectAfterType, readSubjectVv, type Subject } from './subject.ts'
import { readTitleHead } from './title-head.ts'
import { findTypeLine, type TypeLine } from './type-line.ts'

export interface ReadHeader {
  header: Header
  spans: HeaderSpans
  /** spans that name the document itself and so are no citations */
  own: Span[]
  /** where the body may begin: behind the subject */
  end: number
  /** whether the text looks read off a scan: both columns of the head run together with one blank */
  scanned: boolean
}

/** How far a head reaches at most: the longest met, with stamps above and a long subject, has 2,400 letters. */
const reach = 6000
const maxLines = 90

const motto =
  /c[o0]ng\s+h[o0]\S{0,2}\s+xa\s+h[o0]i\s+ch\S{1,2}\s+ngh\S{1,2}a\s+vi\S{1,2}t\s+nam|dang\s+c[o0]ng\s+san\s+viet\s+nam/
const creed = /d[o0]c\s*lap\s*\S{0,4}\s*tu\s*d[o0]\s*\S{0,4}\s*hanh\s*phuc/
const youth = /doan\s+(?:tncs|thanh\s+nien\s+cong\s+san)\s+ho\s+chi\s+minh/
const bodyOpening = /^(?:k[i1]nh\s+gui\b|can\s+c[uy]\b|dieu\s+1\b|chuong\s+i\b|phan\s+(?:1|i|thu\s+nhat)\b)/

/**
 * The head of a document: agencies, number, place, date, type, subject. Reads two-column heads whose columns were joined
 * by tabs, bars, blanks or a single blank, or that stand one below the other, with stamps above; and heads that are one title.
 */
export function readHeader(doc: Normalised, scanned = false): ReadHeader {
  const base = headStart(doc)
  const read = readHead(doc.text.slice(base, base + reach), doc.folded.slice(base, base + reach), scanned)
  const moved = (span: Span): Span => ({ start: span.start + base, end: span.end + base })
  const spans: HeaderSpans = {}
  for (const [field, span] of Object.entries(read.spans)) spans[field as keyof Header] = moved(span)
  return { ...read, spans, own: read.own.map(moved), end: read.end === 0 ? 0 : read.end + base }
}

/** Web pages have menus above a document; then the head begins shortly before the national motto. */
function headStart(doc: Normalised): number {
  const at = motto.exec(doc.folded.slice(0, 40_000))?.index ?? 0
  return at < reach / 2 ? 0 : doc.text.lastIndexOf('\n', at - 1200) + 1
}

function readHead(text: string, folded: string, known: boolean): ReadHeader {
  const lines = splitLines(text).slice(0, maxLines)
  const stop = headStop(lines, folded)
  const mottoAt = findMotto(folded, stop)
  const own = typeOfSymbol(findOwnNumber(text, folded, stop)?.symbol)
  const typeLine = findTypeLine(lines, mottoAt?.end ?? 0, stop, own) ?? findTypeLine(lines, 0, stop, own)
  const title = typeLine && !mottoAt ? readTitleHead(text, folded, lines, typeLine) : null
  if (typeLine && title) return { ...assemble({ ...title, typeLine }), scanned: known }
  const limit = typeLine?.start ?? stop
  const number = findOwnNumber(text, folded, limit)
  const placed = findPlaceAndDate(text, folded, limit, number)
  const fixed = [mottoAt, findCreed(folded, stop, mottoAt), number, placed].filter((span) => span !== null)
  const subject = typeLine
    ? readSubjectAfterType(text, lines, typeLine)
    : readSubjectVv(text, folded, lines, stop, fixed)
  const taken = subject && !typeLine ? [...fixed, subject] : fixed
  const agencies = readAgencies(lines, { motto: mottoAt, taken, limit, numberAt: number?.start ?? null })
  const scanned = known || (mottoAt !== null && isScanned(text, mottoAt))
  if (scanned) mendAgencies(agencies)
  if (scanned && placed?.place) placed.place = mendScanned(placed.place, 'agency')
  if (scanned && subject) subject.text = mendSubject(subject.text)
  const answer = assemble({
    number,
    placed,
    typeLine,
    subject,
    agencies,
    letter: /\bk[i1]nh\s+gui\b/.test(folded.slice(0, stop + 20)),
  })
  return { ...answer, scanned }
}

/** The national motto or the Party's name, misread by up to a fifth of its letters; where neither stands, the Youth Union's name. */
function findMotto(folded: string, stop: number): Span | null {
  const exact = spanOf(motto, folded)
  if (exact) return exact
  const head = folded.slice(0, stop)
  return (
    findNear(head, 'conghoaxahoichunghiavietnam', 5) ??
    findNear(head, 'dangcongsanvietnam', 3) ??
    spanOf(youth, head)
  )
}

function findCreed(folded: string, stop: number, mottoAt: Span | null): Span | null {
  const exact = spanOf(creed, folded)
  if (exact || !mottoAt) return exact
  const near = findNear(folded.slice(mottoAt.end, Math.min(stop, mottoAt.end + 400)), 'doclaptudohanhphuc', 4)
  return near && { start: near.start + mottoAt.end, end: near.end + mottoAt.end }
}

/** A scan gives both columns as one line: "UBND TỈNH ĐỒNG XANH CỘNG HÒA XÃ HỘI …"; files have a tab, a bar or a run of blanks. */
function isScanned(text: string, mottoAt: Span): boolean {
  return /[^\s|.*_-] $/.test(text.slice(Math.max(0, mottoAt.start - 2), mottoAt.start))
}

function mendAgencies({ parent, agency }: Agencies): void {
  if (parent) parent.text = mendScanned(parent.text, 'agency')
  if (agency) agency.text = mendScanned(agency.text, 'agency')
}

/** The type whose abbreviation opens a symbol ("KH-UBND"); not those that open agencies' abbreviations too. */
function typeOfSymbol(symbol: string | null | undefined): string | null {
  const first = /^[\p{L}]+(?=[-/])/u.exec(symbol ?? '')?.[0]
  if (first === undefined || !/^(?:QĐ|NQ|NĐ|KH|BC|TTr|TB|CT|CTr|HD|CĐ|TTLT|KL)$/.test(first)) return null
  return typeOfAbbreviation(fold(first))?.name ?? null
}

interface Parts {
  number: OwnNumber | null
  placed: PlaceAndDate | null
  typeLine: TypeLine | null
  subject: Subject | null
  agencies: Agencies
  /** whether it addresses someone ("Kính gửi") */
  letter?: boolean
}

function assemble({
  number,
  placed,
  typeLine,
  subject,
  agencies,
  letter = false,
}: Parts): Omit<ReadHeader, 'scanned'> {
  // A page that lost the line of the type still has it in the symbol: "Số: 54/KH-UBND".
  const named = typeLine || subject ? null : typeOfSymbol(number?.symbol)
  const isLetter = !typeLine && !named && (subject !== null || (letter && number !== null))
  const header: Header = {
    parentAgency: agencies.parent?.text ?? null,
    agency: agencies.agency?.text ?? null,
    number: number?.number ?? null,
    year: number?.year ?? null,
    symbol: number?.symbol ?? null,
    numberSymbol: number?.numberSymbol ?? null,
    place: placed?.place ?? null,
    date: placed?.date ?? null,
    type: typeLine?.type ?? named ?? (isLetter ? 'Công văn' : null),
    subject: subject?.text ?? null,
  }
  const found: Partial<Record<keyof Header, Span | null | undefined>> = {
    parentAgency: agencies.parent,
    agency: agencies.agency,
    number: number?.spans.number,
    year: number?.spans.year,
    symbol: number?.spans.symbol,
    numberSymbol: number,
    place: placed?.placeSpan,
    date: placed?.dateSpan,
    type: typeLine,
    subject,
  }
  const spans: HeaderSpans = {}
  for (const [field, span] of Object.entries(found)) {
    const key = field as keyof Header
    if (span && header[key] !== null) spans[key] = { start: span.start, end: span.end }
  }
  const own: Span[] = number ? [{ start: number.start, end: number.end }] : []
  const end = Math.max(subject?.end ?? 0, typeLine?.end ?? 0, placed?.end ?? 0, number?.end ?? 0)
  return { header, spans, own, end }
}

function spanOf(pattern: RegExp, folded: string): Span | null {
  const found = pattern.exec(folded)
  return found ? { start: found.index, end: found.index + found[0].length } : null
}

/** Where the head ends at the latest: "Kính gửi", the first basis, the first article. */
function headStop(lines: readonly Line[], folded: string): number {
  for (const line of lines) {
    for (const piece of line.pieces) {
      if (bodyOpening.test(folded.slice(piece.start, piece.end).replace(/^[*#\s"“]+/, ''))) return piece.start
    }
  }
  return lines.at(-1)?.end ?? 0
}
