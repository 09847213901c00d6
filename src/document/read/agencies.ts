import type { Span } from '../model.ts'
import { isCapitals, isRule, words, type Line, type Piece } from '../text/lines.ts'
import { fold } from '../text/normalise.ts'
import { agencyHeads, findType } from '../vocabulary.ts'

export interface Named extends Span {
  text: string
}
export interface Agencies {
  parent: Named | null
  agency: Named | null
}

interface Place {
  motto: Span | null
  /** what is read already: motto, number, date, subject */
  taken: readonly Span[]
  /** where the type or the body begins */
  limit: number
  numberAt: number | null
}

/**
 * Issuing agency and the one above it. They stand left of the national motto, or above it, in capitals; names go over
 * several lines. Stamps of signing software above the head ("TRUNG TÂM CÔNG BÁO…", an address, a time) are not theirs.
 */
export function readAgencies(lines: readonly Line[], place: Place): Agencies {
  const candidates = agencyPieces(lines, place)
  const groups: Named[] = []
  for (const piece of candidates.flatMap(splitJoined)) {
    const text = words(piece.text)
      .replace(/[_–—=-]{2,}/g, ' ')
      .replace(/\s+/g, ' ')
      .trim()
    const last = groups.at(-1)
    if (last && continues(last.text, text)) {
      last.text = `${last.text} ${text}`
      last.end = piece.end
    } else groups.push({ text, start: piece.start, end: piece.end })
  }
  // What begins as no agency does, above one that does, is a page's menu or a stamp.
  const known = groups.filter((group) => head.test(fold(group.text)))
  const all = known.length > 0 ? known : groups
  return { parent: all.at(-2) ?? null, agency: all.at(-1) ?? null }
}

// Behind "HẢI", "QUỐC", "VĂN", "CƠ", "MÔI" these words begin no agency.
const innerHead =
  /\s(?=(?:(?<!\bCƠ\s)SỞ|(?<!\b(?:HẢI|QUỐC|VĂN|ĐỀ|DỰ|XÉT)\s)PHÒNG|TRƯỜNG\s+(?:TH|MẦM|TIỂU|TRUNG|ĐẠI|CAO|MN|PT|CHÍNH)\S*|TRUNG\s+TÂM|CHI\s+CỤC|CÔNG\s+ĐOÀN|CHI\s+BỘ|BỆNH\s+VIỆN|TRẠM\s+Y|BAN\s+(?:CHỈ|TUYÊN|TỔ|QUẢN|DÂN|TIẾP|THI|CHẤP|THƯỜNG|NỘI))\s+\p{Lu}|(?:VĂN\s+PHÒNG|THANH\s+TRA)(?:\s|$))/gu
const outerHead =
  /^(?:UBND|ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|BỘ|SỞ|(?:TỈNH|THÀNH|HUYỆN|QUẬN|THỊ|ĐẢNG)\s(?:ỦY|UỶ|BỘ)|LIÊN ĐOÀN|PHÒNG (?:GD|GIÁO))(?:\s|&)/u

/** Two agencies on one line, as web pages join them: "UBND TỈNH ĐỒNG XANH SỞ NỘI VỤ -------". */
function splitJoined(piece: Piece): Piece[] {
  // "UBND TỈNH ĐỒNG XANH **SỞ NỘI VỤ**": what is bold is a name of its own.
  const bold = /\S\s*\*\*(?=\p{Lu})/u.exec(piece.text)
  if (bold) {
    const cut = piece.start + bold.index + 1
    return [sub(piece, piece.start, cut), sub(piece, cut, piece.end)].flatMap(splitJoined)
  }
  if (!outerHead.test(piece.text)) return [piece]
  const cut = [...piece.text.matchAll(innerHead)].map((match) => match.index).at(-1)
  return cut === undefined
    ? [piece]
    : [sub(piece, piece.start, piece.start + cut), sub(piece, piece.start + cut, piece.end)]
}

const head = new RegExp(`^${agencyHeads}\\b`)
/** Heads that say nothing alone: the name goes on below ("VĂN PHÒNG / CHÍNH PHỦ", "BAN CHẤP HÀNH / ĐẢNG BỘ TỈNH"). */
const bareHead =
  /^(?:van phong|ban chi dao|ban quan ly|ban chap hanh|hoi dong|uy ban|truong|trung tam|cuc|chi cuc|vien|benh vien|bo truong|chu tich|lien bo)$/

function continues(above: string, text: string): boolean {
  const upper = fold(above)
  const lower = fold(text)
  if (/(?:\b(?:va|cua|cac|nuoc|dan toc)|[,&–-])$/.test(upper) || /^(?:va|&|-|–)\s/.test(lower)) return true
  // A cell broken to a narrow width: "ỦY / BAN NHÂN DÂN", "HỘI / ĐỒNG NHÂN DÂN".
  if (bareHead.test(upper) || !upper.includes(' ')) return true
  // Two ministries side by side issue together.
  if (/^bo\s/.test(upper) && /^bo\s/.test(lower)) return true
  return !head.test(lower)
}

function agencyPieces(lines: readonly Line[], place: Place): Piece[] {
  const before = lines.filter((line) => line.start < place.limit)
  const mottoLine = place.motto ? before.findIndex((line) => line.end >= (place.motto?.end ?? 0)) : -1
  if (place.motto && mottoLine >= 0) {
    const left = beside(before, mottoLine, place)
    if (left.length > 0) return left
    const above = aboveMotto(before.slice(0, mottoLine + 1), place)
    if (above.length > 0) return [...above, ...interleaved(before.slice(mottoLine + 1), place)]
    return leading(before.slice(mottoLine), place)
  }
  return place.numberAt === null
    ? []
    : aboveMotto(
        before.filter((line) => line.start < (place.numberAt ?? 0)),
        place,
      )
}

/** Columns joined line by line: what stands left of motto, creed and on down to the number; the line right above too. */
function beside(lines: readonly Line[], mottoLine: number, place: Place): Piece[] {
  const line = lines[mottoLine]
  const mottoStart = place.motto?.start ?? 0
  if (!line) return []
  const own = agencyParts(line, place).filter((piece) => piece.end <= mottoStart)
  if (own.length === 0) return []
  const above: Piece[] = []
  for (let i = mottoLine - 1; i >= 0 && i >= mottoLine - 2; i--) {
    const previous = lines[i]
    const parts = previous && !isStamp(previous.text) ? agencyParts(previous, place) : []
    if (!previous || previous.pieces.length === 0 || parts.length === 0) break
    above.unshift(...parts)
  }
  const below: Piece[] = []
  for (const next of lines.slice(mottoLine + 1, mottoLine + 8)) {
    if (place.numberAt !== null && next.start >= place.numberAt) break
    below.push(...agencyParts(next, place).slice(0, 1))
  }
  return [...above, ...own, ...below]
}

/** Columns one below the other: all that stands above the motto, up to a stamp. */
function aboveMotto(lines: readonly Line[], place: Place): Piece[] {
  const found: Piece[] = []
  for (const line of [...lines].reverse()) {
    if (isStamp(line.text)) break
    const parts = agencyParts(line, place).filter(
      (piece) => place.motto === null || piece.end <= place.motto.start,
    )
    // A line of words above the agencies is a page's menu or title; the head begins below it.
    if (parts.length === 0 && found.length > 0 && hasOtherWords(line, place)) break
    const shouted = found.some((piece) => isCapitals(words(piece.text)))
    if (shouted && parts.length > 0 && !parts.some((piece) => isCapitals(words(piece.text)))) break
    found.unshift(...parts)
  }
  return found
}

/** Columns read line by line, one line below the other: "ỦY BAN NHÂN DÂN / CỘNG HÒA … / TỈNH ĐỒNG XANH / Độc lập …". */
function interleaved(lines: readonly Line[], place: Place): Piece[] {
  if (place.numberAt === null) return []
  const numberAt = place.numberAt
  return lines
    .filter((line) => line.start < numberAt)
    .flatMap((line) => agencyParts(line, place))
    .filter((piece) => isCapitals(words(piece.text)))
}

function hasOtherWords(line: Line, place: Place): boolean {
  return line.pieces
    .flatMap((piece) => cutOut(piece, place.taken))
    .some((piece) => /\p{Ll}{2}/u.test(piece.text) && !isRule(piece.text))
}

function leading(lines: readonly Line[], place: Place): Piece[] {
  const found: Piece[] = []
  for (const line of lines) {
    if (place.numberAt !== null && line.start >= place.numberAt && found.length > 0) break
    found.push(...agencyParts(line, place))
  }
  return found
}

/** Marks of signing software and web pages: an address, a time, "Ký bởi". */
function isStamp(text: string): boolean {
  return /@|\d{1,2}[:.]\d{2}[:.]\d{2}|\+07:00|https?:|www\.|^\s*K[ýy]\s+b[ởo]i|Th[ờo]i\s+gian\s+k[ýy]/iu.test(
    text,
  )
}

/** The parts of a line that can be an agency's name, with what is read already cut out. */
function agencyParts(line: Line, place: Place): Piece[] {
  return line.pieces
    .flatMap((piece) => cutOut(piece, place.taken))
    .filter((piece) => isAgencyName(piece.text))
}

function isAgencyName(text: string): boolean {
  const shown = words(text)
    .replace(/[_–—-]{2,}/g, '')
    .trim()
  if (isRule(shown) || shown.length < 2 || shown.length > 140 || /[@{}<>=;/]|\d{3}/.test(shown)) return false
  if (
    findType(shown) ||
    /^(?:hoa toc|thuong khan|khan|mat|toi mat|tuyet mat|du thao|ban sao|sao y|luu hanh|cong bao)\b/.test(
      fold(shown),
    )
  )
    return false
  if (isCapitals(shown)) return shown.length > 2 || /^(?:ỦY|UỶ|SỞ|BỘ)$/.test(shown)
  // Some offices write theirs in small letters ("UBND huyện Phong Điền"); then it must begin as agencies do.
  return shown.length < 60 && /^\p{Lu}/u.test(shown) && head.test(fold(shown)) && !/[,.:]/.test(shown)
}

function cutOut(piece: Piece, taken: readonly Span[]): Piece[] {
  let parts: Piece[] = [piece]
  for (const span of taken) {
    parts = parts.flatMap((part) => {
      if (span.end <= part.start || span.start >= part.end) return [part]
      return [sub(part, part.start, span.start), sub(part, span.end, part.end)].filter(
        (rest) => rest.text.trim() !== '',
      )
    })
  }
  return parts
}

function sub(piece: Piece, start: number, end: number): Piece {
  if (end <= start) return { start, end: start, text: '' }
  const raw = piece.text.slice(start - piece.start, end - piece.start)
  const lead = raw.length - raw.trimStart().length
  const text = raw.trim()
  return { start: start + lead, end: start + lead + text.length, text }
}
