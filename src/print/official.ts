import { CELL_PADDING, compose, type OfficialDocument } from '../document/write/index.ts'
import { renderPdf } from './render.ts'

/**
 * Writes a document as PDF/A-2b in its official form: the words of `writeDocx` in the same order, on pages laid out the
 * same way. The same document gives the same bytes once it bears a date. Throws RangeError (as writeDocx) and PrintError.
 */
export async function writePdf(document: OfficialDocument): Promise<Uint8Array> {
  return renderPdf('official', {
    ...compose(document),
    cellPadding: CELL_PADDING,
  })
}
