import { readDateAt } from '../text/dates.ts'
import { isCapitals } from '../text/lines.ts'
import { collapse, type Normalised } from '../text/normalise.ts'
import { agencyHeads, typePattern } from '../vocabulary.ts'

/** An issuer found in the text, with where its words end. */
export interface Issuer {
  text: string
  end: number
}

// After "của" any capitalised name is an issuer; without "của" ("ngày 14/4/2017 Bộ Y tế về việc") it must begin as agencies do.
const lead = /[\s,.)]*(?:(?:cua|do|giua)\s+)/y
const bareLead = new RegExp(`[\\s,]*(?=${agencyHeads}\\b)`, 'y')

// The words that follow an issuer in a citation: what the document does, or what is done with it.
const stops =
  '(?:ve|v/v|ban\\s+hanh|ban\\s+banh|quy\\s+dinh|qui\\s+dinh|phe\\s+duyet|huong\\s+dan|sua\\s+\\S{2,3}|bo\\s+sung|thong\\s+qua|cong\\s+bo|trien\\s+khai|thuc\\s+hien|thi\\s+hanh|' +
  'da|duoc|la|tai|co|de|cho|theo|giao|kem|bai\\s+bo|huy\\s+bo|thay\\s+the|nham|tham\\s+muu|tong\\s+hop|chap\\s+thuan|dieu\\s+chinh|kien\\s+toan|' +
  'yeu\\s+cau|de\\s+nghi|thi|ma|den|voi|nhu|phan\\s+cong|phan\\s+cap|quyet\\s+dinh|tang\\s+cuong|day\\s+manh|xay\\s+dung|bao\\s+cao|trinh|nay|neu\\s+tren|tiep\\s+tuc|chi\\s+dao|dong\\s+y|' +
  'quan\\s+ly|cong\\s+nhan|giai\\s+quyet|khen|su\\s+dung|ho\\s+tro|hop\\s+nhat|dinh\\s+chinh|giai\\s+doan|nam\\s+\\d|ngay\\s+\\d|so\\s+\\d|hien\\s+hanh|doi\\s+voi|trong|tren|gui|lien\\s+quan|nhiem\\s+ky|khoa)'
const stopWord = new RegExp(`^\\s+${stops}(?![a-z])`)
/** Words of names that folding makes alike to those: "Tuyên giáo" and "giao", "thị xã" and "thì", "tài chính" and "tại". */
const innerWord = /^\s+(?:giáo|thị|đa|tài|cơ|vệ|đê|khoa)(?!\p{L})/u
const end = new RegExp(
  // a bracket, a full stop before a blank, a semicolon, a paragraph's end; a stop word; another document's type
  `[;()“”"|]|\\.(?=\\s|/|$)|\\n\\s*\\n|[,\\s]*\\n\\s*(?=(?:[ivxl]{1,5}|\\d{1,2}|[a-z])\\s?[.)/]|[-–+*•]\\s|can\\s+c[uy]\\b)|:(?!\\s*\\p{L}+\\s)|\\s+(?=${stops}(?![a-z]))|(?<!\\b(?:bo|so|phong|vu|ban|cuc)|-)[\\s,]+(?:va\\s+)?(?:cac\\s+)?(?=(?:${typePattern})\\b)`,
  'gu',
)

/**
 * The issuer whose words begin at `from`, as written: "của Thủ tướng Chính phủ phê duyệt …" gives "Thủ tướng Chính phủ".
 * Null where none stands there.
 */
export function readIssuerAt({ text, folded }: Normalised, from: number): Issuer | null {
  lead.lastIndex = from
  bareLead.lastIndex = from
  const of = lead.exec(folded)
  const start = of ? lead.lastIndex : bareLead.exec(folded) ? bareLead.lastIndex : -1
  if (start < 0) return null
  if (
    !/\p{Lu}/u.test(text.charAt(start)) &&
    !/^(?:lien|uy ban|ubnd|so|bo|\S{1,2}\s+ban\s+(?:nhan|quoc))\b/.test(folded.slice(start, start + 12))
  )
    return null
  if (!of && !/\p{Lu}/u.test(text.charAt(start))) return null
  const name = cutAtLooseWords(text.slice(start, endOfName(text, folded, start)))
  return name === '' ? null : { text: collapse(name), end: start + name.length }
}

function endOfName(text: string, folded: string, start: number): number {
  const window = folded.slice(start, start + 240)
  const shouted = isCapitals(text.slice(start, start + 24))
  for (const stop of window.matchAll(end)) {
    const at = start + stop.index
    // Folding makes "Bộ Tài chính" and "Bộ tại …" alike; a stop word has no capital, a type after a comma may have one.
    const word = /[\s,]/.test(stop[0]) ? /[^\s,]/.exec(text.slice(at))?.[0] : undefined
    const capital = !shouted && word !== undefined && /\p{Lu}/u.test(word) && !/\n\s*\n/.test(stop[0])
    const letter = /^\s+v\/v/.test(folded.slice(at, at + 8))
    if (/^\s/.test(stop[0]) && innerWord.test(text.slice(at, at + 8))) continue
    if (!capital || letter || !stopWord.test(folded.slice(at, at + 40))) return at
  }
  return start + window.length
}

/**
 * Commas and "và" belong to a name only between capitalised words ("Sở Văn hóa, Thể thao và Du lịch"); before a small
 * letter they begin the next clause ("của Chính phủ và tham mưu …").
 */
function cutAtLooseWords(words: string): string {
  const cut =
    /\s*,(?!\s*\p{Lu})|\s+và(?!\p{L})(?!\s*\p{Lu})|\s*,\s*(?=UBND|Ủy ban nhân dân|Sở\s|Phòng\s)|\s+[-–](?!\s*\p{Lu})/u.exec(
      words,
    )
  const kept = (cut ? words.slice(0, cut.index) : words).replace(/[\s,:.-]+$/u, '')
  return kept.split(/\s+/).length > 24 ? '' : kept
}

const before = new RegExp(
  `(?:cua|de\\s+nghi|de\\s+xuat)\\s+((?:(?!\\bcua\\b)[^;:.()\\n]|\\n(?!\\s*\\n)){3,140}?),?(?:\\s+\\([^()\\n]{1,120}\\))?\\s+tai(?:\\s+(?:noi\\s+dung|cac|van\\s+ban|du\\s+thao))*\\s*$`,
)

/** "được HĐND tỉnh thông qua tại Nghị quyết số …" */
const passedBy = new RegExp(
  `\\bduoc\\s+(${agencyHeads}\\b[^;:.()]{0,80}?)\\s+(?:thong\\s+qua|ban\\s+hanh|phe\\s+duyet|quy\\s+dinh|cong\\s+bo|giao|cho\\s+phep)\\s+(?:tai|theo|kem\\s+theo)(?:\\s+cac)?\\s+$`,
)

/** The issuer that stands before a mention: "Theo đề nghị của Sở Y tế tại Công văn số …". */
export function readIssuerBefore({ text, folded }: Normalised, start: number): string | null {
  const from = Math.max(0, start - 220)
  const sentence = folded.slice(from, start)
  const found = before.exec(sentence) ?? passedBy.exec(sentence)
  const words = found?.[1]
  if (found === null || words === undefined) return null
  const at = from + found.index + found[0].indexOf(words)
  const name = text.slice(at, at + words.length)
  return /^\p{Lu}/u.test(name) ? collapse(name) : null
}

const actor = new RegExp(
  `(?:^|[.;:\\n]\\s*)(?:ngay\\s+([^,;]{6,34}),\\s*)?(${agencyHeads}\\b[^.;:]{0,120}?)\\s+(?:da\\s+)?(?:ky\\s+)?(?:(?:ban\\s+hanh|co)(?:\\s+cac)?|phe\\s+duyet[^.;:]{3,160}\\stai)\\s+$`,
)

/**
 * Who issued what stands at `start` where the sentence begins with it: "Ngày 12/12/2020, Chính phủ ban hành Nghị quyết số …",
 * "Ngày 22/11/2023, Thủ tướng Chính phủ phê duyệt … tại Quyết định số …".
 */
export function readIssuingActor(
  { text, folded }: Normalised,
  start: number,
): { issuer: string; date: string | null } | null {
  const from = Math.max(0, start - 320)
  const found = actor.exec(folded.slice(from, start))
  const day = found?.[1]
  const name = found?.[2]
  if (!found || name === undefined) return null
  const at = from + found.index + found[0].indexOf(name)
  const issuer = cutAtLooseWords(text.slice(at, at + name.length))
  if (!/^\p{Lu}/u.test(issuer) || issuer.split(/\s+/).length > 12) return null
  const dayAt = day === undefined ? -1 : from + found.index + found[0].indexOf(day)
  return { issuer: collapse(issuer), date: dayAt < 0 ? null : (readDateAt(text, dayAt)?.date ?? null) }
}
