import type { Ctx } from '../platform/context.ts'
import { registerActivityJobs } from '../modules/activities/index.ts'
import { registerLibraryJobs } from '../modules/library/index.ts'
import { registerEraseJob } from '../modules/people/index.ts'
import { registerDispatchJobs } from '../modules/dispatch/index.ts'
import { beginOpening, registerReportJobs } from '../modules/reports/index.ts'
import { beginSweep, registerSweepJob } from './stray-files.ts'

/**
 * Loads the modules that carry out kinds of jobs. A worker that knows no handler for a kind leaves such jobs alone.
 */
export function loadJobHandlers(): void {
  // Each module registers its kinds with onJob() when it is called here.
  registerEraseJob()
  registerLibraryJobs()
  registerDispatchJobs()
  registerActivityJobs()
  registerReportJobs()
  registerSweepJob()
}

/** Orders what each home does every day; several workers, or one that starts again, order it once. */
export async function beginDailyJobs(homes: readonly Ctx[]): Promise<void> {
  for (const ctx of homes) {
    await beginOpening(ctx)
    await beginSweep(ctx)
  }
}
