import type { FastifyInstance } from 'fastify'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { loadJobHandlers } from '../../cli/job-handlers.ts'
import { newId } from '../../platform/ids.ts'
import { openMailer } from '../../platform/mail.ts'
import { transaction } from '../../platform/tx.ts'
import { runNextJob } from '../../platform/worker.ts'
import { openObligations, type NewObligation } from '../dispatch/index.ts'
import { makeWorld, testHome, testNow, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, stranger, type Browser } from '../../../test/support/http.ts'
import { addressOf, openMailbox, type Mailbox } from '../../../test/support/mailbox.ts'
import { makePerson, makeUnit, type MadePerson } from '../../../test/support/make.ts'
import { beginMornings, registerNoticeJobs } from './index.ts'

let world: World
let app: FastifyInstance
let box: Mailbox
const url = 'https://lantoa.vanson.example'

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  loadJobHandlers()
})
afterAll(() => app.close())
beforeEach(async () => {
  box = await openMailbox()
  registerNoticeJobs({ mailer: openMailer(box.settings), url })
})
afterEach(async () => {
  await box.close()
  await world.database.pool.query(`delete from ${testHome}.jobs`)
})

const minutes = (n: number, from = testNow) => new Date(Date.parse(from) + n * 60_000)
const kinds = ['notices.make', 'notices.morning', 'mail.send', 'account.password_set', 'job.failed']
async function work(at: string | Date = testNow): Promise<void> {
  const fail = (error: unknown) => {
    throw error
  }
  while (await runNextJob(world.system(at), fail, kinds));
}

async function makeReader(
  unitId: string,
  options: Parameters<typeof makePerson>[2] = {},
): Promise<MadePerson & { email: string }> {
  const person = await makePerson(world, unitId, options)
  const email = `${person.login}@vanson.example`
  await world.database.pool.query(`update ${testHome}.persons set email = $2 where id = $1`, [
    person.personId,
    email,
  ])
  return { ...person, email }
}

/** Somebody decides in a leader's place on the days [from, until). */
async function standIn(
  unitId: string,
  leader: MadePerson,
  deputy: MadePerson,
  from: string,
  until: string,
  revokedAt: string | null = null,
): Promise<void> {
  await world.database.pool.query(
    `insert into ${testHome}.delegations (id, unit_id, from_person, to_person, role, valid_from, valid_until, made_at, revoked_at)
     values ($1, $2, $3, $4, 'leader', $5, $6, $7, $8)`,
    [newId(), unitId, leader.personId, deputy.personId, from, until, testNow, revokedAt],
  )
}

/** A duty of a unit; without more it is due today, so that it is urgent. */
async function owe(unitId: string, given: Partial<NewObligation> = {}, at = testNow): Promise<void> {
  const ctx = world.system(at)
  await transaction(world.database.db, { home: testHome, scope: '*' }, async (trx) => {
    await openObligations(trx, ctx, [
      {
        unitId,
        what: 'report',
        sourceWhat: 'report',
        sourceId: newId(),
        owedTo: null,
        dueOn: '2024-06-17',
        facts: { title: 'Báo cáo', period: '6 tháng đầu năm 2024' },
        ...given,
      },
    ])
  })
}

interface MailRow {
  state: string
  attempts: number
  lost: number
  cause: string | null
  code: string | null
  id: string
}
async function mailsOf(person: MadePerson): Promise<MailRow[]> {
  const { rows } = await world.database.pool.query<MailRow>(
    `select id, state, attempts, lost, cause, code from ${testHome}.mails where person_id = $1 order by created_at, id`,
    [person.personId],
  )
  return rows
}
const listOf = async (browser: Browser, query = '') =>
  (await browser.call('GET', `notices${query}`)).json<{
    items: {
      id: string
      sentence: string
      detail: string | null
      to: string | null
      kind: string
      isUrgent: boolean
      seenAt: string | null
    }[]
    unseen: number
  }>()

describe('a notice', () => {
  it('tells the people of the unit whom it concerns, once, and nobody else', async () => {
    const unit = await makeUnit(world)
    const clerk = await makeReader(unit.id, { roles: ['clerk'] })
    const leader = await makeReader(unit.id, { roles: ['leader'] })
    const specialist = await makeReader(unit.id, { roles: ['specialist'] })
    const other = await makeReader((await makeUnit(world)).id, { roles: ['clerk', 'leader', 'admin'] })
    const sourceId = newId()
    await owe(unit.id, { sourceId, dueOn: '2024-07-20' })
    await owe(unit.id, { sourceId, dueOn: '2024-07-20' })
    await work()
    for (const person of [clerk, leader]) {
      const { items, unseen } = await listOf(await signedIn(world, app, person))
      expect([unseen, items.length]).toEqual([1, 1])
      expect(items[0]).toMatchObject({
        kind: 'owed',
        sentence: 'Nộp báo cáo 6 tháng đầu năm 2024',
        to: `/reports/${sourceId}`,
        isUrgent: false,
        seenAt: null,
      })
      expect(items[0]?.detail).toContain('hạn 20/07/2024')
    }
    for (const person of [specialist, other])
      expect(await listOf(await signedIn(world, app, person))).toMatchObject({ items: [], unseen: 0 })
    expect(box.mails).toEqual([])
  })

  it('goes also to whoever stands in for whom it concerns, on the days on which they do', async () => {
    const unit = await makeUnit(world)
    const leader = await makeReader(unit.id, { roles: ['leader'] })
    const [now, later, revoked, colleague] = [
      await makeReader(unit.id, { roles: ['specialist'] }),
      await makeReader(unit.id, { roles: ['specialist'] }),
      await makeReader(unit.id, { roles: ['specialist'] }),
      await makeReader(unit.id, { roles: ['specialist'] }),
    ]
    await standIn(unit.id, leader, now, '2024-06-17', '2024-06-20')
    await standIn(unit.id, leader, later, '2024-06-18', '2024-06-20')
    await standIn(unit.id, leader, revoked, '2024-06-17', '2024-06-20', testNow)
    await owe(unit.id, { role: 'leader', dueOn: '2024-07-20' })
    await work()
    const unseen = async (person: MadePerson) => (await listOf(await signedIn(world, app, person))).unseen
    expect(await Promise.all([leader, now, later, revoked, colleague].map(unseen))).toEqual([1, 1, 0, 0, 0])
  })

  it('is marked as seen by its person only, and is gone for whoever left the unit', async () => {
    const unit = await makeUnit(world)
    const clerk = await makeReader(unit.id, { roles: ['clerk'] })
    await owe(unit.id, { dueOn: '2024-07-20' })
    await owe(unit.id, { dueOn: '2024-07-21' })
    await work()
    const browser = await signedIn(world, app, clerk)
    const [first] = (await listOf(browser)).items
    const outsider = await signedIn(
      world,
      app,
      await makePerson(world, (await makeUnit(world)).id, { roles: ['clerk'] }),
    )
    const refused = await outsider.call('POST', 'notices/seen', { ids: [first?.id] })
    expect(refused.statusCode).toBe(404)
    expect((await listOf(browser)).unseen).toBe(2)
    expect((await browser.call('POST', 'notices/seen', { ids: [first?.id] })).json()).toEqual({ unseen: 1 })
    expect((await browser.call('POST', 'notices/seen', { until: testNow })).json()).toEqual({ unseen: 0 })
    expect((await listOf(browser, '?state=unseen')).items).toEqual([])
    expect((await listOf(browser, '?q=bao cao 6')).items.length).toBe(2)
    expect((await listOf(browser, '?q=khong co')).items).toEqual([])
    await world.database.pool.query(`update ${testHome}.memberships set unit_id = $2 where person_id = $1`, [
      clerk.personId,
      (await makeUnit(world)).id,
    ])
    expect((await listOf(browser)).items).toEqual([])
  })
})

describe('an urgent mail', () => {
  it('goes to each recipient exactly once, with a stable id, both bodies and one-click leave', async () => {
    const unit = await makeUnit(world)
    const people = [
      await makeReader(unit.id, { roles: ['clerk'] }),
      await makeReader(unit.id, { roles: ['leader'] }),
    ]
    await owe(unit.id)
    await Promise.all([work(), work()])
    await work()
    expect(box.counts()).toEqual(Object.fromEntries(people.map((p) => [p.email, 1])))
    const [mail] = box.mails
    const person = people.find((p) => mail && p.email === addressOf(mail))
    const [row] = person ? await mailsOf(person) : []
    expect(row).toMatchObject({ state: 'sent', attempts: 1, lost: 0, cause: null })
    expect(mail?.messageId).toBe(`<${row?.id}@vanson.example>`)
    expect(mail?.subject).toBe('Gấp: Nộp báo cáo 6 tháng đầu năm 2024')
    expect(mail?.text).toContain(`${url}/app/reports/`)
    expect(mail?.html).toContain('Nộp báo cáo 6 tháng đầu năm 2024')
    expect(mail?.html).not.toContain('<img')
    const list = mail?.headers.get('list') as {
      unsubscribe?: { url: string }
      'unsubscribe-post'?: { name: string }
    }
    expect(list.unsubscribe?.url).toMatch(new RegExp(`^${url}/mails/leave/t\\.[\\w-]{32}$`))
    expect(list['unsubscribe-post']?.name).toBe('List-Unsubscribe=One-Click')
  })

  it('waits until quiet hours end, and takes on what comes meanwhile', async () => {
    const unit = await makeUnit(world)
    const clerk = await makeReader(unit.id, { roles: ['clerk'] })
    const night = '2024-06-17T15:30:00Z' // 22:30 in Viet Nam
    await owe(unit.id, {}, night)
    await work(night)
    await owe(unit.id, { facts: { period: 'quý II' } }, night)
    await work('2024-06-17T20:00:00Z')
    expect(box.mails).toEqual([])
    expect(await mailsOf(clerk)).toMatchObject([{ state: 'queued', attempts: 0 }])
    await work('2024-06-17T23:00:00Z') // 6:00
    expect(box.counts()).toEqual({ [clerk.email]: 1 })
    expect(box.mails[0]?.subject).toBe('2 việc gấp đang chờ anh chị')
  })

  it('is withdrawn when what it says was done, or is not wanted any more', async () => {
    const unit = await makeUnit(world)
    const clerk = await makeReader(unit.id, { roles: ['clerk'] })
    const night = '2024-06-17T15:30:00Z'
    await owe(unit.id, {}, night)
    await work(night)
    await world.database.pool.query(
      `update ${testHome}.obligations set state = 'done', closed_on = '2024-06-17' where unit_id = $1`,
      [unit.id],
    )
    await work('2024-06-17T23:00:00Z')
    expect(await mailsOf(clerk)).toMatchObject([{ state: 'withdrawn', cause: 'nothing' }])
    const browser = await signedIn(world, app, clerk)
    const chosen = { hasDigest: true, hasUrgent: false, hasReminders: true, quietFrom: 0, quietUntil: 0 }
    expect((await browser.call('PUT', 'notices/choices', chosen)).json()).toEqual({
      ...chosen,
      email: clerk.email,
      hasServer: false,
    })
    await owe(unit.id, { facts: { period: 'quý III' } })
    await work()
    expect((await mailsOf(clerk)).length).toBe(1)
    expect(box.mails).toEqual([])
  })
})

describe('a mail server that is lost', () => {
  it('loses nothing: each mail is tried again, and arrives once when the server is back', async () => {
    const unit = await makeUnit(world)
    const people = await Promise.all([1, 2, 3].map(() => makeReader(unit.id, { roles: ['clerk'] })))
    const { port } = box.settings
    await box.close()
    await owe(unit.id)
    await work()
    const tried = (await Promise.all(people.map(mailsOf))).flat()
    expect(tried.map((m) => m.state)).toEqual(['queued', 'queued', 'queued'])
    // One of them found it out; the others did not have to wait for it each.
    expect(tried.map((m) => m.attempts).sort()).toEqual([0, 0, 1])
    expect(tried.find((m) => m.attempts === 1)).toMatchObject({ cause: 'network' })
    box = await openMailbox()
    registerNoticeJobs({ mailer: openMailer({ ...box.settings }), url })
    expect(port).not.toBe(box.settings.port)
    await work(minutes(1))
    expect(box.counts()).toEqual(Object.fromEntries(people.map((p) => [p.email, 1])))
    expect((await Promise.all(people.map(mailsOf))).flat().map((m) => m.state)).toEqual([
      'sent',
      'sent',
      'sent',
    ])
  })

  it('is tried a bounded number of times; then the mail has failed, with a sentence, and can be sent again', async () => {
    const unit = await makeUnit(world)
    const clerk = await makeReader(unit.id, { roles: ['clerk'] })
    const admin = await signedIn(world, app, await makePerson(world, unit.id, { roles: ['admin'] }))
    box.mood = 'busy'
    await owe(unit.id)
    for (let hour = 0; hour < 40; hour += 1) await work(minutes(hour * 60))
    expect(await mailsOf(clerk)).toMatchObject([{ state: 'failed', attempts: 7, cause: 'busy', code: '451' }])
    expect(box.calls).toBe(7)
    const [row] = (await admin.call('GET', 'mails?state=failed')).json<{
      items: { id: string; reason: string; may: string[] }[]
    }>().items
    expect(row?.reason).toBe('Đã thử 7 lần. Máy chủ thư bảo chờ. Máy tự thử lại.')
    expect(row?.may).toEqual(['mail.resend'])
    box.mood = 'take'
    expect((await admin.call('POST', `mails/${row?.id}/resend`)).json()).toEqual({
      id: row?.id,
      state: 'queued',
    })
    expect((await admin.call('POST', `mails/${row?.id}/resend`)).statusCode).toBe(409)
    await work(minutes(1))
    expect(box.counts()).toEqual({ [clerk.email]: 1 })
    expect(await mailsOf(clerk)).toMatchObject([{ state: 'sent' }])
    const outsider = await signedIn(
      world,
      app,
      await makePerson(world, (await makeUnit(world)).id, { roles: ['admin'] }),
    )
    expect((await outsider.call('POST', `mails/${row?.id}/resend`)).statusCode).toBe(404)
    expect((await outsider.call('GET', 'mails')).json<{ items: unknown[] }>().items).toEqual([])
  })

  it('that knows no such address ends the mail at once', async () => {
    const unit = await makeUnit(world)
    const clerk = await makeReader(unit.id, { roles: ['clerk'] })
    box.mood = 'no such address'
    await owe(unit.id)
    await work()
    expect(await mailsOf(clerk)).toMatchObject([
      { state: 'failed', attempts: 1, cause: 'address', code: '550' },
    ])
  })

  it('that takes the words and is cut off leaves the mail uncertain: sent again under the same id', async () => {
    const unit = await makeUnit(world)
    const clerk = await makeReader(unit.id, { roles: ['clerk'] })
    box.mood = 'cut after the words'
    await owe(unit.id)
    await work()
    expect(await mailsOf(clerk)).toMatchObject([{ state: 'queued', attempts: 1, lost: 1, cause: 'lost' }])
    box.mood = 'take'
    await work(minutes(1))
    expect(await mailsOf(clerk)).toMatchObject([{ state: 'uncertain', attempts: 2, lost: 1 }])
    expect(box.mails.length).toBe(2)
    expect(new Set(box.mails.map((m) => m.messageId)).size).toBe(1)
  })

  it('finds what a killed process was sending: shown as uncertain, sent again under the same id', async () => {
    const unit = await makeUnit(world)
    const clerk = await makeReader(unit.id, { roles: ['clerk'] })
    const admin = await signedIn(world, app, await makePerson(world, unit.id, { roles: ['admin'] }))
    box.mood = 'hold'
    await owe(unit.id)
    const killed = work()
    await box.held
    // What stands in the database while the words are on their way is what a killed process leaves.
    expect(await mailsOf(clerk)).toMatchObject([{ state: 'sending', attempts: 1, lost: 0 }])
    const later = minutes(3)
    const laterAdmin = await makeApp(world, later)
    const shown = await (
      await signedIn(world, laterAdmin, await makePerson(world, unit.id, { roles: ['admin'] }))
    ).call('GET', 'mails')
    expect(shown.json<{ items: { state: string }[] }>().items).toMatchObject([{ state: 'uncertain' }])
    await laterAdmin.close()
    const second = await openMailbox()
    registerNoticeJobs({ mailer: openMailer(second.settings), url })
    await work(later)
    expect(await mailsOf(clerk)).toMatchObject([{ state: 'uncertain', attempts: 2, lost: 1 }])
    box.letGo()
    await killed
    expect(await mailsOf(clerk)).toMatchObject([{ state: 'uncertain', attempts: 2, lost: 1 }])
    expect([box.mails[0]?.messageId, box.mails.length]).toEqual([
      second.mails[0]?.messageId,
      second.mails.length,
    ])
    const { items } = (await admin.call('GET', 'mails?state=uncertain')).json<{
      items: { reason: string }[]
    }>()
    expect(items[0]?.reason).toContain('có thể tới hai lần')
    await second.close()
  })
})

describe('a mail that a killed process was sending, and that is not wanted when it is found', () => {
  it('stays known to have perhaps arrived: sent again it is uncertain, and nothing new is told by it', async () => {
    const unit = await makeUnit(world)
    const clerk = await makeReader(unit.id, { roles: ['clerk'] })
    const admin = await signedIn(world, app, await makePerson(world, unit.id, { roles: ['admin'] }))
    box.mood = 'hold'
    await owe(unit.id)
    const killed = work()
    await box.held
    const second = await openMailbox()
    registerNoticeJobs({ mailer: openMailer(second.settings), url })
    const setAddress = `update ${testHome}.persons set email = $2 where id = $1`
    await world.database.pool.query(setAddress, [clerk.personId, null])
    await work(minutes(3))
    expect(await mailsOf(clerk)).toMatchObject([{ state: 'uncertain', lost: 1, cause: 'no_address' }])
    box.letGo()
    await killed
    await world.database.pool.query(setAddress, [clerk.personId, clerk.email])
    const [mail] = await mailsOf(clerk)
    expect((await admin.call('POST', `mails/${mail?.id}/resend`)).statusCode).toBe(200)
    await owe(unit.id, {}, '2024-06-17T01:44:00Z')
    await work(minutes(3))
    expect(await mailsOf(clerk)).toMatchObject([
      { state: 'uncertain', lost: 1 },
      { state: 'sent', lost: 0 },
    ])
    expect(second.mails.map((m) => m.messageId)).toContain(box.mails[0]?.messageId)
    expect(new Set(second.mails.map((m) => m.messageId)).size).toBe(2)
    await second.close()
  })
})

describe('the morning', () => {
  const morning = '2024-06-17T23:30:00Z' // Tuesday 18 June 2024, 6:30

  // What the tests before left to do would be everybody's morning.
  beforeEach(async () => {
    await world.database.pool.query(
      `update ${testHome}.obligations set state = 'void', closed_on = '2024-06-17' where state = 'open'`,
    )
  })

  async function wake(at = morning): Promise<void> {
    await beginMornings(world.system(at))
    await work(at)
  }

  it('sends one mail to each who has something to do, grouped by what to do, and none to the others', async () => {
    const unit = await makeUnit(world)
    const clerk = await makeReader(unit.id, { roles: ['clerk', 'leader'] })
    const idle = await makeReader((await makeUnit(world)).id, { roles: ['clerk'] })
    const due = (dueOn: string, period: string) =>
      owe(unit.id, { dueOn, what: 'do_task', facts: { title: period, planTitle: 'KH' } })
    await due('2024-06-10', 'phát tờ gấp')
    await due('2024-06-20', 'tập huấn')
    await due('2024-06-25', 'họp dân')
    await due('2024-08-01', 'tổng kết')
    await wake()
    await wake()
    await beginMornings(world.system(morning))
    await work(morning)
    expect(box.counts()).toEqual({ [clerk.email]: 1 })
    expect(await mailsOf(idle)).toEqual([])
    const text = box.mails[0]?.text ?? ''
    expect(box.mails[0]?.subject).toBe('3 việc của anh chị ngày 18/06/2024')
    const order = ['ĐÃ QUÁ HẠN', 'phát tờ gấp', 'TRONG TUẦN NÀY', 'tập huấn', 'SẮP ĐẾN HẠN', 'họp dân'].map(
      (w) => text.indexOf(w),
    )
    expect(order.every((at) => at >= 0)).toBe(true)
    expect([...order].sort((a, b) => a - b)).toEqual(order)
    expect(text).not.toContain('tổng kết')
  })

  it('goes also to whoever stands in for a leader that day', async () => {
    const unit = await makeUnit(world)
    const leader = await makeReader(unit.id, { roles: ['leader'] })
    const today = await makeReader(unit.id, { roles: ['specialist'] })
    const yesterday = await makeReader(unit.id, { roles: ['specialist'] })
    await standIn(unit.id, leader, today, '2024-06-18', '2024-06-19')
    await standIn(unit.id, leader, yesterday, '2024-06-17', '2024-06-18')
    await owe(unit.id, { role: 'leader', dueOn: '2024-06-20' })
    await wake()
    await work(morning)
    const counts = box.counts()
    expect([leader, today, yesterday].map((person) => counts[person.email] ?? 0)).toEqual([1, 1, 0])
  })

  it('reminds 7, 3 and 1 days before, each once', async () => {
    const unit = await makeUnit(world)
    const clerk = await makePerson(world, unit.id, { roles: ['clerk'] })
    await owe(unit.id, { dueOn: '2024-06-28', what: 'do_task', facts: { title: 'họp dân', planTitle: 'KH' } })
    for (let day = 18; day <= 29; day += 1) {
      const at = new Date(Date.parse(`2024-06-${day}T00:00:00Z`) - 30 * 60_000)
      await wake(at.toISOString())
    }
    const { rows } = await world.database.pool.query<{ key: string; at: Date }>(
      `select subject_key as key, at from ${testHome}.notices where person_id = $1 order by at`,
      [clerk.personId],
    )
    expect(rows.map((r) => [r.key, r.at.toISOString().slice(0, 10)])).toEqual([
      ['7', '2024-06-20'],
      ['3', '2024-06-24'],
      ['1', '2024-06-26'],
    ])
  })

  it('sends no mail on a Sunday or a holiday, and honours choices', async () => {
    const unit = await makeUnit(world)
    const clerk = await makeReader(unit.id, { roles: ['clerk'] })
    await owe(unit.id, { dueOn: '2024-06-24', what: 'do_task', facts: { title: 'họp dân', planTitle: 'KH' } })
    await wake('2024-06-22T23:30:00Z') // Sunday 23 June
    await wake('2024-09-01T23:30:00Z') // 2 September
    expect(box.counts()).toEqual({})
    const browser = await signedIn(world, app, clerk)
    const choices = { hasDigest: false, hasUrgent: true, hasReminders: false, quietFrom: 0, quietUntil: 0 }
    await browser.call('PUT', 'notices/choices', choices)
    await wake('2024-06-23T23:30:00Z')
    expect(await mailsOf(clerk)).toEqual([])
    await browser.call('PUT', 'notices/choices', { ...choices, hasReminders: true })
    await wake('2024-06-24T23:30:00Z')
    expect(box.counts()).toEqual({})
  })
})

describe('leaving', () => {
  it('needs no sign-in; opening the link changes nothing, one POST stops the mails', async () => {
    const unit = await makeUnit(world)
    const clerk = await makeReader(unit.id, { roles: ['clerk'] })
    await owe(unit.id)
    await work()
    const link = new URL(/https:\S+\/mails\/leave\/\S+/.exec(box.mails[0]?.text ?? '')?.[0] ?? '').pathname
    const anybody = stranger(app)
    const seen = await anybody.call('GET', link)
    expect([seen.statusCode, seen.body.includes('Thôi nhận thư')]).toEqual([200, true])
    expect(seen.body).not.toContain(clerk.login)
    const choicesOf = async () =>
      (await (await signedIn(world, app, clerk)).call('GET', 'notices/choices')).json<object>()
    expect(await choicesOf()).toMatchObject({ hasDigest: true, hasUrgent: true })
    // As a mailbox does it: no cookie, no origin, the body of RFC 8058.
    const post = () =>
      app.inject({
        method: 'POST',
        url: link,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: 'List-Unsubscribe=One-Click',
      })
    expect((await post()).statusCode).toBe(200)
    expect((await post()).statusCode).toBe(200)
    expect(await choicesOf()).toMatchObject({ hasDigest: false, hasUrgent: false, hasReminders: false })
    expect((await anybody.call('GET', `${link.slice(0, -3)}aaa`)).statusCode).toBe(404)
    const { rows } = await world.database.pool.query(
      `select count(*)::int as n from ${testHome}.events where verb = 'notice.leave' and subjects @> $1`,
      [JSON.stringify([{ what: 'person', id: clerk.personId }])],
    )
    expect(rows).toEqual([{ n: 1 }])
  })
})
