export { currentTasksOf, type CurrentTask, type TaskProgress } from './plans.current.ts'
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
export { PlanContent, PlanTask, type Decision } from './plans.schema.ts'
