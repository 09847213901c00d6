import type { Signer } from '../model.ts'
import { isCapitals, isRule, words, type Piece } from '../text/lines.ts'
import { fold } from '../text/normalise.ts'
import { positionHeads } from '../vocabulary.ts'

const onBehalf = /^(?:(?:tm|tl|tuq)\s*[./]|t\s?[./]\s?[ml]\s*[./]?\s|t\s?[./]\s?u\s?[./]\s?q\b)/
const instead = /^(?:(?:kt|q)\s*[./]|k\s?[./]\s?t\s*[./]?\s)/
const position = new RegExp(`^${positionHeads}`)
const signedMark =
  /^\W*(?:\(?\s*(?:da\s+ky|ky\s+ten|ky,|da\s+duyet|ky\s+thay|chu\s+ky|dong\s+dau)|\[?daky\]?)/

/** Whether words could open a signature: TM., KT., TL., TUQ., Q. or a position. */
export function looksSigned(text: string): boolean {
  const folded = fold(words(text))
  return onBehalf.test(folded) || instead.test(folded) || position.test(folded)
}

/** Surnames of more than 95 % of people; a name in capitals is told from a position by them. */
const surnames = new Set(
  (
    'nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dao doan vuong trinh truong dinh lam mai cao ha ta to luong luu chu chau tong ' +
    'phung quach thai tang kieu la lai nghiem bach khuc quan kim ton luc mac thach nong tong ma giang hua au vi khong than tieu cu cung y'
  ).split(' '),
)
const titles =
  /^(?:(?:GS|PGS|TS|ThS|Ths|BS|CK\s?I+|BSCK\s?I+|BSCKI+|KS|CN|Đ\/c|Đại tá|Thượng tá|Trung tá|Thiếu tá|Đại tướng|Thượng tướng|Trung tướng|Thiếu tướng|Đại úy|Thượng úy|Luật sư|Ông|Bà)(?![\p{L}])[.,:]?\s*)+/u

/**
 * Who signed, from the pieces that stand in the signature's column, top to bottom. Authority is the line of TM., TL. or TUQ.;
 * KT. belongs to the position, which may take several lines ("KT. CHỦ TỊCH / PHÓ CHỦ TỊCH").
 * @returns null where neither authority, position nor a name stands there
 */
export function readSigner(pieces: readonly Piece[]): Signer | null {
  let authority: string | null = null
  const positions: string[] = []
  let name: string | null = null
  for (const line of pieces.flatMap(splitRun)) {
    const text = words(line).replace(/[\s,;]+$/, '')
    if (text === '' || isRule(text) || signedMark.test(fold(text))) continue
    const folded = fold(text)
    if (onBehalf.test(folded) && authority === null && positions.length === 0) authority = text
    else if (
      (instead.test(folded) || position.test(folded)) &&
      (isCapitals(text) || instead.test(folded) || (positions.length === 0 && isShortPosition(text)))
    ) {
      if (name !== null) break
      positions.push(text)
    } else if (isName(text, authority !== null || positions.length > 0)) {
      name ??= text.replace(titles, '')
      break
    } else if (isCapitals(text) && /\s/.test(text) && /^[\p{L}\s,.&-]+$/u.test(text)) {
      if (positions.length > 0) positions.push(text)
      else if (authority !== null) authority = `${authority} ${text}`
    }
  }
  if (authority === null && positions.length === 0 && name === null) return null
  return { authority, position: positions.length > 0 ? positions.join(' ') : null, name }
}

/** "Giám đốc", "Trưởng phòng": a position in small letters is the whole line. */
function isShortPosition(text: string): boolean {
  return /^\p{Lu}\p{Ll}+(?:\s\p{Ll}+){1,3}$/u.test(text)
}

/** Lines that a web page or a scan ran together: "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Trần Văn An". */
function splitRun(piece: Piece): string[] {
  if (!looksSigned(piece.text)) return [piece.text]
  const name = /^((?:[\p{Lu}.,/&-]+\s+)+)(\p{Lu}\p{Ll}+(?:\s+\p{Lu}\p{Ll}*){1,5})$/u.exec(words(piece.text))
  const position = name?.[1] ?? piece.text
  const parts = position
    .trimEnd()
    .split(/\s+(?=(?:KT|TL|TUQ|Q)\s?\.|K\/T\s)/u)
    .flatMap((part) => {
      const run = behalfRun.exec(part)
      return run?.[1] === undefined || run[2] === undefined ? [part] : [run[1], run[2]]
    })
  return name?.[2] === undefined ? parts : [...parts, name[2]]
}

/** "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH", "TL. CHỦ TỊCH CHÁNH VĂN PHÒNG": on whose behalf, then the signer's own position. */
const behalfRun =
  /^((?:TM|T\/M|TL|T\/L|TUQ|T\/U\/Q)[\s./]+\S+(?:\s+\S+){0,12}?)\s+((?:PHÓ\s+)?(?:TỔNG\s+)?(?:(?<!ĐOÀN\s)CHỦ\s+TỊCH|BÍ\s+THƯ|GIÁM\s+ĐỐC|CHÁNH|CHỦ\s+NHIỆM|(?:HIỆU|CỤC|VỤ|VIỆN)\s+TRƯỞNG|(?<!(?:BỘ|HIỆU|CỤC|VỤ|VIỆN|THỦ|THỨ)\s)TRƯỞNG)(?!\p{L}).*)$/u

/** Whether words are a person's name by themselves: a known surname, then names with capitals. */
export function looksNamed(text: string): boolean {
  return isName(text, false) && !isCapitals(text)
}

/** Two to six words with capitals; without a position above, only with a known surname. */
function isName(text: string, expected: boolean): boolean {
  const bare = text.replace(titles, '')
  const parts = bare.split(/\s+/)
  if (parts.length < 2 || parts.length > 6) return false
  const known = surnames.has(fold(parts[0] ?? ''))
  if (parts.every((part) => /^\p{Lu}\p{Ll}*(?:[-’'.]\p{L}+)?$/u.test(part)))
    return known || (expected && !isCapitals(bare))
  return known && isCapitals(bare) && !position.test(fold(bare))
}
