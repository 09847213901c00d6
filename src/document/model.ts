/**
 * What is read from an administrative document. Every offset is a UTF-16 index into the text as read; `[start, end)`.
 * The shape printed by `lantoa read` is this one.
 */
export interface Span {
  start: number
  end: number
}

/** The head of a document (Decree 30/2020/NĐ-CP, Appendix I, cells 1–5). Strings as in the text, white space collapsed. */
export interface Header {
  parentAgency: string | null
  agency: string | null
  /** digits and letter suffix as written: `75`, `30c`, `049` */
  number: string | null
  /** the year segment of a normative document: `15/2010/QĐ-UBND` has `2010` */
  year: string | null
  symbol: string | null
  /** number, year and symbol joined, inner spaces out: `75/KH-PGD&ĐT` */
  numberSymbol: string | null
  place: string | null
  /** `YYYY-MM-DD`, from the place and date line only */
  date: string | null
  type: string | null
  subject: string | null
}

export type Relation =
  | 'based on'
  | 'implements'
  | 'amends'
  | 'replaces'
  | 'repeals'
  | 'attached to'
  | 'guides'
  | 'details'
  | 'proposed by'

/** One mention of another document: from the type word through the symbol, never the date. */
export interface Citation extends Span {
  text: string
  type: string | null
  numberSymbol: string | null
  /** of a law cited by name */
  title: string | null
  date: string | null
  issuer: string | null
  relation: Relation | null
  /** there, where the mention is what does it: in "A được thay thế bởi B", B replaces what stands before */
  inverse?: true
  /** there, where number or symbol were misread and put right: what stands in `numberSymbol` is then a proposal */
  mended?: true
}

/** A part, item, point or dash with what stands under it. */
export interface Section extends Span {
  /** depth, 1 at the top */
  level: number
  /** `I`, `1`, `a`, `-`, `Điều 1`, `Chương I` … as written, without the closing point or bracket */
  marker: string
  /** the words of the marker's own paragraph */
  title: string
  /** paragraphs without a marker that belong to this section and to none of its children */
  paragraphs: Span[]
  sections: Section[]
}

export type TaskColumn =
  | 'order'
  | 'content'
  | 'form'
  | 'audience'
  | 'lead'
  | 'support'
  | 'time'
  | 'product'
  | 'cost'
  | 'place'
  | 'note'

/** A cell of a table, white space collapsed in its words. */
export interface Cell extends Span {
  text: string
}

/** A row of a table of tasks; a column that the table has not, or an empty cell, is null. */
export interface TaskRow extends Span, Record<Exclude<TaskColumn, 'order'>, Cell | null> {
  order: string | null
  /** the words of the heading row above it */
  group: string | null
}

/** A table of tasks, from its heading row to its last row. */
export interface TaskTable extends Span {
  /** what each column holds, in the order of the table; null for one that is not known */
  columns: (TaskColumn | null)[]
  rows: TaskRow[]
}

/** A time as written, with the days it means. */
export interface DutyTime {
  words: string
  /** `YYYY-MM-DD`, half-open `[from, until)`; null where the words name no day, or only one end is named */
  from: string | null
  until: string | null
  every: 'week' | 'month' | 'quarter' | 'half-year' | 'year' | null
}

/** Who must do what by when. */
export interface Duty extends Span {
  /** as written: "Sở Nội vụ", "Các trường trực thuộc"; null where the sentence names nobody */
  who: string | null
  role: 'lead' | 'support' | null
  what: string
  time: DutyTime | null
  source: 'sentence' | 'table'
}

export type Purpose = 'report' | 'carry out' | 'know' | 'archive'

export interface Recipient extends Span {
  text: string
  purpose: Purpose | null
}

/** Who signed: authority is the line of TM., TL. or TUQ. as written; KT. and Q. stand with the position they are signed for. */
export interface Signer {
  authority: string | null
  position: string | null
  name: string | null
}

/** The span of each header field that was found, so that a screen can light it. */
export type HeaderSpans = Partial<Record<keyof Header, Span>>

export interface ReadDocument {
  header: Header
  headerSpans: HeaderSpans
  citations: Citation[]
  sections: Section[]
  /** whom "Kính gửi" names */
  addressees: Cell[]
  recipients: Recipient[]
  signer: Signer | null
  tables: TaskTable[]
  duties: Duty[]
  /** the stretches of the text between head and end, and what is bound in behind the signature */
  body: Span[]
}
