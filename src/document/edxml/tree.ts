import { Parser } from 'htmlparser2'
import { DocumentError } from '../errors.ts'
import { longestField, mostAttachments } from './model.ts'

/** An element by its local name: prefixes and order differ between the systems that write packages. */
export interface Element {
  name: string
  children: Element[]
  /** its own letters; of a field no more than the longest, of an attachment's content all */
  text: string
}

const deepest = 200
const mostElements = 50_000

/**
 * Parses XML into elements. Entities of a DTD are not expanded: what they would say stays as written.
 * @throws DocumentError `document.damaged` for elements without end, or more than any package has
 */
export function parseElements(xml: string): Element {
  const root: Element = { name: '', children: [], text: '' }
  const open: Element[] = [root]
  let count = 0
  let files = 0
  let words: string[] = []
  let length = 0
  const parser = new Parser(
    {
      onopentag: (tag) => {
        count += 1
        if (open.length > deepest || count > mostElements) throw new DocumentError('document.damaged')
        const element = { name: tag.slice(tag.indexOf(':') + 1), children: [], text: '' }
        if (element.name === 'Attachment') files += 1
        if (element.name !== 'Attachment' || files <= mostAttachments) open.at(-1)?.children.push(element)
        open.push(element)
        words = []
        length = 0
      },
      ontext: (text) => {
        length += text.length
        if (length <= longestField || open.at(-2)?.name === 'Attachment') words.push(text)
      },
      onclosetag: () => {
        const element = open.pop()
        if (element) element.text = words.join('')
        words = []
        length = 0
      },
    },
    { xmlMode: true, decodeEntities: true },
  )
  parser.write(xml)
  parser.end()
  return root
}

/** The first element of a name at any depth, or null. */
export function find(within: Element | null, name: string): Element | null {
  for (const child of within?.children ?? []) {
    if (child.name === name) return child
    const deeper = find(child, name)
    if (deeper) return deeper
  }
  return null
}

/** All elements of a name at any depth, none of them inside another of it. */
export function findAll(within: Element | null, name: string): Element[] {
  return (within?.children ?? []).flatMap((child) => (child.name === name ? [child] : findAll(child, name)))
}

/** The words of a child, white space collapsed; '' where there is none. */
export function wordsOf(within: Element | null, name: string): string {
  return collapse(
    within?.children.find((child) => child.name === name && child.text.trim() !== '')?.text ?? '',
  )
}

export function collapse(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, longestField)
}
