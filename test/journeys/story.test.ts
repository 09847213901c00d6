import { beforeAll, describe, expect, it } from 'vitest'
import { sealEvents, verifySeals } from '../../src/platform/seals.ts'
import { drainJobs } from '../../src/platform/worker.ts'
import { closePrinter } from '../../src/print/index.ts'
import { makeWorld, type World } from '../support/database.ts'
import { afterStory, tellStory, type Story } from '../support/story.ts'

let world: World
let story: Story
beforeAll(async () => {
  world = await makeWorld()
  story = await tellStory(world)
}, 120_000)

describe('the story, told by the use cases', () => {
  it('leaves papers for every issued document, and seals that verify', async () => {
    const ctx = story.told.system(new Date(afterStory))
    await drainJobs(ctx)
    await closePrinter()
    while ((await sealEvents(ctx)) > 0);
    expect(await verifySeals(ctx)).toEqual([])
    const { rows } = await world.database.pool.query<{ n: number }>(
      `select count(*) as n from ${ctx.home}.documents d where d.origin = 'issued'
         and not exists (select 1 from ${ctx.home}.document_papers p where p.document_id = d.id)`,
    )
    expect(rows[0]?.n).toBe(0)
  }, 60_000)

  it('gives the office figures that are its own and its accepted schools’, and names the others', async () => {
    const { rows } = await world.database.pool.query<{
      own: number
      below: number
      total: number
      activities: number
    }>(
      `select sum(f.own_n)::bigint as own, sum(f.below_n)::bigint as below, sum(f.total_n)::bigint as total,
         (select count(*) from home_t.report_activities a where a.report_id = f.report_id) as activities
       from home_t.report_figures f join home_t.reports r on r.id = f.report_id and r.version = f.version
       where r.unit_id = $1 group by f.report_id`,
      [story.told.unitId('phong-gddt-van-son')],
    )
    const [figures] = rows
    expect(figures?.total).toBe((figures?.own ?? 0) + (figures?.below ?? 0))
    expect(figures?.below).toBeGreaterThan(0)
    expect(figures?.activities).toBeGreaterThan(10)
    const missing = await world.database.pool.query<{ state: string }>(
      `select m.state from home_t.report_missing m join home_t.reports r on r.id = m.report_id where r.unit_id = $1`,
      [story.told.unitId('phong-gddt-van-son')],
    )
    expect(missing.rows.map((r) => r.state)).toContain('waiting')
    expect(missing.rows.map((r) => r.state)).toContain('not_reported')
  })
})
