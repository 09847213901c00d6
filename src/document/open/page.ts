/** Marks of a run of text. */
export interface RunStyle {
  bold: boolean
  italic: boolean
  underline: boolean
}

const plain: RunStyle = { bold: false, italic: false, underline: false }

/** How a paragraph or table of a page that we compose stands on it: a number, as every attribute of a page is. */
export const pageLooks = { centred: 1, head: 2, end: 3, grid: 4 } as const
export type PageLook = keyof typeof pageLooks

/**
 * Writes a text and its page in one pass, so that each run of the page knows its offset in the text. Emits nothing but p,
 * table, tr, td, b, i, u, span and br; the only attributes are numbers made here.
 */
export class PageWriter {
  private readonly textParts: string[] = []
  private readonly htmlParts: string[] = []
  private length = 0

  /** A run of words; line breaks in it are kept in the text and become br. */
  text(words: string, style: RunStyle = plain): void {
    for (const [i, part] of words.split('\n').entries()) {
      if (i > 0) {
        this.htmlParts.push('<br>')
        this.raw('\n')
      }
      if (part === '') continue
      const [before, after] = tags(style)
      this.htmlParts.push(`${before}<span data-s="${this.length}">${escapeHtml(part)}</span>${after}`)
      this.raw(part)
    }
  }

  openParagraph(look?: PageLook): void {
    this.htmlParts.push(`<p${lookOf(look)}>`)
  }
  closeParagraph(): void {
    this.htmlParts.push('</p>')
  }
  /** The end of a line in the text; the page has its paragraphs. */
  lineEnd(): void {
    this.raw('\n')
  }
  /** What parts two cells of a row in the text. */
  cellEnd(): void {
    this.raw('\t')
  }
  openTable(look?: PageLook): void {
    this.htmlParts.push(`<table${lookOf(look)}>`)
  }
  closeTable(): void {
    this.htmlParts.push('</table>')
  }
  openRow(): void {
    this.htmlParts.push('<tr>')
  }
  closeRow(): void {
    this.htmlParts.push('</tr>')
  }
  openCell(columns: number, rows: number): void {
    this.htmlParts.push(
      `<td${columns > 1 ? ` colspan="${columns}"` : ''}${rows > 1 ? ` rowspan="${rows}"` : ''}>`,
    )
  }
  closeCell(): void {
    this.htmlParts.push('</td>')
  }

  /** the offset in the text at which the next run begins */
  place(): number {
    return this.length
  }
  content(): string {
    return this.textParts.join('')
  }
  html(): string {
    return this.htmlParts.join('')
  }

  private raw(words: string): void {
    this.textParts.push(words)
    this.length += words.length
  }
}

function lookOf(look: PageLook | undefined): string {
  return look === undefined ? '' : ` data-look="${pageLooks[look]}"`
}

function tags({ bold, italic, underline }: RunStyle): [before: string, after: string] {
  return [
    `${bold ? '<b>' : ''}${italic ? '<i>' : ''}${underline ? '<u>' : ''}`,
    `${underline ? '</u>' : ''}${italic ? '</i>' : ''}${bold ? '</b>' : ''}`,
  ]
}

function escapeHtml(words: string): string {
  return words.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign)
}
const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
