import { DocumentError } from '../errors.ts'
import { openUpright } from './picture.ts'
import { pictureKind } from './picture-kind.ts'
import { openPdfFile } from './pdfium.ts'

/** What was found of a file that shows paper. */
export interface ScanFile {
  pages: number
  mime: 'application/pdf' | 'image/jpeg' | 'image/png'
  /** the picture upright, without what the camera adds (place, owner), as base64; null: the file as it is */
  picture: string | null
}

/**
 * Looks at a scan: a PDF that opens and has pages, or one picture. Words are not looked for.
 * @throws DocumentError `document.unknown_format` for anything else
 */
export async function readScanFile(bytes: Uint8Array): Promise<ScanFile> {
  const kind = pictureKind(bytes)
  if (kind === 'jpeg' || kind === 'png') {
    const { picture } = await openUpright(bytes, kind)
    try {
      const upright =
        kind === 'jpeg'
          ? await picture.jpeg({ quality: 90, chromaSubsampling: '4:4:4' }).toBuffer()
          : await picture.png().toBuffer()
      return { pages: 1, mime: `image/${kind}`, picture: upright.toString('base64') }
    } catch (error) {
      throw new DocumentError('document.damaged', error)
    }
  }
  if (Buffer.from(bytes.subarray(0, 5)).toString('latin1') !== '%PDF-')
    throw new DocumentError('document.unknown_format')
  const file = await openPdfFile(bytes)
  try {
    if (file.pageCount === 0) throw new DocumentError('document.empty')
    return { pages: file.pageCount, mime: 'application/pdf', picture: null }
  } finally {
    file.close()
  }
}
