import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeWorld, testHome, testNow, type World } from '../../test/support/database.ts'
import { makeApp, signedIn, stranger, type Browser } from '../../test/support/http.ts'
import { makeIssuedDocument } from '../../test/support/issued.ts'
import { addressOf, mailConfig, openMailbox, type Mailbox } from '../../test/support/mailbox.ts'
import { makePerson, makeUnit, type MadeUnit } from '../../test/support/make.ts'
import { loadJobHandlers } from '../cli/job-handlers.ts'
import { dispatchDocument } from '../modules/dispatch/index.ts'
import { registerNoticeJobs } from '../modules/notices/index.ts'
import { openMailer } from '../platform/mail.ts'
import { transaction } from '../platform/tx.ts'
import { runNextJob } from '../platform/worker.ts'

let world: World
let app: FastifyInstance
let box: Mailbox
let office: MadeUnit
let clerk: Browser
const home = { home: testHome, scope: '*' as const }

beforeAll(async () => {
  world = await makeWorld()
  box = await openMailbox()
  app = await makeApp(world, testNow, { config: mailConfig(box.settings) })
  loadJobHandlers()
  registerNoticeJobs({ mailer: openMailer(box.settings), url: 'https://lantoa.vanson.example' })
  office = await makeUnit(world, { kind: 'education_office', name: 'Phòng Giáo dục Vân Sơn' })
  clerk = await signedIn(world, app, await makePerson(world, office.id, { roles: ['clerk'] }))
})
afterAll(async () => {
  await app.close()
  await box.close()
})
beforeEach(async () => {
  box.mails.length = 0
  box.mood = 'take'
  await world.database.pool.query('delete from system.rate_counters')
})

async function work(at: string | Date = testNow): Promise<void> {
  const fail = (error: unknown) => {
    throw error
  }
  while (await runNextJob(world.system(at), fail, ['delivery.mail', 'mail.send']));
}
const post = (path: string, on = app) =>
  on.inject({ method: 'POST', url: path, headers: { 'sec-fetch-site': 'same-origin', accept: 'text/html' } })
const get = (path: string, on = app) => stranger(on).call('GET', path)
const linkOf = (n: number) =>
  new URL(/https:\S+\/document\/\S+/.exec(box.mails[n]?.text ?? '')?.[0] ?? 'https://none/none').pathname

/** An issued document with papers, sent to bodies outside whose lines have these addresses. */
async function send(...addresses: (string | null)[]): Promise<string> {
  const documentId = await makeIssuedDocument(world, office.id, { subject: 'Kế hoạch tuyên truyền' })
  const ctx = world.as({ unitId: office.id, roles: ['clerk'] })
  const [pdf, docx] = [
    await world.files.put(Buffer.from(`%PDF-1.7 ${documentId}`)),
    await world.files.put(Buffer.from(`PK ${documentId}`)),
  ]
  await transaction(ctx.db, home, async (trx) => {
    for (const { hash, size } of [pdf, docx])
      await trx
        .insertInto('files')
        .values({
          hash,
          size,
          mime: 'application/pdf',
          created_at: ctx.clock.now(),
          redacted_at: null,
          redaction_reason: null,
        })
        .execute()
    await trx
      .insertInto('document_papers')
      .values({
        document_id: documentId,
        docx_hash: docx.hash,
        pdf_hash: pdf.hash,
        created_at: ctx.clock.now(),
      })
      .execute()
    await dispatchDocument(trx, ctx, {
      documentId,
      lines: addresses.map((address) => ({
        words: 'Đài truyền thanh huyện',
        kind: 'outside' as const,
        purpose: 'know' as const,
        ...(address === null ? {} : { address }),
      })),
      grants: [],
      obligations: [],
    })
  })
  return documentId
}

interface Row {
  id: string
  state: string
  openedAt: string | null
  link: { address: string; state: string } | null
  may: string[]
}
const sentOf = async (documentId: string) =>
  (await clerk.call('GET', `documents/${documentId}/deliveries`)).json<{ items: Row[] }>().items

describe('a document to a receiver outside', () => {
  it('is mailed where the line has an address for mail, opened once by its button, and that is its state', async () => {
    const documentId = await send('dai@vanson.example', 'Khu 2, thị trấn Vân Sơn', null)
    await work()
    expect(box.mails.map(addressOf)).toEqual(['dai@vanson.example'])
    expect(box.mails[0]?.subject).toBe('Kế hoạch 04/KH-PGDĐT: văn bản Phòng Giáo dục Vân Sơn gửi')
    const rows = await sentOf(documentId)
    expect(rows.map((r) => [r.state, r.link?.state ?? null]).sort()).toEqual([
      ['sent', null],
      ['sent', null],
      ['sent', 'sent'],
    ])
    const link = linkOf(0)
    // A mailbox that looks at links opens nothing.
    for (let n = 0; n < 2; n += 1) {
      const page = await get(link)
      expect([page.statusCode, page.body.includes('Kế hoạch tuyên truyền')]).toEqual([200, true])
      expect(page.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
    }
    expect((await sentOf(documentId)).map((r) => r.openedAt)).toEqual([null, null, null])
    const both = await Promise.all([post(link), post(link)])
    expect(both.map((a) => a.statusCode).sort()).toEqual([303, 410])
    const opened = both.find((a) => a.statusCode === 303)?.headers.location ?? ''
    expect((await get(opened)).body).toContain('Tải bản PDF')
    const file = await get(`${opened}/pdf`)
    expect([file.statusCode, file.body]).toEqual([200, `%PDF-1.7 ${documentId}`])
    expect((await get(`${opened}/docx`)).statusCode).toBe(404)
    const mailed = (await sentOf(documentId)).find((r) => r.link !== null)
    expect(mailed).toMatchObject({ state: 'opened', link: { state: 'used', address: 'dai@vanson.example' } })

    const again = await get(link)
    expect([again.statusCode, again.body.includes('Liên hệ Phòng Giáo dục Vân Sơn')]).toEqual([410, true])
    const later = await makeApp(world, '2024-06-17T02:43:00Z')
    expect((await get(opened, later)).statusCode).toBe(410)
    expect((await get(`${opened}/pdf`, later)).statusCode).toBe(410)
  })

  it('keeps of a token its hash alone, and no address where what happened is told', async () => {
    await send('kin@vanson.example')
    await work()
    const token = linkOf(0).replace('/document/', '')
    const { rows } = await world.database.pool.query<{ all: string }>(
      `select (select string_agg(t::text, '') from ${testHome}.delivery_link_tokens t) || (select string_agg(l::text, '') from ${testHome}.delivery_links l)
        || (select string_agg(m::text, '') from ${testHome}.mails m) || (select string_agg(e::text, '') from ${testHome}.events e) as all`,
    )
    expect(rows[0]?.all).not.toContain(token.slice(2))
    const told = await world.database.pool.query<{ all: string }>(
      `select string_agg(e::text, '') || (select string_agg(j::text, '') from ${testHome}.jobs j) as all from ${testHome}.events e`,
    )
    expect(told.rows[0]?.all).not.toContain('kin@vanson.example')
  })

  it('runs out after some days, and says whom to ask', async () => {
    await send('tre@vanson.example')
    await work()
    const later = await makeApp(world, '2024-07-02T01:00:00Z')
    const page = await get(linkOf(0), later)
    expect([page.statusCode, page.body.includes('đã hết hạn')]).toEqual([410, true])
    expect((await post(linkOf(0), later)).statusCode).toBe(410)
    expect((await get('/document/t.khong-co')).statusCode).toBe(404)
    expect((await get(`/document/t.${'x'.repeat(43)}`)).statusCode).toBe(404)
  })

  it('is mailed again by the clerk of its sender: the new link opens, with the .docx where it may, the old one not', async () => {
    const documentId = await send(null)
    const [row] = await sentOf(documentId)
    expect(row?.may).toEqual(['delivery.state', 'delivery.mail'])
    const mail = (body: object, browser = clerk) => browser.call('POST', `deliveries/${row?.id}/mail`, body)
    expect((await mail({})).json()).toMatchObject({ code: 'dispatch.no_address' })
    expect((await mail({ address: 'không phải thư' })).statusCode).toBe(422)
    const stranger_ = await signedIn(
      world,
      app,
      await makePerson(world, (await makeUnit(world)).id, { roles: ['clerk'] }),
    )
    expect((await mail({ address: 'dai@vanson.example' }, stranger_)).statusCode).toBe(404)
    const drafter = await signedIn(world, app, await makePerson(world, office.id, { roles: ['specialist'] }))
    expect((await mail({ address: 'dai@vanson.example' }, drafter)).statusCode).toBe(403)
    expect((await mail({ address: 'dai@vanson.example' })).json()).toEqual({ ok: true })
    await work()
    // To the same address, without saying it again.
    expect((await mail({ withDocx: true })).json()).toEqual({ ok: true })
    await work()
    expect(box.mails.map(addressOf)).toEqual(['dai@vanson.example', 'dai@vanson.example'])
    const old = await get(linkOf(0))
    expect([old.statusCode, old.body.includes('Mở đường dẫn trong thư mới nhất')]).toEqual([410, true])
    const opened = (await post(linkOf(1))).headers.location ?? ''
    expect((await get(`${opened}/docx`)).body).toBe(`PK ${documentId}`)
  })

  it('says why a mail did not arrive', async () => {
    box.mood = 'no such address'
    const documentId = await send('sai@vanson.example')
    await work()
    const [row] = await sentOf(documentId)
    expect(row?.link).toMatchObject({ state: 'failed', reason: expect.stringMatching(/\S/) as unknown })
    expect(row?.state).toBe('sent')
  })
})
