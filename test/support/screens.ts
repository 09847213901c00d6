import type { BrowserContext, Page } from 'playwright-core'
import { sessionCookie } from '../../src/app.ts'
import { beginSession } from '../../src/modules/people/index.ts'
import { visit, widths } from './browser.ts'
import { testHome, testNow, type World } from './database.ts'
import type { MadePerson } from './make.ts'

export const widthsOf = widths

/** A person's window of the staff application, signed in, used for one screen after the other. */
export interface Window {
  context: BrowserContext
  page: Page
  complaints: string[]
  /** Goes to a screen at a size as a link within the application does, and waits until nothing is loading any more. */
  open: (path: string, size: { width: number; height: number }) => Promise<void>
  /** Loads the application anew at a screen, and waits for nothing. */
  load: (path: string, size: { width: number; height: number }) => Promise<void>
}

export async function openWindow(world: World, url: string, person: MadePerson): Promise<Window> {
  const { context, page, complaints } = await visit(url, widths.desk)
  const token = await beginSession(
    world.database.db,
    { id: person.accountId, home: testHome },
    'test',
    new Date(testNow),
  )
  await context.addCookies([{ name: sessionCookie, value: token, url }])
  const settle = settleOf(page)
  return {
    context,
    page,
    complaints,
    async open(path, size) {
      complaints.length = 0
      await page.setViewportSize(size)
      if (page.url().includes('/app'))
        await page.evaluate(`history.pushState(null, '', ${JSON.stringify(`/app${path}`)})`)
      else await page.goto(`/app${path}`)
      await settle()
    },
    async load(path, size) {
      complaints.length = 0
      await page.setViewportSize(size)
      await page.goto(`/app${path}`)
    },
  }
}

/** Waits until the screen has its heading and nothing was asked of the server for a moment. */
function settleOf(page: Page): () => Promise<void> {
  const open = new Set<unknown>()
  page.on('request', (request) => open.add(request))
  page.on('requestfinished', (request) => open.delete(request))
  page.on('requestfailed', (request) => open.delete(request))
  return async () => {
    for (let quiet = 0; quiet < 4; quiet = open.size === 0 ? quiet + 1 : 0)
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done, 25)))')
    await page.locator('h1:visible').first().waitFor()
  }
}

/** From now on the account's own language is English. */
export async function sayEnglish({ context, page }: Window): Promise<void> {
  await page.goto('/app/more')
  const answer = await context.request.post('/api/v1/session/locale', {
    data: { locale: 'en' },
    headers: { 'sec-fetch-site': 'same-origin' },
  })
  if (!answer.ok()) throw new Error(`${answer.status()} ${await answer.text()}`)
}

/** Holds back every answer but the session's, as a slow line does, until it is told to fail, and then to work. */
export async function holdApi(page: Page): Promise<{ fail: () => void; mend: () => Promise<void> }> {
  let release: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const pattern = /\/api\/v1\/(?!session$)/
  await page.route(pattern, async (route) => {
    await held
    await route.fulfill({
      status: 500,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        code: 'common.fault',
        status: 500,
        detail: 'Máy chủ gặp lỗi ngoài dự tính.',
        reference: 'thu-1',
      }),
    })
  })
  return { fail: release, mend: () => page.unroute(pattern) }
}

/** What a page says in words of its own: texts, labels, hints and its title, without what is marked as Vietnamese. */
export async function wordsOf(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`(() => {
    const words = new Set([document.title])
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (!node.parentElement.closest('[lang=vi], script, noscript, style')) words.add(node.data.trim())
    for (const element of document.body.querySelectorAll('[aria-label], [placeholder], [title]'))
      if (!element.closest('[lang=vi]'))
        for (const name of ['aria-label', 'placeholder', 'title']) words.add((element.getAttribute(name) ?? '').trim())
    words.delete('')
    return [...words]
  })()`)
}
