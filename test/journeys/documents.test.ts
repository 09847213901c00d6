import { writeFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { writeDocx } from '../../src/document/write/index.ts'
import { shortPlan } from '../../src/document/write/samples.ts'
import { expectAccessible } from '../support/accessible.ts'
import { closeWindows, journeyWidths, listen, signInBy, visit } from '../support/browser.ts'
import { makeWorld, type World } from '../support/database.ts'
import { departmentPlan } from '../support/documents.ts'
import { makeApp } from '../support/http.ts'
import { makePerson, makeUnit, testPassword } from '../support/make.ts'

let world: World
let app: FastifyInstance
let url: string
const folder = mkdtempSync(join(tmpdir(), 'lantoa-documents-'))
const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  url = await listen(app)
})
afterAll(async () => {
  await closeWindows()
  await app.close()
  rmSync(folder, { recursive: true })
})

/** Run in the page: the same draft, saved from somewhere else. */
const saveElsewhere = `(async () => {
  const address = '/api/v1/document-drafts/' + location.pathname.split('/').pop()
  const draft = await (await fetch(address)).json()
  const pieces = { ...draft.pieces, header: { ...draft.pieces.header, subject: 'Của người khác' } }
  const body = JSON.stringify({ version: draft.version, pieces, settled: draft.settled })
  await fetch(address, { method: 'PUT', headers: { 'content-type': 'application/json' }, body })
})()`

/** The whole page: a button that lies half under the bars of a phone, to be scrolled up, would count as too small. */
async function expectWhole(page: Page, where: string): Promise<void> {
  const size = page.viewportSize()
  if (!size) throw new Error('a page without a size')
  await page.setViewportSize({ width: size.width, height: 4_000 })
  await expectAccessible(page, where)
  await page.setViewportSize(size)
}

describe.each(journeyWidths)('documents at %s width', (name, size) => {
  it('are dropped, checked, confirmed and found', { timeout: 90_000 }, async () => {
    const department = await makeUnit(world, { name: `Sở Giáo dục và Đào tạo tỉnh Hà Thanh` })
    const office = await makeUnit(world, { kind: 'education_office', profession: department.id })
    const { login } = await makePerson(world, office.id, { roles: ['clerk'] })
    const { page, context, complaints } = await visit(url, size)
    await signInBy(page, login, testPassword)
    await page.goto('/app/documents')
    await page.getByText('Chưa có văn bản nào').waitFor()
    await expectWhole(page, `no documents ${name}`)

    await page
      .locator('input[type=file]')
      .setInputFiles([
        file(`KH 3127 của Sở ${name}.txt`, departmentPlan),
        file(`kế hoạch phòng ${name}.docx`, await writeDocx(shortPlan)),
        file(`mật ${name}.txt`, departmentPlan.replace('Số: 3127', 'MẬT\n\nSố: 99')),
      ])
    await page.getByText('văn thư phụ trách văn bản mật').waitFor({ timeout: 30_000 })
    await page.getByText('Đã đọc', { exact: true }).nth(1).waitFor()
    expect(await page.getByText('Đã đọc', { exact: true }).count()).toBe(2)
    const dropped = await page.evaluateHandle(
      `(() => { const d = new DataTransfer(); d.items.add(new File(['...'], 'bảng ${name}.xls')); return d })()`,
    )
    await page.dispatchEvent('body', 'dragenter', { dataTransfer: dropped })
    await page.getByText('Thả tệp để đưa văn bản vào').waitFor()
    await page.dispatchEvent('body', 'drop', { dataTransfer: dropped })
    await page.getByText('Tệp không có chữ nào để đọc').first().waitFor()
    await page.getByText('3 chỗ cần xem lại').waitFor()
    await expectWhole(page, `files taken in ${name}`)

    await page.locator('li', { hasText: 'KH 3127' }).getByRole('link', { name: 'Xem lại' }).click()
    const cards = page.getByRole('article')
    await page.getByRole('heading', { name: 'Kế hoạch 286/KH-UBND được ghi' }).waitFor()
    expect(await cards.count()).toBe(name === 'phone' ? 1 : 3)
    await expectWhole(page, `checking ${name}`)

    if (name === 'phone') {
      await page.getByRole('button', { name: 'Xem trong văn bản' }).click()
      await page.locator('mark[data-kind=current]').waitFor()
      await expectWhole(page, `the page ${name}`)
      await page.getByRole('button', { name: 'Phần máy đã đọc' }).click()
      await page.getByRole('button', { name: 'Dùng 08/12/2023' }).click()
    } else {
      // the piece under the pointer lights its words, and the other way
      await page.getByText('Cơ quan chủ quản').hover()
      expect(await page.locator('mark[data-kind=near]').allTextContents()).toEqual(['UBND TỈNH HÀ THANH'])
      await page.keyboard.press('Alt+1')
    }
    await page.getByText('2 chỗ cần xem lại').waitFor()
    await page.getByRole('heading', { name: 'Câu này là yêu cầu hay là việc phải làm' }).waitFor()
    await page.getByRole('button', { name: 'Là việc phải làm', exact: true }).click()
    await page.getByRole('button', { name: 'Giữ như văn bản', exact: true }).click()
    await page.getByText('Không còn chỗ nào cần xem lại').first().waitFor()

    await page.getByRole('button', { name: 'Sửa Trích yếu' }).click()
    await page.getByLabel('Trích yếu').fill('Tuyên truyền CCHC năm 2024')
    await page.getByRole('button', { name: 'Lưu', exact: true }).click()
    await page.getByText('Đã lưu 08:42').waitFor()
    await expectWhole(page, `checked ${name}`)

    // a colleague keeps another subject meanwhile: both versions are shown, and mine is kept when I say so
    await page.evaluate(saveElsewhere)
    await page.getByRole('button', { name: 'Sửa Địa danh' }).click()
    await page.getByLabel('Địa danh').fill('Hà Thanh Mới')
    await page.getByRole('button', { name: 'Lưu', exact: true }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Của người khác').waitFor()
    await expectWhole(page, `two versions ${name}`)
    await dialog.getByRole('button', { name: 'Lưu bản của anh chị' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByText('Hà Thanh Mới').first().waitFor()

    await page.getByRole('button', { name: 'Xác nhận văn bản' }).click()
    const planFrom = page.getByRole('link', { name: 'Lập kế hoạch từ văn bản này' })
    await planFrom.waitFor()
    expect(await planFrom.getAttribute('href')).toMatch(/^\/app\/plans\/new\?document=[0-9a-f-]{36}$/)
    await expectWhole(page, `document ${name}`)
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Bản gốc .txt' }).click()
    expect((await download).suggestedFilename()).toBe(`KH 3127 của Sở ${name}.txt`)

    await page.goto('/app/documents?q=tuyen+truyen+cchc')
    await page.getByRole('link', { name: 'Kế hoạch 3127/KH-SGDĐT' }).waitFor()
    await expectWhole(page, `register ${name}`)
    await page.goto('/app/documents?q=xyz')
    await page.getByText('Không có dòng nào khớp').waitFor()
    // the browser itself notes the refused upload and the refused save; nothing else
    expect(complaints.filter((words) => !/\b(422|409)\b/.test(words))).toEqual([])
    await context.close()
  })
})
