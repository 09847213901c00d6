import { expect, it } from 'vitest'
import type { UncertainPiece } from '../../api/generated/index.ts'
import { answer, changeHeader, differences, removeSection, type Pieces } from './pieces.ts'

const pieces: Pieces = {
  header: {
    parentAgency: null,
    agency: 'Sở Giáo dục và Đào tạo',
    numberSymbol: '3127/KH-SGDĐT',
    place: 'Hà Thanh',
    date: '2023-12-18',
    type: 'Kế hoạch',
    subject: 'Tuyên truyền',
  },
  headerSpans: {},
  issuerUnitId: '01890000-0000-7000-8000-000000000001',
  sections: [
    { key: 's1', start: 0, end: 10, wordsStart: 3, level: 1, marker: 'I', kind: 'heading' },
    { key: 's2', start: 11, end: 30, wordsStart: 13, level: 2, marker: '-', kind: 'requirement' },
    { key: 's3', start: 31, end: 40, wordsStart: 33, level: 2, marker: '-', kind: 'requirement' },
  ],
  citations: ['c1', 'c2'].map((key) => ({
    key,
    start: 12,
    end: 20,
    type: 'Kế hoạch',
    numberSymbol: '286/KH-UBND',
    title: null,
    date: null,
    issuer: null,
    relation: null,
  })),
  recipients: [],
  signer: null,
}
const asked: UncertainPiece = {
  id: 'citation_no_date:286/KH-UBND',
  code: 'citation_no_date',
  start: 12,
  end: 20,
  sentence: '',
  facts: [],
  edits: { what: 'citation', key: 'c1' },
  proposals: [],
}

it('takes an answer for every mention, and asks no more', () => {
  const now = { pieces, settled: [] }
  const next = answer(now, asked, { what: 'citation_date', keys: ['c1', 'c2'], value: '2023-12-08' })
  expect(next.pieces.citations.map((c) => c.date)).toEqual(['2023-12-08', '2023-12-08'])
  expect(next.settled).toEqual([asked.id])
  expect(answer(next, asked, { what: 'keep' })).toEqual(next)
  expect(pieces.citations[0]?.date).toBeNull()
})

it('forgets the unit when the issuer’s name is corrected, and takes blanks for nothing', () => {
  expect(changeHeader(pieces, 'agency', 'Sở Nội vụ').issuerUnitId).toBeNull()
  expect(changeHeader(pieces, 'subject', '  ').header.subject).toBeNull()
  expect(changeHeader(pieces, 'subject', 'x').issuerUnitId).toBe(pieces.issuerUnitId)
})

it('gives the words of what is no section to the one before', () => {
  expect(removeSection(pieces, 's3').sections.map((s) => [s.key, s.end])).toEqual([
    ['s1', 10],
    ['s2', 40],
  ])
})

it('names each place where two versions differ', () => {
  const theirs = changeHeader(removeSection(pieces, 's3'), 'subject', 'Khác')
  expect(differences(pieces, theirs)).toEqual([
    { label: 'library.field.subject', mine: 'Tuyên truyền', theirs: 'Khác' },
    { label: 'library.field.sections', mine: '- requirement 2', theirs: '' },
  ])
  expect(differences(pieces, pieces)).toEqual([])
})
