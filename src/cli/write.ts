import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { ReadingError } from '../document/write/parse.ts'
import type { Composition } from '../document/write/compose.ts'
import { translate } from '../messages/index.ts'
import { cliLocale, complain } from './help.ts'

const formats = ['docx', 'pdf', 'html'] as const
type Format = (typeof formats)[number]

/** Why one document was not written, as `cli.write.*` has it. */
class Refusal extends Error {
  readonly code: string
  readonly params: Record<string, string>
  constructor(code: string, params: Record<string, string> = {}) {
    super(code)
    this.code = code
    this.params = params
  }
}

/**
 * `lantoa write --format docx|pdf|html --out DIR [--overwrite] FILE.json…`: writes each document that `lantoa read --text`
 * printed, in the form of its day and issuer, as DIR/FILE.docx (…); several in one file as FILE-1, FILE-2 …. Prints the path of
 * each file written. DIR is made where it is missing; a file that is there already stays, unless --overwrite is said.
 * @returns exit status: 0, 1 where a document could not be written (after all are done), 2 for a wrong call
 */
export async function writeCommand(args: string[]): Promise<number> {
  const call = readCall(args)
  if (typeof call === 'number') return call
  const { format, out, overwrite, files } = call
  try {
    await mkdir(out, { recursive: true })
  } catch (error) {
    complain('cli.write.folder', { folder: out, code: codeOf(error) })
    return 1
  }
  const write = await writerOf(format)
  let failed = false
  const refuse = (source: string, error: unknown) => {
    failed = true
    process.stderr.write(`${source}: ${sentenceOf(error)}\n`)
  }
  for (const source of files) {
    let readings: unknown[]
    try {
      readings = await readReadings(source)
    } catch (error) {
      refuse(source, error)
      continue
    }
    for (const [i, value] of readings.entries()) {
      const stem = basename(source, extname(source))
      const path = join(out, `${stem}${readings.length > 1 ? `-${i + 1}` : ''}.${format}`)
      try {
        await keep(path, await write(await composed(value)), overwrite)
        await print(path)
      } catch (error) {
        refuse(readings.length > 1 ? `${source} (${i + 1})` : source, error)
      }
    }
  }
  if (format === 'pdf') await (await import('../print/render.ts')).closePrinter()
  return failed ? 1 : 0
}

interface Call {
  format: Format
  out: string
  overwrite: boolean
  files: string[]
}

/** @returns the exit status of a wrong call, which is told */
function readCall(args: string[]): Call | number {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { format: { type: 'string' }, out: { type: 'string' }, overwrite: { type: 'boolean' } },
    })
    const { format, out } = values
    const known = formats.find((one) => one === format)
    if (format !== undefined && known === undefined) {
      complain('cli.write.format', { format })
      return 2
    }
    if (known && out !== undefined && out !== '' && positionals.length > 0)
      return { format: known, out, overwrite: values.overwrite ?? false, files: positionals }
  } catch {
    // an option that there is not: the usage says which there are
  }
  complain('cli.write.usage')
  return 2
}

/** One JSON value, or one a line as `lantoa read` prints them. */
async function readReadings(source: string): Promise<unknown[]> {
  const text = await readFile(source, 'utf8')
  if (text.trim() === '') throw new Refusal('empty')
  try {
    return [JSON.parse(text) as unknown]
  } catch {
    const lines = text.split('\n').filter((line) => line.trim() !== '')
    if (lines.length < 2) throw new Refusal('json')
    return lines.map((line, i) => {
      try {
        return JSON.parse(line) as unknown
      } catch {
        throw new Refusal('json_line', { line: String(i + 1) })
      }
    })
  }
}

async function composed(value: unknown): Promise<Composition> {
  if (typeof value === 'object' && value !== null && 'error' in value) throw new Refusal('unread')
  const [{ parseReading }, { composeReading }] = await Promise.all([
    import('../document/write/parse.ts'),
    import('../document/write/reading.ts'),
  ])
  return composeReading(parseReading(value))
}

/** What makes a file of a format is loaded when it is needed. */
async function writerOf(format: Format): Promise<(composition: Composition) => Promise<Uint8Array | string>> {
  switch (format) {
    case 'docx':
      return (await import('../document/write/docx.ts')).composedDocx
    case 'pdf':
      return (await import('../print/index.ts')).composedPdf
    case 'html': {
      const { composedHtml } = await import('../document/write/html.ts')
      return (composition) => Promise.resolve(composedHtml(composition))
    }
  }
}

async function keep(path: string, content: Uint8Array | string, overwrite: boolean): Promise<void> {
  try {
    await writeFile(path, content, { flag: overwrite ? 'w' : 'wx' })
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw new Refusal('exists', { path })
    // half a file is none
    await rm(path, { force: true }).catch(() => undefined)
    throw new Refusal('unwritable', { path, code: codeOf(error) })
  }
}

function sentenceOf(error: unknown): string {
  const locale = cliLocale()
  if (error instanceof Refusal) return translate(locale, `cli.write.${error.code}`, error.params)
  if (error instanceof ReadingError) {
    const key = error.field === 'text' ? 'no_text' : error.field === '' ? 'no_reading' : 'field'
    return translate(locale, `cli.write.${key}`, { field: error.field })
  }
  if (error instanceof RangeError) return translate(locale, 'cli.write.day')
  const code = codeOf(error)
  if (code === 'ENOENT') return translate(locale, 'cli.read.file.not_found')
  if (/^E[A-Z]+$/.test(code)) return translate(locale, 'cli.read.file.unreadable')
  throw error
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** Waits until a pipe has taken the line. */
function print(line: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(`${line}\n`, (error) => (error ? reject(error) : resolve()))
  })
}
