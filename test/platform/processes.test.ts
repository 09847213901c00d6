import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../src/platform/ids.ts'
import { makeCast, type Cast } from '../faults/cast.ts'
import { makeInstallation, timeOf, type Installation, type Running } from '../faults/installation.ts'
import { untilIdle } from '../faults/invariants.ts'
import { testHome } from '../support/database.ts'
import { readyContent, readyTask, type Draft, type Plan } from '../support/plans.ts'

let installation: Installation
let cast: Cast
let urls: [string, string]
let workers: Running[]
beforeAll(async () => {
  installation = await makeInstallation()
  cast = await installation.onDatabase((world) => makeCast(world, 2, 150))
  await installation.startServer()
  urls = [installation.url, (await installation.startAnother()).url]
  workers = [await installation.startWorker(), await installation.startWorker()]
}, 120_000)
afterAll(() => installation.remove())

function call(
  url: string,
  token: string,
  method: string,
  path: string,
  body?: unknown,
  requestId = newId(),
): Promise<Response> {
  return fetch(`${url}/api/v1/${path}`, {
    method,
    headers: {
      cookie: `lantoa_session=${token}`,
      'sec-fetch-site': 'same-origin',
      'lantoa-request-id': requestId,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

async function ask<T>(query: string): Promise<T[]> {
  return installation.onDatabase(
    async ({ database }) => (await database.pool.query(query.replaceAll('@', `${testHome}.`))).rows as T[],
  )
}

async function json<T>(response: Promise<Response>): Promise<T> {
  const answer = await response
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
  return (await answer.json()) as T
}

// Two servers and two workers (and the workers inside the servers): four processes that share nothing but the database.
describe('several servers and workers on one database', { timeout: 120_000 }, () => {
  it('know the same sessions: who is signed out at one is signed out at the other at once', async () => {
    const [first, second] = urls
    const token = cast.schools[1]?.leader ?? ''
    for (const url of urls) expect((await call(url, token, 'GET', 'session')).status).toBe(200)
    const out = await fetch(`${first}/sign-out`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: `lantoa_session=${token}`, 'sec-fetch-site': 'same-origin' },
    })
    expect(out.status).toBe(303)
    for (const url of [second, first]) expect((await call(url, token, 'GET', 'session')).status).toBe(401)
  })

  it('count tries to sign in together', async () => {
    const login = `khong-co-${newId().slice(-8)}`
    const statuses: number[] = []
    for (let i = 0; i < 10; i += 1) {
      const answer = await fetch(`${urls[i % 2]}/sign-in`, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
        body: new URLSearchParams({ login, password: 'sai mật khẩu' }).toString(),
      })
      statuses.push(answer.status)
    }
    expect(statuses).toEqual([...Array<number>(8).fill(401), 429, 429])
  })

  it('do a request once that reaches both at the same moment', async () => {
    const hand = cast.schools[0]?.hand ?? ''
    const id = newId()
    const body = { id, day: '2024-06-12', form: 'leaflet', title: 'Phát tờ gấp', photoIds: [] }
    const answers = await Promise.all(
      [0, 1, 0, 1, 0, 1].map((i) => call(urls[i] ?? '', hand, 'POST', 'activities', body, id)),
    )
    expect(answers.map((a) => a.status)).toEqual(Array(6).fill(200))
    expect(await ask(`select id from @activities where id = '${id}'`)).toHaveLength(1)
    expect(await ask(`select id from @events where request_id = '${id}'`)).toHaveLength(1)
  })

  it('give numbers without a gap, and deliver each plan once to each school, whoever carries out the job', async () => {
    const issue = async (n: number) => {
      const url = urls[n % 2] ?? ''
      const planId = newId()
      const post = (path: string, body: unknown, by: string, method = 'POST') =>
        json<Draft & Plan>(call(url, by, method, `plans${path}`, body))
      await post('', { id: planId, year: 2024 }, cast.keeper)
      const recipients = [
        { words: 'Các trường', kind: 'group' as const, purpose: 'carry out' as const, groupCode: 'schools' },
      ]
      const content = readyContent({
        tasks: [readyTask('t1')],
        belowDueOn: '2024-07-20',
        recipients,
        title: `Kế hoạch ${n}`,
      })
      const { version } = await post(`/${planId}/draft`, undefined, cast.keeper, 'GET')
      await post(`/${planId}/draft`, { version, content }, cast.keeper, 'PATCH')
      await post(`/${planId}/draft/submit`, {}, cast.keeper)
      await post(`/${planId}/draft/approve`, {}, cast.keeper)
      return post(`/${planId}/issue`, { revision: 1 }, cast.keeper)
    }
    const plans = await Promise.all([0, 1, 2, 3].map(issue))
    await installation.onDatabase((world) => untilIdle(world, () => timeOf(world)))
    const numbers = plans.map((p) => parseInt(p.numberSymbol ?? '', 10)).sort((a, b) => a - b)
    expect(numbers).toEqual([1, 2, 3, 4])
    const reached = await ask<{ n: number; units: number }>(
      `select count(*)::int as n, count(distinct x.unit_id)::int as units from @deliveries x
       join @documents d on d.id = x.document_id where d.plan_id is not null group by d.id`,
    )
    expect(reached).toEqual(plans.map(() => ({ n: cast.receivers, units: cast.receivers })))
    expect(
      await ask(
        `select id from @jobs where state = 'failed' and not (id = any('{${cast.failedJobs.join(',')}}'))`,
      ),
    ).toEqual([])
    expect(workers.map((w) => w.alive())).toEqual([true, true])
  })
})
