import { buildApp } from '../app.ts'
import { migrate, MigrationError } from '../platform/migrate.ts'
import { startWorker, type Worker } from '../platform/worker.ts'
import { closePrinter } from '../print/index.ts'
import { loadFacts } from './facts.ts'
import { complain, say } from './help.ts'
import { beginDailyJobs, loadJobHandlers } from './job-handlers.ts'
import { clockOf, homeContexts, openRuntime, throughRestarts } from './runtime.ts'

/** `lantoa serve [--port N] [--data DIR] [--host H] [--empty]`: everything in one process until it is told to stop. */
export async function serveCommand(args: string[]): Promise<number> {
  say('cli.serve.begin')
  const runtime = await openRuntime(args)
  if (!runtime) return 2
  const { config, database, files, log } = runtime
  try {
    const ran = await throughRestarts(() => migrate(database.pool, () => undefined))
    if (ran > 0) say('cli.serve.migrated', { n: ran })
    await throughRestarts(() => loadFacts(database.pool))
  } catch (error) {
    if (!(error instanceof MigrationError)) throw error
    complain('cli.serve.migration', { what: error.message })
    await runtime.close()
    return 1
  }
  const homes = await throughRestarts(() => database.db.selectFrom('system.homes').select('code').execute())
  if (homes.length === 0 && !config.empty) {
    const { loadDemo, printDemoAccounts } = await import('./demo.ts')
    await loadDemo(runtime)
    printDemoAccounts()
  }
  const clock = await throughRestarts(() => clockOf(runtime))
  const app = await buildApp({ config, db: database.db, pool: database.pool, files, clock, log })
  try {
    await app.listen({ host: config.host, port: config.port })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    complain(code === 'EADDRINUSE' ? 'cli.serve.portTaken' : 'cli.serve.cannotListen', {
      port: config.port,
      host: config.host,
    })
    await runtime.close()
    return 1
  }
  let worker: Worker | null = null
  if (config.workers) {
    loadJobHandlers()
    await throughRestarts(async () => beginDailyJobs(await homeContexts(runtime, clock)))
    worker = startWorker(
      () => homeContexts(runtime, clock),
      (error) =>
        log.error(
          {
            fault: error instanceof Error ? error.name : 'unknown',
            at: error instanceof Error ? error.stack?.split('\n').slice(1, 5) : [],
          },
          'job',
        ),
    )
  }
  const address = app.server.address()
  const port = address && typeof address === 'object' ? address.port : config.port
  say('cli.serve.ready', {
    url: config.publicUrl ?? `http://${config.host === '0.0.0.0' ? '127.0.0.1' : config.host}:${port}/`,
  })
  if (homes.length > 0 || config.empty)
    say(config.empty && homes.length === 0 ? 'cli.serve.firstRun' : 'cli.serve.stop')

  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  await app.close()
  await worker?.stop()
  await closePrinter()
  await runtime.close()
  return 0
}
