import { noAgency, packageOf, type EdxmlDocument, type PackedFile } from '../../src/document/edxml/index.ts'
import { testNow } from './database.ts'
import { departmentLetter } from './documents.ts'

export interface LetterPackage {
  number: string
  subject: string
  /** code and name of who sends it, and of who gets it */
  from: readonly [string, string]
  to: readonly [string, string]
  /** instead of the letter's words as a text file */
  files?: readonly PackedFile[]
}

/** A package as another system writes it: a department's letter with its words as a text file. */
export function letterPackage({ number, subject, from, to, files }: LetterPackage): EdxmlDocument {
  const letter = { name: 'cong-van.txt', bytes: Buffer.from(departmentLetter(Number(number), subject)) }
  return packageOf(
    {
      form: 'nd30',
      header: {
        parentAgency: null,
        agency: 'Sở Thông tin',
        number,
        symbol: 'KH-STT',
        place: 'Hà Thanh',
        date: '2024-06-10',
        type: 'Kế hoạch',
        subject,
      },
      bases: [],
      opening: null,
      body: [],
      recipients: [],
      signer: { authority: null, position: 'Giám đốc', name: null },
    },
    {
      from: { ...noAgency, id: from[0], name: from[1] },
      to: [{ ...noAgency, id: to[0], name: to[1] }],
      at: new Date(testNow),
      files: (files ?? [letter]).map((file) => ({ ...file, description: '' })),
      due: null,
      pages: null,
    },
  )
}
