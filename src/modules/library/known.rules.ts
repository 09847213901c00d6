import { addDays } from '../../platform/clock.ts'
import {
  fold,
  isInForce,
  makeRegister,
  numberKey,
  partsOf,
  resolve,
  type KnownDocument,
  type PlaceName,
  type Resolution,
} from '../../document/index.ts'
import { matchKey } from './keys.ts'
import type { knownStates } from './library.schema.ts'
import type { PickedRelation } from './known.store.ts'

/** What is said of a known document's validity on a day; `open` where the register has neither beginning nor end. */
export function stateOfKnown(d: KnownDocument, day: string): (typeof knownStates)[number] {
  if (d.inForceUntil !== null && day >= d.inForceUntil) return 'ended'
  if (d.inForceFrom !== null && day < d.inForceFrom) return 'coming'
  return isInForce(d, day) === true ? 'in_force' : 'open'
}

/** What is written down of a document. Days are `YYYY-MM-DD` in Asia/Ho_Chi_Minh; `lastDay` is the last one in force. */
export interface KnownFacts {
  type: string
  numberSymbol: string
  issuer: string
  issuedOn: string | null
  title: string
  inForceFrom: string | null
  lastDay: string | null
  relations: readonly PickedRelation[]
  source: string
}

/** The first day no longer in force, as the register keeps it. */
export function untilOf({ lastDay }: Pick<KnownFacts, 'lastDay'>): string | null {
  return lastDay === null ? null : addDays(lastDay, 1)
}

export function factsOf(d: KnownDocument & { relations: readonly PickedRelation[] }): KnownFacts {
  return {
    type: d.type,
    numberSymbol: d.numberSymbol ?? '',
    issuer: d.issuer,
    issuedOn: d.date,
    title: d.title,
    inForceFrom: d.inForceFrom,
    lastDay: d.inForceUntil === null ? null : addDays(d.inForceUntil, -1),
    relations: d.relations,
    source: d.source,
  }
}

export const factNames = [
  'type',
  'numberSymbol',
  'issuedOn',
  'issuer',
  'title',
  'inForceFrom',
  'lastDay',
  'relations',
  'source',
] as const
export type FactName = (typeof factNames)[number]

/** What differs between two entries; which entry of the register a relation was picked from says nothing of the fact. */
export function differencesOf(a: KnownFacts, b: KnownFacts): FactName[] {
  const relations = ({ relations: all }: KnownFacts) =>
    JSON.stringify(all.map(({ kind, by, date }) => [kind, by, date]))
  return factNames.filter((name) =>
    name === 'relations' ? relations(a) !== relations(b) : a[name] !== b[name],
  )
}

/** What cannot be, told by the fact: message `library.error.<code>` and `library.issue.<code>`. */
interface FactProblem {
  fact: FactName
  code: 'known_number' | 'known_ahead' | 'known_period'
}

export function problemsOf(facts: KnownFacts, today: string): FactProblem[] {
  const problems: FactProblem[] = []
  const parts = partsOf(facts.numberSymbol)
  if (parts === null || numberKey(parts) === null)
    problems.push({ fact: 'numberSymbol', code: 'known_number' })
  if (facts.issuedOn !== null && facts.issuedOn > today)
    problems.push({ fact: 'issuedOn', code: 'known_ahead' })
  if (facts.inForceFrom !== null && facts.lastDay !== null && facts.inForceFrom > facts.lastDay)
    problems.push({ fact: 'lastDay', code: 'known_period' })
  return problems
}

/**
 * Which entry of the register the facts are of: the one with the very same number, issuer and day, else whichever a citation
 * of them would mean.
 * @param entries those of the register that have this number and symbol
 */
export function findSame(
  facts: Pick<KnownFacts, 'type' | 'numberSymbol' | 'issuer' | 'issuedOn'>,
  entries: readonly KnownDocument[],
  places: readonly PlaceName[],
): Resolution {
  const key = matchKey(facts.numberSymbol)
  const exact = entries.filter(
    (d) =>
      matchKey(d.numberSymbol) === key &&
      d.date === facts.issuedOn &&
      fold(d.issuer) === fold(facts.issuer) &&
      fold(d.type) === fold(facts.type),
  )
  const [one] = exact
  if (one && exact.length === 1) return { status: 'known', document: one }
  const { type, numberSymbol, issuer, issuedOn } = facts
  const cited = { type, numberSymbol, issuer, date: issuedOn, title: null }
  return resolve(cited, makeRegister(entries), { on: null, places })
}
