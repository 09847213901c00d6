/*
 * The page of a document, as the server's page writer emits it, made a small tree that React draws. Only the few tags
 * that the writer knows are taken; anything else is dropped, and text is text: nothing is ever set as HTML.
 */

export interface TextRun {
  kind: 'text'
  text: string
  /** where the run begins in the document's text */
  start: number
}
export interface PageElement {
  kind: 'p' | 'table' | 'tr' | 'td' | 'b' | 'i' | 'u'
  children: PageNode[]
  colSpan?: number
  rowSpan?: number
}
export type PageNode = TextRun | PageElement | { kind: 'br' }

const token =
  /<(\/?)(p|table|tr|td|b|i|u|span|br)((?:\s(?:data-s|colspan|rowspan)="\d+")*)\s*>|([^<]+)|<[^>]*>?/g
const elements: readonly string[] = ['p', 'table', 'tr', 'td', 'b', 'i', 'u']

/** @param html what `DocumentView.html` and `DraftView.html` hold */
export function readPage(html: string): PageNode[] {
  const root: PageNode[] = []
  const open: PageElement[] = []
  let start: number | null = null
  for (const [, closing, tag = '', attributes = '', words] of html.matchAll(token)) {
    const into = open.at(-1)?.children ?? root
    if (words !== undefined) {
      // Words outside a span have no place in the text; the writer makes none.
      if (start !== null) into.push({ kind: 'text', text: unescape(words), start })
    } else if (tag === 'br') into.push({ kind: 'br' })
    else if (tag === 'span') start = closing ? null : numberOf(attributes, 'data-s')
    else if (closing) close(open, tag)
    else if (isElement(tag)) {
      const element: PageElement = { kind: tag, children: [] }
      const [columns, rows] = [numberOf(attributes, 'colspan'), numberOf(attributes, 'rowspan')]
      if (columns) element.colSpan = columns
      if (rows) element.rowSpan = rows
      into.push(element)
      open.push(element)
    }
  }
  return root
}

function isElement(tag: string): tag is PageElement['kind'] {
  return elements.includes(tag)
}

function close(open: PageElement[], tag: string): void {
  const at = open.map((e) => e.kind as string).lastIndexOf(tag)
  if (at >= 0) open.length = at
}

function numberOf(attributes: string, name: string): number | null {
  const found = new RegExp(`\\s${name}="(\\d+)"`).exec(attributes)
  return found ? Number(found[1]) : null
}

const signs: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

function unescape(words: string): string {
  return words.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => signs[name] ?? '')
}

/** The stretch of the document's text that a piece of the page holds; null where it holds no words. */
export function reachOf(nodes: readonly PageNode[]): { start: number; end: number } | null {
  let start: number | null = null
  let end = 0
  const visit = (node: PageNode) => {
    if (node.kind === 'text') {
      start ??= node.start
      end = Math.max(end, node.start + node.text.length)
    } else if (node.kind !== 'br') node.children.forEach(visit)
  }
  nodes.forEach(visit)
  return start === null ? null : { start, end }
}
