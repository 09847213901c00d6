import type { FastifyInstance } from 'fastify'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
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
import { loadJobHandlers } from '../../cli/job-handlers.ts'
import { newId } from '../../platform/ids.ts'
import { drainJobs } from '../../platform/worker.ts'

let world: World
let app: FastifyInstance
let department: { unit: MadeUnit; hands: Hands }
let office: { unit: MadeUnit; hands: Hands }
let schools: { unit: MadeUnit; hands: Hands }[]
let top: Plan
let middle: Plan
let leaves: { plan: Plan; key: string }[]

async function place(unit: MadeUnit): Promise<{ unit: MadeUnit; hands: Hands }> {
  const person = await makePerson(world, unit.id, {
    roles: ['specialist', 'leader', 'clerk'],
    isHead: true,
    title: 'Trưởng đơn vị',
  })
  const seat = await signedIn(world, app, person)
  return { unit, hands: { drafter: seat, leader: seat, clerk: seat } }
}

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  loadJobHandlers()
  department = await place(await makeUnit(world, { kind: 'department' }))
  office = await place(await makeUnit(world, { kind: 'education_office', profession: department.unit.id }))
  schools = []
  for (let i = 0; i < 2; i += 1)
    schools.push(await place(await makeUnit(world, { profession: office.unit.id })))
})

const below = {
  words: 'Các đơn vị trực thuộc',
  kind: 'group',
  purpose: 'carry out',
  groupCode: 'all_below',
} as const

/** A plan made from a superior's: its one task is kept, with a target. */
async function derive(from: Plan, { hands }: { hands: Hands }, value: number, recipients = [below]) {
  const id = newId()
  await must(
    hands.drafter.call('POST', 'plans', { id, year: 2024, documents: [{ documentId: from.documentId }] }),
  )
  const { content } = (await hands.drafter.call('GET', `plans/${id}/draft`)).json<Draft>()
  return issueContent(hands, id, {
    ...content,
    tasks: content.tasks.map((t) => ({
      ...t,
      decision: 'kept' as const,
      asksBelow: recipients.length > 0,
      leadWords: 'Văn thư',
      target: { indicator: 'leaflets', value },
    })),
    recipients: recipients.length > 0 ? recipients : content.recipients,
  })
}

const settle = () => drainJobs(world.system('2024-06-18T02:00:00Z'), (kind) => kind === 'tasks.settle')

beforeEach(async () => {
  top = await makeIssuedPlan(
    department.hands,
    readyContent({
      tasks: [readyTask('t', { target: { indicator: 'leaflets', value: 200 } })],
      recipients: [below],
    }),
  )
  middle = await derive(top, office, 150)
  leaves = []
  for (const school of schools) {
    const plan = await derive(middle, school, 60, [])
    leaves.push({ plan, key: plan.content.tasks[0]?.key ?? '' })
  }
  await settle()
})

async function stateOf(plan: Plan): Promise<unknown> {
  const { rows } = await world.database.pool.query<{ state: string; closed_on: string | null }>(
    `select state, closed_on::text from ${testHome}.obligations where source_id = $1 and what = 'do_task' and state <> 'void'`,
    [plan.id],
  )
  expect(rows).toHaveLength(1)
  return rows[0]
}

async function log(seat: Browser, plan: Plan, key: string, n: number): Promise<string> {
  const body = {
    id: newId(),
    day: '2024-06-12',
    form: 'leaflet',
    figures: [{ indicator: 'leaflets', n }],
    tasks: [{ planId: plan.id, taskKey: key }],
  }
  const answer = await seat.call('POST', 'activities', body)
  expect(answer.statusCode, answer.body).toBe(200)
  return body.id
}

const at = <T>(list: readonly T[], i: number): T => {
  const found = list[i]
  if (found === undefined) throw new Error(`nothing at ${i}`)
  return found
}
const seatOf = (i: number) => at(schools, i).hands.clerk
const open = { state: 'open', closed_on: null }
const done = { state: 'done', closed_on: '2024-06-17' }

describe('the duty to do a task that units below have a part in', () => {
  it('ends when own and their activities meet the target, two levels up, and comes back when they no longer do', async () => {
    const [a, b] = [at(leaves, 0), at(leaves, 1)]
    await log(seatOf(0), a.plan, a.key, 60)
    const last = await log(seatOf(1), b.plan, b.key, 100)
    expect(await stateOf(a.plan)).toEqual(done)
    expect(await stateOf(middle)).toEqual(open)
    await settle()
    expect([await stateOf(middle), await stateOf(top)]).toEqual([done, open])
    await log(office.hands.clerk, middle, middle.content.tasks[0]?.key ?? '', 40)
    await settle()
    expect(await stateOf(top)).toEqual(done)

    const wrong = { version: 1, reason: 'Ghi nhầm', day: '2024-06-12', form: 'leaflet' }
    await must(
      seatOf(1).call('POST', `activities/${last}/versions`, {
        ...wrong,
        figures: [{ indicator: 'leaflets', n: 50 }],
        tasks: [{ planId: b.plan.id, taskKey: b.key }],
      }),
    )
    expect(await stateOf(b.plan)).toEqual(open)
    await settle()
    expect([await stateOf(middle), await stateOf(top)]).toEqual([done, open])
    await must(
      seatOf(1).call('POST', `activities/${last}/withdrawal`, { version: 2, reason: 'Không diễn ra' }),
    )
    await settle()
    expect([await stateOf(a.plan), await stateOf(middle)]).toEqual([done, open])
  })

  it('is settled once for many orders, and leaves an event with what changed', async () => {
    const { plan, key } = at(leaves, 0)
    for (let i = 0; i < 5; i += 1) await log(seatOf(0), plan, key, 30)
    const waiting = `select count(*)::int as n from ${testHome}.jobs where kind = 'tasks.settle' and state = 'waiting'`
    expect((await world.database.pool.query(waiting)).rows).toEqual([{ n: 5 }])
    // One run for the office, one for the department to which it is handed up.
    expect(await settle()).toBe(2)
    expect((await world.database.pool.query(waiting)).rows).toEqual([{ n: 0 }])
    expect(await stateOf(middle)).toEqual(done)
    const { rows } = await world.database.pool.query(
      `select subjects from ${testHome}.events where verb = 'task.settle' and subjects @> $1::jsonb`,
      [JSON.stringify([{ what: 'plan', id: middle.id }])],
    )
    expect(rows).toHaveLength(1)
  })

  it('makes no school wait for a row of its office', async () => {
    const { plan, key } = at(leaves, 0)
    const other = await world.database.pool.connect()
    try {
      await other.query('begin')
      await other.query(
        `select 1 from ${testHome}.obligations o, ${testHome}.plans p where p.id = $1 and o.source_id = p.id for update`,
        [middle.id],
      )
      await log(seatOf(0), plan, key, 200)
    } finally {
      await other.query('rollback')
      other.release()
    }
    await settle()
    expect(await stateOf(middle)).toEqual(done)
  })

  it('follows a revision that moves the target, both ways', async () => {
    const { plan, key } = at(leaves, 0)
    await log(seatOf(0), plan, key, 100)
    await settle()
    const revise = async (value: number) => {
      const { drafter } = office.hands
      await must(drafter.call('POST', `plans/${middle.id}/draft`, {}))
      const draft = (await drafter.call('GET', `plans/${middle.id}/draft`)).json<Draft>()
      const tasks = draft.content.tasks.map((t) => ({ ...t, target: { indicator: 'leaflets', value } }))
      await must(
        drafter.call('PATCH', `plans/${middle.id}/draft`, {
          version: draft.version,
          content: { ...draft.content, tasks },
        }),
      )
      await issueDraft(office.hands, middle.id)
      await settle()
    }
    await revise(100)
    expect(await stateOf(middle)).toEqual(done)
    await revise(101)
    expect(await stateOf(middle)).toEqual(open)
  })

  it('shows the unit, its superior and its log form own part and below; a school only its own', async () => {
    const { plan, key } = at(leaves, 0)
    await log(seatOf(0), plan, key, 30)
    const officeKey = middle.content.tasks[0]?.key ?? ''
    const id = await log(office.hands.clerk, middle, officeKey, 5)
    const expected = { done: 35, own: 5, below: 30, target: 150, activities: 2, isDone: false }
    const shown = (await office.hands.clerk.call('GET', `activities/${id}`)).json<{ tasks: unknown[] }>()
    expect(shown.tasks).toMatchObject([{ progress: expected }])
    const above = await department.hands.clerk.call('GET', `activities/${id}`)
    expect(above.json()).toMatchObject({ tasks: [{ progress: expected }] })
    const form = (await office.hands.clerk.call('GET', 'activities/log-form')).json<{
      tasks: { planId: string; progress: unknown }[]
    }>()
    expect(form.tasks.find((t) => t.planId === middle.id)).toMatchObject({ progress: expected })
    const school = (await seatOf(1).call('GET', 'activities/log-form')).json<{
      tasks: { planId: string; progress: unknown }[]
    }>()
    expect(school.tasks.every((t) => t.planId !== middle.id)).toBe(true)
    const thread = await seatOf(1).call('GET', `thread/from?plan=${middle.id}&task=${officeKey}`)
    expect(thread.json()).toMatchObject({ task: { progress: null } })
  })
})
