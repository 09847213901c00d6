import { describe, expect, test } from 'vitest'
import { readText } from '../index.ts'
import { mendScanned } from './mend.ts'

const head = (text: string) => readText(text).header
const body = '\n\nCăn cứ tình hình thực tế, Phòng xây dựng kế hoạch như sau:\nI. MỤC ĐÍCH\n'

const whole = {
  parentAgency: 'UBND HUYỆN SÔNG XANH',
  agency: 'PHÒNG GIÁO DỤC VÀ ĐÀO TẠO',
  number: '12',
  year: null,
  symbol: 'KH-PGD&ĐT',
  numberSymbol: '12/KH-PGD&ĐT',
  place: 'Sông Xanh',
  date: '2021-01-05',
  type: 'Kế hoạch',
  subject: 'Tuyên truyền cải cách hành chính của Phòng Giáo dục và Đào tạo năm 2021',
}
const title = 'KẾ HOẠCH\nTuyên truyền cải cách hành chính\n của Phòng Giáo dục và Đào tạo năm 2021'

describe('two columns, joined in every way', () => {
  test.each([
    [
      'one below the other',
      `\tUBND HUYỆN SÔNG XANH\n\nPHÒNG GIÁO DỤC VÀ ĐÀO TẠO\n\nSố:  12 /KH-PGD&ĐT\n\n\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\nĐộc lập - Tự do - Hạnh phúc\n\nSông Xanh, ngày 05  tháng 01 năm 2021\n\n${title}`,
    ],
    [
      'by tabs',
      `UBND HUYỆN SÔNG XANH\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nPHÒNG GIÁO DỤC\tĐộc lập - Tự do - Hạnh phúc\nVÀ ĐÀO TẠO\nSố: 12/KH-PGD&ĐT\tSông Xanh, ngày 05 tháng 01 năm 2021\n\n${title}`,
    ],
    [
      'by bars',
      `UBND HUYỆN SÔNG XANH\nPHÒNG GIÁO DỤC VÀ ĐÀO TẠO\n______ |CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập – Tự do – Hạnh phúc\n______ | |\n|Số: 12/KH-PGD&ĐT                  |Sông Xanh, ngày 05 tháng 01 năm 2021          |\n\n${title}`,
    ],
    [
      'by blanks, under a stamp',
      `                                   TRUNG TÂM CÔNG BÁO\n                                   congbao@songxanh.example\n                                   06.01.2021 07:25:14 +07:00\n\n UBND HUYỆN SÔNG XANH            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n PHÒNG GIÁO DỤC VÀ ĐÀO TẠO              Độc lập - Tự do - Hạnh phúc\n\n Số: 12    /KH-PGD&ĐT            Sông Xanh, ngày 05 tháng 01 năm 2021\n\n${title}`,
    ],
    [
      'cell after cell, as in .docx',
      `UBND HUYỆN SÔNG XANH\nPHÒNG GIÁO DỤC VÀ ĐÀO TẠO\nSố: 12/KH-PGD&ĐT\tCỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSông Xanh, ngày 05 tháng 01 năm 2021\n${title}`,
    ],
    [
      'by one blank, as a scan gives them',
      `UBND HUYỆN SÔNG XANH CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nPHÒNG GIÁO DỤC VÀ ĐÀO TẠO Độc lập — Tự do - Hạnh phúc\nSố: 12 /KH-PGD&ĐT Sông Xanh, ngày 05 tháng 01 năm 2021\n${title}`,
    ],
    [
      'as Markdown',
      `| **UBND HUYỆN SÔNG XANH** **PHÒNG GIÁO DỤC VÀ ĐÀO TẠO** ------- | **CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM** **Độc lập - Tự do - Hạnh phúc** |\n| --- | --- |\n| Số: 12/KH-PGD&ĐT | *Sông Xanh, ngày 05 tháng 01 năm 2021* |\n\n**KẾ HOẠCH**\n\n**Tuyên truyền cải cách hành chính của Phòng Giáo dục và Đào tạo năm 2021**`,
    ],
  ])('%s', (_, text) => {
    expect(head(text + body)).toEqual(whole)
  })

  test('spans point at the words', () => {
    const text = `UBND HUYỆN SÔNG XANH\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 12/KH-PGD&ĐT\tSông Xanh, ngày 05 tháng 01 năm 2021\n${title}${body}`
    const { headerSpans } = readText(text)
    const words = Object.fromEntries(
      Object.entries(headerSpans).map(([field, span]) => [field, text.slice(span.start, span.end)]),
    )
    expect(words).toEqual({
      agency: 'UBND HUYỆN SÔNG XANH',
      number: '12',
      symbol: 'KH-PGD&ĐT',
      numberSymbol: 'Số: 12/KH-PGD&ĐT',
      place: 'Sông Xanh',
      date: 'ngày 05 tháng 01 năm 2021',
      type: 'KẾ HOẠCH',
      subject: 'Tuyên truyền cải cách hành chính\n của Phòng Giáo dục và Đào tạo năm 2021',
    })
  })
})

describe('kinds of document', () => {
  test('a công văn: subject behind V/v, what the right column has left out', () => {
    const text =
      'ỦY BAN NHÂN DÂN\nTỈNH ĐỒNG XANH\nSố:        /UBND-HCC\nV/v tham gia ý kiến về giấy tờ điện tử (lần 2)\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nĐồng Xanh, ngày     tháng 9 năm 2025\nKính gửi: Tổ Công tác\n\nThực hiện công văn…'
    expect(head(text)).toEqual({
      parentAgency: null,
      agency: 'ỦY BAN NHÂN DÂN TỈNH ĐỒNG XANH',
      number: null,
      year: null,
      symbol: 'UBND-HCC',
      numberSymbol: null,
      place: 'Đồng Xanh',
      date: null,
      type: 'Công văn',
      subject: 'tham gia ý kiến về giấy tờ điện tử (lần 2)',
    })
  })

  test('a subject of several lines left of a blank right column', () => {
    const text =
      '  ỦY BAN NHÂN DÂN              CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n  TỈNH ĐỒNG XANH                   Độc lập - Tự do - Hạnh phúc\n\n  Số: 507 /UBND-VX              Đồng Xanh, ngày 24 tháng 01 năm 2025\n V/v góp ý dự thảo\n  Quyết định của Thủ\n   tướng Chính phủ\n\n                 Kính gửi: Sở Nội vụ\n'
    expect(head(text).subject).toBe('góp ý dự thảo Quyết định của Thủ tướng Chính phủ')
  })

  test('a normative document, its subject above the enacting agency', () => {
    const text =
      'HỘI ĐỒNG NHÂN DÂN\nTỈNH ĐỒNG XANH\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nSố: 09/2025/NQ-HĐND\nĐồng Xanh, ngày 3 tháng 7 năm 2025\n\nNGHỊ QUYẾT\nQUY ĐỊNH MỨC CHI TUYÊN TRUYỀN\nHỘI ĐỒNG NHÂN DÂN TỈNH ĐỒNG XANH\nCăn cứ Luật Giáo dục;'
    expect(head(text)).toMatchObject({
      agency: 'HỘI ĐỒNG NHÂN DÂN TỈNH ĐỒNG XANH',
      number: '09',
      year: '2025',
      numberSymbol: '09/2025/NQ-HĐND',
      subject: 'QUY ĐỊNH MỨC CHI TUYÊN TRUYỀN',
    })
  })

  test('a Party document', () => {
    const text =
      'TỈNH ỦY ĐỒNG XANH\n*\nSố 15-NQ/TU\tĐẢNG CỘNG SẢN VIỆT NAM\nĐồng Xanh, ngày 05 tháng 4 năm 2021\n\nNGHỊ QUYẾT\nvề đẩy mạnh cải cách hành chính\n-----\nThực hiện chương trình'
    expect(head(text)).toMatchObject({
      agency: 'TỈNH ỦY ĐỒNG XANH',
      numberSymbol: '15-NQ/TU',
      date: '2021-04-05',
      subject: 'về đẩy mạnh cải cách hành chính',
    })
  })

  test('a law', () => {
    const text =
      'QUỐC HỘI\n------- |CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập – Tự do – Hạnh phúc\n------- | |\n|Luật số: 56/2010/QH12      |Hà Nội, ngày 15 tháng 11 năm 2010      |\n\nLUẬT\n\nTHANH TRA\n\nCăn cứ Hiến pháp;'
    expect(head(text)).toMatchObject({
      agency: 'QUỐC HỘI',
      numberSymbol: '56/2010/QH12',
      type: 'Luật',
      subject: 'THANH TRA',
    })
  })

  test('one title in capitals', () => {
    const text =
      '\nNGHỊ ĐỊNH\nCỦA CHÍNH PHỦ SỐ 37/2007/NĐ-CP NGÀY 09 THÁNG 3 NĂM 2007\nVỀ MINH BẠCH THU NHẬP\n\nCHÍNH PHỦ\n\nCăn cứ Luật Giáo dục;'
    expect(head(text)).toMatchObject({
      agency: 'CHÍNH PHỦ',
      numberSymbol: '37/2007/NĐ-CP',
      date: '2007-03-09',
      type: 'Nghị định',
      subject: 'VỀ MINH BẠCH THU NHẬP',
    })
    expect(readText(text).citations.map((citation) => citation.title)).toEqual(['Giáo dục'])
  })

  test('two ministries', () => {
    const text =
      'BỘ TÀI CHÍNH - BỘ NỘI VỤ\n-------\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\nSố: 03/2006/TTLT-BTC-BNV\n\nHà Nội, ngày 17 tháng 01 năm 2006\n\nTHÔNG TƯ LIÊN TỊCH\n\nHƯỚNG DẪN CHẾ ĐỘ TỰ CHỦ\n\nĐiều 1. Phạm vi'
    expect(head(text)).toMatchObject({
      parentAgency: null,
      agency: 'BỘ TÀI CHÍNH - BỘ NỘI VỤ',
      type: 'Thông tư liên tịch',
    })
  })
})

describe('drafts and scans', () => {
  test('blank number and day are null, and the body is not searched for them', () => {
    const text =
      'DỰ THẢO\nUBND XÃ SÔNG XANH\nTRƯỜNG THCS SÔNG XANH\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố:…../KH-THCS\tSông Xanh, ngày … tháng … năm 2025\n\nKẾ HOẠCH\nNăm học 2025 - 2026\n\nCăn cứ Luật Giáo dục ngày 14 tháng 6 năm 2019;'
    expect(head(text)).toMatchObject({
      parentAgency: 'UBND XÃ SÔNG XANH',
      agency: 'TRƯỜNG THCS SÔNG XANH',
      number: null,
      symbol: 'KH-THCS',
      numberSymbol: null,
      place: 'Sông Xanh',
      date: null,
      subject: 'Năm học 2025 - 2026',
    })
  })

  test('a misread type, a day read as letters, a known name without its marks', () => {
    const text =
      'UBND TỈNH KIÊN GIANG CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSỞ Y TE Độc lập — Tự do - Hạnh phúc\nSố: 455 /KH-SYT Kiên Giang, ngày Í 7tháng I1 năm 2017\nKÉẺ HOẠCH\n\nKiểm tra năm 2017\n\nCăn cứ thực tế,'
    expect(head(text)).toMatchObject({
      parentAgency: 'UBND TỈNH KIÊN GIANG',
      agency: 'SỞ Y TẾ',
      numberSymbol: '455/KH-SYT',
      date: '2017-11-17',
      type: 'Kế hoạch',
      subject: 'Kiểm tra năm 2017',
    })
  })

  test('a typed name stays as its office wrote it', () => {
    const text =
      'SỞ THÔNG TIN VÀ TRUYỂN THÔNG\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 1/KH-STTTT\n\nKẾ HOẠCH\nNăm 2021\n\nI. CHUNG'
    expect(head(text).agency).toBe('SỞ THÔNG TIN VÀ TRUYỂN THÔNG')
  })

  test('a text without a head has none', () => {
    expect(Object.values(head('Đây là một đoạn văn thường.\nKhông có phần đầu nào.'))).toEqual(
      Array(10).fill(null),
    )
  })
})

test('menus of a web page above the head are no part of it', () => {
  const menu = `CỔNG THÔNG TIN ĐIỆN TỬ\nTHÔNG BÁO\nVăn bản mới\n${'Tin tức, sự kiện trong tỉnh\n'.repeat(200)}Quyết định 9/QĐ-UBND năm 2021\n\n`
  const text = `${menu}ỦY BAN NHÂN DÂN\nTỈNH ĐỒNG XANH\n-------\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n---------------\n\nSố: 9/QĐ-UBND\n\nĐồng Xanh, ngày 07 tháng 02 năm 2021\n\nQUYẾT ĐỊNH\n\nVề việc phê duyệt kế hoạch\n\nCăn cứ Luật Giáo dục;`
  const { header, headerSpans, citations } = readText(text)
  expect(header).toMatchObject({
    parentAgency: null,
    agency: 'ỦY BAN NHÂN DÂN TỈNH ĐỒNG XANH',
    numberSymbol: '9/QĐ-UBND',
    type: 'Quyết định',
    subject: 'Về việc phê duyệt kế hoạch',
  })
  expect(text.slice(headerSpans.subject?.start, headerSpans.subject?.end)).toBe('Về việc phê duyệt kế hoạch')
  expect(citations.map((citation) => citation.text)).toEqual(['Luật Giáo dục'])
})

describe('names of agencies in scans', () => {
  test.each([
    ['SỞ YV TẺ', 'SỞ Y TẾ'],
    ['Sở Nội vuụ', 'Sở Nội vụ'],
    // Read right, or not one of the names.
    ['SỞ Y TẾ', 'SỞ Y TẾ'],
    ['SỞ QUY HOẠCH', 'SỞ QUY HOẠCH'],
  ])('%s', (read, meant) => {
    expect(mendScanned(read, 'agency')).toBe(meant)
  })
})
