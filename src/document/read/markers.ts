/** What opens a section. */
export interface Marker {
  kind:
    | 'part'
    | 'chapter'
    | 'capital'
    | 'roman'
    | 'division'
    | 'article'
    | 'number'
    | 'decimal'
    | 'letter'
    | 'dash'
  /** as written, without the closing point or bracket: `I`, `1`, `a`, `-`, `Điều 1` */
  text: string
  /** place in its series, 1 for the first; 0 where there is no order (dashes) */
  order: number
  /** what closes it, or for dashes which dash it is; for decimals how many numbers: lists that differ in it nest */
  style: string
  /** letters from the start of the paragraph to the words behind the marker */
  length: number
}

/** The usual order of nesting, the outermost first; the nesting of a text itself comes before it. */
export const rank: Record<Marker['kind'], number> = {
  part: 10,
  chapter: 20,
  capital: 25,
  roman: 30,
  division: 35,
  article: 40,
  number: 50,
  decimal: 52,
  letter: 60,
  dash: 70,
}

const named =
  /^(Phần|PHẦN|Chương|CHƯƠNG|Mục|MỤC|Điều|ĐIỀU)\s+(thứ\s+\p{L}+|THỨ\s+\p{L}+|[IVXLC]{1,6}|\d{1,3}[a-zđ]?|[A-H])(?![\p{L}\d])\s*([.:)](?!\d))?\s*/u
const roman = /^([IVXL]{1,6})\s*([.)/:]|[-–](?=\s))\s*(?=\S)/
const capital = /^([A-HK])\s*([.)])\s+(?=\S)/
const decimal = /^(\d{1,2}(?:\.\d{1,2}){1,4})([.)]?)\s+(?=[\p{L}“"(])/u
// "30/KH-UBND ngày …" at a line's start is the end of a mention that the line broke.
const number =
  /^(\d{1,3})(?:\s?([.)/])(?!\s?\p{Lu}[\p{L}\d]{0,6}(?:[-–]\s?\p{Lu}|\s+(?:ngày|của)\s))\s*|(-)\s+)(?=[\p{L}“"([*])/u
const letter = /^([a-zđ])\s?([.)]|\/(?=\s))\s*(?=\S)/
const dash = /^([-–—+*•∙●▪·]|o(?=\s\p{Lu}))\s*(?=[^\s\-–—+*_.])/u

const alphabet = 'abcdefghijklmnopqrstuvwxyz'

/** The marker that a paragraph opens with, or null. */
export function readMarker(paragraph: string): Marker | null {
  const opened = paragraph.replace(/^\*{2}(?=\S)/, '')
  const skipped = paragraph.length - opened.length
  const marker = readAt(opened)
  return marker ? { ...marker, length: marker.length + skipped } : null
}

function readAt(text: string): Marker | null {
  const name = named.exec(text)
  if (name) return readNamed(name, text)
  const found = roman.exec(text)
  if (found?.[1] !== undefined) {
    const order = romanValue(found[1])
    if (order !== null)
      return { kind: 'roman', text: found[1], order, style: found[2] ?? '', length: found[0].length }
  }
  const big = capital.exec(text)
  if (big?.[1] !== undefined) {
    return {
      kind: 'capital',
      text: big[1],
      order: big[1].charCodeAt(0) - 64,
      style: big[2] ?? '',
      length: big[0].length,
    }
  }
  const dotted = decimal.exec(text)
  if (dotted?.[1] !== undefined) {
    const parts = dotted[1].split('.')
    return {
      kind: 'decimal',
      text: dotted[1],
      order: Number(parts.at(-1)),
      style: String(parts.length),
      length: dotted[0].length,
    }
  }
  const item = number.exec(text)
  if (item?.[1] !== undefined) {
    return {
      kind: 'number',
      text: item[1],
      order: Number(item[1]),
      style: item[2] ?? item[3] ?? '',
      length: item[0].length,
    }
  }
  const point = letter.exec(text)
  if (point?.[1] !== undefined) {
    return {
      kind: 'letter',
      text: point[1],
      order: letterOrder(point[1]),
      style: point[2] ?? '',
      length: point[0].length,
    }
  }
  const line = dash.exec(text)
  if (line?.[1] === undefined) return null
  return { kind: 'dash', text: line[1], order: 0, style: dashStyle(line[1]), length: line[0].length }
}

const kinds = { phần: 'part', chương: 'chapter', mục: 'division', điều: 'article' } as const

/** "Điều 5 Nghị định …" in a sentence is a reference: an article's marker is closed by a point or stands alone. */
function readNamed(name: RegExpExecArray, text: string): Marker | null {
  const [whole, word = '', value = '', closing = ''] = name
  const key = word.toLowerCase()
  if (key !== 'phần' && key !== 'chương' && key !== 'mục' && key !== 'điều') return null
  const alone = whole.length >= text.trimEnd().length
  const rest = text.slice(whole.length)
  if (key === 'điều' && closing === '' && !alone) return null
  if (closing === '' && !alone && !/^[\p{Lu}“"\n]/u.test(rest)) return null
  const order = /^\d/.test(value) ? Number.parseInt(value, 10) : (romanValue(value) ?? 0)
  const text_ = `${word} ${value}`.replace(/\s+/g, ' ')
  return { kind: kinds[key], text: text_, order, style: '', length: whole.length }
}

/** Hyphens and dashes of any length are one sign; plus and star are signs of their own. */
function dashStyle(sign: string): string {
  return /[-–—]/.test(sign) ? '-' : sign === '+' ? '+' : '*'
}

/** a, b, c, d, đ, e …: đ stands between d and e and may be left out. */
function letterOrder(letter: string): number {
  return letter === 'đ' ? 4.5 : alphabet.indexOf(letter) + 1
}

function romanValue(text: string): number | null {
  const values: Record<string, number> = { I: 1, V: 5, X: 10, L: 50, C: 100 }
  if (
    !/^(?:X{0,3})(?:IX|IV|V?I{0,3})$|^XL(?:IX|IV|V?I{0,3})$|^L?X{0,3}(?:IX|IV|V?I{0,3})$/.test(text) ||
    text === ''
  )
    return null
  let sum = 0
  for (const [i, digit] of [...text].entries()) {
    const value = values[digit] ?? 0
    const next = values[text.charAt(i + 1)] ?? 0
    sum += value < next ? -value : value
  }
  return sum > 0 ? sum : null
}
