import { compose, type Composition, type OfficialDocument } from '../document/write/index.ts'
import type { PaperFormat } from './messages.ts'
import { officialData } from './official-data.ts'
import { PrintError } from './printer.ts'
import { renderPaper, renderPdf, renderWith } from './render.ts'

/**
 * Writes a document as PDF/A-2b in its official form: the words of `writeDocx` in the same order, on pages laid out the
 * same way. The same document gives the same bytes once it bears a date. Throws RangeError (as writeDocx) and PrintError.
 */
export async function writePdf(document: OfficialDocument): Promise<Uint8Array> {
  return composedPdf(compose(document))
}

/** As writePdf, of what is composed already. */
export function composedPdf(composition: Composition): Promise<Uint8Array> {
  return renderPdf('official', officialData(composition))
}

/**
 * The bytes of `writePdf` and `writeDocx` in the order of `formats`, all of it made apart from this process, whose other work it
 * would hold up. Throws PrintError, also where compose would throw RangeError.
 */
export function printPaper(
  document: OfficialDocument,
  formats: readonly PaperFormat[],
): Promise<Uint8Array[]> {
  return renderPaper(document, formats)
}

/** Room between a signer's position and name, in millimetres from the page's upper left corner. */
export interface SignatureRoom {
  /** from 1 */
  page: number
  x: number
  y: number
  width: number
  height: number
}

/** The same bytes, and where the marks of electronic signatures belong. Throws RangeError and PrintError. */
export async function writePdfToSign(
  document: OfficialDocument,
): Promise<{ pdf: Uint8Array; room: SignatureRoom }> {
  const { pdf, found } = await renderWith('official', officialData(compose(document)), {
    label: 'signature-room',
  })
  const [room] = found
  if (typeof room !== 'object' || room === null) throw new PrintError('refused', 'no room for a signature')
  // made by official.typ
  return { pdf, room: room as SignatureRoom }
}
