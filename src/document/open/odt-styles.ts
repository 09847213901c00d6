import type { ListLevel } from './list-numbers.ts'
import type { RunStyle } from './page.ts'

/** What letters look like, as far as words go; what a style leaves open is missing. */
export interface OdtLook extends Partial<RunStyle> {
  font?: string | null
  capitals?: boolean
  hidden?: boolean
}

interface Style {
  parent: string | null
  look: OdtLook
  list: string | null
}

type Attributes = Readonly<Record<string, string>>

const formats: Record<string, string> = {
  I: 'upperRoman',
  i: 'lowerRoman',
  A: 'upperLetter',
  a: 'lowerLetter',
  '': 'none',
}

/** The styles of an OpenDocument text (OpenDocument 1.3, part 3, 16), gathered from the events of a parser. */
export class OdtStyles {
  private readonly faces = new Map<string, string>()
  private readonly styles = new Map<string, Style>()
  private readonly lists = new Map<string, Map<number, ListLevel>>()
  private readonly looks = new Map<string, OdtLook>()
  private style: Style | null = null
  private list: Map<number, ListLevel> | null = null

  open(name: string, attributes: Attributes): void {
    if (name === 'style:font-face')
      this.faces.set(attributes['style:name'] ?? '', family(attributes['svg:font-family'] ?? ''))
    else if (name === 'style:style' || name === 'style:default-style') {
      this.style = {
        parent: attributes['style:parent-style-name'] ?? null,
        look: {},
        list: attributes['style:list-style-name'] ?? null,
      }
      const own = name === 'style:style' ? (attributes['style:name'] ?? '') : ''
      this.styles.set(`${attributes['style:family'] ?? ''} ${own}`, this.style)
    } else if (name === 'style:text-properties' && this.style)
      Object.assign(this.style.look, this.lookOf(attributes))
    else if (name === 'text:list-style' || name === 'text:outline-style') {
      this.list = new Map()
      this.lists.set(name === 'text:outline-style' ? outline : (attributes['style:name'] ?? ''), this.list)
    } else if (name.startsWith('text:list-level-style-') || name === 'text:outline-level-style')
      this.list?.set(Number(attributes['text:level'] ?? 1) - 1, levelOf(name, attributes))
  }

  close(name: string): void {
    if (name === 'style:style' || name === 'style:default-style') this.style = null
    if (name === 'text:list-style' || name === 'text:outline-style') this.list = null
  }

  /** The look of a style with all that it is based on. */
  look(kind: 'paragraph' | 'text', name: string): OdtLook {
    const key = `${kind} ${name}`
    const known = this.looks.get(key)
    if (known) return known
    const lineage = this.lineage(kind, name).map(({ look }) => look)
    const base = kind === 'paragraph' ? [this.styles.get('paragraph ')?.look ?? {}] : []
    const look: OdtLook = Object.assign({}, ...base, ...lineage) as OdtLook
    this.looks.set(key, look)
    return look
  }

  /** The list style that a paragraph style names. */
  listOf(paragraphStyle: string): string | null {
    return this.lineage('paragraph', paragraphStyle).findLast(({ list }) => list !== null)?.list ?? null
  }

  levels(listStyle: string): Map<number, ListLevel> | null {
    return this.lists.get(listStyle) ?? null
  }

  private lineage(kind: string, name: string): Style[] {
    const found: Style[] = []
    // A style based on itself ends here.
    for (let at: string | null = name; at !== null && found.length < 20;) {
      const style: Style | undefined = this.styles.get(`${kind} ${at}`)
      if (!style) break
      found.unshift(style)
      at = style.parent
    }
    return found
  }

  private lookOf(attributes: Attributes): OdtLook {
    const look: OdtLook = {}
    const face = attributes['style:font-name']
    const named = attributes['fo:font-family']
    if (named !== undefined) look.font = family(named)
    if (face !== undefined) look.font = this.faces.get(face) ?? face
    const weight = attributes['fo:font-weight']
    if (weight !== undefined) look.bold = /^(?:bold|[6-9]00)$/.test(weight)
    const slant = attributes['fo:font-style']
    if (slant !== undefined) look.italic = slant !== 'normal'
    const line = attributes['style:text-underline-style']
    if (line !== undefined) look.underline = line !== 'none'
    const transform = attributes['fo:text-transform']
    if (transform !== undefined) look.capitals = transform === 'uppercase'
    const display = attributes['text:display']
    if (display !== undefined) look.hidden = display === 'none'
    return look
  }
}

/** The name under which the numbers of headings are kept. */
export const outline = ' outline'

function family(value: string): string {
  return value.split(',')[0]?.replace(/['"]/g, '').trim() ?? ''
}

function levelOf(name: string, attributes: Attributes): ListLevel {
  if (name !== 'text:list-level-style-number' && name !== 'text:outline-level-style')
    return { format: 'bullet', text: attributes['text:bullet-char'] ?? '', start: 1 }
  const level = Number(attributes['text:level'] ?? 1)
  const shown = Math.min(Math.max(Number(attributes['text:display-levels'] ?? 1) || 1, 1), level)
  const numbers = Array.from({ length: shown }, (_, i) => `%${level - shown + 1 + i}`).join('.')
  const made = `${attributes['style:num-prefix'] ?? ''}${numbers}${attributes['style:num-suffix'] ?? ''}`
  return {
    format: formats[attributes['style:num-format'] ?? ''] ?? 'decimal',
    text: attributes['loext:num-list-format']?.replace(/%(\d)%/g, '%$1') ?? made,
    start: Number(attributes['text:start-value'] ?? 1) || 0,
  }
}
