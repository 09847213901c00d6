import type { Span } from '../model.ts'

/**
 * Where a phrase stands in a text that a scan misread: the place with the fewest letters wrong, lost or too many. Blanks and
 * signs do not count. Takes the product of both lengths: for heads, not for whole documents.
 * @param folded the text without diacritics, lower case
 * @param phrase letters only, folded
 * @param most how many letters may differ
 * @returns the whole words that hold the place, or null
 */
export function findNear(folded: string, phrase: string, most: number): Span | null {
  const at: number[] = []
  for (let i = 0; i < folded.length; i++) if (isLetter(folded.charCodeAt(i))) at.push(i)
  // Sellers: the distance of the phrase's beginning to the best stretch that ends here, and where that stretch began.
  let cost = Array.from({ length: phrase.length + 1 }, (_, k) => k)
  let from: number[] = cost.map(() => 0)
  let best: { cost: number; first: number; last: number } | null = null
  for (let i = 0; i < at.length; i++) {
    const letter = folded.charAt(at[i] ?? 0)
    const nextCost = [0]
    const nextFrom = [i]
    for (let k = 1; k <= phrase.length; k++) {
      const same = (cost[k - 1] ?? 0) + (phrase.charAt(k - 1) === letter ? 0 : 1)
      const extra = (cost[k] ?? 0) + 1
      const lost = (nextCost[k - 1] ?? 0) + 1
      const least = Math.min(same, extra, lost)
      nextCost.push(least)
      nextFrom.push((least === same ? from[k - 1] : least === extra ? from[k] : nextFrom[k - 1]) ?? i)
    }
    cost = nextCost
    from = nextFrom.map((start, k) => (k === 0 ? i + 1 : start))
    const total = cost[phrase.length] ?? Number.POSITIVE_INFINITY
    if (total <= most && (best === null || total < best.cost))
      best = { cost: total, first: nextFrom[phrase.length] ?? i, last: i }
  }
  if (!best) return null
  let start = at[best.first] ?? 0
  let end = (at[best.last] ?? 0) + 1
  while (start > 0 && isLetter(folded.charCodeAt(start - 1))) start--
  while (end < folded.length && isLetter(folded.charCodeAt(end))) end++
  return { start, end }
}

function isLetter(code: number): boolean {
  return code >= 0x61 && code <= 0x7a
}
