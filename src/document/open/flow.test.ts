import { describe, expect, test } from 'vitest'
import { readText } from '../index.ts'
import { flow, type PlacedPage } from './flow.ts'
import type { PlacedWord, Rule } from './placed.ts'

/** Widths of letters are taken as 6 points: words of a line stand one blank apart. */
const letter = 60
const page = { width: 5950, height: 8420 }

/** A line of words from `x` on, with its letters standing at `base`; "||" leaves room for another column at `x2`. */
function line(words: string, x: number, base: number, x2 = 3400): PlacedWord[] {
  const [one = '', other] = words.split('||')
  const place = (text: string, from: number) => {
    let at = from
    return text
      .trim()
      .split(' ')
      .filter((word) => word !== '')
      .map((word): PlacedWord => {
        const placed = { text: word, x: at, y: base - 100, w: word.length * letter, h: 130, base }
        at += (word.length + 1) * letter
        return { ...placed, size: 130, font: '', bold: false, italic: false }
      })
  }
  return [...place(one, x), ...(other === undefined ? [] : place(other, x2))]
}

function pageOf(lines: (readonly [string, number, number, number?])[], rules: Rule[] = []): PlacedPage {
  return { ...page, rules, words: lines.flatMap(([words, x, base, x2]) => line(words, x, base, x2)) }
}

const body = 'Thực hiện nhiệm vụ được giao, các đơn vị trực thuộc có trách nhiệm phối'

describe('lines of a page', () => {
  test('a bold title whose line is full does not go on in what stands under it', () => {
    const title = pageOf([[`Điều 6. ${body.slice(0, 62)}`, 1300, 2200]]).words.map((word) => ({
      ...word,
      bold: true,
    }))
    const below = pageOf([
      [`Người đứng đầu ${body.slice(0, 55)}`, 1300, 2460],
      ['hợp để hoàn thành đúng thời hạn.', 900, 2620],
      [body, 1300, 2900],
      [body, 900, 3060],
    ]).words
    const { text } = flow([{ ...page, rules: [], words: [...title, ...below] }])
    expect(text.split('\n')[0]).toBe(`Điều 6. ${body.slice(0, 62)}`.trim())
    expect(text.split('\n')[1]).toMatch(/^Người đứng đầu .* đúng thời hạn\.$/)
  })

  test('head and end: column by column, whatever stands on one line', () => {
    const { text } = flow([
      pageOf([
        ['UBND TỈNH ĐỒNG XANH || CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 1000, 900, 2700],
        ['SỞ NỘI VỤ || Độc lập - Tự do - Hạnh phúc', 1300, 1060],
        ['Số: 12/KH-SNV || Đồng Xanh, ngày 05 tháng 01 năm 2021', 1200, 1300, 2800],
        ['KẾ HOẠCH', 2900, 1800],
        [body, 1300, 2200],
        ['hợp để hoàn thành đúng thời hạn.', 900, 2360],
        ['Nơi nhận: || TM. ỦY BAN NHÂN DÂN', 900, 3000],
        ['- Sở Nội vụ;', 900, 3150],
        ['KT. CHỦ TỊCH', 3500, 3160],
        ['- Lưu: VT. || Nguyễn Văn Bình', 900, 3300, 3500],
      ]),
    ])
    expect(text.split('\n')).toEqual([
      'UBND TỈNH ĐỒNG XANH',
      'SỞ NỘI VỤ',
      'Số: 12/KH-SNV\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Độc lập - Tự do - Hạnh phúc',
      'Đồng Xanh, ngày 05 tháng 01 năm 2021',
      'KẾ HOẠCH',
      `${body} hợp để hoàn thành đúng thời hạn.`,
      'Nơi nhận:',
      '- Sở Nội vụ;',
      '- Lưu: VT.\tTM. ỦY BAN NHÂN DÂN',
      'KT. CHỦ TỊCH',
      'Nguyễn Văn Bình',
      '',
    ])
    const read = readText(text)
    expect(read.header).toMatchObject({
      parentAgency: 'UBND TỈNH ĐỒNG XANH',
      agency: 'SỞ NỘI VỤ',
      numberSymbol: '12/KH-SNV',
      date: '2021-01-05',
      type: 'Kế hoạch',
    })
    expect(read.recipients.map((r) => r.text)).toEqual(['Sở Nội vụ', 'Lưu: VT'])
    expect(read.signer).toMatchObject({ name: 'Nguyễn Văn Bình' })
  })

  test('a paragraph goes on over lines and pages; a number broken at its hyphen or bar is one', () => {
    const { text, pages } = flow([
      pageOf([
        [body, 1300, 1000],
        ['hợp với các cơ quan có liên quan, thực hiện đúng Nghị định số 30/2020/NĐ-', 900, 1160],
      ]),
      pageOf([
        ['2', 2970, 400],
        ['CP và các văn bản có liên quan; các đơn vị phải gửi báo cáo về Sở trước ngày 15', 900, 900],
        ['tháng 12.', 900, 1060],
        ['Các nội dung khác thực hiện theo quy định hiện hành của Ủy ban nhân dân tỉnh', 1300, 1300],
      ]),
    ])
    const lines = text.split('\n')
    expect(lines[0]).toContain('30/2020/NĐ-CP và các văn bản')
    expect(lines[0]).toMatch(/ngày 15 tháng 12\.$/)
    expect(lines[1]).toMatch(/^Các nội dung khác/)
    expect(text).not.toMatch(/\b2\b\n/)
    // Both halves of the number keep their own places, on the page each stands on.
    const shown = pages.map(({ words }) => words.map((w) => text.slice(w.start, w.end)))
    expect(shown[0]?.at(-1)).toBe('30/2020/NĐ-')
    expect(shown[1]?.[0]).toBe('CP')
  })

  test('a line that had room for the next word ends its paragraph; so does a marker', () => {
    const { text } = flow([
      pageOf([
        [body, 900, 900],
        ['hợp.', 900, 1060],
        ['1. Mục đích', 900, 1220],
        ['- Nâng cao nhận thức của cán bộ, công chức, viên chức và người lao động;', 900, 1380],
        ['- Tăng cường trách nhiệm của người đứng đầu các cơ quan, đơn vị trong tỉnh;', 900, 1540],
      ]),
    ])
    expect(text.split('\n')).toEqual([
      `${body} hợp.`,
      '1. Mục đích',
      '- Nâng cao nhận thức của cán bộ, công chức, viên chức và người lao động;',
      '- Tăng cường trách nhiệm của người đứng đầu các cơ quan, đơn vị trong tỉnh;',
      '',
    ])
  })

  test('a table by its lines: cells parted by tabs, their lines joined', () => {
    const xs = [900, 1300, 3500, 5400]
    const ys = [1000, 1300, 1700, 2000]
    const rules: Rule[] = [
      ...ys.map((y) => ({ x: 900, y, w: 4500, h: 5 })),
      ...xs.map((x) => ({ x, y: 1000, w: 5, h: 1000 })),
    ]
    const { text, html } = flow([
      pageOf(
        [
          ['TT', 950, 1200],
          ['Nội dung || Thời gian', 1400, 1200, 3600],
          // The number stands in the middle of its cell, between the two lines beside it.
          ['1', 950, 1520],
          ['Tuyên truyền trên || Quý I', 1400, 1450, 3600],
          ['cổng thông tin', 1400, 1620],
          ['2', 950, 1850],
          ['Hội nghị || Quý II', 1400, 1850, 3600],
        ],
        rules,
      ),
    ])
    expect(text).toBe(
      'TT\tNội dung\tThời gian\n1\tTuyên truyền trên cổng thông tin\tQuý I\n2\tHội nghị\tQuý II\n',
    )
    expect(html.match(/<tr>/g)).toHaveLength(3)
  })
})
