import type { Span } from '../model.ts'
import { isCapitals, isRule, words, type Line, type Piece } from '../text/lines.ts'
import { collapse, fold } from '../text/normalise.ts'
import { isSyllable } from '../text/syllables.ts'
import { agencyHeads } from '../vocabulary.ts'

export interface Subject extends Span {
  text: string
}

// What begins a body, not a subject's next line.
const opening =
  /^(?:can\s+c[uy]|thuc\s+hien|theo|xet|de\s|ngay\s+\d|trong|nham|kinh\s+gui|sau\s+khi|phan\s+(?:[ivx\d]|thu\s)|chuong\s+[ivx\d]|dieu\s+\d|muc\s+\d|tiep\s+tuc|tren\s+co\s+so|vua\s+qua|thoi\s+gian|hien\s+nay|uy\s+ban|ubnd|so\s|phong\s|bo\s|quoc\s+hoi|chinh\s+phu|\(?ban\s+hanh\s+kem|\(?kem\s+theo|noi\s+nhan|hom\s+nay|tai\s|chung\s+toi|[ivx]{1,4}[.)]\s|[1a][.)]\s|[-+–]\s)/

/**
 * The subject under the name of the type: its lines down to a blank line, a rule, an agency in capitals or the body. A blank
 * line does not end it where the next line plainly goes on ("…đến năm 2020,⏎⏎tầm nhìn đến năm 2025").
 */
export function readSubjectAfterType(
  text: string,
  lines: readonly Line[],
  typeLine: Span & { line: Line; type: string },
): Subject | null {
  const taken: Piece[] = []
  const rest = restOfLine(text, typeLine)
  const below = lines.slice(typeLine.line.index + 1)
  if (rest && !(qualifier.test(fold(rest.text)) && isCapitals(rest.text))) taken.push(rest)
  let blank = false
  for (const [at, line] of below.entries()) {
    const piece = line.pieces.length > 0 ? { start: line.start, end: line.end, text: line.text } : null
    if (!piece || words(piece.text) === '') {
      blank = true
      continue
    }
    if (isRule(piece.text)) {
      if (taken.length > 0) break
      continue
    }
    if (taken.length === 0 && draftMark.test(fold(piece.text))) continue
    if (isSpeck(piece.text)) continue
    // "QUYẾT ĐỊNH ⏎ CỦA ỦY BAN NHÂN DÂN TỈNH ⏎ Về việc …": whose it is, then the subject.
    if (taken.every((one) => ofAgency.test(fold(one.text))) && about.test(fold(words(piece.text))))
      taken.length = 0
    const last = taken.at(-1)
    if (last && (!goesOn(last.text, piece.text, blank) || enactsBelow(last.text, below, at))) break
    if (!last && opensBody(piece.text, typeLine.type)) break
    taken.push(piece)
    blank = false
    if (taken.length >= 14) break
  }
  return join(taken)
}

/** Words behind a type that say which of its kind, the subject standing below: "KẾ HOẠCH LIÊN NGÀNH", "KẾT LUẬN THANH TRA". */
const qualifier =
  /^(?:lien\s+(?:nganh|tich|co\s+quan)|hanh\s+dong|thanh\s+tra|kiem\s+tra|tom\s+tat|cong\s+tac|phoi\s+hop|tham\s+(?:tra|dinh)|giai\s+trinh)$/
const draftMark = /^\W*du\s+thao(?:\s+lan\s+\S+)?\W*$/

/** Bodies and officers that enact in a line of their own, which a subject may name too ("… KIỆN TOÀN ⏎ HỘI ĐỒNG …"). */
const enacters =
  /^(?:uy\s+ban\s+thuong\s+vu|hoi\s+dong|tong\s+(?:kiem\s+toan|thanh\s+tra)|chanh\s+(?:an|van\s+phong|thanh\s+tra)|vien\s+truong|thong\s+doc|ban\s+(?:chap\s+hanh|thuong\s+vu|thuong\s+truc|bi\s+thu|giam\s+hieu)|bo\s+chinh\s+tri|truong\s+ban|chi\s+cuc\s+truong|chu\s+nhiem|bi\s+thu|thuong\s+truc|tu\s+lenh|toa\s+an)/
const openVerb =
  /\s(?:thanh\s+lap|kien\s+toan|ban\s+hanh|to\s+chuc|phe\s+duyet|bau|cua|tai|den|voi|va|giua|thuoc|cho)$/

/** Whether a line in capitals names who enacts: the bases stand right below it. */
function enactsBelow(above: string, below: readonly Line[], at: number): boolean {
  const text = words(below[at]?.text ?? '')
  if (!isCapitals(text) || !enacters.test(fold(text)) || openVerb.test(fold(words(above)))) return false
  const next = below
    .slice(at + 1)
    .map((line) => words(line.text))
    .find((shown) => shown !== '' && /\p{Ll}/u.test(shown))
  return next !== undefined && /^(?:can\s+c[uy]|theo|xet|thuc\s+hien|de\s)/.test(fold(next))
}

const ofAgency = new RegExp(`^\\W*cua\\s+${agencyHeads}\\b`)
const about = /^(?:ve\s|v\/v\s)/

/** What a scan made of a rule or a stain: no word, no number. */
function isSpeck(line: string): boolean {
  const shown = words(line.replace(/[^\p{L}\d\s]/gu, ' '))
  return shown.length <= 4 && !shown.split(' ').some((word) => isSyllable(word) || /^[\dIVX]+$/.test(word))
}

function restOfLine(text: string, typeLine: Span & { line: Line }): Piece | null {
  const raw = text.slice(typeLine.end, typeLine.line.end)
  const shown = raw.replace(/^[\s*#_:.–-]+/, '')
  if (shown === '' || isRule(shown)) return null
  const start = typeLine.end + raw.length - shown.length
  return { start, end: start + shown.trimEnd().length, text: shown.trimEnd() }
}

const enacting =
  /^(?:uy\s+ban\s+nhan\s+dan|ubnd|hoi\s+dong\s+nhan\s+dan|hdnd|chinh\s+phu|thu\s+tuong|quoc\s+hoi|chu\s+tich|bo\s+truong|giam\s+doc|tong\s+giam\s+doc|hieu\s+truong|truong\s+phong|cuc\s+truong|tong\s+cuc\s+truong)\b/

/** A first line is a subject unless it is plainly something else; a law's title may be an agency's name ("LUẬT ⏎ THANH TRA"). */
function opensBody(line: string, type: string): boolean {
  const folded = fold(words(line))
  if (/^(?:can\s+c[uy]|kinh\s+gui|dieu\s+\d|chuong\s+[ivx\d])/.test(folded)) return true
  return enacting.test(folded) && isCapitals(line) && !/luật|lệnh/iu.test(type)
}

function goesOn(above: string, line: string, afterBlank: boolean): boolean {
  const shown = words(line)
  const folded = fold(shown)
  if (/^[\p{Ll}]/u.test(shown) && !/^(?:\(|[a-d1-9][.)]\s)/.test(folded)) return true
  if (
    /[,;–-]$|\s(?:và|của|về|các|tại|cho|trên|của các)$/iu.test(words(above)) &&
    !/^(?:can\s+c[uy]|kinh\s+gui)/.test(folded)
  )
    return true
  // "… lần thứ / III"
  if (!afterBlank && /^[IVX]{1,5}$/.test(shown)) return true
  // "… giai đoạn 2021 / - 2025"
  if (!afterBlank && /\d{4}$/.test(above) && /^[-–]\s*(?:19|20)\d\d(?!\d)/.test(shown)) return true
  if (enacting.test(folded) && isCapitals(shown)) return false
  if (/^(?:\(?ban\s+hanh\s+kem|\(?kem\s+theo|\(?thuc\s+hien\s+tu)/.test(folded)) return false
  if (afterBlank || opening.test(folded)) return subjectNamesMore(above, shown, folded, afterBlank)
  if (isCapitals(shown) !== isCapitals(words(above)) && isCapitals(shown)) return false
  // A subject's line is short; a body's paragraph is long or ends like a sentence.
  return shown.length < 160 && !/[.:;]$/.test(shown)
}

/** "… của Phòng Giáo dục⏎Sở Y tế": a name broken after "của" was met above; here only a capitalised name after an open phrase. */
function subjectNamesMore(above: string, shown: string, folded: string, afterBlank: boolean): boolean {
  if (afterBlank) return false
  if (
    !/^(?:uy\s+ban|ubnd|so\s|phong\s|bo\s|quoc\s+hoi|chinh\s+phu)/.test(folded) ||
    isCapitals(shown) !== isCapitals(above)
  )
    return false
  return (
    shown.length < 120 &&
    !/[.:;,]$/.test(shown) &&
    !/\b(?:ban hanh|yeu cau|de nghi|huong dan|thong bao|bao cao|xay dung)\b/.test(folded)
  )
}

function join(pieces: readonly Piece[]): Subject | null {
  const first = pieces[0]
  const last = pieces.at(-1)
  if (!first || !last) return null
  // A scan loses the big V of "Về việc".
  const text = collapse(pieces.map((piece) => words(piece.text)).join(' '))
    .replace(/^[-–:\s]+/, '')
    .replace(/^[^\p{L}]{0,2}\S{0,2}\s+việc\s/u, 'Về việc ')
  return text === '' ? null : { text, start: first.start, end: last.end }
}

// A scan reads the slash as something else or not at all: "Vv", "V/y", "VIv"; such only opens a line or follows the symbol.
const vv =
  /(?:^|[\n|\t(*]|\s)(v\s*\/\s*v|ve\s+viec|(?:(?<=[\n|\t]\s*)v\s?[/il1!\\]?|(?<=[a-z\d]\s)v\s?[il1!\\])\s?[vy](?=\s[a-z]))\s*[:.]?\s*/g

/**
 * The subject of a công văn: behind "V/v" in the left column, down to a blank line or "Kính gửi"; what the right column has
 * on the same lines (motto, date) is left out.
 */
export function readSubjectVv(
  text: string,
  folded: string,
  lines: readonly Line[],
  stop: number,
  taken: readonly Span[],
): Subject | null {
  vv.lastIndex = 0
  const found = vv.exec(folded)
  if (!found || found.index > stop) return null
  const start = found.index + found[0].length
  const first = lines.find((line) => line.end >= start)
  if (!first) return null
  const pieces: Piece[] = []
  const opened = first.pieces.find((piece) => piece.end > start)
  if (opened)
    pieces.push(
      ...without({ start, end: opened.end, text: text.slice(start, opened.end) }, taken).slice(0, 1),
    )
  let blank = false
  for (const line of lines.slice(first.index + 1)) {
    if (line.start >= stop || /^\s*(?:kinh\s+gui)/.test(fold(line.text))) break
    const left = line.pieces[0]
    if (!left || isRule(left.text)) {
      blank = true
      continue
    }
    const [part] = without(left, taken)
    if (!part) continue
    if (blank && !/^[\p{Ll}(]/u.test(part.text)) break
    if (line.indent > first.indent + 24 && line.pieces.length === 1) break
    pieces.push(part)
    blank = false
    if (pieces.length >= 12) break
  }
  return join(pieces)
}

function without(piece: Piece, taken: readonly Span[]): Piece[] {
  const hit = taken.find((span) => span.start < piece.end && span.end > piece.start)
  if (!hit) return [piece]
  const kept = piece.text.slice(0, Math.max(0, hit.start - piece.start)).trim()
  return kept === '' ? [] : [{ start: piece.start, end: piece.start + kept.length, text: kept }]
}
