import type { Citation, Span } from '../model.ts'
import type { Report, Sheet } from './model.ts'

/** Bases, one a line: Appendix I, part I, II.6.a. */
export function lintBases(sheet: Sheet, report: Report): void {
  const { text, bases } = sheet
  for (const [i, basis] of bases.entries()) {
    const words = text.slice(basis.start, basis.end).trimEnd()
    const end = basis.start + words.length
    const last = i === bases.length - 1
    const mark = /[.;:,]?$/.exec(words)?.[0] ?? ''
    const span = { start: end - mark.length, end }
    const shown = mark === '' ? { start: Math.max(basis.start, end - 12), end } : span
    if (!last && mark !== ';') report('basis_punctuation', shown, { correction: { ...span, words: ';' } })
    // The last one may lead on: "…, Phòng ban hành Kế hoạch như sau:".
    if (last && mark !== '.' && mark !== ':')
      report('basis_last', shown, { correction: { ...span, words: '.' } })
    const head = /^(Căn\s+c[ừưu]|Căn\s+cứ\s+vào|CĂN\s+CỨ)(?![\p{L}])/u.exec(words)?.[1]
    if (head !== undefined)
      report('basis_word', { start: basis.start, end: basis.start + head.length }, { words: 'Căn cứ' })
    lintCited(sheet, { start: basis.start, end }, report)
  }
}

/** Type, number, symbol, issuer, day and subject are all written; of laws the title. */
function lintCited({ text, read }: Sheet, basis: Span, report: Report): void {
  const [cited] = read.citations.filter((c) => c.start >= basis.start && c.end <= basis.end)
  // A plan or report of one's own ("Căn cứ chức năng, nhiệm vụ …") cites nothing.
  if (!cited) return
  const params = { document: nameOf(cited) }
  const titled = cited.title !== null
  if (titled) {
    if (cited.numberSymbol !== null) report('basis_law_number', cited, { params })
    return
  }
  if (cited.numberSymbol === null) return
  if (cited.date === null) {
    if (!impossibleDateAfter(text, cited)) report('basis_no_date', cited, { params })
  }
  if (
    cited.issuer === null &&
    !/của\s+\p{Lu}/u.test(text.slice(cited.start, Math.min(basis.end, cited.end + 80)))
  )
    report('basis_no_issuer', cited, { params })
  const rest = text
    .slice(cited.end, basis.end)
    .replace(/,?\s*ngày\s+\d{1,2}\s*(?:[/.-]|\s*tháng\s*)\s*\d{1,2}\s*(?:[/.-]|\s*năm\s*)\s*\d{4}/iu, '')
    .replace(
      /,?\s*của\s+[^;]*?(?=\s(?:về|ban\s+hành|quy\s+định|phê\s+duyệt|hướng\s+dẫn|sửa\s+đổi|v\/v|tổ\s+chức|triển\s+khai|thực\s+hiện|đẩy\s+mạnh|tăng\s+cường|công\s+bố|giao|kiện\s+toàn|thành\s+lập)|[;.:]|$)/iu,
      '',
    )
    .replace(/[\s;.:,]/g, '')
  if (rest === '') report('basis_no_subject', cited, { params })
}

/** "ngày 30/02/2019" right behind the mention: the reader gives no day for it. */
export function impossibleDateAfter(
  text: string,
  cited: Citation,
): { span: { start: number; end: number }; words: string } | null {
  if (cited.date !== null) return null
  const found =
    /^[\s,(]*(ngày\s+(\d{1,2})\s*(?:[/.-]|\s*tháng\s*)\s*(\d{1,2})\s*(?:[/.-]|\s*năm\s*)\s*(\d{4}))/iu.exec(
      text.slice(cited.end, cited.end + 60),
    )
  if (!found?.[1]) return null
  const at = cited.end + found[0].indexOf(found[1])
  return { span: { start: at, end: at + found[1].length }, words: found[1].replace(/^ngày\s+/iu, '') }
}

export function nameOf(cited: Pick<Citation, 'type' | 'numberSymbol' | 'title'>): string {
  return [cited.type, cited.numberSymbol ?? cited.title].filter((part) => part !== null).join(' ')
}
