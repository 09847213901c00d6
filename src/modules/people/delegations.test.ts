import type { FastifyInstance } from 'fastify'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeWorld, testHome, testNow, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { makePerson, makeUnit, type MadePerson, type MadeUnit } from '../../../test/support/make.ts'
import { must, readyContent, readyTask } from '../../../test/support/plans.ts'
import { dayOf, type Clock } from '../../platform/clock.ts'
import type { Role } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { onBehalf } from '../../platform/context.ts'

let world: World
let app: FastifyInstance
let office: MadeUnit
let leader: MadePerson
let deputy: MadePerson
let clerk: MadePerson
let as: Record<'leader' | 'deputy' | 'clerk', Browser>
let now = new Date(testNow)
const clock: Clock = { now: () => new Date(now), today: () => dayOf(now) }
const turnTo = (day: string) => {
  now = new Date(`${day}T02:00:00Z`)
}

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world, clock)
})
beforeEach(async () => {
  now = new Date(testNow)
  office = await makeUnit(world)
  leader = await makePerson(world, office.id, { roles: ['leader'], name: 'Đoàn Quốc Bảo' })
  deputy = await makePerson(world, office.id, { roles: ['specialist'], name: 'Lê Thị Hoài An' })
  clerk = await makePerson(world, office.id, { roles: ['clerk'] })
  as = {
    leader: await signedIn(world, app, leader, now),
    deputy: await signedIn(world, app, deputy, now),
    clerk: await signedIn(world, app, clerk, now),
  }
})

const path = () => `units/${office.id}/delegations`
const given = (more: object = {}) => ({
  id: newId(),
  toPersonId: deputy.personId,
  since: '2024-06-17',
  until: '2024-06-20',
  ...more,
})

/** A plan that waits for the leader. */
async function planInReview(year = 2024): Promise<string> {
  const id = newId()
  const made = await must(as.clerk.call('POST', 'plans', { id, year }))
  await must(
    as.clerk.call('PATCH', `plans/${id}/draft`, {
      version: made.json<{ version: number }>().version,
      content: readyContent({
        year,
        period: { from: `${year}-01-01`, until: `${year + 1}-01-01` },
        tasks: [readyTask('a', { time: { words: 'Quý II', from: `${year}-04-01`, until: `${year}-07-01` } })],
      }),
    }),
  )
  await must(as.clerk.call('POST', `plans/${id}/draft/submit`, {}))
  return id
}
const approve = (by: Browser, plan: string) => by.call('POST', `plans/${plan}/draft/approve`, {})
const only = { code: 'plans.only_leader' }

describe('in whose place', () => {
  const actor = (own: Role[], delegated: boolean) => ({
    kind: 'person' as const,
    accountId: null,
    personId: null,
    unitId: null,
    deskIds: [],
    ownUnits: [],
    roles: delegated ? [...own, 'leader' as const] : own,
    ...(delegated ? { delegated: { by: 'chief', role: 'leader' as const } } : {}),
  })

  it('is said only where the given role was needed', () => {
    expect(onBehalf(actor(['specialist'], true), ['leader'])).toBe('chief')
    expect(onBehalf(actor(['clerk'], true), ['specialist', 'leader'])).toBe('chief')
    expect(onBehalf(actor(['specialist'], true), ['specialist', 'leader'])).toBeNull()
    expect(onBehalf(actor(['specialist'], true), ['specialist'])).toBeNull()
    expect(onBehalf(actor(['leader'], false), ['leader'])).toBeNull()
  })
})

describe('a delegation', () => {
  it('lets somebody decide in the leader’s place, under both names, from its first day to its last', async () => {
    const plan = await planInReview()
    expect((await approve(as.deputy, plan)).json()).toMatchObject(only)
    await must(as.leader.call('POST', path(), given({ since: '2024-06-18' })))
    expect((await approve(as.deputy, plan)).json()).toMatchObject(only)
    turnTo('2024-06-19')
    const seen = await must(as.deputy.call('GET', path()))
    expect(seen.json()).toMatchObject({
      delegations: [
        {
          from: { name: 'Đoàn Quốc Bảo' },
          to: { name: 'Lê Thị Hoài An' },
          state: 'holds',
          may: ['delegation.revoke'],
        },
      ],
    })
    expect((await as.deputy.call('GET', 'session')).json()).toMatchObject({
      delegated: { by: 'Đoàn Quốc Bảo', until: '2024-06-20' },
    })
    const approved = await must(approve(as.deputy, plan))
    const steps = approved.json<{ steps: { step: string; by: string; behalf: string | null }[] }>().steps
    expect(steps.map(({ step, by, behalf }) => [step, by, behalf])).toEqual([
      ['submit', expect.any(String), null],
      ['approve', 'Lê Thị Hoài An', 'Đoàn Quốc Bảo'],
    ])
    const { rows } = await world.database.pool.query<{ subjects: { what: string; id: string }[] }>(
      `select subjects from ${testHome}.events where verb = 'plan.approve' and actor_person = $1`,
      [deputy.personId],
    )
    expect(rows[0]?.subjects).toContainEqual({ what: 'on_behalf', id: leader.personId })
    turnTo('2024-06-20')
    const later = await planInReview(2025)
    expect((await approve(as.deputy, later)).json()).toMatchObject(only)
    expect((await as.deputy.call('GET', 'session')).json()).toMatchObject({ delegated: null })
    // The leader's own approval bears one name.
    const own = await must(approve(as.leader, later))
    expect(own.json<{ steps: { behalf: string | null }[] }>().steps.at(-1)?.behalf).toBeNull()
  })

  it('ends when either of the two revokes it, and when either leaves the place', async () => {
    const plan = await planInReview()
    const id = newId()
    await must(as.leader.call('POST', path(), given({ id })))
    expect((await as.clerk.call('POST', `delegations/${id}/revoke`)).json()).toMatchObject({
      code: 'people.delegation_not_yours',
    })
    const both = await Promise.all([
      as.leader.call('POST', `delegations/${id}/revoke`),
      as.deputy.call('POST', `delegations/${id}/revoke`),
    ])
    expect(both.map((b) => b.statusCode)).toEqual([200, 200])
    expect((await approve(as.deputy, plan)).json()).toMatchObject(only)
    const { rows } = await world.database.pool.query(
      `select 1 from ${testHome}.events where verb = 'delegation.revoke' and subjects @> $1`,
      [JSON.stringify([{ what: 'delegation', id }])],
    )
    expect(rows).toHaveLength(1)

    await must(as.leader.call('POST', path(), given()))
    await world.database.pool.query(
      `update ${testHome}.memberships set valid_until = '2024-06-17' where person_id = $1`,
      [leader.personId],
    )
    expect((await approve(as.deputy, plan)).json()).toMatchObject(only)
    const list = (await as.deputy.call('GET', path())).json<{ delegations: { state: string }[] }>()
    expect(list.delegations.map((d) => d.state).sort()).toEqual(['revoked', 'void'])
  })

  it('is given by a leader only, and not given on', async () => {
    expect(
      (await as.deputy.call('POST', path(), given({ toPersonId: clerk.personId }))).json(),
    ).toMatchObject({
      code: 'people.delegate_only_leader',
    })
    await must(as.leader.call('POST', path(), given()))
    const on = await as.deputy.call('POST', path(), given({ toPersonId: clerk.personId }))
    expect(on.json()).toMatchObject({ code: 'people.delegate_only_leader' })
    expect((await as.deputy.call('GET', path())).json()).toMatchObject({ people: [], may: [] })
  })

  it('goes to somebody of the unit with an account, for days that are to come', async () => {
    const refused = async (more: object) =>
      (await as.leader.call('POST', path(), given(more))).json<unknown>()
    const far = await makePerson(world, (await makeUnit(world)).id)
    const other = await makePerson(world, office.id, { roles: ['leader'] })
    for (const toPersonId of [far.personId, other.personId, leader.personId, newId()])
      expect(await refused({ toPersonId })).toMatchObject({ code: 'people.delegate_receiver' })
    for (const days of [
      { since: '2024-06-16' },
      { until: '2024-06-17' },
      { until: '2024-06-01' },
      { until: '2025-07-01' },
    ])
      expect(await refused(days)).toMatchObject({ code: 'people.delegate_days' })
  })

  it('is one, however often it is sent and although two are sent at once', async () => {
    const body = given()
    const first = await must(as.leader.call('POST', path(), body, { requestId: body.id }))
    const again = await must(as.leader.call('POST', path(), body, { requestId: body.id }))
    expect(again.json()).toEqual(first.json())
    const pair = { since: '2024-07-01', until: '2024-07-05' }
    const both = await Promise.all([given(pair), given(pair)].map((b) => as.leader.call('POST', path(), b)))
    expect(both.map((b) => b.statusCode).sort()).toEqual([200, 409])
  })

  it('is nobody else’s business: another unit finds nothing', async () => {
    const id = newId()
    await must(as.leader.call('POST', path(), given({ id })))
    const above = await makePerson(world, (await makeUnit(world)).id, { roles: ['leader', 'admin'] })
    const stranger = await signedIn(world, app, above, now)
    expect((await stranger.call('GET', path())).statusCode).toBe(404)
    expect((await stranger.call('POST', path(), given())).statusCode).toBe(404)
    expect((await stranger.call('POST', `delegations/${id}/revoke`)).statusCode).toBe(404)
  })
})
