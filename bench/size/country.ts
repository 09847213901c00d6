import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadFacts } from '../../src/cli/facts.ts'
import { inventProvince, seatProvince, allSeats } from '../../src/cli/province/seats.ts'
import { readWords } from '../../src/cli/province/words.ts'
import { unitInvariants } from '../../src/cli/invariants/units.ts'
import { openReports } from '../../src/modules/reports/index.ts'
import { rebuildClosure } from '../../src/modules/units/index.ts'
import { clockAt } from '../../src/platform/clock.ts'
import { systemActor, type Ctx } from '../../src/platform/context.ts'
import { openDatabase } from '../../src/platform/db.ts'
import { startPostgres } from '../../src/platform/embedded/postgres.ts'
import { openFileStore } from '../../src/platform/files.ts'
import { makeLog } from '../../src/platform/log.ts'
import { makeHome, migrate } from '../../src/platform/migrate.ts'
import { transaction } from '../../src/platform/tx.ts'
import { beginSession } from '../../src/modules/people/index.ts'
import { issuePlan } from '../../src/modules/plans/plans.issue.ts'
import { drainJobs } from '../../src/platform/worker.ts'
import { get, startOurs } from '../server.ts'
import { median, requireSame, withBench, type Bench } from '../support.ts'
import { actorOf, makeApprovedPlan, makeWorld, receivePlan, toAllBelow } from '../world.ts'
import { storyNow } from './province.ts'

export interface Told {
  name: string
  value: string
}

/** Runs what is named and keeps how long it took. */
function timer(told: Told[]) {
  return async <T>(name: string, run: () => Promise<T>): Promise<T> => {
    const begun = performance.now()
    const result = await run()
    const took = performance.now() - begun
    told.push({ name, value: took < 1_000 ? `${took.toFixed(0)} ms` : `${(took / 1_000).toFixed(1)} s` })
    return result
  }
}

/** A plan of one office to as many units, all right below it: what a document from the top to every school of the country needs. */
export async function sentToAll(units: number): Promise<Told[]> {
  const told: Told[] = []
  const timed = timer(told)
  await withBench(async (bench) => {
    const { big } = await makeWorld(bench, { big: units, small: 1 })
    const ctx = bench.ctx(actorOf(big.office), '2026-01-05T01:42:00Z')
    const planId = await makeApprovedPlan(ctx, await receivePlan(ctx), toAllBelow)
    await bench.database.pool.query('vacuum analyze')
    await timed('a plan issued to all of them: the request', () => issuePlan(ctx, planId))
    const system = bench.ctx({ kind: 'system' }, '2026-01-05T01:42:00Z')
    await timed('delivered to the last of them, 200 a step, by one worker', () =>
      drainJobs(system, (kind) => kind === 'dispatch.deliver'),
    )
    const { rows } = await bench.database.pool.query<{ deliveries: number; duties: number }>(
      `select (select count(*) from ${bench.home}.deliveries where sender_id = $1) as deliveries,
         (select count(*) from ${bench.home}.obligations where what = 'make_plan' and owed_to = $1) as duties`,
      [big.office.unitId],
    )
    requireSame('a plan to all', rows[0], { deliveries: units, duties: units })
  })
  return told
}

/**
 * As many units as the country has schools, all in one home, which is more than any home will hold: how long they take to
 * be registered with people and closure, to be found in a picker, to be moved, to be asked for a report, to be checked.
 */
export async function country(units: number): Promise<Told[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lantoa-country-'))
  const postgres = await startPostgres({ dataDir })
  const database = openDatabase(postgres.url, 8)
  const told: Told[] = []
  const timed = timer(told)
  try {
    await migrate(database.pool)
    const home = await makeHome(database.pool, 'vl', 'Country', new Date('2025-07-01T00:00:00Z'))
    await loadFacts(database.pool)
    const ctx: Ctx = {
      db: database.db,
      home,
      locale: 'vi',
      files: openFileStore(join(dataDir, 'files')),
      log: makeLog('silent'),
      request: null,
      clock: clockAt(new Date(storyNow)),
      actor: systemActor,
    }
    const province = inventProvince(readWords(), units)
    await timed('registered, with two people each and the closure of both lines', () =>
      seatProvince(ctx, province, 'mat-khau-cua-phep-do'),
    )
    await database.pool.query('vacuum analyze')
    const ids = allSeats(province).map((s) => s.unitId)
    const rebuilt = (of: readonly string[]) =>
      transaction(database.db, { home, scope: '*' }, (trx) => rebuildClosure(trx, 'profession', of))
    await timed('closure of one line made anew, all units', () => rebuilt(ids))
    await timed('closure of one commune with its schools made anew', () =>
      rebuilt([province.communes[0]?.office.unitId ?? '']),
    )
    await timed('the year’s report opened for every unit, with its duty', () =>
      openReports(ctx, '2026-12-01'),
    )
    for (const { code, find } of unitInvariants) await timed(`doctor: ${code}`, () => find(ctx, 20))
    await database.pool.query(`insert into system.demonstration values (1, now(), '${storyNow}')`)
    await database.pool.query('vacuum analyze')
    const bench = { database, url: postgres.url, dataDir, home } as Bench
    const server = await startOurs(bench, join(dataDir, 'server'))
    try {
      const account = { id: province.department.clerk.accountId, home }
      const token = await beginSession(database.db, account, 'bench', new Date(storyNow))
      for (const [name, path] of [
        ['a picker, three letters', 'units/lookup?q=hoa'],
        ['a picker, a whole name', `units/lookup?q=${encodeURIComponent('mn hoa ban')}`],
        ['first page of all units', 'units'],
        ['units by a word', 'units?q=hoa'],
        ['who below has handed in', 'reports/below?year=2026&period=2026-Y'],
        ['today', 'today'],
      ] as const) {
        const times: number[] = []
        for (let i = 0; i < 9; i += 1) {
          const begun = performance.now()
          const { status } = await get(server.port, `/api/v1/${path}`, `lantoa_session=${token}`)
          if (status !== 200) throw new Error(`${path}: ${status}`)
          if (i > 1) times.push(performance.now() - begun)
        }
        told.push({ name: `${name} (request)`, value: `${median(times).toFixed(0)} ms` })
      }
    } finally {
      await server.stop()
    }
    return told
  } finally {
    await database.close()
    await postgres.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
