import type { FastifyInstance } from 'fastify'
import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { homeInvariants } from '../../src/cli/invariants/index.ts'
import { readReport } from '../../src/modules/reports/index.ts'
import { expectAccessible } from '../support/accessible.ts'
import { closeWindows, listen, signInBy, visit, widths } from '../support/browser.ts'
import { makeWorld, testHome, type World } from '../support/database.ts'
import { makeApp } from '../support/http.ts'
import { testPassword } from '../support/make.ts'
import {
  actingAs,
  dumpOf,
  half2025,
  makeOffice,
  tellReports,
  wardNames,
  year2024,
  type Office,
} from '../support/office-split.ts'
import { reportOf } from '../support/reports.ts'

const now = '2025-07-02T02:00:00Z'

let world: World
let o: Office
let app: FastifyInstance
let url: string
beforeAll(async () => {
  world = await makeWorld()
  o = await makeOffice(world, 10)
  await tellReports(o)
  app = await makeApp(world, now)
  url = await listen(app)
}, 240_000)
afterAll(async () => {
  await closeWindows()
  await app.close()
})

const saved = (page: Page) => page.getByText('Đã lưu', { exact: true }).waitFor()

/** Adds one ward as a clerk of the department would: name, kind, superiors. */
async function addWard(page: Page, name: string, isFirst: boolean): Promise<void> {
  await page.getByRole('button', { name: 'Thêm đơn vị mới' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Loại').selectOption({ label: 'Phòng chuyên môn cấp xã' })
  await dialog.getByLabel('Tên đầy đủ').fill(`Phòng VH-XH phường ${name}`)
  await dialog.getByLabel('Tên ngắn').fill(`VH-XH ${name}`)
  await dialog.getByLabel('Chữ viết tắt').fill('VHXH')
  await dialog.getByLabel('Địa danh').fill(name)
  if (isFirst) {
    await pick(dialog, 'Cấp trên hành chính', 'UBND tỉnh')
    await pick(dialog, 'Cấp trên chuyên môn', 'Sở Giáo dục')
  }
  await dialog.getByRole('button', { name: 'Xong' }).click()
}

/** Chooses a unit by the words of its name. */
async function pick(within: Page | Locator, label: string, words: string): Promise<void> {
  const field = within.locator('label', { hasText: label }).first().locator('xpath=ancestor::div[2]')
  await field.getByRole('button', { name: 'Chọn đơn vị khác' }).click()
  await within.getByRole('textbox', { name: label }).fill(words)
  await within
    .getByRole('radio', { name: new RegExp(words) })
    .first()
    .click()
}

describe('a district office passes to five wards, in a browser', () => {
  it('from the preview to the deed, back, and to the deed again', async () => {
    const { page, context, complaints } = await visit(url, widths.desk)
    await signInBy(page, o.admin.login, testPassword)
    await page.goto(`/app/organisation/successions`)
    await page.getByText('Chưa có phương án nào').waitFor()
    await expectAccessible(page, 'no plan')
    await page.goto(`/app/organisation/successions/new?unit=${o.office.id}`)
    await page.getByText(o.office.name).first().waitFor()
    await page.getByLabel('Chia tách').check()
    await page.getByLabel('Hiệu lực từ ngày').fill('01/07/2025')
    await page.getByLabel('Hiệu lực từ ngày').blur()
    await expectAccessible(page, 'new plan')
    await page.getByRole('button', { name: 'Soạn phương án' }).click()

    await page.getByText('Còn 10 đơn vị trực thuộc chưa có cấp trên hành chính mới.').waitFor()
    expect(await page.getByRole('button', { name: 'Thực hiện' }).count()).toBe(0)
    await page.getByLabel('Số và ký hiệu quyết định').fill('1675/QĐ-UBND')
    await page.getByLabel('Cơ quan ban hành').fill('UBND tỉnh Hà Thanh')
    await page.getByLabel('Ngày ký').fill('16/06/2025')
    await page.getByLabel('Ngày ký').blur()
    for (const [i, name] of wardNames.entries()) await addWard(page, name, i === 0)
    await saved(page)
    // The line of profession goes to the department as a whole, that of administration ward by ward.
    await pick(page, 'Cấp trên chuyên môn, nếu không chọn riêng', 'Sở Giáo dục')
    for (const [i, school] of o.schools.entries())
      await page
        .getByLabel(`${school.name.replace('Trường Tiểu học', 'TH')} về đâu, hành chính`)
        .selectOption({ label: `VH-XH ${wardNames[i % 5] ?? ''}` })
    for (const [i, name] of [
      'Cao Bích Hạnh',
      'Đỗ Văn Khải',
      'Lâm Thu Nga',
      'Phan Quốc Toản',
      'Võ Minh Tâm',
    ].entries())
      await page.getByLabel(`${name} về đâu`).selectOption({ label: `VH-XH ${wardNames[i] ?? ''}` })
    await page.getByLabel('Đơn vị giữ sổ sách').selectOption({ label: `VH-XH ${wardNames[0]}` })
    await page.getByText('Đã chọn đủ. Xem lại rồi thực hiện.').waitFor()
    await saved(page)
    await expectAccessible(page, 'plan that is ready')
    const before = await dumpOf(world)

    await page.getByRole('button', { name: 'Thực hiện' }).click()
    await page.getByText('20 lượt chuyển cấp trên').waitFor()
    await page.getByText('6 người chuyển đơn vị').waitFor()
    await expectAccessible(page, 'confirm')
    await page.getByRole('dialog').getByRole('button', { name: 'Thực hiện' }).click()
    await page.getByText('Hoàn tác được đến').waitFor()
    await expectAccessible(page, 'carried out')

    await page.getByRole('button', { name: 'Hoàn tác' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Hoàn tác' }).click()
    await page.getByText('Đã hoàn tác lúc').waitFor()
    expect(await dumpOf(world)).toEqual(before)
    expect(complaints).toEqual([])
    await context.close()
  }, 120_000)

  it('and can be read on a phone; then it is final', async () => {
    // The same plan once more, by the interface: an undone one is not carried out again.
    const admin = await actingAs(world, o.admin, now)
    const { rows } = await world.database.pool.query<{ content: never }>(
      `select content from ${testHome}.successions`,
    )
    const { createSuccession } = await import('../../src/modules/succession/index.ts')
    const { newId } = await import('../../src/platform/ids.ts')
    const content = rows[0]?.content
    if (!content) throw new Error('no plan')
    const made = await createSuccession(admin, { id: newId(), kind: 'split', day: '2025-07-01', content })
    const { page, context, complaints } = await visit(url, widths.phone)
    await signInBy(page, o.admin.login, testPassword)
    await page.goto(`/app/organisation/successions/${made.id}`)
    await page.getByText('Đã chọn đủ. Xem lại rồi thực hiện.').waitFor()
    await expectAccessible(page, 'plan on a phone')
    await page.getByRole('button', { name: 'Thực hiện' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Thực hiện' }).click()
    await page.getByText('Hoàn tác được đến').waitFor()

    // Every open item is visible to somebody active, by query.
    for (const code of ['obligation_unseen', 'item_unseen', 'closure', 'two_superiors'])
      for (const invariant of homeInvariants.filter((i) => i.code === code))
        expect(await invariant.find(world.system(now), 5)).toEqual([])
    // Both years' reports: last year's as it was, this year's half with what was accepted before the day.
    const total = async (period: typeof half2025) => {
      const shown = await readReport(
        await actingAs(world, o.department.person, now),
        await reportOf(world, o.office, period),
        null,
      )
      return shown.figures.find((f) => f.indicator === 'leaflets')?.total.n
    }
    expect(await total(year2024)).toBe(100 + 3 * 10)
    expect(await total(half2025)).toBe(100 + 3 * 10)

    // The old address still works, and says who goes on.
    await page.goto(`/app/organisation/units/${o.office.id}`)
    await page.getByText('1675/QĐ-UBND ngày 16/06/2025, UBND tỉnh Hà Thanh').first().waitFor()
    await page
      .getByRole('link', { name: `Phòng VH-XH phường ${wardNames[1]}` })
      .first()
      .waitFor()
    await expectAccessible(page, 'a closed unit')
    expect(complaints).toEqual([])
    await context.close()
  }, 120_000)
})
