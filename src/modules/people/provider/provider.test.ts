import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { secretTyped } from '../../../../test/support/authenticator.ts'
import { makeWorld, testHome, testNow, type World } from '../../../../test/support/database.ts'
import { makeApp, signedIn } from '../../../../test/support/http.ts'
import {
  makePerson,
  makeUnit,
  testPassword,
  type MadePerson,
  type MadeUnit,
} from '../../../../test/support/make.ts'
import { must } from '../../../../test/support/plans.ts'
import { ProviderBrowser, startProvider, type RunningProvider } from '../../../../test/support/provider.ts'
import { makeLog } from '../../../platform/log.ts'
import { openProvider } from '../../../platform/oidc.ts'
import { totpCode } from '../factor/codes.rules.ts'
import { returnPath } from './asking.ts'

let world: World
let app: FastifyInstance
let bare: FastifyInstance
let running: RunningProvider
let office: MadeUnit
// As inject names itself.
const origin = 'http://localhost'

beforeAll(async () => {
  world = await makeWorld()
  running = await startProvider([`${origin}${returnPath}`])
  app = await makeApp(world, testNow, {
    config: { publicUrl: origin, empty: false },
    provider: openProvider({ ...running, name: 'Cổng của tỉnh' }, makeLog('silent')),
  })
  bare = await makeApp(world)
  office = await makeUnit(world)
})
afterAll(async () => {
  await app.close()
  await bare.close()
  await running.close()
})

const newBrowser = () => new ProviderBrowser(app, origin)

/** Links an account, as its person does on the account's page. */
async function link(person: MadePerson, who: string): Promise<ProviderBrowser> {
  const browser = newBrowser()
  const session = await signedIn(world, app, person)
  const begun = await must(session.call('POST', 'account/identities/begin', { password: testPassword }))
  browser.here = { lantoa_session: await sessionOf(person) }
  const back = await browser.through(begun.json<{ url: string }>().url, who)
  const answer = await browser.get(back)
  expect(answer.headers.location).toBe('/app/account')
  return browser
}

async function sessionOf(person: MadePerson): Promise<string> {
  const answer = await app.inject({
    method: 'POST',
    url: '/sign-in',
    headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ login: person.login, password: testPassword }).toString(),
  })
  return answer.cookies.find((c) => c.name === 'lantoa_session')?.value ?? ''
}

describe('signing in by another provider', () => {
  it('opens the account that its person linked, and asks the provider for nothing but who it is', async () => {
    const person = await makePerson(world, office.id)
    await link(person, 'can-bo-1')
    const browser = newBrowser()
    const begun = await browser.get('/sign-in/provider?next=/app/plans')
    const asked = new URL(String(begun.headers.location)).searchParams
    expect(Object.fromEntries(asked)).toMatchObject({
      scope: 'openid',
      response_type: 'code',
      code_challenge_method: 'S256',
      redirect_uri: `${origin}${returnPath}`,
    })
    const back = await browser.through(String(begun.headers.location), 'can-bo-1')
    const answer = await browser.get(back)
    expect(answer.headers.location).toBe('/app/plans')
    const mine = await browser.get('/api/v1/session')
    expect(mine.json<{ login: string }>().login).toBe(person.login)
    const { rows } = await world.database.pool.query(
      `select 1 from ${testHome}.events where verb = 'account.link_identity' and actor_account = $1`,
      [person.accountId],
    )
    expect(rows).toHaveLength(1)
  })

  it('tells whom nobody linked, and signs nobody in, though the log-in name be the same', async () => {
    const person = await makePerson(world, office.id)
    const browser = newBrowser()
    const answer = await browser.get(await browser.signIn(person.login))
    expect(answer.statusCode).toBe(403)
    expect(answer.body).toContain('chưa gắn với ai ở đây')
    expect(browser.here['lantoa_session']).toBeUndefined()
  })

  it('takes an answer once, in the browser that asked', async () => {
    const person = await makePerson(world, office.id)
    await link(person, 'can-bo-2')
    const victim = newBrowser()
    const back = await victim.signIn('can-bo-2')
    // Carried into another browser: the attacker's account must not open there, nor the victim's.
    const other = newBrowser()
    await other.get('/sign-in/provider')
    expect((await other.get(back)).statusCode).toBe(409)
    expect((await newBrowser().get(back)).statusCode).toBe(409)
    expect((await victim.get(back)).statusCode).toBe(303)
    const again = await victim.get(back)
    expect(again.statusCode).toBe(409)
    expect(again.body).toContain('Đăng nhập lại từ đầu')
  })

  it('refuses a wrong state, another nonce, another verifier, a code of elsewhere and what names another issuer', async () => {
    const person = await makePerson(world, office.id)
    await link(person, 'can-bo-3')
    const altered = async (change: (back: URL, state: string) => Promise<void> | void) => {
      const browser = newBrowser()
      const back = new URL(await browser.signIn('can-bo-3'), origin)
      await change(back, back.searchParams.get('state') ?? '')
      const answer = await browser.get(`${back.pathname}${back.search}`)
      expect(browser.here['lantoa_session']).toBeUndefined()
      return answer.statusCode
    }
    const facts = (key: string) => (_back: URL, state: string) =>
      world.database.pool
        .query(
          `update system.sign_in_steps set facts = facts || jsonb_build_object('${key}', 'khac-han-va-du-dai-nhu-mot-ma-that-0123456789')
           where id = sha256(convert_to($1, 'UTF8'))`,
          [state],
        )
        .then(() => undefined)
    expect(await altered(() => undefined).catch(() => 'signed in')).toBe('signed in')
    expect(await altered((back) => back.searchParams.set('state', 'khac'))).toBe(409)
    expect(await altered(facts('nonce'))).toBe(401)
    expect(await altered(facts('verifier'))).toBe(401)
    expect(await altered((back) => back.searchParams.set('code', 'khac'))).toBe(401)
    expect(await altered((back) => back.searchParams.set('iss', 'https://noi-khac.example'))).toBe(401)
    expect(await altered((back) => back.searchParams.delete('iss'))).toBe(401)
    expect(
      await altered((back) => {
        back.searchParams.delete('code')
        back.searchParams.set('error', 'access_denied')
      }),
    ).toBe(401)
  })

  it('does not lead past the second step, unless the provider asked for two factors itself', async () => {
    const person = await makePerson(world, office.id)
    await link(person, 'can-bo-4')
    const session = await signedIn(world, app, person)
    const begun = await must(session.call('POST', 'account/totp/begin', { password: testPassword }))
    const secret = secretTyped(begun.json<{ secret: string }>().secret)
    await must(session.call('POST', 'account/totp/confirm', { code: totpCode(secret, new Date(testNow)) }))
    const browser = newBrowser()
    const answer = await browser.get(await browser.signIn('can-bo-4'))
    expect(answer.headers.location).toContain('/sign-in/second')
    expect(browser.here['lantoa_session']).toBeUndefined()
    running.says.amr = ['pwd', 'mfa']
    const strong = newBrowser()
    const entered = await strong.get(await strong.signIn('can-bo-4'))
    running.says.amr = ['pwd']
    expect(entered.headers.location).toBe('/app/plans')
  })

  it('leads only to places of our own afterwards', async () => {
    const person = await makePerson(world, office.id)
    await link(person, 'can-bo-5')
    const browser = newBrowser()
    const answer = await browser.get(await browser.signIn('can-bo-5', '//lua-dao.example'))
    expect(answer.headers.location).toBe('/app/')
  })

  it('is not there where it is not set up, and says so when the provider is down', async () => {
    expect((await bare.inject({ url: '/sign-in' })).body).not.toContain('/sign-in/provider')
    expect((await bare.inject({ url: '/sign-in/provider' })).statusCode).toBe(404)
    expect((await app.inject({ url: '/sign-in' })).body).toContain('Đăng nhập bằng Cổng của tỉnh')
    const down = await makeApp(world, testNow, {
      config: { publicUrl: origin, empty: false },
      provider: openProvider(
        { ...running, issuer: 'http://127.0.0.1:9', name: 'Cổng của tỉnh' },
        makeLog('silent'),
      ),
    })
    const answer = await down.inject({ url: '/sign-in/provider' })
    expect(answer.statusCode).toBe(502)
    expect(answer.body).toContain('Không nối được với Cổng của tỉnh')
    await down.close()
  })
})

describe('a link', () => {
  it('asks for the password, and is of the person who began it', async () => {
    const [one, two] = [await makePerson(world, office.id), await makePerson(world, office.id)]
    const session = await signedIn(world, app, one)
    expect((await session.call('POST', 'account/identities/begin', { password: 'x' })).statusCode).toBe(403)
    const begun = await must(session.call('POST', 'account/identities/begin', { password: testPassword }))
    const browser = newBrowser()
    const back = await browser.through(begun.json<{ url: string }>().url, 'can-bo-6')
    // Sent to a colleague, whose account must not open for the sender's identity.
    browser.here = { lantoa_session: await sessionOf(two) }
    expect((await browser.get(back)).statusCode).toBe(409)
    const found = await (await signedIn(world, app, two)).call('GET', 'account/identities')
    expect(found.json<{ identities: unknown[] }>().identities).toEqual([])
  })

  it('is of one account, goes by the password, and with it the way in', async () => {
    const [one, two] = [await makePerson(world, office.id), await makePerson(world, office.id)]
    await link(one, 'can-bo-7')
    const session = await signedIn(world, app, two)
    const begun = await must(session.call('POST', 'account/identities/begin', { password: testPassword }))
    const browser = newBrowser()
    browser.here = { lantoa_session: await sessionOf(two) }
    const taken = await browser.get(await browser.through(begun.json<{ url: string }>().url, 'can-bo-7'))
    expect(taken.statusCode).toBe(409)
    expect(taken.body).toContain('đã gắn với một người khác')
    const owner = await signedIn(world, app, one)
    const gone = await must(
      owner.call('POST', 'account/identities/remove', { issuer: running.issuer, password: testPassword }),
    )
    expect(gone.json<{ identities: unknown[] }>().identities).toEqual([])
    const later = newBrowser()
    expect((await later.get(await later.signIn('can-bo-7'))).statusCode).toBe(403)
  })
})

describe('signing out', () => {
  it('says that the browser is still signed in at the provider, and leads there', async () => {
    const person = await makePerson(world, office.id)
    await link(person, 'can-bo-8')
    const browser = newBrowser()
    await browser.get(await browser.signIn('can-bo-8'))
    const out = await app.inject({
      method: 'POST',
      url: '/sign-out',
      headers: { 'sec-fetch-site': 'same-origin' },
      cookies: browser.here,
    })
    expect(out.headers.location).toBe('/sign-in?left=1')
    expect((await app.inject({ url: '/sign-in?left=1' })).body).toContain('Đăng xuất khỏi Cổng của tỉnh')
    const there = await app.inject({ url: '/sign-in/provider/out' })
    expect(String(there.headers.location)).toContain(`${running.issuer}/session/end`)
  })
})
