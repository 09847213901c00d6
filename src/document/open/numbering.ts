import { ListCounters, type ListLevel, type NumberedList } from './list-numbers.ts'

/**
 * Word's automatic numbering. A part "I.", an item "1." or a dash typed by Word stands in no text of the file, only as a
 * reference to word/numbering.xml; without it a plan has no markers. Mammoth keeps of a level only whether it is ordered, so
 * the file it gets to see is one made here, in which each level carries a name to find it again by.
 */
interface Level extends ListLevel {
  paragraphStyle: string | null
}

interface Numbers {
  /** levels by list (`w:num`) */
  lists: Map<string, NumberedList<Level>>
  /** lists that only point to a numbering style */
  links: Map<string, string>
}

const tag =
  /<(\/?)w:(abstractNum|lvl|start|numFmt|lvlText|pStyle|num|abstractNumId|lvlOverride|startOverride|numStyleLink)\b([^>]*)>/g

/** Reads word/numbering.xml. Linear; what is malformed is left out. */
function parse(xml: string): Numbers {
  const abstracts = new Map<string, Map<number, Level>>()
  const numbers: Numbers = { lists: new Map(), links: new Map() }
  const linkOf = new Map<string, string>()
  let abstract = ''
  let list = ''
  let level: Level | null = null
  let override = -1
  for (const match of xml.matchAll(tag)) {
    const [, closing, name, attributes = ''] = match
    const value = attribute(attributes, 'w:val') ?? ''
    if (closing === '/') {
      if (name === 'lvl') level = null
      if (name === 'lvlOverride') override = -1
      if (name === 'num') list = ''
      if (name === 'abstractNum') abstract = ''
    } else if (name === 'abstractNum') {
      abstract = attribute(attributes, 'w:abstractNumId') ?? ''
      abstracts.set(abstract, new Map())
    } else if (name === 'lvl') {
      level = { format: 'decimal', text: '', start: 1, paragraphStyle: null }
      if (list === '') abstracts.get(abstract)?.set(Number(attribute(attributes, 'w:ilvl') ?? 0), level)
    } else if (name === 'numStyleLink') linkOf.set(abstract, value)
    else if (name === 'num') list = attribute(attributes, 'w:numId') ?? ''
    else if (name === 'abstractNumId') {
      const levels = abstracts.get(value)
      const link = linkOf.get(value)
      if (link !== undefined) numbers.links.set(list, link)
      else if (levels) numbers.lists.set(list, { abstract: value, levels, overrides: new Map() })
    } else if (name === 'lvlOverride') override = Number(attribute(attributes, 'w:ilvl') ?? 0)
    else if (name === 'startOverride') numbers.lists.get(list)?.overrides.set(override, Number(value))
    else if (level) describe(level, name ?? '', value)
  }
  return numbers
}

function describe(level: Level, name: string, value: string): void {
  if (name === 'start') level.start = Number(value) || 0
  if (name === 'numFmt') level.format = value
  if (name === 'lvlText') level.text = decodeEntities(value)
  if (name === 'pStyle') level.paragraphStyle = value
}

export function attribute(attributes: string, name: string): string | null {
  return new RegExp(`\\s${name}="([^"]*)"`).exec(attributes)?.[1] ?? null
}

function decodeEntities(value: string): string {
  return value
    .replace(/&#x([0-9a-f]+);/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
}

const mark = 'lantoa-level '

/** Counts the automatic numbers of one document, in the order of its paragraphs. */
export class Numbering {
  /** what Mammoth is given in the place of word/numbering.xml */
  readonly xml: string
  private readonly numbers: Numbers
  private readonly byStyle = new Map<string, { list: string; level: number }>()
  private readonly counters = new ListCounters()

  constructor(xml: string) {
    this.numbers = parse(xml)
    const parts = ['<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">']
    for (const [list, { levels }] of this.numbers.lists) {
      parts.push(`<w:abstractNum w:abstractNumId="${escapeAttribute(list)}">`)
      for (const [index, level] of levels) {
        const name = level.paragraphStyle ?? `${mark}${list} ${index}`
        if (level.paragraphStyle !== null) this.byStyle.set(level.paragraphStyle, { list, level: index })
        parts.push(
          `<w:lvl w:ilvl="${index}"><w:numFmt w:val="decimal"/><w:pStyle w:val="${escapeAttribute(name)}"/></w:lvl>`,
        )
      }
      parts.push('</w:abstractNum>')
    }
    for (const [list, link] of this.numbers.links) {
      parts.push(
        `<w:abstractNum w:abstractNumId="${escapeAttribute(list)}"><w:numStyleLink w:val="${escapeAttribute(link)}"/></w:abstractNum>`,
      )
    }
    for (const list of [...this.numbers.lists.keys(), ...this.numbers.links.keys()]) {
      parts.push(
        `<w:num w:numId="${escapeAttribute(list)}"><w:abstractNumId w:val="${escapeAttribute(list)}"/></w:num>`,
      )
    }
    this.xml = `${parts.join('')}</w:numbering>`
  }

  /**
   * The marker of the next paragraph of a level, such as "I.", "2.", "a)", "-"; counts on.
   * @param name what Mammoth gives back of the level: its paragraph style
   */
  next(name: string): string {
    const own = name.startsWith(mark) ? name.slice(mark.length).split(' ') : null
    const at = own ? { list: own[0] ?? '', level: Number(own[1]) } : this.byStyle.get(name)
    const list = at ? this.numbers.lists.get(at.list) : undefined
    if (!at || !list) return ''
    return this.counters.next(at.list, list, at.level)
  }
}

function escapeAttribute(value: string): string {
  return value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;')
}
