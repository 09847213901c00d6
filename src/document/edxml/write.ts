import {
  edxmlBusinesses,
  type EdxmlAgency,
  type EdxmlDocument,
  type EdxmlReference,
  type EdxmlStaff,
  type EdxmlStatus,
} from './model.ts'

const namespace = 'http://www.mic.gov.vn/TBT/QCVN_102_2016'

/**
 * Writes a document's package. Children carry the prefix `edXML:`, which provincial axes ask for; attachments stand outside
 * the envelope without one. It is not signed: the axis signs what it takes.
 */
export function writeEdxml(d: EdxmlDocument): Buffer {
  const header = [
    block('From', agency(d.from)),
    ...d.to.map((to) => block('To', agency(to))),
    field('DocumentId', d.documentId),
    block('Code', [field('CodeNumber', d.number), field('CodeNotation', d.notation)]),
    block('PromulgationInfo', [
      field('Place', d.place),
      field('PromulgationDate', d.date === null ? d.dateAsWritten : slashed(d.date)),
    ]),
    block('DocumentType', [
      field('Type', d.type.code),
      field('TypeDetail', d.type.detail),
      field('TypeName', d.type.name),
    ]),
    field('Subject', d.subject),
    field('Content', d.content),
    block('SignerInfo', [
      field('Competence', d.signer.authority),
      field('Position', d.signer.position),
      field('FullName', d.signer.name),
    ]),
    field('DueDate', slashed(d.due)),
    block('OtherInfo', [
      field('Priority', d.other.priority),
      field('SphereOfPromulgation', d.other.sphere),
      field('TyperNotation', d.other.typist),
      field('PromulgationAmount', d.other.copies),
      field('PageAmount', d.other.pages),
      field('Direction', d.other.direction),
      block(
        'Appendixes',
        d.other.appendixes.map((words) => field('Appendix', words)),
      ),
    ]),
    ...d.responseFor.map((reference) => block('ResponseFor', referenceOf(reference))),
    field('SteeringType', d.steering),
    block(
      'ToPlaces',
      d.toPlaces.map((words) => field('Place', words)),
    ),
  ]
  const { business } = d
  const traces = [
    ...d.traces.map((trace) =>
      block('TraceHeader', [field('OrganId', trace.organId), field('Timestamp', trace.at)]),
    ),
    block('Bussiness', [
      ...(business.documentId === '' ? [] : [field('DocumentId', business.documentId)]),
      field('BussinessDocType', String(edxmlBusinesses.indexOf(business.type))),
      field('BussinessDocReason', business.reason),
      field('Paper', business.paper),
      ...(business.info
        ? [
            block('BussinessDocumentInfo', [
              field('DocumentInfo', business.info.document),
              field('DocumentReceiver', business.info.receiver),
              block(
                'ReceiverList',
                business.info.receivers.map((receiver) =>
                  block('Receiver', [
                    field('OrganId', receiver.organId),
                    field('ReceiverType', receiver.type),
                  ]),
                ),
              ),
            ]),
          ]
        : []),
      block('StaffInfo', staff(business.staff)),
    ]),
  ]
  const manifest = d.attachments.map((file) =>
    block('Reference', [
      field('ContentId', file.contentId),
      field('ContentType', file.mime),
      field('Description', file.description),
      field('AttachmentName', file.name),
    ]),
  )
  const files = d.attachments.map((file) =>
    [
      '<Attachment>',
      `<ContentId>${escape(file.contentId)}</ContentId>`,
      `<AttachmentName>${escape(file.name)}</AttachmentName>`,
      `<Description>${escape(file.description)}</Description>`,
      `<ContentType>${escape(file.mime)}</ContentType>`,
      `<edXML:ContentTransferEncoded>${Buffer.from(file.bytes).toString('base64')}</edXML:ContentTransferEncoded>`,
      '</Attachment>',
    ].join(''),
  )
  return file([
    envelope(
      block('edXMLHeader', [block('MessageHeader', header), block('TraceHeaderList', traces)]),
      block('edXMLBody', [`<edXML:edXMLManifest version="1.0">${manifest.join('')}</edXML:edXMLManifest>`]),
    ),
    `<AttachmentEncoded>${files.join('')}</AttachmentEncoded>`,
  ])
}

/** Writes a status message: a header without a body. */
export function writeEdxmlStatus(s: EdxmlStatus): Buffer {
  const header = [
    block('From', agency(s.from)),
    block('ResponseFor', referenceOf(s.responseFor)),
    block('StaffInfo', staff(s.staff)),
    field('StatusCode', s.status),
    field('Description', s.description),
    field('Timestamp', s.at),
  ]
  return file([envelope(block('edXMLHeader', [block('MessageHeader', header)]))])
}

function file(parts: string[]): Buffer {
  return Buffer.from(
    `<?xml version="1.0" encoding="utf-8"?>\n<edXML xmlns="${namespace}" xmlns:edXML="${namespace}">${parts.join('')}</edXML>\n`,
  )
}

function envelope(...parts: string[]): string {
  return block('edXMLEnvelope', parts)
}

function agency(a: EdxmlAgency): string[] {
  return [
    field('OrganId', a.id),
    field('OrganizationInCharge', a.inCharge),
    field('OrganName', a.name),
    field('OrganAdd', a.address),
    field('Email', a.email),
    field('Telephone', a.telephone),
    field('Fax', a.fax),
    field('Website', a.website),
  ]
}

function referenceOf(r: EdxmlReference): string[] {
  return [
    field('OrganId', r.organId),
    field('Code', r.code),
    field('DocumentId', r.documentId),
    field('PromulgationDate', slashed(r.date)),
  ]
}

function staff(s: EdxmlStaff): string[] {
  return [
    field('Department', s.department),
    field('Staff', s.staff),
    field('Email', s.email),
    field('Mobile', s.mobile),
  ]
}

function slashed(day: string | null): string {
  return day?.replaceAll('-', '/') ?? ''
}

function block(name: string, parts: readonly string[]): string {
  return `<edXML:${name}>${parts.join('')}</edXML:${name}>`
}

function field(name: string, words: string): string {
  return block(name, [escape(words)])
}

/** Letters that XML 1.0 has no way to write are left out; an unpaired half of a letter too. */
function escape(words: string): string {
  return words
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}
