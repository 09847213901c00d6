import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { makeWorld, testNow, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { makePerson, makeUnit } from '../../../test/support/make.ts'
import { paperPdf, type Paper } from '../../../test/support/paper.ts'
import { type SigningFolder, signingFolder } from '../../../test/support/signing.ts'
import { newId } from '../../platform/ids.ts'
import { drainJobs } from '../../platform/worker.ts'
import { openP12, readCertificates, type SigningKey, signPdf } from '../../sign/index.ts'
import { registerLibraryJobs, setAuthorities } from './index.ts'
import type { DraftView, FileSignatures } from './library.schema.ts'

type Signatures = z.output<typeof FileSignatures>

const paper = (subject: string): Paper => ({
  left: ['UBND HUYỆN SÔNG XANH', 'PHÒNG NỘI VỤ', 'Số: 12/KH-PNV'],
  right: [
    'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
    'Độc lập - Tự do - Hạnh phúc',
    'Sông Xanh, ngày 05 tháng 01 năm 2021',
  ],
  title: ['KẾ HOẠCH', subject],
  body: ['I. MỤC ĐÍCH', '1. Nâng cao nhận thức của cán bộ, công chức.'],
  recipients: ['Nơi nhận:', '- Lưu: VT.'],
  signature: ['TRƯỞNG PHÒNG', 'Trần Thị Hoa'],
})

let world: World
let app: FastifyInstance
let clerk: Browser
let stranger: Browser
let folder: SigningFolder
let key: SigningKey

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  registerLibraryJobs()
  const [ours, theirs] = [await makeUnit(world), await makeUnit(world)]
  clerk = await signedIn(world, app, await makePerson(world, ours.id, { roles: ['clerk'] }))
  stranger = await signedIn(world, app, await makePerson(world, theirs.id, { roles: ['clerk'] }))
  folder = signingFolder()
  const authority = folder.authority('ca', '/CN=Chứng thực số Sông Xanh')
  const leader = folder.issue('leader', '/O=Phòng Nội vụ/CN=Trần Thị Hoa', authority)
  key = openP12(folder.p12('leader', leader, 'mật khẩu'), 'mật khẩu')
  const pem = folder.openssl('x509', '-in', authority.certificate, '-outform', 'DER')
  setAuthorities(readCertificates(pem).map((one) => one.der))
})
afterAll(() => {
  setAuthorities([])
  folder.remove()
})

const sign = (pdf: Buffer): Buffer =>
  signPdf(pdf, key, {
    field: 'ChuKy',
    time: new Date('2027-03-04T05:06:07Z'),
    name: 'Trần Thị Hoa',
    words: 'Chữ ký',
  })

async function takeIn(bytes: Buffer): Promise<string> {
  const id = newId()
  const taken = await clerk.call('PUT', `documents/${id}?name=van-ban.pdf`, bytes)
  expect(taken.statusCode).toBe(200)
  await drainJobs(world.system(testNow), (kind) => kind === 'document.read')
  return id
}
const signaturesOf = async (path: string) =>
  (await clerk.call('GET', `${path}/signatures`)).json<Signatures>()

describe('a signed PDF that came in', () => {
  it('says who signed, when, and that it is as it was signed, before and after it is confirmed, to whoever may read it', async () => {
    const id = await takeIn(sign(paperPdf(paper('Một'))))
    for (const path of [`document-drafts/${id}`, `documents/${id}`]) {
      if (path.startsWith('documents/')) {
        const draft = (await clerk.call('GET', `document-drafts/${id}`)).json<z.output<typeof DraftView>>()
        await clerk.call('POST', `document-drafts/${id}/confirm`, { version: draft.version })
      }
      expect(await signaturesOf(path)).toEqual({
        unread: null,
        signatures: [
          {
            kind: 'signature',
            name: 'Trần Thị Hoa',
            organisation: 'Phòng Nội vụ',
            issuer: 'Chứng thực số Sông Xanh',
            serial: key.certificate.serial,
            time: '2027-03-04T05:06:07.000Z',
            timeFrom: 'claimed',
            stampedBy: null,
            since: 'nothing',
            faults: [],
            authority: 'Chứng thực số Sông Xanh',
            weak: null,
            reason: null,
          },
        ],
      })
      expect((await stranger.call('GET', `${path}/signatures`)).statusCode).toBe(404)
    }
    await world.database.pool.query('update home_t.documents set redacted_at = now() where id = $1', [id])
    expect(await signaturesOf(`documents/${id}`)).toEqual({ signatures: [], unread: null })
  })

  it('altered since, it says so; of an authority that nobody gave, too', async () => {
    const altered = sign(paperPdf(paper('Hai')))
    const at = altered.indexOf('/MediaBox')
    altered[altered.indexOf('595', at)] = '6'.charCodeAt(0)
    const [report] = (await signaturesOf(`document-drafts/${await takeIn(altered)}`)).signatures
    expect(report?.faults).toEqual(['wrong'])
    const other = folder.issue('other', '/CN=Người lạ', folder.authority('other-ca', '/CN=Nơi lạ'))
    key = openP12(folder.p12('other', other, 'mật khẩu'), 'mật khẩu')
    const [stranger] = (await signaturesOf(`document-drafts/${await takeIn(sign(paperPdf(paper('Ba'))))}`))
      .signatures
    expect(stranger).toMatchObject({ faults: ['unknown_authority'], authority: 'Nơi lạ' })
  })

  it('one that nobody signed says nothing', async () => {
    const id = await takeIn(paperPdf(paper('Bốn')))
    expect(await signaturesOf(`document-drafts/${id}`)).toEqual({ signatures: [], unread: null })
  })
})
