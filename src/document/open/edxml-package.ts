import type { Handler, Parser } from 'htmlparser2'
import { DocumentError } from '../errors.ts'

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

export interface Attachment {
  name: string
  bytes: Uint8Array
}

/** Of each field no more than this many letters: the standard allows 500 for the longest. */
const longestField = 2000
const mostAttachments = 100
const deepest = 200

/**
 * Reads an edXML file: fields are found by the names of their elements wherever they stand, since order and prefixes differ
 * between the systems that write them.
 */
export function readPackage(
  makeParser: (handler: Partial<Handler>) => Parser,
  xml: string,
): { metadata: DocumentMetadata; attachments: Attachment[] } {
  const path: string[] = []
  const fields = new Map<string, string>()
  const to: string[] = []
  const files: { name: string; content: string }[] = []
  let words: string[] = []
  let length = 0
  const parser = makeParser({
    onopentag: (tag) => {
      if (path.length >= deepest) throw new DocumentError('document.damaged')
      const name = local(tag)
      path.push(name)
      words = []
      length = 0
      if (name === 'Attachment' && files.length < mostAttachments) files.push({ name: '', content: '' })
    },
    ontext: (text) => {
      length += text.length
      if (length <= longestField || path.at(-2) === 'Attachment') words.push(text)
    },
    onclosetag: (tag) => {
      const name = local(tag)
      const text = words.join('')
      words = []
      path.pop()
      const parent = path.at(-1) ?? ''
      const file = parent === 'Attachment' ? files.at(-1) : undefined
      if (file) fileField(file, name, text)
      else if (name === 'OrganName' && parent === 'To') to.push(collapse(text))
      else if (text.trim() !== '')
        fields.set(`${parent}/${name}`, fields.get(`${parent}/${name}`) ?? collapse(text))
    },
  })
  parser.write(xml)
  parser.end()
  return {
    metadata: metadataOf(fields, to),
    attachments: files
      .filter(({ content }) => content !== '')
      .map(({ name, content }) => ({ name, bytes: Buffer.from(content, 'base64') })),
  }
}

function fileField(file: { name: string; content: string }, name: string, text: string): void {
  if (name === 'AttachmentName') file.name = collapse(text).slice(0, 200)
  // Some systems name the element for its encoding and write the encoding's name into another.
  else if (/^Content(?:TransferEncod(?:ed|ing))?$/.test(name) && text.trim().length > 20) file.content += text
}

function metadataOf(fields: ReadonlyMap<string, string>, to: string[]): DocumentMetadata {
  const field = (...paths: string[]) =>
    paths.map((path) => fields.get(path)).find((value) => value !== undefined) ?? null
  const number = field('Code/CodeNumber')
  const notation = field('Code/CodeNotation')
  const written = field('PromulgationInfo/PromulgationDate')
  const name = field('SignerInfo/FullName')
  const position = field('SignerInfo/Position')
  const authority = field('SignerInfo/Competence')
  return {
    agency: field('From/OrganName'),
    agencyCode: field('From/OrganId'),
    numberSymbol: number !== null && notation !== null ? `${number}/${notation}`.replace(/\s+/g, '') : null,
    place: field('PromulgationInfo/Place'),
    date: dayOf(written),
    dateAsWritten: written,
    type: field('DocumentType/TypeName'),
    subject: field('MessageHeader/Subject'),
    signer: name === null && position === null ? null : { authority, position, name },
    to: to.slice(0, 1000),
    due: dayOf(field('MessageHeader/DueDate')),
  }
}

/** `2015/09/30` or `2015-09-30`; the standard's own sample has a 30 February. */
function dayOf(written: string | null): string | null {
  const [, year = '', month = '', day = ''] = /^(\d{4})[/-](\d{1,2})[/-](\d{1,2})/.exec(written ?? '') ?? []
  if (year === '') return null
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const there = new Date(`${iso}T00:00:00Z`)
  return !Number.isNaN(there.getTime()) && there.toISOString().startsWith(iso) ? iso : null
}

function local(tag: string): string {
  return tag.slice(tag.indexOf(':') + 1)
}

function collapse(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, longestField)
}
