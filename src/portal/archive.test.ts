import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadJobHandlers } from '../cli/job-handlers.ts'
import { sha256 } from '../platform/canonical.ts'
import { gatherLastSeals, keepRoot, rootHash } from '../platform/roots.ts'
import { wide } from '../platform/wide.ts'
import { drainJobs } from '../platform/worker.ts'
import { makeWorld, type World } from '../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../test/support/http.ts'
import { makePerson, makeUnit, type MadeUnit } from '../../test/support/make.ts'
import { makeIssuedPlan, must, readyContent, readyTask } from '../../test/support/plans.ts'
import { fileOfForm } from './multipart.ts'

let world: World
let app: FastifyInstance
let office: MadeUnit
let inside: Browser
let outside: Browser
let shown: { id: string; pdf: Buffer }
let hidden: { id: string; pdf: Buffer }

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  loadJobHandlers()
  office = await makeUnit(world, { kind: 'education_office', name: 'Phòng GD&ĐT huyện Vân Sơn' })
  const seat = async (unitId: string) => {
    const person = await makePerson(world, unitId, {
      roles: ['specialist', 'leader', 'clerk'],
      isHead: true,
      title: 'Trưởng phòng',
    })
    return signedIn(world, app, person)
  }
  inside = await seat(office.id)
  outside = await seat((await makeUnit(world, { name: 'Trường TH Phú Lâm' })).id)
  const issue = async (isPublic: boolean) => {
    const hands = { drafter: inside, leader: inside, clerk: inside }
    const plan = await makeIssuedPlan(hands, readyContent({ isPublic, tasks: [readyTask('a')] }))
    await drainJobs(world.system())
    const pdf = await must(inside.call('GET', `documents/${plan.documentId}/files/pdf`))
    return { id: plan.documentId, pdf: pdf.rawPayload }
  }
  shown = await issue(true)
  hidden = await issue(false)
})
afterAll(() => app.close())

const altered = (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -1), Buffer.from([1])])

describe('a file of the unit', () => {
  const check = async (browser: Browser, bytes: Buffer) =>
    (await must(browser.call('POST', 'archive/files', bytes))).json<{
      hash: string
      documents: { id: string; kind: string; state: string; numberSymbol: string }[]
    }>()

  it('is known by its bytes and by its hash, one byte more or less is not', async () => {
    const found = await check(inside, hidden.pdf)
    expect(found).toMatchObject({
      hash: sha256(hidden.pdf),
      documents: [{ id: hidden.id, kind: 'pdf', state: 'present' }],
    })
    expect(found.documents[0]?.numberSymbol).toMatch(/\/KH/)
    expect((await must(inside.call('GET', `archive/files?hash=${found.hash}`))).json()).toEqual(found)
    expect((await check(inside, altered(hidden.pdf))).documents).toEqual([])
    expect((await inside.call('GET', 'archive/files?hash=12')).statusCode).toBe(400)
  })

  it('is told to nobody else, and the bytes asked about are not kept', async () => {
    expect((await check(outside, hidden.pdf)).documents).toEqual([])
    const bytes = Buffer.from('một tệp chưa ai có')
    await check(outside, bytes)
    expect(await world.files.has(sha256(bytes))).toBe(false)
    const { statusCode } = await app.inject({ url: `/api/v1/archive/files?hash=${sha256(hidden.pdf)}` })
    expect(statusCode).toBe(401)
  })

  it('is known as an earlier one once its paper was made anew', async () => {
    const { rows } = await world.database.pool.query<{ pdf_hash: string }>(
      `update home_t.document_papers p set pdf_hash = o.pdf_hash from home_t.document_papers o
       where p.document_id = $1 and o.document_id = $2 returning (select pdf_hash from home_t.document_papers where document_id = $1)`,
      [hidden.id, shown.id],
    )
    expect((await check(inside, hidden.pdf)).documents).toMatchObject([{ id: hidden.id, state: 'earlier' }])
    await world.database.pool.query(
      'update home_t.document_papers set pdf_hash = $2 where document_id = $1',
      [hidden.id, rows[0]?.pdf_hash],
    )
  })
})

describe('the public page', () => {
  const ask = (hash: string) => app.inject({ url: `/p/${office.code}/check?hash=${hash}` })
  const send = (parts: { name: string; file?: string; content: Buffer | string }[], type = 'x1y2') =>
    app.inject({
      method: 'POST',
      url: `/p/${office.code}/check`,
      headers: { 'content-type': `multipart/form-data; boundary=${type}` },
      payload: Buffer.concat([
        ...parts.flatMap(({ name, file, content }) => [
          Buffer.from(
            `--${type}\r\ncontent-disposition: form-data; name="${name}"${file === undefined ? '' : `; filename="${file}"`}\r\n\r\n`,
          ),
          Buffer.from(content),
          Buffer.from('\r\n'),
        ]),
        Buffer.from(`--${type}--\r\n`),
      ]),
    })

  it('says of a published file that the agency issued it, and nothing of any other', async () => {
    const page = await ask(sha256(shown.pdf))
    expect(page.body).toContain('Đúng là tệp của Phòng GD&amp;ĐT huyện Vân Sơn')
    expect(page.body).toContain('bản PDF')
    const again = await app.inject({
      url: `/p/${office.code}/check?hash=${sha256(shown.pdf)}`,
      headers: { 'if-none-match': String(page.headers['etag']) },
    })
    expect(again.statusCode).toBe(304)
    for (const pdf of [hidden.pdf, altered(shown.pdf)]) {
      const { body } = await ask(sha256(pdf))
      expect(body).toContain('không công khai văn bản nào có đúng tệp này')
      expect(body).not.toContain('/KH-')
    }
    expect((await app.inject({ url: '/p/khong-co-ai/check' })).statusCode).toBe(404)
  })

  it('takes a file or a hash, hashes it and leads to the answer', async () => {
    const answer = `/p/${office.code}/check?hash=${sha256(shown.pdf)}`
    const file = { name: 'file', file: 'kế hoạch.pdf', content: shown.pdf }
    const byFile = await send([file, { name: 'hash', content: '' }])
    expect([byFile.statusCode, byFile.headers['location']]).toEqual([303, answer])
    const empty = { name: 'file', file: '', content: '' }
    const byHash = await send([empty, { name: 'hash', content: ` ${sha256(shown.pdf).toUpperCase()} ` }])
    expect(byHash.headers['location']).toBe(answer)
    const unclear = await send([empty, { name: 'hash', content: 'abc' }])
    expect(unclear.headers['location']).toBe(`/p/${office.code}/check?unclear=1`)
    expect((await app.inject({ url: `/p/${office.code}/check?unclear=1` })).body).toContain('role="alert"')
  })

  it.each(['', 'multipart/form-data', 'multipart/form-data; boundary=zz'])(
    'a form that is none: “%s”',
    (type) => {
      expect(fileOfForm(type, Buffer.from('--x1y2\r\n\r\nabc'))).toEqual({ file: null, fields: new Map() })
      expect(fileOfForm(type, Buffer.from('--zz\r\nname="a"\r\n\r\nabc'))).toEqual({
        file: null,
        fields: new Map(),
      })
    },
  )
})

describe('the roots of the days', () => {
  it('are public, newest first, a page at a time, and can be reckoned again from what is told', async () => {
    expect((await app.inject({ url: '/roots' })).body).toContain('Chưa có dấu nào')
    const ctx = world.system()
    const lines = await gatherLastSeals(ctx)
    for (const day of ['2024-06-14', '2024-06-15', '2024-06-16'])
      await wide(ctx, 'the roots', (trx) => keepRoot(trx, day, ctx.clock.now(), lines))
    const list = async (query: string) =>
      (await app.inject({ url: `/api/v1/archive/roots?${query}` })).json<{
        rows: { day: string; at: string; prev: string; hash: string; homes: typeof lines }[]
        next: string | null
      }>()
    const { rows, next } = await list('limit=2')
    expect([rows.map((r) => r.day), next]).toEqual([['2024-06-16', '2024-06-15'], '2024-06-15'])
    expect(await list(`limit=2&before=${next}`)).toMatchObject({ rows: [{ day: '2024-06-14' }], next: null })
    const [last, before] = rows
    expect(last?.prev).toBe(before?.hash)
    const { hash, ...rest } = last ?? { at: '', day: '', prev: '', hash: '', homes: [] }
    expect(rootHash({ ...rest, at: new Date(rest.at) })).toBe(hash)
    const page = await app.inject({ url: '/roots' })
    expect(page.body).toContain(hash)
    const tag = String(page.headers['etag'])
    expect((await app.inject({ url: '/roots', headers: { 'if-none-match': tag } })).statusCode).toBe(304)
    expect((await app.inject({ url: '/roots?before=2024-06-15&lang=en' })).body).not.toContain(hash)
  })
})
