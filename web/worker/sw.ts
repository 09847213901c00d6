/*
 * The service worker: keeps the files of the application, so that it opens without a line. It keeps no answer of the
 * interface and nothing of any person. Built by web/worker/build.ts, which puts the list of files in.
 */

declare const SHELL: { version: string; files: string[] }

// TypeScript's own types of workers exclude those of pages, which share this folder's settings.
interface Lasting extends Event {
  waitUntil: (work: Promise<unknown>) => void
}
interface Asked extends Lasting {
  request: Request
  respondWith: (answer: Promise<Response>) => void
}
interface Told extends Lasting {
  data: unknown
  ports: readonly MessagePort[]
}
interface WorkerScope {
  addEventListener: {
    (kind: 'install' | 'activate', act: (event: Lasting) => void): void
    (kind: 'fetch', act: (event: Asked) => void): void
    (kind: 'message', act: (event: Told) => void): void
  }
  skipWaiting: () => Promise<void>
  clients: { claim: () => Promise<void> }
  location: Location
}
const scope = self as unknown as WorkerScope

const own = `lantoa-${SHELL.version}`
/** The application's page, with nobody's name in it. */
const shell = '/app/shell'
/** A line that takes longer than this to bring a page is as good as none (ms). */
const patience = 6_000
const atOnce = 4

/** Fetches every file, but for those that the former version has: their names hold their content. */
async function fill(): Promise<void> {
  const cache = await caches.open(own)
  const left = [...SHELL.files]
  const take = async () => {
    for (let file = left.shift(); file !== undefined; file = left.shift()) {
      const before = await caches.match(file)
      await cache.put(file, before ?? (await whole(await fetch(file))))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, take))
  await cache.put(shell, await whole(await fetch(shell, { cache: 'no-store' })))
}

async function whole(answer: Response): Promise<Response> {
  if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`)
  return answer
}

/** The former version's files stay one version longer: windows that are still open load more of them. */
async function tidy(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith('lantoa-') && name !== own)
  for (const name of names.slice(0, -1)) await caches.delete(name)
  await scope.clients.claim()
}

/** The server's page, which is the newest; without a line, or where only a proxy answers, the kept one. */
async function page(request: Request): Promise<Response> {
  const kept = await (await caches.open(own)).match(shell)
  if (!kept) return fetch(request)
  const late = new Promise<Response>((resolve) => setTimeout(() => resolve(kept), patience))
  const answer = fetch(request).then(
    (given) => (given.status >= 502 ? kept : given),
    () => kept,
  )
  return Promise.race([answer, late])
}

async function file(request: Request): Promise<Response> {
  return (
    (await (await caches.open(own)).match(request)) ?? (await caches.match(request)) ?? (await fetch(request))
  )
}

scope.addEventListener('install', (event) => event.waitUntil(fill()))
scope.addEventListener('activate', (event) => event.waitUntil(tidy()))
scope.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== scope.location.origin) return
  if (request.mode === 'navigate') {
    if (pathname.startsWith('/app/') && pathname !== shell) event.respondWith(page(request))
  } else if (SHELL.files.includes(pathname) || pathname.startsWith('/app/assets/'))
    event.respondWith(file(request))
})
scope.addEventListener('message', (event) => {
  if (event.data === 'version') event.ports[0]?.postMessage(SHELL.version)
  if (event.data === 'take') event.waitUntil(scope.skipWaiting())
})
