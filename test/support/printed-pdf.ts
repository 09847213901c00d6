import { renderPaper } from '../../src/print/index.ts'
import type { OfficialDocument } from '../../src/document/write/index.ts'

/** The PDF of a document as it is made when the document is issued. */
export async function printedPdf(document: OfficialDocument): Promise<Uint8Array> {
  const [pdf] = await renderPaper(document, ['pdf'])
  if (!pdf) throw new Error('no PDF was made')
  return pdf
}
