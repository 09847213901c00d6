import { expect, test } from 'vitest'
import { applied } from './corrections.ts'

const at = (start: number, end: number, words: string | null) => ({
  start,
  end,
  correction: words === null ? null : { start, end, words },
})

test('one correction: what lies behind moves along, what lay over it goes', () => {
  const text = 'ngày 8 tháng 1 năm'
  const day = at(5, 6, '08')
  const month = at(13, 14, '01')
  const both = at(0, 14, null)
  const first = applied({ text, findings: [both, day, month] }, day)
  expect(first).toEqual({ text: 'ngày 08 tháng 1 năm', findings: [at(14, 15, '01')] })
  const [left] = first.findings
  expect(left && applied(first, left)).toEqual({ text: 'ngày 08 tháng 01 năm', findings: [] })
})

test('without a correction nothing changes', () => {
  const only = at(0, 1, null)
  expect(applied({ text: 'a', findings: [only] }, only)).toEqual({ text: 'a', findings: [only] })
})
