import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, stranger } from '../../../test/support/http.ts'
import { makePerson, makeUnit, testPassword } from '../../../test/support/make.ts'

let world: World
beforeAll(async () => {
  world = await makeWorld()
})

describe('signing in', () => {
  it('opens the session with log-in name and password, and says who and for which unit', async () => {
    const office = await makeUnit(world, { name: 'Phòng GD&ĐT huyện Vân Sơn', kind: 'education_office' })
    const person = await makePerson(world, office.id, { name: 'Lê Thị Hoài An' })
    const app = await makeApp(world)
    const answer = await app.inject({
      method: 'POST',
      url: '/sign-in',
      headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({
        login: person.login.toUpperCase(),
        password: testPassword,
        next: '/app/plans',
      }).toString(),
    })
    expect(answer.statusCode).toBe(303)
    expect(answer.headers.location).toBe('/app/plans')
    const cookie = answer.cookies[0]
    expect(cookie).toMatchObject({ name: 'lantoa_session', httpOnly: true, sameSite: 'Lax' })
    const session = await app.inject({
      url: '/api/v1/session',
      cookies: { lantoa_session: cookie?.value ?? '' },
    })
    expect(session.json()).toMatchObject({
      person: { name: 'Lê Thị Hoài An' },
      actingUnit: { id: office.id },
      today: '2024-06-17',
      counts: { today: 0 },
    })
  })

  it('refuses a wrong password and an unknown name with the same words, and asks to wait after eight tries', async () => {
    const unit = await makeUnit(world)
    const person = await makePerson(world, unit.id)
    const app = await makeApp(world)
    const attempt = async (login: string) =>
      app.inject({
        method: 'POST',
        url: '/sign-in',
        headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams({ login, password: 'không đúng' }).toString(),
      })
    const wrong = await attempt(person.login)
    const unknown = await attempt('khong-co-ai')
    expect(wrong.statusCode).toBe(401)
    expect(wrong.body.replaceAll(person.login, 'x')).toBe(unknown.body.replaceAll('khong-co-ai', 'x'))
    for (let i = 0; i < 7; i += 1) await attempt(person.login)
    expect((await attempt(person.login)).statusCode).toBe(429)
  })

  it('refuses a form that another site sent', async () => {
    const app = await makeApp(world)
    const answer = await app.inject({
      method: 'POST',
      url: '/sign-in',
      headers: { 'sec-fetch-site': 'cross-site', 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'login=a&password=b',
    })
    expect(answer.statusCode).toBe(403)
  })

  it('never sends the browser to another site', async () => {
    const app = await makeApp(world)
    for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example']) {
      const page = await app.inject({ url: `/sign-in?next=${encodeURIComponent(next)}` })
      expect(page.body).toContain('name="next" value="/app/"')
    }
  })

  it('asks a stranger to sign in, and ends a session for good', async () => {
    const unit = await makeUnit(world)
    const app = await makeApp(world)
    expect((await stranger(app).call('GET', 'session')).statusCode).toBe(401)
    const browser = await signedIn(world, app, await makePerson(world, unit.id))
    expect((await browser.call('GET', 'session')).statusCode).toBe(200)
    await browser.call('POST', '/sign-out')
    expect((await browser.call('GET', 'session')).statusCode).toBe(401)
  })
})

describe('acting for a unit', () => {
  it('is possible for units of which one is a member, and for no other', async () => {
    const own = await makeUnit(world)
    const other = await makeUnit(world)
    const app = await makeApp(world)
    const browser = await signedIn(world, app, await makePerson(world, own.id))
    expect((await browser.call('POST', 'session/unit', { unitId: own.id })).statusCode).toBe(200)
    expect((await browser.call('POST', 'session/unit', { unitId: other.id })).statusCode).toBe(404)
    expect((await browser.call('GET', 'session')).json()).toMatchObject({ actingUnit: { id: own.id } })
  })
})
