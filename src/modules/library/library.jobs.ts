import { registerRenderJob } from './render.ts'

/** Says who carries out the jobs of this module: `document.render`. */
export function registerLibraryJobs(): void {
  registerRenderJob()
}
