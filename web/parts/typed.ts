/**
 * The day somebody typed, as `YYYY-MM-DD`; null when it is no day. Takes 5/1/2024, 05-01-2024, 5.1.24 and 5/1 (of the
 * given year): day first, as in Vietnam, whatever the browser's own language.
 * @param year the year meant when none is typed
 */
export function readDate(typed: string, year: number): string | null {
  const m = /^\s*(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{4}|\d{2}))?\s*$/.exec(typed)
  if (!m) return null
  const day = Number(m[1])
  const month = Number(m[2])
  const y = m[3] === undefined ? year : m[3].length === 2 ? 2000 + Number(m[3]) : Number(m[3])
  const at = new Date(Date.UTC(y, month - 1, day))
  if (at.getUTCFullYear() !== y || at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day) return null
  return at.toISOString().slice(0, 10)
}

/**
 * A whole number somebody typed: 1.234 and 1 234 are 1234 (the point groups thousands in Vietnamese); null when it is
 * no whole number.
 */
export function readCount(typed: string): number | null {
  const s = typed.trim()
  if (!/^\d+$/.test(s) && !/^\d{1,3}([. ]\d{3})+$/.test(s)) return null
  const n = Number(s.replace(/[. ]/g, ''))
  return Number.isSafeInteger(n) ? n : null
}
