import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { shortPlan } from '../../src/document/write/samples.ts'
import { closePrinter } from '../../src/print/index.ts'
import { printedPdf } from '../support/printed-pdf.ts'
import { openP12, signPdf } from '../../src/sign/index.ts'
import { expectAccessible } from '../support/accessible.ts'
import { closeWindows, journeyWidths, listen, signInBy, visit } from '../support/browser.ts'
import { makeWorld, type World } from '../support/database.ts'
import { makeApp } from '../support/http.ts'
import { makePerson, makeUnit, testPassword } from '../support/make.ts'
import { signingFolder } from '../support/signing.ts'

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
  await closePrinter()
})

/** A plan signed by somebody whose authority nobody here knows. */
async function signedPlan(): Promise<Buffer> {
  const folder = signingFolder()
  try {
    const authority = folder.authority('ca', '/CN=Chứng thực số Vạn Sơn')
    const leader = folder.issue('leader', `/O=Phòng Giáo dục và Đào tạo/CN=Đỗ Thị Mỹ Hằng`, authority)
    const key = openP12(folder.p12('leader', leader, 'mật khẩu'), 'mật khẩu')
    const time = new Date('2027-03-04T05:06:07Z')
    const request = { field: 'ChuKy', time, name: 'Đỗ Thị Mỹ Hằng', words: 'Chữ ký' }
    return signPdf(await printedPdf(shortPlan), key, request)
  } finally {
    folder.remove()
  }
}

describe.each(journeyWidths)('a signed PDF at %s width', (name, size) => {
  it('says who signed it and what is known of that', { timeout: 90_000 }, async () => {
    const office = await makeUnit(world, { kind: 'education_office' })
    const { login } = await makePerson(world, office.id, { roles: ['clerk'] })
    const { page, context, complaints } = await visit(url, size)
    await signInBy(page, login, testPassword)
    await page.goto('/app/documents')
    const file = { name: `${name}.pdf`, mimeType: 'application/pdf', buffer: await signedPlan() }
    await page.locator('input[type=file]').setInputFiles(file)
    await page.getByRole('link', { name: 'Xem lại' }).first().click()
    await page.getByRole('heading', { name: 'Chữ ký số' }).waitFor()
    const signature = page
      .getByRole('listitem')
      .filter({ hasText: 'Đỗ Thị Mỹ Hằng (Phòng Giáo dục và Đào tạo)' })
    await signature.getByText('Đúng về kỹ thuật, chưa xác nhận được người ký').waitFor()
    await signature.getByText('Ký lúc 12:06 ngày 04/03/2027 (theo máy của người ký)').waitFor()
    await signature.getByText('Chưa biết nơi chứng thực “Chứng thực số Vạn Sơn”').waitFor()
    await signature.scrollIntoViewIfNeeded()
    await expectAccessible(page, `signatures ${name}`)
    expect(complaints).toEqual([])
    await context.close()
  })
})
