import type {} from './activities.tables.ts'

export { isReadable } from './activities.detail.ts'
export { recorders } from './activities.policy.ts'
export { LogActivity } from './activities.schema.ts'
export { addActivity, correctActivity, logActivity, withdrawActivity } from './activities.service.ts'
export { findCodes } from './activities.store.ts'
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
export { findTaskStands, inWholeTables, taskStandsOf, type TaskStand } from './stands.store.ts'
export { findServed, sumAnew, sumsOf, sumUnitsAnew } from './sums.store.ts'
export type { ActivityContent, ActivityOut, LogActivityInput } from './activities.schema.ts'
