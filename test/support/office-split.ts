import { logActivity } from '../../src/modules/activities/index.ts'
import { beginSession, findSignedIn } from '../../src/modules/people/index.ts'
import {
  answerReport,
  openReports,
  reviewReport,
  saveReport,
  submitReport,
} from '../../src/modules/reports/index.ts'
import { startOfDay } from '../../src/platform/clock.ts'
import type { Ctx } from '../../src/platform/context.ts'
import { newId } from '../../src/platform/ids.ts'
import { transaction } from '../../src/platform/tx.ts'
import { testHome, type World } from './database.ts'
import { makePerson, makeUnit, type MadePerson, type MadeUnit } from './make.ts'
import { makeIssuedPlan } from './issued-plan.ts'
import { makeActivity, reportOf, someWords } from './reports.ts'
import { newUnit, planned } from './succession.ts'

/** The day on which the district level ends in the reference case, and the wards that go on for the office (invented names). */
export const transferDay = '2025-07-01'
export const wardNames = ['Vân Sơn', 'Phú Lâm', 'Đồng Xuân', 'Hòa Tân', 'Mỹ Thạnh'] as const
export const half2025 = { code: '2025-H1', from: '2024-12-15', until: '2025-06-15' }
export const year2024 = { code: '2024-Y', from: '2023-12-15', until: '2024-12-15' }
export const year2025 = { code: '2025-Y', from: '2024-12-15', until: '2025-12-15' }

type Seated = MadeUnit & { person: MadePerson }
export interface Office {
  world: World
  province: MadeUnit
  department: Seated
  office: Seated
  /** the office's other people, the first five of whom go to the wards */
  people: MadePerson[]
  schools: Seated[]
  admin: MadePerson
  planId: string
}

/** A district's office with its schools on both lines, as it stands before 1 July 2025. */
export async function makeOffice(world: World, schools: number): Promise<Office> {
  const seated = async (unit: MadeUnit, name: string): Promise<Seated> => ({
    ...unit,
    person: await makePerson(world, unit.id, {
      roles: ['leader', 'specialist', 'clerk'],
      name,
      title: 'Trưởng đơn vị',
      isHead: true,
    }),
  })
  const province = await makeUnit(world, { kind: 'people_committee_province', name: 'UBND tỉnh Hà Thanh' })
  const department = await makeUnit(world, {
    kind: 'department',
    name: 'Sở Giáo dục và Đào tạo',
    shortName: 'Sở GD&ĐT',
    abbreviation: 'SGDĐT',
    administration: province.id,
  })
  const office = await makeUnit(world, {
    kind: 'education_office',
    name: 'Phòng GD&ĐT huyện Vân Sơn',
    shortName: 'Phòng GD&ĐT Vân Sơn',
    abbreviation: 'PGDĐT',
    administration: province.id,
    profession: department.id,
  })
  const made: Seated[] = []
  for (let i = 1; i <= schools; i += 1) {
    const school = await makeUnit(world, {
      name: `Trường Tiểu học số ${i}`,
      shortName: `TH số ${i}`,
      abbreviation: `TH${i}`,
      administration: office.id,
      profession: office.id,
    })
    made.push(await seated(school, `Hiệu trưởng ${i}`))
  }
  const people: MadePerson[] = []
  for (const name of ['Cao Bích Hạnh', 'Đỗ Văn Khải', 'Lâm Thu Nga', 'Phan Quốc Toản', 'Võ Minh Tâm'])
    people.push(
      await makePerson(world, office.id, {
        roles: ['leader', 'specialist', 'clerk'],
        name,
        title: 'Chuyên viên',
      }),
    )
  const { planId } = await makeIssuedPlan(world, office.id, {
    year: 2025,
    tasks: [
      { key: 't1', title: 'Phát tờ gấp', dueOn: '2025-06-20' },
      { key: 't2', title: 'Tập huấn tuyên truyền', timeUntil: '2025-12-01', dueOn: '2025-11-30' },
    ],
  })
  return {
    world,
    province,
    department: await seated(department, 'Giám đốc Sở'),
    office: await seated(office, 'Trưởng phòng'),
    people,
    schools: made,
    admin: await makePerson(world, department.id, { roles: ['admin'], name: 'Người quản trị' }),
    planId,
  }
}

/** Who acts, as signing in finds it at an instant. */
export async function actingAs(world: World, person: MadePerson, at: string): Promise<Ctx> {
  const now = new Date(at)
  const ctx = world.system(now)
  const token = await beginSession(world.database.db, { id: person.accountId, home: testHome }, 'test', now)
  const found = await findSignedIn(world.database.db, token, now, ctx.clock.today())
  if (!found) throw new Error('nobody is signed in')
  return { ...ctx, actor: found.actor }
}

/** Writes, approves and hands in a unit's report. */
export async function handIn(ctx: Ctx, id: string): Promise<void> {
  const saved = await saveReport(ctx, id, { version: 0, content: someWords })
  const approved = await reviewReport(ctx, id, {
    version: saved.draft?.version ?? 0,
    step: 'approve',
    words: '',
  })
  await submitReport(ctx, id, { version: approved.draft?.version ?? 0, issue: null })
}

export async function accept(ctx: Ctx, id: string, version: number): Promise<void> {
  await answerReport(ctx, id, { id: newId(), version, answer: 'accepted', words: '' })
}

/**
 * Mid-period: the year 2024 is reported and accepted (the first three schools, the office), of the half year 2025 half the
 * schools have reported, all but two of these are accepted, and the office has handed in with the others named as missing.
 * Each school has logged 10 leaflets in each window, the office 100.
 */
export async function tellReports(o: Office): Promise<void> {
  const { world } = o
  for (const unit of [...o.schools, o.office]) {
    const n = unit === o.office ? 100 : 10
    for (const day of ['2024-05-18', '2025-03-10'])
      await makeActivity(world, unit, { day, figures: { leaflets: n } })
  }
  await openReports(world.system(startOfDay('2024-12-14')), '2024-12-14')
  for (const school of o.schools.slice(0, 3)) await reported(o, school, o.office, year2024, '2024-12-16')
  await reported(o, o.office, o.department, year2024, '2024-12-17')
  await openReports(world.system(startOfDay('2025-06-14')), '2025-06-14')
  const first = o.schools.slice(0, Math.floor(o.schools.length / 2))
  for (const school of first.slice(0, -2)) await reported(o, school, o.office, half2025, '2025-06-16')
  await reported(o, o.office, o.department, half2025, '2025-06-18')
  for (const school of first.slice(-2)) await reported(o, school, null, half2025, '2025-06-19')
}

type Period = typeof half2025

/** Hands a unit's report in, and lets its superior accept it an hour later; null: nobody does. */
export async function reported(
  o: Pick<Office, 'world'>,
  unit: Seated,
  superior: Seated | null,
  period: Period,
  day: string,
): Promise<void> {
  const id = await reportOf(o.world, unit, period)
  await handIn(await actingAs(o.world, unit.person, `${day}T02:00:00Z`), id)
  if (superior) await accept(await actingAs(o.world, superior.person, `${day}T03:00:00Z`), id, 1)
}

/** The plan of the reference case: five wards under the province, profession the department's; each gets every fifth school. */
export function splitPlan(o: Office) {
  const wards = wardNames.map((name, i) =>
    newUnit(`Phòng VH-XH phường ${name}`, `vhxh-${i + 1}-${o.office.code.slice(-6)}`, {
      administration: o.province.id,
      profession: o.department.id,
    }),
  )
  const [heir] = wards
  const content = planned({
    from: [o.office.id],
    to: wards,
    heir: heir?.id ?? null,
    belowTo: { administration: null, profession: o.department.id },
    below: o.schools.map((s, i) => ({
      unitId: s.id,
      line: 'administration' as const,
      to: wards[i % wards.length]?.id ?? '',
    })),
    people: o.people
      .map((p, i) => ({ personId: p.personId, to: wards[i % wards.length]?.id ?? null, isHead: true }))
      .concat([{ personId: o.office.person.personId, to: heir?.id ?? null, isHead: false }]),
  })
  return { wards, content }
}

/** Logs an activity of the acting unit. */
export async function logLeaflets(ctx: Ctx, day: string, n: number): Promise<void> {
  await logActivity(ctx, {
    id: newId(),
    day,
    form: 'leaflet',
    title: 'Phát tờ gấp',
    figures: [{ indicator: 'leaflets', n }],
  })
}

/** Everything that a reorganisation may touch, as text, to compare before and after. */
export async function dumpOf(world: World): Promise<Record<string, string[]>> {
  const dump: Record<string, string[]> = {}
  const tables = ['units', 'unit_names', 'unit_superiors', 'unit_closure', 'unit_succession']
  const own = [
    'memberships',
    'obligations',
    'reports',
    'report_drafts',
    'plans',
    'plan_drafts',
    'number_counters',
    'deliveries',
  ]
  for (const table of [...tables.map((t) => `shared.${t}`), ...own.map((t) => `${testHome}.${t}`)]) {
    const { rows } = await world.database.pool.query<{ row: string }>(
      `select to_jsonb(t)::text as row from ${table} t order by 1`,
    )
    dump[table] = rows.map((r) => r.row)
  }
  return dump
}

export async function inHome(
  world: World,
  query: string,
  values: unknown[] = [],
): Promise<Record<string, unknown>[]> {
  return transaction(world.database.db, { home: testHome, scope: '*' }, async () => {
    const found = await world.database.pool.query<Record<string, unknown>>(
      query.replaceAll('@', `${testHome}.`),
      values,
    )
    return found.rows
  })
}
