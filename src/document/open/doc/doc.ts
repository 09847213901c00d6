import { DocumentError } from '../../errors.ts'
import { writeDocument, type Block, type Paragraph } from '../blocks.ts'
import { decode } from '../bytes.ts'
import type { OpenedDocument } from '../open.ts'
import { TableBuilder, type CellShape } from '../table-builder.ts'
import { openCompound } from './compound.ts'
import { DocLists } from './lists.ts'
import { codes, Finder, number, readFormatted, readSprms, type Sprm } from './sprms.ts'
import { applyRun, readFonts, Styles, type Look } from './styles.ts'

/**
 * Opens a .doc of Word 97 to 2003 (MS-DOC): words with fonts, tables, automatic numbers. Macros and embedded objects stand in
 * streams that are never read.
 * @throws DocumentError `document.encrypted`, `document.old_word`, `document.not_docx` for a sheet or slides
 */
export function openDoc(bytes: Uint8Array): OpenedDocument {
  const compound = openCompound(bytes)
  if (compound.has('EncryptedPackage')) throw new DocumentError('document.encrypted')
  const main = compound.read('WordDocument')
  if (!main) throw new DocumentError('document.not_docx')
  if (main.length < 0x400 || main.readUInt16LE(0) !== 0xa5ec) throw new DocumentError('document.old_word')
  const flags = main.readUInt16LE(0x0a)
  if ((flags & 0x0100) !== 0) throw new DocumentError('document.encrypted')
  if (main.readUInt16LE(2) < 0xc1) throw new DocumentError('document.old_word')
  const table = compound.read((flags & 0x0200) !== 0 ? '1Table' : '0Table')
  if (!table) throw new DocumentError('document.damaged')
  return writeDocument(new DocReader(main, table, compound.read('Data')).read(), 'doc')
}

/** Places of the parts in the table stream: pairs of offset and length in the head of the main stream (MS-DOC 2.5.6). */
const parts = {
  styles: 0xa2,
  runs: 0xfa,
  paragraphs: 0x102,
  fonts: 0x112,
  pieces: 0x1a2,
  lists: 0x2e2,
  listUses: 0x2ea,
} as const

/** A stretch of the text: where its letters stand, one or two bytes each. */
interface Piece {
  start: number
  letters: number
  wide: boolean
}

interface ParagraphLook {
  style: number
  depth: number
  rowEnd: boolean
  cellEnd: boolean
  list: number
  level: number
  shapes: CellShape[]
}

class DocReader {
  private readonly main: Buffer
  private readonly table: Buffer
  private readonly data: Buffer | null
  private readonly styles: Styles
  private readonly fonts: string[]
  private readonly lists: DocLists
  private readonly runs: Finder
  private readonly paragraphs: Finder
  private readonly tables = new TableBuilder()
  private paragraph: Paragraph = { kind: 'paragraph', marker: '', runs: [] }
  /** of each field that is open, whether its words are shown */
  private readonly fields: boolean[] = []

  constructor(main: Buffer, table: Buffer, data: Buffer | null) {
    this.main = main
    this.table = table
    this.data = data
    this.styles = new Styles(this.part('styles'))
    this.fonts = readFonts(this.part('fonts'))
    this.lists = new DocLists(table.subarray(this.place('lists').offset), this.part('listUses'))
    this.runs = new Finder(readFormatted(table, main, this.place('runs'), 'runs'))
    this.paragraphs = new Finder(readFormatted(table, main, this.place('paragraphs'), 'paragraphs'))
  }

  read(): Block[] {
    // Pieces may lie over each other; together they have no more letters than the stream has bytes.
    let left = Math.min(this.main.readUInt32LE(0x4c), this.main.length)
    for (const piece of readPieces(this.part('pieces'))) {
      if (left <= 0) break
      const letters = Math.min(piece.letters, left)
      left -= letters
      this.piece({ ...piece, letters })
    }
    if (this.paragraph.runs.length > 0) this.tables.paragraph(this.paragraph, 0)
    return this.tables.finish()
  }

  private place(part: keyof typeof parts): { offset: number; length: number } {
    const at = parts[part]
    return { offset: this.main.readUInt32LE(at), length: this.main.readUInt32LE(at + 4) }
  }

  private part(part: keyof typeof parts): Buffer {
    const { offset, length } = this.place(part)
    if (offset + length > this.table.length) throw new DocumentError('document.damaged')
    return this.table.subarray(offset, offset + length)
  }

  private piece({ start, letters, wide }: Piece): void {
    const size = wide ? 2 : 1
    const end = start + letters * size
    if (end > this.main.length) throw new DocumentError('document.damaged')
    for (let at = start; at < end;) {
      const formatted = this.runs.find(at)
      const inside = formatted !== undefined && formatted.start <= at
      const stop = Math.min(end, (inside ? formatted.end : formatted?.start) ?? end)
      // A stretch that ends within a letter would stand still.
      const to = Math.max(at + size, stop - ((stop - at) % size))
      const bytes = this.main.subarray(at, Math.min(to, end))
      const words = decode(bytes, wide ? 'utf-16le' : 'windows-1252')
      this.stretch(words, at, size, inside ? readSprms(formatted.list) : [])
      at = to
    }
  }

  /** Letters of one look; marks of paragraphs, cells and fields among them. */
  private stretch(words: string, start: number, size: number, sprms: readonly Sprm[]): void {
    let from = 0
    for (const match of words.matchAll(/[\u0007\u000c\r\u0013-\u0015]/g)) {
      this.words(words.slice(from, match.index), start + from * size, sprms)
      from = match.index + 1
      const at = start + match.index * size
      if (match[0] === '\u0013') this.fields.push(false)
      else if (match[0] === '\u0014') this.fields[this.fields.length - 1] = true
      else if (match[0] === '\u0015') this.fields.pop()
      else this.endParagraph(match[0] === '\u0007', at)
    }
    this.words(words.slice(from), start + from * size, sprms)
  }

  private words(raw: string, at: number, sprms: readonly Sprm[]): void {
    if (raw === '' || this.fields.includes(false)) return
    const look = this.look(at, sprms)
    if (look.hidden) return
    const symbol = sprms.find(({ code }) => code === codes.symbol)
    if (symbol && symbol.operand.length >= 4) {
      this.append(String.fromCharCode(symbol.operand.readUInt16LE(2)), look, symbol.operand.readUInt16LE(0))
      return
    }
    const words = raw
      .replace(/\u000b/g, '\n')
      .replace(/\u001e/g, '-')
      // The soft hyphen, which is "ư" in TCVN3.
      .replace(/\u001f/g, '\u00ad')
      // Pictures, notes and other things in the text.
      .replace(/[\0-\u0008\u000e-\u001d]/g, '')
    if (words !== '') this.append(words, look, look.font)
  }

  private append(words: string, { bold, italic, underline, capitals }: Look, font: number): void {
    const style = { bold, italic, underline }
    this.paragraph.runs.push({ words, style, font: this.fonts[font] ?? null, capitals })
  }

  /** Style of the paragraph, style of the run, then what was set by hand. */
  private look(at: number, sprms: readonly Sprm[]): Look {
    const base = this.styles.look(this.styleAt(at))
    if (sprms.length === 0) return base
    const look = { ...base }
    const own = sprms.find(({ code }) => code === codes.characterStyle)
    if (own) applyRun(look, this.styles.runOf(number(own.operand)), base)
    applyRun(look, sprms, base)
    return look
  }

  private styleAt(at: number): number {
    const found = this.paragraphs.find(at)
    return found && found.list.length >= 2 ? found.list.readUInt16LE(0) : 0
  }

  private endParagraph(cellMark: boolean, at: number): void {
    const look = this.paragraphLook(at)
    const { paragraph, tables } = this
    this.paragraph = { kind: 'paragraph', marker: '', runs: [] }
    if (look.rowEnd) {
      tables.rowEnd(look.depth, look.shapes)
      return
    }
    const shown = paragraph.runs.some(({ words }) => words.trim() !== '')
    if (shown && look.list > 0) paragraph.marker = this.lists.next(look.list, look.level)
    tables.paragraph(paragraph, look.depth)
    if (cellMark || look.cellEnd) tables.cellEnd(look.depth)
  }

  private paragraphLook(at: number): ParagraphLook {
    const style = this.styleAt(at)
    const look: ParagraphLook = {
      style,
      depth: 0,
      rowEnd: false,
      cellEnd: false,
      list: 0,
      level: 0,
      shapes: [],
    }
    let inTable = false
    const own = this.paragraphs.find(at)?.list.subarray(2) ?? Buffer.alloc(0)
    for (const { code, operand } of [...this.styles.paragraphOf(style), ...this.spread(readSprms(own))]) {
      const value = number(operand)
      if (code === codes.inTable) inTable = value === 1
      else if (code === codes.rowEnd || code === codes.innerRowEnd) look.rowEnd = value === 1
      else if (code === codes.innerCellEnd) look.cellEnd = value === 1
      else if (code === codes.depth) look.depth = Math.min(value, 20)
      else if (code === codes.list) look.list = value < 0x7ff ? value : 0
      else if (code === codes.listLevel) look.level = Math.min(value, 8)
      else if (code === codes.tableShape) look.shapes = readShapes(operand)
    }
    look.depth = inTable ? Math.max(1, look.depth) : 0
    return look
  }

  /** A list too long for its page stands in the data stream. */
  private spread(sprms: Sprm[]): Sprm[] {
    const { data } = this
    return sprms.flatMap((sprm) => {
      if (sprm.code !== codes.elsewhere || !data) return [sprm]
      const at = number(sprm.operand)
      return at + 2 > data.length ? [] : readSprms(data.subarray(at + 2, at + 2 + data.readUInt16LE(at)))
    })
  }
}

/** The pieces that the text is made of, in order (MS-DOC 2.9.38 Clx). */
function readPieces(clx: Buffer): Piece[] {
  let at = 0
  while (clx[at] === 1 && at + 3 <= clx.length) at += 3 + clx.readUInt16LE(at + 1)
  if (clx[at] !== 2 || at + 5 > clx.length) throw new DocumentError('document.damaged')
  const plc = clx.subarray(at + 5, at + 5 + clx.readUInt32LE(at + 1))
  const count = Math.floor((plc.length - 4) / 12)
  return Array.from({ length: Math.max(0, count) }, (_, i) => {
    const place = plc.readUInt32LE((count + 1) * 4 + i * 8 + 2)
    const wide = (place & 0x40000000) === 0
    const start = place & 0x3fffffff
    const letters = plc.readUInt32LE(i * 4 + 4) - plc.readUInt32LE(i * 4)
    if (letters < 0) throw new DocumentError('document.damaged')
    return { start: wide ? start : start >> 1, letters, wide }
  })
}

/** Edges of a row's cells and which of them go on over others (MS-DOC 2.9.318 TDefTableOperand). */
function readShapes(operand: Buffer): CellShape[] {
  const count = operand[0] ?? 0
  const shapes: CellShape[] = []
  for (let i = 0; i < count && 1 + (i + 2) * 2 <= operand.length; i++) {
    const tc = 1 + (count + 1) * 2 + i * 20
    const flags = tc + 2 <= operand.length ? operand.readUInt16LE(tc) : 0
    shapes.push({
      right: operand.readInt16LE(1 + (i + 1) * 2),
      joined: (flags & 3) === 1,
      below: ((flags >> 5) & 3) === 1,
    })
  }
  return shapes
}
