import { fold } from '../text/normalise.ts'
import { likenessOfIssuers } from './issuers.ts'
import { editDistance, symbolKey, type NumberParts } from './keys.ts'
import type { CitedDocument, CitingContext, KnownDocument, Proposed } from './model.ts'
import type { Register } from './register.ts'

/** More differing letters than this is another document, not a slip. */
const farthest = 3
const most = 3

/**
 * Documents on record that a misread or mistyped citation may have meant: of the same type and day with another number, or
 * with the same number and a day one or two digits away. The nearest first; a person decides.
 */
export function propose(
  citation: CitedDocument,
  parts: NumberParts,
  register: Register,
  context: CitingContext,
): Proposed[] {
  const found = new Map<string, Proposed>()
  const offer = (document: KnownDocument, distance: number) => {
    const there = found.get(document.id)
    if (!there || there.distance > distance) found.set(document.id, { document, proposed: true, distance })
  }
  const fits = (document: KnownDocument) =>
    (citation.type === null || fold(citation.type) === fold(document.type)) &&
    likenessOfIssuers(citation.issuer, document.issuer, parts.symbol, context) !== 'other'
  if (citation.date !== null) {
    for (const document of register.byDay.get(citation.date) ?? [])
      // The day vouches for it: on one day one body issues few documents of a type, so the number may be badly misread.
      if (fits(document)) offer(document, Math.min(numberDistance(parts, document), farthest))
    for (const document of register.byBareNumber.get(`${parts.number}${parts.suffix}`) ?? []) {
      const days = document.date === null ? 9 : editDistance(citation.date, document.date, 2)
      if (days <= 2 && fits(document) && symbolDistance(parts, document) <= 1)
        offer(document, days + symbolDistance(parts, document))
    }
  } else {
    for (const documents of register.byBareNumber.values())
      for (const document of documents) {
        const distance = numberDistance(parts, document)
        if (distance <= 1 && parts.number.length > 1 && fits(document)) offer(document, distance)
      }
  }
  return [...found.values()]
    .sort((a, b) => a.distance - b.distance || (a.document.id < b.document.id ? -1 : 1))
    .slice(0, most)
}

function numberDistance(parts: NumberParts, document: KnownDocument): number {
  const years = parts.year !== null && document.year !== null && parts.year !== document.year ? 1 : 0
  return (
    editDistance(`${parts.number}${parts.suffix}`, `${document.number ?? ''}${document.suffix}`, farthest) +
    symbolDistance(parts, document) +
    years
  )
}

function symbolDistance(parts: NumberParts, document: KnownDocument): number {
  if (parts.symbol === null || document.symbol === null) return 0
  return editDistance(symbolKey(parts.symbol), symbolKey(document.symbol), farthest)
}
