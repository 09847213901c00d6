import { fold } from '../../document/index.ts'
import { matchKey } from './keys.ts'
import type { Change, DraftContent, HeaderField, Pieces } from './library.schema.ts'
import { splitNumberSymbol } from './pieces.ts'
import { unsureWords } from './unsure-words.ts'

export type UncertainCode =
  | 'header_missing'
  | 'number_blank'
  | 'issuer_unknown'
  | 'issuer_several'
  | 'date_ahead'
  | 'basis_after'
  | 'two_dates'
  | 'date_differs'
  | 'citation_no_date'
  | 'kind_doubt'
  | 'no_sections'
  | 'no_recipients'
  | 'scan_header'
  | 'scan_citation'
  | 'scan_words'

/** A document of the library that a citation may mean. */
export interface KnownDocument {
  id: string
  type: string
  numberSymbol: string
  issuedOn: string
}

/** A proposal without its words: `keep` settles the piece as it stands. */
export interface Proposal {
  label: 'use_date' | 'use_issuer' | 'use_type' | 'kind' | 'keep'
  value: string
  change: Change
}

export interface Uncertain {
  id: string
  code: UncertainCode
  start: number | null
  end: number | null
  /** values of the sentence */
  params: Record<string, string>
  /** what the document says and what is known beside it */
  facts: { label: 'text' | 'library' | 'document'; value: string; documentId: string | null }[]
  edits: { what: 'header' | 'citation' | 'section' | 'recipients'; key: string | null } | null
  proposals: Proposal[]
}

export interface KnownFacts {
  /** the day in Asia/Ho_Chi_Minh */
  today: string
  /** units that the issuer's name may mean; one: it is that one */
  issuers: { id: string; name: string }[]
  /** by match key */
  library: ReadonlyMap<string, readonly KnownDocument[]>
}

/** Nothing works without these; number and date are asked for next. */
const wanted: readonly HeaderField[] = ['type', 'subject', 'agency', 'numberSymbol', 'date']

/** The order in which a person is asked: what stops the document first, then what misleads, then what is only open. */
const order: readonly UncertainCode[] = [
  'header_missing',
  'number_blank',
  'issuer_several',
  'issuer_unknown',
  'scan_header',
  'date_ahead',
  'two_dates',
  'date_differs',
  'basis_after',
  'scan_citation',
  'no_sections',
  'kind_doubt',
  'citation_no_date',
  'no_recipients',
  'scan_words',
]

/**
 * What a person should look at before a document is relied on, the least certain first. Ids hold the words in question,
 * so that a new reading of the same words keeps what was settled.
 * @returns `open` to be asked, `settled` with an answer that stands
 */
export function findUncertain(
  content: Pick<DraftContent, 'text' | 'pieces' | 'pages' | 'settled'>,
  known: KnownFacts,
): { open: Uncertain[]; settled: Uncertain[] } {
  const { pieces } = content
  const answered = new Set(content.settled)
  const found = [
    ...headerRules(pieces, known),
    ...citationRules(pieces, known),
    ...sectionRules(content.text, pieces),
    ...unsureWords(content, keep),
  ]
  const sorted = found
    .map((piece, at) => ({ piece, at }))
    .sort((a, b) => order.indexOf(a.piece.code) - order.indexOf(b.piece.code) || a.at - b.at)
    .map(({ piece }) => piece)
  return {
    open: sorted.filter((piece) => !answered.has(piece.id)),
    settled: sorted.filter((piece) => answered.has(piece.id)),
  }
}

const keep: Proposal = { label: 'keep', value: '', change: { what: 'keep' } }

function headerRules(pieces: Pieces, known: KnownFacts): Uncertain[] {
  const { header, headerSpans } = pieces
  const found: Uncertain[] = []
  const add = (
    code: UncertainCode,
    field: HeaderField,
    id: string,
    rest: Partial<Pick<Uncertain, 'params' | 'facts' | 'proposals'>> = {},
  ) => {
    const span = headerSpans[field]
    found.push({
      id,
      code,
      start: span?.start ?? null,
      end: span?.end ?? null,
      params: { field, ...rest.params },
      facts: rest.facts ?? [],
      edits: { what: 'header', key: field },
      proposals: rest.proposals ?? [],
    })
  }
  const { number, symbol } = splitNumberSymbol(header.numberSymbol)
  for (const field of wanted) {
    if (header[field] !== null && header[field] !== '') continue
    const needed = field === 'type' || field === 'subject' || field === 'agency'
    add('header_missing', field, `header_missing:${field}`, { proposals: needed ? [] : [keep] })
  }
  if (header.numberSymbol !== null && number === null)
    add('number_blank', 'numberSymbol', `number_blank:${symbol ?? ''}`, {
      params: { symbol: symbol ?? '' },
      proposals: [keep],
    })
  if (header.date !== null && header.date > known.today)
    add('date_ahead', 'date', `date_ahead:${header.date}`, {
      params: { date: header.date },
      proposals: [keep],
    })
  if (header.agency !== null && pieces.issuerUnitId === null && known.issuers.length !== 1) {
    const several = known.issuers.length > 1
    add(several ? 'issuer_several' : 'issuer_unknown', 'agency', `issuer:${fold(header.agency)}`, {
      params: { name: header.agency },
      proposals: [
        ...known.issuers.slice(0, 4).map(({ id, name }) => ({
          label: 'use_issuer' as const,
          value: name,
          change: { what: 'issuer' as const, unitId: id },
        })),
        keep,
      ],
    })
  }
  return found
}

type Cited = Pieces['citations'][number]

function citationRules(pieces: Pieces, known: KnownFacts): Uncertain[] {
  const found: Uncertain[] = []
  const groups = new Map<string, Cited[]>()
  for (const citation of pieces.citations) {
    const key = matchKey(citation.numberSymbol)
    if (key !== null) groups.set(key, [...(groups.get(key) ?? []), citation])
  }
  for (const [key, group] of groups) {
    const [first] = group
    if (!first) continue
    const dates = [...new Set(group.flatMap((c) => (c.date === null ? [] : [c.date])))].sort()
    const library = known.library.get(key) ?? []
    const keys = group.map((c) => c.key)
    const at = (
      citation: Cited,
      code: UncertainCode,
      id: string,
      rest: Pick<Uncertain, 'facts' | 'proposals'>,
    ) =>
      found.push({
        id,
        code,
        start: citation.start,
        end: citation.end,
        params: { document: nameOf(citation), date: citation.date ?? '', own: pieces.header.date ?? '' },
        edits: { what: 'citation', key: citation.key },
        ...rest,
      })
    const use = (date: string): Proposal => ({
      label: 'use_date',
      value: date,
      change: { what: 'citation_date', keys, value: date },
    })
    const inText = (date: string) => ({ label: 'text' as const, value: date, documentId: null })
    const inLibrary = library.map((d) => ({ label: 'library' as const, value: d.issuedOn, documentId: d.id }))
    if (dates.length > 1) {
      // The second date is where the slip shows; which of the two is right, only the person can say.
      const odd = group.find((c) => c.date !== null && c.date !== first.date) ?? first
      at(odd, 'two_dates', `two_dates:${key}:${dates.join()}`, {
        facts: [...dates.map(inText), ...inLibrary],
        proposals: [...dates.map(use), keep],
      })
      continue
    }
    const [date] = dates
    if (date !== undefined) {
      const differs = library.length > 0 && library.every((d) => d.issuedOn !== date)
      if (differs)
        at(first, 'date_differs', `date_differs:${key}:${date}`, {
          facts: [inText(date), ...inLibrary],
          proposals: [...new Set(library.map((d) => d.issuedOn))].slice(0, 3).map(use).concat(keep),
        })
      else if (pieces.header.date !== null && date > pieces.header.date && group.some(isBasis))
        at(group.find(isBasis) ?? first, 'basis_after', `basis_after:${key}:${date}`, {
          facts: [inText(date), { label: 'document', value: pieces.header.date, documentId: null }],
          proposals: [keep],
        })
      continue
    }
    at(first, 'citation_no_date', `citation_no_date:${key}`, {
      facts: inLibrary,
      proposals: [...new Set(library.map((d) => d.issuedOn))].slice(0, 3).map(use).concat(keep),
    })
  }
  return found
}

function isBasis(citation: Cited): boolean {
  return citation.relation === 'based on' || citation.relation === 'implements'
}

function nameOf(citation: Cited): string {
  return [citation.type, citation.numberSymbol].filter((part) => part !== null).join(' ')
}

/** Words by which something is due (folded): such a sentence under "Yêu cầu" asks for work. */
const dueWords =
  /\b(?:truoc ngay \d|cham nhat|hang (?:thang|quy|tuan|nam)\b|moi (?:thang|quy|tuan|hoc ky)\b|dinh ky)/

function sectionRules(text: string, pieces: Pieces): Uncertain[] {
  const found: Uncertain[] = []
  const whole = (code: UncertainCode, what: 'section' | 'recipients') =>
    found.push({
      id: code,
      code,
      start: null,
      end: null,
      params: {},
      facts: [],
      edits: what === 'recipients' ? { what, key: null } : null,
      proposals: [keep],
    })
  if (pieces.sections.length === 0) whole('no_sections', 'section')
  if (pieces.recipients.length === 0) whole('no_recipients', 'recipients')
  for (const section of pieces.sections) {
    if (section.kind !== 'purpose' && section.kind !== 'requirement') continue
    const words = text.slice(section.wordsStart, section.end)
    const due = dueWords.exec(fold(words))
    if (!due) continue
    found.push({
      id: `kind_doubt:${section.start}:${section.end}`,
      code: 'kind_doubt',
      start: section.wordsStart,
      end: section.end,
      params: {
        words: words
          .slice(due.index, due.index + 60)
          .replace(/\s+/g, ' ')
          .replace(/[\s.,;:]+$/, ''),
      },
      facts: [],
      edits: { what: 'section', key: section.key },
      proposals: [
        { label: 'kind', value: 'content', change: { what: 'section', key: section.key, kind: 'content' } },
        {
          label: 'kind',
          value: section.kind,
          change: { what: 'section', key: section.key, kind: section.kind },
        },
      ],
    })
  }
  return found
}
