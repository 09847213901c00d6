import type { FastifyInstance } from 'fastify'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, testHome, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { makeIssuedPlan } from '../../../test/support/issued-plan.ts'
import { makePerson, makeUnit, type MadeUnit } from '../../../test/support/make.ts'
import { newId } from '../../platform/ids.ts'
import { transaction } from '../../platform/tx.ts'
import { activityTotals, countedActivities, logActivity } from './index.ts'

let world: World
let app: FastifyInstance
let office: MadeUnit
let school: MadeUnit
let sibling: MadeUnit
let clerk: Browser

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  office = await makeUnit(world, { kind: 'education_office' })
  school = await makeUnit(world, { administration: office.id })
  sibling = await makeUnit(world, { administration: office.id })
  clerk = await signedIn(world, app, await makePerson(world, school.id, { roles: ['clerk'] }))
})

const meeting = (more: object = {}) => ({
  id: newId(),
  day: '2024-06-12',
  form: 'regular_meeting',
  audiences: ['teachers'],
  attendances: 34,
  result: 'Đã phổ biến quy trình.',
  ...more,
})

async function rowsOf(sqlText: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const { rows } = await world.database.pool.query<Record<string, unknown>>(
    sqlText.replaceAll('@', `${testHome}.`),
    values,
  )
  return rows
}
async function obligation(planId: string, key: string) {
  return (
    await rowsOf(
      `select state, closed_by, closed_on::text from @obligations where source_id = $1 and source_key = $2`,
      [planId, key],
    )
  )[0]
}

describe('logging an activity', () => {
  it('keeps it with its hash, counts the usual figure, carries the plan’s programmes and says what it counted for', async () => {
    const programme = (await rowsOf('select id from shared.programmes order by code limit 1'))[0]?.['id']
    const { planId } = await makeIssuedPlan(world, school.id, {
      tasks: [{ key: 'a', title: 'Họp hằng quý', indicator: 'meetings', target: 2 }],
      programmes: [String(programme)],
    })
    const body = meeting({ tasks: [{ planId, taskKey: 'a' }] })
    const answer = await clerk.call('POST', 'activities', body)
    expect(answer.statusCode, answer.body).toBe(200)
    expect(answer.json()).toMatchObject({
      id: body.id,
      version: 1,
      state: 'counted',
      unit: { id: school.id },
      content: {
        title: 'Họp hằng quý',
        attendances: 34,
        form: { code: 'regular_meeting', name: 'Họp thường kỳ của đơn vị' },
        programmes: [{ id: programme }],
        figures: [
          { indicator: 'attendances', n: 34 },
          { indicator: 'meetings', n: 1, unit: 'cuộc' },
        ],
      },
      tasks: [{ title: 'Họp hằng quý', progress: { done: 1, target: 2, isDone: false } }],
      may: ['activity.correct', 'activity.withdraw', 'activity.photo'],
    })
    const event = (
      await rowsOf(`select verb, request_id, subjects from @events where request_id = $1`, [body.id])
    )[0]
    const version = (
      await rowsOf(`select hash, salt from @activity_versions where activity_id = $1`, [body.id])
    )[0]
    expect(event).toMatchObject({
      verb: 'activity.log',
      subjects: [{ what: 'activity', id: body.id, version: 1, hash: version?.['hash'] }],
    })
    expect(version?.['salt']).toHaveLength(16)
  })

  it('is one activity however often it is sent, also twice at once, and refuses the id with other content', async () => {
    const body = meeting()
    const answers = await Promise.all([1, 2, 3].map(() => clerk.call('POST', 'activities', body)))
    expect(answers.map((a) => a.statusCode)).toEqual([200, 200, 200])
    expect((await clerk.call('POST', 'activities', body)).statusCode).toBe(200)
    expect((await clerk.call('POST', 'activities', { ...body, attendances: 35 })).statusCode).toBe(422)
    const other = await signedIn(world, app, await makePerson(world, sibling.id))
    expect((await other.call('POST', 'activities', body)).statusCode).toBe(422)
    expect(await rowsOf(`select version from @activities where id = $1`, [body.id])).toEqual([{ version: 1 }])
  })

  it.each([
    ['a day to come', { day: '2024-06-18' }, 'activities.day_future'],
    ['a day long past', { day: '2022-06-18' }, 'activities.day_too_old'],
    ['an unknown form', { form: 'séance' }, 'activities.unknown_code'],
    ['an unknown audience', { audiences: ['x'] }, 'activities.unknown_code'],
    ['an unknown indicator', { figures: [{ indicator: 'x', n: 1 }] }, 'activities.unknown_code'],
    [
      'an unknown programme',
      { programmes: ['019ff000-0000-7000-8000-000000000000'] },
      'activities.unknown_code',
    ],
    ['figures that differ', { figures: [{ indicator: 'attendances', n: 1 }] }, 'activities.figures_differ'],
  ])('refuses %s with a sentence, and keeps nothing', async (_, wrong, code) => {
    const body = meeting(wrong)
    const answer = await clerk.call('POST', 'activities', body)
    expect(answer.json()).toMatchObject({ code, status: 422 })
    expect(answer.json<{ detail: string }>().detail).not.toContain('error.')
    expect(await rowsOf(`select 1 from @activities where id = $1`, [body.id])).toEqual([])
  })

  it('refuses tasks of another unit’s plan, of a draft, and declined ones', async () => {
    const foreign = await makeIssuedPlan(world, sibling.id, { tasks: [{ key: 'a' }] })
    const own = await makeIssuedPlan(world, school.id, { tasks: [{ key: 'a', declined: true }] })
    for (const planId of [foreign.planId, own.planId, newId()]) {
      const answer = await clerk.call('POST', 'activities', meeting({ tasks: [{ planId, taskKey: 'a' }] }))
      expect(answer.json()).toMatchObject({ code: 'activities.task_not_yours' })
    }
  })

  it('is not for inspectors, nor for strangers', async () => {
    const inspector = await signedIn(world, app, await makePerson(world, school.id, { roles: ['inspector'] }))
    expect((await inspector.call('POST', 'activities', meeting())).statusCode).toBe(403)
  })
})

describe('the duty to do a task', () => {
  it('ends when counted activities meet the target, with two at once too, and comes back when one is withdrawn', async () => {
    const { planId } = await makeIssuedPlan(world, school.id, {
      tasks: [{ key: 't', indicator: 'leaflets', target: 100, dueOn: '2024-06-30' }],
    })
    const leaflets = (n: number) =>
      meeting({ form: 'leaflet', figures: [{ indicator: 'leaflets', n }], tasks: [{ planId, taskKey: 't' }] })
    await clerk.call('POST', 'activities', leaflets(20))
    expect(await obligation(planId, 't')).toMatchObject({ state: 'open' })
    const two = [leaflets(40), leaflets(40)]
    const answers = await Promise.all(two.map((body) => clerk.call('POST', 'activities', body)))
    expect(answers.map((a) => a.statusCode)).toEqual([200, 200])
    expect(await obligation(planId, 't')).toMatchObject({ state: 'done', closed_on: '2024-06-17' })
    const id = two[0]?.id ?? ''
    await clerk.call('POST', `activities/${id}/withdrawal`, { version: 1, reason: 'Ghi nhầm' })
    expect(await obligation(planId, 't')).toMatchObject({ state: 'open', closed_on: null, closed_by: null })
  })

  it('goes on over revisions of the plan, and waits for photos that are on their way', async () => {
    const first = await makeIssuedPlan(world, school.id, {
      tasks: [{ key: 't', indicator: 'meetings', target: 2, dueOn: '2024-06-30' }],
    })
    const { planId } = first
    const tasks = [{ planId, taskKey: 't' }]
    await clerk.call('POST', 'activities', meeting({ tasks }))
    await makeIssuedPlan(world, school.id, {
      planId,
      revision: 2,
      tasks: [{ key: 't', indicator: 'meetings', target: 2 }],
    })
    const waiting = await clerk.call('POST', 'activities', meeting({ tasks, photoIds: [newId()] }))
    expect(waiting.json()).toMatchObject({
      state: 'waiting',
      content: { tasks: [{ revision: 2 }] },
      tasks: [{ progress: { done: 1 } }],
      photos: [{ state: 'missing' }],
    })
    expect(await obligation(planId, 't')).toMatchObject({ state: 'open' })
    const { id } = waiting.json<{ id: string }>()
    // The photo is lost: left out by a correction, the activity counts.
    const corrected = await clerk.call('POST', `activities/${id}/versions`, {
      ...meeting({ tasks }),
      version: 1,
      reason: 'Mất ảnh',
    })
    expect(corrected.json()).toMatchObject({
      state: 'counted',
      version: 2,
      tasks: [{ progress: { done: 2, isDone: true } }],
    })
    expect(await obligation(planId, 't')).toMatchObject({ state: 'done', closed_by: id })
  })
})

describe('correcting and withdrawing', () => {
  it('makes a version with a reason, keeps the one before, and names what changed', async () => {
    const body = meeting()
    await clerk.call('POST', 'activities', body)
    const answer = await clerk.call('POST', `activities/${body.id}/versions`, {
      ...body,
      version: 1,
      attendances: 31,
      reason: 'Đếm lại danh sách ký tên',
    })
    expect(answer.statusCode, answer.body).toBe(200)
    expect(answer.json()).toMatchObject({
      version: 2,
      versions: [
        {
          version: 2,
          reason: 'Đếm lại danh sách ký tên',
          changed: ['attendances', 'figures'],
          content: { attendances: 31 },
        },
        { version: 1, reason: null, content: { attendances: 34 } },
      ],
    })
    const stale = await clerk.call('POST', `activities/${body.id}/versions`, {
      ...body,
      version: 1,
      reason: 'x',
    })
    expect(stale.json()).toMatchObject({ code: 'common.changed_meanwhile', status: 409 })
  })

  it('happens once for one request id, and once for two at once', async () => {
    const body = meeting()
    await clerk.call('POST', 'activities', body)
    const correction = { ...body, version: 1, attendances: 30, reason: 'x' }
    const requestId = newId()
    const send = (id: string) =>
      clerk.call('POST', `activities/${body.id}/versions`, correction, { requestId: id })
    expect((await send(requestId)).statusCode).toBe(200)
    expect((await send(requestId)).json()).toMatchObject({ version: 2 })
    const both = await Promise.all([newId(), newId()].map((id) => send(id)))
    expect(both.map((a) => a.statusCode)).toEqual([409, 409])
    const next = { ...correction, version: 2, attendances: 29 }
    const race = await Promise.all(
      [1, 2].map(() => clerk.call('POST', `activities/${body.id}/versions`, next)),
    )
    expect(race.map((a) => a.statusCode).sort()).toEqual([200, 409])
  })

  it('takes a withdrawn activity out of the count and lets nobody change it again', async () => {
    const body = meeting({ day: '2023-02-02' })
    await clerk.call('POST', 'activities', body)
    const of = () =>
      transaction(world.database.db, { home: testHome, scope: [school.id] }, async (trx) => ({
        list: (await countedActivities(trx, [school.id], { from: '2023-02-01', until: '2023-03-01' })).map(
          (a) => a.id,
        ),
        totals: await activityTotals(trx, [school.id], { from: '2023-02-01', until: '2023-03-01' }),
      }))
    expect(await of()).toMatchObject({
      list: [body.id],
      totals: [
        { indicator: 'attendances', sum: { n: 34 }, activities: 1 },
        { indicator: 'meetings', sum: { n: 1 } },
      ],
    })
    const answer = await clerk.call('POST', `activities/${body.id}/withdrawal`, {
      version: 1,
      reason: 'Ghi trùng',
    })
    expect(answer.json()).toMatchObject({
      state: 'withdrawn',
      version: 2,
      may: [],
      versions: [{ reason: 'Ghi trùng' }, {}],
    })
    expect(await of()).toEqual({ list: [], totals: [] })
    const again = await clerk.call('POST', `activities/${body.id}/withdrawal`, { version: 2, reason: 'x' })
    expect(again.json()).toMatchObject({ code: 'activities.withdrawn', status: 409 })
  })
})

describe('who may read and change', () => {
  it('own and above read it; a sibling and the school’s inferior find nothing; nobody else changes it', async () => {
    const body = meeting()
    await clerk.call('POST', 'activities', body)
    const above = await signedIn(world, app, await makePerson(world, office.id))
    const beside = await signedIn(world, app, await makePerson(world, sibling.id))
    const seen = await above.call('GET', `activities/${body.id}`)
    expect(seen.json()).toMatchObject({ id: body.id, may: [], versions: [{ recordedBy: null }] })
    expect((await beside.call('GET', `activities/${body.id}`)).statusCode).toBe(404)
    const change = { ...body, version: 1, reason: 'x' }
    const byAbove = await above.call('POST', `activities/${body.id}/versions`, change)
    expect(byAbove.json()).toMatchObject({ status: 403, code: 'activities.not_yours' })
    for (const path of ['versions', 'withdrawal'])
      expect((await beside.call('POST', `activities/${body.id}/${path}`, change)).statusCode).toBe(404)
    const theirs = meeting()
    const officeClerk = above
    await officeClerk.call('POST', 'activities', theirs)
    expect((await clerk.call('GET', `activities/${theirs.id}`)).statusCode).toBe(404)
    expect(await rowsOf(`select version from @activities where id = $1`, [body.id])).toEqual([{ version: 1 }])
  })

  it('whoever was handed a report reads what it counted, at that version, and nothing newer', async () => {
    const outside = await makeUnit(world)
    const body = meeting()
    await clerk.call('POST', 'activities', body)
    const reader = await signedIn(world, app, await makePerson(world, outside.id))
    expect((await reader.call('GET', `activities/${body.id}`)).statusCode).toBe(404)
    const form = String((await rowsOf('select id from shared.report_forms limit 1'))[0]?.['id'])
    const reportId = newId()
    await rowsOf(
      `insert into @reports values ($1, $2, $3, '2024-H1', '2023-12-15', '2024-06-15', '2024-06-20', 1, 'submitted', null, '2024-06-16', $4, now())`,
      [reportId, school.id, form, office.id],
    )
    await rowsOf(
      `insert into @report_versions (report_id, version, unit_id, content, hash, submitted_at) values ($1, 1, $2, '{}', 'x', now())`,
      [reportId, school.id],
    )
    await rowsOf(`insert into @report_activities values ($1, 1, $2, 1)`, [reportId, body.id])
    await rowsOf(`insert into @reader values ($1, 'report', $2, 1, 'delivered', $2, now())`, [
      outside.id,
      reportId,
    ])
    await clerk.call('POST', `activities/${body.id}/versions`, {
      ...body,
      version: 1,
      attendances: 12,
      reason: 'x',
    })
    const seen = await reader.call('GET', `activities/${body.id}`)
    expect(seen.json()).toMatchObject({
      version: 1,
      content: { attendances: 34 },
      countedIn: [{ reportId, activityVersion: 1, period: '2024-H1' }],
      may: [],
    })
    expect(seen.json<{ versions: unknown[] }>().versions).toHaveLength(1)
    expect((await clerk.call('GET', `activities/${body.id}`)).json()).toMatchObject({
      version: 2,
      countedIn: [{ reportId }],
    })
  })
})

describe('as a use case', () => {
  it('is called by its context, and repeated gives the same activity', async () => {
    const ctx = world.as({ unitId: school.id })
    const input = meeting({ form: 'website_article', title: 'Bài trên cổng' })
    const first = await logActivity(ctx, input)
    expect(await logActivity(ctx, input)).toEqual(first)
    expect(first.content.figures.map((f) => f.indicator)).toEqual(['attendances', 'news'])
  })
})
