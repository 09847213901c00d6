import { describe, expect, it } from 'vitest'
import type { SourceClause } from './plans.rules.coverage.ts'
import { draftFromDocument, type DraftingUnit, type DraftSource } from './plans.rules.draft.ts'
import { mergeDrafts } from './plans.rules.merge.ts'

let n = 0
const drafting = { year: 2024, newKey: () => `k${++n}` }

const office: DraftingUnit = {
  id: '01900000-0000-7000-8000-0000000000aa',
  name: 'Phòng Giáo dục và Đào tạo huyện Vân Sơn',
  shortName: 'Phòng GD&ĐT huyện Vân Sơn',
  kind: 'education_office',
  isSchool: false,
  hasBelow: true,
}

const clause = (
  key: string,
  marker: string,
  parentKey: string | null,
  kind: SourceClause['kind'],
  words: string,
): SourceClause => ({ key, parentKey, kind, words, marker, level: key.split('.').length, path: key })

const source = (more: Partial<DraftSource> & { clauses: SourceClause[] }): DraftSource => ({
  documentId: '01900000-0000-7000-8000-000000000001',
  type: 'Kế hoạch',
  numberSymbol: '3127/KH-SGDĐT',
  issuedOn: '2023-12-18',
  issuerName: 'Sở Giáo dục và Đào tạo tỉnh Hà Thanh',
  subject: 'Tuyên truyền cải cách hành chính năm 2024',
  line: 'profession',
  legalBases: ['Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ'],
  ...more,
})

const ofDepartment = source({
  clauses: [
    clause('I', 'I', null, 'heading', 'MỤC ĐÍCH, YÊU CẦU'),
    clause('I.1', '1', 'I', 'heading', 'Mục đích'),
    clause('I.1.1', '-', 'I.1', 'purpose', 'Gia đình tự nộp được hồ sơ.'),
    clause('II', 'II', null, 'heading', 'NỘI DUNG, HÌNH THỨC'),
    clause('II.1', '1', 'II', 'heading', 'Nội dung'),
    clause('II.1.a', 'a', 'II.1', 'content', 'Giới thiệu quy định một cửa mới.'),
    clause('II.2', '2', 'II', 'heading', 'Hình thức'),
    clause('II.2.a', 'a', 'II.2', 'form', 'Đưa vào hội nghị pháp luật.'),
  ],
})
const ofDistrict = source({
  documentId: '01900000-0000-7000-8000-000000000002',
  numberSymbol: '127/KH-UBND',
  issuerName: 'Ủy ban nhân dân huyện Vân Sơn',
  line: 'administration',
  legalBases: ['Căn cứ Nghị định số 118/2025/NĐ-CP ngày 09/6/2025 của Chính phủ'],
  clauses: [
    clause('I', 'I', null, 'heading', 'MỤC TIÊU'),
    clause('I.1', '1', 'I', 'purpose', 'Có 80% hồ sơ nộp qua mạng.'),
    clause('II', 'II', null, 'heading', 'NHIỆM VỤ'),
    clause('II.1', '1', 'II', 'heading', 'Việc của Văn phòng'),
    clause('II.1.a', 'a', 'II.1', 'other', 'Văn phòng lo hậu cần.'),
    clause('II.2', '2', 'II', 'heading', 'Mùa tuyển sinh'),
    clause('II.2.a', 'a', 'II.2', 'content', 'Đặt bàn hướng dẫn nộp hồ sơ.'),
    clause('II.3', '3', 'II', 'heading', 'Bảng tin'),
    clause('II.3.a', 'a', 'II.3', 'content', 'Thay bảng tin mỗi tháng.'),
  ],
})
const draft = (doc: DraftSource) => draftFromDocument(doc, office, drafting)

describe('one plan of two superiors’ plans', () => {
  const merged = mergeDrafts([draft(ofDepartment), draft(ofDistrict)], office, 2024)
  const outline = merged.clauses.map((c) => `${c.marker} ${c.words}`)

  it('has one outline: what the second aims at and asks stands with its like', () => {
    expect(outline).toEqual([
      'I MỤC ĐÍCH, YÊU CẦU',
      '1 Mục đích',
      '- Gia đình tự nộp được hồ sơ.',
      '- Có 80% hồ sơ nộp qua mạng.',
      'II NỘI DUNG, HÌNH THỨC',
      '1 Nội dung',
      '2 Hình thức',
    ])
    const heading = (key: string | null) => merged.clauses.find((c) => c.key === key)?.words
    expect(merged.tasks.map((t) => [t.content, heading(t.underClause)])).toEqual([
      ['Giới thiệu quy định một cửa mới.', 'Nội dung'],
      ['Đưa vào hội nghị pháp luật.', 'Hình thức'],
      ['Đặt bàn hướng dẫn nộp hồ sơ.', 'Nội dung'],
      ['Thay bảng tin mỗi tháng.', 'Nội dung'],
    ])
  })

  it('names the legal bases first, by rank, then what it carries out', () => {
    expect(merged.bases.map((b) => [b.relation, b.words.slice(0, 24)])).toEqual([
      ['based on', 'Căn cứ Nghị định số 118/'],
      ['based on', 'Căn cứ Nghị quyết số 76/'],
      ['carries out', 'Thực hiện Kế hoạch số 31'],
      ['carries out', 'Thực hiện Kế hoạch số 12'],
    ])
  })

  it('keeps a heading that has no like, with the next marker', () => {
    const purposes = source({ clauses: ofDepartment.clauses.slice(0, 3) })
    const content = mergeDrafts([draft(purposes), draft(ofDistrict)], office, 2024)
    expect(content.clauses.map((c) => `${c.marker} ${c.words}`)).toEqual([
      'I MỤC ĐÍCH, YÊU CẦU',
      '1 Mục đích',
      '- Gia đình tự nộp được hồ sơ.',
      '- Có 80% hồ sơ nộp qua mạng.',
      'II NHIỆM VỤ',
      '1 Mùa tuyển sinh',
      '2 Bảng tin',
    ])
  })
})

it('counts headings on without a gap where some were left out', () => {
  const content = mergeDrafts([draft(ofDistrict)], office, 2024)
  expect(content.clauses.map((c) => c.marker)).toEqual(['I', '1', 'II', '1', '2'])
})
