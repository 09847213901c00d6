import { beforeAll, describe, expect, it } from 'vitest'
import { homeInvariants } from '../../cli/invariants/index.ts'
import { loadJobHandlers } from '../../cli/job-handlers.ts'
import { drainJobs } from '../../platform/worker.ts'
import { makeWorld, testHome, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import {
  accept,
  actingAs,
  dumpOf,
  half2025,
  handIn,
  logLeaflets,
  makeOffice,
  splitPlan,
  tellReports,
  transferDay,
  year2024,
  year2025,
  type Office,
} from '../../../test/support/office-split.ts'
import { reportOf } from '../../../test/support/reports.ts'
import { begin, type ShownSuccession } from '../../../test/support/succession.ts'
import { sized } from '../../../test/support/size.ts'
import { openReports, readReport } from '../reports/index.ts'

/** Twelve schools tell the same as the fifty of the whole reference case. */
const schools = sized('succession', 12, 50)
const at = '2025-07-02T02:00:00Z'

let world: World
let o: Office
let admin: Browser
beforeAll(async () => {
  world = await makeWorld()
  loadJobHandlers()
  o = await makeOffice(world, schools)
  await tellReports(o)
  admin = await signedIn(world, await makeApp(world, at), o.admin, at)
}, 300_000)

async function rows<T extends object>(query: string, values: unknown[] = []): Promise<T[]> {
  return (await world.database.pool.query<T>(query.replaceAll('@', `${testHome}.`), values)).rows
}
/** Breaches of what must hold of relations, duties, items and reports. Activities and plans are made as rows here. */
async function breaches(on: string): Promise<object[]> {
  const codes = [
    'closure',
    'two_superiors',
    'unit_name',
    'obligation_unseen',
    'item_unseen',
    'figure',
    'report_child',
    'report',
  ]
  const found = await Promise.all(
    homeInvariants
      .filter((i) => codes.includes(i.code))
      .map(async (i) => (await i.find(world.system(on), 5)).map((f) => ({ code: i.code, ...f }))),
  )
  return found.flat()
}
interface Shown {
  figures: { indicator: string; own: { n: number }; below: { n: number }; total: { n: number } }[]
}
const leaflets = (report: Shown) => {
  const f = report.figures.find((x) => x.indicator === 'leaflets')
  return { own: f?.own.n, below: f?.below.n, total: f?.total.n }
}
const figuresOf = async (
  person: Office['admin'],
  unit: { id: string; code: string; name: string },
  period: typeof half2025,
  on: string,
) => leaflets(await readReport(await actingAs(world, person, on), await reportOf(world, unit, period), null))

describe('a district office whose schools pass to five wards on 1 July 2025', () => {
  let made: ShownSuccession
  let plan: ReturnType<typeof splitPlan>
  let before: Awaited<ReturnType<typeof dumpOf>>
  const half = Math.floor(schools / 2)

  it('shows first what has to be chosen, and is not carried out before', async () => {
    plan = splitPlan(o)
    const bare = {
      ...plan.content,
      heir: null,
      below: [],
      people: [],
      belowTo: { administration: null, profession: null },
    }
    made = (await begin(admin, 'split', transferDay, bare)).json<ShownSuccession>()
    expect(made.title).toBe('Phòng GD&ĐT Vân Sơn chia thành Phòng VH-XH phường Vân Sơn và 4 đơn vị khác')
    expect(made.preview?.problems.map((p) => p.words)).toEqual([
      'Chọn đơn vị giữ sổ sách: nơi tính phần việc đơn vị cũ đã làm vào báo cáo của kỳ.',
      `Còn ${schools} đơn vị trực thuộc chưa có cấp trên hành chính mới.`,
      `Còn ${schools} đơn vị trực thuộc chưa có cấp trên chuyên môn mới.`,
      'Còn 5 đơn vị mới chưa có ai có tài khoản. Chuyển ít nhất một người về mỗi đơn vị.',
    ])
    const refused = await admin.call('POST', `successions/${made.id}/carry-out`, { version: 1 })
    expect(refused.statusCode).toBe(409)
    const saved = await admin.call('PUT', `successions/${made.id}`, {
      version: 1,
      day: transferDay,
      content: plan.content,
    })
    made = saved.json<ShownSuccession>()
    expect(made.preview?.problems).toEqual([])
    expect(made.preview?.notes.map((n) => n.words)).toEqual([
      'Báo cáo năm 2025 của Phòng GD&ĐT Vân Sơn không phải nộp nữa; phần việc đã làm được tính trong báo cáo của Phòng VH-XH phường Vân Sơn.',
      '2 báo cáo đã nộp, chưa duyệt, chuyển cho cấp trên mới của đơn vị nộp.',
      'Sổ đăng ký văn bản của đơn vị cũ khóa lại; đơn vị tiếp nhận lấy số trong sổ của mình.',
    ])
    expect(made.preview?.work.map((w) => [w.what, w.n])).toEqual(
      expect.arrayContaining([
        ['do_task', 2],
        ['plan', 1],
      ]),
    )
  })

  it('is undone as if it had not been, and then carried out again', async () => {
    before = await dumpOf(world)
    expect((await admin.call('POST', `successions/${made.id}/carry-out`, { version: 2 })).statusCode).toBe(
      200,
    )
    expect(await breaches(at)).toEqual([])
    const undone = await admin.call('POST', `successions/${made.id}/undo`, { version: 2 })
    expect(undone.json<ShownSuccession>()).toMatchObject({ state: 'undone' })
    expect(await dumpOf(world)).toEqual(before)
    const again = (await begin(admin, 'split', transferDay, plan.content)).json<ShownSuccession>()
    made = (
      await admin.call('POST', `successions/${again.id}/carry-out`, { version: 1 })
    ).json<ShownSuccession>()
    expect(made.state).toBe('done')
  })

  it('leaves every open item with somebody active, by query, and the relations right', async () => {
    expect(await breaches(at)).toEqual([])
    expect(await breaches('2025-12-20T02:00:00Z')).toEqual([])
    const under = await rows<{ line: string; n: number }>(
      `select s.line, count(*)::int as n from shared.unit_superiors s where s.valid_until is null and s.superior_id = any($1) and s.unit_id = any($2) group by 1 order by 1`,
      [[o.department.id, ...plan.wards.map((w) => w.id)], o.schools.map((s) => s.id)],
    )
    expect(under).toEqual([
      { line: 'administration', n: schools },
      { line: 'profession', n: schools },
    ])
  })

  it('lets moved people act for their ward and read what was the office’s own', async () => {
    const [first, second] = o.people
    if (!first || !second) throw new Error('no people')
    const ctx = await actingAs(world, second, at)
    expect(ctx.actor.unitId).toBe(plan.wards[1]?.id)
    expect(ctx.actor.ownUnits).toContain(o.office.id)
    const browser = await signedIn(world, await makeApp(world, at), second, at)
    expect((await browser.call('GET', `units/${o.office.id}`)).statusCode).toBe(200)
    expect(
      (await browser.call('GET', `reports/${await reportOf(world, o.office, half2025)}`)).statusCode,
    ).toBe(200)
  })

  it('keeps last year’s report as it was, for the department and for whoever goes on', async () => {
    const [heir] = o.people
    if (!heir) throw new Error('no heir')
    const was = { own: 100, below: 30, total: 130 }
    expect(await figuresOf(heir, o.office, year2024, at)).toEqual(was)
    expect(await figuresOf(o.department.person, o.office, year2024, at)).toEqual(was)
  })

  it('sends what was not decided, and what comes late, to the school’s new superior', async () => {
    const undecided = o.schools[half - 1]
    const late = o.schools[half]
    if (!undecided || !late) throw new Error('no schools')
    const ward = (school: (typeof o.schools)[number]) => o.schools.indexOf(school) % 5
    const wardOf = (school: (typeof o.schools)[number]) => plan.wards[ward(school)]?.id
    const personOf = (school: (typeof o.schools)[number]) => o.people[ward(school)] ?? o.admin
    const owed = await rows<{ unit_id: string; superior_id: string; owed_to: string | null }>(
      `select r.unit_id, r.superior_id, o.owed_to from @reports r left join @obligations o on o.source_id = r.id and o.what = 'report' and o.state = 'open'
       where r.period = '2025-H1' and r.unit_id = any($1) order by r.version desc`,
      [[undecided.id, late.id]],
    )
    expect(owed).toEqual([
      { unit_id: undecided.id, superior_id: wardOf(undecided), owed_to: null },
      { unit_id: late.id, superior_id: wardOf(late), owed_to: wardOf(late) },
    ])
    await accept(
      await actingAs(world, personOf(undecided), '2025-07-02T03:00:00Z'),
      await reportOf(world, undecided, half2025),
      1,
    )
    const id = await reportOf(world, late, half2025)
    await handIn(await actingAs(world, late.person, '2025-07-03T02:00:00Z'), id)
    const [other] = o.people.filter((_, i) => i !== ward(late))
    if (!other) throw new Error('no other')
    // Another ward may read it, because it goes on for the office too; it does not decide.
    await expect(accept(await actingAs(world, other, '2025-07-03T03:00:00Z'), id, 1)).rejects.toMatchObject({
      code: 'reports.not_now',
    })
    await accept(await actingAs(world, personOf(late), '2025-07-03T04:00:00Z'), id, 1)
    expect(await breaches('2025-07-03T05:00:00Z')).toEqual([])
  })

  it('says what stands in the way of the undo once somebody has worked', async () => {
    const refused = await admin.call('POST', `successions/${made.id}/undo`, { version: made.version })
    expect(refused.statusCode).toBe(409)
    expect(refused.json<{ detail: string }>().detail).toMatch(
      /^Không hoàn tác được: (Phòng VH-XH phường .+ đã chấp nhận báo cáo|TH số \d+ đã nộp báo cáo) lúc .+\. Lập một phương án mới để chỉnh lại\.$/,
    )
  })

  it('adds the half year up once: the office’s report is renewed by whoever has its books', async () => {
    const [heir] = o.people
    if (!heir) throw new Error('no heir')
    const ctx = await actingAs(world, heir, '2025-07-04T02:00:00Z')
    const id = await reportOf(world, o.office, half2025)
    const { renewReport, reviewReport, submitReport } = await import('../reports/index.ts')
    const begun = await renewReport(ctx, id)
    const approved = await reviewReport(ctx, id, {
      version: begun.draft?.version ?? 0,
      step: 'approve',
      words: '',
    })
    await submitReport(ctx, id, {
      version: approved.draft?.version ?? 0,
      issue: { signerPersonId: null, authority: null },
    })
    await accept(await actingAs(world, o.department.person, '2025-07-04T03:00:00Z'), id, 2)
    // Accepted before: all of the first half but two; since then one of these, and one that came late.
    const parts = half - 2 + 2
    expect(await figuresOf(heir, o.office, half2025, '2025-07-05T02:00:00Z')).toEqual({
      own: 100,
      below: parts * 10,
      total: 100 + parts * 10,
    })
    expect(await figuresOf(o.department.person, o.department, half2025, '2025-07-05T02:00:00Z')).toEqual({
      own: 0,
      below: 100 + parts * 10,
      total: 100 + parts * 10,
    })
    const [paper] = await rows<{ unit_id: string; number_symbol: string }>(
      `select unit_id, number_symbol from @documents where report_id = $1`,
      [id],
    )
    expect(paper).toEqual({ unit_id: plan.wards[0]?.id, number_symbol: '01/BC-VHXH' })
  })

  it('adds the year up once over the old office and the wards', async () => {
    const on = '2025-12-16T02:00:00Z'
    for (const [i, person] of o.people.entries())
      await logLeaflets(await actingAs(world, person, '2025-09-10T02:00:00Z'), '2025-09-10', 1000 * (i + 1))
    await openReports(world.system('2025-12-14T02:00:00Z'), '2025-12-14')
    await drainJobs(world.system(on), (kind) => kind === 'tasks.settle')
    for (const school of o.schools) {
      const id = await reportOf(world, school, year2025)
      await handIn(await actingAs(world, school.person, on), id)
      await accept(await actingAs(world, o.department.person, on), id, 1)
    }
    for (const [i, ward] of plan.wards.entries()) {
      const person = o.people[i]
      if (!person) throw new Error('nobody')
      const unit = { id: ward.id, code: '', name: '' }
      const id = await reportOf(world, unit, year2025)
      await handIn(await actingAs(world, person, on), id)
      await accept(await actingAs(world, o.department.person, on), id, 1)
      // The one with the books counts what the office did from January to June, the others do not.
      const own = 1000 * (i + 1) + (i === 0 ? 100 : 0)
      expect(await figuresOf(person, unit, year2025, on)).toEqual({ own, below: 0, total: own })
    }
    const all = schools * 10 + 100 + 15_000
    expect(await figuresOf(o.department.person, o.department, year2025, on)).toEqual({
      own: 0,
      below: all,
      total: all,
    })
    expect(await breaches(on)).toEqual([])
  }, 300_000)
})
