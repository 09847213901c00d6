// The clients of crowd.ts, in a process of their own. Told what to do by a message, answers what they saw, and ends.
import { Agent, request } from 'node:http'
import { v7 } from 'uuid'
import { crowdTitle, type CrowdOrder, type Window } from './crowd.ts'

process.once('message', (order) => {
  void visit(order as CrowdOrder).then((answer) => process.send?.(answer, () => process.exit(0)))
})

async function visit({ port, cookies, paths, writes, people, seconds, first, pause }: CrowdOrder) {
  const agent = new Agent({ keepAlive: true, maxSockets: people })
  const acts: { at: number; took: number; isWrite: boolean; isDone: boolean }[] = []
  const begin = performance.now()
  const until = begin + (first + seconds) * 1_000
  const call = (path: string, cookie: string, body: object | null): Promise<number> =>
    new Promise((resolve) => {
      const text = body === null ? '' : JSON.stringify(body)
      const headers = {
        cookie,
        'sec-fetch-site': 'same-origin',
        ...(body === null
          ? {}
          : {
              'content-type': 'application/json',
              'content-length': Buffer.byteLength(text),
              'lantoa-request-id': v7(),
            }),
      }
      request(
        { host: '127.0.0.1', port, path, agent, method: body === null ? 'GET' : 'POST', headers },
        (answer) => {
          answer.resume()
          answer.on('end', () => resolve(answer.statusCode ?? 0))
        },
      )
        .once('error', () => resolve(0))
        .end(text)
    })
  const person = async (n: number): Promise<void> => {
    const cookie = cookies[n % cookies.length] ?? ''
    await wait((pause * n) / people)
    for (let i = n; performance.now() < until; i += 1) {
      const isWrite = writes && i % 10 === 0
      const begun = performance.now()
      const status = await (isWrite
        ? call('/api/v1/activities', cookie, {
            id: v7(),
            title: crowdTitle,
            day: '2026-12-21',
            form: 'group_message',
          })
        : call(`/api/v1/${paths[i % paths.length] ?? ''}`, cookie, null))
      const took = performance.now() - begun
      acts.push({ at: begun - begin, took, isWrite, isDone: status >= 200 && status < 300 })
      await wait(pause * (0.5 + Math.random()))
    }
  }
  await Promise.all(Array.from({ length: people }, (_, n) => person(n)))
  const at = (list: number[], share: number) =>
    list.sort((a, b) => a - b)[Math.floor(list.length * share)] ?? Number.NaN
  const windowOf = (from: number, to: number): Window => {
    const within = acts.filter((act) => act.at >= from * 1_000 && act.at < to * 1_000)
    const done = within.filter((act) => act.isDone)
    const times = (isWrite: boolean) => done.filter((act) => act.isWrite === isWrite).map((act) => act.took)
    return {
      perSecond: done.length / (to - from),
      readP50: at(times(false), 0.5),
      readP95: at(times(false), 0.95),
      writeP95: writes ? at(times(true), 0.95) : null,
      failed: within.length - done.length,
    }
  }
  return [windowOf(0, first), windowOf(first, first + seconds)]
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
