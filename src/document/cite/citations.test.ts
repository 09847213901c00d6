import { describe, expect, test } from 'vitest'
import { readText } from '../index.ts'
import type { Citation } from '../model.ts'

/** Citations of a body, so that no head is read into it. */
function cite(body: string): Citation[] {
  return readText(`Kính gửi: Các trường.\n\n${body}`).citations
}

const brief = ({ text, numberSymbol, type, date, issuer }: Citation) => ({
  text,
  numberSymbol,
  type,
  date,
  issuer,
})

describe('numbers and symbols', () => {
  test.each([
    ['Nghị quyết số 41c/NQ-CP ngày 08/11/2011', '41c/NQ-CP', 'Nghị quyết'],
    ['Nghị Quyết 41c/NQ-CP', '41c/NQ-CP', 'Nghị quyết'],
    ['Nghị định số 45/2019/NĐ-CP', '45/2019/NĐ-CP', 'Nghị định'],
    ['Nghị quyết số 66.7/2025/NQ-CP', '66.7/2025/NQ-CP', 'Nghị quyết'],
    ['Nghị quyết 12-NQ/TU', '12-NQ/TU', 'Nghị quyết'],
    ['Chương trình hành động số 25-CTr/HU', '25-CTr/HU', 'Chương trình'],
    ['Thông tư liên tịch số 05/2018/TTLT-BGDĐT-BNV-BTC', '05/2018/TTLT-BGDĐT-BNV-BTC', 'Thông tư liên tịch'],
    ['Nghị quyết số 398/NQ-UBTVQH16', '398/NQ-UBTVQH16', 'Nghị quyết'],
    ['Công văn số 1234/SNV-CCHC&PC', '1234/SNV-CCHC&PC', 'Công văn'],
    ['Công văn số 77/SGDĐT-QLCL-CNTT', '77/SGDĐT-QLCL-CNTT', 'Công văn'],
    ['Kế hoạch số 049/KH-UBND', '049/KH-UBND', 'Kế hoạch'],
    ['Quyết định số 13đ/QĐ-UB', '13đ/QĐ-UB', 'Quyết định'],
    ['Văn bản hợp nhất số 01/VBHN-BNV', '01/VBHN-BNV', 'Văn bản hợp nhất'],
    ['Quyết định 115-CP', '115-CP', 'Quyết định'],
    ['Công văn số 7364/TCT', '7364/TCT', 'Công văn'],
    ['Thông báo kết luận số 12/TB-VPCP', '12/TB-VPCP', 'Thông báo'],
    ['Kết luận thanh tra số 12/KL-TTr', '12/KL-TTr', 'Kết luận'],
    ['QĐ số 225/QĐ-UBND', '225/QĐ-UBND', 'Quyết định'],
    ['Nghị quyết số 18', '18', 'Nghị quyết'],
    ['Nghị định số 100/2019', '100/2019', 'Nghị định'],
  ])('%s', (written, numberSymbol, type) => {
    const [citation, ...more] = cite(`Theo ${written} về cải cách.`)
    expect(more).toEqual([])
    expect(citation).toMatchObject({ numberSymbol, type, text: written.replace(/ ngày.*$/, '') })
  })

  test.each([
    [
      'a blank in the symbol of an education office',
      'Kế hoạch số 308/KH-SGD ĐT ngày 5/2/2020',
      '308/KH-SGDĐT',
    ],
    ['a blank behind the hyphen', 'Quyết định số 12/QĐ- UBND', '12/QĐ-UBND'],
    ['a line break inside', 'Quyết định số 12/QĐ-\nUBND', '12/QĐ-UBND'],
    ['a line break and an indent before the number', 'Công văn số\n  20/SNV-CCHC', '20/SNV-CCHC'],
    ['a long dash', 'Nghị quyết số 76/NQ–CP', '76/NQ-CP'],
    ['an underscore', 'Quyết định số 10/2007/QĐ_BKHCN', '10/2007/QĐ-BKHCN'],
    ['the Icelandic letter', 'Quyết định số 10/QÐ-BYT', '10/QĐ-BYT'],
    ['a type glued to its agency', 'Nghị định số 154/2020/NĐCP', '154/2020/NĐ-CP'],
    ['letters misread by a scan', 'Tờ trình sô 32/TIr-SNV', '32/TTr-SNV'],
    ['a lost stroke', 'Nghị định số 20/2020/ND-CP', '20/2020/NĐ-CP'],
    ['a word glued behind', 'Nghị quyết số 12/NQ-CPcủa Chính phủ', '12/NQ-CP'],
    ['a dash and words behind', 'Quyết định số 12/QĐ-UBND – Về việc giao việc', '12/QĐ-UBND'],
  ])('reads past %s', (_, written, numberSymbol) => {
    expect(cite(`Căn cứ ${written};`).map((citation) => citation.numberSymbol)).toEqual([numberSymbol])
  })

  test.each([
    'ngày 08/11/2011 và 12-11-2011',
    'đạt 63/63 tỉnh, 24/24H, tỷ lệ 4/5',
    'thủ tục 1.003006, hồ sơ H57.12-251120-0007',
    'Điều 44.8.TT.9.3 của bộ pháp điển',
    'chi 162.056.800 đồng/năm cho 5/CLB',
    'theo Đề án 06, Mẫu số 01, Phụ lục số 2',
    'TCVN 6909:2001 và QCVN 01:2021/BTNMT',
    'theo quy định của pháp luật năm 2015',
    'Luật này, Nghị định này',
  ])('is none: %s', (words) => {
    expect(cite(`Kết quả ${words}.`)).toEqual([])
  })

  test('what stands between type and number stays inside; the issuer may be there', () => {
    expect(
      cite('Thực hiện Quyết định của Thủ tướng Chính phủ số 87/QĐ-TTg ngày 18/7/2021;').map(brief),
    ).toEqual([
      {
        text: 'Quyết định của Thủ tướng Chính phủ số 87/QĐ-TTg',
        numberSymbol: '87/QĐ-TTg',
        type: 'Quyết định',
        date: '2021-07-18',
        issuer: 'Thủ tướng Chính phủ',
      },
    ])
  })
})

describe('lists', () => {
  test('later items start at their digits and take type and issuer of the head', () => {
    const found = cite(
      'Theo đề nghị của Sở Nội vụ tại các Công văn: số 12/SNV-CCHC ngày 2/3/2021 về báo cáo, 13/SNV-CCHC ngày 4/3/2021 và số 14/SNV-VP ngày 5/3/2021, yêu cầu:',
    )
    expect(found.map(brief)).toEqual([
      {
        text: 'Công văn: số 12/SNV-CCHC',
        numberSymbol: '12/SNV-CCHC',
        type: 'Công văn',
        date: '2021-03-02',
        issuer: 'Sở Nội vụ',
      },
      {
        text: '13/SNV-CCHC',
        numberSymbol: '13/SNV-CCHC',
        type: 'Công văn',
        date: '2021-03-04',
        issuer: 'Sở Nội vụ',
      },
      {
        text: '14/SNV-VP',
        numberSymbol: '14/SNV-VP',
        type: 'Công văn',
        date: '2021-03-05',
        issuer: 'Sở Nội vụ',
      },
    ])
  })

  test('an item goes on from the head, not from a decree that the item before mentions', () => {
    const found = cite(
      'Theo đề nghị của Bộ Tài chính tại Công văn số 10/BTC-QLG ngày 2/1/2025 về dự thảo sửa Nghị định số 20/2024/NĐ-CP ngày 3/7/2024 của Chính phủ; số 11/BTC-VP ngày 3/1/2025 về báo cáo,',
    )
    expect(found.at(-1)).toMatchObject({ text: '11/BTC-VP', type: 'Công văn', issuer: 'Bộ Tài chính' })
  })

  test('an issuer behind the last of two belongs to both', () => {
    const found = cite(
      'tại Nghị định số 103/2024/NĐ-CP ngày 30/7/2024 và Nghị định số 104/2024/NĐ-CP ngày 31/7/2024 của Chính phủ;',
    )
    expect(found.map((citation) => citation.issuer)).toEqual(['Chính phủ', 'Chính phủ'])
  })

  test('but not where words of the first stand between', () => {
    const found = cite(
      'Nghị quyết số 76/NQ-CP ngày 13/6/2013 sửa đổi Nghị quyết 30/NQ-CP ngày 8/11/2011 của Chính phủ;',
    )
    expect(found.map((citation) => citation.issuer)).toEqual([null, 'Chính phủ'])
  })
})

describe('day and issuer of this mention', () => {
  test.each([
    ['ngày 08/11/2011 của Chính phủ về việc', '2011-11-08', 'Chính phủ'],
    ['ngày 8 tháng 11 năm 2011 của UBND tỉnh Đồng Xanh ban hành', '2011-11-08', 'UBND tỉnh Đồng Xanh'],
    [
      ', ngày 08-11-2011, của Sở Văn hóa, Thể thao và Du lịch về',
      '2011-11-08',
      'Sở Văn hóa, Thể thao và Du lịch',
    ],
    ['ngày 8.11.2011 của Bộ Kế hoạch và Đầu tư hướng dẫn', '2011-11-08', 'Bộ Kế hoạch và Đầu tư'],
    ['ngày 05 tháng11 năm 2011 Bộ Y tế về việc', '2011-11-05', 'Bộ Y tế'],
    [
      'ngày 24/1 1/2017 của Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ và tham mưu',
      '2017-11-24',
      'Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ',
    ],
    ['ngày 2l tháng 02 năm 2012 của Ủy ban\nnhân dân tỉnh về', '2012-02-21', 'Ủy ban nhân dân tỉnh'],
    ['của Chính phủ ngày 25/4/2006 quy định', '2006-04-25', 'Chính phủ'],
    ['của Tỉnh ủy và Chương trình hành động', null, 'Tỉnh ủy'],
    ['ngày 30/02/2019 của Bộ Tài chính, Bộ Nội vụ quy định', null, 'Bộ Tài chính, Bộ Nội vụ'],
    ['về việc giao nhiệm vụ ngày 1/1/2020 của Chính phủ', null, null],
  ])('Quyết định số 9/QĐ-UBND %s', (behind, date, issuer) => {
    expect(cite(`Thực hiện Quyết định số 9/QĐ-UBND ${behind} công tác.`)[0]).toMatchObject({ date, issuer })
  })

  test('day and issuer before the verb', () => {
    expect(cite('Ngày 12/12/2020, Chính phủ ban hành Nghị quyết số 81/NQ-CP về cải cách.')[0]).toMatchObject({
      date: '2020-12-12',
      issuer: 'Chính phủ',
    })
  })

  test('capitals throughout', () => {
    expect(
      cite('HƯỚNG DẪN NGHỊ ĐỊNH SỐ 13/2005/NĐ-CP NGÀY 17/10/2005 CỦA CHÍNH PHỦ QUY ĐỊNH CHẾ ĐỘ')[0],
    ).toMatchObject({
      numberSymbol: '13/2005/NĐ-CP',
      type: 'Nghị định',
      date: '2005-10-17',
      issuer: 'CHÍNH PHỦ',
    })
  })
})

describe('laws by title', () => {
  const law = ({ text, title, numberSymbol, date }: Citation) => ({ text, title, numberSymbol, date })

  test('dated, with a year, with a number', () => {
    const found = cite(
      'Căn cứ Luật Phòng, chống tham nhũng ngày 20 tháng 11 năm 2018; Bộ luật Dân sự năm 2015; Luật Dược số 105/2016/QH13 ngày 06/4/2016 của Quốc hội; Luật số 52/2019/QH14;',
    )
    expect(found.map(law)).toEqual([
      {
        text: 'Luật Phòng, chống tham nhũng',
        title: 'Phòng, chống tham nhũng',
        numberSymbol: null,
        date: '2018-11-20',
      },
      { text: 'Bộ luật Dân sự', title: 'Dân sự', numberSymbol: null, date: null },
      {
        text: 'Luật Dược số 105/2016/QH13',
        title: 'Dược',
        numberSymbol: '105/2016/QH13',
        date: '2016-04-06',
      },
      { text: 'Luật số 52/2019/QH14', title: null, numberSymbol: '52/2019/QH14', date: null },
    ])
    expect(found[2]?.issuer).toBe('Quốc hội')
  })

  test('an amending law that names two is one', () => {
    const title =
      'sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương'
    expect(cite(`Căn cứ Luật ${title} ngày 22/11/2019;`).map(law)).toEqual([
      { text: `Luật ${title}`, title, numberSymbol: null, date: '2019-11-22' },
    ])
  })

  test('two laws joined by "và" are two, and only the dated one is sure', () => {
    expect(
      cite('theo Luật Viên chức và Luật Giáo dục ngày 14/6/2019 của Quốc hội').map((found) => found.title),
    ).toEqual(['Giáo dục'])
  })

  test('undated: only as the whole of a basis', () => {
    expect(
      cite('Căn cứ Luật Giáo dục;\nTheo khoản 1 Điều 44 Luật Thanh tra và Điều 6 của quy chế.').map(
        (found) => found.title,
      ),
    ).toEqual(['Giáo dục'])
  })
})

describe('relation', () => {
  test.each([
    ['Căn cứ Quyết định số 1/QĐ-UBND;', ['based on']],
    [
      'Thực hiện Kế hoạch số 1/KH-UBND ngày 1/1/2020 của UBND tỉnh và Kế hoạch số 2/KH-SNV,',
      ['implements', 'implements'],
    ],
    ['Quyết định này thay thế Quyết định số 1/QĐ-UBND.', ['replaces']],
    ['bãi bỏ Nghị quyết số 1/NQ-HĐND', ['repeals']],
    ['(Ban hành kèm theo Quyết định số 1/QĐ-UBND)', ['attached to']],
    [
      'Nghị định số 1/2020/NĐ-CP sửa đổi, bổ sung một số điều của Nghị định số 2/2018/NĐ-CP',
      [null, 'amends'],
    ],
    ['hướng dẫn thi hành một số điều của Nghị định số 2/2018/NĐ-CP', ['guides']],
    ['Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 4/TTr-SNV,', ['proposed by']],
    ['đã được phê duyệt tại Quyết định số 1/QĐ-UBND', [null]],
  ])('%s', (words, relations) => {
    expect(cite(words).map((citation) => citation.relation)).toEqual(relations)
  })
})
