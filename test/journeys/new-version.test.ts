import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { projectRoot } from '../../src/config.ts'
import { clockAt } from '../../src/platform/clock.ts'
import { makeLog } from '../../src/platform/log.ts'
import { closeWindows, launchBrowser, signInBy, widths } from '../support/browser.ts'
import { makeWorld, testNow, type World } from '../support/database.ts'
import { makePerson, makeUnit, testPassword, type MadePerson } from '../support/make.ts'
import { portOf, readyForNoLine, untilTrue } from '../support/phone.ts'

let world: World
let app: FastifyInstance
let context: BrowserContext
let person: MadePerson
let newer: string
let port: number

/** The server, anew on the same port, as after an upgrade. */
async function serve(options: { webRoot?: string; offline?: boolean } = {}): Promise<void> {
  const { webRoot, offline = true } = options
  app = await buildApp({
    config: { publicUrl: null, empty: false, offline },
    db: world.database.db,
    files: world.files,
    clock: clockAt(testNow),
    log: makeLog('silent'),
    ...(webRoot ? { webRoot } : {}),
  })
  await app.listen({ host: '127.0.0.1', port })
}

beforeAll(async () => {
  world = await makeWorld()
  port = 0
  await serve()
  port = portOf(app)
  person = await makePerson(world, (await makeUnit(world)).id, { roles: ['clerk'] })
  newer = mkdtempSync(join(tmpdir(), 'lantoa-web-'))
  cpSync(join(projectRoot, 'dist/web'), newer, { recursive: true })
  for (const name of ['index.html', 'sw.js']) {
    const file = join(newer, name)
    const text = readFileSync(file, 'utf8')
    const version = /name="build" content="(\w+)"|version:"(\w+)"/.exec(text)
    writeFileSync(file, text.replace(version?.[1] ?? version?.[2] ?? '', 'ban-moi'))
  }
  const browser = await launchBrowser()
  context = await browser.newContext({
    baseURL: `http://127.0.0.1:${port}`,
    viewport: widths.phone,
    locale: 'vi-VN',
  })
  context.setDefaultTimeout(20_000)
}, 60_000)
afterAll(async () => {
  await closeWindows()
  await app.close()
  rmSync(newer, { recursive: true, force: true })
})

const buildOf = "document.querySelector('meta[name=build]').content"

it(
  'a new version is told, never takes a form from under the hands, and can take the worker away',
  { timeout: 120_000 },
  async () => {
    const page = await context.newPage()
    await signInBy(page, person.login, testPassword)
    await readyForNoLine(page)
    const before = await page.evaluate(buildOf)
    await page.goto('/app/activities/new')
    await page.getByLabel('Kết quả').fill('Đang ghi dở')

    await app.close()
    await serve({ webRoot: newer })
    await page.evaluate('navigator.serviceWorker.ready.then((r) => r.update())')
    await page.getByText('Có bản mới của Lan Tỏa.').waitFor()
    expect(await page.getByLabel('Kết quả').inputValue()).toBe('Đang ghi dở')
    expect(await page.evaluate(buildOf)).toBe(before)
    // Another window takes it: this one stays as it is.
    const other = await context.newPage()
    await other.goto('/app/today')
    expect(await other.evaluate(buildOf)).toBe('ban-moi')
    await untilTrue(
      other,
      "navigator.serviceWorker.ready.then((r) => r.waiting === null && r.active?.state === 'activated')",
    )
    expect(await page.getByLabel('Kết quả').inputValue()).toBe('Đang ghi dở')
    await other.close()
    await page.getByRole('button', { name: 'Tải lại' }).click()
    await untilTrue(page, `${buildOf} === 'ban-moi'`)

    // The server takes the worker away, and everything it kept; what people have written stays.
    await app.close()
    await serve({ offline: false })
    await page.goto('/app/today')
    await untilTrue(
      page,
      'Promise.all([navigator.serviceWorker.getRegistrations(), caches.keys()]).then(([r, c]) => r.length === 0 && c.length === 0)',
    )
    expect(await page.evaluate('indexedDB.databases().then((all) => all.map((d) => d.name))')).toEqual([
      'lantoa',
    ])
  },
)
