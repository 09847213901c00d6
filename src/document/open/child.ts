import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { childEnvironment } from '../child-environment.ts'
import type { UnpackedPackage } from '../edxml/unpack.ts'
import { DocumentError, documentErrorCodes, type DocumentErrorCode } from '../errors.ts'
import type { FormCheck } from '../forms/check.ts'
import type { OfficialDocument } from '../write/source.ts'
import type { DrawnPage } from './draw.ts'
import type { OpenedDocument, OpenOptions } from './open.ts'
import type { VerifiedFile } from './verify.ts'
import { Unfinished, type RecognisedPage } from './scan.ts'
import type { ScanFile } from './scan-file.ts'

/** What the child is told, as one line of JSON on its standard input. */
export type ChildJob = { path: string } & (
  | { fileName: string; options: OpenOptions }
  | { draw: DrawnPage }
  | { verify: VerifyJob }
  | { unpack: { into: string } }
  | { scan: true }
  | { check: 'form' }
  | { fill: OfficialDocument }
)
/** Certificates in DER as base64, and the instant in ISO 8601. */
export interface VerifyJob {
  authorities: string[]
  now: string
}
/** What it answers on its standard output. */
export type ChildAnswer =
  | { opened: OpenedDocument }
  | { error: DocumentErrorCode }
  | { unfinished: RecognisedPage[]; of: number }
  | { image: string }
  | { verified: VerifiedFile }
  | { scan: ScanFile }
  | { unpacked: UnpackedPackage }
  /** it was stopped, or broke down, before it had an answer */
  | { stopped: true }
  | { form: FormCheck }
  | { filled: string }

export interface ChildLimits {
  /** path of `child-main`, built or as source; found by itself where not said */
  entry?: string
  timeoutMs?: number
  memoryMb?: number
  /** the longest answer taken, in bytes */
  maxAnswer?: number
}

/** The longest answer taken where not said: 800 pages with the place of each word are some 40 MB. */
const longestAnswer = 200 * 1024 * 1024
/** Of what a package says of its document, without its files. */
const longestMessage = 16 * 1024 * 1024

/**
 * Opens a document file in a process of its own, so that a hostile or broken file costs the server nothing: 512 MB and 30 s,
 * then it is killed. (What is compiled to WebAssembly has its memory outside these 512 MB; the child watches that itself.)
 * @param path where the file lies
 * @param fileName its name as the person gave it, for the kind of file
 * @throws DocumentError; `document.damaged` also where the child ran out of memory or time
 * @throws Unfinished where `options.recognise` left no time for all pages
 */
export async function openInChild(
  path: string,
  fileName: string,
  limits: ChildLimits = {},
  options: OpenOptions = {},
): Promise<OpenedDocument> {
  const answer = await ask({ path, fileName, options }, limits)
  if ('opened' in answer) return answer.opened
  if ('unfinished' in answer) throw new Unfinished(answer.unfinished, answer.of)
  throw new DocumentError('error' in answer ? answer.error : 'document.damaged')
}

/**
 * Draws a page of a PDF, or a picture of a page, in a process of its own with the same limits.
 * @returns WebP
 * @throws DocumentError
 */
export async function drawInChild(path: string, draw: DrawnPage, limits: ChildLimits = {}): Promise<Buffer> {
  const answer = await ask({ path, draw }, limits)
  if ('image' in answer) return Buffer.from(answer.image, 'base64')
  throw new DocumentError('error' in answer ? answer.error : 'document.damaged')
}

/**
 * Reads and checks the signatures of a file in a process of its own with the same limits.
 * @throws DocumentError `document.damaged` where the child ran out of memory or time
 */
export async function verifyInChild(
  path: string,
  verify: VerifyJob,
  limits: ChildLimits = {},
): Promise<VerifiedFile> {
  const answer = await ask({ path, verify }, limits)
  if ('verified' in answer) return answer.verified
  throw new DocumentError('error' in answer ? answer.error : 'document.damaged')
}

/**
 * Looks at a scan of paper in a process of its own with the same limits: how many pages, and a picture made clean.
 * @throws DocumentError
 */
export async function scanInChild(path: string, limits: ChildLimits = {}): Promise<ScanFile> {
  const answer = await ask({ path, scan: true }, limits)
  if ('scan' in answer) return answer.scan
  throw new DocumentError('error' in answer ? answer.error : 'document.damaged')
}

/** A file took too much memory or time, or its answer was too long: the process was stopped. */
export class Stopped extends DocumentError {
  constructor() {
    super('document.damaged')
    this.name = 'Stopped'
  }
}

/**
 * Takes a package of the document axis apart in a process of its own with the same limits.
 * @param into a folder for the files inside
 * @throws DocumentError
 * @throws Stopped where it took more than the limits
 */
export async function unpackInChild(
  path: string,
  into: string,
  limits: ChildLimits = {},
): Promise<UnpackedPackage> {
  const answer = await ask({ path, unpack: { into } }, { maxAnswer: longestMessage, ...limits })
  if ('unpacked' in answer) return answer.unpacked
  if ('stopped' in answer) throw new Stopped()
  throw new DocumentError('error' in answer ? answer.error : 'document.damaged')
}

/**
 * Looks through an agency's own form in a process of its own with the same limits.
 * @throws DocumentError where it is no .docx, broken, enciphered or too large
 */
export async function checkFormInChild(path: string, limits: ChildLimits = {}): Promise<FormCheck> {
  const answer = await ask({ path, check: 'form' }, limits)
  if ('form' in answer) return answer.form
  throw new DocumentError('error' in answer ? answer.error : 'document.damaged')
}

/**
 * Fills a form with a document in a process of its own with the same limits.
 * @returns .docx
 * @throws DocumentError
 */
export async function fillFormInChild(
  path: string,
  document: OfficialDocument,
  limits: ChildLimits = {},
): Promise<Buffer> {
  const answer = await ask({ path, fill: document }, limits)
  if ('filled' in answer) return Buffer.from(answer.filled, 'base64')
  throw new DocumentError('error' in answer ? answer.error : 'document.damaged')
}

function ask(job: ChildJob, limits: ChildLimits): Promise<ChildAnswer> {
  const { entry = childEntry(), timeoutMs = 30_000, memoryMb = 512, maxAnswer = longestAnswer } = limits
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [`--max-old-space-size=${memoryMb}`, entry], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: childEnvironment(),
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    })
    const chunks: Buffer[] = []
    let length = 0
    child.stdout.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length > maxAnswer) child.kill('SIGKILL')
      else chunks.push(chunk)
    })
    child.on('error', (error) => reject(new DocumentError('document.damaged', error)))
    child.on('close', () => resolve(parseAnswer(Buffer.concat(chunks).toString('utf8')) ?? { stopped: true }))
    // A child that died before reading its job closes the pipe; its end is told by 'close'.
    child.stdin.on('error', () => undefined)
    child.stdin.end(JSON.stringify(job))
  })
}

/** The entry of the child: the source beside this file, or the bundle. */
function childEntry(): string {
  const here = dirname(fileURLToPath(import.meta.url))
  const source = join(here, 'child-main.ts')
  if (existsSync(source)) return source
  const bundle = [here, dirname(here)].find((folder) => existsSync(join(folder, 'document-child.js')))
  if (bundle === undefined) throw new Error(`document-child.js is missing beside ${here}: build again`)
  return join(bundle, 'document-child.js')
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
  if ('image' in answer && typeof answer.image === 'string') return { image: answer.image }
  if ('filled' in answer && typeof answer.filled === 'string') return { filled: answer.filled }
  // Written by our own child, as the next ones.
  if ('form' in answer) return { form: answer.form as FormCheck }
  if ('verified' in answer) return { verified: answer.verified as VerifiedFile }
  if ('scan' in answer) return { scan: answer.scan as ScanFile }
  if ('unpacked' in answer) return { unpacked: answer.unpacked as UnpackedPackage }
  if ('unfinished' in answer && 'of' in answer && Array.isArray(answer.unfinished))
    // Written by our own child, whole or not at all.
    return { unfinished: answer.unfinished as RecognisedPage[], of: Number(answer.of) }
  const code = 'error' in answer ? documentErrorCodes.find((known) => known === answer.error) : undefined
  return code === undefined ? null : { error: code }
}

function isOpened(value: unknown): value is OpenedDocument {
  return (
    typeof value === 'object' && value !== null && 'text' in value && 'html' in value && 'format' in value
  )
}
