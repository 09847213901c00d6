import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadJobHandlers } from '../../src/cli/job-handlers.ts'
import { setOutward } from '../../src/modules/machines/index.ts'
import { drainJobs } from '../../src/platform/worker.ts'
import { expectAccessible } from '../support/accessible.ts'
import { closeWindows, journeyWidths, listen, signInBy, visit } from '../support/browser.ts'
import { makeWorld, type World } from '../support/database.ts'
import { makeApp, signedIn, type Browser } from '../support/http.ts'
import { makeKey } from '../support/keys.ts'
import { makePerson, makeUnit, testPassword } from '../support/make.ts'
import { must } from '../support/plans.ts'

let world: World
let app: FastifyInstance
let url: string
let login: string
let admin: Browser

beforeAll(async () => {
  world = await makeWorld()
  loadJobHandlers()
  app = await makeApp(world)
  url = await listen(app)
  const unit = await makeUnit(world)
  const person = await makePerson(world, unit.id, { roles: ['admin', 'clerk'] })
  login = person.login
  admin = await signedIn(world, app, person)
})
afterAll(async () => {
  setOutward({ allowed: [] }, null)
  await closeWindows()
  await app.close()
})

describe.each(journeyWidths)('an administrator at %s width', { timeout: 60_000 }, (name, size) => {
  it('makes a key for another platform, sees it once, reads its calls, and ends it', async () => {
    const { page, context, complaints } = await visit(url, size)
    await signInBy(page, login, testPassword)
    await page.goto('/app/organisation')
    await page.getByRole('link', { name: 'Kết nối' }).click()
    await page.getByRole('button', { name: 'Tạo khóa' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Tạo khóa' }).click()
    await dialog.getByText('Ghi tên nền tảng').waitFor()
    await dialog.getByLabel('Dùng cho nền tảng nào').fill(`Ứng dụng ${name}`)
    await dialog.getByLabel('Đọc hoạt động').check()
    await expectAccessible(page, `making a key ${name}`)
    await dialog.getByRole('button', { name: 'Tạo khóa' }).click()
    const field = page.getByRole('dialog').getByLabel('Khóa', { exact: true })
    const token = await field.inputValue()
    expect(token).toMatch(/^lt_live_t_/)
    await expectAccessible(page, `a new key ${name}`)
    const headers = { authorization: `Bearer ${token}` }
    expect((await app.inject({ url: '/api/v1/activities', headers })).statusCode).toBe(200)
    await page.getByRole('dialog').getByRole('button', { name: 'Đóng' }).last().click()
    await page.reload()
    await page.getByText(`Ứng dụng ${name}`).first().waitFor()
    expect(await page.getByText(token).count()).toBe(0)
    await page
      .getByRole('link', { name: /17\/06\/2024/ })
      .first()
      .click()
    await page.getByText('GET /api/v1/activities').waitFor()
    await expectAccessible(page, `calls ${name}`)
    await page.goBack()
    await page.getByRole('button', { name: 'Thu hồi' }).first().click()
    await page.getByRole('dialog').getByRole('button', { name: 'Thu hồi' }).click()
    await page.getByText('đã thu hồi').first().waitFor()
    // The other width's key was ended before: its word may stand there first.
    await expect
      .poll(async () => (await app.inject({ url: '/api/v1/activities', headers })).statusCode)
      .toBe(401)
    expect(complaints).toEqual([])
    await context.close()
  })
})

describe.each(journeyWidths)('an administrator at %s width', { timeout: 60_000 }, (name, size) => {
  it('registers an address that is told, sees its secret once, sends a trial and reads what came of it', async () => {
    const { page, context, complaints } = await visit(url, size)
    await signInBy(page, login, testPassword)
    await page.goto('/app/organisation/connections')
    await page.getByRole('button', { name: 'Thêm địa chỉ' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Địa chỉ').fill('https://10.0.0.1/hook')
    await dialog.getByLabel('Đơn vị ban hành kế hoạch').check()
    await dialog.getByRole('button', { name: 'Thêm địa chỉ' }).click()
    await dialog.getByText('nằm trong mạng nội bộ').waitFor()
    await dialog.getByLabel('Địa chỉ').fill(`https://${name}.example.vn/hook`)
    await expectAccessible(page, `adding a webhook ${name}`)
    await dialog.getByRole('button', { name: 'Thêm địa chỉ' }).click()
    expect(await page.getByRole('dialog').getByLabel('Mã bí mật').inputValue()).toMatch(/^whsec_/)
    await page.getByRole('dialog').getByRole('button', { name: 'Đóng' }).last().click()
    await page.getByRole('link', { name: `https://${name}.example.vn/hook` }).click()
    await page.getByRole('button', { name: 'Gửi tin thử' }).click()
    // Its name leads inside: the message is not sent, and the screen says why.
    const lookup = async () => [{ address: '192.168.1.9', family: 4 }]
    setOutward({ allowed: [], lookup }, null)
    await expect
      .poll(() => drainJobs(world.system(), (kind) => kind === 'webhooks.send'), { timeout: 20_000 })
      .toBeGreaterThan(0)
    await page.getByText('dẫn vào mạng nội bộ').first().waitFor()
    await expectAccessible(page, `messages ${name}`)
    // The browser itself notes the refusal of the first address.
    expect(complaints.filter((c) => !c.includes('status of 422'))).toEqual([])
    await context.close()
  })
})

describe.each(journeyWidths)('a clerk at %s width', { timeout: 60_000 }, (name, size) => {
  it('finds what a platform handed in, logs one as an activity and sets one aside with a reason', async () => {
    const key = await makeKey(app, admin, { name: `Ứng dụng ${name}` })
    const [taken, aside] = [`taken-${name}`, `aside-${name}`]
    for (const reference of [taken, aside])
      await must(
        key.call('POST', 'submissions', {
          reference,
          kind: 'activity',
          day: '2024-06-10',
          title: `Chiếu thông điệp ${reference}`,
          words: 'Chiếu 12 lượt mỗi ngày.',
          figures: [{ indicator: 'leaflets', n: 120 }],
        }),
      )
    const { page, context, complaints } = await visit(url, size)
    await signInBy(page, login, testPassword)
    await page.goto('/app/activities')
    await page.getByRole('link', { name: 'Nội dung gửi đến (2 chưa xử lý)' }).click()
    const row = (reference: string) =>
      page
        .getByRole(size.width < 720 ? 'listitem' : 'row')
        .filter({ hasText: `Chiếu thông điệp ${reference}` })
    await row(taken).getByRole('button', { name: 'Ghi thành hoạt động' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Hình thức').waitFor()
    await dialog.getByRole('button', { name: 'Ghi thành hoạt động' }).click()
    await dialog.getByText('Chọn hình thức của hoạt động').waitFor()
    await dialog.getByLabel('Hình thức').selectOption('leaflet')
    await expectAccessible(page, `taking over ${name}`)
    await dialog.getByRole('button', { name: 'Ghi thành hoạt động' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await row(aside).getByRole('button', { name: 'Không dùng' }).click()
    await dialog.getByLabel('Lý do').fill('Trùng với hoạt động đã ghi.')
    await dialog.getByRole('button', { name: 'Không dùng' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await expectAccessible(page, `handed in ${name}`)
    const state = async (reference: string) =>
      (await key.call('GET', `submissions/outcome?reference=${reference}`)).json<{ state: string }>().state
    expect([await state(taken), await state(aside)]).toEqual(['taken_over', 'set_aside'])
    expect(complaints).toEqual([])
    await context.close()
  })
})
