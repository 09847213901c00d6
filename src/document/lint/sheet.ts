import type { Span } from '../model.ts'
import { joinParagraphs, type Paragraph } from '../read/paragraphs.ts'
import { readMarker } from '../read/markers.ts'
import { readText } from '../read/read.ts'
import { isCapitals, isRule, splitLines } from '../text/lines.ts'
import type { Normalised } from '../text/normalise.ts'
import { findType } from '../vocabulary.ts'
import type { FormRules, LintOptions, Sheet } from './model.ts'

/** First day of Decree 30/2020/NĐ-CP (Article 37: in force from signing). */
const decree30Since = '2020-03-05'

/** Reads a text for the rules. */
export function makeSheet({ text, folded }: Normalised, options: LintOptions): Sheet {
  const read = readText(text)
  const { header, headerSpans } = read
  const headEnd = Math.max(0, ...Object.values(headerSpans).map((span) => span.end))
  const closingStart = findClosing(folded, headEnd, read.recipients[0]?.start ?? null)
  const dateLine = findDateLine(text, folded, Math.min(closingStart, Math.max(headEnd, 600)))
  // A type told by the symbol alone may stand on a line of its own all the same, in other letters than it should.
  const typeLine = headerSpans.type === undefined ? findTypeLine(text, closingStart) : null
  const month = dateLine === null ? null : partialDate(dateLine)
  const draft = header.date === null && (month === null || month.year === options.today.slice(0, 4))
  const paragraphs = paragraphsOf(text, headEnd, closingStart)
  const latest = header.date ?? month?.latest ?? null
  return {
    text,
    folded,
    read,
    rules: rulesOf(read.header.symbol, read.header.year, read.header.type, folded, latest ?? options.today),
    letter:
      typeLine === null && (header.type === null || header.type === 'Công văn') && header.symbol !== null,
    typeLine,
    headEnd,
    closingStart,
    paragraphs,
    bases: basesOf(text, paragraphs),
    on: header.date ?? (draft ? options.today : null),
    latest,
    options,
  }
}

function rulesOf(
  symbol: string | null,
  year: string | null,
  type: string | null,
  folded: string,
  day: string,
): FormRules {
  if (
    /dang\s+cong\s+san\s+viet\s+nam/.test(folded.slice(0, 1500)) ||
    /\/(?:T[WU]|[A-ZĐ]{1,3}U)\b/.test(symbol ?? '')
  )
    return 'party'
  if (
    year !== null ||
    /QH\d|UBTVQH/.test(symbol ?? '') ||
    /^(?:Luật|Bộ luật|Pháp lệnh|Nghị định|Thông tư)/.test(type ?? '')
  )
    return 'normative'
  return day < decree30Since ? 'earlier' : 'decree30'
}

/** The line of "Nơi nhận" before the first recipient. */
function findClosing(folded: string, from: number, recipient: number | null): number {
  const limit = recipient ?? folded.length
  const heading = /(?:^|[\n|\t])[ \t|*]*noi\s{1,4}nhan\b/g
  let at: number | null = null
  heading.lastIndex = from
  for (let found = heading.exec(folded); found && found.index <= limit; found = heading.exec(folded))
    at = found.index
  if (at !== null) return folded.charAt(at) === '\n' ? at + 1 : at
  return limit
}

const opensCell = /(?:^|[\n|\t]|\s{3})\s*(?:[^\n|\t.;]{0,40},\s*|(?:\p{Lu}\p{Ll}*\.?\s+){0,5})$/u

/** The line of place and date of the head, with its words. */
export function findDateLine(text: string, folded: string, limit: number): (Span & { words: string }) | null {
  const line = /ngay([^\n|]{0,14}?)thang([^\n|]{0,10}?)nam[ .…]*(\d{4})?/g
  for (let found = line.exec(folded.slice(0, Math.min(limit, 4000))); found;) {
    const before = text.slice(Math.max(0, found.index - 60), found.index)
    // In a sentence a day follows words; in the head a place, with or without its comma, or nothing.
    if (opensCell.test(before))
      return {
        start: found.index,
        end: found.index + found[0].trimEnd().length,
        words: text.slice(found.index, found.index + found[0].length),
      }
    const rest = line.lastIndex
    found = line.exec(folded.slice(0, Math.min(limit, 4000)))
    if (line.lastIndex <= rest) break
  }
  return null
}

/** A type's name alone on a line of the head but not in capitals: the reader takes only capitals for the type. */
function findTypeLine(text: string, limit: number): Span | null {
  const line = splitLines(text, 0, Math.min(limit, 2500)).find(
    (l) => findType(l.text) !== null && !isCapitals(l.text),
  )
  return line ? { start: line.start, end: line.end } : null
}

/** Month and year of a date line of which the day is blank. */
function partialDate({ words }: { words: string }): { year: string; latest: string } | null {
  const year = /(\d{4})\s*$/.exec(words)?.[1]
  if (year === undefined) return null
  const month = Number(/tháng\s*(\d{1,2})/iu.exec(words)?.[1] ?? '12')
  if (month < 1 || month > 12) return { year, latest: `${year}-12-31` }
  return { year, latest: new Date(Date.UTC(Number(year), month, 0)).toISOString().slice(0, 10) }
}

function paragraphsOf(text: string, from: number, to: number): Paragraph[] {
  const lines = splitLines(text, from, Math.max(from, to)).filter(
    (line) => line.text === '' || !(line.barred || isRule(line.text)),
  )
  return joinParagraphs(lines, (words) => readMarker(words) !== null)
}

const basisHead =
  /^(?:Căn\s+c[ứừưu]|CĂN\s+CỨ|Xét|Theo\s+đề\s+nghị|Theo\s+đề\s+xuất|Thực\s+hiện|Trên\s+cơ\s+sở|Để\s+triển\s+khai)(?![\p{L}])/u

/** The paragraphs of bases: they begin within the first ones of the body and stand one behind the other. */
function basesOf(text: string, paragraphs: readonly Paragraph[]): Paragraph[] {
  const bases: Paragraph[] = []
  for (const [i, paragraph] of paragraphs.entries()) {
    const words = text.slice(paragraph.start, paragraph.end)
    if (basisHead.test(words)) bases.push(paragraph)
    else if (bases.length > 0 || i > 8 || readMarker(words)) break
  }
  // "Thực hiện …, Sở có ý kiến như sau" alone is the opening of a letter.
  return bases.some((p) => /^Căn|^CĂN/u.test(text.slice(p.start, p.end))) ? bases : []
}
