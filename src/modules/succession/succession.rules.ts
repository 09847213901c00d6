import { addDays } from '../../platform/clock.ts'
import type { SuccessionContent } from './succession.schema.ts'

export type Line = 'administration' | 'profession'
export type Kind = 'merge' | 'split' | 'part' | 'rename' | 'transfer'
export type Section = 'decree' | 'units' | 'below' | 'people' | 'work' | 'reports'

export interface KnownUnit {
  id: string
  code: string
  kind: string
  name: string
  shortName: string
  from: string
  until: string | null
}

export interface OpenItem {
  id: string
  unitId: string
  /** what of the obligation, or `plan` for a plan that is in force or being written */
  what: string
  dueOn: string | null
  label: string
  /** of a duty to do a task: its plan */
  planId: string | null
}

/** Everything about the units that decides what a reorganisation does, as it stands now. */
export interface SuccessionFacts {
  today: string
  kind: Kind
  day: string
  units: ReadonlyMap<string, KnownUnit>
  /** who stands directly below a closing unit on the day */
  below: readonly { unitId: string; line: Line; superiorId: string }[]
  members: readonly {
    personId: string
    name: string
    title: string | null
    roles: string[]
    isHead: boolean
    hasAccount: boolean
    unitId: string
  }[]
  /** by unit that goes on: people with accounts who are there on the day, and its head */
  staying: ReadonlyMap<string, { withAccount: number; headId: string | null }>
  open: readonly OpenItem[]
  /** numbers taken from a closing register for a plan that is not issued */
  held: readonly string[]
  /** reports of closing units for windows that end on the day or later, and the kinds of units that report on the form */
  running: readonly { unitId: string; period: string; kinds: readonly string[] }[]
  /** units whose handed-in report waits for the decision of a closing one */
  undecided: readonly string[]
  /** the latest paper that a closing unit issued on the day or later */
  issuedAfter: { unit: string; numberSymbol: string; dated: string } | null
  /** a handed-in report of a unit concerned whose window ends on the day or later */
  reportedAfter: { unit: string; lastDay: string } | null
  /** kinds of the units that are made */
  newKinds: ReadonlyMap<string, string>
  takenCodes: ReadonlySet<string>
  kinds: ReadonlySet<string>
  /** which of them are units that the person may not reorganise, or put a unit under */
  notYours: readonly string[]
}

export interface Problem {
  section: Section
  code: string
  params: Record<string, string | number>
}

export interface Resolved {
  closes: boolean
  heir: string | null
  below: { unitId: string; line: Line; to: string | null; isChosen: boolean }[]
  people: { personId: string; to: string | null; isHead: boolean }[]
  /** by id of the item */
  work: Map<string, { to: string | null; reason: string }>
  byWhat: Map<string, { to: string | null; reason: string }>
  problems: Problem[]
}

/** How far back a reorganisation may be entered after its day. */
export const mostDaysBack = 92
/** It can be undone for this long. */
export const undoHours = 24

export const closes = (kind: Kind): boolean => kind === 'merge' || kind === 'split'
/** Units are made, and people and units below go to them. */
export const reshapes = (kind: Kind): boolean => closes(kind) || kind === 'part'

/**
 * What a plan does with everything concerned, each choice or else its default, and what is still to be chosen.
 * Whoever is not named goes to the unit that goes on with the books.
 */
export function resolve(content: SuccessionContent, facts: SuccessionFacts): Resolved {
  const isClosing = closes(facts.kind)
  const isReshaping = reshapes(facts.kind)
  const heir = isClosing ? heirOf(content, facts.kind) : null
  const targets = new Set(content.to.map((t) => t.id))
  const below = isReshaping ? resolveBelow(content, facts, heir) : []
  const people = isReshaping ? resolvePeople(content, facts, heir, targets) : []
  const byWhat = new Map<string, { to: string | null; reason: string }>()
  const work = new Map<string, { to: string | null; reason: string }>()
  if (isClosing)
    for (const item of facts.open) {
      if (!byWhat.has(item.what)) {
        const chosen = content.work.find((w) => w.what === item.what)
        byWhat.set(item.what, chosen ? { to: chosen.to, reason: chosen.reason } : { to: heir, reason: '' })
      }
      const own = content.items.find((i) => i.id === item.id)
      const choice = own ?? byWhat.get(item.what)
      work.set(item.id, { to: choice?.to ?? null, reason: choice?.reason ?? '' })
    }
  const resolved: Resolved = { closes: isClosing, heir, below, people, work, byWhat, problems: [] }
  resolved.problems.push(
    ...basics(content, facts),
    ...(isReshaping ? reshaping(content, facts, resolved, targets) : changing(content, facts)),
  )
  return resolved
}

function heirOf(content: SuccessionContent, kind: Kind): string | null {
  if (kind === 'merge') return content.to[0]?.id ?? null
  return content.to.some((t) => t.id === content.heir) ? content.heir : null
}

function resolveBelow(
  content: SuccessionContent,
  facts: SuccessionFacts,
  heir: string | null,
): Resolved['below'] {
  const leaving = new Set(content.from)
  return facts.below
    .filter((b) => !leaving.has(b.unitId))
    .map(({ unitId, line }) => {
      const chosen = content.below.find((b) => b.unitId === unitId && b.line === line)
      const byDefault = content.belowTo[line] ?? (facts.kind === 'merge' ? heir : null)
      // A unit that goes on for the one above it needs another superior than itself.
      return {
        unitId,
        line,
        to: chosen?.to ?? (byDefault === unitId ? null : byDefault),
        isChosen: chosen !== undefined,
      }
    })
}

function resolvePeople(
  content: SuccessionContent,
  facts: SuccessionFacts,
  heir: string | null,
  targets: ReadonlySet<string>,
): Resolved['people'] {
  return facts.members.map((m) => {
    const chosen = content.people.find((p) => p.personId === m.personId)
    if (chosen) return { ...chosen, to: chosen.to !== null && targets.has(chosen.to) ? chosen.to : null }
    // Who headed a closed unit heads a new one only when somebody says so, but for a merger into one new unit.
    const isAlone = facts.members.filter((o) => o.isHead).length === 1
    const isNew = content.to.find((t) => t.id === heir)?.unit !== null
    return {
      personId: m.personId,
      to: heir,
      isHead:
        heir !== null &&
        m.isHead &&
        isAlone &&
        isNew &&
        content.people.every((p) => !p.isHead || p.to !== heir),
    }
  })
}

function basics(content: SuccessionContent, facts: SuccessionFacts): Problem[] {
  const problems: Problem[] = []
  const { decree } = content
  if (decree.symbol === '' || decree.date === null || decree.issuer === '')
    problems.push({ section: 'decree', code: 'decree', params: {} })
  if (content.from.length === 0) problems.push({ section: 'units', code: 'no_units', params: {} })
  for (const id of facts.notYours)
    problems.push({ section: 'units', code: 'not_yours', params: { unit: nameOf(facts, id) } })
  for (const id of content.from) {
    const unit = facts.units.get(id)
    if (!unit) continue
    if (unit.until !== null && unit.until <= facts.day)
      problems.push({ section: 'units', code: 'closed', params: { unit: unit.name, day: unit.until } })
    else if (unit.until !== null && closes(facts.kind))
      problems.push({ section: 'units', code: 'closed', params: { unit: unit.name, day: unit.until } })
    if (unit.from >= facts.day)
      problems.push({ section: 'units', code: 'not_begun', params: { unit: unit.name, day: unit.from } })
  }
  if (facts.day < addDays(facts.today, -mostDaysBack))
    problems.push({ section: 'decree', code: 'too_late', params: { n: mostDaysBack } })
  if (facts.kind !== 'rename' && facts.reportedAfter)
    problems.push({
      section: 'decree',
      code: 'reported_after',
      params: { unit: facts.reportedAfter.unit, day: facts.reportedAfter.lastDay },
    })
  return problems
}

function changing(content: SuccessionContent, facts: SuccessionFacts): Problem[] {
  const problems: Problem[] = []
  if (facts.kind === 'rename') {
    if (content.from.length > 1) problems.push({ section: 'units', code: 'one_unit', params: {} })
    const n = content.names
    if (!n || [n.name, n.shortName, n.abbreviation, n.place].includes(''))
      problems.push({ section: 'units', code: 'new_names', params: {} })
    return problems
  }
  const moves = Object.values(content.moves).flatMap((m) => (m ? [m.to] : []))
  if (moves.length === 0) problems.push({ section: 'units', code: 'no_move', params: {} })
  for (const to of moves) {
    if (to !== null && content.from.includes(to))
      problems.push({ section: 'units', code: 'itself', params: { unit: nameOf(facts, to) } })
    problems.push(...standing(facts, to, 'units'))
  }
  return problems
}

/** A superior must exist on the day and go on existing. */
function standing(facts: SuccessionFacts, id: string | null, section: Section): Problem[] {
  if (id === null) return []
  const unit = facts.units.get(id)
  if (!unit) return [{ section, code: 'unknown', params: {} }]
  if (unit.from > facts.day || (unit.until !== null && unit.until <= facts.day))
    return [{ section, code: 'not_there', params: { unit: unit.name } }]
  return []
}

function reshaping(
  content: SuccessionContent,
  facts: SuccessionFacts,
  resolved: Resolved,
  targets: ReadonlySet<string>,
): Problem[] {
  const problems: Problem[] = []
  const add = (section: Section, code: string, params: Problem['params'] = {}) =>
    problems.push({ section, code, params })
  if (facts.kind === 'merge' && content.to.length !== 1) add('units', 'one_target')
  if (facts.kind === 'split' && content.to.length < 2) add('units', 'two_targets')
  if (facts.kind !== 'merge' && content.from.length > 1) add('units', 'one_unit')
  if (facts.kind === 'part' && content.to.length === 0) add('units', 'one_taker')
  if (content.from.some((id) => targets.has(id))) add('units', 'both')
  for (const target of content.to) problems.push(...checkTarget(target, content, facts))
  if (new Set(content.to.map((t) => t.id)).size < content.to.length) add('units', 'twice')
  if (facts.kind === 'split' && resolved.heir === null && content.to.length > 0) add('reports', 'heir')
  if (facts.issuedAfter)
    add('decree', 'issued_after', {
      unit: facts.issuedAfter.unit,
      number: facts.issuedAfter.numberSymbol,
      day: facts.issuedAfter.dated,
    })
  for (const number of facts.held) add('work', 'held', { number })
  // Of a unit that goes on, whatever is not given away stays.
  const lost = resolved.closes ? resolved.below.filter((b) => b.to === null) : []
  for (const line of ['administration', 'profession'] as const) {
    const n = lost.filter((b) => b.line === line).length
    if (n > 0) add('below', `below_${line}`, { n })
  }
  for (const to of new Set(resolved.below.flatMap((b) => (b.to === null || targets.has(b.to) ? [] : [b.to]))))
    problems.push(...standing(facts, to, 'below'))
  for (const b of resolved.below)
    if (b.to === b.unitId) add('below', 'itself', { unit: nameOf(facts, b.unitId) })
  problems.push(...checkPeople(content, facts, resolved), ...checkWork(facts, resolved, targets))
  return problems
}

function checkTarget(
  target: SuccessionContent['to'][number],
  content: SuccessionContent,
  facts: SuccessionFacts,
): Problem[] {
  const { unit } = target
  if (unit === null) {
    const there = facts.units.get(target.id)
    if (!there) return [{ section: 'units', code: 'unknown', params: {} }]
    if (there.from > facts.day || there.until !== null)
      return [{ section: 'units', code: 'not_there', params: { unit: there.name } }]
    return []
  }
  const problems: Problem[] = []
  const missing = [unit.name, unit.shortName, unit.abbreviation, unit.place, unit.code, unit.kind].includes(
    '',
  )
  if (missing) problems.push({ section: 'units', code: 'names', params: { unit: unit.name || '…' } })
  else if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(unit.code))
    problems.push({ section: 'units', code: 'code_form', params: { code: unit.code } })
  else if (!facts.kinds.has(unit.kind))
    problems.push({ section: 'units', code: 'names', params: { unit: unit.name } })
  const twins = content.to.filter((t) => t.unit?.code === unit.code)
  if (unit.code !== '' && (facts.takenCodes.has(unit.code) || twins.length > 1))
    problems.push({ section: 'units', code: 'code_taken', params: { code: unit.code } })
  if (target.administration === null && target.profession === null)
    problems.push({ section: 'units', code: 'no_superior', params: { unit: unit.name } })
  for (const superior of [target.administration, target.profession])
    problems.push(...standing(facts, superior, 'units'))
  if (
    closes(facts.kind) &&
    [target.administration, target.profession].some((s) => s !== null && content.from.includes(s))
  )
    problems.push({ section: 'units', code: 'under_closed', params: { unit: unit.name } })
  return problems
}

function checkPeople(content: SuccessionContent, facts: SuccessionFacts, resolved: Resolved): Problem[] {
  const problems: Problem[] = []
  // A new unit owes reports from its first day; somebody has to see them.
  const empty = content.to.filter((t) => t.unit !== null && active(facts, resolved, t.id) === 0)
  if (empty.length > 0) problems.push({ section: 'people', code: 'nobody', params: { n: empty.length } })
  // What a unit that goes on has open is seen by somebody.
  const isLeft = (p: Resolved['people'][number]) =>
    p.to === null && facts.members.some((m) => m.personId === p.personId && m.hasAccount)
  if (facts.kind === 'part' && facts.members.some((m) => m.hasAccount) && !resolved.people.some(isLeft))
    problems.push({ section: 'people', code: 'nobody_left', params: {} })
  for (const t of content.to) {
    const heads = resolved.people.filter((p) => p.to === t.id && p.isHead)
    const staying = facts.staying.get(t.id)?.headId ?? null
    const n = heads.length + (staying !== null && !heads.some((h) => h.personId === staying) ? 1 : 0)
    if (n > 1)
      problems.push({ section: 'people', code: 'heads', params: { unit: targetName(content, facts, t.id) } })
  }
  return problems
}

/** Nothing is carried out while an open item would be seen by nobody, or would end without a word. */
function checkWork(facts: SuccessionFacts, resolved: Resolved, targets: ReadonlySet<string>): Problem[] {
  const problems: Problem[] = []
  // Until it is chosen who goes on with the books, nothing has its default.
  if (resolved.heir === null) return problems
  let unowned = 0
  let wordless = 0
  for (const item of facts.open) {
    const choice = resolved.work.get(item.id)
    if (!choice || choice.to === null) {
      if (item.what === 'plan') unowned += 1
      else if ((choice?.reason ?? '') === '') wordless += 1
    } else if (!targets.has(choice.to) || active(facts, resolved, choice.to) === 0) unowned += 1
  }
  // A handed-in report is decided by the successor above its unit, else by the one with the books.
  for (const unitId of facts.undecided) {
    const above = resolved.below.find((b) => b.unitId === unitId && b.to !== null && targets.has(b.to))
    const to = above?.to ?? resolved.heir
    if (to === null || active(facts, resolved, to) === 0) unowned += 1
  }
  if (unowned > 0) problems.push({ section: 'work', code: 'unowned', params: { n: unowned } })
  if (wordless > 0) problems.push({ section: 'work', code: 'wordless', params: { n: wordless } })
  if (resolved.heir !== null) {
    const kind = facts.units.get(resolved.heir)?.kind ?? null
    const heirKind = facts.newKinds.get(resolved.heir) ?? kind
    for (const r of facts.running)
      if (heirKind !== null && !r.kinds.includes(heirKind))
        problems.push({
          section: 'reports',
          code: 'heir_reports_not',
          params: { unit: nameOf(facts, r.unitId), period: r.period },
        })
  }
  return problems
}

/** How many people with accounts a unit has from the day on. */
export function active(facts: SuccessionFacts, resolved: Resolved, unitId: string): number {
  const arriving = resolved.people.filter(
    (p) => p.to === unitId && facts.members.some((m) => m.personId === p.personId && m.hasAccount),
  )
  return (facts.staying.get(unitId)?.withAccount ?? 0) + arriving.length
}

const nameOf = (facts: SuccessionFacts, id: string): string => facts.units.get(id)?.name ?? ''

export function targetName(content: SuccessionContent, facts: SuccessionFacts, id: string): string {
  return content.to.find((t) => t.id === id)?.unit?.name ?? nameOf(facts, id)
}
