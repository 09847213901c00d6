import { expect, test } from 'vitest'
import { choiceOf, choicesOf, numberOf, textOf } from './search.ts'

test('keeps what fits', () => {
  expect(textOf('trường')).toBe('trường')
  expect(textOf(75)).toBe('75')
  expect(choiceOf('late', ['open', 'late'])).toBe('late')
  expect(choicesOf('late,open', ['open', 'late', 'done'])).toEqual(['open', 'late'])
  expect(choicesOf(['done'], ['open', 'done'])).toEqual(['done'])
  expect(numberOf(2024, 2000, 2100)).toBe(2024)
  expect(numberOf('2024', 2000, 2100)).toBe(2024)
})

test('drops what does not, so that an old link still opens', () => {
  expect(textOf('  ')).toBeUndefined()
  expect(textOf({ a: 1 })).toBeUndefined()
  expect(choiceOf('gone', ['open', 'late'])).toBeUndefined()
  expect(choicesOf('gone', ['open', 'late'])).toBeUndefined()
  expect(numberOf('20x4', 2000, 2100)).toBeUndefined()
  expect(numberOf('', 0, 10)).toBeUndefined()
  expect(numberOf(2024.5, 2000, 2100)).toBeUndefined()
})
