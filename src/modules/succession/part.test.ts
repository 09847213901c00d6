import { beforeAll, describe, expect, it } from 'vitest'
import { homeInvariants } from '../../cli/invariants/index.ts'
import { loadJobHandlers } from '../../cli/job-handlers.ts'
import { makeWorld, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import {
  actingAs,
  dumpOf,
  handIn,
  half2025,
  makeOffice,
  tellReports,
  transferDay,
  year2025,
  type Office,
} from '../../../test/support/office-split.ts'
import { reportOf } from '../../../test/support/reports.ts'
import {
  begin,
  carriedOut,
  newUnit,
  planned,
  type ShownSuccession,
} from '../../../test/support/succession.ts'
import { openReports } from '../reports/index.ts'

const at = '2025-07-02T02:00:00Z'
let world: World
let o: Office
let admin: Browser
beforeAll(async () => {
  world = await makeWorld()
  loadJobHandlers()
  o = await makeOffice(world, 6)
  await tellReports(o)
  admin = await signedIn(world, await makeApp(world, at), o.admin, at)
}, 120_000)

async function breaches(on: string): Promise<object[]> {
  const codes = ['closure', 'two_superiors', 'unit_name', 'obligation_unseen', 'item_unseen', 'report_child']
  const found = await Promise.all(
    homeInvariants.filter((i) => codes.includes(i.code)).map((i) => i.find(world.system(on), 5)),
  )
  return found.flat()
}

describe('a part of a district’s office that goes to a new ward, while the office goes on', () => {
  // Of the schools the fourth has not reported the half year yet; it goes with the part.
  const leaving = () => o.schools[3] as Office['schools'][number]
  const ward = newUnit('Phòng VH-XH phường Phú Lâm', 'phu-lam')
  const content = () => {
    const [mover] = o.people
    return planned({
      from: [o.office.id],
      to: [{ ...ward, administration: o.province.id, profession: o.department.id }],
      below: [
        { unitId: leaving().id, line: 'administration', to: ward.id },
        { unitId: leaving().id, line: 'profession', to: o.department.id },
      ],
      people: [{ personId: mover?.personId ?? '', to: ward.id, isHead: true }],
    })
  }

  it('asks for whoever takes the part and for somebody there, and for nothing that stays', async () => {
    const bare = await begin(admin, 'part', transferDay, { ...content(), to: [], below: [], people: [] })
    expect(bare.json<ShownSuccession>().preview?.problems.map((p) => p.words)).toEqual([
      'Chọn ít nhất một đơn vị nhận phần tách ra.',
    ])
    const nobody = (
      await begin(admin, 'part', transferDay, { ...content(), people: [] })
    ).json<ShownSuccession>()
    expect(nobody.preview?.problems.map((p) => p.words)).toEqual([
      'Còn 1 đơn vị mới chưa có ai có tài khoản. Chuyển ít nhất một người về mỗi đơn vị.',
    ])
    expect(nobody.preview?.below.filter((b) => b.to === null)).toHaveLength(2 * o.schools.length - 2)
    expect(nobody.preview?.people.every((p) => p.to === null)).toBe(true)
    expect(nobody.preview?.work).toEqual([])
    const everybody = [...o.people, o.office.person].map((p) => ({
      personId: p.personId,
      to: ward.id,
      isHead: false,
    }))
    const emptied = await begin(admin, 'part', transferDay, { ...content(), people: everybody })
    expect(emptied.json<ShownSuccession>().preview?.problems.map((p) => p.words)).toEqual([
      'Đơn vị vẫn hoạt động nhưng không còn ai có tài khoản. Để lại ít nhất một người.',
    ])
  })

  it('does not take a unit whose report of the period is in', async () => {
    const [reported] = o.schools
    const below = [{ unitId: reported?.id ?? '', line: 'profession', to: ward.id } as const]
    const early = await begin(admin, 'part', '2025-06-01', { ...content(), below })
    expect(early.json<ShownSuccession>().preview?.problems.map((p) => p.words)).toEqual([
      'TH số 1 đã nộp báo cáo của kỳ kết thúc ngày 14/06/2025, nên ngày hiệu lực phải sau ngày đó.',
    ])
  })

  it('gives the part away in one act and is undone as if it had not been', async () => {
    const before = await dumpOf(world)
    const first = await carriedOut(admin, 'part', transferDay, content())
    expect(first.title).toBe('Phòng GD&ĐT Vân Sơn tách một phần sang Phòng VH-XH phường Phú Lâm')
    expect(await breaches(at)).toEqual([])
    const undone = await admin.call('POST', `successions/${first.id}/undo`, { version: first.version })
    expect(undone.json<ShownSuccession>().state).toBe('undone')
    expect(await dumpOf(world)).toEqual(before)
    await carriedOut(admin, 'part', transferDay, content())
    expect(await breaches(at)).toEqual([])
  })

  it('leaves the office what is its own: its plan, its people, its other schools; the ward reads none of it', async () => {
    const mover = await actingAs(world, o.people[0] as Office['admin'], at)
    expect(mover.actor.unitId).toBe(ward.id)
    expect(mover.actor.ownUnits).toEqual([ward.id])
    const browser = await signedIn(world, await makeApp(world, at), o.people[0] as Office['admin'], at)
    expect(await plansOf(browser)).toEqual([])
    const stayed = await actingAs(world, o.people[1] as Office['admin'], at)
    expect(stayed.actor.unitId).toBe(o.office.id)
    const head = await signedIn(world, await makeApp(world, at), o.office.person, at)
    expect(await plansOf(head)).toEqual([o.planId])
    const { rows } = await world.database.pool.query<{ superior: string; n: number }>(
      `select superior_id as superior, count(*)::int as n from shared.unit_superiors
       where unit_id = any($1) and line = 'administration' and valid_until is null group by 1 order by 2`,
      [o.schools.map((s) => s.id)],
    )
    expect(rows).toEqual([
      { superior: ward.id, n: 1 },
      { superior: o.office.id, n: 5 },
    ])
  })

  it('sends reports where their window ended: the half year to the office, the year to the new superior', async () => {
    await handIn(await actingAs(world, leaving().person, at), await reportOf(world, leaving(), half2025))
    await openReports(world.system('2025-12-14T02:00:00Z'), '2025-12-14')
    const { rows } = await world.database.pool.query<{ period: string; superior: string }>(
      `select period, superior_id as superior from home_t.reports where unit_id = $1 and period = any($2)
       and version = (case period when $3 then 1 else 0 end) order by period`,
      [leaving().id, [half2025.code, year2025.code], half2025.code],
    )
    expect(rows).toEqual([
      { period: half2025.code, superior: o.office.id },
      { period: year2025.code, superior: o.department.id },
    ])
    const owed = await world.database.pool.query<{ unit: string }>(
      'select distinct unit_id as unit from home_t.reports where period = $1 and unit_id = any($2) order by 1',
      [year2025.code, [o.office.id, ward.id]],
    )
    expect(owed.rows).toHaveLength(2)
  })
})

async function plansOf(browser: Browser): Promise<string[]> {
  const listed = await browser.call('GET', 'plans')
  expect(listed.statusCode).toBe(200)
  return listed.json<{ rows: { id: string }[] }>().rows.map((p) => p.id)
}
