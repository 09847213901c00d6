import type { FastifyInstance } from 'fastify'
import { beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { makeWorld, testNow, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { makePerson, makeUnit } from '../../../test/support/make.ts'
import { paperPdf, picturesPdf, scanPages, type Paper } from '../../../test/support/paper.ts'
import { newId } from '../../platform/ids.ts'
import { drainJobs } from '../../platform/worker.ts'
import { registerLibraryJobs } from './index.ts'
import type { DocumentPages, DraftView, TakenIn } from './library.schema.ts'

type Taken = z.output<typeof TakenIn>
type Draft = z.output<typeof DraftView>
type Pages = z.output<typeof DocumentPages>

const paper: Paper = {
  left: ['UBND HUYỆN SÔNG XANH', 'PHÒNG NỘI VỤ', 'Số: 12/KH-PNV'],
  right: [
    'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
    'Độc lập - Tự do - Hạnh phúc',
    'Sông Xanh, ngày 05 tháng 01 năm 2021',
  ],
  title: ['KẾ HOẠCH', 'Tuyên truyền cải cách hành chính năm 2021'],
  body: ['I. MỤC ĐÍCH', '1. Nâng cao nhận thức của cán bộ, công chức.'],
  recipients: ['Nơi nhận:', '- Lưu: VT.'],
  signature: ['TRƯỞNG PHÒNG', 'Trần Thị Hoa'],
}

let world: World
let app: FastifyInstance
let clerk: Browser
let stranger: Browser
beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  registerLibraryJobs()
  const [ours, theirs] = [await makeUnit(world), await makeUnit(world)]
  clerk = await signedIn(world, app, await makePerson(world, ours.id, { roles: ['clerk'] }))
  stranger = await signedIn(world, app, await makePerson(world, theirs.id, { roles: ['clerk'] }))
})

async function handIn(bytes: Buffer, name: string): Promise<{ id: string; taken: Taken }> {
  const id = newId()
  const answer = await clerk.call('PUT', `documents/${id}?name=${encodeURIComponent(name)}`, bytes)
  return { id, taken: answer.json<Taken>() }
}
const draftOf = async (id: string) => (await clerk.call('GET', `document-drafts/${id}`)).json<Draft>()

describe('a PDF', () => {
  it('is shown as it is, word by word, to its unit alone, before and after it is confirmed', async () => {
    const { id } = await handIn(paperPdf(paper), 'kế hoạch.pdf')
    await drainJobs(world.system(testNow), (kind) => kind === 'document.read')
    const draft = await draftOf(id)
    expect(draft).toMatchObject({ state: 'to_check', format: 'pdf', confidence: null, progress: null })
    expect(draft.pages).toEqual([{ width: 5953, height: 8419 }])
    expect(draft.pieces?.header.numberSymbol).toBe('12/KH-PNV')

    const see = async (path: string, browser: Browser) => browser.call('GET', path)
    const confirm = async () => {
      const answer = await clerk.call('POST', `document-drafts/${id}/confirm`, { version: draft.version })
      expect(answer.statusCode).toBe(200)
    }
    for (const path of [`document-drafts/${id}/pages`, `documents/${id}/pages`]) {
      if (path.startsWith('documents')) await confirm()
      const [page] = (await see(path, clerk)).json<Pages>().pages
      const words = page?.words.map(([start, end]) => draft.text.slice(start, end)) ?? []
      expect(words.slice(0, 4)).toEqual(['UBND', 'HUYỆN', 'SÔNG', 'XANH'])
      const picture = await see(`${path}/1`, clerk)
      expect(picture.headers['content-type']).toBe('image/webp')
      expect(picture.rawPayload.subarray(8, 12).toString('latin1')).toBe('WEBP')
      expect((await see(`${path}/2`, clerk)).statusCode).toBe(404)
      expect((await see(path, stranger)).statusCode).toBe(404)
      expect((await see(`${path}/1`, stranger)).statusCode).toBe(404)
    }
  })

  it('of which words were taken away shows no page any more', async () => {
    const { id } = await handIn(paperPdf({ ...paper, title: ['KẾ HOẠCH', 'Khác'] }), 'khác.pdf')
    await drainJobs(world.system(testNow), (kind) => kind === 'document.read')
    const { version } = await draftOf(id)
    await clerk.call('POST', `document-drafts/${id}/confirm`, { version })
    await world.database.pool.query('update home_t.documents set redacted_at = now() where id = $1', [id])
    expect((await clerk.call('GET', `documents/${id}/pages`)).json<Pages>().pages).toEqual([])
    expect((await clerk.call('GET', `documents/${id}/pages/1`)).statusCode).toBe(404)
  })
})

describe('a scan', () => {
  it('is read by a job, and says how sure it is', async () => {
    // Of the page only what is looked at: recognition takes its time by the line.
    const pictures = await scanPages(paperPdf({ ...paper, body: [] }), 200)
    const { id, taken } = await handIn(await picturesPdf(pictures), 'quét.pdf')
    // Nothing is recognised while somebody waits for an answer.
    expect(taken.state).toBe('reading')
    expect(await draftOf(id)).toMatchObject({ state: 'reading', progress: { done: 0, of: 1 } })
    await drainJobs(world.system(testNow), (kind) => kind === 'document.read')
    const draft = await draftOf(id)
    expect(draft).toMatchObject({ state: 'to_check', format: 'scan', progress: null })
    expect(draft.confidence).toBeGreaterThan(80)
    expect(draft.pieces?.header).toMatchObject({ numberSymbol: '12/KH-PNV', date: '2021-01-05' })
    const [page] = (await clerk.call('GET', `document-drafts/${id}/pages`)).json<Pages>().pages
    expect(page?.words.every((word) => word.length === 7)).toBe(true)
  })
})
