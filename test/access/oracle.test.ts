import { describe, expect, it } from 'vitest'
import { groundsOf, type OracleThing, type OracleUnit } from './oracle.ts'

const day = '2024-06-17'
function unit(
  name: string,
  superiors: Partial<Record<'administration' | 'profession', OracleUnit>> = {},
  from = '2020-01-01',
): OracleUnit {
  return {
    name,
    superiors: Object.entries(superiors).map(([line, superior]) => ({
      line: line as 'administration' | 'profession',
      superior,
      from,
      until: null,
    })),
    closed: null,
  }
}
function thing(owner: OracleUnit, given: Partial<OracleThing> = {}): OracleThing {
  return {
    kind: 'plan',
    unit: owner,
    day: '2024-01-10',
    isPublic: false,
    left: true,
    deliveredTo: [],
    restsOn: [],
    encloses: [],
    ...given,
  }
}

/** One line and one forbidden case for each read ground, so that the oracle itself can be read and doubted. */
describe('the oracle', () => {
  const province = unit('UBND tỉnh')
  const department = unit('Sở', { administration: province })
  const district = unit('UBND huyện', { administration: province })
  const office = unit('Phòng', { administration: district, profession: department })
  const school = unit('Trường A', { administration: district, profession: office })
  const sibling = unit('Trường B', { administration: district, profession: office })

  it('own: a unit reads what is its own, a sibling does not', () => {
    const draft = thing(school, { kind: 'draft', left: false })
    expect(groundsOf(school, draft, [draft], day)).toEqual(['own'])
    expect(groundsOf(sibling, draft, [draft], day)).toEqual([])
  })

  it('own: the successor of a closed unit reads on, the former successor of something else does not', () => {
    const closed: OracleUnit = { ...unit('Trường cũ'), closed: { day: '2024-01-01', successors: [school] } }
    const old = thing(closed, { left: false })
    expect(groundsOf(school, old, [old], day)).toEqual(['own'])
    expect(groundsOf(school, old, [old], '2023-12-31')).toEqual([])
    expect(groundsOf(sibling, old, [old], day)).toEqual([])
  })

  it('below: those above on either line read what left the unit, never a draft', () => {
    const issued = thing(school)
    const draft = thing(school, { kind: 'draft', left: false })
    for (const above of [office, department, district, province]) {
      expect(groundsOf(above, issued, [issued], day)).toEqual(['below'])
      expect(groundsOf(above, draft, [draft], day)).toEqual([])
    }
  })

  it('below: a former superior does not read what is newer than the transfer', () => {
    const moved: OracleUnit = {
      ...unit('Trường C'),
      superiors: [{ line: 'profession', superior: office, from: '2020-01-01', until: '2024-01-01' }],
    }
    const issued = thing(moved)
    expect(groundsOf(office, issued, [issued], '2023-06-01')).toEqual(['below'])
    expect(groundsOf(office, issued, [issued], day)).toEqual([])
  })

  it('delivered: the recipient reads it with all it encloses, for good; another unit does not', () => {
    const activity = thing(sibling, { kind: 'activity' })
    const child = thing(sibling, { kind: 'report', encloses: [activity] })
    const report = thing(office, { kind: 'report', encloses: [child], deliveredTo: [department] })
    const all = [activity, child, report]
    const stranger = unit('Sở khác', { administration: province })
    for (const t of all) expect(groundsOf(department, t, all, day)).toContain('delivered')
    for (const t of all) expect(groundsOf(stranger, t, all, day)).toEqual([])
  })

  it('delivered: whoever is directed reads it with the document that goes with it, not what that rests on; a sibling neither', () => {
    const received = thing(office, { kind: 'document', left: false })
    const decree = thing(department, { kind: 'document', left: false })
    const plan = thing(department, { restsOn: [decree], deliveredTo: [office] })
    const one = thing(office, { kind: 'direction', encloses: [received], deliveredTo: [school] })
    const other = thing(office, { kind: 'direction', encloses: [plan], deliveredTo: [school] })
    const all = [received, decree, plan, one, other]
    for (const t of [one, received, other, plan])
      expect(groundsOf(school, t, all, day)).toEqual(['delivered'])
    expect(groundsOf(school, decree, all, day)).toEqual([])
    for (const t of [one, received, other, plan]) expect(groundsOf(sibling, t, all, day)).toEqual([])
    expect(groundsOf(district, one, all, day)).toEqual(['below'])
    expect(groundsOf(district, received, all, day)).toEqual([])
  })

  it('up the thread: what a delivered plan rests on, directly or through others; not a superior’s other plans or drafts', () => {
    const provincial = thing(province, { deliveredTo: [department] })
    const ofDepartment = thing(department, { restsOn: [provincial], deliveredTo: [office] })
    const other = thing(department)
    const draft = thing(department, { kind: 'draft', left: false })
    const plan = thing(office, { restsOn: [ofDepartment], deliveredTo: [school] })
    const all = [provincial, ofDepartment, other, draft, plan]
    expect(groundsOf(school, ofDepartment, all, day)).toEqual(['up'])
    expect(groundsOf(school, provincial, all, day)).toEqual(['up'])
    expect(groundsOf(school, other, all, day)).toEqual([])
    expect(groundsOf(school, draft, all, day)).toEqual([])
    expect(groundsOf(sibling, provincial, all, day)).toEqual([])
  })

  it('up the thread: a received document too; but nobody hands on what is not open to him', () => {
    const received = thing(district, { kind: 'document', left: false })
    const ofDistrict = thing(district, { restsOn: [received], isPublic: true })
    // The office stands on a plan of another district, which is public; what that rests on is not.
    const elsewhere = unit('UBND huyện khác', { administration: province })
    const hidden = thing(elsewhere, { kind: 'document', left: false })
    const ofElsewhere = thing(elsewhere, { restsOn: [hidden], isPublic: true })
    const sent = { ...ofDistrict, deliveredTo: [office] }
    const plan = thing(office, { restsOn: [sent, ofElsewhere], deliveredTo: [school] })
    const all = [received, sent, hidden, ofElsewhere, plan]
    expect(groundsOf(province, received, all, day)).toEqual([])
    expect(groundsOf(office, received, all, day)).toEqual(['up'])
    expect(groundsOf(school, received, all, day)).toEqual(['up'])
    expect(groundsOf(school, ofElsewhere, all, day)).toEqual(['up', 'public'])
    expect(groundsOf(school, hidden, all, day)).toEqual([])
  })

  it('public: everybody; not what has not left', () => {
    const stranger = unit('Ai đó')
    const issued = thing(office, { isPublic: true })
    const draft = thing(office, { kind: 'draft', isPublic: true, left: false })
    expect(groundsOf(stranger, issued, [issued], day)).toEqual(['public'])
    expect(groundsOf(stranger, draft, [draft], day)).toEqual([])
  })
})
