import { spawn } from 'node:child_process'
import { DocumentError, documentErrorCodes, type DocumentErrorCode } from '../errors.ts'
import type { OpenedDocument } from './open.ts'

/** What the child is told, as one line of JSON on its standard input. */
export interface ChildJob {
  path: string
  fileName: string
}
/** What it answers on its standard output. */
export type ChildAnswer = { opened: OpenedDocument } | { error: DocumentErrorCode }

export interface ChildLimits {
  /** path of `child-main`, built or as source */
  entry: string
  timeoutMs?: number
  memoryMb?: number
}

/**
 * Opens a document file in a process of its own, so that a hostile or broken file costs the server nothing: 512 MB and 30 s,
 * then it is killed.
 * @param path where the file lies
 * @param fileName its name as the person gave it, for the kind of file
 * @throws DocumentError; `document.damaged` also where the child ran out of memory or time
 */
export function openInChild(path: string, fileName: string, limits: ChildLimits): Promise<OpenedDocument> {
  const { entry, timeoutMs = 30_000, memoryMb = 512 } = limits
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [`--max-old-space-size=${memoryMb}`, entry], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: {},
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('error', (error) => reject(new DocumentError('document.damaged', error)))
    child.on('close', () => {
      const answer = parseAnswer(Buffer.concat(chunks).toString('utf8'))
      if (answer && 'opened' in answer) resolve(answer.opened)
      else reject(new DocumentError(answer?.error ?? 'document.damaged'))
    })
    // A child that died before reading its job closes the pipe; its end is told by 'close'.
    child.stdin.on('error', () => undefined)
    const job: ChildJob = { path, fileName }
    child.stdin.end(JSON.stringify(job))
  })
}

function parseAnswer(output: string): ChildAnswer | null {
  let answer: unknown
  try {
    answer = JSON.parse(output)
  } catch {
    return null
  }
  if (typeof answer !== 'object' || answer === null) return null
  if ('opened' in answer && isOpened(answer.opened)) return { opened: answer.opened }
  const code = 'error' in answer ? documentErrorCodes.find((known) => known === answer.error) : undefined
  return code === undefined ? null : { error: code }
}

function isOpened(value: unknown): value is OpenedDocument {
  return (
    typeof value === 'object' && value !== null && 'text' in value && 'html' in value && 'format' in value
  )
}
