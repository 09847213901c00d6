import type {} from './directions.tables.ts'
export { actOnDirection } from './directions.acts.ts'
export { saveDirection, sendDirection } from './directions.drafts.ts'
export {
  activitiesShown,
  documentsShown,
  gatherDirection,
  lockDirection,
  placeActs,
  requireTheirs,
  takeInActs,
  takeInRecipients,
} from './directions.across.ts'
export { DirectionAcross, type AboutDirection } from './directions.across.schema.ts'
export { mayReadDirection, maySeeAll } from './directions.store.ts'
