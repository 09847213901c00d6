import { codes, number, readSprms, type Sprm } from './sprms.ts'

/** What a run of letters looks like, as far as words go. */
export interface Look {
  bold: boolean
  italic: boolean
  underline: boolean
  capitals: boolean
  hidden: boolean
  font: number
}

interface Style {
  basedOn: number
  paragraph: Sprm[]
  run: Sprm[]
}

const none = 0xfff

/** The style sheet of a .doc (MS-DOC 2.9.271). */
export class Styles {
  private readonly styles: (Style | null)[] = []
  private readonly looks = new Map<number, Look>()
  private font = 0

  constructor(sheet: Buffer) {
    if (sheet.length < 20) return
    const headLength = sheet.readUInt16LE(0)
    const count = sheet.readUInt16LE(2)
    const base = sheet.readUInt16LE(4)
    this.font = headLength >= 18 ? sheet.readUInt16LE(18) : sheet.readUInt16LE(14)
    let at = 2 + headLength
    for (let i = 0; i < count && at + 2 <= sheet.length; i++) {
      const length = sheet.readUInt16LE(at)
      this.styles.push(length === 0 ? null : readStyle(sheet.subarray(at + 2, at + 2 + length), base))
      at += 2 + length
    }
  }

  /** The look of a paragraph style's letters. */
  look(style: number): Look {
    const known = this.looks.get(style)
    if (known) return known
    const plain = { bold: false, italic: false, underline: false, capitals: false, hidden: false }
    const look: Look = { ...plain, font: this.font }
    for (const { run } of this.lineage(style)) applyRun(look, run, plain)
    this.looks.set(style, look)
    return look
  }

  /** The modifiers of a character style. */
  runOf(style: number): Sprm[] {
    return this.lineage(style).flatMap(({ run }) => run)
  }

  /** The modifiers that a paragraph style gives its paragraphs. */
  paragraphOf(style: number): Sprm[] {
    return this.lineage(style).flatMap(({ paragraph }) => paragraph)
  }

  /** What a style is based on, then the style itself. */
  private lineage(style: number): Style[] {
    const found: Style[] = []
    let at = style
    // A style based on itself ends here.
    while (at !== none && found.length < 20) {
      const here = this.styles[at]
      if (!here) break
      found.unshift(here)
      at = here.basedOn
    }
    return found
  }
}

function readStyle(style: Buffer, base: number): Style {
  const read: Style = { basedOn: none, paragraph: [], run: [] }
  if (style.length < base + 2 || base < 6) return read
  const kind = style.readUInt16LE(2) & 0xf
  read.basedOn = style.readUInt16LE(2) >> 4
  const parts = style.readUInt16LE(4) & 0xf
  let at = base + 2 + style.readUInt16LE(base) * 2 + 2
  for (let i = 0; i < parts && at + 2 <= style.length; i++) {
    const length = style.readUInt16LE(at)
    const part = style.subarray(at + 2, at + 2 + length)
    if (kind === 1 && i === 0) read.paragraph = readSprms(part.subarray(2))
    else if ((kind === 1 && i === 1) || (kind === 2 && i === 0)) read.run = readSprms(part)
    at += 2 + length + (length % 2)
  }
  return read
}

const toggles: Record<number, 'bold' | 'italic' | 'capitals' | 'hidden'> = {
  [codes.bold]: 'bold',
  [codes.italic]: 'italic',
  [codes.capitals]: 'capitals',
  [codes.hidden]: 'hidden',
}

/**
 * Changes a look by modifiers.
 * @param style what "as the style has it" and "the other way" mean
 */
export function applyRun(look: Look, sprms: readonly Sprm[], style: Omit<Look, 'font' | 'underline'>): void {
  for (const { code, operand } of sprms) {
    const toggle = toggles[code]
    const value = number(operand)
    if (toggle) look[toggle] = value === 0x80 ? style[toggle] : value === 0x81 ? !style[toggle] : value === 1
    else if (code === codes.underline) look.underline = value !== 0
    else if (code === codes.fontOther) look.font = value
    else if (code === codes.fontAscii && !sprms.some((other) => other.code === codes.fontOther))
      look.font = value
    else if (code === codes.deleted && value === 1) look.hidden = true
  }
}

/** Names of the fonts (MS-DOC 2.9.286, SttbfFfn). */
export function readFonts(table: Buffer): string[] {
  const fonts: string[] = []
  if (table.length < 4) return fonts
  const wide = table.readUInt16LE(0) === 0xffff
  const count = table.readUInt16LE(wide ? 2 : 0)
  let at = wide ? 6 : 4
  while (fonts.length < count && at < table.length) {
    const length = (table[at] ?? 0) + 1
    const name = table.toString('utf16le', at + 40, Math.min(at + length, table.length))
    fonts.push(name.split('\0')[0] ?? '')
    at += length
  }
  return fonts
}
