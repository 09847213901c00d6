import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeWorld, testHome, testNow, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { openMailbox, type Mailbox } from '../../../test/support/mailbox.ts'
import { makePerson, makeUnit, type MadeUnit } from '../../../test/support/make.ts'
import { letterPackage } from '../../../test/support/packages.ts'
import { makeIssuedPlan, must, readyContent, readyTask } from '../../../test/support/plans.ts'
import { loadJobHandlers } from '../../cli/job-handlers.ts'
import { recallOf, statusOf, writeEdxml, writeEdxmlStatus } from '../../document/edxml/index.ts'
import { openMailer } from '../../platform/mail.ts'
import { drainJobs, runNextJob } from '../../platform/worker.ts'
import { setAgencyCode } from '../dispatch/index.ts'
import { takeInPackage } from '../exchange/take-in.ts'
import { beginMornings, registerNoticeJobs } from './index.ts'
import type { Notices } from './notices.schema.ts'
import type { z } from 'zod'

let world: World
let app: FastifyInstance
let box: Mailbox
let office: MadeUnit
let clerk: Browser
let inspector: Browser
let neighbour: Browser

/** Receivers of what the office sends, and their codes. */
const schools = [
  ['Trường Tiểu học Sông Hồng', 'H99.12.01'],
  ['Trường Tiểu học Sông Lô', 'H99.12.02'],
  ['Trường Tiểu học Sông Đà', 'H99.12.03'],
] as const

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  loadJobHandlers()
  box = await openMailbox()
  registerNoticeJobs({ mailer: openMailer(box.settings), url: 'https://lantoa.vanson.example' })
  office = await makeUnit(world, { kind: 'education_office', name: 'Phòng GD&ĐT huyện Vân Sơn' })
  await give({ unitId: office.id }, 'H99.12', false)
  for (const [name, code] of schools) {
    const school = await makeUnit(world, { kind: 'school_primary', name, administration: office.id })
    await give({ unitId: school.id }, code, true)
  }
  const roles = ['specialist', 'leader', 'clerk'] as const
  const head = await makePerson(world, office.id, { roles: [...roles], title: 'Trưởng phòng', isHead: true })
  await world.database.pool.query(
    `update ${testHome}.persons set email = 'vanthu@vanson.example' where id = $1`,
    [head.personId],
  )
  clerk = await signedIn(world, app, head)
  inspector = await signedIn(world, app, await makePerson(world, office.id, { roles: ['inspector'] }))
  const other = await makeUnit(world, { kind: 'education_office', name: 'Phòng GD&ĐT huyện Bình An' })
  neighbour = await signedIn(world, app, await makePerson(world, other.id, { roles: ['clerk'] }))
})
afterAll(async () => {
  await app.close()
  await box.close()
})

async function give(of: { unitId: string }, code: string, isElsewhere: boolean): Promise<void> {
  await setAgencyCode(world.system(), { of, code, isElsewhere, from: '2020-01-01' })
}

const letter = (number: string, subject: string) =>
  letterPackage({
    number,
    subject,
    from: ['H99.05', 'Sở Thông tin tỉnh Hà Thanh'],
    to: ['H99.12', office.name],
  })

async function work(at: Date | string = testNow): Promise<void> {
  const fail = (error: unknown) => {
    throw error
  }
  const kinds = ['notices.make', 'notices.morning', 'mail.send']
  while (await runNextJob(world.system(at), fail, kinds));
}

const told = async (browser: Browser, kind: string) =>
  (await must(browser.call('GET', `notices?kind=${kind}`))).json<z.output<typeof Notices>>().items

it('what comes by package is told those who confirm it, leads to it, and is no news once it is confirmed', async () => {
  await takeInPackage(world.system(), writeEdxml(letter('81', 'Tháng hành động')))
  await takeInPackage(world.system(), writeEdxml(letter('82', 'Tập huấn báo cáo viên')))
  await drainJobs(world.system(), (kind) => kind === 'document.read')
  await work()
  const found = await told(clerk, 'package_arrived')
  expect(found.map((n) => n.sentence).sort()).toEqual([
    'Sở Thông tin tỉnh Hà Thanh gửi 81/KH-STT qua trục liên thông: xem lại và xác nhận',
    'Sở Thông tin tỉnh Hà Thanh gửi 82/KH-STT qua trục liên thông: xem lại và xác nhận',
  ])
  const first = found.find((n) => n.sentence.includes('81/'))
  const draftId = /^\/documents\/drafts\/([0-9a-f-]{36})$/.exec(first?.to ?? '')?.[1] ?? ''
  const draft = (await must(clerk.call('GET', `document-drafts/${draftId}`))).json<{ version: number }>()
  for (const other of [inspector, neighbour]) expect(await told(other, 'package_arrived')).toEqual([])
  await must(clerk.call('POST', `document-drafts/${draftId}/confirm`, { version: draft.version }))
  const after = await told(clerk, 'package_arrived')
  expect(after.find((n) => n.id === first?.id)?.to).toBe(`/documents/${draftId}`)

  // Taken back: at once, because whoever works on it works in vain. One press of the button, and nothing is asked any more.
  const recall = recallOf(letter('81', 'Tháng hành động'), 'Sai thẩm quyền ký.', new Date(testNow))
  await takeInPackage(world.system(), writeEdxml(recall))
  await takeInPackage(world.system(), writeEdxml(recall))
  await work()
  const asked = await told(clerk, 'package_asked')
  expect(asked).toMatchObject([
    {
      sentence: 'Sở Thông tin tỉnh Hà Thanh đề nghị thu hồi 81/KH-SGDĐT: trả lời đồng ý hay không',
      to: `/documents/${draftId}`,
      isUrgent: true,
    },
  ])
  expect(box.mails.map((m) => m.subject)).toEqual([`Gấp: ${asked[0]?.sentence}`])
})

it('who sent hears what receivers say, and each morning once who says nothing', async () => {
  const hands = { drafter: clerk, leader: clerk, clerk }
  const plan = await makeIssuedPlan(
    hands,
    readyContent({
      title: 'Tuyên truyền năm 2024',
      tasks: [readyTask('a')],
      recipients: [{ words: 'Các trường', kind: 'group', purpose: 'carry out', groupCode: 'all_below' }],
    }),
  )
  const { rows } = await world.database.pool.query<{ code: string }>(
    `update ${testHome}.deliveries set exchange_state = 'sent', exchange_at = $2 where document_id = $1 returning agency_code as code`,
    [plan.documentId, testNow],
  )
  expect(rows.map((r) => r.code).sort()).toEqual(schools.map(([, code]) => code))
  const say = (code: string, status: '01' | '02', description = '') =>
    takeInPackage(
      world.system(),
      writeEdxmlStatus(
        statusOf(
          { organId: 'H99.12', code: plan.numberSymbol ?? '', documentId: '', date: '2024-06-17' },
          { id: code, name: 'Trường' },
          status,
          { description, at: new Date(testNow) },
        ),
      ),
    )
  await say('H99.12.01', '02', 'Gửi nhầm nơi.')
  await work()
  expect(await told(clerk, 'package_returned')).toMatchObject([
    {
      sentence: `Trường Tiểu học Sông Hồng trả lại ${plan.numberSymbol} gửi qua trục liên thông`,
      detail: expect.stringMatching(/^“Gửi nhầm nơi\.” · /) as string,
      to: `/documents/${plan.documentId}/deliveries`,
    },
  ])
  expect(await told(clerk, 'package_unanswered')).toEqual([])

  const wake = async (at: string) => {
    await beginMornings(world.system(at))
    await work(at)
  }
  box.mails.length = 0
  await wake('2024-06-19T23:30:00Z')
  await wake('2024-06-20T23:30:00Z')
  const silent = await told(clerk, 'package_unanswered')
  expect(silent.map((n) => n.sentence)).toEqual([
    `2 nơi nhận chưa báo đã nhận ${plan.numberSymbol} gửi qua trục liên thông ngày 17/06/2024`,
  ])
  for (const other of [inspector, neighbour]) expect(await told(other, 'package_unanswered')).toEqual([])
  const text = box.mails[0]?.text ?? ''
  const order = [
    'ĐẾN QUA TRỤC LIÊN THÔNG, CHỜ XÁC NHẬN',
    '82/KH-',
    'CẦN XEM LẠI',
    '2 nơi nhận',
    'Gửi nhầm nơi',
  ].map((words) => text.indexOf(words))
  expect(order.every((at) => at >= 0)).toBe(true)
  expect([...order].sort((a, b) => a - b)).toEqual(order)
  // Confirmed before the first morning, and therefore nothing to do.
  expect(text).not.toContain('gửi 81/')

  // One of the two arrives and is not accepted for days: named by itself.
  await say('H99.12.02', '01')
  await world.database.pool.query(
    `update ${testHome}.deliveries set exchange_at = $2 where document_id = $1 and exchange_state = '01'`,
    [plan.documentId, testNow],
  )
  await wake('2024-06-23T23:30:00Z')
  expect((await told(clerk, 'package_unanswered')).map((n) => n.sentence)).toContain(
    `Trường Tiểu học Sông Lô chưa tiếp nhận ${plan.numberSymbol} đã đến nơi ngày 17/06/2024`,
  )
})
