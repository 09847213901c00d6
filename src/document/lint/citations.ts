import { lastDay, isInForce, partsOf, placesOf, resolve, type KnownDocument } from '../known/index.ts'
import type { Citation } from '../model.ts'
import { impossibleDateAfter, nameOf } from './bases.ts'
import type { Report, Sheet } from './model.ts'

/** What a document cites: against each other, against its own day, and against the register. */
export function lintCitations(sheet: Sheet, report: Report): void {
  const { read, on, options } = sheet
  const places = [...placesOf([read.header.agency, read.header.parentAgency]), ...options.places]
  lintTwoDates(sheet, report)
  const seen = new Set<string>()
  for (const cited of read.citations) {
    const date = impossibleDateAfter(sheet.text, cited)
    if (date)
      report('citation_date_impossible', date.span, { params: { document: nameOf(cited), date: date.words } })
    lintAfter(sheet, cited, report)
    const key = keyOf(cited)
    const first = !seen.has(key)
    seen.add(key)
    lintKnown(sheet, cited, first, resolve(cited, options.register, { on, places }), report)
  }
}

function keyOf(cited: Citation): string {
  const parts = cited.numberSymbol === null ? null : partsOf(cited.numberSymbol)
  return parts === null
    ? `${cited.type}|${cited.title}`
    : `${parts.number}${parts.suffix}|${parts.year}|${parts.symbol}`
}

function isBasis({ start, relation }: Citation, { bases, headEnd }: Sheet): boolean {
  if (start < headEnd) return false
  return bases.some((b) => start >= b.start && start < b.end) || relation === 'based on'
}

function vn(date: string): string {
  return date.split('-').reverse().join('/')
}

function lintTwoDates({ read }: Sheet, report: Report): void {
  const first = new Map<string, Citation>()
  for (const cited of read.citations) {
    if (cited.date === null || cited.numberSymbol === null) continue
    const key = `${keyOf(cited)}|${cited.date.slice(0, 4)}`
    const there = first.get(key)
    if (!there) first.set(key, cited)
    else if (there.date !== cited.date && sameIssuer(there, cited))
      report('citation_two_dates', cited, {
        params: { document: nameOf(cited), first: vn(there.date ?? ''), second: vn(cited.date) },
      })
  }
}

/** Two provinces may give one number in one year. */
function sameIssuer(a: Citation, b: Citation): boolean {
  return a.issuer === null || b.issuer === null || a.issuer.toLowerCase() === b.issuer.toLowerCase()
}

function lintAfter(sheet: Sheet, cited: Citation, report: Report): void {
  const { latest } = sheet
  if (latest === null || cited.date === null || cited.date <= latest) return
  const params = { document: nameOf(cited), date: vn(cited.date), own: vn(latest) }
  report(isBasis(cited, sheet) || cited.relation === 'implements' ? 'basis_after' : 'citation_after', cited, {
    params,
  })
}

function lintKnown(
  sheet: Sheet,
  cited: Citation,
  first: boolean,
  found: ReturnType<typeof resolve>,
  report: Report,
): void {
  const document = nameOf(cited)
  const body = cited.start >= sheet.headEnd
  if (found.status === 'contradicts') {
    if (!found.document.confirmed) return
    const { document: known, what } = found
    const params = {
      document,
      date: known.date === null ? '' : vn(known.date),
      type: known.type,
      issuer: known.issuer,
      title: known.title,
    }
    if (what.includes('date'))
      report('citation_date_wrong', cited, { params, ...correctedDate(sheet, cited, known) })
    else if (what.includes('type')) report('citation_type_wrong', cited, { params })
    else report('citation_issuer_wrong', cited, { params })
    return
  }
  if (found.status === 'ambiguous') {
    if (first && body && (found.candidates.length > 1 || sheet.options.unknown))
      report('citation_ambiguous', cited, {
        params: { document, candidates: found.candidates.map(nameAndDay).join('; ') },
      })
    return
  }
  if (found.status === 'unknown') {
    const near = found.proposals.find((p) => p.document.confirmed)
    if (near && near.distance <= (near.document.date === cited.date ? 2 : 1) && first)
      report('citation_near', cited, {
        // With both days: often the day is what is wrong.
        params: { document: withDay(document, cited.date), near: nameAndDay(near.document) },
        ...replacedNumber(sheet, cited, near.document),
      })
    else if (sheet.options.unknown && first && body)
      report('citation_unknown', cited, { params: { document } })
    lintUndated(sheet, cited, first, null, report)
    return
  }
  lintUndated(sheet, cited, first, found.document, report)
  if (found.document.confirmed) lintValidity(sheet, cited, found.document, report)
}

function nameAndDay({ type, numberSymbol, title, date }: KnownDocument): string {
  return withDay([type, numberSymbol ?? title].join(' '), date)
}

function withDay(name: string, date: string | null): string {
  return date === null ? name : `${name} (${vn(date)})`
}

/** First mention without its day (Appendix I, II.6.b); laws are cited by title alone. */
function lintUndated(
  sheet: Sheet,
  cited: Citation,
  first: boolean,
  known: KnownDocument | null,
  report: Report,
): void {
  if (
    sheet.rules !== 'decree30' ||
    !first ||
    cited.start < sheet.headEnd ||
    cited.date !== null ||
    cited.title !== null
  )
    return
  if (isBasis(cited, sheet) && sheet.bases.some((b) => cited.start >= b.start && cited.end <= b.end)) return
  if (
    impossibleDateAfter(sheet.text, cited) ||
    cited.numberSymbol === null ||
    !/[/-]/.test(cited.numberSymbol)
  )
    return
  const at = { start: cited.end, end: cited.end }
  const { text } = sheet
  const day =
    known?.confirmed &&
    known.date !== null &&
    !/^[^.;\n]{0,80}\sngày\s/u.test(text.slice(cited.end, cited.end + 90))
      ? known.date
      : null
  report('citation_no_date', cited, {
    params: { document: nameOf(cited) },
    ...(day === null ? {} : { correction: { ...at, words: ` ngày ${vn(day)}` } }),
  })
}

function lintValidity(sheet: Sheet, cited: Citation, known: KnownDocument, report: Report): void {
  const { on } = sheet
  if (on === null) return
  const until = lastDay(known)
  const by = known.relations.find((r) => r.kind === 'replaced' || r.kind === 'repealed')
  const params = {
    document: nameOf(cited),
    last: until === null ? '' : vn(until),
    since: known.inForceFrom === null ? '' : vn(known.inForceFrom),
    by: by === undefined ? '' : by.by,
    replaced: by === undefined ? 'no' : 'yes',
  }
  const basis =
    isBasis(cited, sheet) &&
    cited.relation !== 'amends' &&
    cited.relation !== 'replaces' &&
    cited.relation !== 'repeals'
  if (until !== null && on > until) {
    if (basis) report('basis_expired', cited, { params })
    return
  }
  if (!basis) return
  if (known.inForceFrom !== null && isInForce(known, on) === false) report('basis_not_yet', cited, { params })
  const amended = known.relations.filter((r) => r.kind === 'amended' && r.date !== null && r.date <= on)
  const told = /sửa\s+đổi/iu.test(sheet.text.slice(cited.end, cited.end + 400).split(/;\s*\n/)[0] ?? '')
  if (amended.length > 0 && !told && sheet.rules === 'decree30')
    report('basis_amended', cited, { params: { ...params, by: amended.map((r) => r.by).join(', ') } })
}

/** The day behind the mention set right, written as it is written there. */
function correctedDate(sheet: Sheet, cited: Citation, known: KnownDocument) {
  if (known.date === null) return {}
  const found =
    /^[\s,(]*ngày\s+(\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4})/iu.exec(
      sheet.text.slice(cited.end, cited.end + 60),
    )
  if (!found?.[1]) return {}
  const start = cited.end + found[0].length - found[1].length
  const [y = '', m = '', d = ''] = known.date.split('-')
  const words = /tháng/i.test(found[1])
    ? `${d} tháng ${Number(m) < 3 ? m : Number(m)} năm ${y}`
    : vn(known.date)
  return { correction: { start, end: start + found[1].length, words } }
}

/** The number and symbol set right. */
function replacedNumber({ text }: Sheet, cited: Citation, known: KnownDocument) {
  const words = text.slice(cited.start, cited.end)
  const written = /\d[^\n]*$/u.exec(words)?.[0]
  if (written === undefined || known.numberSymbol === null || known.date !== cited.date) return {}
  return { correction: { start: cited.end - written.length, end: cited.end, words: known.numberSymbol } }
}
