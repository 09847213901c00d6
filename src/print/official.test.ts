import { extractText, getDocumentProxy, getMeta } from 'unpdf'
import { afterAll, describe, expect, it } from 'vitest'
import {
  annexedPlan,
  hostileText,
  narrowCells,
  letter,
  longPlan,
  shortPlan,
} from '../document/write/samples.ts'
import { compose, type OfficialDocument } from '../document/write/index.ts'
import { wordsOf } from '../document/write/words.ts'
import { closePrinter } from './index.ts'
import { printedPdf } from '../../test/support/printed-pdf.ts'

afterAll(closePrinter)

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '')

/** The pages' words without what only pages have: the number on top and the repeated heading row. */
async function read(document: OfficialDocument) {
  const pdf = await getDocumentProxy(await printedPdf(document))
  const { text } = await extractText(pdf)
  const { info } = await getMeta(pdf)
  const heading = compose(document)
    .lines.flatMap((line) => (line.kind === 'table' ? line.columns.map((column) => column.title) : []))
    .join(' ')
  const numbers: string[] = []
  const repeated: number[] = []
  const pages = text.map((page, i) => {
    const found = words(page)
    if (i > 0) numbers.push(found.shift() ?? '')
    if (i > 0 && heading !== '' && found.join(' ').startsWith(heading)) {
      repeated.push(i + 1)
      return found.slice(words(heading).length)
    }
    return found
  })
  return { words: pages.flat(), numbers, repeated, info: info as Record<string, unknown> }
}

describe('a document as PDF', () => {
  it.each([
    ['one page', shortPlan, 1],
    ['an official letter', letter, 1],
    ['several pages', longPlan, 5],
  ])('%s: copied from the pages, the words are the same in the same order', async (_, document, pages) => {
    const copy = await read(document)
    expect(copy.words).toEqual(wordsOf(compose(document)))
    expect(copy.numbers).toEqual(Array.from({ length: pages - 1 }, (_, i) => String(i + 2)))
  })

  it('repeats the heading row on each page the table runs on', async () => {
    const { repeated } = await read(longPlan)
    expect(repeated).toEqual([3, 4, 5])
  })

  it('prints an annex on a page of its own, unnumbered as the first, and tears no word that fits its cell', async () => {
    const pdf = await getDocumentProxy(await printedPdf(annexedPlan))
    const { text } = await extractText(pdf)
    expect(text).toHaveLength(2)
    expect(words(text.join(' '))).toEqual(wordsOf(compose(annexedPlan)))
    expect(text[1]?.trimStart().startsWith('Phụ lục')).toBe(true)
    const { items } = await (await pdf.getPage(2)).getTextContent()
    const pieces = items.flatMap((item) => ('str' in item ? words(item.str) : []))
    for (const word of narrowCells.flatMap(words)) expect(pieces).toContain(word)
  })

  it('keeps every letter of Vietnamese, also typed in pieces', async () => {
    const marks = ['\u0300', '\u0301', '\u0309', '\u0303', '\u0323']
    const vowels = [...'aăâeêioôơuưy'].flatMap((vowel) => [vowel, ...marks.map((mark) => vowel + mark)])
    const text = `${vowels.join(' ')} đ ${vowels.map((vowel) => vowel.toLocaleUpperCase('vi')).join(' ')} Đ “x” – … ₫ ½`
    const copy = await read({ ...shortPlan, body: [{ kind: 'paragraph', text }] })
    expect(copy.words.join(' ')).toContain(text.normalize('NFC'))
  })

  it('prints what looks like code as text', async () => {
    const body: OfficialDocument['body'] = [
      { kind: 'paragraph', text: hostileText },
      { kind: 'table', columns: [{ title: '#panic()' }], rows: [[hostileText]] },
    ]
    const document = { ...shortPlan, body }
    expect((await read(document)).words).toEqual(wordsOf(compose(document)))
  })

  it('is PDF/A-2b, tagged, with a title; the same document gives the same bytes', async () => {
    const pdf = Buffer.from(await printedPdf(shortPlan))
    expect(pdf.equals(Buffer.from(await printedPdf(shortPlan)))).toBe(true)
    const source = pdf.toString('latin1')
    expect(source).toMatch(/<pdfaid:part>2<\/pdfaid:part>/)
    expect(source).toMatch(/<pdfaid:conformance>B<\/pdfaid:conformance>/)
    expect(source).toContain('/StructTreeRoot')
    const { info } = await read(shortPlan)
    expect(info['Title']).toBe('Kế hoạch Tuyên truyền cải cách hành chính trong các trường học năm 2024')
    expect(info['Author']).toBe('Phòng Giáo dục và Đào tạo')
  })

  it('prints a letter no font has rather than refuse the document', async () => {
    const copy = await read({ ...shortPlan, body: [{ kind: 'paragraph', text: 'Chữ \u{13000} lạ' }] })
    expect(copy.words).toEqual(expect.arrayContaining(['Chữ', 'lạ./.']))
  })

  it('keeps each letter in its cell, however wide it is and however few of them make a word too long', async () => {
    const letters = [...'ađơớưứmwzĂĐƠỚƯỨMW0@%&+…“']
    const rows = letters.flatMap((letter) =>
      Array.from({ length: 5 }, (_, n) => [letter.repeat(6 + n * 2), '']),
    )
    const document: OfficialDocument = {
      ...shortPlan,
      body: [{ kind: 'table', columns: [{ title: 'Hẹp' }, { title: 'Rộng', width: 6 }], rows }],
    }
    const pdf = await getDocumentProxy(await printedPdf(document))
    const edge = ((30 + 165 / 7) / 25.4) * 72
    let seen = 0
    for (let i = 1; i <= pdf.numPages; i++) {
      const { items } = await (await pdf.getPage(i)).getTextContent()
      for (const item of items) {
        if (!('str' in item) || !/^(\S)\1*$/u.test(item.str)) continue
        const [, , , , x] = item.transform as number[]
        if ((x ?? 0) > edge) continue
        seen += 1
        expect((x ?? 0) + item.width, item.str).toBeLessThan(edge)
      }
    }
    expect(seen).toBeGreaterThanOrEqual(rows.length)
  })

  it('keeps long words, long cells and a long list of recipients on the page', async () => {
    const address = `https://vanson.example/${'chuyen-muc/'.repeat(12)}`
    const shorter = 'https://vanson.example/chuyen-muc/'
    const recipients = Array.from({ length: 70 }, (_, i) => ({ text: `Trường số ${i + 1}`, purpose: null }))
    const document: OfficialDocument = {
      ...shortPlan,
      recipients,
      body: [
        { kind: 'paragraph', text: address },
        {
          kind: 'table',
          columns: [{ title: 'Hẹp' }, { title: 'Rộng', width: 9 }],
          rows: [[shorter, 'Một câu dài để dòng chạy qua trang. '.repeat(200)]],
        },
      ],
    }
    const pdf = await getDocumentProxy(await printedPdf(document))
    for (let i = 1; i <= pdf.numPages; i++) {
      const { items } = await (await pdf.getPage(i)).getTextContent()
      for (const item of items) {
        if (!('str' in item) || item.str.trim() === '') continue
        const [, , , , x, y] = item.transform as number[]
        expect((x ?? 0) + item.width).toBeLessThan(((210 - 15) / 25.4) * 72 + 1)
        expect(y).toBeGreaterThan((20 / 25.4) * 72 - 1)
      }
    }
    const { text } = await extractText(pdf, { mergePages: true })
    const glued = text.replace(/\s/g, '')
    expect(glued).toContain(address)
    expect(glued.split(shorter)).toHaveLength(3)
    expect(text).toContain('- Trường số 70.')
  })
})
