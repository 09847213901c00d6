import { findNumberSymbols, mendSymbol } from '../cite/symbols.ts'
import { collapse, fold, normalise } from '../text/normalise.ts'

/** A number and symbol taken apart for comparing. */
export interface NumberParts {
  /** without leading zeros: `049` is `49`; `66.7` stays */
  number: string
  suffix: string
  year: string | null
  /** as written, one spelling of dashes and Đ; null for a bare number */
  symbol: string | null
}

/** @returns null for words without a number */
export function partsOf(numberSymbol: string): NumberParts | null {
  const { text: spelt } = normalise(collapse(numberSymbol))
  // "30C/NQ-CP": the letter is a suffix in either case.
  const text = spelt.replace(
    /^(\d+)(\p{Lu})(?=\s?[-/])/u,
    (_all, digits: string, letter: string) => digits + letter.toLowerCase(),
  )
  const [found] = findNumberSymbols(text)
  if (found) return { ...splitSuffix(found.number), year: found.year, symbol: found.symbol }
  const bare = /^\s*(\d{1,6}(?:\.\d{1,3})?\p{Ll}?)(?:\/((?:19|20)\d\d))?(?:\s*[-/]\s*(\S.*))?$/u.exec(text)
  if (!bare?.[1]) return null
  return {
    ...splitSuffix(bare[1]),
    year: bare[2] ?? null,
    symbol: bare[3] === undefined ? null : mendSymbol(bare[3]),
  }
}

function splitSuffix(written: string): { number: string; suffix: string } {
  const parts = /^0*(\d+(?:\.\d+)?)(\p{Ll}?)$/u.exec(written)
  return { number: parts?.[1] ?? written, suffix: parts?.[2] ?? '' }
}

/** Abbreviations that changed: before the organisation law of 2003 committees wrote UB; offices write their field with or without its name. */
const olderTokens = new Map([
  ['ub', 'ubnd'],
  ['uybannhandan', 'ubnd'],
  ['sgd', 'sgddt'],
  ['pgd', 'pgddt'],
  ['bgd', 'bgddt'],
])

/**
 * The symbol as it is compared: folded, older abbreviations brought up to date, every sign out, so that `NQ-TW` is `NQ/TW`,
 * `KH-PGD&ĐT` is `KH-PGDĐT` and `QĐ-UB` is `QĐ-UBND`. The order of its parts stays.
 */
export function symbolKey(symbol: string): string {
  return fold(normalise(symbol).text)
    .replace(/&/g, '')
    .split(/[^a-z0-9.]+/)
    .reduce<string[]>((tokens, token) => {
      // "PGD-ĐT": the field's second half stands apart.
      if (token === 'dt' && /gd$/.test(tokens.at(-1) ?? '')) tokens[tokens.length - 1] += token
      else if (token !== '') tokens.push(token)
      return tokens
    }, [])
    .map((token) => olderTokens.get(token) ?? token)
    .join('')
}

/** Number with suffix and symbol, without the year segment; null where the number stands bare. */
export function numberKey(parts: NumberParts): string | null {
  return parts.symbol === null ? null : `${parts.number}${parts.suffix}|${symbolKey(parts.symbol)}`
}

/** A law's title as it is compared: folded, words only, without "(sửa đổi)". */
export function titleKey(title: string): string {
  return fold(normalise(title).text)
    .replace(/\(sua doi\)/g, ' ')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}

/** Letters and digits to change, put in or leave out, to make one of the other; more than `most` is `most + 1`. */
export function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a.charAt(i - 1) === b.charAt(j - 1) ? 0 : 1)
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return Math.min(row[b.length] ?? most + 1, most + 1)
}
