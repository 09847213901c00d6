import { execFileSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { loadJobHandlers } from '../../cli/job-handlers.ts'
import { newId } from '../../platform/ids.ts'
import { wide } from '../../platform/wide.ts'
import { drainJobs, runNextJob } from '../../platform/worker.ts'
import { makeWorld, testHome, testNow, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { makeKey, type KeyCaller } from '../../../test/support/keys.ts'
import { makePerson, makeUnit } from '../../../test/support/make.ts'
import { must } from '../../../test/support/plans.ts'
import { daysOfFailing, waits } from './webhooks.rules.ts'
import { setOutward } from './webhooks.settings.ts'

interface Heard {
  id: string
  timestamp: string
  signature: string
  body: string
}

let world: World
let app: FastifyInstance
let admin: Browser
let clerk: Browser
let stranger: Browser
let city: KeyCaller
let server: Server
let url: string
let ca: string
let folder: string
let heard: Heard[] = []
let status = 204

beforeAll(async () => {
  world = await makeWorld()
  loadJobHandlers()
  app = await makeApp(world)
  const unit = await makeUnit(world)
  const other = await makeUnit(world)
  admin = await signedIn(world, app, await makePerson(world, unit.id, { roles: ['admin'] }))
  clerk = await signedIn(world, app, await makePerson(world, unit.id, { roles: ['clerk'] }))
  stranger = await signedIn(world, app, await makePerson(world, other.id, { roles: ['admin'] }))
  city = await makeKey(app, admin)
  folder = mkdtempSync(join(tmpdir(), 'lantoa-hook-'))
  const [cert, key] = [join(folder, 'crt'), join(folder, 'key')]
  const subject = ['-subj', '/CN=city.test', '-addext', 'subjectAltName=DNS:city.test', '-days', '2']
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  execFileSync('openssl', ['req', '-x509', ...curve, ...subject, '-keyout', key, '-out', cert], {
    stdio: 'pipe',
  })
  ca = readFileSync(cert, 'utf8')
  server = createServer({ key: readFileSync(key), cert: ca }, (request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const header = (name: string) => String(request.headers[name] ?? '')
      heard.push({
        id: header('webhook-id'),
        timestamp: header('webhook-timestamp'),
        signature: header('webhook-signature'),
        body: Buffer.concat(parts).toString('utf8'),
      })
      response.writeHead(status).end('cảm ơn')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `https://city.test:${(server.address() as AddressInfo).port}/hook`
})
afterAll(async () => {
  setOutward({ allowed: [] }, null)
  server.closeAllConnections()
  server.close()
  await app.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => {
  heard = []
  status = 204
  reachable()
})

/** The platform's name leads to our own machine, which an administrator allowed. */
function reachable(): void {
  const lookup = async () => [{ address: '127.0.0.1', family: 4 }]
  setOutward({ allowed: [new URL(url).origin], ca, lookup }, 'https://lan-toa.example')
}

interface Hook {
  id: string
  state: string
  sentence: string
  failed: number
}
const topicsOf = { all: ['submission.changed'] }

async function makeHook(at = url): Promise<{ id: string; secret: string }> {
  const body = { id: newId(), url: at, topics: topicsOf.all }
  const made = await must(admin.call('POST', 'machines/webhooks', body))
  const { webhook, secret } = made.json<{ webhook: Hook; secret: string }>()
  return { id: webhook.id, secret }
}

const end = async (id: string) => must(admin.call('POST', `machines/webhooks/${id}/end`))
const hookOf = async (id: string) =>
  (await admin.call('GET', 'machines/webhooks')).json<{ items: Hook[] }>().items.find((h) => h.id === id)

interface Message {
  id: string
  topic: string
  state: string
  tries: { status: number | null; reason: string | null; answer: string }[]
}
const messagesOf = async (id: string) =>
  (await admin.call('GET', `machines/webhooks/${id}/messages`)).json<{ items: Message[] }>().items

const after = (ms: number) => world.system(new Date(Date.parse(testNow) + ms))
const isOurs = (kind: string) => kind.startsWith('webhooks.')

/** Something of which the platform is told: what it handed in is set aside. */
async function setOneAside(): Promise<{ id: string; reference: string }> {
  const reference = `PA-${newId()}`
  const handed = await must(
    city.call('POST', 'submissions', {
      reference,
      kind: 'other',
      day: '2024-06-10',
      title: 'Nguyễn Văn An hỏi',
    }),
  )
  const { id } = handed.json<{ id: string }>()
  await must(
    clerk.call('POST', `submissions/${id}/set-aside`, { version: 1, reason: 'Đã trả lời Nguyễn Văn An.' }),
  )
  return { id, reference }
}

function signatureOf(secret: string, { id, timestamp, body }: Heard): string {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
}

describe('a webhook', () => {
  it('is told what happened, signed, once, with codes and addresses and no person’s words', async () => {
    const hook = await makeHook()
    const { id, reference } = await setOneAside()
    await drainJobs(world.system(), isOurs)
    expect(heard).toHaveLength(1)
    const [one] = heard as [Heard]
    expect(JSON.parse(one.body)).toMatchObject({
      type: 'submission.changed',
      data: { submissionId: id, reference, state: 'set_aside', version: 1 },
    })
    expect(one.body).not.toMatch(/Nguyễn|An/)
    expect(one.signature).toBe(signatureOf(hook.secret, one))
    // The receiver compares with its own clock.
    expect(Math.abs(Number(one.timestamp) - Date.now() / 1_000)).toBeLessThan(300)
    const [message, ...more] = await messagesOf(hook.id)
    expect(more).toEqual([])
    expect(message).toMatchObject({ id: one.id, state: 'delivered', tries: [{ status: 204, reason: null }] })
    // Told again by the same event it stays one message.
    await wide(world.system(), 'the test', (trx) =>
      trx.updateTable('jobs').set({ state: 'waiting' }).where('kind', '=', 'webhooks.tell').execute(),
    )
    await drainJobs(world.system(), isOurs)
    expect(heard).toHaveLength(1)
    await end(hook.id)
  })

  it('is an administrator’s of the unit to make, and nobody else’s to see', async () => {
    const hook = await makeHook()
    const body = { id: newId(), url, topics: topicsOf.all }
    expect((await clerk.call('POST', 'machines/webhooks', body)).statusCode).toBe(403)
    expect((await stranger.call('GET', `machines/webhooks/${hook.id}/messages`)).statusCode).toBe(404)
    expect((await stranger.call('POST', `machines/webhooks/${hook.id}/secret`)).statusCode).toBe(404)
    expect((await clerk.call('POST', `machines/webhooks/${hook.id}/secret`)).statusCode).toBe(403)
    for (const [bad, code] of [
      ['http://city.example.vn/', 'machines.url_url'],
      ['https://city.example.vn:8443/', 'machines.url_port'],
      ['https://169.254.169.254/latest', 'machines.url_refused_address'],
      ['https://[::1]/', 'machines.url_refused_address'],
    ] as const) {
      const refused = await admin.call('POST', 'machines/webhooks', { ...body, id: newId(), url: bad })
      expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([422, code])
    }
    await end(hook.id)
  })

  it('that leads inside the network is never called, also when its name turns there afterwards', async () => {
    const hook = await makeHook('https://city.example.vn/hook')
    setOutward({ allowed: [], ca, lookup: async () => [{ address: '127.0.0.1', family: 4 }] }, null)
    await setOneAside()
    await drainJobs(world.system(), isOurs)
    expect(heard).toEqual([])
    const [message] = await messagesOf(hook.id)
    expect(message).toMatchObject({ state: 'waiting', tries: [{ status: null }] })
    expect(message?.tries[0]?.reason).toContain('mạng nội bộ')
    await end(hook.id)
  })

  it('that fails is tried again a bounded number of times; sent by hand it begins anew', async () => {
    const hook = await makeHook()
    status = 500
    await setOneAside()
    let ms = 0
    await drainJobs(after(ms), isOurs)
    expect(heard).toHaveLength(1)
    await drainJobs(after(30_000), isOurs)
    expect(heard).toHaveLength(1)
    for (const wait of waits) await drainJobs(after((ms += wait * 1_000)), isOurs)
    expect(heard).toHaveLength(waits.length + 1)
    expect(new Set(heard.map((h) => h.id)).size).toBe(1)
    await drainJobs(after(ms + 30 * 86_400_000), isOurs)
    expect(heard).toHaveLength(waits.length + 1)
    const [failed] = await messagesOf(hook.id)
    expect(failed?.state).toBe('failed')
    expect(failed?.tries).toHaveLength(waits.length + 1)
    expect(failed?.tries[0]?.answer).toBe('cảm ơn')
    expect(await hookOf(hook.id)).toMatchObject({ state: 'failing', failed: 1 })
    status = 200
    await must(admin.call('POST', `machines/webhooks/${hook.id}/messages/${failed?.id ?? ''}/resend`))
    await drainJobs(world.system(), isOurs)
    expect((await messagesOf(hook.id))[0]?.state).toBe('delivered')
    expect(await hookOf(hook.id)).toMatchObject({ state: 'good', failed: 0 })
    await end(hook.id)
  })

  it('that takes nothing for days is ended and says so; one that is gone, at once', async () => {
    const hook = await makeHook()
    status = 503
    await must(admin.call('POST', `machines/webhooks/${hook.id}/try`))
    await drainJobs(world.system(), isOurs)
    expect((await hookOf(hook.id))?.state).toBe('failing')
    await must(admin.call('POST', `machines/webhooks/${hook.id}/try`))
    await drainJobs(after(daysOfFailing * 86_400_000), isOurs)
    const ended = await hookOf(hook.id)
    expect(ended?.state).toBe('ended')
    expect(ended?.sentence).toContain('Tự ngừng')
    await setOneAside()
    const before = heard.length
    await drainJobs(after(daysOfFailing * 86_400_000), isOurs)
    expect(heard.length).toBe(before)
    await must(admin.call('POST', `machines/webhooks/${hook.id}/begin`))
    status = 410
    await must(admin.call('POST', `machines/webhooks/${hook.id}/try`))
    await drainJobs(world.system(), isOurs)
    expect((await hookOf(hook.id))?.state).toBe('ended')
    const { rows } = await world.database.pool.query(
      `select count(*)::int as n from ${testHome}.events where verb = 'webhook.give_up'`,
    )
    expect(rows).toEqual([{ n: 2 }])
  })

  it('is signed with the old secret too for a day after it is renewed', async () => {
    const hook = await makeHook()
    const renewed = (await must(admin.call('POST', `machines/webhooks/${hook.id}/secret`))).json<{
      secret: string
    }>()
    await must(admin.call('POST', `machines/webhooks/${hook.id}/try`))
    await drainJobs(world.system(), isOurs)
    const [both] = heard as [Heard]
    expect(both.signature.split(' ')).toEqual([
      signatureOf(renewed.secret, both),
      signatureOf(hook.secret, both),
    ])
    await must(admin.call('POST', `machines/webhooks/${hook.id}/try`))
    await drainJobs(after(25 * 3_600_000), isOurs)
    const [, later] = heard as [Heard, Heard]
    expect(later.signature).toBe(signatureOf(renewed.secret, later))
    await end(hook.id)
  })

  it('gets the same message twice when the server was killed after sending, by one id', async () => {
    const hook = await makeHook()
    await must(admin.call('POST', `machines/webhooks/${hook.id}/try`))
    // Killed between the sending and the keeping of it: what was prepared is lost with the transaction.
    const ctx = world.system()
    const broken = { ...ctx, db: brokenAfter(ctx.db) }
    await runNextJob(broken, () => undefined, ['webhooks.send']).catch(() => undefined)
    expect(heard).toHaveLength(1)
    expect((await messagesOf(hook.id))[0]?.state).toBe('waiting')
    await drainJobs(after(60_000), isOurs)
    expect(heard).toHaveLength(2)
    expect(heard[0]?.id).toBe(heard[1]?.id)
    expect((await messagesOf(hook.id))[0]?.state).toBe('delivered')
    await end(hook.id)
  })
})

/** A handle that works for the first two transactions (look, prepare) and then loses its connection. */
function brokenAfter(db: World['database']['db']): World['database']['db'] {
  let n = 0
  return new Proxy(db, {
    get(target, name, self) {
      if (name === 'connection' && (n += 1) > 2)
        throw Object.assign(new Error('Connection terminated'), { code: 'ECONNRESET' })
      const value: unknown = Reflect.get(target, name, self)
      return typeof value === 'function' ? (value as (...a: unknown[]) => unknown).bind(target) : value
    },
  })
}
