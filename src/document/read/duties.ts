import type { Duty, Section, Span, TaskTable } from '../model.ts'
import { isCapitals } from '../text/lines.ts'
import { collapse, fold, type Normalised } from '../text/normalise.ts'
import { agencyHeads } from '../vocabulary.ts'
import { readTime } from './time.ts'

// Who is given something to do: an agency, or people and groups as offices call them.
const who = `(?:(?:cac\\s+|toan\\s+the\\s+|lanh\\s+dao\\s+|thu\\s+truong\\s+|dong\\s+chi\\s+|chu\\s+tich\\s+|giam\\s+doc\\s+|hieu\\s+truong\\s+|truong\\s+|chanh\\s+)*(?:${agencyHeads}|co\\s+quan|don\\s+vi|dia\\s+phuong|bo\\s+phan|to\\s+(?!chuc)\\S+|can\\s+bo|cong\\s+chuc|vien\\s+chuc|giao\\s+vien|phong|chuyen\\s+vien|so|nganh|xa|truong|hieu\\s+truong|thu\\s+truong))`
// What such a sentence goes on with.
const does =
  '(?:chu\\s+tri|phoi\\s+hop|co\\s+trach\\s+nhiem|chiu\\s+trach\\s+nhiem|tham\\s+muu|xay\\s+dung|to\\s+chuc|trien\\s+khai|thuc\\s+hien|ra\\s+soat|tong\\s+hop|bao\\s+cao|theo\\s+doi|huong\\s+dan|kiem\\s+tra|don\\s+doc|bo\\s+tri|can\\s+cu|chi\\s+dao|quan\\s+triet|tang\\s+cuong|cap\\s+nhat|gui|dang\\s+ky|lap|ban\\s+hanh|chuan\\s+bi|day\\s+manh|nghiem\\s+tuc|cong\\s+khai|pho\\s+bien|tuyen\\s+truyen|dua\\s+tin|phat\\s+song|chu\\s+dong|tiep\\s+tuc|khan\\s+truong|hoan\\s+thanh|bao\\s+dam|dam\\s+bao|quan\\s+tam|la\\s+dau\\s+moi|lam\\s+dau\\s+moi|nghien\\s+cuu|thong\\s+bao|xem\\s+xet|cu|thuong\\s+xuyen)'
const charged = new RegExp(
  `(?<![a-z])(?:giao(?:\\s+cho)?|yeu\\s+cau|de\\s+nghi|phan\\s+cong)\\s+(${who}(?![a-z])[^.:\\n]{0,160}?)[,\\s]+(${does}(?![a-z])[^]*)$`,
)
/** Looked for first: few sentences have it, and the pattern behind it is slow to fail. */
const charging = /giao|yeu\s+cau|de\s+nghi|phan\s+cong/
const doing = new RegExp(
  `^(${who}(?![a-z])[^.:]{0,140}?)[,\\s]+((?:co|chiu)\\s+trach\\s+nhiem(?![a-z])[^]*|${does}(?![a-z])[^]*)$`,
)
const named = new RegExp(`^(${who}(?![a-z])[^.:]{0,140}?)\\s*:\\s*([^]+)$`)
const onlyName = new RegExp(`^(${who}(?![a-z])[^.;]{0,140}?)\\s*[:.]?\\s*$`)
const anyVerb = new RegExp(`(?<![a-z])${does}(?![a-z])`)
/** Longer ones are passages, not duties. */
const longest = 1_500

/**
 * Who must do what by when, from the sentences that say so and from tables of tasks. What stands under a point that only names
 * somebody ("2. Sở Nội vụ") is theirs.
 * @param covered stretches of citations with their days, whose days are nobody's deadline
 * @param year the year that days without one are of; null where it is not known
 */
export function readDuties(
  doc: Normalised,
  found: { sections: readonly Section[]; loose: readonly Span[]; tables: readonly TaskTable[] },
  covered: readonly Span[],
  year: number | null,
): Duty[] {
  const open = withoutCited(doc.text, covered)
  const duties: Duty[] = []
  const add = (span: Span, theirs: string | null) => duties.push(...dutiesOf(doc, open, span, theirs, year))
  for (const span of found.loose) add(span, null)
  const walk = (section: Section, theirs: string | null): void => {
    const names = namesOnly(section.title)
    const whose = names ? collapse(section.title).replace(/[\s:.]+$/, '') : theirs
    if (!names) add({ start: section.start + markerLength(doc, section), end: ownEnd(section) }, theirs)
    for (const paragraph of section.paragraphs) add(paragraph, whose)
    for (const child of section.sections) walk(child, whose)
  }
  for (const section of found.sections) walk(section, null)
  for (const table of found.tables) duties.push(...dutiesOfTable(table, year))
  return duties.sort((a, b) => a.start - b.start)
}

/** Whether a heading only names somebody: "2. Các trường trực thuộc". */
function namesOnly(title: string): boolean {
  if (title.length > 160) return false
  const folded = fold(title)
  return onlyName.test(folded) && !anyVerb.test(folded)
}

function markerLength({ text }: Normalised, { start, marker }: Section): number {
  const near = text.slice(start, start + marker.length + 16)
  const at = near.indexOf(marker)
  if (at < 0 || at > 8) return 0
  const behind = at + marker.length
  return behind + (/^[\s.):/-]*/.exec(near.slice(behind))?.[0].length ?? 0)
}

/** Where the words of the marker's own paragraph end: at the first of what stands under it. */
function ownEnd({ end, sections: [child], paragraphs: [paragraph] }: Section): number {
  return Math.min(end, child?.start ?? end, paragraph?.start ?? end)
}

/** The text with mentions and their days blanked out, so that those days are not read as deadlines. */
function withoutCited(text: string, covered: readonly Span[]): string {
  const parts: string[] = []
  let from = 0
  for (const { start, end } of covered) {
    if (start < from) continue
    parts.push(text.slice(from, start), ' '.repeat(end - start))
    from = end
  }
  return parts.join('') + text.slice(from)
}

function dutiesOf(
  doc: Normalised,
  open: string,
  span: Span,
  theirs: string | null,
  year: number | null,
): Duty[] {
  if (span.end - span.start > longest || span.end - span.start < 8) return []
  const duties: Duty[] = []
  let at = span.start
  for (const part of doc.text.slice(span.start, span.end).split(/(?<=[.;])\s+(?=\p{Lu})/u)) {
    const start = doc.text.indexOf(part, at)
    at = start + part.length
    const lead = part.length - part.trimStart().length
    const sentence = { start: start + lead, end: start + part.trimEnd().length }
    if (/^\s*\p{Lu}\p{Lu}/u.test(part) && isCapitals(part)) continue
    // What the next sentence asks without a name is asked of the same: "… tổ chức hằng tháng. Gửi báo cáo …"
    const duty = dutyOf(doc, sentence, theirs) ?? goesOn(doc, sentence, duties.at(-1))
    if (!duty) continue
    // "… Hoàn thành trước ngày 30/6." may be the sentence behind.
    const time =
      readTime(open.slice(sentence.start, sentence.end), year) ?? readTime(open.slice(at, span.end), year)
    duties.push({
      ...sentence,
      ...duty,
      time: time && { words: time.words, from: time.from, until: time.until, every: time.every },
      source: 'sentence',
    })
  }
  return duties
}

function dutyOf(
  { text, folded }: Normalised,
  { start, end }: Span,
  theirs: string | null,
): Pick<Duty, 'who' | 'role' | 'what'> | null {
  const words = folded.slice(start, end)
  const told = (charging.test(words) ? charged.exec(words) : null) ?? doing.exec(words) ?? named.exec(words)
  const whose = told?.[1]
  const what = told?.[2]
  if (!told || whose === undefined || what === undefined) {
    if (theirs === null) return null
    const all = collapse(text.slice(start, end))
    return { who: theirs, role: roleOf(fold(all)), what: all.replace(/[\s;.]+$/, '') }
  }
  const whoAt = start + told.index + told[0].indexOf(whose)
  const name = collapse(text.slice(whoAt, whoAt + whose.length))
  // "Xây dựng kế hoạch …" begins with no name: who acts is written with a capital, or named by the verb before.
  if (!/^\p{Lu}|^(?:các|thủ|toàn|lãnh)\s/u.test(name)) return null
  return {
    who: name,
    role: roleOf(what),
    what: collapse(text.slice(end - what.length, end)).replace(/[\s;.]+$/, ''),
  }
}

const verbFirst = new RegExp(`^${does}(?![a-z])`)
function goesOn(
  { text, folded }: Normalised,
  { start, end }: Span,
  before: Duty | undefined,
): Pick<Duty, 'who' | 'role' | 'what'> | null {
  if (!before?.who || !verbFirst.test(folded.slice(start, end))) return null
  const what = collapse(text.slice(start, end)).replace(/[\s;.]+$/, '')
  return { who: before.who, role: roleOf(fold(what)), what }
}

function roleOf(what: string): Duty['role'] {
  if (/^(?:co\s+trach\s+nhiem\s+)?phoi\s+hop/.test(what)) return 'support'
  return /chu\s+tri/.test(what.slice(0, 40)) ? 'lead' : null
}

function dutiesOfTable(table: TaskTable, year: number | null): Duty[] {
  return table.rows.flatMap((row) => {
    const { content, lead, support } = row
    if (!content) return []
    const read = row.time && readTime(row.time.text, year)
    const time = row.time && {
      words: row.time.text,
      from: read?.from ?? null,
      until: read?.until ?? null,
      every: read?.every ?? null,
    }
    const duty = { start: row.start, end: row.end, what: content.text, time, source: 'table' as const }
    const first: Duty = { ...duty, who: lead?.text ?? null, role: lead ? 'lead' : null }
    return support
      ? [first, { ...duty, who: support.text, role: 'support' as const }]
      : lead || row.time
        ? [first]
        : []
  })
}
