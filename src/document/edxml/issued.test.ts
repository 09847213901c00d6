import { describe, expect, test } from 'vitest'
import type { OfficialDocument } from '../write/source.ts'
import {
  edxmlStatusCodes,
  goesOn,
  insteadOf,
  isEnd,
  packageOf,
  readEdxml,
  recallOf,
  referenceTo,
  statusOf,
  unpackAttachment,
  writeEdxml,
  writeEdxmlStatus,
  type Sending,
} from './index.ts'

const source: OfficialDocument = {
  form: 'nd30',
  header: {
    parentAgency: 'UBND huyện Sông Xanh',
    agency: 'Phòng Nội vụ',
    number: '12',
    symbol: 'KH-PNV',
    place: 'Sông Xanh',
    date: '2024-06-17',
    type: 'Kế hoạch',
    subject: 'Tuyên truyền cải cách hành chính năm 2024',
  },
  bases: [],
  opening: null,
  body: [],
  annex: { title: 'Phụ lục', body: [] },
  recipients: [
    { text: 'UBND các xã', purpose: 'carry out' },
    { text: 'Lưu: VT', purpose: null },
  ],
  signer: { authority: null, position: 'Trưởng phòng', name: 'Nguyễn Thị Ngọc Ánh' },
}
const sending: Sending = {
  from: { id: 'H99.12', name: 'Phòng Nội vụ huyện Sông Xanh' },
  to: [{ id: '000.00.13.H99', name: 'UBND xã An Bình' }],
  at: new Date('2024-06-17T01:42:07Z'),
  files: [{ name: 'Kế hoạch 12.pdf', description: 'Kế hoạch', bytes: Buffer.from('%PDF-1.7 '.repeat(50)) }],
  due: '2024-06-30',
  pages: 4,
}
const sent = packageOf(source, sending)
const by = { id: 'H99.13', name: 'UBND xã An Bình' }
const at = new Date('2024-06-18T03:00:00Z')

describe('the package of an issued document', () => {
  test('says what was printed, and is read back the same with its file', async () => {
    const read = readEdxml(writeEdxml(sent))
    expect(read).toEqual(sent)
    expect(read).toMatchObject({
      documentId: 'H99.12,2024/06/17,12/KH-PNV',
      from: { inCharge: 'UBND huyện Sông Xanh' },
      toPlaces: ['UBND các xã', 'Lưu: VT'],
      traces: [{ organId: 'H99.12', at: '2024/06/17 08:42:07' }],
      other: { pages: '4', appendixes: ['Phụ lục'] },
    })
    const [attachment] = read.kind === 'document' ? read.attachments : []
    if (!attachment) throw new Error('no attachment')
    const [file] = await unpackAttachment(attachment)
    expect(file?.name).toBe('Kế hoạch 12.pdf')
    expect(Buffer.from(file?.bytes ?? [])).toEqual(sending.files[0]?.bytes)
  })

  test('there is none of what has no number yet', () => {
    expect(() => packageOf({ ...source, header: { ...source.header, number: null } }, sending)).toThrow()
  })

  test('a recall and a replacement name what was sent, and go through', () => {
    const recall = readEdxml(writeEdxml(recallOf(sent, 'Sai thẩm quyền ký', at)))
    expect(recall).toMatchObject({
      business: { type: 'recall', documentId: sent.documentId, reason: 'Sai thẩm quyền ký' },
      attachments: [],
    })
    const next = packageOf({ ...source, header: { ...source.header, number: '15' } }, sending)
    expect(readEdxml(writeEdxml(insteadOf(sent, next, 'replacement', 'Bổ sung')))).toMatchObject({
      documentId: 'H99.12,2024/06/17,15/KH-PNV',
      business: { type: 'replacement', documentId: sent.documentId, reason: 'Bổ sung' },
      attachments: [{ name: 'Kế hoạch 12.pdf' }],
    })
  })

  test('a status answers exactly this document', () => {
    const status = readEdxml(
      writeEdxmlStatus(statusOf(referenceTo(sent), by, '02', { description: 'Gửi nhầm', at })),
    )
    expect(status).toMatchObject({
      kind: 'status',
      from: by,
      status: '02',
      responseFor: { organId: 'H99.12', code: '12/KH-PNV', documentId: sent.documentId, date: '2024-06-17' },
      at: '2024/06/18 10:00:00',
    })
  })
})

describe('what is told after what', () => {
  test('nothing goes back, nothing follows the end, messages may be lost on the way', () => {
    for (const last of edxmlStatusCodes)
      for (const next of edxmlStatusCodes) {
        if (next === '13') continue
        if (isEnd(last)) expect(goesOn(last, next), `${last} ${next}`).toBe(false)
        if (goesOn(last, next)) expect(Number(next), `${last} ${next}`).toBeGreaterThan(Number(last))
      }
    expect(goesOn('01', '06')).toBe(true)
    expect(goesOn('05', '03')).toBe(false)
  })

  test('a document may be asked back until it was refused or given back', () => {
    const open = [null, ...edxmlStatusCodes].filter((last) => goesOn(last, '13'))
    expect(open).toEqual([null, '01', '03', '04', '05', '06', '16'])
    expect(goesOn('13', '15')).toBe(true)
    expect(goesOn(null, '15')).toBe(false)
  })
})
