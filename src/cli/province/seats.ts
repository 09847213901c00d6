import {
  insertSuperiors,
  insertUnits,
  rebuildClosure,
  type Line,
  type NewUnitRow,
  type SuperiorRow,
} from '../../modules/units/index.ts'
import { hashPassword } from '../../modules/people/index.ts'
import { clockAt } from '../../platform/clock.ts'
import { systemActor, type Ctx, type Role } from '../../platform/context.ts'
import { recordEvent } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { transaction } from '../../platform/tx.ts'
import { insertBulk, type Base } from './bulk.ts'
import { Dice, type ProvinceWords } from './words.ts'

export interface Officer {
  personId: string
  accountId: string
  login: string
  name: string
  title: string
  roles: Role[]
}

/** A unit with its two officers: the head, and whoever drafts, keeps the register and logs. */
export interface Seat {
  unitId: string
  code: string
  kind: string
  name: string
  shortName: string
  abbreviation: string
  place: string
  parentLine: string | null
  head: Officer
  clerk: Officer
}

export interface Commune {
  committee: Seat
  office: Seat
  schools: Seat[]
}

/** A province of two tiers, as since 1 July 2025: province, department, communes with their offices, schools. */
export interface Province {
  root: Seat
  department: Seat
  communes: Commune[]
  /** upper secondary schools, which the department runs itself */
  uppers: Seat[]
}

/** Fewest units that make a province: its two agencies, one commune with its office, and a few schools. */
export const fewestUnits = 10
/** The whole country has some 40,000 schools; more in one home was never tried. */
export const mostUnits = 60_000
/** Units of a commune, with its two agencies, as a province has them after the mergers of 2025. */
const perCommune = 33
const from = '2025-07-01'

const schoolKinds = {
  mn: { kind: 'school_preschool', name: 'Trường Mầm non', short: 'MN', head: 'Hiệu trưởng' },
  th: { kind: 'school_primary', name: 'Trường Tiểu học', short: 'TH', head: 'Hiệu trưởng' },
  thcs: { kind: 'school_lower_secondary', name: 'Trường THCS', short: 'THCS', head: 'Hiệu trưởng' },
  tt: {
    kind: 'school_primary_lower_secondary',
    name: 'Trường TH&THCS',
    short: 'TH&THCS',
    head: 'Hiệu trưởng',
  },
} as const
/** Ten schools of a commune in their order. */
const mix = ['mn', 'th', 'thcs', 'mn', 'th', 'mn', 'tt', 'th', 'mn', 'thcs'] as const

/** Invents the units and people of a province of `n` units; the same each time, but for the ids. */
export function inventProvince(words: ProvinceWords, n: number): Province {
  const dice = new Dice(`people ${n}`)
  const seat = seatMaker(words, dice)
  const { name, place } = words.province
  const upper = (text: string) => text.toLocaleUpperCase('vi')
  const root = seat({
    code: 'ubnd-tinh',
    kind: 'people_committee_province',
    name: `Ủy ban nhân dân ${name}`,
    shortName: `UBND ${name}`,
    abbreviation: 'UBND',
    place,
    parentLine: null,
    head: 'Chủ tịch',
  })
  const department = seat({
    code: 'so-gddt',
    kind: 'department',
    name: `Sở Giáo dục và Đào tạo ${name}`,
    shortName: 'Sở GD&ĐT',
    abbreviation: 'SGDĐT',
    place,
    parentLine: upper(root.shortName),
    head: 'Giám đốc',
  })
  const many = Math.max(1, Math.round(n / perCommune))
  const below = n - 2 - 2 * many
  const uppers = Math.min(Math.floor(below / 50), many)
  const communes = Array.from({ length: many }, (_, i) => {
    const schools = Math.floor((below - uppers) / many) + (i < (below - uppers) % many ? 1 : 0)
    return inventCommune(words, seat, placeName(words, i), schools, root)
  })
  return {
    root,
    department,
    communes,
    uppers: communes.slice(0, uppers).map(({ committee }) =>
      seat({
        code: `thpt-${slug(committee.place)}`,
        kind: 'school_upper_secondary',
        name: `Trường THPT ${committee.place}`,
        shortName: `THPT ${committee.place}`,
        abbreviation: `THPT${initials(committee.place)}`,
        place: committee.place,
        parentLine: upper(department.name),
        head: 'Hiệu trưởng',
      }),
    ),
  }
}

function inventCommune(
  words: ProvinceWords,
  seat: SeatMaker,
  place: string,
  schools: number,
  root: Seat,
): Commune {
  const committee = seat({
    code: `xa-${slug(place)}`,
    kind: 'people_committee_commune',
    name: `Ủy ban nhân dân xã ${place}`,
    shortName: `UBND xã ${place}`,
    abbreviation: 'UBND',
    place,
    parentLine: root.shortName.toLocaleUpperCase('vi'),
    head: 'Chủ tịch',
  })
  const parentLine = committee.shortName.toLocaleUpperCase('vi')
  const office = seat({
    code: `vhxh-${slug(place)}`,
    kind: 'commune_office',
    name: `Phòng Văn hóa - Xã hội xã ${place}`,
    shortName: `Phòng VH-XH xã ${place}`,
    abbreviation: 'PVHXH',
    place,
    parentLine,
    head: 'Trưởng phòng',
  })
  const many = new Map<string, number>()
  return {
    committee,
    office,
    schools: Array.from({ length: schools }, (_, i) => {
      const type = mix[i % mix.length] ?? 'th'
      const { kind, name, short, head } = schoolKinds[type]
      const nth = (many.get(type) ?? 0) + 1
      many.set(type, nth)
      // Of one length in a kind, so that a plan's copies keep the places of their clauses.
      const own = (type === 'mn' && words.preschools[nth - 1]) || `số ${nth}`
      return seat({
        code: `${type}-${slug(own)}-${slug(place)}`,
        kind,
        name: `${name} ${own} ${place}`,
        shortName: `${short} ${own} ${place}`,
        abbreviation: `${short}${initials(own)}${initials(place)}`.replace('&', ''),
        place,
        parentLine,
        head,
      })
    }),
  }
}

/** Different for each number: two syllables, and where they run out a quarter of the sky. */
function placeName({ places }: ProvinceWords, i: number): string {
  const { first, second } = places
  const all = first.length * second.length
  const at = i % all
  // Steps that meet every pair once, so that neighbours don't share a syllable.
  const a = first[at % first.length] ?? ''
  const b = second[(Math.floor(at / first.length) + at * 7) % second.length] ?? ''
  const round = Math.floor(i / all)
  return round === 0 ? `${a} ${b}` : `${a} ${b} ${['Bắc', 'Trung', 'Thượng', 'Ngoại'][round - 1] ?? round}`
}

function slug(words: string): string {
  return words
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[đĐ]/g, 'd')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
}

function initials(words: string): string {
  return words
    .split(' ')
    .map((w) => (/^\d+$/.test(w) ? w : w.slice(0, 1)))
    .join('')
    .toLocaleUpperCase('vi')
}

type Invented = Omit<Seat, 'unitId' | 'head' | 'clerk'> & { head: string }
type SeatMaker = (unit: Invented) => Seat

function seatMaker({ people }: ProvinceWords, dice: Dice): SeatMaker {
  const officer = (login: string, title: string, roles: Role[]): Officer => ({
    personId: newId(),
    accountId: newId(),
    login,
    name: `${dice.oneOf(people.surnames)} ${dice.oneOf(people.middles)} ${dice.oneOf(people.given)}`,
    title,
    roles,
  })
  // Two of a country's 1,600 communes can be spelled alike without their marks.
  const taken = new Map<string, number>()
  return ({ head, ...unit }) => {
    const nth = (taken.get(unit.code) ?? 0) + 1
    taken.set(unit.code, nth)
    const code = nth === 1 ? unit.code : `${unit.code}-lan-${nth}`
    return {
      ...unit,
      code,
      unitId: newId(),
      head: officer(`ld.${code}`, head, ['leader']),
      clerk: officer(`cm.${code}`, 'Chuyên viên', ['specialist', 'clerk']),
    }
  }
}

export function allSeats({ root, department, communes, uppers }: Province): Seat[] {
  return [root, department, ...communes.flatMap((c) => [c.committee, c.office, ...c.schools]), ...uppers]
}

/** Units below, with whoever stands above them on each line. */
function superiorsOf({ root, department, communes, uppers }: Province): SuperiorRow[] {
  const under = (unit: Seat, line: Line, superior: Seat): SuperiorRow => ({
    unitId: unit.unitId,
    line,
    superiorId: superior.unitId,
    from,
  })
  return [
    under(department, 'administration', root),
    ...communes.flatMap(({ committee, office, schools }) => [
      under(committee, 'administration', root),
      under(office, 'administration', committee),
      under(office, 'profession', department),
      ...schools.flatMap((s) => [under(s, 'administration', committee), under(s, 'profession', office)]),
    ]),
    ...uppers.flatMap((s) => [under(s, 'administration', department), under(s, 'profession', department)]),
  ]
}

/** Units, names, superiors and closure, then people with accounts: all of it in one transaction. */
export async function seatProvince(base: Base, province: Province, password: string): Promise<void> {
  const ctx: Ctx = { ...base, clock: clockAt(new Date('2025-07-01T01:00:00Z')), actor: systemActor }
  const seats = allSeats(province)
  const hash = await hashPassword(password)
  await transaction(ctx.db, { home: ctx.home, scope: '*' }, async (trx) => {
    const units = seats.map((s): NewUnitRow => ({ ...unitOf(s), home: ctx.home, from }))
    for (const some of chunks(units)) await insertUnits(trx, some, ctx.clock.now())
    for (const some of chunks(superiorsOf(province))) await insertSuperiors(trx, some)
    const ids = seats.map((s) => s.unitId)
    for (const line of ['administration', 'profession'] as const) await rebuildClosure(trx, line, ids)
    await recordEvent(
      trx,
      ctx,
      'unit.import',
      ids.map((id) => ({ what: 'unit', id })),
    )
    const now = ctx.clock.now()
    const people = seats.flatMap((s) =>
      [s.head, s.clerk].map((o) => ({ ...o, unitId: s.unitId, isHead: o === s.head })),
    )
    await insertBulk(
      trx,
      'persons',
      people.map((p) => ({
        id: p.personId,
        unit_id: p.unitId,
        name: p.name,
        audience_tags: [],
        created_at: now,
      })),
    )
    await insertBulk(
      trx,
      'accounts',
      people.map((p) => ({
        id: p.accountId,
        login: p.login,
        password_hash: hash,
        locale: 'vi',
        created_at: now,
      })),
    )
    await insertBulk(
      trx,
      'account_persons',
      people.map((p) => ({ account_id: p.accountId, home: ctx.home, person_id: p.personId })),
    )
    await insertBulk(
      trx,
      'memberships',
      people.flatMap((p) =>
        p.roles.map((role) => ({
          id: newId(),
          person_id: p.personId,
          unit_id: p.unitId,
          role,
          title: p.title,
          is_head: p.isHead,
          valid_from: from,
        })),
      ),
    )
    await recordEvent(
      trx,
      ctx,
      'person.import',
      people.map((p) => ({ what: 'person', id: p.personId })),
    )
  })
}

function unitOf({ unitId, code, kind, name, shortName, abbreviation, place, parentLine }: Seat) {
  return { id: unitId, code, kind, name, shortName, abbreviation, place, parentLine }
}

function* chunks<T>(rows: readonly T[]): Generator<T[]> {
  for (let at = 0; at < rows.length; at += 1_000) yield rows.slice(at, at + 1_000)
}
