import { describe, expect, it } from 'vitest'
import type { PlanContent, PlanSource } from '../../api/generated/index.ts'
import {
  diffWords,
  groupsOf,
  labelled,
  outlineOf,
  short,
  withDecided,
  withDeclined,
  withNewTask,
  withTask,
  type Task,
} from './model.ts'

const content: PlanContent = {
  title: '',
  year: 2024,
  period: { from: '2024-01-01', until: '2025-01-01' },
  programmes: [],
  bases: [],
  opening: '',
  clauses: [{ key: 'h', parentKey: null, kind: 'heading', marker: 'II', level: 1, words: 'Nội dung' }],
  tasks: [],
  declinedClauses: [],
  recipients: [],
  signer: { personId: null, authority: null, position: '' },
  isPublic: false,
  way: 'paper',
  belowDueOn: null,
  amendments: [],
}
const withOne = withNewTask(content, 'k1', { documentId: 'd', clauseKey: 'II.b.-1' }, undefined)
const task = withOne.tasks[0] as Task

const clause = (key: string, parentKey: string | null, isAsked: boolean): PlanSource['clauses'][number] => ({
  key,
  parentKey,
  level: 1,
  marker: key.split('.').at(-1)?.replace(/^-.*/, '-') ?? '',
  path: key,
  kind: isAsked ? 'content' : 'heading',
  words: `Lời của ${key}`,
  isAsked,
  coverage: 'none',
  tasks: [],
  undecided: 0,
  reason: null,
})
const source: PlanSource = {
  documentId: 'd',
  type: 'Kế hoạch',
  numberSymbol: '1/KH',
  issuerName: 'Sở',
  issuedOn: null,
  subject: '',
  line: null,
  isProvisional: false,
  planId: null,
  revision: null,
  newest: null,
  counts: { kept: 0, adapted: 0, declined: 0, none: 2 },
  clauses: [
    { ...clause('II', null, false), isAsked: true },
    clause('II.a', 'II', true),
    clause('II.b', 'II', true),
    clause('II.b.-1', 'II.b', true),
  ],
}

describe('the outline', () => {
  it('shows what must be answered, under what it stands in', () => {
    expect(
      outlineOf(source, [], { declined: 'không thuộc', toDecide: 'chờ', cite: (path) => `mục ${path}` }).map(
        (g) => [g.title, g.clauses.map((c) => c.text)],
      ),
    ).toEqual([
      ['mục II Lời của II', ['a) Lời của II.a']],
      ['mục II.b Lời của II.b', ['Lời của II.b.-1']],
    ])
  })

  it('groups tasks by the clause they carry out, the others at the end', () => {
    const other = { ...task, key: 'k2', clauses: [] }
    const groups = groupsOf(source, [task, other])
    expect(groups.map((g) => [g.clause?.path ?? null, g.tasks.map((t) => t.n)])).toEqual([
      ['II.a', []],
      ['II.b.-1', [1]],
      [null, [2]],
    ])
  })
})

describe('changes to the content', () => {
  it('makes a kept task adapted when its words change, and only then', () => {
    const kept = withTask(withOne, 'k1', { decision: 'kept' })
    expect(withTask(kept, 'k1', { leadWords: 'Cô Lan' }).tasks[0]?.decision).toBe('kept')
    expect(withTask(kept, 'k1', { content: 'Lời khác' }).tasks[0]?.decision).toBe('adapted')
  })

  it('declines a clause with a reason, takes it back with none, and a new task takes its place', () => {
    const declined = withDeclined(content, 'd', 'II.a', ' Việc của Sở ')
    expect(declined.declinedClauses).toEqual([{ documentId: 'd', clauseKey: 'II.a', reason: 'Việc của Sở' }])
    expect(withDeclined(declined, 'd', 'II.a', '').declinedClauses).toEqual([])
    expect(
      withNewTask(declined, 'k', { documentId: 'd', clauseKey: 'II.a' }, undefined).declinedClauses,
    ).toEqual([])
    expect(task.underClause).toBe('h')
  })
})

describe('words', () => {
  it('are cut between two, and carry their marker', () => {
    expect(short('một hai ba bốn', 9)).toBe('một hai…')
    expect(labelled({ marker: 'a', words: 'Lời' })).toBe('a) Lời')
    expect(labelled({ marker: '-', words: 'Lời' })).toBe('Lời')
    expect(labelled({ marker: '2', words: 'Lời' })).toBe('2. Lời')
  })

  it('are compared word by word', () => {
    expect(diffWords('phát tờ gấp trước 15/6', 'phát tờ gấp hai thứ tiếng trước 30/6')).toEqual([
      { kind: 'same', words: 'phát tờ gấp ' },
      { kind: 'added', words: 'hai thứ tiếng ' },
      { kind: 'same', words: 'trước ' },
      { kind: 'removed', words: '15/6' },
      { kind: 'added', words: '30/6' },
    ])
  })
})

describe('what is left, kept at once', () => {
  it('is what was undecided, and taken back what was not changed since', () => {
    const of = (key: string, decision: Task['decision']): Task => ({ ...task, key, decision })
    const draft = { ...content, tasks: [of('a', 'to_decide'), of('b', 'adapted'), of('c', 'to_decide')] }
    const decided = (d: PlanContent) => d.tasks.map((x) => x.decision)
    const kept = withDecided(draft, ['a', 'c'], 'to_decide', 'kept')
    expect(decided(kept)).toEqual(['kept', 'adapted', 'kept'])
    const changed = withTask(kept, 'a', { decision: 'declined', reason: 'Không có cơ sở' })
    expect(decided(withDecided(changed, ['a', 'c'], 'kept', 'to_decide'))).toEqual([
      'declined',
      'adapted',
      'to_decide',
    ])
  })
})
