import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { makeRandom, type Random } from '../../test/faults/random.ts'
import { departmentPlan } from '../../test/support/documents.ts'
import { paperPdf } from '../../test/support/paper.ts'
import { paperOfText } from '../../test/support/seed-paper.ts'
import { sized } from '../../test/support/size.ts'
import { checkReading, expectInside } from '../../test/support/fuzz.ts'
import { DocumentError, openDocument, Unfinished } from './index.ts'
import { shortPlan } from './write/samples.ts'
import { writeDocx } from './write/index.ts'

// `npm run prove -- fuzz`: 2,000 broken files of each kind; a few in `npm test`. See fuzz.texts.test.ts.
const files = sized('fuzz', 8, 2_000)

/** Kinds of files with one that is sound. */
const kinds: readonly (readonly [name: string, make: () => Promise<Uint8Array> | Uint8Array])[] = [
  ['docx', () => writeDocx(shortPlan)],
  ['doc', () => readFileSync('test/samples/words/vntime.doc')],
  ['odt', () => readFileSync('test/samples/words/vntime.odt')],
  ['rtf', () => readFileSync('test/samples/words/vntime.rtf')],
  ['pdf', () => paperPdf(paperOfText(departmentPlan))],
]

/** Bytes changed, cut out, doubled, put in, or the end cut off. */
function damage(base: Uint8Array, random: Random): Uint8Array {
  let bytes = Buffer.from(base)
  for (let n = 1 + random.below(20); n > 0 && bytes.length > 0; n--) {
    const at = random.below(bytes.length)
    const length = 1 + random.below(64)
    const what = random.below(10)
    if (what < 6) bytes[at] = random.below(256)
    else if (what === 6) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)])
    else if (what === 7) bytes = Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)])
    else if (what === 8) bytes.fill(random.below(256), at, Math.min(at + length, bytes.length))
    else if (random.below(5) === 0) bytes = Buffer.from(bytes.subarray(0, Math.max(1, at)))
  }
  return bytes
}

describe('files', () => {
  test.each(kinds)(`${files} broken .%s: opened or refused with a reason`, async (name, make) => {
    const base = await make()
    expect((await openDocument(base, `a.${name}`)).text.length).toBeGreaterThan(200)
    for (let seed = 1; seed <= files; seed++) {
      try {
        // Nothing is read off pictures: that has limits of its own, and a broken file can make any page one.
        const recognise = { earlier: [], budgetMs: 0 }
        const { text, pages = [] } = await openDocument(damage(base, makeRandom(seed)), `a.${name}`, {
          recognise,
        })
        for (const { words } of pages) expectInside(text, words)
        checkReading(text)
      } catch (error) {
        if (!(error instanceof DocumentError || error instanceof Unfinished))
          throw new Error(`.${name}, seed ${seed}`, { cause: error })
      }
    }
  })
})
