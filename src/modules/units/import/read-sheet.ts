import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { childEnvironment } from '../../../document/child-environment.ts'
import { AppError, declareErrors } from '../../../platform/errors.ts'
import { readCsv } from './csv.ts'

declareErrors({
  'units.file_too_large': 413,
  'units.file_too_many': 413,
  'units.file_old_excel': 415,
  'units.file_damaged': 400,
  'units.file_encoding': 400,
  'units.file_empty': 400,
})

/** A file of units is read up to here. */
export const mostBytes = 5 * 1024 * 1024
export const mostRows = 5000

export type SheetAnswer = { rows: string[][] } | { error: 'too_large' | 'damaged' }

/**
 * The first table of a .xlsx or .csv file as rows of text; days of .xlsx as `YYYY-MM-DD`. An .xlsx is read in a process
 * of its own with 256 MB and 20 s, so that a hostile file costs the server nothing.
 * @throws units.file_too_large, units.file_old_excel (.xls, or .xlsx with a password), units.file_damaged,
 *   units.file_encoding (a .csv that is not UTF-8), units.file_empty
 */
export async function readSheet(bytes: Buffer): Promise<string[][]> {
  if (bytes.length > mostBytes) throw new AppError('units.file_too_large')
  if (bytes.length === 0) throw new AppError('units.file_empty')
  if (bytes.subarray(0, 4).toString('hex') === 'd0cf11e0') throw new AppError('units.file_old_excel')
  if (bytes.subarray(0, 2).toString('latin1') !== 'PK') return readCsv(textOf(bytes), mostRows + 12)
  const answer = await readInChild(bytes)
  if ('error' in answer)
    throw new AppError(answer.error === 'too_large' ? 'units.file_too_large' : 'units.file_damaged')
  return answer.rows
}

/** UTF-8, or UTF-16 with its mark, as Excel's "Unicode text" has. */
function textOf(bytes: Buffer): string {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe
  try {
    return new TextDecoder(utf16 ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes).normalize('NFC')
  } catch {
    throw new AppError('units.file_encoding')
  }
}

function readInChild(bytes: Buffer): Promise<SheetAnswer> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--max-old-space-size=256', childEntry(), String(mostRows)], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { ...childEnvironment(), TZ: 'UTC' },
      timeout: 20_000,
      killSignal: 'SIGKILL',
    })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('error', () => resolve({ error: 'damaged' }))
    child.on('close', () => resolve(parseAnswer(Buffer.concat(chunks).toString('utf8'))))
    // A child that died before it read everything closes the pipe; its end is told by 'close'.
    child.stdin.on('error', () => undefined)
    child.stdin.end(bytes)
  })
}

function parseAnswer(output: string): SheetAnswer {
  try {
    const answer: unknown = JSON.parse(output)
    if (typeof answer === 'object' && answer !== null) {
      // The child is our own code, and it writes rows of text or nothing.
      if ('rows' in answer && Array.isArray(answer.rows)) return { rows: answer.rows as string[][] }
      if ('error' in answer && answer.error === 'too_large') return { error: 'too_large' }
    }
  } catch {
    // It ran out of memory or time, and said nothing.
  }
  return { error: 'damaged' }
}

/** Beside this file as source; beside the bundle, or above its chunks, in dist. */
function childEntry(): string {
  const here = dirname(fileURLToPath(import.meta.url))
  const source = join(here, 'sheet-child.ts')
  if (existsSync(source)) return source
  const folder = [here, dirname(here)].find((f) => existsSync(join(f, 'sheet-child.js')))
  if (folder === undefined) throw new Error(`sheet-child.js is missing beside ${here}: build again`)
  return join(folder, 'sheet-child.js')
}
