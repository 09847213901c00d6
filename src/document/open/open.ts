import { DocumentError } from '../errors.ts'
import { readSecrecyMark } from '../read/secrecy.ts'
import { openTxt } from './txt.ts'

export interface OpenedDocument {
  /** the text that every offset of `readText` points into */
  text: string
  /**
   * A page made by our own writer: p, table, tr, td, b, i, u, span, br only, text escaped. Each run of text is
   * `<span data-s="START">` with START its offset in `text`, so that a span of the text can be lit in the page.
   */
  html: string
  format: 'txt' | 'docx'
}

/** The largest file taken, in bytes. */
export const maxFileBytes = 50 * 1024 * 1024

/**
 * Opens a document file: text and page from the same pass.
 * @param bytes the file's content; what it is, is told by the content, the name only decides what the content leaves open
 * @throws DocumentError with the reason as code; `document.secret` for a text that bears a secrecy mark
 */
export async function openDocument(bytes: Uint8Array, fileName: string): Promise<OpenedDocument> {
  if (bytes.byteLength === 0) throw new DocumentError('document.empty')
  if (bytes.byteLength > maxFileBytes) throw new DocumentError('document.too_large')
  const opened = await openByContent(bytes, fileName)
  if (!/[\p{L}\d]/u.test(opened.text)) throw new DocumentError('document.empty')
  if (readSecrecyMark(opened.text) !== null) throw new DocumentError('document.secret')
  return opened
}

async function openByContent(bytes: Uint8Array, fileName: string): Promise<OpenedDocument> {
  const extension = /\.([^./\\]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? ''
  if (startsWith(bytes, [0x50, 0x4b])) {
    // Loaded only here: reading a text must start in well under 200 ms.
    const { openDocx } = await import('./docx.ts')
    return openDocx(bytes)
  }
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) throw new DocumentError(compoundFile(bytes, extension))
  if (extension === 'docx') throw new DocumentError('document.not_docx')
  if (startsWith(bytes, [0x25, 0x50, 0x44, 0x46]) || !(extension === 'txt' || extension === '')) {
    throw new DocumentError('document.unknown_format')
  }
  return openTxt(bytes)
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, i) => bytes[i] === byte)
}

/** Word wraps a .docx with a password into the old compound format, in a stream "EncryptedPackage" (UTF-16). */
function compoundFile(
  bytes: Uint8Array,
  extension: string,
): 'document.encrypted' | 'document.unknown_format' | 'document.not_docx' {
  const name = Buffer.from('EncryptedPackage', 'utf16le')
  if (Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(name))
    return 'document.encrypted'
  return extension === 'docx' ? 'document.not_docx' : 'document.unknown_format'
}
