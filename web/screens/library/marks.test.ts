import { expect, it } from 'vitest'
import { marksOf, regionAt } from './marks.ts'

const question = {
  id: 'x',
  code: 'two_dates',
  sentence: '',
  facts: [],
  edits: null,
  proposals: [],
}

it('marks a citation that is asked about once, under both names', () => {
  const page = marksOf({
    headerSpans: { subject: { start: 20, end: 40 }, date: undefined },
    citations: [
      { key: 'c1', start: 50, end: 60 },
      { key: 'c2', start: 70, end: 80 },
    ],
    sections: [
      { key: 's1', start: 90, end: 200, kind: 'heading' },
      { key: 's2', start: 100, end: 120, kind: 'content' },
    ],
    recipients: [],
    uncertain: [
      { ...question, start: null, end: null },
      { ...question, start: 70, end: 80 },
      { ...question, start: 100, end: 120 },
    ],
  })
  expect(page.marks).toEqual([
    { ids: ['header:subject'], start: 20, end: 40, kind: 'sure' },
    { ids: ['citation:c1'], start: 50, end: 60, kind: 'sure' },
    { ids: ['citation:c2', 'question:2'], start: 70, end: 80, kind: 'unsure', n: 2 },
    { ids: ['question:3'], start: 100, end: 120, kind: 'unsure', n: 3 },
  ])
  expect(page.headEnd).toBe(40)
  expect(regionAt(page.regions, 110)?.id).toBe('section:s2')
  expect(regionAt(page.regions, 130)?.id).toBe('section:s1')
  expect(regionAt(page.regions, 10)).toBeNull()
})
