import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { blankPdf } from '../../../test/support/blank-pdf.ts'
import { makeWorld, testHome, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { makePerson, makeUnit, type MadeUnit } from '../../../test/support/make.ts'
import { must } from '../../../test/support/plans.ts'
import type { Role } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { drainJobs } from '../../platform/worker.ts'
import { closePrinter } from '../../print/index.ts'
import { DocumentView } from './library.schema.ts'
import { DocumentScan } from './scans.schema.ts'

type Document = z.output<typeof DocumentView>
type Scan = z.output<typeof DocumentScan>

let world: World
let app: Awaited<ReturnType<typeof makeApp>>
let clerk: Browser
let leader: Browser
let school: Browser
let stranger: Browser
let documentId: string

const at = async (unit: MadeUnit, ...roles: Role[]): Promise<Browser> =>
  signedIn(world, app, await makePerson(world, unit.id, { roles, title: 'Trưởng phòng' }))

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  const office = await makeUnit(world, { kind: 'education_office', name: 'Phòng Giáo dục Vân Sơn' })
  const below = await makeUnit(world, { name: 'Trường Tiểu học Vĩnh Hòa', profession: office.id })
  const beside = await makeUnit(world, { name: 'Phòng Văn hóa Vân Sơn' })
  clerk = await at(office, 'clerk', 'specialist')
  leader = await at(office, 'leader')
  school = await at(below, 'clerk')
  stranger = await at(beside, 'clerk')
  documentId = newId()
  const begun = (
    await must(
      clerk.call('POST', 'outgoing', { id: documentId, type: 'Thông báo' }, { requestId: documentId }),
    )
  ).json<{ version: number; content: object }>()
  const content = {
    ...begun.content,
    subject: 'Nghỉ lễ',
    way: 'paper',
    blocks: [{ kind: 'text', key: 'k1', style: 'item', words: 'Nghỉ một ngày.' }],
    recipients: [{ words: below.name, kind: 'unit', purpose: 'know', unitId: below.id }],
  }
  const { version } = (
    await must(clerk.call('PATCH', `outgoing/${documentId}`, { version: begun.version, content }))
  ).json<{ version: number }>()
  await must(clerk.call('POST', `outgoing/${documentId}/submit`, {}))
  await must(leader.call('POST', `outgoing/${documentId}/approve`, {}))
  await must(clerk.call('POST', `outgoing/${documentId}/issue`, { version }))
})
afterAll(() => closePrinter())

const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const addressOf = (id: string) => `documents/${documentId}/scans/${id}`
const begin = (id: string, bytes: Buffer, by = clerk) =>
  by.call('POST', addressOf(id), { size: bytes.length, hash: hashOf(bytes) })
const send = (id: string, bytes: Buffer, from: number, until: number, by = clerk) =>
  by.call('PATCH', `${addressOf(id)}/bytes?offset=${from}&hash=${hashOf(bytes)}`, bytes.subarray(from, until))
const keep = (id: string, bytes: Buffer, replaces: object | null = null, by = clerk) =>
  by.call(
    'POST',
    `${addressOf(id)}/keep`,
    { size: bytes.length, hash: hashOf(bytes), replaces },
    { requestId: id },
  )
const code = async (answer: ReturnType<Browser['call']>) => {
  const { statusCode, json } = await answer
  return [statusCode, json<{ code: string }>().code]
}
const open = async (by = clerk) => (await must(by.call('GET', `documents/${documentId}`))).json<Document>()
async function handIn(bytes: Buffer, replaces: object | null = null): Promise<Scan> {
  const id = newId()
  await must(begin(id, bytes))
  await must(send(id, bytes, 0, bytes.length))
  return (await must(keep(id, bytes, replaces))).json<Scan>()
}
const partsThere = () =>
  readdirSync(world.filesDir, { recursive: true, withFileTypes: true }).filter(
    (f) => f.isFile() && f.parentPath.endsWith('parts'),
  ).length

describe('the signed and sealed paper, scanned back', () => {
  it('waits for the print, which it is compared with', async () => {
    expect((await open()).may).not.toContain('document.scan')
    const bytes = blankPdf(1)
    const id = newId()
    await must(begin(id, bytes))
    await must(send(id, bytes, 0, bytes.length))
    expect(await code(keep(id, bytes))).toEqual([409, 'library.scan_no_paper'])
    await drainJobs(world.system(), (kind) => kind === 'document.render')
    expect((await open()).may).toContain('document.scan')
    expect((await must(keep(id, bytes))).json<Scan>()).toMatchObject({
      id,
      pages: 1,
      warning: null,
      reason: null,
    })
  })

  it('comes piece by piece, goes on after a cut, and sent again it is one', async () => {
    const [now] = (await open()).scans
    const bytes = blankPdf(3, 'x'.repeat(5_000))
    const id = newId()
    const replaces = { id: now?.id, reason: 'Thiếu trang' }
    await must(begin(id, bytes))
    await must(send(id, bytes, 0, 2_000))
    expect((await must(begin(id, bytes))).json()).toEqual({ received: 2_000, kept: false })
    expect(await code(send(id, bytes, 0, 2_000))).toEqual([409, 'library.scan_offset'])
    // Not whole yet: nothing is kept of it.
    expect(await code(keep(id, bytes, replaces))).toEqual([422, 'library.scan_changed'])
    await must(send(id, bytes, 2_000, bytes.length))
    const kept = (await must(keep(id, bytes, replaces))).json<Scan>()
    expect(kept.warning).toBe(
      'Bản quét có 3 trang, bản in có 1 trang. Xem lại có thiếu hoặc thừa trang không.',
    )
    expect((await must(keep(id, bytes, replaces))).json<Scan>()).toEqual(kept)
    const { scans } = await open()
    expect(scans.map((s) => [s.id, s.reason])).toEqual([
      [id, 'Thiếu trang'],
      [now?.id, null],
    ])
    expect(partsThere()).toBe(0)
    const { rows } = await world.database.pool.query(
      `select subjects from ${testHome}.events where verb = 'document.scan' and subjects->0->>'id' = $1`,
      [id],
    )
    expect(rows).toEqual([
      {
        subjects: [
          { what: 'document_scan', id, hash: hashOf(bytes) },
          { what: 'document', id: documentId },
        ],
      },
    ])
  })

  it('of two that replace the same one the second is told so, and leaves nothing behind', async () => {
    const [now, first] = (await open()).scans
    const arrived = async (words: string) => {
      const [id, bytes] = [newId(), blankPdf(1, words)]
      await must(begin(id, bytes))
      await must(send(id, bytes, 0, bytes.length))
      return { id, bytes }
    }
    const late = await arrived('late')
    for (const replaces of [null, { id: first?.id, reason: 'Mờ' }])
      expect(await code(keep(late.id, late.bytes, replaces))).toEqual([409, 'library.scan_replaced'])
    const both = [await arrived('one'), await arrived('two')]
    const answers = await Promise.all(
      both.map(({ id, bytes }) => keep(id, bytes, { id: now?.id, reason: 'Rõ hơn' })),
    )
    expect(answers.map((a) => a.statusCode).sort()).toEqual([200, 409])
    const won = both[answers.findIndex((a) => a.statusCode === 200)]
    expect((await open()).scans.map((s) => s.id)).toContain(won?.id)
    const kept = await Promise.all(both.map(({ bytes }) => world.files.has(hashOf(bytes))))
    expect(kept.filter(Boolean)).toHaveLength(1)
  })

  it('a picture is kept upright and without what the camera adds; nothing else is taken', async () => {
    const photo = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#dcb' } })
      .withExif({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '21/1 1/1 1/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    const [now] = (await open()).scans
    const kept = await handIn(photo, { id: now?.id, reason: 'Chụp lại' })
    const answer = await must(school.call('GET', addressOf(kept.id)))
    expect([answer.headers['content-type'], kept.pages]).toEqual(['image/jpeg', 1])
    const { width, height, exif } = await sharp(answer.rawPayload).metadata()
    expect([width, height, exif]).toEqual([40, 60, undefined])
    const refused: [Buffer, string][] = [
      [Buffer.from('không phải bản quét'), 'library.scan_kind'],
      [Buffer.from('%PDF-1.4\nhỏng'), 'library.scan_damaged'],
    ]
    for (const [bytes, why] of refused) {
      const id = newId()
      await must(begin(id, bytes))
      await must(send(id, bytes, 0, bytes.length))
      expect(await code(keep(id, bytes, { id: kept.id, reason: 'Thử' }))).toEqual([422, why])
    }
  })

  it('is read by whoever reads the document and handed in by its clerk alone', async () => {
    const bytes = blankPdf(1, 'lạ')
    const [now] = (await open()).scans
    const address = addressOf(now?.id ?? '')
    expect((await open(school)).scans.map((s) => s.id)).toContain(now?.id)
    expect((await school.call('GET', address)).statusCode).toBe(200)
    expect((await stranger.call('GET', address)).statusCode).toBe(404)
    const tries = (id: string, by: Browser) => [
      begin(id, bytes, by),
      send(id, bytes, 0, bytes.length, by),
      keep(id, bytes, null, by),
    ]
    for (const answer of await Promise.all(tries(newId(), stranger))) expect(answer.statusCode).toBe(404)
    for (const answer of await Promise.all([...tries(newId(), school), ...tries(newId(), leader)]))
      expect(answer.statusCode).toBe(403)
    expect((await open(school)).may).not.toContain('document.scan')
    expect((await open(leader)).may).not.toContain('document.scan')
  })

  it('is shown no more once words of the document were taken away', async () => {
    const [now] = (await open()).scans
    await world.database.pool.query(
      `update ${testHome}.documents set redacted_at = now(), salt = null where id = $1`,
      [documentId],
    )
    expect((await open(school)).scans).toEqual([])
    expect((await school.call('GET', addressOf(now?.id ?? ''))).statusCode).toBe(404)
    const bytes = blankPdf(2)
    expect(await code(begin(newId(), bytes))).toEqual([409, 'library.scan_not_issued'])
  })
})
