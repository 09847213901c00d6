import { writeFileSync } from 'node:fs'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { makeWorld, testHome, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { makePerson, makeUnit, type MadeUnit } from '../../../test/support/make.ts'
import { must } from '../../../test/support/plans.ts'
import {
  addKey,
  hasProgram,
  keyPassword as password,
  pdfsig,
  signingFolder,
  signWithKey,
  type SigningFolder,
} from '../../../test/support/signing.ts'
import type { Role } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { drainJobs } from '../../platform/worker.ts'
import { closePrinter } from '../../print/index.ts'
import { openP12, signPdf, verifyPdf } from '../../sign/index.ts'
import type { DocumentView, FileSignatures } from '../library/library.schema.ts'
import type { SigningKeys } from '../signing/signing.schema.ts'
import type { OutgoingView } from './outgoing.api.schema.ts'

type View = z.output<typeof OutgoingView>
// The world's clock stands in 2024, the certificates begin today.
const now = new Date(Date.now() + 60_000)

let world: World
let app: Awaited<ReturnType<typeof makeApp>>
let folder: SigningFolder
let drafter: Browser
let leader: Browser
let clerk: Browser
let stranger: Browser
let leaderFile: Buffer
let sealFile: Buffer

beforeAll(async () => {
  folder = signingFolder()
  const ca = folder.authority('ca', '/CN=Chứng thực số Vạn Sơn')
  leaderFile = folder.p12('leader', folder.issue('leader', '/CN=Đỗ Thị Mỹ Hằng', ca, 'rsa'), password)
  sealFile = folder.p12('seal', folder.issue('seal', '/CN=Phòng Giáo dục Vân Sơn', ca), password)
  world = await makeWorld()
  app = await makeApp(world, now)
  const office = await makeUnit(world, { kind: 'education_office', name: 'Phòng Giáo dục Vân Sơn' })
  const beside = await makeUnit(world, { name: 'Phòng Văn hóa Vân Sơn' })
  drafter = await at(office, 'specialist')
  leader = await at(office, 'leader')
  clerk = await at(office, 'clerk')
  stranger = await at(beside, 'leader')
})
afterAll(async () => {
  folder.remove()
  await closePrinter()
})

async function at(unit: MadeUnit, role: Role): Promise<Browser> {
  const person = await makePerson(world, unit.id, { roles: [role], title: 'Trưởng phòng' })
  return signedIn(world, app, person, now)
}

const keyOf = async (by: Browser, kind: string) =>
  (await must(by.call('GET', 'signing-keys')))
    .json<z.output<typeof SigningKeys>>()
    .rows.find((k) => k.kind === kind)?.id ?? ''
const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 4, background: { r: 200, g: 0, b: 0, alpha: 0.6 } } })
    .png()
    .toBuffer()

/** A notice that is approved and has its number, to be signed electronically. */
async function numbered(subject: string): Promise<View> {
  const id = newId()
  const begun = (
    await must(drafter.call('POST', 'outgoing', { id, type: 'Thông báo' }, { requestId: id }))
  ).json<View>()
  const content = {
    ...begun.content,
    subject,
    way: 'electronic',
    blocks: [{ kind: 'text', key: newId(), style: 'item', words: 'Nghỉ học ngày thứ Sáu.' }],
  }
  await must(drafter.call('PATCH', `outgoing/${id}`, { version: begun.version, content }))
  await must(drafter.call('POST', `outgoing/${id}/submit`, {}))
  await must(leader.call('POST', `outgoing/${id}/approve`, {}))
  return (await must(clerk.call('POST', `outgoing/${id}/number`))).json<View>()
}
/** What waits for somebody's signature under Hôm nay. */
async function toSign(by: Browser): Promise<string[]> {
  const { decisions } = (await must(by.call('GET', 'today'))).json<{ decisions: { sentence: string }[] }>()
  return decisions.map((d) => d.sentence).filter((sentence) => sentence.startsWith('Ký '))
}
const codeOf = async (answer: Promise<{ json: <T>() => T }>) => (await answer).json<{ code: string }>().code
const issue = (d: View) => clerk.call('POST', `outgoing/${d.id}/issue`, { version: d.version })
const sign = (by: Browser, d: View, kind: 'signature' | 'seal', secret = password) =>
  signWithKey(by, `outgoing/${d.id}`, kind, secret)

describe('keys', () => {
  it('are tried with their password, kept enciphered, and each belongs to whoever may use it', async () => {
    expect(await codeOf(addKey(leader, 'signature', leaderFile, { password: 'sai' }))).toBe(
      'signing.key_refused',
    )
    expect(await codeOf(addKey(leader, 'signature', Buffer.from('no key')))).toBe('signing.key_refused')
    expect(await codeOf(addKey(leader, 'seal', sealFile))).toBe('signing.only_clerk')
    expect(await codeOf(addKey(clerk, 'signature', leaderFile))).toBe('signing.only_leader')
    const notPng = Buffer.from('GIF89a').toString('base64')
    expect(await codeOf(addKey(leader, 'signature', leaderFile, { picture: notPng }))).toBe(
      'signing.bad_picture',
    )
    const hand = (await picture(500, 200)).toString('base64')
    await must(addKey(leader, 'signature', leaderFile, { picture: hand }))
    await must(addKey(clerk, 'seal', sealFile, { picture: (await picture(360, 360)).toString('base64') }))
    const { rows } = await world.database.pool.query<{ sealed: Buffer; holder: string }>(
      `select sealed, holder from ${testHome}.signing_keys order by kind desc`,
    )
    expect(rows.map((r) => r.holder)).toEqual(['Đỗ Thị Mỹ Hằng', 'Phòng Giáo dục Vân Sơn'])
    expect(rows.some((r) => r.sealed.includes(leaderFile.subarray(20, 60)))).toBe(false)
    expect((await must(stranger.call('GET', 'signing-keys'))).json<{ rows: unknown[] }>().rows).toEqual([])
    const id = await keyOf(leader, 'signature')
    expect((await clerk.call('DELETE', `signing-keys/${id}`)).statusCode).toBe(404)
  })
})

describe('a document that is signed here', () => {
  it('is signed by the leader, sealed by the clerk, issued as exactly those bytes, and others verify it', async () => {
    const d = await numbered('Nghỉ học')
    expect(d).toMatchObject({ signing: { next: 'signature', marks: [] } })
    expect(await toSign(leader)).toEqual(['Ký văn bản: Thông báo: Nghỉ học'])
    expect(await toSign(clerk)).toEqual([])
    expect(await codeOf(issue(d))).toBe('signing.not_signed')
    expect(await codeOf(sign(clerk, d, 'seal'))).toBe('signing.signature_first')
    expect(await codeOf(sign(leader, d, 'signature', 'sai'))).toBe('signing.key_refused')
    expect(await codeOf(sign(leader, d, 'seal'))).toBe('signing.no_key')
    const once = (await must(sign(leader, d, 'signature'))).json<View>()
    expect(once.signing).toMatchObject({ next: 'seal', marks: [{ holder: 'Đỗ Thị Mỹ Hằng', way: 'server' }] })
    expect(await codeOf(sign(leader, d, 'signature'))).toBe('signing.already')
    expect(await toSign(leader)).toEqual([])
    const both = (await must(sign(clerk, d, 'seal'))).json<View>()
    expect(both.signing?.next).toBeNull()
    const waiting = await must(clerk.call('GET', `outgoing/${d.id}/to-sign`))
    await must(issue(d))
    await drainJobs(world.system(now), (kind) => kind === 'document.render')
    const document = (await must(clerk.call('GET', `documents/${d.id}`))).json<
      z.output<typeof DocumentView>
    >()
    expect(document.numberSymbol).toBe(d.numberSymbol)
    expect(document.may).not.toContain('document.scan')
    const scan = { size: 10, hash: '0'.repeat(64) }
    expect(await codeOf(clerk.call('POST', `documents/${d.id}/scans/${newId()}`, scan))).toBe(
      'library.scan_signed',
    )
    const pdf = (await must(clerk.call('GET', `documents/${d.id}/files/pdf`))).rawPayload
    expect(Buffer.compare(pdf, waiting.rawPayload)).toBe(0)
    expect(verifyPdf(pdf, { authorities: [], now }).map((s) => [s.state, s.signer?.short])).toEqual([
      ['right', 'Đỗ Thị Mỹ Hằng'],
      ['right', 'Phòng Giáo dục Vân Sơn'],
    ])
    const told = await must(clerk.call('GET', `documents/${d.id}/signatures`))
    expect(told.json<z.output<typeof FileSignatures>>().signatures.map((s) => s.name)).toEqual([
      'Đỗ Thị Mỹ Hằng',
      'Phòng Giáo dục Vân Sơn',
    ])
    if (hasProgram('pdfsig')) {
      const path = folder.path('issued.pdf')
      writeFileSync(path, pdf)
      expect(pdfsig(path).map((one) => one.verdict)).toEqual(['Signature is Valid.', 'Signature is Valid.'])
    }
    const { rows } = await world.database.pool.query(`select 1 from ${testHome}.signing_papers`)
    expect(rows).toEqual([])
  })

  it('and refused before it is sealed has no paper and no signature any more', async () => {
    const d = await numbered('Hoãn nghỉ học')
    await must(sign(leader, d, 'signature'))
    await must(leader.call('POST', `outgoing/${d.id}/refuse`, { words: 'Sai ngày' }))
    expect(await codeOf(clerk.call('GET', `outgoing/${d.id}/to-sign`))).toBe('signing.not_prepared')
    await must(drafter.call('POST', `outgoing/${d.id}/submit`, {}))
    await must(leader.call('POST', `outgoing/${d.id}/approve`, {}))
    const again = (await must(clerk.call('POST', `outgoing/${d.id}/number`))).json<View>()
    expect(again.signing).toMatchObject({ isPrepared: false, next: 'signature', marks: [] })
    expect(again.numberSymbol).not.toBe(d.numberSymbol)
  })

  it('two who sign at once make one signature', async () => {
    const d = await numbered('Lịch thi')
    const both = await Promise.all([1, 2].map(() => sign(leader, d, 'signature')))
    expect(both.map((a) => a.statusCode).sort()).toEqual([200, 409])
  })
})

describe('a document that is signed by another program', () => {
  const handIn = (d: View, bytes: Buffer) => clerk.call('PUT', `outgoing/${d.id}/signed`, bytes)
  const outside = (pdf: Uint8Array, file: Buffer, field: string) =>
    signPdf(pdf, openP12(file, password), { field, time: now, name: 'Người ký', words: 'Đã ký' })

  it('goes out, comes back with both signatures, and is issued; anything else is refused with why', async () => {
    const d = await numbered('Họp phụ huynh')
    expect(await codeOf(handIn(d, Buffer.from('%PDF-1.7')))).toBe('signing.not_prepared')
    await must(clerk.call('POST', `outgoing/${d.id}/prepare`))
    const sent = (await must(clerk.call('GET', `outgoing/${d.id}/to-sign`))).rawPayload
    const signed = outside(sent, leaderFile, 'A')
    const altered = Buffer.from(signed)
    altered[2_000] = (altered[2_000] ?? 0) ^ 1
    for (const wrong of [
      sent,
      altered,
      signed.subarray(0, signed.length - 300),
      Buffer.from('không phải PDF'),
    ])
      expect(await codeOf(handIn(d, Buffer.from(wrong)))).toBe('signing.refused')
    const other = await numbered('Văn bản khác')
    await must(clerk.call('POST', `outgoing/${other.id}/prepare`))
    const otherPdf = (await must(clerk.call('GET', `outgoing/${other.id}/to-sign`))).rawPayload
    expect(await codeOf(handIn(d, outside(otherPdf, leaderFile, 'A')))).toBe('signing.refused')
    expect((await stranger.call('PUT', `outgoing/${d.id}/signed`, signed)).statusCode).toBe(404)
    const both = (await must(handIn(d, outside(signed, sealFile, 'B')))).json<View>()
    expect(both.signing?.marks.map((m) => [m.kind, m.way, m.holder])).toEqual([
      ['signature', 'outside', 'Đỗ Thị Mỹ Hằng'],
      ['seal', 'outside', 'Phòng Giáo dục Vân Sơn'],
    ])
    await must(issue(d))
  })
})
