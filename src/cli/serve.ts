import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SecureContextOptions } from 'node:tls'
import { buildApp } from '../app.ts'
import {
  codeOf,
  followCertificate,
  readCertificate,
  type CertificateFiles,
} from '../platform/http/certificate.ts'
import { FilesAwayError } from '../platform/files-s3.ts'
import { faultOf } from '../platform/log.ts'
import { openProvider } from '../platform/oidc.ts'
import { openSecrets } from '../platform/secrets.ts'
import { scopeArrives } from '../platform/tx.ts'
import { startWorker, type Worker } from '../platform/worker.ts'
import { closePrinter, makePapersWhenIdle } from '../print/index.ts'
import { openDatabase, type Database } from '../platform/db.ts'
import { backupsOf, lastBackup } from './backups.ts'
import { inDemoTurn, isDemoMarked } from './demo/turn.ts'
import { complain, say } from './help.ts'
import { homesAtWork, loadJobHandlers } from './job-handlers.ts'
import { firstRunCode } from './first-run-code.ts'
import { addressFile, clockOf, mailWayOf, openRuntime, throughRestarts, type Runtime } from './runtime.ts'
import { upgrade } from './upgrade.ts'

/** `lantoa serve [--port N] [--data DIR] [--host H] [--empty]`: everything in one process until it is told to stop. */
export async function serveCommand(args: string[]): Promise<number> {
  say('cli.serve.begin')
  const runtime = await openRuntime(args, { carries: true })
  if (!runtime) return 2
  const { config, database, files, log } = runtime
  const tls = config.tls && certificateOf(config.tls)
  if (config.tls && !tls) {
    await runtime.close()
    return 1
  }
  if (!(await upgrade(runtime))) {
    await runtime.close()
    return 1
  }
  let homes = await findHomes(database)
  if (homes.length === 0 || (await throughRestarts(() => isDemoMarked(database.pool)))) {
    const { loadDemo, printDemoAccounts } = await import('./demo.ts')
    const isLoaded = await inDemoTurn(database.pool, config.empty ? null : () => loadDemo(runtime))
    if (isLoaded) printDemoAccounts()
    homes = await findHomes(database)
  }
  for (const { schema_name: home } of homes) {
    if (await throughRestarts(() => scopeArrives(database.db, home))) continue
    complain('cli.serve.scope', { home })
    await runtime.close()
    return 1
  }
  const clock = await throughRestarts(() => clockOf(runtime))
  const code = homes.length === 0 ? firstRunCode(config.dataDir) : null
  const provider = config.provider && openProvider(config.provider, log)
  const secrets = openSecrets(config.dataDir)
  const deps = {
    config,
    db: database.db,
    pool: database.pool,
    files,
    clock,
    log,
    firstRunCode: code,
    secrets,
    ...(provider && { provider }),
  }
  const backups = backupsOf(runtime)
  const replica = config.replicaUrl === null ? null : openDatabase(config.replicaUrl)
  const app = await buildApp({
    ...deps,
    lastBackup: () => lastBackup(backups.folder),
    ...(replica && { replica: replica.db }),
    ...(tls && { tls }),
  })
  if (config.tls) followCertificate(app, config.tls, log)
  if (config.bucket) void sayWhetherFilesAreThere(runtime)
  try {
    await app.listen({ host: config.host, port: config.port })
  } catch (error) {
    const fault = error instanceof Error && 'code' in error ? String(error.code) : ''
    complain(fault === 'EADDRINUSE' ? 'cli.serve.portTaken' : 'cli.serve.cannotListen', {
      port: config.port,
      host: config.host,
    })
    await runtime.close()
    return 1
  }
  let worker: Worker | null = null
  if (config.workers) {
    loadJobHandlers(backups, mailWayOf(config), config.exchangeDir)
    makePapersWhenIdle()
    worker = startWorker(homesAtWork(runtime, clock, config.exchangeDir), (error) =>
      log.error(faultOf(error), 'job'),
    )
  }
  const address = app.server.address()
  const port = address && typeof address === 'object' ? address.port : config.port
  const own = `${tls ? 'https' : 'http'}://${config.host === '0.0.0.0' ? '127.0.0.1' : config.host}:${port}`
  // For links that a command prints: it doesn't know on which port this server was started.
  writeFileSync(join(config.dataDir, addressFile), own)
  say('cli.serve.ready', { url: config.publicUrl ?? `${own}/` })
  if (code === null) say('cli.serve.stop')
  else say('cli.serve.firstRun', { code })

  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  await app.close()
  await worker?.stop()
  await closePrinter()
  await replica?.close()
  await runtime.close()
  return 0
}

/** A bucket that is away hinders no start, because what needs no file goes on; a mistyped one should be known at once. */
async function sayWhetherFilesAreThere({ files }: Pick<Runtime, 'files'>): Promise<void> {
  try {
    for await (const _first of files.list()) return
  } catch (error) {
    if (error instanceof FilesAwayError) complain('cli.serve.filesAway', { what: error.what })
  }
}

/** The certificate of the settings; null after it said why there is none. */
function certificateOf(files: CertificateFiles): SecureContextOptions | null {
  try {
    return readCertificate(files)
  } catch (error) {
    complain('cli.serve.certificate', { ...files, code: codeOf(error) })
    return null
  }
}

function findHomes({ db }: Database): Promise<{ schema_name: string }[]> {
  return throughRestarts(() => db.selectFrom('system.homes').select('schema_name').execute())
}
