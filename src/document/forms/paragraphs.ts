import { isNode, make, walk, type Node } from './xml.ts'

/** A placeholder in a paragraph: what is written between the braces, and where in the paragraph's words. */
export interface Place {
  written: string
  start: number
  end: number
}

/** A paragraph of the form with what holds it, so that others can be put in its place. */
export interface Paragraph {
  node: Node
  within: Node
  /** the text nodes of its own, in order: Word parts words into runs wherever somebody stopped typing */
  texts: Node[]
  words: string
}

/** Paragraphs of a part in the order of the text; those of a text box are their own, not the paragraph's it hangs on. */
export function paragraphsOf(root: Node): Paragraph[] {
  const found: Paragraph[] = []
  const visit = (within: Node) => {
    for (const node of within.children) {
      if (!isNode(node)) continue
      if (node.name === 'w:p') {
        const texts = textsOf(node)
        found.push({ node, within, texts, words: texts.map(wordsOf).join('') })
      }
      visit(node)
    }
  }
  visit(root)
  return found
}

function textsOf(paragraph: Node): Node[] {
  return [...walk(paragraph, (node) => node === paragraph || node.name !== 'w:p')].filter(
    (node) => node.name === 'w:t',
  )
}

function wordsOf(text: Node): string {
  return text.children.filter((child) => typeof child === 'string').join('')
}

export function placesOf(words: string): Place[] {
  return [...words.matchAll(/\{\{([^{}]*)\}\}/g)].map((found) => ({
    written: found[1] ?? '',
    start: found.index,
    end: found.index + found[0].length,
  }))
}

/** Whether nothing but this placeholder stands in the paragraph. */
export function standsAlone(words: string, { start, end }: Place): boolean {
  return `${words.slice(0, start)}${words.slice(end)}`.trim() === ''
}

/** The run that a place of the paragraph's words begins in, whose look what is put there takes. */
export function runAt(paragraph: Paragraph, at: number): Node | undefined {
  const text = textAt(paragraph, at)?.text
  return [...walk(paragraph.node)].find((node) => node.name === 'w:r' && text && node.children.includes(text))
}

function textAt({ texts }: Paragraph, at: number): { text: Node; from: number } | undefined {
  let from = 0
  for (const text of texts) {
    const length = wordsOf(text).length
    if (at < from + length) return { text, from }
    from += length
  }
  return undefined
}

/** Puts values in the places of a paragraph's words, from its end, so that the places before stay true. */
export function putWords(paragraph: Paragraph, values: readonly { place: Place; value: string }[]): void {
  for (const { place, value } of values.toSorted((a, b) => b.place.start - a.place.start)) {
    const first = textAt(paragraph, place.start)
    if (!first) continue
    let from = 0
    for (const text of paragraph.texts) {
      const words = wordsOf(text)
      const [start, end] = [Math.max(0, place.start - from), Math.min(words.length, place.end - from)]
      from += words.length
      if (start >= end) continue
      const put = text === first.text ? value : ''
      setWords(text, `${words.slice(0, start)}${put}${words.slice(end)}`)
    }
  }
  // Lines in a value are lines on the page: a text node holds none.
  for (const run of [...walk(paragraph.node)].filter((node) => node.name === 'w:r')) breakLines(run)
}

function setWords(text: Node, words: string): void {
  text.children = [words]
  text.attributes['xml:space'] = 'preserve'
}

function breakLines(run: Node): void {
  run.children = run.children.flatMap((child) => {
    if (!isNode(child) || child.name !== 'w:t' || !wordsOf(child).includes('\n')) return [child]
    return wordsOf(child)
      .split('\n')
      .flatMap((line, i) => [...(i === 0 ? [] : [make('w:br')]), textOf(line)])
  })
}

export function textOf(words: string): Node {
  return make('w:t', { 'xml:space': 'preserve' }, words)
}
