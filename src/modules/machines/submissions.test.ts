import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../platform/ids.ts'
import { makeWorld, testHome, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { makeKey, type KeyCaller } from '../../../test/support/keys.ts'
import { makePerson, makeUnit } from '../../../test/support/make.ts'
import { sumsOf } from '../../../test/support/tables.ts'

let world: World
let app: FastifyInstance
let admin: Browser
let clerk: Browser
let inspector: Browser
let stranger: Browser
let city: KeyCaller
let foreign: KeyCaller

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  const unit = await makeUnit(world)
  const other = await makeUnit(world)
  admin = await signedIn(world, app, await makePerson(world, unit.id, { roles: ['admin'] }))
  clerk = await signedIn(world, app, await makePerson(world, unit.id, { roles: ['clerk'] }))
  inspector = await signedIn(world, app, await makePerson(world, unit.id, { roles: ['inspector'] }))
  stranger = await signedIn(world, app, await makePerson(world, other.id, { roles: ['admin', 'clerk'] }))
  city = await makeKey(app, admin)
  foreign = await makeKey(app, stranger)
})
afterAll(() => app.close())

let counter = 0
const next = () => `PA-2024/${(counter += 1)}`
const collected = (reference: string) => ({
  reference,
  kind: 'figures',
  day: '2024-06-10',
  title: 'Màn hình ở công viên chiếu thông điệp cải cách hành chính',
  words: 'Chiếu 12 lượt mỗi ngày.',
  form: 'leaflet',
  figures: [{ indicator: 'leaflets', n: 120 }],
})
interface Outcome {
  id: string
  version: number
  state: string
  sentence: string
  reason: string | null
  activity: { id: string } | null
}
const code = (answer: { statusCode: number; json: <T>() => T }) => [
  answer.statusCode,
  answer.json<{ code: string }>().code,
]
const outcome = async (key: KeyCaller, reference: string) =>
  key.call('GET', `submissions/outcome?reference=${encodeURIComponent(reference)}`)
const anActivity = (version: number) => ({
  id: newId(),
  version,
  day: '2024-06-10',
  form: 'leaflet',
  title: 'Chiếu thông điệp ở công viên',
  figures: [{ indicator: 'leaflets', n: 120 }],
})

describe('what another platform hands in', () => {
  it('is one thing by its reference, however often and however many at once', async () => {
    const reference = next()
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => city.call('POST', 'submissions', collected(reference))),
    )
    expect(answers.map((a) => a.statusCode)).toEqual([200, 200, 200, 200])
    const ids = new Set(answers.map((a) => a.json<Outcome>().id))
    expect(ids.size).toBe(1)
    const found = (await outcome(city, reference)).json<Outcome>()
    expect(found).toMatchObject({ version: 1, state: 'received', activity: null })
    expect(found.sentence).toContain('chưa xử lý')
    const { rows } = await world.database.pool.query(
      `select count(*)::int as n from ${testHome}.submission_versions where submission_id = $1`,
      [found.id],
    )
    expect(rows).toEqual([{ n: 1 }])
  })

  it('is a new version when it says something else, and no stranger’s', async () => {
    const reference = next()
    await city.call('POST', 'submissions', collected(reference))
    const changed = { ...collected(reference), figures: [{ indicator: 'leaflets', n: 130 }] }
    expect((await city.call('POST', 'submissions', changed)).json<Outcome>().version).toBe(2)
    expect((await city.call('POST', 'submissions', changed)).json<Outcome>().version).toBe(2)
    const { id } = (await outcome(city, reference)).json<Outcome>()
    expect((await outcome(foreign, reference)).statusCode).toBe(404)
    expect((await stranger.call('GET', `submissions/${id}`)).statusCode).toBe(404)
    expect((await stranger.call('POST', `submissions/${id}/take-over`, anActivity(2))).statusCode).toBe(404)
    // The same reference of another platform is another thing.
    const theirs = (await foreign.call('POST', 'submissions', collected(reference))).json<Outcome>()
    expect(theirs.id).not.toBe(id)
    expect(code(await clerk.call('POST', 'submissions', changed))).toEqual([403, 'common.only_keys'])
  })

  it('is taken over once as an activity of the unit, which the platform learns', async () => {
    const reference = next()
    const { id } = (await city.call('POST', 'submissions', collected(reference))).json<Outcome>()
    const activity = anActivity(1)
    expect((await inspector.call('POST', `submissions/${id}/take-over`, activity)).statusCode).toBe(403)
    const [one, two] = await Promise.all([
      clerk.call('POST', `submissions/${id}/take-over`, activity, { requestId: activity.id }),
      admin.call('POST', `submissions/${id}/take-over`, anActivity(1)),
    ])
    expect([one.statusCode, two.statusCode].sort()).toEqual([200, 409])
    const taken = (await outcome(city, reference)).json<Outcome>()
    expect(taken).toMatchObject({ state: 'taken_over', version: 1 })
    expect(taken.sentence).toContain('10/06/2024')
    const made = await clerk.call('GET', `activities/${taken.activity?.id ?? ''}`)
    expect(made.json()).toMatchObject({ state: 'counted', content: { day: '2024-06-10' } })
    // Again it is the same; otherwise it is refused with a sentence, and stands as it was.
    expect((await city.call('POST', 'submissions', collected(reference))).statusCode).toBe(200)
    const changed = await city.call('POST', 'submissions', { ...collected(reference), title: 'Khác' })
    expect(code(changed)).toEqual([409, 'machines.taken_over'])
    expect((await outcome(city, reference)).json<Outcome>().version).toBe(1)
  })

  it('is set aside with a reason that the platform reads, and looked at anew when it is mended', async () => {
    const reference = next()
    const { id } = (await city.call('POST', 'submissions', collected(reference))).json<Outcome>()
    expect(
      (await clerk.call('POST', `submissions/${id}/set-aside`, { version: 1, reason: ' ' })).statusCode,
    ).toBe(400)
    await clerk.call('POST', `submissions/${id}/set-aside`, { version: 1, reason: 'Thiếu địa điểm.' })
    expect((await outcome(city, reference)).json<Outcome>()).toMatchObject({
      state: 'set_aside',
      reason: 'Thiếu địa điểm.',
    })
    await city.call('POST', 'submissions', { ...collected(reference), place: 'Công viên Trần Phú' })
    expect((await outcome(city, reference)).json<Outcome>()).toMatchObject({ state: 'received', version: 2 })
    // Whoever looked at the first version is told that there is another.
    const late = await clerk.call('POST', `submissions/${id}/take-over`, anActivity(1))
    expect(code(late)).toEqual([409, 'common.changed_meanwhile'])
    const listed = (await clerk.call('GET', 'submissions?state=received')).json<{
      items: { id: string; may: string[] }[]
      counts: { received: number }
    }>()
    expect(listed.items[0]).toMatchObject({ id, may: ['submission.take_over', 'submission.set_aside'] })
    expect(listed.counts.received).toBe(listed.items.length)
  })

  it('with a code that there isn’t is refused; by a test key nothing remains of it', async () => {
    const strange = { ...collected(next()), figures: [{ indicator: 'ufos', n: 1 }] }
    expect(code(await city.call('POST', 'submissions', strange))).toEqual([422, 'machines.unknown_code'])
    const trial = await makeKey(app, admin, { mode: 'test' })
    const without = [`${testHome}.api_calls`, `${testHome}.api_keys`, 'system.rate_counters']
    const before = await sumsOf(world, without)
    const reference = next()
    const answer = await trial.call('POST', 'submissions', collected(reference))
    expect([answer.statusCode, answer.headers['lantoa-simulated'], answer.json<Outcome>().state]).toEqual([
      200,
      'true',
      'received',
    ])
    expect((await outcome(trial, reference)).statusCode).toBe(404)
    expect(await sumsOf(world, without)).toEqual(before)
  })
})
