import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadJobHandlers } from '../../src/cli/job-handlers.ts'
import { openObligations } from '../../src/modules/dispatch/index.ts'
import { registerNoticeJobs } from '../../src/modules/notices/index.ts'
import { newId } from '../../src/platform/ids.ts'
import { openMailer } from '../../src/platform/mail.ts'
import { transaction } from '../../src/platform/tx.ts'
import { drainJobs } from '../../src/platform/worker.ts'
import { expectAccessible } from '../support/accessible.ts'
import { closeWindows, journeyWidths, listen, signInBy, visit } from '../support/browser.ts'
import { makeWorld, testHome, testNow, type World } from '../support/database.ts'
import { makeApp } from '../support/http.ts'
import { mailConfig, openMailbox, type Mailbox } from '../support/mailbox.ts'
import { makePerson, makeUnit, testPassword, type MadePerson } from '../support/make.ts'

let world: World
let app: FastifyInstance
let box: Mailbox
let url: string

beforeAll(async () => {
  world = await makeWorld()
  box = await openMailbox()
  app = await makeApp(world, testNow, { config: mailConfig(box.settings) })
  url = await listen(app)
  loadJobHandlers()
  registerNoticeJobs({ mailer: openMailer(box.settings), url })
})
afterAll(async () => {
  await closeWindows()
  await app.close()
  await box.close()
})

async function makeClerk(): Promise<MadePerson & { email: string }> {
  const person = await makePerson(world, (await makeUnit(world)).id, { roles: ['clerk', 'admin'] })
  const email = `${person.login}@vanson.example`
  await world.database.pool.query(`update ${testHome}.persons set email = $2 where id = $1`, [
    person.personId,
    email,
  ])
  return { ...person, email }
}

async function owe(unitId: string, dueOn: string): Promise<void> {
  await transaction(world.database.db, { home: testHome, scope: '*' }, async (trx) => {
    await openObligations(trx, world.system(), [
      {
        unitId,
        what: 'report',
        sourceWhat: 'report',
        sourceId: newId(),
        owedTo: null,
        dueOn,
        facts: { title: 'Báo cáo', period: '6 tháng đầu năm 2024' },
      },
    ])
  })
  await drainJobs(world.system(), (kind) => kind === 'notices.make' || kind === 'mail.send')
}

describe.each(journeyWidths)('at %s width', { timeout: 90_000 }, (name, size) => {
  it('a clerk sees at the bell what is new, by the keyboard too, marks it, and chooses which mails come', async () => {
    const clerk = await makeClerk()
    await owe(clerk.unitId, '2024-06-17')
    await owe(clerk.unitId, '2024-07-20')
    const { page, context, complaints } = await visit(url, size)
    await signInBy(page, clerk.login, testPassword)
    const bell = page.getByRole('button', { name: 'Thông báo, 2 chưa xem' })
    await bell.focus()
    await page.keyboard.press('Enter')
    await page
      .getByRole('menuitem', { name: /Nộp báo cáo 6 tháng/ })
      .first()
      .waitFor()
    await expectAccessible(page, `bell ${name}`)
    await page.getByRole('menuitem', { name: 'Xem tất cả' }).click()
    await page.getByRole('heading', { name: 'Thông báo', level: 1 }).waitFor()
    await page.getByText('Nộp báo cáo 6 tháng đầu năm 2024').nth(1).waitFor()
    await expectAccessible(page, `notices ${name}`)
    await page.getByRole('button', { name: 'Đánh dấu đã xem hết' }).click()
    await page.getByText('Còn 0 thông báo chưa xem').waitFor()
    await page.getByRole('button', { name: 'Thông báo', exact: true }).waitFor()
    await page.getByRole('link', { name: 'Chọn thư muốn nhận' }).click()
    await page.getByText(`Thư gửi tới ${clerk.email}.`).waitFor()
    await page.getByLabel('Việc gấp thì gửi ngay').uncheck()
    await page.getByLabel('Từ', { exact: true }).selectOption('20:00')
    const form = page.locator('form').filter({ hasText: 'Giờ yên lặng' })
    await form.getByRole('button', { name: 'Lưu' }).click()
    await form.getByText('Đã lưu').waitFor()
    await expectAccessible(page, `choices ${name}`)
    await page.goto('/app/organisation/mails')
    await page.getByText('Đã gửi').first().waitFor()
    await expectAccessible(page, `mails ${name}`)
    expect(complaints).toEqual([])
    await context.close()
  })

  it('somebody who forgot the password gets a link by mail, chooses a new one and is in', async () => {
    const clerk = await makeClerk()
    box.mails.length = 0
    const { page, context, complaints } = await visit(url, size)
    await page.goto('/sign-in')
    await page.getByRole('link', { name: 'Quên mật khẩu' }).click()
    await page.getByLabel('Tên đăng nhập').fill(clerk.login)
    await page.getByRole('button', { name: 'Gửi đường dẫn' }).click()
    await page.getByRole('heading', { name: 'Xem hộp thư của anh chị' }).waitFor()
    await drainJobs(world.system(), (kind) => kind === 'mail.send')
    await page.goto(/http\S+\/reset\/\S+/.exec(box.mails[0]?.text ?? '')?.[0] ?? '/none')
    await page.getByLabel('Mật khẩu mới', { exact: true }).fill('một câu khác dễ nhớ')
    await page.getByLabel('Mật khẩu, ghi lại lần nữa').fill('một câu khác dễ nhớ')
    await page.getByRole('button', { name: 'Đổi mật khẩu và vào Lan Tỏa' }).click()
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(new URL(page.url()).pathname).toMatch(/^\/app\//)
    expect(complaints).toEqual([])
    await context.close()
  })

  it('and without mail by a code that an administrator prints', async () => {
    const admin = await makeClerk()
    const clerk = await makePerson(world, admin.unitId, { name: 'Vi Văn Quên' })
    const { page, context, complaints } = await visit(url, size)
    await signInBy(page, admin.login, testPassword)
    await page.goto(`/app/organisation/units/${admin.unitId}/people?q=Quên`)
    await page.getByRole('button', { name: /Vi Văn Quên/ }).click()
    await page.getByRole('menuitem', { name: 'In mã đặt lại mật khẩu' }).click()
    await page.getByRole('button', { name: 'Tạo mã' }).click()
    await page.getByRole('button', { name: 'In tờ mã' }).waitFor()
    const code = (await page.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/).textContent()) ?? ''
    await expectAccessible(page, `code ${name}`)
    const other = await visit(url, size)
    await other.page.goto('/reset-code')
    await other.page.getByLabel('Tên đăng nhập').fill(clerk.login)
    await other.page.getByLabel('Mã', { exact: true }).fill(code)
    await other.page.getByLabel('Mật khẩu mới', { exact: true }).fill('một câu khác dễ nhớ')
    await other.page.getByLabel('Mật khẩu, ghi lại lần nữa').fill('một câu khác dễ nhớ')
    await other.page.getByRole('button', { name: 'Đổi mật khẩu và vào Lan Tỏa' }).click()
    await other.page.getByRole('heading', { level: 1 }).waitFor()
    expect(new URL(other.page.url()).pathname).toMatch(/^\/app\//)
    expect([...complaints, ...other.complaints]).toEqual([])
    await context.close()
    await other.context.close()
  })
})
