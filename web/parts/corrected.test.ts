import { describe, expect, it } from 'vitest'
import { corrected } from './corrected.ts'

const content = {
  title: 'Kế hoạch tuyên truyền',
  clauses: [
    { key: 'uỷ', words: 'Căn cứ Quyết định số 5/QĐ-UBND ngày 3/2/2024' },
    { key: 'b', words: 'Thực hiện trong ngày 3/2/2024 và ngày 5/2/2024' },
  ],
}
const text =
  'KẾ HOẠCH\n1. Căn cứ Quyết định số 5/QĐ-UBND ngày 3/2/2024;\n2. Thực hiện trong ngày 3/2/2024 và ngày 5/2/2024.\n'
const at = (words: string, from = 0) => {
  const start = text.indexOf(words, from)
  return { start, end: start + words.length }
}

describe('a correction of the paper', () => {
  it('is put into the one place of the content that has these words', () => {
    const changed = corrected(content, text, { ...at('3/2/2024'), words: '03/02/2024' })
    expect(changed?.clauses.map((c) => c.words)).toEqual([
      'Căn cứ Quyết định số 5/QĐ-UBND ngày 03/02/2024',
      'Thực hiện trong ngày 3/2/2024 và ngày 5/2/2024',
    ])
    expect(content.clauses[0]?.words).toContain('ngày 3/2/2024')
  })
  it('takes words away, and puts some in between two letters', () => {
    const { start } = at(' và ')
    expect(corrected(content, text, { ...at(' và ngày 5/2/2024'), words: '' })?.clauses[1]?.words).toBe(
      'Thực hiện trong ngày 3/2/2024',
    )
    expect(corrected(content, text, { start, end: start, words: ',' })?.clauses[1]?.words).toBe(
      'Thực hiện trong ngày 3/2/2024, và ngày 5/2/2024',
    )
  })
  it('is left to a person where the content has no such place, or two', () => {
    expect(corrected(content, text, { ...at('KẾ HOẠCH'), words: 'Kế hoạch' })).toBeNull()
    const twice = { ...content, title: content.clauses[0]?.words ?? '' }
    expect(corrected(twice, text, { ...at('3/2/2024'), words: '03/02/2024' })).toBeNull()
  })
})
