import type { Span } from '../model.ts'
import { findNumberSymbols } from '../cite/symbols.ts'
import { readDateAt } from '../text/dates.ts'
import type { Line } from '../text/lines.ts'
import { collapse } from '../text/normalise.ts'
import type { Agencies } from './agencies.ts'
import type { OwnNumber, PlaceAndDate } from './number-and-date.ts'
import { readSubjectAfterType, type Subject } from './subject.ts'

export interface TitleHead {
  number: OwnNumber
  placed: PlaceAndDate | null
  subject: Subject | null
  agencies: Agencies
}

const title = /^\s*(?:cua\s+([^\n]{3,100}(?:\n[^\n]{3,60})?)\s)?\s*,?\s*so\s*:?\s*(?=\d)/

/**
 * A head without columns, one title in capitals: "NGHỊ ĐỊNH ⏎ CỦA CHÍNH PHỦ SỐ 37/2007/NĐ-CP NGÀY 09 THÁNG 3 NĂM 2007 ⏎ VỀ
 * MINH BẠCH TÀI SẢN". So stand documents in old gazettes and collections. Null where the type's line is not followed so.
 */
export function readTitleHead(
  text: string,
  folded: string,
  lines: readonly Line[],
  typeLine: Span & { line: Line; type: string },
): TitleHead | null {
  const lead = title.exec(folded.slice(typeLine.end, typeLine.end + 240))
  if (!lead) return null
  const at = typeLine.end + lead[0].length
  const [found] = findNumberSymbols(text.slice(at, at + 60))
  if (!found || found.start > 0) return null
  const end = at + found.end
  const before = /[\s,(]*/.exec(text.slice(end, end + 8))?.[0].length ?? 0
  const date = readDateAt(text, end + before)
  const titleEnd = date?.end ?? end
  const line = lines.find((candidate) => candidate.end >= titleEnd) ?? typeLine.line
  return {
    number: {
      ...found,
      start: at,
      end,
      spans: { number: { start: at, end: at + found.number.length }, year: null, symbol: null },
    },
    placed: date
      ? {
          start: end + before,
          end: date.end,
          place: null,
          placeSpan: null,
          date: date.date,
          dateSpan: { start: end + before, end: date.end },
        }
      : null,
    subject: readSubjectAfterType(text, lines, {
      start: typeLine.start,
      end: titleEnd,
      line,
      type: typeLine.type,
    }),
    agencies: { parent: null, agency: agencyOf(text, folded, typeLine.end, lead[1]) },
  }
}

function agencyOf(text: string, folded: string, from: number, words: string | undefined): Agencies['agency'] {
  if (words === undefined) return null
  const start = folded.indexOf(words, from)
  return { start, end: start + words.length, text: collapse(text.slice(start, start + words.length)) }
}
