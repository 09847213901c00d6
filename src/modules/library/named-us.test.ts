import { describe, expect, it } from 'vitest'
import { readText } from '../../document/index.ts'
import type { UnitFacts } from '../units/index.ts'
import { namesUnit } from './named-us.ts'

const school: UnitFacts = {
  id: '01890000-0000-7000-8000-000000000001',
  code: 'th-vinh-hoa',
  kind: 'school_primary',
  isSchool: true,
  name: 'Trường Tiểu học Vĩnh Hòa',
  shortName: 'TH Vĩnh Hòa',
  abbreviation: 'THVH',
  place: 'Vĩnh Hòa',
  parentLine: null,
}

const letter = (to: string, recipients: string[]): string =>
  [
    'PHÒNG GD&ĐT HUYỆN VÂN SƠN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
    '\tĐộc lập - Tự do - Hạnh phúc',
    'Số: 12/PGDĐT-VP\tVân Sơn, ngày 12 tháng 6 năm 2024',
    'V/v gửi danh sách hòm thư góp ý',
    '',
    `Kính gửi: ${to}`,
    '',
    'Phòng Giáo dục và Đào tạo đề nghị các đơn vị gửi danh sách trước ngày 20/6/2024.',
    '',
    'Nơi nhận:\tTRƯỞNG PHÒNG',
    ...recipients.map((r) => `- ${r}`),
    '\tCao Bích Hạnh',
  ].join('\n')

const asked = (to: string, recipients: string[], unit = school) => {
  const text = letter(to, recipients)
  const read = readText(text)
  const named = namesUnit(text, read.recipients, unit)
  return read.recipients.filter((_, i) => named[i]).map((r) => r.text)
}

describe('the lines of "Nơi nhận" that mean a unit', () => {
  it('are those with its name, or with a group that it is in', () => {
    const lines = ['UBND huyện (để b/c);', 'Các trường MN, TH, THCS (để t/h);', 'Lưu: VT.']
    expect(asked('các cơ quan.', lines)).toEqual([expect.stringContaining('Các trường MN, TH, THCS')])
    const byName = ['Trường Tiểu học Vĩnh Hòa (để t/h);', 'Trường Tiểu học Phú Lâm (để biết);', 'Lưu: VT.']
    expect(asked('các cơ quan.', byName)).toEqual([expect.stringContaining('Vĩnh Hòa')])
  })

  it('are "Như trên" where the letter is addressed to it', () => {
    const lines = ['Như trên;', 'Lưu: VT.']
    expect(asked('các trường tiểu học trực thuộc.', lines)).toEqual(['Như trên'])
    expect(asked('các trường THCS trực thuộc.', lines)).toEqual([])
  })

  it('are none where only others are named, or the archive', () => {
    const lines = ['UBND các xã, phường (để t/h);', 'Các trường THCS;', 'Lưu: VT, trường.']
    expect(asked('Ủy ban nhân dân các xã, phường.', lines)).toEqual([])
    const commune = {
      ...school,
      kind: 'people_committee_commune',
      name: 'UBND xã Vĩnh Hòa',
      shortName: 'Xã Vĩnh Hòa',
    }
    expect(asked('các cơ quan.', lines, commune)).toEqual([expect.stringContaining('UBND các xã')])
  })
})
