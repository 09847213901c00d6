import { coverageOf, type SourceDocument } from './plans.rules.coverage.ts'
import type { PlanContent } from './plans.schema.ts'

/** Something to put right before a plan goes on; `must` holds it back, `should` is only said. */
export interface ReviewFinding {
  /** the sentence is the message `plans.check.<code>` */
  code:
    | 'no_title'
    | 'no_period'
    | 'no_text'
    | 'no_tasks'
    | 'undecided'
    | 'no_reason'
    | 'kept_changed'
    | 'no_task_title'
    | 'no_target_value'
    | 'no_time'
    | 'no_lead'
    | 'clause_open'
    | 'clause_reason'
    | 'provisional'
    | 'no_recipients'
    | 'no_signer'
    | 'no_below_due'
    | 'bad_link'
  level: 'must' | 'should'
  /** where: a task's key, or document and clause */
  taskKey?: string
  documentId?: string
  clauseKey?: string
  /** for the sentence */
  params: Record<string, string | number>
}

/**
 * What is still wrong with a draft. A plan with an undecided task, an adapted or declined task or a declined clause
 * without a reason does not go to review; a clause without any answer is said, and may stay: the gap is shown to everyone.
 * @param sources the superior documents it carries out, with their clauses
 */
export function checkForReview(content: PlanContent, sources: readonly SourceDocument[]): ReviewFinding[] {
  const findings: ReviewFinding[] = []
  const must = (code: ReviewFinding['code'], more: Partial<ReviewFinding> = {}) =>
    findings.push({ params: {}, ...more, code, level: 'must' })
  const should = (code: ReviewFinding['code'], more: Partial<ReviewFinding> = {}) =>
    findings.push({ params: {}, ...more, code, level: 'should' })

  if (content.title.trim() === '') must('no_title')
  if (content.period.from >= content.period.until) must('no_period')
  if (!content.tasks.some((t) => t.decision !== 'declined')) must('no_tasks')
  if (content.clauses.length === 0) should('no_text')
  const undecided = content.tasks.filter((t) => t.decision === 'to_decide')
  const [first] = undecided
  if (first) must('undecided', { taskKey: first.key, params: { n: undecided.length } })
  checkTasks(content, sources, must, should)
  checkClauses(content, sources, must, should)
  if (content.bases.some((b) => b.isProvisional)) should('provisional')
  if (content.recipients.length === 0) should('no_recipients')
  if (content.signer.position.trim() === '') must('no_signer')
  const asksBelow = content.tasks.some((t) => t.asksBelow && t.decision !== 'declined')
  if (asksBelow && content.belowDueOn === null && content.recipients.some((r) => r.purpose === 'carry out'))
    should('no_below_due')
  return findings
}

type Say = (code: ReviewFinding['code'], more?: Partial<ReviewFinding>) => void

function checkTasks(content: PlanContent, sources: readonly SourceDocument[], must: Say, should: Say): void {
  const ownClauses = new Set(content.clauses.map((c) => c.key))
  const keys = new Set<string>()
  content.tasks.forEach((task, i) => {
    const at = { taskKey: task.key, params: { n: i + 1 } }
    if (keys.has(task.key) || (task.underClause !== null && !ownClauses.has(task.underClause)))
      must('bad_link', at)
    keys.add(task.key)
    if (task.decision === 'to_decide') return
    if (task.title.trim() === '') must('no_task_title', at)
    if ((task.decision === 'adapted' || task.decision === 'declined') && task.reason.trim() === '')
      must('no_reason', at)
    if (task.decision === 'declined') return
    if (task.target && task.target.value === null) must('no_target_value', at)
    if (task.time.words.trim() === '' && task.time.until === null) should('no_time', at)
    if (task.leadPersonId === null && task.leadWords.trim() === '') should('no_lead', at)
    if (task.decision === 'kept' && isReworded(content, task.key, sources)) must('kept_changed', at)
  })
}

/** A task said to be kept that carries a superior's clause, but in no place word for word. */
function isReworded(content: PlanContent, taskKey: string, sources: readonly SourceDocument[]): boolean {
  const task = content.tasks.find((t) => t.key === taskKey)
  if (!task || task.clauses.length === 0) return false
  const alone = { ...content, tasks: [task], declinedClauses: [] }
  const answers = sources.flatMap((source) =>
    coverageOf(alone, source).filter((c) =>
      task.clauses.some((r) => r.documentId === source.documentId && r.clauseKey === c.clauseKey),
    ),
  )
  return answers.length > 0 && !answers.some((a) => a.coverage === 'kept')
}

function checkClauses(
  content: PlanContent,
  sources: readonly SourceDocument[],
  must: Say,
  should: Say,
): void {
  const known = new Map(sources.map((s) => [s.documentId, new Map(s.clauses.map((c) => [c.key, c]))]))
  for (const declined of content.declinedClauses) {
    const clause = known.get(declined.documentId)?.get(declined.clauseKey)
    const at = {
      documentId: declined.documentId,
      clauseKey: declined.clauseKey,
      params: { path: clause?.path ?? declined.clauseKey },
    }
    if (!clause) must('bad_link', at)
    else if (declined.reason.trim() === '') must('clause_reason', at)
  }
  content.tasks.forEach((task, i) => {
    for (const ref of task.clauses)
      if (!known.get(ref.documentId)?.has(ref.clauseKey))
        must('bad_link', { taskKey: task.key, params: { n: i + 1 } })
  })
  for (const source of sources) {
    const parents = new Set(source.clauses.map((c) => c.parentKey))
    const open = coverageOf(content, source).filter(
      (c) => c.isAsked && c.coverage === 'none' && c.undecided === 0 && !parents.has(c.clauseKey),
    )
    for (const c of open) {
      const path = known.get(source.documentId)?.get(c.clauseKey)?.path ?? c.clauseKey
      should('clause_open', { documentId: source.documentId, clauseKey: c.clauseKey, params: { path } })
    }
  }
}
