import { Parser } from 'htmlparser2'
import { DocumentError } from '../errors.ts'

/** A part of a Word file as a tree that is written out again as it was read, but for what was changed in between. */
export interface Node {
  name: string
  attributes: Record<string, string>
  children: (Node | string)[]
}

const deepest = 300
const mostNodes = 300_000

/**
 * Reads XML. Entities of a DTD are not expanded, and a file that declares any is refused.
 * @throws DocumentError `document.damaged`, `document.too_large`
 */
export function parseXml(xml: string): Node {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(xml)) throw new DocumentError('document.damaged')
  const root: Node = { name: '', attributes: {}, children: [] }
  const open: Node[] = [root]
  let count = 0
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        count += 1
        if (open.length > deepest || count > mostNodes) throw new DocumentError('document.too_large')
        const node: Node = { name, attributes: { ...attributes }, children: [] }
        open.at(-1)?.children.push(node)
        open.push(node)
      },
      ontext: (text) => {
        const within = open.at(-1)
        const last = within?.children.at(-1)
        // Letters come in pieces, parted at each entity.
        if (within && typeof last === 'string') within.children[within.children.length - 1] = last + text
        else within?.children.push(text)
      },
      onclosetag: () => {
        open.pop()
      },
    },
    { xmlMode: true, decodeEntities: true },
  )
  parser.write(xml)
  parser.end()
  const [element] = root.children.filter(isNode)
  if (!element || open.length !== 1) throw new DocumentError('document.damaged')
  return element
}

export function writeXml(root: Node): string {
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${writeNode(root)}`
}

function writeNode({ name, attributes, children }: Node): string {
  const head = `<${name}${Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escape(value)}"`)
    .join('')}`
  if (children.length === 0) return `${head}/>`
  const inside = children.map((child) => (typeof child === 'string' ? escape(child) : writeNode(child)))
  return `${head}>${inside.join('')}</${name}>`
}

const signs: Record<string, string> = { '&': '&amp;', '"': '&quot;', '<': '&lt;', '>': '&gt;' }

/** XML knows no control characters but tab and line breaks. */
function escape(value: string): string {
  return value.replace(/[&"<>\0-\x08\x0b\x0c\x0e-\x1f]/g, (sign) => signs[sign] ?? '')
}

export function isNode(child: Node | string): child is Node {
  return typeof child !== 'string'
}

export function make(
  name: string,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): Node {
  return { name, attributes, children }
}

/** The first child of a name. */
export function childOf(node: Node, name: string): Node | undefined {
  return node.children.filter(isNode).find((child) => child.name === name)
}

/** Every element within, itself included, in the order of the text; `enter` says whether what is in one is looked at too. */
export function* walk(node: Node, enter: (node: Node) => boolean = () => true): Generator<Node> {
  yield node
  if (!enter(node)) return
  for (const child of node.children) if (isNode(child)) yield* walk(child, enter)
}
