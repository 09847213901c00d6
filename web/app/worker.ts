import { useSyncExternalStore } from 'react'

// The service worker, by which the application opens without a line. Only where the browser allows one: by HTTPS, or on
// the machine itself.

let waiting: ServiceWorker | null = null
let isTaken = false
const listeners = new Set<() => void>()

const meta = (name: string) => document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content ?? ''
/** How often a window that stays open asks for a new version (ms). */
const every = 3_600_000

/** Puts the service worker in place after the page is there; takes it away where the server says so. */
export async function startWorker(): Promise<void> {
  const workers = 'serviceWorker' in navigator ? navigator.serviceWorker : null
  const build = meta('build')
  if (!workers || !window.isSecureContext || build === '') return
  if (meta('offline') === 'off') {
    for (const one of await workers.getRegistrations()) await one.unregister()
    for (const name of await caches.keys()) if (name.startsWith('lantoa-')) await caches.delete(name)
    return
  }
  try {
    const registration = await workers.register('/app/sw.js', { scope: '/app/', updateViaCache: 'none' })
    await consider(registration.waiting, build)
    registration.addEventListener('updatefound', () => {
      const coming = registration.installing
      coming?.addEventListener('statechange', () => {
        if (coming.state === 'installed' && workers.controller) void consider(coming, build)
      })
    })
    const look = () => void registration.update().catch(() => undefined)
    setInterval(look, every)
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') look()
    })
  } catch {
    // A browser that refuses one (a private window): the application works as long as there is a line.
  }
  workers.addEventListener('controllerchange', () => {
    if (isTaken) location.reload()
  })
}

/** A worker that waits: of this very page's version it takes over unseen; of another one the person is told. */
async function consider(worker: ServiceWorker | null, build: string): Promise<void> {
  if (!worker) return
  if ((await versionOf(worker)) === build) {
    worker.postMessage('take')
    return
  }
  waiting = worker
  for (const tell of listeners) tell()
}

function versionOf(worker: ServiceWorker): Promise<unknown> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = (e) => resolve(e.data)
    worker.postMessage('version', [port2])
    setTimeout(() => resolve(null), 3_000)
  })
}

/** The person wants the new version now: this window, and no other, loads itself anew. */
export function takeNewVersion(): void {
  isTaken = true
  // Another window may have taken it already: then nothing changes hands any more.
  if (!waiting || waiting.state === 'activated') location.reload()
  else waiting.postMessage('take')
}

/** Whether a version newer than this page waits. It never comes by itself: somebody may be typing. */
export function useNewVersion(): boolean {
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => waiting !== null,
  )
}
