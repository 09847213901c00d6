import type { Citation, Span } from '../model.ts'
import { fold, type Normalised } from '../text/normalise.ts'
import { findType, typeOfAbbreviation, typePattern, type DocumentType } from '../vocabulary.ts'
import { findBareNumbers } from './bare.ts'
import { attachDetails, type Mention } from './details.ts'
import { findLaws, type LawMention } from './laws.ts'
import { findNumberSymbols, findParted, findShared, findUnslashed, type NumberSymbol } from './symbols.ts'

/**
 * Every mention of another document, in order, none overlapping; offsets are those of the normalised text.
 * @param own spans that name the document itself (its "Số: …" line), which are no mentions
 */
export function findCitations(doc: Normalised, own: readonly Span[]): Mention[] {
  const mentions: Mention[] = []
  const laws = findLaws(doc)
  let law = 0
  const written = [...findNumberSymbols(doc.text)]
  const numbers = mergeByPlace(
    findShared(doc.text, written),
    written,
    findUnslashed(doc.text),
    findParted(doc.text),
    findBareNumbers(doc),
  )
  let floor = 0
  for (const number of numbers) {
    for (; law < laws.length; law++) {
      const next = laws[law]
      if (next === undefined || next.start >= number.start) break
      if (next.start >= floor) floor = push(mentions, lawMention(next))
    }
    if (number.start < floor || own.some((span) => span.start < number.end && number.start < span.end))
      continue
    const mention = numberedMention(doc, number, floor, mentions)
    if (mention) floor = push(mentions, mention)
  }
  for (const next of laws.slice(law)) if (next.start >= floor) floor = push(mentions, lawMention(next))
  attachDetails(doc, mentions)
  return mentions
}

function push(mentions: Mention[], mention: Mention): number {
  mentions.push(mention)
  return mention.end
}

function mergeByPlace(...found: readonly Iterable<NumberSymbol>[]): NumberSymbol[] {
  return found.flatMap((some) => [...some]).sort((a, b) => a.start - b.start || b.end - a.end)
}

function lawMention(law: LawMention): Mention {
  const { start, end, type, title, numberSymbol, date, rest } = law
  return {
    start,
    end,
    type,
    numberSymbol,
    title,
    date,
    issuer: null,
    relation: null,
    rest,
    law: true,
    abbreviated: true,
    head: null,
  }
}

interface Head {
  start: number
  type: string | null
  head: Mention | null
}

function numberedMention(
  doc: Normalised,
  number: NumberSymbol,
  floor: number,
  mentions: readonly Mention[],
): Mention | null {
  const head = findHead(doc, number, floor, mentions)
  if (!head) return null
  return {
    start: head.start,
    end: number.end,
    type: head.type,
    numberSymbol: number.numberSymbol,
    date: null,
    issuer: null,
    relation: null,
    rest: number.end,
    title: null,
    law: false,
    abbreviated: number.abbreviation !== null,
    head: head.head,
    ...(number.mended ? { mended: true } : {}),
  }
}

const numberWord = '(?:\\s*\\(?(?:s[o0e6]|sos?|s)\\s*[:.]?)?\\s*'
/** The type word right before the number: "Quyết định số ", "Công văn: Số ", "Kết luận thanh tra số ". */
const adjacent = new RegExp(
  `\\b(${typePattern}|nghi)((?:\\s+(?:hanh\\s+dong|thanh\\s+tra|lien\\s+bo|ket\\s+luan|cua\\s+dang))?[\\s:“"(*_[]*${numberWord}\\[?)$`,
)
const ownLine = /(?:^|[\n|\t]|\s{3})\s*s[oó]\s*:?\s*$/
const typeWord = new RegExp(`\\b(${typePattern})\\b`, 'g')
/** How far back a type word may stand with words between it and the number: "Quyết định của Thủ tướng Chính phủ số …". */
const reach = 160

function findHead(
  doc: Normalised,
  number: NumberSymbol,
  floor: number,
  mentions: readonly Mention[],
): Head | null {
  const from = Math.max(floor, number.start - reach)
  const before = doc.folded.slice(from, number.start)
  const expected = expectedType(number)
  const direct = adjacent.exec(before)
  if (direct?.[1] !== undefined) {
    // "Thông báo kết luận số 12/TB-VPCP": the type that the symbol names may stand one word further back.
    const named = namedBefore(doc, from + direct.index, from, expected, 3)
    const type = direct[1] === 'nghi' ? expected : findType(direct[1])
    if (type && type !== expected && named) return { start: named.start, type: named.type.name, head: null }
    if (type) return { start: from + direct.index, type: type.name, head: null }
  }
  const short = shortType(doc.text.slice(from, number.start))
  if (short) return { start: from + short.index, type: short.type.name, head: null }
  const clause = before.slice(clauseStart(before))
  const clauseFrom = from + before.length - clause.length
  const withWord = /\bs[o0e6]\s*[:.]?\s*$/.test(before)
  const qualified = withWord ? namedWithWords(doc, from, number.start) : null
  if (qualified) return qualified
  const far = namedBefore(doc, number.start, clauseFrom, expected, 40)
  if (far && withWord) return { start: far.start, type: far.type.name, head: null }
  if (number.symbol === null) return null
  const previous = mentions.at(-1)
  if (previous && isListItem(doc, previous, number)) {
    const head = listHead(mentions, number) ?? previous
    return { start: number.start, type: expected?.name ?? head.type, head: head.head ?? head }
  }
  if (isOwnNumberLine(doc, number)) return null
  // Without any type word only a full symbol speaks for itself: "(số 12/SNV-CCHC)", "số 15/QĐ-BNV".
  if (!number.symbol.includes('-') || (!withWord && number.abbreviation === null)) return null
  return { start: number.start, type: expected?.name ?? (withWord ? 'Công văn' : null), head: null }
}

/** Words between a type and "số" that say which of its kind: "Báo cáo thẩm định số", "Công văn hỏa tốc số", "Tờ trình liên sở số". */
const qualifier = /^(?:\s+\p{Ll}+){1,4}\s+[sS]\S\s*[:.]?\s*$/u
// What follows "Sở", "Bộ" is their name, and "của", "tại", "theo" lead to something else than this number's type.
const notOfType = /\s(?:của|tại|theo|về|do|và|cho|từ|ngày|năm)(?!\p{L})/u

function namedWithWords({ text, folded }: Normalised, from: number, to: number): Head | null {
  const last = [...folded.slice(from, to).matchAll(typeWord)].at(-1)
  const type = last ? findType(last[0]) : null
  if (!last || !type) return null
  const start = from + last.index
  const between = text.slice(start + last[0].length, to)
  if (!qualifier.test(between) || notOfType.test(between)) return null
  return /(?:s[oở]|b[oộ]|phòng|ban)\s+$/iu.test(text.slice(Math.max(0, start - 8), start))
    ? null
    : { start, type: type.name, head: null }
}

const abbreviated =
  /(?<![\p{L}\d/-])(QĐ|NQ|NĐ|TTLT|TTr|TT|CT|CV|KH|TB|BC|CĐ|KL|HD|CTr)(?:\s+(?:số|Số)\s*:?)?\s+$/u

/** The type as clerks shorten it: "theo QĐ số 225/QĐ-TTg", "NQ 30c/NQ-CP". */
function shortType(before: string): { index: number; type: DocumentType } | null {
  const found = abbreviated.exec(before)
  const type = found?.[1] === undefined ? null : typeOfAbbreviation(fold(found[1]))
  return found && type ? { index: found.index, type } : null
}

/** A "Số: 12/QĐ-UBND" that opens a line or a cell is a document's own number, here of one bound in behind the first. */
function isOwnNumberLine(doc: Normalised, number: NumberSymbol): boolean {
  const before = doc.folded.slice(Math.max(0, number.start - 60), number.start)
  return ownLine.test(before) && before.trimEnd().endsWith(':')
}

function expectedType(number: NumberSymbol): DocumentType | null {
  if (number.abbreviation !== null) return typeOfAbbreviation(number.abbreviation)
  return null
}

/** The nearest word of the expected type between `from` and `to`, at most `words` words away. */
function namedBefore(
  { folded }: Normalised,
  to: number,
  from: number,
  expected: DocumentType | null,
  words: number,
): { start: number; type: DocumentType } | null {
  if (!expected) return null
  const slice = folded.slice(from, to)
  let nearest: { start: number; type: DocumentType } | null = null
  for (const match of slice.matchAll(typeWord)) {
    const type = findType(match[0])
    if (!type?.abbreviations.some((short) => expected.abbreviations.includes(short))) continue
    if (slice.slice(match.index).split(/\s+/).length - 2 > words + type.name.split(' ').length) continue
    nearest = { start: from + match.index, type }
  }
  return nearest
}

/** Where the clause that ends at the end of `before` begins: behind the last semicolon, full stop, digit-bearing mention or paragraph. */
function clauseStart(before: string): number {
  // The colon of "các Nghị định của Chính phủ: số …" leads to the number and ends nothing.
  const found = /.*(?:[;(]|:(?!\s*(?:s[o0]\s*[:.]?\s*)?$)|\.\s|\n\s*\n)/s.exec(before)
  return found ? found[0].length : 0
}

/**
 * The item that a later one goes on from. "các Công văn: số A về …, tại Nghị định B; số C …": C, which names no type, goes
 * on from A, not from the decree that A's subject mentions.
 */
function listHead(mentions: readonly Mention[], number: NumberSymbol): Mention | null {
  if (number.abbreviation !== null) return null
  for (let k = mentions.length - 1; k >= 0 && k > mentions.length - 8; k--) {
    const mention = mentions[k]
    if (mention?.numberSymbol && !mention.abbreviated && number.start - mention.start < 900) return mention
  }
  return null
}

/** "…, 4975/UBND-KGVX ngày …": joined to the mention before by commas, "và", "số", with only its date or subject between. */
function isListItem(doc: Normalised, previous: Mention, number: NumberSymbol): boolean {
  if (previous.numberSymbol === null || number.start - previous.end > 500) return false
  const between = doc.folded.slice(previous.end, number.start)
  if (/\n\s*\n\s*\S/.test(between) || /\.\s+\S/.test(between.replace(/\bs[o0]\s*\.?\s*$/, ''))) return false
  return /(?:[,;(]|\bva|\bcung)\s*(?:\bs[o0]\s*[:.]?)?\s*$/.test(between)
}

/** The public shape: offsets and text of the text as given. */
export function toCitation(mention: Mention, source: string, toSource: (offset: number) => number): Citation {
  const start = toSource(mention.start)
  const end = toSource(mention.end - 1) + 1
  const { type, numberSymbol, title, date, issuer, relation } = mention
  const text = source.slice(start, end)
  const citation = { text, start, end, type, numberSymbol, title, date, issuer, relation }
  return {
    ...citation,
    ...(mention.inverse ? { inverse: true } : {}),
    ...(mention.mended ? { mended: true } : {}),
  }
}
