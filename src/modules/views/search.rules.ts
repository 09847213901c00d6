/** What was typed into the search, taken apart. Case and diacritics are left to the database (`shared.vn_norm`). */
export interface Wanted {
  /** as typed, composed, with single blanks */
  words: string
  /** `LIKE` patterns that a title must match, one for each different word */
  patterns: string[]
  /** for `to_tsquery`: all words, the last one perhaps unfinished; empty when there is no letter or digit */
  fullText: string
  /** a number and symbol, with the words that stood before it: "kế hoạch 75/KH-PGD" */
  number: { typed: string; before: string[] } | null
  /** long enough for a slip of the pen to be told from another word */
  maySlip: boolean
  /** `LIKE` patterns of the words with a digit: another year or number is no slip of the pen */
  digits: string[]
}

/** @param typed up to 200 characters */
export function wantedOf(typed: string): Wanted {
  // PostgreSQL knows no text with a NUL; other control characters come from pasting.
  const words = typed
    .normalize('NFC')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
  const tokens = words.match(/[\p{L}\d]+/gu) ?? []
  return {
    words,
    patterns: patternsOf(words),
    fullText: tokens.map((token, i) => (i === tokens.length - 1 ? `${token}:*` : token)).join(' & '),
    number: numberIn(words),
    maySlip: words.replace(/[^\p{L}]/gu, '').length >= 4,
    digits: patternsOf(words).filter((pattern) => /\d/.test(pattern)),
  }
}

function patternsOf(words: string): string[] {
  return [...new Set(words.split(' '))]
    .filter((word) => word !== '')
    .map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`)
}

/** From the first word that begins with a digit to the end; what stands before it ("số", "kế hoạch") are words. */
function numberIn(words: string): Wanted['number'] {
  const start = words.search(/(?<![^ ])\d/)
  if (start === -1) return null
  const before = words
    .slice(0, start)
    .trim()
    .replace(/(?:^| )s[ốo]$/iu, '')
  return { typed: words.slice(start), before: patternsOf(before) }
}
