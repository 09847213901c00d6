import { fold, type PlaceName } from '../../../document/index.ts'
import { matchKey } from '../keys.ts'
import { longest, mostRelations } from '../known-own.schema.ts'
import {
  differencesOf,
  factsOf,
  findSame,
  problemsOf,
  type FactName,
  type KnownFacts,
} from '../known.rules.ts'
import { findKeys, type Registered } from '../known.store.ts'
import type { FileEntry } from './columns.ts'

interface ImportWorld {
  today: string
  /** every entry that has a number of the file, as the unit sees the register */
  entries: readonly Registered[]
  /** what the unit's citations leave unsaid */
  places: readonly PlaceName[]
}

interface Issue {
  fact: FactName | null
  /** message `library.issue.<code>` */
  code: string
  params: Record<string, string | number>
}

export interface PlannedEntry {
  row: number
  what: 'add' | 'change' | 'same' | 'error'
  /** the entry that it changes, as it stands; null: a new one */
  present: Registered | null
  facts: KnownFacts
  /** what the row says otherwise than the register */
  differs: FactName[]
  issues: Issue[]
}

/** What a new entry has to say. */
const needed: readonly FactName[] = ['type', 'numberSymbol', 'issuer', 'issuedOn', 'title', 'source']
const empty: KnownFacts = {
  type: '',
  numberSymbol: '',
  issuer: '',
  issuedOn: null,
  title: '',
  inForceFrom: null,
  lastDay: null,
  relations: [],
  source: '',
}

/**
 * What each row of a file would do: a document that is nowhere on record is new, one that is and says otherwise is the
 * unit's correction, the rest stays. Pure. An empty cell leaves what is known as it is.
 */
export function planImport(entries: readonly FileEntry[], world: ImportWorld): PlannedEntry[] {
  const byNumber = Map.groupBy(world.entries, (e) => findKeys(e)?.numberKey ?? '')
  const first = new Map<string, number>()
  return entries.map((entry) => {
    const planned = planEntry(entry, byNumber, world)
    const { facts, present } = planned
    const key = present?.id ?? `${matchKey(facts.numberSymbol) ?? ''} ${fold(facts.issuer)} ${facts.issuedOn}`
    const twice = first.get(key)
    if (twice === undefined) first.set(key, entry.row)
    else planned.issues.push({ fact: 'numberSymbol', code: 'double', params: { row: twice } })
    if (planned.issues.length > 0) planned.what = 'error'
    return planned
  })
}

function planEntry(
  { row, facts: said, unread }: FileEntry,
  byNumber: ReadonlyMap<string, readonly Registered[]>,
  world: ImportWorld,
): PlannedEntry {
  const issues: Issue[] = unread.map(({ fact, words }) => ({
    fact,
    code: fact === 'relations' ? 'relations' : 'day',
    params: { words },
  }))
  const asked = over(empty, said)
  const among = byNumber.get(findKeys(asked)?.numberKey ?? '') ?? []
  const found = findSame(asked, among, world.places)
  if (found.status === 'ambiguous') issues.push({ fact: 'issuer', code: 'several', params: {} })
  const meant = found.status === 'known' || found.status === 'contradicts' ? found.document.id : null
  const present = among.find((e) => e.id === meant) ?? null
  const before = present && factsOf(present)
  const facts = over(before ?? empty, said)
  const differs = before ? differencesOf(before, facts) : []
  if (!before)
    for (const fact of needed)
      if (said[fact] === null && !unread.some((u) => u.fact === fact))
        issues.push({ fact, code: 'missing', params: {} })
  if (!before || differs.length > 0) issues.push(...wrongIn(facts, world.today))
  const what = !before ? 'add' : differs.length > 0 ? 'change' : 'same'
  return { row, what, present, facts, differs, issues }
}

function wrongIn(facts: KnownFacts, today: string): Issue[] {
  const issues: Issue[] = problemsOf(facts, today)
    // A number that is missing is told as that.
    .filter((p) => p.fact !== 'numberSymbol' || facts.numberSymbol !== '')
    .map(({ fact, code }) => ({ fact, code, params: {} }))
  for (const fact of ['type', 'numberSymbol', 'issuer', 'title', 'source'] as const)
    if (facts[fact].length > longest[fact])
      issues.push({ fact, code: 'too_long', params: { most: longest[fact] } })
  if (facts.relations.length > mostRelations)
    issues.push({ fact: 'relations', code: 'many_relations', params: { most: mostRelations } })
  if (facts.relations.some(({ by }) => by === '' || by.length > longest.by))
    issues.push({ fact: 'relations', code: 'too_long', params: { most: longest.by } })
  return issues
}

/** What a row says over what stands there. */
function over(before: KnownFacts, said: FileEntry['facts']): KnownFacts {
  const relations =
    said.relations === null
      ? before.relations
      : // Which entry of the register one was picked from stays, where the file says the same.
        said.relations.map(
          (r) => before.relations.find((b) => b.kind === r.kind && b.by === r.by && b.date === r.date) ?? r,
        )
  return {
    type: said.type ?? before.type,
    numberSymbol: said.numberSymbol ?? before.numberSymbol,
    issuer: said.issuer ?? before.issuer,
    issuedOn: said.issuedOn ?? before.issuedOn,
    title: said.title ?? before.title,
    inForceFrom: said.inForceFrom ?? before.inForceFrom,
    lastDay: said.lastDay ?? before.lastDay,
    relations,
    source: said.source ?? before.source,
  }
}
