import { Parser } from 'htmlparser2'
import { DocumentError } from '../errors.ts'
import { writeDocument } from './blocks.ts'
import { decode } from './bytes.ts'
import { OdtBlocks } from './odt-blocks.ts'
import { OdtStyles } from './odt-styles.ts'
import type { OpenedDocument } from './open.ts'
import type { Archive } from './zip.ts'

const mime = 'application/vnd.oasis.opendocument.text'

/**
 * Opens an OpenDocument text (.odt). Entities of a DTD are never expanded, nothing is fetched, macros are never read.
 * @throws DocumentError `document.encrypted`, `document.not_docx` for another kind of OpenDocument
 */
export async function openOdt(archive: Archive): Promise<OpenedDocument> {
  const part = async (name: string) => (archive.has(name) ? decode(await archive.read(name), 'utf-8') : '')
  if (!(await part('mimetype')).startsWith(mime)) throw new DocumentError('document.not_docx')
  if ((await part('META-INF/manifest.xml')).includes('encryption-data'))
    throw new DocumentError('document.encrypted')
  const styles = new OdtStyles()
  // Notes and changes of headers and footers stand in it too: of this part only styles are looked at.
  parse(await part('styles.xml'), styles)
  return writeContent(await part('content.xml'), styles)
}

/** The same document as one XML file (.fodt). */
export function openFlatOdt(bytes: Uint8Array): OpenedDocument {
  return writeContent(decode(bytes, 'utf-8'), new OdtStyles())
}

function writeContent(xml: string, styles: OdtStyles): OpenedDocument {
  const blocks = new OdtBlocks(styles)
  parse(xml, blocks)
  if (!blocks.whole) throw new DocumentError('document.damaged')
  return writeDocument(blocks.finish(), 'odt')
}

function parse(
  xml: string,
  to: {
    open(name: string, attributes: Record<string, string>): void
    close(name: string): void
    text?(words: string): void
  },
): void {
  const parser = new Parser(
    {
      onopentag: (name, attributes) => to.open(name, attributes),
      onclosetag: (name) => to.close(name),
      ontext: (words) => to.text?.(words),
    },
    { xmlMode: true, decodeEntities: true },
  )
  parser.write(xml)
  parser.end()
}
