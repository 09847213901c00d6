/** More unreadable letters than this share, and the bytes are not UTF-8. */
const maxBroken = 0.005

/** A text's letters and where they came from. */
export interface Decoded {
  text: string
  /** bytes of one of the code pages: each letter is one byte, the letter of Latin-1 with its number; which page is left open */
  singleByte: boolean
}

/**
 * Letters of a plain text: UTF-8 and UTF-16 with or without a mark, else one byte a letter. Nothing is stripped.
 * @returns null for bytes that are no text
 */
export function decodeText(bytes: Uint8Array): Decoded | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: decode(bytes, 'utf-16le'), singleByte: false }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: decode(bytes, 'utf-16be'), singleByte: false }
  const wide = wideOrder(bytes)
  if (wide !== null) return { text: decode(bytes, wide), singleByte: false }
  const text = decode(bytes, 'utf-8')
  if (text.includes('\0')) return null
  const broken = text.length - text.replaceAll('\ufffd', '').length
  if (broken <= maxBroken * text.length) return { text, singleByte: false }
  // A few control letters are letters of VISCII; more of them, and it is no text. Nor where most bytes are beyond ASCII.
  let controls = 0
  let high = 0
  for (const byte of bytes) {
    if (byte >= 0x80) high += 1
    else if (byte < 0x20 && !isBlank(byte)) controls += 1
  }
  if (controls > 0.02 * bytes.length || high > 0.5 * bytes.length) return null
  return { text: latin1(bytes), singleByte: true }
}

/** Each byte as the letter with its number; the decoder of that name means Windows-1252. */
function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

export function decode(bytes: Uint8Array, encoding: string): string {
  return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes)
}

function isBlank(byte: number): boolean {
  return byte === 0x09 || byte === 0x0a || byte === 0x0c || byte === 0x0d
}

/** UTF-16 without a mark: in Vietnamese nearly every high byte is 00, 01, 1E or 20, and blanks and line ends are pairs. */
function wideOrder(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const length = Math.min(bytes.length - (bytes.length % 2), 4096)
  if (length < 4) return null
  let little = 0
  let big = 0
  for (let i = 0; i < length; i += 2) {
    const [first = 0, second = 0] = [bytes[i], bytes[i + 1]]
    if (isLetterPair(second, first)) little += 1
    if (isLetterPair(first, second)) big += 1
  }
  const most = (length / 2) * 0.97
  if (Math.max(little, big) < most || Math.max(little, big) === Math.min(little, big)) return null
  return little > big ? 'utf-16le' : 'utf-16be'
}

function isLetterPair(high: number, low: number): boolean {
  if (high === 0) return low >= 0x20 || isBlank(low)
  return high === 0x01 || high === 0x03 || high === 0x1e || high === 0x20
}

/**
 * One-byte letters as Windows-1258, whose tones are marks of their own behind the vowel; composed.
 * @param text each byte as the letter of Latin-1 with its number
 */
export function fromWindows1258(text: string): string {
  return decode(Buffer.from(text, 'latin1'), 'windows-1258').normalize('NFC')
}

/** Signs that Windows has between 80 and 9F, such as its quotation marks. */
export function windowsSigns(text: string): string {
  return text.replace(/[\u0080-\u009f]+/g, (signs) => decode(Buffer.from(signs, 'latin1'), 'windows-1252'))
}
