import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readText } from '../index.ts'
import type { ReadDocument, Section, Span } from '../model.ts'

const sample = [
  'UBND HUYỆN SÔNG XANH\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
  'PHÒNG NỘI VỤ\tĐộc lập - Tự do - Hạnh phúc',
  'Số: 12/KH-PNV\tSông Xanh, ngày 05 tháng 01 năm 2021',
  '',
  'KẾ HOẠCH',
  'Tuyên truyền cải cách hành chính năm 2021',
  '',
  'Thực hiện Kế hoạch số 3/KH-UBND ngày 02/01/2021 của Ủy ban nhân dân tỉnh; Luật Giáo dục ngày 14/6/2019,',
  'I. MỤC ĐÍCH',
  '1. Nâng cao',
  '- Cụ thể theo Nghị quyết 41c/NQ-CP;',
  'Trên đây là kế hoạch./.',
  'Nơi nhận:',
  '- Các trường (để t/h);',
  '- Lưu: VT.',
  'TRƯỞNG PHÒNG',
  '',
  'Nguyễn Văn An',
  '',
].join('\n')

function allSpans(read: ReadDocument): Span[] {
  const inside = (section: Section): Span[] => [
    section,
    ...section.paragraphs,
    ...section.sections.flatMap(inside),
  ]
  return [
    ...Object.values(read.headerSpans),
    ...read.citations,
    ...read.recipients,
    ...read.sections.flatMap(inside),
  ]
}

/** What was read, without offsets. */
function words(read: ReadDocument): unknown {
  const strip = (section: Section): unknown => [
    section.level,
    section.marker,
    section.title,
    section.sections.map(strip),
  ]
  return {
    header: read.header,
    citations: read.citations.map(({ numberSymbol, title, type, date, issuer, relation }) => [
      numberSymbol,
      title,
      type,
      date,
      issuer,
      relation,
    ]),
    sections: read.sections.map(strip),
    recipients: read.recipients.map(({ text, purpose }) => [text, purpose]),
    signer: read.signer,
  }
}

describe('the same document in other spellings', () => {
  const plain = readText(sample)

  test('is read at all', () => {
    expect(plain.citations.map((citation) => citation.text)).toEqual([
      'Kế hoạch số 3/KH-UBND',
      'Luật Giáo dục',
      'Nghị quyết 41c/NQ-CP',
    ])
    expect(plain.signer?.name).toBe('Nguyễn Văn An')
  })

  test.each([
    ['decomposed', sample.normalize('NFD')],
    ['with CRLF', sample.replaceAll('\n', '\r\n')],
    ['with a byte order mark', `\ufeff${sample}`],
    ['with no-break spaces', sample.replaceAll(' ', '\u00a0')],
    ['with soft hyphens and zero-width blanks', sample.replaceAll('hoạch', 'ho\u00ad\u200bạch')],
    ['with the Icelandic letter', sample.replaceAll('Đ', 'Ð')],
  ])('%s', (_, text) => {
    const read = readText(text)
    expect(words(read)).toEqual(words(plain))
    const folded = (part: string) =>
      part
        .normalize('NFC')
        .replace(/[\u00ad\u200b\ufeff]/g, '')
        .replaceAll('\u00a0', ' ')
        .replaceAll('Ð', 'Đ')
    expect(read.citations.map(({ start, end }) => folded(text.slice(start, end)))).toEqual(
      plain.citations.map((citation) => citation.text),
    )
    expect(read.recipients.map(({ start, end }) => folded(text.slice(start, end)))).toEqual(
      plain.recipients.map(({ start, end }) => sample.slice(start, end)),
    )
  })
})

test('whatever the text: spans lie in it, citations in order and apart, children inside', () => {
  const pieces = sample
    .split(/(?<=[\n\t ])/)
    .concat(
      'I. ',
      '12/QĐ-UBND ',
      'Luật ',
      'ngày 1/1/2020 ',
      '|',
      '\u0301',
      '- ',
      'Nơi nhận:\n',
      'số ',
      'của ',
      '(',
      '\r\n',
    )
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 120 }), (parts) => {
      const text = parts.join('')
      const read = readText(text)
      for (const { start, end } of allSpans(read))
        expect(0 <= start && start <= end && end <= text.length).toBe(true)
      let from = 0
      for (const citation of read.citations) {
        expect(citation.start).toBeGreaterThanOrEqual(from)
        expect(text.slice(citation.start, citation.end)).toBe(citation.text)
        from = citation.end
      }
      const nested = (section: Section): boolean =>
        section.sections.every(
          (child) =>
            child.level === section.level + 1 &&
            section.start <= child.start &&
            child.end <= section.end &&
            nested(child),
        )
      expect(read.sections.every((section) => section.level === 1 && nested(section))).toBe(true)
    }),
    { numRuns: 300 },
  )
})

// No clock: what takes the square of its length would not end within the test's time. How long it takes: bench/reading.ts.
describe('time grows with the text, not faster', () => {
  test('5 MB are read', () => {
    // As dense in citations and markers as a real plan: one in some 400 letters.
    const prose =
      'Các cơ quan, đơn vị chủ động tuyên truyền, phổ biến nội dung cải cách hành chính đến từng nhóm đối tượng, '.repeat(
        6,
      )
    const text = `${sample}\n${prose}\n`.repeat(Math.ceil(5_000_000 / (sample.length + prose.length + 2)))
    expect(readText(text).citations.length).toBeGreaterThan(10_000)
  })

  // Each once took, or could take, the square of its length in some pattern.
  test.each([
    ' ',
    '\n',
    '\t',
    '|',
    '1/',
    'Luật ',
    'Luật sửa đổi, ',
    'Căn cứ ',
    'số ',
    'của Bộ tại ',
    '12/QĐ-UBND, ',
    'A-',
    'CỘNG HÒA XÃ HỘI ',
    'Nơi nhận:\n',
    'ngày tháng ',
    'e\u0301',
  ])('%j repeated', (piece) => {
    const text = piece.repeat(Math.ceil(300_000 / piece.length))
    expect(allSpans(readText(text)).every(({ end }) => end <= text.length)).toBe(true)
  })
})
