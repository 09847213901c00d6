export type PictureKind = 'jpeg' | 'png' | 'webp' | 'heic'

// Major brands of a HEIF file with HEVC pictures (ISO/IEC 23008-12, Annex B); `mif1` alone can also be AVIF.
const heicBrands = new Set(['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis'])

/**
 * What a file is by its first bytes, whatever its name says.
 * @param head the first 64 bytes or more
 * @returns null for anything that is not one of the four kinds a telephone makes
 */
export function sniffPicture(head: Uint8Array): PictureKind | null {
  const text = (from: number, to: number) => String.fromCharCode(...head.subarray(from, to))
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return 'jpeg'
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'png'
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'webp'
  if (text(4, 8) !== 'ftyp') return null
  const end = Math.min(head.length, new DataView(head.buffer, head.byteOffset, 4).getUint32(0))
  const brands = [text(8, 12)]
  for (let at = 16; at + 4 <= end; at += 4) brands.push(text(at, at + 4))
  return brands.some((brand) => heicBrands.has(brand)) ? 'heic' : null
}
