import type { FastifyInstance } from 'fastify'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../src/platform/ids.ts'
import { makeLog } from '../../src/platform/log.ts'
import { openProvider } from '../../src/platform/oidc.ts'
import { expectAccessible } from '../support/accessible.ts'
import { closeWindows, journeyWidths, signInBy, visit, widths } from '../support/browser.ts'
import { makeWorld, testNow, type World } from '../support/database.ts'
import { makeApp, signedIn } from '../support/http.ts'
import { makePerson, makeUnit, testPassword, type MadePerson, type MadeUnit } from '../support/make.ts'
import { makeReceivedDocument, must } from '../support/plans.ts'
import { freePort, startProvider, type RunningProvider } from '../support/provider.ts'

// The address of the sign-in page names it too.
const isAccount = (at: URL) => at.pathname === '/app/account'

let world: World
let app: FastifyInstance
let url: string
let school: MadeUnit
let head: MadePerson
let clerk: MadePerson
let document: string
let provider: RunningProvider

beforeAll(async () => {
  world = await makeWorld()
  // The provider must know where it sends back to before the server says where it listens.
  const port = await freePort()
  url = `http://127.0.0.1:${port}`
  provider = await startProvider([`${url}/sign-in/provider/return`])
  app = await makeApp(world, testNow, {
    provider: openProvider({ ...provider, name: 'Cổng của tỉnh' }, makeLog('silent')),
  })
  await app.listen({ host: '127.0.0.1', port })
  school = await makeUnit(world, { name: 'Trường Tiểu học Vĩnh Hòa' })
  head = await makePerson(world, school.id, { roles: ['leader'], name: 'Lưu Thế Anh', title: 'Hiệu trưởng' })
  clerk = await makePerson(world, school.id, { roles: ['clerk', 'admin'], name: 'Phạm Thu Phương' })
  document = await makeReceivedDocument(world, school.id, [
    { key: 'c1', parentKey: null, kind: 'content', words: 'Phát tờ gấp đến từng gia đình.' },
  ])
}, 60_000)
afterAll(async () => {
  await closeWindows()
  await app.close()
  await provider.close()
})

async function expectBoth(page: Page, where: string): Promise<void> {
  for (const [name, size] of journeyWidths) {
    await page.setViewportSize(size)
    await expectAccessible(page, `${where} ${name}`)
  }
}

describe('people without accounts', () => {
  it('come from a file, get slips with QR codes, and confirm by the link on a phone without script', async () => {
    const { page, context, complaints } = await visit(url, widths.desk)
    await signInBy(page, clerk.login, testPassword)
    await page.goto(`/app/organisation/units/${school.id}/people`)
    await page.getByRole('link', { name: 'Nhập từ tệp' }).click()
    await page.locator('input[type=file]').setInputFiles({
      name: 'giao-vien.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('Họ tên,Chức vụ,Nhóm\nNguyễn Thị Mơ,Giáo viên,Tổ 1\nLê Văn Tám,Giáo viên,Tổ 2\n'),
    })
    await page.getByText('2 hàng: thêm 2').waitFor()
    await expectBoth(page, 'import of people')
    await page.getByRole('button', { name: 'Ghi 2 người' }).click()
    await page.getByText('Đã thêm 2 người').waitFor()

    await page.goto(`/app/documents/${document}/readings`)
    await page.getByRole('button', { name: 'Đưa đến người của đơn vị' }).first().click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Chỉ một số nhóm').click()
    await dialog.getByText('Tổ 1 (1)').click()
    await expectBoth(page, 'asking to read')
    await dialog.getByRole('button', { name: 'Đưa đến người của đơn vị' }).click()
    await page.getByText('0/1 người đã xác nhận đọc').waitFor()
    await expectBoth(page, 'readings')
    await page.getByRole('button', { name: 'In phiếu có mã QR' }).click()
    await dialog.getByRole('button', { name: 'Tạo phiếu' }).click()
    await dialog.getByRole('img', { name: 'Mã QR của Nguyễn Thị Mơ' }).waitFor()
    await expectBoth(page, 'slips')
    const link = /https?:\/\/[^\s<]+\/read\/[\w.-]+(?=<)/.exec(await dialog.innerHTML())?.[0] ?? ''

    const phone = await visit(url, widths.phone)
    await phone.context.route(/\.js$/, (route) => route.abort())
    await phone.page.goto(link)
    await phone.page.getByText('Phát tờ gấp đến từng gia đình.').waitFor()
    await expectAccessible(phone.page, 'personal link')
    await phone.page.getByRole('button', { name: 'Tôi đã đọc' }).click()
    await phone.page.getByText('Đã ghi nhận anh chị đọc văn bản này ngày 17/06/2024').waitFor()
    await expectAccessible(phone.page, 'personal link, confirmed')
    await phone.context.close()

    await page.reload()
    await page.getByText('1/1 người đã xác nhận đọc').waitFor()
    expect(complaints).toEqual([])
    await context.close()
  }, 120_000)
})

describe('a leader who is away', () => {
  it('delegates on the unit’s page; both see it, and either ends it', async () => {
    const { page, context, complaints } = await visit(url, widths.desk)
    await signInBy(page, head.login, testPassword)
    await page.goto(`/app/organisation/units/${school.id}`)
    await page.getByRole('button', { name: 'Ủy quyền' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Người nhận ủy quyền').selectOption({ label: 'Phạm Thu Phương' })
    await expectBoth(page, 'delegating')
    await dialog.getByRole('button', { name: 'Ủy quyền' }).click()
    await page.getByText('Phạm Thu Phương quyết định thay Lưu Thế Anh').waitFor()
    await page.getByText('đang có hiệu lực').waitFor()
    await expectBoth(page, 'unit with a delegation')
    expect(complaints).toEqual([])
    await context.close()

    const other = await visit(url, widths.phone)
    await signInBy(other.page, clerk.login, testPassword)
    await other.page.goto('/app/account')
    await other.page.getByText('Được Lưu Thế Anh ủy quyền quyết định thay, đến hết 23/06/2024').waitFor()
    await other.page.goto(`/app/organisation/units/${school.id}`)
    await other.page.getByRole('button', { name: 'Chấm dứt ủy quyền cho Phạm Thu Phương' }).click()
    await other.page.getByRole('dialog').getByRole('button', { name: 'Chấm dứt' }).click()
    await other.page.getByText('đã chấm dứt').waitFor()
    await other.context.close()
  }, 120_000)
})

describe('another provider of sign-in', () => {
  it('is linked on the account’s page, signs in by its button, and is left at the end', async () => {
    const { page, context, complaints } = await visit(url, widths.phone)
    await signInBy(page, head.login, testPassword)
    await page.goto('/app/account')
    await page.getByRole('button', { name: 'Gắn tài khoản Cổng của tỉnh' }).click()
    await page.getByRole('dialog').getByLabel('Mật khẩu của anh chị').fill(testPassword)
    await page.getByRole('dialog').getByRole('button', { name: 'Tiếp tục' }).click()
    await page.getByLabel('Mã cán bộ').fill('HT-001')
    await page.getByRole('button', { name: 'Vào' }).click()
    await page.waitForURL(isAccount)
    await page.getByRole('button', { name: 'Gỡ tài khoản Cổng của tỉnh' }).waitFor()
    await expectBoth(page, 'account with a provider')
    await context.clearCookies()

    await page.goto('/sign-in?next=/app/account')
    await expectBoth(page, 'sign-in with a provider')
    await page.getByRole('link', { name: 'Đăng nhập bằng Cổng của tỉnh' }).click()
    await page.getByLabel('Mã cán bộ').fill('HT-001')
    await page.getByRole('button', { name: 'Vào' }).click()
    await page.waitForURL(isAccount)
    await page.getByText('Lưu Thế Anh').first().waitFor()

    await context.clearCookies()
    await page.goto('/sign-in')
    await page.getByRole('link', { name: 'Đăng nhập bằng Cổng của tỉnh' }).click()
    await page.getByLabel('Mã cán bộ').fill('KHONG-AI')
    await page.getByRole('button', { name: 'Vào' }).click()
    await page.getByText('chưa gắn với ai ở đây').waitFor()
    await expectAccessible(page, 'unlinked')
    expect(complaints.filter((c) => !/status of 403|favicon/.test(c))).toEqual([])
    await context.close()
  }, 120_000)

  it('takes the place of a password for whoever is invited', async () => {
    const admin = await signedIn(world, app, clerk)
    const id = newId()
    const facts = {
      email: null,
      phone: null,
      roles: ['specialist'],
      title: null,
      deskId: null,
      isHead: false,
    }
    const person = { id, name: 'Lò Thị Hoài An', ...facts, from: '2024-06-01' }
    await must(admin.call('POST', `units/${school.id}/people`, person))
    const made = await must(admin.call('POST', `units/${school.id}/people/${id}/invitation`))
    const { page, context, complaints } = await visit(url, widths.phone)
    await page.goto(made.json<{ path: string }>().path)
    await expectBoth(page, 'invitation with a provider')
    await page.getByRole('link', { name: 'Nhận lời mời bằng Cổng của tỉnh' }).click()
    await page.getByLabel('Mã cán bộ').fill('GV-007')
    await page.getByRole('button', { name: 'Vào' }).click()
    await page.getByText('Lò Thị Hoài An').first().waitFor()
    await expectBoth(page, 'before the yes')
    await page.getByLabel('Tên đăng nhập').fill(head.login)
    await page.getByRole('button', { name: 'Đúng là tôi, vào Lan Tỏa' }).click()
    await page.getByRole('link', { name: 'đã có người dùng' }).waitFor()
    await expectBoth(page, 'a name that is taken')
    await page.getByLabel('Tên đăng nhập').fill('anlth')
    await page.getByRole('button', { name: 'Đúng là tôi, vào Lan Tỏa' }).click()
    await page.waitForURL(/\/app\//)
    await page.goto('/app/account')
    await page.getByText('Lò Thị Hoài An').first().waitFor()
    await page.getByRole('button', { name: 'Gỡ tài khoản Cổng của tỉnh' }).waitFor()
    expect(complaints.filter((c) => !/status of 409|favicon/.test(c))).toEqual([])
    await context.close()
  }, 120_000)
})
