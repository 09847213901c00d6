import { expect, it } from 'vitest'
import { formatClause } from './format.ts'
import { translator } from './index.ts'

it.each([
  ['II.2.b', 'II.2.b', 'II.2.b'],
  ['I.2.-1', 'I.2, gạch 1', 'I.2, dash 1'],
  ['-3', 'gạch 3', 'dash 3'],
  ['I.-1.-12', 'I, gạch 1, gạch 12', 'I, dash 1, dash 12'],
  ['I.-1.a', 'I, gạch 1.a', 'I, dash 1.a'],
  ['2.1', '2.1', '2.1'],
  ['Điều 3.-2', 'Điều 3, gạch 2', 'Điều 3, dash 2'],
  ['', '', ''],
])('a clause at %s is cited as %s', (path, vi, en) => {
  expect(formatClause(path, translator('vi'))).toBe(vi)
  expect(formatClause(path, translator('en'))).toBe(en)
})
