import { registerLibraryJobs } from '../modules/library/index.ts'
import { registerDispatchJobs } from '../modules/dispatch/index.ts'
import { registerReportJobs } from '../modules/reports/index.ts'

/**
 * Loads the modules that carry out kinds of jobs. A worker that knows no handler for a kind leaves such jobs alone.
 */
export function loadJobHandlers(): void {
  // Each module registers its kinds with onJob() when it is called here.
  registerLibraryJobs()
  registerDispatchJobs()
  registerReportJobs()
}
