import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { BrowserContext, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { clockAt, type Clock } from '../../src/platform/clock.ts'
import { readCertificate } from '../../src/platform/http/certificate.ts'
import { makeLog } from '../../src/platform/log.ts'
import { expectAccessible } from '../support/accessible.ts'
import { signInBy } from '../support/browser.ts'
import { makeWorld, testHome, testNow, type World } from '../support/database.ts'
import { makeIssuedPlan } from '../support/issued-plan.ts'
import { makePerson, makeUnit, testPassword, type MadePerson } from '../support/make.ts'
import { lineTo, makeCertificate, openPhone, portOf, readyForNoLine, type Phone } from '../support/phone.ts'
import { sized } from '../support/size.ts'

/** Browsers are closed and opened, photos made smaller: on two shared cores a journey takes half a minute. */
const limit = 150_000
const day = 86_400_000

let world: World
let app: FastifyInstance
let url: string
let pin: string
let folder: string
let line: ReturnType<typeof lineTo>
let clerk: MadePerson
let colleague: MadePerson
let photos: Buffer[]
let now = new Date(testNow)
const clock: Clock = { now: () => now, today: () => clockAt(now).today() }
let phones: BrowserContext[] = []

beforeAll(async () => {
  world = await makeWorld()
  folder = mkdtempSync(join(tmpdir(), 'lantoa-phone-'))
  const certificate = makeCertificate(folder)
  pin = certificate.pin
  app = await buildApp({
    config: { publicUrl: null, empty: false },
    db: world.database.db,
    files: world.files,
    clock,
    log: makeLog('silent'),
    tls: readCertificate(certificate),
  })
  line = lineTo(app)
  await app.listen({ host: '127.0.0.1', port: 0 })
  url = `https://localhost:${portOf(app)}`
  const office = await makeUnit(world, { kind: 'education_office', name: 'Phòng GD&ĐT huyện Vân Sơn' })
  const school = await makeUnit(world, { administration: office.id, name: 'TH Đồi Sim' })
  clerk = await makePerson(world, school.id, { roles: ['clerk'], name: 'Trần Thị Mận' })
  colleague = await makePerson(world, school.id, { roles: ['specialist'], name: 'Lò Văn Pản' })
  const dates = { timeFrom: '2024-01-01', timeUntil: '2024-12-01' }
  await makeIssuedPlan(world, school.id, {
    tasks: [
      { key: 'a', title: 'Họp thường kỳ có nội dung cải cách hành chính', ...dates },
      { key: 'b', title: 'Phát tờ gấp hỏi – đáp tuyển sinh', ...dates },
    ],
  })
  photos = await Promise.all(
    ['01', '02', '03'].map((name) =>
      sharp(join(import.meta.dirname, `../../data/demo/pictures/${name}.svg`))
        .resize(1600, 1200, { fit: 'cover' })
        .jpeg()
        .toBuffer(),
    ),
  )
}, limit)
afterEach(async () => {
  line.mend()
  for (const context of phones) await context.close()
  phones = []
})
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true, force: true })
})

async function phone(name: string, options: { offline?: boolean } = {}): Promise<Phone> {
  const opened = await openPhone(join(folder, name), { url, pin, at: now, ...options })
  phones.push(opened.context)
  return opened
}

async function closePhone({ context }: Phone): Promise<void> {
  phones = phones.filter((c) => c !== context)
  await context.close()
}

async function loseLine({ context }: Phone): Promise<void> {
  await context.setOffline(true)
  line.cut()
}

async function lineBack({ context }: Phone): Promise<void> {
  line.mend()
  await context.setOffline(false)
}

/** A phone on which a person is signed in and that is ready to lose its line. */
async function readyPhone(name: string, person = clerk): Promise<Phone> {
  const opened = await phone(name)
  await signInBy(opened.page, person.login, testPassword)
  await readyForNoLine(opened.page)
  return opened
}

/** Fills the form as it lies open and saves it. */
async function log(page: Page, words: string, photo?: Buffer): Promise<void> {
  await page.getByLabel('Họp thường kỳ có nội dung cải cách hành chính').check()
  await page.getByLabel('Hình thức').selectOption('regular_meeting')
  await page.getByLabel('Kết quả').fill(words)
  if (photo) {
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles([{ name: 'IMG.jpg', mimeType: 'image/jpeg', buffer: photo }])
    await page.getByText('1 ảnh, đã thu nhỏ').waitFor()
  }
  await page.getByRole('button', { name: 'Lưu hoạt động' }).click()
}

interface Kept {
  result: string
  day: string
  state: string
  photos: number
  times: number
  recorded_by: string
}

async function kept(words: string): Promise<Kept[]> {
  const { rows } = await world.database.pool.query<Kept>(
    `select v.result, v.day::text as day, a.state, v.recorded_by,
       (select count(*)::int from ${testHome}.evidence e where e.activity_id = a.id) as photos,
       (select count(*)::int from ${testHome}.events e where e.verb = 'activity.log'
          and e.subjects @> jsonb_build_array(jsonb_build_object('id', a.id))) as times
     from ${testHome}.activities a join ${testHome}.activity_versions v on v.activity_id = a.id and v.version = a.version
     where v.result like $1 order by v.result`,
    [`${words}%`],
  )
  return rows
}

/** The rest of the proof: `npm run prove -- offline`. */
const whole = it.runIf(sized('offline', 0, 1) === 1)

describe('a phone without a line', () => {
  it(
    'logs three activities with photos, is closed and opened a day later; the line comes back: three, once',
    async () => {
      now = new Date(testNow)
      let p = await readyPhone('day')
      await loseLine(p)
      await p.page.getByRole('link', { name: 'Ghi hoạt động' }).click()
      for (const [i, photo] of photos.entries()) {
        await log(p.page, `Một ngày mất mạng ${i + 1}`, photo)
        await p.page.getByRole('heading', { name: 'Đã lưu trên máy' }).waitFor()
        await p.page.getByText(`${i + 1} hoạt động chưa gửi`).waitFor()
        if (i === 0) await expectAccessible(p.page, 'kept here')
        if (i < 2) await p.page.getByRole('button', { name: 'Ghi hoạt động khác' }).click()
      }
      await closePhone(p)

      now = new Date(now.getTime() + day)
      p = await phone('day', { offline: true })
      await p.page.goto('/app/reports')
      await p.page.getByText('3 hoạt động chưa gửi').waitFor()
      await p.page.getByText('Không có mạng', { exact: true }).first().waitFor()
      await p.page.getByRole('link', { name: 'Ghi hoạt động' }).first().waitFor()
      await expectAccessible(p.page, 'reports without a line')
      await p.page.getByRole('link', { name: 'Xem', exact: true }).click()
      await p.page.getByRole('heading', { name: 'Chưa gửi' }).waitFor()
      expect(await p.page.getByText('chờ gửi nội dung').count()).toBe(3)
      await expectAccessible(p.page, 'what waits')
      expect(await kept('Một ngày mất mạng')).toEqual([])

      await lineBack(p)
      await p.page.getByText('Mọi hoạt động ghi trên máy này đã gửi xong').waitFor({ timeout: 60_000 })
      await p.page.getByText(/hoạt động chưa gửi$/).waitFor({ state: 'detached' })
      expect(await kept('Một ngày mất mạng')).toEqual(
        [1, 2, 3].map((n) => ({
          result: `Một ngày mất mạng ${n}`,
          day: '2024-06-17',
          state: 'counted',
          recorded_by: clerk.personId,
          photos: 1,
          times: 1,
        })),
      )
      expect(p.complaints).toEqual([])
    },
    limit,
  )

  it(
    'sends once what the server took while its answer got lost, and what two windows send at once',
    async () => {
      now = new Date(testNow)
      const p = await readyPhone('twice')
      await p.page.goto('/app/activities/new')
      line.loseAnswers('POST', '/api/v1/activities')
      await log(p.page, 'Trả lời bị mất', photos[0])
      await p.page.getByRole('heading', { name: 'Đã lưu trên máy' }).waitFor()
      expect(await kept('Trả lời bị mất')).toHaveLength(1)
      expect(line.keepAnswers()).toBeGreaterThan(0)
      await p.page.getByText('đã nhận').waitFor({ timeout: 30_000 })
      expect(await kept('Trả lời bị mất')).toMatchObject([{ state: 'counted', photos: 1, times: 1 }])

      await loseLine(p)
      await p.page.getByRole('button', { name: 'Ghi hoạt động khác' }).click()
      await log(p.page, 'Hai cửa sổ', photos[1])
      await p.page.getByText('1 hoạt động chưa gửi').waitFor()
      const second = await p.context.newPage()
      await second.goto('/app/activities/waiting')
      await second.getByText('chờ gửi nội dung').waitFor()
      line.mend()
      await p.context.setOffline(false)
      await Promise.all([
        p.page.getByText(/hoạt động chưa gửi$/).waitFor({ state: 'detached', timeout: 60_000 }),
        second.getByText('Mọi hoạt động ghi trên máy này đã gửi xong').waitFor({ timeout: 60_000 }),
      ])
      expect(await kept('Hai cửa sổ')).toMatchObject([{ state: 'counted', photos: 1, times: 1 }])
    },
    limit,
  )

  it(
    'keeps what waits for its own person: signing out warns, a colleague sees and sends nothing of it',
    async () => {
      now = new Date(testNow)
      const p = await readyPhone('shared')
      await loseLine(p)
      await p.page.getByRole('link', { name: 'Ghi hoạt động' }).click()
      await log(p.page, 'Của chị Mận', photos[2])
      await p.page.getByText('1 hoạt động chưa gửi').waitFor()
      await p.page.goto('/app/more')
      await p.page.getByRole('button', { name: 'Đăng xuất' }).click()
      await p.page.getByText('Đang không có mạng nên chưa đăng xuất được').waitFor()
      await p.page.getByRole('dialog').getByRole('button', { name: 'Đóng' }).last().click()
      // The line is back for the page, but the server takes no activity: so it still waits when she leaves.
      await p.context.route('**/api/v1/activities', (route) =>
        route.request().method() === 'POST' ? route.abort('connectionreset') : route.continue(),
      )
      await lineBack(p)
      await p.page.getByRole('button', { name: 'Đăng xuất' }).click()
      await p.page.getByRole('heading', { name: 'Còn 1 hoạt động chưa gửi' }).waitFor()
      await expectAccessible(p.page, 'signing out')
      await p.page.getByRole('button', { name: 'Vẫn đăng xuất' }).click()
      await p.page.waitForURL(/sign-in/)
      await p.context.unroute('**/api/v1/activities')

      await signInBy(p.page, colleague.login, testPassword)
      await readyForNoLine(p.page)
      await p.page.goto('/app/activities/waiting')
      await p.page.getByText('Mọi hoạt động ghi trên máy này đã gửi xong').waitFor()
      expect(await p.page.getByText('chưa gửi').count()).toBeLessThanOrEqual(2)
      expect(await p.page.getByText('hoạt động chưa gửi').count()).toBe(0)
      expect(await kept('Của chị Mận')).toEqual([])
      await p.page.goto('/app/more')
      await p.page.getByRole('button', { name: 'Đăng xuất' }).click()
      await p.page.waitForURL(/sign-in/)

      await signInBy(p.page, clerk.login, testPassword)
      await expect
        .poll(() => kept('Của chị Mận'), { timeout: 60_000 })
        .toMatchObject([{ state: 'counted', photos: 1, times: 1, recorded_by: clerk.personId }])
    },
    limit,
  )

  whole(
    'says who must sign in when the session ended or another signed in, and what the server does not take',
    async () => {
      now = new Date(testNow)
      const p = await readyPhone('ended')
      await loseLine(p)
      await p.page.getByRole('link', { name: 'Ghi hoạt động' }).click()
      await log(p.page, 'Phiên đã hết')
      await p.page.getByText('1 hoạt động chưa gửi').waitFor()
      // Two weeks in a drawer: the session has ended.
      await world.database.pool.query('delete from system.sessions where account_id = $1', [clerk.accountId])
      await lineBack(p)
      await p.page.getByText('Đăng nhập để gửi.').waitFor({ timeout: 30_000 })
      expect(await kept('Phiên đã hết')).toEqual([])

      // A colleague signs in in another window of this browser: nothing goes under her name.
      const other = await p.context.newPage()
      await signInBy(other, colleague.login, testPassword)
      await p.page.bringToFront()
      await p.page.evaluate("window.dispatchEvent(new Event('online'))")
      await p.page.getByText('Trình duyệt này vừa đăng nhập người khác').waitFor({ timeout: 30_000 })
      expect(await kept('Phiên đã hết')).toEqual([])
      await other.goto('/app/more')
      await other.getByRole('button', { name: 'Đăng xuất' }).click()
      await other.waitForURL(/sign-in/)

      // Signed in again, but to the server the day is still to come: shown with the sentence, and sent again when it is.
      now = new Date(now.getTime() - 3 * day)
      await signInBy(other, clerk.login, testPassword)
      await other.getByText('1 hoạt động cần xem lại.').waitFor({ timeout: 30_000 })
      await other.getByRole('link', { name: 'Xem', exact: true }).click()
      await other.getByText('Máy chủ không nhận:').waitFor()
      await expectAccessible(other, 'refused')
      expect(await kept('Phiên đã hết')).toEqual([])
      await other.getByRole('link', { name: 'Sửa' }).click()
      expect(await other.getByLabel('Kết quả').inputValue()).toBe('Phiên đã hết')
      await other.getByRole('button', { name: 'Đóng' }).click()
      await other.getByRole('button', { name: 'Bỏ', exact: true }).click()
      await other.getByRole('heading', { name: 'Bỏ hoạt động chưa gửi?' }).waitFor()
      await other.getByRole('button', { name: 'Thôi' }).click()
      now = new Date(testNow)
      await other.getByRole('button', { name: 'Gửi lại' }).click()
      await other.getByText('Mọi hoạt động ghi trên máy này đã gửi xong').waitFor()
      expect(await kept('Phiên đã hết')).toMatchObject([{ times: 1, recorded_by: clerk.personId }])
    },
    limit,
  )

  whole(
    'waits as long as the server says when it came too fast, and sends once',
    async () => {
      now = new Date(testNow)
      const p = await readyPhone('fast')
      await p.page.goto('/app/activities/new')
      let slowed = 0
      await p.context.route('**/api/v1/activities', (route) => {
        if (route.request().method() !== 'POST' || slowed === 2) return route.continue()
        slowed += 1
        return route.fulfill({
          status: 429,
          headers: { 'retry-after': '1', 'content-type': 'application/problem+json' },
          body: JSON.stringify({ code: 'common.slow_down', status: 429, detail: 'Chậm lại một chút.' }),
        })
      })
      await log(p.page, 'Gửi quá nhanh', photos[0])
      await p.page.getByText('đã nhận').waitFor({ timeout: 30_000 })
      expect(slowed).toBe(2)
      expect(await kept('Gửi quá nhanh')).toMatchObject([{ state: 'counted', photos: 1, times: 1 }])
      await p.page.getByText(/hoạt động chưa gửi$/).waitFor({ state: 'detached' })
    },
    limit,
  )

  whole(
    'says so when the machine has no room left, and the form keeps what was written',
    async () => {
      now = new Date(testNow)
      const p = await readyPhone('full')
      await p.page.goto('/app/activities/new')
      await p.page.getByLabel('Kết quả').waitFor()
      await p.page.evaluate(`{
        const put = IDBObjectStore.prototype.put
        IDBObjectStore.prototype.put = function (value, ...rest) {
          if (globalThis.isFull && this.name !== 'answers') throw new DOMException('full', 'QuotaExceededError')
          return put.call(this, value, ...rest)
        }
        globalThis.isFull = true
      }`)
      await loseLine(p)
      await log(p.page, 'Máy đã đầy', photos[0])
      await p.page.getByText('Máy hết chỗ lưu').waitFor()
      expect(await p.page.getByLabel('Kết quả').inputValue()).toBe('Máy đã đầy')
      await p.page.getByText('1 ảnh, đã thu nhỏ').waitFor()
      await p.page.evaluate('globalThis.isFull = false')
      await p.page.getByRole('button', { name: 'Lưu hoạt động' }).click()
      await p.page.getByRole('heading', { name: 'Đã lưu trên máy' }).waitFor()
      await lineBack(p)
      await p.page.getByText('đã nhận').waitFor({ timeout: 30_000 })
      expect(await kept('Máy đã đầy')).toMatchObject([{ state: 'counted', photos: 1, times: 1 }])
    },
    limit,
  )
})

describe('plain HTTP from another machine', () => {
  it(
    'works, and says once that the connection is not private and working without a line is off',
    async () => {
      now = new Date(testNow)
      const plain = await buildApp({
        config: { publicUrl: null, empty: false },
        db: world.database.db,
        files: world.files,
        clock,
        log: makeLog('silent'),
      })
      await plain.listen({ host: '127.0.0.1', port: 0 })
      const p = await openPhone(join(folder, 'plain'), {
        url: `http://may-chu.vanson:${portOf(plain)}`,
        pin,
        at: now,
        args: ['--host-resolver-rules=MAP may-chu.vanson 127.0.0.1'],
      })
      phones.push(p.context)
      const { page } = p
      await signInBy(page, clerk.login, testPassword)
      await page.getByText('Kết nối này không riêng tư').waitFor()
      await expectAccessible(page, 'not private')
      await page.goto('/app/activities/new')
      await log(page, 'Qua HTTP thường', photos[1])
      await page.getByText('đã nhận').waitFor({ timeout: 30_000 })
      expect(await kept('Qua HTTP thường')).toMatchObject([{ state: 'counted', photos: 1, times: 1 }])
      expect(await page.evaluate('window.isSecureContext')).toBe(false)
      await page.getByRole('button', { name: 'Đã rõ' }).click()
      await page.reload()
      await page.getByLabel('Kết quả').waitFor()
      expect(await page.getByText('Kết nối này không riêng tư').count()).toBe(0)
      expect(p.complaints).toEqual([])
      await closePhone(p)
      await plain.close()
    },
    limit,
  )
})
