/** How one document stands to another, told of the one that is changed: `by` names the one that changes it. */
export type KnownRelationKind = 'replaced' | 'amended' | 'corrected' | 'repealed' | 'consolidated'
export const knownRelationKinds: readonly KnownRelationKind[] = [
  'replaced',
  'amended',
  'corrected',
  'repealed',
  'consolidated',
]

export interface KnownRelation {
  kind: KnownRelationKind
  /** number and symbol (or title) of the document that does so, as people cite it */
  by: string
  /** `YYYY-MM-DD`, the day of issue of that document, where it is known */
  date: string | null
}

/** A document that is on record, whether or not anybody here has its text. Dates are `YYYY-MM-DD` in Asia/Ho_Chi_Minh. */
export interface KnownDocument {
  id: string
  type: string
  /** digits without leading zeros; `66.7` keeps its point; null for a law known by title alone */
  number: string | null
  /** the letter of `30c/NQ-CP`, else empty */
  suffix: string
  /** the year segment of `30/2020/NĐ-CP`, else null */
  year: string | null
  /** `NQ-CP`, `NQ/TW` */
  symbol: string | null
  /** as people write it: `30c/NQ-CP`; null for a law known by title alone */
  numberSymbol: string | null
  issuer: string
  date: string | null
  title: string
  /** first day in force; null where it is not on record */
  inForceFrom: string | null
  /** first day **no longer** in force ("hết hiệu lực kể từ ngày X" is X); null: in force, or not on record */
  inForceUntil: string | null
  relations: readonly KnownRelation[]
  /** where the facts come from, in words that let a person check */
  source: string
  /** facts somebody has checked against a source; only these are held against a document */
  confirmed: boolean
}

/** What of a citation is compared. */
export interface CitedDocument {
  type: string | null
  numberSymbol: string | null
  title: string | null
  date: string | null
  issuer: string | null
}

/** A place and what kind of unit it is: Huyện, Thị xã and Phường Phong Điền are three. */
export interface PlaceName {
  /** folded: `tinh`, `thanh pho`, `huyen`, `thi xa`, `phuong`, `xa`, `quan`, `thi tran`; empty where it is not said */
  kind: string
  /** folded: `phong dien` */
  name: string
}

/** What a citation leaves unsaid because its document says it. */
export interface CitingContext {
  /** day of the citing document, or today for a draft; null: unknown */
  on: string | null
  /** places of the citing agency and the bodies above it */
  places: readonly PlaceName[]
}

/** What in a citation differs from the one document that has its number. */
export type Difference = 'type' | 'date' | 'issuer'

/** A document that a citation may have meant: never taken for it without a person. */
export interface Proposed {
  document: KnownDocument
  proposed: true
  /** letters and digits that differ, over number, symbol and date */
  distance: number
}

export type Resolution =
  | { status: 'known'; document: KnownDocument }
  /** several fit, or one does but the citation does not say enough to be sure */
  | { status: 'ambiguous'; candidates: KnownDocument[] }
  | { status: 'contradicts'; what: Difference[]; document: KnownDocument }
  | { status: 'unknown'; proposals: Proposed[] }
