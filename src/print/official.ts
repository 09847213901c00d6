import {
  CELL_PADDING,
  compose,
  URGENCY,
  widestWord,
  type Composition,
  type OfficialDocument,
} from '../document/write/index.ts'
import { PrintError } from './printer.ts'
import { renderDocx, renderPdf, renderWith } from './render.ts'

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

/** The bytes of `writeDocx`, made apart from this process, whose other work they would hold up. Throws RangeError and PrintError. */
export async function printDocx(document: OfficialDocument): Promise<Uint8Array> {
  return renderDocx(compose(document))
}

/** What the template `official` prints: a composition with the lengths that are no part of it. */
export function officialData(composition: Composition): unknown {
  return {
    ...composition,
    lines: composition.lines.map(withTight),
    annexes: composition.annexes.map((annex) => ({ ...annex, lines: annex.lines.map(withTight) })),
    cellPadding: CELL_PADDING,
    urgencyHeight: URGENCY.height,
  }
}

/** A table says of each cell whether a word may be wider than it is: the template measures the words of those only. */
function withTight(line: Composition['lines'][number]): unknown {
  if (line.kind === 'text') return line
  const isTight = (texts: readonly string[], width: number) =>
    texts.some((text) => widestWord(text, line.size) > width - 2 * CELL_PADDING)
  return {
    ...line,
    columns: line.columns.map((column) => ({ ...column, tight: isTight([column.title], column.width) })),
    rows: line.rows.map((row) => ({
      ...row,
      tight: row.cells.map((cell, i) => isTight(cell, line.columns[i]?.width ?? 0)),
    })),
  }
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
