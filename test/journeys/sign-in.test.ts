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

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  url = await listen(app)
  const office = await makeUnit(world, { name: 'Phòng GD&ĐT huyện Vân Sơn', kind: 'education_office' })
  login = (await makePerson(world, office.id, { name: 'Lê Thị Hoài An' })).login
})
afterAll(async () => {
  await closeWindows()
  await app.close()
})

describe.each(journeyWidths)('signing in at %s width', (name, size) => {
  it('works without script, says what was wrong and keeps the name', async () => {
    const { page, context } = await visit(url, size)
    await page.goto('/sign-in')
    await expectAccessible(page, `sign-in ${name}`)
    await page.getByLabel('Tên đăng nhập').fill(login)
    await page.getByLabel('Mật khẩu').fill('không phải')
    await page.getByRole('button', { name: 'Đăng nhập' }).click()
    await page.getByRole('alert').waitFor()
    expect(await page.getByLabel('Tên đăng nhập').inputValue()).toBe(login)
    await expectAccessible(page, `sign-in with an error ${name}`)
    await context.close()
  })

  it('opens the frame for the person’s unit, and signs out', async () => {
    const { page, context, complaints } = await visit(url, size)
    await signInBy(page, login, testPassword)
    await page.getByRole('main').waitFor()
    await expectAccessible(page, `frame ${name}`)
    expect(complaints).toEqual([])
    await context.close()
  })
})
