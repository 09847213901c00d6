import type { FastifyInstance } from 'fastify'
import { beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { departmentLetter, departmentPlan } from '../../../test/support/documents.ts'
import { makeWorld, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, stranger, type Browser } from '../../../test/support/http.ts'
import { makePerson, makeUnit } from '../../../test/support/make.ts'
import { writeDocx } from '../../document/write/index.ts'
import { shortPlan } from '../../document/write/samples.ts'
import { sha256 } from '../../platform/canonical.ts'
import type { Role } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { drainJobs } from '../../platform/worker.ts'
import { read, write } from '../../platform/write.ts'
import { addJob } from '../../platform/jobs.ts'
import { holdFile } from './kept-files.ts'
import { registerLibraryJobs } from './index.ts'
import type { DraftView, TakenIn } from './library.schema.ts'

type Taken = z.output<typeof TakenIn>
type Draft = z.output<typeof DraftView>
type Problem = { detail: string }

let world: World
let app: FastifyInstance
beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  registerLibraryJobs()
})

async function clerkOf(unitId: string, roles: Role[] = ['clerk']): Promise<Browser> {
  return signedIn(world, app, await makePerson(world, unitId, { roles }))
}

function upload(browser: Browser, id: string, text: string | Buffer, name = 'ke-hoach.txt', requestId = id) {
  return browser.call('PUT', `documents/${id}?name=${encodeURIComponent(name)}`, Buffer.from(text), {
    requestId,
  })
}

async function count(table: 'document_drafts' | 'files' | 'file_holders' | 'documents'): Promise<number> {
  const row = await read(world.system(), '*', (trx) =>
    trx
      .selectFrom(table)
      .select((b) => b.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow(),
  )
  return row.n
}

describe('taking a document in', () => {
  it('reads a text, keeps the original, and asks about what is uncertain, the worst first', async () => {
    const office = await makeUnit(world)
    const department = await makeUnit(world, {
      name: 'Sở Giáo dục và Đào tạo tỉnh Hà Thanh',
      abbreviation: 'SGDĐT',
    })
    const browser = await clerkOf(office.id)
    const id = newId()
    const taken = await upload(browser, id, departmentPlan, 'KH 3127.txt')
    expect(taken.statusCode, taken.body).toBe(200)
    expect(taken.json()).toEqual({ id, what: 'draft', state: 'to_check', already: false, sentence: null })
    const draft = (await browser.call('GET', `document-drafts/${id}`)).json<Draft>()
    expect(draft).toMatchObject({
      state: 'to_check',
      fileName: 'KH 3127.txt',
      title: 'Kế hoạch 3127/KH-SGDĐT',
      text: departmentPlan,
      issuer: { id: department.id },
      may: ['document.save', 'document.confirm', 'document.discard'],
    })
    expect(draft.pieces?.header).toMatchObject({
      agency: 'Sở Giáo dục và Đào tạo',
      parentAgency: 'UBND tỉnh Hà Thanh',
      date: '2023-12-18',
      type: 'Kế hoạch',
    })
    expect(draft.uncertainPieces.map((u) => u.code)).toEqual(['two_dates', 'kind_doubt', 'citation_no_date'])
    const [twoDates, doubt] = draft.uncertainPieces
    expect(twoDates?.sentence).toContain('286/KH-UBND')
    expect(twoDates?.proposals.map((p) => p.label)).toEqual([
      'Dùng 08/12/2023',
      'Dùng 18/12/2023',
      'Giữ như văn bản',
    ])
    expect(departmentPlan.slice(doubt?.start ?? 0, doubt?.end ?? 0)).toContain('mỗi quý')
    expect(await world.files.get(sha256(departmentPlan))).toEqual(Buffer.from(departmentPlan))
  })

  it('opens what is there when the same file comes again, under any id or name, also two at once', async () => {
    const office = await makeUnit(world)
    const browser = await clerkOf(office.id)
    const text = departmentLetter(11, 'Tổ chức hội thi tìm hiểu thủ tục hành chính')
    const before = await count('document_drafts')
    const [a, b] = [newId(), newId()]
    const answers = await Promise.all([upload(browser, a, text), upload(browser, b, text, 'bản sao.txt')])
    expect(answers.map((r) => r.statusCode)).toEqual([200, 200])
    const ids = new Set(answers.map((r) => r.json<Taken>().id))
    expect(ids.size).toBe(1)
    expect(answers.filter((r) => r.json<Taken>().already === true)).toHaveLength(1)
    expect(answers.find((r) => r.json<Taken>().already === true)?.json<Taken>().sentence).toContain('đã có')
    const [kept = ''] = ids
    expect((await upload(browser, kept, text)).json()).toMatchObject({ id: kept, already: false })
    expect(await count('document_drafts')).toBe(before + 1)
  })

  it('refuses an id that names another file, of the own unit or another, and changes nothing', async () => {
    const office = await makeUnit(world)
    const browser = await clerkOf(office.id)
    const other = await clerkOf((await makeUnit(world)).id)
    const id = newId()
    await upload(browser, id, departmentLetter(12, 'Một'))
    expect((await upload(browser, id, departmentLetter(13, 'Hai'), 'x.txt', newId())).statusCode).toBe(422)
    expect((await upload(other, id, departmentLetter(14, 'Ba'), 'x.txt', newId())).statusCode).toBe(422)
    expect((await browser.call('GET', `document-drafts/${id}`)).json<Draft>().pieces?.header.subject).toBe(
      'Một',
    )
  })

  it('does not tell one unit what another has', async () => {
    const [mine, theirs] = [await makeUnit(world), await makeUnit(world)]
    const text = departmentLetter(15, 'Khảo sát')
    const id = newId()
    await upload(await clerkOf(theirs.id), id, text)
    const browser = await clerkOf(mine.id)
    const own = newId()
    expect((await upload(browser, own, text)).json()).toMatchObject({ id: own, already: false })
    expect((await browser.call('GET', `document-drafts/${id}`)).statusCode).toBe(404)
    expect((await browser.call('DELETE', `document-drafts/${id}`)).statusCode).toBe(404)
    expect((await browser.call('POST', `document-drafts/${id}/confirm`, { version: 1 })).statusCode).toBe(404)
  })

  it('neither keeps nor names a document with a secrecy mark', async () => {
    const office = await makeUnit(world)
    const browser = await clerkOf(office.id)
    const secret = departmentPlan.replace('Số: 3127', 'MẬT\n\nSố: 3128')
    const before = [await count('document_drafts'), await count('files'), await count('file_holders')]
    const answer = await upload(browser, newId(), secret)
    expect(answer.statusCode).toBe(422)
    expect(answer.json()).toMatchObject({ code: 'library.secret' })
    expect(answer.json<Problem>().detail).toContain('văn thư phụ trách văn bản mật')
    expect([await count('document_drafts'), await count('files'), await count('file_holders')]).toEqual(
      before,
    )
    expect(await world.files.has(sha256(secret))).toBe(false)
  })

  it('says why a file can’t be read, and reads it when it is handed in whole', async () => {
    const office = await makeUnit(world)
    const browser = await clerkOf(office.id)
    const docx = Buffer.from(await writeDocx(shortPlan))
    const id = newId()
    const broken = await upload(browser, id, docx.subarray(0, 3_000), 'ke-hoach.docx')
    expect(broken.json()).toMatchObject({ state: 'failed', what: 'draft' })
    expect(broken.json<Taken>().sentence).toContain('hỏng')
    expect((await browser.call('GET', `document-drafts/${id}`)).json()).toMatchObject({
      state: 'failed',
      pieces: null,
      may: ['document.discard'],
    })
    const pdf = await upload(browser, newId(), '%PDF-1.7 …', 'quyet-dinh.pdf')
    expect(pdf.json<Taken>().sentence).toContain('hỏng')
    const whole = await upload(browser, newId(), docx, 'ke-hoach.docx')
    expect(whole.json()).toMatchObject({ state: 'to_check' })
    const draft = (await browser.call('GET', `document-drafts/${whole.json<Taken>().id}`)).json<Draft>()
    expect(draft.pieces?.header.numberSymbol).toBe('07/KH-PGDĐT')
    expect(draft.html).toContain('<table>')
  })

  it('takes what is too long for a request into the background', async () => {
    const office = await makeUnit(world)
    const browser = await clerkOf(office.id)
    const long = departmentPlan.replace(
      'b) Niêm yết',
      `${'Mỗi trường chọn một việc thiết thực, làm cho xong rồi mới chọn việc khác. '.repeat(6_000)}\n\nb) Niêm yết`,
    )
    const id = newId()
    expect((await upload(browser, id, long)).json()).toMatchObject({ state: 'reading' })
    expect((await browser.call('POST', `document-drafts/${id}/confirm`, { version: 1 })).statusCode).toBe(409)
    await drainJobs(world.system())
    expect((await browser.call('GET', `document-drafts/${id}`)).json()).toMatchObject({
      state: 'to_check',
      title: 'Kế hoạch 3127/KH-SGDĐT',
    })
  })

  it('takes away a document whose secrecy mark shows only when the background reads it', async () => {
    const office = await makeUnit(world)
    const browser = await clerkOf(office.id)
    const secret = Buffer.from(departmentPlan.replace('Số: 3127', 'TỐI MẬT\n\nSố: 3129'))
    const { hash } = await world.files.put(secret)
    const ctx = world.as({ unitId: office.id })
    const id = newId()
    // as a request leaves it whose time was up before the file was open
    await write(ctx, [office.id], {
      act: async (trx) => {
        await holdFile(trx, ctx, office.id, { hash, size: secret.length, mime: 'text/plain', name: 'x.txt' })
        const now = ctx.clock.now()
        await trx
          .insertInto('document_drafts')
          .values({
            id,
            unit_id: office.id,
            version: 1,
            state: 'reading',
            file_hash: hash,
            file_name: 'x.txt',
            content: '{}',
            error: null,
            updated_at: now,
            updated_by: null,
            created_at: now,
          })
          .execute()
        await addJob(trx, ctx, 'document.read', { draftId: id })
      },
      answer: async () => undefined,
    })
    await drainJobs(world.system())
    const draft = (await browser.call('GET', `document-drafts/${id}`)).json<Draft>()
    expect(draft).toMatchObject({ state: 'failed', pieces: null, text: '' })
    expect(draft.error).toContain('văn thư phụ trách văn bản mật')
    expect(await world.files.has(hash)).toBe(false)
    expect((await upload(browser, newId(), secret)).json()).toMatchObject({ code: 'library.secret' })
    expect(await world.files.has(hash)).toBe(false)
  })

  it('is for clerks, specialists and leaders', async () => {
    const office = await makeUnit(world)
    expect((await upload(stranger(app), newId(), departmentPlan)).statusCode).toBe(401)
    expect((await upload(await clerkOf(office.id, ['inspector']), newId(), departmentPlan)).statusCode).toBe(
      403,
    )
    const big = Buffer.alloc(50 * 1024 * 1024 + 1, 32)
    expect((await upload(await clerkOf(office.id), newId(), big)).statusCode).toBe(413)
  })

  it('throws away a draft with its file, but not what another unit holds', async () => {
    const [mine, theirs] = [
      await clerkOf((await makeUnit(world)).id),
      await clerkOf((await makeUnit(world)).id),
    ]
    const shared = departmentLetter(16, 'Chung')
    const single = departmentLetter(17, 'Riêng')
    const ids = [newId(), newId()]
    await upload(mine, ids[0] ?? '', shared)
    await upload(mine, ids[1] ?? '', single)
    await upload(theirs, newId(), shared)
    for (const id of ids) expect((await mine.call('DELETE', `document-drafts/${id}`)).statusCode).toBe(200)
    await drainJobs(world.system())
    expect(await world.files.has(sha256(shared))).toBe(true)
    expect(await world.files.has(sha256(single))).toBe(false)
    expect((await upload(mine, newId(), single)).json()).toMatchObject({ state: 'to_check', already: false })
    expect(await world.files.has(sha256(single))).toBe(true)
  })
})

describe('a file whose bytes went with an erased person', () => {
  it('is not taken in again, by its unit or another, and nothing of it is kept', async () => {
    const [office, other] = [await makeUnit(world), await makeUnit(world)]
    const bytes = Buffer.from(departmentPlan.replace('Số: 3127', 'Số: 3131'))
    const hash = sha256(bytes)
    await world.database.pool.query(
      `insert into home_t.files (hash, size, mime, created_at, redacted_at, redaction_reason) values ($1, $2, 'text/plain', now(), now(), 'erased')`,
      [hash, bytes.length],
    )
    for (const unit of [office, other]) {
      const answer = await upload(await clerkOf(unit.id), newId(), bytes)
      expect(answer.statusCode).toBe(422)
      expect(answer.json()).toMatchObject({ code: 'library.erased' })
    }
    expect(await world.files.has(hash)).toBe(false)
  })
})
