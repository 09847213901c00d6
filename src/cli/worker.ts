import { startWorker } from '../platform/worker.ts'
import { closePrinter } from '../print/index.ts'
import { say } from './help.ts'
import { beginDailyJobs, loadJobHandlers } from './job-handlers.ts'
import { clockOf, homeContexts, openRuntime, throughRestarts } from './runtime.ts'

/** `lantoa worker`: carries out jobs apart from the server; any number of them share one database. */
export async function workerCommand(args: string[]): Promise<number> {
  const runtime = await openRuntime(args)
  if (!runtime) return 2
  loadJobHandlers()
  const clock = await throughRestarts(() => clockOf(runtime))
  await throughRestarts(async () => beginDailyJobs(await homeContexts(runtime, clock)))
  const worker = startWorker(
    () => homeContexts(runtime, clock),
    (error) => runtime.log.error({ fault: error instanceof Error ? error.name : 'unknown' }, 'job'),
  )
  say('cli.worker.ready')
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  await worker.stop()
  await closePrinter()
  await runtime.close()
  return 0
}
