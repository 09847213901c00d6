import { collapse } from '../../document/index.ts'
import { headerFields, type DraftContent, type Placed } from './library.schema.ts'
import type { Proposal, Uncertain } from './uncertain.ts'

/** A word read off a picture below this is as often wrong as right. */
const doubtful = 60

/**
 * What was read off a picture and may be misread: the fields of the head and the citations with a doubtful word in them, one
 * by one; all other doubtful words as one piece, since a scan has many and few of them matter.
 */
export function unsureWords(
  { text, pieces, pages = [] }: Pick<DraftContent, 'text' | 'pieces' | 'pages'>,
  keep: Proposal,
): Uncertain[] {
  const words = pages.flatMap((page) => doubtfulOf(page, text))
  if (words.length === 0) return []
  const found: Uncertain[] = []
  const asked = new Set<number>()
  const within = (span: { start: number; end: number } | undefined): boolean => {
    if (!span) return false
    const inside = words.filter((word) => word.start < span.end && word.end > span.start)
    for (const word of inside) asked.add(word.start)
    return inside.length > 0
  }
  const ask = (
    code: 'scan_header' | 'scan_citation',
    key: string,
    span: { start: number; end: number },
    edits: Uncertain['edits'],
  ) => {
    const shown = collapse(text.slice(span.start, span.end)).slice(0, 80)
    found.push({
      id: `${code}:${key}:${shown}`.slice(0, 200),
      code,
      ...{ start: span.start, end: span.end },
      params: { field: key, words: shown },
      facts: [],
      edits,
      proposals: [keep],
    })
  }
  for (const field of headerFields) {
    const span = pieces.headerSpans[field]
    if (span && within(span)) ask('scan_header', field, span, { what: 'header', key: field })
  }
  for (const citation of pieces.citations)
    if (within(citation)) ask('scan_citation', '', citation, { what: 'citation', key: citation.key })
  const rest = words.filter((word) => !asked.has(word.start)).length
  if (rest > 0)
    found.push({
      id: 'scan_words',
      code: 'scan_words',
      start: null,
      end: null,
      params: { n: String(rest) },
      facts: [],
      edits: null,
      proposals: [keep],
    })
  return found
}

function doubtfulOf({ words }: Placed, text: string): { start: number; end: number }[] {
  return words.flatMap(([start = 0, end = 0, , , , , confidence]) =>
    confidence !== undefined && confidence < doubtful && /[\p{L}\d]/u.test(text.slice(start, end))
      ? [{ start, end }]
      : [],
  )
}
