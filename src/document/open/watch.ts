import { fileURLToPath } from 'node:url'
import { isMainThread, Worker, workerData } from 'node:worker_threads'

/**
 * What is compiled to WebAssembly can be stopped by nothing in its own thread, and has its memory where Node's limit does
 * not reach. A second thread ends the process when its memory runs over, or when whoever started it has gone.
 */
const memoryLimit = 1200 * 1024 * 1024
const everyMs = 250

/** Starts the watching thread; it does not keep the process alive. */
export function watchMemory(): void {
  const watcher = new Worker(fileURLToPath(import.meta.url), { workerData: { watched: process.ppid } })
  watcher.unref()
}

const told: unknown = workerData
if (!isMainThread && typeof told === 'object' && told !== null && 'watched' in told) {
  setInterval(() => {
    if (process.ppid !== told.watched || process.memoryUsage.rss() > memoryLimit)
      process.kill(process.pid, 'SIGKILL')
  }, everyMs)
}
