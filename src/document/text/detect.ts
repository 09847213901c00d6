import { fromLegacy, type Legacy } from './legacy.ts'
import { isSyllable } from './syllables.ts'

/** How the letters of a stretch of text are to be taken: as they are, or as a legacy encoding. */
export type Spelling = 'unicode' | Legacy

/** Letters that only Unicode has, or marks to combine: whoever typed them had Unicode. */
const unicodeOnly =
  /[\u0300-\u0323\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]/
const token = /[A-Za-z\u0080-\u009f\u00a1-\u1fff\uf0a1-\uf0ff]+/g
const beyondAscii = /[^\0-\x7f]/
const latin1 = /[\u00a1-\u00ff]/
/** What makes a Unicode paragraph worth a second look: a letter or sign of no Vietnamese word, or two letters that never meet. */
const odd =
  /[\u00a1-\u00b6\u00b8-\u00bf\u00c4-\u00c7\u00cb\u00ce\u00cf\u00d1\u00d6\u00d8\u00db\u00dc\u00de\u00df\u00e4-\u00e7\u00eb\u00ee\u00ef\u00f1\u00f6\u00f8\u00fb\u00fc\u00fe\u00ff]|[a-z][\u00c0-\u00de]|[aeAE][\u00c0-\u00ff]/
const candidates = ['tcvn3', 'vni', 'viscii'] as const
const any: readonly Spelling[] = ['unicode', ...candidates]

/** A syllable, and no capital in the middle of small letters: "vÒ" is no word of Unicode, it is "về" in TCVN3. */
function isWord(word: string): boolean {
  return isSyllable(word) && !/\p{Ll}\p{Lu}/u.test(word)
}

interface Score {
  /** words with letters beyond ASCII */
  words: number
  /** of them, those that are Vietnamese syllables when taken so */
  good: Record<Spelling, number>
}

/** Counts what a paragraph's words would be in each spelling. VIQR is told by its marks, which are ASCII. */
function score(paragraph: string, plain: (text: string) => string): Score {
  const result: Score = { words: 0, good: { unicode: 0, tcvn3: 0, vni: 0, viscii: 0, viqr: 0 } }
  // Enough to decide by; a paragraph of megabytes costs no more than a page.
  for (const [word] of paragraph.slice(0, 4000).matchAll(token)) {
    // A letter or sign alone ("õ", "°") is a word in any of them.
    if (word.length === 1 || !beyondAscii.test(word)) continue
    result.words += 1
    if (isWord(plain(word))) result.good.unicode += 1
    for (const legacy of candidates) if (isWord(fromLegacy(word, legacy))) result.good[legacy] += 1
  }
  return result
}

const viqrWord =
  /[A-Za-z]*(?:[aeo]\^|a\(|[ou]\+|[aeiouy][\^(+]?['`~?.](?=[A-Za-z])|\bdd|\bDD)[A-Za-z^(+'`~?.]*/g

/** At least five words that only VIQR explains, and one in eight of all: "Vie^.t Nam", "ddo^.c la^.p". */
function looksViqr(text: string): boolean {
  const sample = text.slice(0, 20_000)
  if (beyondAscii.test(sample.replace(/[\u2000-\u206f\ufeff\u00a0]/g, ''))) return false
  let good = 0
  for (const [word] of sample.matchAll(viqrWord)) {
    const letters = fromLegacy(word.replace(/[.?]+$/, ''), 'viqr')
    if (beyondAscii.test(letters) && isSyllable(letters)) good += 1
  }
  return good >= 5 && good * 8 >= (sample.match(/[A-Za-z]+/g)?.length ?? 0)
}

/**
 * Tells for each paragraph of a text how its letters are to be taken, by statistics of letters: a reading is right where it
 * makes Vietnamese syllables. A paragraph that leaves it open ("Sè:" is a syllable either way) goes by the one before it that
 * does not, else by the first after it.
 * @param paragraphs as a word processor hands them on; see `Legacy`
 * @param plain what a text is when it is none of the legacy encodings: itself, or the letters of a code page
 * @returns one spelling a paragraph
 */
export function detectSpellings(
  paragraphs: readonly string[],
  plain: (text: string) => string = asItIs,
): Spelling[] {
  if (looksViqr(paragraphs.join('\n').slice(0, 20_000))) return paragraphs.map(() => 'viqr')
  const spellings: (Spelling | readonly Spelling[])[] = paragraphs.map((text) => decide(text, plain))
  let before: Spelling | undefined = spellings.find((found) => typeof found === 'string')
  return spellings.map((found) => {
    if (typeof found === 'string') {
      before = found
      return found
    }
    return before !== undefined && found.includes(before) ? before : (found[0] ?? 'unicode')
  })
}

function asItIs(text: string): string {
  return text
}

/** One spelling where the paragraph decides it; otherwise those that it allows, likeliest first. */
function decide(paragraph: string, plain: (text: string) => string): Spelling | readonly Spelling[] {
  if (!beyondAscii.test(paragraph)) return any
  if (unicodeOnly.test(paragraph)) return 'unicode'
  const { words, good } = score(paragraph, plain)
  if (words === 0) return any
  // VISCII was a way to store and send files, not to type in a word processor.
  if (plain === asItIs) good.viscii = 0
  const best = Math.max(good.unicode, good.tcvn3, good.vni, good.viscii)
  const likely = any.filter((spelling) => good[spelling] === best)
  // Few of the words make sense in any spelling: another language, or signs; it stays as it is. One or two leave it open.
  if (best * 2 < words) return words > 2 ? 'unicode' : any
  const [first] = likely
  // One word that is no syllable as it stands may be a foreign name: it does not turn a paragraph around alone.
  const sure = likely.length === 1 && (first === 'unicode' ? best > 1 : best - good.unicode > 1)
  if (sure && first !== undefined) return first
  return likely.length === 1 && first !== 'unicode' && first !== undefined ? [first, 'unicode'] : likely
}

/**
 * The words of a Unicode paragraph that were typed in a legacy encoding, as in a template filled in by another machine, made
 * Unicode; the others stay. Only where two such words agree.
 */
export function mendMixed(paragraph: string): string {
  if (!odd.test(paragraph)) return paragraph
  const strange = [...paragraph.matchAll(token)]
    .map(([word]) => word)
    .filter((word) => latin1.test(word) && !unicodeOnly.test(word) && !isWord(word))
  for (const legacy of ['tcvn3', 'vni'] as const) {
    const good = new Set(strange.filter((word) => word.length > 1 && isWord(fromLegacy(word, legacy))))
    if (good.size >= 2 && good.size * 2 > strange.length)
      return paragraph.replace(token, (word) => (good.has(word) ? fromLegacy(word, legacy) : word))
  }
  return paragraph
}

/** Whether a text has letters that no legacy encoding has. */
export function hasUnicodeLetters(text: string): boolean {
  return unicodeOnly.test(text)
}
