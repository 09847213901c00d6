import { describe, test } from 'vitest'
import { makeRandom, type Random } from '../../test/faults/random.ts'
import { departmentLetter, departmentPlan } from '../../test/support/documents.ts'
import { sized } from '../../test/support/size.ts'
import { checkReading } from '../../test/support/fuzz.ts'

// `npm run prove -- fuzz`: 100,000 texts, beside the files; a few of each in `npm test`. What hangs runs into the test's own time
// limit; what crashes takes the test's process with it.
const texts = sized('fuzz', 400, 100_000)

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
        checkReading(text)
      } catch (error) {
        throw new Error(`seed ${seed}`, { cause: error })
      }
    }
  })

  // 18,000 blanks behind "Số:" once kept a reader for half an hour without an end: what may be read in many ways is tried in all of them.
  test('a long run of one thing, wherever it stands in the head, costs no more than its length', () => {
    for (const piece of awkward)
      for (const place of [0, ...['Số: ', 'ngày ', 'KẾ HOẠCH'].map(placeBehind)])
        checkReading(
          departmentPlan.slice(0, place) +
            piece.repeat(Math.ceil(20_000 / piece.length)) +
            departmentPlan.slice(place),
        )
  })
})

function placeBehind(words: string): number {
  const at = departmentPlan.indexOf(words)
  if (at < 0) throw new Error(`${words} does not stand in the plan`)
  return at + words.length
}
