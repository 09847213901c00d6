import { describe, expect, it } from 'vitest'
import type { TaskProgress, TaskStanding } from '../../api/generated/index.ts'
import type { Task } from './model.ts'
import { leadsOf, passes, shareOf, sortTasks } from './progressModel.ts'

function task(key: string, change: Partial<Task> = {}): Task {
  return {
    key,
    decision: 'own',
    reason: '',
    isKey: false,
    title: `Nhiệm vụ ${key}`,
    content: '',
    forms: [],
    audiences: [],
    leadPersonId: null,
    leadWords: '',
    supportWords: '',
    time: { words: '', from: null, until: null },
    product: '',
    target: null,
    cost: null,
    fund: null,
    clauses: [],
    origins: [],
    underClause: null,
    asksBelow: false,
    belowTargets: [],
    ...change,
  }
}

function standing(change: Partial<TaskStanding> = {}): TaskStanding {
  return {
    reached: 0,
    own: 0,
    fromBelow: null,
    target: null,
    indicator: null,
    activities: 0,
    isDone: false,
    state: 'idle',
    dueOn: null,
    days: null,
    ...change,
  }
}

const told = (key: string, change: Partial<TaskStanding> | null): [string, TaskProgress] => [
  key,
  { key, of: null, standing: change ? standing(change) : null, below: null },
]

describe('which tasks are shown', () => {
  it('finds words without marks and in any order, in title, content, lead and product', () => {
    const leaflets = task('a', { title: 'Phát tờ gấp hỏi – đáp', leadWords: 'Lê Thị Hoài An' })
    expect(passes(leaflets, undefined, { q: 'to gap hoai an' })).toBe(true)
    expect(passes(leaflets, undefined, { q: 'TỜ  GẤP' })).toBe(true)
    expect(passes(leaflets, undefined, { q: 'dap' })).toBe(true)
    expect(passes(leaflets, undefined, { q: 'áp phích' })).toBe(false)
  })

  it('leaves only the state, lead and key tasks that are chosen', () => {
    const [, late] = told('a', { state: 'late' })
    expect(passes(task('a'), late, { state: 'late' })).toBe(true)
    expect(passes(task('a'), late, { state: 'done' })).toBe(false)
    // Nothing is known of it: it is in no state.
    expect(passes(task('a'), undefined, { state: 'late' })).toBe(false)
    expect(passes(task('a', { leadWords: 'Tổ văn phòng' }), late, { lead: 'Tổ văn phòng' })).toBe(true)
    expect(passes(task('a'), late, { lead: 'Tổ văn phòng' })).toBe(false)
    expect(passes(task('a'), late, { key: 'yes' })).toBe(false)
  })

  it('names each lead once', () => {
    const names = ['Vũ Quang Huy', 'An', '', 'Vũ Quang Huy', 'Đỗ Mai']
    expect(leadsOf(names.map((leadWords, i) => task(String(i), { leadWords })))).toEqual([
      'An',
      'Đỗ Mai',
      'Vũ Quang Huy',
    ])
  })
})

describe('the order of tasks', () => {
  const rows = ['a', 'b', 'c', 'd'].map((key, i) => ({ task: task(key), n: i + 1 }))
  const progress = new Map([
    told('a', { reached: 50, target: 100, state: 'busy', dueOn: '2024-06-30' }),
    told('b', { reached: 300, target: 100, isDone: true, state: 'done', dueOn: '2024-03-31' }),
    told('c', null),
    told('d', { reached: 10, target: 100, state: 'late', dueOn: '2024-05-31' }),
  ])
  const by = (key: Parameters<typeof sortTasks>[2]['key'], down: boolean) =>
    sortTasks(rows, progress, { key, down }).map((r) => r.task.key)

  it('goes by progress, by what is worst, by due day; what is not known stands last both ways', () => {
    expect(by('progress', false)).toEqual(['d', 'a', 'b', 'c'])
    expect(by('progress', true)).toEqual(['b', 'a', 'd', 'c'])
    expect(by('state', false)).toEqual(['d', 'a', 'b', 'c'])
    expect(by('due', false)).toEqual(['b', 'd', 'a', 'c'])
    expect(by('n', true)).toEqual(['d', 'c', 'b', 'a'])
  })

  it('takes at most the whole of a target, and what is done without one as whole', () => {
    expect(shareOf(standing({ reached: 300, target: 100 }))).toBe(1)
    expect(shareOf(standing({ isDone: true }))).toBe(1)
    expect(shareOf(standing())).toBe(0)
    expect(shareOf(null)).toBeNull()
  })
})
