import type { FastifyInstance } from 'fastify'
import type { CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayOf, type Clock } from '../../src/platform/clock.ts'
import { expectAccessible } from '../support/accessible.ts'
import { codeShown } from '../support/authenticator.ts'
import { closeWindows, journeyWidths, listen, signInBy, visit, widths } from '../support/browser.ts'
import { makeWorld, testNow, type World } from '../support/database.ts'
import { makeApp } from '../support/http.ts'
import { makePerson, makeUnit, testPassword, type MadePerson, type MadeUnit } from '../support/make.ts'

// The address of the sign-in page names it too.
const isAccount = (at: URL) => at.pathname === '/app/account'

let world: World
let app: FastifyInstance
let url: string
let office: MadeUnit
let now = new Date(testNow)
const clock: Clock = { now: () => new Date(now), today: () => dayOf(now) }

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world, clock)
  // Passkeys are made for names; 127.0.0.1 is none.
  url = (await listen(app)).replace('127.0.0.1', 'localhost')
  office = await makeUnit(world, { name: 'Phòng GD&ĐT huyện Vân Sơn', kind: 'education_office' })
})
afterAll(async () => {
  await closeWindows()
  await app.close()
})

async function firstStep(page: Page, person: MadePerson): Promise<void> {
  await page.goto('/sign-in?next=/app/account')
  await page.getByLabel('Tên đăng nhập').fill(person.login)
  await page.getByLabel('Mật khẩu').fill(testPassword)
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
  await page.waitForURL(/\/sign-in\/second/)
}
const signOut = (page: Page) => page.context().clearCookies()

describe.each(journeyWidths)('a code on the telephone, at %s width', { timeout: 120_000 }, (name, size) => {
  it('is set up on the account’s page and asked for at the next sign-in, without script', async () => {
    const person = await makePerson(world, office.id, { name: 'Lê Thị Hoài An' })
    const { page, context, complaints } = await visit(url, size)
    await signInBy(page, person.login, testPassword)
    await page.goto('/app/account')
    await page.getByRole('button', { name: 'Thêm ứng dụng xác thực' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Mật khẩu của anh chị').fill(testPassword)
    await dialog.getByRole('button', { name: 'Tiếp tục' }).click()
    await dialog.getByRole('img', { name: /Mã QR/ }).waitFor()
    await expectAccessible(page, `QR code ${name}`)
    const words = /([A-Z2-7]{4} ?){8}/.exec((await dialog.textContent()) ?? '')?.[0] ?? ''
    await dialog.getByLabel('Mã 6 số').fill(codeShown(words, now))
    await dialog.getByRole('button', { name: 'Xác nhận' }).click()
    await dialog.getByText('Mười mã dự phòng').waitFor()
    const codes = await dialog.getByRole('listitem').allTextContents()
    expect(codes).toHaveLength(10)
    await expectAccessible(page, `recovery codes ${name}`)
    await dialog.getByRole('button', { name: 'Đã cất mã' }).click()
    await page.getByText('còn 10 mã chưa dùng').waitFor()
    expect(complaints).toEqual([])
    await context.close()

    now = new Date(now.getTime() + 60_000)
    const bare = await visit(url, size)
    await bare.context.route(/\.js$/, (route) => route.abort())
    await firstStep(bare.page, person)
    await bare.page.getByLabel('Mã 6 số').fill('000 000')
    await bare.page.getByRole('button', { name: 'Vào Lan Tỏa' }).click()
    await bare.page.getByRole('alert').getByText('Mã chưa đúng').waitFor()
    await expectAccessible(bare.page, `second step ${name}`)
    await bare.page.getByLabel('Mã 6 số').fill(codeShown(words, now))
    await bare.page.getByRole('button', { name: 'Vào Lan Tỏa' }).click()
    await bare.page.waitForURL(isAccount)
    await bare.context.close()
  })
})

interface Authenticator {
  client: CDPSession
  authenticatorId: string
}

/** A key in the computer that knows its holder, as Chromium plays one. */
async function plugIn(page: Page): Promise<Authenticator> {
  const client = await page.context().newCDPSession(page)
  await client.send('WebAuthn.enable')
  const { authenticatorId } = await client.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return { client, authenticatorId }
}

async function addPasskey(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Thêm khóa truy cập' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Mật khẩu của anh chị').fill(testPassword)
  await dialog.getByRole('button', { name: 'Tiếp tục' }).click()
  await dialog.getByText('Mười mã dự phòng').waitFor()
  await dialog.getByRole('button', { name: 'Đã cất mã' }).click()
}
const passkeyButton = (page: Page) => page.getByRole('button', { name: 'Đăng nhập bằng khóa truy cập' })

describe('a passkey', { timeout: 120_000 }, () => {
  it('signs in without a password, and is the second step after one', async () => {
    const person = await makePerson(world, office.id, { name: 'Đoàn Quốc Bảo' })
    const { page, context, complaints } = await visit(url, widths.phone)
    await plugIn(page)
    await signInBy(page, person.login, testPassword)
    await page.goto('/app/account')
    await addPasskey(page)
    await page.getByRole('button', { name: /Gỡ khóa truy cập Chrome/ }).waitFor()
    await expectAccessible(page, 'account with a passkey')

    await signOut(page)
    await page.goto('/sign-in?next=/app/account')
    await expectAccessible(page, 'sign-in with passkeys')
    await passkeyButton(page).click()
    await page.waitForURL(isAccount)
    await page
      .getByText(/dùng lần cuối/)
      .first()
      .waitFor()

    await signOut(page)
    await firstStep(page, person)
    await page.getByLabel('Mã dự phòng').waitFor()
    await expectAccessible(page, 'second step by passkey')
    await passkeyButton(page).click()
    await page.waitForURL(isAccount)

    await page.getByRole('button', { name: /Gỡ khóa truy cập Chrome/ }).click()
    await page.getByRole('dialog').getByLabel('Mật khẩu của anh chị').fill(testPassword)
    await page.getByRole('dialog').getByRole('button', { name: 'Gỡ khóa truy cập' }).click()
    await page.getByText('chưa có. Đăng nhập bằng vân tay').waitFor()
    await signOut(page)
    await page.goto('/sign-in')
    await passkeyButton(page).click()
    await page.getByRole('alert').getByText('chưa gắn với tài khoản').waitFor()
    expect(complaints.filter((c) => !/status of 401/.test(c))).toEqual([])
    await context.close()
  })

  it('is worth nothing replayed, altered, for another’s second step, or without its holder', async () => {
    const [one, two] = [await makePerson(world, office.id), await makePerson(world, office.id)]
    const { page, context } = await visit(url, widths.desk)
    const key = await plugIn(page)
    await signInBy(page, one.login, testPassword)
    await page.goto('/app/account')
    await addPasskey(page)
    await signOut(page)
    const sent: string[] = []
    await page.route('**/sign-in/passkey', async (route) => {
      sent.push(route.request().postData() ?? '')
      await route.continue()
    })
    await page.goto('/sign-in?next=/app/account')
    await passkeyButton(page).click()
    await page.waitForURL(isAccount)
    const post = (body: object, step?: string) =>
      app.inject({
        method: 'POST',
        url: '/sign-in/passkey',
        payload: body,
        headers: { host: new URL(url).host, 'sec-fetch-site': 'same-origin' },
        ...(step ? { cookies: { lantoa_step: step } } : {}),
      })
    const answer = JSON.parse(sent[0] ?? '') as { response: Record<string, string> }
    expect((await post(answer)).json()).toMatchObject({ code: 'people.step_over' })
    expect((await post({})).json()).toMatchObject({ code: 'people.passkey_failed' })
    expect((await post({ response: { clientDataJSON: 'bm90IGpzb24' } })).statusCode).toBe(401)

    // An answer is caught before it is sent, so that its challenge is still open.
    await page.unroute('**/sign-in/passkey')
    const caught = async (): Promise<typeof answer> => {
      await signOut(page)
      await page.goto('/sign-in')
      let body = ''
      await page.route('**/sign-in/passkey', async (route) => {
        body = route.request().postData() ?? ''
        await route.abort()
      })
      await passkeyButton(page).click()
      // Not before the page has seen it fail: a route taken away earlier lets the request through.
      await page.getByRole('alert').filter({ hasText: /\S/ }).waitFor()
      await page.unroute('**/sign-in/passkey')
      return JSON.parse(body) as typeof answer
    }
    const altered = await caught()
    const bytes = Buffer.from(altered.response['signature'] ?? '', 'base64url')
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
    const forged = { ...altered, response: { ...altered.response, signature: bytes.toString('base64url') } }
    expect((await post(forged)).json()).toMatchObject({ code: 'people.passkey_failed' })
    const moved = await caught()
    const client = JSON.parse(
      Buffer.from(moved.response['clientDataJSON'] ?? '', 'base64url').toString(),
    ) as Record<string, string>
    client['origin'] = 'https://lua-dao.example'
    const fished = Buffer.from(JSON.stringify(client)).toString('base64url')
    expect(
      (await post({ ...moved, response: { ...moved.response, clientDataJSON: fished } })).statusCode,
    ).toBe(401)

    // Somebody else's second step is not passed by one's own key.
    await world.database.pool.query(
      `insert into shared.account_passkeys (id, account_id, rp_id, public_key, counter, transports, device, created_at)
       values ('x', $1, 'localhost', '\\x00', 0, '{}', 'máy khác', now())`,
      [two.accountId],
    )
    await firstStep(page, two)
    const asked = await page.evaluate<{ challenge: string; allowCredentials: { id: string }[] }>(
      `fetch('/sign-in/passkey/options', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }).then((r) => r.json())`,
    )
    expect(asked.allowCredentials.map((c) => c.id)).toEqual(['x'])
    const step = (await context.cookies()).find((c) => c.name === 'lantoa_step')?.value ?? ''
    const own = await caught()
    const foreign = Buffer.from(
      JSON.stringify({
        ...(JSON.parse(Buffer.from(own.response['clientDataJSON'] ?? '', 'base64url').toString()) as object),
        challenge: asked.challenge,
      }),
    ).toString('base64url')
    const refused = await post({ ...own, response: { ...own.response, clientDataJSON: foreign } }, step)
    expect(refused.json()).toMatchObject({ code: 'people.passkey_unknown' })

    // Alone it must have asked for its holder; a key that only was touched is no two factors.
    await key.client.send('WebAuthn.setUserVerified', {
      authenticatorId: key.authenticatorId,
      isUserVerified: false,
    })
    await signOut(page)
    await page.goto('/sign-in')
    await passkeyButton(page).click()
    await page.getByRole('alert').filter({ hasText: /\S/ }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/sign-in')
    await context.close()
  })

  it('is not offered where browsers would refuse it: by a number, or without HTTPS', async () => {
    const { page, context } = await visit(url.replace('localhost', '127.0.0.1'), widths.phone)
    await page.goto('/sign-in')
    expect(await passkeyButton(page).count()).toBe(0)
    const person = await makePerson(world, office.id)
    await signInBy(page, person.login, testPassword)
    await page.goto('/app/account')
    await page.getByText('chỉ dùng được khi mở Lan Tỏa bằng địa chỉ https').waitFor()
    await context.close()
  })
})
