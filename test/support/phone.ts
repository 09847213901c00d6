import { execFileSync } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { AddressInfo, Socket } from 'node:net'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { chromium, type BrowserContext, type Page } from 'playwright-core'
import { expect, vi } from 'vitest'
import { unpackBrowser, widths } from './browser.ts'

/** A certificate of this machine's own for `localhost`, in a folder. @returns both files and its key's pin */
export function makeCertificate(folder: string): { cert: string; key: string; pin: string } {
  const [cert, key] = [join(folder, 'own.crt'), join(folder, 'own.key')]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2']
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  execFileSync('openssl', ['req', '-x509', ...curve, ...subject, '-keyout', key, '-out', cert], {
    stdio: 'pipe',
  })
  const spki = new X509Certificate(readFileSync(cert)).publicKey.export({ type: 'spki', format: 'der' })
  return { cert, key, pin: createHash('sha256').update(spki).digest('base64') }
}

/** The line to a server, which a test cuts: what is open breaks, what comes is not taken. */
export function lineTo(app: FastifyInstance) {
  const open = new Set<Socket>()
  let isCut = false
  let losing: { method: string; path: string } | null = null
  let lost = 0
  app.server.prependListener('request', (request, response) => {
    if (!losing || request.method !== losing.method || request.url !== losing.path) return
    lost += 1
    // The server has done it by now; what it says does not arrive.
    response.end = () => {
      request.socket.destroy()
      return response
    }
    response.write = () => true
  })
  app.server.on('connection', (socket) => {
    if (isCut) {
      socket.destroy()
      return
    }
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  return {
    cut() {
      isCut = true
      for (const socket of open) socket.destroy()
    },
    mend: () => (isCut = false),
    /** From now on the answers to such requests get lost; a browser sends some again by itself. */
    loseAnswers: (method: string, path: string) => (losing = { method, path }),
    /** @returns how many were lost */
    keepAnswers() {
      losing = null
      return lost
    },
  }
}

export const portOf = (app: FastifyInstance) => (app.server.address() as AddressInfo).port

export interface Phone {
  context: BrowserContext
  page: Page
  complaints: string[]
}

/**
 * A phone's browser with a memory: what it keeps in its folder is there again when it is opened the next time.
 * @param options.at what its clock says
 */
export async function openPhone(
  folder: string,
  options: { url: string; pin: string; at: Date; offline?: boolean; args?: string[] },
): Promise<Phone> {
  const { executablePath, env } = await unpackBrowser()
  const context = await chromium.launchPersistentContext(folder, {
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      `--ignore-certificate-errors-spki-list=${options.pin}`,
      ...(options.args ?? []),
    ],
    ...(Object.keys(env).length > 0 ? { env } : {}),
    baseURL: options.url,
    viewport: widths.phone,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    hasTouch: true,
    offline: options.offline ?? false,
  })
  context.setDefaultTimeout(30_000)
  await context.clock.setSystemTime(options.at)
  const page = context.pages()[0] ?? (await context.newPage())
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  return { context, page, complaints }
}

/**
 * Until an expression is true in a page; a promise is waited for, and a page that loads anew is asked again.
 * (`waitForFunction` does neither: it takes a promise for true, and under our CSP it evaluates a string but once.)
 */
export async function untilTrue(page: Page, expression: string): Promise<void> {
  const holds = async () => expect(await page.evaluate(expression), expression).toBe(true)
  await vi.waitFor(holds, { timeout: 30_000, interval: 100 })
}

/** Until the application can be opened without a line: its files are kept, and the choices of the form. */
export async function readyForNoLine(page: Page): Promise<void> {
  await untilTrue(
    page,
    `(async () => {
    const worker = (await navigator.serviceWorker.ready).active
    if (worker?.state !== 'activated') return false
    const db = await new Promise((resolve, reject) => {
      const asked = indexedDB.open('lantoa')
      asked.onsuccess = () => resolve(asked.result)
      asked.onerror = () => reject(asked.error)
    })
    const keys = await new Promise((resolve) => {
      const asked = db.transaction('answers').objectStore('answers').getAllKeys()
      asked.onsuccess = () => resolve(asked.result)
    })
    db.close()
    return keys.some((k) => k.startsWith('logForm'))
  })()`,
  )
}
