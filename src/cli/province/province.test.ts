import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../../test/support/database.ts'
import { makeApp } from '../../../test/support/http.ts'
import { sessionCookie } from '../../app.ts'
import { beginSession } from '../../modules/people/index.ts'
import { clockAt } from '../../platform/clock.ts'
import type { Ctx } from '../../platform/context.ts'
import { transaction } from '../../platform/tx.ts'
import { examine, sentenceOfBreach } from '../doctor.ts'
import { loadJobHandlers } from '../job-handlers.ts'
import { tellProvince, type ToldProvince } from './index.ts'
import { allSeats, inventProvince } from './seats.ts'
import { readWords } from './words.ts'

const units = 60
let world: World
let told: ToldProvince
let ctx: Ctx

beforeAll(async () => {
  world = await makeWorld()
  loadJobHandlers()
  const { database, files } = world
  const { log } = world.system()
  told = await tellProvince(database, { files, log }, units, () => undefined)
  ctx = { ...world.system(), home: told.home, clock: clockAt(new Date('2026-12-22T01:42:00Z')) }
}, 180_000)

async function rowsOf<T>(query: ReturnType<typeof sql<T>>): Promise<T[]> {
  return transaction(ctx.db, { home: ctx.home, scope: '*', readOnly: true }, async (trx) => {
    const { rows } = await query.execute(trx)
    return rows
  })
}

describe('a province in bulk', () => {
  it('has as many units as asked for, each with people to sign in as', async () => {
    const [found] = await rowsOf(sql<{ units: number; seated: number }>`
      select count(*) as units, count(*) filter (where exists (select 1 from memberships m
        join account_persons x on x.person_id = m.person_id where m.unit_id = u.id and m.role = 'leader')) as seated
      from units u where u.home = ${ctx.home}`)
    expect(found).toEqual({ units, seated: units })
  })

  it('keeps every invariant', async () => {
    expect((await examine(ctx)).map((breach) => sentenceOfBreach('en', breach))).toEqual([])
  })

  it('adds up: the department reports what all activities of accepted units state, counted from the activities alone', async () => {
    const totals = await rowsOf(sql<{ period: string; indicator: string; n: number }>`
      select r.period, f.indicator, f.total_n as n from reports r join units u on u.id = r.unit_id
      join report_figures f on f.report_id = r.id and f.version = r.version
      where u.kind = 'department' and r.state = 'accepted' and f.indicator in ('meetings', 'leaflets', 'attendances', 'cost') order by 1, 2`)
    const counted = await rowsOf(sql<{ period: string; indicator: string; n: number }>`
      select w.period, f.indicator, sum(f.n)::bigint as n
      from (values ('2026-H1', date '2025-12-15', date '2026-06-15'), ('2026-Y', '2025-12-15', '2026-12-15')) w(period, first, last)
      join activities a on a.day >= w.first and a.day < w.last and a.state = 'counted'
      join reports r on r.unit_id = a.unit_id and r.period = w.period and r.state = 'accepted'
      join activity_figures f on f.activity_id = a.id and f.version = a.version
      where f.indicator in ('meetings', 'leaflets', 'attendances', 'cost') group by 1, 2 order by 1, 2`)
    expect(totals).toHaveLength(8)
    expect(totals).toEqual(counted)
  })

  it('gives each copied plan its own words, number and places of clauses', async () => {
    const plans = await rowsOf(sql<{
      unit: string
      name: string
      number: string
      text: string
      faults: number
    }>`
      select u.code as unit, n.name, d.number_symbol as number, d.text,
        (select count(*) from clauses c where c.document_id = d.id and
          regexp_replace(substr(d.text, c.span_start + 1, c.span_end - c.span_start), '\\s+', ' ', 'g') not like '%' || regexp_replace(left(c.words, 20), '\\s+', ' ', 'g') || '%') as faults
      from plans p join documents d on d.id = p.document_id join units u on u.id = p.unit_id join unit_names n on n.unit_id = u.id
      where u.kind like 'school%' order by 1`)
    expect(plans.length).toBeGreaterThan(40)
    const schools = allSeats(told.province).filter((s) => s.kind.startsWith('school'))
    for (const plan of plans) {
      const foreign = schools.filter((s) => s.code !== plan.unit && plan.text.includes(s.name))
      expect({ ...plan, text: '', foreign }).toEqual({ ...plan, text: '', faults: 0, foreign: [] })
      expect(plan.text).toContain(plan.name.toLocaleUpperCase('vi'))
      expect(plan.number).toMatch(/^0?1\/KH-/)
    }
  })

  it('is the same each time, but for the ids', () => {
    const words = readWords()
    const named = (n: number) => allSeats(inventProvince(words, n)).map((s) => [s.code, s.name, s.head.name])
    expect(named(units)).toEqual(named(units))
    for (const n of [10, 99, 3_321]) {
      const codes = named(n).map(([code]) => code)
      expect(codes).toHaveLength(n)
      expect(new Set(codes).size).toBe(n)
    }
  })

  it('can be worked with by whom it names: each sees its day, its plans and its reports', async () => {
    const app = await makeApp(world, ctx.clock)
    try {
      for (const { seat, officer } of told.signIns) {
        const account = { id: officer.accountId, home: told.home }
        const token = await beginSession(world.database.db, account, 'test', ctx.clock.now())
        for (const path of ['today', 'plans', 'reports?year=2026', 'documents']) {
          const answer = await app.inject({ url: `/api/v1/${path}`, cookies: { [sessionCookie]: token } })
          expect(`${seat.code} ${path} ${answer.statusCode}`).toBe(`${seat.code} ${path} 200`)
        }
      }
    } finally {
      await app.close()
    }
  })
})
