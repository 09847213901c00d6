interface Correction {
  start: number
  end: number
  words: string
}

/** What names or classes things, and says no words of the paper. */
const noWords = /(?:[kK]ey|[iI]d|[kK]ind|hash|decision|purpose|date|day)$/
/** How many letters on either side tell one place from another; fewer where the paper adds a marker or a semicolon to the line. */
const widths = [60, 30, 15, 8, 0]
const contexts = widths
  .flatMap((before) => widths.map((after) => ({ before, after })))
  .sort((a, b) => b.before + b.after - (a.before + a.after))
const least = 4

/**
 * A draft's content with a correction of its paper in it: the words, with those around them in their line, stand in just one place
 * of the content. Pure.
 * @param content JSON whose texts the paper shows
 * @param text the paper's words
 * @returns null where the content has no such place, or several: then a person has to look for it
 */
export function corrected<C>(content: C, text: string, { start, end, words }: Correction): C | null {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1
  const newline = text.indexOf('\n', end)
  const lineEnd = newline < 0 ? text.length : newline
  for (const context of contexts) {
    const before = text.slice(Math.max(lineStart, start - context.before), start)
    const after = text.slice(end, Math.min(lineEnd, end + context.after))
    const wanted = before + text.slice(start, end) + after
    if (wanted.trim().length < least) continue
    const places = count(content, wanted)
    if (places > 1) return null
    if (places === 1) return replaced(content, wanted, before + words + after)
  }
  return null
}

function count(value: unknown, wanted: string): number {
  if (typeof value === 'string') return value.split(wanted).length - 1
  if (Array.isArray(value)) return value.reduce<number>((n, each) => n + count(each, wanted), 0)
  if (typeof value !== 'object' || value === null) return 0
  return Object.entries(value).reduce(
    (n, [name, each]) => n + (noWords.test(name) ? 0 : count(each, wanted)),
    0,
  )
}

function replaced<C>(value: C, wanted: string, words: string): C {
  const put = (each: unknown, name = ''): unknown => {
    if (noWords.test(name)) return each
    if (typeof each === 'string') return each.split(wanted).join(words)
    if (Array.isArray(each)) return each.map((one: unknown) => put(one))
    if (typeof each !== 'object' || each === null) return each
    return Object.fromEntries(Object.entries(each).map(([key, one]) => [key, put(one, key)]))
  }
  // The same shape: only texts differ.
  return put(value) as C
}
