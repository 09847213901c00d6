import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { loadFacts } from '../../src/cli/facts.ts'
import { projectRoot } from '../../src/config.ts'
import { dispatchDocument, openDeliveryLink, tokenForMail } from '../../src/modules/dispatch/index.ts'
import { makeResetLink } from '../../src/modules/people/index.ts'
import { clockAt } from '../../src/platform/clock.ts'
import { openDatabase, type Database } from '../../src/platform/db.ts'
import { newId } from '../../src/platform/ids.ts'
import { makeLog } from '../../src/platform/log.ts'
import { migrate } from '../../src/platform/migrate.ts'
import { stepCookie } from '../../src/portal/second-step.tsx'
import { transaction } from '../../src/platform/tx.ts'
import { expectAccessible, sidewaysOf } from '../support/accessible.ts'
import { closeWindows, listen, visit, widths, type Visitor } from '../support/browser.ts'
import { codeShown } from '../support/authenticator.ts'
import { makeWorld, testHome, testNow, type World } from '../support/database.ts'
import { makeApp, signedIn } from '../support/http.ts'
import { mailConfig, mailSettings } from '../support/mailbox.ts'
import { hasVietnameseLetter, vietnameseLeft } from '../support/language.ts'
import { makeIssuedDocument } from '../support/issued.ts'
import { makePerson, makeUnit, testPassword, type MadeUnit } from '../support/make.ts'
import { makeIssuedPlan, must, readyContent, readyTask } from '../support/plans.ts'
import { wordsOf } from '../support/screens.ts'
import { sized } from '../support/size.ts'

let world: World
let app: FastifyInstance
let url: string
let office: MadeUnit
let silent: MadeUnit
let link: string
let readingLink: string
let steps: { second: string; setup: string }
let reset: string
let mailed: { unopened: string; opened: string }
const leaveToken = 'x'.repeat(32)
let fresh: { database: Database; app: FastifyInstance; url: string }

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world, testNow, { config: mailConfig(mailSettings) })
  url = await listen(app)
  office = await makeUnit(world, { kind: 'education_office', name: 'Phòng GD&ĐT huyện Vân Sơn' })
  silent = await makeUnit(world, { name: 'North Gate School', profession: office.id })
  const head = await makePerson(world, office.id, {
    roles: ['specialist', 'leader', 'clerk', 'admin'],
    name: 'Đoàn Quốc Bảo',
    title: 'Trưởng phòng',
    isHead: true,
  })
  const browser = await signedIn(world, app, head)
  await makeIssuedPlan(
    { drafter: browser, leader: browser, clerk: browser },
    readyContent({ isPublic: true, tasks: [readyTask('a')] }),
  )
  const person = newId()
  await must(
    browser.call('POST', `units/${office.id}/people`, {
      id: person,
      name: 'Tạ Thị Mận',
      email: null,
      phone: null,
      roles: ['specialist'],
      title: null,
      deskId: null,
      isHead: false,
      from: '2024-06-01',
    }),
  )
  const invited = await must(browser.call('POST', `units/${office.id}/people/${person}/invitation`))
  link = invited.json<{ path: string }>().path
  const paper = (await must(browser.call('GET', 'documents?limit=1'))).json<{ rows: { id: string }[] }>()
    .rows[0]?.id
  await must(browser.call('POST', `documents/${paper}/readings`, { tags: [], dueOn: '2024-06-30' }))
  const slips = await must(browser.call('POST', `documents/${paper}/readings/links`, { readings: [] }))
  readingLink = new URL(slips.json<{ links: { url: string }[] }>().links[0]?.url ?? '').pathname
  steps = await makeSteps()
  const { personId } = head
  await world.database.pool.query(
    `insert into ${testHome}.notice_choices (person_id, unit_id, leave_token) values ($1, $2, $3)`,
    [personId, office.id, leaveToken],
  )
  reset = await transaction(world.database.db, { home: testHome, scope: '*' }, (trx) =>
    makeResetLink(trx, world.system(), { unitId: office.id, personId }),
  )
  mailed = await mailOutside()
  fresh = await emptyInstallation()
}, 60_000)
afterAll(async () => {
  await closeWindows()
  await app.close()
  await fresh.app.close()
  await fresh.database.close()
})

/** A document mailed to two receivers outside, one of whom has opened it. */
async function mailOutside(): Promise<typeof mailed> {
  const documentId = await makeIssuedDocument(world, office.id, { subject: 'Kế hoạch tuyên truyền' })
  const ctx = world.as({ unitId: office.id, roles: ['clerk'] })
  const line = (address: string) => ({
    words: 'Đài truyền thanh huyện',
    kind: 'outside' as const,
    purpose: 'know' as const,
    address,
  })
  const [unopened = '', other = ''] = await transaction(
    world.database.db,
    { home: testHome, scope: '*' },
    async (trx) => {
      await dispatchDocument(trx, ctx, {
        documentId,
        lines: [line('mot@dai.example'), line('hai@dai.example')],
        grants: [],
        obligations: [],
      })
      const links = await trx.selectFrom('delivery_links').select('id').execute()
      return Promise.all(links.map(async ({ id }) => (await tokenForMail(trx, ctx, id))?.path ?? ''))
    },
  )
  const opened = await openDeliveryLink(world.system(), other.replace('/document/', ''))
  return { unopened, opened: `/document/opened/${opened}` }
}

/** Two people who have given their password: one with a second factor, one whose unit demands one. */
async function makeSteps(): Promise<typeof steps> {
  const unit = await makeUnit(world)
  const [one, two] = [await makePerson(world, unit.id), await makePerson(world, unit.id)]
  const browser = await signedIn(world, app, one)
  const begun = await must(browser.call('POST', 'account/totp/begin', { password: testPassword }))
  const code = codeShown(begun.json<{ secret: string }>().secret, new Date(testNow))
  await must(browser.call('POST', 'account/totp/confirm', { code }))
  await world.database.pool.query(
    `insert into ${testHome}.sign_in_rules (unit_id, second_factor_roles) values ($1, '{specialist}')`,
    [unit.id],
  )
  const stepOf = async (login: string) => {
    const answer = await app.inject({
      method: 'POST',
      url: '/sign-in',
      headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ login, password: testPassword }).toString(),
    })
    return answer.cookies.find((c) => c.name === stepCookie)?.value ?? ''
  }
  return { second: await stepOf(one.login), setup: await stepOf(two.login) }
}

/** An installation without any agency, which alone has the page that makes the first. */
async function emptyInstallation(): Promise<typeof fresh> {
  const name = `t_${newId().replaceAll('-', '')}`
  await world.database.pool.query(`create database ${name}`)
  const database = openDatabase(inject('postgresUrl').replace(/postgres$/, name), 6)
  await migrate(database.pool)
  await loadFacts(database.pool)
  const { db, pool } = database
  const server = await buildApp({
    config: { publicUrl: null, empty: true },
    db,
    pool,
    files: world.files,
    clock: clockAt(testNow),
    log: makeLog('silent'),
  })
  return { database, app: server, url: await listen(server) }
}

interface ServerPage {
  at: () => string
  /** the installation without an agency */
  fresh?: true
  /** how the page turns English */
  english?: 'cookie'
  /** the step of signing in before which the browser stands */
  step?: () => string
  /** names and titles on it are an agency's own words */
  hasData?: true
  /** of many parts, all drawn by the same functions: one of a kind is looked at */
  isLong?: true
}
const pages: Record<string, ServerPage[]> = {
  '/': [{ at: () => '/', hasData: true }, { at: () => '/?q=khong-co-ai' }],
  '/p/:code': [
    { at: () => `/p/${office.code}`, hasData: true },
    { at: () => `/p/${silent.code}`, hasData: true },
    { at: () => '/p/khong-co-ai' },
  ],
  // A file; what is not there is an error page.
  '/p/:code/:paper': [{ at: () => `/p/${office.code}/khong-co.pdf`, english: 'cookie' }],
  '/p/:code/check': [
    { at: () => `/p/${office.code}/check?hash=${'0'.repeat(64)}`, hasData: true },
    { at: () => `/p/${office.code}/check?unclear=1`, hasData: true },
  ],
  '/roots': [{ at: () => '/roots' }],
  '/api': [{ at: () => '/api', hasData: true, isLong: true }],
  '/api/v1': [{ at: () => '/api/v1', hasData: true, isLong: true }],
  '/first-run': [
    { at: () => '/first-run', fresh: true, english: 'cookie' },
    { at: () => '/first-run', english: 'cookie' },
  ],
  '/invitation/:token': [
    { at: () => link, english: 'cookie', hasData: true },
    { at: () => '/invitation/khong-co', english: 'cookie' },
  ],
  '/invitation/:token/provider': [{ at: () => '/invitation/khong-co/provider', english: 'cookie' }],
  '/read/:token': [
    { at: () => readingLink, english: 'cookie', hasData: true },
    { at: () => '/read/khong-co', english: 'cookie' },
  ],
  '/document/:token': [
    { at: () => mailed.unopened, english: 'cookie', hasData: true },
    { at: () => '/document/khong-co', english: 'cookie' },
  ],
  '/document/opened/:opened': [
    { at: () => mailed.opened, english: 'cookie', hasData: true },
    { at: () => '/document/opened/khong-co', english: 'cookie' },
  ],
  // A file; what is not there is a page.
  '/document/opened/:opened/:kind': [{ at: () => '/document/opened/khong-co/pdf', english: 'cookie' }],
  '/forgot': [{ at: () => '/forgot' }],
  '/reset/:token': [
    { at: () => reset, english: 'cookie', hasData: true },
    { at: () => '/reset/khong-co', english: 'cookie' },
  ],
  '/reset-code': [{ at: () => '/reset-code' }],
  '/mails/leave/:token': [
    { at: () => '/mails/leave/t.khong-co', english: 'cookie' },
    { at: () => `/mails/leave/t.${leaveToken}`, english: 'cookie' },
  ],
  '/sign-in': [{ at: () => '/sign-in' }],
  // What stands before the yes is drawn in the journey with a provider (identity.test.ts).
  '/sign-in/invitation': [{ at: () => '/sign-in/invitation', english: 'cookie' }],
  '/sign-in/provider': [{ at: () => '/sign-in/provider', english: 'cookie' }],
  '/sign-in/provider/return': [{ at: () => '/sign-in/provider/return', english: 'cookie' }],
  '/sign-in/provider/out': [{ at: () => '/sign-in/provider/out', english: 'cookie' }],
  '/sign-in/second': [{ at: () => '/sign-in/second', english: 'cookie', step: () => steps.second }],
  '/sign-in/set-up': [{ at: () => '/sign-in/set-up', english: 'cookie', step: () => steps.setup }],
  '/app': [{ at: () => '/app', english: 'cookie' }],
  '/app/*': [{ at: () => '/app/plans', english: 'cookie' }],
  '/nowhere': [{ at: () => '/nowhere', english: 'cookie' }],
}
/** Addresses that answer no page. */
const notPages = [
  '/api/v1/openapi.json',
  '/app/shell',
  '/app/sw.js',
  '/healthz',
  '/mark.svg',
  '/pages.:tag.css',
  '/passkey.:tag.js',
]

it('knows every page that the server draws', () => {
  const declared = new Set<string>(['/nowhere'])
  for (const file of ['app.ts', ...readdirSync(join(projectRoot, 'src/portal')).map((f) => `portal/${f}`)]) {
    if (!/\.tsx?$/.test(file) || file.includes('.test.')) continue
    const text = readFileSync(join(projectRoot, 'src', file), 'utf8')
    for (const [, path = ''] of text.matchAll(/app\.get\(\s*'([^']+)'/g)) declared.add(path)
    // A page at several addresses.
    for (const [, paths = ''] of text.matchAll(/for \(const path of \[([^\]]+)\]\)\s*app\.get\(path/g))
      for (const [, path = ''] of paths.matchAll(/'([^']+)'/g)) declared.add(path)
  }
  expect([...declared].sort()).toEqual([...Object.keys(pages), ...notPages].sort())
})

/** At both widths; `npm test` looks at the phone's, where the same rules have less room. */
const thorough = sized('screens', 0, 1) === 1

const every = Object.entries(pages).flatMap(([route, list]) =>
  list.map((page, i) => ({ name: `${route} ${i + 1}`, page })),
)

const strangers = new Map<string, Visitor>()
/** A window without cookies at a server: one for all its pages, because a new one takes longer than a page. */
async function stranger(base: string): Promise<Visitor> {
  const visitor = strangers.get(base) ?? (await visit(base, widths.desk))
  strangers.set(base, visitor)
  await visitor.context.clearCookies()
  visitor.complaints.length = 0
  return visitor
}

describe.each(every)(
  '$name',
  { timeout: 60_000 },
  ({ name, page: { at, fresh: isFresh, english, step, hasData, isLong } }) => {
    const open = async (size: { width: number; height: number }, lang?: 'en'): Promise<Visitor> => {
      const base = isFresh ? fresh.url : url
      const visitor = await stranger(base)
      await visitor.page.setViewportSize(size)
      if (lang && english) await visitor.context.addCookies([{ name: 'lantoa_lang', value: lang, url: base }])
      if (step) await visitor.context.addCookies([{ name: stepCookie, value: step(), url: base }])
      const path = at()
      const mark = path.includes('?') ? '&' : '?'
      await visitor.page.goto(lang && !english ? `${path}${mark}lang=${lang}` : path)
      return visitor
    }

    it('is named and accessible at both widths, and never scrolls sideways', async () => {
      const { page, complaints } = await open(widths.desk)
      await expectNamed(page, name, 'vi')
      if (isLong) await shorten(page)
      if (thorough) await expectAccessible(page, `${name} at 1440`)
      for (const width of [720, 320]) {
        await page.setViewportSize({ width, height: 700 })
        // The screen draws itself anew after the window changed.
        await expect
          .poll(() => sidewaysOf(page), { message: `${name} at ${width} scrolls sideways`, timeout: 5_000 })
          .toBeLessThanOrEqual(0)
      }
      await page.setViewportSize(widths.phone)
      await expectAccessible(page, `${name} at 360`)
      // The browser itself notes each answer that is none.
      expect(complaints.filter((c) => !/status of 4\d\d/.test(c))).toEqual([])
    })

    it('has its words in English', async () => {
      const { page } = await open(widths.phone, 'en')
      await expectNamed(page, name, 'en')
      const words = await wordsOf(page)
      expect(hasData ? vietnameseLeft(words) : words.filter(hasVietnameseLetter)).toEqual([])
    })
  },
)

async function expectNamed(page: Page, where: string, lang: 'vi' | 'en'): Promise<void> {
  expect(await page.locator('h1:visible').count(), `${where}: headings of the first rank`).toBe(1)
  expect(await page.title(), where).toMatch(/\S/)
  expect(await page.locator('html').getAttribute('lang'), where).toBe(lang)
}

/** Leaves one article of each section: axe takes a minute for all four hundred. No id may stand twice in the whole. */
async function shorten(page: Page): Promise<void> {
  const twice = await page.evaluate<string[]>(`(() => {
    const ids = [...document.querySelectorAll('[id]')].map((e) => e.id)
    for (const section of document.querySelectorAll('section'))
      for (const article of [...section.querySelectorAll('article')].slice(1)) article.remove()
    for (const line of [...document.querySelectorAll('ul.works > li')].slice(3)) line.remove()
    return ids.filter((id, i) => ids.indexOf(id) !== i)
  })()`)
  expect(twice).toEqual([])
}
