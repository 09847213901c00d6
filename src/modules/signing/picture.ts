import sharp from 'sharp'

const most = 4_000

/** Width and height of a PNG that can be drawn; null for anything else, and for one that is larger than any mark needs. */
export async function pictureSize(png: Buffer): Promise<{ width: number; height: number } | null> {
  const isPng = png.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))
  if (!isPng) return null
  const found = await sharp(png, { limitInputPixels: most * most })
    .metadata()
    .catch(() => null)
  if (!found?.width || !found.height || found.width > most || found.height > most) return null
  return { width: found.width, height: found.height }
}
