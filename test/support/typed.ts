import { fromLegacy } from '#src/document/text/legacy.ts'

/** A plan in our own wording, with what a reader looks for: two columns above, parts, items, points, dashes, citations. */
export const typedPlan = [
  'UBND HUYỆN SÔNG XANH\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
  'PHÒNG NỘI VỤ\tĐộc lập - Tự do - Hạnh phúc',
  'Số: 12/KH-PNV\tSông Xanh, ngày 05 tháng 01 năm 2021',
  '',
  'KẾ HOẠCH',
  'Tuyên truyền cải cách hành chính năm 2021',
  '',
  'Căn cứ Quyết định số 225/QĐ-TTg ngày 04/02/2016 của Thủ tướng Chính phủ về kế hoạch cải cách hành chính;',
  'Thực hiện Kế hoạch số 3/KH-UBND ngày 02/01/2021 của Uỷ ban nhân dân huyện, Phòng Nội vụ xây dựng kế hoạch như sau:',
  'I. MỤC ĐÍCH, YÊU CẦU',
  '1. Mục đích',
  'a) Nâng cao nhận thức của cán bộ, công chức về cải cách hành chính.',
  'b) Đổi mới hình thức tuyên truyền ở cơ sở.',
  '2. Yêu cầu',
  '- Bám sát Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ;',
  '- Ưu tiên những nơi còn khó khăn, ít được tiếp cận.',
  'II. TỔ CHỨC THỰC HIỆN',
  '1. Các phòng, ban thuộc huyện phối hợp tuyên truyền trước ngày 30/6/2021.',
  '2. Uỷ ban nhân dân các xã, thị trấn báo cáo kết quả về Phòng Nội vụ.',
  'Trên đây là kế hoạch tuyên truyền của Phòng Nội vụ, đề nghị các đơn vị nghiêm túc thực hiện./.',
  'Nơi nhận:',
  '- UBND huyện (để b/c);',
  '- Các xã, thị trấn (để t/h);',
  '- Lưu: VT.',
  'TRƯỞNG PHÒNG',
  '',
  'Nguyễn Thị Ngọc Ánh',
  '',
].join('\n')

const latin = Array.from({ length: 0x5f }, (_, i) => String.fromCharCode(0xa1 + i))
const vowels = [...'aeouyôöAEOUYÔÖ']
const marks = [...'øùûõïâàáåãäêèéúüëØÙÛÕÏÂÀÁÅÃÄÊÈÉÚÜË']

/** Capital letters with tones are missing in TCVN3: letters of a word of capitals are typed small, as with .VnTimeH. */
const tcvn3Codes = new Map(
  latin
    .filter((code) => !/[\u00af\u00ba\u00bf-\u00c5\u00cd\u00d9-\u00db\u00e0\u00f0\u00ff]/.test(code))
    .map((code) => [fromLegacy(code, 'tcvn3'), code]),
)
const vniCodes = new Map([
  ...[...'ñôöæóòîÑÔÖÆÓÒÎíìÍÌ'].map((code): [string, string] => [fromLegacy(code, 'vni'), code]),
  ...vowels.flatMap((vowel) =>
    marks
      .filter((mark) => (mark === mark.toLowerCase()) === (vowel === vowel.toLowerCase()))
      .map((mark): [string, string] => [fromLegacy(vowel + mark, 'vni'), vowel + mark]),
  ),
])

/** As typed with a font of .Vn; `\u0110` and the shaped capitals have codes of their own, toned capitals become small. */
export function toTcvn3(text: string): string {
  return Array.from(
    text.normalize('NFC'),
    (letter) => tcvn3Codes.get(letter) ?? tcvn3Codes.get(letter.toLowerCase()) ?? letter,
  ).join('')
}

export function toVni(text: string): string {
  return Array.from(text.normalize('NFC'), (letter) => vniCodes.get(letter) ?? letter).join('')
}

const page1258 = new Map(
  Array.from({ length: 128 }, (_, i): [string, number] => [
    new TextDecoder('windows-1258').decode(Uint8Array.of(0x80 + i)),
    0x80 + i,
  ]),
)

/** Bytes of Windows-1258: shaped vowels, then the tone as a mark. */
export function toWindows1258(text: string): Uint8Array {
  const bytes: number[] = []
  for (const letter of text.normalize('NFC')) {
    const [base = '', ...above] = letter.normalize('NFD')
    const shape = above.filter((mark) => /[\u0302\u0306\u031b]/.test(mark)).join('')
    const tone = above.filter((mark) => /[\u0300\u0301\u0303\u0309\u0323]/.test(mark))
    for (const part of [(base + shape).normalize('NFC'), ...tone])
      bytes.push(page1258.get(part) ?? part.charCodeAt(0))
  }
  return Uint8Array.from(bytes)
}

const viqr: Record<string, string> = {
  '\u0302': '^',
  '\u0306': '(',
  '\u031b': '+',
  '\u0301': "'",
  '\u0300': '`',
  '\u0309': '?',
  '\u0303': '~',
  '\u0323': '.',
}

export function toViqr(text: string): string {
  return Array.from(text.normalize('NFC'), (letter) => {
    if (letter === 'đ' || letter === 'Đ') return letter === 'đ' ? 'dd' : 'DD'
    const [base = '', ...above] = letter.normalize('NFD')
    // Shape before tone, whatever the order of the marks.
    const typed = above
      .map((mark) => viqr[mark] ?? '')
      .sort((a, b) => Number('^(+'.includes(b)) - Number('^(+'.includes(a)))
    return base + typed.join('')
  }).join('')
}
