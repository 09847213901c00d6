import { describe, expect, it } from 'vitest'
import { compose, type TextLine } from './compose.ts'
import { annexedPlan, letter, longPlan, shortPlan } from './samples.ts'
import type { Block, OfficialDocument, OfficialSigner } from './source.ts'
import { balance, boldWidth } from './width.ts'

const withHeader = (header: Partial<OfficialDocument['header']>): OfficialDocument => ({
  ...shortPlan,
  header: { ...shortPlan.header, ...header },
})
const linesOf = (body: Block[]): string[] =>
  compose({ ...shortPlan, bases: [], opening: null, body })
    .lines.filter((line): line is TextLine => line.kind === 'text')
    .map((line) => line.lead + line.text)
const signedBy = (signer: OfficialSigner): string[] => compose({ ...shortPlan, signer }).end.signer

describe('the head', () => {
  it.each([
    ['7', 'Số: 07/KH-PGDĐT'],
    ['126', 'Số: 126/KH-PGDĐT'],
    ['049', 'Số: 049/KH-PGDĐT'],
    ['3c', 'Số: 03c/KH-PGDĐT'],
    [null, 'Số: \u00a0\u00a0\u00a0\u00a0\u00a0\u00a0/KH-PGDĐT'],
  ])('number %s is %s', (number, shown) => {
    expect(compose(withHeader({ number })).head.number).toBe(shown)
  })

  it.each([
    ['2024-01-05', 'Vân Sơn, ngày 05 tháng 01 năm 2024'],
    ['2024-02-29', 'Vân Sơn, ngày 29 tháng 02 năm 2024'],
    ['2024-03-09', 'Vân Sơn, ngày 09 tháng 3 năm 2024'],
    ['2024-12-31', 'Vân Sơn, ngày 31 tháng 12 năm 2024'],
  ])('%s is spelt %s: days and the months 1 and 2 padded', (date, shown) => {
    expect(compose(withHeader({ date })).head.placeDate).toBe(shown)
  })

  it.each(['2023-02-29', '2024-13-01', '05/01/2024', ''])('refuses the day %j', (date) => {
    expect(() => compose(withHeader({ date }))).toThrow(RangeError)
  })

  it('sets agencies and type in capitals, with stacked marks and đ', () => {
    const { head, name } = compose(withHeader({ agency: 'Trường Tiểu học Đồng Nguyễn' }))
    expect(head.agency.text).toBe('TRƯỜNG TIỂU HỌC ĐỒNG NGUYỄN')
    expect(name?.type).toBe('KẾ HOẠCH')
  })

  it("puts an official letter's subject under the number, once with V/v", () => {
    const about = 'V/v đăng ký nội dung tuyên truyền cải cách hành chính quý II năm 2024'
    expect(compose(letter).head.letterSubject).toBe(about)
    expect(compose({ ...letter, header: { ...letter.header, subject: about } }).head.letterSubject).toBe(
      about,
    )
    expect(compose(letter).name).toBeNull()
  })

  it('rules: as long as the motto, and a third to a half of agency and subject', () => {
    const { head, name } = compose(longPlan)
    expect(head.motto?.rule).toBeCloseTo(boldWidth('Độc lập - Tự do - Hạnh phúc', 13), 5)
    // the first line of the agency as it is broken, by the widths of the face
    expect(head.agency.rule).toBeGreaterThan(boldWidth('ĐÀO TẠO HUYỆN VÂN', 12) / 3)
    expect(head.agency.rule).toBeLessThan(boldWidth('ĐÀO TẠO HUYỆN VÂN', 12) / 2)
    expect(name?.subject.rule).toBeLessThan(145 / 2)
  })

  it('breaks a long name evenly', () => {
    const text = 'ỦY BAN NHÂN DÂN HUYỆN VÂN SƠN'
    const { longest } = balance(text, 12, 72)
    expect(boldWidth(text, 12)).toBeGreaterThan(72)
    expect(longest).toBeCloseTo(boldWidth('ỦY BAN NHÂN DÂN', 12), 5)
  })

  // measured by Typst with Tinos Bold, kerning included
  it.each([
    ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 12, 87.69],
    ['Độc lập - Tự do - Hạnh phúc', 13, 56.06],
    ['PHÒNG GIÁO DỤC VÀ ĐÀO TẠO', 12, 65.82],
    ['TRƯỜNG THCS NƠ TRANG LƠNG', 12, 68.61],
  ])('knows the width of %s to one part in a hundred', (text, size, measured) => {
    expect(Math.abs(boldWidth(text, size) / measured - 1)).toBeLessThan(0.01)
  })
})

describe('the text', () => {
  it('ends every basis with a semicolon, the last with a stop, whatever was typed', () => {
    const { lines } = compose({ ...shortPlan, bases: ['Căn cứ A;', 'Căn cứ B.', '  ', 'Căn cứ C'] })
    expect(lines.slice(0, 3).map((line) => line.kind === 'text' && line.text)).toEqual([
      'Căn cứ A;',
      'Căn cứ B;',
      'Căn cứ C.',
    ])
  })

  it('sets markers by kind: I. CAPITALS, 1., a), đ), -, Điều 1., Chương I over its title', () => {
    const section = (level: number, marker: string, title: string, ...children: Block[]): Block => ({
      kind: 'section',
      level,
      marker,
      title,
      children,
    })
    expect(
      linesOf([
        section(1, 'Chương I', 'Quy định chung'),
        section(
          1,
          'IV',
          'Kinh phí',
          section(2, '1', 'Nguồn', section(3, 'đ', 'Tự chủ;'), section(4, '-', 'Khác;')),
        ),
        section(2, '1.2', 'Một câu;'),
        section(1, 'Điều 3', 'Hiệu lực.'),
        section(3, '(1)', 'Giữ nguyên dấu.'),
      ]),
    ).toEqual([
      'Chương I',
      'QUY ĐỊNH CHUNG',
      'IV. KINH PHÍ',
      '1. Nguồn',
      'đ) Tự chủ;',
      '- Khác;',
      '1.2. Một câu;',
      'Điều 3. Hiệu lực.',
      '(1) Giữ nguyên dấu./.',
    ])
  })

  it.each([
    ['Hết.', 'Hết./.'],
    ['Hết', 'Hết./.'],
    ['Hết./.', 'Hết./.'],
    ['và những việc khác...', 'và những việc khác..../.'],
    ['Hết;', 'Hết./.'],
  ])('closes %j as %j', (text, closed) => {
    expect(linesOf([{ kind: 'paragraph', text }])).toEqual([closed])
  })

  it('closes after a table on a line of its own', () => {
    expect(linesOf([{ kind: 'table', columns: [{ title: 'A' }], rows: [['1']] }])).toEqual(['./.'])
  })

  it('makes a paragraph of every line, composes letters and drops what XML refuses', () => {
    expect(
      linesOf([{ kind: 'paragraph', text: 'Tuye\u0302\u0301n một\r\n\r\nhai\u0000\u0007 \ud800 ba' }]),
    ).toEqual(['Tuyến một', 'hai \ufffd ba./.'])
  })

  it('names the document an annex belongs to', () => {
    expect(compose(annexedPlan).annexes[0]).toMatchObject({
      name: 'Phụ lục',
      title: { text: 'PHÂN CÔNG THỰC HIỆN NĂM 2024', rule: 0 },
      of: '(Kèm theo Kế hoạch số 07/KH-PGDĐT ngày 05 tháng 01 năm 2024 của Phòng Giáo dục và Đào tạo)',
    })
  })

  it('breaks a long name of an agency before its place', () => {
    const agency = 'Phòng Giáo dục và Đào tạo huyện Vân Sơn'
    const { width } = compose({ ...shortPlan, header: { ...shortPlan.header, agency } }).head.agency
    expect(width).toBeGreaterThan(boldWidth('PHÒNG GIÁO DỤC VÀ ĐÀO TẠO', 12))
    expect(width).toBeLessThan(boldWidth('PHÒNG GIÁO DỤC VÀ ĐÀO TẠO HUYỆN', 12))
  })

  it('fills short rows and refuses long ones', () => {
    const columns = [{ title: 'A' }, { title: 'B', width: 2 }]
    const table = compose({ ...shortPlan, body: [{ kind: 'table', columns, rows: [['1']] }] }).lines.at(-2)
    expect(table).toMatchObject({
      columns: [{ width: 55 }, { width: 110 }],
      rows: [{ cells: [['1'], []], long: false }],
    })
    expect(() => linesOf([{ kind: 'table', columns, rows: [['1', '2', '3']] }])).toThrow(RangeError)
  })
})

describe('the end', () => {
  it('says the purpose once, and marks the list', () => {
    expect(compose(longPlan).end.recipients).toEqual([
      '- Sở Giáo dục và Đào tạo (để b/c);',
      '- UBND huyện (để b/c);',
      '- Các trường mầm non, tiểu học, trung học cơ sở (để t/h);',
      '- Trang thông tin điện tử của Phòng (để biết);',
      '- Lưu: VT, NV.',
    ])
  })

  it('spells who signs', () => {
    const name = null
    expect(
      signedBy({ authority: 'KT.', position: 'Phó Trưởng phòng', deputyOf: 'Trưởng phòng', name }),
    ).toEqual(['KT. TRƯỞNG PHÒNG', 'PHÓ TRƯỞNG PHÒNG'])
    expect(
      signedBy({ authority: 'TM. Ủy ban nhân dân', position: 'Phó Chủ tịch', deputyOf: 'Chủ tịch', name }),
    ).toEqual(['TM. ỦY BAN NHÂN DÂN', 'KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH'])
    expect(signedBy({ authority: 'TL. Chủ tịch', position: 'Chánh Văn phòng', name })).toEqual([
      'TL. CHỦ TỊCH',
      'CHÁNH VĂN PHÒNG',
    ])
    expect(signedBy({ authority: 'Q.', position: 'Trưởng phòng', name })).toEqual(['Q. TRƯỞNG PHÒNG'])
    expect(signedBy({ authority: null, position: 'Hiệu trưởng', name })).toEqual(['HIỆU TRƯỞNG'])
  })
})
