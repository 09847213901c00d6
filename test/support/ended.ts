import type { FastifyInstance } from 'fastify'
import { newId } from '../../src/platform/ids.ts'
import { drainJobs } from '../../src/platform/worker.ts'
import { testHome, type World } from './database.ts'
import { signedIn } from './http.ts'
import { makeKey, type KeyCaller } from './keys.ts'
import { makePerson, makeUnit, type MadePerson, type MadeUnit } from './make.ts'
import { makeIssuedPlan, must, readyContent, readyTask } from './plans.ts'
import { runIn } from './tables.ts'

/** Who left, and in words of whom the plan is. */
export const leaverName = 'Vũ Thị Thu Hằng'
export const endedReference = 'PA-2024/1'
/** The day on which everything ended, and its first and last instant in Viet Nam. */
export const endDay = '2024-06-17'
const firstInstant = '2024-06-16T17:00:00Z'
export const lastInstant = '2024-06-17T16:59:59.999Z'
/** More than two pieces of the nightly job take. */
const manyJobs = 450

export interface Ended {
  unit: MadeUnit
  clerk: MadePerson
  leaver: MadePerson
  /** the platform that handed in what was taken over */
  city: KeyCaller
  submissionId: string
}

export const collected = () => ({
  reference: endedReference,
  kind: 'figures',
  day: '2024-06-10',
  title: 'Bà Lê Thị Mai hỏi về màn hình ở công viên',
  words: 'Chiếu 12 lượt mỗi ngày.',
  form: 'leaflet',
  figures: [{ indicator: 'leaflets', n: 120 }],
})

/**
 * A unit in which of every kind of thing that is kept for some months something ended on one day, some of it at its first
 * instant, some at its last; beside it an issued plan that names who left.
 */
export async function makeEnded(world: World, app: FastifyInstance): Promise<Ended> {
  const unit = await makeUnit(world)
  const admin = await signedIn(world, app, await makePerson(world, unit.id, { roles: ['admin'] }))
  const clerk = await makePerson(world, unit.id, { roles: ['clerk'] })
  const head = await makePerson(world, unit.id, {
    roles: ['leader', 'clerk', 'specialist'],
    isHead: true,
    title: 'Hiệu trưởng',
  })
  const hand = await signedIn(world, app, head)
  const leaver = await makePerson(world, unit.id, {
    roles: ['specialist', 'leader'],
    name: leaverName,
    title: 'Kế toán',
  })
  const plan = await makeIssuedPlan(
    { drafter: hand, leader: hand, clerk: hand },
    readyContent({ opening: `Đầu mối: bà ${leaverName}.`, tasks: [readyTask('a')] }),
  )
  const city = await makeKey(app, admin)
  const submissionId = (await must(city.call('POST', 'submissions', collected()))).json<{ id: string }>().id
  const taken = { id: newId(), version: 1, day: '2024-06-10', form: 'leaflet', title: 'Chiếu thông điệp' }
  const hander = await signedIn(world, app, clerk)
  await must(hander.call('POST', `submissions/${submissionId}/take-over`, taken, { requestId: taken.id }))
  await drainJobs(world.system())
  const ended = { unit, clerk, leaver, city, submissionId }
  await endAll(world, ended, plan.id)
  return ended
}

async function endAll(world: World, { unit, leaver }: Ended, planId: string): Promise<void> {
  const run = (statement: string) => runIn(world, statement)
  const closed = await makeUnit(world)
  await run(`update shared.units set valid_until = '${endDay}' where id = '${closed.id}'`)
  await run(`insert into desks values (gen_random_uuid(), '${closed.id}', 'vp', 'Văn phòng bà Hằng')`)
  await run(
    `update persons set email = 'hang@vanson.example', phone = '0912 000 111' where id = '${leaver.personId}'`,
  )
  await run(
    `update memberships set valid_until = '2024-03-01', title = null where person_id = '${leaver.personId}' and role = 'leader'`,
  )
  await run(
    `update memberships set valid_until = '${endDay}' where person_id = '${leaver.personId}' and role = 'specialist'`,
  )
  await run(
    `insert into system.sessions values ('\\x01', '${leaver.accountId}', '${testHome}', null, now(), now(), '2099-01-01', 'Chrome')`,
  )
  await run(
    `update plan_draft_steps set words = 'ý kiến của bà Hằng', at = '${firstInstant}' where plan_id = '${planId}' and step = 'submit'`,
  )
  await run(`update submissions set decided_at = '${lastInstant}'`)
  await run(`update jobs set finished_at = '${firstInstant}'`)
  await run(`insert into jobs (id, kind, payload, state, run_at, created_at, finished_at)
    select gen_random_uuid(), 'mail.send', '{}', 'done', now(), now(), '${lastInstant}' from generate_series(1, ${manyJobs})`)
  await run(`insert into jobs (id, kind, payload, state, run_at, created_at, finished_at, error)
    values (gen_random_uuid(), 'mail.send', '{"still": "wanted"}', 'failed', now(), now(), '${firstInstant}', 'x')`)
  const webhook = newId()
  await run(
    `insert into webhooks (id, unit_id, url, topics, secret, created_at) values ('${webhook}', '${unit.id}', 'https://a.example', '{x}', 's', now())`,
  )
  await run(
    `insert into webhook_messages (id, webhook_id, unit_id, topic, payload, created_at, state) values ('${webhook}', '${webhook}', '${unit.id}', 'x', '{}', now(), 'delivered')`,
  )
  for (const at of [firstInstant, lastInstant]) {
    await run(`insert into outgoing_steps (id, unit_id, document_id, version, at, step, words)
      values (gen_random_uuid(), '${unit.id}', gen_random_uuid(), 1, '${at}', 'return', 'hỏi bà Hằng')`)
    await run(`insert into outgoing_comments (id, unit_id, document_id, words, at)
      values (gen_random_uuid(), '${unit.id}', gen_random_uuid(), 'hỏi bà Hằng', '${at}')`)
    await run(
      `insert into invitations values (gen_random_uuid(), '${unit.id}', '${leaver.personId}', gen_random_uuid()::text, now(), '${at}', null, null)`,
    )
    await run(`insert into notices (id, unit_id, person_id, kind, subject_what, subject_id, facts, at)
      values (gen_random_uuid(), '${unit.id}', '${leaver.personId}', 'owed', 'x', gen_random_uuid(), '{"title": "bà Hằng"}', '${at}')`)
    await run(
      `insert into uploads values (gen_random_uuid(), '${unit.id}', gen_random_uuid(), 10, 0, 'x', 'hang.jpg', 'receiving', null, now(), '${at}')`,
    )
    await run(
      `insert into webhook_tries (id, message_id, unit_id, at, ms, answer) values (gen_random_uuid(), '${webhook}', '${unit.id}', '${at}', 1, 'bà Hằng')`,
    )
    await run(`insert into successions (id, unit_id, kind, state, version, day, content, created_at, updated_at, done_at, before)
      values (gen_random_uuid(), '${unit.id}', 'rename', 'done', 1, '${endDay}', '{}', now(), now(), '${at}', '{"persons": "bà Hằng"}')`)
    await run(`insert into api_keys (id, unit_id, name, mode, prefix, token_hash, scopes, created_at, revoked_at, expires_on)
      values (gen_random_uuid(), '${unit.id}', 'khóa của bà Hằng', 'live', 'x', gen_random_uuid()::text, '{x}', now(), '${at}', '2030-01-01')`)
  }
  await run(`insert into api_keys (id, unit_id, name, mode, prefix, token_hash, scopes, created_at, expires_on)
    values (gen_random_uuid(), '${unit.id}', 'hết hạn', 'live', 'x', 'y', '{x}', now(), '${endDay}')`)
}
