import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, testHome, testNow, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { makePerson, makeUnit, type MadeUnit } from '../../../test/support/make.ts'
import {
  issueContent,
  makeIssuedPlan,
  must,
  readyContent,
  readyTask,
  type Draft,
  type Hands,
  type Plan,
} from '../../../test/support/plans.ts'
import { half, handInReport, someWords, theForm } from '../../../test/support/reports.ts'
import { examine, sentenceOfBreach } from '../../cli/doctor.ts'
import { loadJobHandlers } from '../../cli/job-handlers.ts'
import { homesInvariants } from '../../cli/invariants/homes.ts'
import { canonicalJson, sha256 } from '../../platform/canonical.ts'
import { startOfDay } from '../../platform/clock.ts'
import { newId } from '../../platform/ids.ts'
import { makeHome } from '../../platform/migrate.ts'
import { sealEvents } from '../../platform/seals.ts'
import { transaction } from '../../platform/tx.ts'
import { drainJobs } from '../../platform/worker.ts'
import { openReports, reportId } from '../reports/index.ts'
import { renameUnit } from '../units/index.ts'
import { copied, notCopied } from './index.ts'

const homeB = 'home_b'

let world: World
let app: FastifyInstance
let department: MadeUnit
let officeHere: MadeUnit
let officeThere: MadeUnit
let school: MadeUnit
let above: Hands
let here: Hands
let there: Hands
let below: Hands
let outsider: Browser

beforeAll(async () => {
  world = await makeWorld()
  await makeHome(world.database.pool, 'b', 'Tỉnh Bình Sơn', new Date(testNow))
  loadJobHandlers()
  app = await makeApp(world)
  const province = await makeUnit(world, { kind: 'people_committee_province', name: 'UBND tỉnh Hà Thanh' })
  department = await makeUnit(world, {
    kind: 'department',
    administration: province.id,
    name: 'Sở Giáo dục và Đào tạo',
    abbreviation: 'SGDĐT',
  })
  const office = { kind: 'education_office', profession: department.id }
  officeHere = await makeUnit(world, { ...office, name: 'Phòng GD&ĐT huyện Vân Sơn' })
  officeThere = await makeUnit(world, { ...office, name: 'Phòng GD&ĐT huyện Bình An', home: homeB })
  school = await makeUnit(world, { name: 'TH Bình An', profession: officeThere.id, home: homeB })
  above = await handsOf(department)
  here = await handsOf(officeHere)
  there = await handsOf(officeThere, homeB)
  below = await handsOf(school, homeB)
  const elsewhere = await makeUnit(world, { home: homeB })
  outsider = (await handsOf(elsewhere, homeB)).drafter
})

async function handsOf(unit: MadeUnit, home = testHome): Promise<Hands> {
  const person = await makePerson(world, unit.id, {
    roles: ['specialist', 'leader', 'clerk'],
    title: 'Trưởng đơn vị',
    isHead: true,
    home,
  })
  const browser = await signedIn(world, app, person)
  return { drafter: browser, leader: browser, clerk: browser }
}

/** Both homes' jobs until none is due: what one sends, the other takes in and answers. */
async function settle(): Promise<void> {
  let n: number
  do n = (await drainJobs(world.system())) + (await drainJobs(world.system(testNow, homeB)))
  while (n > 0)
}

/** Every message and job of either home once more, as if a worker had been killed after the effect and before its mark. */
async function again(): Promise<void> {
  for (const home of [testHome, homeB])
    await world.database.pool.query(
      `update ${home}.jobs set state = 'waiting', finished_at = null where kind like 'homes.%'`,
    )
  await settle()
}

async function rows<T extends object>(home: string, query: string): Promise<T[]> {
  return transaction(
    world.database.db,
    { home, scope: '*' },
    async (trx) => (await sql.raw<T>(query).execute(trx)).rows,
  )
}

async function healthy(): Promise<void> {
  for (const home of [testHome, homeB]) {
    const ctx = world.system(testNow, home)
    while ((await sealEvents(ctx)) > 0);
    expect((await examine(ctx)).map((breach) => sentenceOfBreach('vi', breach))).toEqual([])
  }
}

interface Thread {
  activity: { id: string; hidden: boolean } | null
  tasks: {
    unit: { id: string }
    key: string
    hidden: boolean
    clauses: { key: string; hidden: boolean; text: string; start: number; end: number }[]
  }[]
}
interface Inbox {
  items: {
    id: string
    state: string
    document: { id: string; planId: string }
    sender: { shortName: string }
  }[]
}
interface Sent {
  counts: { all: number; opened: number; acknowledged: number }
  items: { receiver: string; unitId: string; state: string; way: string | null }[]
}
const inboxOf = async (hands: Hands) =>
  (await must(hands.clerk.call('GET', 'deliveries'))).json<Inbox>().items
const sentOf = async (plan: Plan) =>
  (await must(above.clerk.call('GET', `documents/${plan.documentId}/deliveries`))).json<Sent>()
const wayTo = (sent: Sent, unit: MadeUnit) => {
  const row = sent.items.find((i) => i.unitId === unit.id)
  return row && [row.state, row.way]
}

const toOffices = {
  words: 'Các phòng GD&ĐT',
  kind: 'group' as const,
  purpose: 'carry out' as const,
  groupCode: 'all_below',
}

const issueAbove = () =>
  makeIssuedPlan(
    above,
    readyContent({
      tasks: [
        readyTask('a', { target: { indicator: 'meetings', value: 1 } }),
        readyTask('b', { target: { indicator: 'leaflets', value: 900 } }),
      ],
      recipients: [toOffices],
      belowDueOn: '2024-07-15',
    }),
  )

/** The office there makes its plan of the superior's, every task kept. */
async function planThere(plan: Plan): Promise<Plan> {
  const id = newId()
  const draft = (
    await must(
      there.drafter.call('POST', 'plans', { id, year: 2024, documents: [{ documentId: plan.documentId }] }),
    )
  ).json<Draft>()
  expect(draft.sources.map((s) => s.documentId)).toEqual([plan.documentId])
  expect(draft.content.tasks.map((t) => t.origins.map((o) => o.taskKey))).toEqual([['a'], ['b']])
  return issueContent(there, id, {
    ...draft.content,
    signer: { personId: null, authority: null, position: 'Trưởng phòng' },
    recipients: [],
    tasks: draft.content.tasks.map((t) => ({
      ...t,
      decision: 'kept' as const,
      target: t.target && { ...t.target, value: 1 },
    })),
  })
}

describe('a plan for units of two homes', () => {
  let plan: Plan

  it('is on its way until the other home has it, and stands there whole', async () => {
    plan = await issueAbove()
    expect(await inboxOf(there)).toEqual([])
    const before = await sentOf(plan)
    expect(before.counts).toEqual({ all: 2, opened: 0, acknowledged: 0 })
    expect([wayTo(before, officeHere), wayTo(before, officeThere)]).toEqual([
      ['sent', null],
      ['sent', 'on_way'],
    ])
    await settle()
    expect(wayTo(await sentOf(plan), officeThere)).toEqual(['sent', 'arrived'])
    for (const [hands, n] of [
      [here, 1],
      [there, 1],
    ] as const)
      expect((await inboxOf(hands)).map((i) => i.document.planId)).toEqual([plan.id].slice(0, n))
    const [shown] = await inboxOf(there)
    const read = await must(there.drafter.call('GET', `plans/${plan.id}`))
    expect(read.json<Plan>().content.tasks.map((t) => t.key)).toEqual(['a', 'b'])
    const paper = await there.drafter.call('GET', `documents/${shown?.document.id ?? ''}/files/pdf`)
    expect([paper.statusCode, paper.rawPayload.subarray(0, 4).toString()]).toEqual([200, '%PDF'])
    await healthy()
  })

  it('is seen by nobody there to whom it did not go', async () => {
    for (const path of [
      `plans/${plan.id}`,
      `documents/${plan.documentId}`,
      `documents/${plan.documentId}/files/pdf`,
    ])
      expect((await outsider.call('GET', path)).statusCode).toBe(404)
    expect((await must(outsider.call('GET', 'deliveries'))).json<Inbox>().items).toEqual([])
    expect((await outsider.call('GET', `documents/${plan.documentId}/deliveries`)).statusCode).toBe(404)
  })

  it('comes back as receipts: opened, acknowledged, and the plan that was made of it', async () => {
    const [delivery] = await inboxOf(there)
    await must(there.clerk.call('POST', `deliveries/${delivery?.id ?? ''}/open`, {}))
    await settle()
    expect(wayTo(await sentOf(plan), officeThere)).toEqual(['opened', 'arrived'])
    await must(there.clerk.call('POST', `deliveries/${delivery?.id ?? ''}/acknowledge`, {}))
    await settle()
    expect(wayTo(await sentOf(plan), officeThere)).toEqual(['acknowledged', 'arrived'])
    const owed = `select state from obligations where unit_id = '${officeThere.id}' and what = 'make_plan'`
    expect([await rows(testHome, owed), await rows(homeB, owed)]).toEqual([
      [{ state: 'open' }],
      [{ state: 'open' }],
    ])
    const made = await planThere(plan)
    expect(made.sources.map((s) => s.counts)).not.toEqual([])
    await settle()
    expect([await rows(testHome, owed), await rows(homeB, owed)]).toEqual([
      [{ state: 'done' }],
      [{ state: 'done' }],
    ])
    await healthy()
  })

  it('asks to follow when it is revised', async () => {
    const draft = (await must(above.drafter.call('POST', `plans/${plan.id}/draft`, {}))).json<Draft>()
    await issueContent(above, plan.id, {
      ...draft.content,
      tasks: draft.content.tasks.map((t) => (t.key === 'b' ? { ...t, title: 'Phát tờ gấp mới' } : t)),
    })
    await settle()
    const owed = `select state, source_revision from obligations where unit_id = '${officeThere.id}' and what = 'follow_revision'`
    expect(await rows(homeB, owed)).toEqual([{ state: 'open', source_revision: 2 }])
    expect(await rows(testHome, owed)).toEqual([{ state: 'open', source_revision: 2 }])
    await healthy()
  })

  it('is delivered once, however often its messages come and wherever the work was cut off', async () => {
    const count = `select (select count(*) from documents)::int as documents, (select count(*) from plan_revisions)::int as plans, (select count(*) from tasks)::int as tasks,
      (select count(*) from deliveries)::int as deliveries, (select count(*) from obligations)::int as obligations, (select count(*) from notices)::int as notices,
      (select sum(recipients) from dispatches)::int as recipients, (select count(*) from inbox_messages)::int as inbox`
    const before = [await rows(testHome, count), await rows(homeB, count)]
    await again()
    expect([await rows(testHome, count), await rows(homeB, count)]).toEqual(before)
    await healthy()
  })
})

describe('a report for a superior in another home', () => {
  const reportForm = async () => (await theForm(world)).id
  let id: string
  let activity: string

  interface Row {
    id: string
    state: string
    version: number
    unit: { id: string }
    obligationId: string | null
  }
  const partsOf = async () =>
    (await must(above.leader.call('GET', `reports/below?period=${half.code}`))).json<{ items: Row[] }>().items
  const partThere = async () => (await partsOf()).find((row) => row.unit.id === officeThere.id)
  const readAbove = async () => must(above.leader.call('GET', `reports/${id}`))
  const answerOf = (hands: Hands, version: number, answer: string, words = '') =>
    hands.leader.call('POST', `reports/${id}/answers`, { id: newId(), version, answer, words })

  /** More than a number of JavaScript holds. */
  const pictureHash = '9223372036854775807'

  /** A picture of the office's activity, as logging with photos leaves it. */
  async function addEvidence(): Promise<void> {
    const { hash, size } = await world.files.put(Buffer.from('ảnh'))
    await world.database.pool.query(
      `insert into ${homeB}.files (hash, size, mime, created_at) values ($1, $2, 'image/jpeg', now())`,
      [hash, size],
    )
    await world.database.pool.query(
      `insert into ${homeB}.evidence (id, activity_id, unit_id, file_hash, thumb_hash, arrived_hash, picture_hash, width, height, arrived_at)
       values ($1, $2, $3, $4, $4, $4, $5, 1, 1, now())`,
      [newId(), activity, officeThere.id, hash, pictureHash],
    )
  }

  /** The school under the office there holds two meetings; its report is accepted by the office. */
  async function reportBelow(): Promise<string> {
    for (const day of ['2024-05-20', '2024-06-10'])
      await must(
        below.drafter.call('POST', 'activities', { id: newId(), day, form: 'regular_meeting', tasks: [] }),
      )
    const report = reportId(school.id, await reportForm(), half)
    expect((await handInReport(below.leader, report)).statusCode).toBe(200)
    await must(
      there.leader.call('POST', `reports/${report}/answers`, {
        id: newId(),
        version: 1,
        answer: 'accepted',
        words: '',
      }),
    )
    return report
  }

  it('is looked for there before it comes', async () => {
    for (const home of [testHome, homeB]) await openReports(world.system(startOfDay('2024-06-15'), home))
    await settle()
    id = reportId(officeThere.id, await reportForm(), half)
    const part = await partThere()
    expect([part?.id, part?.state, typeof part?.obligationId]).toEqual([id, 'open', 'string'])
    await must(above.leader.call('POST', 'obligations/remind', { ids: [part?.obligationId] }))
    await settle()
    expect(
      await rows(homeB, `select from_unit_id as from from reminders where unit_id = '${officeThere.id}'`),
    ).toEqual([{ from: department.id }])
    await healthy()
  })

  it('arrives once with its figures and what they were counted from, down to the clause', async () => {
    const [plan] = await rows<{ id: string; key: string }>(
      homeB,
      `select p.id, t.key from plans p join tasks t on t.plan_id = p.id and t.revision = p.revision where p.unit_id = '${officeThere.id}' order by t.ord`,
    )
    const schoolReport = await reportBelow()
    activity = newId()
    await must(
      there.drafter.call('POST', 'activities', {
        id: activity,
        day: '2024-06-12',
        form: 'regular_meeting',
        tasks: [{ planId: plan?.id, taskKey: plan?.key }],
      }),
    )
    await addEvidence()
    expect(
      (await handInReport(there.leader, id, someWords, { signerPersonId: null, authority: null })).statusCode,
    ).toBe(200)
    await settle()
    const part = await partThere()
    expect([part?.state, part?.version]).toEqual(['submitted', 1])
    const opened = (await must(above.leader.call('GET', `reports/${id}/figures/meetings`))).json<{
      figure: { total: { n: number } }
      own: { activities: { id: string }[] }
      parts: { reportId: string; n: number }[]
    }>()
    expect([opened.figure.total.n, opened.own.activities.map((a) => a.id)]).toEqual([3, [activity]])
    expect(opened.parts.map((p) => [p.reportId, p.n])).toEqual([[schoolReport, 2]])
    expect((await above.leader.call('GET', `reports/${schoolReport}/figures/meetings`)).statusCode).toBe(200)
    const seen = `select e.id, e.picture_hash::text as "pictureHash" from evidence e where e.activity_id = '${activity}'`
    expect(await rows(testHome, seen)).toEqual(await rows(homeB, seen))
    expect(await rows(testHome, seen)).toEqual([{ id: expect.any(String) as string, pictureHash }])
    const thread = (
      await must(above.leader.call('GET', `thread?report=${id}&indicator=meetings&unit=${officeThere.id}`))
    ).json<Thread>()
    expect(thread.activity).toMatchObject({ id: activity, hidden: false })
    expect(thread.tasks.map((t) => [t.unit.id, t.key, t.hidden])).toEqual([
      [officeThere.id, plan?.key, false],
      [department.id, 'a', false],
    ])
    const [clause] = thread.tasks[0]?.clauses ?? []
    expect([clause?.key, clause?.hidden, clause?.text.slice(clause.start, clause.end)]).toEqual([
      'a',
      false,
      expect.stringContaining('Phát tờ gấp a'),
    ])
    expect((await outsider.call('GET', `reports/${id}`)).statusCode).toBe(404)
    expect(
      await rows(testHome, `select what, state from obligations where source_id = '${id}' order by what`),
    ).toEqual([
      { what: 'decide_report', state: 'open' },
      { what: 'report', state: 'done' },
    ])
    await healthy()
  })

  it('is returned, asked about, replied to and accepted by messages', async () => {
    // The office's and, before it, the school's that it encloses.
    expect(await rows(testHome, `select 1 from inbox_messages where kind = 'report'`)).toHaveLength(2)
    await must(answerOf(above, 1, 'asked', 'Họp với ai?'))
    await settle()
    await must(answerOf(there, 1, 'replied', 'Với cha mẹ học sinh.'))
    await settle()
    expect((await readAbove()).body).toContain('Với cha mẹ học sinh.')
    await must(answerOf(above, 1, 'returned', 'Nêu rõ thời gian.'))
    await settle()
    expect(await rows(homeB, `select state from reports where id = '${id}'`)).toEqual([{ state: 'returned' }])
    expect((await handInReport(there.leader, id)).statusCode).toBe(200)
    await settle()
    expect([(await partThere())?.state, (await partThere())?.version]).toEqual(['submitted', 2])
    await must(answerOf(above, 2, 'accepted'))
    await settle()
    const state = `select state, version, accepted_version from reports where id = '${id}'`
    const accepted = [{ state: 'accepted', version: 2, accepted_version: 2 }]
    expect([await rows(testHome, state), await rows(homeB, state)]).toEqual([accepted, accepted])
    const owed = `select what, source_revision as version, state from obligations where source_id = '${id}' order by what, source_revision`
    expect(await rows(testHome, owed)).toEqual(await rows(homeB, owed))
    await healthy()
  })

  it('counts in the superior’s own report, opened report by report', async () => {
    const own = reportId(department.id, await reportForm(), half)
    const shown = await must(above.leader.call('GET', `reports/${own}/figures/meetings`))
    expect(shown.json<{ parts: { reportId: string; n: number }[] }>().parts).toMatchObject([
      { reportId: id, n: 3 },
    ])
  })

  it('stays one, however often its messages come', async () => {
    const count = `select (select count(*) from report_versions)::int as versions, (select count(*) from report_answers)::int as answers, (select count(*) from activity_versions)::int as activities,
      (select count(*) from report_figures)::int as figures, (select count(*) from obligations)::int as obligations, (select count(*) from notices)::int as notices`
    const before = [await rows(testHome, count), await rows(homeB, count)]
    await again()
    expect([await rows(testHome, count), await rows(homeB, count)]).toEqual(before)
    await healthy()
  })
})

describe('a message that is not what it says', () => {
  /** Lays a message by hand in the inbox of the other home, as one on its way there would lie. */
  async function lay(change: (body: Record<string, unknown>) => void, rehash = true): Promise<string> {
    const plan = await makeIssuedPlan(
      above,
      readyContent({
        tasks: [readyTask('c')],
        recipients: [{ ...toOffices, kind: 'unit', unitId: officeThere.id }],
      }),
    )
    await drainJobs(world.system())
    const [row] = await rows<{ id: string; body: Record<string, unknown> }>(
      homeB,
      `select id, body from inbox_messages where body->'content'->>'documentId' = '${plan.documentId}'`,
    )
    if (!row) throw new Error('nothing on its way')
    change(row.body)
    const text = canonicalJson(row.body)
    await world.database.pool.query(
      `update ${homeB}.inbox_messages set body = $2, hash = case when $3 then $4 else hash end where id = $1`,
      [row.id, text, rehash, sha256(text)],
    )
    await expect(drainJobs(world.system(testNow, homeB))).rejects.toThrow()
    const found = await rows<{ error: string }>(
      homeB,
      `select error from jobs where kind = 'homes.take_in' and payload->>'messageId' = '${row.id}'`,
    )
    expect((await inboxOf(there)).map((i) => i.document.id)).not.toContain(plan.documentId)
    await world.database.pool.query(`delete from ${homeB}.jobs where payload->>'messageId' = $1`, [row.id])
    return found[0]?.error ?? ''
  }
  const contentOf = (body: Record<string, unknown>) => body['content'] as Record<string, unknown>

  it('is not taken in: altered on the way, in another’s name, or for somebody elsewhere', async () => {
    expect(await lay((body) => (contentOf(body)['at'] = '2020-01-01T00:00:00.000Z'), false)).toBe(
      'homes.altered',
    )
    expect(await lay((body) => (contentOf(body)['senderId'] = school.id))).toBe('dispatch.not_theirs')
    expect(
      await lay((body) => {
        for (const row of (body['copies'] as Record<string, Record<string, unknown>[]>)['documents'] ?? [])
          row['unit_id'] = school.id
      }),
    ).toBe('homes.impostor')
    const ctx = world.system('2024-06-19T01:42:00Z', homeB)
    expect((await examine(ctx, homesInvariants)).map((b) => b.code)).toEqual(
      Array(3).fill('message_unhandled'),
    )
    const sender = world.system('2024-06-19T01:42:00Z')
    expect((await examine(sender, homesInvariants)).map((b) => [b.code, b.values['fault']])).toEqual(
      Array(3).fill(['message_late', 'not_taken_in']),
    )
  })
})

describe('what does not cross', () => {
  const codeOf = (answer: { json: <T>() => T }) => answer.json<{ code: string }>().code

  it('is refused with a sentence, and nothing is left behind here', async () => {
    const [got] = await inboxOf(there)
    const request = {
      id: newId(),
      planId: got?.document.planId,
      revision: 1,
      difficulty: 'khó',
      proposal: 'lùi hạn',
    }
    expect(codeOf(await there.drafter.call('POST', 'amendments', request))).toBe('plans.ask_elsewhere')
    const id = newId()
    await must(
      above.drafter.call('PUT', `directions/${id}/draft`, {
        version: 0,
        content: {
          title: 'Rà soát',
          words: 'Rà soát tờ gấp.',
          expects: 'carry_out',
          dueOn: '2024-07-01',
          documentId: null,
          lines: ['Các đơn vị trực thuộc'],
        },
      }),
    )
    const sent = await above.leader.call('POST', `directions/${id}/send`, { version: 1 })
    expect([codeOf(sent), sent.body.includes('huyện Bình An')]).toEqual(['directions.elsewhere', true])
    expect(await rows(homeB, `select 1 from amendment_requests`)).toEqual([])
    expect(await rows(testHome, `select 1 from directions`)).toEqual([])
  })

  it('is another home’s unit changed from here: its administrators do that there', async () => {
    const admin = world.as({ unitId: department.id, roles: ['admin'] })
    const names = {
      name: 'Tên khác',
      shortName: 'Khác',
      abbreviation: 'K',
      place: 'Vân Sơn',
      parentLine: null,
    }
    const rename = (unit: MadeUnit) => renameUnit(admin, unit.id, { from: '2024-06-17', ...names })
    await expect(rename(officeThere)).rejects.toMatchObject({ code: 'units.not_yours' })
    await expect(rename(officeHere)).resolves.toMatchObject({ id: officeHere.id })
  })
})

describe('a copy', () => {
  it('whose hash is another than its origin’s is found by doctor', async () => {
    const [copy] = await rows<{ id: string }>(homeB, `select id from copies where what = 'plan' limit 1`)
    const set = (to: string, was: string) =>
      world.database.pool.query(
        `update ${homeB}.copies set hash = ${to}(hash) where what = 'plan' and hash = ${was}(hash) and id = $1`,
        [copy?.id],
      )
    await set('upper', 'lower')
    const ctx = world.system(testNow, homeB)
    expect((await examine(ctx, homesInvariants)).map((b) => b.code)).toContain('copy_differs')
    await set('lower', 'upper')
    expect((await examine(ctx, homesInvariants)).map((b) => b.code)).not.toContain('copy_differs')
  })
})

describe('what is copied', () => {
  it('is every column of its tables but those that are left out for a reason', async () => {
    for (const [table, columns] of Object.entries(copied)) {
      const { rows: found } = await world.database.pool.query<{ name: string }>(
        `select attname as name from pg_attribute where attrelid = '${testHome}.${table}'::regclass and attnum > 0 and not attisdropped`,
      )
      const left: readonly string[] = notCopied[table as keyof typeof copied] ?? []
      expect(found.map((c) => c.name).sort(), table).toEqual([...columns, ...left].sort())
    }
  })
})
