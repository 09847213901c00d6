import { spawn } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { projectRoot } from '../../src/config.ts'
import { clockAt } from '../../src/platform/clock.ts'
import { systemActor, type Actor } from '../../src/platform/context.ts'
import { openDatabase } from '../../src/platform/db.ts'
import { startPostgres } from '../../src/platform/embedded/postgres.ts'
import { openFileStore } from '../../src/platform/files.ts'
import { makeLog } from '../../src/platform/log.ts'
import { migrate } from '../../src/platform/migrate.ts'
import { literal } from '../sql.ts'
import type { Bench } from '../support.ts'
import type { Seat } from '../world.ts'

/** Tuesday 22 December 2026, 8:42 in Viet Nam: the present of the province's story. */
export const storyNow = '2026-12-22T01:42:00Z'
export const today = storyNow.slice(0, 10)

/** A province told by `lantoa demo --units N`, and whom the figures look at it as. */
export interface SizeWorld {
  units: number
  activities: number
  root: Seat
  department: Seat
  office: Seat
  school: Seat
}

/**
 * A cached province, made when it is not there: `.cache/bench/province-N`, or what LANTOA_BENCH_DATA names. Figures that
 * write put back what they wrote, so that it can be measured again.
 */
export async function withProvince<T>(
  units: number,
  run: (bench: Bench, world: SizeWorld) => Promise<T>,
): Promise<T> {
  const parent = process.env['LANTOA_BENCH_DATA'] ?? join(projectRoot, '.cache/bench')
  const dataDir = join(parent, `province-${units}`)
  mkdirSync(parent, { recursive: true, mode: 0o711 })
  // A telling that was cut off is begun anew by the command itself.
  if (!existsSync(join(dataDir, 'postgres')) || !(await isTold(dataDir)))
    await make(['demo', '--units', String(units), '--data', dataDir])
  const postgres = await startPostgres({ dataDir })
  const database = openDatabase(postgres.url, 10)
  try {
    await migrate(database.pool)
    const files = openFileStore(join(dataDir, 'files'))
    const log = makeLog('silent')
    const home = 'home_vl'
    // The clock of the story stands where it stood when it was told, however old the cached folder is.
    await database.pool.query('update system.demonstration set installed_at = now()')
    const bench: Bench = {
      database,
      url: postgres.url,
      dataDir,
      home,
      ctx: (actor: Partial<Actor>, at = storyNow) => ({
        db: database.db,
        home,
        clock: clockAt(at),
        actor: { ...systemActor, kind: 'person', ...actor },
        locale: 'vi',
        files,
        log,
        request: null,
      }),
    }
    return await run(bench, await lookAt(bench, units))
  } finally {
    await database.close()
    await postgres.stop()
  }
}

async function isTold(dataDir: string): Promise<boolean> {
  const postgres = await startPostgres({ dataDir })
  const database = openDatabase(postgres.url, 1)
  try {
    const { rows } = await database.pool.query<{ told: boolean }>(
      `select exists (select from system.demonstration) and obj_description(oid, 'pg_namespace') is null as told from pg_namespace where nspname = 'system'`,
    )
    return rows[0]?.told ?? false
  } catch (error) {
    // Cut off before there were tables. Anything else is no reason to tell it all again.
    if (error instanceof pg.DatabaseError && (error.code === '42P01' || error.code === '3F000')) return false
    throw error
  } finally {
    await database.close()
    await postgres.stop()
  }
}

async function make(args: string[]): Promise<void> {
  const child = spawn(process.execPath, [join(projectRoot, 'dist/main.js'), ...args], {
    cwd: projectRoot,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve))
  if (code !== 0) throw new Error(`lantoa ${args.join(' ')}: exit status ${code ?? 'none'}`)
}

async function lookAt(bench: Bench, units: number): Promise<SizeWorld> {
  const school = await seatOf(
    bench,
    `u.kind = 'school_primary' and exists (select 1 from ${bench.home}.plans p where p.unit_id = u.id)`,
  )
  const office = await seatOf(
    bench,
    `u.id = (select superior_id from shared.unit_superiors where unit_id = ${literal(school.unitId)} and line = 'profession')`,
  )
  const { rows } = await bench.database.pool.query<{ n: number }>(
    `select count(*) as n from ${bench.home}.activities`,
  )
  return {
    units,
    activities: rows[0]?.n ?? 0,
    root: await seatOf(bench, `u.kind = 'people_committee_province'`),
    department: await seatOf(bench, `u.kind = 'department'`),
    office,
    school,
  }
}

/** The first unit that fits, in the order of codes, with whoever drafts and logs there. */
async function seatOf({ database, home }: Bench, condition: string): Promise<Seat> {
  const { rows } = await database.pool.query<Seat>(
    `select u.id as "unitId", m.person_id as "personId", x.account_id as "accountId"
     from shared.units u join ${home}.memberships m on m.unit_id = u.id and m.role = 'clerk'
     join shared.account_persons x on x.person_id = m.person_id
     where ${condition} order by u.code limit 1`,
  )
  const [found] = rows
  if (!found) throw new Error(`no unit with ${condition}`)
  return found
}
