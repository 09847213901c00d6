import { crc32, deflateRawSync } from 'node:zlib'
import type { Archive } from '../open/zip.ts'
import type { EdxmlAttachment } from './model.ts'

export interface PackedFile {
  name: string
  bytes: Uint8Array
}

/** Of one attachment no more files than this are looked at. */
const mostFiles = 50

/**
 * The files of an attachment, which is a file, or a zip of files; a .docx is a zip too, and a file.
 * @throws DocumentError `document.damaged`, `document.encrypted`, `document.too_large`: sizes are known before anything is
 *   inflated
 */
export async function unpackAttachment({
  name,
  bytes,
}: Pick<EdxmlAttachment, 'name' | 'bytes'>): Promise<PackedFile[]> {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return [{ name, bytes }]
  const { openArchive } = await import('../open/zip.ts')
  const archive = await openArchive(bytes)
  if (isDocument(archive)) return [{ name, bytes }]
  const files: PackedFile[] = []
  for (const part of archive
    .names()
    .filter((part) => !part.endsWith('/'))
    .slice(0, mostFiles))
    files.push({ name: part, bytes: await archive.read(part) })
  return files
}

function isDocument(archive: Archive): boolean {
  return archive.has('[Content_Types].xml') || archive.has('content.xml')
}

/** A file as the axis carries it: a zip with the one file in it (PKWARE's APPNOTE; names in UTF-8). */
export function packAttachment({ name, bytes }: PackedFile): Uint8Array {
  const title = Buffer.from(name, 'utf8')
  const packed = deflateRawSync(bytes)
  // 1 January 1980: the same file gives the same bytes whenever it is written.
  const fields = (signature: number, version: number[]) => {
    const head = Buffer.alloc(4 + version.length * 2 + 26)
    let at = head.writeUInt32LE(signature)
    for (const word of [...version, 0x0800, 8, 0, 0x21]) at = head.writeUInt16LE(word, at)
    for (const long of [crc32(bytes), packed.length, bytes.byteLength]) at = head.writeUInt32LE(long, at)
    head.writeUInt16LE(title.length, at)
    return head.subarray(0, at + 4)
  }
  const local = Buffer.concat([fields(0x04034b50, [20]), title, packed])
  const central = Buffer.concat([fields(0x02014b50, [20, 20]), Buffer.alloc(14), title])
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(local.length, 16)
  return Buffer.concat([local, central, end])
}
