import type { FastifyInstance } from 'fastify'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { makeWorld, testHome, type World } from '../../../test/support/database.ts'
import {
  collected,
  endDay,
  lastInstant,
  leaverName,
  makeEnded,
  type Ended,
} from '../../../test/support/ended.ts'
import { makeApp, signedIn } from '../../../test/support/http.ts'
import { must } from '../../../test/support/plans.ts'
import { oneOf, runIn, sumsOf } from '../../../test/support/tables.ts'
import { examine, sentenceOfBreach } from '../../cli/doctor.ts'
import { loadJobHandlers } from '../../cli/job-handlers.ts'
import { addDays } from '../../platform/clock.ts'
import type { Ctx } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { setKeeps } from '../../platform/personal.ts'
import { countDue, type RetentionRule } from '../../platform/retention.ts'
import { sealEvents, verifySeals } from '../../platform/seals.ts'
import { wide } from '../../platform/wide.ts'
import { drainJobs, runNextJob } from '../../platform/worker.ts'
import { getPersonData } from './erasure.data.ts'
import type { PersonData } from './erasure.schema.ts'
import { erasePerson } from './erasure.service.ts'
import { beginRetention, retentionJob } from './retention.job.ts'
import { countAccountsDue, findRulesOfHome } from './retention.store.ts'

let world: World
let app: FastifyInstance
let ended: Ended
let leaver: Ended['leaver']

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  loadJobHandlers()
  ended = await makeEnded(world, app)
  leaver = ended.leaver
  await sealEvents(world.system())
})
afterEach(() => setKeeps(new Map()))
afterAll(() => app.close())

const run = (statement: string) => runIn(world, statement)
const one = <T extends object>(query: string) => oneOf<T>(world, query)

/** A day some months later as the Civil Code reckons, written without PostgreSQL. */
function monthsLater(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  const first = new Date(Date.UTC(year, month - 1 + months, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  return addDays(first.toISOString().slice(0, 10), Math.min(date, last) - 1)
}

/** In the middle of the night, Viet Nam's day already, UTC's not yet. */
const onDay = (day: string): Ctx => world.system(`${addDays(day, -1)}T20:30:00Z`)

async function dueOn(day: string, rule: RetentionRule): Promise<number> {
  const ctx = onDay(day)
  expect(ctx.clock.today()).toBe(day)
  return wide(ctx, 'the test’s own', (trx) => countDue(trx, rule, testHome, day))
}

const applyOn = async (day: string): Promise<void> => {
  const ctx = onDay(day)
  await beginRetention(ctx)
  await drainJobs(ctx, (kind) => kind === retentionJob)
}

interface Told {
  verb: string
  subjects: { what: string; id: string }[]
}
const eventsOf = async (verbs: string): Promise<Told[]> =>
  (
    await world.database.pool.query<Told>(
      `select verb, subjects from ${testHome}.events where verb in (${verbs}) order by id`,
    )
  ).rows

describe('what is kept for some months', () => {
  it('is kept to the last instant of its last day in Viet Nam, and no longer, by each rule', async () => {
    const ctx = world.system()
    const rules = (await findRulesOfHome(ctx.db, ctx)).home.filter((r) => r.then !== 'archive')
    const nobody: string[] = []
    for (const rule of rules) {
      const last = monthsLater(endDay, rule.keep)
      // What ended on the same day is one; nothing here ended earlier.
      expect([rule.key, await dueOn(last, rule)]).toEqual([rule.key, 0])
      if ((await dueOn(addDays(last, 1), rule)) === 0) nobody.push(rule.key)
    }
    // Without a row a rule would hold of nothing.
    expect(nobody).toEqual([])
    expect(rules.length).toBeGreaterThan(10)
  })

  it('ends with a short month where that has no such day', async () => {
    const ctx = world.system()
    const rule = (await findRulesOfHome(ctx.db, ctx)).home.find((r) => r.table.name === 'uploads')
    expect(rule?.keep).toBe(1)
    await run(
      `insert into uploads values (gen_random_uuid(), '${ended.unit.id}', gen_random_uuid(), 10, 0, 'x', 'a.jpg', 'receiving', null, now(), '2024-01-31T05:00:00Z')`,
    )
    expect(await dueOn('2024-02-29', rule as RetentionRule)).toBe(0)
    expect(await dueOn('2024-03-01', rule as RetentionRule)).toBe(1)
    await run(`delete from uploads where name = 'a.jpg'`)
  })

  it('begins for a person when the last membership ends, and for an account with its person', async () => {
    const accountsOn = (day: string) => {
      const ctx = onDay(day)
      return wide(ctx, 'the test’s own', async (trx) =>
        countAccountsDue(trx, ctx, await findRulesOfHome(trx, ctx)),
      )
    }
    expect(await accountsOn('2026-06-17')).toBe(0)
    expect(await accountsOn('2026-06-18')).toBe(1)
    await run(
      `update memberships set valid_until = null where person_id = '${leaver.personId}' and role = 'specialist'`,
    )
    expect(await accountsOn('2036-06-18')).toBe(0)
    await run(
      `update memberships set valid_until = '${endDay}' where person_id = '${leaver.personId}' and role = 'specialist'`,
    )
  })

  it('is what the person is told', async () => {
    const data: PersonData = await getPersonData(world.system(), leaver.personId)
    const place = data.named.find((n) => n.what === 'plan_revisions')
    expect(place).toMatchObject({ keep: 120, until: '2034-06-17', then: 'archive' })
  })
})

describe('an installation’s own months', () => {
  it('go before those of the columns', async () => {
    setKeeps(new Map([['persons.email', 36]]))
    const ctx = world.system()
    const rules = (await findRulesOfHome(ctx.db, ctx)).home
    const keepOf = (column: string) =>
      rules.find((r) => r.table.name === 'persons' && r.table.columns.some((c) => c.name === column))?.keep
    expect([keepOf('email'), keepOf('phone')]).toEqual([36, 24])
  })

  it('for a column that is not there stop everything, and doctor says so', async () => {
    setKeeps(new Map([['persons.mail', 36]]))
    const before = await sumsOf(world, [`${testHome}.jobs`])
    const ctx = onDay('2040-01-01')
    await beginRetention(ctx)
    const faults: unknown[] = []
    for (const piece of [1, 2])
      expect([piece, await runNextJob(ctx, (e) => faults.push(e), [retentionJob])]).toEqual([piece, true])
    expect(faults).toMatchObject([{ code: 'retention.unknown_column', params: { column: 'persons.mail' } }])
    expect(await sumsOf(world, [`${testHome}.jobs`])).toEqual(before)
    const told = (await examine(ctx)).map((b) => sentenceOfBreach('en', b))
    expect(told).toContainEqual(expect.stringContaining('LANTOA_KEEP names persons.mail'))
    // The night after is ordered all the same.
    const nights = await one<{ n: number }>(
      `select count(*)::int as n from ${testHome}.jobs where kind = '${retentionJob}' and state = 'waiting' and run_at = '2040-01-01T20:00:00Z'`,
    )
    expect(nights).toEqual({ n: 1 })
    await run(`delete from jobs where kind = '${retentionJob}'`)
  })
})

describe('the nightly job', () => {
  const day = '2026-06-18'
  const left = async (): Promise<number> =>
    (
      await one<{ n: number }>(
        `select count(*)::int as n from ${testHome}.jobs where finished_at <= '${lastInstant}' and state = 'done'`,
      )
    ).n

  it('takes nothing away on the last day of two years', async () => {
    const before = await left()
    await applyOn('2026-06-17')
    expect(await left()).toBe(before)
    expect(await one(`select email, phone from ${testHome}.persons where id = '${leaver.personId}'`)).toEqual(
      {
        email: 'hang@vanson.example',
        phone: '0912 000 111',
      },
    )
    expect((await examine(onDay('2026-06-17'))).filter((b) => b.code === 'retention')).toEqual([])
  })

  it('that is killed in the middle of a piece goes on from the piece before, each row once', async () => {
    const before = await left()
    const ctx = onDay(day)
    const fail = (error: unknown) => {
      throw error
    }
    // The first piece of the night is the first rule that finds something; jobs come in three of them.
    while ((await left()) === before) expect(await runNextJob(ctx, fail, [retentionJob])).toBe(true)
    const half = await left()
    expect(half).toBe(before - 200)
    // The last of the next piece is held by another, so that the piece waits in its middle; there it is killed.
    const holder = await world.database.pool.connect()
    await holder.query('begin')
    await holder.query(
      `select id from ${testHome}.jobs where finished_at <= '${lastInstant}' and state = 'done' order by id offset 150 limit 1 for update`,
    )
    const piece = runNextJob(ctx, fail, [retentionJob]).catch((error: unknown) => error)
    await vi.waitUntil(
      async () =>
        (
          await world.database.pool.query(
            `select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database() and query like '%delete from%jobs%'`,
          )
        ).rows.length === 1,
      { timeout: 10_000 },
    )
    expect(await piece).toBeInstanceOf(Error)
    await holder.query('rollback')
    holder.release()
    expect(await left()).toBe(half)
    await drainJobs(ctx, (kind) => kind === retentionJob)
    expect(await left()).toBe(0)
    const named = (await eventsOf(`'retention.delete'`)).flatMap((e) =>
      e.subjects.filter((s) => s.what === 'jobs').map((s) => s.id),
    )
    expect(named).toHaveLength(before)
    expect(new Set(named).size).toBe(before)
  })

  it('took what was over, left what was not, and told nothing personal', async () => {
    expect(
      await one(
        `select name, email, phone, erased_at from ${testHome}.persons where id = '${leaver.personId}'`,
      ),
    ).toEqual({ name: leaverName, email: null, phone: null, erased_at: null })
    expect(await one(`select payload from ${testHome}.jobs where state = 'failed'`)).toEqual({
      payload: { still: 'wanted' },
    })
    const gone = ['invitations', 'notices', 'uploads', 'webhook_tries']
    for (const table of gone)
      expect([table, await one(`select count(*)::int as n from ${testHome}.${table}`)]).toEqual([
        table,
        { n: 0 },
      ])
    expect(await one(`select count(before)::int as n from ${testHome}.successions`)).toEqual({ n: 0 })
    expect(
      await one(`select count(*)::int as n from shared.accounts where id = '${leaver.accountId}'`),
    ).toEqual({ n: 0 })
    expect(
      await one(`select count(*)::int as n from system.sessions where account_id = '${leaver.accountId}'`),
    ).toEqual({ n: 0 })
    expect(
      await one(
        `select min(title) as title from ${testHome}.memberships where person_id = '${leaver.personId}'`,
      ),
    ).toEqual({
      title: 'Kế toán',
    })
    const told = await eventsOf(`'retention.delete', 'retention.close_access', 'words.redact'`)
    expect(told.length).toBeGreaterThan(6)
    for (const { subjects } of told)
      for (const subject of subjects)
        expect(JSON.stringify(subject)).toMatch(
          /^\{"id":"[0-9a-f-]{36}","what":"[a-z_]+"(,"version":\d+)?\}$|^\{"what":"[a-z_]+","id":"[0-9a-f-]{36}"(,"version":\d+)?\}$/,
        )
  })

  it('a second time changes nothing', async () => {
    await sealEvents(onDay(day))
    const before = await sumsOf(world, [`${testHome}.jobs`])
    await applyOn('2026-06-19')
    await applyOn('2026-06-19')
    expect(await sumsOf(world, [`${testHome}.jobs`])).toEqual(before)
  })

  it('redacts a version with its ground, and whoever reads or sends it again meets no fault', async () => {
    expect(
      await one(
        `select v.content, v.salt, r.ground from ${testHome}.submission_versions v
         join ${testHome}.redactions r on r.what = 'submission_versions' and r.subject_id = v.submission_id and r.version = v.version`,
      ),
    ).toEqual({
      content: {},
      salt: null,
      ground: 'retention: keep=24 months from=submissions.decided_at',
    })
    // The session of two years ago went too.
    const clerk = await signedIn(world, app, ended.clerk)
    const shown = (await must(clerk.call('GET', `submissions/${ended.submissionId}`))).json<{
      content: object
    }>()
    expect(shown.content).toMatchObject({ kind: 'figures', title: '[đã xóa theo pháp luật]', figures: [] })
    const again = await must(ended.city.call('POST', 'submissions', collected()))
    expect(again.json()).toMatchObject({ id: ended.submissionId, version: 1, state: 'taken_over' })
  })

  it('leaves a sound chain and sound data', async () => {
    const ctx = onDay('2026-06-19')
    expect(await verifySeals(ctx)).toEqual([])
    const told = (await examine(ctx)).filter(
      (b) => !['job_failed', 'item_unseen', 'obligation_unseen'].includes(b.code),
    )
    expect(told.map((b) => sentenceOfBreach('en', b))).toEqual([])
  })

  it('touches no official word, also when ten years are over, and takes the name from the person’s row', async () => {
    const official = [
      'plan_revisions',
      'tasks',
      'documents',
      'clauses',
      'register_entries',
      'recipients',
      'plans',
      'activity_versions',
    ]
    const before = await sumsOf(world)
    await applyOn('2034-06-18')
    const after = await sumsOf(world)
    for (const table of official)
      expect([table, after[`${testHome}.${table}`]]).toEqual([table, before[`${testHome}.${table}`]])
    expect(await one(`select content->>'opening' as words from ${testHome}.plan_revisions`)).toEqual({
      words: `Đầu mối: bà ${leaverName}.`,
    })
    expect(
      await one(
        `select p.name, min(m.title) as title from ${testHome}.persons p join ${testHome}.memberships m on m.person_id = p.id
         where p.id = '${leaver.personId}' group by p.name`,
      ),
    ).toEqual({ name: '[đã xóa theo pháp luật]', title: null })
    await sealEvents(onDay('2034-06-18'))
    expect(await verifySeals(world.system())).toEqual([])
    const ctx = world.system()
    const asked = { ...ctx, request: { id: newId(), hash: leaver.personId } }
    await expect(
      erasePerson(asked, leaver.personId, { ground: 'Nghị định 13/2023/NĐ-CP' }),
    ).rejects.toMatchObject({
      code: 'erasure.name_gone',
    })
    expect((await getPersonData(ctx, leaver.personId)).named).toEqual([])
    expect(await eventsOf(`'person.erase'`)).toEqual([])
  })
})
