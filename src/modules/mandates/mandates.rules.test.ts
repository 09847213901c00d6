import { describe, expect, it } from 'vitest'
import {
  authorityOf,
  blockOf,
  checkSigner,
  overlaps,
  refusalOf,
  type Mandate,
  type NewMandate,
  type SignerBlock,
  type Standing,
} from './mandates.rules.ts'

const mandate = (more: Partial<Mandate> = {}): Mandate => ({
  authority: 'tuq',
  position: 'Hiệu trưởng',
  forWhom: 'Trưởng phòng',
  deputyOf: null,
  kinds: ['Giấy mời'],
  from: '2024-06-01',
  until: '2024-07-01',
  ...more,
})
const somebody = (more: Partial<Standing> = {}): Standing => ({
  name: 'Lê Thị An',
  isMember: true,
  isHead: false,
  mandates: [],
  ...more,
})
const signer = (more: Partial<SignerBlock> = {}): SignerBlock => ({
  personId: 'p',
  authority: 'TUQ. Trưởng phòng',
  position: 'Hiệu trưởng',
  deputyOf: null,
  ...more,
})
const document = { type: 'Giấy mời', day: '2024-06-17' }
const said = (block: SignerBlock, standing: Standing | null, on = document) => {
  const found = checkSigner(block, on, standing)
  return found && [found.code, found.level, found.paragraph]
}

describe('who signs by which right', () => {
  it('is told by what stands above the position', () => {
    for (const [authority, deputyOf, expected] of [
      [null, null, 'head'],
      [null, 'Trưởng phòng', 'kt'],
      ['KT.', 'Chủ tịch', 'kt'],
      ['TM. Ủy ban nhân dân', 'Chủ tịch', 'tm'],
      ['tuq. chủ tịch', null, 'tuq'],
      ['TL. Chủ tịch', 'Chánh Văn phòng', 'tl'],
      ['Q.', null, 'q'],
      ['Quyền hạn khác', null, 'head'],
    ] as const)
      expect(authorityOf({ authority, deputyOf }), authority ?? '').toBe(expected)
  })

  it('is printed so that it is told again', () => {
    for (const authority of ['head', 'q', 'tm', 'kt', 'tl', 'tuq'] as const) {
      const forWhom = authority === 'head' || authority === 'q' ? null : 'Trưởng phòng'
      expect(authorityOf(blockOf(mandate({ authority, forWhom })))).toBe(authority)
    }
  })
})

describe('a signer', () => {
  it('by authorisation signs only within its days, kinds and without passing it on', () => {
    const holder = somebody({ mandates: [mandate()] })
    expect(said(signer(), holder)).toBeNull()
    expect(said(signer(), holder, { ...document, day: '2024-06-30' })).toBeNull()
    expect(said(signer(), holder, { ...document, day: '2024-07-01' })).toEqual(['over', 'must', 3])
    expect(said(signer(), holder, { ...document, day: '2024-05-31' })).toEqual(['not_yet', 'must', 3])
    expect(said(signer(), holder, { ...document, type: 'Quyết định' })).toEqual(['other_kind', 'must', 3])
    expect(said(signer({ deputyOf: 'Hiệu trưởng' }), holder)).toEqual(['passed_on', 'must', 3])
    expect(said(signer(), somebody())).toEqual(['none', 'must', 3])
    expect(said(signer(), { ...holder, isMember: false })).toEqual(['left', 'must', 3])
    expect(said(signer({ personId: null }), null)).toEqual(['nobody', 'must', 3])
    // A right to sign for the head is none to sign by authorisation, nor is being the head.
    expect(said(signer(), somebody({ mandates: [mandate({ authority: 'kt' })] }))?.[0]).toBe('none')
    expect(said(signer(), somebody({ isHead: true }))?.[0]).toBe('none')
  })

  it('by another right is only said to have no line in the register', () => {
    const deputy = signer({ authority: null, deputyOf: 'Trưởng phòng', position: 'Phó Trưởng phòng' })
    expect(said(deputy, somebody())).toEqual(['none', 'should', 1])
    const given = mandate({ authority: 'kt', kinds: [], until: null })
    expect(said(deputy, somebody({ mandates: [given] }))).toBeNull()
    expect(said(signer({ authority: 'TL. Trưởng phòng' }), somebody())).toEqual(['none', 'should', 4])
    // A deputy for the collective body signs in the head's place: the right to do that is enough.
    const collective = { ...deputy, authority: 'TM. Ủy ban nhân dân' }
    expect(said(collective, somebody({ mandates: [given] }))).toBeNull()
    expect(said({ ...collective, deputyOf: null }, somebody({ mandates: [given] }))).toEqual([
      'none',
      'should',
      2,
    ])
  })

  it('who heads the unit needs no line for what a head signs; an empty block is said elsewhere', () => {
    const head = somebody({ isHead: true })
    for (const authority of [null, 'Q.', 'TM. Ủy ban nhân dân'])
      expect(said(signer({ authority }), head)).toBeNull()
    expect(said(signer({ personId: null, authority: null, position: ' ' }), null)).toBeNull()
  })
})

describe('what can be written down', () => {
  const full: NewMandate = {
    ...mandate(),
    limits: 'Mời họp',
    basis: '5/GUQ-PGDĐT',
    basisDate: '2024-05-30',
  }
  it('of an authorisation is in writing, limited, and not passed on', () => {
    expect(refusalOf(full)).toBeNull()
    for (const lacking of [
      { basis: null },
      { basisDate: null },
      { until: null },
      { limits: null },
      { kinds: [] },
    ])
      expect(refusalOf({ ...full, ...lacking })).toBe('tuq_limits')
    expect(refusalOf({ ...full, deputyOf: 'Hiệu trưởng' })).toBe('tuq_passed_on')
    expect(refusalOf({ ...full, basisDate: '2024-06-02' })).toBe('before_basis')
    expect(refusalOf({ ...full, until: '2024-06-01' })).toBe('days')
    expect(refusalOf({ ...full, forWhom: null })).toBe('for_whom')
  })

  it('of signing by order names kinds and regulations; for the head and as head nothing more', () => {
    const order: NewMandate = {
      ...full,
      authority: 'tl',
      deputyOf: 'Chánh Văn phòng',
      until: null,
      limits: null,
    }
    expect(refusalOf(order)).toBeNull()
    expect(refusalOf({ ...order, kinds: [] })).toBe('tl_limits')
    expect(refusalOf({ ...order, basis: null })).toBe('tl_limits')
    const bare = { kinds: [], limits: null, basis: null, basisDate: null, until: null, deputyOf: null }
    expect(refusalOf({ ...full, ...bare, authority: 'kt' })).toBeNull()
    expect(refusalOf({ ...full, ...bare, authority: 'head', forWhom: null })).toBeNull()
  })

  it('is there already where right, kinds and days meet', () => {
    const one = mandate()
    expect(overlaps(one, mandate({ from: '2024-06-30', until: null }))).toBe(true)
    expect(overlaps(one, mandate({ from: '2024-07-01', until: null }))).toBe(false)
    expect(overlaps(one, mandate({ kinds: ['Thông báo'] }))).toBe(false)
    expect(overlaps(one, mandate({ kinds: [] }))).toBe(true)
    expect(overlaps(one, mandate({ authority: 'tl' }))).toBe(false)
    expect(overlaps(one, mandate({ forWhom: 'Chủ tịch' }))).toBe(false)
  })
})
