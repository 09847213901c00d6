import { describe, expect, it } from 'vitest'
import { changedFields, dayProblem, FiguresDiffer, figuresOf } from './activities.rules.ts'

const none = { attendances: null, cost: null, persons: null, figures: [] }

describe('the figures of an activity', () => {
  it('count a meeting as one meeting, and its attendances and cost as figures', () => {
    expect(figuresOf({ ...none, attendances: 34, cost: 200_000 }, 'meetings')).toEqual([
      { indicator: 'attendances', n: 34, d: null },
      { indicator: 'cost', n: 200_000, d: null },
      { indicator: 'meetings', n: 1, d: null },
    ])
  })
  it('invent no number of leaflets', () => {
    expect(figuresOf(none, 'leaflets')).toEqual([])
  })
  it('keep what was stated over the usual one', () => {
    expect(figuresOf({ ...none, figures: [{ indicator: 'meetings', n: 3, d: null }] }, 'meetings')).toEqual([
      { indicator: 'meetings', n: 3, d: null },
    ])
  })
  it('refuse the same thing stated twice with different values, and an indicator that stands twice', () => {
    const attendances = { indicator: 'attendances', n: 33, d: null }
    expect(() => figuresOf({ ...none, attendances: 34, figures: [attendances] }, null)).toThrow(FiguresDiffer)
    expect(() => figuresOf({ ...none, figures: [attendances, attendances] }, null)).toThrow(FiguresDiffer)
    expect(figuresOf({ ...none, attendances: 33, figures: [attendances] }, null)).toHaveLength(1)
  })
})

describe('the day of an activity', () => {
  it('is not in the future, and not before the year before the plan’s', () => {
    expect(dayProblem('2024-06-18', '2024-06-17', [])).toBe('future')
    expect(dayProblem('2024-06-17', '2024-06-17', [])).toBeNull()
    expect(dayProblem('2023-01-01', '2024-06-17', [2024])).toBeNull()
    expect(dayProblem('2022-12-31', '2024-06-17', [2024])).toBe('too_old')
    expect(dayProblem('2022-12-31', '2024-06-17', [])).toBe('too_old')
    expect(dayProblem('2022-12-31', '2024-06-17', [2023])).toBeNull()
  })
})

describe('two versions compared', () => {
  it('name the fields that differ', () => {
    expect(
      changedFields(
        { day: '2024-06-17', audiences: ['a'], cost: null },
        { day: '2024-06-17', audiences: ['a', 'b'], cost: 0 },
      ),
    ).toEqual(['audiences', 'cost'])
  })
})
