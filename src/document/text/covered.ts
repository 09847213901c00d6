/** A stretch of a text: its first sign, and how many. */
export type Stretch = [start: number, length: number]

const label = '[đã xóa'

/** What covers a stretch: `[đã xóa··]`, or dots alone where that is too long; always as many signs as went. */
export function coverOf(length: number): string {
  return length > label.length ? `${label}${'·'.repeat(length - label.length - 1)}]` : '·'.repeat(length)
}

/** Stretches of a text that are covered. The shortest name, two syllables with a space, has three signs. */
export function coveredSpans(text: string): Stretch[] {
  return [...text.matchAll(/\[đã xóa·*\]|(?<!·)·{3,7}(?!·)/g)].map((m) => [m.index, m[0].length])
}

/** The text with stretches covered; what lies beyond its end is left alone. */
export function coverSpans(text: string, spans: readonly Stretch[]): string {
  let out = text
  for (const [start, length] of spans)
    if (start + length <= text.length) out = out.slice(0, start) + coverOf(length) + out.slice(start + length)
  return out
}
