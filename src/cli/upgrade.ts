import { migrate, pendingMigrations } from '../platform/migrate.ts'
import { systemClock } from '../platform/clock.ts'
import { isDiskFull } from '../platform/errors.ts'
import { backupsOf, keepBackup, timeWord } from './backups.ts'
import { complainOfMissing } from './backup.ts'
import { diagnose } from './doctor.ts'
import { loadFacts } from './facts.ts'
import { complain, say } from './help.ts'
import { complainOfMigration, throughRestarts, type Runtime } from './runtime.ts'

/**
 * Brings the data to this release. Where there is something to lose a backup is taken before; afterwards every invariant is
 * checked and the way back is said.
 * @returns false after it said why the server must not start
 */
export async function upgrade(runtime: Runtime): Promise<boolean> {
  const { pool } = runtime.database
  let before: string | null = null
  try {
    if ((await throughRestarts(() => pendingMigrations(pool))) > 0) {
      say('backup.beforeUpgrade')
      const why = `before-upgrade-${timeWord(systemClock.now())}`
      const kept = await keepBackup(backupsOf(runtime), systemClock.today(), why)
      before = kept.path
      complainOfMissing(kept)
    }
    const ran = await throughRestarts(() => migrate(pool))
    if (ran > 0) say('cli.serve.migrated', { n: ran })
    await throughRestarts(() => loadFacts(pool))
  } catch (error) {
    if (isDiskFull(error)) complain('backup.error.full', { file: backupsOf(runtime).folder })
    else complainOfMigration(error)
    return false
  }
  if (before !== null) {
    await diagnose(runtime)
    say('backup.upgraded', { path: before, key: before.endsWith('.age') ? 'yes' : 'no' })
  }
  return true
}
