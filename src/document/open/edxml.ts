import { Parser } from 'htmlparser2'
import { DocumentError } from '../errors.ts'
import type { OpenedDocument } from './open.ts'
import type { Archive } from './zip.ts'
import { decodeText } from './bytes.ts'
import { readPackage, type Attachment } from './edxml-package.ts'

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
  const { metadata, attachments } = readPackage(parserOf, decodeText(bytes)?.text ?? '')
  let main: OpenedDocument | null = null
  let reason: DocumentError | null = null
  for (const attachment of attachments) {
    for (const file of await filesIn(attachment)) {
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
  return { ...main, format: 'edxml', metadata }
}

function parserOf(handler: ConstructorParameters<typeof Parser>[0]): Parser {
  return new Parser(handler, { xmlMode: true, decodeEntities: true })
}

/** An attachment is a file, or a zip of files; a .docx is a zip too, and a file. */
async function filesIn({ name, bytes }: Attachment): Promise<Attachment[]> {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return [{ name, bytes }]
  const { openArchive } = await import('./zip.ts')
  const archive = await openArchive(bytes)
  if (isDocument(archive)) return [{ name, bytes }]
  const files: Attachment[] = []
  for (const part of archive
    .names()
    .filter((part) => !part.endsWith('/'))
    .slice(0, 50))
    files.push({ name: part, bytes: await archive.read(part) })
  return files
}

function isDocument(archive: Archive): boolean {
  return archive.has('[Content_Types].xml') || archive.has('content.xml')
}
