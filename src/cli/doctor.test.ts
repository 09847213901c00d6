import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, testHome, type World } from '../../test/support/database.ts'
import { makeApp, signedIn } from '../../test/support/http.ts'
import { makePerson } from '../../test/support/make.ts'
import { makeIssuedPlan, must, readyContent, readyTask, type Hands } from '../../test/support/plans.ts'
import { answer, handInReport, makeLine, openAll, reportOf, type Line } from '../../test/support/reports.ts'
import type { Ctx } from '../platform/context.ts'
import { newId } from '../platform/ids.ts'
import { sealEvents } from '../platform/seals.ts'
import { drainJobs } from '../platform/worker.ts'
import { examine, sentenceOfBreach, type Breach } from './doctor.ts'
import { sharedInvariants } from './invariants/index.ts'
import { loadJobHandlers } from './job-handlers.ts'

let world: World
let app: FastifyInstance
let line: Line
let ctx: Ctx

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  ctx = world.system()
  loadJobHandlers()
  line = await makeLine(world)
  await tellStory()
})
afterAll(() => app.close())

/** A plan sent down, a school's plan upon it, activities, reports up, a request to amend and its answer: by use cases. */
async function tellStory(): Promise<void> {
  const everyone = { roles: ['leader', 'clerk', 'specialist'] as const, isHead: true, title: 'Trưởng phòng' }
  const hands = async (unitId: string): Promise<Hands> => {
    const person = await makePerson(world, unitId, { ...everyone, roles: [...everyone.roles] })
    const browser = await signedIn(world, app, person)
    return { drafter: browser, leader: browser, clerk: browser }
  }
  const [vinhHoa, phuLam] = line.schools
  const office = await hands(line.office.id)
  const school = await hands(vinhHoa.id)
  for (const unit of [phuLam, line.department, line.district]) await hands(unit.id)
  const plan = await makeIssuedPlan(
    office,
    readyContent({
      tasks: [
        readyTask('a', { target: { indicator: 'meetings', value: 1 } }),
        readyTask('b', { target: { indicator: 'leaflets', value: 900 } }),
      ],
      recipients: [
        { words: 'Các đơn vị trực thuộc', kind: 'group', purpose: 'carry out', groupCode: 'all_below' },
        { words: 'Văn phòng ngoài', kind: 'outside', purpose: 'know' },
      ],
      belowDueOn: '2024-07-15',
    }),
  )
  const known = {
    type: 'Kế hoạch',
    numberSymbol: '255/KH-UBND',
    issuer: 'Ủy ban nhân dân tỉnh Hà Thanh',
    issuedOn: '2024-01-10',
    title: 'tuyên truyền cải cách hành chính',
    inForceFrom: '2024-01-10',
    lastDay: '2024-12-31',
    relations: [{ kind: 'amended', by: '8/KH-UBND', date: '2024-02-01', id: null }],
    source: 'Công báo tỉnh',
  }
  await must(office.drafter.call('POST', 'known-documents', { id: newId(), ...known }))
  const meeting = { day: '2024-06-12', form: 'regular_meeting', tasks: [{ planId: plan.id, taskKey: 'a' }] }
  await must(office.drafter.call('POST', 'activities', { id: newId(), ...meeting }))
  await must(
    school.drafter.call('POST', 'activities', {
      id: newId(),
      day: '2024-06-11',
      form: 'regular_meeting',
      figures: [{ indicator: 'leaflets', n: 120 }],
    }),
  )
  await must(
    school.drafter.call('POST', 'activities', {
      id: newId(),
      day: '2024-06-11',
      form: 'regular_meeting',
      photoIds: [newId()],
    }),
  )
  const draftId = newId()
  await must(
    school.drafter.call('POST', 'plans', {
      id: draftId,
      year: 2024,
      documents: [{ documentId: plan.documentId }],
    }),
  )
  await must(
    school.drafter.call('POST', 'amendments', {
      id: newId(),
      planId: plan.id,
      revision: 1,
      taskKey: 'b',
      difficulty: 'Chưa có tờ gấp.',
      proposal: 'Giảm còn 500 tờ.',
    }),
  )
  await openAll(world)
  const own = await reportOf(world, vinhHoa)
  expect((await handInReport(school.leader, own)).statusCode).toBe(200)
  expect((await answer(office.leader, own, 1, 'accepted')).statusCode).toBe(200)
  expect((await handInReport(office.leader, await reportOf(world, line.office))).statusCode).toBe(200)
  await drainJobs(ctx)
  await sealEvents(ctx)
}

async function run(statements: string): Promise<void> {
  const client = await world.database.pool.connect()
  try {
    await client.query(`begin; set local search_path = ${testHome}, shared; ${statements}; commit`)
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}

/** Takes rows away and puts the very same back. */
const without = (table: string, where: string): [string, string] => [
  `create table taken as select * from ${table} where ${where}; delete from ${table} where ${where}`,
  `insert into ${table} select * from taken; drop table taken`,
]

/** Changes a value of rows and puts the old ones back. */
const changed = (
  table: string,
  key: string,
  column: string,
  to: string,
  where = 'true',
): [string, string] => [
  `create table taken as select ${key}, ${column} as before from ${table} where ${where} limit 1;
   update ${table} t set ${column} = ${to} from taken k where ${key
     .split(', ')
     .map((k) => `t.${k} = k.${k}`)
     .join(' and ')}`,
  `update ${table} t set ${column} = k.before from taken k where ${key
    .split(', ')
    .map((k) => `t.${k} = k.${k}`)
    .join(' and ')}; drop table taken`,
]

/** Says another state of every duty of a kind that is in the one it should not be. */
const stated = (what: string, state: 'open' | 'done'): [string, string] => {
  const [from, day] = state === 'open' ? ['done', 'null'] : ['open', `'2024-06-17'`]
  const before = state === 'open' ? `'2024-06-17'` : 'null'
  return [
    `create table taken as select id from obligations where what = '${what}' and state = '${from}';
     update obligations set state = '${state}', closed_on = ${day} where id in (select id from taken)`,
    `update obligations set state = '${from}', closed_on = ${before} where id in (select id from taken); drop table taken`,
  ]
}

/** Adds a duty that nothing in the data asks for or fulfils. */
const owed = (what: string, table: string, where: string, state: 'open' | 'done'): [string, string] => [
  `insert into obligations (id, unit_id, what, source_what, source_id, due_on, state, opened_at, closed_on)
   select gen_random_uuid(), unit_id, '${what}', 'x', id, '2024-06-20', '${state}', now(), ${state === 'open' ? 'null' : `'2024-06-17'`}
   from ${table} where ${where} limit 1`,
  `delete from obligations where what = '${what}'`,
]

const broken: Record<string, [string, string]> = {
  'seal.altered': changed('events', 'id', 'verb', `'plan.other'`),
  'seal.loose': changed('seals', 'n', 'events', `events[2:]`),
  mail_job: [
    `insert into mails (id, unit_id, person_id, kind, once, state, due_at, expires_at, created_at)
     select gen_random_uuid(), unit_id, id, 'urgent', 'x', 'queued', now(), now(), now() from persons limit 1`,
    `delete from mails`,
  ],
  'retention.overdue': [
    `insert into jobs (id, kind, payload, state, run_at, created_at, finished_at)
     values (gen_random_uuid(), 'retention.apply', '{}', 'done', '2024-06-17', '2024-06-17', '2024-06-17');
     insert into invitations (id, unit_id, person_id, token_hash, created_at, expires_at)
     select gen_random_uuid(), unit_id, id, 'x', '2023-05-25', '2023-06-08T12:00:00Z' from persons limit 1`,
    `delete from invitations where token_hash = 'x'; delete from jobs where kind = 'retention.apply'`,
  ],
  job_failed: changed('jobs', 'id', 'state', `'failed'`),
  policy: ['create policy extra on plans to lantoa_app using (true)', 'drop policy extra on plans'],
  'content_hash documents': changed('documents', 'id', 'subject', `subject || ' khác'`),
  'content_hash plan_revisions': changed(
    'plan_revisions',
    'plan_id, revision',
    'content',
    `content || '{"opening":"khác"}'`,
  ),
  'content_hash activity_versions': changed('activity_versions', 'activity_id, version', 'result', `'khác'`),
  'content_hash known_entry_versions': changed(
    'known_entry_versions',
    'entry_id, version',
    'in_force_until',
    `'2026-01-01'`,
  ),
  'content_hash report_versions': changed(
    'report_versions',
    'report_id, version',
    'content',
    `content || '{"period":"2023-H1"}'`,
  ),
  'content_hash amendment_requests': changed('amendment_requests', 'id', 'proposal', `'khác'`),
  'content_hash report_answers': changed('report_answers', 'id', 'words', `'khác'`),
  hash_in_event: changed('activity_versions', 'activity_id, version', 'hash', `'khác'`),
  redacted_reason: changed('plan_revisions', 'plan_id, revision', 'redacted_at', `now()`),
  'closure.missing': without('unit_closure', `depth = 1 and line = 'profession'`),
  'closure.extra': changed(
    'unit_closure',
    'line, ancestor_id, descendant_id, valid_from',
    'depth',
    'depth + 1',
  ),
  two_superiors: [
    `insert into unit_superiors select unit_id, line, valid_from + 30, null, superior_id from unit_superiors`,
    `delete from unit_superiors where valid_from = '2020-01-31'`,
  ],
  unit_name: [
    `update unit_names set valid_from = valid_from + 1`,
    `update unit_names set valid_from = valid_from - 1`,
  ],
  account_person: [
    `insert into accounts (id, login, created_at) values ('00000000-0000-7000-8000-000000000001', 'khong ai', now());
     insert into account_persons values ('00000000-0000-7000-8000-000000000001', '${testHome}', '00000000-0000-7000-8000-000000000002')`,
    `delete from account_persons where account_id = '00000000-0000-7000-8000-000000000001';
     delete from accounts where id = '00000000-0000-7000-8000-000000000001'`,
  ],
  register: changed('number_counters', 'unit_id, year, series', 'last', 'last + 1'),
  arrivals: changed('arrival_counters', 'unit_id, year', 'last', 'last + 1'),
  number_unused: changed('documents', 'id', 'register_entry_id', 'null', `register_entry_id is not null`),
  'issued.number': changed('documents', 'id', 'number_symbol', `'99/KH'`, `origin = 'issued'`),
  'issued.papers': without('document_papers', 'true'),
  deliveries: without('deliveries', 'not is_outside'),
  plan: changed('plans', 'id', 'revision', 'revision + 1', 'revision = 1'),
  plan_tasks: [`update tasks set key = 'z' where key = 'b'`, `update tasks set key = 'b' where key = 'z'`],
  'activity.state': changed('activities', 'id', 'state', `'counted'`, `state = 'waiting'`),
  'activity.photos': changed('activities', 'id', 'photos_expected', '5', `state = 'waiting'`),
  'activity.version': changed('activities', 'id', 'day', 'day - 1'),
  task_sums: changed('task_sums', 'plan_id, task_key, bundle', 'activities', 'activities + 1'),
  'figure.own': changed(
    'activity_figures',
    'activity_id, version, indicator',
    'n',
    'n + 1',
    `indicator = 'leaflets'`,
  ),
  'figure.below': without('report_children', 'true'),
  report_child: changed(
    'report_children',
    'report_id, version, child_report_id',
    'child_unit_id',
    `(select id from units order by code limit 1)`,
  ),
  report: changed('reports', 'id', 'state', `'open'`, `state = 'accepted'`),
  'obligation.open do_task': stated('do_task', 'open'),
  'obligation.open report': stated('report', 'open'),
  'obligation.open decide_report': stated('decide_report', 'open'),
  'obligation.done make_plan': stated('make_plan', 'done'),
  'obligation.done decide_amendment': stated('decide_amendment', 'done'),
  'obligation.done do_task': [
    `update obligations set state = 'done', closed_on = due_on, reason = 'doctor' where what = 'do_task' and state = 'open'`,
    `update obligations set state = 'open', closed_on = null, reason = null where reason = 'doctor'`,
  ],
  'obligation.done give_photos': owed('give_photos', 'activities', `state = 'waiting'`, 'done'),
  'obligation.open give_photos': owed('give_photos', 'activities', `state = 'counted'`, 'open'),
  'obligation.open follow_revision': owed('follow_revision', 'plans', 'revision = 1', 'open'),
  'obligation.done confirm': owed('confirm', 'plans', 'revision = 1', 'done'),
  duty_missing: without('obligations', `what = 'decide_amendment'`),
  item_unseen: [`update accounts set disabled_at = now()`, `update accounts set disabled_at = null`],
  obligation_unseen: [`update accounts set disabled_at = now()`, `update accounts set disabled_at = null`],
}

const keyOf = ({ code, values }: Breach) =>
  typeof values['fault'] === 'string' ? `${code}.${values['fault']}` : code

describe('doctor', () => {
  it('finds nothing wrong with what the use cases wrote', async () => {
    const breaches = [...(await examine(ctx)), ...(await examine(ctx, sharedInvariants))]
    expect(breaches.map((b) => sentenceOfBreach('vi', b))).toEqual([])
  })

  it.each(Object.entries(broken))('finds %s', async (name, [harm, mend]) => {
    const [key = '', of] = name.split(' ')
    await run(harm)
    try {
      const breaches = await examine(ctx)
      const mine = breaches.filter((b) => keyOf(b) === key && (of === undefined || b.values['what'] === of))
      expect(mine.length, JSON.stringify(breaches)).toBeGreaterThan(0)
      for (const locale of ['vi', 'en'] as const) {
        const sentence = sentenceOfBreach(locale, mine[0] ?? { home: '', code: '', values: {} })
        expect(sentence).not.toMatch(/^doctor\.|[{}]/)
      }
    } finally {
      await run(mend)
    }
  })

  it('finds a file that is gone, altered, not removed, and what lies in the store in vain', async () => {
    const { rows } = await world.database.pool.query<{ hash: string }>(
      `select hash from ${testHome}.files order by hash limit 1`,
    )
    const hash = rows[0]?.hash ?? ''
    const path = join(world.filesDir, hash.slice(0, 2), hash.slice(2, 4), hash)
    const bytes = readFileSync(path)
    const found = async () => (await examine(ctx)).map(keyOf)
    writeFileSync(path, Buffer.concat([bytes, Buffer.from(' ')]))
    expect(await found()).toEqual(['file.altered'])
    rmSync(path)
    expect(await found()).toEqual(['file.missing'])
    writeFileSync(path, bytes)
    await run(`update files set redacted_at = now() where hash = '${hash}'`)
    // Nor does the log tell of a removal.
    expect(await found()).toEqual(['file.not_removed', 'file_redacted'])
    await run(`update files set redacted_at = null where hash = '${hash}'`)

    const old = new Date(Date.now() - 3 * 86_400_000)
    const stray = ['ab/cd/' + 'abcd'.padEnd(64, '0'), `parts/${newId()}`, 'ghi chú.txt']
    for (const name of stray) {
      const at = join(world.filesDir, name)
      mkdirSync(join(at, '..'), { recursive: true })
      writeFileSync(at, 'x')
      utimesSync(at, old, old)
    }
    const strays = (await examine(ctx, sharedInvariants)).map(keyOf).sort()
    expect(strays).toEqual(['stray_file.kept', 'stray_file.other', 'stray_file.part'])
    for (const name of stray) rmSync(join(world.filesDir, name))
    expect(await found()).toEqual([])
  })
})
