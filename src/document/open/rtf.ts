import { DocumentError } from '../errors.ts'
import { legacyOfFont } from '../text/legacy.ts'
import { writeDocument, type Paragraph } from './blocks.ts'
import { decode } from './bytes.ts'
import { bullet } from './list-numbers.ts'
import type { OpenedDocument } from './open.ts'
import { rtfTokens, type Token } from './rtf-tokens.ts'
import { TableBuilder, type CellShape } from './table-builder.ts'

/** Opens a file in Rich Text Format, whatever it is called. Objects and pictures in it are passed over, never opened. */
export function openRtf(bytes: Uint8Array): OpenedDocument {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const reader = new RtfReader()
  for (const token of rtfTokens(source)) reader.take(token)
  return writeDocument(reader.finish(), 'rtf')
}

/** Groups whose words are no part of the text. */
const passedOver = new Set(
  'colortbl stylesheet info pict header headerl headerr headerf footer footerl footerr footerf footnote xe tc nonshppict shprslt sp listtable listoverridetable revtbl rsidtbl nonesttables generator template'.split(
    ' ',
  ),
)
/** Starred groups that hold text, or others that do. */
const lookedInto = new Set(['shpinst', 'do', 'nesttableprops', 'shptxt', 'dptxbxtext'])
const pages: Record<number, string> = {
  128: 'shift_jis',
  129: 'euc-kr',
  134: 'gbk',
  136: 'big5',
  161: 'windows-1253',
  162: 'windows-1254',
  163: 'windows-1258',
  177: 'windows-1255',
  178: 'windows-1256',
  186: 'windows-1257',
  204: 'windows-1251',
  222: 'windows-874',
  238: 'windows-1250',
}
const signs: Record<string, string> = {
  tab: '\t',
  line: '\n',
  page: '\n',
  softline: '\n',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
  endash: '–',
  emdash: '—',
  emspace: ' ',
  enspace: ' ',
  qmspace: ' ',
  '~': '\u00a0',
  _: '-',
  '-': '\u00ad',
  '{': '{',
  '}': '}',
  '\\': '\\',
}
const flags = ['b', 'i', 'caps', 'v', 'deleted'] as const

/** `text` is the document's; `marker` a number that stands before it; `fonts` the list of fonts; `off` nothing to read. */
type Destination = 'text' | 'marker' | 'fonts' | 'off' | 'shape'

interface State {
  destination: Destination
  font: number
  b: boolean
  i: boolean
  ul: boolean
  caps: boolean
  v: boolean
  deleted: boolean
  /** within the shape of a row of a table in a cell, which stands behind the row's words */
  inner: boolean
  /** how many letters for older readers follow a `\\u` */
  fallback: number
}

const deepest = 5000

class RtfReader {
  private state: State = {
    destination: 'text',
    font: 0,
    b: false,
    i: false,
    ul: false,
    caps: false,
    v: false,
    deleted: false,
    inner: false,
    fallback: 1,
  }
  private readonly groups: State[] = []
  private readonly fonts = new Map<number, { name: string; page: string | null }>()
  private readonly tables = new TableBuilder()
  private defaultFont = 0
  private defaultPage = 'windows-1252'
  private paragraph: Paragraph = { kind: 'paragraph', marker: '', runs: [] }
  private pending = ''
  private pendingFont = -1
  private depth = 0
  private inTable = false
  private skip = 0
  private starred = false
  private atStart = false
  private shapes: { outer: CellShape[]; inner: CellShape[] } = { outer: [], inner: [] }
  private shape = { joined: false, below: false }

  take(token: Token): void {
    if (token.kind === 'open') {
      if (this.groups.length >= deepest) throw new DocumentError('document.damaged')
      this.groups.push({ ...this.state })
      this.atStart = true
      this.skip = 0
      return
    }
    if (token.kind === 'close') {
      this.flush()
      this.state = this.groups.pop() ?? this.state
      this.skip = 0
    } else if (token.kind === 'bytes') this.bytes(token.bytes)
    else if (token.word === '*') {
      this.starred = true
      return
    } else this.control(token.word, token.value)
    this.atStart = false
    this.starred = false
  }

  finish(): ReturnType<TableBuilder['finish']> {
    this.flush()
    if (this.paragraph.runs.length > 0) this.endParagraph()
    return this.tables.finish()
  }

  private bytes(bytes: string): void {
    const kept = bytes.slice(this.skip)
    this.skip = Math.max(0, this.skip - bytes.length)
    if (this.state.destination === 'fonts') this.fontName(kept)
    else if (this.shown()) {
      if (this.pendingFont !== this.state.font) this.flush()
      this.pendingFont = this.state.font
      this.pending += kept
    }
  }

  private shown(): boolean {
    const { destination, v, deleted } = this.state
    return (destination === 'text' || destination === 'marker') && !v && !deleted
  }

  private fontName(part: string): void {
    const font = this.fonts.get(this.state.font)
    if (font && font.name.length < 200) font.name += part.replace(';', '')
  }

  private control(word: string, value: number | null): void {
    if (this.atStart && this.enter(word)) return
    if (word === 'u' && value !== null) {
      this.unicode(value)
      return
    }
    const sign = signs[word]
    if (this.skip > 0 && (sign !== undefined || word === "'")) {
      this.skip -= 1
      return
    }
    if (sign !== undefined) this.words(sign)
    else if (this.state.destination === 'fonts') this.fontTable(word, value)
    else if (this.state.destination !== 'off') this.property(word, value)
  }

  /** The first word of a group says what the group is. */
  private enter(word: string): boolean {
    const { state } = this
    if (state.destination === 'off') return true
    if (word === 'fonttbl') state.destination = 'fonts'
    else if (word === 'listtext' || word === 'pntext') state.destination = 'marker'
    else if (word === 'shpinst' || word === 'do') state.destination = 'shape'
    else if (word === 'nesttableprops') state.inner = true
    else if (word === 'shptxt' || word === 'dptxbxtext') state.destination = 'text'
    else if (passedOver.has(word) || (this.starred && !lookedInto.has(word))) {
      // A starred entry of the font table is another name of the font.
      state.destination = 'off'
    } else return false
    return true
  }

  private fontTable(word: string, value: number | null): void {
    if (word === 'f') {
      this.state.font = value ?? 0
      this.fonts.set(this.state.font, { name: '', page: null })
    } else if (word === 'fcharset') {
      const font = this.fonts.get(this.state.font)
      if (font) font.page = pages[value ?? 0] ?? null
    }
  }

  private unicode(value: number): void {
    if (this.state.destination === 'fonts') this.fontName(String.fromCharCode(value & 0xffff))
    else this.words(String.fromCharCode(value & 0xffff))
    this.skip = this.state.fallback
  }

  private words(words: string): void {
    if (!this.shown()) return
    this.flush()
    this.append(words)
  }

  /** Letters kept as bytes become letters by the font's code page. */
  private flush(): void {
    const { pending } = this
    this.pending = ''
    if (pending === '') return
    const font = this.fonts.get(this.pendingFont)
    const name = font?.name.trim() ?? null
    const page = name !== null && legacyOfFont(name) ? 'windows-1252' : (font?.page ?? this.defaultPage)
    const letters = /[^\0-\x7f]/.test(pending) ? decode(Buffer.from(pending, 'latin1'), page) : pending
    this.append(page === 'windows-1258' ? letters.normalize('NFC') : letters)
  }

  private append(words: string): void {
    const { state, paragraph } = this
    if (state.destination === 'marker') {
      paragraph.marker += words
      return
    }
    const font = this.fonts.get(state.font)?.name.trim() ?? null
    const last = paragraph.runs.at(-1)
    const style = { bold: state.b, italic: state.i, underline: state.ul }
    if (
      last?.font === font &&
      last.capitals === state.caps &&
      last.style.bold === state.b &&
      last.style.italic === state.i &&
      last.style.underline === state.ul
    )
      last.words += words
    else paragraph.runs.push({ words, style, font, capitals: state.caps })
  }

  private property(word: string, value: number | null): void {
    const flag = flags.find((name) => name === word)
    if (flag) {
      this.flush()
      this.state[flag] = value !== 0
    } else if (word === 'ulnone') {
      this.flush()
      this.state.ul = false
    } else if (/^ul(?:w|d|db|dash|th|wave)?$/.test(word)) {
      this.flush()
      this.state.ul = value !== 0
    } else if (word === 'f') {
      this.flush()
      this.state.font = value ?? 0
    } else if (word === 'plain') {
      this.flush()
      const { destination, fallback } = this.state
      this.state = { ...this.state, b: false, i: false, ul: false, caps: false, v: false, deleted: false }
      Object.assign(this.state, { destination, fallback, font: this.defaultFont })
    } else if (word === 'uc') this.state.fallback = Math.min(Math.max(value ?? 1, 0), 100)
    else if (word === 'deff') this.state.font = this.defaultFont = value ?? 0
    else if (word === 'ansicpg') this.defaultPage = value === 1258 ? 'windows-1258' : this.defaultPage
    else this.layout(word, value)
  }

  private layout(word: string, value: number | null): void {
    switch (word) {
      case 'par':
      case 'sect':
        this.flush()
        this.endParagraph()
        return
      case 'pard':
        this.inTable = false
        this.depth = 0
        return
      case 'intbl':
        this.inTable = true
        return
      case 'itap':
        this.depth = Math.min(Math.max(value ?? 0, 0), 20)
        return
      case 'cell':
      case 'nestcell': {
        this.flush()
        const depth = word === 'cell' ? 1 : Math.max(2, this.depth)
        this.inTable = true
        this.depth = depth
        this.endParagraph()
        this.tables.cellEnd(depth)
        return
      }
      case 'row':
      case 'nestrow':
        if (word === 'row') this.tables.rowEnd(1, this.shapes.outer)
        else this.tables.rowEnd(Math.max(2, this.depth), this.shapes.inner)
        this.paragraph = { kind: 'paragraph', marker: '', runs: [] }
        return
      case 'trowd':
        this.shapes[this.state.inner ? 'inner' : 'outer'] = []
        this.shape = { joined: false, below: false }
        return
      case 'clmrg':
        this.shape.joined = true
        return
      case 'clvmrg':
        this.shape.below = true
        return
      case 'cellx': {
        const shapes = this.shapes[this.state.inner ? 'inner' : 'outer']
        if (shapes.length < 1000) shapes.push({ ...this.shape, right: value ?? 0 })
        this.shape = { joined: false, below: false }
      }
    }
  }

  private endParagraph(): void {
    const { paragraph } = this
    this.paragraph = { kind: 'paragraph', marker: '', runs: [] }
    const marker = paragraph.marker.trim()
    // A bullet is a sign of a symbol font.
    paragraph.marker = marker === '' || /[\p{L}\d]/u.test(marker) ? marker : bullet(marker, 0)
    this.tables.paragraph(paragraph, this.inTable ? Math.max(1, this.depth) : this.depth)
  }
}
