import { DocumentError } from '../errors.ts'
import { Numbering } from './numbering.ts'
import type { OpenedDocument } from './open.ts'
import { PageWriter, type RunStyle } from './page.ts'
import { openArchive, type Archive } from './zip.ts'

/** An element of the tree that Mammoth reads; only what is used here. */
interface Element {
  type: string
  children?: Element[]
  value?: string
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

/** Opens a .docx: guards first, then Mammoth reads the tree, then our own writer makes text and page of it. */
export async function openDocx(bytes: Uint8Array): Promise<OpenedDocument> {
  const archive = await openArchive(bytes)
  if (!archive.has('[Content_Types].xml') || !archive.has(mainPart))
    throw new DocumentError('document.not_docx')
  const numbering = new Numbering(archive.has(numberingPart) ? await readText(archive, numberingPart) : '')
  const tree = await readTree(archive, numbering)
  const page = new PageWriter()
  writeBlocks(page, tree.children ?? [], numbering)
  return { text: page.content(), html: page.html(), format: 'docx' }
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
        name === numberingPart ? new TextEncoder().encode(numbering.xml) : await archive.read(name)
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

/** Paragraphs and tables; whatever else is met is looked through for them. */
function writeBlocks(page: PageWriter, elements: readonly Element[], numbering: Numbering): void {
  for (const element of elements) {
    if (element.type === 'paragraph') {
      writeParagraph(page, element, numbering)
      page.lineEnd()
    } else if (element.type === 'table') writeTable(page, element, numbering)
    else writeBlocks(page, element.children ?? [], numbering)
  }
}

function writeParagraph(page: PageWriter, paragraph: Element, numbering: Numbering): void {
  page.openParagraph()
  const level = paragraph.numbering?.paragraphStyleId
  const marker = level === undefined ? '' : numbering.next(level)
  if (marker !== '' && hasText(paragraph)) page.text(`${marker} `)
  writeRuns(page, paragraph.children ?? [], null)
  page.closeParagraph()
}

function hasText(element: Element): boolean {
  return (element.value ?? '').trim() !== '' || (element.children ?? []).some(hasText)
}

function writeRuns(page: PageWriter, elements: readonly Element[], run: Element | null): void {
  const style: RunStyle = {
    bold: run?.isBold ?? false,
    italic: run?.isItalic ?? false,
    underline: run?.isUnderline ?? false,
  }
  let words = ''
  const flush = () => {
    page.text(words, style)
    words = ''
  }
  for (const element of elements) {
    const value = literal(element)
    if (value !== null) words += run?.isAllCaps ? value.toLocaleUpperCase('vi') : value
    else if (element.children) {
      flush()
      writeRuns(page, element.children, element.type === 'run' ? element : run)
    }
  }
  flush()
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

/** A row is one stretch of lines: the paragraphs of a cell on lines of their own, cells parted by a tab. */
function writeTable(page: PageWriter, table: Element, numbering: Numbering): void {
  page.openTable()
  for (const row of table.children ?? []) {
    page.openRow()
    for (const [i, cell] of (row.children ?? []).entries()) {
      if (i > 0) page.cellEnd()
      page.openCell(cell.colSpan ?? 1, cell.rowSpan ?? 1)
      writeCell(page, cell.children ?? [], numbering)
      page.closeCell()
    }
    page.closeRow()
    page.lineEnd()
  }
  page.closeTable()
}

function writeCell(page: PageWriter, elements: readonly Element[], numbering: Numbering): void {
  for (const [i, element] of elements.entries()) {
    if (element.type === 'paragraph') {
      writeParagraph(page, element, numbering)
      if (i < elements.length - 1) page.lineEnd()
    } else if (element.type === 'table') writeTable(page, element, numbering)
    else writeBlocks(page, element.children ?? [], numbering)
  }
}
