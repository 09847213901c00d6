import { findCitations, toCitation } from '../cite/citations.ts'
import type { Citation, Header, HeaderSpans, ReadDocument, Section, Span } from '../model.ts'
import { normalise } from '../text/normalise.ts'
import { readClosing } from './closing.ts'
import { readHeader } from './header.ts'
import { mendScanned } from './mend.ts'
import { readSections } from './sections.ts'

/**
 * Reads an administrative document: head, citations, sections, recipients, signer. Pure, linear in the length of the text.
 * @param source the text as given; every offset in the answer is a UTF-16 index into it
 * @returns what was found; a field that the text does not have, or that can't be read off it, is null
 */
export function readText(source: string): ReadDocument {
  const doc = normalise(source)
  const { header, spans, own, end, scanned } = readHeader(doc)
  const closing = readClosing(doc)
  const citations = findCitations(doc, own)
    .filter((mention) => !namesItself(mention, header, end))
    .map((mention) => toCitation(scanned ? mend(mention) : mention, source, doc.toSource))
  const back = (span: Span): Span => ({ start: doc.toSource(span.start), end: spanEnd(doc.toSource, span) })
  const headerSpans: HeaderSpans = {}
  for (const [field, span] of Object.entries(spans)) headerSpans[field as keyof HeaderSpans] = back(span)
  return {
    header,
    headerSpans,
    citations,
    sections: readSections(doc, bodyRanges(end, closing.span, doc.text.length)).map((section) =>
      moveSection(section, back),
    ),
    recipients: closing.recipients.map((recipient) => ({
      ...recipient,
      ...back(recipient),
      text: scanned ? mendScanned(recipient.text, 'recipient') : recipient.text,
    })),
    signer: closing.signer,
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
