import { fold } from '../../document/index.ts'

interface Span {
  start: number
  end: number
}

/**
 * The words of a clause that a task rests on: of a clause of several sentences those that the task took over, from the
 * first to the last of them. A task that took over all, or none in particular, rests on the whole clause.
 * @param text the document's words around the clause
 * @param clause where in `text` the clause stands, with its marker
 * @param task the words of the task; without them the clause as a whole
 * @returns a span of `text`, without the clause's marker
 */
export function litSpan(text: string, clause: Span & { marker: string }, task: string | null): Span {
  const whole = { start: wordsStart(text, clause), end: clause.end }
  const sentences = sentencesOf(text, whole)
  if (task === null || sentences.length < 2) return whole
  const taken = new Set(pairsOf(task))
  const shares = sentences.map((s) => shareOf(text.slice(s.start, s.end), taken))
  const best = Math.max(...shares)
  if (best < leastShare) return whole
  const lit = sentences.filter((_, i) => (shares[i] ?? 0) >= best / 2)
  return { start: lit[0]?.start ?? whole.start, end: lit.at(-1)?.end ?? whole.end }
}

/** With less of a sentence in the task than this, the task speaks in words of its own. */
const leastShare = 0.2

/** Behind the marker that opens the clause, with its point or bracket: `b) `, `2. `, `- `. */
function wordsStart(text: string, { start, end, marker }: Span & { marker: string }): number {
  const own = text.slice(start, end)
  const opening = marker !== '' && own.startsWith(marker) ? marker.length : 0
  return start + opening + (/^\s*(?:[.)/:]\s*)?[-–—+•*]?\s*/.exec(own.slice(opening))?.[0].length ?? 0)
}

/**
 * Where a sentence ends: at the mark behind a small letter, a digit or a bracket, before white space ("TP. Huế" goes on);
 * a semicolon parts statements of official texts as a full stop does.
 */
const sentenceEnd = /(?<=[\p{Ll}\d)”"%])(?:[.!?…]+(?=\s+[\p{Lu}“"(-])|;(?=\s))/gu

function sentencesOf(text: string, { start, end }: Span): Span[] {
  const found: Span[] = []
  let from = start
  for (const mark of text.slice(start, end).matchAll(sentenceEnd)) {
    const to = start + mark.index + mark[0].length
    found.push({ start: from, end: to })
    from = to + (/^\s*/.exec(text.slice(to, end))?.[0].length ?? 0)
  }
  if (from < end) found.push({ start: from, end })
  return found
}

/** How much of a sentence stands in the taken words, from 0 to 1. */
function shareOf(sentence: string, taken: ReadonlySet<string>): number {
  const pairs = pairsOf(sentence)
  return pairs.length === 0 ? 0 : pairs.filter((pair) => taken.has(pair)).length / pairs.length
}

/** Neighbouring syllables: a Vietnamese word mostly has two, and single ones stand in every sentence. */
function pairsOf(words: string): string[] {
  const syllables = fold(words.normalize('NFC')).match(/[a-z0-9]+/g) ?? []
  return syllables.slice(1).map((syllable, i) => `${syllables[i] ?? ''} ${syllable}`)
}
