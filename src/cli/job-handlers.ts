import { systemClock, type Clock } from '../platform/clock.ts'
import type { Ctx } from '../platform/context.ts'
import { registerActivityJobs, registerSettling } from '../modules/activities/index.ts'
import { registerLibraryJobs } from '../modules/library/index.ts'
import {
  beginRetention,
  registerEndOfSessions,
  registerEraseJob,
  registerRetentionJob,
  sweepSessions,
} from '../modules/people/index.ts'
import { beginMachineSweep, registerMachineJobs } from '../modules/machines/index.ts'
import { registerDispatchJobs } from '../modules/dispatch/index.ts'
import { beginMornings, registerNoticeJobs, type MailWay } from '../modules/notices/index.ts'
import { beginBackups, registerBackupJob, type Backups } from './backups.ts'
import { registerErasureNotes } from './erasures.ts'
import { beginOpening, registerReportJobs } from '../modules/reports/index.ts'
import { beginExchange, registerExchangeJobs } from '../modules/exchange/index.ts'
import { registerHomeJobs } from '../modules/homes/index.ts'
import { registerSuccessionJobs } from '../modules/succession/index.ts'
import { homeContexts, type Runtime } from './runtime.ts'
import { beginRoots, registerRootJob } from './roots.ts'
import { beginSweep, registerSweepJob } from './stray-files.ts'

/**
 * Loads the modules that carry out kinds of jobs. A worker that knows no handler for a kind leaves such jobs alone.
 * @param backups where backups go; without it none are taken (tests, single commands)
 * @param way what mails go out by; null where no mail server is set up
 * @param exchange folder of packages that go out and come in; null where none is set up
 */
export function loadJobHandlers(
  backups?: Backups,
  way: MailWay | null = null,
  exchange: string | null = null,
): void {
  // Each module registers its kinds with onJob() when it is called here.
  registerEraseJob()
  registerEndOfSessions()
  registerRetentionJob()
  registerLibraryJobs()
  registerDispatchJobs()
  registerActivityJobs()
  registerSettling()
  registerReportJobs()
  registerHomeJobs()
  registerExchangeJobs(exchange)
  registerMachineJobs()
  registerSuccessionJobs()
  registerSweepJob()
  registerRootJob()
  registerNoticeJobs(way)
  if (!backups) return
  registerBackupJob(backups, systemClock)
  registerErasureNotes(backups.folder)
}

/** Expired sessions and counters go this often; nobody waits for it. */
const sweepEvery = 3_600_000

/**
 * The homes that a worker goes through, asked for again and again: a home that was made while it runs (by the page of the
 * first run) gets its daily jobs at once. Several workers, or one that starts again, order them once.
 */
export function homesAtWork(
  runtime: Pick<Runtime, 'database' | 'files' | 'log'>,
  clock: Clock,
  exchange: string | null = null,
): () => Promise<Ctx[]> {
  const begun = new Set<string>()
  let sweptAt = 0
  return async () => {
    const homes = await homeContexts(runtime, clock)
    // The nightly backup, the day's root and the folder of packages are the whole installation's: jobs of its first home, because jobs live in homes.
    if (begun.size === 0) {
      await beginBackups(homes[0])
      await beginRoots(homes[0])
      if (exchange !== null && homes[0]) await beginExchange(homes[0])
    }
    for (const ctx of homes) {
      if (begun.has(ctx.home)) continue
      await beginOpening(ctx)
      await beginMachineSweep(ctx)
      await beginSweep(ctx)
      await beginMornings(ctx)
      await beginRetention(ctx)
      begun.add(ctx.home)
    }
    if (Date.now() - sweptAt >= sweepEvery) {
      await sweepSessions(runtime.database.db, clock.now())
      sweptAt = Date.now()
    }
    return homes
  }
}
