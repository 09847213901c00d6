import { expect, test } from 'vitest'
import { readCount, readDate } from './typed.ts'

test('a day is read day first, with or without zeros and year', () => {
  expect(readDate('26/12/2019', 2024)).toBe('2019-12-26')
  expect(readDate('5/1/2024', 2020)).toBe('2024-01-05')
  expect(readDate('05-01-24', 2020)).toBe('2024-01-05')
  expect(readDate(' 5.1 ', 2024)).toBe('2024-01-05')
  expect(readDate('29/2/2024', 2024)).toBe('2024-02-29')
})

test('what is no day is refused, not moved to another', () => {
  for (const s of ['29/2/2023', '31/4/2024', '12/26/2019', '', 'mai', '1/1/20245', '0/1/2024'])
    expect(readDate(s, 2024)).toBeNull()
})

test('a count takes the point as the mark of thousands', () => {
  expect(readCount('34')).toBe(34)
  expect(readCount('6.284')).toBe(6284)
  expect(readCount('1 234 567')).toBe(1234567)
  for (const s of ['', '-1', '3.5', '12.34', '1.2345', 'ba', '99999999999999999999'])
    expect(readCount(s)).toBeNull()
})
