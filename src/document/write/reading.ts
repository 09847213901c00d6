import type { Cell, Header, Recipient, Section, Signer, Span } from '../model.ts'
import { readMarker, type Marker } from '../read/markers.ts'
import { joinParagraphs } from '../read/paragraphs.ts'
import { tabbedRows } from '../read/rows.ts'
import { isCapitals, isRule, splitLines, type Line as TextOfLine } from '../text/lines.ts'
import { collapse, fold, normalise } from '../text/normalise.ts'
import { nationOf, type Annex, type Composition, type Line, type TextLine } from './compose.ts'
import { FORMS, formFor, type Form, type StyleName } from './forms.ts'
import { centre, spellDate, spellNumber } from './spell.ts'
import { composeTable, type TableLine } from './table.ts'
import { cleanLine } from './text.ts'

/** What `lantoa read --text` prints, as far as a document is written of it. Offsets are UTF-16 indices into `text`. */
export interface WrittenReading {
  text: string
  header: Header
  sections: Section[]
  addressees: Cell[]
  recipients: Recipient[]
  signer: Signer | null
  /** the stretches of the text between head and end, and what is bound in behind the signature */
  body: Span[]
}

/**
 * Sets what was read in the form of its day and issuer. Words stay as they were read, also where the form would have them
 * otherwise: no mark is added or taken away. Head, addressees, recipients and signature come of their fields, the
 * body of the text. Pure; throws a RangeError on an impossible date.
 */
export function composeReading(reading: WrittenReading): Composition {
  const { header } = reading
  const party = isParty(reading)
  const form = FORMS[formFor(header.date, party)]
  const letter = header.type === null || header.type === 'Công văn'
  const subject = cleanLine(header.subject ?? '')
  const textWidth = form.page.width - form.page.left - form.page.right
  const agency = (text: string, share: number) =>
    centre(cleanLine(text), form.size.agency, form.headColumns[0] - 2, share)
  const { recipients, signer } = reading
  const [first, ...behind] = reading.body.map((span) => composeRange(form, reading, span))
  return {
    form,
    title: letter ? subject : `${header.type} ${subject}`.trim(),
    author: cleanLine(header.agency ?? ''),
    date: header.date,
    mark: [],
    head: {
      parentAgency: header.parentAgency === null ? null : agency(header.parentAgency, 0),
      agency: agency(header.agency ?? '', form.rule),
      star: form.star ?? '',
      ...nationOf(form),
      number: numberOf(form, header),
      letterSubject: letter && subject !== '' ? `${form.words.about || 'V/v'} ${subject}` : null,
      placeDate: placeDateOf(form, header),
      urgency: null,
      circulation: '',
    },
    name: letter
      ? null
      : {
          type: (header.type ?? '').toLocaleUpperCase('vi'),
          subject: centre(subject, form.size.subject, textWidth - 20, subject === '' ? 0 : form.subjectRule),
        },
    addressees: addresseesOf(form, reading.addressees),
    lines: first ?? [],
    end: {
      heading: recipients.length === 0 ? '' : form.words.recipients,
      recipients: recipients.map(
        ({ text }, i) => `- ${cleanLine(text)}${i === recipients.length - 1 ? '.' : ';'}`,
      ),
      long: recipients.length > 40,
      signer: signer === null ? [] : [...linesOf(signer.authority), ...linesOf(signer.position)],
      name: cleanLine(signer?.name ?? ''),
      drafter: '',
      beside: null,
    },
    contact: [],
    copies: [],
    annexes: behind
      .filter((lines) => lines.length > 0)
      .map((lines): Annex => ({ name: '', title: null, of: '', lines })),
  }
}

/** A document of the Party says so above its head, and by the symbols of its committees. */
export function isParty({ text, header }: Pick<WrittenReading, 'text' | 'header'>): boolean {
  const [nation, party] = [/cong\s+hoa\s+xa\s+hoi/, /dang\s+cong\s+san\s+viet\s+nam/].map((pattern) =>
    fold(text.slice(0, 6000)).search(pattern),
  )
  if (party !== undefined && party >= 0) return nation === undefined || nation < 0 || party < nation
  return nation === -1 && /\/(?:T[WU]|\p{Lu}{1,4}U)$/u.test(header.symbol ?? '')
}

/** "Số: 09/2010/QĐ-UBND"; where the number is not given yet there is room for the pen. */
function numberOf(form: Form, { number, year, symbol, numberSymbol }: Header): string {
  if (number !== null)
    return `${form.words.number} ${numberSymbol ?? [number, year, symbol].filter(Boolean).join('/')}`
  if (symbol === null) return ''
  return spellNumber(form, null, year === null ? symbol : `${year}/${symbol}`)
}

function placeDateOf(form: Form, { place, date }: Header): string {
  if (place === null && date === null) return ''
  const day = spellDate(form, date)
  return place === null ? day : `${cleanLine(place)}, ${day}`
}

function addresseesOf({ words }: Form, addressees: readonly Cell[]): Composition['addressees'] {
  const names = addressees.map(({ text }) => cleanLine(text))
  if (names.length === 0) return null
  if (names.length === 1) return { lead: `${words.addressees} ${names[0]}.`, items: [] }
  return {
    lead: words.addressees,
    items: names.map((name, i) => `- ${name}${i === names.length - 1 ? '.' : ';'}`),
  }
}

/** "KT. CHỦ TỊCH PHÓ CHỦ TỊCH" was read off two lines. */
function linesOf(words: string | null): string[] {
  if (words === null) return []
  return cleanLine(words)
    .split(/(?<=\p{Lu}) (?=(?:PHÓ|THỨ TRƯỞNG|KT\.|Q\.)(?= ))/u)
    .flatMap((line) => line.split(/(?<=^KT\. ?BỘ TRƯỞNG) /u))
}

interface Place {
  form: Form
  /** the sections of the text by where they begin in the range */
  sections: ReadonlyMap<number, Section>
}

/** The paragraphs and tables of one stretch of the text. */
function composeRange(form: Form, reading: WrittenReading, range: Span): Line[] {
  const spans = withoutAddressees(reading, range)
  const sections = new Map<number, Section>()
  const note = (section: Section) => {
    sections.set(section.start, section)
    section.sections.forEach(note)
  }
  reading.sections.forEach(note)
  const place: Place = { form, sections }
  return spans.flatMap((span) => {
    const doc = normalise(reading.text.slice(span.start, span.end))
    return composeLines(place, doc.text, (offset) => span.start + doc.toSource(offset))
  })
}

/** "Kính gửi" and who is named there are set from their own field. */
function withoutAddressees({ text, addressees }: WrittenReading, range: Span): Span[] {
  const [first] = addressees
  const last = addressees.at(-1)
  if (!first || !last || first.start < range.start || last.end > range.end) return [range]
  const before = normalise(text.slice(range.start, first.start))
  const at = before.folded.search(/[*_ \t]*k[i1]nh\s+gui[^]*$/)
  if (at < 0) return [range]
  const newline = text.indexOf('\n', last.end)
  return [
    { start: range.start, end: range.start + before.toSource(at) },
    { start: newline < 0 || newline > range.end ? range.end : newline, end: range.end },
  ]
}

function composeLines(place: Place, text: string, toSource: (offset: number) => number): Line[] {
  const made: Line[] = []
  let pending: TextOfLine[] = []
  const flush = () => {
    for (const paragraph of joinParagraphs(pending, (words) => readMarker(words) !== null)) {
      const words = text.slice(paragraph.start, paragraph.end)
      made.push(composeParagraph(place, made, words, place.sections.get(toSource(paragraph.start))))
    }
    pending = []
  }
  for (const group of groupRows(text, splitLines(text))) {
    if (group.kind === 'line') pending.push(group.line)
    else {
      flush()
      made.push(rowsAsTable(place.form, group.rows))
    }
  }
  flush()
  return made
}

type Group = { kind: 'line'; line: TextOfLine } | { kind: 'rows'; rows: string[][] }

/** Lines with bars, and lines whose cells are parted by tabs, are rows of a table; rules are left out. */
function groupRows(text: string, lines: readonly TextOfLine[]): Group[] {
  const tabbed = tabbedRows(text, lines)
  const groups: Group[] = []
  for (const line of lines) {
    const last = groups.at(-1)
    if (line.text !== '' && (line.barred || tabbed.has(line))) {
      const cells = cellsOf(text, line)
      if (last?.kind === 'rows') last.rows.push(cells)
      else groups.push({ kind: 'rows', rows: [cells] })
    } else if (line.text === '' || !isRule(line.text)) groups.push({ kind: 'line', line })
  }
  return groups.flatMap((group): Group[] => {
    if (group.kind === 'line') return [group]
    const rows = group.rows.filter((row) => row.some((cell) => cell !== ''))
    return rows.length === 0 ? [] : [{ kind: 'rows', rows }]
  })
}

/** The cells of a row; empty ones count, a bar at either end of the line does not. */
function cellsOf(text: string, line: TextOfLine): string[] {
  const from = text.lastIndexOf('\n', line.start - 1) + 1
  const newline = text.indexOf('\n', line.end)
  const whole = text.slice(from, newline < 0 ? text.length : newline)
  const cells = line.barred
    ? whole
        .trim()
        .replace(/^\||\|$/g, '')
        .split('|')
    : whole.split('\t')
  return cells.map((cell) => (isRule(cell) ? '' : collapse(cell)))
}

/** A head or an end bound in behind has no lines round its cells. */
const columnsOfForm = /cong hoa xa hoi|doc lap\s*-|noi nhan|(?:^|\s)(?:tm|kt|tl|tuq)\s?\./

function rowsAsTable(form: Form, rows: readonly string[][]): TableLine {
  const width = Math.max(...rows.map((row) => row.length))
  const filled = rows.map((row) => [...row, ...Array.from({ length: width - row.length }, () => '')])
  const longest = Array.from({ length: width }, (_, i) =>
    Math.min(
      40,
      Math.max(
        3,
        ...filled.map((row) =>
          Math.max(0, ...(row[i] ?? '').split(' ').map((word) => word.length), (row[i] ?? '').length / 3),
        ),
      ),
    ),
  )
  const [titles = [], ...rest] = filled
  const bare = filled.some((row) => row.some((cell) => columnsOfForm.test(fold(cell))))
  const table = composeTable(form, {
    kind: 'table',
    columns: titles.map((title, i) => ({ title, width: longest[i] ?? 1 })),
    rows: rest,
  })
  return { ...table, bare }
}

function composeParagraph(
  { form }: Place,
  above: readonly Line[],
  raw: string,
  section: Section | undefined,
): TextLine {
  const marker = readMarker(raw)
  const words = cleanLine(raw)
  const line = (style: StyleName, lead = '', boldLead = false): TextLine => ({
    kind: 'text',
    style,
    lead,
    text: words.slice(lead.length),
    boldLead,
    heading: null,
  })
  const last = above.at(-1)
  if (marker && section) {
    const lead = leadOf(raw, marker)
    const { style, boldLead } = lookOf(marker, section, words.slice(lead.length))
    const made = style === 'chapter' ? line(style) : line(style, lead, boldLead)
    return form.styles[style].bold || boldLead ? { ...made, heading: section.level } : made
  }
  if (last?.kind === 'text' && last.style === 'chapter' && isCapitals(words) && words.length < 200)
    return line('chapter')
  if (isCapitals(words) && words.length < 160 && !/[;,]$/.test(words)) return line('decides')
  if (/^\(.{0,20}(?:kem theo|ban hanh)/.test(fold(words)) && words.length < 240) return line('note')
  const opens = above.every(
    (one) => one.kind === 'text' && (one.style === 'basis' || one.style === 'decides'),
  )
  if (opens && /^(?:can cu|theo de nghi|xet de nghi|xet to trinh)\b/.test(fold(words)) && !/:$/.test(words))
    return line('basis')
  return line('paragraph')
}

/** The marker as written, with its mark and one blank. */
function leadOf(raw: string, { length }: Marker): string {
  const lead = cleanLine(raw.slice(0, length))
  return raw.length > length && /\s/.test(raw.slice(0, length).slice(-1)) ? `${lead} ` : lead
}

function lookOf(
  { kind }: Marker,
  { sections, paragraphs }: Section,
  title: string,
): { style: StyleName; boldLead: boolean } {
  const headsSomething =
    (sections.length > 0 || paragraphs.length > 0) && title.length < 160 && !/[.:;,]["”]?$/.test(title)
  switch (kind) {
    case 'part':
    case 'chapter':
      return { style: 'chapter', boldLead: true }
    case 'division':
      return { style: 'chapter', boldLead: true }
    case 'roman':
    case 'capital':
      return { style: title.length < 200 ? 'part' : 'paragraph', boldLead: false }
    case 'article':
      return { style: headsSomething ? 'item' : 'article', boldLead: true }
    case 'number':
    case 'decimal':
      return { style: headsSomething ? 'item' : 'paragraph', boldLead: false }
    case 'letter':
    case 'dash':
      return { style: 'paragraph', boldLead: false }
  }
}
