import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeRichWorld, type RichWorld } from '../access/rich-world.ts'
import { expectAccessible } from '../support/accessible.ts'
import { closeWindows, listen } from '../support/browser.ts'
import { makeIssuedDocument } from '../support/issued.ts'
import { openWindow, widthsOf, type Window } from '../support/screens.ts'

let rich: RichWorld
let window: Window
let documentId: string

beforeAll(async () => {
  rich = await makeRichWorld({ papers: false })
  const url = await listen(rich.app)
  documentId = await makeIssuedDocument(rich.world, rich.units.office.id, {
    numberSymbol: '75/KH-PGD&ĐT',
    subject: 'Phát tờ gấp t1 cho cha mẹ học sinh lớp đầu cấp',
  })
  window = await openWindow(rich.world, url, rich.people.office)
}, 180_000)

afterAll(async () => {
  await closeWindows()
  await rich.app.close()
})

it('on a desk: "/" opens it, arrows and Enter go to what is found, Esc comes back', async () => {
  const { page, complaints } = window
  await window.open('/plans', widthsOf.desk)
  const field = page.getByRole('combobox', { name: 'Tìm kiếm' })
  const focused = page.locator('[role=combobox]:focus')
  await page.keyboard.press('/')
  await focused.waitFor()
  await field.fill('phat to gap t1')
  const rows = page.getByRole('listbox', { name: 'Kết quả tìm kiếm' }).getByRole('option')
  const chosen = page.locator('[role=option][aria-selected=true]')
  await chosen.waitFor()
  const groups = await page.locator('[role=listbox] [role=group]').allTextContents()
  expect(groups[0]).toMatch(/^Văn bản.*lớp đầu cấp75\/KH-PGD&ĐT/)
  expect(groups.some((words) => words.startsWith('Nhiệm vụPhát tờ gấp t1'))).toBe(true)
  await expectAccessible(page, 'search on a desk')
  const ids = await Promise.all((await rows.all()).map((row) => row.getAttribute('id')))
  expect(await field.getAttribute('aria-activedescendant')).toBe(ids[0])
  await page.keyboard.press('ArrowUp')
  expect(await chosen.getAttribute('id')).toBe(ids.at(-1))
  await page.keyboard.press('ArrowDown')
  const task = ids.findIndex((id) => id?.includes('-tasks-'))
  for (let i = 0; i < task; i += 1) await page.keyboard.press('ArrowDown')
  expect(await field.getAttribute('aria-activedescendant')).toBe(ids[task])
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/app/plans/${rich.plans.office}?task=t1`)
  await page.getByRole('heading', { name: 'Phát tờ gấp t1', level: 2 }).waitFor()
  expect(await rows.count()).toBe(0)

  await page.keyboard.press('Control+k')
  await page.keyboard.type('75kh')
  await expect.poll(() => rows.allTextContents()).toEqual([expect.stringContaining('75/KH-PGD&ĐT')])
  await page.keyboard.press('Escape')
  expect(await rows.count()).toBe(0)
  expect(await focused.count()).toBe(0)
  await page.keyboard.press('?')
  await page.getByRole('dialog').getByText('Tìm kiếm mọi thứ').first().waitFor()
  await page.keyboard.press('Escape')
  expect(await page.getByRole('dialog').count()).toBe(0)
  expect(complaints).toEqual([])
})

it('on a phone: a button opens it over the screen; nothing found is a sentence, a fault says what to do', async () => {
  const { page, complaints } = window
  await window.open('/plans', widthsOf.phone)
  await page.getByRole('button', { name: 'Tìm kiếm' }).click()
  const dialog = page.getByRole('dialog', { name: 'Tìm kiếm' })
  const field = dialog.getByRole('combobox')
  await dialog.getByText('Gõ từ có dấu hay không dấu').waitFor()
  await field.fill('không có việc này')
  await dialog.getByText('Không thấy gì với “không có việc này”').waitFor()
  expect(complaints).toEqual([])
  await page.route('**/api/v1/search?*', (route) => route.abort())
  await field.fill('đầu cấp')
  await dialog.getByRole('alert').waitFor({ timeout: 20_000 })
  await page.unroute('**/api/v1/search?*')
  await dialog.getByRole('button', { name: 'Thử lại' }).click()
  await dialog.getByRole('option').first().waitFor()
  await expectAccessible(page, 'search on a phone')
  await dialog.getByRole('option').first().click()
  await page.waitForURL(`**/app/documents/${documentId}**`)
  expect(await dialog.count()).toBe(0)
})
