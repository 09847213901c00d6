import { describe, expect, it } from 'vitest'
import { paperOf, type PaperFacts } from './plans.paper.ts'
import { coverageCounts, coverageOf, type SourceClause } from './plans.rules.coverage.ts'
import { mapClauses, originChange, takeOver, whatChanged } from './plans.rules.changes.ts'
import {
  draftFromDocument,
  draftFromLastYear,
  draftFromPlan,
  emptyContent,
  emptyTask,
  type DraftingUnit,
} from './plans.rules.draft.ts'
import { mergeDrafts } from './plans.rules.merge.ts'
import { checkForReview } from './plans.rules.review.ts'
import { parseTime } from './plans.rules.time.ts'
import type { PlanContent, PlanTask } from './plans.schema.ts'

const year = { year: 2024, period: { from: '2024-01-01', until: '2025-01-01' } }
const documentId = '01900000-0000-7000-8000-000000000001'
const planId = '01900000-0000-7000-8000-000000000002'

let n = 0
const newKey = () => `k${++n}`

const office: DraftingUnit = {
  id: '01900000-0000-7000-8000-0000000000aa',
  name: 'Phòng Giáo dục và Đào tạo huyện Vân Sơn',
  shortName: 'Phòng GD&ĐT huyện Vân Sơn',
  kind: 'education_office',
  isSchool: false,
  hasBelow: true,
}
const school: DraftingUnit = {
  id: '01900000-0000-7000-8000-0000000000bb',
  name: 'Trường Tiểu học Vĩnh Hòa',
  shortName: 'TH Vĩnh Hòa',
  kind: 'school_primary',
  isSchool: true,
  hasBelow: false,
}

const clause = (
  key: string,
  parentKey: string | null,
  kind: SourceClause['kind'],
  words: string,
): SourceClause => ({
  key,
  parentKey,
  kind,
  words,
  level: key.split('.').length,
  marker: key.split('.').at(-1) ?? '',
  path: key,
})

const departmentClauses: SourceClause[] = [
  clause('I', null, 'heading', 'Mục đích, yêu cầu'),
  clause('I.1', 'I', 'heading', 'Mục đích'),
  clause('I.1.-1', 'I.1', 'purpose', 'Để Sở Giáo dục và Đào tạo và các trường làm tốt việc tiếp dân.'),
  clause('II', null, 'heading', 'Nội dung, hình thức'),
  clause('II.1', 'II', 'heading', 'Nội dung'),
  clause(
    'II.1.a',
    'II.1',
    'content',
    'Văn bản chỉ đạo về cải cách hành chính; trách nhiệm của người đứng đầu.',
  ),
  clause('II.1.b', 'II.1', 'content', 'Các nội dung của năm, gồm:'),
  clause('II.1.b.-1', 'II.1.b', 'content', 'Rà soát thủ tục, hoàn thành trước ngày 30/9/2024.'),
  clause('II.1.b.-2', 'II.1.b', 'content', 'Khảo sát mức độ hài lòng của cha mẹ học sinh.'),
  clause('II.2', 'II', 'heading', 'Hình thức'),
  clause('II.2.a', 'II.2', 'form', 'Phát tờ gấp đến từng gia đình.'),
  clause('III', null, 'heading', 'Tổ chức thực hiện'),
  clause('III.1', 'III', 'responsibility', 'Văn phòng Sở: in tờ gấp mẫu.'),
  clause(
    'III.2',
    'III',
    'responsibility',
    'Phòng Giáo dục và Đào tạo các huyện: ban hành kế hoạch trước ngày 10/01.',
  ),
]
const departmentPlan = {
  documentId,
  type: 'Kế hoạch',
  numberSymbol: '3127/KH-SGDĐT',
  issuedOn: '2023-12-18',
  issuerName: 'Sở Giáo dục và Đào tạo',
  subject: 'Tuyên truyền cải cách hành chính của Sở Giáo dục và Đào tạo năm 2023',
  line: 'profession' as const,
  clauses: departmentClauses,
  legalBases: ['Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ'],
}
const source = { documentId, clauses: departmentClauses, plan: null }

describe('fuzzy time', () => {
  it.each([
    ['Quý II', '2024-04-01', '2024-07-01'],
    ['quý III/2025', '2025-07-01', '2025-10-01'],
    ['Quý I - II', '2024-01-01', '2024-07-01'],
    ['Trước 30/6', '2024-01-01', '2024-07-01'],
    ['trước ngày 30/9/2024', '2024-01-01', '2024-10-01'],
    ['Tháng 9', '2024-09-01', '2024-10-01'],
    ['Tháng 3 - 5', '2024-03-01', '2024-06-01'],
    ['tháng 12/2024', '2024-12-01', '2025-01-01'],
    ['hằng tháng', '2024-01-01', '2025-01-01'],
    ['Hàng quý', '2024-01-01', '2025-01-01'],
    ['cả năm', '2024-01-01', '2025-01-01'],
    ['Thường xuyên trong năm', '2024-01-01', '2025-01-01'],
    ['15/3 - 30/6', '2024-03-15', '2024-07-01'],
    ['Từ 01/9', '2024-09-01', '2025-01-01'],
    ['6 tháng đầu năm', '2024-01-01', '2024-07-01'],
    ['26/12/2023', '2023-12-26', '2023-12-27'],
  ])('%s is [%s, %s)', (words, from, until) => {
    expect(parseTime(words, year)).toEqual({ words, from, until })
  })

  it.each(['trước kỳ tuyển sinh', 'Trước 31/02', 'Quý V', 'tháng 13', 'theo kế hoạch của Sở', ''])(
    'keeps the words "%s" without an interval',
    (words) => {
      expect(parseTime(words, year)).toEqual({ words, from: null, until: null })
    },
  )
})

describe('a draft from a document', () => {
  const part = draftFromDocument(departmentPlan, office, { year: 2024, newKey })

  it('proposes a task for every clause to be done, to decide, with the clause it carries out', () => {
    expect(part.tasks.map((t) => [t.decision, t.clauses[0]?.clauseKey])).toEqual([
      ['to_decide', 'II.1.a'],
      ['to_decide', 'II.1.b.-1'],
      ['to_decide', 'II.1.b.-2'],
      ['to_decide', 'II.2.a'],
      ['to_decide', 'III.2'],
    ])
    expect(part.tasks[1]?.time).toEqual({
      words: 'trước ngày 30/9/2024',
      from: '2024-01-01',
      until: '2024-10-01',
    })
  })

  it('copies purposes in the name of the unit, and headings with their nesting', () => {
    expect(part.clauses.map((c) => c.words)).toEqual([
      'Mục đích, yêu cầu',
      'Mục đích',
      'Để Phòng Giáo dục và Đào tạo huyện Vân Sơn và các trường làm tốt việc tiếp dân.',
      'Nội dung, hình thức',
      'Nội dung',
      'Hình thức',
      'Tổ chức thực hiện',
    ])
    const form = part.clauses.find((c) => c.words === 'Hình thức')
    expect(part.tasks[3]?.underClause).toBe(form?.key)
    expect(form?.parentKey).toBe(part.clauses.find((c) => c.words === 'Nội dung, hình thức')?.key)
  })

  it('stands on the document and on its legal bases, and takes the title for its own year', () => {
    expect(part.title).toBe(
      'Tuyên truyền cải cách hành chính của Phòng Giáo dục và Đào tạo huyện Vân Sơn năm 2024',
    )
    expect(part.bases.map((b) => b.words)).toEqual([
      'Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ',
      'Thực hiện Kế hoạch số 3127/KH-SGDĐT ngày 18/12/2023 của Sở Giáo dục và Đào tạo về tuyên truyền cải cách hành chính của Sở Giáo dục và Đào tạo năm 2023',
    ])
  })

  it('is the plan of the school, not of the whole sector, when a school drafts it', () => {
    const subject = 'Tuyên truyền cải cách hành chính của ngành Giáo dục huyện Vân Sơn năm 2023'
    const titled = (unit: DraftingUnit) =>
      draftFromDocument({ ...departmentPlan, subject }, unit, { year: 2024, newKey }).title
    expect(titled(school)).toBe('Tuyên truyền cải cách hành chính của Trường Tiểu học Vĩnh Hòa năm 2024')
    expect(titled(office)).toBe('Tuyên truyền cải cách hành chính của ngành Giáo dục huyện Vân Sơn năm 2024')
  })

  it('puts the unit in place of the heading that speaks to all like it', () => {
    const assigned = draftFromDocument(
      {
        ...departmentPlan,
        clauses: [
          clause('III', null, 'heading', 'Tổ chức thực hiện'),
          clause('III.1', 'III', 'heading', 'Văn phòng Sở'),
          clause('III.1.-1', 'III.1', 'responsibility', 'In tờ gấp mẫu.'),
          clause('III.2', 'III', 'heading', 'Các trường trực thuộc'),
          clause('III.2.-1', 'III.2', 'responsibility', 'Ban hành kế hoạch.'),
        ],
      },
      school,
      { year: 2024, newKey },
    )
    expect(assigned.clauses.map((c) => [c.marker, c.words])).toEqual([
      ['III', 'Tổ chức thực hiện'],
      ['1', 'Trường Tiểu học Vĩnh Hòa'],
    ])
    expect(assigned.tasks.map((t) => t.content)).toEqual(['Ban hành kế hoạch.'])
  })

  it('leaves the issuer inside a citation', () => {
    const cited = draftFromDocument(
      {
        ...departmentPlan,
        clauses: [clause('1', null, 'requirement', 'Gắn với Kế hoạch số 9/KH của Sở Giáo dục và Đào tạo.')],
      },
      office,
      { year: 2024, newKey },
    )
    expect(cited.clauses[0]?.words).toBe('Gắn với Kế hoạch số 9/KH của Sở Giáo dục và Đào tạo.')
  })
})

const decided = (task: Partial<PlanTask>): PlanTask => ({ ...emptyTask(newKey()), title: 'Việc', ...task })
const officeContent: PlanContent = {
  ...emptyContent(2024),
  title: 'Tuyên truyền của Phòng năm 2024',
  signer: { personId: null, authority: null, position: 'Trưởng phòng' },
  clauses: [{ key: 'c1', parentKey: null, kind: 'heading', marker: 'II', level: 1, words: 'Nội dung' }],
  tasks: [
    decided({
      key: 't1',
      decision: 'adapted',
      reason: 'thêm mã QR',
      title: 'Phát tờ gấp',
      content: 'Phát tờ gấp đến từng gia đình có con vào lớp 1.',
      underClause: 'c1',
      asksBelow: true,
      product: '7.000 tờ gấp đến 40 trường',
      target: { indicator: 'leaflets', value: 7000 },
      belowTargets: [
        { kind: 'school_primary', value: 200 },
        { kind: null, value: 100 },
      ],
    }),
    decided({ key: 't2', title: 'Kiểm tra 12 trường', underClause: 'c1' }),
    decided({ key: 't3', title: 'Không làm', decision: 'declined', reason: 'x', asksBelow: true }),
  ],
}

const paperFacts: PaperFacts = {
  parentAgency: null,
  agency: office.name,
  place: 'Vân Sơn',
  symbol: 'KH-PGDĐT',
  number: '4',
  date: '2024-01-08',
  signerName: 'Nguyễn Văn Thử',
  replaces: null,
  name: (_list, code) => code,
}

describe('the paper of a plan', () => {
  it('has every task that is the unit’s as a clause under its own, keyed by the task', () => {
    const { clauses, source: paper } = paperOf(officeContent, paperFacts)
    expect(clauses.map((c) => [c.key, c.path, c.kind])).toEqual([
      ['c1', 'II', 'heading'],
      ['t1', 'II.1', 'content'],
      ['t2', 'II.2', 'other'],
    ])
    expect(clauses[1]?.words).toBe('Phát tờ gấp đến từng gia đình có con vào lớp 1.')
    expect(paper.annex?.body[0]).toMatchObject({
      kind: 'table',
      rows: [
        ['1', 'Phát tờ gấp', '', '', '7.000 tờ gấp đến 40 trường', ''],
        ['2', 'Kiểm tra 12 trường', '', '', '', ''],
      ],
    })
    expect(paper.body.at(-1)).toMatchObject({ text: expect.stringContaining('Phụ lục') as string })
  })

  it('says of a revision which paper it replaces', () => {
    const replaces = { numberSymbol: '04/KH-PGDĐT', issuedOn: '2024-01-08' }
    const { source: paper } = paperOf(officeContent, { ...paperFacts, number: '9', replaces })
    expect(paper.body.at(-1)).toMatchObject({
      text: `Kế hoạch này thay thế Kế hoạch số 04/KH-PGDĐT ngày 08/01/2024 của ${office.name}.`,
    })
  })
})

describe('a draft from a superior’s plan', () => {
  it('takes the tasks that ask below, with origin, words and the target of its kind', () => {
    const part = draftFromPlan(
      {
        ...departmentPlan,
        issuerName: office.name,
        clauses: paperOf(officeContent, paperFacts).clauses,
        planId,
        revision: 2,
        content: officeContent,
      },
      school,
      { year: 2024, newKey },
    )
    expect(part.tasks).toHaveLength(1)
    expect(part.tasks[0]).toMatchObject({
      decision: 'to_decide',
      content: 'Phát tờ gấp đến từng gia đình có con vào lớp 1.',
      product: '',
      target: { indicator: 'leaflets', value: 200 },
      origins: [{ planId, revision: 2, taskKey: 't1' }],
      clauses: [{ documentId, clauseKey: 't1' }],
      cost: null,
      leadWords: '',
    })
    expect(part.tasks[0]?.underClause).toBe(part.clauses[0]?.key)
  })
})

describe('a draft from last year', () => {
  it('moves times and years, keeps words and cited dates, and decides nothing', () => {
    const last: PlanContent = {
      ...officeContent,
      tasks: [
        decided({
          decision: 'kept',
          content: 'Báo cáo năm 2024 theo Công văn số 12/2024/CV ngày 05/01/2024.',
          time: { words: 'Quý II/2024', from: '2024-04-01', until: '2024-07-01' },
        }),
      ],
    }
    const part = draftFromLastYear(last, { year: 2025, newKey })
    expect(part.title).toBe('Tuyên truyền của Phòng năm 2025')
    expect(part.tasks[0]).toMatchObject({
      decision: 'to_decide',
      content: 'Báo cáo năm 2025 theo Công văn số 12/2024/CV ngày 05/01/2024.',
      time: { from: '2025-04-01', until: '2025-07-01' },
      clauses: [],
    })
  })

  it('merges with this year’s document: equal headings stand once, under one tree', () => {
    const a = draftFromDocument(departmentPlan, office, { year: 2024, newKey })
    const b = draftFromDocument(departmentPlan, office, { year: 2024, newKey })
    const content = mergeDrafts([a, b], office, 2024)
    expect(content.clauses.filter((c) => c.words === 'Hình thức')).toHaveLength(1)
    expect(content.tasks).toHaveLength(10)
    const keys = new Set(content.clauses.map((c) => c.key))
    expect(content.tasks.every((t) => t.underClause !== null && keys.has(t.underClause))).toBe(true)
    expect(content.bases).toHaveLength(2)
  })
})

describe('coverage', () => {
  const task = (key: string, clauseKey: string, more: Partial<PlanTask>) =>
    decided({ key, clauses: [{ documentId, clauseKey }], ...more })
  const content: PlanContent = {
    ...emptyContent(2024),
    tasks: [
      task('a', 'II.1.a', {
        decision: 'kept',
        content: 'Văn bản chỉ đạo về cải cách  hành chính; trách nhiệm của người đứng đầu.',
      }),
      task('b', 'II.1.b', { decision: 'adapted', content: 'Các nội dung' }),
      task('c', 'II.2.a', { decision: 'to_decide' }),
      task('d', 'III.2', { decision: 'kept', content: 'Nói khác đi' }),
    ],
    declinedClauses: [{ documentId, clauseKey: 'III.1', reason: 'Việc của Văn phòng Sở' }],
  }
  const of = (key: string) => coverageOf(content, source).find((c) => c.clauseKey === key)

  it('tells word for word, adapted, declined and nothing apart', () => {
    expect(of('II.1.a')?.coverage).toBe('kept')
    expect(of('II.2.a')).toMatchObject({ coverage: 'none', undecided: 1, tasks: ['c'] })
    expect(of('III.1')).toMatchObject({ coverage: 'declined', reason: 'Việc của Văn phòng Sở' })
    expect(of('III.2')?.coverage).toBe('adapted')
  })

  it('lets the answer of a clause stand for what is under it, and sums up headings', () => {
    expect(of('II.1.b.-1')?.coverage).toBe('adapted')
    expect(of('II.1')?.coverage).toBe('adapted')
    expect(of('II')?.coverage).toBe('none')
    expect(of('I.1.-1')?.isAsked).toBe(false)
    expect(coverageCounts(source, coverageOf(content, source))).toEqual({
      kept: 1,
      adapted: 3,
      declined: 1,
      none: 1,
    })
  })

  it('compares a derived task with its origin, not with the clause', () => {
    const above = { planId, revision: 1, tasks: officeContent.tasks }
    const plan = { documentId, clauses: [clause('t1', null, 'content', 'Phát tờ gấp: …')], plan: above }
    const derived = decided({
      decision: 'kept',
      title: 'Phát tờ gấp',
      content: 'Phát tờ gấp đến từng gia đình có con vào lớp 1.',
      clauses: [{ documentId, clauseKey: 't1' }],
      origins: [{ planId, revision: 1, taskKey: 't1' }],
    })
    expect(coverageOf({ ...emptyContent(2024), tasks: [derived] }, plan)[0]?.coverage).toBe('kept')
    const said = { ...derived, content: 'Phát cho ai muốn.' }
    expect(coverageOf({ ...emptyContent(2024), tasks: [said] }, plan)[0]?.coverage).toBe('adapted')
  })
})

describe('the check before review', () => {
  const codes = (content: PlanContent) => checkForReview(content, [source]).map((f) => f.code)

  it('holds back undecided tasks, missing reasons and a kept task with other words', () => {
    const content: PlanContent = {
      ...officeContent,
      tasks: [
        decided({ decision: 'to_decide' }),
        decided({ decision: 'declined' }),
        decided({ decision: 'kept', clauses: [{ documentId, clauseKey: 'II.2.a' }], content: 'Khác' }),
        decided({ target: { indicator: 'leaflets', value: null } }),
        decided({ clauses: [{ documentId, clauseKey: 'no such clause' }] }),
      ],
    }
    const must = checkForReview(content, [source])
      .filter((f) => f.level === 'must')
      .map((f) => f.code)
    expect(must).toEqual(['undecided', 'no_reason', 'kept_changed', 'no_target_value', 'bad_link'])
  })

  it('lets a decided plan go, and still says which clauses nothing carries out', () => {
    const must = checkForReview(officeContent, [source]).filter((f) => f.level === 'must')
    expect(must).toEqual([])
    expect(codes(officeContent)).toContain('clause_open')
  })
})

describe('what changed', () => {
  it('compares by the keys that stay', () => {
    const b: PlanContent = {
      ...officeContent,
      title: 'Tên khác',
      tasks: [
        { ...(officeContent.tasks[0] as PlanTask), time: { words: 'Quý II', from: null, until: null } },
        decided({ key: 't9', title: 'Mới' }),
      ],
    }
    const changes = whatChanged(officeContent, b)
    expect(changes.fields.map((f) => f.field)).toEqual(['title'])
    expect(changes.tasks.map((t) => [t.key, t.change, t.fields.map((f) => f.field)])).toEqual([
      ['t1', 'changed', ['time']],
      ['t9', 'added', []],
      ['t2', 'removed', []],
      ['t3', 'removed', []],
    ])
  })

  it('says of a superior’s task unchanged, changed with the words, or gone', () => {
    const [task] = officeContent.tasks
    if (!task) throw new Error('no task')
    expect(originChange(task, { ...task, cost: 5, leadWords: 'ai đó' }).state).toBe('unchanged')
    expect(originChange(task, { ...task, content: 'khác' }).fields.map((f) => f.field)).toEqual(['content'])
    expect(originChange(task, { ...task, decision: 'declined' }).state).toBe('gone')
    expect(originChange(task, undefined).state).toBe('gone')
  })

  it('follows the superior, or keeps what the unit had made its own', () => {
    const [before] = officeContent.tasks
    if (!before) throw new Error('no task')
    const after = { ...before, title: 'Phát tờ gấp hai thứ tiếng', content: 'Lời mới' }
    const own = {
      ...before,
      content: 'Lời của trường',
      origins: [{ planId, revision: 1, taskKey: 't1' }],
      leadWords: 'Cô Lan',
    }
    const origin = { planId, revision: 2 }
    expect(takeOver(own, before, after, origin, 'follow', 250)).toMatchObject({
      title: 'Phát tờ gấp hai thứ tiếng',
      content: 'Lời mới',
      decision: 'kept',
      leadWords: 'Cô Lan',
      target: { value: 250 },
      origins: [{ revision: 2 }],
    })
    expect(takeOver(own, before, after, origin, 'adapt', null)).toMatchObject({
      title: 'Phát tờ gấp hai thứ tiếng',
      content: 'Lời của trường',
      decision: 'to_decide',
    })
  })

  it('maps clauses of the provisional document to the real one by place and words', () => {
    const real = [
      clause('x1', null, 'content', 'Văn bản chỉ đạo về cải cách hành chính và trách nhiệm người đứng đầu.'),
      clause('x2', null, 'form', 'Treo áp phích ở cổng trường.'),
    ]
    const mapping = mapClauses(departmentClauses, real, new Set(['II.1.a', 'II.2.a']))
    expect([...mapping.map]).toEqual([['II.1.a', 'x1']])
    expect(mapping.lost).toEqual(['II.2.a'])
  })
})
