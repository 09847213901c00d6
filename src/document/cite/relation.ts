import { fold } from '../text/normalise.ts'
import type { Relation } from '../model.ts'

// [relation, the verb, how many letters may stand between it and the mention]
const verbs: readonly (readonly [relation: Relation, pattern: string, reach: number])[] = [
  ['amends', 'sua\\s+doi|bo\\s+sung\\s+(?:mot\\s+so\\s+)?(?:dieu|quy\\s+dinh|noi\\s+dung)', 60],
  ['replaces', 'thay\\s+the(?:\\s+cho)?', 40],
  ['repeals', 'bai\\s+bo|huy\\s+bo', 40],
  ['attached to', 'kem\\s+theo', 24],
  ['details', 'quy\\s+dinh\\s+chi\\s+tiet|chi\\s+tiet\\s+(?:va\\s+)?(?:huong\\s+dan\\s+)?thi\\s+hanh', 70],
  ['guides', 'huong\\s+dan', 60],
  ['proposed by', 'de\\s+nghi|de\\s+xuat|xet\\s+(?:to\\s+trinh|bao\\s+cao)|xet(?=\\s*$)', 160],
  ['based on', 'can\\s+c[uy]\\S?|tren\\s+co\\s+so', 70],
  ['implements', 'thuc\\s+hien|trien\\s+khai', 60],
]
const anyVerb = new RegExp(verbs.map(([, pattern]) => `(${pattern})`).join('|'), 'g')

/**
 * How the document (or the clause) stands to what is mentioned: "Căn cứ Nghị định A sửa đổi, bổ sung một số điều của Nghị
 * định B" bases on A and names B as amended.
 * @param folded folded words before the mention, back to the mention before it
 * @returns the relation of the verb nearest to the mention, or null where none stands near in its clause
 */
export function readRelation(folded: string): Relation | null {
  let relation: Relation | null = null
  for (const match of folded.matchAll(anyVerb)) {
    const verb = verbs[match.slice(1).findIndex((group) => group !== undefined)]
    if (!verb) continue
    const between = folded.slice(match.index + match[0].length)
    const near = between.length <= verb[2] && !/[;:]\s*\S|\.\s+\S|\n\s*\n/.test(between)
    if (near && !(verb[0] === 'guides' && relation === 'details')) relation = verb[0]
  }
  return relation
}

const leads: readonly (readonly [relation: Relation, pattern: RegExp])[] = [
  ['based on', /^(?:can\s+c[uy]|tren\s+co\s+so)/],
  ['implements', /^(?:thuc\s+hien|trien\s+khai|tiep\s+tuc\s+thuc\s+hien|de\s+thuc\s+hien)/],
  ['proposed by', /^(?:theo\s+de\s+nghi|xet)/],
]
const sentenceStart =
  /(?:^|\n|[.;]\s)\s*(?:[-–+*]\s*)?((?:Căn|Thực|Triển|Trên|Theo|Xét|Tiếp|Để)\s+\p{L}+[^\n]{0,40})/gu

/**
 * The relation with which the sentence begins, for what is joined on by ";", "," or "và".
 * @param before the words before the mention
 */
export function readLeadingRelation(before: string): Relation | null {
  let last: RegExpExecArray | null = null
  for (const match of before.matchAll(sentenceStart)) last = match
  if (!last) return null
  const after = before.slice(last.index + last[0].length - (last[1] ?? '').length)
  if (/\.\s+\S|\n\s*\n\s*\S|:\s/.test(after)) return null
  const words = fold(last[1] ?? '')
  return leads.find(([, pattern]) => pattern.test(words))?.[0] ?? null
}
