import ExcelJS from 'exceljs'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, testHome, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn } from '../../../test/support/http.ts'
import { deliverPlan, derivePlan, makeOfficePlan, type SentPlan } from '../../../test/support/cascade.ts'
import { makePerson, makeUnit } from '../../../test/support/make.ts'
import { makeManySchools } from '../../../test/support/many.ts'
import type { Trx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { transaction } from '../../platform/tx.ts'
import { sumUnitsAnew } from '../activities/index.ts'
import { openObligations } from '../dispatch/index.ts'

let world: World
let app: Awaited<ReturnType<typeof makeApp>>
beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
})

const inHome = <T>(run: (trx: Trx) => Promise<T>) =>
  transaction(world.database.db, { home: testHome, scope: '*' }, run)

interface Row {
  unit: { id: string; name: string }
  head: string | null
  received: object
  plan: object
  tasks: object
  report: object | null
  lastActivity: string | null
  worstDueOn: string | null
  remind: string[]
  remindedOn: string | null
}
interface Board {
  rows: Row[]
  units: number
  lateOrSoon: number
  matching: number
  totals: Record<string, { done: number; all: number; late: number; soon: number }>
  kinds: { kind: string; units: number }[]
  nextCursor: string | null
  report: object | null
  may: string[]
}

async function story() {
  const department = await makeUnit(world, { kind: 'department' })
  const office = await makeUnit(world, { kind: 'education_office', profession: department.id })
  const school = (name: string, kind: string) => makeUnit(world, { name, kind, profession: office.id })
  const done = await school('Trường Tiểu học An Bình', 'school_primary')
  const late = await school('Trường Tiểu học Bến Đá', 'school_primary')
  const fresh = await school('Trường Mầm non Cánh Én', 'school_preschool')
  await makePerson(world, late.id, { roles: ['leader'], name: 'Hoàng Văn Thử', isHead: true })
  const plan = await makeOfficePlan(world, office.id, ['a', 'b'])
  await deliverPlan(world, office.id, plan, [
    { unitId: done.id, acknowledged: true },
    { unitId: late.id, opened: true },
    { unitId: fresh.id },
    { unitId: department.id, acknowledged: true },
  ])
  await derivePlan(world, done.id, plan, ['a', 'b'], 40)
  await derivePlan(world, fresh.id, plan, ['a'], 50)
  await inHome(async (trx) => {
    await openObligations(trx, world.system(), [
      {
        unitId: late.id,
        what: 'make_plan',
        sourceWhat: 'plan',
        sourceId: plan.planId,
        sourceRevision: 1,
        owedTo: office.id,
        dueOn: '2024-06-14',
        facts: { number: '04/KH-PGDĐT' },
      },
      {
        unitId: fresh.id,
        what: 'confirm',
        sourceWhat: 'document',
        sourceId: plan.documentId,
        owedTo: office.id,
        dueOn: '2024-06-18',
        facts: {},
      },
    ])
    const forms = await sql<{ id: string }>`select id from report_forms limit 1`.execute(trx)
    const formId = forms.rows[0]?.id ?? newId()
    if (forms.rows.length === 0)
      await sql`insert into report_forms values (${formId}, 'thu', 1, 'profession', '2020-01-01', null, '{"periods": []}')`.execute(
        trx,
      )
    for (const [unit, state] of [
      [done, 'accepted'],
      [late, 'open'],
    ] as const)
      await sql`insert into reports values (${newId()}, ${unit.id}, ${formId}, '2024-H1', '2023-12-15', '2024-06-15', '2024-06-16', ${state === 'open' ? 0 : 1}, ${state}, null, null, ${office.id}, now())`.execute(
        trx,
      )
    // The year's is open as well, and due in half a year: the board shows the one that is due now.
    await sql`insert into reports values (${newId()}, ${late.id}, ${formId}, '2024-Y', '2023-12-15', '2024-12-15', '2024-12-20', 0, 'open', null, null, ${office.id}, now())`.execute(
      trx,
    )
  })
  return { department, office, done, late, fresh, plan }
}

describe('the board', () => {
  it('shows every unit below that received the plan across the stages, the latest first', async () => {
    const { office, done, late, fresh, plan } = await story()
    const person = await makePerson(world, office.id, { roles: ['specialist'] })
    const browser = await signedIn(world, app, person)
    const answer = await browser.call('GET', `plans/${plan.planId}/board`)
    expect(answer.statusCode).toBe(200)
    const board = answer.json<Board>()
    expect(board.rows.map((r) => r.unit.id)).toEqual([late.id, fresh.id, done.id])
    expect(board.rows[0]).toMatchObject({
      head: 'Hoàng Văn Thử',
      received: { state: 'opened', revision: 1, on: '2024-06-04' },
      plan: { state: 'none', dueOn: '2024-06-14', issuedOn: null },
      tasks: { done: 0, all: 0, late: 0 },
      report: { state: 'open', dueOn: '2024-06-16' },
      lastActivity: null,
      worstDueOn: '2024-06-14',
      remindedOn: null,
    })
    expect(board.rows[0]?.remind).toHaveLength(1)
    expect(board.rows[1]).toMatchObject({
      received: { state: 'sent', on: '2024-06-03' },
      plan: { state: 'issued', issuedOn: '2024-01-10' },
      // 40 leaflets of 50: an activity alone is not the target met
      tasks: { done: 0, all: 1 },
      lastActivity: '2024-06-11',
      worstDueOn: '2024-06-18',
    })
    expect(board.rows[2]).toMatchObject({
      received: { state: 'acknowledged', on: '2024-06-06' },
      tasks: { done: 1, all: 2 },
      report: { state: 'accepted' },
      worstDueOn: null,
      remind: [],
    })
    expect(board).toMatchObject({
      units: 3,
      lateOrSoon: 2,
      matching: 3,
      may: expect.arrayContaining(['obligation.remind']) as unknown,
    })
    expect(board.totals).toMatchObject({
      received: { done: 1, all: 3 },
      plan: { done: 2, all: 3, late: 1 },
      tasks: { done: 1, all: 3 },
      report: { done: 1, all: 2, late: 1 },
    })
    expect(board.kinds).toEqual([
      { kind: 'school_primary', name: 'Trường tiểu học', units: 2 },
      { kind: 'school_preschool', name: 'Trường mầm non', units: 1 },
    ])
    const ids = async (query: string) =>
      (await browser.call('GET', `plans/${plan.planId}/board?${query}`))
        .json<Board>()
        .rows.map((r) => r.unit.id)
    expect(await ids('kind=school_preschool')).toEqual([fresh.id])
    expect(await ids('due=late')).toEqual([late.id])
    expect(await ids('q=ben+da')).toEqual([late.id])
    expect(await ids('sort=name')).toEqual([fresh.id, done.id, late.id])
    const reminded = await browser.call('POST', 'obligations/remind', { ids: board.rows[0]?.remind ?? [] })
    expect(reminded.statusCode).toBe(200)
    const after = (await browser.call('GET', `plans/${plan.planId}/board`)).json<Board>()
    expect(after.rows[0]?.remindedOn).toBe('2024-06-17')
    const file = await browser.call('GET', `plans/${plan.planId}/board.xlsx?units=${late.id}`)
    const book = new ExcelJS.Workbook()
    await book.xlsx.load(new Uint8Array(file.rawPayload).buffer)
    const sheet = book.worksheets[0]
    expect(sheet?.getRow(5).getCell(1).value).toBe('Trường Tiểu học Bến Đá')
    expect(sheet?.getRow(5).getCell(10).value).toBe('quá 3 ngày')
    expect(sheet?.getRow(6).getCell(1).value).toBeNull()
  })

  it('is a missing thing for a sibling, a receiver and a superior; nothing of it leaves', async () => {
    const { department, office, late, plan } = await story()
    const sibling = await makeUnit(world, { kind: 'education_office', profession: department.id })
    for (const unit of [sibling, late, department]) {
      const browser = await signedIn(world, app, await makePerson(world, unit.id, { roles: ['leader'] }))
      for (const path of [`plans/${plan.planId}/board`, `plans/${plan.planId}/board.xlsx`])
        expect((await browser.call('GET', path)).statusCode).toBe(404)
    }
    const own = await signedIn(world, app, await makePerson(world, office.id))
    expect((await own.call('GET', `plans/${newId()}/board`)).statusCode).toBe(404)
    expect((await own.call('GET', `plans/${plan.planId}/board?cursor=x`)).statusCode).toBe(400)
  })

  it('adds up over 1,200 units with ten tasks and twenty activities each, page by page', async () => {
    const office = await makeUnit(world, { kind: 'department' })
    const keys = Array.from({ length: 10 }, (_, i) => `k${i}`)
    const plan = await makeOfficePlan(world, office.id, keys)
    const ids = await makeManySchools(world, office.id, 1200)
    await deliverPlan(
      world,
      office.id,
      plan,
      ids.map((unitId, i) => ({ unitId, acknowledged: i % 3 === 0 })),
    )
    await bulkPlans(plan, ids, keys)
    const browser = await signedIn(world, app, await makePerson(world, office.id))
    const seen = new Set<string>()
    const order: string[] = []
    let cursor = ''
    for (let i = 0; i < 3; i += 1) {
      const page = (await browser.call('GET', `plans/${plan.planId}/board?cursor=${cursor}`)).json<Board>()
      expect(page.totals['tasks']).toMatchObject({ done: 6000, all: 12_000 })
      for (const row of page.rows) {
        seen.add(row.unit.id)
        order.push(row.worstDueOn ?? '')
      }
      cursor = page.nextCursor ?? ''
    }
    expect(seen.size).toBe(300)
    expect(order).toEqual([...order].sort())
  }, 60_000)
})

/** Issued plans of all units, derived from one, half their tasks met; in a few statements. */
async function bulkPlans(above: SentPlan, ids: string[], keys: string[]): Promise<void> {
  const plans = ids.map(() => newId())
  const documents = ids.map(() => newId())
  const made = sql`unnest(${ids}::uuid[], ${plans}::uuid[], ${documents}::uuid[]) with ordinality as m(unit_id, plan_id, document_id, n)`
  await inHome(async (trx) => {
    const run = (statement: ReturnType<typeof sql>) => statement.execute(trx)
    await run(sql`insert into documents (id, unit_id, origin, type, issuer_name, subject, text, page_html, reading, hash, created_at)
      select document_id, unit_id, 'issued', 'kế hoạch', '', '', '', '', '{}', 'x', now() from ${made}`)
    await run(
      sql`insert into plans select plan_id, unit_id, 2024, 1, document_id, 'KH', '2024-01-10', now() from ${made}`,
    )
    await run(sql`insert into plan_revisions (plan_id, revision, unit_id, document_id, year, period_from, period_until, title, programmes, content, hash, issued_on, issued_at, is_public)
      select plan_id, 1, unit_id, document_id, 2024, '2024-01-01', '2025-01-01', 'KH', '{}', '{}', 'x', '2024-01-10', now(), false from ${made}`)
    await run(
      sql`insert into plan_bases select plan_id, 1, 1, 'carries out', 'profession', ${above.documentId}, false, '' from ${made}`,
    )
    await run(sql`insert into tasks (plan_id, revision, key, ord, unit_id, decision, is_key, title, content, forms, audiences, lead_words, support_words, time_words, product, target_indicator, target_value)
      select plan_id, 1, k, o, unit_id, 'kept', false, 'NV', '', '{}', '{}', '', '', '', '', 'leaflets', case when o <= 5 then 20 else 21 end
      from ${made}, unnest(${keys}::text[]) with ordinality as t(k, o)`)
    await run(
      sql`insert into task_origins select plan_id, 1, k, ${above.planId}, 1, k from ${made}, unnest(${keys}::text[]) k`,
    )
    await run(
      sql`insert into activities select md5(plan_id::text || g)::uuid, unit_id, 1, '2024-03-01'::date + g, 'counted', 0, 0, now() from ${made}, generate_series(1, 20) g`,
    )
    await run(sql`insert into activity_versions (activity_id, version, unit_id, day, title, form, audiences, place, result, shortcoming, cause, next_step, photo_ids, recorded_at, hash)
      select id, 1, unit_id, day, '', 'leaflets', '{}', '', '', '', '', '', '{}', now(), 'x' from activities where unit_id = any(${ids}::uuid[])`)
    await run(
      sql`insert into activity_figures select md5(plan_id::text || g)::uuid, 1, 'leaflets', 10 from ${made}, generate_series(1, 20) g`,
    )
    await run(
      sql`insert into activity_tasks select md5(plan_id::text || g)::uuid, 1, plan_id, 'k' || (g - 1) % 10, 1 from ${made}, generate_series(1, 20) g`,
    )
    await sumUnitsAnew(trx, ids)
    await run(sql`insert into obligations (id, unit_id, what, source_what, source_id, owed_to, due_on, facts, opened_at)
      select gen_random_uuid(), unit_id, 'confirm', 'document', ${above.documentId}, (select unit_id from documents where id = ${above.documentId}), '2024-06-01'::date + (n % 40)::int, '{}', now() from ${made}`)
  })
  for (const table of [
    'deliveries',
    'plans',
    'plan_bases',
    'tasks',
    'task_origins',
    'activities',
    'task_sums',
    'obligations',
  ])
    await world.database.pool.query(`analyze ${testHome}.${table}`)
}
