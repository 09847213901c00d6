import { DocumentError } from '../errors.ts'
import { writeDocument, type Block, type Cell, type Paragraph, type Run, type Table } from './blocks.ts'
import { DocxFonts, forMammoth, hiddenMark } from './docx-fonts.ts'
import { Numbering } from './numbering.ts'
import type { OpenedDocument } from './open.ts'
import type { Archive } from './zip.ts'

/** An element of the tree that Mammoth reads; only what is used here. */
interface Element {
  type: string
  children?: Element[]
  value?: string
  styleId?: string | null
  font?: string | null
  highlight?: string | null
  isBold?: boolean
  isItalic?: boolean
  isUnderline?: boolean
  isAllCaps?: boolean
  checked?: boolean
  colSpan?: number
  rowSpan?: number
  numbering?: { paragraphStyleId?: string } | null
}

/** Mammoth takes any store of parts in place of a buffer (its `unzip.js`); its types do not say so. */
interface Parts {
  exists(name: string): boolean
  read(name: string, encoding?: string): Promise<string | Uint8Array>
}
type Convert = (
  input: { file: Parts },
  options: {
    externalFileAccess: false
    includeEmbeddedStyleMap: false
    transformDocument(tree: Element): Element
  },
) => Promise<unknown>

const mainPart = 'word/document.xml'
const numberingPart = 'word/numbering.xml'
const stylesPart = 'word/styles.xml'

/**
 * Opens a .docx: Mammoth reads the tree, our own writer makes text and page of it.
 * @param archive its parts, sizes checked
 */
export async function openDocx(archive: Archive): Promise<OpenedDocument> {
  const part = async (name: string) => (archive.has(name) ? readText(archive, name) : '')
  const numbering = new Numbering(await part(numberingPart))
  const fonts = new DocxFonts(await part(stylesPart))
  const tree = await readTree(archive, numbering)
  return writeDocument(new DocxTree(numbering, fonts).blocks(tree.children ?? []), 'docx')
}

async function readText(archive: Archive, name: string): Promise<string> {
  return new TextDecoder().decode(await archive.read(name))
}

async function readTree(archive: Archive, numbering: Numbering): Promise<Element> {
  const mammoth = await import('mammoth')
  const convert = mammoth.default.convertToHtml as unknown as Convert
  let tree: Element | null = null
  const file: Parts = {
    // Pictures are never shown, so never inflated; comments and notes are no part of the text.
    exists: (name) => archive.has(name) && !/^word\/(?:comments|footnotes|endnotes)/.test(name),
    read: async (name, encoding) => {
      const content =
        name === numberingPart
          ? new TextEncoder().encode(numbering.xml)
          : name === mainPart
            ? new TextEncoder().encode(forMammoth(await readText(archive, name)))
            : await archive.read(name)
      return encoding === undefined
        ? content
        : new TextDecoder(encoding === 'base64' ? 'utf-8' : encoding).decode(content)
    },
  }
  const failures: unknown[] = []
  try {
    await convert(
      { file },
      {
        externalFileAccess: false,
        includeEmbeddedStyleMap: false,
        transformDocument: (read) => {
          tree = read
          return { ...read, children: [] }
        },
      },
    )
  } catch (error) {
    failures.push(error)
  }
  const [failure] = failures
  if (failure instanceof DocumentError) throw failure
  if (tree === null || failure !== undefined) throw new DocumentError('document.damaged', failure)
  return tree
}

/** Makes blocks of Mammoth's tree. */
class DocxTree {
  private readonly numbering: Numbering
  private readonly fonts: DocxFonts
  constructor(numbering: Numbering, fonts: DocxFonts) {
    this.numbering = numbering
    this.fonts = fonts
  }

  /** Paragraphs and tables; whatever else is met is looked through for them. */
  blocks(elements: readonly Element[]): Block[] {
    return elements.flatMap((element): Block[] => {
      if (element.type === 'paragraph') return [this.paragraph(element)]
      if (element.type === 'table') return [this.table(element)]
      return this.blocks(element.children ?? [])
    })
  }

  private paragraph(paragraph: Element): Paragraph {
    const level = paragraph.numbering?.paragraphStyleId
    const runs: Run[] = []
    this.runs(runs, paragraph, paragraph.children ?? [], null)
    return { kind: 'paragraph', marker: level === undefined ? '' : this.numbering.next(level), runs }
  }

  private runs(runs: Run[], paragraph: Element, elements: readonly Element[], run: Element | null): void {
    let words = ''
    const flush = () => {
      if (run?.highlight === hiddenMark) words = ''
      if (words === '') return
      const styled = this.fonts.of(paragraph.styleId ?? null, run?.styleId ?? null)
      runs.push({
        words,
        style: {
          bold: run?.isBold ?? false,
          italic: run?.isItalic ?? false,
          underline: run?.isUnderline ?? false,
        },
        font: run?.font ?? styled.font,
        capitals: (run?.isAllCaps ?? false) || styled.capitals,
      })
      words = ''
    }
    for (const element of elements) {
      const value = literal(element)
      if (value !== null) words += value
      else if (element.children) {
        flush()
        this.runs(runs, paragraph, element.children, element.type === 'run' ? element : run)
      }
    }
    flush()
  }

  private table(table: Element): Table {
    return {
      kind: 'table',
      rows: (table.children ?? []).map((row) =>
        (row.children ?? []).map((cell): Cell => ({
          columns: cell.colSpan ?? 1,
          rows: cell.rowSpan ?? 1,
          blocks: this.blocks(cell.children ?? []),
        })),
      ),
    }
  }
}

/** The letters that an element stands for; null where it has none of its own. */
function literal(element: Element): string | null {
  switch (element.type) {
    case 'text':
      // A line break inside a run is a space to Word.
      return (element.value ?? '').replace(/[\r\n]/g, ' ')
    case 'tab':
      return '\t'
    case 'break':
      return '\n'
    case 'checkbox':
      return element.checked ? '☒' : '☐'
    default:
      return null
  }
}
