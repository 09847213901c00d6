import { beforeAll, describe, expect, it } from 'vitest'
import { testHome, testNow, type World } from '../../../test/support/database.ts'
import {
  again,
  expectHealthy,
  handsOf,
  homeB,
  issueAbove,
  makeTwoHomes,
  planThere,
  rowsIn,
  settle,
  toOffices,
  type TwoHomes,
} from '../../../test/support/homes.ts'
import { makeApp, type Browser } from '../../../test/support/http.ts'
import type { MadeUnit } from '../../../test/support/make.ts'
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
import { examine } from '../../cli/doctor.ts'
import { homesInvariants } from '../../cli/invariants/homes.ts'
import { canonicalJson, sha256 } from '../../platform/canonical.ts'
import { newId } from '../../platform/ids.ts'
import { drainJobs } from '../../platform/worker.ts'
import { renameUnit } from '../units/index.ts'
import { copied, notCopied } from './index.ts'

let stage: TwoHomes
let world: World
let department: MadeUnit
let officeHere: MadeUnit
let officeThere: MadeUnit
let school: MadeUnit
let above: Hands
let here: Hands
let there: Hands
let outsider: Browser

beforeAll(async () => {
  stage = await makeTwoHomes()
  ;({ world, department, officeHere, officeThere, school, above, here, there, outsider } = stage)
})

const rows = <T extends object>(home: string, query: string) => rowsIn<T>(world, home, query)

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

describe('a plan for units of two homes', () => {
  let plan: Plan

  it('is on its way until the other home has it, and stands there whole', async () => {
    plan = await issueAbove(stage)
    expect(await inboxOf(there)).toEqual([])
    const before = await sentOf(plan)
    expect(before.counts).toEqual({ all: 2, opened: 0, acknowledged: 0, returned: 0 })
    expect([wayTo(before, officeHere), wayTo(before, officeThere)]).toEqual([
      ['sent', null],
      ['sent', 'on_way'],
    ])
    await settle(world)
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
    await expectHealthy(world)
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
    await settle(world)
    expect(wayTo(await sentOf(plan), officeThere)).toEqual(['opened', 'arrived'])
    await must(there.clerk.call('POST', `deliveries/${delivery?.id ?? ''}/acknowledge`, {}))
    await settle(world)
    expect(wayTo(await sentOf(plan), officeThere)).toEqual(['acknowledged', 'arrived'])
    const owed = `select state from obligations where unit_id = '${officeThere.id}' and what = 'make_plan'`
    expect([await rows(testHome, owed), await rows(homeB, owed)]).toEqual([
      [{ state: 'open' }],
      [{ state: 'open' }],
    ])
    const made = await planThere(stage, plan)
    expect(made.sources.map((s) => s.counts)).not.toEqual([])
    await settle(world)
    expect([await rows(testHome, owed), await rows(homeB, owed)]).toEqual([
      [{ state: 'done' }],
      [{ state: 'done' }],
    ])
    await expectHealthy(world)
  })

  it('asks to follow when it is revised', async () => {
    const draft = (await must(above.drafter.call('POST', `plans/${plan.id}/draft`, {}))).json<Draft>()
    await issueContent(above, plan.id, {
      ...draft.content,
      tasks: draft.content.tasks.map((t) => (t.key === 'b' ? { ...t, title: 'Phát tờ gấp mới' } : t)),
    })
    await settle(world)
    const owed = `select state, source_revision from obligations where unit_id = '${officeThere.id}' and what = 'follow_revision'`
    expect(await rows(homeB, owed)).toEqual([{ state: 'open', source_revision: 2 }])
    expect(await rows(testHome, owed)).toEqual([{ state: 'open', source_revision: 2 }])
    await expectHealthy(world)
  })

  it('is delivered once, however often its messages come and wherever the work was cut off', async () => {
    const count = `select (select count(*) from documents)::int as documents, (select count(*) from plan_revisions)::int as plans, (select count(*) from tasks)::int as tasks,
      (select count(*) from deliveries)::int as deliveries, (select count(*) from obligations)::int as obligations, (select count(*) from notices)::int as notices,
      (select sum(recipients) from dispatches)::int as recipients, (select count(*) from inbox_messages)::int as inbox`
    const before = [await rows(testHome, count), await rows(homeB, count)]
    await again(world)
    expect([await rows(testHome, count), await rows(homeB, count)]).toEqual(before)
    await expectHealthy(world)
  })
})

describe('a plan that was not meant for the office there', () => {
  it('goes back with the reason, is sent again and arrives anew', async () => {
    const plan = await issueAbove(stage)
    await settle(world)
    const [delivery] = (await inboxOf(there)).filter((i) => i.document.planId === plan.id)
    const id = delivery?.id ?? ''
    const owed = `select state from obligations where unit_id = '${officeThere.id}' and what = 'make_plan' and source_id = '${plan.id}'`
    const states = async () =>
      (await Promise.all([rows<{ state: string }>(testHome, owed), rows<{ state: string }>(homeB, owed)]))
        .flat()
        .map((o) => o.state)
    expect(await states()).toEqual(['open', 'open'])
    await must(there.clerk.call('POST', `deliveries/${id}/return`, { reason: 'Gửi nhầm huyện' }))
    await settle(world)
    expect(wayTo(await sentOf(plan), officeThere)).toEqual(['returned', 'arrived'])
    expect(await states()).toEqual(['void', 'void'])

    const hour = '2024-06-17T03:00:00Z'
    const app = await makeApp(world, hour)
    const sender = await handsOf({ world, app }, department)
    await must(sender.clerk.call('POST', `deliveries/${id}/resend`))
    await settle(world, hour)
    expect(wayTo(await sentOf(plan), officeThere)).toEqual(['sent', 'arrived'])
    expect((await inboxOf(there)).find((i) => i.id === id)?.state).toBe('sent')
    expect(await states()).toEqual(['open', 'open'])
    const later = await handsOf(
      { world, app: await makeApp(world, '2024-06-17T04:00:00Z') },
      officeThere,
      homeB,
    )
    await must(later.clerk.call('POST', `deliveries/${id}/open`, {}))
    await settle(world, '2024-06-17T04:00:00Z')
    expect(wayTo(await sentOf(plan), officeThere)).toEqual(['opened', 'arrived'])
    await expectHealthy(world)
  })
})

describe('a message that is not what it says', () => {
  interface OnItsWay {
    documentId: string
    messageId: string
  }

  /** A plan for the office there whose message lies in its inbox, changed by hand; `rehash`: by somebody who knows how. */
  async function lay(change: (body: Record<string, unknown>) => void, rehash = true): Promise<OnItsWay> {
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
    return { documentId: plan.documentId, messageId: row.id }
  }

  /** @returns the code for which it was refused */
  async function refusal({ documentId, messageId }: OnItsWay): Promise<string> {
    await expect(drainJobs(world.system(testNow, homeB))).rejects.toThrow()
    const found = await rows<{ error: string }>(homeB, `select error from jobs where id = '${messageId}'`)
    expect((await inboxOf(there)).map((i) => i.document.id)).not.toContain(documentId)
    await world.database.pool.query(`delete from ${homeB}.jobs where id = $1`, [messageId])
    return found[0]?.error ?? ''
  }
  const contentOf = (body: Record<string, unknown>) => body['content'] as Record<string, unknown>

  it('is not taken in: altered on the way, in another’s name, or for somebody elsewhere', async () => {
    const altered = await lay((body) => (contentOf(body)['at'] = '2020-01-01T00:00:00.000Z'), false)
    expect(await refusal(altered)).toBe('homes.altered')
    const pretended = await lay((body) => (contentOf(body)['senderId'] = school.id))
    expect(await refusal(pretended)).toBe('dispatch.not_theirs')
    const inOurName = await lay((body) => {
      for (const row of (body['copies'] as Record<string, Record<string, unknown>[]>)['documents'] ?? [])
        row['unit_id'] = school.id
    })
    expect(await refusal(inOurName)).toBe('homes.impostor')
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

describe('a grant in a message', () => {
  it('shows nobody here what this home keeps to itself', async () => {
    const [own] = await rows<{ id: string }>(
      homeB,
      `select id from plans where unit_id = '${officeThere.id}'`,
    )
    const secret = { what: 'plan', id: own?.id, revision: 1, ground: 'delivered' }
    const before = await inboxOf(there)
    const plan = await makeIssuedPlan(
      above,
      readyContent({
        tasks: [readyTask('d')],
        recipients: [{ ...toOffices, kind: 'unit', unitId: officeThere.id }],
      }),
    )
    await world.database.pool.query(
      `update ${testHome}.jobs set payload = jsonb_set(payload, '{about,grants}', payload->'about'->'grants' || $1::jsonb)
       where kind = 'homes.send' and payload->'about'->>'documentId' = $2`,
      [JSON.stringify(secret), plan.documentId],
    )
    await settle(world)
    expect(await inboxOf(there)).toHaveLength(before.length + 1)
    expect(await rows(homeB, `select 1 from reader where what = 'plan' and id = '${plan.id}'`)).toHaveLength(
      1,
    )
    expect(await rows(homeB, `select 1 from reader where what = 'plan' and id = '${own?.id ?? ''}'`)).toEqual(
      [],
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
    expect(await rows(homeB, `select 1 from amendment_requests`)).toEqual([])
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
