import { unpackAttachment } from '../edxml/attachments.ts'
import { readPackageOf } from '../edxml/read.ts'
import { DocumentError } from '../errors.ts'
import type { OpenedDocument } from './open.ts'
import { decodeText } from './bytes.ts'
import { metadataOf } from './edxml-package.ts'

/** Opens a document by its content; handed in, so that a package may hold any other format. */
type OpenInside = (bytes: Uint8Array, fileName: string) => Promise<OpenedDocument>

/**
 * Opens an edXML package (QCVN 102:2016/BTTTT): the first document inside that can be read, with what the package says of it.
 * Every other attachment is opened too, so that a secrecy mark in any of them refuses the package.
 * @param check what a text must pass
 * @throws DocumentError `document.nothing_inside` for a package without a document (a status message, say), or the reason why the
 * only one in it cannot be read
 */
export async function openEdxml(
  bytes: Uint8Array,
  openInside: OpenInside,
  check: (text: string) => void,
): Promise<OpenedDocument> {
  const document = readPackageOf(decodeText(bytes)?.text ?? '')
  let main: OpenedDocument | null = null
  let reason: DocumentError | null = null
  for (const attachment of document.attachments) {
    for (const file of await unpackAttachment(attachment)) {
      try {
        const opened = await openInside(file.bytes, file.name)
        check(opened.text)
        if (/[\p{L}\d]/u.test(opened.text)) main ??= opened
      } catch (error) {
        if (!(error instanceof DocumentError)) throw error
        if (error.code === 'document.secret') throw error
        reason ??= error
      }
    }
  }
  if (!main) throw reason ?? new DocumentError('document.nothing_inside')
  return { ...main, format: 'edxml', metadata: metadataOf(document) }
}
