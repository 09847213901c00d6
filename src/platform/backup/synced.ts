import { open, rename, rm, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Writes a file under another name, syncs it and its folder, and only then gives it its name: what has its name is whole.
 * Readable by its owner only.
 * @param write through the handle, or by the name that the file has until it is whole
 * @throws what the writing or the disk says; nothing is left behind
 */
export async function writeSynced(
  path: string,
  write: (file: FileHandle, part: string) => Promise<void>,
): Promise<void> {
  const part = `${path}.part`
  try {
    const file = await open(part, 'w', 0o600)
    try {
      await write(file, part)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(part, path)
    const folder = await open(dirname(path), 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}
