import { readFile } from 'node:fs/promises'
import { DocumentError } from '../document/errors.ts'
import { pictureKind } from '../document/open/picture-kind.ts'
import { openDocument, type OpenedDocument } from '../document/open/open.ts'
import { readText } from '../document/read/read.ts'

/**
 * `lantoa read [--text] FILE…`: one line of JSON for each file, in order: `source`, `text` (with --text, and for what is not
 * a text in UTF-8), `confidence` (0 to 100, of what was read off pictures), `header`, `citations`, `sections`, `addressees`, `recipients`,
 * `signer`, `tables`, `duties`, `body` (beside `text`: `{start, end}` of what stands between head and end, and of what is bound in
 * behind the signature); or `source` and `error {code, message}`.
 * @returns exit status: 0, 1 where a file could not be read (after all are done), 2 for a wrong call
 */
export async function readCommand(args: string[]): Promise<number> {
  const files = args.filter((arg) => !arg.startsWith('--'))
  const unknown = args.find((arg) => arg.startsWith('--') && arg !== '--text')
  if (unknown !== undefined || files.length === 0) {
    process.stderr.write(`${await sentence('cli.read.usage')}\n`)
    return 2
  }
  let failed = false
  for (const source of files) {
    const line = await readOne(source, args.includes('--text'))
    failed ||= 'error' in line
    await write(`${JSON.stringify(line)}\n`)
  }
  return failed ? 1 : 0
}

async function readOne(source: string, withText: boolean): Promise<object> {
  try {
    const bytes = await readFile(source)
    const opened = await open(source, bytes)
    const { confidence, metadata } = opened
    const {
      headerSpans: _spans,
      body,
      ...read
    } = readText(opened.text, { scanned: confidence !== undefined })
    const text = withText || !isItsText(bytes, opened.text) ? { text: opened.text, body } : {}
    return {
      source,
      ...text,
      ...(metadata ? { metadata } : {}),
      ...(confidence === undefined ? {} : { confidence }),
      ...read,
    }
  } catch (error) {
    const code = fileErrorCode(error)
    return { source, error: { code, message: await sentence(`cli.read.${code}`) } }
  }
}

/**
 * A plain text here, in well under 200 ms; anything else may be a bomb, and is opened in a process with bounded memory and
 * time: 30 seconds, or an hour for what may be a scan of many pages.
 */
async function open(source: string, bytes: Uint8Array): Promise<OpenedDocument> {
  const first = Buffer.from(bytes.subarray(0, 64)).toString('latin1')
  const hasPages = first.startsWith('%PDF-') || pictureKind(bytes) !== null
  const isMarked = /^(?:PK|\xd0\xcf|[\s\xef\xbb\xbf\xff\xfe\0]*[<{])/.test(first)
  if (!isMarked && !hasPages) return openDocument(bytes, source)
  const { openInChild } = await import('../document/open/child.ts')
  return openInChild(source, source, hasPages ? { timeoutMs: 3_600_000 } : {})
}

/** Whether offsets into the text are offsets into the file itself: not where letters of an old encoding were made Unicode. */
function isItsText(bytes: Uint8Array, text: string): boolean {
  return text === new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
}

/**
 * Why a file could not be read, as `cli.read.*` has it.
 * @throws what is no fault of the file
 */
export function fileErrorCode(error: unknown): string {
  if (error instanceof DocumentError) return error.code
  if (error instanceof Error && 'code' in error) {
    if (error.code === 'ENOENT') return 'file.not_found'
    if (typeof error.code === 'string' && /^E[A-Z]+$/.test(error.code)) return 'file.unreadable'
  }
  throw error
}

// Sentences are loaded only when one is needed: a reading that goes well starts without them.
async function sentence(key: string): Promise<string> {
  const [{ translate }, { cliLocale }] = await Promise.all([
    import('../messages/index.ts'),
    import('./help.ts'),
  ])
  return translate(cliLocale(), key)
}

/** Waits until a pipe has taken the line, so that a big answer is whole when the process exits. */
function write(line: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(line, (error) => (error ? reject(error) : resolve()))
  })
}
