import { DocumentError } from '../errors.ts'
import type { Block, Cell, Paragraph, Table } from './blocks.ts'
import { ListCounters } from './list-numbers.ts'
import { outline, type OdtLook, type OdtStyles } from './odt-styles.ts'

type Attributes = Readonly<Record<string, string>>

/** Elements whose words are no part of the text. */
const passedOver = new Set([
  'text:note',
  'text:tracked-changes',
  'text:hidden-text',
  'text:hidden-paragraph',
  'text:ruby-text',
  'text:sequence-decls',
  'text:variable-decls',
  'office:annotation',
  'office:forms',
  'office:scripts',
  'office:meta',
  'office:settings',
  'office:binary-data',
  'office:master-styles',
  'svg:title',
  'svg:desc',
  'math:math',
])
const deepest = 2000

interface List {
  style: string | null
  /** lists that count on in each other share it */
  chain: string
  /** the item has shown its number */
  shown: boolean
}

/** Makes blocks of the events of an XML parser over an OpenDocument text. */
export class OdtBlocks {
  /** whether the end of the text was met */
  whole = false
  private readonly styles: OdtStyles
  private readonly targets: Block[][] = [[]]
  private readonly tables: Table[] = []
  private readonly lists: List[] = []
  private readonly counters = new ListCounters()
  private readonly chains = new Map<string, string>()
  /** paragraphs that are open: a text box stands in another paragraph */
  private readonly paragraphs: { paragraph: Paragraph; looks: OdtLook[] }[] = []
  private skipped = 0
  private depth = 0
  private inBody = false
  private made = 0

  constructor(styles: OdtStyles) {
    this.styles = styles
  }

  open(name: string, attributes: Attributes): void {
    this.depth += 1
    if (this.depth > deepest) throw new DocumentError('document.damaged')
    if (this.skipped > 0 || passedOver.has(name)) {
      this.skipped += 1
      return
    }
    if (name === 'office:body') this.inBody = true
    if (!this.inBody) this.styles.open(name, attributes)
    else this.element(name, attributes)
  }

  close(name: string): void {
    this.depth -= 1
    if (this.skipped > 0) {
      this.skipped -= 1
      return
    }
    if (!this.inBody) this.styles.close(name)
    else if (name === 'office:body') {
      this.inBody = false
      this.whole = true
    } else this.elementEnd(name)
  }

  text(words: string): void {
    const open = this.paragraphs.at(-1)
    if (this.skipped > 0 || !open) return
    const last = open.paragraph.runs.at(-1)?.words
    const shown = words.replace(/[ \t\r\n]+/g, ' ')
    this.add(last === undefined || /[ \n]$/.test(last) ? shown.replace(/^ /, '') : shown)
  }

  finish(): Block[] {
    return this.targets[0] ?? []
  }

  private element(name: string, attributes: Attributes): void {
    switch (name) {
      case 'text:p':
      case 'text:h':
        this.openParagraph(name, attributes)
        return
      case 'text:span':
        this.paragraphs.at(-1)?.looks.push(this.styles.look('text', attributes['text:style-name'] ?? ''))
        return
      case 'text:s':
        this.add(' '.repeat(Math.min(Math.max(Number(attributes['text:c'] ?? 1) || 1, 1), 1000)))
        return
      case 'text:tab':
        this.add('\t')
        return
      case 'text:line-break':
        this.add('\n')
        return
      case 'text:list':
        this.openList(attributes)
        return
      case 'text:list-item':
      case 'text:list-header': {
        const list = this.lists.at(-1)
        if (list) list.shown = name === 'text:list-header'
        return
      }
      case 'table:table': {
        const table: Table = { kind: 'table', rows: [] }
        this.targets.at(-1)?.push(table)
        this.tables.push(table)
        return
      }
      case 'table:table-row':
        this.tables.at(-1)?.rows.push([])
        return
      case 'table:table-cell': {
        const cell: Cell = {
          columns: span(attributes['table:number-columns-spanned']),
          rows: span(attributes['table:number-rows-spanned']),
          blocks: [],
        }
        this.tables.at(-1)?.rows.at(-1)?.push(cell)
        this.targets.push(cell.blocks)
      }
    }
  }

  private elementEnd(name: string): void {
    if (name === 'text:p' || name === 'text:h') {
      const open = this.paragraphs.pop()
      if (open) this.targets.at(-1)?.push(open.paragraph)
    } else if (name === 'text:span') this.paragraphs.at(-1)?.looks.pop()
    else if (name === 'text:list') this.lists.pop()
    else if (name === 'table:table-cell' && this.targets.length > 1) this.targets.pop()
    else if (name === 'table:table') {
      const table = this.tables.pop()
      if (table) table.rows = table.rows.filter((row) => row.length > 0)
    }
  }

  private add(words: string): void {
    const open = this.paragraphs.at(-1)
    if (!open || words === '') return
    const look: OdtLook = Object.assign({}, ...open.looks) as OdtLook
    if (look.hidden === true) return
    const { bold = false, italic = false, underline = false, font = null, capitals = false } = look
    open.paragraph.runs.push({ words, style: { bold, italic, underline }, font, capitals })
  }

  private openParagraph(name: string, attributes: Attributes): void {
    const style = attributes['text:style-name'] ?? ''
    const paragraph: Paragraph = { kind: 'paragraph', marker: '', runs: [] }
    const list = this.lists.at(-1)
    if (list && !list.shown) {
      list.shown = true
      // The item's style may name the list that it is numbered by.
      const levels = this.styles.levels(list.style ?? this.styles.listOf(style) ?? '')
      if (levels)
        paragraph.marker = this.counters.next(
          list.chain,
          { abstract: list.chain, levels, overrides: new Map() },
          this.lists.length - 1,
        )
    } else if (!list && name === 'text:h' && attributes['text:is-list-header'] !== 'true') {
      const levels = this.styles.levels(outline)
      const level = Math.min(Math.max(Number(attributes['text:outline-level'] ?? 1) || 1, 1), 10) - 1
      if (levels)
        paragraph.marker = this.counters.next(
          outline,
          { abstract: outline, levels, overrides: new Map() },
          level,
        )
    }
    this.paragraphs.push({ paragraph, looks: [this.styles.look('paragraph', style)] })
  }

  private openList(attributes: Attributes): void {
    const outer = this.lists.at(-1)
    const style = attributes['text:style-name'] ?? outer?.style ?? null
    const id = attributes['xml:id']
    const before =
      attributes['text:continue-list'] ??
      (attributes['text:continue-numbering'] === 'true' ? `style ${style ?? ''}` : '')
    this.made += 1
    const chain = outer?.chain ?? this.chains.get(before) ?? `list ${this.made}`
    if (!outer) {
      this.chains.set(`style ${style ?? ''}`, chain)
      if (id !== undefined) this.chains.set(id, chain)
    }
    this.lists.push({ style, chain, shown: true })
  }
}

function span(value: string | undefined): number {
  return Math.min(Math.max(Number.parseInt(value ?? '1', 10) || 1, 1), 1000)
}
