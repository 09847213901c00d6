import { dayOf, type EdxmlDocument } from '../edxml/model.ts'

/** What a package says of the document inside, as it is written there, white space collapsed; null where it says nothing. */
export interface DocumentMetadata {
  /** of the sender */
  agency: string | null
  agencyCode: string | null
  /** number and notation: `7816/VPCP-TTĐT` */
  numberSymbol: string | null
  place: string | null
  /** `YYYY-MM-DD`; null for a day that there is not */
  date: string | null
  /** the day as written, which may be one that there is not */
  dateAsWritten: string | null
  type: string | null
  subject: string | null
  signer: { authority: string | null; position: string | null; name: string | null } | null
  /** names of the agencies that it is sent to */
  to: string[]
  /** day by which an answer is due, as the date */
  due: string | null
}

/** What a package says of its document; null where it says nothing. */
export function metadataOf(d: Omit<EdxmlDocument, 'attachments'>): DocumentMetadata {
  const said = (words: string) => (words === '' ? null : words)
  const { authority, position, name } = d.signer
  return {
    agency: said(d.from.name),
    agencyCode: said(d.from.id),
    numberSymbol:
      d.number !== '' && d.notation !== '' ? `${d.number}/${d.notation}`.replace(/\s+/g, '') : null,
    place: said(d.place),
    date: dayOf(d.dateAsWritten),
    dateAsWritten: said(d.dateAsWritten),
    type: said(d.type.name),
    subject: said(d.subject),
    signer:
      name === '' && position === ''
        ? null
        : { authority: said(authority), position: said(position), name: said(name) },
    to: d.to.map((to) => to.name).filter((words) => words !== ''),
    due: d.due,
  }
}
