import { fold } from '../../document/index.ts'
import type { SourceClause } from './plans.rules.coverage.ts'
import type { PlanBasis, PlanContent, PlanRecipient, PlanTask } from './plans.schema.ts'

export type ChangedValue = string | number | boolean | string[] | null
export interface FieldChange {
  /** name of the field, e.g. `title`, `target`, `time` */
  field: string
  before: ChangedValue
  after: ChangedValue
}
export interface ItemChange {
  key: string
  change: 'added' | 'removed' | 'changed'
  /** the title or words of the item as it is now, or was */
  title: string
  fields: FieldChange[]
}
export interface PlanChanges {
  fields: FieldChange[]
  bases: ItemChange[]
  clauses: ItemChange[]
  tasks: ItemChange[]
}

/** What became of a task of a superior's plan between two of its revisions. */
export type OriginState = 'unchanged' | 'changed' | 'gone'

/** What is different between two revisions of a plan, by the keys that clauses and tasks keep. */
export function whatChanged(a: PlanContent, b: PlanContent): PlanChanges {
  return {
    fields: differences(headOf(a), headOf(b)),
    bases: compareItems(a.bases, b.bases, basisKey, (x) => x.words, basisFields),
    clauses: compareItems(
      a.clauses,
      b.clauses,
      (c) => c.key,
      (c) => [c.marker, c.words].filter((w) => w !== '').join(' '),
      (c) => ({ marker: c.marker, words: c.words }),
    ),
    tasks: compareItems(
      a.tasks,
      b.tasks,
      (t) => t.key,
      (t) => t.title,
      taskFields,
    ),
  }
}

/** True when the two differ in nothing that a reader of the plan would see. */
export function isSame(changes: PlanChanges): boolean {
  return [changes.fields, changes.bases, changes.clauses, changes.tasks].every((list) => list.length === 0)
}

/**
 * What a superior's revision did to one of its tasks, as a unit below sees it. Lead, support and cost are the superior's
 * own affair and ask nothing of anybody below; a task declined or no longer asked for is gone.
 */
export function originChange(
  before: PlanTask | undefined,
  after: PlanTask | undefined,
): { state: OriginState; fields: FieldChange[] } {
  if (!after || after.decision === 'declined' || !after.asksBelow) return { state: 'gone', fields: [] }
  if (!before) return { state: 'changed', fields: [] }
  const fields = differences(askedFields(before), askedFields(after))
  return { state: fields.length === 0 ? 'unchanged' : 'changed', fields }
}

type Fields = Record<string, ChangedValue>

function headOf(content: PlanContent): Fields {
  return {
    title: content.title,
    period: [content.period.from, content.period.until],
    programmes: content.programmes,
    opening: content.opening,
    recipients: content.recipients.map(recipientWords),
    signer: [content.signer.authority ?? '', content.signer.deputyOf ?? '', content.signer.position].filter(
      (w) => w !== '',
    ),
    belowDueOn: content.belowDueOn,
    isPublic: content.isPublic,
  }
}

function recipientWords(recipient: PlanRecipient): string {
  return recipient.purpose === null ? recipient.words : `${recipient.words} (${recipient.purpose})`
}

const basisKey = (basis: PlanBasis) => basis.documentId ?? fold(basis.words)
const basisFields = (basis: PlanBasis): Fields => ({
  words: basis.words,
  relation: basis.relation,
  isProvisional: basis.isProvisional,
})

function askedFields(task: PlanTask): Fields {
  return {
    title: task.title,
    content: task.content,
    forms: task.forms,
    audiences: task.audiences,
    time: timeOf(task),
    product: task.product,
    indicator: task.target?.indicator ?? null,
    belowTargets: task.belowTargets.map((t) => `${t.kind ?? ''}:${t.value}`),
    isKey: task.isKey,
  }
}

function taskFields(task: PlanTask): Fields {
  const { belowTargets, isKey, ...shared } = askedFields(task)
  return {
    ...shared,
    target: task.target?.value ?? null,
    belowTargets: belowTargets ?? null,
    isKey: isKey ?? null,
    decision: task.decision,
    reason: task.reason,
    lead: task.leadWords,
    leadPersonId: task.leadPersonId,
    support: task.supportWords,
    cost: task.cost,
    fund: task.fund,
    asksBelow: task.asksBelow,
    // By key alone: each revision of a superior's plan is another document with the same keys.
    clauses: task.clauses.map((c) => c.clauseKey).sort(),
    underClause: task.underClause,
  }
}

function timeOf(task: PlanTask): ChangedValue {
  const { words, from, until } = task.time
  return [words, from ?? '', until ?? '']
}

function differences(before: Fields, after: Fields): FieldChange[] {
  return Object.keys(after).flatMap((field) => {
    const a = before[field] ?? null
    const b = after[field] ?? null
    return JSON.stringify(a) === JSON.stringify(b) ? [] : [{ field, before: a, after: b }]
  })
}

function compareItems<T>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (item: T) => string,
  titleOf: (item: T) => string,
  fieldsOf: (item: T) => Fields,
): ItemChange[] {
  const old = new Map(before.map((item) => [keyOf(item), item]))
  const now = new Set(after.map(keyOf))
  const changes: ItemChange[] = []
  for (const item of after) {
    const key = keyOf(item)
    const was = old.get(key)
    if (was === undefined) changes.push({ key, change: 'added', title: titleOf(item), fields: [] })
    else {
      const fields = differences(fieldsOf(was), fieldsOf(item))
      if (fields.length > 0) changes.push({ key, change: 'changed', title: titleOf(item), fields })
    }
  }
  for (const item of before)
    if (!now.has(keyOf(item)))
      changes.push({ key: keyOf(item), change: 'removed', title: titleOf(item), fields: [] })
  return changes
}

const followed = ['title', 'content', 'forms', 'audiences', 'time', 'product', 'isKey'] as const

/**
 * A derived task after its superior's task changed.
 * - `follow`: what the superior says now, whatever the unit had made of it; lead, support, cost stay the unit's.
 * - `adapt`: the superior's new words where the unit had kept its old ones; where the unit had its own, they stay, and
 *   the task is to be decided again.
 */
export function takeOver(
  own: PlanTask,
  before: PlanTask | undefined,
  after: PlanTask,
  origin: { planId: string; revision: number },
  choice: 'follow' | 'adapt',
  askedValue: number | null,
): PlanTask {
  const task: PlanTask = { ...own }
  const unchangedByUnit = (field: (typeof followed)[number]) =>
    before === undefined || JSON.stringify(own[field]) === JSON.stringify(before[field])
  for (const field of followed)
    if (choice === 'follow' || unchangedByUnit(field)) Object.assign(task, { [field]: after[field] })
  if (after.target && (choice === 'follow' || own.target?.indicator === before?.target?.indicator))
    task.target = { indicator: after.target.indicator, value: askedValue ?? own.target?.value ?? null }
  task.origins = own.origins.map((o) =>
    o.planId === origin.planId && o.taskKey === after.key ? { ...o, revision: origin.revision } : o,
  )
  task.decision = choice === 'follow' ? 'kept' : 'to_decide'
  if (choice === 'follow') task.reason = ''
  return task
}

export interface ClauseMapping {
  /** old key → new key */
  map: Map<string, string>
  /** old keys that nothing of the new document corresponds to */
  lost: string[]
}

/**
 * Which clause of a document corresponds to which of another: the real one after a provisional one, or this year's after
 * last year's. Same place with similar words first, then the most similar words anywhere.
 * @param wanted the old keys that matter; others are not looked for
 */
export function mapClauses(
  before: readonly SourceClause[],
  after: readonly SourceClause[],
  wanted: ReadonlySet<string>,
): ClauseMapping {
  const map = new Map<string, string>()
  const lost: string[] = []
  const words = after.map((c) => wordSet(c.words))
  for (const clause of before) {
    if (!wanted.has(clause.key)) continue
    const own = wordSet(clause.words)
    let best: { key: string; score: number } | undefined
    after.forEach((candidate, i) => {
      const place = candidate.path === clause.path ? 0.25 : candidate.kind === clause.kind ? 0.05 : 0
      const alike = likeness(own, words[i] ?? new Set())
      const score = alike + place
      if (alike >= 0.3 && score >= 0.55 && (!best || score > best.score)) best = { key: candidate.key, score }
    })
    if (best) map.set(clause.key, best.key)
    else lost.push(clause.key)
  }
  return { map, lost }
}

/** What another document means for a draft: the superior's plan it is the paper of, if any, with its tasks' keys. */
export interface BasisDocument {
  documentId: string
  words: string
  isProvisional: boolean
  plan: { planId: string; revision: number; taskKeys: ReadonlySet<string> } | null
}

/**
 * Puts a draft on another document in place of one it stands on: a provisional basis becomes the real one, or a
 * superior's plan its next revision. Links follow the mapping; those that nothing corresponds to are taken out and named.
 * @param fromPlanId the plan that the old document was the paper of, whose tasks the draft's tasks name as origin
 */
export function rebase(
  content: PlanContent,
  from: { documentId: string; planId: string | null },
  to: BasisDocument,
  mapping: ClauseMapping,
): { content: PlanContent; lost: { taskKey: string | null; clauseKey: string }[] } {
  const lost: { taskKey: string | null; clauseKey: string }[] = []
  const move = <T extends { documentId: string; clauseKey: string }>(ref: T, taskKey: string | null): T[] => {
    if (ref.documentId !== from.documentId) return [ref]
    const clauseKey = mapping.map.get(ref.clauseKey)
    if (clauseKey !== undefined) return [{ ...ref, documentId: to.documentId, clauseKey }]
    lost.push({ taskKey, clauseKey: ref.clauseKey })
    return []
  }
  const tasks = content.tasks.map((task): PlanTask => {
    const clauses = task.clauses.flatMap((ref) => move(ref, task.key))
    const { plan } = to
    // The next revision of the same plan: each task keeps the revision that it was last looked at, until it is chosen for.
    if (plan && plan.planId === from.planId) return { ...task, clauses }
    const kept = task.origins.filter((o) => from.planId === null || o.planId !== from.planId)
    const origins = plan
      ? clauses
          .filter((ref) => ref.documentId === to.documentId && plan.taskKeys.has(ref.clauseKey))
          .map((ref) => ({ planId: plan.planId, revision: plan.revision, taskKey: ref.clauseKey }))
      : []
    return { ...task, clauses, origins: [...kept, ...origins] }
  })
  return {
    lost,
    content: {
      ...content,
      tasks,
      declinedClauses: content.declinedClauses.flatMap((ref) => move(ref, null)),
      bases: content.bases.map((basis) =>
        basis.documentId === from.documentId
          ? { ...basis, documentId: to.documentId, words: to.words, isProvisional: to.isProvisional }
          : basis,
      ),
    },
  }
}

function wordSet(words: string): Set<string> {
  return new Set(
    fold(words)
      .split(/[^\p{L}\p{N}]+/u)
      .filter((w) => w !== ''),
  )
}

/** Dice's coefficient over words: 1 for the same words, 0 for none in common. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0
  let common = 0
  for (const word of a) if (b.has(word)) common += 1
  return (2 * common) / (a.size + b.size)
}
