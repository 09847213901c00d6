import { crc32, deflateRawSync } from 'node:zlib'

/** A part of a zip, packed already: one that is the same in many of them is packed once. */
export interface PackedPart {
  /** ASCII, with slashes */
  name: string
  /** before it was packed, in bytes */
  size: number
  crc: number
  bytes: Uint8Array
}

export function packPart(name: string, content: Uint8Array | string): PackedPart {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content
  return { name, size: bytes.length, crc: crc32(bytes), bytes: deflateRawSync(bytes) }
}

/**
 * Parts in their order as a zip (PKWARE's APPNOTE), each of 1 January 1980, so that the same parts give the same bytes. For what
 * fits in memory.
 */
export function zipOf(parts: readonly PackedPart[]): Uint8Array {
  const [files, directory]: [Uint8Array[], Uint8Array[]] = [[], []]
  let at = 0
  for (const { name, size, crc, bytes } of parts) {
    const title = Buffer.from(name, 'latin1')
    // version 2.0, no flags, deflated, no time, the day, then what follows; no extra field
    const fields = Buffer.alloc(26)
    for (const [i, word] of [20, 0, 8, 0, 0x21].entries()) fields.writeUInt16LE(word, i * 2)
    for (const [i, long] of [crc, bytes.length, size].entries()) fields.writeUInt32LE(long, 10 + i * 4)
    fields.writeUInt16LE(title.length, 22)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(at, 10)
    files.push(localSignature, fields, title, bytes)
    directory.push(centralSignature, fields, place, title)
    at += 4 + fields.length + title.length + bytes.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(lengthOf(directory), 12)
  end.writeUInt32LE(at, 16)
  return new Uint8Array(Buffer.concat([...files, ...directory, end]))
}

const localSignature = Buffer.from([0x50, 0x4b, 3, 4])
/** with the version that made it */
const centralSignature = Buffer.from([0x50, 0x4b, 1, 2, 20, 0])

function lengthOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, piece) => sum + piece.length, 0)
}
