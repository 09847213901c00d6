import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readActivities } from '../src/modules/activities/lists.service.ts'
import { readRegister } from '../src/modules/library/documents.service.ts'
import { beginSession } from '../src/modules/people/index.ts'
import type { Ctx } from '../src/platform/context.ts'
import { beginStatement, type Scope } from '../src/platform/tx.ts'
import { get, startBare, startOurs, type Server } from './server.ts'
import { literal, resend, runBare, statementsOf } from './sql.ts'
import { benchNow, compare, requireSame, type Bench, type Figure } from './support.ts'
import { actorOf, type Seat } from './world.ts'
import type { Year } from './year.ts'

const today = benchNow.slice(0, 10)

/** A page of a list: the use case, the address that shows it, and the least SQL for the same rows. */
interface ListPage {
  name: string
  seat: Seat
  path: string
  scope: Scope
  read: (ctx: Ctx) => Promise<unknown>
  script: string
  /** what both sides must agree on */
  ofOurs: (answer: never) => unknown
  ofBare: (results: Record<string, unknown>[][]) => unknown
}

/**
 * First pages of lists, as a school and as its office. In SQL: what the use case sends to PostgreSQL, beside one script for
 * the same rows. In all: a request to the built server, beside the least server that sends that script and then the very
 * same bytes.
 */
export async function lists(bench: Bench, year: Year): Promise<Figure[]> {
  const school = year.schools[3]
  if (!school) throw new Error('no school')
  const pages = [
    activities('activities, as a school', school, 'own'),
    activities('activities below, as the office', year.office, 'below'),
    register('documents, as a school', school),
    register('documents, as the office', year.office),
  ]
  const figures: Figure[] = []
  for (const page of pages) figures.push(await inSql(bench, page))
  await bench.database.pool.query(
    `insert into system.demonstration values (1, now(), ${literal(benchNow)}) on conflict do nothing`,
  )
  const ours = await startOurs(bench, join(bench.dataDir, 'server'))
  try {
    for (const page of pages) figures.push(await inAll(bench, page, ours))
  } finally {
    await ours.stop()
  }
  return figures
}

async function inSql(bench: Bench, page: ListPage): Promise<Figure> {
  const ctx = bench.ctx(actorOf(page.seat))
  const bare = () => runBare(bench, page.scope, page.script, { readOnly: true })
  // The answer is of the page's own type, which `ofOurs` of the same page knows.
  requireSame(page.name, page.ofOurs((await page.read(ctx)) as never), page.ofBare(await bare()))
  const sent = await statementsOf(bench, ctx, page.read)
  return {
    name: `${page.name}: SQL`,
    unit: 'ms',
    ...(await compare({ rounds: 41, warm: 5 }, { run: () => resend(bench, sent) }, { run: bare })),
    aim: { times: 1.5 },
  }
}

async function inAll(bench: Bench, page: ListPage, ours: Server): Promise<Figure> {
  const account = { id: page.seat.accountId, home: bench.home }
  const token = await beginSession(bench.database.db, account, 'bench', new Date(benchNow))
  const cookie = `lantoa_session=${token}`
  const answer = await get(ours.port, page.path, cookie)
  if (answer.status !== 200) throw new Error(`${page.path}: ${answer.status} ${answer.body.toString()}`)
  const recipe = join(bench.dataDir, 'bare.json')
  const begin = beginStatement({ home: bench.home, scope: page.scope, readOnly: true })
  writeFileSync(
    recipe,
    JSON.stringify({ script: `${begin}; ${page.script}; commit`, body: answer.body.toString() }),
  )
  const bare = await startBare(bench, recipe)
  try {
    const least = await get(bare.port, page.path, cookie)
    requireSame(`${page.name}, bytes`, answer.body.toString(), least.body.toString())
    return {
      name: `${page.name}: request, ${(answer.body.length / 1024).toFixed(0)} kB`,
      unit: 'ms',
      ...(await compare(
        { rounds: 41, warm: 10 },
        { run: () => get(ours.port, page.path, cookie) },
        { run: () => get(bare.port, page.path, cookie) },
      )),
      aim: { more: 3 },
    }
  } finally {
    await bare.stop()
  }
}

function activities(name: string, seat: Seat, of: 'own' | 'below'): ListPage {
  const unit = literal(seat.unitId)
  const mine =
    of === 'own'
      ? `a.unit_id = ${unit}`
      : `a.unit_id in (select descendant_id from unit_closure where ancestor_id = ${unit} and valid_from <= '${today}' and (valid_until is null or valid_until > '${today}'))`
  return {
    name,
    seat,
    path: `/api/v1/activities?of=${of}`,
    scope: of === 'own' ? [seat.unitId] : '*',
    read: (ctx) => readActivities(ctx, { of }),
    script: `
      select a.id, a.unit_id, n.short_name, a.day, v.title, v.form, w.name_vi, v.attendances, a.state, a.version, a.photos_expected, a.photos_arrived,
        (select e.id from evidence e where e.activity_id = a.id and e.id = any(v.photo_ids) and e.redacted_at is null order by array_position(v.photo_ids, e.id) limit 1) as photo,
        array(select t.title from activity_tasks x join tasks t on t.plan_id = x.plan_id and t.revision = x.revision and t.key = x.task_key where x.activity_id = a.id and x.version = a.version order by t.ord) as tasks
      from (select * from activities a where ${mine} order by day desc, created_at desc, id desc limit 101) a
      join activity_versions v on v.activity_id = a.id and v.version = a.version
      left join vocabularies w on w.list = 'forms' and w.code = v.form
      join unit_names n on n.unit_id = a.unit_id and n.valid_from <= '${today}' and (n.valid_until is null or n.valid_until > '${today}')
      order by a.day desc, a.created_at desc, a.id desc;
      select count(*) as total from activities a where ${mine};
      select code, name_vi from vocabularies where list = 'forms' order by ord`,
    ofOurs: (answer: Awaited<ReturnType<typeof readActivities>>) => [
      answer.rows.map((r) => [
        r.id,
        r.unit.id,
        r.unit.shortName,
        r.day,
        r.title,
        r.form.code,
        r.form.name,
        r.attendances,
        r.state,
        r.version,
        r.photosExpected,
        r.photosArrived,
        r.photoId,
        r.tasks,
      ]),
      answer.total,
      answer.forms.map((f) => [f.code, f.name]),
    ],
    ofBare: ([rows = [], total = [], forms = []]) => [
      rows.slice(0, 100).map((r) => Object.values(r)),
      total[0]?.['total'],
      forms.map((f) => Object.values(f)),
    ],
  }
}

function register(name: string, seat: Seat): ListPage {
  const unit = literal(seat.unitId)
  return {
    name,
    seat,
    path: '/api/v1/documents',
    scope: '*',
    read: (ctx) => readRegister(ctx, { limit: 50 }),
    script: `
      select d.id, d.origin, d.type, d.number_symbol, d.issuer_name, d.issued_on, d.subject, d.unit_id, n.name
      from (
        select id from documents where unit_id = ${unit}
        union select id from reader where unit_id = ${unit} and what = 'document'
        union select d.id from unit_closure c join documents d on d.unit_id = c.descendant_id and d.origin = 'issued'
          where c.ancestor_id = ${unit} and c.valid_from <= '${today}' and (c.valid_until is null or c.valid_until > '${today}')
      ) mine join documents d on d.id = mine.id
      join unit_names n on n.unit_id = d.unit_id and n.valid_from <= '${today}' and (n.valid_until is null or n.valid_until > '${today}')
      order by d.created_at desc, d.id desc limit 51`,
    ofOurs: (answer: Awaited<ReturnType<typeof readRegister>>) =>
      answer.rows.map((r) => [
        r.id,
        r.origin,
        r.type,
        r.numberSymbol,
        r.issuerName,
        r.issuedOn,
        r.subject,
        r.holder.id,
        r.holder.name,
      ]),
    ofBare: ([rows = []]) => rows.slice(0, 50).map((r) => Object.values(r)),
  }
}
