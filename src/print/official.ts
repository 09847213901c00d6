import { compose, type Composition, type OfficialDocument } from '../document/write/index.ts'
import { officialData } from './official-data.ts'
import { PrintError } from './printer.ts'
import { renderPdf, renderWith } from './render.ts'

/**
 * Writes a composition as PDF/A-2b in its official form: the words of its .docx in the same order, on pages laid out the same
 * way. The same document gives the same bytes once it bears a date. Throws PrintError.
 */
export function composedPdf(composition: Composition): Promise<Uint8Array> {
  return renderPdf('official', officialData(composition))
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

/** The bytes of a document's PDF, and where the marks of electronic signatures belong. Throws RangeError and PrintError. */
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
