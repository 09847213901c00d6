import { readMarker } from '../read/markers.ts'
import type { Report, Sheet } from './model.ts'

/** Small words that never stand twice; doubled words such as "thường thường" are left alone. */
const repeated =
  /(?<!\p{L})(các|của|và|là|trong|cho|về|theo|tại|với|những|được|để|trên|việc|này|đến|cùng|ban hành|thực hiện)([ \t]{1,3})\1(?!\p{L})/giu

/** Slips that are no word at all, with what was meant. */
const slips = new Map([
  ['ban bành', 'ban hành'],
  ['ban hanh', 'ban hành'],
  ['chương trinh', 'chương trình'],
  ['triên khai', 'triển khai'],
  ['triễn khai', 'triển khai'],
  ['tuyên truyên', 'tuyên truyền'],
  ['đào tào', 'đào tạo'],
  ['ủy bân', 'ủy ban'],
  ['hành chinh', 'hành chính'],
  ['cãi cách', 'cải cách'],
  ['sử lý', 'xử lý'],
  ['thũ tục', 'thủ tục'],
  ['hướng dẩn', 'hướng dẫn'],
  ['kế hoach', 'kế hoạch'],
  ['nghĩ quyết', 'nghị quyết'],
  ['quyết đinh', 'quyết định'],
  ['thực hiên', 'thực hiện'],
  ['giáo duc', 'giáo dục'],
  ['nghị đinh', 'nghị định'],
  ['trách nhiêm', 'trách nhiệm'],
  ['nhiêm vụ', 'nhiệm vụ'],
  ['nâng cao chât lượng', 'nâng cao chất lượng'],
  ['chỉ đao', 'chỉ đạo'],
  ['bộ chính trị', 'Bộ Chính trị'],
])
const slip = new RegExp(`(?<!\\p{L})(?:${[...slips.keys()].join('|')})(?!\\p{L})`, 'giu')

/** Words, capitals (Appendix II) and the blanks around marks. */
export function lintWords(sheet: Sheet, report: Report): void {
  const { text } = sheet
  for (const m of text.matchAll(repeated))
    report(
      'word_repeated',
      { start: m.index, end: m.index + m[0].length },
      { params: { words: m[0] }, words: m[1] ?? '' },
    )
  for (const m of text.matchAll(slip)) {
    const wanted = slips.get(m[0].toLowerCase()) ?? m[0]
    const words = m[0] === m[0].toUpperCase() ? wanted.toLocaleUpperCase('vi') : asWritten(m[0], wanted)
    if (words !== m[0])
      report(
        'word_slip',
        { start: m.index, end: m.index + m[0].length },
        { params: { words: m[0], wanted: words }, words },
      )
  }
  if (sheet.rules !== 'decree30') return
  lintCapitals(sheet, report)
  lintMarks(sheet, report)
}

function asWritten(written: string, wanted: string): string {
  return /^\p{Lu}/u.test(written) ? wanted.charAt(0).toLocaleUpperCase('vi') + wanted.slice(1) : wanted
}

function upperFirst(words: string): string {
  return words.charAt(0).toLocaleUpperCase('vi') + words.slice(1)
}

type CapitalRule = readonly [code: Parameters<Report>[0], pattern: RegExp, change: (found: string) => string]

// The pattern's match is what is replaced. Names of persons behind a kind of place (Phường Điện Biên Phủ) are written with a
// capital (III.1.b), so only provinces are held to a small one: none but the city is named after a person.
const capitalRules: readonly CapitalRule[] = [
  [
    'capital_place',
    /(?<=\p{Ll} )Tỉnh(?= \p{Lu}\p{Ll}+ \p{Lu}\p{Ll})(?! (?:Đoàn|Ủy|Uỷ))/gu,
    (found) => found.toLowerCase(),
  ],
  ['capital_agency', /(?<!\p{L})(?:ủy|uỷ)(?= ban nhân dân)/gu, upperFirst],
  ['capital_agency', /(?<!\p{L})hội(?= đồng nhân dân)/gu, upperFirst],
  [
    'capital_agency',
    /(?<= )sở(?= (?:Giáo dục|Nội vụ|Tài chính|Tư pháp|Y tế|Xây dựng|Công Thương|Khoa học và|Văn hóa))/gu,
    upperFirst,
  ],
  ['capital_state', /(?<=Đảng(?: và|,) )nhà(?= nước)/gu, upperFirst],
  ['capital_article', /(?<=(?:tại|theo|của|khoản \d{1,2}|,) )điều(?= \d{1,3}(?:[ ,;.]))/gu, upperFirst],
  [
    'capital_weekday',
    /(?<=(?<!lần )thứ )(?:hai|ba|tư|năm|sáu|bảy)(?=,? ngày| hằng tuần| hàng tuần)/gu,
    upperFirst,
  ],
]

function lintCapitals(sheet: Sheet, report: Report): void {
  const { text, read, headEnd, paragraphs } = sheet
  for (const [code, pattern, change] of capitalRules)
    for (const m of text.matchAll(pattern)) {
      const words = change(m[0])
      report(
        code,
        { start: m.index, end: m.index + m[0].length },
        { params: { words: m[0], wanted: words }, words },
      )
    }
  for (const cited of read.citations) {
    if (cited.start < headEnd) continue
    const words = text.slice(cited.start, cited.end)
    if (cited.numberSymbol !== null && /^\p{Ll}/u.test(words))
      report(
        'capital_type',
        { start: cited.start, end: cited.start + 1 },
        { params: { words }, words: words.charAt(0).toLocaleUpperCase('vi') },
      )
    const law = /^(?:Bộ luật|Luật|Pháp lệnh)\s+(?=\p{Ll})(?!sửa\s+đổi)/u.exec(words)
    if (law && cited.title !== null) {
      const at = cited.start + law[0].length
      report(
        'capital_law',
        { start: at, end: at + 1 },
        { params: { words }, words: text.charAt(at).toLocaleUpperCase('vi') },
      )
    }
  }
  for (const paragraph of paragraphs) {
    const words = text.slice(paragraph.start, paragraph.end)
    const marker = readMarker(words)
    if (!marker || marker.kind === 'article') continue
    const at = paragraph.start + marker.length
    const letter = text.charAt(at)
    if (/\p{Ll}/u.test(letter))
      report(
        'capital_line',
        { start: at, end: at + 1 },
        { params: { words: words.slice(0, 40) }, words: letter.toLocaleUpperCase('vi') },
      )
  }
}

/** Blanks around marks, within the body; runs of dots and "./." are no slips. */
function lintMarks({ text, headEnd, closingStart }: Sheet, report: Report): void {
  const body = text.slice(headEnd, closingStart)
  const at = (index: number, length: number) => ({ start: headEnd + index, end: headEnd + index + length })
  for (const m of body.matchAll(/(?<=[\p{L}\d)”])[ \u00a0]+([,;:])(?=\s)/gu))
    report('space_before_mark', at(m.index, m[0].length), { params: { mark: m[1] ?? '' }, words: m[1] ?? '' })
  for (const m of body.matchAll(/(?<=\p{L}{2})([,;])(?=\p{L}{2})/gu))
    report('space_after_mark', at(m.index, 1), { params: { mark: m[1] ?? '' }, words: `${m[1] ?? ''} ` })
  for (const m of body.matchAll(/([,;:])[ ]?\1|[,;]\.(?!\.)|(?<![./])\.\.(?![./])|[,.];|;,/gu))
    report('mark_repeated', at(m.index, m[0].length), {
      params: { marks: m[0] },
      words: m[0].endsWith('.') ? '.' : m[0].includes(';') ? ';' : m[0].charAt(0),
    })
}
