import { describe, expect, test } from 'vitest'
import { planDocx } from '#test/support/word-plan.ts'
import { typedPlan } from '#test/support/typed.ts'
import { openDocument } from '../index.ts'

const head = `<edXML:edXMLEnvelope><edXML:edXMLHeader><edXML:MessageHeader>
  <edXML:From><edXML:OrganName>Phòng Nội vụ  huyện Sông Xanh</edXML:OrganName><edXML:OrganId>000.00.01.H99</edXML:OrganId></edXML:From>
  <edXML:To><edXML:OrganId>000.00.02.H99</edXML:OrganId><edXML:OrganName>Xã An Bình</edXML:OrganName></edXML:To>
  <edXML:To><edXML:OrganId>000.00.03.H99</edXML:OrganId><edXML:OrganName>Xã An Lạc</edXML:OrganName></edXML:To>
  <edXML:Code><edXML:CodeNumber>12</edXML:CodeNumber><edXML:CodeNotation>KH-PNV</edXML:CodeNotation></edXML:Code>
  <edXML:PromulgationInfo><edXML:Place>Sông Xanh</edXML:Place><edXML:PromulgationDate>2021/02/30</edXML:PromulgationDate></edXML:PromulgationInfo>
  <edXML:DocumentType><edXML:Type>1</edXML:Type><edXML:TypeName>Kế hoạch</edXML:TypeName></edXML:DocumentType>
  <edXML:Subject>Tuyên truyền &amp; cải cách</edXML:Subject>
  <edXML:SignerInfo><edXML:Position>Trưởng phòng</edXML:Position><edXML:FullName>Nguyễn Thị Ngọc Ánh</edXML:FullName></edXML:SignerInfo>
  <edXML:DueDate>2021/06/30</edXML:DueDate></edXML:MessageHeader></edXML:edXMLHeader></edXML:edXMLEnvelope>`

/** A package as the national axis carries it; the standard's own samples have a day that there is not. */
function makePackage(files: readonly [name: string, content: Uint8Array | string][], before = ''): Buffer {
  const attachments = files.map(
    ([name, content], i) =>
      `<Attachment><ContentId>cid:${i}</ContentId><AttachmentName>${name}</AttachmentName><Description>x</Description>` +
      `<edXML:ContentTransferEncoded>${Buffer.from(content).toString('base64').replace(/.{76}/g, '$&\n')}</edXML:ContentTransferEncoded></Attachment>`,
  )
  return Buffer.from(
    `<?xml version="1.0" encoding="utf-8"?>${before}<edXML:edXML xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016">${head}` +
      `<AttachmentEncoded>${attachments.join('')}</AttachmentEncoded></edXML:edXML>`,
  )
}

describe('edXML', () => {
  test('the document inside, and what the package says of it', async () => {
    const docx = await planDocx(typedPlan.split('\n'), { typist: 'unicode' })
    const opened = await openDocument(makePackage([['ke-hoach.docx', docx]]), 'a.edxml')
    expect(opened.format).toBe('edxml')
    expect(opened.text).toBe(`${typedPlan}\n`)
    expect(opened.metadata).toEqual({
      agency: 'Phòng Nội vụ huyện Sông Xanh',
      agencyCode: '000.00.01.H99',
      numberSymbol: '12/KH-PNV',
      place: 'Sông Xanh',
      date: null,
      dateAsWritten: '2021/02/30',
      type: 'Kế hoạch',
      subject: 'Tuyên truyền & cải cách',
      signer: { authority: null, position: 'Trưởng phòng', name: 'Nguyễn Thị Ngọc Ánh' },
      to: ['Xã An Bình', 'Xã An Lạc'],
      due: '2021-06-30',
    })
  })

  test('the first that can be read; a secrecy mark in any refuses all', async () => {
    const picture = Buffer.from('89504e470d0a1a0a0000000000000000', 'hex')
    const files: [string, Uint8Array | string][] = [
      ['dau.png', picture],
      ['a.txt', 'Kế hoạch tuyên truyền'],
      ['b.txt', 'Phụ lục kèm theo kế hoạch'],
    ]
    expect(await openDocument(makePackage(files), 'a.xml')).toMatchObject({ text: 'Kế hoạch tuyên truyền' })
    await expect(
      openDocument(makePackage([...files, ['c.txt', 'MẬT\nPhụ lục riêng']]), 'a.xml'),
    ).rejects.toMatchObject({
      code: 'document.secret',
    })
  })

  test.each([
    ['no attachment', makePackage([]), 'document.nothing_inside'],
    ['only what cannot be read', makePackage([['a.pdf', '%PDF-1.4 and so on']]), 'document.damaged'],
    [
      'a package in a package',
      makePackage([['a.edxml', makePackage([['a.txt', 'Kế hoạch']])]]),
      'document.unknown_format',
    ],
    ['elements without end', Buffer.from(`<edXML>${'<a>'.repeat(10_000)}`), 'document.damaged'],
  ])('%s', async (_, bytes, code) => {
    await expect(openDocument(bytes, 'a.edxml')).rejects.toMatchObject({ code })
  })

  test('entities of a DTD stay words', async () => {
    const bomb =
      '<!DOCTYPE z [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    const bytes = Buffer.from(
      makePackage([['a.txt', 'Kế hoạch tuyên truyền']], bomb)
        .toString()
        .replace('Tuyên truyền &amp;', '&b; &c;'),
    )
    expect((await openDocument(bytes, 'a.edxml')).metadata?.subject).toBe('&b; &c; cải cách')
  })
})
