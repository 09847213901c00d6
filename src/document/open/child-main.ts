import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { DocumentError } from '../errors.ts'
import type { ChildAnswer, ChildJob } from './child.ts'
import { openDocument } from './open.ts'

// The process that opens one untrusted file: job on standard input, answer on standard output (see child.ts).
const job = JSON.parse(await text(process.stdin)) as ChildJob
process.stdout.write(JSON.stringify(await answer(job)))

async function answer({ path, fileName }: ChildJob): Promise<ChildAnswer> {
  try {
    return { opened: await openDocument(await readFile(path), fileName) }
  } catch (error) {
    return { error: error instanceof DocumentError ? error.code : 'document.damaged' }
  }
}
