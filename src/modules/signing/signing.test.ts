import { writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, testHome, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { makePerson, type MadeUnit } from '../../../test/support/make.ts'
import { must, readyContent, readyTask, type Draft, type Plan } from '../../../test/support/plans.ts'
import { handInReport, makeLine, openAll, reportOf } from '../../../test/support/reports.ts'
import {
  addKey,
  hasProgram,
  pdfsig,
  signingFolder,
  signWithKey,
  type SigningFolder,
} from '../../../test/support/signing.ts'
import type { Role } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { drainJobs } from '../../platform/worker.ts'
import { closePrinter } from '../../print/index.ts'
import { verifyPdf } from '../../sign/index.ts'
import type { SigningState } from './signing.schema.ts'

// The certificates begin today.
const now = new Date(Date.now() + 60_000)

interface ReportTold {
  version: number
  may: string[]
  issuing: { numberSymbol: string; signing: SigningState } | null
  versions: { document: { id: string; numberSymbol: string } | null }[]
}

let world: World
let folder: SigningFolder
let office: MadeUnit
let drafter: Browser
let leader: Browser
let clerk: Browser
let above: Browser
let stranger: Browser

beforeAll(async () => {
  folder = signingFolder()
  const ca = folder.authority('ca', '/CN=Chứng thực số Vạn Sơn')
  const p12 = (name: string, subject: string) =>
    folder.p12(name, folder.issue(name, subject, ca), 'mật khẩu của khóa')
  world = await makeWorld()
  const app = await makeApp(world, now)
  const line = await makeLine(world)
  office = line.office
  const at = async (unit: MadeUnit, role: Role): Promise<Browser> =>
    signedIn(world, app, await makePerson(world, unit.id, { roles: [role], title: 'Trưởng phòng' }), now)
  drafter = await at(office, 'specialist')
  leader = await at(office, 'leader')
  clerk = await at(office, 'clerk')
  above = await at(line.department, 'leader')
  stranger = await at(line.schools[0], 'leader')
  await must(addKey(leader, 'signature', p12('leader', '/CN=Đỗ Thị Mỹ Hằng/O=Phòng Giáo dục Vân Sơn')))
  await must(addKey(clerk, 'seal', p12('seal', '/CN=Phòng Giáo dục Vân Sơn')))
})
afterAll(async () => {
  folder.remove()
  await closePrinter()
})

const codeOf = async (answer: Promise<{ json: <T>() => T }>) => (await answer).json<{ code: string }>().code
const rowsOf = async <T extends object>(query: string): Promise<T[]> =>
  (await world.database.pool.query<T>(query.replaceAll('@', `${testHome}.`))).rows

/** What waits for somebody's signature under Hôm nay. */
async function toSign(by: Browser): Promise<string[]> {
  const { decisions } = (await must(by.call('GET', 'today'))).json<{ decisions: { sentence: string }[] }>()
  return decisions.map((d) => d.sentence).filter((sentence) => sentence.startsWith('Ký '))
}

/** The PDF of an issued document is byte for byte what waited, and others find both signatures right. */
async function expectIssuedAs(documentId: string, waiting: Buffer, what: 'plan' | 'report'): Promise<void> {
  await drainJobs(world.system(now), (kind) => kind === 'document.render')
  const pdf = (await must(clerk.call('GET', `documents/${documentId}/files/pdf`))).rawPayload
  expect(Buffer.compare(pdf, waiting)).toBe(0)
  expect(verifyPdf(pdf, { authorities: [], now }).map((s) => [s.state, s.signer?.short])).toEqual([
    ['right', 'Đỗ Thị Mỹ Hằng'],
    ['right', 'Phòng Giáo dục Vân Sơn'],
  ])
  if (hasProgram('pdfsig')) {
    const name = `${what}.pdf`
    writeFileSync(folder.path(name), pdf)
    const verdicts = pdfsig(folder.path(name)).map((one) => one.verdict)
    expect(verdicts).toEqual(['Signature is Valid.', 'Signature is Valid.'])
  }
  expect(await rowsOf(`select 1 from @signing_papers where subject_what = '${what}'`)).toEqual([])
}

describe('a plan', () => {
  const pathOf = (planId: string) => `plans/${planId}/draft`
  const step = async (by: Browser, planId: string, name: string, body: object = {}) =>
    (await must(by.call('POST', `${pathOf(planId)}/${name}`, body))).json<Draft>()
  const issue = (planId: string, revision = 1) => clerk.call('POST', `plans/${planId}/issue`, { revision })

  /** A plan that is approved. */
  async function approved(more: Parameters<typeof readyContent>[0] = {}): Promise<string> {
    const id = newId()
    const begun = (await must(drafter.call('POST', 'plans', { id, year: 2024 }))).json<Draft>()
    const content = { ...readyContent({ tasks: [readyTask('a')] }), way: begun.content.way, ...more }
    await must(drafter.call('PATCH', pathOf(id), { version: begun.version, content }))
    await step(drafter, id, 'submit')
    await step(leader, id, 'approve')
    return id
  }
  async function numbered(): Promise<string> {
    const id = await approved()
    await step(clerk, id, 'number')
    return id
  }

  it('is signed by the leader, sealed by the clerk and issued as exactly those bytes; its next revision is signed anew', async () => {
    const id = await approved()
    const path = pathOf(id)
    expect(await codeOf(signWithKey(leader, path, 'signature'))).toBe('signing.no_number')
    const d = await step(clerk, id, 'number')
    expect(d).toMatchObject({ signing: { isPrepared: false, next: 'signature', marks: [] } })
    expect(await codeOf(issue(id))).toBe('signing.not_signed')
    expect(await codeOf(drafter.call('POST', `${path}/prepare`))).toBe('signing.only_signers')
    for (const who of [stranger, above]) {
      expect((await who.call('POST', `${path}/prepare`)).statusCode).toBe(404)
      expect((await who.call('GET', `${path}/to-sign`)).statusCode).toBe(404)
      expect((await who.call('PUT', `${path}/signed`, Buffer.from('%PDF-1.7'))).statusCode).toBe(404)
    }
    expect(await codeOf(signWithKey(clerk, path, 'seal'))).toBe('signing.signature_first')
    expect(await toSign(leader)).toEqual([expect.stringMatching(/^Ký kế hoạch: /)])
    for (const who of [drafter, clerk, stranger, above]) expect(await toSign(who)).toEqual([])
    const once = (await must(signWithKey(leader, path, 'signature'))).json<Draft>()
    expect(once.signing).toMatchObject({ next: 'seal', marks: [{ holder: 'Đỗ Thị Mỹ Hằng', way: 'server' }] })
    expect(await toSign(leader)).toEqual([])
    const [words] = await rowsOf<{ signers: string[] }>(
      `select words->'signers' as signers from @signing_papers`,
    )
    expect(words?.signers[0]).toBe('CN=Đỗ Thị Mỹ Hằng, O=Phòng Giáo dục Vân Sơn')
    expect((await must(signWithKey(clerk, path, 'seal'))).json<Draft>().signing?.next).toBeNull()
    const waiting = await must(drafter.call('GET', `${path}/to-sign`))
    const plan = (await must(issue(id))).json<Plan>()
    expect(plan.numberSymbol).toBe(d.numberSymbol)
    await expectIssuedAs(plan.documentId, waiting.rawPayload, 'plan')

    await must(drafter.call('POST', `plans/${id}/draft`, {}))
    await step(drafter, id, 'submit')
    await step(leader, id, 'approve')
    const again = await step(clerk, id, 'number')
    expect(again).toMatchObject({ revision: 2, signing: { isPrepared: false, next: 'signature', marks: [] } })
    expect(await codeOf(issue(id, 2))).toBe('signing.not_signed')
  })

  it('that is another by now has no paper, whoever signed it, and is signed anew', async () => {
    const id = await numbered()
    await must(signWithKey(leader, pathOf(id), 'signature'))
    const called = async (name: string) =>
      world.database.pool.query('update shared.unit_names set name = $1 where unit_id = $2', [
        name,
        office.id,
      ])
    await called('Phòng Giáo dục và Đào tạo khu vực Vân Sơn')
    const changed = (await must(clerk.call('GET', pathOf(id)))).json<Draft>()
    expect(changed.signing).toMatchObject({ isPrepared: false, next: 'signature', marks: [] })
    expect(await codeOf(clerk.call('GET', `${pathOf(id)}/to-sign`))).toBe('signing.not_prepared')
    expect(await codeOf(signWithKey(clerk, pathOf(id), 'seal'))).toBe('signing.signature_first')
    expect(await codeOf(issue(id))).toBe('signing.not_signed')
    const again = (await must(signWithKey(leader, pathOf(id), 'signature'))).json<Draft>()
    expect(again.signing).toMatchObject({ isPrepared: true, next: 'seal', marks: [{ kind: 'signature' }] })
    await called('Phòng GD&ĐT huyện Vân Sơn')
  })

  it('and refused, by the leader too, has no paper and no number any more', async () => {
    const id = await numbered()
    const signed = (await must(signWithKey(leader, pathOf(id), 'signature'))).json<Draft>()
    await step(leader, id, 'refuse', { words: 'Sai chỉ tiêu' })
    const voids = await rowsOf(
      `select 1 from @register_voids v join @register_entries e on e.id = v.entry_id where e.number_symbol = '${signed.numberSymbol}' and v.reason = 'Sai chỉ tiêu'`,
    )
    expect(voids).toHaveLength(1)
    expect(await codeOf(clerk.call('GET', `${pathOf(id)}/to-sign`))).toBe('signing.not_prepared')
    await step(drafter, id, 'submit')
    await step(leader, id, 'approve')
    const again = await step(clerk, id, 'number')
    expect(again).toMatchObject({ signing: { isPrepared: false, next: 'signature', marks: [] } })
    expect(again.numberSymbol).not.toBe(signed.numberSymbol)
  })

  it('two who sign at once make one signature', async () => {
    const id = await numbered()
    const both = await Promise.all([1, 2].map(() => signWithKey(leader, pathOf(id), 'signature')))
    expect(both.map((a) => a.statusCode).sort()).toEqual([200, 409])
  })

  it('on paper is asked for no signature', async () => {
    const id = await approved({ way: 'paper' })
    const before = (await toSign(leader)).length
    const d = await step(clerk, id, 'number')
    expect(d.signing).toBeNull()
    expect((await toSign(leader)).length).toBe(before)
    expect(await codeOf(signWithKey(leader, pathOf(id), 'signature'))).toBe('signing.by_hand')
    await must(issue(id))
  })

  it('is not signed by a leader where another one is named under it', async () => {
    const deputy = await makePerson(world, office.id, { roles: ['leader'], title: 'Phó Trưởng phòng' })
    const id = await approved({
      signer: { personId: deputy.personId, authority: null, position: 'Phó Trưởng phòng', deputyOf: null },
    })
    const before = (await toSign(leader)).length
    await step(clerk, id, 'number')
    expect((await toSign(leader)).length).toBe(before)
    expect(await codeOf(signWithKey(leader, pathOf(id), 'signature'))).toBe('signing.other_signer')
    const told = (await must(leader.call('GET', pathOf(id)))).json<Draft>()
    expect(told.signing).toMatchObject({ next: 'signature', marks: [] })
  })
})

describe('a report that is handed in', () => {
  let path: string
  const read = async () => (await must(clerk.call('GET', path))).json<ReportTold>()
  const issue = async () =>
    clerk.call('POST', `${path}/issue`, { version: (await read()).version, issue: {} })
  const number = async () =>
    (
      await must(clerk.call('POST', `${path}/number`, { version: (await read()).version, issue: {} }))
    ).json<ReportTold>()

  beforeAll(async () => {
    await openAll(world)
    const id = await reportOf(world, office)
    path = `reports/${id}`
    expect((await handInReport(leader, id)).statusCode).toBe(200)
  })

  it('gets its number, and refused its number is void and there is no paper', async () => {
    expect(await codeOf(signWithKey(leader, path, 'signature'))).toBe('signing.no_number')
    const told = await number()
    expect(told.issuing).toMatchObject({ signing: { isPrepared: false, next: 'signature', marks: [] } })
    const waits = expect.stringMatching(/^Ký báo cáo /) as string
    expect(await toSign(leader)).toContainEqual(waits)
    await must(signWithKey(leader, path, 'signature'))
    expect(await toSign(leader)).not.toContainEqual(waits)
    await must(leader.call('POST', `${path}/refuse`, { words: 'Sai số liệu' }))
    expect((await read()).issuing).toBeNull()
    expect(await codeOf(clerk.call('GET', `${path}/to-sign`))).toBe('signing.not_prepared')
    const voids = await rowsOf(
      `select 1 from @register_voids v join @register_entries e on e.id = v.entry_id where e.number_symbol = '${told.issuing?.numberSymbol}' and v.reason = 'Sai số liệu'`,
    )
    expect(voids).toHaveLength(1)
  })

  it('is signed, sealed and issued as exactly those bytes; nobody else touches its paper', async () => {
    const { issuing } = await number()
    expect(await codeOf(clerk.call('POST', `${path}/number`, { version: 1, issue: {} }))).toBe(
      'reports.not_now',
    )
    expect(await codeOf(issue())).toBe('signing.not_signed')
    expect(await codeOf(drafter.call('POST', `${path}/prepare`))).toBe('signing.only_signers')
    // It was handed in to the superior, who reads the report and not what becomes of its paper.
    expect((await above.call('GET', path)).json<ReportTold>().issuing).toBeNull()
    expect((await above.call('POST', `${path}/prepare`)).statusCode).toBe(403)
    expect((await above.call('GET', `${path}/to-sign`)).statusCode).toBe(404)
    expect((await stranger.call('POST', `${path}/prepare`)).statusCode).toBe(404)
    expect((await stranger.call('POST', `${path}/refuse`, { words: 'Không' })).statusCode).toBe(404)
    const both = await Promise.all([1, 2].map(() => signWithKey(leader, path, 'signature')))
    expect(both.map((a) => a.statusCode).sort()).toEqual([200, 409])
    await must(signWithKey(clerk, path, 'seal'))
    const waiting = await must(clerk.call('GET', `${path}/to-sign`))
    const told = (await must(issue())).json<ReportTold>()
    expect(told.issuing).toBeNull()
    const document = told.versions.at(-1)?.document
    expect(document?.numberSymbol).toBe(issuing?.numberSymbol)
    await expectIssuedAs(document?.id ?? '', waiting.rawPayload, 'report')
  })

  it('and handed in again gives up the number that waited for its signatures', async () => {
    const id = await reportOf(world, office)
    await must(
      above.call('POST', `${path}/answers`, {
        id: newId(),
        version: 1,
        answer: 'returned',
        words: 'Kiểm lại.',
      }),
    )
    expect((await handInReport(leader, id)).statusCode).toBe(200)
    const { issuing } = await number()
    await must(
      above.call('POST', `${path}/answers`, {
        id: newId(),
        version: 2,
        answer: 'returned',
        words: 'Kiểm lại.',
      }),
    )
    expect((await read()).may).toContain('report.refuse')
    expect((await read()).may).not.toContain('report.sign')
    expect((await handInReport(leader, id)).statusCode).toBe(200)
    expect((await read()).issuing).toBeNull()
    const voids = await rowsOf(
      `select 1 from @register_voids v join @register_entries e on e.id = v.entry_id where e.number_symbol = '${issuing?.numberSymbol}'`,
    )
    expect(voids).toHaveLength(1)
  })
})
