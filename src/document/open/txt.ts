import { DocumentError } from '../errors.ts'
import { detectSpellings, mendMixed } from '../text/detect.ts'
import { capitalBeginnings, fromLegacy } from '../text/legacy.ts'
import { decodeText, fromWindows1258, windowsSigns } from './bytes.ts'
import type { OpenedDocument } from './open.ts'
import { PageWriter } from './page.ts'

/**
 * A text file in any Vietnamese encoding: UTF-8 or UTF-16 with or without a mark, Windows-1258, TCVN3, VNI, VISCII, VIQR, also
 * several in one file, told line by line. Of a Unicode text nothing is stripped, so that offsets are those of the file.
 * @throws DocumentError `document.unknown_format` for bytes that are no text
 */
export function openTxt(bytes: Uint8Array): OpenedDocument {
  const decoded = decodeText(bytes)
  if (decoded === null) throw new DocumentError('document.unknown_format')
  const plain = decoded.singleByte ? fromWindows1258 : undefined
  const raw = decoded.text.split('\n')
  const spellings = detectSpellings(raw, plain)
  const lines = raw.map((line, i) => {
    const spelling = spellings[i] ?? 'unicode'
    if (spelling === 'unicode') return plain ? plain(line) : mendMixed(line)
    const letters = fromLegacy(line, spelling)
    const respelt = spelling === 'tcvn3' ? capitalBeginnings(letters) : letters
    return decoded.singleByte && spelling !== 'viscii' ? windowsSigns(respelt) : respelt
  })
  const page = new PageWriter()
  for (const line of lines) {
    page.openParagraph()
    page.text(line)
    page.closeParagraph()
    page.lineEnd()
  }
  return { text: lines.join('\n'), html: page.html(), format: 'txt' }
}
