import { faultOf } from '../platform/log.ts'
import { startWorker } from '../platform/worker.ts'
import { closePrinter, makePapersWhenIdle } from '../print/index.ts'
import { backupsOf } from './backups.ts'
import { isDemoMarked } from './demo/turn.ts'
import { complain, say } from './help.ts'
import { homesAtWork, loadJobHandlers } from './job-handlers.ts'
import { clockOf, mailWayOf, openRuntime, throughRestarts } from './runtime.ts'

/** `lantoa worker`: carries out jobs apart from the server; any number of them share one database. */
export async function workerCommand(args: string[]): Promise<number> {
  const runtime = await openRuntime(args, { existing: true })
  if (!runtime) return 2
  if (await throughRestarts(() => isDemoMarked(runtime.database.pool))) {
    complain('cli.demo.other')
    await runtime.close()
    return 1
  }
  loadJobHandlers(backupsOf(runtime), mailWayOf(runtime.config), runtime.config.exchangeDir)
  const clock = await throughRestarts(() => clockOf(runtime))
  makePapersWhenIdle()
  const worker = startWorker(homesAtWork(runtime, clock, runtime.config.exchangeDir), (error) =>
    runtime.log.error(faultOf(error), 'job'),
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
