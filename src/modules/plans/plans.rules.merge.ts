import { fold, orderBases } from '../../document/index.ts'
import { emptyContent, type DraftingUnit, type DraftPart } from './plans.rules.draft.ts'
import { lowerFirst } from './plans.rules.words.ts'
import type { ClauseKind, PlanClause, PlanContent } from './plans.schema.ts'

/**
 * One plan of several parts, with the text of one plan: the first part gives title, headings and order. What a further
 * part aims at and asks to be done goes where the first has its like; a heading of it stands only where there is no like
 * to go to. Equal bases and clauses stand once, legal bases by rank and day before what is carried out, and markers count on
 * without gaps.
 */
export function mergeDrafts(parts: readonly DraftPart[], unit: DraftingUnit, year: number): PlanContent {
  const content = emptyContent(year)
  const kinds = new Map<string, ClauseKind>()
  for (const part of parts) {
    content.title ||= part.title
    for (const basis of part.bases)
      if (!content.bases.some((b) => fold(b.words) === fold(basis.words))) content.bases.push(basis)
    addPart(content, kinds, part)
  }
  const [legal, carried] = (['based on', 'carries out'] as const).map((relation) =>
    content.bases.filter((b) => b.relation === relation),
  )
  // One superior's order is left as it is; of several none holds.
  content.bases = [...(parts.length > 1 ? orderBases(legal ?? []) : (legal ?? [])), ...(carried ?? [])]
  renumber(content.clauses)
  content.opening = openingOf(content, unit)
  return content
}

function addPart(content: PlanContent, kinds: Map<string, ClauseKind>, part: DraftPart): void {
  const byKey = new Map(part.clauses.map((c) => [c.key, c]))
  const homes = homesOf(content, kinds)
  /** where each clause of the part now stands; a heading gets its place when something stands under it */
  const placed = new Map<string, string>()

  const stand = (key: string | null): string | null => {
    const clause = key === null ? undefined : byKey.get(key)
    if (!clause) return null
    const at = placed.get(clause.key)
    if (at !== undefined) return at
    const parentKey = stand(clause.parentKey)
    const same = sameAs(content.clauses, clause, parentKey)
    if (!same) insert(content.clauses, { ...clause, parentKey })
    placed.set(clause.key, same?.key ?? clause.key)
    return same?.key ?? clause.key
  }
  const equal = (key: string | null): string | null => {
    const clause = key === null ? undefined : byKey.get(key)
    if (!clause) return null
    const parentKey = clause.parentKey === null ? null : equal(clause.parentKey)
    if (clause.parentKey !== null && parentKey === null) return null
    return sameAs(content.clauses, clause, parentKey)?.key ?? null
  }
  /** Under its own heading where that stands already, else with its like, else under its own heading all the same. */
  const under = (heading: string | null, kind: ClauseKind | undefined) =>
    equal(heading) ?? homes(kind) ?? stand(heading)

  const isFirst = content.clauses.length === 0
  for (const clause of part.clauses) {
    if (isFirst) stand(clause.key)
    else if (clause.kind !== 'heading') {
      const parentKey = under(clause.parentKey, clause.kind)
      const same = sameAs(content.clauses, clause, parentKey)
      if (!same) insert(content.clauses, likeSiblings(content.clauses, { ...clause, parentKey }))
      placed.set(clause.key, same?.key ?? clause.key)
    }
  }
  for (const task of part.tasks) {
    const kind = part.kinds.get(task.key)
    const underClause = isFirst ? stand(task.underClause) : under(task.underClause, kind)
    content.tasks.push({ ...task, underClause })
    if (kind) kinds.set(task.key, kind)
  }
}

/** Where what is there already has its purposes, its requirements, what is to be done: the last place of each kind. */
function homesOf(content: PlanContent, kinds: ReadonlyMap<string, ClauseKind>) {
  const homes = new Map<ClauseKind, string>()
  for (const clause of content.clauses)
    if (clause.kind !== 'heading' && clause.parentKey !== null) homes.set(clause.kind, clause.parentKey)
  for (const task of content.tasks) {
    const kind = kinds.get(task.key)
    if (kind && task.underClause !== null) homes.set(kind, task.underClause)
  }
  const alike: Partial<Record<ClauseKind, ClauseKind[]>> = {
    purpose: ['purpose', 'requirement'],
    requirement: ['requirement', 'purpose'],
    content: ['content', 'solution', 'form'],
    solution: ['solution', 'content', 'form'],
    form: ['form', 'content', 'solution'],
    responsibility: ['responsibility'],
  }
  return (kind: ClauseKind | undefined): string | null => {
    for (const k of kind ? (alike[kind] ?? []) : []) {
      const home = homes.get(k)
      if (home !== undefined) return home
    }
    return null
  }
}

function sameAs(
  clauses: readonly PlanClause[],
  clause: PlanClause,
  parentKey: string | null,
): PlanClause | undefined {
  return clauses.find(
    (c) => c.kind === clause.kind && c.parentKey === parentKey && fold(c.words) === fold(clause.words),
  )
}

/** A clause goes behind the last one under its parent, so that reading order stays the tree's order. */
function insert(clauses: PlanClause[], clause: PlanClause): void {
  if (clause.parentKey === null) {
    clauses.push(clause)
    return
  }
  const under = new Set([clause.parentKey])
  let at = clauses.findIndex((c) => c.key === clause.parentKey) + 1
  for (; at < clauses.length; at += 1) {
    const c = clauses[at]
    if (!c || c.parentKey === null || !under.has(c.parentKey)) break
    under.add(c.key)
  }
  clauses.splice(at, 0, clause)
}

/** Beside dashes a clause is a dash, beside numbers a number: `renumber` counts it on. */
function likeSiblings(clauses: readonly PlanClause[], clause: PlanClause): PlanClause {
  const sibling = clauses.findLast((c) => c.parentKey === clause.parentKey)
  const parent = clauses.find((c) => c.key === clause.parentKey)
  return {
    ...clause,
    marker: sibling?.marker ?? clause.marker,
    level: sibling?.level ?? (parent?.level ?? 0) + 1,
  }
}

const letters = [...'abcdđeghiklmnopqrstuvxy']
const romans = 'I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX'.split(' ')
const series: ((n: number) => string | undefined)[] = [
  (n) => romans[n],
  (n) => String(n + 1),
  (n) => letters[n],
]
const styles = [/^[IVXLC]+$/, /^\d+$/, /^\p{Ll}$/u]

/** Clauses under one heading that are numbered alike count from the first on: what was left out leaves no gap. */
function renumber(clauses: PlanClause[]): void {
  const groups = Map.groupBy(clauses, (c) => c.parentKey)
  for (const group of groups.values()) {
    const style = styles.findIndex((s) => group.every((c) => s.test(c.marker)))
    if (style < 0 || group.length > 20) continue
    group.forEach((clause, n) => {
      clause.marker = series[style]?.(n) ?? clause.marker
    })
  }
}

function openingOf(content: PlanContent, unit: DraftingUnit): string {
  const title = content.title === '' ? 'kế hoạch' : `Kế hoạch ${lowerFirst(content.title)}`
  return `${unit.name} xây dựng ${title} với các nội dung sau:`
}
