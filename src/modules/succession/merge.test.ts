import { beforeAll, describe, expect, it } from 'vitest'
import { homeInvariants } from '../../cli/invariants/index.ts'
import { makeWorld, testHome, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { makeIssuedPlan } from '../../../test/support/issued-plan.ts'
import { makePerson, makeUnit, type MadePerson, type MadeUnit } from '../../../test/support/make.ts'
import { accept, actingAs, handIn } from '../../../test/support/office-split.ts'
import { issueContent, readyContent, readyTask } from '../../../test/support/plans.ts'
import { makeActivity, reportOf } from '../../../test/support/reports.ts'
import { begin, carriedOut, planned, type ShownSuccession } from '../../../test/support/succession.ts'
import { startOfDay } from '../../platform/clock.ts'
import { newId } from '../../platform/ids.ts'
import { openReports, readReport } from '../reports/index.ts'

const at = '2024-07-02T02:00:00Z'
const half = { code: '2024-H1', from: '2023-12-15', until: '2024-06-15' }
const year = { code: '2024-Y', from: '2023-12-15', until: '2024-12-15' }

let world: World
let department: MadeUnit
let gone: MadeUnit
let goes: MadeUnit
let head: MadePerson
let stays: MadePerson
let director: MadePerson
let admin: Browser
const drafted = newId()

beforeAll(async () => {
  world = await makeWorld()
  department = await makeUnit(world, { kind: 'department', name: 'Sở Giáo dục' })
  gone = await makeUnit(world, {
    kind: 'education_office',
    name: 'Phòng GD&ĐT Hòa Tân',
    profession: department.id,
    abbreviation: 'HT',
  })
  goes = await makeUnit(world, {
    kind: 'education_office',
    name: 'Phòng GD&ĐT Mỹ Thạnh',
    profession: department.id,
    abbreviation: 'MT',
  })
  const roles = ['leader', 'specialist', 'clerk'] as const
  head = await makePerson(world, gone.id, {
    roles: [...roles],
    name: 'Trưởng phòng cũ',
    isHead: true,
    title: 'Trưởng phòng',
  })
  stays = await makePerson(world, goes.id, {
    roles: [...roles],
    name: 'Trưởng phòng ở lại',
    isHead: true,
    title: 'Trưởng phòng',
  })
  director = await makePerson(world, department.id, { roles: ['leader'], name: 'Giám đốc' })
  const person = await makePerson(world, department.id, { roles: ['admin'] })
  admin = await signedIn(world, await makeApp(world, at), person, at)
  await openReports(world.system(startOfDay('2024-06-14')), '2024-06-14')
  for (const [unit, who, n] of [
    [gone, head, 7],
    [goes, stays, 30],
  ] as const) {
    await makeActivity(world, unit, { day: '2024-03-01', figures: { leaflets: n } })
    await makeActivity(world, unit, { day: '2024-06-20', figures: { leaflets: n * 100 } })
    const id = await reportOf(world, unit, half)
    await handIn(await actingAs(world, who, '2024-06-16T02:00:00Z'), id)
    await accept(await actingAs(world, director, '2024-06-16T03:00:00Z'), id, 1)
  }
  await makeIssuedPlan(world, gone.id, { tasks: [{ key: 't', title: 'Phát tờ gấp', dueOn: '2024-09-30' }] })
  const early = await signedIn(
    world,
    await makeApp(world, '2024-06-25T02:00:00Z'),
    head,
    '2024-06-25T02:00:00Z',
  )
  await early.call('POST', 'plans', { id: drafted, year: 2024, documents: [] })
}, 120_000)

async function rows<T extends object>(query: string, values: unknown[] = []): Promise<T[]> {
  return (await world.database.pool.query<T>(query.replaceAll('@', `${testHome}.`), values)).rows
}

describe('two offices that become one', () => {
  const content = () =>
    planned({ from: [gone.id], to: [{ id: goes.id, unit: null, administration: null, profession: null }] })

  it('asks who heads the one that goes on when both heads would', async () => {
    const two = { ...content(), people: [{ personId: head.personId, to: goes.id, isHead: true }] }
    const made = (await begin(admin, 'merge', '2024-07-01', two)).json<ShownSuccession>()
    expect(made.preview?.problems.map((p) => p.words)).toEqual([
      'Phòng GD&ĐT Mỹ Thạnh đang có hai người đứng đầu. Chỉ để một người.',
    ])
  })

  it('passes people, plans and duties on, and the year’s report counts both once', async () => {
    const done = await carriedOut(admin, 'merge', '2024-07-01', content())
    expect(done.title).toBe('Phòng GD&ĐT Hòa Tân nhập vào Phòng GD&ĐT Mỹ Thạnh')
    expect(
      await rows(
        'select unit_id, role, is_head from @memberships where person_id = $1 and valid_until is null order by role',
        [head.personId],
      ),
    ).toEqual([
      { unit_id: goes.id, role: 'clerk', is_head: false },
      { unit_id: goes.id, role: 'leader', is_head: false },
      { unit_id: goes.id, role: 'specialist', is_head: false },
    ])
    expect(await rows('select count(*)::int as n from @plans where unit_id = $1', [goes.id])).toEqual([
      { n: 2 },
    ])
    expect(await rows(`select unit_id from @obligations where what = 'do_task' and state = 'open'`)).toEqual([
      { unit_id: goes.id },
    ])
    for (const code of ['obligation_unseen', 'item_unseen', 'closure', 'obligation', 'duty_missing'])
      for (const one of homeInvariants.filter((i) => i.code === code))
        expect(
          (await one.find(world.system(at), 5)).filter(
            (f) => f['what'] !== 'make_plan' && f['what'] !== 'do_task',
          ),
        ).toEqual([])
    const id = await reportOf(world, goes, year)
    const shown = await readReport(await actingAs(world, stays, '2024-12-15T02:00:00Z'), id, null)
    expect(shown.figures.find((f) => f.indicator === 'leaflets')?.total.n).toBe(7 + 700 + 30 + 3000)
    // Half a year each, reported before: both are part of what the year counts again, so nothing was revised.
    expect(shown.figures.find((f) => f.indicator === 'leaflets')?.revised).toBe(0)
  })

  it('lets the one that goes on issue what the other drafted, with its own name and number', async () => {
    const late = '2024-07-03T02:00:00Z'
    const browser = await signedIn(world, await makeApp(world, late), stays, late)
    const plan = await issueContent(
      { drafter: browser, leader: browser, clerk: browser },
      drafted,
      readyContent({ tasks: [readyTask('x')] }),
    )
    expect(plan).toMatchObject({ revision: 1 })
    expect(await rows('select unit_id, number_symbol from @documents where plan_id = $1', [drafted])).toEqual(
      [{ unit_id: goes.id, number_symbol: '01/KH-MT' }],
    )
  })

  it('finds the one that goes on by the old name, and takes nobody into the closed one', async () => {
    const found = (await admin.call('GET', 'units/lookup?q=hoa tan')).json<{
      units: { id: string; formerly: string | null }[]
    }>()
    expect(found.units).toMatchObject([{ id: goes.id, formerly: 'Phòng GD&ĐT Hòa Tân' }])
    const refused = await admin.call('POST', `units/${gone.id}/people`, {
      id: newId(),
      name: 'Người Mới',
      email: null,
      phone: null,
      roles: ['clerk'],
      title: null,
      deskId: null,
      isHead: false,
      from: '2024-07-02',
    })
    expect(refused.json<{ detail: string }>().detail).toBe(
      'Đơn vị này đã kết thúc hoạt động. Thêm người vào đơn vị tiếp nhận.',
    )
    const page = (await admin.call('GET', `units/${gone.id}`)).json<{ until: string; succession: object[] }>()
    expect(page).toMatchObject({
      until: '2024-07-01',
      succession: [{ kind: 'merge', to: { id: goes.id, readable: true } }],
    })
  })
})
