import { findCitations, toCitation } from '../cite/citations.ts'
import type { Cell, Citation, Header, HeaderSpans, ReadDocument, Section, Span, TaskTable } from '../model.ts'
import { normalise } from '../text/normalise.ts'
import { readAddressees } from './addressees.ts'
import { readClosing } from './closing.ts'
import { readDuties } from './duties.ts'
import { readHeader } from './header.ts'
import { mendScanned } from './mend.ts'
import { readSections } from './sections.ts'
import { readTables } from './tables.ts'

/**
 * Reads an administrative document: head, citations, sections, recipients, signer. Pure, linear in the length of the text.
 * @param source the text as given; every offset in the answer is a UTF-16 index into it
 * @param options `scanned`: it was read off pictures, so that known names may be mended; a text that looks so is taken so too
 * @returns what was found; a field that the text does not have, or that can't be read off it, is null
 */
export function readText(source: string, options: { scanned?: boolean } = {}): ReadDocument {
  const doc = normalise(source)
  const { header, spans, own, end, scanned } = readHeader(doc, options.scanned)
  const closing = readClosing(doc)
  const mentions = findCitations(doc, own)
  const citations = mentions
    .filter((mention) => !namesItself(mention, header, end))
    .map((mention) => toCitation(scanned ? mend(mention) : mention, source, doc.toSource))
  const ranges = bodyRanges(end, closing.span, doc.text.length)
  const tables = readTables(doc, ranges)
  const { sections, loose } = readSections(doc, ranges, tables)
  const cited = mentions.map(({ start, rest }) => ({ start, end: rest }))
  const duties = readDuties(doc, { sections, loose, tables }, cited, yearOf(header))
  const back = (span: Span): Span => ({ start: doc.toSource(span.start), end: spanEnd(doc.toSource, span) })
  const headerSpans: HeaderSpans = {}
  for (const [field, span] of Object.entries(spans)) headerSpans[field as keyof HeaderSpans] = back(span)
  return {
    header,
    headerSpans,
    citations,
    sections: sections.map((section) => moveSection(section, back)),
    addressees: readAddressees(doc).map((one) => ({ ...one, ...back(one) })),
    recipients: closing.recipients.map((recipient) => ({
      ...recipient,
      ...back(recipient),
      text: scanned ? mendScanned(recipient.text, 'recipient') : recipient.text,
    })),
    signer: closing.signer,
    tables: tables.map((table) => moveTable(table, back)),
    duties: duties.map((duty) => ({ ...duty, ...back(duty) })),
    body: ranges.map(back),
  }
}

/** The year that a plan speaks of, or that it was issued in: days without a year are of it. */
function yearOf({ subject, date }: Header): number | null {
  const said =
    /n[ăâa]m(?:\s+h[oọ]c)?\s+((?:19|20)\d\d)(?!\s*[-–])/iu.exec(subject ?? '')?.[1] ?? date?.slice(0, 4)
  return said === undefined ? null : Number(said)
}

function moveTable(table: TaskTable, back: (span: Span) => Span): TaskTable {
  const cell = (part: Cell | null): Cell | null => part && { ...part, ...back(part) }
  return {
    ...table,
    ...back(table),
    rows: table.rows.map((row) => ({
      ...row,
      ...back(row),
      content: cell(row.content),
      form: cell(row.form),
      audience: cell(row.audience),
      lead: cell(row.lead),
      support: cell(row.support),
      time: cell(row.time),
      product: cell(row.product),
      cost: cell(row.cost),
      place: cell(row.place),
      note: cell(row.note),
    })),
  }
}

function mend<T extends Pick<Citation, 'title' | 'issuer'>>(mention: T): T {
  const { title, issuer } = mention
  return {
    ...mention,
    title: title === null ? null : mendScanned(title, 'law'),
    issuer: issuer === null ? null : mendScanned(issuer, 'agency'),
  }
}

/**
 * A document names itself in a web page's title and in what it encloses ("Ban hành kèm theo Quyết định số …"): its own number
 * with its own day, or with no day above the body. The same number with another day is another's.
 */
function namesItself(
  mention: Pick<Citation, 'numberSymbol' | 'date' | 'start'>,
  header: Header,
  headEnd: number,
): boolean {
  if (mention.numberSymbol === null || mention.numberSymbol !== header.numberSymbol) return false
  return mention.date === null ? mention.start < headEnd : mention.date === header.date
}

/** An end is one behind the last letter: mapped by that letter, so that dropped marks do not stretch a span. */
function spanEnd(toSource: (offset: number) => number, span: Span): number {
  return span.end > span.start ? toSource(span.end - 1) + 1 : toSource(span.end)
}

/** The body, and what is bound in behind recipients and signature. */
function bodyRanges(headEnd: number, closing: Span | null, length: number): Span[] {
  if (!closing || closing.start < headEnd) return [{ start: headEnd, end: length }]
  return [
    { start: headEnd, end: closing.start },
    { start: closing.end, end: length },
  ]
}

function moveSection(section: Section, back: (span: Span) => Span): Section {
  return {
    ...section,
    ...back(section),
    paragraphs: section.paragraphs.map(back),
    sections: section.sections.map((child) => moveSection(child, back)),
  }
}
