import { beforeAll, describe, expect, it } from 'vitest'
import { tablesHolding } from '../../../test/support/backups.ts'
import { testHome, testNow, type World } from '../../../test/support/database.ts'
import {
  again,
  expectHealthy,
  homeB,
  makeTwoHomes,
  rowsIn,
  settle,
  toOffices,
  type TwoHomes,
} from '../../../test/support/homes.ts'
import { makePerson, makeUnit, type MadeUnit } from '../../../test/support/make.ts'
import {
  issueContent,
  type Draft,
  makeIssuedPlan,
  must,
  readyContent,
  readyTask,
  type Plan,
} from '../../../test/support/plans.ts'
import { handInReport, reportOf, someWords } from '../../../test/support/reports.ts'
import { signedIn } from '../../../test/support/http.ts'
import { canonicalJson, sha256 } from '../../platform/canonical.ts'
import { newId } from '../../platform/ids.ts'
import { makeHome } from '../../platform/migrate.ts'
import { findPersonalTables } from '../../platform/personal.ts'
import { drainJobs } from '../../platform/worker.ts'
import { openReports } from '../reports/index.ts'
import { startOfDay } from '../../platform/clock.ts'
import { erasePerson, getErasure } from '../people/index.ts'
import { copied, coveredTables } from './index.ts'

const ground = 'Yêu cầu ngày 10/6/2024 của người có dữ liệu'

let stage: TwoHomes
let world: World
beforeAll(async () => {
  stage = await makeTwoHomes()
  world = stage.world
})

const rows = <T extends object>(home: string, query: string) => rowsIn<T>(world, home, query)
const holding = (home: string, name: string) => tablesHolding(world.database.pool, name, [home])
const admin = (unit: MadeUnit, at = testNow) => world.as({ unitId: unit.id, roles: ['admin'] }, at)

/** Somebody of a unit with a name of their own, in no account. */
async function somebody(unit: MadeUnit, name: string, home = testHome): Promise<string> {
  return (await makePerson(world, unit.id, { name, home })).personId
}

/** A plan of the department for the offices of both homes that names somebody in its opening and in a task. */
const planNaming = (name: string): Promise<Plan> =>
  makeIssuedPlan(
    stage.above,
    readyContent({
      opening: `Lãnh đạo phụ trách: bà ${name}.`,
      tasks: [
        readyTask('a', { leadWords: `Bà ${name}`, target: { indicator: 'meetings', value: 1 } }),
        readyTask('b', { target: { indicator: 'leaflets', value: 900 } }),
      ],
      recipients: [toOffices],
      belowDueOn: '2024-07-15',
    }),
  )

let hours = 0
/** Each redaction in an hour of its own, and papers a minute after it: of one instant nobody can say which came first. */
const nextHour = () => new Date(Date.parse(testNow) + 3_600_000 * (hours += 1)).toISOString()
const beforePapers = (kind: string) => kind !== 'document.render'
async function settleAll(at: string): Promise<void> {
  let n: number
  do
    n =
      (await drainJobs(world.system(at), beforePapers)) +
      (await drainJobs(world.system(at, homeB), beforePapers))
  while (n > 0)
  await settle(world, new Date(Date.parse(at) + 60_000).toISOString())
}

const textOf = async (home: string, id: string) =>
  (await rows<{ text: string }>(home, `select text from documents where id = '${id}'`))[0]?.text ?? ''

describe('an erasure in the home of the sender', () => {
  const name = 'Hoàng Thị Thúy An'
  let plan: Plan
  let personId: string
  let papers: string[]
  let at: string

  beforeAll(async () => {
    personId = await somebody(stage.department, name)
    plan = await planNaming(name)
    await settle(world)
    // The office takes the words over into a plan of its own.
    const opening = `Thực hiện phân công của bà ${name}:`
    const words = { opening, tasks: [readyTask('c')] }
    await makeIssuedPlan(stage.there, readyContent({ ...words, recipients: [] }))
    await settle(world)
    papers = (
      await rows<{ hash: string }>(
        homeB,
        `select unnest(array[docx_hash, pdf_hash]) as hash from document_papers where document_id = '${plan.documentId}'`,
      )
    ).map((r) => r.hash)
    expect(papers).toHaveLength(2)
    expect(await holding(homeB, name)).toEqual(
      expect.arrayContaining(['documents', 'plan_revisions', 'tasks'].map((t) => `${homeB}.${t}`)),
    )
  })

  it('is on its way until the other home has done it, and no message holds the name', async () => {
    at = nextHour()
    await erasePerson(admin(stage.department, at), personId, { ground })
    await drainJobs(world.system(at), beforePapers)
    expect(await holding(testHome, name)).toEqual([])
    const { elsewhere } = await getErasure(admin(stage.department), personId)
    expect(elsewhere).toEqual([{ home: 'Tỉnh Bình Sơn', state: 'on_way', rows: 0, files: 0, left: [] }])
    const lying = await rows<{ body: string }>(
      homeB,
      `select body::text as body from inbox_messages where kind = 'redaction' and handled_at is null`,
    )
    expect(lying).toHaveLength(1)
    expect(lying[0]?.body).toContain(plan.id)
    expect(lying[0]?.body).not.toContain(name)
  })

  it('covers the copies there, papers and files with them, in events and a register of that home', async () => {
    await settleAll(at)
    expect(await textOf(homeB, plan.documentId)).toContain('[đã xóa')
    expect(await textOf(homeB, plan.documentId)).toBe(await textOf(testHome, plan.documentId))
    const files = await rows<{ hash: string; reason: string }>(
      homeB,
      `select hash, redaction_reason as reason from files where hash in ('${papers.join("','")}')`,
    )
    expect(files.map((f) => f.reason)).toEqual(['erased', 'erased'])
    for (const hash of papers) expect(await world.files.has(hash)).toBe(false)
    const shown = await stage.there.drafter.call('GET', `documents/${plan.documentId}/files/pdf`)
    expect([shown.statusCode, shown.rawPayload.subarray(0, 4).toString()]).toEqual([200, '%PDF'])
    const register = await rows<{ what: string; ground: string }>(
      homeB,
      `select r.what, r.ground from redactions r join events e on e.id = r.event_id
       where e.verb = 'words.redact' and e.subjects->0->>'what' = 'inbox_message' order by 1`,
    )
    expect(register.map((r) => r.what)).toEqual(
      expect.arrayContaining(['documents', 'plan_revisions', 'tasks']),
    )
    expect(new Set(register.map((r) => r.ground))).toEqual(new Set([ground]))
    await expectHealthy(world)
  })

  it('leaves the words of the units there to their own people, and says to whoever erased what is left', async () => {
    const { elsewhere } = await getErasure(admin(stage.department), personId)
    expect(elsewhere).toHaveLength(1)
    expect(elsewhere[0]).toMatchObject({ home: 'Tỉnh Bình Sơn', state: 'covered', files: 2 })
    expect(elsewhere[0]?.rows).toBeGreaterThanOrEqual(3)
    const left = (await holding(homeB, name)).map((t) => t.slice(homeB.length + 1))
    expect(left).toEqual(expect.arrayContaining(['plan_revisions', 'documents']))
    expect(elsewhere[0]?.left.map((l) => l.what).sort()).toEqual(left.sort())
    const own = await rows<{ id: string }>(
      homeB,
      `select id from documents where unit_id = '${stage.officeThere.id}' and position('${name}' in text) > 0`,
    )
    expect(own.length).toBeGreaterThan(0)
  })

  it('is nobody else’s to see', async () => {
    const stranger = await makeUnit(world)
    const person = await makePerson(world, stranger.id, { roles: ['admin', 'leader'] })
    const outsider = await signedIn(world, stage.app, person)
    expect((await outsider.call('GET', `people/${personId}/erasure`)).statusCode).toBe(404)
    const there = await makePerson(world, stage.officeThere.id, { roles: ['admin'], home: homeB })
    const browser = await signedIn(world, stage.app, there)
    expect((await browser.call('GET', `people/${personId}/erasure`)).statusCode).toBe(404)
    expect((await stage.outsider.call('GET', `documents/${plan.documentId}`)).statusCode).toBe(404)
  })

  it('happens once, however often its messages and jobs come', async () => {
    const count = `select (select count(*) from events where verb = 'words.redact')::int as redacted, (select count(*) from redactions)::int as register,
      (select count(*) from outbox_messages)::int as outbox, (select count(*) from inbox_messages)::int as inbox,
      (select count(*) from carried_redactions)::int as told, (select count(*) from carried_answers)::int as answers`
    const before = [await rows(testHome, count), await rows(homeB, count)]
    await again(world)
    expect([await rows(testHome, count), await rows(homeB, count)]).toEqual(before)
    await expectHealthy(world)
  })
})

describe('a message with the name that was on its way', () => {
  it('and lies in the inbox when the redaction is taken in, is covered where it lies', async () => {
    const name = 'Lê Thị Bích Ngà'
    const personId = await somebody(stage.department, name)
    const plan = await planNaming(name)
    await drainJobs(world.system())
    const later = `update ${homeB}.jobs set run_at = $2 where kind = 'homes.take_in' and state = 'waiting' and ($1 or payload->>'messageId' in
      (select id::text from ${homeB}.inbox_messages where kind = 'delivery'))`
    await world.database.pool.query(later, [false, '2024-07-18T00:00:00Z'])
    expect(await holding(homeB, name)).toEqual([`${homeB}.inbox_messages`])
    const at = nextHour()
    await erasePerson(admin(stage.department, at), personId, { ground })
    await settleAll(at)
    expect(await textOf(homeB, plan.documentId)).toBe('')
    expect(await holding(homeB, name)).toEqual([])
    await world.database.pool.query(later, [true, at])
    await settleAll(at)
    const shown = await stage.there.drafter.call('GET', `documents/${plan.documentId}/files/pdf`)
    expect([shown.statusCode, shown.rawPayload.subarray(0, 4).toString()]).toEqual([200, '%PDF'])
    expect(await textOf(homeB, plan.documentId)).toBe(await textOf(testHome, plan.documentId))
    expect(await holding(homeB, name)).toEqual([])
    await expectHealthy(world)
  })

  it('and was ordered before it lies there first', async () => {
    const name = 'Phạm Thị Hồng Vân'
    const personId = await somebody(stage.department, name)
    await planNaming(name)
    await drainJobs(world.system(), (kind) => kind !== 'homes.send')
    // Whoever carries it has gathered it, and is slow to lay it down.
    const move = `update ${testHome}.jobs set run_at = $1 where kind = 'homes.send' and state = 'waiting' and payload->>'kind' = 'delivery'`
    await world.database.pool.query(move, ['2024-07-18T00:00:00Z'])
    const at = nextHour()
    await erasePerson(admin(stage.department, at), personId, { ground })
    await settleAll(at)
    const sent = `select count(*)::int as n from outbox_messages m join carried_redactions c on c.message_id = m.id
      where c.subject_id = '${personId}' and m.sent_at is not null`
    expect(await rows(testHome, sent)).toEqual([{ n: 0 }])
    await world.database.pool.query(move, [testNow])
    await settleAll(nextHour())
    expect(await rows(testHome, sent)).toEqual([{ n: 1 }])
    expect((await getErasure(admin(stage.department), personId)).elsewhere[0]?.state).toBe('covered')
    expect(await holding(homeB, name)).toEqual([])
  })
})

describe('a redaction of another home', () => {
  it('covers nothing that is this home’s own', async () => {
    const name = 'Trần Thị Kim Oanh'
    const personId = await somebody(stage.department, name)
    await planNaming(name)
    await settle(world)
    const [own] = await rows<{ id: string; text: string }>(
      homeB,
      `select id, text from documents where unit_id = '${stage.officeThere.id}' limit 1`,
    )
    const at = nextHour()
    await erasePerson(admin(stage.department, at), personId, { ground })
    await drainJobs(world.system(at), beforePapers)
    const [message] = await rows<{ id: string; body: { content: { rows: unknown[] } } }>(
      homeB,
      `select id, body from inbox_messages where kind = 'redaction' and handled_at is null`,
    )
    message?.body.content.rows.push({
      table: 'documents',
      key: [own?.id],
      texts: [{ path: 'text', length: own?.text.length, spans: [[0, 20]] }],
    })
    const body = canonicalJson(message?.body)
    await world.database.pool.query(`update ${homeB}.inbox_messages set body = $2, hash = $3 where id = $1`, [
      message?.id,
      body,
      sha256(body),
    ])
    await settleAll(at)
    expect(await textOf(homeB, own?.id ?? '')).toBe(own?.text)
    expect(await holding(homeB, name)).toEqual([])
    await expectHealthy(world)
  })
})

describe('the tables that a redaction names', () => {
  it('are those of the copies that can hold a person', async () => {
    const personal = (await findPersonalTables(world.database.db, testHome)).map((t) => t.name)
    expect([...coveredTables].sort()).toEqual(
      Object.keys(copied)
        .filter((t) => personal.includes(t) && t !== 'files')
        .sort(),
    )
  })
})

describe('an erasure in the home that reported', () => {
  it('reaches the report and the activities that the superior’s home holds', async () => {
    const name = 'Vũ Thị Lan Phương'
    const personId = await somebody(stage.officeThere, name, homeB)
    await must(
      stage.there.drafter.call('POST', 'activities', {
        id: newId(),
        day: '2024-06-01',
        title: `Bà ${name} tuyên truyền`,
        form: 'regular_meeting',
        audiences: ['teachers'],
        persons: 30,
        attendances: 30,
        figures: [{ indicator: 'meetings', n: 1 }],
        tasks: [],
        result: `Bà ${name} trình bày`,
        shortcoming: '',
        cause: '',
        nextStep: '',
        cost: null,
        fund: null,
        photoIds: [],
      }),
    )
    for (const home of [testHome, homeB]) await openReports(world.system(startOfDay('2024-06-15'), home))
    await settle(world)
    const report = await reportOf(world, stage.officeThere)
    const words = {
      ...someWords,
      texts: someWords.texts.map((t) => ({ ...t, words: `Bà ${name} báo cáo.` })),
    }
    const signer = { signerPersonId: null, authority: null }
    expect((await handInReport(stage.there.leader, report, words, signer)).statusCode).toBe(200)
    await settle(world)
    expect(await holding(testHome, name)).toEqual(
      expect.arrayContaining(['activity_versions', 'report_versions'].map((t) => `${testHome}.${t}`)),
    )
    const at = nextHour()
    const there = { ...admin(stage.officeThere, at), home: homeB }
    await erasePerson(there, personId, { ground })
    await settleAll(at)
    expect(await holding(homeB, name)).toEqual([])
    expect(await holding(testHome, name)).toEqual([])
    const { elsewhere } = await getErasure(there, personId)
    expect(elsewhere).toMatchObject([{ state: 'covered', left: [] }])
    await expectHealthy(world)
  })
})

describe('a home that handed copies on', () => {
  it('tells the third what it was told, and what that answers goes back to whoever erased', async () => {
    const homeC = 'home_c'
    await makeHome(world.database.pool, 'c', 'Tỉnh Cẩm Sơn', new Date(testNow))
    const farther = await makeUnit(world, {
      name: 'TH Cẩm Sơn',
      profession: stage.officeThere.id,
      home: homeC,
    })
    const name = 'Đặng Thị Ngọc Ánh'
    const personId = await somebody(stage.department, name)
    const plan = await planNaming(name)
    await settle(world)
    const id = newId()
    const documents = [{ documentId: plan.documentId }]
    const answer = await must(stage.there.drafter.call('POST', 'plans', { id, year: 2024, documents }))
    const draft = answer.json<Draft>()
    await issueContent(stage.there, id, {
      ...draft.content,
      signer: { personId: null, authority: null, position: 'Trưởng phòng' },
      recipients: [{ words: 'TH Cẩm Sơn', kind: 'unit', purpose: 'carry out', unitId: farther.id }],
      tasks: draft.content.tasks.map((t) => ({ ...t, decision: 'kept' as const, target: null })),
    })
    const allThree = async (at: string) => {
      do await settleAll(at)
      while ((await drainJobs(world.system(at, homeC))) > 0)
    }
    await settle(world)
    await drainJobs(world.system(testNow, homeC))
    expect(await textOf(homeC, plan.documentId)).toContain(name)
    const at = nextHour()
    await erasePerson(admin(stage.department, at), personId, { ground })
    await allThree(at)
    for (const home of [testHome, homeB, homeC]) expect(await holding(home, name)).toEqual([])
    expect(await textOf(homeC, plan.documentId)).toBe(await textOf(testHome, plan.documentId))
    const { elsewhere } = await getErasure(admin(stage.department), personId)
    expect(elsewhere.map(({ home, state, left }) => ({ home, state, left }))).toEqual(
      ['Tỉnh Bình Sơn', 'Tỉnh Cẩm Sơn'].map((home) => ({ home, state: 'covered', left: [] })),
    )
    await expectHealthy(world)
  })
})
