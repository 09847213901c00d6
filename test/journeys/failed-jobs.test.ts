import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../src/platform/ids.ts'
import { addJob, failJob, mostAttempts } from '../../src/platform/jobs.ts'
import { wide } from '../../src/platform/wide.ts'
import { expectAccessible } from '../support/accessible.ts'
import { closeWindows, journeyWidths, listen, signInBy, visit } from '../support/browser.ts'
import { makeWorld, type World } from '../support/database.ts'
import { makeApp } from '../support/http.ts'
import { makePerson, makeUnit, testPassword } from '../support/make.ts'

let world: World
let app: FastifyInstance
let url: string
let unitId: string
let login: string

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  url = await listen(app)
  unitId = (await makeUnit(world)).id
  login = (await makePerson(world, unitId, { roles: ['admin'] })).login
})
afterAll(async () => {
  await closeWindows()
  await app.close()
})

async function makeFailed(): Promise<string> {
  const ctx = world.as({ unitId })
  return wide(ctx, 'the test', async (trx) => {
    const id = await addJob(trx, ctx, 'document.render', { documentId: newId() })
    for (let i = 0; i < mostAttempts; i += 1)
      await failJob(trx, ctx, id, Object.assign(new Error('full'), { code: 'ENOSPC' }))
    return id
  })
}

describe.each(journeyWidths)('an administrator at %s width', (name, size) => {
  it('finds what failed from the page of the unit, reads why, and lets it run again', async () => {
    const id = await makeFailed()
    const { page, context, complaints } = await visit(url, size)
    await signInBy(page, login, testPassword)
    await page.goto('/app/organisation')
    await page.getByRole('link', { name: 'Việc máy chưa làm được' }).click()
    await page.getByText('Dựng bản in và tệp Word của văn bản').first().waitFor()
    await page.getByText('Ổ đĩa của máy chủ đã đầy').first().waitFor()
    await expectAccessible(page, `failed jobs ${name}`)
    await page.getByRole('button', { name: 'Chạy lại' }).click()
    await page.getByText('Đã cho chạy lại').waitFor()
    await page.getByText('Không có việc nào bị dừng').waitFor()
    const { rows } = await world.database.pool.query('select state from home_t.jobs where id = $1', [id])
    expect(rows).toEqual([{ state: 'waiting' }])
    await expectAccessible(page, `no failed jobs ${name}`)
    expect(complaints).toEqual([])
    await context.close()
  })
})
