import { readFile } from 'node:fs/promises'
import { setPriority } from 'node:os'
import { text } from 'node:stream/consumers'
import { isMainThread } from 'node:worker_threads'
import { DocumentError } from '../errors.ts'
import type { ChildAnswer, ChildJob } from './child.ts'
import { openDocument } from './open.ts'
import { pictureKind } from './picture-kind.ts'
import { Unfinished } from './scan.ts'
import { watchMemory } from './watch.ts'

// The process that opens one untrusted file: job on standard input, answer on standard output (see child.ts).
if (isMainThread) {
  watchMemory()
  // Whoever waits for a page of the server comes before whoever waits for a file to be read.
  setPriority(10)
  const job = JSON.parse(await text(process.stdin)) as ChildJob
  process.stdout.write(JSON.stringify(await answer(job)))
}

async function answer(job: ChildJob): Promise<ChildAnswer> {
  try {
    const bytes = await readFile(job.path)
    if ('verify' in job) {
      const { verifyFile } = await import('./verify.ts')
      return { verified: verifyFile(bytes, job.verify) }
    }
    if ('unpack' in job) {
      const { unpackPackage } = await import('../edxml/unpack.ts')
      return { unpacked: await unpackPackage(bytes, job.unpack.into) }
    }
    if ('check' in job) {
      const { checkForm } = await import('../forms/check.ts')
      return { form: await checkForm(bytes) }
    }
    if ('fill' in job) {
      const { fillForm } = await import('../forms/fill.ts')
      return { filled: Buffer.from(await fillForm(bytes, job.fill)).toString('base64') }
    }
    if (pictureKind(bytes) !== null) await import('./decoders.ts')
    if ('scan' in job) {
      const { readScanFile } = await import('./scan-file.ts')
      return { scan: await readScanFile(bytes) }
    }
    if (!('draw' in job)) return { opened: await openDocument(bytes, job.fileName, job.options) }
    const { drawDocument } = await import('./draw.ts')
    return { image: (await drawDocument(bytes, job.draw)).toString('base64') }
  } catch (error) {
    if (error instanceof Unfinished) return { unfinished: error.recognised, of: error.of }
    return { error: error instanceof DocumentError ? error.code : 'document.damaged' }
  }
}
