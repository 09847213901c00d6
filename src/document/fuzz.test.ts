import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { makeRandom, type Random } from '../../test/faults/random.ts'
import { departmentLetter, departmentPlan } from '../../test/support/documents.ts'
import { paperPdf } from '../../test/support/paper.ts'
import { paperOfText } from '../../test/support/seed-paper.ts'
import { sized } from '../../test/support/size.ts'
import { DocumentError, openDocument, personMask, readSecrecyMark, readText, Unfinished } from './index.ts'
import type { Section, Span } from './model.ts'
import { shortPlan } from './write/samples.ts'
import { writeDocx } from './write/index.ts'

// `npm run prove -- fuzz`: 100,000 texts, and 2,000 files of each kind; a few of each in `npm test`. What hangs runs into the
// test's own time limit; what crashes takes the test's process with it.
const texts = sized('fuzz', 400, 100_000)
const files = sized('fuzz', 8, 2_000)

/** What breaks readers: marks apart from their letters, halves of pairs, signs that open and never close, endless numbers. */
const awkward = [
  ...[
    '\0',
    '\ufeff',
    '\u0301',
    '\u0323',
    '\ud83d',
    '\udc00',
    '\u200b',
    '\u00ad',
    '\r\n',
    '\n\n\n',
    '\t',
    '   ',
    '|',
  ],
  ...['Ð', 'đ', 'Ủy'.normalize('NFD'), 'HOÀ', '**', '####', '____', '“', '(', '…', './.', '-', '–'],
  ...[
    'Căn cứ ',
    'Quyết định số ',
    'số 12',
    '/QĐ-UBND',
    '30/2020/NĐ-CP',
    ' ngày 31/02/2021',
    'ngày  tháng  năm ',
    'V/v ',
  ],
  ...[
    'Nơi nhận:',
    'Kính gửi:',
    'TM. ',
    'KT. CHỦ TỊCH',
    'Điều 1.',
    'Chương I',
    'I. ',
    '1.1.1. ',
    'a) ',
    '- ',
    'MẬT',
  ],
  ...['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'KẾ HOẠCH', '9'.repeat(400), ' '.repeat(600), 'Ă'.repeat(500)],
]

function mutate(base: string, random: Random): string {
  let text = base
  for (let n = 1 + random.below(12); n > 0; n--) {
    const at = random.below(text.length + 1)
    const length = random.below(200)
    const what = random.below(5)
    const piece =
      what === 0
        ? ''
        : what === 1
          ? random.pick(awkward)
          : what === 2
            ? text.slice(random.below(text.length), random.below(text.length))
            : what === 3
              ? String.fromCharCode(random.below(65_536))
              : random.pick(awkward).repeat(random.below(30))
    text = text.slice(0, at) + piece + text.slice(at + (what === 1 ? 0 : length))
  }
  return text.slice(0, 60_000)
}

function expectInside(text: string, spans: readonly Span[]): void {
  for (const { start, end } of spans)
    if (!(start >= 0 && start <= end && end <= text.length))
      throw new Error(`span ${start}–${end} of ${text.length}: ${JSON.stringify(text.slice(0, 2_000))}`)
}

function sectionSpans(sections: readonly Section[]): Span[] {
  return sections.flatMap((s) => [s, ...s.paragraphs, ...sectionSpans(s.sections)])
}

function check(text: string): void {
  const read = readText(text)
  expectInside(text, read.citations)
  expectInside(text, read.recipients)
  expectInside(text, sectionSpans(read.sections))
  expectInside(text, Object.values(read.headerSpans))
  for (const [i, citation] of read.citations.entries()) {
    const before = read.citations[i - 1]
    if (before && before.end > citation.start)
      throw new Error(`citations overlap: ${JSON.stringify(citation)}`)
  }
  readSecrecyMark(text)
  if (personMask({ name: 'Nguyễn Văn An' }).apply(text).length !== text.length)
    throw new Error('the mask moved offsets')
}

describe('texts', () => {
  const bases = [
    departmentPlan,
    departmentLetter(12, 'Khảo sát mức độ hài lòng'),
    departmentPlan.normalize('NFD'),
  ]

  test(`${texts} broken ones: read to the end, every span inside the text`, () => {
    for (let seed = 1; seed <= texts; seed++) {
      const random = makeRandom(seed)
      const text = mutate(bases[seed % bases.length] ?? '', random)
      try {
        check(text)
      } catch (error) {
        throw new Error(`seed ${seed}`, { cause: error })
      }
    }
  })
})

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
  for (let n = 1 + random.below(20); n > 0; n--) {
    const at = random.below(bytes.length)
    const length = 1 + random.below(64)
    const what = random.below(10)
    if (what < 6) bytes[at] = random.below(256)
    else if (what === 6) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)])
    else if (what === 7) bytes = Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)])
    else if (what === 8) bytes.fill(random.below(256), at, at + length)
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
        check(text)
      } catch (error) {
        if (!(error instanceof DocumentError || error instanceof Unfinished))
          throw new Error(`.${name}, seed ${seed}`, { cause: error })
      }
    }
  })
})
