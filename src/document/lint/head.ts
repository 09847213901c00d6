import type { Span } from '../model.ts'
import { isCapitals } from '../text/lines.ts'
import { toDate } from '../text/dates.ts'
import { documentTypes } from '../vocabulary.ts'
import { fold } from '../text/normalise.ts'
import type { Report, Sheet } from './model.ts'
import { findDateLine } from './sheet.ts'

const motto = /c[o0]ng\s+h[o0]a\s+xa\s+h[o0]i\s+chu\s+nghia\s+viet\s+nam/
const creed = /doc\s*lap\s*(\S{0,3})\s*tu\s*do\s*(\S{0,3})\s*hanh\s*phuc/
const mottoWords = 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'
const creedWords = 'Độc lập - Tự do - Hạnh phúc'
const start: Span = { start: 0, end: 0 }

/** The head: Appendix I, part I, II.1–5. */
export function lintHead(sheet: Sheet, report: Report): void {
  lintMotto(sheet, report)
  lintAgency(sheet, report)
  lintNumber(sheet, report)
  lintPlaceAndDate(sheet, report)
  lintTypeAndSubject(sheet, report)
}

function lintMotto({ text, folded }: Sheet, report: Report): void {
  const head = folded.slice(0, 4000)
  const found = motto.exec(head)
  if (!found) report('motto_missing', start)
  else {
    const span = { start: found.index, end: found.index + found[0].length }
    const words = text.slice(span.start, span.end)
    const wanted = words.replace(/\s+/g, ' ').replace(/HOÀ/u, 'HÒA')
    if (wanted !== mottoWords) report('motto_words', span, { words: mottoWords })
  }
  const line = creed.exec(head)
  if (!line) {
    if (found) report('creed_missing', { start: found.index, end: found.index + found[0].length })
    return
  }
  const span = { start: line.index, end: line.index + line[0].length }
  if (text.slice(span.start, span.end).replace(/\s+/g, ' ') !== creedWords)
    report('creed_form', span, { words: creedWords })
}

function lintAgency({ text, read }: Sheet, report: Report): void {
  const { header, headerSpans } = read
  if (header.agency === null) report('agency_missing', start)
  for (const field of ['parentAgency', 'agency'] as const) {
    const span = headerSpans[field]
    const words = header[field]
    if (!span || words === null) continue
    const written = text.slice(span.start, span.end)
    if (!isCapitals(written.replace(/THCS|TH|MN|THPT/g, '')))
      report('agency_case', span, { words: written.toLocaleUpperCase('vi') })
  }
}

/** "Số: 05/KH-UBND" as the head's line has it, with what the reader mends left as it is written. */
const numberLine =
  /(?:^|[\n|\t]|\s{2})[ *]*((?:S[ốô]|SỐ))[ ]*(:?)[ ]*([^\n|/:;]{0,14}?)[ ]*(\/[ ]*[\p{L}][\p{L}\d&_–—-]*(?:[ ]?[-–—_&/][ ]?[\p{L}\d&]+)*|(?=\n))/u

function lintNumber({ text, read, letter, options }: Sheet, report: Report): void {
  const { header, headerSpans } = read
  const found = numberLine.exec(text.slice(0, 4000))
  if (!found || found[4] === undefined || found[4] === '') {
    if (header.symbol === null) report('number_missing', start)
    return
  }
  const [whole, word = '', colon = '', number = '', rest = ''] = found
  const wordAt = found.index + whole.indexOf(word)
  const line: Span = { start: wordAt, end: found.index + whole.length }
  if (colon === '') {
    const after = { start: wordAt, end: wordAt + word.length }
    report('number_colon', line, { correction: { ...after, words: `${word}:` } })
  }
  const symbolSpan = { start: line.end - rest.length, end: line.end }
  const digits = /\d+/.exec(number)?.[0]
  if (digits === undefined) report('number_blank', line)
  else if (/^\d\p{Ll}?$/u.test(number.trim())) {
    const at = text.indexOf(number.trim(), wordAt + word.length)
    report('number_padding', { start: at, end: at + number.trim().length }, { words: `0${number.trim()}` })
  }
  const symbol = rest.slice(1)
  const tight = `/${symbol.replace(/\s+/g, '')}`
  if (/\s/.test(rest)) report('symbol_spaces', symbolSpan, { words: tight })
  if (/[–—_]/.test(rest)) report('symbol_dash', symbolSpan, { words: tight.replace(/[–—_]/g, '-') })
  lintSymbol(
    { letter, type: header.type, registered: options.abbreviations },
    symbolSpan,
    tight.slice(1),
    report,
  )
  if (headerSpans.symbol === undefined && header.symbol === null) report('number_missing', line)
}

/** Types with the abbreviation of Decree 30/2020/NĐ-CP, Appendix III. */
const abbreviations = new Map(
  Object.entries({
    'Nghị quyết': 'NQ',
    'Quyết định': 'QĐ',
    'Chỉ thị': 'CT',
    'Quy chế': 'QC',
    'Quy định': 'QyĐ',
    'Thông cáo': 'TC',
    'Thông báo': 'TB',
    'Hướng dẫn': 'HD',
    'Chương trình': 'CTr',
    'Kế hoạch': 'KH',
    'Phương án': 'PA',
    'Đề án': 'ĐA',
    'Dự án': 'DA',
    'Báo cáo': 'BC',
    'Biên bản': 'BB',
    'Tờ trình': 'TTr',
    'Hợp đồng': 'HĐ',
    'Công điện': 'CĐ',
    'Bản ghi nhớ': 'BGN',
    'Bản thỏa thuận': 'BTT',
    'Giấy ủy quyền': 'GUQ',
    'Giấy mời': 'GM',
    'Giấy giới thiệu': 'GGT',
    'Giấy nghỉ phép': 'GNP',
    'Phiếu gửi': 'PG',
    'Phiếu chuyển': 'PC',
    'Phiếu báo': 'PB',
  }),
)

function lintSymbol(
  about: { letter: boolean; type: string | null; registered: readonly string[] },
  span: Span,
  written: string,
  report: Report,
): void {
  const symbol = written.replace(/[–—_]/g, '-')
  const tokens = symbol.split(/[-/]/)
  const [first = ''] = tokens
  const change = (words: string) => ({ words: `/${words}` })
  if (
    /^\p{Ll}/u.test(symbol) ||
    symbol
      .split(/[-/&]/)
      .some((part) => part.length > 1 && part === part.toLowerCase() && /\p{L}/u.test(part))
  ) {
    report(
      'symbol_case',
      span,
      change(symbol.toLocaleUpperCase('vi').replace('TTR', 'TTr').replace('CTR', 'CTr')),
    )
    return
  }
  const wanted = about.type === null ? undefined : abbreviations.get(about.type)
  if (about.letter) {
    if (first === 'CV' && tokens.length > 1) report('symbol_letter', span, change(symbol.slice(3)))
    else lintRegistered(about.registered, span, tokens, 0, report)
    return
  }
  if (wanted === undefined) return
  const tail = symbol.slice(first.length)
  if (first !== wanted && fold(first) === fold(wanted)) report('symbol_stroke', span, change(wanted + tail))
  else if (first !== wanted) {
    const glued = fold(first).startsWith(fold(wanted)) && tokens.length === 1
    if (glued) report('symbol_dash', span, change(`${wanted}-${first.slice(wanted.length)}`))
    else if (isTypeAbbreviation(first))
      report('symbol_type', span, { params: { type: about.type ?? '', wanted }, words: `/${wanted}${tail}` })
    else report('symbol_type', span, { params: { type: about.type ?? '', wanted } })
  } else if (symbol.charAt(first.length) === '/')
    report('symbol_dash', span, change(`${wanted}-${symbol.slice(first.length + 1)}`))
  lintRegistered(about.registered, span, tokens, 1, report)
}

function isTypeAbbreviation(token: string): boolean {
  return documentTypes.some((type) => type.abbreviations.includes(fold(token)))
}

/** The agency's part of the symbol against what the agency has registered; only where it clearly means to be one of them. */
function lintRegistered(
  registered: readonly string[],
  span: Span,
  tokens: readonly string[],
  place: number,
  report: Report,
): void {
  const bare = (words: string) => fold(words).replace(/[^a-z0-9]/g, '')
  const written = tokens.slice(place).join('-')
  if (registered.length === 0 || written === '') return
  if (registered.some((r) => written === r || written.startsWith(`${r}-`))) return
  const near = registered.find((r) => bare(written) === bare(r) || bare(tokens[place] ?? '') === bare(r))
  const head = tokens
    .slice(0, place)
    .map((token) => `${token}-`)
    .join('')
  if (near === undefined) {
    report('symbol_registered', span, { params: { written, registered: registered.join(', ') } })
    return
  }
  const rest =
    bare(written) === bare(near)
      ? ''
      : tokens
          .slice(place + 1)
          .map((token) => `-${token}`)
          .join('')
  report('symbol_registered', span, {
    params: { written, registered: near },
    words: `/${head}${near}${rest}`,
  })
}

function lintPlaceAndDate(sheet: Sheet, report: Report): void {
  const { text, folded, read, closingStart, headEnd } = sheet
  const line = findDateLine(text, folded, Math.min(closingStart, Math.max(headEnd, 600)))
  if (!line) {
    const digits =
      /(?:^|[\n|\t]|\s{3})[ ]*[^\n|]{0,40}?,[ ]*(?:ngày[ ]*)?(\d{1,2}[/.-]\d{1,2}[/.-]\d{4})[ ]*(?=[\n|]|$)/u.exec(
        text.slice(0, Math.max(sheet.headEnd, 1200)),
      )
    if (!digits?.[1]) {
      if (read.header.date === null) report('date_missing', start)
      return
    }
    const at = digits.index + digits[0].indexOf(digits[1])
    const [d = '', m = '', y = ''] = digits[1].split(/[/.-]/)
    const words = `ngày ${d.padStart(2, '0')} tháng ${Number(m) < 3 ? m.padStart(2, '0') : Number(m)} năm ${y}`
    const lead = /ngày\s*$/u.exec(text.slice(0, at))?.[0].length ?? 0
    report('date_digits', { start: at - lead, end: at + digits[1].length }, { words })
    return
  }
  const parts = /^ngày(\s*)(\S{0,4}?)(\s*)tháng(\s*)(\S{0,4}?)(\s*)năm/iu.exec(line.words)
  const [, , day = '', , , month = ''] = parts ?? []
  lintPlace(sheet, line, report)
  if (parts && (!/\d/.test(day) || !/\d/.test(month))) {
    report('date_blank', line)
    return
  }
  const year = /\d{4}$/.exec(line.words.trim())?.[0]
  if (year === undefined || toDate(Number(day), Number(month), Number(year)) === null) {
    report('date_impossible', line, { params: { date: line.words.trim() } })
    return
  }
  const dayAt = line.start + line.words.indexOf(day)
  if (/^\d$/.test(day)) report('day_padding', { start: dayAt, end: dayAt + 1 }, { words: `0${day}` })
  const monthAt = line.start + line.words.toLowerCase().indexOf('tháng') + 5 + (parts?.[4]?.length ?? 0)
  const monthSpan = { start: monthAt, end: monthAt + month.length }
  if (/^[12]$/.test(month)) report('month_padding', monthSpan, { words: `0${month}` })
  if (/^0[3-9]$/.test(month)) report('month_padding_extra', monthSpan, { words: month.slice(1) })
}

function lintPlace({ text }: Sheet, line: Span, report: Report): void {
  const before = text.slice(text.lastIndexOf('\n', line.start - 1) + 1, line.start)
  const cell = /(?:^|[|\t]|\s{3,})([^|\t]*?)[ ]*$/u.exec(before.replace(/ +$/, ' '))?.[1] ?? ''
  const written = /((?:\S+ ){0,5}?\S+)\s*$/u.exec(cell)?.[1] ?? ''
  const place = /[^\s].*$/u.exec(written.replace(/^.*\/[\p{L}\d&-]+\s+/u, ''))?.[0] ?? ''
  if (place === '' || !/\p{L}/u.test(place)) {
    report('place_missing', line)
    return
  }
  const end = line.start - (before.length - before.trimEnd().length)
  const span = { start: end - place.length, end }
  if (!place.endsWith(','))
    report(
      'place_comma',
      { start: span.start, end: line.end },
      { correction: { ...span, words: `${place.replace(/[.;:]$/, '')},` } },
    )
  const name = place.replace(/[,.;:]$/, '')
  if (/^\p{Ll}/u.test(name) && !/^(?:thành phố|thị xã|thị trấn)\s/u.test(name))
    report('place_case', { start: span.start, end: span.start + name.length }, { words: capitals(name) })
}

function capitals(words: string): string {
  return words.replace(/(?<!\p{L})\p{Ll}/gu, (letter) => letter.toLocaleUpperCase('vi'))
}

function lintTypeAndSubject({ text, read, letter, typeLine, folded }: Sheet, report: Report): void {
  const { header, headerSpans } = read
  const type = typeLine ?? headerSpans.type
  if (type) {
    const written = text.slice(type.start, type.end)
    if (!isCapitals(written)) report('type_case', type, { words: written.toLocaleUpperCase('vi') })
  }
  const subject = headerSpans.subject
  if (!subject) {
    // Behind a type that was not read as one, the subject was not either.
    if (!typeLine && (header.type !== null || letter)) report('subject_missing', type ?? start)
    return
  }
  const words = text.slice(subject.start, subject.end)
  if (!letter && words.length > 12 && isCapitals(words)) report('subject_case', subject)
  if (/[^.]\.$/.test(words.trimEnd()) && !letter) {
    const end = subject.start + words.trimEnd().length
    report('subject_period', { start: end - 1, end }, { words: '' })
  }
  if (letter) {
    const lead = /(v\s?[./]\s?v\s*:?|vv\s*:?|ve\s+viec\s*:?)\s*$/.exec(
      folded.slice(Math.max(0, subject.start - 14), subject.start),
    )?.[1]
    if (lead !== undefined) {
      const at =
        subject.start -
        (folded.slice(0, subject.start).length - folded.slice(0, subject.start).lastIndexOf(lead))
      const written = text.slice(at, at + lead.length).trimEnd()
      if (written !== 'V/v') report('vv_form', { start: at, end: at + written.length }, { words: 'V/v' })
    }
  }
}
