import { describe, expect, it } from 'vitest'
import { standIn, sumOf } from './progress.rules.ts'

const today = '2024-06-17'
const nothing = { isDone: false, activities: 0 }
const begun = { isDone: false, activities: 3 }
/** The last day of the time is the day before `until`. */
const time = (from: string | null, until: string | null) => ({ from, until })

describe('where a task stands in time', () => {
  it('is late from the day after its last day', () => {
    expect(standIn(begun, time('2024-01-01', '2024-06-17'), today)).toEqual({
      state: 'late',
      dueOn: '2024-06-16',
      days: -1,
    })
    expect(standIn(begun, time('2024-01-01', '2024-06-18'), today)).toMatchObject({ state: 'soon', days: 0 })
  })

  it('is due soon two weeks before, and not a day earlier', () => {
    expect(standIn(nothing, time('2024-06-01', '2024-07-02'), today)).toMatchObject({
      state: 'soon',
      days: 14,
    })
    expect(standIn(begun, time('2024-06-01', '2024-07-03'), today)).toMatchObject({ state: 'busy', days: 15 })
  })

  it('lacks nothing before its time, unless it has begun', () => {
    expect(standIn(nothing, time('2024-07-01', '2024-10-01'), today).state).toBe('ahead')
    expect(standIn(begun, time('2024-07-01', '2024-10-01'), today).state).toBe('busy')
    expect(standIn(nothing, time('2024-06-20', '2024-06-25'), today).state).toBe('ahead')
  })

  it('is idle when its time has come and nothing was done', () => {
    expect(standIn(nothing, time('2024-06-17', '2025-01-01'), today).state).toBe('idle')
    expect(standIn(nothing, time(null, null), today)).toEqual({ state: 'idle', dueOn: null, days: null })
  })

  it('stays done after its last day', () => {
    expect(standIn({ isDone: true, activities: 1 }, time(null, '2024-02-01'), today).state).toBe('done')
  })
})

describe('the sum over a plan', () => {
  it('counts what has a standing', () => {
    expect(sumOf([{ state: 'done' }, { state: 'late' }, null, { state: 'busy' }])).toEqual({
      done: 1,
      all: 3,
      late: 1,
    })
  })
})
