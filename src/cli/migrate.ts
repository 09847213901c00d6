import { migrate } from '../platform/migrate.ts'
import { loadFacts } from './facts.ts'
import { say } from './help.ts'
import { complainOfMigration, openRuntime } from './runtime.ts'

/** `lantoa migrate`: brings the database to this release and loads the facts of data/. */
export async function migrateCommand(args: string[]): Promise<number> {
  const runtime = await openRuntime(args)
  if (!runtime) return 2
  try {
    const n = await migrate(runtime.database.pool, (file) => process.stdout.write(`  ${file}\n`))
    await loadFacts(runtime.database.pool)
    say('cli.migrate.done', { n })
    return 0
  } catch (error) {
    complainOfMigration(error)
    return 1
  } finally {
    await runtime.close()
  }
}
