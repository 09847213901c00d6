/** How a stretch of a document's words is marked. */
export type SpanKind = 'lit' | 'sure' | 'unsure' | 'current' | 'near'

export interface Span {
  /** UTF-16 positions in the text, half-open */
  start: number
  end: number
  kind: SpanKind
  /** whose words these are; a press and a hover say it */
  id?: string
  /** for readers, where the words alone do not say it */
  label?: string
}

export interface Piece {
  text: string
  span: Span | null
}

/**
 * A text cut at its spans, in order, whole. Spans outside the text are cut to it, empty ones dropped; where two
 * overlap, the one that begins first keeps its words and the other what is left of its own.
 */
export function cutSpans(text: string, spans: readonly Span[]): Piece[] {
  const ordered = spans
    .map((s) => ({ ...s, start: Math.max(0, s.start), end: Math.min(text.length, s.end) }))
    .filter((s) => s.end > s.start)
    .sort((a, b) => a.start - b.start || a.end - b.end)
  const pieces: Piece[] = []
  let at = 0
  for (const span of ordered) {
    const start = Math.max(span.start, at)
    if (start >= span.end) continue
    if (start > at) pieces.push({ text: text.slice(at, start), span: null })
    pieces.push({ text: text.slice(start, span.end), span })
    at = span.end
  }
  if (at < text.length) pieces.push({ text: text.slice(at), span: null })
  return pieces
}
