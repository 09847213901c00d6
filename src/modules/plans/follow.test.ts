import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { makeWorld, testHome, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { makePerson, makeUnit, type MadeUnit } from '../../../test/support/make.ts'
import {
  issueContent,
  issueDraft,
  makeIssuedPlan,
  must,
  readyContent,
  readyTask,
  type Draft,
  type Hands,
  type Plan,
} from '../../../test/support/plans.ts'
import { newId } from '../../platform/ids.ts'
import { transaction } from '../../platform/tx.ts'
import type { Amendment, AmendmentList } from './amendments.schema.ts'
import type { DerivedAnswer } from './plans.api.schema.ts'
import type { PlanTask } from './plans.schema.ts'

type Derived = z.output<typeof DerivedAnswer>

let world: World
let app: FastifyInstance
let office: MadeUnit
let schools: MadeUnit[]
let officeHands: Hands
let schoolHands: Hands[]
let outsider: Browser

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  office = await makeUnit(world, {
    kind: 'education_office',
    name: 'Phòng GD&ĐT huyện Vân Sơn',
    abbreviation: 'PGDĐT',
  })
  schools = [
    await makeUnit(world, { name: 'TH Vĩnh Hòa', profession: office.id }),
    await makeUnit(world, { name: 'TH Suối Bạc', profession: office.id }),
  ]
  officeHands = await handsOf(office)
  schoolHands = await Promise.all(schools.map(handsOf))
  const elsewhere = await makeUnit(world)
  outsider = await signedIn(
    world,
    app,
    await makePerson(world, elsewhere.id, { roles: ['specialist', 'leader', 'clerk'] }),
  )
})

async function handsOf(unit: MadeUnit): Promise<Hands> {
  const browser = async (role: 'specialist' | 'leader' | 'clerk') =>
    signedIn(world, app, await makePerson(world, unit.id, { roles: [role] }))
  return {
    drafter: await browser('specialist'),
    leader: await browser('leader'),
    clerk: await browser('clerk'),
  }
}

async function rows<T>(query: ReturnType<typeof sql<T>>): Promise<T[]> {
  return transaction(
    world.database.db,
    { home: testHome, scope: '*' },
    async (trx) => (await query.execute(trx)).rows,
  )
}

const toSchools = {
  words: 'Các trường trực thuộc',
  kind: 'group' as const,
  purpose: 'carry out' as const,
  groupCode: 'schools',
}

const make = (tasks: PlanTask[]) =>
  makeIssuedPlan(officeHands, readyContent({ tasks, recipients: [toSchools], belowDueOn: '2024-07-15' }))

/** A school's plan from the office's, every task kept; `meanwhile` happens between drafting and issuing it. */
async function schoolPlan(hands: Hands, above: Plan, meanwhile?: () => Promise<unknown>): Promise<Plan> {
  const id = newId()
  const draft = (
    await must(
      hands.drafter.call('POST', 'plans', { id, year: 2024, documents: [{ documentId: above.documentId }] }),
    )
  ).json<Draft>()
  await meanwhile?.()
  return issueContent(hands, id, {
    ...draft.content,
    signer: { personId: null, authority: null, position: 'Hiệu trưởng' },
    recipients: [],
    tasks: draft.content.tasks.map((t) => ({ ...t, decision: 'kept' as const })),
  })
}

async function revise(above: Plan, tasks: PlanTask[]): Promise<Plan> {
  const draft = (await must(officeHands.drafter.call('POST', `plans/${above.id}/draft`, {}))).json<Draft>()
  return issueContent(officeHands, above.id, { ...draft.content, tasks })
}

const owed = (unit: MadeUnit, planId: string) =>
  rows<{ state: string; source_revision: number }>(
    sql`select state, source_revision from obligations where unit_id = ${unit.id} and what = 'follow_revision' and source_id = ${planId} order by source_revision`,
  )

const openAt = async (i: number, planId: string) =>
  (await must(handsAt(i).drafter.call('GET', `plans/${planId}/derived`))).json<Derived>().open

const [school0, school1] = [0, 1]
const handsAt = (i: number): Hands => {
  const hands = schoolHands[i]
  if (!hands) throw new Error('no such school')
  return hands
}
const schoolAt = (i: number): MadeUnit => {
  const school = schools[i]
  if (!school) throw new Error('no such school')
  return school
}

describe('a superior revises', () => {
  it('each derived task shows unchanged, changed with the words, or gone, and asks; choosing leads to a revision and closes what was owed', async () => {
    const first = await make([readyTask('same'), readyTask('moved'), readyTask('dropped')])
    const own = await schoolPlan(handsAt(school0), first)
    const second = await revise(first, [
      readyTask('same', { leadWords: 'Người khác của Phòng' }),
      readyTask('moved', { content: 'Lời mới của Phòng.' }),
      readyTask('added', { title: 'Việc mới' }),
    ])
    expect(await owed(schoolAt(school0), first.id)).toEqual([{ state: 'open', source_revision: 2 }])
    expect(await owed(schoolAt(school1), first.id)).toEqual([])

    const { drafter } = handsAt(school0)
    const derived = (await must(drafter.call('GET', `plans/${own.id}/derived`))).json<Derived>()
    const [superior] = derived.superiors
    const states = new Map(superior?.tasks.map((t) => [t.originKey, t]))
    expect([...states].map(([k, t]) => [k, t.state])).toEqual([
      ['same', 'unchanged'],
      ['moved', 'changed'],
      ['dropped', 'gone'],
    ])
    expect(states.get('moved')?.after?.content).toBe('Lời mới của Phòng.')
    expect(superior?.fresh.map((f) => f.key)).toEqual(['added'])
    expect(derived.open).toBe(2)

    const keyOf = (origin: string) => states.get(origin)?.taskKey ?? ''
    const choose = (originKey: string, choice: string, takeFresh: string[] = []) =>
      drafter.call('POST', `plans/${own.id}/choices`, {
        originPlanId: first.id,
        toRevision: 2,
        choices: [{ taskKey: keyOf(originKey), originKey, choice }],
        takeFresh,
      })
    const half = (await must(choose('dropped', 'keep'))).json<Derived>()
    expect(half.open).toBe(1)
    expect(half.draftRevision).toBeNull()
    expect((await owed(schoolAt(school0), first.id)).map((o) => o.state)).toEqual(['open'])
    const done = (await must(choose('moved', 'follow', ['added']))).json<Derived>()
    expect(done.open).toBe(0)
    expect(done.draftRevision).toBe(2)
    expect((await owed(schoolAt(school0), first.id)).map((o) => o.state)).toEqual(['done'])

    const draft = (await must(drafter.call('GET', `plans/${own.id}/draft`))).json<Draft>()
    const task = (origin: string) =>
      draft.content.tasks.find((t) => t.origins.some((o) => o.taskKey === origin))
    expect(task('moved')).toMatchObject({
      decision: 'kept',
      content: 'Lời mới của Phòng.',
      origins: [{ planId: first.id, revision: 2, taskKey: 'moved' }],
      clauses: [{ documentId: second.documentId, clauseKey: 'moved' }],
    })
    expect(task('dropped')).toMatchObject({ decision: 'adapted', clauses: [] })
    expect(task('added')).toMatchObject({ decision: 'to_decide', title: 'Việc mới' })
    expect(draft.sources.map((s) => s.documentId)).toEqual([second.documentId])

    // The new task is decided, the revision goes out, and nothing asks any more.
    const tasks = draft.content.tasks.map((t) =>
      t.decision === 'to_decide' ? { ...t, decision: 'kept' as const } : t,
    )
    await must(
      drafter.call('PATCH', `plans/${own.id}/draft`, {
        version: draft.version,
        content: { ...draft.content, tasks },
      }),
    )
    const issued = await issueDraft(handsAt(school0), own.id)
    expect(issued.revision).toBe(2)
    const after = (await must(drafter.call('GET', `plans/${own.id}/derived`))).json<Derived>()
    expect(after.open).toBe(0)
  })

  it('asks nobody when only the superior’s own affairs changed, and overtakes what an earlier revision asked', async () => {
    const first = await make([readyTask('a')])
    await schoolPlan(handsAt(school1), first)
    await revise(first, [readyTask('a', { leadWords: 'Người khác' })])
    expect(await owed(schoolAt(school1), first.id)).toEqual([])
    await revise(first, [readyTask('a', { content: 'Lời hai.' })])
    await revise(first, [readyTask('a', { content: 'Lời ba.' })])
    expect(await owed(schoolAt(school1), first.id)).toEqual([
      { state: 'void', source_revision: 3 },
      { state: 'open', source_revision: 4 },
    ])
  })

  it('twice in a row: whoever had not answered the first is asked about the second, and a choice holds while the words do', async () => {
    const first = await make([readyTask('a'), readyTask('b')])
    await schoolPlan(handsAt(school0), first)
    const kept = await schoolPlan(handsAt(school1), first)
    await revise(first, [readyTask('a', { content: 'Lời hai.' }), readyTask('b')])
    const keep = {
      originPlanId: first.id,
      toRevision: 2,
      choices: [
        {
          taskKey: kept.content.tasks.find((t) => t.origins[0]?.taskKey === 'a')?.key,
          originKey: 'a',
          choice: 'keep',
        },
      ],
    }
    await must(handsAt(school1).drafter.call('POST', `plans/${kept.id}/choices`, keep))
    // The second leaves `a` as the first made it, and adds what only the unit's own leads concern.
    await revise(first, [
      readyTask('a', { content: 'Lời hai.' }),
      readyTask('b', { leadWords: 'Người khác' }),
    ])
    expect(await owed(schoolAt(school0), first.id)).toEqual([
      { state: 'void', source_revision: 2 },
      { state: 'open', source_revision: 3 },
    ])
    expect(await owed(schoolAt(school1), first.id)).toEqual([{ state: 'done', source_revision: 2 }])
    expect(await openAt(school1, kept.id)).toBe(0)
    // The third says it otherwise: both are asked.
    await revise(first, [readyTask('a', { content: 'Lời ba.' }), readyTask('b')])
    expect((await owed(schoolAt(school1), first.id)).at(-1)).toEqual({ state: 'open', source_revision: 4 })
    expect(await openAt(school1, kept.id)).toBe(1)
  })

  it('following lives in the draft: dropping it asks again', async () => {
    const first = await make([readyTask('a')])
    const own = await schoolPlan(handsAt(school0), first)
    await revise(first, [readyTask('a', { content: 'Lời hai.' })])
    const { drafter } = handsAt(school0)
    const choose = () =>
      must(
        drafter.call('POST', `plans/${own.id}/choices`, {
          originPlanId: first.id,
          toRevision: 2,
          choices: [{ taskKey: own.content.tasks[0]?.key, originKey: 'a', choice: 'follow' }],
        }),
      )
    await choose()
    expect((await owed(schoolAt(school0), first.id)).map((o) => o.state)).toEqual(['done'])
    await must(drafter.call('DELETE', `plans/${own.id}/draft`))
    expect((await owed(schoolAt(school0), first.id)).map((o) => o.state)).toEqual(['open'])
    expect(await openAt(school0, own.id)).toBe(1)
    await choose()
    const draft = (await must(drafter.call('GET', `plans/${own.id}/draft`))).json<Draft>()
    expect(draft.content.tasks[0]).toMatchObject({ decision: 'kept', content: 'Lời hai.' })
    expect((await owed(schoolAt(school0), first.id)).map((o) => o.state)).toEqual(['done'])
  })

  it('a plan issued on a revision that was overtaken while it was written owes to follow', async () => {
    const first = await make([readyTask('a')])
    const own = await schoolPlan(handsAt(school0), first, async () => {
      await revise(first, [readyTask('a', { content: 'Lời hai.' })])
      expect(await owed(schoolAt(school0), first.id)).toEqual([])
    })
    expect(await owed(schoolAt(school0), first.id)).toEqual([{ state: 'open', source_revision: 2 }])
    expect(await openAt(school0, own.id)).toBe(1)
  })

  it('choices are the unit’s own: an outsider gets 404, a stale revision is refused', async () => {
    const first = await make([readyTask('a')])
    const own = await schoolPlan(handsAt(school0), first)
    await revise(first, [readyTask('a', { content: 'Lời hai.' })])
    const body = {
      originPlanId: first.id,
      toRevision: 2,
      choices: [{ taskKey: own.content.tasks[0]?.key, originKey: 'a', choice: 'keep' }],
    }
    for (const browser of [outsider, officeHands.drafter, handsAt(school1).drafter]) {
      expect((await browser.call('GET', `plans/${own.id}/derived`)).statusCode).toBe(404)
      expect((await browser.call('POST', `plans/${own.id}/choices`, body)).statusCode).toBe(404)
    }
    const stale = await handsAt(school0).drafter.call('POST', `plans/${own.id}/choices`, {
      ...body,
      toRevision: 3,
    })
    expect(stale.json()).toMatchObject({ code: 'plans.nothing_to_follow' })
    expect((await owed(schoolAt(school0), first.id)).map((o) => o.state)).toEqual(['open'])
    const requestId = newId()
    const twice = await Promise.all(
      [0, 1].map(() => handsAt(school0).drafter.call('POST', `plans/${own.id}/choices`, body, { requestId })),
    )
    expect(twice.map((a) => a.statusCode)).toEqual([200, 200])
    expect(await rows(sql`select choice from task_choices where plan_id = ${own.id}`)).toEqual([
      { choice: 'keep' },
    ])
  })
})

describe('requests to amend', () => {
  it('go up to the desk, are answered once, and lead to the revision that names them', async () => {
    const plan = await make([readyTask('a')])
    const id = newId()
    const body = {
      id,
      planId: plan.id,
      revision: 1,
      taskKey: 'a',
      difficulty: 'Đường vào bản bị sạt.',
      proposal: 'Cho phát tờ gấp sau ngày 15/7.',
    }
    const { drafter } = handsAt(school0)
    await must(drafter.call('POST', 'amendments', body, { requestId: id }))
    await must(drafter.call('POST', 'amendments', body, { requestId: id }))
    expect(await rows(sql`select 1 from amendment_requests where id = ${id}`)).toHaveLength(1)
    const desk = (await must(officeHands.drafter.call('GET', 'amendments?box=desk&open=true'))).json<
      z.output<typeof AmendmentList>
    >()
    expect(desk.rows.find((r) => r.id === id)).toMatchObject({
      unit: { id: schoolAt(school0).id },
      taskTitle: 'Phát tờ gấp a',
      dueOn: '2024-06-27',
      may: ['answer'],
    })
    const early = await officeHands.drafter.call('POST', `plans/${plan.id}/draft`, { amendments: [id] })
    expect(early.json()).toMatchObject({ code: 'plans.bad_link' })
    const answer = { answer: 'accepted', words: 'Đồng ý, Phòng sửa kế hoạch.' }
    expect((await officeHands.clerk.call('POST', `amendments/${id}/answer`, answer)).statusCode).toBe(403)
    const both = await Promise.all(
      [0, 1].map(() => officeHands.drafter.call('POST', `amendments/${id}/answer`, answer)),
    )
    expect(both.map((a) => a.statusCode).sort()).toEqual([200, 409])
    expect(
      await rows(sql`select state from obligations where what = 'decide_amendment' and source_id = ${id}`),
    ).toEqual([{ state: 'done' }])
    const draft = (
      await must(officeHands.drafter.call('POST', `plans/${plan.id}/draft`, { amendments: [id] }))
    ).json<Draft>()
    expect(draft.content.amendments).toEqual([id])
    await issueDraft(officeHands, plan.id)
    const seen = (await must(drafter.call('GET', `amendments/${id}`))).json<z.output<typeof Amendment>>()
    expect(seen).toMatchObject({
      answer: { answer: 'accepted', words: 'Đồng ý, Phòng sửa kế hoạch.' },
      ledTo: { revision: 2 },
      may: [],
    })
  })

  it('may be made only by whoever reads the plan, about tasks that are in it, and never about one’s own', async () => {
    const plan = await make([readyTask('a')])
    const body = (more: object) => ({
      id: newId(),
      planId: plan.id,
      revision: 1,
      taskKey: 'a',
      difficulty: 'x',
      proposal: 'y',
      ...more,
    })
    expect((await outsider.call('POST', 'amendments', body({}))).statusCode).toBe(404)
    expect(
      (await handsAt(school0).drafter.call('POST', 'amendments', body({ taskKey: 'no' }))).statusCode,
    ).toBe(404)
    expect((await officeHands.drafter.call('POST', 'amendments', body({}))).statusCode).toBe(422)
    expect(await rows(sql`select 1 from amendment_requests where plan_id = ${plan.id}`)).toHaveLength(0)
    const asked = body({ taskKey: null })
    await must(handsAt(school0).leader.call('POST', 'amendments', asked))
    // A sibling sees neither the request nor its answer.
    expect((await handsAt(school1).drafter.call('GET', `amendments/${asked.id}`)).statusCode).toBe(404)
    expect(
      (await outsider.call('POST', `amendments/${asked.id}/answer`, { answer: 'declined', words: 'z' }))
        .statusCode,
    ).toBe(404)
    expect(
      (
        await handsAt(school0).leader.call('POST', `amendments/${asked.id}/answer`, {
          answer: 'declined',
          words: 'z',
        })
      ).statusCode,
    ).toBe(404)
    const sent = (await must(handsAt(school1).drafter.call('GET', 'amendments?box=sent'))).json<
      z.output<typeof AmendmentList>
    >()
    expect(sent.rows).toEqual([])
  })
})
