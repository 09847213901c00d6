import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, statSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { testHome, type World } from '../support/database.ts'
import type { Cast } from './cast.ts'
import type { Ledger } from './deeds.ts'
import { checkBooks, checkMails, checkMessages } from './invariants.outside.ts'
import type { Outside } from './outside.ts'

type Row = Record<string, unknown>
export type Ask = (text: string, values?: unknown[]) => Promise<Row[]>

const asker =
  (world: World): Ask =>
  async (text, values = []) =>
    (await world.database.pool.query<Row>(text.replaceAll('@', `${testHome}.`), values)).rows

/** What was under way when something was killed, and went out once more. */
export interface SentAgain {
  mails: { twice: number; uncertain: number }
  messages: { again: number }
}

/**
 * Everything that must be true of the database and the files of an installation, and of what it sent, whatever was killed.
 */
export async function checkEverything(
  world: World,
  cast: Cast,
  ledger: Ledger,
  outside: Outside,
): Promise<SentAgain> {
  const ask = asker(world)
  await checkWrites(ask, ledger)
  await checkTold(ask, ledger)
  await checkNumbers(ask, ledger)
  await checkCascade(ask, cast, ledger)
  await checkActivities(ask, ledger)
  await checkReports(ask, ledger)
  await checkJobs(ask)
  await checkFiles(ask, world.filesDir)
  await checkBooks(ask)
  return { mails: await checkMails(ask, outside), messages: await checkMessages(ask, outside) }
}

/** Every acknowledged write is there once, and nothing that nobody asked for. */
async function checkWrites(ask: Ask, ledger: Ledger): Promise<void> {
  const ids = (rows: Row[]) => rows.map((r) => String(r['id'])).sort()
  const plans = await ask("select plan_id || ' ' || revision as id from @plan_revisions")
  expect(ids(plans)).toEqual(ledger.plans.map((p) => `${p.planId} ${p.revision}`).sort())
  const activities = await ask('select id from @activities')
  expect(ids(activities)).toEqual([...ledger.activities, ...ledger.abandoned].map((a) => a.id).sort())
  const answers = await ask('select id from @report_answers')
  expect(ids(answers)).toEqual([...ledger.answers].sort())
  expect(await ask('select id from @plan_drafts')).toEqual([])
  const events = await ask(
    'select verb, count(*)::int as n, count(distinct request_id)::int as requests from @events where request_id is not null group by 1',
  )
  const written = new Map(events.map((e) => [e['verb'], e['n']]))
  for (const { verb, n, requests } of events) expect({ verb, n }).toEqual({ verb, n: requests })
  expect(written.get('plan.issue') ?? 0).toBe(ledger.plans.length)
  expect(written.get('plan.refuse') ?? 0).toBe(
    ledger.voided - ledger.voidedByHand - ledger.voidedOfDocuments - ledger.voidedOfReports,
  )
  expect(written.get('report.refuse') ?? 0).toBe(ledger.voidedOfReports)
  expect(written.get('outgoing.refuse') ?? 0).toBe(ledger.voidedOfDocuments)
  expect(written.get('register.void') ?? 0).toBe(ledger.voidedByHand)
  expect(written.get('report.submit') ?? 0).toBe(ledger.reports.length)
  // What was taken over from another platform became an activity in the request that took it over.
  const logged = Number(written.get('activity.log') ?? 0) + Number(written.get('submission.take_over') ?? 0)
  expect(logged).toBe(activities.length)
}

/**
 * Every request that was answered left its event, once (the id is unique among events), where requests of its kind leave
 * one at all; and no event stands there that nobody was told of. What it did is there: so many rows of each fact.
 */
async function checkTold(ask: Ask, ledger: Ledger): Promise<void> {
  const kept = new Set(
    (await ask('select request_id from @events where request_id is not null')).map((e) =>
      String(e['request_id']),
    ),
  )
  const leaves = new Set(ledger.told.filter((t) => kept.has(t.id)).map((t) => t.kind))
  // Asking how far a photo is leaves one only where all of it was there and the server had stopped before it said so.
  leaves.delete('POST activities/:id/photos/:id')
  expect(ledger.told.filter((t) => leaves.has(t.kind) && !kept.has(t.id))).toEqual([])
  const known = new Set([...ledger.told.map((t) => t.id), ...ledger.others])
  expect([...kept].filter((id) => !known.has(id))).toEqual([])
  for (const [query, n] of [...ledger.facts, ...ledger.latest.values()])
    expect([query, (await ask(query)).length]).toEqual([query, n])
}

/** Numbers 1 … n of every unit, year and series, each on one document or void; those told to clients are among them. */
async function checkNumbers(ask: Ask, ledger: Ledger): Promise<void> {
  const registers = await ask(`
    select unit_id, year, series, array_agg(number order by number) as numbers, max(c.last) as last
    from @register_entries join @number_counters c using (unit_id, year, series) group by 1, 2, 3`)
  for (const { numbers, last } of registers) {
    const given = numbers as number[]
    expect(given).toEqual(given.map((_, i) => i + 1))
    expect(last).toBe(given.length)
  }
  const unused = await ask(`
    select e.number_symbol from @register_entries e
    where (select count(*) from @documents d where d.register_entry_id = e.id)
      + (select count(*) from @register_voids v where v.entry_id = e.id) <> 1`)
  expect(unused).toEqual([])
  const [voids] = await ask('select count(*)::int as n from @register_voids')
  expect(voids?.['n']).toBe(ledger.voided)
  const issued = await ask(`
    select d.number_symbol as number, coalesce(d.plan_id, d.report_id) as id, coalesce(d.plan_revision, d.report_version) as version
    from @documents d where d.origin = 'issued' and (d.plan_id is not null or d.report_id is not null)`)
  const spelt = (n: unknown, id: unknown, version: unknown) => `${String(n)} ${String(id)} ${String(version)}`
  expect(issued.map((d) => spelt(d['number'], d['id'], d['version'])).sort()).toEqual(
    [
      ...ledger.plans.map((p) => spelt(p.numberSymbol, p.planId, p.revision)),
      ...ledger.reports.map((r) => spelt(r.numberSymbol, r.reportId, r.version)),
    ].sort(),
  )
}

/** Each issued plan reached each school once, with one duty, one right to read, and its two papers. */
async function checkCascade(ask: Ask, cast: Cast, ledger: Ledger): Promise<void> {
  const reached = await ask(`
    select d.plan_id, count(x.id)::int as deliveries, count(distinct x.unit_id)::int as units,
      (select count(*)::int from @obligations o where o.what = 'make_plan' and o.source_id = d.plan_id) as duties,
      (select count(*)::int from @reader r where r.what = 'plan' and r.id = d.plan_id and r.ground = 'delivered') as readers,
      (select count(*)::int from @dispatches s where s.document_id = d.id) as dispatches
    from @documents d left join @deliveries x on x.document_id = d.id and not x.is_outside where d.origin = 'issued' and d.plan_id is not null group by d.id`)
  expect(reached).toHaveLength(ledger.plans.length)
  const isRevised = new Set(ledger.plans.filter((p) => p.revision > 1).map((p) => p.planId))
  for (const row of reached) {
    const n = ledger.plans.find((p) => p.planId === row['plan_id'])?.receivers ?? -1
    // A revision gives its receivers a right and a duty of its own.
    const { duties, readers, ...sent } = row
    expect(sent).toEqual({
      plan_id: row['plan_id'],
      deliveries: n,
      units: n,
      dispatches: n === 0 ? sent['dispatches'] : 1,
    })
    if (!isRevised.has(String(row['plan_id']))) expect({ duties, readers }).toEqual({ duties: n, readers: n })
  }
  // What the steps of the job say they did, told in events: every unit in one of them.
  const steps = await ask(`
    select e.subjects->0->>'id' as dispatch, count(*)::int as told, count(distinct u->>'id')::int as units
    from @events e, jsonb_array_elements(e.subjects) u where e.verb = 'document.deliver' and u->>'what' = 'unit' group by 1`)
  for (const { dispatch, told, units } of steps)
    expect({ dispatch, told, n: units === 1 || units === cast.receivers }).toEqual({
      dispatch,
      told: units,
      n: true,
    })
  const papers = await ask(
    `select count(*)::int as n from @documents d join @document_papers p on p.document_id = d.id
     where d.origin = 'issued' and (d.plan_id is not null or d.report_id is not null)`,
  )
  expect(papers[0]?.['n']).toBe(ledger.plans.length + ledger.reports.length)
}

/** Each acknowledged photo is the one that was sent; an activity counts exactly when all its photos are there. */
async function checkActivities(ask: Ask, ledger: Ledger): Promise<void> {
  const evidence = await ask('select id, activity_id, arrived_hash as hash from @evidence')
  const kept = new Set(
    evidence.map((e) => `${String(e['activity_id'])} ${String(e['id'])} ${String(e['hash'])}`),
  )
  const sent = ledger.activities.flatMap((a) => a.photos.map((p) => `${a.id} ${p.id} ${p.hash}`))
  expect(sent.filter((photo) => !kept.has(photo))).toEqual([])
  const possible = new Set(
    [...ledger.activities, ...ledger.abandoned].flatMap((a) =>
      a.photos.map((p) => `${a.id} ${p.id} ${p.hash}`),
    ),
  )
  expect([...kept].filter((photo) => !possible.has(photo))).toEqual([])
  const wrong = await ask(`
    select a.id, a.state, a.photos_arrived, a.photos_expected,
      (select count(*)::int from @evidence e where e.activity_id = a.id) as kept
    from @activities a where a.photos_arrived <> (select count(*) from @evidence e where e.activity_id = a.id)
      or a.state <> 'withdrawn' and (a.state = 'counted') <> (a.photos_arrived = a.photos_expected)`)
  expect(wrong).toEqual([])
  const counted = new Set(
    (await ask(`select id from @activities where state = 'counted'`)).map((a) => a['id']),
  )
  expect(ledger.activities.filter((a) => !a.isWithdrawn && !counted.has(a.id))).toEqual([])
  // What came whole is taken in also when its client never asked again.
  expect(await ask('select id, received, size, state from @uploads where received = size')).toEqual([])
  const told = await ask(`
    select s->>'id' as id from @events e, jsonb_array_elements(e.subjects) s where e.verb = 'activity.photo' and s->>'what' = 'evidence'`)
  expect(told.map((e) => e['id']).sort()).toEqual(evidence.map((e) => e['id']).sort())
}

/** Versions 1 … n of each report, those that clients were told, each frozen with its figures and handed in once. */
async function checkReports(ask: Ask, ledger: Ledger): Promise<void> {
  const versions = await ask(`select report_id || ' ' || version as id from @report_versions`)
  expect(versions.map((v) => v['id']).sort()).toEqual(
    ledger.reports.map((r) => `${r.reportId} ${r.version}`).sort(),
  )
  const gaps = await ask(`
    select report_id from @report_versions group by 1 having count(*) <> max(version) or min(version) <> 1`)
  expect(gaps).toEqual([])
  const handed = await ask(`
    select v.report_id, v.version from @report_versions v
    left join @report_submissions s on s.report_id = v.report_id and s.version = v.version
    group by 1, 2 having count(s.to_unit_id) <> 1`)
  expect(handed).toEqual([])
  const activities = await ask(`
    select v.report_id, v.version from @report_versions v
    where jsonb_array_length(v.content->'activities') <> (select count(*) from @report_activities a where a.report_id = v.report_id and a.version = v.version)`)
  expect(activities).toEqual([])
  const waiting = await ask(`
    select 1 from @report_activities r join @activities a on a.id = r.activity_id and a.version = r.activity_version where a.state = 'waiting'`)
  expect(waiting).toEqual([])
}

async function checkJobs(ask: Ask): Promise<void> {
  expect(await ask(`select kind, error from @jobs where state = 'failed'`)).toEqual([])
  const halves = await ask(
    `select kind, done_units, all_units from @jobs where state = 'done' and all_units is not null and done_units <> all_units`,
  )
  expect(halves).toEqual([])
}

/** Every file that a row names has its bytes; nothing else lies in the store, whole or half. */
async function checkFiles(ask: Ask, filesDir: string): Promise<void> {
  const named = await ask('select hash, size from @files order by hash')
  for (const { hash, size } of named) {
    const bytes = readFileSync(pathOf(filesDir, String(hash)))
    expect({ hash: createHash('sha256').update(bytes).digest('hex'), size: bytes.length }).toEqual({
      hash,
      size: Number(size),
    })
  }
  // A photo whose client vanished may go on some day, from what is marked as received.
  const parts = await ask(`select id, received from @uploads where state = 'receiving'`)
  for (const { id, received } of parts)
    if (Number(received) > 0)
      expect(statSync(join(filesDir, 'parts', String(id))).size).toBeGreaterThanOrEqual(Number(received))
  const known = new Set([
    ...named.map((f) => pathOf(filesDir, String(f['hash']))),
    ...parts.map((u) => join(filesDir, 'parts', String(u['id']))),
  ])
  expect(filesIn(filesDir).filter((path) => !known.has(path))).toEqual([])
}

function pathOf(filesDir: string, hash: string): string {
  return join(filesDir, hash.slice(0, 2), hash.slice(2, 4), hash)
}

/** Makes everything in the file store so old that a sweep looks at it. */
export function ageFiles(filesDir: string): number {
  const paths = filesIn(filesDir)
  const old = new Date(Date.now() - 2 * 3_600_000)
  for (const path of paths) utimesSync(path, old, old)
  return paths.length
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
}

/** Waits until no job of the home is due. */
export async function untilIdle(world: World, at: () => Promise<Date>): Promise<void> {
  const ask = asker(world)
  for (;;) {
    const due = await ask(`select kind from @jobs where state = 'waiting' and run_at <= $1`, [await at()])
    if (due.length === 0) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
