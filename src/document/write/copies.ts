import type { OfficialCopy, OfficialDocument } from './source.ts'

/** A kind of copy (Decree 30/2020/NĐ-CP, Article 25) as a document of its own, with the abbreviation of Appendix III. */
export interface CopyType {
  name: 'Bản sao y' | 'Bản trích sao' | 'Bản sao lục'
  abbreviation: string
  kind: OfficialCopy['kind']
}

/** The three kinds: of an original, of a part of one, of a copy. */
export const copyTypes: readonly CopyType[] = [
  { name: 'Bản sao y', abbreviation: 'SY', kind: 'SAO Y' },
  { name: 'Bản trích sao', abbreviation: 'TrS', kind: 'TRÍCH SAO' },
  { name: 'Bản sao lục', abbreviation: 'SL', kind: 'SAO LỤC' },
]

/** Under which head a document goes out, who signed it and who gets it: of a copy what its certificate says. */
export function issuedAs({
  header,
  signer,
  recipients,
  copy,
}: OfficialDocument): Pick<OfficialDocument, 'header' | 'signer' | 'recipients'> {
  if (!copy) return { header, signer, recipients }
  const { parentAgency, agency, number, symbol, place, date } = copy
  return {
    header: {
      ...{ parentAgency, agency, number, symbol, place, date },
      type: copyTypes.find(({ kind }) => kind === copy.kind)?.name ?? '',
      subject: header.subject,
    },
    signer: copy.signer,
    recipients: copy.recipients,
  }
}
