import { describe, expect, test } from 'vitest'
import {
  isInForce,
  knownDocument,
  lastDay,
  makeRegister,
  partsOf,
  placesOf,
  resolve,
  symbolKey,
  type CitedDocument,
  type CitingContext,
  type KnownEntry,
} from './index.ts'

let count = 0
function entry(
  type: string,
  numberSymbol: string | null,
  issuer: string,
  date: string,
  rest: Partial<KnownEntry> = {},
) {
  count += 1
  return knownDocument({
    id: `d${count}`,
    type,
    numberSymbol,
    issuer,
    date,
    title: 'về một việc',
    inForceFrom: date,
    inForceUntil: null,
    relations: [],
    source: 'test',
    confirmed: true,
    ...rest,
  })
}

const older = entry('Nghị quyết', '81/NQ-CP', 'Chính phủ', '2013-03-05')
const newer = entry('Nghị quyết', '81/NQ-CP', 'Chính phủ', '2021-04-06')
const letter = entry('Nghị quyết', '31c/NQ-CP', 'Chính phủ', '2011-02-03')
const xanh = entry('Kế hoạch', '155/KH-UBND', 'Ủy ban nhân dân tỉnh Đồng Xanh', '2019-12-10')
const huyen = entry('Kế hoạch', '9/KH-UBND', 'UBND huyện Vân Sơn', '2020-02-01')
const thiXa = entry('Kế hoạch', '9/KH-UBND', 'UBND thị xã Vân Sơn', '2025-02-01')
const phuong = entry('Kế hoạch', '9/KH-UBND', 'UBND phường Vân Sơn', '2025-08-01')
const so = entry('Kế hoạch', '2084/KH-SGDĐT', 'Sở Giáo dục và Đào tạo tỉnh Đồng Xanh', '2019-12-20')
const party = entry('Nghị quyết', '12-NQ/TW', 'Ban Chấp hành Trung ương Đảng', '2017-10-03')
const tinhUy = entry('Nghị quyết', '03-NQ/TU', 'Tỉnh ủy Đồng Xanh', '2016-07-01')
const decree = entry('Nghị định', '31/2020/NĐ-CP', 'Chính phủ', '2020-03-06')
const law2011 = entry('Luật', '2/2011/QH13', 'Quốc hội', '2011-11-11', {
  title: 'Lưu giữ',
  inForceFrom: '2012-07-01',
  inForceUntil: '2025-07-01',
})
const law2024 = entry('Luật', '34/2024/QH15', 'Quốc hội', '2024-06-21', {
  title: 'Lưu giữ',
  inForceFrom: '2025-07-01',
})
const register = makeRegister([
  older,
  newer,
  letter,
  xanh,
  huyen,
  thiXa,
  phuong,
  so,
  party,
  tinhUy,
  decree,
  law2011,
  law2024,
])

const nowhere: CitingContext = { on: null, places: [] }
const inXanh: CitingContext = {
  on: '2020-01-15',
  places: placesOf(['UBND huyện Vân Sơn', 'UBND tỉnh Đồng Xanh']),
}

function cited(numberSymbol: string | null, rest: Partial<CitedDocument> = {}): CitedDocument {
  return { type: null, numberSymbol, title: null, date: null, issuer: null, ...rest }
}

describe('number, symbol, issuer and date together', () => {
  test('the day tells two of one number apart', () => {
    expect(
      resolve(cited('81/NQ-CP', { date: '2013-03-05', issuer: 'Chính phủ' }), register, nowhere),
    ).toEqual({
      status: 'known',
      document: older,
    })
    expect(resolve(cited('81/NQ-CP', { date: '2021-04-06' }), register, nowhere)).toEqual({
      status: 'known',
      document: newer,
    })
  })

  test('undated, two are ambiguous; before the second was issued it is the first', () => {
    const undated = cited('81/NQ-CP', { type: 'Nghị quyết', issuer: 'Chính phủ' })
    expect(resolve(undated, register, { on: '2022-01-01', places: [] })).toEqual({
      status: 'ambiguous',
      candidates: [older, newer],
    })
    expect(resolve(undated, register, { on: '2019-01-01', places: [] })).toEqual({
      status: 'known',
      document: older,
    })
  })

  test.each([
    ['leading zeros', '031c/NQ-CP', letter],
    ['capital suffix', '31C/NQ-CP', letter],
    ['a long dash and blanks', '31c/NQ – CP', letter],
    ['the Icelandic letter', '31/2020/NÐ-CP', decree],
    ['a lost stroke', '31/2020/ND-CP', decree],
    ['parts of a Party symbol the wrong way round', '12/NQ-TW', party],
    ['no year segment', '31/NĐ-CP', decree],
    ['no symbol, but its year', '31/2020', decree],
  ])('reads past %s', (_, written, document) => {
    const citation = cited(written, { type: document.type })
    expect(resolve(citation, register, nowhere)).toMatchObject({
      status: 'known',
      document: { id: document.id },
    })
  })

  test.each([
    ['KH-SGD ĐT', 'KH-SGDĐT'],
    ['KH-SGD&ĐT', 'KH-SGDĐT'],
    ['KH-PGD-ĐT', 'KH-PGD&ĐT'],
    ['QĐ-UB', 'QĐ-UBND'],
    ['QÐ–TTg', 'QĐ-TTg'],
    ['NQ-TW', 'NQ/TW'],
  ])('one symbol: %s and %s', (a, b) => expect(symbolKey(a)).toBe(symbolKey(b)))

  test.each([
    ['CT/TU', 'CTr/TU'],
    ['KH-SNV', 'KH-SGDĐT'],
    ['QĐ-UBND', 'QĐ-CTUBND'],
  ])('two symbols: %s and %s', (a, b) => expect(symbolKey(a)).not.toBe(symbolKey(b)))

  test('a letter behind the number makes another number', () => {
    expect(resolve(cited('31/NQ-CP'), register, nowhere).status).toBe('unknown')
    expect(partsOf('13đ/QĐ-UB')).toMatchObject({ number: '13', suffix: 'đ' })
    expect(partsOf('13d/QĐ-UB')).toMatchObject({ number: '13', suffix: 'd' })
    expect(partsOf('không số')).toBeNull()
  })
})

describe('the province, and what kind of place', () => {
  const plan = (issuer: string | null, date: string | null = null) =>
    cited('155/KH-UBND', { type: 'Kế hoạch', issuer, date })

  test('without its province a plan of a province is not sure', () => {
    expect(resolve(plan(null, '2019-12-10'), register, nowhere)).toEqual({
      status: 'ambiguous',
      candidates: [xanh],
    })
    expect(resolve(plan('UBND tỉnh'), register, nowhere).status).toBe('ambiguous')
  })

  test('said by the citation, or by the citing agency', () => {
    expect(resolve(plan('UBND tỉnh Đồng Xanh'), register, nowhere)).toEqual({
      status: 'known',
      document: xanh,
    })
    expect(resolve(plan('UBND tỉnh'), register, inXanh)).toEqual({ status: 'known', document: xanh })
    expect(resolve(plan('Chủ tịch UBND tỉnh'), register, inXanh)).toEqual({ status: 'known', document: xanh })
    expect(resolve(cited('3/NQ-TU', { issuer: 'Tỉnh ủy' }), register, inXanh)).toEqual({
      status: 'known',
      document: tinhUy,
    })
  })

  test("another province's is not ours", () => {
    expect(resolve(plan('UBND tỉnh Sông Lam', '2019-12-10'), register, inXanh).status).toBe('unknown')
    const elsewhere: CitingContext = { on: null, places: placesOf(['UBND tỉnh Sông Lam']) }
    expect(resolve(plan('UBND tỉnh'), register, elsewhere).status).toBe('unknown')
  })

  test('Huyện, Thị xã and Phường of one name are three', () => {
    const of = (issuer: string) => resolve(cited('09/KH-UBND', { issuer }), register, nowhere)
    expect(of('Ủy ban nhân dân huyện Vân Sơn')).toEqual({ status: 'known', document: huyen })
    expect(of('UBND thị xã Vân Sơn')).toEqual({ status: 'known', document: thiXa })
    expect(of('UBND TX. Vân Sơn')).toEqual({ status: 'known', document: thiXa })
    expect(of('UBND phường Vân Sơn')).toEqual({ status: 'known', document: phuong })
    expect(of('UBND Vân Sơn')).toMatchObject({ status: 'ambiguous', candidates: [{}, {}, {}] })
  })

  test('an office of which the province is not said', () => {
    const office = cited('2084/KH-SGD ĐT', { type: 'Kế hoạch', issuer: 'Sở GD&ĐT' })
    expect(resolve(office, register, nowhere).status).toBe('ambiguous')
    expect(resolve(office, register, inXanh)).toEqual({ status: 'known', document: so })
  })
})

describe('contradictions', () => {
  test('the number is right and the day of the same year wrong', () => {
    expect(
      resolve(cited('31c/NQ-CP', { date: '2011-03-02', issuer: 'Chính phủ' }), register, nowhere),
    ).toEqual({
      status: 'contradicts',
      what: ['date'],
      document: letter,
    })
    expect(resolve(cited('31/2020/NĐ-CP', { date: '2021-03-06' }), register, nowhere)).toMatchObject({
      what: ['date'],
    })
  })

  test('another year is another number', () => {
    expect(resolve(cited('81/NQ-CP', { date: '2016-05-05' }), register, nowhere)).toMatchObject({
      status: 'unknown',
    })
  })

  test('the type word, and who issued it', () => {
    const wrongType = cited('31/2020/NĐ-CP', { type: 'Quyết định', date: '2020-03-06' })
    expect(resolve(wrongType, register, nowhere)).toMatchObject({ status: 'contradicts', what: ['type'] })
    const wrongIssuer = cited('81/NQ-CP', { date: '2013-03-05', issuer: 'Thủ tướng Chính phủ' })
    expect(resolve(wrongIssuer, register, nowhere)).toMatchObject({ status: 'contradicts', what: ['issuer'] })
  })
})

describe('laws by title', () => {
  const law = (title: string, date: string | null = null) => cited(null, { type: 'Luật', title, date })
  test('dated, or in force on the day of the citing document', () => {
    expect(resolve(law('Lưu giữ', '2011-11-11'), register, nowhere)).toEqual({
      status: 'known',
      document: law2011,
    })
    expect(resolve(law('lưu giữ'), register, { on: '2025-06-30', places: [] })).toEqual({
      status: 'known',
      document: law2011,
    })
    expect(resolve(law('Lưu giữ'), register, { on: '2025-07-01', places: [] })).toEqual({
      status: 'known',
      document: law2024,
    })
    expect(resolve(law('Lưu giữ'), register, nowhere).status).toBe('ambiguous')
  })
  test('a wrong day of its year contradicts; an unheard title is unknown', () => {
    expect(resolve(law('Lưu giữ', '2011-11-12'), register, nowhere)).toMatchObject({
      status: 'contradicts',
      what: ['date'],
    })
    expect(resolve(law('Cấp thoát nước'), register, nowhere)).toEqual({ status: 'unknown', proposals: [] })
  })
  test('by number', () => {
    expect(resolve(cited('02/2011/QH13', { type: 'Luật' }), register, nowhere)).toEqual({
      status: 'known',
      document: law2011,
    })
  })
})

describe('proposals', () => {
  test('a misread number of the right day and type is proposed, and marked so', () => {
    const propose = (numberSymbol: string) =>
      resolve(
        cited(numberSymbol, { type: 'Nghị quyết', date: '2011-02-03', issuer: 'Chính phủ' }),
        register,
        nowhere,
      )
    expect(propose('37c/NQ-CP')).toEqual({
      status: 'unknown',
      proposals: [{ document: letter, proposed: true, distance: 1 }],
    })
    expect(propose('8126/NQ-CP')).toMatchObject({
      proposals: [{ document: { id: letter.id }, proposed: true }],
    })
  })

  test('a misread day of the right number', () => {
    expect(
      resolve(cited('81/NQ-CP', { type: 'Nghị quyết', date: '2012-03-05' }), register, nowhere),
    ).toMatchObject({
      proposals: [{ document: { id: older.id }, distance: 1 }],
    })
  })

  test("never another province's, never another type's", () => {
    const other = cited('156/KH-UBND', { type: 'Kế hoạch', date: '2019-12-10', issuer: 'UBND tỉnh Sông Lam' })
    expect(resolve(other, register, nowhere)).toEqual({ status: 'unknown', proposals: [] })
    const type = cited('156/QĐ-UBND', {
      type: 'Quyết định',
      date: '2019-12-10',
      issuer: 'UBND tỉnh Đồng Xanh',
    })
    expect(resolve(type, register, nowhere)).toEqual({ status: 'unknown', proposals: [] })
  })
})

test('in force from its first day to the day before the one from which it is not', () => {
  expect(isInForce(law2011, '2012-06-30')).toBe(false)
  expect(isInForce(law2011, '2012-07-01')).toBe(true)
  expect(isInForce(law2011, '2025-06-30')).toBe(true)
  expect(isInForce(law2011, '2025-07-01')).toBe(false)
  expect(lastDay(law2011)).toBe('2025-06-30')
  expect(isInForce({ ...law2011, inForceFrom: null, inForceUntil: null }, '2020-01-01')).toBeNull()
})
