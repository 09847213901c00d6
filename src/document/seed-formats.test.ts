import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { convert, hasOffice, planDocx } from '#test/support/word-plan.ts'
import { wordsRead } from '#test/support/words-read.ts'
import { sharedFolder } from '../config.ts'
import { openDocument, readText, type ReadDocument } from './index.ts'

// The real plan that the project grew from, as offices would hand it in. It lies outside the repository, and LibreOffice makes the
// files: without either this file says so and proves nothing.
const shared = sharedFolder()
const needed = shared !== null && hasOffice
if (shared === null) process.stdout.write('not run: no ../shared\n')
else if (!hasOffice) process.stdout.write('not run: needs LibreOffice\n')

describe.skipIf(!needed)('the seed plan', () => {
  let read: ReadDocument
  let lines: string[]
  let made: { name: string; bytes: Buffer }[]

  beforeAll(async () => {
    const text = readFileSync(join(shared ?? '', 'seed', 'ke-hoach-75-KH-PGDDT.txt'), 'utf8')
    read = readText(text)
    lines = text.split(/\r?\n/)
    const right = lines.findIndex((line) => line.includes('CỘNG HÒA'))
    const end = lines.findIndex((line) => line.trim() === 'KẾ HOẠCH')
    const head = [lines.slice(0, right), lines.slice(right, end)] as const
    const unicode = await planDocx(lines, { typist: 'unicode' })
    const columns = await planDocx(lines.slice(end), { typist: 'unicode', head })
    const tcvn3 = await planDocx(lines.slice(end), { typist: 'tcvn3', head })
    const named = async (name: string, docx: Buffer, endings: string[]) =>
      [...(await convert(docx, endings))].map(([ending, bytes]) => ({ name: `${name}.${ending}`, bytes }))
    made = [
      { name: 'paragraphs.docx', bytes: unicode },
      { name: 'columns.docx', bytes: columns },
      { name: 'vntime.docx', bytes: tcvn3 },
      ...(await named('vntime', tcvn3, ['doc'])),
      ...(await named('columns', columns, ['odt'])),
    ]
  }, 300_000)

  test('in every format: the same header, sections and citations as the .txt', async () => {
    for (const { name, bytes } of made) {
      const opened = await openDocument(bytes, name)
      expect(opened.format, name).toBe(name.split('.')[1])
      expect(wordsRead(readText(opened.text)), name).toEqual(wordsRead(read))
    }
  })
})
