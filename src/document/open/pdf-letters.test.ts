import { expect, test } from 'vitest'
import { toTcvn3, toVni } from '#test/support/typed.ts'
import { openDocument } from '../index.ts'
import { unicodeWords } from './pdf-letters.ts'
import type { PlacedWord } from './placed.ts'

/** A page with one line a font, its letters as single bytes: what a word processor of 1998 printed. Fonts as PDF writers name them. */
function oldPdf(lines: readonly (readonly [font: string, words: string])[]): Buffer {
  const hex = (words: string) => Buffer.from(words, 'latin1').toString('hex')
  const content = lines
    .map(([, words], i) => `BT /F${i} 13 Tf 60 ${780 - 24 * i} Td <${hex(words)}> Tj ET`)
    .join('\n')
  const fonts = lines.map(([font], i) => {
    const widths = Array.from({ length: 224 }, () => 500).join(' ')
    return `${5 + i} 0 obj << /Type /Font /Subtype /TrueType /BaseFont /${font} /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 255 /Widths [${widths}] >> endobj`
  })
  const named = lines.map((_, i) => `/F${i} ${5 + i} 0 R`).join(' ')
  return Buffer.from(
    `%PDF-1.4
1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj
2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj
3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << ${named} >> >> >> endobj
4 0 obj << /Length ${content.length} >> stream
${content}
endstream endobj
${fonts.join('\n')}
trailer << /Root 1 0 R >>
%%EOF`,
    'latin1',
  )
}

test('words in fonts of old typewriting are Unicode, each by the name of its font', async () => {
  const { text, pages } = await openDocument(
    oldPdf([
      ['ABCDEF+.VnTimeH', toTcvn3('ủy ban nhân dân tỉnh')],
      ['GHIJKL+.VnTime,Bold', toTcvn3('Thực hiện Nghị quyết số 30c/NQ-CP của Chính phủ')],
      ['VnArial-Italic', toTcvn3('về cải cách hành chính')],
      ['MNOPQR+VNI-Times', toVni('Độc lập - Tự do - Hạnh phúc')],
      ['VNI-Helve,Bold', toVni('ỦY BAN NHÂN DÂN')],
      ['Helvetica', 'Besan\u00e7on \u00e9t\u00e9'],
    ]),
    'cu.pdf',
  )
  expect(text.replace(/\s+/g, ' ').trim()).toBe(
    'ỦY BAN NHÂN DÂN TỈNH Thực hiện Nghị quyết số 30c/NQ-CP của Chính phủ về cải cách hành chính Độc lập - Tự do - Hạnh phúc ỦY BAN NHÂN DÂN Besançon été',
  )
  const [first] = pages?.[0]?.words ?? []
  expect(text.slice(first?.start, first?.end)).toBe('ỦY')
})

test('a font whose name says nothing, by what its words would be', () => {
  const word = (text: string, font: string): PlacedWord => ({
    text,
    font,
    x: 0,
    y: 0,
    w: 1,
    h: 1,
    base: 1,
    size: 1,
    bold: false,
    italic: false,
  })
  const sentence =
    'Thực hiện chương trình tổng thể cải cách hành chính nhà nước của tỉnh trong những năm vừa qua'
  const read = (words: string, font: string) =>
    unicodeWords([words.split(' ').map((one) => word(one, font))])
      .flat()
      .map(({ text }) => text)
      .join(' ')
  expect(read(toTcvn3(sentence), 'TT3')).toBe(sentence)
  expect(read(toVni(sentence), 'F1')).toBe(sentence)
  expect(read(sentence, 'F1')).toBe(sentence)
  // A dozen words at least: fewer may be anything.
  expect(read(toTcvn3('Độc lập'), 'TT3')).toBe(toTcvn3('Độc lập'))
  const french = "L'élève a déjà reçu une réponse à Besançon où elle était allée à pied hier"
  expect(read(french, 'F1')).toBe(french)
})
