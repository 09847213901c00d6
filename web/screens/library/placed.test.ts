import { expect, test } from 'vitest'
import { boxesOf, wordAt } from './placed.ts'

// "Kế hoạch số 12" on two lines of the first page, "Hết" on the second.
const pages = [
  {
    words: [
      [0, 2, 100, 100, 40, 20],
      [3, 8, 150, 98, 80, 24],
      [9, 11, 20, 140, 40, 20],
      [12, 14, 70, 140, 30, 20, 41],
    ],
  },
  { words: [[15, 18, 20, 50, 60, 20]] },
]

test('a stretch of words is a box for each line, on each page', () => {
  expect(boxesOf(pages, { start: 0, end: 18 })).toEqual([
    { page: 0, x: 100, y: 98, w: 130, h: 24 },
    { page: 0, x: 20, y: 140, w: 80, h: 20 },
    { page: 1, x: 20, y: 50, w: 60, h: 20 },
  ])
  expect(boxesOf(pages, { start: 4, end: 5 })).toEqual([{ page: 0, x: 150, y: 98, w: 80, h: 24 }])
  expect(boxesOf(pages, { start: 18, end: 30 })).toEqual([])
})

test('the word at a place: between two words the nearer, beside the text none', () => {
  const words = pages[0]?.words ?? []
  expect(wordAt(words, 160, 110)).toEqual({ start: 3, end: 8 })
  expect(wordAt(words, 142, 110)).toEqual({ start: 0, end: 2 })
  expect(wordAt(words, 500, 110)).toBeNull()
  expect(wordAt(words, 100, 130)).toBeNull()
})
