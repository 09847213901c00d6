import { fold } from '../../document/index.ts'

export const clauseKinds = [
  'heading',
  'purpose',
  'requirement',
  'content',
  'form',
  'solution',
  'responsibility',
  'other',
] as const
export type ClauseKind = (typeof clauseKinds)[number]

/** The words that headings of plans use (folded), in no order: what stands first in a heading counts. */
const headingWords: readonly (readonly [RegExp, ClauseKind])[] = [
  [/\b(?:muc dich|muc tieu|y nghia)\b/, 'purpose'],
  [/\b(?:yeu cau|nguyen tac)\b/, 'requirement'],
  [/\b(?:noi dung|nhiem vu|chi tieu|hoat dong)\b/, 'content'],
  [/\b(?:hinh thuc|phuong thuc|kenh)\b/, 'form'],
  [/\b(?:giai phap|bien phap|cach lam)\b/, 'solution'],
  [/\b(?:to chuc thuc hien|trach nhiem|phan cong|trien khai thuc hien|che do bao cao)\b/, 'responsibility'],
]

/** A heading is short, or in capitals, and ends without the mark of a sentence. */
const longestHeading = 14

/**
 * What a piece of a plan is, by the nearest heading that says it: "I. MỤC ĐÍCH, YÊU CẦU" over "2. Yêu cầu" makes its
 * dashes requirements.
 * @param titles words of the piece and of what stands over it, outermost first
 * @param hasChildren a short title over other pieces is a heading; a sentence that leads on with a colon is a piece itself
 */
export function clauseKind(titles: readonly string[], hasChildren = false): ClauseKind {
  const own = titles.at(-1) ?? ''
  if (hasChildren && isHeading(own)) return 'heading'
  const above = titles.slice(0, -1)
  // A piece's own words count only as far as they are a label: "Hình thức: họp cha mẹ học sinh".
  const label = isHeading(own) ? own : (/^([^:.;]{1,40}):/.exec(own)?.[1] ?? '')
  for (const title of [label, ...above.reverse()]) {
    const kind = kindOfHeading(title)
    if (kind) return kind
  }
  return 'other'
}

function isHeading(title: string): boolean {
  const words = title.trim()
  return words !== '' && !/[.;:,]$/.test(words) && words.split(/\s+/).length <= longestHeading
}

function kindOfHeading(title: string): ClauseKind | null {
  const folded = fold(title)
  let first: { at: number; kind: ClauseKind } | null = null
  for (const [pattern, kind] of headingWords) {
    const at = folded.search(pattern)
    if (at >= 0 && (first === null || at < first.at)) first = { at, kind }
  }
  return first?.kind ?? null
}
