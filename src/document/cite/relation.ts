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

export interface Related {
  relation: Relation | null
  /** the mention is what does it: "được thay thế bởi B", "thay thế A bằng B" */
  inverse: boolean
}

// Between a passive verb and the mention that does it: "được sửa đổi, bổ sung một số điều bởi", "đã được thay thế tại".
const byMention = /(?:^|\s)(?:boi|bang|theo|tai)\s+(?:cac\s+)?$/
const passive = /(?:duoc|bi)\s+(?:sua\s+doi|bo\s+sung|thay\s+the|bai\s+bo|huy\s+bo|dinh\s+chinh)[^;:.]{0,60}$/
/** What a verb's object may be parted from what takes its place with: "thay thế A bởi B". */
const instead = /^[\s,)]*(?:ngay[^;:]{0,60})?(?:cua[^;:]{0,80})?\s(?:boi|bang)\s+(?:cac\s+)?$/

/**
 * How the document (or the clause) stands to what is mentioned: "Căn cứ Nghị định A sửa đổi, bổ sung một số điều của Nghị
 * định B" bases on A and names B as amended.
 * @param folded folded words before the mention, back to the mention before it
 * @param text the same words as written
 * @returns the relation of the verb nearest to the mention, or null where none stands near in its clause
 */
export function readRelation(folded: string, text: string): Related {
  let relation: Relation | null = null
  for (const match of folded.matchAll(anyVerb)) {
    const verb = verbs[match.slice(1).findIndex((group) => group !== undefined)]
    if (!verb) continue
    const from = match.index + match[0].length
    const between = folded.slice(from)
    const near =
      between.length <= verb[2] &&
      !/;|:\s*\S|\.\s+\S|\n\s*\n/.test(between) &&
      !parted(text, match.index, from)
    if (near && !(verb[0] === 'guides' && relation === 'details')) relation = verb[0]
  }
  const inverse = relation !== null && byMention.test(folded) && passive.test(folded)
  return { relation, inverse }
}

/** Whether a line that ended early, and a new sentence, stand between the verb and the mention. */
function parted(text: string, verbAt: number, from: number): boolean {
  const newline = text.indexOf('\n', from)
  if (newline < 0) return false
  const lineStart = text.lastIndexOf('\n', verbAt) + 1
  return (
    newline - lineStart < 60 && lineStart > 0 && /^\s*\p{Lu}\p{Ll}+\s+\p{Ll}/u.test(text.slice(newline + 1))
  )
}

/** Whether the words between two mentions say that the second takes the place of the first. */
export function takesItsPlace(folded: string): boolean {
  return instead.test(folded)
}

const leads: readonly (readonly [relation: Relation, pattern: RegExp])[] = [
  ['based on', /^(?:can\s+c[uy]|tren\s+co\s+so)/],
  ['implements', /^(?:thuc\s+hien|trien\s+khai|tiep\s+tuc\s+thuc\s+hien|de\s+thuc\s+hien)/],
  ['proposed by', /^(?:theo\s+de\s+nghi|xet)/],
]
const sentenceStart =
  /(?:^|\n|[.;]\s)\s*(?:[-–+*]\s*)?((?:Căn|Thực|Triển|Trên|Theo|Xét|Tiếp|Để)\s+\p{L}+[^\n]{0,40})/gu

/** "Thực hiện các văn bản sau: A; B": this colon leads to the list. */
const listLead = /^[^\n:]{0,90}(?:các|những|sau(?:\s+đây)?)(?!\p{L})[^\n:]{0,40}:/u

/**
 * The relation with which the sentence begins, for what is joined on by ";", "," or "và".
 * @param before the words before the mention
 */
export function readLeadingRelation(before: string): Relation | null {
  let last: RegExpExecArray | null = null
  for (const match of before.matchAll(sentenceStart)) last = match
  if (!last) return null
  const after = before.slice(last.index + last[0].length - (last[1] ?? '').length)
  if (/\.\s+\S|\n\s*\n\s*\S|(?<!\b[Ss][ốô]\s?):\s/.test(after.replace(listLead, ''))) return null
  const words = fold(last[1] ?? '')
  return leads.find(([, pattern]) => pattern.test(words))?.[0] ?? null
}
