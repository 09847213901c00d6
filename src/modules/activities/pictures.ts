import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { childEnvironment } from '../../document/child-environment.ts'
import type { PictureKind } from './pictures.sniff.ts'

/** What the child is told, as JSON on its standard input. */
export interface PictureJob {
  path: string
  kind: PictureKind
}

/** Why a picture was not taken. */
export type PictureRefusal = 'damaged' | 'too_many_pixels' | 'slow'

/** What it answers before the bytes of picture and thumbnail: on its standard output, after four bytes of length. */
export type PictureAnswer =
  | { error: PictureRefusal }
  | { width: number; height: number; differenceHash: string; picture: number; thumbnail: number }

/** A picture as we keep it: upright JPEG of at most 2,048 px without any metadata, and its thumbnail of 480 px. */
export interface CleanPicture {
  picture: Buffer
  thumbnail: Buffer
  width: number
  height: number
  /** 64-bit difference hash, as the signed decimal that a bigint column holds */
  differenceHash: string
}

const timeLimit = 20_000
/** V8's heap only; the pixels lie outside it and are bounded by the limit of pixels. */
const heapMb = 256

/**
 * Cleans a picture in a process of its own, so that a hostile or broken file costs the server nothing: 20 seconds, then
 * it is killed. At most cores − 1 run at once; the others wait.
 * @param path where the file lies
 * @throws RefusedPicture
 */
export async function cleanPicture(
  job: PictureJob,
  options: { timeoutMs?: number } = {},
): Promise<CleanPicture> {
  await turn()
  try {
    return await run(job, options.timeoutMs ?? timeLimit)
  } finally {
    running -= 1
    waiting.shift()?.()
  }
}

export class RefusedPicture extends Error {
  readonly refusal: PictureRefusal
  constructor(refusal: PictureRefusal) {
    super(refusal)
    this.name = 'RefusedPicture'
    this.refusal = refusal
  }
}

const atOnce = Math.max(1, availableParallelism() - 1)
let running = 0
const waiting: (() => void)[] = []

async function turn(): Promise<void> {
  while (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve))
  running += 1
}

function run(job: PictureJob, timeoutMs: number): Promise<CleanPicture> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [`--max-old-space-size=${heapMb}`, childEntry()], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: childEnvironment(),
    })
    let late = false
    const timer = setTimeout(() => {
      late = true
      child.kill('SIGKILL')
    }, timeoutMs)
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('error', () => reject(new RefusedPicture('damaged')))
    child.on('close', () => {
      clearTimeout(timer)
      const answer = late ? { error: 'slow' as const } : readAnswer(Buffer.concat(chunks))
      if (answer === null) reject(new RefusedPicture('damaged'))
      else if ('error' in answer) reject(new RefusedPicture(answer.error))
      else resolve(answer)
    })
    // A child that died before reading its job closes the pipe; its end is told by 'close'.
    child.stdin.on('error', () => undefined)
    child.stdin.end(JSON.stringify(job))
  })
}

/** @returns null for an answer that stops in the middle: the child died */
function readAnswer(output: Buffer): CleanPicture | { error: PictureRefusal } | null {
  if (output.length < 4) return null
  const begin = 4 + output.readUInt32BE(0)
  if (output.length < begin) return null
  // Written by our own child, picture-child.ts, whole or not at all.
  const head = JSON.parse(output.toString('utf8', 4, begin)) as PictureAnswer
  if ('error' in head) return head
  if (output.length !== begin + head.picture + head.thumbnail) return null
  return {
    width: head.width,
    height: head.height,
    differenceHash: head.differenceHash,
    picture: output.subarray(begin, begin + head.picture),
    thumbnail: output.subarray(begin + head.picture),
  }
}

/** The child's program: beside this file as source, beside the bundle (or above its chunks) when built. */
function childEntry(): string {
  const here = dirname(fileURLToPath(import.meta.url))
  const entries = [
    join(here, 'picture-child.ts'),
    join(here, 'picture-child.js'),
    join(dirname(here), 'picture-child.js'),
  ]
  const entry = entries.find((path) => existsSync(path))
  if (entry === undefined) throw new Error(`picture-child.js is missing beside ${here}: build again`)
  return entry
}
