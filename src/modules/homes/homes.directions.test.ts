import { beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { testHome, testNow, type World } from '../../../test/support/database.ts'
import {
  again,
  expectHealthy,
  handsOf,
  homeB,
  makeTwoHomes,
  rowsIn,
  settle,
  type TwoHomes,
} from '../../../test/support/homes.ts'
import { makeApp } from '../../../test/support/http.ts'
import { makeIssuedPlan, must, readyContent, readyTask, type Hands } from '../../../test/support/plans.ts'
import { examine } from '../../cli/doctor.ts'
import { homesInvariants } from '../../cli/invariants/homes.ts'
import { canonicalJson, sha256 } from '../../platform/canonical.ts'
import type { Clock } from '../../platform/clock.ts'
import { newId } from '../../platform/ids.ts'
import { redactedWords } from '../../platform/redaction.ts'
import { drainJobs } from '../../platform/worker.ts'
import type { Direction } from '../directions/directions.schema.ts'

type Shown = z.output<typeof Direction>

let stage: TwoHomes
let world: World
/** Of two changes of one duty the later stands, so every deed has an instant of its own. */
let instant = Date.parse(testNow)
const clock: Clock = { now: () => new Date((instant += 1)), today: () => testNow.slice(0, 10) }
const now = () => clock.now().toISOString()
/** All that is on its way comes. */
const settleAll = () => settle(world, now())
let documentId: string
let clauseKey: string
beforeAll(async () => {
  const made = await makeTwoHomes()
  world = made.world
  const at = { world, app: await makeApp(world, clock) }
  stage = {
    ...made,
    above: await handsOf(at, made.department),
    here: await handsOf(at, made.officeHere),
    there: await handsOf(at, made.officeThere, homeB),
    below: await handsOf(at, made.school, homeB),
  }
  documentId = (await paperOf(stage.above)).documentId
  await settleAll()
  const [clause] = await rowsIn<{ key: string }>(
    world,
    testHome,
    `select key from clauses where document_id = '${documentId}' order by ord limit 1`,
  )
  clauseKey = clause?.key ?? ''
})

/** A document of a unit, with clauses, that it sent to nobody. */
const paperOf = (hands: Hands) =>
  makeIssuedPlan(hands, readyContent({ tasks: [readyTask('a')], recipients: [] }))

const rows = <T extends object>(home: string, query: string) => rowsIn<T>(world, home, query)
const both = async (query: string) => [await rows(testHome, query), await rows(homeB, query)]

/** A direction of the department to the offices of both homes, with its document and the clause it rests on. */
async function sent(part: object = {}): Promise<string> {
  const id = newId()
  const content = {
    title: 'Rà soát bảng niêm yết',
    words: 'Rà soát bảng niêm yết ở mọi điểm.',
    expects: 'carry_out',
    dueOn: '2024-06-28',
    documentId,
    clauses: [clauseKey],
    lines: ['Các phòng GD&ĐT'],
    ...part,
  }
  await must(stage.above.drafter.call('PUT', `directions/${id}/draft`, { version: 0, content }))
  await must(stage.above.leader.call('POST', `directions/${id}/send`, { version: 1 }))
  return id
}
const read = async (hands: Hands, id: string) =>
  (await must(hands.drafter.call('GET', `directions/${id}`))).json<Shown>()
const act = async (hands: Hands, id: string, body: object) => {
  const actId = newId()
  await must(hands.leader.call('POST', `directions/${id}/acts`, { id: actId, ...body }))
  return actId
}
/** How a direction stands with the office there, as the department sees it. */
const partThere = async (id: string) =>
  (await read(stage.above, id)).recipients.find((r) => r.unit.id === stage.officeThere.id)
const dutyThere = (id: string) =>
  both(
    `select state, due_on::text as due from obligations where what = 'follow_direction' and source_id = '${id}' and unit_id = '${stage.officeThere.id}'`,
  )
const kinds = (shown: Shown) => shown.acts.map((a) => a.kind)

describe('a direction for units of two homes', () => {
  let id: string

  it('arrives there with its day, its document and its clause, and is owed in both', async () => {
    id = await sent()
    expect((await read(stage.here, id)).own?.state).toBe('sent')
    expect((await stage.there.drafter.call('GET', `directions/${id}`)).statusCode).toBe(404)
    await settleAll()
    const shown = await read(stage.there, id)
    expect(shown).toMatchObject({
      title: 'Rà soát bảng niêm yết',
      unit: { id: stage.department.id },
      own: { state: 'sent', dueOn: '2024-06-28' },
      document: { id: documentId },
      clauses: [{ key: clauseKey }],
      recipients: [],
      may: ['acknowledge', 'answer', 'ask'],
    })
    expect((await stage.there.drafter.call('GET', `documents/${documentId}`)).statusCode).toBe(200)
    expect(await dutyThere(id)).toEqual([
      [{ state: 'open', due: '2024-06-28' }],
      [{ state: 'open', due: '2024-06-28' }],
    ])
    const today = await must(stage.there.drafter.call('GET', 'today'))
    expect(today.body).toContain('Thực hiện chỉ đạo: Rà soát bảng niêm yết')
  })

  it('is seen by nobody there to whom it did not go', async () => {
    for (const browser of [stage.outsider, stage.below.drafter]) {
      expect((await browser.call('GET', `directions/${id}`)).statusCode).toBe(404)
      expect((await browser.call('GET', `documents/${documentId}`)).statusCode).toBe(404)
      const asked = { id: newId(), kind: 'ask', words: 'Ai?' }
      expect((await browser.call('POST', `directions/${id}/acts`, asked)).statusCode).toBe(404)
    }
    expect(await both(`select 1 from direction_acts where direction_id = '${id}'`)).toEqual([[], []])
  })

  it('has its questions answered across', async () => {
    await act(stage.there, id, { kind: 'acknowledge' })
    const question = await act(stage.there, id, { kind: 'ask', words: 'Điểm lẻ có phải niêm yết không?' })
    await settleAll()
    expect(await partThere(id)).toMatchObject({ state: 'acknowledged', questions: 1 })
    const today = await must(stage.above.leader.call('GET', 'today'))
    expect(today.body).toContain('Trả lời câu hỏi của')
    await act(stage.above, id, { kind: 'reply', toAct: question, words: 'Có.' })
    await settleAll()
    expect((await read(stage.there, id)).acts.at(-1)).toMatchObject({ kind: 'reply', words: 'Có.' })
    const owed = `select state from obligations where what = 'answer_question' and source_id = '${question}'`
    expect(await both(owed)).toEqual([[{ state: 'done' }], [{ state: 'done' }]])
  })

  it('tells the other home what was replied to all, not who asked', async () => {
    const question = await act(stage.here, id, { kind: 'ask', words: 'Khổ giấy nào?' })
    await settleAll()
    expect(kinds(await read(stage.there, id))).toEqual(['acknowledge', 'ask', 'reply'])
    await act(stage.above, id, { kind: 'reply', toAct: question, words: 'A3.', isPublic: true })
    await settleAll()
    const told = (await read(stage.there, id)).acts.slice(-2)
    expect(told.map((a) => [a.kind, a.words, a.unit])).toEqual([
      ['ask', 'Khổ giấy nào?', null],
      ['reply', 'A3.', null],
    ])
    await expectHealthy(world)
  })

  it('is answered with what was done, returned, answered again and accepted', async () => {
    const activity = newId()
    const done = { day: '2024-06-12', form: 'poster', title: 'Treo bảng ở ba điểm', tasks: [] }
    await must(stage.there.drafter.call('POST', 'activities', { id: activity, ...done }))
    const { documentId: paper } = await paperOf(stage.there)
    await act(stage.there, id, {
      kind: 'answer',
      words: 'Đã niêm yết.',
      activities: [activity],
      documents: [paper],
    })
    await settleAll()
    const answered = await read(stage.above, id)
    expect(answered.recipients.find((r) => r.unit.id === stage.officeThere.id)).toMatchObject({
      state: 'answered',
      closedOn: '2024-06-17',
    })
    const shown = answered.acts.at(-1)?.evidence ?? []
    expect(shown.map((e) => [e.what, e.id])).toEqual([
      ['activity', activity],
      ['document', paper],
    ])
    for (const path of [`activities/${activity}`, `documents/${paper}`]) {
      expect((await stage.above.drafter.call('GET', path)).statusCode, path).toBe(200)
      expect((await stage.here.drafter.call('GET', path)).statusCode, path).toBe(404)
    }
    expect(await dutyThere(id)).toMatchObject([[{ state: 'done' }], [{ state: 'done' }]])

    await act(stage.above, id, { kind: 'return', unitId: stage.officeThere.id, words: 'Thiếu Nà Bó.' })
    await settleAll()
    expect((await read(stage.there, id)).own?.state).toBe('returned')
    expect(await dutyThere(id)).toMatchObject([[{ state: 'open' }], [{ state: 'open' }]])
    await act(stage.there, id, { kind: 'answer', words: 'Đã bổ sung.' })
    await settleAll()
    await act(stage.above, id, { kind: 'accept', unitId: stage.officeThere.id })
    await settleAll()
    expect((await read(stage.there, id)).own?.state).toBe('done')
    expect((await partThere(id))?.state).toBe('done')
    await expectHealthy(world)
  })

  it('happens once, however often its messages and jobs come', async () => {
    const count = `select (select count(*) from directions)::int as directions, (select count(*) from direction_acts)::int as acts,
      (select count(*) from direction_recipients)::int as recipients, (select count(*) from obligations)::int as obligations,
      (select count(*) from notices)::int as notices, (select count(*) from reader)::int as readers, (select count(*) from copies)::int as copies,
      (select count(*) from inbox_messages)::int as inbox`
    const before = await both(count)
    await again(world, now())
    expect(await both(count)).toEqual(before)
  })
})

describe('messages about a direction', () => {
  it('have their effect in whatever order they come', async () => {
    const id = await sent()
    await act(stage.above, id, { kind: 'extend', dueOn: '2024-07-28', words: 'Lũ' })
    const hold = (to: string | null) =>
      world.database.pool.query(
        `update ${testHome}.jobs set run_at = $1 where kind = 'homes.send' and state = 'waiting' and ($2 or payload->'about'->>'units' <> '[]')`,
        [to ?? testNow, to === null],
      )
    // The later day comes first, then the direction.
    await hold('2024-07-01T00:00:00Z')
    await settleAll()
    expect((await stage.there.drafter.call('GET', `directions/${id}`)).statusCode).toBe(404)
    await hold(null)
    await settleAll()
    expect((await read(stage.there, id)).acts).toEqual([])
    instant += 6_000
    await settleAll()
    expect(await read(stage.there, id)).toMatchObject({ own: { dueOn: '2024-07-28' } })
    expect(kinds(await read(stage.there, id))).toEqual(['extend'])
    await expectHealthy(world)
  })

  it('an answer and a later day that cross each other leave it answered in both', async () => {
    const id = await sent()
    await settleAll()
    await act(stage.there, id, { kind: 'answer', words: 'Xong.' })
    const later = { kind: 'extend', dueOn: '2024-07-28', words: 'Lũ', unitId: stage.officeThere.id }
    await act(stage.above, id, later)
    await settleAll()
    expect(await dutyThere(id)).toEqual([
      [{ state: 'done', due: '2024-07-28' }],
      [{ state: 'done', due: '2024-07-28' }],
    ])
    await expectHealthy(world)
  })

  it('a withdrawal ends it there too, with the question that was asked', async () => {
    const id = await sent()
    await settleAll()
    const question = await act(stage.there, id, { kind: 'ask', words: 'Còn phải làm không?' })
    await settleAll()
    await act(stage.above, id, { kind: 'withdraw', words: 'Tỉnh đã làm chung.' })
    await settleAll()
    expect(await read(stage.there, id)).toMatchObject({
      withdrawn: { reason: 'Tỉnh đã làm chung.' },
      own: { state: 'withdrawn' },
      may: [],
    })
    const owed = `select state from obligations where source_id in ('${id}', '${question}') and '${stage.officeThere.id}' in (unit_id, owed_to)`
    for (const home of await both(owed)) expect(home).toEqual([{ state: 'void' }, { state: 'void' }])
    await expectHealthy(world)
  })
})

describe('words that are taken away by law', () => {
  const redact = (hands: Hands, id: string, body: object = {}) =>
    must(hands.leader.call('POST', `directions/${id}/redaction`, { ground: 'Đơn ngày 10/6/2024', ...body }))

  it('go in the other home too: of the direction, of an act, and where they are repeated', async () => {
    const id = await sent({ title: 'Rà soát trường hợp ông Bùi Văn Kế', words: 'Về ông Bùi Văn Kế.' })
    await settleAll()
    const question = await act(stage.there, id, { kind: 'ask', words: 'Ông Bùi Văn Kế ở đâu?' })
    await settleAll()
    await redact(stage.above, id)
    await redact(stage.there, id, { actId: question })
    await settleAll()
    for (const hands of [stage.above, stage.there]) {
      const shown = await read(hands, id)
      expect([shown.words, shown.redacted?.ground]).toEqual([redactedWords, 'Đơn ngày 10/6/2024'])
      expect(shown.acts[0]).toMatchObject({
        words: redactedWords,
        redacted: { ground: 'Đơn ngày 10/6/2024' },
      })
    }
    const repeated = `select 1 from obligations where facts::text like '%Bùi Văn Kế%'`
    expect(await both(repeated)).toEqual([[], []])
    await expectHealthy(world)
  })
})

describe('a message about a direction that is not what it says', () => {
  it('is not taken in: a direction in another’s name, an act that is not that home’s', async () => {
    const lie = async (id: string, change: (copies: Record<string, Record<string, unknown>[]>) => void) => {
      await drainJobs(world.system(now()))
      const [row] = await rows<{ id: string; body: { copies: Record<string, Record<string, unknown>[]> } }>(
        homeB,
        `select id, body from inbox_messages where kind = 'direction' and handled_at is null and body->'content'->>'directionId' = '${id}'`,
      )
      if (!row) throw new Error('nothing on its way')
      change(row.body.copies)
      const text = canonicalJson(row.body)
      await world.database.pool.query(
        `update ${homeB}.inbox_messages set body = $2, hash = $3 where id = $1`,
        [row.id, text, sha256(text)],
      )
      await expect(drainJobs(world.system(now(), homeB))).rejects.toThrow()
      const found = await rows<{ error: string }>(homeB, `select error from jobs where id = '${row.id}'`)
      await world.database.pool.query(`delete from ${homeB}.jobs where id = $1`, [row.id])
      await settleAll()
      return found[0]?.error
    }
    const pretended = await sent()
    expect(
      await lie(pretended, (copies) => {
        for (const row of copies['directions'] ?? []) row['unit_id'] = stage.school.id
      }),
    ).toBe('dispatch.not_theirs')
    const id = await sent()
    await settleAll()
    await act(stage.above, id, { kind: 'extend', dueOn: '2024-07-28', words: 'Lũ' })
    expect(
      await lie(id, (copies) => {
        for (const row of copies['direction_acts'] ?? []) row['by_unit_id'] = stage.officeThere.id
      }),
    ).toBe('dispatch.not_theirs')
    expect((await read(stage.there, id)).acts).toEqual([])
    const ctx = world.system('2024-06-19T01:42:00Z')
    expect((await examine(ctx, homesInvariants)).map((b) => [b.code, b.values['fault']])).toEqual(
      Array(2).fill(['message_late', 'not_taken_in']),
    )
  })
})
