import { fold } from '../../document/index.ts'
import { parseTime } from './plans.rules.time.ts'
import type { SourceClause } from './plans.rules.coverage.ts'
import {
  inLaterYear,
  inOwnName,
  lowerFirst,
  shortDate,
  timeIn,
  titleFor,
  titleOf,
  yearsLater,
} from './plans.rules.words.ts'
import type { ClauseKind, PlanBasis, PlanClause, PlanContent, PlanTask } from './plans.schema.ts'

/** The unit that drafts. */
export interface DraftingUnit {
  id: string
  name: string
  shortName: string
  kind: string
  isSchool: boolean
  /** units stand below it, so its tasks may ask for their part */
  hasBelow: boolean
}

/** A superior document as far as a draft is made from it. */
export interface DraftSource {
  documentId: string
  type: string
  numberSymbol: string | null
  issuedOn: string | null
  issuerName: string
  subject: string
  line: 'administration' | 'profession' | null
  clauses: SourceClause[]
  /** its legal bases as printed, with the verb */
  legalBases: string[]
}

/** The part of a plan that comes from one source; `mergeDrafts` makes one plan of several. */
export interface DraftPart {
  title: string
  bases: PlanBasis[]
  clauses: PlanClause[]
  tasks: PlanTask[]
  /** what kind of clause each task was made of, by its key */
  kinds: ReadonlyMap<string, ClauseKind>
}

export interface DraftYear {
  year: number
  newKey: () => string
}

/** A plan with nothing in it: the calendar year, nobody to sign yet. */
export function emptyContent(year: number): PlanContent {
  return {
    title: '',
    year,
    period: { from: `${year}-01-01`, until: `${year + 1}-01-01` },
    programmes: [],
    bases: [],
    opening: '',
    clauses: [],
    tasks: [],
    declinedClauses: [],
    recipients: [],
    signer: { personId: null, authority: null, position: '' },
    isPublic: false,
    way: 'paper',
    belowDueOn: null,
    amendments: [],
  }
}

/** A task with nothing in it. */
export function emptyTask(key: string): PlanTask {
  return {
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
    clauses: [],
    origins: [],
    underClause: null,
    asksBelow: false,
    belowTargets: [],
  }
}

/**
 * A draft from a superior's document that was read: purposes and requirements are copied and reworded only where they
 * name their issuer, headings above what is to be done are copied, and every piece to be done becomes a task *to decide*
 * with the words of its clause. Responsibilities become tasks only where they are the unit's.
 */
export function draftFromDocument(
  doc: DraftSource,
  unit: DraftingUnit,
  { year, newKey }: DraftYear,
): DraftPart {
  const byKey = new Map(doc.clauses.map((c) => [c.key, c]))
  const above = (clause: SourceClause): SourceClause[] => {
    const parent = clause.parentKey === null ? undefined : byKey.get(clause.parentKey)
    return parent ? [...above(parent), parent] : []
  }
  const proposed = doc.clauses.filter((clause) => isProposal(clause, doc.clauses, above(clause), unit))
  const copied = new Set<string>()
  for (const clause of doc.clauses)
    if (clause.kind === 'purpose' || clause.kind === 'requirement')
      for (const c of [...above(clause), clause]) copied.add(c.key)
  for (const clause of proposed) for (const c of above(clause)) if (c.kind === 'heading') copied.add(c.key)
  const keys = new Map([...copied].map((k) => [k, newKey()]))
  // "2. Các đơn vị trực thuộc" over what the unit must do is, in its own plan, the unit itself.
  const assigned = new Set(proposed.filter((c) => c.kind === 'responsibility').map((c) => c.parentKey))
  const own = doc.clauses
    .filter((c) => c.kind === 'heading' && assigned.has(c.key) && addresses(c.words, unit))
    .map((c) => c.key)
  const clauses = doc.clauses
    .filter((c) => copied.has(c.key))
    .map((c): PlanClause => {
      const at = own.indexOf(c.key)
      return {
        key: keys.get(c.key) ?? newKey(),
        parentKey: c.parentKey === null ? null : (keys.get(c.parentKey) ?? null),
        kind: c.kind,
        marker: at >= 0 && /^\d+$/.test(c.marker) ? String(at + 1) : c.marker,
        level: c.level,
        words:
          at >= 0
            ? unit.name
            : c.kind === 'purpose' || c.kind === 'requirement'
              ? inOwnName(c.words, doc.issuerName, unit.name)
              : c.words,
      }
    })
  const period = { from: `${year}-01-01`, until: `${year + 1}-01-01` }
  const tasks = proposed.map((clause): PlanTask => {
    const under = above(clause).findLast((c) => copied.has(c.key))
    return {
      ...emptyTask(newKey()),
      decision: 'to_decide',
      title: titleOf(clause.words),
      content: clause.words,
      time: parseTime(timeIn(clause.words), { year, period }),
      clauses: [{ documentId: doc.documentId, clauseKey: clause.key }],
      underClause: under ? (keys.get(under.key) ?? null) : null,
      asksBelow: unit.hasBelow && clause.kind !== 'responsibility',
    }
  })
  return {
    title: titleFor(doc.subject, doc.issuerName, unit.name, year, unit.isSchool),
    bases: [
      ...doc.legalBases.map((words): PlanBasis => ({
        documentId: null,
        relation: 'based on',
        line: null,
        isProvisional: false,
        words,
      })),
      basisOf(doc),
    ],
    clauses,
    tasks,
    kinds: new Map(tasks.map((task, i) => [task.key, proposed[i]?.kind ?? 'other'])),
  }
}

/** A superior's issued revision: its document with the clauses of its paper, and its content. */
export interface SuperiorPlan extends Omit<DraftSource, 'legalBases'> {
  planId: string
  revision: number
  content: PlanContent
}

/**
 * A draft from a superior's issued plan: as from its document, and every task of it that asks the units below keeps its
 * origin, its words and what the unit's kind is asked for. Lead, cost and support are the unit's own and stay empty.
 */
export function draftFromPlan(plan: SuperiorPlan, unit: DraftingUnit, drafting: DraftYear): DraftPart {
  const legalBases = plan.content.bases.filter((b) => b.relation === 'based on').map((b) => b.words)
  const part = draftFromDocument({ ...plan, legalBases }, unit, drafting)
  const above = new Map(plan.content.tasks.map((t) => [t.key, t]))
  return {
    ...part,
    tasks: part.tasks.map((task) => {
      const origin = above.get(task.clauses[0]?.clauseKey ?? '')
      return origin
        ? { ...derivedTask(origin, plan, unit), key: task.key, underClause: task.underClause }
        : task
    }),
  }
}

/** What a unit takes over of a superior's task, before it decides; the caller gives key and place. */
export function derivedTask(
  task: PlanTask,
  plan: { planId: string; revision: number; documentId: string },
  unit: DraftingUnit,
): PlanTask {
  const asked =
    task.belowTargets.find((t) => t.kind === unit.kind) ?? task.belowTargets.find((t) => t.kind === null)
  return {
    ...emptyTask(task.key),
    decision: 'to_decide',
    isKey: task.isKey,
    title: task.title,
    content: task.content,
    forms: task.forms,
    audiences: task.audiences,
    time: task.time,
    // Where a number is asked of the unit, the superior's words speak of all units together ("7.000 tờ đến 40 trường").
    product: asked ? '' : task.product,
    target: task.target && { indicator: task.target.indicator, value: asked?.value ?? null },
    fund: task.fund,
    clauses: [{ documentId: plan.documentId, clauseKey: task.key }],
    origins: [{ planId: plan.planId, revision: plan.revision, taskKey: task.key }],
    asksBelow: unit.hasBelow,
  }
}

/**
 * A draft from the unit's own plan of an earlier year: text and tasks with their places, times moved by the years
 * between, everything *to decide* again. Links to that year's superior documents are left out: they are not this year's.
 */
export function draftFromLastYear(last: PlanContent, { year, newKey }: DraftYear): DraftPart {
  const keys = new Map(last.clauses.map((c) => [c.key, newKey()]))
  const by = year - last.year
  const later = (words: string) => inLaterYear(words, last.year, year)
  return {
    title: later(last.title),
    bases: last.bases
      .filter((b) => b.relation === 'based on')
      .map((b): PlanBasis => ({ ...b, isProvisional: false })),
    clauses: last.clauses.map((c) => ({
      ...c,
      key: keys.get(c.key) ?? newKey(),
      parentKey: c.parentKey === null ? null : (keys.get(c.parentKey) ?? null),
      words: later(c.words),
    })),
    tasks: last.tasks
      .filter((t) => t.decision !== 'declined')
      .map((t): PlanTask => ({
        ...t,
        key: newKey(),
        decision: 'to_decide',
        reason: '',
        title: later(t.title),
        content: later(t.content),
        time: {
          words: later(t.time.words),
          from: t.time.from && yearsLater(t.time.from, by),
          until: t.time.until && yearsLater(t.time.until, by),
        },
        clauses: [],
        origins: [],
        underClause: t.underClause === null ? null : (keys.get(t.underClause) ?? null),
      })),
    kinds: new Map(),
  }
}

/** "Thực hiện Kế hoạch số 75/KH-PGDĐT ngày 26/12/2019 của … về …". */
export function basisOf(doc: Omit<DraftSource, 'clauses' | 'legalBases'>): PlanBasis {
  const parts = [
    `Thực hiện ${doc.type}`,
    doc.numberSymbol ? ` số ${doc.numberSymbol}` : '',
    doc.issuedOn ? ` ngày ${shortDate(doc.issuedOn)}` : '',
    ` của ${doc.issuerName}`,
    doc.subject ? ` về ${lowerFirst(doc.subject.replace(/^(?:về việc|v\/v|về)\s+/i, ''))}` : '',
  ]
  return {
    documentId: doc.documentId,
    relation: 'carries out',
    line: doc.line,
    isProvisional: false,
    words: parts.join(''),
  }
}

const doable = new Set(['content', 'form', 'solution', 'responsibility'])

function isProposal(
  clause: SourceClause,
  all: readonly SourceClause[],
  above: readonly SourceClause[],
  unit: DraftingUnit,
): boolean {
  if (!doable.has(clause.kind)) return false
  if (all.some((c) => c.parentKey === clause.key && doable.has(c.kind))) return false
  return clause.kind !== 'responsibility' || [...above, clause].some((c) => addresses(c.words, unit))
}

/** Whether a responsibility speaks to the unit: by its name, or by what such units are called together. */
function addresses(words: string, unit: DraftingUnit): boolean {
  const head = fold(words).slice(0, 160)
  if (head.includes(fold(unit.name)) || head.includes(fold(unit.shortName))) return true
  if (unit.isSchool)
    return /^(?:cac )?(?:truong|don vi truc thuoc|co so giao duc|don vi truong hoc)|cac truong|hieu truong/.test(
      head,
    )
  if (unit.kind === 'education_office') return /phong (?:gd|giao duc)/.test(head)
  if (unit.kind === 'department') return /^(?:cac )?so\b|cac so,/.test(head)
  if (unit.kind.startsWith('people_committee'))
    return /ubnd (?:cac )?(?:huyen|xa|phuong|tinh)|uy ban nhan dan/.test(head)
  return /don vi truc thuoc/.test(head)
}
