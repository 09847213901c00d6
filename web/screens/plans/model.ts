import type { PlanContent, PlanSource } from '../../api/generated/index.ts'
import type { OutlineGroup } from '../../parts/ClauseOutline.tsx'

/** What screens reckon from a plan's content and the clauses of its superiors. Pure. */

export type Task = PlanContent['tasks'][number]
export type Clause = PlanSource['clauses'][number]
export type OwnClause = PlanContent['clauses'][number]
export type Decision = Task['decision']

/** The beginning of some words, cut between two of them. */
export function short(words: string, most = 72): string {
  const line = words.replace(/\s+/g, ' ').trim()
  if (line.length <= most) return line
  const cut = line.slice(0, most)
  return `${cut.slice(0, cut.lastIndexOf(' '))}…`
}

/** "c) Chỉ số, mức độ hài lòng": a marker as it is printed, with the words. */
export function labelled(clause: { marker: string; words: string }, most?: number): string {
  const { marker } = clause
  const words = short(clause.words, most)
  if (/^\p{Ll}$/u.test(marker)) return `${marker}) ${words}`
  if (marker === '' || /^[-–+*•]$/.test(marker)) return words
  return `${marker}. ${words}`
}

/** Clauses that must be answered one by one: asked, and with no asked clause under them, or with tasks of their own. */
export function answerable(source: PlanSource, tasks: readonly Task[]): Clause[] {
  const asked = new Set(source.clauses.filter((c) => c.isAsked).map((c) => c.key))
  const withAskedBelow = new Set(
    source.clauses.flatMap((c) => (asked.has(c.key) && c.parentKey !== null ? [c.parentKey] : [])),
  )
  const direct = new Set(
    tasks.flatMap((t) => t.clauses.filter((r) => r.documentId === source.documentId).map((r) => r.clauseKey)),
  )
  return source.clauses.filter((c) => (asked.has(c.key) && !withAskedBelow.has(c.key)) || direct.has(c.key))
}

/** The outline at the left: answerable clauses under the clause they stand in. */
export function outlineOf(
  source: PlanSource,
  tasks: readonly Task[],
  words: { declined: string; toDecide: string; cite: (path: string) => string },
): OutlineGroup[] {
  const byKey = new Map(source.clauses.map((c) => [c.key, c]))
  const groups: OutlineGroup[] = []
  for (const clause of answerable(source, tasks)) {
    const parent = clause.parentKey === null ? undefined : byKey.get(clause.parentKey)
    const id = parent?.key ?? ''
    let group = groups.at(-1)
    if (group?.id !== id || groups.length === 0) {
      group = {
        id,
        title: parent ? `${words.cite(parent.path)} ${short(parent.words, 40)}` : '',
        clauses: [],
      }
      groups.push(group)
    }
    group.clauses.push({
      id: clause.key,
      text: labelled(clause, 56),
      coverage: clause.coverage,
      tasks: clause.tasks.length,
      ...(clause.coverage === 'declined' ? { note: words.declined } : {}),
      ...(clause.coverage === 'none' && clause.undecided > 0 ? { under: words.toDecide } : {}),
    })
  }
  return groups.map((g, i) => ({ ...g, id: `${i} ${g.id}` }))
}

export interface TaskGroup {
  /** null: tasks that carry out no clause of the document shown */
  clause: Clause | null
  tasks: { task: Task; n: number }[]
}

/** Tasks under the clause they carry out, in the order of the superior's document; the rest at the end. */
export function groupsOf(source: PlanSource | undefined, tasks: readonly Task[]): TaskGroup[] {
  const numbered = tasks.map((task, i) => ({ task, n: i + 1 }))
  if (!source) return [{ clause: null, tasks: numbered }]
  const groups: TaskGroup[] = answerable(source, tasks).map((clause) => ({
    clause,
    tasks: numbered.filter(({ task }) =>
      task.clauses.some((r) => r.documentId === source.documentId && r.clauseKey === clause.key),
    ),
  }))
  const placed = new Set(groups.flatMap((g) => g.tasks.map((t) => t.task.key)))
  const rest = numbered.filter(({ task }) => !placed.has(task.key))
  return rest.length > 0 ? [...groups, { clause: null, tasks: rest }] : groups
}

/** Tasks of these keys that are still decided as before get another decision. */
export function withDecided(
  content: PlanContent,
  keys: readonly string[],
  from: Task['decision'],
  to: Task['decision'],
): PlanContent {
  return {
    ...content,
    tasks: content.tasks.map((task) =>
      task.decision === from && keys.includes(task.key) ? { ...task, decision: to } : task,
    ),
  }
}

/** The same content with one task changed. Words that change make a kept task an adapted one. */
export function withTask(content: PlanContent, key: string, change: Partial<Task>): PlanContent {
  return {
    ...content,
    tasks: content.tasks.map((t) => {
      if (t.key !== key) return t
      const next = { ...t, ...change }
      const reworded = next.title !== t.title || next.content !== t.content
      return reworded && t.decision === 'kept' && change.decision === undefined
        ? { ...next, decision: 'adapted' as const }
        : next
    }),
  }
}

/** The same content with a new task of the unit's own under a superior's clause. */
export function withNewTask(
  content: PlanContent,
  key: string,
  at: { documentId: string; clauseKey: string } | null,
  like: Task | undefined,
): PlanContent {
  const heading = content.clauses.findLast((c) => c.kind === 'heading')
  const task: Task = {
    key,
    decision: 'own',
    reason: '',
    isKey: false,
    title: '',
    content: '',
    forms: [],
    audiences: [],
    leadPersonId: null,
    leadWords: '',
    supportWords: '',
    time: { words: '', from: null, until: null },
    product: '',
    target: null,
    cost: null,
    fund: null,
    clauses: at ? [at] : [],
    origins: [],
    underClause: like?.underClause ?? heading?.key ?? null,
    asksBelow: like?.asksBelow ?? content.tasks.some((t) => t.asksBelow),
    belowTargets: [],
  }
  return {
    ...content,
    tasks: [...content.tasks, task],
    declinedClauses: content.declinedClauses.filter(
      (d) => d.documentId !== at?.documentId || d.clauseKey !== at.clauseKey,
    ),
  }
}

/** The same content in which a superior's clause is not the unit's, with the reason; an empty reason takes that back. */
export function withDeclined(
  content: PlanContent,
  documentId: string,
  clauseKey: string,
  reason: string,
): PlanContent {
  const others = content.declinedClauses.filter(
    (d) => d.documentId !== documentId || d.clauseKey !== clauseKey,
  )
  return {
    ...content,
    declinedClauses:
      reason.trim() === '' ? others : [...others, { documentId, clauseKey, reason: reason.trim() }],
  }
}

export interface WordsPiece {
  kind: 'same' | 'removed' | 'added'
  words: string
}

/** Words taken out and put in, word by word; texts beyond 1,500 words stand whole beside each other. */
export function diffWords(before: string, after: string): WordsPiece[] {
  const a = before.split(/(?<=\s)/)
  const b = after.split(/(?<=\s)/)
  if (a.length > 1_500 || b.length > 1_500 || before === '' || after === '')
    return [
      ...(before === '' ? [] : [{ kind: 'removed' as const, words: before }]),
      ...(after === '' ? [] : [{ kind: 'added' as const, words: after }]),
    ]
  const width = b.length + 1
  const table = new Uint16Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      table[i * width + j] =
        a[i]?.trim() === b[j]?.trim()
          ? (table[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(table[(i + 1) * width + j] ?? 0, table[i * width + j + 1] ?? 0)
  const pieces: WordsPiece[] = []
  const add = (kind: WordsPiece['kind'], words: string) => {
    const last = pieces.at(-1)
    if (last?.kind === kind) last.words += words
    else pieces.push({ kind, words })
  }
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i]?.trim() === b[j]?.trim()) {
      add('same', b[j] ?? '')
      i += 1
      j += 1
    } else if (
      j >= b.length ||
      (i < a.length && (table[(i + 1) * width + j] ?? 0) >= (table[i * width + j + 1] ?? 0))
    ) {
      add('removed', a[i] ?? '')
      i += 1
    } else {
      add('added', b[j] ?? '')
      j += 1
    }
  }
  return pieces
}
