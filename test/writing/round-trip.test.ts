import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { sharedFolder } from '../../src/config.ts'
import { readText } from '../../src/document/index.ts'
import { makeDocument } from '../reading/made.ts'
import { isProof, sized } from '../support/size.ts'
import { closePrinted } from './printed.ts'
import { factsOf, writtenAndRead, type Written } from './same.ts'

// What is read of a document, written in its form and read again is the same document.
const formats: readonly Written[] = ['docx', 'html', 'pdf']
const shared = sharedFolder()
if (shared === null) process.stdout.write('not run: no ../shared\n')

afterAll(closePrinted)

/** The real documents whose text is whole and was not read off a scan; in `npm test` two of them. */
function realDocuments(): { name: string; text: string }[] {
  if (shared === null) return []
  const folder = join(shared, 'corpus/dev')
  const whole = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .filter((name) => {
      const label = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown>
      return !label['truncated'] && !label['ocr']
    })
    .map((name) => join(folder, name.replace('.json', '.txt')))
  const seed = join(shared, 'seed/ke-hoach-75-KH-PGDDT.txt')
  const chosen = isProof() ? [seed, ...whole] : [seed, ...whole.slice(-1)]
  return chosen.map((path) => ({ name: path.slice(-10), text: readFileSync(path, 'utf8') }))
}

describe.skipIf(shared === null)('real documents', () => {
  test.each(formats)('as %s', async (format) => {
    for (const { name, text } of realDocuments()) {
      const again = await writtenAndRead(text, format)
      expect(factsOf(again.text, again.read), name).toEqual(factsOf(text, readText(text)))
    }
  })
})

describe('made-up documents', () => {
  test.each(formats)('as %s', async (format) => {
    const documents = sized('writing', format === 'pdf' ? 3 : 12, 500)
    for (let seed = 1; seed <= documents; seed++) {
      const { text } = makeDocument(seed, 'clean')
      const again = await writtenAndRead(text, format)
      expect(factsOf(again.text, again.read), `document ${seed}`).toEqual(factsOf(text, readText(text)))
    }
  })
})
