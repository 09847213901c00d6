import { mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { sized } from './size.ts'

/** The two widths at which every screen is tried: a phone, a specialist's desk. */
export const widths = { phone: { width: 360, height: 740 }, desk: { width: 1440, height: 960 } } as const

/**
 * The widths at which a journey is made, with their names: in `npm test` the phone's, where the same screens have less room;
 * both by `npm run prove -- journeys`. Through axe every screen goes at both in any case (test/journeys/every-screen.test.ts).
 */
export const journeyWidths = Object.entries(widths).slice(0, sized('journeys', 1, 2))

let launched: Promise<Browser> | null = null

/**
 * Unpacks the Chromium that npm brought and says how to start it. The package unpacks into the temporary folder and takes
 * what it finds there, so it gets a folder of its own, named by version; and only with AWS_EXECUTION_ENV set does it
 * bring the libraries that a bare machine lacks. Called once before the tests, so that two files never unpack at once.
 */
export async function unpackBrowser(): Promise<{ executablePath: string; env: Record<string, string> }> {
  const own = process.env['CHROMIUM_PATH']
  if (own) return { executablePath: own, env: {} }
  const folder = join(tmpdir(), 'lantoa-chromium-153.0.0')
  const fontsFolder = join(folder, 'fontconfig')
  mkdirSync(fontsFolder, { recursive: true })
  const before = { ...process.env }
  process.env['TMPDIR'] = folder
  process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs22.x'
  try {
    const { default: packed } = await import('@sparticuz/chromium')
    const executablePath = await packed.executablePath()
    // Its own list of fonts names /tmp/fonts whatever TMPDIR says, and without any font Chromium ends at the first page.
    writeFileSync(
      join(fontsFolder, 'fonts.conf'),
      `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${folder}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${folder}/fontcache</cachedir></fontconfig>`,
    )
    return { executablePath, env: { ...definedOf(process.env), FONTCONFIG_PATH: fontsFolder } }
  } finally {
    for (const name of Object.keys(process.env))
      if (before[name] === undefined) Reflect.deleteProperty(process.env, name)
    Object.assign(process.env, before)
  }
}

function definedOf(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]])))
}

/**
 * A real Chromium. Its package's own arguments are not used: --single-process crashes and --disable-web-security would
 * hide what our policy refuses.
 */
export async function launchBrowser(): Promise<Browser> {
  launched ??= unpackBrowser().then(({ executablePath, env }) =>
    chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--renderer-process-limit=1'],
      // The browser ends with the pipe to it; waiting for it would hold up the worker's own end.
      handleSIGTERM: false,
      handleSIGHUP: false,
      ...(Object.keys(env).length > 0 ? { env } : {}),
    }),
  )
  return launched
}

/** Closes every window; the browser stays for the next file, and ends with its worker. */
export async function closeWindows(): Promise<void> {
  for (const context of (await launched)?.contexts() ?? []) await context.close()
}

/** Makes a server listen on a free port of this machine. */
export async function listen(app: FastifyInstance): Promise<string> {
  return app.listen({ host: '127.0.0.1', port: 0 })
}

export interface Visitor {
  context: BrowserContext
  page: Page
  /** what the page complained of in its console: must stay empty */
  complaints: string[]
}

/** A person's own browser window at a width; nothing of another person's is in it. */
export async function visit(url: string, size: { width: number; height: number }): Promise<Visitor> {
  const browser = await launchBrowser()
  const context = await browser.newContext({
    baseURL: url,
    viewport: size,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    hasTouch: size.width < 720,
    // A test that holds requests back must see all of them; test/journeys/offline.test.ts has its own browser.
    serviceWorkers: 'block',
  })
  context.setDefaultTimeout(20_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    // The browser's own word about `serviceWorkers: 'block'`, not the page's.
    if (/^Service Worker registration blocked/.test(message.text())) return
    if (message.type() === 'error' || message.type() === 'warning')
      complaints.push(`${message.text()} ${message.location().url}`)
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return { context, page, complaints }
}

/** Signs in by the page, as a person does. */
export async function signInBy(page: Page, login: string, password: string): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('Tên đăng nhập').fill(login)
  await page.getByLabel('Mật khẩu').fill(password)
  await page.getByRole('button', { name: 'Đăng nhập', exact: true }).click()
  await page.waitForURL(/\/app/)
}
