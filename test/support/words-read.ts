import type { ReadDocument, Section } from '#src/document/index.ts'

/** What was read of a document, without offsets: the same for every form in which the document comes. */
export function wordsRead(read: ReadDocument): unknown {
  const folded = (words: string | null) =>
    words?.normalize('NFC').replaceAll('Ð', 'Đ').replace(/\s+/g, ' ') ?? null
  const inside = (section: Section): unknown => [
    section.level,
    section.marker,
    folded(section.title),
    section.paragraphs.length,
    section.sections.map(inside),
  ]
  return {
    header: Object.fromEntries(
      Object.entries({ ...read.header } as Record<string, string | null>).map(([name, value]) => [
        name,
        folded(value),
      ]),
    ),
    citations: read.citations.map(({ text, numberSymbol, title, type, date, issuer, relation }) =>
      [text, numberSymbol, title, type, date, issuer, relation].map(folded),
    ),
    sections: read.sections.map(inside),
    recipients: read.recipients.map(({ text, purpose }) => [folded(text), purpose]),
    signer:
      read.signer &&
      Object.fromEntries(
        Object.entries({ ...read.signer } as Record<string, string | null>).map(([name, value]) => [
          name,
          folded(value),
        ]),
      ),
  }
}
