import { describe, expect, test } from 'vitest'
import { readText } from '../index.ts'
import { findNear } from '../text/near.ts'
import { fold } from '../text/normalise.ts'

// Heads and endings as scans, web pages and typists leave them; each case is one slip that the reader once fell over.
const motto = 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'
const creed = 'Độc lập - Tự do - Hạnh phúc'
const body = '\n\nTrong thời gian qua, đơn vị đã triển khai nhiều nội dung quan trọng.\n'
const read = {
  agency: 'ỦY BAN NHÂN DÂN TỈNH RẠNG ĐÔNG',
  numberSymbol: '123/QĐ-UBND',
  place: 'Rạng Đông',
  date: '2021-03-05',
  type: 'Quyết định',
}
const scan = (
  over: { motto?: string; creed?: string; number?: string; day?: string; type?: string } = {},
): string =>
  `ỦY BAN NHÂN DÂN ${over.motto ?? motto}\nTỈNH RẠNG ĐÔNG ${over.creed ?? creed}\n${over.number ?? 'Số: 123/QĐ-UBND'} ${over.day ?? 'Rạng Đông, ngày 05 tháng 3 năm 2021'}\n${over.type ?? 'QUYẾT ĐỊNH'}\nVề việc ban hành Nội quy cơ quan${body}`

describe('a head that a scan misread', () => {
  test.each([
    ['the motto, its tone', { motto: 'CỌNG HÒA XÃ HỘI CHỦ NGHĨA VIỆTNAM' }],
    ['the motto, a blank', { motto: 'C ỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM.' }],
    ['the motto, without any accent', { motto: 'CQNG HOA XA HQI CHU NGHTA VIET NAM' }],
    ['the creed', { creed: 'Độc lập- Tư do - Hanh phúe' }],
    ['the word of the number', { number: 'S6: 123/QD-UBND' }],
    ['another letter for S', { number: '§ố: 123/QĐ-UBND' }],
    ['a full stop for the colon', { number: 'Số. 123/QĐ-UBND' }],
    ['a blank inside the number', { number: 'Số: 12 3/QĐ- UBND' }],
    ['a letter for a digit', { number: 'Số: l23/QĐ-UBND' }],
    ['a slash too few', { number: 'Số: 123 QĐ-UBND' }],
    ['the words of the day', { day: 'Rạng Đông, ngảy 05 tháug 3 nãm 2021' }],
    ['the digits of the year', { day: 'Rạng Đông, ngày 05 tháng 3 năm 2O2l' }],
    ['a full stop for the comma', { day: 'Rạng Đông. ngày 05 tháng 3 năm 2021' }],
    ['no comma at all', { day: 'Rạng Đông ngày 05 tháng 3 năm 2021' }],
    ['the type', { type: 'QUYÉT ĐỊNII' }],
  ])('%s', (name, over) => {
    const { header } = readText(scan(over))
    expect(header).toMatchObject(name === 'the type' ? { ...read, type: header.type } : read)
  })

  test('what is no motto is none', () => {
    expect(
      findNear(fold('Kế hoạch phát triển kinh tế - xã hội'), 'conghoaxahoichunghiavietnam', 5),
    ).toBeNull()
    const found = findNear(fold('X: CQNG HOA XA HQI CHU NGHIA VIET NAM, Y'), 'conghoaxahoichunghiavietnam', 5)
    expect(found).toEqual({ start: 3, end: 37 })
  })

  test.each(['Vv', 'V⁄v', 'V/V', 'VIv'])('the subject of a công văn behind "%s"', (vv) => {
    const text = `BỘ NỘI VỤ ${motto}\n${creed}\nSố: 223/BNV-CCHC Hà Nội, ngày 12 tháng 7 năm 2024\n${vv} góp ý\ndự thảo Nghị quyết\n\nKính gửi: Ủy ban nhân dân các tỉnh${body}`
    expect(readText(text).header).toMatchObject({ type: 'Công văn', subject: 'góp ý dự thảo Nghị quyết' })
  })
})

const typed = (title: string, symbol = 'KH-PNV') =>
  `UBND HUYỆN MÂY XANH\t${motto}\nPHÒNG NỘI VỤ\t${creed}\nSố: 12/${symbol}\tMây Xanh, ngày 04 tháng 5 năm 2023\n\n${title}${body}`

describe('the line of the type', () => {
  test.each([
    ['in small letters', 'Kế hoạch\nTuyên truyền cải cách hành chính'],
    ['in small letters before its subject', 'Kế hoạch Tuyên truyền cải cách hành chính'],
    ['in capitals before its subject', 'KẾ HOẠCH TUYÊN TRUYỀN CẢI CÁCH HÀNH CHÍNH'],
    ['with its letters spaced', 'K Ế   H O Ạ C H\nTuyên truyền cải cách hành chính'],
    ['above a mark of a draft', 'KẾ HOẠCH\n(Dự thảo)\nTuyên truyền cải cách hành chính'],
    ['with words that say which', 'KẾ HOẠCH LIÊN NGÀNH\nTuyên truyền cải cách hành chính'],
  ])('%s', (_, title) => {
    const { header } = readText(typed(title))
    expect(header.type).toBe('Kế hoạch')
    expect(header.subject?.toLowerCase()).toBe('tuyên truyền cải cách hành chính')
  })

  test('a sentence that begins with the name of another type is none', () => {
    expect(readText(typed('Thông báo số 12/TB-UBND nêu rõ việc này.', 'PNV')).header.type).not.toBe(
      'Thông báo',
    )
  })

  test('names by which no document is cited', () => {
    expect(readText(typed('THỂ LỆ\nCuộc thi tìm hiểu cải cách hành chính', 'TL-PNV')).header).toMatchObject({
      type: 'Thể lệ',
      subject: 'Cuộc thi tìm hiểu cải cách hành chính',
    })
  })

  test('a contract keeps its HĐ', () => {
    expect(readText(typed('HỢP ĐỒNG\nIn tờ rơi', 'HĐ-PNV')).header).toMatchObject({
      type: 'Hợp đồng',
      numberSymbol: '12/HĐ-PNV',
    })
  })

  test('who enacts is no part of a subject in capitals', () => {
    const text = `TÒA ÁN NHÂN DÂN TỐI CAO\t${motto}\n\t${creed}\nSố: 02/2023/NQ-HĐTP\tHà Nội, ngày 24 tháng 8 năm 2023\n\nNGHỊ QUYẾT\nHƯỚNG DẪN ÁP DỤNG MỘT SỐ QUY ĐỊNH\nHỘI ĐỒNG THẨM PHÁN TÒA ÁN NHÂN DÂN TỐI CAO\nCăn cứ Luật Tổ chức Tòa án nhân dân;\n`
    expect(readText(text).header.subject).toBe('HƯỚNG DẪN ÁP DỤNG MỘT SỐ QUY ĐỊNH')
    const amended = text.replace('MỘT SỐ QUY ĐỊNH\nHỘI ĐỒNG', 'QUY CHẾ\nBỔ SUNG MỘT SỐ ĐIỀU\nHỘI ĐỒNG')
    expect(readText(amended).header.subject).toBe('HƯỚNG DẪN ÁP DỤNG QUY CHẾ BỔ SUNG MỘT SỐ ĐIỀU')
    const named = text.replace('MỘT SỐ QUY ĐỊNH', 'QUY CHẾ CỦA')
    expect(readText(named).header.subject).toBe(
      'HƯỚNG DẪN ÁP DỤNG QUY CHẾ CỦA HỘI ĐỒNG THẨM PHÁN TÒA ÁN NHÂN DÂN TỐI CAO',
    )
  })
})

test('a ward whose name folds into that of a type', () => {
  const text = `ỦY BAN NHÂN DÂN\t${motto}\nPHƯỜNG AN MÂY\t${creed}\nSố: 45/UBND-VHXH\tAn Mây, ngày 09 tháng 01 năm 2026\nV/v báo cáo\n\nKính gửi: Các trường${body}Thực hiện Báo cáo số 5/BC-UBND ngày 01/7/2025 của UBND phường An Mây và Công văn số 6/UBND-VP của UBND huyện Văn Bàn.`
  const { header, citations } = readText(text)
  expect(header).toMatchObject({
    agency: 'ỦY BAN NHÂN DÂN PHƯỜNG AN MÂY',
    type: 'Công văn',
    subject: 'báo cáo',
  })
  expect(citations.map((c) => c.issuer)).toEqual(['UBND phường An Mây', 'UBND huyện Văn Bàn'])
})

describe('heads of web pages and of other bodies', () => {
  test('all on one line', () => {
    const text = `TỈNH ỦY RẠNG ĐÔNG BAN TUYÊN GIÁO VÀ DÂN VẬN ĐẢNG CỘNG SẢN VIỆT NAM Số 15-HD/BTGDVTU Rạng Đông, ngày 03 tháng 6 năm 2025\n\nHƯỚNG DẪN\nTuyên truyền${body}`
    expect(readText(text).header).toMatchObject({
      parentAgency: 'TỈNH ỦY RẠNG ĐÔNG',
      agency: 'BAN TUYÊN GIÁO VÀ DÂN VẬN',
      date: '2025-06-03',
    })
    const school = `UBND XÃ MÂY XANH VĂN PHÒNG ${motto} ${creed} Số: 45/KH-VP Mây Xanh, ngày 09 tháng 01 năm 2024\n\nKẾ HOẠCH\nNăm 2024${body}`
    expect(readText(school).header).toMatchObject({
      parentAgency: 'UBND XÃ MÂY XANH',
      agency: 'VĂN PHÒNG',
      numberSymbol: '45/KH-VP',
    })
  })

  test('a cell of Markdown with two agencies and breaks of HTML', () => {
    const text = `| UBND TỈNH RẠNG ĐÔNG **SỞ NỘI VỤ** ------- | **${motto}**<br>**${creed}** |\n| --- | --- |\n| Số: 45/KH-SNV | *Rạng Đông, ngày 09 tháng 01 năm 2024* |\n\n**KẾ HOẠCH**\n\n**NĂM 2024**${body}\n| ***Nơi nhận:***<br>- Như trên;<br>- UBND tỉnh (b/c);<br/>- Lưu: VT. | **KT. GIÁM ĐỐC**<br>**PHÓ GIÁM ĐỐC**<br>**Nguyễn Hà Nam** |\n`
    const { header, recipients, signer } = readText(text)
    expect(header).toMatchObject({
      parentAgency: 'UBND TỈNH RẠNG ĐÔNG',
      agency: 'SỞ NỘI VỤ',
      subject: 'NĂM 2024',
    })
    expect(recipients.map((one) => one.text)).toEqual(['Như trên', 'UBND tỉnh (b/c)', 'Lưu: VT'])
    expect(signer).toEqual({ authority: null, position: 'KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC', name: 'Nguyễn Hà Nam' })
  })

  test('the Youth Union, whose name stands where the motto does', () => {
    const text = `TỈNH ĐOÀN RẠNG ĐÔNG\tĐOÀN TNCS HỒ CHÍ MINH\nBCH ĐOÀN HUYỆN MÂY XANH\n***\tMây Xanh, ngày 16 tháng 3 năm 2023\nSố: 45-KH/HĐTN-VP\n\nKẾ HOẠCH\nTháng Thanh niên${body}`
    expect(readText(text).header).toMatchObject({
      parentAgency: 'TỈNH ĐOÀN RẠNG ĐÔNG',
      agency: 'BCH ĐOÀN HUYỆN MÂY XANH',
      numberSymbol: '45-KH/HĐTN-VP',
    })
  })

  test('a school with a number in its name', () => {
    const text = `UBND XÃ MÂY XANH ${motto}\nTRƯỜNG TIỂU HỌC SỐ 2 MÂY XANH ${creed}\nSố: 12/KH-TH2 Mây Xanh, ngày 09 tháng 01 năm 2024\n\nKẾ HOẠCH\nNăm 2024${body}`
    expect(readText(text).header).toMatchObject({
      agency: 'TRƯỜNG TIỂU HỌC SỐ 2 MÂY XANH',
      numberSymbol: '12/KH-TH2',
    })
  })

  test('a district known by its number', () => {
    const text = `ỦY BAN NHÂN DÂN\t${motto}\nQUẬN 7\t${creed}\nSố: 33/UBND-NV\tQuận 7, ngày 08 tháng 3 năm 2021\nV/v rà soát\n\nKính gửi: Các phòng${body}`
    expect(readText(text).header).toMatchObject({
      agency: 'ỦY BAN NHÂN DÂN QUẬN 7',
      place: 'Quận 7',
      date: '2021-03-08',
    })
  })
})

const ending = (words: string) => {
  const { recipients, signer } = readText(
    `${scan()}\nTrên đây là nội dung, yêu cầu các đơn vị thực hiện./.\n\n${words}`,
  )
  return { recipients: recipients.map((one) => one.text), signer }
}

describe('endings', () => {
  test.each(['Nơi nhậu:', 'Mơi nhận:', 'Nơi nhận;', 'Nợi nhân :', 'Nơi nhận.', 'Nơi gửi:', 'ỵơi ñh', ''])(
    'the heading as "%s"',
    (heading) => {
      expect(
        ending(
          `${heading} TM. ỦY BAN NHÂN DÂN\n- Như trên; KT. CHỦ TỊCH\n-_ Sở Y tế; PHÓ CHỦ TỊCH\n~ Các xã;\n- Lưu: VT, NC. À\n\nHồ Quang Bảo\n`,
        ),
      ).toMatchObject({
        recipients: ['Như trên', 'Sở Y tế', 'Các xã', 'Lưu: VT, NC'],
        signer: {
          ...(heading === '' ? {} : { authority: 'TM. ỦY BAN NHÂN DÂN' }),
          position: 'KT. CHỦ TỊCH PHÓ CHỦ TỊCH',
          name: 'Hồ Quang Bảo',
        },
      })
    },
  )

  test('all on one line, and broken at a dash', () => {
    const signer = { authority: null, position: 'CHỦ TỊCH', name: 'Hồ Quang Bảo' }
    expect(
      ending(
        'Nơi nhận: - Như Điều 3; - Sở Y tế (b/c); -\nCác xã; - Lưu: VT (02).\nCHỦ TỊCH\n[đã ký]\nHồ Quang Bảo\n',
      ),
    ).toEqual({
      recipients: ['Như Điều 3', 'Sở Y tế (b/c)', 'Các xã', 'Lưu: VT (02)'],
      signer,
    })
    expect(ending('Nơi nhận: - Như Điều 3, - Sở Y tế, - Lưu: VT.\nCHỦ TỊCH\nHồ Quang Bảo\n')).toEqual({
      recipients: ['Như Điều 3', 'Sở Y tế', 'Lưu: VT'],
      signer,
    })
  })

  test('the last line goes on below, or ends in a comma above the name', () => {
    expect(
      ending(
        'Nơi nhận:\n- Như trên;\n- Lưu: VT, Phòng Cải cách\n  hành chính.\nGiám đốc\n\nPGS, TS Hồ Quang Bảo\n',
      ),
    ).toEqual({
      recipients: ['Như trên', 'Lưu: VT, Phòng Cải cách hành chính'],
      signer: { authority: null, position: 'Giám đốc', name: 'Hồ Quang Bảo' },
    })
    expect(ending('Nơi nhận: CHỦ TỌA KỲ HỌP\n- Như trên;\n- Lưu VT, NC,\n\nHồ Quang Bảo\n')).toEqual({
      recipients: ['Như trên', 'Lưu VT, NC'],
      signer: { authority: null, position: 'CHỦ TỌA KỲ HỌP', name: 'Hồ Quang Bảo' },
    })
  })

  test('points of a body that keep something are no recipients', () => {
    expect(
      ending('- Tiếp nhận hồ sơ;\n- Lưu trữ, bảo quản hồ sơ;\n- Lưu ý: trả kết quả đúng hẹn.\n').recipients,
    ).toEqual([])
    const body =
      'Với nhiêm:\n- Đội một;\n- Đội hai.\n\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n\nGIÁM ĐỐC\nHồ Quang Bảo\n'
    expect(ending(body).recipients).toEqual(['Như trên', 'Lưu: VT'])
  })

  test('a name that a scan put between two recipients ends nothing', () => {
    expect(ending('Nơi nhận: GIÁM ĐỐC\n- Như trên;\n- Sở Y tế;\nHồ Quang Bảo\n- Lưu: VT.\n')).toMatchObject({
      recipients: ['Như trên', 'Sở Y tế', 'Lưu: VT'],
      signer: { name: 'Hồ Quang Bảo' },
    })
  })

  test('what a web page has below the name is no recipient', () => {
    expect(
      ending(
        'Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nGIÁM ĐỐC\n\nHồ Quang Bảo\n\nTin liên quan\n- Kế hoạch năm 2023;\n- Kế hoạch năm 2022;\n',
      ).recipients,
    ).toEqual(['Như trên', 'Lưu: VT'])
  })

  test('initials of who drafted it', () => {
    expect(ending('Nơi nhận: CHỦ TỊCH\n- Như trên;\n- Lưu: VT, NC(V¡16).\n').recipients.at(-1)).toBe(
      'Lưu: VT, NC(Vi16)',
    )
  })
})

describe('citations', () => {
  const cited = (text: string) =>
    readText(text).citations.map(({ numberSymbol, date, issuer }) => ({ numberSymbol, date, issuer }))

  test('digits parted, and the words of the day misread', () => {
    expect(
      cited('theo Quyết định số 12 3/QĐ- UBND ngảy 04/02/2016 của UBND thị xã Mây Xanh về việc'),
    ).toEqual([{ numberSymbol: '123/QĐ-UBND', date: '2016-02-04', issuer: 'UBND thị xã Mây Xanh' }])
    expect(readText('theo Quyết định số 12 3/QĐ-UBND').citations[0]).toMatchObject({ mended: true })
  })

  test('links and bold letters of Markdown, a point inside a symbol', () => {
    expect(
      cited(
        'theo [Nghị định số 61/2018/NĐ-CP](https://a.example/61-2018-ND-CP) ngày 23/4/2018 của Chính phủ và **Công văn số 1250/UBND.VX** ngày 5/8/2022. UBND tỉnh giao',
      ),
    ).toEqual([
      { numberSymbol: '61/2018/NĐ-CP', date: '2018-04-23', issuer: 'Chính phủ' },
      { numberSymbol: '1250/UBND.VX', date: '2022-08-05', issuer: null },
    ])
  })

  test('an issuer whose name has a word that folds into another', () => {
    for (const issuer of [
      'Ban Tuyên giáo Tỉnh ủy',
      'Bệnh viện đa khoa Mây Xanh',
      'Ủy ban Giám sát tài chính Quốc gia',
    ])
      expect(cited(`theo Công văn số 5/CV-BTG ngày 3/2/2023 của ${issuer} về việc tuyên truyền`)).toEqual([
        { numberSymbol: '5/CV-BTG', date: '2023-02-03', issuer },
      ])
  })
})
