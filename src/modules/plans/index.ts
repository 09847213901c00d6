export { answerAmendment, listAmendments, requestAmendment } from './amendments.service.ts'
export { askToFollowCopy } from './plans.asked.ts'
export { currentTasksOf, type CurrentTask } from './plans.current.ts'
export { chooseTasks, readDerived } from './plans.follow.ts'
export { issuePlan } from './plans.issue.ts'
export { listPlans, readChanges, readDraft, readPlan } from './plans.reading.ts'
export { approvePlan, numberPlan, refusePlan, returnPlan, submitPlan } from './plans.review.ts'
export {
  coverageCounts,
  coverageOf,
  type ClauseCoverage,
  type SourceClause,
  type SourceDocument,
} from './plans.rules.coverage.ts'
export { originChange, whatChanged, type PlanChanges } from './plans.rules.changes.ts'
export { emptyContent, emptyTask } from './plans.rules.draft.ts'
export { parseTime } from './plans.rules.time.ts'
export { orderSettling, plansAbove, settleTasksJob, type SettleTasks } from './plans.settle.ts'
export { mayReadRevision } from './plans.store.ts'
export { PlanContent, PlanTask, type Decision } from './plans.schema.ts'
export { addBasis, beginRevision, createPlan, rebaseDraft, saveDraft } from './plans.service.ts'
