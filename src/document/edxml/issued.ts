import { issuedAs } from '../write/copies.ts'
import type { OfficialDocument } from '../write/source.ts'
import { packAttachment, type PackedFile } from './attachments.ts'
import {
  documentIdOf,
  noAgency,
  noStaff,
  timestampOf,
  type EdxmlAgency,
  type EdxmlDocument,
  type EdxmlReference,
  type EdxmlStaff,
  type EdxmlStatus,
  type EdxmlStatusCode,
} from './model.ts'

type Named = Partial<EdxmlAgency> & Pick<EdxmlAgency, 'id' | 'name'>

export interface Sending {
  from: Named
  to: readonly Named[]
  at: Date
  /** what was issued first, then what goes with it */
  files: readonly (PackedFile & { description: string })[]
  /** `YYYY-MM-DD`: by when an answer is asked for */
  due: string | null
  pages: number | null
}

/**
 * The package of a document that was issued: every word of its header as it was printed.
 * @throws Error for a document without number or date: it was not issued
 */
export function packageOf(source: OfficialDocument, sending: Sending): EdxmlDocument {
  const { header, signer, recipients } = issuedAs(source)
  const { number, symbol, date } = header
  if (number === null || date === null) throw new Error('a document without number or date was not issued')
  const { from, to, at, files, due, pages } = sending
  return {
    kind: 'document',
    from: { ...noAgency, inCharge: header.parentAgency ?? '', ...from },
    to: to.map((agency) => ({ ...noAgency, ...agency })),
    documentId: documentIdOf(from.id, date, number, symbol),
    number,
    notation: symbol,
    place: header.place,
    date,
    dateAsWritten: date.replaceAll('-', '/'),
    type: { code: '', detail: '', name: header.type === '' ? 'Công văn' : header.type },
    subject: header.subject,
    content: '',
    signer: { authority: signer.authority ?? '', position: signer.position, name: signer.name ?? '' },
    due,
    other: {
      priority: '0',
      sphere: '',
      typist: '',
      copies: '',
      pages: pages === null ? '' : String(pages),
      direction: '',
      appendixes: source.annex ? [source.annex.title] : [],
    },
    responseFor: [],
    steering: '',
    toPlaces: recipients.map(({ text }) => text),
    traces: [{ organId: from.id, at: timestampOf(at) }],
    business: { type: 'new', documentId: '', reason: '', paper: '0', info: null, staff: noStaff },
    attachments: files.map((file, i) => ({
      contentId: `cid:${i + 1}`,
      name: file.name,
      description: file.description,
      mime: 'application/zip',
      bytes: packAttachment(file),
    })),
  }
}

/** Takes back a document that was sent: its own header again, why, and no file. */
export function recallOf(sent: EdxmlDocument, reason: string, at: Date): EdxmlDocument {
  return {
    ...sent,
    traces: [{ organId: sent.from.id, at: timestampOf(at) }],
    business: { ...sent.business, type: 'recall', documentId: sent.documentId, reason },
    attachments: [],
  }
}

/** Says of a document's package that it stands in the place of one that was sent before, or brings it up to date. */
export function insteadOf(
  sent: EdxmlDocument,
  next: EdxmlDocument,
  type: 'replacement' | 'update',
  reason: string,
): EdxmlDocument {
  return { ...next, business: { ...next.business, type, documentId: sent.documentId, reason } }
}

/** Which document a package speaks of, as the answers to it name it. */
export function referenceTo(d: Omit<EdxmlDocument, 'attachments'>): EdxmlReference {
  return {
    organId: d.from.id,
    code: `${d.number}/${d.notation}`,
    documentId: d.documentId,
    date: d.date,
  }
}

/**
 * What a receiver tells the sender of a package.
 * @param about the document, as `referenceTo` names it
 */
export function statusOf(
  about: EdxmlReference,
  by: Named,
  status: EdxmlStatusCode,
  said: { description: string; at: Date; staff?: EdxmlStaff },
): EdxmlStatus {
  return {
    kind: 'status',
    from: { ...noAgency, ...by },
    responseFor: about,
    staff: said.staff ?? noStaff,
    status,
    description: said.description,
    at: timestampOf(said.at),
  }
}

/** What may be told after what: refused, finished and an answer to a recall are the end. */
const after: Record<EdxmlStatusCode, readonly EdxmlStatusCode[]> = {
  '01': ['02', '03', '04', '05', '06'],
  '02': [],
  '03': ['04', '05', '06'],
  '04': ['05', '06'],
  '05': ['06'],
  '06': [],
  '13': ['15', '16'],
  '15': [],
  '16': [],
}

/**
 * Whether a status goes on from the last one: messages overtake each other, and one that goes back is no news. A recall (13)
 * may come whenever the document was not refused; what it asks is answered by 15 or 16.
 * @param last null when nothing was told yet
 */
export function goesOn(last: EdxmlStatusCode | null, next: EdxmlStatusCode): boolean {
  if (next === '13') return last !== '02' && last !== '13' && last !== '15'
  if (last === null) return next !== '15' && next !== '16'
  return after[last].includes(next)
}

/** Whether nothing more is to be waited for. */
export function isEnd(status: EdxmlStatusCode): boolean {
  return after[status].length === 0
}
