import type { Section, Span } from '../model.ts'
import { isCapitals, isRule, splitLines, words as shown, type Line } from '../text/lines.ts'
import { fold, type Normalised } from '../text/normalise.ts'
import { rank, readMarker, type Marker } from './markers.ts'
import { joinParagraphs, type Paragraph } from './paragraphs.ts'
import { tabbedRows } from './rows.ts'

/** A section while its text is being read. */
interface Open {
  section: Section
  marker: Marker
  /** the words of the last paragraph of its own, to see whether it is finished or leads on with a colon */
  last: string
}

/**
 * Parts, items, points and dashes of the body, nested as the text nests them.
 * @param ranges the parts of the text to read, in order: the body, and what is bound in behind the signature. Offsets are
 * those of the normalised text.
 * @param tables tables of tasks, whose rows are no paragraphs
 * @returns sections, and the paragraphs that stand in none
 */
export function readSections(
  doc: Normalised,
  ranges: readonly Span[],
  tables: readonly Span[] = [],
): { sections: Section[]; loose: Span[] } {
  const read = ranges.map((range) => readRange(doc, range, tables))
  return { sections: read.flatMap((one) => one.sections), loose: read.flatMap((one) => one.loose) }
}

function readRange(
  doc: Normalised,
  range: Span,
  tables: readonly Span[],
): { sections: Section[]; loose: Span[] } {
  const loose: Span[] = []
  let next = 0
  const inTable = (line: Span): boolean => {
    while ((tables[next]?.end ?? Number.POSITIVE_INFINITY) < line.start) next++
    return line.start >= (tables[next]?.start ?? Number.POSITIVE_INFINITY)
  }
  // Rows of tables drawn with bars or parted by tabs are no paragraphs, nor are rules.
  const all = splitLines(doc.text, range.start, range.end)
  const rows = tabbedRows(doc.text, all)
  const lines = all.filter(
    (line) => line.text === '' || !(line.barred || isRule(line.text) || inTable(line) || rows.has(line)),
  )
  const paragraphs = joinParagraphs(
    withoutSignature(withoutAddressees(lines)),
    (text) => readMarker(text) !== null,
  )
  const top: Section[] = []
  const stack: Open[] = []
  const trailing: { paragraph: Paragraph; owner: Section | null }[] = []
  for (const paragraph of paragraphs) {
    const words = doc.text.slice(paragraph.start, paragraph.end)
    const marker = readMarker(words)
    if (marker) {
      trailing.length = 0
      open(top, stack, marker, paragraph, words)
    } else {
      const owner = takeUnmarked(stack, paragraph, words)
      if (!owner) loose.push({ start: paragraph.start, end: paragraph.end })
      trailing.push({ paragraph, owner })
    }
  }
  liftClosing(doc, top, trailing)
  for (const section of top) closeSpans(section)
  return { sections: top, loose }
}

function open(top: Section[], stack: Open[], marker: Marker, paragraph: Paragraph, words: string): void {
  const depth = depthFor(stack, marker)
  stack.length = depth
  const section: Section = {
    level: depth + 1,
    marker: marker.text,
    title: shown(words.slice(marker.length)),
    start: paragraph.start,
    end: paragraph.end,
    paragraphs: [],
    sections: [],
  }
  const parent = stack.at(-1)
  ;(parent ? parent.section.sections : top).push(section)
  stack.push({ section, marker, last: words.trimEnd() })
}

/** How many sections stay open above a marker. */
function depthFor(stack: readonly Open[], marker: Marker): number {
  const same = findSeries(stack, marker)
  if (same >= 0) return same
  const top = stack.at(-1)
  // "- Nội dung gồm: / a) … / b) …": a list begun behind a colon is inside, whatever its sign.
  if (top && top.last.endsWith(':') && marker.order <= 1 && top.marker.kind !== marker.kind)
    return stack.length
  let depth = stack.length
  while (depth > 0) {
    const above = stack[depth - 1]
    if (!above || standsAbove(above.marker, marker)) break
    depth--
  }
  return depth
}

/** The open section whose series the marker goes on with, or -1. */
function findSeries(stack: readonly Open[], marker: Marker): number {
  const next = stack.findLastIndex(({ marker: open }) => isNext(open, marker))
  return next >= 0 ? next : stack.findLastIndex(({ marker: open }) => isSeries(open, marker))
}

function isNext(open: Marker, marker: Marker): boolean {
  return (
    open.kind === marker.kind &&
    open.style === marker.style &&
    marker.order > 1 &&
    marker.order - open.order <= 1
  )
}

function isSeries(open: Marker, marker: Marker): boolean {
  if (open.kind !== marker.kind) return false
  if (marker.kind === 'dash' || marker.kind === 'decimal') return open.style === marker.style
  // "1." then "1)": another list, inside; "1." then "2)": a slip of the typist.
  return open.style === marker.style || marker.order > 1
}

function standsAbove(above: Marker, marker: Marker): boolean {
  if (above.kind === marker.kind) {
    // Another kind of dash, a longer decimal or another bracket nests in the order it is met.
    return marker.kind === 'decimal'
      ? Number(above.style) < Number(marker.style)
      : above.style !== marker.style
  }
  // "Điều 1. Phê duyệt Đề án …: I. MỤC TIÊU": a decision that approves a plan holds the plan's parts.
  if (above.kind === 'article' && (marker.kind === 'roman' || marker.kind === 'capital')) return true
  return rank[above.kind] < rank[marker.kind]
}

/** A paragraph without a marker goes to the innermost section that is not finished. */
function takeUnmarked(stack: Open[], paragraph: Paragraph, words: string): Section | null {
  let depth = stack.length
  while (depth > 0) {
    const open = stack[depth - 1]
    if (!open || !isFinished(open)) break
    depth--
  }
  // What is finished stays so: a dash below this paragraph is not the point's above it.
  stack.length = depth
  const open = stack[depth - 1]
  if (!open) return null
  const { section } = open
  // "Chương I / QUY ĐỊNH CHUNG": the title stands on the line below.
  if (section.title === '' && section.sections.length === 0 && section.paragraphs.length === 0)
    section.title = shown(words)
  else if (continuesTitle(section, words)) section.title = shown(`${section.title} ${words}`)
  else section.paragraphs.push({ start: paragraph.start, end: paragraph.end })
  open.last = words.trimEnd()
  return section
}

function continuesTitle(section: Section, words: string): boolean {
  if (section.sections.length > 0 || section.paragraphs.length > 0 || words.length > 120) return false
  return (
    isCapitals(section.title) &&
    isCapitals(words) &&
    /^(?:Chương|CHƯƠNG|Phần|PHẦN|Mục|MỤC)/.test(section.marker)
  )
}

/** Points and dashes are one paragraph unless that is a heading or leads on; parts, items and articles may have several. */
function isFinished({ marker, last }: Open): boolean {
  return (marker.kind === 'letter' || marker.kind === 'dash') && /[.;!?…]["”)]?$/.test(last)
}

const closingWords =
  /^(?:trong\s+qua\s+trinh|tren\s+day\s+la|nay\s+thong\s+bao|nay,\s+thong\s+bao|nhan\s+duoc|yeu\s+cau\s+(?:cac|thu\s+truong)|de\s+nghi\s+(?:cac|thu\s+truong|lanh\s+dao)|kinh\s+(?:de\s+nghi|trinh|mong)|can\s+cu\s+(?:ke\s+hoach|noi\s+dung)|\(?(?:thong\s+bao|van\s+ban|cong\s+van)\s+nay\s+thay)/

/**
 * Paragraphs that close the whole text stand after its last point but are not part of that point: they go to the part
 * they stand in ("III. TỔ CHỨC THỰC HIỆN"); in a text without parts, to no section.
 */
function liftClosing(
  doc: Normalised,
  top: readonly Section[],
  trailing: readonly { paragraph: Paragraph; owner: Section | null }[],
): void {
  const last = top.at(-1)
  if (!last || (last.sections.length === 0 && /^[IVX]/.test(last.marker))) return
  const first = trailing.findIndex(({ paragraph }, i) => {
    const words = doc.folded.slice(paragraph.start, paragraph.end)
    return closingWords.test(words) || (i === trailing.length - 1 && /\.\s*\/\s*\.?/.test(words.slice(-8)))
  })
  if (first < 0 || /^Điều|^ĐIỀU/.test(last.marker)) return
  const isPart = /^(?:[IVXL]+$|[A-HK]$|Phần|PHẦN|Chương|CHƯƠNG|Mục|MỤC)/.test(last.marker)
  for (const { paragraph, owner } of trailing.slice(first)) {
    if (!owner) continue
    const at = owner.paragraphs.findIndex((span) => span.start === paragraph.start)
    if (at < 0) continue
    const [span] = owner.paragraphs.splice(at, 1)
    if (span && isPart) last.paragraphs.push(span)
  }
}

/** A section reaches to the end of what belongs to it. */
function closeSpans(section: Section): number {
  for (const child of section.sections) section.end = Math.max(section.end, closeSpans(child))
  for (const paragraph of section.paragraphs) section.end = Math.max(section.end, paragraph.end)
  return section.end
}

const signing = /^(?:tm|kt|tl|tuq|q)\s?\./

/** The signature under a regulation that is bound in is no paragraph of its last article: "TM. ỦY BAN NHÂN DÂN" and what follows. */
function withoutSignature(lines: readonly Line[]): readonly Line[] {
  const tail = Math.max(0, lines.length - 24)
  const at = lines.findIndex((line, i) => i >= tail && isCapitals(line.text) && signing.test(fold(line.text)))
  if (at < 0 || lines.slice(at).some((line) => line.text.length > 60)) return lines
  return lines.slice(0, at)
}

/** "Kính gửi:" and the list under it are addressees, not dashes of the body. */
function withoutAddressees(lines: readonly Line[]): Line[] {
  const at = lines.slice(0, 20).findIndex((line) => /^[*_\s]*kinh\s+gui\b/.test(fold(line.text)))
  if (at < 0) return [...lines]
  let end = at + 1
  while (end < lines.length) {
    const text = lines[end]?.text ?? ''
    if (
      text !== '' &&
      !/^[-–+•]/.test(text) &&
      !(/[;,.]$/.test(text) && text.length < 70) &&
      !/^\p{Ll}/u.test(text)
    )
      break
    end++
  }
  return lines.slice(end)
}
