import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../../test/support/database.ts'
import { makePerson, makeUnit, type MadePerson, type MadeUnit } from '../../../test/support/make.ts'
import { read } from '../../platform/write.ts'
import { resolveRecipients, type ResolvedLine } from './index.ts'
import { purposeOf, tidyLine } from './recipients.rules.ts'

let world: World
let province: MadeUnit, department: MadeUnit, district: MadeUnit, office: MadeUnit, school: MadeUnit
let head: MadePerson, specialist: MadePerson

beforeAll(async () => {
  world = await makeWorld()
  province = await makeUnit(world, {
    kind: 'people_committee_province',
    name: 'UBND tỉnh Hà Thanh',
    abbreviation: 'UBND',
  })
  department = await makeUnit(world, {
    kind: 'department',
    name: 'Sở Giáo dục và Đào tạo tỉnh Hà Thanh',
    abbreviation: 'SGDĐT',
    administration: province.id,
  })
  district = await makeUnit(world, {
    kind: 'people_committee_district',
    name: 'Ủy ban nhân dân huyện Vân Sơn',
    abbreviation: 'UBND',
    administration: province.id,
  })
  await makeUnit(world, {
    kind: 'people_committee_district',
    name: 'Ủy ban nhân dân huyện Bình Lâm',
    abbreviation: 'UBND',
    administration: province.id,
  })
  office = await makeUnit(world, {
    kind: 'education_office',
    name: 'Phòng GD&ĐT huyện Vân Sơn',
    abbreviation: 'PGDĐT',
    administration: district.id,
    profession: department.id,
  })
  const below = (kind: string, name: string) =>
    makeUnit(world, { kind, name, administration: district.id, profession: office.id })
  await below('school_preschool', 'Trường Mầm non Sơn Ca')
  await below('school_preschool', 'Trường Mầm non Hoa Ban')
  school = await below('school_primary', 'Trường Tiểu học Phú Lâm')
  await below('school_lower_secondary', 'Trường THCS Nậm Lạc')
  await below('school_primary_lower_secondary', 'Trường TH&THCS Pá Sa')
  head = await makePerson(world, office.id, { roles: ['leader'], title: 'Trưởng phòng', isHead: true })
  specialist = await makePerson(world, office.id, { roles: ['specialist'], title: 'Chuyên viên tiểu học' })
  await makePerson(world, office.id, { roles: ['clerk'], title: 'Văn thư' })
})

const resolve = (unitId: string, ...lines: string[]): Promise<ResolvedLine[]> => {
  const ctx = world.as({ unitId })
  return read(ctx, [unitId], (trx) =>
    resolveRecipients(
      trx,
      ctx,
      unitId,
      lines.map((words) => ({ words })),
    ),
  )
}

describe('reading recipient lines', () => {
  it('reads a list of school kinds into groups of the units directly below', async () => {
    const lines = await resolve(office.id, '- Các trường MN, TH, THCS, TH&THCS (để t/h);')
    expect(lines.map((l) => [l.kind, l.groupCode, l.words, l.purpose, l.reaches])).toEqual([
      ['group', 'preschools', 'Các trường MN', 'carry out', 2],
      ['group', 'primary_schools', 'Các trường TH', 'carry out', 1],
      ['group', 'lower_secondary_schools', 'Các trường THCS', 'carry out', 1],
      ['group', 'primary_lower_secondary_schools', 'Các trường TH&THCS', 'carry out', 1],
    ])
    const written = await resolve(office.id, 'Các trường mầm non, tiểu học và trung học cơ sở')
    expect(written.map((l) => l.groupCode)).toEqual([
      'preschools',
      'primary_schools',
      'lower_secondary_schools',
    ])
    expect(
      (await resolve(office.id, 'Các trường trực thuộc (để t/h)')).map((l) => [l.groupCode, l.reaches]),
    ).toEqual([['schools', 5]])
  })

  it('names units by full, short and shortened name, those above first', async () => {
    const lines = await resolve(
      office.id,
      'Sở GD&ĐT (để b/c)',
      'UBND huyện (để b/c)',
      'UBND tỉnh, Sở Nội vụ (để b/c)',
      'Trường Tiểu học Phú Lâm',
      'PGDĐT',
    )
    expect(lines.map((l) => [l.kind, l.unitId ?? l.words, l.purpose])).toEqual([
      ['unit', department.id, 'report'],
      ['unit', district.id, 'report'],
      ['unit', province.id, 'report'],
      ['outside', 'Sở Nội vụ', 'report'],
      ['unit', school.id, null],
      ['outside', 'PGDĐT', null],
    ])
  })

  it('takes a group only where the words are general, and one unit where they name one', async () => {
    expect(
      (await resolve(department.id, 'Phòng GD&ĐT các huyện, thành phố (để t/h)')).map((l) => [
        l.kind,
        l.groupCode,
        l.reaches,
      ]),
    ).toEqual([['group', 'education_offices', 1]])
    expect((await resolve(school.id, 'Phòng GD&ĐT (để b/c)')).map((l) => [l.kind, l.unitId])).toEqual([
      ['unit', office.id],
    ])
    expect((await resolve(district.id, 'UBND xã Nậm Lạc')).map((l) => l.kind)).toEqual(['outside'])
  })

  it('finds the own people, the archive, and leaves the rest outside in one piece', async () => {
    const lines = await resolve(
      office.id,
      'LĐ, CV Phòng',
      'Trưởng phòng',
      'Lưu: VT, CM.',
      'Thường trực Huyện ủy, Thường trực HĐND huyện (để b/c)',
    )
    expect(lines.map((l) => l.kind)).toEqual(['people', 'people', 'archive', 'outside'])
    expect(new Set(lines[0]?.personIds)).toEqual(new Set([head.personId, specialist.personId]))
    expect(lines[1]?.personIds).toEqual([head.personId])
    expect(lines[2]?.purpose).toBe('archive')
    expect(lines[3]?.words).toBe('Thường trực Huyện ủy, Thường trực HĐND huyện')
  })

  it('takes names as they stood on the day', async () => {
    const later = await makeUnit(world, {
      kind: 'school_primary',
      name: 'Trường Tiểu học Mới Lập',
      profession: office.id,
      from: '2024-09-01',
    })
    expect((await resolve(office.id, 'Các trường tiểu học')).map((l) => l.reaches)).toEqual([1])
    expect((await resolve(office.id, later.name)).map((l) => l.kind)).toEqual(['outside'])
  })

  it('reads purposes only where they are said as such', () => {
    expect(purposeOf('UBND huyện (để báo cáo)')).toBe('report')
    expect(purposeOf('Như Điều 3')).toBe('carry out')
    expect(purposeOf('Ban chỉ đạo huyện')).toBeNull()
    expect(tidyLine('- UBND huyện (để b/c);')).toBe('UBND huyện')
  })
})
