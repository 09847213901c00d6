import type { Section, Span } from '../model.ts'
import { readMarker, type Marker } from '../read/markers.ts'
import { isCapitals } from '../text/lines.ts'
import type { Report, Sheet } from './model.ts'

/** Points follow the Vietnamese alphabet without ă, â, ê, ô, ơ, ư, as legal texts number them. */
const points = [...'abcdđeghiklmnopqrstuvxy']

interface Marked {
  marker: Marker
  span: Span
}

/** Division of the text, its markers' forms and order: Appendix I, part I, II.6.đ; and its end, as the samples have it. */
export function lintBody(sheet: Sheet, report: Report): void {
  const seen: Marked[] = []
  lintSiblings(sheet, sheet.read.sections, seen, report)
  lintArticles(seen, report)
  lintEnding(sheet, report)
}

function markedOf({ text }: Sheet, section: Section): Marked | null {
  const marker = readMarker(text.slice(section.start, section.end))
  if (!marker) return null
  // "202/BTTTT-KHTC" at the start of a broken line is a number and symbol.
  if (marker.style === '/' && /\S$/.test(text.slice(section.start, section.start + marker.length)))
    return null
  return { marker, span: { start: section.start, end: section.start + marker.length } }
}

function lintSiblings(sheet: Sheet, sections: readonly Section[], seen: Marked[], report: Report): void {
  let above: Marked | null = null
  // What the marker before should have been, where it was not: the next may go on from there.
  let meant: number | null = null
  for (const section of sections) {
    const marked = markedOf(sheet, section)
    if (marked) {
      lintForm(sheet, marked, report)
      if (marked.marker.kind !== 'article') meant = lintOrder(above, marked, { seen, meant }, report)
      seen.push(marked)
      above = marked.marker.kind === 'dash' ? above : marked
    }
    lintSiblings(sheet, section.sections, seen, report)
  }
}

function lintForm({ text }: Sheet, { marker, span }: Marked, report: Report): void {
  const written = text.slice(span.start, span.end).trimEnd()
  const end = span.start + written.length
  const own = { start: span.start, end }
  if (marker.kind === 'letter' && marker.style !== ')')
    report('point_bracket', own, { params: { marker: marker.text }, words: `${marker.text})` })
  if (marker.kind === 'number' && marker.style !== '.' && marker.style !== '-')
    report('clause_point', own, { params: { marker: marker.text }, words: `${marker.text}.` })
  const chapter = /^(Chương|CHƯƠNG|Phần|PHẦN)\s+(\d{1,2})/u.exec(written)
  if (chapter?.[1] !== undefined && chapter[2] !== undefined) {
    const wanted = `${chapter[1]} ${roman(Number(chapter[2]))}`
    report(
      'chapter_roman',
      { start: span.start, end: span.start + chapter[0].length },
      { params: { wanted }, words: wanted },
    )
  }
}

function roman(value: number): string {
  const tens = ['', 'X', 'XX', 'XXX', 'XL', 'L', 'LX', 'LXX', 'LXXX', 'XC'][Math.floor(value / 10)] ?? ''
  return tens + (['', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX'][value % 10] ?? '')
}

function placeOf(marker: Marker): number {
  return marker.kind === 'letter' ? points.indexOf(marker.text) + 1 : marker.order
}

function nameAt(marker: Marker, place: number): string {
  if (marker.kind === 'letter') return points[place - 1] ?? ''
  if (marker.kind === 'roman') return roman(place)
  if (marker.kind === 'capital') return String.fromCharCode(64 + place)
  return String(place)
}

/** What stands where another was to be expected. Decimals ("2.1") count in their own way and are left alone. */
function lintOrder(
  above: Marked | null,
  { marker, span }: Marked,
  { seen, meant }: { seen: readonly Marked[]; meant: number | null },
  report: Report,
): number | null {
  if (marker.kind === 'dash' || marker.kind === 'decimal' || marker.order === 0) return null
  const place = placeOf(marker)
  const own = { start: span.start, end: span.start + marker.text.length }
  const same = above?.marker.kind === marker.kind && above.marker.style === marker.style ? above.marker : null
  if (!same) {
    // A list may go on from one part to the next: 1, 2 under I and 3, 4 under II.
    const goesOn = seen.some((s) => s.marker.kind === marker.kind && placeOf(s.marker) === place - 1)
    if (
      place > 1 &&
      !goesOn &&
      (marker.kind === 'number' || marker.kind === 'letter' || marker.kind === 'roman')
    )
      report('marker_start', own, { params: { marker: marker.text, wanted: nameAt(marker, 1) } })
    return null
  }
  const before = meant ?? placeOf(same)
  if (place === placeOf(same) + 1 || place === before + 1 || (place === 1 && before > 1)) return null
  const wanted = nameAt(marker, before + 1)
  const params = { marker: marker.text, before: same.text, wanted }
  const words = named(marker) ? {} : { words: wanted }
  if (place === before) report('marker_repeated', own, { params, ...words })
  else if (marker.kind === 'letter' && same.text === 'd' && marker.text === 'e')
    report('point_d', own, { params, ...words })
  else report('marker_gap', own, { params, ...words })
  return before + 1
}

function named(marker: Marker): boolean {
  return marker.kind === 'part' || marker.kind === 'chapter' || marker.kind === 'division'
}

/** Articles count through the whole document; they begin anew in what is attached. */
function lintArticles(seen: readonly Marked[], report: Report): void {
  let before = 0
  for (const { marker, span } of seen) {
    if (marker.kind !== 'article') continue
    if (before > 0 && marker.order !== before + 1 && marker.order !== 1 && marker.order !== 0)
      report('article_gap', span, { params: { marker: marker.text, wanted: `Điều ${before + 1}` } })
    before = marker.order
  }
}

/** The last words before the signature close with "./.": Appendix III, every sample. */
function lintEnding({ text, read, paragraphs, closingStart }: Sheet, report: Report): void {
  if (read.recipients.length === 0 || closingStart >= text.length) return
  const said = paragraphs
    .map((p) => ({ start: p.start, words: text.slice(p.start, p.end).trimEnd() }))
    .filter(({ words }) => words.length > 30 && !isCapitals(words))
  const last = said.at(-1)
  if (!last || said.some(({ words }) => words.replace(/\s/g, '').endsWith('./.'))) return
  const end = last.start + last.words.length
  const mark = /[.;,/]*$/.exec(last.words)?.[0].length ?? 0
  report(
    'ending_mark',
    { start: end - Math.max(mark, 1), end },
    { correction: { start: end - mark, end, words: './.' } },
  )
}
