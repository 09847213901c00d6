import { formatNumber } from '#src/messages/format.ts'
import type { Locale, Translate } from '#src/messages/index.ts'
import type { ReportFigure } from '../../api/generated/types.gen.ts'

/** A figure in words (`lead`: within the opening sentence, where a number has to stand before its noun): 6.284 · 87,5% (35/40) · "không phát sinh" · "không cộng". */
export function spellFigure(
  figure: ReportFigure,
  of: 'total' | 'running' | 'lead',
  locale: Locale,
  t: Translate,
): string {
  if (figure.state === 'unknown')
    return t(figure.adds === 'not_additive' ? 'reports.sheet.notSummed' : 'reports.sheet.unknown')
  if (figure.state === 'nothing' && of === 'total') return t('reports.sheet.nothing')
  const value = figure[of === 'running' ? 'running' : 'total']
  // A ratio of nothing is not 0.
  if (figure.adds === 'ratio' && value.d === 0) return t('reports.sheet.unknown')
  return spellValue(value, locale)
}

/** A value; with a denominator its percentage and both numbers. */
export function spellValue(value: { n: number; d: number }, locale: Locale): string {
  const { n, d } = value
  if (d === 0) return formatNumber(n, locale)
  const percent = Math.round((n * 1000) / d) / 10
  return `${formatNumber(percent, locale)}% (${formatNumber(n, locale)}/${formatNumber(d, locale)})`
}

/** A difference with its sign: +4, −3. */
export function spellDifference(n: number, locale: Locale): string {
  return n > 0 ? `+${formatNumber(n, locale)}` : `−${formatNumber(-n, locale)}`
}

/** The name of an indicator within a sentence: "tờ gấp đã phát". */
export function inSentence(name: string): string {
  return name.charAt(0).toLocaleLowerCase('vi') + name.slice(1)
}
