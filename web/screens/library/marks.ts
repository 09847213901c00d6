import type { PieceSpan, UncertainPiece } from '../../api/generated/index.ts'

/** Words of the page that are a recognised piece. `ids` are the pieces they belong to: a citation that is asked about has two. */
export interface Mark {
  ids: string[]
  start: number
  end: number
  kind: 'sure' | 'unsure'
  /** number of the question, for the pin in the margin */
  n?: number
}

/** A piece of whole paragraphs: a section, a recipient. */
export interface Region {
  id: string
  start: number
  end: number
}

export interface PageMarks {
  marks: Mark[]
  regions: Region[]
  /** paragraphs that begin here are headings */
  headings: ReadonlySet<number>
  header: Partial<Record<string, PieceSpan>>
  /** before this offset stands the head of the document */
  headEnd: number
  /** the words one came for: lit, and scrolled to when the page opens */
  lit: { start: number; end: number } | null
}

/** Ids of pieces on both sides of the bench. */
export const headerId = (field: string) => `header:${field}`
export const citationId = (key: string) => `citation:${key}`
export const sectionId = (key: string) => `section:${key}`
export const recipientId = (key: string) => `recipient:${key}`
export const questionId = (n: number) => `question:${n}`
export const isQuestion = (id: string) => id.startsWith('question:')

/** What of a document the page marks, in the order of its text. */
export function marksOf(document: {
  headerSpans: Partial<Record<string, PieceSpan>>
  citations: readonly { key: string; start: number; end: number }[]
  sections: readonly { key: string; start: number; end: number; kind: string }[]
  recipients: readonly { key: string; start: number; end: number }[]
  uncertain: readonly UncertainPiece[]
  lit?: PageMarks['lit']
}): PageMarks {
  const marks: Mark[] = []
  for (const [field, span] of Object.entries(document.headerSpans))
    if (span && span.end > span.start) marks.push({ ids: [headerId(field)], ...spanOf(span), kind: 'sure' })
  for (const c of document.citations)
    marks.push({ ids: [citationId(c.key)], start: c.start, end: c.end, kind: 'sure' })
  for (const [i, piece] of document.uncertain.entries()) {
    if (piece.start === null || piece.end === null || piece.end <= piece.start) continue
    const n = i + 1
    const same = marks.find((m) => m.start === piece.start && m.end === piece.end)
    if (same) {
      same.ids.push(questionId(n))
      same.kind = 'unsure'
      same.n ??= n
    } else marks.push({ ids: [questionId(n)], start: piece.start, end: piece.end, kind: 'unsure', n })
  }
  const { type, subject, numberSymbol, date } = document.headerSpans
  const ends = [type, subject, numberSymbol, date].map((span) => span?.end ?? 0)
  return {
    marks: marks.sort((a, b) => a.start - b.start || a.end - b.end),
    regions: [
      ...document.sections.map((s) => ({ id: sectionId(s.key), start: s.start, end: s.end })),
      ...document.recipients.map((r) => ({ id: recipientId(r.key), start: r.start, end: r.end })),
    ],
    headings: new Set(document.sections.flatMap((s) => (s.kind === 'heading' ? [s.start] : []))),
    header: document.headerSpans,
    // A head reaches over the first lines only; a "number" found far down in an annex does not stretch it.
    headEnd: Math.max(0, ...ends.filter((end) => end < 4_000)),
    lit: document.lit ?? null,
  }
}

function spanOf({ start, end }: PieceSpan): PieceSpan {
  return { start, end }
}

/** The piece whose paragraphs hold this place: the innermost, which begins last. */
export function regionAt(regions: readonly Region[], at: number): Region | null {
  let found: Region | null = null
  for (const region of regions)
    if (region.start <= at && at < region.end && (found === null || region.start >= found.start))
      found = region
  return found
}
