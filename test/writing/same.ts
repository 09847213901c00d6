import { readText, type ReadDocument, type Section } from '../../src/document/index.ts'
import { openDocument } from '../../src/document/open/open.ts'
import {
  composedDocx,
  composedHtml,
  composeReading,
  type Composition,
} from '../../src/document/write/index.ts'
import { printed } from './printed.ts'

export type Written = 'docx' | 'html' | 'pdf'

/** Writes what was read of a text as `lantoa write` does, opens the file and reads it again. */
export async function writtenAndRead(
  text: string,
  format: Written,
): Promise<{ text: string; read: ReadDocument }> {
  const opened = await openDocument(
    await bytesOf(composeReading({ text, ...readText(text) }), format),
    `x.${format}`,
  )
  return { text: opened.text, read: readText(opened.text) }
}

async function bytesOf(composition: Composition, format: Written): Promise<Uint8Array> {
  if (format === 'docx') return composedDocx(composition)
  if (format === 'pdf') return printed(composition)
  return new TextEncoder().encode(composedHtml(composition))
}

/**
 * What must be the same in a document read, written and read again: words, not places. Letters count by what they are,
 * not how they are coded: marks typed apart (NFD) and the Icelandic Ð are written as Vietnamese letters.
 */
export function factsOf(text: string, read: ReadDocument) {
  const section = ({ level, marker, title, sections, paragraphs }: Section): unknown => ({
    level,
    marker,
    title: words(title),
    paragraphs: paragraphs.map(({ start, end }) => words(text.slice(start, end))),
    sections: sections.map(section),
  })
  const { header, sections, addressees, recipients, signer, citations } = read
  return {
    header: Object.fromEntries(
      Object.entries(header).map(([field, value]: [string, unknown]) => [
        field,
        typeof value === 'string' ? words(value) : value,
      ]),
    ),
    sections: sections.map(section),
    addressees: addressees.map((one) => words(one.text)),
    recipients: recipients.map((one) => [words(one.text), one.purpose]),
    signer,
    citations: citations.map((one) => [
      words(one.text),
      one.type,
      one.numberSymbol,
      one.title,
      one.date,
      one.issuer,
      one.relation,
    ]),
  }
}

function words(text: string): string {
  return (
    text
      .normalize('NFC')
      .replace(/Ð/g, 'Đ')
      .replace(/\s+/g, ' ')
      // "149/TTr- SNV": of a number typed with a blank behind its hyphen, the end of a line leaves no trace.
      .replace(/(\/\p{L}+-) (?=\p{Lu})/gu, '$1')
      .trim()
  )
}
