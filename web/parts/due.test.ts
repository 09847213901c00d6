import { expect, test } from 'vitest'
import { dueOf } from './due.ts'

test('the due day itself is in time, the day after is late', () => {
  expect(dueOf('2024-06-17', '2024-06-17')).toEqual({ days: 0, state: 'soon' })
  expect(dueOf('2024-06-16', '2024-06-17')).toEqual({ days: -1, state: 'late' })
})

test('three days ahead is soon, four is not; months and years are crossed', () => {
  expect(dueOf('2024-06-20', '2024-06-17').state).toBe('soon')
  expect(dueOf('2024-06-21', '2024-06-17').state).toBe('open')
  expect(dueOf('2025-01-02', '2024-12-30')).toEqual({ days: 3, state: 'soon' })
  expect(dueOf('2024-03-01', '2024-02-28').days).toBe(2)
})
