export type { Edit, Finding, LintOptions } from './model.ts'
export { lintCodes, lintRules, type LintArticle, type LintCode, type Severity } from './codes.ts'
export { applyEdit, lint } from './lint.ts'
