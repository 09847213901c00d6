import sharp, { type Sharp } from 'sharp'
import { DocumentError } from '../errors.ts'
import { openUpright } from './picture.ts'
import { pictureKind } from './picture-kind.ts'
import { openPdfFile } from './pdfium.ts'
import type { Turn } from './raster.ts'

/** Which page of a file is drawn, from 0, and by how many quarters it is turned to be upright, clockwise. */
export interface DrawnPage {
  page: number
  turn: Turn
}

/** Pixels of the longer side: A4 at 150 an inch, enough for the smallest print on a large screen. */
const side = 1_754

/**
 * A page of a PDF, or a picture of a page, as WebP for the screen.
 * @throws DocumentError
 */
export async function drawDocument(bytes: Uint8Array, { page, turn }: DrawnPage): Promise<Buffer> {
  const kind = pictureKind(bytes)
  if (kind) {
    const { picture } = await openUpright(bytes, kind)
    const small = picture
      .flatten({ background: '#ffffff' })
      .resize({ width: side, height: side, fit: 'inside' })
    try {
      // A second pipeline: one turns only once, and the file's own turn was that.
      const upright = await small.png({ compressionLevel: 1 }).toBuffer()
      return await webp(sharp(upright), turn)
    } catch (error) {
      throw new DocumentError('document.damaged', error)
    }
  }
  const file = await openPdfFile(bytes)
  try {
    if (page >= file.pageCount) throw new DocumentError('document.damaged')
    const size = file.sizeOf(page)
    const scale = Math.min(4, (side * 10) / Math.max(size.width, size.height))
    const { data, width, height, channels } = file.draw(page, scale, true)
    return await webp(sharp(data, { raw: { width, height, channels } }), turn)
  } finally {
    file.close()
  }
}

function webp(picture: Sharp, turn: Turn): Promise<Buffer> {
  return picture
    .rotate(turn * 90)
    .webp({ quality: 78, effort: 2 })
    .toBuffer()
}
