import { describe, expect, test } from 'vitest'
import { toTcvn3, toViqr, toVni, toWindows1258, typedPlan } from '#test/support/typed.ts'
import { openDocument, readText } from '../index.ts'
import { wordsRead } from '#test/support/words-read.ts'

// One plan, whatever it was typed with, is read alike.

const latin1 = (text: string) => Buffer.from(text, 'latin1')
const planned = wordsRead(readText(typedPlan))

describe('.txt in', () => {
  test.each([
    ['UTF-8', Buffer.from(typedPlan)],
    ['UTF-8, letters and marks apart', Buffer.from(typedPlan.normalize('NFD'))],
    ['UTF-8 with Ð for Đ', Buffer.from(typedPlan.replaceAll('Đ', 'Ð'))],
    ['UTF-16', Buffer.from(typedPlan, 'utf16le')],
    ['Windows-1258', toWindows1258(typedPlan)],
    ['TCVN3, one byte a letter', latin1(toTcvn3(typedPlan))],
    ['TCVN3, copied as UTF-8', Buffer.from(toTcvn3(typedPlan))],
    ['VNI, one byte a letter', latin1(toVni(typedPlan))],
    ['VNI, copied as UTF-8', Buffer.from(toVni(typedPlan))],
    ['VIQR', Buffer.from(toViqr(typedPlan))],
    [
      'several encodings, paragraph by paragraph',
      Buffer.from(
        typedPlan
          .split('\n')
          .map((line, i) => (i % 3 === 0 ? toTcvn3(line) : i % 3 === 1 ? toVni(line) : line))
          .join('\n'),
      ),
    ],
  ])('%s', async (_, bytes) => {
    const { text } = await openDocument(bytes, 'a.txt')
    expect(wordsRead(readText(text))).toEqual(planned)
  })
})
