import { fork } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beginStatement } from '../../src/platform/tx.ts'
import { get, startBare, startOurs } from '../server.ts'
import type { Bench } from '../support.ts'
import type { SizeWorld } from './province.ts'
import { cookieOf } from './index.ts'

/** What a crowd saw of the acts that began in a stretch of time; times in ms. */
export interface Window {
  /** acts answered well */
  perSecond: number
  readP50: number
  readP95: number
  writeP95: number | null
  /** requests that failed or were answered 4xx, 5xx */
  failed: number
}

export interface CrowdFigure extends Window {
  name: string
  /** most requests that waited for a connection to PostgreSQL at one moment; null: the bare server has one and no pool */
  waiting: number | null
}

const people = 200
/** A server that has just begun has read nothing yet: its first seconds are told apart. */
const first = 5
const seconds = 30
/** A person who works fast does something every so often (ms). */
const pause = 2_000

/** What a client of the crowd is told. */
export interface CrowdOrder {
  port: number
  cookies: string[]
  paths: string[]
  writes: boolean
  people: number
  seconds: number
  first: number
  pause: number
}

/**
 * 200 people of as many schools, each on a connection that stays open: what they look at most, and one in ten logs an
 * activity. Beside it the least server under the same crowd. What was logged is taken away again.
 */
export async function crowd(bench: Bench, world: SizeWorld): Promise<CrowdFigure[]> {
  const { pool } = bench.database
  const { rows: accounts } = await pool.query<{ id: string }>(
    `select x.account_id as id from shared.units u join ${bench.home}.memberships m on m.unit_id = u.id and m.role = 'clerk'
     join shared.account_persons x on x.person_id = m.person_id where u.kind like 'school%' order by u.code limit ${people}`,
  )
  const cookies = await Promise.all(accounts.map((a) => cookieOf(bench, a.id)))
  const order = {
    cookies,
    people,
    seconds,
    first,
    pause,
    paths: ['today', 'plans?year=2026', 'activities?of=own', 'reports?year=2026', 'documents'],
  }
  const ours = await startOurs(bench, join(bench.dataDir, 'server'))
  const waiting: [number, number] = [0, 0]
  const begun = performance.now()
  const look = setInterval(() => {
    const part = performance.now() - begun < first * 1_000 ? 0 : 1
    void get(ours.port, '/metrics', '').then(({ body }) => {
      const found = /lantoa_database_connections\{state="waiting"\} (\d+)/.exec(body.toString())
      waiting[part] = Math.max(waiting[part], Number(found?.[1] ?? 0))
    })
  }, 250)
  const figures: CrowdFigure[] = []
  try {
    const [start, after] = await run({ ...order, port: ours.port, writes: true })
    figures.push({ name: `ours, the first ${first} s of the server`, ...start, waiting: waiting[0] })
    figures.push({ name: `ours, the ${seconds} s after`, ...after, waiting: waiting[1] })
  } finally {
    clearInterval(look)
    await ours.stop()
    await takeAway(bench)
  }
  const unit = world.school.unitId
  const begin = beginStatement({ home: bench.home, scope: '*', readOnly: true })
  const recipe = join(bench.dataDir, 'bare.json')
  writeFileSync(
    recipe,
    JSON.stringify({
      script: `${begin}; select * from activities where unit_id = '${unit}' order by day desc limit 101; commit`,
      body: ' '.repeat(8_192),
    }),
  )
  const bare = await startBare(bench, recipe)
  try {
    const [, after] = await run({ ...order, port: bare.port, writes: false })
    figures.push({ name: 'bare', ...after, waiting: null })
  } finally {
    await bare.stop()
  }
  return figures
}

function run(order: CrowdOrder): Promise<[Window, Window]> {
  // In a process of its own, so that what it reckons is not what it measures.
  const child = fork(join(import.meta.dirname, 'crowd-child.ts'), [], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  return new Promise((resolve, reject) => {
    child.once('message', (answer) => resolve(answer as [Window, Window]))
    child.once('exit', (code) => reject(new Error(`the crowd ended: ${code ?? 'killed'}`)))
    child.send(order)
  })
}

/** The title by which the crowd's activities are known. */
export const crowdTitle = 'Hoạt động của phép đo'

/** The province is as it was told: activities of the crowd, their events and what they ordered go. */
async function takeAway({ database, home }: Bench): Promise<void> {
  await database.pool.query(`begin; set local search_path = ${home}, shared;
    create temp table gone on commit drop as select activity_id as id from activity_versions where title = '${crowdTitle}';
    create temp table told on commit drop as select e.id from events e join gone g on e.subjects @> jsonb_build_array(jsonb_build_object('id', g.id));
    delete from unsealed_events where event_id in (select id from told); delete from events where id in (select id from told);
    delete from activity_figures where activity_id in (select id from gone); delete from activity_tasks where activity_id in (select id from gone);
    delete from activity_programmes where activity_id in (select id from gone); delete from activity_versions where activity_id in (select id from gone);
    delete from activities where id in (select id from gone); commit`)
}
