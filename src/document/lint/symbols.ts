import { findNumberSymbols } from '../cite/symbols.ts'
import { fold } from '../text/normalise.ts'
import type { Report, Sheet } from './model.ts'

/** Number and symbol of citations as they are written: Appendix I, II.3 and Appendix III. */
export function lintSymbols({ text, read }: Sheet, report: Report): void {
  for (const cited of read.citations) {
    const numberSymbol = cited.numberSymbol
    if (numberSymbol === null) continue
    const words = text.slice(cited.start, cited.end)
    const [found] = [...findNumberSymbols(words)].slice(-1)
    if (!found) continue
    const span = { start: cited.start + found.start, end: cited.start + found.end }
    const written = text.slice(span.start, span.end)
    const params = { written: written.replace(/\s+/g, ' '), wanted: numberSymbol }
    if (/^\d+\p{Ll}?[/-](NQ|QĐ|CT|KL|HD|QC|QyĐ|CTr)-(TW|TU)$/u.test(written)) {
      const [, number = '', type = '', body = ''] = /^(\d+\p{Ll}?)[/-](\p{L}+)-(\p{L}+)$/u.exec(written) ?? []
      const wanted = `${number}-${type}/${body}`
      report('citation_order', span, { params: { written, wanted }, words: wanted })
    } else if (
      /[NQ]D(?![\p{L}Đ])/u.test(written) &&
      fold(written) === fold(numberSymbol) &&
      written !== numberSymbol
    )
      report('citation_stroke', span, { params, words: numberSymbol })
    // A line break inside comes from the width of the page, not from the writer.
    else if (/[ –—_]/.test(written) && !written.includes('\n') && written !== numberSymbol)
      report('citation_spaces', span, { params, words: numberSymbol })
  }
}
