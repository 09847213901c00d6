import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { paperPdf, picturesPdf, scanPages, type Paper } from '../../../test/support/paper.ts'
import {
  DocumentError,
  drawInChild,
  openDocument,
  openInChild,
  readText,
  Unfinished,
  type OpenedDocument,
} from '../index.ts'

const paper: Paper = {
  left: ['UBND HUYỆN SÔNG XANH', 'PHÒNG NỘI VỤ', 'Số: 12/KH-PNV'],
  right: [
    'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
    'Độc lập - Tự do - Hạnh phúc',
    'Sông Xanh, ngày 05 tháng 01 năm 2021',
  ],
  title: ['KẾ HOẠCH', 'Tuyên truyền cải cách hành chính năm 2021'],
  body: [
    'Thực hiện Kế hoạch số 137/KH-UBND ngày 02/01/2021 của Ủy ban nhân dân tỉnh về tuyên truyền cải cách hành chính, Phòng Nội vụ xây dựng kế hoạch như sau:',
    'I. MỤC ĐÍCH',
    '1. Nâng cao nhận thức của cán bộ, công chức.',
    'II. NỘI DUNG',
    [
      ['TT', 'Nội dung', 'Thời gian'],
      ['1', 'Tuyên truyền trên cổng thông tin điện tử của huyện và của các xã, thị trấn', 'Quý I'],
      ['2', 'Hội nghị', 'Quý II'],
    ],
  ],
  recipients: ['Nơi nhận:', '- UBND huyện (b/c);', '- Lưu: VT.'],
  signature: ['TRƯỞNG PHÒNG', 'Trần Thị Hoa'],
}

const expected = {
  header: {
    parentAgency: 'UBND HUYỆN SÔNG XANH',
    agency: 'PHÒNG NỘI VỤ',
    numberSymbol: '12/KH-PNV',
    place: 'Sông Xanh',
    date: '2021-01-05',
    type: 'Kế hoạch',
    subject: 'Tuyên truyền cải cách hành chính năm 2021',
  },
  citations: [['Kế hoạch số 137/KH-UBND', '2021-01-02', 'Ủy ban nhân dân tỉnh']],
  recipients: ['UBND huyện (b/c)', 'Lưu: VT'],
}

/** Every word of every page is the text's, in the text's order, and its box is on the page. */
function expectPlaced({ text, pages = [] }: OpenedDocument): void {
  let at = 0
  for (const { width, height, words } of pages) {
    for (const { start, end, x, y, w, h } of words) {
      expect(start).toBeGreaterThanOrEqual(at)
      expect(text.slice(start, end)).toMatch(/^\S+$/)
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0)
      expect(x + w).toBeLessThanOrEqual(width)
      expect(y + h).toBeLessThanOrEqual(height)
      expect(Math.min(w, h)).toBeGreaterThan(0)
      at = end
    }
  }
}

describe('.pdf with text', () => {
  let pdf: Buffer
  let opened: OpenedDocument
  beforeAll(async () => {
    pdf = paperPdf(paper)
    opened = await openDocument(pdf, 'kế hoạch.pdf')
  })

  test('is read as the document it was printed from', () => {
    expect(opened.format).toBe('pdf')
    const read = readText(opened.text)
    expect(read.header).toMatchObject(expected.header)
    expect(read.citations.map(({ text, date, issuer }) => [text, date, issuer])).toEqual(expected.citations)
    expect(read.sections.map(({ marker, title }) => [marker, title])).toEqual([
      ['I', 'MỤC ĐÍCH'],
      ['II', 'NỘI DUNG'],
    ])
    expect(read.recipients.map((r) => r.text)).toEqual(expected.recipients)
    expect(read.signer).toMatchObject({ position: 'TRƯỞNG PHÒNG', name: 'Trần Thị Hoa' })
    expect(opened.text).toContain(
      '1\tTuyên truyền trên cổng thông tin điện tử của huyện và của các xã, thị trấn\tQuý I\n',
    )
  })

  test('keeps the box of every word', () => {
    expectPlaced(opened)
    const [page] = opened.pages ?? []
    expect(page).toMatchObject({ width: 5953, height: 8419, turn: 0 })
    const { start, end } = readText(opened.text).headerSpans.numberSymbol ?? { start: 0, end: 0 }
    const [word] = page?.words.filter((w) => w.start < end && w.end > start) ?? []
    // In the left column, below two lines of names.
    expect(word?.x).toBeLessThan(2500)
    expect(word?.y).toBeGreaterThan(800)
    expect(word?.y).toBeLessThan(1200)
  })

  test('bold and italic words are so on the page that is written from it', () => {
    expect(opened.html).toMatch(/<b><span data-s="\d+">KẾ HOẠCH<\/span><\/b>/)
  })

  test('one with a password, one that is cut off, one without pages', async () => {
    const bytes = pdf.toString('latin1')
    const locked = `%PDF-1.4
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [] /Count 0 >> endobj
3 0 obj << /Filter /Standard /V 1 /R 2 /P -4 /O <${'28'.repeat(32)}> /U <${'4e'.repeat(32)}> >> endobj
trailer << /Root 1 0 R /Encrypt 3 0 R /ID [<00> <00>] >>
%%EOF`
    const open = (content: string) => openDocument(Buffer.from(content, 'latin1'), 'a.pdf')
    await expect(open(locked)).rejects.toMatchObject({ code: 'document.encrypted' })
    await expect(open(bytes.slice(0, bytes.length / 3))).rejects.toMatchObject({ code: 'document.damaged' })
    await expect(open(locked.replace('/Encrypt 3 0 R', ''))).rejects.toThrow(DocumentError)
  })

  test('a secrecy mark is seen', async () => {
    const secret = paperPdf({ ...paper, left: [...paper.left, 'MẬT'] })
    await expect(openDocument(secret, 'a.pdf')).rejects.toMatchObject({ code: 'document.secret' })
  })
})

describe('a scan', { timeout: 300_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'lantoa-scan-'))
  // Of the page only what a test needs: recognition takes its time by the line.
  const short: Paper = { ...paper, body: paper.body.slice(0, 1) }

  test('a leaning page is read straight, each word with its place and how sure it is', async () => {
    const [picture = Buffer.alloc(0)] = await scanPages(paperPdf(short), 200, 1.5)
    const path = join(folder, 'scan.pdf')
    writeFileSync(path, await picturesPdf([picture]))
    // In a request nothing is recognised: that there is something to be, is told at once.
    const none = { recognise: { earlier: [], budgetMs: 0 } }
    await expect(openInChild(path, 'scan.pdf', {}, none)).rejects.toThrow(Unfinished)
    await expect(openInChild(path, 'scan.pdf', {}, none)).rejects.toMatchObject({ recognised: [], of: 1 })

    const opened = await openInChild(path, 'scan.pdf', { timeoutMs: 300_000 })
    expect(opened.format).toBe('scan')
    expect(opened.confidence).toBeGreaterThan(80)
    const read = readText(opened.text, { scanned: true })
    expect(read.header).toMatchObject(expected.header)
    expect(read.citations.map(({ text, date, issuer }) => [text, date, issuer])).toEqual(expected.citations)
    expect(read.recipients.map((r) => r.text)).toEqual(expected.recipients)
    expectPlaced(opened)
    const words = opened.pages?.[0]?.words ?? []
    expect(words.every((word) => (word.confidence ?? -1) >= 0)).toBe(true)

    // The boxes are those of the leaning page: near the straight one's, turned round its middle.
    const straight = await openDocument(paperPdf(short), 'a.pdf')
    const place = ({ text, pages }: OpenedDocument, wanted: string) =>
      pages?.[0]?.words.find((word) => text.slice(word.start, word.end) === wanted)
    const [there, here] = [place(straight, 'HOẠCH'), place(opened, 'HOẠCH')]
    expect(Math.abs((here?.x ?? 0) - (there?.x ?? 0))).toBeLessThan(120)
    expect(Math.abs((here?.y ?? 0) - (there?.y ?? 0))).toBeLessThan(60)

    const image = await drawInChild(path, { page: 0, turn: 0 }, { timeoutMs: 300_000 })
    expect(image.subarray(8, 12).toString('latin1')).toBe('WEBP')
    rmSync(folder, { recursive: true })
  })

  test('pages read earlier are not read again', async () => {
    const page = { width: 5950, height: 8420, turn: 0 as const, rules: [] }
    const word = {
      x: 900,
      y: 900,
      w: 400,
      h: 130,
      base: 1000,
      size: 130,
      font: '',
      bold: false,
      italic: false,
    }
    const earlier = [{ index: 0, page: { ...page, words: [{ ...word, text: 'Trước', confidence: 91 }] } }]
    const blank = await scanPages(paperPdf(short), 40)
    const scan = await picturesPdf(blank)
    const opened = await openDocument(scan, 'a.pdf', { recognise: { earlier, budgetMs: 0 } })
    expect(opened).toMatchObject({ text: 'Trước\n', format: 'scan', confidence: 91 })
  })

  test('a photo, upside down', async () => {
    const [picture = Buffer.alloc(0)] = await scanPages(paperPdf({ ...short, body: [] }), 150, 180)
    const opened = await openDocument(picture, 'ảnh.jpg')
    expect(opened.format).toBe('image')
    expect(opened.pages?.[0]).toMatchObject({ turn: 2 })
    expect(readText(opened.text, { scanned: true }).header).toMatchObject({
      numberSymbol: '12/KH-PNV',
      date: '2021-01-05',
    })
    expectPlaced(opened)
  })
})
