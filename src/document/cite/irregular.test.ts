import { describe, expect, test } from 'vitest'
import { readText } from '../index.ts'

/** Citations of a paragraph: what is marked, number, type, day, issuer, relation (with ‹ where the mention is what does it). */
function cited(paragraph: string): string[] {
  const { citations } = readText(`KẾ HOẠCH\nVề việc thử\n\n${paragraph}\n`)
  return citations.map(({ text, type, numberSymbol, title, date, issuer, relation, inverse, mended }) =>
    [
      text.replace(/\s+/g, ' '),
      `${mended ? '?' : ''}${numberSymbol ?? title ?? ''}`,
      type,
      date,
      issuer,
      `${inverse ? '‹' : ''}${relation ?? ''}`,
    ].join(' | '),
  )
}

describe('irregular mentions', () => {
  test.each([
    [
      'a word between type and "số"',
      'Báo cáo thẩm định số 18/BCTĐ-STP ngày 25/5/2018 của Sở Tư pháp, Công văn hỏa tốc số 15/UBND-NC ngày 3/2/2021, Tờ trình liên sở số 9/TTrLS-STC-SNV',
      [
        'Báo cáo thẩm định số 18/BCTĐ-STP | 18/BCTĐ-STP | Báo cáo | 2018-05-25 | Sở Tư pháp | ',
        'Công văn hỏa tốc số 15/UBND-NC | 15/UBND-NC | Công văn | 2021-02-03 |  | ',
        'Tờ trình liên sở số 9/TTrLS-STC-SNV | 9/TTrLS-STC-SNV | Tờ trình |  |  | ',
      ],
    ],
    [
      'an agency between type and "số", without "của"',
      'Nghị quyết Hội đồng nhân dân tỉnh số 12/2021/NQ-HĐND ngày 10/12/2021',
      [
        'Nghị quyết Hội đồng nhân dân tỉnh số 12/2021/NQ-HĐND | 12/2021/NQ-HĐND | Nghị quyết | 2021-12-10 | Hội đồng nhân dân tỉnh | ',
      ],
    ],
    [
      'letters that a scan took digits for are put right, as a proposal',
      'Căn cứ Nghị định số 12O/2020/NĐ-CP ngày 07/l0/2020 của Chính phủ; Kế hoạch số l5/KH-UBND ngày I2/3/2021 của UBND tỉnh;',
      [
        'Nghị định số 12O/2020/NĐ-CP | ?120/2020/NĐ-CP | Nghị định | 2020-10-07 | Chính phủ | based on',
        'Kế hoạch số l5/KH-UBND | ?15/KH-UBND | Kế hoạch | 2021-03-12 | UBND tỉnh | based on',
      ],
    ],
    [
      'a lost slash',
      'Căn cứ Kế hoạch số 15KH-UBND ngày 12/3/2021 của UBND tỉnh;',
      ['Kế hoạch số 15KH-UBND | ?15/KH-UBND | Kế hoạch | 2021-03-12 | UBND tỉnh | based on'],
    ],
    [
      'the word "số" glued, or half lost',
      'Căn cứ Quyết định số1662/QĐ-TTg ngày 4/10/2021; Nghị định s20/2008/NĐ-CP ngày 14/02/2008 của Chính phủ;',
      [
        'Quyết định số1662/QĐ-TTg | 1662/QĐ-TTg | Quyết định | 2021-10-04 |  | based on',
        'Nghị định s20/2008/NĐ-CP | 20/2008/NĐ-CP | Nghị định | 2008-02-14 | Chính phủ | based on',
      ],
    ],
    [
      'numbers in a row that share year, symbol, day and issuer with the last one, as proposals',
      'Căn cứ các Thông tư số 01, 02 và 03/2021/TT-BGDĐT ngày 02/02/2021 của Bộ Giáo dục và Đào tạo; Thông tư số 08/2023/TT-BGDĐT, 12, 13/2023/TT-BGDĐT;',
      [
        'Thông tư số 01 | ?01/2021/TT-BGDĐT | Thông tư | 2021-02-02 | Bộ Giáo dục và Đào tạo | based on',
        '02 | ?02/2021/TT-BGDĐT | Thông tư | 2021-02-02 | Bộ Giáo dục và Đào tạo | based on',
        '03/2021/TT-BGDĐT | 03/2021/TT-BGDĐT | Thông tư | 2021-02-02 | Bộ Giáo dục và Đào tạo | based on',
        'Thông tư số 08/2023/TT-BGDĐT | 08/2023/TT-BGDĐT | Thông tư |  |  | based on',
        '12 | ?12/2023/TT-BGDĐT | Thông tư |  |  | based on',
        '13/2023/TT-BGDĐT | 13/2023/TT-BGDĐT | Thông tư |  |  | based on',
      ],
    ],
    [
      'who amends, one after another',
      'Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 (được sửa đổi, bổ sung bởi Nghị định số 48/2013/NĐ-CP, Nghị định số 92/2017/NĐ-CP)',
      [
        'Nghị định số 63/2010/NĐ-CP | 63/2010/NĐ-CP | Nghị định | 2010-06-08 |  | ',
        'Nghị định số 48/2013/NĐ-CP | 48/2013/NĐ-CP | Nghị định |  |  | ‹amends',
        'Nghị định số 92/2017/NĐ-CP | 92/2017/NĐ-CP | Nghị định |  |  | ‹amends',
      ],
    ],
    [
      'A replaced by B',
      'Quyết định này thay thế Quyết định số 20/2015/QĐ-UBND ngày 1/7/2015 bởi Quyết định số 21/2016/QĐ-UBND.',
      [
        'Quyết định số 20/2015/QĐ-UBND | 20/2015/QĐ-UBND | Quyết định | 2015-07-01 |  | replaces',
        'Quyết định số 21/2016/QĐ-UBND | 21/2016/QĐ-UBND | Quyết định |  |  | ‹replaces',
      ],
    ],
    [
      'a list behind a colon stands as its sentence begins',
      'Thực hiện các văn bản: Nghị quyết số 18-NQ/TW, ngày 25/10/2017 của Bộ Chính trị; Kết luận số 62-KL/TW ngày 02/10/2023 của Bộ Chính trị.',
      [
        'Nghị quyết số 18-NQ/TW | 18-NQ/TW | Nghị quyết | 2017-10-25 | Bộ Chính trị | implements',
        'Kết luận số 62-KL/TW | 62-KL/TW | Kết luận | 2023-10-02 | Bộ Chính trị | implements',
      ],
    ],
    [
      'who passed it stands before, with the verb',
      'đề án được HĐND tỉnh thông qua tại Nghị quyết số 24/2013/NQ-HĐND ngày 10/12/2013 và theo đề nghị của Sở Kế hoạch (Thường trực Ban) tại Tờ trình số 126/SKHĐT',
      [
        'Nghị quyết số 24/2013/NQ-HĐND | 24/2013/NQ-HĐND | Nghị quyết | 2013-12-10 | HĐND tỉnh | ',
        'Tờ trình số 126/SKHĐT | 126/SKHĐT | Tờ trình |  | Sở Kế hoạch | proposed by',
      ],
    ],
    [
      'two ministries between whom it is, and "V/v" behind an issuer',
      'Thông tư liên tịch số: 183/2010/TTLT/BTC-BNN, ngày 15/11/2010 giữa Bộ Tài chính và Bộ Nông nghiệp hướng dẫn; Công văn số 9/BNV-CCHC ngày 2/3/2023 của Bộ Nội vụ V/v A',
      [
        'Thông tư liên tịch số: 183/2010/TTLT/BTC-BNN | 183/2010/TTLT/BTC-BNN | Thông tư liên tịch | 2010-11-15 | Bộ Tài chính và Bộ Nông nghiệp | ',
        'Công văn số 9/BNV-CCHC | 9/BNV-CCHC | Công văn | 2023-03-02 | Bộ Nội vụ | ',
      ],
    ],
    [
      'nothing that only looks like one',
      'tỷ lệ 15/63, ngày 20/11, 24/7, QCVN 102:2016/BTTTT, TCVN 6909:2001, biển số 75A-123.45, mã 1.003006.000.00.00.H57, lớp 12/A1, quý I/2024, số 12/4 đường Lê Lợi, 01-02/2023, Điều 44.8.TT.9.3, Đề án 06, Mẫu số 01',
      [],
    ],
  ])('%s', (_, paragraph, expected) => {
    expect(cited(paragraph)).toEqual(expected)
  })
})
