import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { crc32, deflateRawSync } from 'node:zlib'
import {
  AlignmentType,
  Document,
  LevelFormat,
  Packer,
  Paragraph,
  Tab,
  Table,
  TableCell,
  TableRow,
  TextRun,
} from 'docx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeCompound } from '#test/support/compound.ts'
import { runsOf } from '#test/support/runs-of.ts'
import { DocumentError, openDocument, openInChild, readText, type OpenedDocument } from '../index.ts'

const cell = (...lines: string[]) => new TableCell({ children: lines.map((line) => new Paragraph(line)) })

const numbering = {
  config: [
    {
      reference: 'plan',
      levels: [
        { level: 0, format: LevelFormat.UPPER_ROMAN, text: '%1.', alignment: AlignmentType.START },
        { level: 1, format: LevelFormat.DECIMAL, text: '%2.', alignment: AlignmentType.START },
        { level: 2, format: LevelFormat.DECIMAL, text: '%2.%3.', alignment: AlignmentType.START },
      ],
    },
    {
      reference: 'dash',
      levels: [{ level: 0, format: LevelFormat.BULLET, text: '\uf0b7', alignment: AlignmentType.START }],
    },
  ],
}

async function makePlan(): Promise<Buffer> {
  const item = (text: string, level: number, reference = 'plan') =>
    new Paragraph({ text, numbering: { reference, level } })
  return Packer.toBuffer(
    new Document({
      numbering,
      sections: [
        {
          children: [
            new Table({
              rows: [
                new TableRow({
                  children: [
                    cell('UBND HUYỆN SÔNG XANH', 'PHÒNG NỘI VỤ', 'Số: 12/KH-PNV'),
                    cell(
                      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
                      'Độc lập - Tự do - Hạnh phúc',
                      'Sông Xanh, ngày 05 tháng 01 năm 2021',
                    ),
                  ],
                }),
              ],
            }),
            new Paragraph({ children: [new TextRun({ text: 'KẾ HOẠCH', bold: true })] }),
            new Paragraph({
              children: [
                new TextRun({ text: 'Tuyên truyền ', bold: true, italics: true }),
                new TextRun({ text: 'cải cách', underline: {} }),
                new TextRun({ children: [new Tab(), 'hành chính <năm 2021> & "hơn nữa"'] }),
              ],
            }),
            new Paragraph('Thực hiện Kế hoạch số 3/KH-UBND ngày 02/01/2021 của UBND tỉnh,'),
            item('MỤC ĐÍCH', 0),
            item('Nâng cao', 1),
            item('Đổi mới', 1),
            item('Cụ thể', 2),
            item('Làm ngay.', 0, 'dash'),
            item('NỘI DUNG', 0),
            item('Chung', 1),
          ],
        },
      ],
    }),
  )
}

/** A zip file of parts, its directory free to lie about sizes and to say "encrypted". */
function zip(
  parts: readonly { name: string; content: Buffer; claimed?: number; encrypted?: boolean }[],
): Buffer {
  const local: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content, claimed, encrypted } of parts) {
    const packed = deflateRawSync(content)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(encrypted === true ? 1 : 0, 2)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(crc32(content), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(claimed ?? content.length, 18)
    common.writeUInt16LE(Buffer.byteLength(name), 22)
    local.push(Buffer.from([0x50, 0x4b, 3, 4]), common, Buffer.from(name), packed)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    directory.push(Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), common, tail, Buffer.from(name))
    offset += 30 + Buffer.byteLength(name) + packed.length
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...local, ...directory, end])
}

/** The head of a Word document (MS-DOC 2.5): version and flags, nothing else. */
function wordStream(version: number, flags: number): Buffer {
  const head = Buffer.alloc(4096)
  head.writeUInt16LE(0xa5ec, 0)
  head.writeUInt16LE(version, 2)
  head.writeUInt16LE(flags, 0x0a)
  return makeCompound({ WordDocument: head })
}

const types = {
  name: '[Content_Types].xml',
  content: Buffer.from('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
}
const body = (words: string) =>
  Buffer.from(
    `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>${words}</w:t></w:r></w:p></w:body></w:document>`,
  )

describe('.docx', () => {
  let opened: OpenedDocument
  beforeAll(async () => {
    opened = await openDocument(await makePlan(), 'kế hoạch.docx')
  })

  test('text: cells parted by tabs, automatic numbers written out', () => {
    expect(opened.format).toBe('docx')
    expect(opened.text.split('\n')).toEqual([
      'UBND HUYỆN SÔNG XANH',
      'PHÒNG NỘI VỤ',
      'Số: 12/KH-PNV\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Độc lập - Tự do - Hạnh phúc',
      'Sông Xanh, ngày 05 tháng 01 năm 2021',
      'KẾ HOẠCH',
      'Tuyên truyền cải cách\thành chính <năm 2021> & "hơn nữa"',
      'Thực hiện Kế hoạch số 3/KH-UBND ngày 02/01/2021 của UBND tỉnh,',
      'I. MỤC ĐÍCH',
      '1. Nâng cao',
      '2. Đổi mới',
      '2.1. Cụ thể',
      '- Làm ngay.',
      'II. NỘI DUNG',
      '1. Chung',
      '',
    ])
  })

  test('page: every run at its place in the text, safe tags only, text escaped', () => {
    const runs = runsOf(opened)
    expect(runs.length).toBeGreaterThan(20)
    for (const { shown, there } of runs) expect(there).toBe(shown)
    expect(new Set([...opened.html.matchAll(/<\/?([a-z]+)/g)].map((match) => match[1]))).toEqual(
      new Set(['table', 'tr', 'td', 'p', 'span', 'b', 'i', 'u']),
    )
    expect(opened.html).toContain('<b><i><span')
    expect(opened.html).toContain('&lt;năm 2021&gt; &amp; &quot;hơn nữa&quot;')
  })

  test('is read like any text', () => {
    const { header, citations, sections } = readText(opened.text)
    expect(header).toMatchObject({
      parentAgency: 'UBND HUYỆN SÔNG XANH',
      agency: 'PHÒNG NỘI VỤ',
      numberSymbol: '12/KH-PNV',
      date: '2021-01-05',
    })
    expect(citations.map(({ text, issuer }) => [text, issuer])).toEqual([
      ['Kế hoạch số 3/KH-UBND', 'UBND tỉnh'],
    ])
    expect(
      sections.map(({ marker, sections: inner }) => [marker, inner.map((section) => section.marker)]),
    ).toEqual([
      ['I', ['1', '2']],
      ['II', ['1']],
    ])
  })

  test('in a child process: the same', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lantoa-open-'))
    const path = join(folder, 'plan.docx')
    writeFileSync(path, await makePlan())
    try {
      expect(await openInChild(path, 'plan.docx', { entry })).toEqual(opened)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

const entry = fileURLToPath(new URL('child-main.ts', import.meta.url))

describe('.txt', () => {
  const open = (text: string | Buffer, name = 'a.txt') => openDocument(Buffer.from(text), name)

  test('byte order mark and CRLF stay, so that offsets are those of the file', async () => {
    const text = '\ufeffKẾ HOẠCH\r\n  <b>Căn cứ</b>\tQuyết định số 1/QĐ-UBND;\r\n'
    const opened = await open(text)
    expect(opened).toMatchObject({ text, format: 'txt' })
    for (const { shown, there } of runsOf(opened)) expect(there).toBe(shown)
    expect(opened.html).not.toContain('<b>')
    const [citation] = readText(opened.text).citations
    expect(text.slice(citation?.start, citation?.end)).toBe('Quyết định số 1/QĐ-UBND')
  })

  test('UTF-16 with a mark', async () => {
    expect((await open(Buffer.from('\ufeffKế hoạch', 'utf16le'))).text).toBe('\ufeffKế hoạch')
  })

  test('UTF-16 without a mark, and with its bytes the other way round', async () => {
    const text = 'Số: 12/KH-PNV\nKế hoạch tuyên truyền\n'
    const little = Buffer.from(text, 'utf16le')
    expect((await open(little)).text).toBe(text)
    expect((await open(Buffer.from(little).swap16())).text).toBe(text)
    expect((await open(Buffer.from(`\ufeff${text}`, 'utf16le').swap16())).text).toBe(`\ufeff${text}`)
  })

  test('words named .docx are words', async () => {
    expect(await open('Kế hoạch', 'a.docx')).toMatchObject({ text: 'Kế hoạch', format: 'txt' })
  })

  test('bytes that are no text', async () => {
    await expect(open(Buffer.from(Array.from({ length: 400 }, (_, i) => i % 256)))).rejects.toMatchObject({
      code: 'document.unknown_format',
    })
    await expect(
      open(Buffer.from(Array.from({ length: 400 }, (_, i) => 128 + (i % 120)))),
    ).rejects.toMatchObject({ code: 'document.unknown_format' })
    await expect(open('a\0b')).rejects.toMatchObject({ code: 'document.unknown_format' })
  })
})

describe('what is not read', () => {
  const open = (bytes: Uint8Array, name: string) => openDocument(bytes, name)
  const plan = zip([types, { name: 'word/document.xml', content: body('Kế hoạch') }])

  test.each([
    ['nothing', Buffer.alloc(0), 'a.docx', 'document.empty'],
    ['blanks only', Buffer.from(' \n\t '), 'a.txt', 'document.empty'],
    [
      'a document without words',
      zip([types, { name: 'word/document.xml', content: body(' ') }]),
      'a.docx',
      'document.empty',
    ],
    ['more than 50 MB', Buffer.alloc(50 * 1024 * 1024 + 1), 'a.docx', 'document.too_large'],
    [
      'a zip file that is no document',
      zip([{ name: 'a.txt', content: Buffer.from('a') }]),
      'a.docx',
      'document.not_docx',
    ],
    ['a file cut off', plan.subarray(0, plan.length - 30), 'a.docx', 'document.damaged'],
    [
      'broken XML',
      zip([types, { name: 'word/document.xml', content: Buffer.from('<w:document><w:body>') }]),
      'a.docx',
      'document.damaged',
    ],
    [
      'an entry with a password',
      zip([types, { name: 'word/document.xml', content: body('a'), encrypted: true }]),
      'a.docx',
      'document.encrypted',
    ],
    [
      'a document with a password',
      makeCompound({ EncryptionInfo: Buffer.alloc(8), EncryptedPackage: Buffer.alloc(8) }),
      'a.docx',
      'document.encrypted',
    ],
    ['a .doc with a password', wordStream(0xc1, 0x0100), 'a.doc', 'document.encrypted'],
    ['a .doc of Word 95', wordStream(0x68, 0), 'a.doc', 'document.old_word'],
    ['a .doc without its table', wordStream(0xc1, 0), 'a.doc', 'document.damaged'],
    ['a sheet named .doc', makeCompound({ Workbook: Buffer.alloc(8) }), 'a.doc', 'document.not_docx'],
    [
      'a compound file without anything in it',
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(512)]),
      'a.doc',
      'document.damaged',
    ],
    ['the first bytes of a PDF', Buffer.from('%PDF-1.7 …'), 'a.pdf', 'document.damaged'],
    ['a PDF named .txt', Buffer.from('%PDF-1.7 …'), 'a.txt', 'document.damaged'],
    ['the first bytes of a picture', Buffer.from('89504e470d0a1a0a', 'hex'), 'a.png', 'document.damaged'],
  ])('%s', async (_, bytes, name, code) => {
    await expect(open(bytes, name)).rejects.toThrow(DocumentError)
    await expect(open(bytes, name)).rejects.toMatchObject({ code })
  })

  test('a bomb: refused by its directory, nothing inflated', async () => {
    const bomb = zip([types, { name: 'word/document.xml', content: body('a'.repeat(210 * 1024 * 1024)) }])
    expect(bomb.length).toBeLessThan(1_000_000)
    const before = process.memoryUsage().rss
    await expect(open(bomb, 'a.docx')).rejects.toMatchObject({ code: 'document.too_large' })
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 * 1024)
  })

  test('a bomb that lies about its size', async () => {
    const bomb = zip([
      types,
      { name: 'word/document.xml', content: body('a'.repeat(60 * 1024 * 1024)), claimed: 1000 },
    ])
    await expect(open(bomb, 'a.docx')).rejects.toMatchObject({ code: 'document.damaged' })
  })

  test('one part larger than 500 pages can be', async () => {
    const bomb = zip([types, { name: 'word/document.xml', content: body('a'.repeat(45 * 1024 * 1024)) }])
    await expect(open(bomb, 'a.docx')).rejects.toMatchObject({ code: 'document.too_large' })
  })

  test('more than 1,000 entries', async () => {
    const many = Array.from({ length: 1001 }, (_, i) => ({
      name: `word/media/${i}.png`,
      content: Buffer.from('a'),
    }))
    await expect(open(zip([types, ...many]), 'a.docx')).rejects.toMatchObject({ code: 'document.too_large' })
  })

  test.each([
    'MẬT',
    'TỐI MẬT',
    'TUYỆT MẬT',
    '| MẬT | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |',
    'ĐỘ MẬT: MẬT',
    'MẬT'.normalize('NFD'),
  ])('a document marked secret: %s', async (mark) => {
    await expect(
      open(Buffer.from(`UBND TỈNH ĐỒNG XANH\nSố: 1/KH-UBND\n${mark}\n\nKẾ HOẠCH\nNăm 2021\n`), 'a.txt'),
    ).rejects.toMatchObject({
      code: 'document.secret',
    })
  })

  test('the word in a sentence or far below is no mark', async () => {
    const text = `Bảo vệ bí mật nhà nước: tài liệu MẬT được quản lý riêng.\n${'Một dòng bình thường.\n'.repeat(200)}MẬT\n`
    expect((await openDocument(Buffer.from(text), 'a.txt')).text).toBe(text)
  })
})

describe('the child process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lantoa-child-'))
  const path = join(folder, 'a')
  afterAll(() => rmSync(folder, { recursive: true }))

  test('hands on the reason', async () => {
    writeFileSync(path, 'MẬT\nKế hoạch')
    await expect(openInChild(path, 'a.txt', { entry })).rejects.toMatchObject({ code: 'document.secret' })
  })

  test('is killed when it takes too long', async () => {
    writeFileSync(path, 'Kế hoạch')
    await expect(openInChild(path, 'a.txt', { entry, timeoutMs: 5 })).rejects.toMatchObject({
      code: 'document.damaged',
    })
  })

  test('dies alone when it runs out of memory', async () => {
    writeFileSync(
      path,
      await Packer.toBuffer(
        new Document({
          sections: [{ children: Array.from({ length: 6_000 }, (_, i) => new Paragraph(`Dòng ${i}`)) }],
        }),
      ),
    )
    await expect(openInChild(path, 'a.docx', { entry, memoryMb: 12 })).rejects.toMatchObject({
      code: 'document.damaged',
    })
  })

  test('a missing file', async () => {
    await expect(openInChild(join(folder, 'none'), 'a.txt', { entry })).rejects.toMatchObject({
      code: 'document.damaged',
    })
  })
})
