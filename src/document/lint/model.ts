import type { PlaceName, Register } from '../known/index.ts'
import type { ReadDocument, Span } from '../model.ts'
import type { Paragraph } from '../read/paragraphs.ts'
import type { LintArticle, LintCode, Severity } from './codes.ts'

/** Words to put in the place of `[start, end)`; applied only when a person says so. */
export interface Edit extends Span {
  words: string
}

/** What a careful reader would point out. Offsets are UTF-16 indices into the text as given. */
export interface Finding extends Span {
  code: LintCode
  severity: Severity
  /** the article it rests on, by its key; the words are messages `lint.article.*` */
  article: LintArticle
  /** values of the sentence `lint.<code>` */
  params: Record<string, string>
  correction: Edit | null
}

export interface LintOptions {
  /** the day in Asia/Ho_Chi_Minh, `YYYY-MM-DD` */
  today: string
  register: Register
  /** abbreviations that the agency has registered for its symbol; empty: not known, not compared */
  abbreviations: readonly string[]
  /** places of the agency and the bodies above it, beside those that the head says */
  places: readonly PlaceName[]
  /** also point out citations that the register does not have at all (else only where it has one that is near) */
  unknown: boolean
}

/**
 * Which rules of form a document is under: Decree 30/2020/NĐ-CP from its first day; legal documents (a year in the number,
 * or of the National Assembly) and Party documents have forms of their own; what is older had those of its day.
 */
export type FormRules = 'decree30' | 'normative' | 'party' | 'earlier'

/** A text with all that the rules look at. Offsets are those of the normalised text. */
export interface Sheet {
  text: string
  folded: string
  read: ReadDocument
  rules: FormRules
  /** an official letter: no type word, "V/v" */
  letter: boolean
  /** the type's name where it stands alone on its line but not in capitals, so that it was not read as one */
  typeLine: Span | null
  /** where the head ends */
  headEnd: number
  /** where recipients and signature begin; the length of the text where there are none */
  closingStart: number
  /** paragraphs between the two */
  paragraphs: Paragraph[]
  /** first line of bases to the last; empty where there are none */
  bases: Paragraph[]
  /** the day of the document, or today for a draft without one; null where only its month or year is known */
  on: string | null
  /** the last day that the document can be of: of "tháng 9 năm 2025" the 30th; null: not said */
  latest: string | null
  options: LintOptions
}

/** Takes up a finding; `words` is what the span is to be replaced with. */
export type Report = (
  code: LintCode,
  span: Span,
  rest?: { params?: Record<string, string>; words?: string; correction?: Edit },
) => void
