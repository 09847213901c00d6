/**
 * Packages of the document axis as QCVN 102:2016/BTTTT (TT 10/2016/TT-BTTTT) has them, with names of ours. Words are as
 * written, white space collapsed, '' where nothing is said; days are `YYYY-MM-DD`, null for none or one that there is not.
 */
export interface EdxmlAgency {
  /** code in either form, see agency-code.ts */
  id: string
  /** agency above it */
  inCharge: string
  name: string
  address: string
  email: string
  telephone: string
  fax: string
  website: string
}

/** A document that another one answers, or that a status is about. */
export interface EdxmlReference {
  organId: string
  /** number and notation */
  code: string
  documentId: string
  /** `YYYY-MM-DD` */
  date: string | null
}

/** 0 · 1 · 2 · 3 of BussinessDocType. */
export type EdxmlBusiness = 'new' | 'recall' | 'update' | 'replacement'

export interface EdxmlStaff {
  department: string
  staff: string
  email: string
  mobile: string
}

export interface EdxmlAttachment {
  /** `cid:1`, by which the manifest names it */
  contentId: string
  name: string
  description: string
  mime: string
  /** the file, or a zip of it: see `unpackAttachment` */
  bytes: Uint8Array
}

export interface EdxmlDocument {
  kind: 'document'
  from: EdxmlAgency
  to: EdxmlAgency[]
  /** `OrganId,YYYY/MM/DD,number/notation` */
  documentId: string
  number: string
  notation: string
  place: string
  date: string | null
  /** the day as written, which may be one that there is not: the standard's own sample has a 30 February */
  dateAsWritten: string
  type: { code: string; detail: string; name: string }
  subject: string
  content: string
  signer: { authority: string; position: string; name: string }
  due: string | null
  other: {
    /** 0 ordinary, 1 urgent … as the receiving system's table has it */
    priority: string
    sphere: string
    typist: string
    copies: string
    pages: string
    direction: string
    appendixes: string[]
  }
  responseFor: EdxmlReference[]
  steering: string
  toPlaces: string[]
  traces: { organId: string; at: string }[]
  business: {
    type: EdxmlBusiness
    /** document that is recalled, updated or replaced */
    documentId: string
    reason: string
    /** whether paper follows */
    paper: string
    info: { document: string; receiver: string; receivers: { organId: string; type: string }[] } | null
    staff: EdxmlStaff
  }
  attachments: EdxmlAttachment[]
}

/** What a receiver tells of a document: a header without a body. */
export interface EdxmlStatus {
  kind: 'status'
  from: EdxmlAgency
  responseFor: EdxmlReference
  staff: EdxmlStaff
  status: EdxmlStatusCode
  description: string
  /** `yyyy/MM/dd HH:mm:ss` in Viet Nam, as written */
  at: string
}

/**
 * 01 arrived · 02 refused · 03 accepted · 04 assigned · 05 being worked on · 06 finished · 13 the sender asks to take back or
 * update · 15 agreed to · 16 not agreed to.
 */
export const edxmlStatusCodes = ['01', '02', '03', '04', '05', '06', '13', '15', '16'] as const
export type EdxmlStatusCode = (typeof edxmlStatusCodes)[number]

export const edxmlBusinesses: readonly EdxmlBusiness[] = ['new', 'recall', 'update', 'replacement']

/** A package as it travels; more is refused. */
export const maxPackageBytes = 70 * 1024 * 1024
/** Of each field no more than this many letters: the standard allows 500 for the longest. */
export const longestField = 2000
export const mostAttachments = 100

export const noAgency: EdxmlAgency = {
  id: '',
  inCharge: '',
  name: '',
  address: '',
  email: '',
  telephone: '',
  fax: '',
  website: '',
}
export const noStaff: EdxmlStaff = { department: '', staff: '', email: '', mobile: '' }

/** `OrganId,YYYY/MM/DD,number/notation`, by which a document is known on the axis. */
export function documentIdOf(organId: string, date: string, number: string, notation: string): string {
  return `${organId},${date.replaceAll('-', '/')},${number}/${notation}`
}

/** What a document's id says; null for another form of id. */
export function readDocumentId(
  id: string,
): { organId: string; date: string | null; numberSymbol: string } | null {
  const [, organId, written, numberSymbol] = /^([^,]+),\s*([^,]*),\s*(.+)$/.exec(id.trim()) ?? []
  if (organId === undefined || numberSymbol === undefined) return null
  return { organId, date: dayOf(written ?? ''), numberSymbol }
}

/** `2015/09/30` or `2015-09-30` as `YYYY-MM-DD`; null for a day that there is not. */
export function dayOf(written: string): string | null {
  const [, year = '', month = '', day = ''] = /^(\d{4})[/-](\d{1,2})[/-](\d{1,2})/.exec(written) ?? []
  if (year === '') return null
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const there = new Date(`${iso}T00:00:00Z`)
  return !Number.isNaN(there.getTime()) && there.toISOString().startsWith(iso) ? iso : null
}

/** An instant as the axis writes it, `yyyy/MM/dd HH:mm:ss` in Viet Nam (UTC+7 without summer time). */
export function timestampOf(at: Date): string {
  return new Date(at.getTime() + 7 * 3_600_000)
    .toISOString()
    .slice(0, 19)
    .replaceAll('-', '/')
    .replace('T', ' ')
}
