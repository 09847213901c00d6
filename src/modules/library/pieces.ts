import {
  collapse,
  findType,
  type DocumentMetadata,
  type ReadDocument,
  type Section,
} from '../../document/index.ts'
import { readMarker } from '../../document/read/markers.ts'
import { properAgency } from './agency-names.ts'
import { clauseKind } from './clause-kinds.ts'
import type { Clause } from './documents.store.ts'
import { headerFields, type Pieces } from './library.schema.ts'

type DraftSection = Pieces['sections'][number]

/**
 * What was read, as the pieces that a person looks at and corrects: the tree of sections flat and in order, each with the
 * span of its own words.
 */
export function piecesOf(text: string, read: ReadDocument): Pieces {
  const { header } = read
  const headerSpans: Pieces['headerSpans'] = {}
  for (const field of headerFields) {
    const span = read.headerSpans[field]
    if (span) headerSpans[field] = { start: span.start, end: span.end }
  }
  const { numberSymbol } = header
  return {
    header: {
      parentAgency: clip(header.parentAgency && properAgency(header.parentAgency), 300),
      agency: clip(header.agency && properAgency(header.agency), 300),
      numberSymbol: clip(numberSymbol, 80),
      place: clip(header.place, 120),
      date: header.date,
      // An official letter bears no type word: its subject stands under the number (Decree 30/2020, Appendix I, cell 5b).
      type: clip(header.type ?? (numberSymbol === null ? null : 'Công văn'), 80),
      subject: clip(header.subject, 2_000),
    },
    headerSpans,
    issuerUnitId: null,
    sections: flatten(text, read.sections),
    citations: read.citations.slice(0, 5_000).map((c, i) => ({
      key: `c${i + 1}`,
      start: c.start,
      end: c.end,
      type: clip(c.type, 80),
      numberSymbol: clip(c.numberSymbol, 80),
      title: clip(c.title, 1_000),
      date: c.date,
      issuer: clip(c.issuer, 300),
      relation: c.relation,
    })),
    recipients: read.recipients.slice(0, 1_000).map((r, i) => ({
      key: `r${i + 1}`,
      start: r.start,
      end: r.end,
      text: clip(r.text, 1_000) ?? '',
      purpose: r.purpose,
    })),
    signer: read.signer && {
      authority: clip(read.signer.authority, 300),
      position: clip(read.signer.position, 300),
      name: clip(read.signer.name, 120),
    },
  }
}

/** What the words do not say is taken from the package that the document came in; what they say stands. */
export function complete(pieces: Pieces, metadata: DocumentMetadata): void {
  const { header } = pieces
  header.agency ??= clip(metadata.agency && properAgency(metadata.agency), 300)
  header.numberSymbol ??= clip(metadata.numberSymbol, 80)
  header.place ??= clip(metadata.place, 120)
  header.date ??= metadata.date
  header.type ??= clip(metadata.type, 80)
  header.subject ??= clip(metadata.subject, 2_000)
  const { signer } = metadata
  pieces.signer ??= signer && {
    authority: clip(signer.authority, 300),
    position: clip(signer.position, 300),
    name: clip(signer.name, 120),
  }
}

/** Hostile text has fields of any length; a field is never longer than its schema allows. */
function clip(words: string | null, most: number): string | null {
  if (words === null) return null
  const clean = collapse(words)
  return clean === '' ? null : clean.slice(0, most).trim().toWellFormed()
}

function flatten(text: string, sections: readonly Section[]): DraftSection[] {
  const flat: DraftSection[] = []
  const visit = (section: Section, above: readonly string[], level: number) => {
    const [first] = section.sections
    const end = first ? trimEnd(text, section.start, first.start) : section.end
    const marker = readMarker(text.slice(section.start, section.end))
    const titles = [...above, section.title]
    flat.push({
      key: `s${flat.length + 1}`,
      start: section.start,
      end,
      wordsStart: Math.min(section.start + (marker?.length ?? 0), end),
      level: Math.min(level, 12),
      marker: section.marker.slice(0, 40),
      kind: clauseKind(titles, section.sections.length > 0),
    })
    for (const child of section.sections) visit(child, titles, level + 1)
    // Words behind the last sub-section belong to the part as a whole, and can ask for something of their own.
    for (const span of first ? section.paragraphs.filter((p) => p.start >= first.start) : []) {
      flat.push({
        key: `s${flat.length + 1}`,
        start: span.start,
        end: span.end,
        wordsStart: span.start,
        level: Math.min(level + 1, 12),
        marker: '',
        kind: clauseKind([...titles, text.slice(span.start, span.end)]),
      })
    }
  }
  for (const section of sections) visit(section, [], 1)
  return flat.slice(0, 5_000)
}

function trimEnd(text: string, start: number, end: number): number {
  let at = end
  while (at > start && /\s/.test(text.charAt(at - 1))) at -= 1
  return at
}

/**
 * The clauses of a document from its pieces: parents by level, paths as people cite them (`II.2.b`; dashes counted: `I.1.-2`).
 * A level that skips is taken as one below the section before.
 */
export function clausesOf(text: string, sections: readonly DraftSection[]): Omit<Clause, 'ord'>[] {
  const open: { key: string; path: string; unnamed: number }[] = []
  const top = { unnamed: 0 }
  return sections.map((section) => {
    const level = Math.min(section.level, open.length + 1)
    open.length = level - 1
    const parent = open.at(-1)
    const path = pathOf(section.marker, parent?.path ?? '', parent ?? top)
    open.push({ key: section.key, path, unnamed: 0 })
    return {
      key: section.key,
      parentKey: parent?.key ?? null,
      level,
      marker: section.marker,
      path,
      kind: section.kind,
      words: collapse(text.slice(section.wordsStart, section.end)),
      start: section.start,
      end: section.end,
    }
  })
}

function pathOf(marker: string, above: string, counted: { unnamed: number }): string {
  const named = /[\p{L}\d]/u.test(marker)
  if (!named) counted.unnamed += 1
  // "2.1" under "2" is cited as it stands.
  if (named && above !== '' && /^\d+(\.\d+)+$/.test(marker)) return marker
  const own = named ? marker : `-${counted.unnamed}`
  return above === '' ? own : `${above}.${own}`
}

/** `75/KH-PGD&ĐT` → 75 and KH-PGD&ĐT; `15/2010/QĐ-UBND` → 15 and QĐ-UBND; `02-NQ/TU` → 02 and NQ/TU. */
export function splitNumberSymbol(numberSymbol: string | null): {
  number: string | null
  symbol: string | null
} {
  const parts = /^\s*(\d+\p{Ll}?)?\s*[/-]?\s*(?:(?:19|20)\d{2}\s*\/)?\s*(.*?)\s*$/u.exec(numberSymbol ?? '')
  return { number: parts?.[1] ?? null, symbol: parts?.[2] === '' ? null : (parts?.[2] ?? null) }
}

/** `Kế hoạch 75/KH-PGD&ĐT ngày 26/12/2019`, as far as it is known; null when nothing is. */
export function titleOf(header: Pieces['header']): string | null {
  const name = [header.type, header.numberSymbol].filter((part) => part !== null).join(' ')
  const type = header.type !== null && findType(header.type) ? header.type : null
  return name !== '' && header.numberSymbol !== null ? name : (header.subject ?? type)
}
