import { readFile } from 'node:fs/promises'
import { maxPackageBytes } from '../../document/edxml/index.ts'
import { DocumentError, Stopped, type ChildLimits, type UnpackedPackage } from '../../document/index.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { unpackPackageBytes, type ArrivedFile } from '../library/index.ts'

declareErrors({
  'exchange.unreadable': 422,
  'exchange.too_large': 422,
  'exchange.too_large_inside': 422,
  'exchange.encrypted': 422,
  'exchange.too_heavy': 422,
})

export interface OpenedPackage {
  message: UnpackedPackage['message']
  /** read one by one, until `close` */
  files: ArrivedFile[]
  close: () => Promise<void>
}

/** Nobody waits for a package at a screen; 70 MB take a few seconds on a machine that does nothing else. */
const unpackMs = 120_000

/**
 * Takes a package apart that somebody else wrote, a large one in a process of its own with memory and time limits.
 * @throws why it can't be, as a sentence for whoever keeps the folder
 */
export async function openPackage(bytes: Buffer, limits: ChildLimits = {}): Promise<OpenedPackage> {
  if (bytes.byteLength > maxPackageBytes) throw new AppError('exchange.too_large')
  try {
    const { message, files, close } = await unpackPackageBytes(bytes, { timeoutMs: unpackMs, ...limits })
    return { message, files: files.map(({ name, path }) => ({ name, bytes: () => readFile(path) })), close }
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error
    throw new AppError(codeOf(error), {}, { cause: error })
  }
}

function codeOf(error: DocumentError) {
  if (error instanceof Stopped) return 'exchange.too_heavy'
  if (error.code === 'document.too_large') return 'exchange.too_large_inside'
  return error.code === 'document.encrypted' ? 'exchange.encrypted' : 'exchange.unreadable'
}
