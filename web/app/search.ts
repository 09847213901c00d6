/*
 * Filters live in the address. These read what `validateSearch` is given (text, number, or nothing, typed by hand or
 * pasted from an old link) and drop what does not fit instead of failing: an old link still opens.
 *
 *   validateSearch: (s) => ({ q: textOf(s.q), state: choicesOf(s.state, ['open', 'late']) })
 */

/** A text that is not empty. */
export function textOf(v: unknown): string | undefined {
  const s = typeof v === 'number' || typeof v === 'boolean' ? String(v) : v
  return typeof s === 'string' && s.trim() !== '' ? s : undefined
}

/** One of a few words. */
export function choiceOf<C extends string>(v: unknown, among: readonly C[]): C | undefined {
  return among.find((c) => c === v)
}

/** Some of a few words, written `late,open` in the address. */
export function choicesOf<C extends string>(v: unknown, among: readonly C[]): C[] | undefined {
  const given = (Array.isArray(v) ? v : (textOf(v) ?? '').split(',')) as unknown[]
  const found = among.filter((c) => given.includes(c))
  return found.length > 0 ? found : undefined
}

/** A whole number within limits, such as a year. */
export function numberOf(v: unknown, min: number, max: number): number | undefined {
  const n = Number(v)
  return v !== '' && v !== null && Number.isInteger(n) && n >= min && n <= max ? n : undefined
}
