export {
  carryOutSuccession,
  createSuccession,
  registerSuccessionJobs,
  saveSuccession,
  undoSuccession,
} from './succession.service.ts'
export { readSuccession } from './succession.reading.ts'
export type { SuccessionContent } from './succession.schema.ts'
