import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeWorld, testHome, testNow, type World } from '../../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../../test/support/http.ts'
import {
  makePerson,
  makeUnit,
  testPassword,
  type MadePerson,
  type MadeUnit,
} from '../../../../test/support/make.ts'
import { must } from '../../../../test/support/plans.ts'
import { ProviderBrowser, startProvider, type RunningProvider } from '../../../../test/support/provider.ts'
import { newId } from '../../../platform/ids.ts'
import { makeLog } from '../../../platform/log.ts'
import { openProvider } from '../../../platform/oidc.ts'
import { proposedLogin } from '../credentials.ts'
import { returnPath } from './asking.ts'

let world: World
let app: FastifyInstance
let running: RunningProvider
let office: MadeUnit
let admin: Browser
const origin = 'http://localhost'
const yes = '/sign-in/invitation'

beforeAll(async () => {
  world = await makeWorld()
  running = await startProvider([`${origin}${returnPath}`])
  app = await makeApp(world, testNow, {
    config: { publicUrl: origin, empty: false },
    provider: openProvider({ ...running, name: 'Cổng của tỉnh' }, makeLog('silent')),
  })
  office = await makeUnit(world, { name: 'Phòng Giáo dục và Đào tạo huyện Vân Sơn' })
  admin = await signedIn(world, app, await makePerson(world, office.id, { roles: ['admin'] }))
})
afterAll(async () => {
  await app.close()
  await running.close()
})

// Everybody comes from one address here, and the clock stands still.
beforeEach(async () => {
  await world.database.pool.query('delete from system.rate_counters')
})

const newBrowser = () => new ProviderBrowser(app, origin)

async function addPerson(name: string): Promise<string> {
  const id = newId()
  const facts = { email: null, phone: null, roles: ['specialist'], title: null, deskId: null, isHead: false }
  await must(admin.call('POST', `units/${office.id}/people`, { id, name, ...facts, from: '2024-06-01' }))
  return id
}

/** Path of a new link for a person. */
async function inviteBy(personId: string): Promise<string> {
  const made = await must(admin.call('POST', `units/${office.id}/people/${personId}/invitation`))
  return made.json<{ path: string }>().path
}

/** Opens the link and goes through the provider; where it sends back to. */
async function through(browser: ProviderBrowser, link: string, who: string): Promise<string> {
  const begun = await browser.get(`${link}/provider`)
  expect(begun.statusCode).toBe(302)
  return browser.through(String(begun.headers.location), who)
}

/** Up to the page that asks for the yes. */
async function asked(link: string, who: string): Promise<ProviderBrowser> {
  const browser = newBrowser()
  const back = await browser.get(await through(browser, link, who))
  expect(back.headers.location).toBe(yes)
  return browser
}

const rowsOf = async (query: string, values: unknown[] = []) =>
  (await world.database.pool.query<Record<string, unknown>>(query, values)).rows

/** Everything that accepting would write. */
const written = () =>
  rowsOf(`select (select count(*) from shared.account_identities)::int as identities,
    (select count(*) from shared.accounts)::int as accounts,
    (select string_agg(coalesce(password_hash, '-'), ',' order by id) from shared.accounts) as passwords,
    (select count(*) from ${testHome}.invitations where used_at is not null)::int as used,
    (select count(*) from system.sessions)::int as sessions`)

async function linkOf(person: MadePerson, subject: string): Promise<void> {
  await world.database.pool.query(
    `insert into shared.account_identities (issuer, subject, account_id, linked_at) values ($1, $2, $3, now())`,
    [running.issuer, subject, person.accountId],
  )
}

describe('an invitation accepted by a sign-in at the provider', () => {
  it('makes an account without a password, linked to whom the provider vouched for', async () => {
    const personId = await addPerson('Lê Thị Hoài An')
    const link = await inviteBy(personId)
    const browser = newBrowser()
    expect((await browser.get(link)).body).toContain('Nhận lời mời bằng Cổng của tỉnh')
    const begun = await browser.get(`${link}/provider`)
    const question = new URL(String(begun.headers.location)).searchParams
    expect(Object.fromEntries(question)).toMatchObject({
      scope: 'openid',
      prompt: 'login',
      code_challenge_method: 'S256',
      redirect_uri: `${origin}${returnPath}`,
    })
    // The link opens an account for whoever has it: it stands in no step, and is told to nobody.
    const token = link.split('/').at(-1) ?? ''
    expect(JSON.stringify(await rowsOf('select * from system.sign_in_steps'))).not.toContain(token)
    expect(String(begun.headers.location)).not.toContain(token)
    expect(begun.headers['referrer-policy']).toBe('no-referrer')

    await browser.get(await browser.through(String(begun.headers.location), 'can-bo-1'))
    const before = await written()
    const page = await browser.get(yes)
    expect(page.body).toContain('Lê Thị Hoài An')
    expect(page.body).toContain('value="anlth"')
    expect(await written()).toEqual(before)
    const entered = await browser.post(yes, { login: 'HoaiAn' })
    expect(entered.headers.location).toBe('/app/')
    expect((await browser.get('/api/v1/session')).json()).toMatchObject({ login: 'hoaian' })
    const [account] = await rowsOf(
      `select a.id, a.password_hash, i.issuer, i.subject from shared.account_persons ap join shared.accounts a on a.id = ap.account_id
       join shared.account_identities i on i.account_id = a.id where ap.person_id = $1`,
      [personId],
    )
    expect(account).toMatchObject({ password_hash: null, issuer: running.issuer, subject: 'can-bo-1' })
    const events = await rowsOf(
      `select verb from ${testHome}.events where actor_account = $1 order by verb`,
      [account?.['id']],
    )
    expect(events.map((e) => e['verb'])).toEqual(['account.link_identity', 'invitation.use'])

    const later = newBrowser()
    expect((await later.get(await later.signIn('can-bo-1'))).headers.location).toBe('/app/plans')
    expect((await newBrowser().post('/sign-in', { login: 'hoaian', password: '' })).statusCode).toBe(401)
    // What asks for the password says that there is none, and how to get one.
    const refused = await app.inject({
      method: 'POST',
      url: '/api/v1/account/identities/remove',
      headers: { 'sec-fetch-site': 'same-origin' },
      cookies: { lantoa_session: later.here['lantoa_session'] ?? '' },
      payload: { issuer: running.issuer, password: 'không có' },
    })
    expect(refused.statusCode).toBe(403)
    expect(refused.body).toContain('chưa có mật khẩu')
  })

  it('says what is wrong with a log-in name and keeps the step', async () => {
    const taken = await makePerson(world, office.id)
    const browser = await asked(await inviteBy(await addPerson('Vi Văn Páo')), 'can-bo-2')
    for (const [login, words] of [
      ['a b', 'Chữ không dấu'],
      [taken.login, 'đã có người dùng'],
    ] as const) {
      const again = await browser.post(yes, { login })
      expect(again.statusCode).toBeGreaterThanOrEqual(400)
      expect(again.body).toContain(words)
    }
    expect((await browser.post(yes, { login: 'paovv' })).headers.location).toBe('/app/')
  })

  it('takes the old password from an account that is there, and ends its sessions', async () => {
    const person = await makePerson(world, office.id)
    const other = await signedIn(world, app, person)
    const browser = await asked(await inviteBy(person.personId), 'can-bo-3')
    expect((await browser.get(yes)).body).toContain('mật khẩu trước đây')
    // The name in the form is read only, and not read.
    expect((await browser.post(yes, { login: 'ten-khac' })).headers.location).toBe('/app/')
    expect((await browser.get('/api/v1/session')).json()).toMatchObject({ login: person.login })
    expect((await other.call('GET', 'session')).statusCode).toBe(401)
    const old = await newBrowser().post('/sign-in', { login: person.login, password: testPassword })
    expect(old.statusCode).toBe(401)
  })

  it('leads by way of the second step that the unit asks for', async () => {
    const unit = await makeUnit(world)
    const keeper = await signedIn(world, app, await makePerson(world, unit.id, { roles: ['admin'] }))
    const person = await makePerson(world, unit.id)
    await world.database.pool.query(
      `insert into ${testHome}.sign_in_rules (unit_id, second_factor_roles) values ($1, '{specialist}')`,
      [unit.id],
    )
    const made = await must(keeper.call('POST', `units/${unit.id}/people/${person.personId}/invitation`))
    const link = made.json<{ path: string }>().path
    const answer = await (await asked(link, 'can-bo-4')).post(yes, { login: '' })
    expect(answer.headers.location).toContain('/sign-in/set-up')
    expect(answer.cookies.some((c) => c.name === 'lantoa_session')).toBe(false)
  })

  it('proposes log-in names as offices make them', () => {
    expect(proposedLogin('Lê Thị Hoài An')).toBe('anlth')
    expect(proposedLogin('Đặng  Văn Ước ')).toBe('uocdv')
    expect(proposedLogin('Ý')).toBe('')
  })
})

describe('what must not open an account', () => {
  it.each([
    ['used', `used_at = now()`, 'đã được dùng'],
    ['revoked', `revoked_at = now()`, 'thu hồi'],
    ['over', `expires_at = '2024-06-17T01:42:00Z'`, 'quá hạn'],
  ])('an invitation that is %s, before the provider, on the way back and before the yes', async (...args) => {
    const [name, change, words] = args
    const personId = await addPerson(`Người Được Mời ${name}`)
    const link = await inviteBy(personId)
    const waits = await asked(link, `moi-1-${name}`)
    const underWay = newBrowser()
    const back = await through(underWay, link, `moi-2-${name}`)
    await world.database.pool.query(`update ${testHome}.invitations set ${change} where person_id = $1`, [
      personId,
    ])
    const before = await written()
    for (const answer of [
      await newBrowser().get(`${link}/provider`),
      await underWay.get(back),
      await waits.get(yes),
      await waits.post(yes, { login: `moi-${name}` }),
    ]) {
      expect(answer.statusCode).toBe(409)
      expect(answer.body).toContain(words)
    }
    expect(await written()).toEqual(before)
  })

  it('two browsers with the same link: one makes it, the other hears that it was used', async () => {
    const link = await inviteBy(await addPerson('Hoàng Thị Sen'))
    const [one, two] = [await asked(link, 'can-bo-5'), await asked(link, 'can-bo-6')]
    const answers = await Promise.all([one.post(yes, { login: 'senht' }), two.post(yes, { login: 'senht2' })])
    expect(answers.map((a) => a.statusCode).sort()).toEqual([303, 409])
    const linked = await rowsOf(
      `select subject from shared.account_identities where subject in ('can-bo-5', 'can-bo-6')`,
    )
    expect(linked).toHaveLength(1)
    // Once more by the one that has it: the step is over as well.
    const winner = answers[0].statusCode === 303 ? one : two
    expect((await winner.post(yes, { login: 'senht3' })).statusCode).toBe(409)
  })

  it('an answer or a yes in another browser than the one that began', async () => {
    const link = await inviteBy(await addPerson('Lường Văn Tám'))
    const victim = newBrowser()
    const back = await through(victim, link, 'can-bo-7')
    const before = await written()
    const other = newBrowser()
    await other.get(`${link}/provider`)
    for (const browser of [other, newBrowser()]) {
      expect((await browser.get(back)).statusCode).toBe(409)
      expect((await browser.get(yes)).body).toContain('Mở lại đường dẫn mời')
      expect((await browser.post(yes, { login: 'tamlv' })).statusCode).toBe(409)
    }
    // The answer is spent by nobody else's try; the browser that began goes on.
    expect((await victim.get(back)).headers.location).toBe(yes)
    expect((await victim.get(back)).statusCode).toBe(409)
    expect(await written()).toEqual(before)
    expect((await victim.post(yes, { login: 'tamlv' })).headers.location).toBe('/app/')
  })

  it('a yes that another site sends', async () => {
    const browser = await asked(await inviteBy(await addPerson('Cà Thị Dung')), 'can-bo-8')
    const before = await written()
    expect((await browser.post(yes, { login: 'dungct' }, 'cross-site')).statusCode).toBe(403)
    expect(await written()).toEqual(before)
  })

  it('whom another account is linked to, however alike name or mail', async () => {
    const holder = await makePerson(world, office.id)
    await linkOf(holder, 'can-bo-9')
    const link = await inviteBy(await addPerson('Người Thứ Hai'))
    const browser = newBrowser()
    const back = await through(browser, link, 'can-bo-9')
    const before = await written()
    const refused = await browser.get(back)
    expect(refused.statusCode).toBe(409)
    expect(refused.body).toContain('đã gắn với một người khác')
    expect(await written()).toEqual(before)
    // Linked by somebody else between the answer and the yes.
    const late = await asked(link, 'can-bo-10')
    await linkOf(await makePerson(world, office.id), 'can-bo-10')
    const middle = await written()
    expect((await late.post(yes, { login: 'nguoithuhai' })).statusCode).toBe(409)
    expect(await written()).toEqual(middle)
    // The subject there is the mail address of an official here: it signs nobody in.
    const official = await makePerson(world, office.id)
    await world.database.pool.query(`update ${testHome}.persons set email = $1 where id = $2`, [
      'mai@vanson.example',
      official.personId,
    ])
    for (const subject of ['mai@vanson.example', official.login]) {
      const stranger = newBrowser()
      expect((await stranger.get(await stranger.signIn(subject))).statusCode).toBe(403)
    }
  })

  it('another identity than the one that the account has', async () => {
    const person = await makePerson(world, office.id)
    await linkOf(person, 'can-bo-11')
    const other = await asked(await inviteBy(person.personId), 'can-bo-12')
    const before = await written()
    expect((await other.post(yes, { login: '' })).statusCode).toBe(409)
    expect(await written()).toEqual(before)
    const same = await asked(await inviteBy(person.personId), 'can-bo-11')
    expect((await same.post(yes, { login: '' })).headers.location).toBe('/app/')
  })

  it('an answer with another nonce, verifier, code or issuer', async () => {
    const link = await inviteBy(await addPerson('Người Bị Giả'))
    const before = await written()
    const facts = (key: string) => (_back: URL, state: string) =>
      rowsOf(
        `update system.sign_in_steps set facts = facts || jsonb_build_object('${key}', 'khac-han-va-du-dai-nhu-mot-ma-that-0123456789')
         where id = sha256(convert_to($1, 'UTF8'))`,
        [state],
      )
    for (const change of [
      facts('nonce'),
      facts('verifier'),
      (back: URL) => back.searchParams.set('code', 'khac'),
      (back: URL) => back.searchParams.set('iss', 'https://noi-khac.example'),
    ]) {
      const browser = newBrowser()
      const back = new URL(await through(browser, link, 'can-bo-13'), origin)
      await change(back, back.searchParams.get('state') ?? '')
      expect((await browser.get(`${back.pathname}${back.search}`)).statusCode).toBe(401)
      expect((await browser.get(yes)).statusCode).toBe(409)
    }
    expect(await written()).toEqual(before)
  })

  it('a link that is none, and an installation without a provider', async () => {
    expect((await newBrowser().get('/invitation/t.khong-co/provider')).statusCode).toBe(404)
    const link = await inviteBy(await addPerson('Người Không Cổng'))
    const waits = await asked(link, 'can-bo-14')
    const bare = await makeApp(world)
    expect((await bare.inject({ url: link })).body).not.toContain(`${link}/provider`)
    expect((await bare.inject({ url: `${link}/provider` })).statusCode).toBe(404)
    expect((await bare.inject({ url: yes, cookies: waits.here })).statusCode).toBe(409)
    await bare.close()
  })
})
