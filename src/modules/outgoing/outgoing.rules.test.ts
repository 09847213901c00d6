import { describe, expect, it } from 'vitest'
import { clausesOf, findingsOf, markersOf, nested } from './outgoing.rules.ts'
import type { BlockStyle, OutgoingBlock, OutgoingContent } from './outgoing.schema.ts'

const text = (style: BlockStyle, words: string): OutgoingBlock => ({
  kind: 'text',
  key: `k-${words.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`,
  style,
  words,
})
const markers = (blocks: OutgoingBlock[]) => [...markersOf(blocks).values()]

const empty: OutgoingContent = {
  type: 'Thông báo',
  subject: 'Lịch tiếp công dân',
  desk: '',
  addressees: [],
  enacting: null,
  bases: [],
  opening: '',
  blocks: [text('item', 'Tiếp vào thứ Năm')],
  annexes: [],
  recipients: [{ words: 'Lưu: VT', kind: 'archive', purpose: 'archive' }],
  signer: { personId: null, authority: null, position: 'Trưởng phòng', deputyOf: null },
  beside: null,
  urgency: null,
  circulation: null,
  drafter: null,
  relations: [],
  copy: null,
  way: 'paper',
  isPublic: false,
}

describe('markers', () => {
  it('follow from the place: items anew under each part, letters anew under each item', () => {
    expect(
      markers([
        text('part', 'A'),
        text('item', 'B'),
        text('letter', 'C'),
        text('letter', 'D'),
        text('item', 'E'),
        text('letter', 'F'),
        text('part', 'G'),
        text('item', 'H'),
        text('dash', 'I'),
      ]),
    ).toEqual(['I', '1', 'a', 'b', '2', 'a', 'II', '1', '-'])
  })

  it('articles go on through the chapters, their items begin anew', () => {
    expect(
      markers([
        text('chapter', 'A'),
        text('article', 'B'),
        text('item', 'C'),
        text('article', 'D'),
        text('chapter', 'E'),
        text('article', 'F'),
        text('item', 'G'),
      ]),
    ).toEqual(['Chương I', 'Điều 1', '1', 'Điều 2', 'Chương II', 'Điều 3', '1'])
  })

  it('letters are the Vietnamese ones, and more points than letters go on with dashes', () => {
    const many = markers(Array.from({ length: 24 }, (_, i) => text('letter', `point ${i}`)))
    expect(many.slice(0, 6)).toEqual(['a', 'b', 'c', 'd', 'đ', 'e'])
    expect(many.at(-1)).toBe('-')
  })
})

describe('a text in the writer’s shape', () => {
  const blocks: OutgoingBlock[] = [
    text('paragraph', 'First words'),
    text('part', 'Content'),
    text('item', 'One'),
    text('paragraph', 'More of one'),
    {
      kind: 'table',
      key: 'k-table',
      caption: '',
      columns: [{ title: 'TT' }, { title: 'Việc' }],
      rows: [['1'], ['2', 'b', 'too many']],
    },
    text('part', 'Next'),
  ]

  it('nests sections and gives every row of a table as many cells as columns', () => {
    const body = nested(blocks)
    expect(body.map((b) => b.kind)).toEqual(['paragraph', 'section', 'section'])
    expect(JSON.stringify(body)).toContain('"rows":[["1",""],["2","b"]]')
  })

  it('gives clauses that are cited by their path', () => {
    expect(clausesOf(blocks).map((c) => [c.path, c.words])).toEqual([
      ['I', 'Content'],
      ['I.1', 'One\nMore of one'],
      ['II', 'Next'],
    ])
  })
})

describe('what is to be looked at', () => {
  const codes = (more: Partial<OutgoingContent>, targets = new Map<string, { type: string }>()) =>
    findingsOf({ ...empty, ...more }, targets)
      .filter((f) => f.level === 'must')
      .map((f) => f.code)

  it('subject, text, signer; addressees of a letter; bases of a decision', () => {
    expect(codes({})).toEqual([])
    expect(codes({ subject: ' ', blocks: [] })).toEqual(['no_subject', 'no_text'])
    expect(codes({ blocks: [text('item', ' ')] })).toEqual(['empty_block'])
    expect(codes({ type: 'Công văn' })).toEqual(['no_addressee'])
    expect(codes({ type: 'Quyết định' })).toEqual(['no_basis'])
    expect(codes({ signer: { ...empty.signer, position: '' } })).toEqual(['no_signer'])
  })

  it('an error of form is put right by a letter, content by a document of equal form', () => {
    const documentId = '01920000-0000-7000-8000-000000000001'
    const targets = new Map([[documentId, { type: 'Kế hoạch' }]])
    expect(codes({ relations: [{ relation: 'corrects', documentId }] }, targets)).toEqual([
      'correction_by_letter',
    ])
    const amends = findingsOf({ ...empty, relations: [{ relation: 'amends', documentId }] }, targets)
    expect(amends.map((f) => f.code)).toContain('equal_form')
    const equal = { ...empty, type: 'Kế hoạch', relations: [{ relation: 'amends' as const, documentId }] }
    expect(findingsOf(equal, targets).map((f) => f.code)).not.toContain('equal_form')
  })
})
