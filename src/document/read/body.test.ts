import { describe, expect, test } from 'vitest'
import { readText } from '../index.ts'
import type { Section } from '../model.ts'

/** Sections as an outline: marker, title, and the paragraphs that are theirs. */
function outline(text: string): unknown[] {
  const show = (section: Section): unknown[] => [
    `${section.level} ${section.marker} ${section.title}`.trim(),
    ...section.paragraphs.map(({ start, end }) => `¶ ${text.slice(start, end).replace(/\s+/g, ' ')}`),
    ...section.sections.flatMap(show),
  ]
  return readText(text).sections.flatMap(show)
}

describe('sections', () => {
  test('parts, items, points with đ, dashes and plusses', () => {
    const text =
      'I. MỤC ĐÍCH\n1. Mục đích\n- Nâng cao.\n- Đổi mới.\n2. Yêu cầu\na) Một;\nb) Hai;\nc) Ba;\nd) Bốn:\n- x;\n+ y;\n+ z;\n- w.\nđ) Năm.\nII. NỘI DUNG\n1/ Chung\n'
    expect(outline(text)).toEqual([
      '1 I MỤC ĐÍCH',
      '2 1 Mục đích',
      '3 - Nâng cao.',
      '3 - Đổi mới.',
      '2 2 Yêu cầu',
      '3 a Một;',
      '3 b Hai;',
      '3 c Ba;',
      '3 d Bốn:',
      '4 - x;',
      '5 + y;',
      '5 + z;',
      '4 - w.',
      '3 đ Năm.',
      '1 II NỘI DUNG',
      '2 1 Chung',
    ])
  })

  test('rows of a table whose cells are parted by tabs are no points; a tab behind a marker parts nothing', () => {
    const text =
      '1.\tThời gian\n2.\tĐịa điểm\n3.\tLịch:\nThời gian: 1/2 ngày\tPhòng đào tạo\t\n- Sáng: từ 8h30\t\t\n- Chiều\t\t\n\tSáng\tChiều\n4. Kinh phí\n'
    expect(outline(text)).toEqual(['1 1 Thời gian', '1 2 Địa điểm', '1 3 Lịch:', '1 4 Kinh phí'])
  })

  test('a signature under a regulation that is bound in is none of its paragraphs', () => {
    const text =
      'QUYẾT ĐỊNH\nBan hành Quy định\n\nĐiều 1. Ban hành kèm theo Quyết định này Quy định.\n\nNơi nhận:\n- Như Điều 1;\n- Lưu: VT.\n\tTM. ỦY BAN NHÂN DÂN\n\tCHỦ TỊCH\n\tNguyễn Văn An\n\nQUY ĐỊNH\nĐiều 1. Phạm vi\nQuy định này áp dụng cho mọi người.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nNguyễn Văn An\n'
    expect(outline(text).at(-1)).toBe('¶ Quy định này áp dụng cho mọi người.')
  })

  test('the level is what the text has: items alone are the top', () => {
    expect(outline('1. Một\n2. Hai\na) Ba\n3. Bốn\n')).toEqual(['1 1 Một', '1 2 Hai', '2 a Ba', '1 3 Bốn'])
  })

  test('capital letters above Roman numerals, decimals below items', () => {
    expect(
      outline('A. ĐẶC ĐIỂM\nI. Thuận lợi\n1. Đội ngũ\n1.1. Giáo viên\n1.2 Học sinh\nB. NHIỆM VỤ\nI. Chung\n'),
    ).toEqual([
      '1 A ĐẶC ĐIỂM',
      '2 I Thuận lợi',
      '3 1 Đội ngũ',
      '4 1.1 Giáo viên',
      '4 1.2 Học sinh',
      '1 B NHIỆM VỤ',
      '2 I Chung',
    ])
  })

  test('chapters, articles, clauses; a title on the line below; a reference opens nothing', () => {
    const text =
      'Chương I\nQUY ĐỊNH CHUNG\nĐiều 1. Phạm vi\n1. Quy định này nêu\nĐiều 5 của Quy chế khác.\na) Một;\nChương II.\n\nTỔ CHỨC\nĐiều 2. Thi hành\nMọi người thi hành.\n'
    expect(outline(text)).toEqual([
      '1 Chương I QUY ĐỊNH CHUNG',
      '2 Điều 1 Phạm vi',
      '3 1 Quy định này nêu',
      '¶ Điều 5 của Quy chế khác.',
      '4 a Một;',
      '1 Chương II TỔ CHỨC',
      '2 Điều 2 Thi hành',
      '¶ Mọi người thi hành.',
    ])
  })

  test('a decision holds the parts of the plan that it approves', () => {
    expect(outline('Điều 1. Phê duyệt Kế hoạch\nI. MỤC TIÊU\n1. Chung\nĐiều 2. Hiệu lực\n')).toEqual([
      '1 Điều 1 Phê duyệt Kế hoạch',
      '2 I MỤC TIÊU',
      '3 1 Chung',
      '1 Điều 2 Hiệu lực',
    ])
  })

  test('a list behind a colon is inside, whatever its sign', () => {
    expect(outline('1. Việc chính\n- Nội dung gồm:\na) Một;\nb) Hai.\n- Hình thức.\n')).toEqual([
      '1 1 Việc chính',
      '2 - Nội dung gồm:',
      '3 a Một;',
      '3 b Hai.',
      '2 - Hình thức.',
    ])
  })

  test('"1)" under "1." is another list; "2)" after "1." is a slip', () => {
    expect(outline('1. Một\n1) Con\n2) Cháu\n2. Hai\n')).toEqual([
      '1 1 Một',
      '2 1 Con',
      '2 2 Cháu',
      '1 2 Hai',
    ])
    expect(outline('1. Một\n2) Hai\n')).toEqual(['1 1 Một', '1 2 Hai'])
  })

  test('a paragraph without a marker: to the open item, past finished points, under a colon', () => {
    const text =
      '1. Việc\nĐoạn của việc.\na) Điểm đã xong.\nĐoạn sau điểm.\n- Cụ thể:\nĐoạn dưới dấu hai chấm.\n'
    expect(outline(text)).toEqual([
      '1 1 Việc',
      '¶ Đoạn của việc.',
      '¶ Đoạn sau điểm.',
      '2 a Điểm đã xong.',
      '2 - Cụ thể:',
      '¶ Đoạn dưới dấu hai chấm.',
    ])
  })

  test('closing paragraphs go to the part; in a text without parts, to no section', () => {
    const closing = 'Trong quá trình thực hiện nếu có vướng mắc, các đơn vị báo cáo về Phòng./.'
    expect(
      outline(
        `III. TỔ CHỨC THỰC HIỆN\n1. Phòng\n- Làm.\n2. Trường\n- Làm theo.\n\n${closing}\nNơi nhận:\n- Các trường;\n- Lưu: VT.\n`,
      ),
    ).toEqual([
      '1 III TỔ CHỨC THỰC HIỆN',
      `¶ ${closing}`,
      '2 1 Phòng',
      '3 - Làm.',
      '2 2 Trường',
      '3 - Làm theo.',
    ])
    expect(outline(`1. Phòng\n- Làm.\n2. Trường\n- Làm theo.\n\n${closing}\n`)).toEqual([
      '1 1 Phòng',
      '2 - Làm.',
      '1 2 Trường',
      '2 - Làm theo.',
    ])
  })

  test('lines broken to a width are one paragraph, over a page break too', () => {
    const text = [
      '      I. Đánh giá chung',
      '       UBND tỉnh xác định các chương trình có ý nghĩa đặc biệt quan trọng và',
      'cần được triển khai đồng bộ ở các cấp – trong đó các cơ quan chuyên môn là',
      'đầu mối theo dõi, tổng hợp tình hình, báo cáo kết quả thực hiện, đảm bảo việc',
      '',
      '                                   2',
      '',
      'thực hiện đúng quy định của cấp trên và phù hợp với tình hình thực tế nơi mình.',
      '       1. Các sở, ban, ngành theo chức năng, nhiệm vụ được giao chủ động phối',
      'hợp với địa phương rà soát khó khăn, vướng mắc và đề xuất hướng giải quyết',
      'cho từng nội dung cụ thể.',
      '       - Báo cáo trước ngày 10 hằng tháng về tiến độ của từng nội dung công việc',
      'đã được phân công tại kế hoạch này và các văn bản chỉ đạo có liên quan khác.',
    ].join('\n')
    expect(outline(text)).toEqual([
      '1 I Đánh giá chung',
      expect.stringMatching(/^¶ UBND tỉnh .* – trong đó .* đảm bảo việc 2? ?thực hiện đúng .* nơi mình\.$/),
      expect.stringMatching(/^2 1 Các sở, .* cụ thể\.$/),
      expect.stringMatching(/^3 - Báo cáo .* khác\.$/),
    ])
  })

  test('addressees, table rows and recipients open nothing; what is bound in behind is read anew', () => {
    const text =
      'Kính gửi:\n- Các phòng;\n- Các trường.\n\nPhòng yêu cầu:\n1. Làm\n|1. |Ô bảng |\nNơi nhận:\n- Như trên;\n- Lưu: VT.\nTRƯỞNG PHÒNG\nNguyễn Văn An\n\nPHỤ LỤC\nI. NHÓM MỘT\n1. Việc\n'
    expect(outline(text)).toEqual(['1 1 Làm', '1 I NHÓM MỘT', '2 1 Việc'])
  })

  test('a child lies inside its parent, and a closing paragraph inside the part', () => {
    const text = 'I. MỘT\n1. Việc\n- Làm.\n\nTrên đây là kế hoạch./.\n\nNơi nhận:\n- Lưu: VT.\n'
    const [part] = readText(text).sections
    expect(text.slice(part?.start, part?.end)).toBe('I. MỘT\n1. Việc\n- Làm.\n\nTrên đây là kế hoạch./.')
    expect(text.slice(part?.sections[0]?.start, part?.sections[0]?.end)).toBe('1. Việc\n- Làm.')
  })
})

describe('recipients and signer', () => {
  const names = (text: string) => readText(text).recipients.map((recipient) => recipient.text)

  test('"Như kính gửi" is a recipient and names no addressee', () => {
    const text = 'Nội dung.\n\nNơi nhận:\tGIÁM ĐỐC\n- Như kính gửi;\n- Lưu: VT.\tPGS.TS. Đỗ Thị Khoa\n'
    expect(readText(text).addressees).toEqual([])
    expect(names(text)).toEqual(['Như kính gửi', 'Lưu: VT'])
    const letter = readText(`Kính gửi: Sở Nội vụ;\n\n${text}`)
    expect(letter.addressees.map((one) => one.text)).toEqual(['Sở Nội vụ'])
  })

  test('purposes', () => {
    const text =
      'Nơi nhận:\n- Sở Nội vụ (để b/c);\n- TT Huyện ủy (báo cáo);\n- Các trường (để t/h);\n- Hội Khuyến học (để biết);\n- Như Điều 3;\n- Công ty Thực hiện;\n- Lưu: VT.'
    expect(readText(text).recipients.map(({ text: name, purpose }) => [name, purpose])).toEqual([
      ['Sở Nội vụ (để b/c)', 'report'],
      ['TT Huyện ủy (báo cáo)', 'report'],
      ['Các trường (để t/h)', 'carry out'],
      ['Hội Khuyến học (để biết)', 'know'],
      ['Như Điều 3', 'carry out'],
      ['Công ty Thực hiện', null],
      ['Lưu: VT', 'archive'],
    ])
  })

  const signed = {
    authority: 'TM. ỦY BAN NHÂN DÂN',
    position: 'KT. CHỦ TỊCH PHÓ CHỦ TỊCH',
    name: 'Trần Văn Cường',
  }
  test.each([
    [
      'tabs',
      'Nơi nhận:\tTM. ỦY BAN NHÂN DÂN\n- Sở Nội vụ;\tKT. CHỦ TỊCH\n- Các huyện, thị xã;\tPHÓ CHỦ TỊCH\n- Lưu: VT.\t(Đã ký)\n\tTrần Văn Cường\n',
    ],
    [
      'bars',
      '|Nơi nhận:                |TM. ỦY BAN NHÂN DÂN      |\n|                         |KT. CHỦ TỊCH             |\n|- Sở Nội vụ;             |PHÓ CHỦ TỊCH             |\n|- Các huyện,             |(đã ký)                  |\n|thị xã;                  |                         |\n|- Lưu: VT.               |Trần Văn Cường           |\n',
    ],
    [
      'blanks',
      'Nơi nhận:                              TM. ỦY BAN NHÂN DÂN\n- Sở Nội vụ;                               KT. CHỦ TỊCH\n- Các huyện,\n                                           PHÓ CHỦ TỊCH\n  thị xã;\n- Lưu: VT.\n\n\n                                          Trần Văn Cường\n',
    ],
    [
      'cells',
      'Nơi nhận:\n- Sở Nội vụ;\n- Các huyện,\n   thị xã;\n- Lưu: VT.\tTM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\n[ (Đã ký)\n\nTrần Văn Cường\n',
    ],
    [
      'one below the other',
      'Nơi nhận:\n- Sở Nội vụ;\n- Các huyện, thị xã;\n- Lưu: VT.\n\nTM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\n\nTrần Văn Cường\n',
    ],
    [
      'the signature above',
      'TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nTrần Văn Cường\n\nNơi nhận:\n- Sở Nội vụ;\n- Các huyện, thị xã;\n- Lưu: VT.\n',
    ],
    [
      'one line of a web page',
      '| *Nơi nhận:* - Sở Nội vụ; - Các huyện, thị xã; - Lưu: VT. | **TM. ỦY BAN NHÂN DÂN** **KT. CHỦ TỊCH** **PHÓ CHỦ TỊCH** **Trần Văn Cường** |\n',
    ],
    [
      'a scan',
      'Nơi nhận: TM. ỦY BAN NHÂN DÂN\n- Sở Nội vụ; KT. CHỦ TỊCH\n\n- Các huyện, thị xã; PHÓ CHỦ TỊCH\n- Lưu: VT.\n\nTrần Văn Cường\n',
    ],
  ])('columns joined by %s', (_, closing) => {
    const read = readText(`Nội dung./.\n\n${closing}`)
    expect(read.recipients.map((recipient) => recipient.text)).toEqual([
      'Sở Nội vụ',
      'Các huyện, thị xã',
      'Lưu: VT',
    ])
    expect(read.signer).toEqual(signed)
  })

  test('a list without dashes', () => {
    expect(names('Nơi nhận:\nNhư trên;\nLãnh đạo phòng;\nLưu: VT.\nTRƯỞNG PHÒNG\nLê Thị Lan\n')).toEqual([
      'Như trên',
      'Lãnh đạo phòng',
      'Lưu: VT',
    ])
  })

  test('a Party signature, a name in capitals, a title before the name', () => {
    expect(readText('Nơi nhận:\n- Lưu VP.\n\nT/M BAN THƯỜNG VỤ\nBÍ THƯ\n\nPhạm Văn Em\n').signer).toEqual({
      authority: 'T/M BAN THƯỜNG VỤ',
      position: 'BÍ THƯ',
      name: 'Phạm Văn Em',
    })
    expect(readText('Nơi nhận:\n- Lưu: VT.\n\nGIÁM ĐỐC\n\nTS. NGUYỄN THỊ LAN\n').signer).toEqual({
      authority: null,
      position: 'GIÁM ĐỐC',
      name: 'NGUYỄN THỊ LAN',
    })
  })

  test('a law is signed without recipients; a plain text has neither', () => {
    expect(
      readText('Luật này được thông qua.\n\nCHỦ TỊCH QUỐC HỘI\n\n(Đã ký)\n\nVõ Văn Giang\n').signer,
    ).toEqual({
      authority: null,
      position: 'CHỦ TỊCH QUỐC HỘI',
      name: 'Võ Văn Giang',
    })
    expect(readText('Một đoạn văn.\n').signer).toBeNull()
    expect(readText('Nơi nhận:\n- Các trường;\n- Lưu VT.\n').signer).toBeNull()
  })

  test('words about recipients are no heading', () => {
    expect(names('1. Nơi nhận văn bản điện tử\nCơ quan nơi nhận phải báo.\n')).toEqual([])
  })
})

test('"TM. …" in the row above "Nơi nhận" is the signature\'s', () => {
  const text =
    'KẾ HOẠCH\nNăm 2024\n\nĐiều 1. Thi hành.\n|              |TM. ỦY BAN NHÂN DÂN|\n|Nơi nhận:     |KT. CHỦ TỊCH       |\n|- Sở Nội vụ;  |PHÓ CHỦ TỊCH       |\n|- Lưu: VT.    |Nguyễn Văn An      |\n'
  expect(readText(text).signer).toEqual({
    authority: 'TM. ỦY BAN NHÂN DÂN',
    position: 'KT. CHỦ TỊCH PHÓ CHỦ TỊCH',
    name: 'Nguyễn Văn An',
  })
})
