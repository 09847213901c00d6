import type { FastifyInstance } from 'fastify'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '../../src/platform/context.ts'
import { newId } from '../../src/platform/ids.ts'
import { drainJobs } from '../../src/platform/worker.ts'
import { closePrinter } from '../../src/print/index.ts'
import { expectAccessible } from '../support/accessible.ts'
import { closeWindows, journeyWidths, listen, signInBy, visit } from '../support/browser.ts'
import { makeWorld, type World } from '../support/database.ts'
import { makeApp, signedIn } from '../support/http.ts'
import { makePerson, makeUnit, testPassword } from '../support/make.ts'
import { must } from '../support/plans.ts'
import { addKey, keyPassword as password, signingFolder } from '../support/signing.ts'

// The world's clock stands in 2024, the certificates begin today.
const now = new Date(Date.now() + 60_000)
let world: World
let app: FastifyInstance
let url: string

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world, now)
  url = await listen(app)
})
afterAll(async () => {
  await closeWindows()
  await app.close()
  await closePrinter()
})

/** An office whose leader and clerk have keys, with a notice that is approved and numbered. */
async function numberedNotice(): Promise<{ id: string; leader: string; clerk: string }> {
  const office = await makeUnit(world, { kind: 'education_office', name: 'Phòng Giáo dục Vân Sơn' })
  const at = async (role: Role, title: string) => {
    const person = await makePerson(world, office.id, { roles: [role], title })
    return { login: person.login, browser: await signedIn(world, app, person, now) }
  }
  const drafter = await at('specialist', 'Chuyên viên')
  const leader = await at('leader', 'Trưởng phòng')
  const clerk = await at('clerk', 'Văn thư')
  const folder = signingFolder()
  try {
    const authority = folder.authority('ca', '/CN=Chứng thực số Vạn Sơn')
    const keyOf = (name: string, subject: string) =>
      folder.p12(name, folder.issue(name, subject, authority), password)
    await must(addKey(leader.browser, 'signature', keyOf('leader', '/CN=Đỗ Thị Mỹ Hằng')))
    await must(addKey(clerk.browser, 'seal', keyOf('seal', '/CN=Phòng Giáo dục Vân Sơn')))
  } finally {
    folder.remove()
  }
  const id = newId()
  const begun = (
    await must(drafter.browser.call('POST', 'outgoing', { id, type: 'Thông báo' }, { requestId: id }))
  ).json<{ version: number; content: object }>()
  const blocks = [{ kind: 'text', key: newId(), style: 'item', words: 'Nghỉ học ngày thứ Sáu.' }]
  const content = { ...begun.content, subject: 'Nghỉ học', way: 'electronic', blocks }
  await must(drafter.browser.call('PATCH', `outgoing/${id}`, { version: begun.version, content }))
  await must(drafter.browser.call('POST', `outgoing/${id}/submit`, {}))
  await must(leader.browser.call('POST', `outgoing/${id}/approve`, {}))
  await must(clerk.browser.call('POST', `outgoing/${id}/number`))
  return { id, leader: leader.login, clerk: clerk.login }
}

describe.each(journeyWidths)('a document to be signed electronically, at %s width', (width, size) => {
  it('is found under Hôm nay, signed, sealed and issued', { timeout: 120_000 }, async () => {
    const { id, leader, clerk } = await numberedNotice()
    const first = await visit(url, size)
    await signInBy(first.page, leader, testPassword)
    await first.page.goto('/app')
    await first.page.getByText('Ký văn bản: Thông báo: Nghỉ học').waitFor()
    await expectAccessible(first.page, `to sign, ${width}`)
    await shoot(first.page, `today-${width}`)
    await first.page.getByRole('link', { name: 'Xem và ký' }).click()
    await first.page.getByRole('button', { name: 'Ký văn bản' }).click()
    const signing = first.page.getByRole('dialog')
    await signing.getByLabel('Mật khẩu của khóa').fill('sai')
    await signing.getByRole('button', { name: 'Ký văn bản' }).click()
    await signing.getByRole('alert').waitFor()
    await expectAccessible(first.page, `a wrong password, ${width}`)
    await signing.getByLabel('Mật khẩu của khóa').fill(password)
    await signing.getByRole('button', { name: 'Ký văn bản' }).click()
    await first.page.getByText('Chờ chữ ký số của cơ quan.').waitFor()
    await shoot(first.page, `signed-${width}`)
    await first.page.goto('/app')
    await first.page.getByRole('heading', { level: 1 }).waitFor()
    expect(await first.page.getByText('Ký văn bản: Thông báo: Nghỉ học').count()).toBe(0)

    const second = await visit(url, size)
    await signInBy(second.page, clerk, testPassword)
    await second.page.goto(`/app/outgoing/${id}`)
    await second.page.getByRole('button', { name: 'Đóng dấu số' }).click()
    const sealing = second.page.getByRole('dialog')
    await sealing.getByLabel('Mật khẩu của khóa').fill(password)
    await sealing.getByRole('button', { name: 'Đóng dấu số' }).click()
    await second.page.getByText('Đã đủ chữ ký. Văn thư ban hành được.').waitFor()
    await expectAccessible(second.page, `both signatures, ${width}`)
    await shoot(second.page, `sealed-${width}`)
    await second.page.getByRole('button', { name: 'Ban hành', exact: true }).click()
    await second.page.getByRole('dialog').getByRole('button', { name: 'Ban hành' }).click()
    await second.page.waitForURL(new RegExp(`/app/documents/${id}`))
    await drainJobs(world.system(now), (kind) => kind === 'document.render')
    await second.page.getByRole('heading', { name: 'Chữ ký số' }).waitFor()
    await second.page.getByRole('button', { name: 'Tải về' }).click()
    for (const kind of ['PDF', 'Word'])
      await second.page.getByRole('menuitem', { name: new RegExp(kind) }).waitFor()
    await shoot(second.page, `issued-${width}`)
    for (const { complaints, context } of [first, second]) {
      expect(complaints.filter((c) => !/ 422 /.test(c) && !/\/sign\b/.test(c))).toEqual([])
      await context.close()
    }
  })
})

/** A picture of the page into LANTOA_SHOTS, where that is set. */
async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env['LANTOA_SHOTS']
  if (folder) await page.screenshot({ path: `${folder}/signing-${name}.png` })
}
