import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { testHome, testNow } from '../../../test/support/database.ts'
import {
  carry,
  converse,
  giveCode,
  lyingOut,
  makeSide,
  readOut,
  work,
  type Side,
} from '../../../test/support/exchange.ts'
import { signedIn, type Browser } from '../../../test/support/http.ts'
import { makePerson, makeUnit, type MadeUnit } from '../../../test/support/make.ts'
import {
  makeIssuedPlan,
  must,
  readyContent,
  readyTask,
  type Hands,
  type Plan,
} from '../../../test/support/plans.ts'
import { loadJobHandlers } from '../../cli/job-handlers.ts'
import { newId } from '../../platform/ids.ts'
import { jobHandler, type Job } from '../../platform/jobs.ts'
import { runNextJob } from '../../platform/worker.ts'

let a: Side
let b: Side
/** the department here, the office in its own installation */
let department: MadeUnit
let officeThere: MadeUnit
let office: MadeUnit
let above: Hands
let clerk: Browser
let looker: Browser

beforeAll(async () => {
  a = await makeSide()
  b = await makeSide()
  department = await makeUnit(a.world, {
    kind: 'department',
    name: 'Sở Nội vụ tỉnh Hà Thanh',
    abbreviation: 'SNV',
  })
  const below = { kind: 'education_office', administration: department.id }
  officeThere = await makeUnit(a.world, { ...below, name: 'Phòng Nội vụ huyện Vân Sơn' })
  await makeUnit(a.world, { ...below, name: 'Phòng Nội vụ huyện Bình An' })
  await giveCode(a, { unitId: department.id }, 'H99.01', false)
  await giveCode(a, { unitId: officeThere.id }, '000.00.12.H99', true)
  await giveCode(a, { name: 'Sở Tài chính tỉnh Hà Thanh' }, 'H99.07', true)
  const superior = await makeUnit(b.world, { kind: 'department', name: 'Sở Nội vụ tỉnh Hà Thanh' })
  office = await makeUnit(b.world, {
    kind: 'education_office',
    name: 'Phòng Nội vụ huyện Vân Sơn',
    administration: superior.id,
  })
  await giveCode(b, { unitId: superior.id }, '000.00.01.H99', true)
  await giveCode(b, { unitId: office.id }, 'H99.12', false)
  const roles = ['specialist', 'leader', 'clerk'] as const
  const head = await makePerson(a.world, department.id, {
    roles: [...roles],
    title: 'Giám đốc',
    isHead: true,
  })
  const browser = await signedIn(a.world, a.app, head)
  above = { drafter: browser, leader: browser, clerk: browser }
  clerk = await signedIn(b.world, b.app, await makePerson(b.world, office.id, { roles: [...roles] }))
  looker = await signedIn(b.world, b.app, await makePerson(b.world, office.id, { roles: ['inspector'] }))
}, 60_000)

const recipients = [
  { words: 'Phòng Nội vụ các huyện', kind: 'group', purpose: 'carry out', groupCode: 'all_below' },
  { words: 'Sở Tài chính tỉnh Hà Thanh (để p/h)', kind: 'outside', purpose: 'know' },
  { words: 'Báo Hà Thanh', kind: 'outside', purpose: 'know' },
] as const

/** A plan of the department for its offices, with papers that the clerk of the other side reads as words. */
async function issue(title: string): Promise<Plan> {
  const plan = await makeIssuedPlan(
    above,
    readyContent({ title, tasks: [readyTask('a')], recipients: [...recipients] }),
  )
  await lendPapers(plan.documentId)
  return plan
}

/** Papers as rows and words: rendering them takes seconds, and has tests of its own. */
async function lendPapers(documentId: string): Promise<void> {
  const { rows } = await a.world.database.pool.query<{ text: string; symbol: string }>(
    `select text, number_symbol as symbol from ${testHome}.documents where id = $1`,
    [documentId],
  )
  const { hash, size } = await a.world.files.put(Buffer.from(rows[0]?.text ?? ''))
  await a.world.database.pool.query(
    `insert into ${testHome}.files (hash, size, mime, created_at) values ($1, $2, 'text/plain', now()) on conflict do nothing`,
    [hash, size],
  )
  await a.world.database.pool.query(
    `insert into ${testHome}.document_papers (document_id, docx_hash, pdf_hash, created_at) values ($1, $2, $2, now())`,
    [documentId, hash],
  )
}

interface Sent {
  items: {
    id: string
    receiver: string
    state: string
    exchange: { state: string; note: string | null } | null
    may: string[]
  }[]
}
const sentOf = async (plan: Plan) =>
  (await must(above.clerk.call('GET', `documents/${plan.documentId}/deliveries`))).json<Sent>().items
const toOffice = async (plan: Plan) => {
  const found = (await sentOf(plan)).find((row) => row.receiver.startsWith('Phòng Nội vụ huyện Vân Sơn'))
  if (!found) throw new Error('not sent to the office')
  return found
}

interface Exchanged {
  arrival: {
    id: string
    senderName: string
    told: string
    asked: { what: string; reason: string; answer: string | null } | null
    may: string[]
  } | null
  sent: number
  may: string[]
}
const exchangeOf = async (who: Browser, documentId: string) =>
  (await must(who.call('GET', `documents/${documentId}/exchange`))).json<Exchanged>()
const drafts = async () =>
  (await must(clerk.call('GET', 'document-drafts'))).json<{ rows: { id: string }[] }>().rows
const draftAbout = async (title: string) => {
  const found = await rowsOf<{ id: string }>(
    b,
    `select id from @document_drafts where unit_id = '${office.id}' and content->>'text' like '%${title}%'`,
  )
  expect(found).toHaveLength(1)
  return found[0]?.id ?? ''
}

const rowsOf = async <T extends object>(side: Side, query: string): Promise<T[]> =>
  (await side.world.database.pool.query<T>(query.replaceAll('@', `${testHome}.`))).rows

describe('a document that is sent', () => {
  it('goes as a package to those who work in another system, once its papers are there', async () => {
    const plan = await makeIssuedPlan(
      above,
      readyContent({ title: 'Chờ bản in', tasks: [readyTask('a')], recipients: [...recipients] }),
    )
    await work(a)
    expect(lyingOut(a)).toEqual([])
    expect((await toOffice(plan)).exchange).toMatchObject({ state: 'waiting' })
    await lendPapers(plan.documentId)
    await work(a)
    await work(a)
    const packages = readOut(a)
    expect(packages.map((p) => p.kind === 'document' && p.to.map((to) => to.id)).sort()).toEqual([
      ['000.00.12.H99'],
      ['H99.07'],
    ])
    expect(packages[0]).toMatchObject({
      from: { id: 'H99.01', name: 'Sở Nội vụ tỉnh Hà Thanh' },
      subject: expect.stringContaining('Chờ bản in') as string,
      business: { type: 'new' },
      attachments: [
        { name: expect.stringMatching(/\.pdf$/) as string },
        { name: expect.stringMatching(/\.docx$/) as string },
      ],
    })
    const items = await sentOf(plan)
    expect(items.map((row) => [row.receiver, row.exchange?.state ?? null])).toEqual(
      expect.arrayContaining([
        ['Báo Hà Thanh', null],
        ['Phòng Nội vụ huyện Bình An', null],
        [expect.stringContaining('Phòng Nội vụ huyện Vân Sơn'), 'sent'],
        [expect.stringContaining('Sở Tài chính'), 'sent'],
      ]),
    )
    carry(a, b)
    await work(b)
  })

  it('lies there once, wherever its worker is killed', async () => {
    await issue('Bị ngắt giữa chừng')
    loadJobHandlers(undefined, null, a.folder)
    const system = a.world.system(testNow)
    const fail = (error: unknown) => {
      throw error
    }
    while (await runNextJob(system, fail, ['exchange.pack']));
    const handler = jobHandler('exchange.send')
    /** What a worker does before it is killed: everything but the transaction. */
    const killed = async () => {
      const waiting = await rowsOf<{ id: string; payload: unknown }>(
        a,
        `select id, payload from @jobs where kind = 'exchange.send' and state = 'waiting'`,
      )
      for (const { id, payload } of waiting) {
        const job: Job = { id, kind: 'exchange.send', payload, unitId: null, done: 0, all: null }
        await handler?.prepare?.(system, job)
      }
      return waiting.length
    }
    // Killed before the files count, and behind the rename.
    expect(await killed()).toBe(2)
    expect(lyingOut(a)).toEqual([])
    for (let i = 0; i < 2; i += 1) await runNextJob(system, fail, ['exchange.send'])
    await killed()
    expect(lyingOut(a).length).toBeGreaterThan(0)
    const seen = new Set(lyingOut(a))
    carry(a, b)
    await work(a)
    for (const name of lyingOut(a)) {
      expect(seen.has(name)).toBe(false)
      seen.add(name)
    }
    expect(seen.size).toBe(2)
    expect(await rowsOf(a, `select 1 from @packages where state <> 'sent'`)).toEqual([])
    carry(a, b)
    await work(b)
  })
})

describe('what comes', () => {
  it('is a draft for the clerk, its package kept, and its sender hears how far it is', async () => {
    const plan = await issue('Nhận rồi xác nhận')
    await work(a)
    const [name = ''] = readdirSync(join(a.folder, 'out')).filter(
      (n) => !n.startsWith('.') && isFor(n, '000.00.12.H99'),
    )
    const copy = readFileSync(join(a.folder, 'out', name))
    await converse(a, b)
    const id = await draftAbout('Nhận rồi xác nhận')
    expect((await toOffice(plan)).exchange).toEqual({
      state: '01',
      note: null,
      at: expect.any(String) as string,
    })
    expect((await exchangeOf(clerk, id)).arrival).toMatchObject({
      senderName: 'Sở Nội vụ tỉnh Hà Thanh',
      told: '01',
      may: ['arrival.refuse'],
    })
    expect((await exchangeOf(looker, id)).arrival?.may).toEqual([])
    const [kept] = await rowsOf<{ hash: string }>(
      b,
      `select file_hash as hash from @package_arrivals where document_id = '${id}'`,
    )
    expect(await b.world.files.get(kept?.hash ?? '')).toEqual(copy)

    // The same package once more, and the same document in another one.
    drop(b, 'again.edxml', copy)
    drop(
      b,
      'other.edxml',
      Buffer.from(copy.toString().replace('<edXML:Content>', '<edXML:Content>Gửi lần nữa')),
    )
    await converse(a, b)
    await draftAbout('Nhận rồi xác nhận')
    expect(readdirSync(join(b.folder, 'in')).filter((n) => n.endsWith('.edxml'))).toEqual([])

    const draft = (await must(clerk.call('GET', `document-drafts/${id}`))).json<{ version: number }>()
    await must(clerk.call('POST', `document-drafts/${id}/confirm`, { version: draft.version }))
    await converse(a, b)
    expect(await toOffice(plan)).toMatchObject({ state: 'acknowledged', exchange: { state: '03' }, may: [] })
    expect(
      await rowsOf(
        a,
        `select state from @obligations where what = 'confirm' and unit_id = '${officeThere.id}' and source_id = '${plan.documentId}'`,
      ),
    ).toEqual([{ state: 'done' }])
    const { arrival } = await exchangeOf(clerk, id)
    expect(arrival).toMatchObject({ told: '03', may: ['arrival.progress'] })
    const refused = await clerk.call('POST', `package-arrivals/${arrival?.id}/refuse`, { reason: 'Nhầm' })
    expect(refused.json()).toMatchObject({ status: 409, code: 'exchange.confirmed' })
    await must(clerk.call('POST', `package-arrivals/${arrival?.id}/progress`, { status: '06' }))
    await converse(a, b)
    expect((await toOffice(plan)).exchange?.state).toBe('06')
    expect(
      (await above.clerk.call('POST', `documents/${plan.documentId}/exchange/recall`, { reason: 'Sai' }))
        .statusCode,
    ).toBe(200)
  })

  it('to the wrong place goes back with the reason, and comes again when it is sent again', async () => {
    const plan = await issue('Gửi nhầm nơi')
    await converse(a, b)
    const id = await draftAbout('Gửi nhầm nơi')
    const { arrival } = await exchangeOf(clerk, id)
    expect(
      (await looker.call('POST', `package-arrivals/${arrival?.id}/refuse`, { reason: 'x' })).statusCode,
    ).toBe(403)
    const requestId = newId()
    const refuse = () =>
      clerk.call(
        'POST',
        `package-arrivals/${arrival?.id}/refuse`,
        { reason: 'Không thuộc huyện này.' },
        { requestId },
      )
    expect((await refuse()).statusCode).toBe(200)
    expect((await refuse()).statusCode).toBe(200)
    await converse(a, b)
    const delivery = await toOffice(plan)
    expect(delivery.exchange).toMatchObject({ state: '02', note: 'Không thuộc huyện này.' })
    expect(delivery.may).toEqual(['package.resend'])
    await must(above.clerk.call('POST', `deliveries/${delivery.id}/exchange`))
    // The clock of the tests stands still; a package says when it was ordered.
    await a.world.database.pool.query(
      `update ${testHome}.packages set created_at = created_at + interval '1 minute' where state = 'waiting'`,
    )
    await converse(a, b)
    expect(await draftAbout('Gửi nhầm nơi')).not.toBe(id)
    expect((await toOffice(plan)).exchange).toMatchObject({ state: '01', note: null })
  })

  it('and is thrown away counts as sent back', async () => {
    const plan = await issue('Bỏ đi')
    await converse(a, b)
    await must(clerk.call('DELETE', `document-drafts/${await draftAbout('Bỏ đi')}`))
    await converse(a, b)
    expect((await toOffice(plan)).exchange?.state).toBe('02')
  })

  it('is put aside where it can’t be taken in, with a sentence, and goes on when that is mended', async () => {
    await issue('Mã chưa khai')
    await work(a)
    const other = lyingOut(a).find((n) => isFor(n, 'H99.07')) ?? ''
    const bytes = readFileSync(join(a.folder, 'out', other))
    drop(b, other, bytes)
    carry(a, b)
    drop(b, 'hong.edxml', Buffer.from('<edXML>không phải gói</edXML>'))
    loadJobHandlers(undefined, null, b.folder)
    await b.world.database.pool.query(
      `update ${testHome}.jobs set run_at = $1 where kind = 'exchange.look'`,
      [testNow],
    )
    const met: string[] = []
    while (
      await runNextJob(
        b.world.system(testNow),
        (error) => met.push(String((error as { code?: string }).code)),
        ['exchange.look', 'exchange.take_in'],
      )
    );
    expect(met.sort()).toEqual(['exchange.unknown_receiver', 'exchange.unreadable'])
    const aside = readdirSync(join(b.folder, 'in', 'refused'))
    expect(aside.filter((n) => n.endsWith('.edxml'))).toHaveLength(2)
    const notes = aside
      .filter((n) => n.endsWith('.txt'))
      .map((n) => readFileSync(join(b.folder, 'in', 'refused', n), 'utf8'))
    expect(notes.join('')).toContain('Không đơn vị nào ở đây có mã nơi nhận')
    expect(
      aside.some(
        (n) => n.endsWith('.edxml') && readFileSync(join(b.folder, 'in', 'refused', n)).equals(bytes),
      ),
    ).toBe(true)

    const finance = await makeUnit(b.world, { kind: 'department', name: 'Sở Tài chính tỉnh Hà Thanh' })
    await giveCode(b, { unitId: finance.id }, 'H99.07', false)
    await b.world.database.pool.query(
      `update ${testHome}.jobs set run_at = $1 where kind = 'exchange.take_in' and state = 'waiting'`,
      [testNow],
    )
    while (await runNextJob(b.world.system(testNow), () => undefined, ['exchange.take_in']));
    expect(await rowsOf(b, `select 1 from @package_arrivals where unit_id = '${finance.id}'`)).toHaveLength(1)
    expect(readdirSync(join(b.folder, 'in', 'refused')).filter((n) => n.endsWith('.edxml'))).toHaveLength(1)
    // What is still aside waits for its sender.
    await b.world.database.pool.query(
      `update ${testHome}.jobs set state = 'failed' where kind = 'exchange.take_in' and state = 'waiting'`,
    )
    await converse(a, b)
  })
})

describe('a document that is taken back or replaced', () => {
  it('is marked at its receiver, who agrees or not, and the sender hears it', async () => {
    const plan = await issue('Sẽ bị thu hồi')
    await converse(a, b)
    const id = await draftAbout('Sẽ bị thu hồi')
    expect(await exchangeOf(above.clerk, plan.documentId)).toMatchObject({
      sent: 2,
      may: ['document.recall', 'document.replace'],
    })
    await must(
      above.clerk.call('POST', `documents/${plan.documentId}/exchange/recall`, {
        reason: 'Sai thẩm quyền ký.',
      }),
    )
    expect((await toOffice(plan)).exchange).toMatchObject({ state: '13', note: 'Sai thẩm quyền ký.' })
    await converse(a, b)
    const { arrival } = await exchangeOf(looker, id)
    expect(arrival?.asked).toMatchObject({ what: 'recall', reason: 'Sai thẩm quyền ký.', answer: null })
    await must(clerk.call('POST', `package-arrivals/${arrival?.id}/answer`, { agrees: true, reason: '' }))
    const twice = await clerk.call('POST', `package-arrivals/${arrival?.id}/answer`, {
      agrees: false,
      reason: 'x',
    })
    expect(twice.json()).toMatchObject({ status: 409, code: 'exchange.not_asked' })
    await converse(a, b)
    expect((await toOffice(plan)).exchange?.state).toBe('15')
    expect((await drafts()).map((d) => d.id)).not.toContain(id)
    const again = await above.clerk.call('POST', `deliveries/${(await toOffice(plan)).id}/exchange`)
    expect(again.json()).toMatchObject({ status: 409, code: 'exchange.ended' })
  })

  it('names what it stands for, and the earlier one says so', async () => {
    const before = await issue('Bản đầu')
    await converse(a, b)
    const id = await draftAbout('Bản đầu')
    const after = await issue('Bản sau')
    await converse(a, b)
    const body = { ofId: before.documentId, kind: 'replacement', reason: 'Sửa thời hạn.' }
    await must(above.clerk.call('POST', `documents/${after.documentId}/exchange/replaces`, body))
    await converse(a, b)
    expect((await exchangeOf(clerk, id)).arrival?.asked).toMatchObject({
      what: 'replacement',
      reason: 'Sửa thời hạn.',
    })
    await draftAbout('Bản sau')
  })
})

/** Whether a file of the one side goes to a code. */
function isFor(name: string, code: string): boolean {
  return readFileSync(join(a.folder, 'out', name), 'utf8').includes(`<edXML:To><edXML:OrganId>${code}<`)
}

/** Lays a file into a side's in folder, as a connection to the axis does. */
function drop(side: Side, name: string, bytes: Buffer): void {
  const path = join(side.folder, 'in', name)
  writeFileSync(path, bytes)
  const settled = new Date(Date.now() - 60_000)
  utimesSync(path, settled, settled)
}
