/**
 * Word's automatic numbering. A part "I.", an item "1." or a dash typed by Word stands in no text of the file, only as a
 * reference to word/numbering.xml; without it a plan has no markers. Mammoth keeps of a level only whether it is ordered, so
 * the file it gets to see is one made here, in which each level carries a name to find it again by.
 */
interface Level {
  format: string
  text: string
  start: number
  paragraphStyle: string | null
}

interface Numbers {
  /** levels by list (`w:num`) */
  lists: Map<string, { abstract: string; levels: Map<number, Level>; overrides: Map<number, number> }>
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

function attribute(attributes: string, name: string): string | null {
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
  private readonly counters = new Map<string, number[]>()
  private readonly begun = new Set<string>()

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
    const level = at ? list?.levels.get(at.level) : undefined
    if (!at || !list || !level) return ''
    if (level.format === 'bullet') return bullet(level.text, at.level)
    if (level.format === 'none') return ''
    const counters = this.count(at.list, list.abstract, at.level, list)
    return level.text.replace(/%(\d)/g, (_, place: string) => {
      const index = Number(place) - 1
      const shown = list.levels.get(index)
      return shown ? format(counters[index] ?? shown.start, shown.format) : ''
    })
  }

  /** Lists of one abstract list count on; a list with an override begins anew at its first paragraph. */
  private count(
    list: string,
    abstract: string,
    level: number,
    { levels, overrides }: { levels: Map<number, Level>; overrides: Map<number, number> },
  ): number[] {
    const counters = this.counters.get(abstract) ?? []
    this.counters.set(abstract, counters)
    if (!this.begun.has(list)) {
      this.begun.add(list)
      for (const [index, start] of overrides) counters[index] = start - 1
    }
    counters[level] = (counters[level] ?? (levels.get(level)?.start ?? 1) - 1) + 1
    counters.length = level + 1
    for (let above = 0; above < level; above++) counters[above] ??= levels.get(above)?.start ?? 1
    return counters
  }
}

/** Bullets are signs of symbol fonts; an administrative text writes - + * by depth. */
function bullet(text: string, level: number): string {
  if (/^[-–—+*•]$/.test(text)) return text
  return level === 0 ? '-' : level === 1 ? '+' : '*'
}

function format(value: number, kind: string): string {
  switch (kind) {
    case 'upperRoman':
      return roman(value)
    case 'lowerRoman':
      return roman(value).toLowerCase()
    case 'upperLetter':
      return letters(value)
    case 'lowerLetter':
      return letters(value).toLowerCase()
    case 'decimalZero':
      return String(value).padStart(2, '0')
    default:
      return String(value)
  }
}

function roman(value: number): string {
  const steps: readonly (readonly [number, string])[] = [
    [1000, 'M'],
    [900, 'CM'],
    [500, 'D'],
    [400, 'CD'],
    [100, 'C'],
    [90, 'XC'],
    [50, 'L'],
    [40, 'XL'],
    [10, 'X'],
    [9, 'IX'],
    [5, 'V'],
    [4, 'IV'],
    [1, 'I'],
  ]
  let rest = Math.min(Math.max(value, 0), 3999)
  let text = ''
  for (const [step, sign] of steps) {
    while (rest >= step) {
      text += sign
      rest -= step
    }
  }
  return text
}

/** A … Z, AA, BB as Word counts. */
function letters(value: number): string {
  if (value < 1) return ''
  return String.fromCharCode(65 + ((value - 1) % 26)).repeat(Math.min(8, Math.floor((value - 1) / 26) + 1))
}

function escapeAttribute(value: string): string {
  return value.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;')
}
