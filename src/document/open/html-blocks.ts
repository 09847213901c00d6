import type { Block, Cell, Paragraph, Table } from './blocks.ts'
import { readRules, styleOf, type Look } from './html-style.ts'
import { ListMarkers } from './list-markers.ts'

const paragraphs = new Set(
  'address article aside blockquote body center dd details dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead title tr ul'.split(
    ' ',
  ),
)
const unseen = new Set(
  'script style head title template object iframe select textarea noframes xml svg math'.split(' '),
)
/** Elements within elements beyond this depth keep the look of the last one: no page needs them. */
const deepest = 500

interface Open {
  name: string
  look: Look
  /** the number or bullet of a list item that Word wrote as words of its own */
  marker: boolean
}

/** Makes blocks of the events of an HTML parser. */
export class HtmlBlocks {
  private readonly stack: Open[] = []
  private readonly targets: Block[][] = [[]]
  private readonly tables: Table[] = []
  private readonly lists = new ListMarkers()
  private rules: ReturnType<typeof readRules> = new Map()
  private css = ''
  private paragraph: Paragraph | null = null
  private marker = ''
  private skipped = 0
  private beyond = 0

  onopentag(name: string, attributes: Record<string, string>): void {
    if (unseen.has(name)) {
      this.skipped += name === 'head' ? 0 : 1
      if (name !== 'head') return
    }
    if (this.skipped > 0) return
    if (this.stack.length >= deepest) {
      this.beyond += 1
      return
    }
    const parent = this.stack.at(-1)
    const look = styleOf(name, attributes, parent?.look ?? null, this.rules)
    const marker = parent?.marker === true || /mso-list:\s*Ignore/i.test(attributes['style'] ?? '')
    this.stack.push({ name, look, marker })
    if (name === 'br') this.add('\n', look)
    if (paragraphs.has(name)) this.endParagraph()
    if (name === 'table') this.openTable()
    if (name === 'tr') this.tables.at(-1)?.rows.push([])
    if (name === 'td' || name === 'th') this.openCell(attributes)
    if (name === 'ol' || name === 'ul') this.lists.open(name === 'ol', attributes)
    if (name === 'li') this.marker = this.lists.next(attributes)
  }

  ontext(text: string): void {
    if (this.skipped > 0) {
      if (this.css.length < 1_000_000) this.css += text
      return
    }
    const open = this.stack.at(-1)
    if (open?.look.hidden === true) return
    if (open?.marker === true) {
      this.marker += text
      return
    }
    this.words(text, open?.look ?? styleOf('body', {}, null, this.rules))
  }

  onclosetag(name: string): void {
    if (unseen.has(name) && name !== 'head') {
      this.skipped = Math.max(0, this.skipped - 1)
      if (name === 'style') this.rules = readRules(this.css)
      this.css = name === 'style' ? this.css : ''
      return
    }
    if (this.skipped > 0) return
    if (this.beyond > 0) {
      this.beyond -= 1
      return
    }
    if (this.stack.at(-1)?.name !== name) return
    this.stack.pop()
    if (paragraphs.has(name)) this.endParagraph()
    if (name === 'td' || name === 'th') this.closeCell()
    if (name === 'table') this.closeTable()
    if (name === 'ol' || name === 'ul') this.lists.close()
  }

  /** What was read; whatever the page left open is closed. */
  finish(): Block[] {
    this.endParagraph()
    return this.targets[0] ?? []
  }

  private words(text: string, look: Look): void {
    const last = this.paragraph?.runs.at(-1)?.words
    let shown = look.kept ? text.replace(/\r\n?/g, '\n') : text.replace(/[ \t\r\n\f]+/g, ' ')
    if (!look.kept && (last === undefined || /[ \n]$/.test(last))) shown = shown.replace(/^ /, '')
    if (shown !== '') this.add(shown, look)
  }

  private add(words: string, look: Look): void {
    this.paragraph ??= { kind: 'paragraph', marker: '', runs: [] }
    this.paragraph.runs.push({ words, style: look, font: look.font, capitals: look.capitals })
  }

  private endParagraph(): void {
    const { paragraph } = this
    this.paragraph = null
    if (!paragraph) return
    const last = paragraph.runs.at(-1)
    if (last) last.words = last.words.replace(/[ \n]+$/, '')
    paragraph.marker = this.marker.replace(/[\s\u00a0]+/g, ' ').trim()
    this.marker = ''
    this.targets.at(-1)?.push(paragraph)
  }

  private openTable(): void {
    const table: Table = { kind: 'table', rows: [] }
    this.targets.at(-1)?.push(table)
    this.tables.push(table)
  }

  private closeTable(): void {
    const table = this.tables.pop()
    if (table) table.rows = table.rows.filter((row) => row.length > 0)
  }

  private openCell(attributes: Record<string, string>): void {
    const span = (value: string | undefined) =>
      Math.min(Math.max(Number.parseInt(value ?? '1', 10) || 1, 1), 1000)
    const cell: Cell = { columns: span(attributes['colspan']), rows: span(attributes['rowspan']), blocks: [] }
    const table = this.tables.at(-1)
    if (table && table.rows.length === 0) table.rows.push([])
    table?.rows.at(-1)?.push(cell)
    this.targets.push(table ? cell.blocks : (this.targets.at(-1) ?? []))
  }

  private closeCell(): void {
    if (this.targets.length > 1) this.targets.pop()
  }
}
