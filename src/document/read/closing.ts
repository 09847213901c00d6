import type { Purpose, Recipient, Signer, Span } from '../model.ts'
import { isCapitals, isRule, splitLines, words, type Line, type Piece } from '../text/lines.ts'
import { collapse, fold, type Normalised } from '../text/normalise.ts'
import { looksNamed, looksSigned, readSigner } from './signer.ts'

export interface Closing {
  recipients: Recipient[]
  signer: Signer | null
  /** from the line of "Nơi nhận" (or of the signature) to the last line read; null where a text has neither */
  span: Span | null
}

const heading =
  /noi\s{1,4}(?:[.‹›'`,]\s)?(?:nhan|gui)(?=[ \t*_]{0,4}(?::|[\n|\t]|\s{3}|$))|[a-z]{1,2}[o0]i\s{1,3}n[a-z]{2}[nmu]\s?[:;.,](?=\s)/g
/** The longest list met has 41 lines; what stands further down is no recipient. */
const maxLines = 90

/** Recipients and signature: what stands under the text. Columns joined by bars, tabs, blanks, or one below the other. */
export function readClosing(doc: Normalised): Closing {
  const at = findHeading(doc) ?? findLostHeading(doc)
  if (at === null) return signatureOnly(doc)
  const lineStart = doc.text.lastIndexOf('\n', at) + 1
  const lines = splitLines(doc.text, lineStart, blockEnd(doc, lineStart)).slice(0, maxLines)
  const columns = partColumns(doc.text, lines, at)
  const recipients = columns.recipients.map(toRecipient).filter((recipient) => recipient !== null)
  const first = behalfAbove(doc, lineStart)
  const below = readSigner(first ? [first, ...columns.signature] : columns.signature)
  const above = below ? null : readSigner(piecesAbove(doc, lineStart))
  const last = Math.max(columns.end, ...recipients.map((recipient) => recipient.end))
  return { recipients, signer: below ?? above, span: { start: first?.start ?? lineStart, end: last } }
}

/** The first "Nơi nhận" that opens a line or a cell. What stands before it is looked at apart: a pattern that began with blanks would take the square of their number. */
function findHeading(doc: Normalised): number | null {
  let second: number | null = null
  for (const match of doc.folded.matchAll(heading)) {
    const opens = /(?:^|[\n|\t]|\s{2})[ *_]{0,4}$/.test(
      doc.folded.slice(Math.max(0, match.index - 8), match.index),
    )
    if (!opens) continue
    const usual = match[0].startsWith('noi') && /nhan\s*$/.test(match[0])
    const after = doc.folded.slice(match.index + match[0].length, match.index + match[0].length + 300)
    if (usual && /^[ \t*_]{0,4}:/.test(after)) return match.index
    // Without a colon only a list under it makes it a heading; forms and guides write the words too. A misread one, and "Nơi
    // gửi", need it as well, and stand back behind a usual one.
    if (!/^[ \t*_]{0,4}:?[^\n]{0,160}\s{0,20}[\s*_|]{0,20}[-–—+~_=][\s._-]{0,2}[a-z]/.test(after)) continue
    if (usual) return match.index
    second ??= match.index
  }
  return second
}

// "Lưu: VT", "Lưu VT", "Lưu Văn thư"; "lưu trữ" and "lưu ý" are words of a body.
const archiveLine =
  /\n[ \t|]{0,60}[-–—+~_=.*']{0,3}[ ]?luu(?:\s?[:;.]\s?[a-z]{2}|\s(?:vt|vp|hs|van\s+thu)(?![a-z]))/g

/** A scan that lost the heading altogether still has the list: lines with dashes above "- Lưu: VT". */
function findLostHeading(doc: Normalised): number | null {
  const last = [...doc.folded.matchAll(archiveLine)].at(-1)
  if (!last) return null
  let at = last.index + 1
  let items = 0
  for (let tries = 0; tries < maxLines && at > 0; tries++) {
    const start = doc.text.lastIndexOf('\n', at - 2) + 1
    const line = doc.text.slice(start, at - 1).trim()
    if (line !== '' && !dash.test(line) && !/[;:]$|^\d{1,3}$/.test(line)) break
    if (dash.test(line)) items++
    if (line !== '') at = start
    else if (start === 0) break
    else {
      // One blank line between items is a scan's; two end the list.
      const above = doc.text.lastIndexOf('\n', start - 2) + 1
      if (doc.text.slice(above, start - 1).trim() === '') break
      at = start
    }
  }
  if (items === 0) return null
  // What is left of the heading has the signature's first line beside it.
  const above = doc.text.lastIndexOf('\n', at - 2) + 1
  const lost = lostHeading.exec(doc.text.slice(above, Math.max(above, at - 1)))
  return lost?.[1] !== undefined && looksSigned(lost[1]) ? above : at
}

const lostHeading = /^\s*\S{1,8}(?:\s+\S{2,8})?\s*[:;.,]?\s+(\p{Lu}{1,3}[\p{Lu}.].*)$/u

const nextDocument =
  /\n[ \t|]{0,40}(?:phu\s+luc|cong\s+hoa\s+xa\s+hoi|[^\n]{0,80}cong\s+hoa\s+xa\s+hoi\s+chu\s+nghia|chuong\s+(?:i|1)\b|dieu\s+1\.|mau\s+so|bieu\s+so|danh\s+sach|quy\s+(?:dinh|che)\s*\n)/g

function blockEnd(doc: Normalised, from: number): number {
  nextDocument.lastIndex = from + 40
  return nextDocument.exec(doc.folded)?.index ?? doc.text.length
}

interface Columns {
  recipients: Piece[]
  signature: Piece[]
  end: number
}

/** What opens an item; a scan reads a hyphen as a swung dash, an equals sign or a rule. Two stars are bold letters. */
const dash = /^(?:[-–—+•∙●▪~=»¬]|\*(?!\*)|_(?!_))(?!\d)/
const signing = /^(?:t\s?[./]?\s?m|k\s?[./]?\s?t|t\s?[./]?\s?l|tuq|t\s?[./]?\s?u\s?[./]?\s?q|q)\s*[./]/

/** Tells the left column from the right, line by line. */
function partColumns(text: string, lines: readonly Line[], headingAt: number): Columns {
  const rightEdge = rightColumn(text, lines)
  const state: LeftState = {
    items: [],
    open: null,
    closed: false,
    signature: [],
    signed: false,
    end: headingAt,
  }
  for (const line of lines) {
    for (const [i, piece] of line.pieces.entries()) {
      const here = line.index === 0 ? afterHeading(piece, headingAt) : piece
      if (!here || isRule(here.text)) continue
      const right = isRight(text, line, here, i, rightEdge, state.items.length > 0 || state.open !== null)
      if (right) state.signature.push(here)
      else if (state.closed && !dash.test(here.text)) takeBelow(state, here)
      else takeLeft(state, here)
      state.end = here.end
    }
    if (state.signed || (state.closed && state.signature.length >= 12)) break
  }
  if (state.open) state.items.push(state.open)
  return { recipients: state.items, signature: state.signature, end: state.end }
}

/** What follows "Nơi nhận:" on its own line: the first recipient, or the right column's first words. */
function afterHeading(piece: Piece, headingAt: number): Piece | null {
  if (piece.end <= headingAt) return piece
  if (piece.start > headingAt + 4) return piece
  const heading =
    /^.{0,4}?\p{L}{1,2}i\s+(?:\S\s)?(?:n\p{L}{2,3}|g\p{L}i)\s*[*_]*\s*[:;.,]?\s*[*_]*\s*/iu.exec(piece.text)
  // No heading where a scan lost it: the list begins with its first item.
  if (!heading && dash.test(piece.text)) return piece
  const rest = heading?.[0].length ?? piece.text.length - (lostHeading.exec(piece.text)?.[1]?.length ?? 0)
  return rest >= piece.text.length
    ? null
    : { start: piece.start + rest, end: piece.end, text: piece.text.slice(rest) }
}

interface LeftState {
  items: Piece[]
  open: Piece | null
  closed: boolean
  signature: Piece[]
  /** whether the signer's name stood below the list: what follows is another text, as of a web page */
  signed: boolean
  /** where the last piece read ended */
  end: number
}

/** A line below "Lưu": its last words that the column broke, or the signature. */
function takeBelow(state: LeftState, piece: Piece): void {
  const last = state.items.at(-1)
  if (last?.end === state.end && /^\p{Ll}/u.test(piece.text) && !/[.;]\s*$/.test(last.text)) {
    state.items[state.items.length - 1] = {
      start: last.start,
      end: piece.end,
      text: `${last.text} ${piece.text}`,
    }
    return
  }
  state.signature.push(piece)
  if (looksNamed(words(piece.text))) state.signed = true
}

function takeLeft(state: LeftState, piece: Piece): void {
  // A narrow page left the dash of the next item at the end of the line.
  const broken = /(?<=[;,])\s*[-–]$/.exec(piece.text)
  if (broken) {
    takeLeft(state, { ...piece, end: piece.start + broken.index, text: piece.text.slice(0, broken.index) })
    if (state.open) state.items.push(state.open)
    state.open = { start: piece.end - 1, end: piece.end, text: '-' }
    return
  }
  // Items side by side on one line, as a web page joins them: "- Như trên; - Các phòng; - Lưu: VT."
  const next = /(?:;\s*[-–]\s*|[,.]\s+[-–]\s+)(?=\p{L})/u.exec(piece.text)
  if (next) {
    const cut = piece.start + next.index + 1
    takeLeft(state, { start: piece.start, end: cut, text: piece.text.slice(0, next.index + 1) })
    const rest = piece.text.slice(next.index + 1).trimStart()
    takeLeft(state, { start: piece.end - rest.length, end: piece.end, text: rest })
    return
  }
  const signed = /\s((?:TM|TL|KT|TUQ)\s?\.\s*\p{Lu}.*)$/su.exec(piece.text)?.[1]
  if (signed !== undefined) {
    state.signature.push({ start: piece.end - signed.length, end: piece.end, text: signed })
    const kept = piece.text.slice(0, -signed.length).trimEnd()
    if (dash.test(kept)) takeLeft(state, { start: piece.start, end: piece.start + kept.length, text: kept })
    return
  }
  // One blank parted the columns in a scan: "- Các Phòng chức năng SYT; PHÓ GIÁM ĐỐC", "- Lưu: VT. Nguyễn Văn A".
  const tail = /[;.]\s+(\S.*)$/su.exec(piece.text)
  const tailText = tail?.[1]
  if (
    tail &&
    tailText !== undefined &&
    dash.test(piece.text) &&
    ((isCapitals(tailText) && looksSigned(tailText)) || looksNamed(tailText))
  ) {
    state.signature.push({ start: piece.end - tailText.length, end: piece.end, text: tailText })
    takeLeft(state, {
      start: piece.start,
      end: piece.start + tail.index + 1,
      text: piece.text.slice(0, tail.index + 1),
    })
    return
  }
  if (dash.test(piece.text)) {
    if (state.open) state.items.push(state.open)
    state.open = { ...piece }
    state.closed = false
  } else if (
    state.open &&
    !/[;.]\s*$/.test(state.open.text) &&
    !(isArchive(state.open.text) && looksNamed(words(piece.text)))
  ) {
    state.open = { start: state.open.start, end: piece.end, text: `${state.open.text} ${piece.text}` }
  } else if (state.open === null && !state.closed) {
    state.items.push(...splitItems(piece))
    if (/^\s*l[uư]u\b/iu.test(state.items.at(-1)?.text ?? '')) state.closed = true
  } else if (!state.closed && /;$/.test(piece.text) && !looksSigned(piece.text)) {
    // An item whose dash was lost, or read as something else.
    if (state.open) state.items.push(state.open)
    state.open = {
      ...piece,
      text: piece.text.replace(/^[^\p{L}\d(]{1,3}/u, (lost) => '-'.padEnd(lost.length)),
    }
  } else {
    state.signature.push(piece)
  }
  if (state.open && isArchive(state.open.text) && !/[,:]\s*$/.test(state.open.text)) {
    state.items.push(state.open)
    state.open = null
    state.closed = true
  }
}

/** A list without dashes: one a line, or several parted by semicolons. */
function splitItems(piece: Piece): Piece[] {
  const items: Piece[] = []
  let from = 0
  for (const part of piece.text.split(';')) {
    const lead = part.length - part.trimStart().length
    const text = part.trim()
    if (text !== '')
      items.push({ start: piece.start + from + lead, end: piece.start + from + lead + text.length, text })
    from += part.length + 1
  }
  return items
}

function isArchive(text: string): boolean {
  return /^[\s\-–—+•*.]*luu\b/.test(fold(text))
}

/** Where the right column begins, from lines that have both; null where none has. */
function rightColumn(text: string, lines: readonly Line[]): number | null {
  let edge: number | null = null
  for (const line of lines) {
    const second = line.pieces[1]
    if (
      !second ||
      text.slice(line.start, second.start).includes('|') ||
      text.slice(line.start, second.start).includes('\t')
    )
      continue
    const column = second.start - (text.lastIndexOf('\n', second.start) + 1)
    edge = edge === null ? column : Math.min(edge, column)
  }
  return edge
}

function isRight(
  text: string,
  line: Line,
  piece: Piece,
  place: number,
  edge: number | null,
  begun: boolean,
): boolean {
  const lineStart = text.lastIndexOf('\n', piece.start - 1) + 1
  const before = text.slice(lineStart, piece.start)
  const bars = before.split('|').length - 1
  // A row of a table with bars: the cell counts, whatever stands in it.
  if (text.slice(lineStart, line.end + 2).includes('|')) return bars >= 2 || (bars === 1 && place > 0)
  if (place > 0) return !dash.test(piece.text) || looksSigned(piece.text)
  if (dash.test(piece.text)) return false
  if (/\t/.test(before) && begun) return true
  if (edge !== null && piece.start - lineStart >= edge - 14 && piece.start - lineStart > 20) return true
  return looksSigned(piece.text) && (isCapitals(piece.text) || signing.test(fold(piece.text)))
}

const purposes: readonly (readonly [purpose: Purpose, pattern: RegExp])[] = [
  ['archive', /^luu\b/],
  ['report', /\b(?:b\s*\/\s*c|b\s*\/\s*cao|bao\s+cao|de\s+chi\s+dao)\b/],
  ['carry out', /\b(?:t\s*\/\s*h|thuc\s+hien|thi\s+hanh|trien\s+khai)\b/],
  ['know', /\b(?:de\s+biet|biet|theo\s+doi|p\s*\/\s*h|phoi\s+hop|dang\s+tai)\b/],
]

function toRecipient(piece: Piece): Recipient | null {
  const lead = /^[\s\-–—+•*∙●▪~=»¬_.]*/.exec(piece.text)?.[0].length ?? 0
  const body = piece.text.slice(lead)
  // Specks of a scan behind the semicolon are no words.
  const text = collapse(words(body).replace(/;\s*\S{0,2}$|(?<=\p{L}{2}[.)])\s+[^\d\s]$/u, '')).replace(
    /[\s;.,:`'’]+$/u,
    '',
  )
  if (text.length < 2 || isRule(text)) return null
  const folded = fold(text)
  const purpose =
    purposes.find(([name, pattern]) =>
      pattern.test(name === 'archive' ? folded : purposeWords(folded)),
    )?.[0] ?? null
  return { text, purpose, start: piece.start + lead, end: piece.end }
}

/** Only what stands in brackets, or behind "để", says a purpose; a name may hold the same words. */
function purposeWords(folded: string): string {
  return (
    /\(([^)]*)\)?[^()]*$/.exec(folded)?.[1] ??
    /\bde\s+.*$/.exec(folded)?.[0] ??
    (/^nhu\s+dieu/.test(folded) ? 'thi hanh' : '')
  )
}

/** "TM. ỦY BAN NHÂN DÂN" in the right cell of the row above "Nơi nhận:", where the left one is empty. */
function behalfAbove(doc: Normalised, before: number): Piece | null {
  const from = doc.text.lastIndexOf('\n', before - 2) + 1
  const [line] = splitLines(doc.text, from, Math.max(from, before - 1))
  const [piece, ...more] = line?.barred ? line.pieces : []
  return piece && more.length === 0 && isCapitals(piece.text) && signing.test(fold(piece.text)) ? piece : null
}

/** A signature above "Nơi nhận", as some web pages have it. */
function piecesAbove(doc: Normalised, before: number): Piece[] {
  const lines = splitLines(doc.text, Math.max(0, before - 700), before)
  const pieces = lines.flatMap((line) => line.pieces)
  const first = pieces.findIndex((piece) => isCapitals(piece.text) && looksSigned(piece.text))
  return first < 0 ? [] : pieces.slice(first)
}

/** A text without "Nơi nhận", such as a law: the signature in its last lines. */
function signatureOnly(doc: Normalised): Closing {
  const from = Math.max(0, doc.text.trimEnd().length - 900)
  const lines = splitLines(doc.text, doc.text.lastIndexOf('\n', from) + 1).filter(
    (line) => line.pieces.length > 0,
  )
  const first = lines.findIndex((line) =>
    line.pieces.some((piece) => isCapitals(piece.text) && looksSigned(piece.text)),
  )
  const open = lines[first]
  if (!open) return { recipients: [], signer: null, span: null }
  const signer = readSigner(lines.slice(first).flatMap((line) => line.pieces))
  if (!signer?.name) return { recipients: [], signer: null, span: null }
  return { recipients: [], signer, span: { start: open.start, end: lines.at(-1)?.end ?? open.end } }
}
