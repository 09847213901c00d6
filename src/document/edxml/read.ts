import { DocumentError } from '../errors.ts'
import { decodeText } from '../open/bytes.ts'
import {
  dayOf,
  edxmlBusinesses,
  edxmlStatusCodes,
  maxPackageBytes,
  type EdxmlAgency,
  type EdxmlAttachment,
  type EdxmlDocument,
  type EdxmlReference,
  type EdxmlStaff,
  type EdxmlStatus,
} from './model.ts'
import { collapse, find, findAll, parseElements, wordsOf, type Element } from './tree.ts'

/**
 * Reads a package: a document with its files, or a status message. Fields are found by the names of their elements
 * wherever they stand.
 * @throws DocumentError `document.too_large` · `document.damaged` for what is no package, or whose content is no base64
 */
export function readEdxml(bytes: Uint8Array): EdxmlDocument | EdxmlStatus {
  if (bytes.byteLength > maxPackageBytes) throw new DocumentError('document.too_large')
  const root = parseElements(decodeText(bytes)?.text ?? '')
  if (!find(root, 'MessageHeader')) throw new DocumentError('document.damaged')
  return find(root, 'StatusCode') ? readStatus(root) : readDocument(root)
}

/** What a package says of its document, whatever else it lacks: for opening a file that somebody hands in. */
export function readPackageOf(xml: string): EdxmlDocument {
  return readDocument(parseElements(xml))
}

function readStatus(root: Element): EdxmlStatus {
  const header = find(root, 'MessageHeader')
  const status = edxmlStatusCodes.find((code) => Number(code) === Number(wordsOf(header, 'StatusCode')))
  if (status === undefined) throw new DocumentError('document.damaged')
  return {
    kind: 'status',
    from: agencyOf(find(header, 'From')),
    responseFor: referenceOf(find(header, 'ResponseFor')),
    staff: staffOf(find(header, 'StaffInfo')),
    status,
    description: wordsOf(header, 'Description'),
    at: wordsOf(header, 'Timestamp'),
  }
}

function readDocument(root: Element): EdxmlDocument {
  const header = find(root, 'MessageHeader')
  const issued = find(header, 'PromulgationInfo')
  const type = find(header, 'DocumentType')
  const signer = find(header, 'SignerInfo')
  const other = find(header, 'OtherInfo')
  // A reference has a code of its own: that of the document stands in the header itself.
  const code = header?.children.find((child) => child.name === 'Code') ?? null
  const dateAsWritten = wordsOf(issued, 'PromulgationDate')
  return {
    kind: 'document',
    from: agencyOf(find(header, 'From')),
    to: findAll(header, 'To').slice(0, 1000).map(agencyOf),
    documentId: wordsOf(header, 'DocumentId'),
    number: wordsOf(code, 'CodeNumber'),
    notation: wordsOf(code, 'CodeNotation'),
    place: wordsOf(issued, 'Place'),
    date: dayOf(dateAsWritten),
    dateAsWritten,
    type: {
      code: wordsOf(type, 'Type'),
      detail: wordsOf(type, 'TypeDetail'),
      name: wordsOf(type, 'TypeName'),
    },
    subject: wordsOf(header, 'Subject'),
    content: wordsOf(header, 'Content'),
    signer: {
      authority: wordsOf(signer, 'Competence'),
      position: wordsOf(signer, 'Position'),
      name: wordsOf(signer, 'FullName'),
    },
    due: dayOf(wordsOf(header, 'DueDate')),
    other: {
      priority: wordsOf(other, 'Priority'),
      sphere: wordsOf(other, 'SphereOfPromulgation'),
      typist: wordsOf(other, 'TyperNotation'),
      copies: wordsOf(other, 'PromulgationAmount'),
      pages: wordsOf(other, 'PageAmount'),
      direction: wordsOf(other, 'Direction'),
      appendixes: wordsOfAll(other, 'Appendix'),
    },
    responseFor: findAll(header, 'ResponseFor').map(referenceOf),
    steering: wordsOf(header, 'SteeringType'),
    toPlaces: wordsOfAll(find(header, 'ToPlaces'), 'Place'),
    traces: findAll(root, 'TraceHeader').map((trace) => ({
      organId: wordsOf(trace, 'OrganId'),
      at: wordsOf(trace, 'Timestamp'),
    })),
    business: businessOf(find(root, 'Bussiness') ?? find(root, 'Business')),
    attachments: findAll(root, 'Attachment').flatMap(attachmentOf),
  }
}

function agencyOf(element: Element | null): EdxmlAgency {
  return {
    id: wordsOf(element, 'OrganId'),
    inCharge: wordsOf(element, 'OrganizationInCharge'),
    name: wordsOf(element, 'OrganName'),
    address: wordsOf(element, 'OrganAdd'),
    email: wordsOf(element, 'Email'),
    telephone: wordsOf(element, 'Telephone'),
    fax: wordsOf(element, 'Fax'),
    website: wordsOf(element, 'Website'),
  }
}

function referenceOf(element: Element | null): EdxmlReference {
  return {
    organId: wordsOf(element, 'OrganId'),
    code: wordsOf(element, 'Code'),
    documentId: wordsOf(element, 'DocumentId'),
    date: dayOf(wordsOf(element, 'PromulgationDate')),
  }
}

function staffOf(element: Element | null): EdxmlStaff {
  return {
    department: wordsOf(element, 'Department'),
    staff: wordsOf(element, 'Staff'),
    email: wordsOf(element, 'Email'),
    mobile: wordsOf(element, 'Mobile'),
  }
}

function businessOf(element: Element | null): EdxmlDocument['business'] {
  const info = find(element, 'BussinessDocumentInfo')
  return {
    // What is not said is a document like any other.
    type: edxmlBusinesses[Number(wordsOf(element, 'BussinessDocType'))] ?? 'new',
    documentId: wordsOf(element, 'DocumentId'),
    reason: wordsOf(element, 'BussinessDocReason'),
    paper: wordsOf(element, 'Paper'),
    info: info && {
      document: wordsOf(info, 'DocumentInfo'),
      receiver: wordsOf(info, 'DocumentReceiver'),
      receivers: findAll(info, 'Receiver').map((receiver) => ({
        organId: wordsOf(receiver, 'OrganId'),
        type: wordsOf(receiver, 'ReceiverType'),
      })),
    },
    staff: staffOf(find(element, 'StaffInfo')),
  }
}

// Some systems name the element for its encoding and write the encoding's name into another.
const contentNames = /^Content(?:TransferEncod(?:ed|ing))?$/
const base64 = /^[A-Za-z0-9+/\s]*={0,2}\s*$/

function attachmentOf(element: Element): EdxmlAttachment[] {
  const content = element.children
    .filter(({ name, text }) => contentNames.test(name) && text.trim().length > 20)
    .map(({ text }) => text)
    .join('')
  if (content === '') return []
  if (!base64.test(content)) throw new DocumentError('document.damaged')
  return [
    {
      contentId: wordsOf(element, 'ContentId'),
      name: wordsOf(element, 'AttachmentName').slice(0, 200),
      description: wordsOf(element, 'Description'),
      mime: wordsOf(element, 'ContentType'),
      bytes: Buffer.from(content, 'base64'),
    },
  ]
}

function wordsOfAll(within: Element | null, name: string): string[] {
  return findAll(within, name)
    .map(({ text }) => collapse(text))
    .filter((words) => words !== '')
    .slice(0, 1000)
}
