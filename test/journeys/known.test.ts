import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectAccessible } from '../support/accessible.ts'
import { closeWindows, journeyWidths, listen, signInBy, visit } from '../support/browser.ts'
import { makeWorld, type World } from '../support/database.ts'
import { makeApp } from '../support/http.ts'
import { makePerson, makeUnit, testPassword } from '../support/make.ts'

let world: World
let app: FastifyInstance
let url: string

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  url = await listen(app)
})
afterAll(async () => {
  await closeWindows()
  await app.close()
})

const sheet = `loại,số ký hiệu,ngày,cơ quan ban hành,trích yếu,nguồn
Kế hoạch,88/KH-UBND,10/01/2024,Ủy ban nhân dân tỉnh Hà Thanh,truyền thông năm 2024,Công báo tỉnh
Kế hoạch,89/KH-UBND,31/02/2024,Ủy ban nhân dân tỉnh Hà Thanh,truyền thông năm 2024,Công báo tỉnh
`

describe.each(journeyWidths)('the unit’s own register at %s width', (name, size) => {
  it('is written, corrected, withdrawn, and filled from a file', { timeout: 90_000 }, async () => {
    const office = await makeUnit(world, { kind: 'education_office' })
    const { login } = await makePerson(world, office.id, { roles: ['clerk'] })
    const { page, context, complaints } = await visit(url, size)
    await signInBy(page, login, testPassword)
    await page.goto('/app/documents/known?whose=own')
    await page.getByText('Đơn vị chưa ghi văn bản nào').waitFor()
    await expectAccessible(page, `nothing of one’s own ${name}`)

    await page.getByRole('link', { name: 'Ghi văn bản' }).first().click()
    await page.getByRole('button', { name: 'Ghi vào danh mục' }).click()
    expect(await page.getByText('Chưa ghi', { exact: true }).count()).toBe(6)
    await page.getByLabel('Loại văn bản').fill('Nghị quyết')
    await page.getByLabel('Số, ký hiệu').fill('76/NQ-CP')
    await page.getByLabel('Cơ quan ban hành').fill('Chính phủ')
    await page.getByLabel('Ngày ban hành', { exact: true }).fill('15/7/2021')
    await page.getByLabel('Trích yếu').fill('truyền thông')
    await page.getByLabel('Nguồn').fill('https://congbao.example.vn/255')
    await page.getByRole('button', { name: 'Ghi vào danh mục' }).click()
    await page.getByRole('alert').getByText('Đã có trong danh mục: Nghị quyết 76/NQ-CP').waitFor()
    await page.getByLabel('Loại văn bản').fill('Kế hoạch')
    await page.getByLabel('Số, ký hiệu').fill('255/KH-UBND')
    await page.getByLabel('Cơ quan ban hành').fill('Ủy ban nhân dân tỉnh Hà Thanh')
    await page.getByRole('button', { name: 'Thêm văn bản thay đổi' }).click()
    await page.getByLabel('Văn bản thay đổi', { exact: true }).fill('76/NQ')
    await page.getByText('Chính phủ, 15/07/2021').click()
    await expectAccessible(page, `writing it down ${name}`)
    await page.getByRole('button', { name: 'Ghi vào danh mục' }).click()
    await page.getByText('chỉ dùng khi soát văn bản của đơn vị').waitFor()
    await page.getByRole('link', { name: '76/NQ-CP' }).first().waitFor()

    await page.getByRole('link', { name: 'Sửa', exact: true }).click()
    await page.getByLabel('Có hiệu lực đến hết ngày').fill('31/05/2024')
    await page.getByLabel('Lý do').fill('Theo công báo')
    await page.getByRole('button', { name: 'Lưu điều chỉnh' }).click()
    await page.getByText('hết hiệu lực, đến hết ngày 31/05/2024').first().waitFor()
    await page.getByText('Đổi: Đến hết ngày').waitFor()
    await expectAccessible(page, `corrected ${name}`)

    await page.getByRole('button', { name: 'Rút lại' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Lý do').fill('Ghi nhầm')
    await expectAccessible(page, `withdrawing ${name}`)
    await dialog.getByRole('button', { name: 'Rút lại' }).click()
    await page.getByText('đã rút văn bản này').waitFor()

    await page.goto('/app/documents/known')
    await page.getByRole('link', { name: 'Nhập từ tệp' }).click()
    const choose = (content: string) =>
      page
        .locator('input[type=file]')
        .setInputFiles({ name: 'danh mục.csv', mimeType: 'text/csv', buffer: Buffer.from(content) })
    await choose(sheet)
    await page.getByText('Sửa 1 dòng sai trong tệp rồi chọn lại').waitFor()
    await expectAccessible(page, `a wrong row ${name}`)
    await choose(sheet.replace('31/02', '28/02'))
    await page.getByRole('button', { name: 'Nhập 2 văn bản' }).click()
    await page.getByText('Đã nhập: 2 văn bản mới, 0 điều chỉnh').waitFor()
    await page.getByRole('link', { name: 'Về danh mục' }).click()
    await page.getByRole('link', { name: 'Kế hoạch 88/KH-UBND' }).waitFor()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Xuất danh mục' }).click()
    await page.getByRole('menuitem', { name: /csv/ }).click()
    expect((await download).suggestedFilename()).toBe('Danh mục văn bản 2024-06-17.csv')
    expect(complaints.filter((words) => !/\b(422|409)\b/.test(words))).toEqual([])
    await context.close()
  })
})
