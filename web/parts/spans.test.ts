import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutSpans, type Span } from './spans.ts'

test('cuts at the spans and keeps what is between', () => {
  const pieces = cutSpans('trước kỳ tuyển sinh, mỗi trường', [{ start: 9, end: 19, kind: 'lit' }])
  expect(pieces.map((p) => [p.text, p.span?.kind ?? null])).toEqual([
    ['trước kỳ ', null],
    ['tuyển sinh', 'lit'],
    [', mỗi trường', null],
  ])
})

test('where two overlap, the first keeps its words', () => {
  const pieces = cutSpans('abcdef', [
    { start: 2, end: 5, kind: 'unsure', id: 'b' },
    { start: 0, end: 3, kind: 'sure', id: 'a' },
  ])
  expect(pieces.map((p) => [p.text, p.span?.id ?? null])).toEqual([
    ['abc', 'a'],
    ['de', 'b'],
    ['f', null],
  ])
})

test('whatever the spans, the text comes out whole and in order', () => {
  const span = fc.record({
    start: fc.integer({ min: -5, max: 60 }),
    end: fc.integer({ min: -5, max: 60 }),
    kind: fc.constantFrom<Span['kind']>('lit', 'sure', 'unsure'),
  })
  fc.assert(
    fc.property(fc.string({ maxLength: 50 }), fc.array(span, { maxLength: 8 }), (text, spans) => {
      const pieces = cutSpans(text, spans)
      expect(pieces.map((p) => p.text).join('')).toBe(text)
      expect(pieces.every((p) => p.text !== '')).toBe(true)
    }),
  )
})
