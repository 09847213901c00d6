import { afterAll, describe, expect, test } from 'vitest'
import { compose, writeDocx } from '../../src/document/write/index.ts'
import { isProof } from '../support/size.ts'
import { convert, hasOffice } from '../support/word-plan.ts'
import { measure } from './measure.ts'
import { papers } from './papers.ts'
import { closePrinted, printed } from './printed.ts'

// Pages measured against the form: places within 1 mm, letters within 0.5 pt of what Decree 30/2020/NĐ-CP (and the forms
// before and beside it) ask. In `npm test` one paper of each shape, in the proof all types.
const chosen = isProof()
  ? papers
  : papers.filter(([name]) =>
      ['Công văn', 'Quyết định', 'a plan with two annexes', 'a plan of 2015'].includes(name),
    )

afterAll(closePrinted)

describe('the PDF', () => {
  test.each(chosen)('%s', async (_, document) => {
    expect(await measure(await printed(compose(document)), compose(document))).toEqual([])
  })
})

if (!hasOffice) process.stdout.write('not run: needs LibreOffice\n')
describe.skipIf(!hasOffice)('the .docx turned into a PDF by LibreOffice', () => {
  const few = isProof() ? papers : papers.filter(([name]) => name === 'a plan with two annexes')
  test.each(few)('%s', async (_, document) => {
    const pdf = (await convert(Buffer.from(await writeDocx(document)), ['pdf'])).get('pdf')
    expect(await measure(new Uint8Array(pdf ?? []), compose(document))).toEqual([])
  })
})
