import sharp, { type Sharp } from 'sharp'
import { DocumentError } from '../errors.ts'
import { flow } from './flow.ts'
import type { OpenedDocument, OpenOptions } from './open.ts'
import type { Pixels } from './pdfium.ts'
import type { PictureKind } from './picture-kind.ts'
import { confidenceOf } from './placed.ts'
import { evenLight, withoutSeals } from './raster.ts'
import { recogniseAll } from './scan.ts'

/** Telephones make up to 48 megapixels. */
const maxPixels = 50_000_000
/** Inches of the longer side of A4, which a picture of a page is taken to show. */
const inches = 11.69
/** Pixels an inch that words are read at. */
const dpi = { least: 180, most: 300 }

/**
 * A photo or a scan as a picture: one page, its words read by recognition.
 * @throws DocumentError, Unfinished
 */
export async function openPicture(
  bytes: Uint8Array,
  kind: PictureKind,
  options: OpenOptions,
): Promise<OpenedDocument> {
  const pixels = await pixelsOf(bytes, kind)
  const own = Math.max(pixels.width, pixels.height) / inches
  const size = {
    width: Math.round((pixels.width * 720) / own),
    height: Math.round((pixels.height * 720) / own),
  }
  const grey = () => evenLight(withoutSeals(pixels))
  const read = await recogniseAll([0], () => ({ grey: grey(), dpi: own, ...size }), options.recognise)
  const pages = [...read.values()]
  const confidence = confidenceOf(pages.flatMap((page) => page.words))
  return { ...flow(pages), format: 'image', ...(confidence === null ? {} : { confidence }) }
}

/** The picture upright, at a size that words are read well at. */
async function pixelsOf(bytes: Uint8Array, kind: PictureKind): Promise<Pixels> {
  const opened = await openUpright(bytes, kind)
  try {
    const { data, info } = await resized(opened)
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true })
    return { data, width: info.width, height: info.height, channels: 3 }
  } catch (error) {
    throw new DocumentError('document.damaged', error)
  }
}

interface Upright {
  picture: Sharp
  longer: number
}

function resized({ picture, longer }: Upright): Sharp {
  const own = longer / inches
  const wanted =
    own > dpi.most ? dpi.most : own < dpi.least ? own * Math.ceil(dpi.least / Math.max(20, own)) : own
  const side = Math.round(wanted * inches)
  return picture.flatten({ background: '#ffffff' }).resize({ width: side, height: side, fit: 'inside' })
}

/**
 * A picture upright and not larger than words need.
 * @throws DocumentError
 */
export async function openUpright(bytes: Uint8Array, kind: PictureKind): Promise<Upright> {
  try {
    if (kind === 'heic') return await openHeic(Buffer.from(bytes))
    const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata()
    if (width * height > maxPixels) throw new DocumentError('document.too_large')
    // 'error' and not the stricter 'warning': telephones append their own bytes to sound pictures.
    const picture = sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error' }).autoOrient()
    return { picture, longer: Math.max(width, height) }
  } catch (error) {
    throw error instanceof DocumentError ? error : new DocumentError('document.damaged', error)
  }
}

/** libheif turns and mirrors by the file's own boxes. */
async function openHeic(buffer: Buffer): Promise<Upright> {
  // Its decoder is large, and most pictures are no HEIC.
  const { default: decodeHeic } = await import('heic-decode')
  const images = await decodeHeic.all({ buffer })
  try {
    const [image] = images
    if (!image) throw new DocumentError('document.empty')
    if (image.width * image.height > maxPixels) throw new DocumentError('document.too_large')
    const { width, height, data } = await image.decode()
    return { picture: sharp(data, { raw: { width, height, channels: 4 } }), longer: Math.max(width, height) }
  } finally {
    images.dispose()
  }
}
