import { coverOf } from './covered.ts'
import { fold, normalise } from './normalise.ts'

/** Words that identify one person, and how they are taken out of a text. */
export interface PersonMask {
  /**
   * For a first, coarse search in SQL: a text that holds the person holds all words of at least one of these lists,
   * lower case without diacritics. Empty when nothing identifies the person.
   */
  hints: string[][]
  /** how often the person stands in a text */
  count(text: string): number
  /**
   * The text without the person. Every offset stays: what goes is replaced by as many signs, so that the spans of
   * clauses, citations and pages still fit. Marks of our own pages (`<b>`, `<span …>`) are kept.
   * @returns the same string when the person does not stand in it
   */
  apply(text: string): string
}

/** A full name has at least two syllables; one alone ("Lan") stands in many words that are nobody's. */
const fewest = 2

/**
 * @param who name as kept; `contacts` are the person's e-mail addresses and telephone numbers
 */
export function personMask(who: { name: string; contacts?: readonly string[] }): PersonMask {
  const finders = [nameFinder(who.name), ...(who.contacts ?? []).map(contactFinder)].filter((f) => f !== null)
  const find = (text: string) => {
    const page = plainOf(text)
    const at = finders.flatMap((f) => f.find(page.words))
    return { page, at: at.sort((a, b) => a.start - b.start) }
  }
  return {
    hints: finders.map((f) => f.hints),
    count: (text) => find(text).at.length,
    apply: (text) => {
      const { page, at } = find(text)
      return at.length === 0 ? text : cover(text, page, at)
    },
  }
}

interface Range {
  start: number
  end: number
}
interface Finder {
  hints: string[]
  find: (words: string) => Range[]
}

/**
 * Finds a full name however it is typed: composed or decomposed, upper case as under a signature, the tone on the one or
 * the other vowel (Hòa, Hoà), over a line's end, and wholly without diacritics as in file names (Nguyen_Van_A.docx). Another
 * person's name that differs in diacritics or goes on ("An" in "Anh") is not touched.
 */
function nameFinder(name: string): Finder | null {
  const syllables = normalise(name)
    .text.split(/\s+/)
    .filter((s) => s !== '')
  if (syllables.length < fewest) return null
  const folded = syllables.map(fold)
  // Written as one word only where it can hardly be another word: three syllables and more.
  const gap = `(?:[\\s._+\\-]|%20)${syllables.length >= 3 ? '*' : '+'}`
  const pattern = new RegExp(`(?<![\\p{L}\\p{M}])${folded.map(escape).join(gap)}(?![\\p{L}\\p{M}])`, 'gu')
  const wanted = syllables.map(spelling).join(' ')
  // Tones are compared syllable by syllable: "Hà An" is not "Ha Àn".
  const spelled = (written: string) => {
    let from = 0
    return folded.map((f) => spelling(written.slice(from, (from += f.length)))).join(' ')
  }
  return {
    hints: folded,
    find: (words) => {
      const n = normalise(words)
      const found: Range[] = []
      for (const match of n.folded.matchAll(pattern)) {
        const written = n.text.slice(match.index, match.index + match[0].length).replace(/\P{L}+/gu, '')
        if (spelled(written) !== wanted && !/^[a-z]*$/i.test(written)) continue
        found.push({ start: n.toSource(match.index), end: n.toSource(match.index + match[0].length) })
      }
      return found
    },
  }
}

const tones = /[\u0300\u0301\u0303\u0309\u0323]/g

/** Lower case with the tones behind all letters, so that both ways of placing a tone are one spelling. */
function spelling(words: string): string {
  const letters = words
    .normalize('NFD')
    .toLowerCase()
    .replace(/[\u00f0\u0256]/g, 'đ')
  return letters.replace(tones, '').normalize('NFC') + (letters.match(tones) ?? []).join('')
}

/** An e-mail address as it is, a telephone number however its digits are grouped. */
function contactFinder(contact: string): Finder | null {
  const digits = contact.replace(/[^0-9]/g, '')
  if (contact.includes('@')) {
    const address = contact.trim().toLowerCase()
    const pattern = new RegExp(`(?<![\\w.+-])${escape(address)}(?![\\w-])`, 'giu')
    return { hints: [fold(address)], find: (words) => ranges(words, pattern) }
  }
  if (digits.length < 8) return null
  const pattern = new RegExp(`(?<!\\d)(?:${[...digits].join('[\\s.\\-()]*')})(?!\\d)`, 'gu')
  return { hints: [...new Set(digits)].sort(), find: (words) => ranges(words, pattern) }
}

function ranges(words: string, pattern: RegExp): Range[] {
  return [...words.matchAll(pattern)].map((m) => ({ start: m.index, end: m.index + m[0].length }))
}

function escape(words: string): string {
  return words.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}

/** Words of a page of ours, with where each stands in its HTML; of plain text, the text itself. */
interface Plain {
  words: string
  /** start and end in the HTML of each sign of `words`; null for the break that a tag stands for */
  at: (Range | null)[] | null
}

const mark = /<\/?(?:p|table|tr|td|b|i|u|span|br)(?: [a-z-]+="\d+")*>|&(?:amp|lt|gt|quot|nbsp|#39);/g
const inline = /^<\/?(?:b|i|u|span)[ >]/

function plainOf(text: string): Plain {
  if (!/<(?:p|br|span|td|b|i|u)[ >]/.test(text)) return { words: text, at: null }
  let words = ''
  const at: (Range | null)[] = []
  const add = (from: number, until: number) => {
    for (let i = from; i < until; i++) at.push({ start: i, end: i + 1 })
    words += text.slice(from, until)
  }
  let done = 0
  for (const match of text.matchAll(mark)) {
    add(done, match.index)
    done = match.index + match[0].length
    if (match[0].startsWith('&')) {
      at.push({ start: match.index, end: done })
      words += match[0] === '&nbsp;' ? ' ' : '&'
    } else if (!inline.test(match[0])) {
      at.push(null)
      words += '\n'
    }
  }
  add(done, text.length)
  return { words, at }
}

function cover(text: string, page: Plain, found: readonly Range[]): string {
  let out = ''
  let done = 0
  const put = (start: number, end: number, sign: string) => {
    out += text.slice(done, start) + sign
    done = end
  }
  let last = 0
  for (const { start, end } of found) {
    // Two finders can find the same place: an address that holds the name.
    const from = Math.max(start, last)
    last = Math.max(last, end)
    const length = end - from
    const signs = coverOf(length)
    for (let i = 0; i < length; i++) {
      const at = page.at ? page.at[from + i] : { start: from + i, end: from + i + 1 }
      if (at) put(at.start, at.end, signs.charAt(i))
    }
  }
  return out + text.slice(done)
}
