import { nd30 } from './form-nd30.ts'
import { party } from './form-party.ts'
import { tt01 } from './form-tt01.ts'
import type { FormId } from './source.ts'

export type StyleName =
  'basis' | 'paragraph' | 'chapter' | 'part' | 'item' | 'article' | 'decides' | 'caption' | 'note'

export interface TextStyle {
  /** what Word shows in its list of styles */
  label: string
  align: 'justify' | 'center'
  /** first line indented */
  indent: boolean
  bold: boolean
  italic: boolean
  /** keeps with what follows: a heading never ends a page */
  keepNext: boolean
}

/** A part of a form whose size and look its rules fix. */
export type CellName =
  | 'nation'
  | 'motto'
  | 'parentAgency'
  | 'agency'
  | 'number'
  | 'placeDate'
  | 'type'
  | 'subject'
  | 'letterSubject'
  | 'body'
  | 'pageNumber'
  | 'recipientsHeading'
  | 'recipients'
  | 'signer'
  | 'signerName'
  | 'addressees'
  | 'annexName'
  | 'annexTitle'
  | 'annexOf'
  | 'urgency'
  | 'circulation'
  | 'drafter'
  | 'contact'
  | 'copyMark'

/** What the rules say of a cell: sizes in points from least to most, and where they say so. */
export interface CellRule {
  size: readonly [least: number, most: number]
  capitals: boolean
  bold: boolean
  italic: boolean
  article: string
}

/** Lengths in millimetres, font sizes and line distances in points. */
export interface Form {
  /** the document that the rules stand in */
  source: string
  font: string
  page: {
    width: number
    height: number
    top: number
    bottom: number
    left: number
    right: number
    header: number
  }
  /** margins from least to most, in the order top and bottom, left, right */
  margins: {
    topBottom: readonly [number, number]
    left: readonly [number, number]
    right: readonly [number, number]
  }
  /** the two columns of the head: agency | national title */
  headColumns: [number, number]
  /** the two columns of the end: recipients | signature */
  endColumns: [number, number]
  nation: string
  /** null where the first line stands alone, over its own rule */
  motto: string | null
  /** what stands under the agency in place of a rule; null: the rule */
  star: string | null
  pageNumber: 'top' | 'bottom right'
  size: {
    nation: number
    motto: number
    agency: number
    number: number
    placeDate: number
    letterSubject: number
    type: number
    subject: number
    body: number
    pageNumber: number
    recipientsHeading: number
    recipients: number
    signer: number
    annexName: number
    stamp: number
    drafter: number
    contact: number
    copyMark: number
  }
  letterSubjectItalic: boolean
  /** the line under "Nơi nhận:" */
  recipientsUnderlined: boolean
  /** baseline to baseline in the body, exact */
  line: number
  /** space after a paragraph of the body */
  gap: number
  firstLine: number
  /** where "Kính gửi:" begins, and the dashes of several addressees: under its colon */
  addressees: [lead: number, items: number]
  /** room for signature and seal between position and name */
  signatureRoom: number
  /** rule under agency and subject as a share of the text's width; 0: none under the subject */
  rule: number
  subjectRule: number
  words: {
    /** "Số:" and what parts number and symbol */
    number: string
    numberMark: string
    day: string
    month: string
    year: string
    addressees: string
    /** before an official letter's subject; "" where it has none */
    about: string
    recipients: string
    end: string
    /** after the last of the bases */
    lastBasis: string
    deputyFor: string
    annex: string
    annexOf: string
    of: string
  }
  styles: Record<StyleName, TextStyle>
  rules: Record<CellName, CellRule>
}

export const FORMS: Record<FormId, Form> = { nd30, tt01, party }

/** First day of Decree 30/2020/NĐ-CP (Article 37: in force from signing). */
export const nd30Since = '2020-03-05'

/**
 * The form of a document's day. What is older than Circular 01/2011/TT-BNV is set in that circular's form too: its
 * predecessor, Joint Circular 55/2005/TTLT-BNV-VPCP, asks for the same page and differs in single points of size.
 * @param date `YYYY-MM-DD`; null for what is not issued yet, which today's form is for
 */
export function formFor(date: string | null, ofParty: boolean): FormId {
  if (ofParty) return 'party'
  return date === null || date >= nd30Since ? 'nd30' : 'tt01'
}
