import type { Locale, Translate } from './index.ts'

/** A date without time, `YYYY-MM-DD` in Asia/Ho_Chi_Minh, as people write it: 26/12/2019. */
export function formatDate(date: string): string {
  const [y, m, d] = date.split('-')
  return `${d}/${m}/${y}`
}

/** Day and month only, for lists within one year: 26/12. */
export function formatDayMonth(date: string): string {
  const [, m, d] = date.split('-')
  return `${d}/${m}`
}

/** An instant (ISO 8601 or Date) as local date and time: 26/12/2019, 08:42. */
export function formatInstant(at: string | Date): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'Asia/Ho_Chi_Minh',
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(at))
  return parts
}

/** A number for people: 1.234,5 in Vietnamese, 1,234.5 in English. */
export function formatNumber(n: number, locale: Locale = 'vi'): string {
  return new Intl.NumberFormat(locale === 'vi' ? 'vi-VN' : 'en-GB').format(n)
}

/** Whole days from one date to another, both `YYYY-MM-DD`; negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}

/**
 * A clause's place in its document as a clerk says it: `II.2.b`; `I.2.-1` is "I.2, gạch 1".
 * @param path as kept: markers joined by points, a dash as `-` and its number among the dashes beside it
 */
export function formatClause(path: string, t: Translate): string {
  return path
    .replace(/(^|\.)-(\d+)(?=\.|$)/g, (_, __, n: string) => `, ${t('common.clause.dash', { n })}`)
    .replace(/^, /, '')
}
