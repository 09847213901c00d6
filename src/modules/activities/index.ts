import type {} from './activities.tables.ts'

export { correctActivity, logActivity, withdrawActivity } from './activities.service.ts'
export { cleanBytes } from './picture-clean.ts'
export { keepPhoto, registerActivityJobs } from './photos.service.ts'
export { findSameOf } from './photos.same.ts'
export { figuresOf, sealedActivity, type SealedActivity } from './activities.rules.ts'
export {
  activityTotals,
  countedActivities,
  type ActivityTotal,
  type CountedActivity,
} from './activities.totals.ts'
export { registerSettling } from './settle.ts'
export { findTaskStands, taskStandsOf, type TaskStand } from './stands.store.ts'
export type { ActivityOut, LogActivityInput } from './activities.schema.ts'
