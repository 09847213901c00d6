import { DocumentError } from '../errors.ts'
import { readSecrecyMark } from '../read/secrecy.ts'
import type { DocumentMetadata } from './edxml-package.ts'
import type { DocumentFormat } from './formats.ts'
import type { ShownPage } from './flow.ts'
import { pictureKind } from './picture-kind.ts'
import { Unfinished, type RecogniseOptions } from './scan.ts'
import { openTxt } from './txt.ts'

export interface OpenedDocument {
  /** the text that every offset of `readText` points into */
  text: string
  /**
   * A page made by our own writer: p, table, tr, td, b, i, u, span, br only, text escaped. Each run of text is
   * `<span data-s="START">` with START its offset in `text`, so that a span of the text can be lit in the page.
   */
  html: string
  format: DocumentFormat
  /** of what was read off pictures: how sure the reading is on average, 0 to 100 */
  confidence?: number
  /** of .pdf and pictures: the pages, and where on them the words of the text stand */
  pages?: ShownPage[]
  /** what the package says that the document came in (edXML) */
  metadata?: DocumentMetadata
}

export interface OpenOptions {
  /** how much may be read off pictures; all of it where not said */
  recognise?: RecogniseOptions
}

/** The largest file taken, in bytes. */
export const maxFileBytes = 50 * 1024 * 1024

/**
 * Opens a document file: text and page from the same pass.
 * @param bytes the file's content; what it is, is told by the content, the name only decides what the content leaves open
 * @throws DocumentError with the reason as code; `document.secret` for a text that bears a secrecy mark
 * @throws Unfinished where `options.recognise` left no time for all pages
 */
export async function openDocument(
  bytes: Uint8Array,
  fileName: string,
  options: OpenOptions = {},
): Promise<OpenedDocument> {
  if (bytes.byteLength === 0) throw new DocumentError('document.empty')
  if (bytes.byteLength > maxFileBytes) throw new DocumentError('document.too_large')
  const opened = await openByContent(bytes, fileName, options).catch(damaged)
  if (!/[\p{L}\d]/u.test(opened.text)) throw new DocumentError('document.empty')
  refuseSecret(opened.text)
  return opened
}

function refuseSecret(text: string): void {
  if (readSecrecyMark(text) !== null) throw new DocumentError('document.secret')
}

/** Whatever a reader stumbles over in a broken file means the same to whoever handed it in. */
function damaged(error: unknown): never {
  throw error instanceof DocumentError || error instanceof Unfinished
    ? error
    : new DocumentError('document.damaged', error)
}

/** By content; each reader is loaded only for its files: reading a text must start in well under 200 ms. */
async function openByContent(
  bytes: Uint8Array,
  fileName: string,
  options: OpenOptions,
): Promise<OpenedDocument> {
  if (startsWith(bytes, [0x50, 0x4b])) return openZip(bytes, options)
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) return (await import('./doc/doc.ts')).openDoc(bytes)
  if (startsWith(bytes, [0x25, 0x50, 0x44, 0x46])) return (await import('./pdf.ts')).openPdf(bytes, options)
  const picture = pictureKind(bytes)
  if (picture) return (await import('./picture.ts')).openPicture(bytes, picture, options)
  switch (markupOf(bytes, fileName)) {
    case 'edxml':
      return openPackage(bytes, options)
    case 'rtf':
      return (await import('./rtf.ts')).openRtf(bytes)
    case 'html':
      return (await import('./html.ts')).openHtml(bytes)
    case 'odt':
      return (await import('./odt.ts')).openFlatOdt(bytes)
    case null:
      return openTxt(bytes)
  }
}

async function openPackage(bytes: Uint8Array, options: OpenOptions): Promise<OpenedDocument> {
  const { openEdxml } = await import('./edxml.ts')
  const inside = (content: Uint8Array, name: string) => {
    // A package in a package is none that any system sends.
    if (markupOf(content, name) === 'edxml') throw new DocumentError('document.unknown_format')
    return openByContent(content, name, options).catch(damaged)
  }
  return openEdxml(bytes, inside, refuseSecret)
}

async function openZip(bytes: Uint8Array, options: OpenOptions): Promise<OpenedDocument> {
  const { openArchive } = await import('./zip.ts')
  const archive = await openArchive(bytes)
  if (archive.has('word/document.xml')) return (await import('./docx.ts')).openDocx(archive)
  if (archive.has('content.xml')) return (await import('./odt.ts')).openOdt(archive)
  const [only, ...more] = archive.names().filter((name) => /\.edxml$/i.test(name))
  if (only !== undefined && more.length === 0) return openPackage(await archive.read(only), options)
  throw new DocumentError('document.not_docx')
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, i) => bytes[i] === byte)
}

/** What may stand before the root of an XML file. */
const beforeRoot =
  /^(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,500}?-->\s*)*(?:<!DOCTYPE\s[^[>]*(?:\[[^\]]*\]\s*)?>\s*)?/

const beginsHtml =
  /^(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,500}?-->\s*)*<(?:!doctype\s+html|html|head|meta|body|div|table|p|span|font|center)\b/i

/** Which language of marks a text is written in, told by its beginning; a page that begins as none does, by its name. */
function markupOf(bytes: Uint8Array, fileName: string): 'rtf' | 'html' | 'odt' | 'edxml' | null {
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || bytes[1] === 0
  const head = new TextDecoder(wide ? 'utf-16le' : 'utf-8').decode(bytes.subarray(0, 2048)).trimStart()
  if (head.startsWith('{\\rtf')) return 'rtf'
  const root = head.replace(beforeRoot, '')
  if (/^<office:document\s/.test(root)) return 'odt'
  if (/^<(?:\w+:)?edXML\w*[\s>]/.test(root)) return 'edxml'
  return beginsHtml.test(head) || (head.startsWith('<') && /\.html?$/i.test(fileName)) ? 'html' : null
}
