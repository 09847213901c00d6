export type PictureKind = 'jpeg' | 'png' | 'webp' | 'heic'

/** What kind of picture a file is, by its first bytes; null for anything else. */
export function pictureKind(bytes: Uint8Array): PictureKind | null {
  const at = (from: number, signature: string) =>
    Buffer.from(bytes.subarray(from, from + signature.length)).toString('latin1') === signature
  if (at(0, '\xff\xd8\xff')) return 'jpeg'
  if (at(0, '\x89PNG\r\n\x1a\n')) return 'png'
  if (at(0, 'RIFF') && at(8, 'WEBP')) return 'webp'
  if (
    at(4, 'ftyp') &&
    /^(?:heic|heix|mif1|heim|heis)/.test(Buffer.from(bytes.subarray(8, 12)).toString('latin1'))
  )
    return 'heic'
  return null
}
