import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import * as messages from '../../src/messages/vi/index.ts'
import { projectRoot } from '../../src/config.ts'
import { makeRichWorld, type RichWorld } from '../access/rich-world.ts'
import { closeWindows, listen } from '../support/browser.ts'
import { makePerson, makeUnit } from '../support/make.ts'
import { sized } from '../support/size.ts'
import { newId } from '../../src/platform/ids.ts'
import { holdApi, openWindow, sayEnglish, widthsOf, wordsOf, type Window } from '../support/screens.ts'
import { hasVietnameseLetter, vietnameseLeft } from '../support/language.ts'
import { expectAccessible, sidewaysOf } from '../support/accessible.ts'

/** `archive.check.title`: the first part is a file of messages. */
const isKey = (words: string): boolean =>
  /^[a-z]+(?:\.[a-zA-Z_]+)+$/.test(words) && words.slice(0, words.indexOf('.')) in messages

interface Screen {
  /** its address below /app, with data of the rich world in it */
  at: (rich: RichWorld) => string
  /** whose screen it is; else the office's */
  as?: 'school'
  /** where nothing is, of what everybody has something of */
  nowhere?: string
  /** asks nothing of the server, so that it has nothing to wait for */
  still?: true
}

const list = (path: string): Screen => ({ at: () => path })
/** Every screen of the application, by the path that its route declares. A route without a line here fails the test. */
const screens: Record<string, Screen> = {
  '/more': { at: () => '/more', still: true },
  '/today': list('/today'),
  '/outgoing': list('/outgoing'),
  '/outgoing/new': { at: () => '/outgoing/new', still: true },
  '/outgoing/keys': { at: () => '/outgoing/keys' },
  '/outgoing/$id': { at: (r) => `/outgoing/${r.outgoing.written}` },
  '/documents': list('/documents'),
  '/documents/inbox': list('/documents/inbox'),
  '/documents/register': list('/documents/register'),
  '/documents/arrivals': list('/documents/arrivals'),
  '/documents/dossiers': list('/documents/dossiers'),
  '/documents/dossiers/$dossierId': {
    at: (r) => `/documents/dossiers/${r.dossier}`,
    nowhere: `/documents/dossiers/${newId()}`,
  },
  '/documents/hand-overs': list('/documents/hand-overs'),
  '/documents/known': { at: () => '/documents/known', nowhere: '/documents/known?q=zzzz' },
  '/documents/known/new': { at: () => '/documents/known/new', still: true },
  '/documents/known/import': { at: () => '/documents/known/import', still: true },
  '/documents/known/$knownId': {
    at: (r) => `/documents/known/${r.known.word}`,
    nowhere: `/documents/known/${newId()}`,
  },
  '/documents/known/$knownId/correct': {
    at: (r) => `/documents/known/${r.known.own}/correct`,
    nowhere: `/documents/known/${newId()}/correct`,
  },
  '/documents/check': { at: () => '/documents/check', still: true },
  '/documents/files': { at: () => '/documents/files', still: true },
  '/documents/$documentId/bases': { at: (r) => `/documents/${r.documents.received}/bases` },
  '/documents/$documentId': { at: (r) => `/documents/${r.documents.received}` },
  '/documents/$documentId/deliveries': { at: (r) => `/documents/${r.documents.office}/deliveries` },
  '/documents/$documentId/readings': { at: (r) => `/documents/${r.documents.office}/readings` },
  '/documents/drafts/$draftId': { at: (r) => `/documents/drafts/${r.documents.draft}` },
  '/plans': list('/plans'),
  '/plans/new': list('/plans/new'),
  '/plans/amendments': list('/plans/amendments'),
  '/plans/$planId': { at: (r) => `/plans/${r.plans.office}?task=${r.taskKey}` },
  '/plans/$planId/draft': { at: (r) => `/plans/${r.plans.office}/draft` },
  '/plans/$planId/compare': { at: (r) => `/plans/${r.plans.office}/compare?from=1&to=2` },
  '/plans/$planId/follow': { at: (r) => `/plans/${r.plans.school}/follow`, as: 'school' },
  '/plans/$planId/board': { at: (r) => `/plans/${r.plans.office}/board` },
  '/activities': { at: () => '/activities', as: 'school' },
  '/activities/new': { at: () => '/activities/new', as: 'school' },
  '/activities/handed-in': list('/activities/handed-in'),
  '/activities/waiting': { at: () => '/activities/waiting', as: 'school', still: true },
  '/activities/$activityId': { at: (r) => `/activities/${r.activities.counted}`, as: 'school' },
  '/activities/$activityId/correct': {
    at: (r) => `/activities/${r.activities.counted}/correct`,
    as: 'school',
  },
  '/directions': list('/directions?box=sent'),
  '/directions/$directionId': { at: (r) => `/directions/${r.directions.sent}` },
  '/directions/$directionId/draft': { at: (r) => `/directions/${r.directions.draft}/draft` },
  '/reports': list('/reports'),
  '/reports/$reportId': { at: (r) => `/reports/${r.reports.office}?figure=leaflets` },
  '/thread': { at: (r) => `/thread?report=${r.reports.office}&indicator=leaflets` },
  '/thread/from': { at: (r) => `/thread/from?plan=${r.plans.office}&task=${r.taskKey}` },
  '/organisation': list('/organisation'),
  '/organisation/new': list('/organisation/new'),
  '/organisation/import': { at: () => '/organisation/import', still: true },
  '/organisation/units/$unitId': { at: (r) => `/organisation/units/${r.units.office.id}` },
  '/organisation/units/$unitId/people': { at: (r) => `/organisation/units/${r.units.office.id}/people` },
  '/organisation/units/$unitId/people/import': {
    at: (r) => `/organisation/units/${r.units.office.id}/people/import`,
    still: true,
  },
  '/organisation/jobs': list('/organisation/jobs'),
  '/organisation/mandates': list('/organisation/mandates'),
  '/organisation/codes': { at: () => '/organisation/codes', nowhere: '/organisation/codes?q=zzzz' },
  '/organisation/forms': list('/organisation/forms'),
  '/organisation/connections': list('/organisation/connections'),
  '/organisation/connections/keys/$keyId': { at: (r) => `/organisation/connections/keys/${r.machines.key}` },
  '/organisation/connections/webhooks/$webhookId': {
    at: (r) => `/organisation/connections/webhooks/${r.machines.webhook}`,
  },
  '/organisation/successions': list('/organisation/successions'),
  '/organisation/successions/new': { at: () => '/organisation/successions/new', still: true },
  '/organisation/successions/$successionId': { at: (r) => `/organisation/successions/${r.succession}` },
  '/organisation/mails': list('/organisation/mails'),
  '/notices': list('/notices'),
  '/account': list('/account'),
}
/** The empty and the failing screens go through axe too. */
const thorough = sized('screens', 0, 1) === 1
const every = Object.entries(screens).map(([route, screen], i) => [route, screen, i] as const)
/** Each loads the application anew: `npm test` does it for one screen in three, the proof for all. */
const waits = (i: number) => thorough || i % 3 === 0

let rich: RichWorld
let windows: Record<'office' | 'school' | 'nothing' | 'english', Window>

beforeAll(async () => {
  rich = await makeRichWorld({ papers: false })
  const url = await listen(rich.app)
  const world = rich.world
  const roles = rich.people.office.roles
  // Names without a Vietnamese letter: what is left of them on an English page is ours.
  const bare = await makeUnit(world, { name: 'North Gate School', kind: 'school_primary' })
  const nobody = await makePerson(world, bare.id, { name: 'Ann North', roles })
  const foreigner = await makePerson(world, rich.units.office.id, { name: 'Ben South', roles })
  windows = {
    office: await openWindow(world, url, rich.people.office),
    school: await openWindow(world, url, rich.people.school),
    nothing: await openWindow(world, url, nobody),
    english: await openWindow(world, url, foreigner),
  }
  await sayEnglish(windows.nothing)
  await sayEnglish(windows.english)
}, 120_000)
afterAll(async () => {
  await closeWindows()
  await rich.app.close()
})

it('knows every route of the application', () => {
  const declared: string[] = []
  for (const file of readdirSync(join(projectRoot, 'web'), { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.routes.ts')) continue
    const text = readFileSync(join(projectRoot, 'web', file), 'utf8')
    const paths = [...text.matchAll(/path: '([^']+)'/g)].map(([, path = '']) => path)
    expect(paths.length, `${file} declares a route whose path this test cannot read`).toBe(
      [...text.matchAll(/createRoute\(\{/g)].length,
    )
    declared.push(...paths)
  }
  expect(declared.sort()).toEqual(Object.keys(screens).sort())
})

/** One heading, a title of its own, the page's language. */
async function expectNamed(page: Page, where: string, lang: 'vi' | 'en'): Promise<void> {
  expect(await page.locator('h1:visible').count(), `${where}: headings of the first rank`).toBe(1)
  expect(await page.title(), where).toMatch(/\S · Lan Tỏa$/)
  expect(await page.locator('html').getAttribute('lang'), where).toBe(lang)
}

describe.each(every)('%s', { timeout: 60_000 }, (route, screen, i) => {
  const own = () => windows[screen.as ?? 'office']

  it('with its data: named, accessible at both widths, never sideways', async () => {
    const { page, open, complaints } = own()
    await open(screen.at(rich), widthsOf.desk)
    await expectNamed(page, route, 'vi')
    await expectAccessible(page, `${route} at 1440`)
    for (const width of [720, 320]) {
      await page.setViewportSize({ width, height: 700 })
      // The screen draws itself anew after the window changed.
      await expect
        .poll(() => sidewaysOf(page), { message: `${route} at ${width} scrolls sideways`, timeout: 5_000 })
        .toBeLessThanOrEqual(0)
    }
    await page.setViewportSize(widthsOf.phone)
    await expectNamed(page, route, 'vi')
    await expectAccessible(page, `${route} at 360`)
    expect(complaints, route).toEqual([])
  })

  const waiting = it.runIf(!screen.still && waits(i))
  waiting('waiting shows the places of what comes; failing says what to do; and then it works', async () => {
    const { page, load, complaints } = own()
    const api = await holdApi(page)
    onTestFinished(api.mend)
    await load(screen.at(rich), widthsOf.phone)
    await page.getByRole('status').filter({ hasText: 'Đang tải' }).first().waitFor({ state: 'attached' })
    api.fail()
    await page.getByRole('alert').first().waitFor()
    await expectNamed(page, `${route} failing`, 'vi')
    if (thorough) await expectAccessible(page, `${route} failing`)
    await api.mend()
    // A press may mend more than its own note, and what it brings may stand where the next one was.
    const retry = page.getByRole('alert').getByRole('button', { name: 'Thử lại' })
    for (let left = await retry.count(); left > 0; left = await retry.count()) {
      await retry.first().click()
      await expect.poll(() => retry.count()).toBeLessThan(left)
    }
    expect(await page.getByRole('alert').count(), `${route} after trying again`).toBe(0)
    await expectNamed(page, `${route} mended`, 'vi')
    // The browser itself notes each answer of 500; nothing else may stand there.
    expect(complaints.filter((c) => !c.includes('status of 500'))).toEqual([])
  })

  it('in English: no word of ours is Vietnamese', async () => {
    const { page, open } = windows.english
    await open(screen.at(rich), widthsOf.desk)
    if (screen.as === undefined) await expectNamed(page, route, 'en')
    const words = await wordsOf(page)
    expect(vietnameseLeft(words), `${route} in English`).toEqual([])
    // A sentence that the screens were not given shows its key.
    expect(words.filter(isKey), `${route} in English`).toEqual([])
  })

  it('with nothing in it, or what is not there: says so', async () => {
    const { page, open } = windows.nothing
    const address = screen.nowhere ?? screen.at({ ...rich, ...nothingOf(rich) })
    await open(address, widthsOf.phone)
    await expectNamed(page, `${route} empty`, 'en')
    if (thorough) await expectAccessible(page, `${route} empty at 360`)
    expect((await wordsOf(page)).filter(hasVietnameseLetter), `${route} empty, in English`).toEqual([])
  })
})

/** Addresses of the same screens for what is nowhere. */
function nothingOf(
  of: RichWorld,
): Pick<RichWorld, 'documents' | 'plans' | 'activities' | 'directions' | 'reports' | 'machines' | 'units'> {
  const blank = <T extends object>(o: T): T =>
    Object.fromEntries(Object.keys(o).map((k) => [k, newId()])) as T
  return {
    documents: blank(of.documents),
    plans: blank(of.plans),
    activities: blank(of.activities),
    directions: blank(of.directions),
    reports: blank(of.reports),
    machines: blank(of.machines),
    units: { ...of.units, office: { ...of.units.office, id: newId() } },
  }
}
