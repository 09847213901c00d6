import type { ClauseKind, CoverageCode, PlanContent, PlanTask } from './plans.schema.ts'

/** A clause of a superior document, as the library keeps it. */
export interface SourceClause {
  key: string
  parentKey: string | null
  level: number
  marker: string
  /** what people cite: II.2.b */
  path: string
  kind: ClauseKind
  words: string
}

/** A superior document with its clauses in order, and, when it is a plan of the system, the tasks of that revision. */
export interface SourceDocument {
  documentId: string
  clauses: SourceClause[]
  plan: { planId: string; revision: number; tasks: PlanTask[] } | null
}

export interface ClauseCoverage {
  documentId: string
  clauseKey: string
  coverage: CoverageCode
  /** the unit has to answer it: kept, adapted, declined; headings, purposes and the like are only context */
  isAsked: boolean
  /** keys of the tasks that carry it out, with those under it */
  tasks: string[]
  /** of these, how many still stand as to decide */
  undecided: number
  /** why it is not the unit's, where it is declined */
  reason: string | null
}

const asked: ReadonlySet<ClauseKind> = new Set(['content', 'form', 'solution', 'responsibility'])

/** White space collapsed, composed letters: what "word for word" compares. */
export function sameWords(a: string, b: string): boolean {
  return plain(a) === plain(b)
}
function plain(words: string): string {
  return words.normalize('NFC').replace(/\s+/g, ' ').trim()
}

/**
 * How a plan answers each clause of one superior document. An answer to a clause stands for everything under it; a
 * clause without an answer of its own is as good as the least of what is under it.
 *
 * `kept` means word for word: the task was kept and its words are still those of the clause, or of the superior task it
 * derives from. A task that is still to decide answers nothing.
 */
export function coverageOf(content: PlanContent, source: SourceDocument): ClauseCoverage[] {
  const { children, parents } = treeOf(source.clauses)
  const answers = new Map<
    string,
    { best: CoverageCode; tasks: string[]; undecided: number; reason: string | null }
  >()
  const at = (key: string) => {
    const known = answers.get(key)
    if (known) return known
    const made = { best: 'none' as CoverageCode, tasks: [], undecided: 0, reason: null }
    answers.set(key, made)
    return made
  }
  for (const declined of content.declinedClauses) {
    if (declined.documentId !== source.documentId) continue
    const answer = at(declined.clauseKey)
    answer.best = 'declined'
    answer.reason = declined.reason
  }
  for (const task of content.tasks) {
    for (const ref of task.clauses) {
      if (ref.documentId !== source.documentId) continue
      const answer = at(ref.clauseKey)
      answer.tasks.push(task.key)
      if (task.decision === 'to_decide') answer.undecided += 1
      else {
        const given = answerOf(task, ref.clauseKey, source)
        answer.best = better(answer.best, given)
        if (given === 'declined') answer.reason ??= task.reason
      }
    }
  }
  const made = new Map<string, ClauseCoverage>()
  for (const clause of [...source.clauses].reverse()) {
    const own = answers.get(clause.key)
    const below = (children.get(clause.key) ?? []).flatMap((k) => made.get(k) ?? [])
    const askedBelow = below.filter((c) => c.isAsked)
    const coverage =
      own && own.best !== 'none'
        ? own.best
        : askedBelow.length > 0
          ? least(askedBelow.map((c) => c.coverage))
          : 'none'
    made.set(clause.key, {
      documentId: source.documentId,
      clauseKey: clause.key,
      coverage,
      isAsked: asked.has(clause.kind) || askedBelow.length > 0,
      tasks: [...new Set([...(own?.tasks ?? []), ...below.flatMap((c) => c.tasks)])],
      undecided: (own?.undecided ?? 0) + below.reduce((n, c) => n + c.undecided, 0),
      reason: coverage === 'declined' ? (own?.reason ?? below[0]?.reason ?? null) : null,
    })
  }
  return source.clauses.flatMap((clause) => inherit(made, parents, answers, clause.key))
}

/** The answer of a clause above holds for the clauses under it that have none of their own. */
function inherit(
  made: Map<string, ClauseCoverage>,
  parents: Map<string, string>,
  answers: ReadonlyMap<string, { best: CoverageCode; reason: string | null }>,
  key: string,
): ClauseCoverage[] {
  const own = made.get(key)
  if (!own) return []
  if (own.coverage !== 'none') return [own]
  for (let up = parents.get(key); up !== undefined; up = parents.get(up)) {
    const answer = answers.get(up)
    if (answer && answer.best !== 'none') return [{ ...own, coverage: answer.best, reason: answer.reason }]
  }
  return [own]
}

function treeOf(clauses: readonly SourceClause[]) {
  const children = new Map<string, string[]>()
  const parents = new Map<string, string>()
  for (const { key, parentKey } of clauses) {
    if (parentKey === null) continue
    parents.set(key, parentKey)
    const siblings = children.get(parentKey)
    if (siblings) siblings.push(key)
    else children.set(parentKey, [key])
  }
  return { children, parents }
}

function answerOf(task: PlanTask, clauseKey: string, source: SourceDocument): CoverageCode {
  if (task.decision === 'declined') return 'declined'
  if (task.decision !== 'kept') return 'adapted'
  const origin = task.origins.find((o) => o.planId === source.plan?.planId)
  const above = source.plan?.tasks.find((t) => t.key === origin?.taskKey)
  if (above)
    return sameWords(task.title, above.title) && sameWords(task.content, above.content) ? 'kept' : 'adapted'
  const clause = source.clauses.find((c) => c.key === clauseKey)
  return clause && plain(task.content).includes(plain(clause.words)) ? 'kept' : 'adapted'
}

const rank: Record<CoverageCode, number> = { none: 0, declined: 1, adapted: 2, kept: 3 }
function better(a: CoverageCode, b: CoverageCode): CoverageCode {
  return rank[b] > rank[a] ? b : a
}
/** What a clause is, when only what is under it was answered: nothing if anything is open, declined only if all is. */
function least(parts: readonly CoverageCode[]): CoverageCode {
  if (parts.includes('none')) return 'none'
  if (parts.every((c) => c === 'declined')) return 'declined'
  return parts.every((c) => c === 'kept') ? 'kept' : 'adapted'
}

/** Asked clauses that stand alone (no asked clause under them), by coverage: what a strip or bar shows. */
export function coverageCounts(
  source: SourceDocument,
  coverage: readonly ClauseCoverage[],
): Record<CoverageCode, number> {
  const counts: Record<CoverageCode, number> = { kept: 0, adapted: 0, declined: 0, none: 0 }
  const isAsked = new Set(coverage.filter((c) => c.isAsked).map((c) => c.clauseKey))
  const withAskedBelow = new Set(
    source.clauses.filter((c) => isAsked.has(c.key)).flatMap((c) => c.parentKey ?? []),
  )
  for (const c of coverage) if (c.isAsked && !withAskedBelow.has(c.clauseKey)) counts[c.coverage] += 1
  return counts
}
