/** One piece of an RTF file, in the order of the file. */
export type Token =
  | { kind: 'open' }
  | { kind: 'close' }
  /** a control word or sign: `par`, `fs`, `*`, `~` */
  | { kind: 'control'; word: string; value: number | null }
  /** letters as bytes: what stands in the file, and `\'hh` */
  | { kind: 'bytes'; bytes: string }

const piece =
  /\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|([^\\{}\r\n]+)|[\\\r\n]/gs

/**
 * Splits an RTF file (Rich Text Format 1.9) into its pieces; binary data (`\bin`) is passed over.
 * @param source each byte as the letter of Latin-1 with its number
 */
export function* rtfTokens(source: string): Generator<Token> {
  let at = 0
  while (at < source.length) {
    piece.lastIndex = at
    const match = piece.exec(source)
    if (!match) return
    at = piece.lastIndex
    const [, word, value, hex, sign, brace, letters] = match
    const number = value === undefined ? null : Number(value)
    if (letters !== undefined) yield { kind: 'bytes', bytes: letters }
    else if (hex !== undefined) yield { kind: 'bytes', bytes: String.fromCharCode(Number.parseInt(hex, 16)) }
    else if (word === 'bin') at += Math.max(0, number ?? 0)
    else if (word !== undefined) yield { kind: 'control', word, value: number }
    else if (sign !== undefined) yield { kind: 'control', word: sign, value: null }
    else if (brace !== undefined) yield brace === '{' ? { kind: 'open' } : { kind: 'close' }
  }
}
