import type { FastifyInstance } from 'fastify'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectAccessible } from '../support/accessible.ts'
import { closeWindows, journeyWidths, listen, signInBy, visit } from '../support/browser.ts'
import { makeWorld, type World } from '../support/database.ts'
import { makeApp } from '../support/http.ts'
import { makePerson, testPassword, type MadePerson } from '../support/make.ts'
import { afterStory, office, tellStory, type Story } from '../support/story.ts'

let world: World
let app: FastifyInstance
let url: string
let story: Story
let specialist: MadePerson
let teacher: MadePerson
let leaflets: { key: string; title: string }

const school = 'th-vinh-hoa'

beforeAll(async () => {
  world = await makeWorld()
  story = await tellStory(world, [school, 'mn-son-ca'])
  app = await makeApp(world, afterStory)
  url = await listen(app)
  specialist = await makePerson(world, story.told.unitId(office), { roles: ['specialist'] })
  teacher = await makePerson(world, story.told.unitId(school), { roles: ['leader'] })
  const { rows } = await world.database.pool.query<{ key: string; title: string }>(
    `select key, title from home_t.tasks where plan_id = $1 and target_indicator = 'leaflets' order by revision desc, ord limit 1`,
    [story.office.planId],
  )
  if (!rows[0]) throw new Error('the story has no task with leaflets')
  leaflets = rows[0]
}, 180_000)
afterAll(async () => {
  await closeWindows()
  await app.close()
})

const see = (page: Page, words: string | RegExp) =>
  page.getByText(words).filter({ visible: true }).first().waitFor()

async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env['SHOTS']
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` })
}

describe.each(journeyWidths)('an issued plan at %s width', (width, size) => {
  it('says how far each task is, and leads from it up to the clause and down to the figure', async () => {
    const { page, context, complaints } = await visit(url, size)
    await signInBy(page, specialist.login, testPassword)
    await page.goto('/app/plans')
    await see(page, /^\d+\/\d+ xong$/)
    await expectAccessible(page, `plans with progress ${width}`)
    await page.getByRole('searchbox', { name: 'Tìm theo tên, số, đơn vị' }).fill('khong co ke hoach nao')
    await see(page, 'Không có dòng nào khớp')
    await page.goto('/app/plans?q=tuyen+truyen')
    await see(page, /^\d+\/\d+ xong$/)

    await page.goto(`/app/plans/${story.office.planId}`)
    await see(page, /\/7\.000 tờ/)
    expect(
      await page.locator('[data-issued]').filter({ hasText: leaflets.title }).locator('svg').count(),
    ).toBeGreaterThan(0)
    await expectAccessible(page, `issued plan with progress ${width}`)
    await shoot(page, `plan-${width}`)

    await page.getByRole('button', { name: leaflets.title }).first().click()
    const drawer = page.getByRole('complementary').last()
    await drawer.getByText(/\d+ hoạt động, \d+ có ảnh/).waitFor()
    await drawer.getByText('của đơn vị dưới', { exact: false }).first().waitFor()
    expect(await drawer.locator('mark').count()).toBeGreaterThan(0)
    expect(await drawer.getByRole('img').count()).toBeGreaterThan(0)
    // On a phone the drawer is a screen of its own: the list is not under it.
    const rows = page.locator('[data-issued]').filter({ visible: true })
    expect((await rows.count()) === 0).toBe(width === 'phone')
    await expectAccessible(page, `thread of a task ${width}`)
    await shoot(page, `plan-thread-${width}`)
    const figure = drawer.getByRole('list', { name: 'Mạch việc' }).locator('li').last().getByRole('link')
    await figure.click()
    await page.waitForURL(/\/thread\?report=/)
    await see(page, /tờ gấp/)
    await page.goBack()
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: 'Bảng', exact: true }).click()
    await page.getByRole('button', { name: 'Lọc' }).click()
    await page.getByRole('searchbox', { name: 'Tìm nhiệm vụ' }).fill('to gap')
    await page.waitForURL(/q=to/)
    await see(page, /^\d trong \d+ nhiệm vụ/)
    await expectAccessible(page, `filtered tasks ${width}`)
    await shoot(page, `plan-table-${width}`)
    const file = await page.getByRole('link', { name: 'Xuất Excel' }).getAttribute('href')
    expect(file).toContain(leaflets.key)
    // The address holds what is chosen: a link shows the same rows.
    await page.reload()
    await see(page, /^\d trong \d+ nhiệm vụ/)
    await page.getByRole('button', { name: 'Bỏ lọc' }).click()
    if (width === 'desk') {
      await page.getByRole('button', { name: 'Tiến độ' }).click()
      await page.waitForURL(/sort=progress/)
      const shares = await page.evaluate<number[]>(
        `[...document.querySelectorAll('tbody tr span[style]')].map((bar) => parseFloat(bar.style.width))`,
      )
      expect(shares.length).toBeGreaterThan(3)
      expect(shares).toEqual([...shares].sort((a, b) => a - b))
    }
    const paper = await page.getByRole('link', { name: 'In', exact: true }).getAttribute('href')
    expect(paper).toMatch(/\/files\/pdf$/)
    expect(complaints).toEqual([])
    await context.close()
  }, 120_000)

  it('shows a school its own part of the office’s plan, and no other school’s', async () => {
    const { page, context, complaints } = await visit(url, size)
    await signInBy(page, teacher.login, testPassword)
    await page.goto(`/app/plans/${story.office.planId}?task=${leaflets.key}`)
    await see(page, 'nhiệm vụ của tôi')
    const drawer = page.getByRole('complementary').last()
    await drawer.getByText(/^\d+ hoạt động/).waitFor()
    // The office's own figure would stand as "n/7.000 tờ".
    expect(await page.getByText('/7.000').count()).toBe(0)
    expect(await page.getByText(/giữ nguyên, |Xem \d+ nhiệm vụ/).count()).toBe(0)
    await expectAccessible(page, `a superior’s plan ${width}`)
    await shoot(page, `plan-school-${width}`)
    await page.keyboard.press('Escape')
    await see(page, 'Tiến độ ở đây là phần của đơn vị anh chị')
    expect(complaints).toEqual([])
    await context.close()
  }, 60_000)
})
