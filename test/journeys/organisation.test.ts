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
let login: string
const office = 'Phòng GD&ĐT huyện Vân Sơn'

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  url = await listen(app)
  const unit = await makeUnit(world, { name: office, kind: 'education_office', abbreviation: 'PGDĐT' })
  login = (await makePerson(world, unit.id, { name: 'Lê Thị Hoài An', roles: ['admin'] })).login
})
afterAll(async () => {
  await closeWindows()
  await app.close()
})

describe.each(journeyWidths)('an administrator at %s width', (name, size) => {
  const school = `Trường Tiểu học ${name === 'phone' ? 'Vĩnh Hòa' : 'Đồng Xuân'}`
  const code = name === 'phone' ? 'th-vinh-hoa' : 'th-dong-xuan'

  it('imports units after seeing what each row would do, finds them, and sees one over time', async () => {
    const { page, context, complaints } = await visit(url, size)
    await signInBy(page, login, testPassword)
    await page.goto('/app/organisation/import')
    const file = (rows: string) => ({
      name: 'units.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(
        `Mã,Loại,Tên,Chữ viết tắt,Địa danh,Cấp trên hành chính,Cấp trên chuyên môn,Từ ngày\n${rows}\n`,
      ),
    })
    await page.setInputFiles('input[type=file]', file(`${code},Cung trăng,${school},THX,Vân Sơn,,${office},`))
    await page.getByText('Không có loại “Cung trăng”').waitFor()
    await expectAccessible(page, `import with a wrong row ${name}`)
    expect(await page.getByRole('button', { name: /^Nhập/ }).count()).toBe(0)
    await page.setInputFiles(
      'input[type=file]',
      file(`${code},TH,${school},THX,Vân Sơn,,${office},15/8/2021`),
    )
    await page.getByRole('button', { name: 'Nhập 1 đơn vị' }).click()
    await page.getByText('Đã nhập: 1 đơn vị mới').waitFor()
    await page.getByRole('link', { name: 'Về danh sách đơn vị' }).click()
    await page.getByRole('searchbox', { name: 'Tìm đơn vị' }).fill(code.slice(3).replace('-', ' '))
    await page.getByRole('link', { name: school }).waitFor()
    await expectAccessible(page, `units ${name}`)
    await page.getByRole('link', { name: school }).click()
    await page.getByText('Từ 15/08/2021').first().waitFor()
    await expectAccessible(page, `unit ${name}`)
    expect(complaints).toEqual([])
    await context.close()
  }, 60_000)

  it('adds a person and gives the link, by which that person comes in', async () => {
    const { page, context, complaints } = await visit(url, size)
    await signInBy(page, login, testPassword)
    await page.goto('/app/organisation?q=tieu+hoc')
    await page.getByRole('link', { name: school }).click()
    await page.getByRole('link', { name: 'Nhân sự' }).click()
    await page.getByText('Chưa ghi người nào').waitFor()
    await page.getByRole('button', { name: 'Thêm người' }).click()
    await page.getByLabel('Họ tên').fill('Trần Thị Mơ')
    await page.getByLabel('Văn thư').check()
    await expectAccessible(page, `add a person ${name}`)
    await page.getByRole('dialog').getByRole('button', { name: 'Thêm người' }).click()
    await page.getByRole('button', { name: 'Tạo đường dẫn' }).click()
    const link = await page.getByRole('textbox', { name: 'Đường dẫn' }).inputValue()
    await expectAccessible(page, `link ${name}`)
    await page.getByRole('dialog').getByRole('button', { name: 'Đóng' }).last().click()
    await page.getByText(/đã mời, đến/).waitFor()
    await expectAccessible(page, `people ${name}`)
    expect(complaints).toEqual([])
    await context.close()

    const guest = await visit(url, size)
    await guest.page.goto(link)
    await expectAccessible(guest.page, `invitation ${name}`)
    await guest.page.getByLabel('Tên đăng nhập').fill(`mo.${name}`)
    await guest.page.getByLabel('Mật khẩu', { exact: true }).fill('ngắn')
    await guest.page.getByLabel('ghi lại').fill('ngắn')
    await guest.page.getByRole('button').click()
    await guest.page.getByRole('alert').waitFor()
    await expectAccessible(guest.page, `invitation with an error ${name}`)
    expect(await guest.page.getByLabel('Tên đăng nhập').inputValue()).toBe(`mo.${name}`)
    await guest.page.getByLabel('Mật khẩu', { exact: true }).fill('hoa phượng đỏ 2024')
    await guest.page.getByLabel('ghi lại').fill('hoa phượng đỏ 2024')
    await guest.page.getByRole('button').click()
    await guest.page.waitForURL(/\/app/)
    await guest.page.goto('/app/account')
    await guest.page.getByText('máy này').waitFor()
    await expectAccessible(guest.page, `account ${name}`)
    await guest.page.getByLabel('Mật khẩu hiện tại').fill('không phải')
    await guest.page.getByLabel('Mật khẩu mới').fill('một câu dễ nhớ')
    await guest.page.getByRole('button', { name: 'Đổi mật khẩu' }).click()
    await guest.page.getByText('Mật khẩu hiện tại chưa đúng.').waitFor()
    await guest.page.getByLabel('Mật khẩu hiện tại').fill('hoa phượng đỏ 2024')
    await guest.page.getByRole('button', { name: 'Đổi mật khẩu' }).click()
    await guest.page.getByText('Đã đổi mật khẩu').waitFor()
    await guest.context.close()
  }, 60_000)
})
