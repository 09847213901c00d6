import { registerSweepJob } from './drafts.service.ts'
import { registerRenderJob } from './render.ts'
import { registerReadJob } from './take-in.ts'

/** Says who carries out the jobs of this module: `document.render`, `document.read`, `file.sweep`. */
export function registerLibraryJobs(): void {
  registerRenderJob()
  registerReadJob()
  registerSweepJob()
}
