import sharp, { type Sharp } from 'sharp'
import type { PictureKind } from './pictures.sniff.ts'
import type { CleanPicture } from './pictures.ts'

/** Above the 40 megapixels that we promise, so that a telephone's 48 (8,064 × 6,048) pass too. */
const mostPixels = 50_000_000
const longestSide = 2_048
const thumbnailSide = 480

/**
 * A picture as we keep it. Whatever comes from outside goes through the child process (pictures.ts), which calls this;
 * the demonstration calls it for drawings of its own.
 * @returns null when it has too many pixels
 * @throws whatever the decoders say of a broken file
 */
export async function cleanBytes(bytes: Buffer, kind: PictureKind): Promise<CleanPicture | null> {
  const opened = await open(bytes, kind)
  if (opened === null) return null
  const { data: picture, info } = await opened
    .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .jpeg({ quality: 80 })
    .toBuffer({ resolveWithObject: true })
  const jpeg = () => sharp(picture)
  const thumbnail = await jpeg()
    .resize({ width: thumbnailSide, height: thumbnailSide, fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 75 })
    .toBuffer()
  return {
    picture,
    thumbnail,
    width: info.width,
    height: info.height,
    differenceHash: await hashDifferences(jpeg()),
  }
}

/** The picture upright, not yet decoded (HEIC apart); null when it has too many pixels. sharp leaves all metadata out. */
async function open(bytes: Buffer, kind: PictureKind): Promise<Sharp | null> {
  if (kind === 'heic') return openHeic(bytes)
  const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata()
  if (width * height > mostPixels) return null
  // 'error' and not the stricter 'warning': telephones append their own bytes to sound pictures.
  return sharp(bytes, { limitInputPixels: mostPixels, failOn: 'error' }).autoOrient()
}

/** libheif turns and mirrors by the file's own boxes; EXIF orientation means nothing in HEIC (ISO/IEC 23008-12, A.2.1). */
async function openHeic(bytes: Buffer): Promise<Sharp | null> {
  // Its decoder is large, and most pictures are no HEIC.
  const { default: decodeHeic } = await import('heic-decode')
  const images = await decodeHeic.all({ buffer: bytes })
  try {
    const [image] = images
    if (!image) throw new Error('no picture inside')
    if (image.width * image.height > mostPixels) return null
    const { width, height, data } = await image.decode()
    return sharp(data, { raw: { width, height, channels: 4 }, limitInputPixels: mostPixels })
  } finally {
    images.dispose()
  }
}

/**
 * 64 bits: whether each of 9 × 8 grey points is clearly darker than its right neighbour. Blurred at one size first, and
 * with a margin, because even areas differ by chance from one telephone's JPEG to the next: of 40 drawn pictures sent a
 * second time at half the size, 10 were more than four bits away without this, none with it (at most 3; different
 * pictures at least 7).
 */
async function hashDifferences(picture: Sharp): Promise<string> {
  const side = 64
  const small = await picture
    .greyscale()
    .resize(side, side, { fit: 'fill' })
    .blur(4)
    .raw()
    .toBuffer({ resolveWithObject: true })
  const grey = await sharp(small.data, {
    raw: { width: side, height: side, channels: small.info.channels },
  })
    .extractChannel(0)
    .resize(9, 8, { fit: 'fill', kernel: 'cubic' })
    .raw()
    .toBuffer()
  let bits = 0n
  for (let y = 0; y < 8; y += 1)
    for (let x = 0; x < 8; x += 1)
      bits = (bits << 1n) | ((grey[y * 9 + x] ?? 0) + 2 < (grey[y * 9 + x + 1] ?? 0) ? 1n : 0n)
  return BigInt.asIntN(64, bits).toString()
}
