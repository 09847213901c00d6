import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DocumentError } from '../errors.ts'
import { maxUnzippedBytes } from '../open/zip.ts'
import { unpackAttachment } from './attachments.ts'
import type { EdxmlDocument, EdxmlStatus } from './model.ts'
import { readEdxml } from './read.ts'

/** A package taken apart: what it says, and where its files lie. */
export interface UnpackedPackage {
  /** without the attachments, whose files lie apart */
  message: Omit<EdxmlDocument, 'attachments'> | EdxmlStatus
  files: UnpackedFile[]
}

export interface UnpackedFile {
  name: string
  path: string
}

/** Of a package no more files than this are looked at. */
const mostFiles = 200

/**
 * Takes a package apart; for a process of its own, because a small package may hold a large one.
 * @param into a folder to which the files are written, under names that are none of the package's
 * @param most of all files together, in bytes: what one zip may hold
 * @throws DocumentError as `readEdxml` and `unpackAttachment` do; `document.too_large` also where all files together are larger
 *   than `most`
 */
export async function unpackPackage(
  bytes: Uint8Array,
  into: string,
  most: number = maxUnzippedBytes,
): Promise<UnpackedPackage> {
  const read = readEdxml(bytes)
  if (read.kind === 'status') return { message: read, files: [] }
  const { attachments, ...message } = read
  const files: UnpackedFile[] = []
  let total = 0
  for (const attachment of attachments)
    for (const file of await unpackAttachment(attachment)) {
      total += file.bytes.byteLength
      if (total > most || files.length === mostFiles) throw new DocumentError('document.too_large')
      const path = join(into, `file-${files.length + 1}`)
      await writeFile(path, file.bytes, { mode: 0o600 })
      files.push({ name: file.name, path })
    }
  return { message, files }
}
