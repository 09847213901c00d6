import { personMask, readSecrecyMark, readText } from '../../src/document/index.ts'
import type { Section, Span } from '../../src/document/model.ts'

export function expectInside(text: string, spans: readonly Span[]): void {
  for (const { start, end } of spans)
    if (!(start >= 0 && start <= end && end <= text.length))
      throw new Error(`span ${start}–${end} of ${text.length}: ${JSON.stringify(text.slice(0, 2_000))}`)
}

function sectionSpans(sections: readonly Section[]): Span[] {
  return sections.flatMap((s) => [s, ...s.paragraphs, ...sectionSpans(s.sections)])
}

/** Reads a text to the end; throws where a span lies outside it, or citations overlap. */
export function checkReading(text: string): void {
  const read = readText(text)
  expectInside(text, read.citations)
  expectInside(text, read.recipients)
  expectInside(text, sectionSpans(read.sections))
  expectInside(text, Object.values(read.headerSpans))
  for (const [i, citation] of read.citations.entries()) {
    const before = read.citations[i - 1]
    if (before && before.end > citation.start)
      throw new Error(`citations overlap: ${JSON.stringify(citation)}`)
  }
  readSecrecyMark(text)
  if (personMask({ name: 'Nguyễn Văn An' }).apply(text).length !== text.length)
    throw new Error('the mask moved offsets')
}
