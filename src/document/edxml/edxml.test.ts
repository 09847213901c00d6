import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DocumentError } from '../errors.ts'
import {
  agenciesByCode,
  agencyKey,
  documentIdOf,
  edxmlBusinesses,
  edxmlStatusCodes,
  maxPackageBytes,
  newForm,
  noAgency,
  noStaff,
  oldForm,
  packAttachment,
  readAgencyCode,
  readDocumentId,
  readEdxml,
  sameAgency,
  timestampOf,
  unpackAttachment,
  writeEdxml,
  writeEdxmlStatus,
  type EdxmlDocument,
  type EdxmlStatus,
} from './index.ts'

const plan: EdxmlDocument = {
  kind: 'document',
  from: { ...noAgency, id: 'H99.12', name: 'Phòng Nội vụ huyện Sông Xanh', inCharge: 'UBND huyện Sông Xanh' },
  to: [
    { ...noAgency, id: '000.00.13.H99', name: 'Xã An Bình' },
    { ...noAgency, id: 'H99.14', name: 'Xã An Lạc' },
  ],
  documentId: documentIdOf('H99.12', '2024-06-17', '12', 'KH-PNV'),
  number: '12',
  notation: 'KH-PNV',
  place: 'Sông Xanh',
  date: '2024-06-17',
  dateAsWritten: '2024/06/17',
  type: { code: '9', detail: '', name: 'Kế hoạch' },
  subject: 'Tuyên truyền <cải cách> & chuyển đổi số',
  content: 'Tuyên truyền cải cách hành chính năm 2024',
  signer: { authority: 'TM.', position: 'Trưởng phòng', name: 'Nguyễn Thị Ngọc Ánh' },
  due: '2024-06-30',
  other: {
    priority: '0',
    sphere: 'Nội bộ ngành',
    typist: 'NVA',
    copies: '5',
    pages: '4',
    direction: '',
    appendixes: ['Phụ lục 1', 'Phụ lục 2'],
  },
  responseFor: [
    { organId: 'H99', code: '3/CT-UBND', documentId: 'H99,2024/01/05,3/CT-UBND', date: '2024-01-05' },
  ],
  steering: '1',
  toPlaces: ['Như trên', 'Lưu: VT'],
  traces: [{ organId: 'H99.12', at: timestampOf(new Date('2024-06-17T01:42:07Z')) }],
  business: { type: 'new', documentId: '', reason: '', paper: '0', info: null, staff: noStaff },
  attachments: [
    {
      contentId: 'cid:1',
      name: 'kế hoạch.pdf',
      description: 'Kế hoạch',
      mime: 'application/pdf',
      bytes: Buffer.from('%PDF-1.7 một bản kế hoạch ở đây'),
    },
  ],
}

/** A package of our own wording with the shape of the standard's, its elements in the order given. */
function sample(parts: readonly string[], body = ''): Buffer {
  return Buffer.from(
    `<?xml version="1.0"?><edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXML:edXMLEnvelope xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXML:edXMLHeader><edXML:MessageHeader>${parts.join('\n')}</edXML:MessageHeader></edXML:edXMLHeader></edXML:edXMLEnvelope>${body}</edXML>`,
  )
}
const tag = (name: string, words: string) => `<edXML:${name}>${words}</edXML:${name}>`
const parts = [
  tag(
    'From',
    tag('OrganId', '000.00.01.H99') + tag('OrganName', 'Sở  Nội vụ') + tag('Email', 'snv@song-xanh.example'),
  ),
  tag('To', tag('OrganName', 'Xã An Bình') + tag('OrganId', 'H99.13')),
  tag('DocumentId', '000.00.01.H99,2014/02/30,7/SNV-CCHC'),
  tag('Code', tag('CodeNumber', '7') + tag('CodeNotation', 'SNV-CCHC')),
  tag('PromulgationInfo', tag('Place', 'Sông Xanh') + tag('PromulgationDate', '2014/02/30')),
  tag(
    'ResponseFor',
    tag('Code', '99/KH-UBND') + tag('OrganId', 'H99') + tag('PromulgationDate', '2014/01/02'),
  ),
  tag('Subject', 'V/v tuyên truyền'),
]

describe('edXML packages', () => {
  test('what is written is read back the same', () => {
    expect(readEdxml(writeEdxml(plan))).toEqual(plan)
  })

  test('elements in any order, white space, a day that there is not, a code of its own in what it answers', () => {
    const forwards = readEdxml(sample(parts))
    expect(readEdxml(sample(parts.toReversed()))).toEqual(forwards)
    expect(forwards).toMatchObject({
      kind: 'document',
      from: { id: '000.00.01.H99', name: 'Sở Nội vụ' },
      number: '7',
      notation: 'SNV-CCHC',
      date: null,
      dateAsWritten: '2014/02/30',
      responseFor: [{ code: '99/KH-UBND', date: '2014-01-02' }],
      business: { type: 'new' },
    })
  })

  test.each(edxmlBusinesses)('%s: what it is about, why, and to whom', (type) => {
    const business: EdxmlDocument['business'] = {
      type,
      documentId: plan.documentId,
      reason: 'Sai thẩm quyền ký',
      paper: '1',
      info: { document: '1', receiver: '0', receivers: [{ organId: 'H99.14', type: '2' }] },
      staff: {
        department: 'Văn phòng',
        staff: 'Trần Văn Bình',
        email: 'b@song-xanh.example',
        mobile: '0900000000',
      },
    }
    expect(readEdxml(writeEdxml({ ...plan, business }))).toMatchObject({ business })
  })

  test.each(edxmlStatusCodes)('status %s', (status) => {
    const said: EdxmlStatus = {
      kind: 'status',
      from: { ...noAgency, id: 'H99.13', name: 'Xã An Bình' },
      responseFor: { organId: 'H99.12', code: '12/KH-PNV', documentId: plan.documentId, date: plan.date },
      staff: { ...noStaff, staff: 'Lê Thị Hoa' },
      status,
      description: 'Gửi nhầm nơi nhận',
      at: '2024/06/17 08:42:07',
    }
    expect(readEdxml(writeEdxmlStatus(said))).toEqual(said)
  })

  test('words of any letters are read back the same', () => {
    const words = fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) =>
      text
        .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    const day = fc
      .date({ min: new Date('1990-01-01'), max: new Date('2060-01-01'), noInvalidDate: true })
      .map((at) => at.toISOString().slice(0, 10))
    const bytes = fc.uint8Array({ minLength: 40, maxLength: 300 })
    fc.assert(
      fc.property(
        words,
        words,
        fc.option(day),
        fc.array(
          words.filter((w) => w !== ''),
          { maxLength: 4 },
        ),
        fc.constantFrom(...edxmlBusinesses),
        fc.array(bytes, { maxLength: 3 }),
        (subject, name, date, places, type, files) => {
          const written: EdxmlDocument = {
            ...plan,
            subject,
            date,
            dateAsWritten: date?.replaceAll('-', '/') ?? '',
            from: { ...plan.from, name },
            toPlaces: places,
            business: { ...plan.business, type, reason: name },
            attachments: files.map((content, i) => ({
              contentId: `cid:${i}`,
              name: `${i}.bin`,
              description: subject,
              mime: 'x/y',
              bytes: Buffer.from(content),
            })),
          }
          expect(readEdxml(writeEdxml(written))).toEqual(written)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('letters that XML has no way to write are left out', () => {
    expect(readEdxml(writeEdxml({ ...plan, subject: 'a\u0000b\ud800c\ufffe' }))).toMatchObject({
      subject: 'ab\ufffdc',
    })
  })

  const codeOf = (read: () => unknown) => {
    try {
      read()
    } catch (error) {
      return error instanceof DocumentError ? error.code : String(error)
    }
    return null
  }
  test.each([
    ['no package', Buffer.from('<html><body>xin chào</body></html>'), 'document.damaged'],
    ['a status that there is not', sample([tag('StatusCode', '77')]), 'document.damaged'],
    ['elements without end', Buffer.from(`<edXML>${'<a>'.repeat(10_000)}`), 'document.damaged'],
    ['more elements than any', Buffer.from(`<edXML>${'<a/>'.repeat(60_000)}`), 'document.damaged'],
    [
      'content that is no base64',
      sample(
        parts,
        `<AttachmentEncoded><Attachment><AttachmentName>a</AttachmentName><ContentTransferEncoded>${'không phải base64 '.repeat(3)}</ContentTransferEncoded></Attachment></AttachmentEncoded>`,
      ),
      'document.damaged',
    ],
    ['more bytes than any', Buffer.alloc(maxPackageBytes + 1, 0x20), 'document.too_large'],
  ])('%s is refused', (_, bytes, code) => {
    expect(codeOf(() => readEdxml(bytes))).toBe(code)
  })

  test('entities of a DTD stay words, and endless fields are cut', () => {
    const bomb =
      '<!DOCTYPE z [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    const bytes = Buffer.from(
      bomb +
        sample([tag('Subject', '&b; &c;'), tag('Content', 'a'.repeat(10_000))])
          .toString()
          .replace('<?xml version="1.0"?>', ''),
    )
    expect(readEdxml(bytes)).toMatchObject({ subject: '&b; &c;', content: '' })
  })
})

describe('an attachment', () => {
  test('a zip of one file, and a file that is no zip, are unpacked to it', async () => {
    const file = { name: 'kế hoạch số 12.pdf', bytes: Buffer.from('%PDF-1.7 '.repeat(100)) }
    const [unpacked, ...more] = await unpackAttachment({ name: 'x.zip', bytes: packAttachment(file) })
    expect(more).toEqual([])
    expect(unpacked?.name).toBe(file.name)
    expect(Buffer.from(unpacked?.bytes ?? [])).toEqual(file.bytes)
    expect(packAttachment(file)).toEqual(packAttachment(file))
    expect(await unpackAttachment(file)).toEqual([file])
  })

  test('a zip that says less than it holds is refused', async () => {
    const packed = Buffer.from(packAttachment({ name: 'a.txt', bytes: Buffer.alloc(100_000) }))
    // The size in the directory, 100,000 as it is: 1,000.
    packed.writeUInt32LE(1_000, packed.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 24)
    await expect(unpackAttachment({ name: 'x.zip', bytes: packed })).rejects.toMatchObject({
      code: 'document.damaged',
    })
  })
})

describe('codes of agencies', () => {
  test.each([
    ['H57.12', 'new', ['H57', '12']],
    ['h57', 'new', ['H57']],
    ['G22.1A.003', 'new', ['G22', '1A', '003']],
    ['000.00.00.G22', 'old', ['G22']],
    ['002.00.20.H13', 'old', ['H13', '20', '002']],
    ['28.22.H17', 'old', ['H17', '22', '28']],
  ])('%s', (written, form, path) => {
    expect(readAgencyCode(written)).toEqual({ form, path })
  })

  test.each(['', 'Sở Nội vụ', '12.34', 'H57..12', 'H57.' + '1'.repeat(33)])('“%s” is none', (written) => {
    expect(readAgencyCode(written)).toBeNull()
    expect(agencyKey(written)).toBeNull()
  })

  test('both forms of one code are the same, and turn into each other where the groups fit', () => {
    expect(sameAgency('000.00.12.H57', 'H57.12')).toBe(true)
    expect(sameAgency('000.00.12.H57', 'H57.13')).toBe(false)
    expect(sameAgency('', '')).toBe(false)
    expect(newForm('002.00.20.H13')).toBe('H13.20.002')
    expect(oldForm('H57.12')).toBe('000.00.12.H57')
    expect(oldForm('G22')).toBe('000.00.00.G22')
    expect(oldForm('H57.ABC')).toBeNull()
    expect(oldForm('H57.7')).toBeNull()
    fc.assert(
      fc.property(
        fc.constantFrom('H57', 'G22', 'A01'),
        fc.array(fc.integer({ min: 10, max: 99 }), { maxLength: 2 }),
        (head, below) => {
          const code = [head, ...below].join('.')
          expect(newForm(oldForm(code) ?? '')).toBe(code)
        },
      ),
    )
  })

  test('an agency is found by any of its codes; a code of two names nobody', () => {
    const findAgency = agenciesByCode([
      { agency: 'Xã An Bình', codes: ['H99.13', '000.00.77.H99'] },
      { agency: 'Xã An Lạc', codes: ['H99.14', 'H99.15'] },
      { agency: 'Xã An Lộc', codes: ['000.00.15.H99'] },
    ])
    expect(findAgency('000.00.13.H99')).toBe('Xã An Bình')
    expect(findAgency('H99.77')).toBe('Xã An Bình')
    expect(findAgency('H99.15')).toBeNull()
    expect(findAgency('H99.16')).toBeNull()
  })

  test('the id of a document on the axis', () => {
    expect(readDocumentId(plan.documentId)).toEqual({
      organId: 'H99.12',
      date: '2024-06-17',
      numberSymbol: '12/KH-PNV',
    })
    expect(readDocumentId('000.00.00.G22,2015/09/30,7816/VPCP-TTĐT')).toEqual({
      organId: '000.00.00.G22',
      date: '2015-09-30',
      numberSymbol: '7816/VPCP-TTĐT',
    })
    expect(readDocumentId('7816')).toBeNull()
  })
})
