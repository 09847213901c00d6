import type { z } from 'zod'
import { placesOf, type KnownDocument, type Resolution } from '../../document/index.ts'
import { formatDate } from '../../messages/format.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors, onlyFor } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { ownScope, write } from '../../platform/write.ts'
import { findSuperiorUnits, findUnits, lockUnits } from '../units/index.ts'
import type { AddKnown, CorrectKnown, WithdrawKnown } from './known-own.schema.ts'
import { addVersions, findHeads, type EntryHead } from './known-own.store.ts'
import {
  differencesOf,
  factsOf,
  findSame,
  problemsOf,
  type FactName,
  type KnownFacts,
} from './known.rules.ts'
import type { KnownView } from './known.schema.ts'
import { findByNumberKeys, findKeys, findKnownEntry, findShared, type Registered } from './known.store.ts'
import { presentKnown } from './known.view.ts'
import { documentRoles, mayWorkOnDocuments } from './library.policy.ts'

declareErrors({
  'library.known_number': 422,
  'library.known_ahead': 422,
  'library.known_period': 422,
  'library.known_no_day': 422,
  'library.known_there': 409,
  'library.known_contradicts': 409,
  'library.known_ambiguous': 409,
  'library.known_unchanged': 409,
  'library.known_not_own': 409,
})

const identifying: readonly FactName[] = ['type', 'numberSymbol', 'issuer', 'issuedOn']

type View = z.input<typeof KnownView>

/** @throws the sentence who may */
export function requireKeepingKnown(ctx: Ctx): string {
  const { unitId } = ctx.actor
  if (unitId === null) throw new AppError('common.not_allowed')
  if (!mayWorkOnDocuments(ctx.actor)) throw onlyFor(documentRoles)
  return unitId
}

/**
 * Puts a document into the register of the acting unit: its checks, and those of nobody else, follow it.
 * @throws library.known_there, library.known_contradicts, library.known_ambiguous for a document that is on record already
 *   (then that entry is corrected) · library.known_number, known_no_day, known_ahead, known_period · common.not_found for a picked entry that is not
 */
export async function addKnown(ctx: Ctx, input: z.output<typeof AddKnown>): Promise<View> {
  const { id, ...facts } = input
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const unitId = requireKeepingKnown(ctx)
      // Two that write the same document down at once go one after the other: the second finds the first's.
      await lockUnits(trx, [unitId])
      if (facts.issuedOn === null) throw new AppError('library.known_no_day')
      await requireSound(trx, ctx, facts, null)
      // An id that the shared register has would stand for two.
      if ((await findShared(trx, id)) !== null) throw new AppError('common.request_reused')
      const head: EntryHead = { id, unitId, knownId: null, version: 1, state: 'stands' }
      const subjects = await addVersions(trx, ctx, [{ head, facts, reason: null }])
      await recordEvent(trx, ctx, 'known_entry.add', subjects)
    },
    answer: (trx) => presentKnown(trx, ctx, id),
  })
}

/**
 * Corrects an entry with a reason. Of one that all homes share the unit's own word is kept beside it: the shared one stays
 * for everybody else. What was withdrawn stands again.
 * @throws common.not_found · common.changed_meanwhile · library.known_unchanged · as `addKnown`
 */
export async function correctKnown(
  ctx: Ctx,
  knownId: string,
  { version, reason, facts }: z.output<typeof CorrectKnown>,
): Promise<View> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const present = await findKnownEntry(trx, ctx, knownId)
      if (!present) throw new AppError('common.not_found')
      const unitId = requireKeepingKnown(ctx)
      await lockUnits(trx, [unitId])
      const head = (await findHeads(trx, ctx, [knownId], true)).get(knownId)
      if ((head?.version ?? 0) !== version) throw new AppError('common.changed_meanwhile')
      // A shared entry that nobody has checked may be said again as it is: then the unit has.
      const isSaid = head?.state === 'stands' || (present.whose === 'shared' && present.confirmed)
      if (isSaid && differencesOf(factsOf(present), facts).length === 0)
        throw new AppError('library.known_unchanged')
      await requireSound(trx, ctx, facts, present)
      const next: EntryHead = head
        ? { ...head, version: version + 1, state: 'stands' }
        : { id: newId(), unitId, knownId, version: 1, state: 'stands' }
      const subjects = await addVersions(trx, ctx, [{ head: next, facts, reason }])
      await recordEvent(trx, ctx, 'known_entry.correct', subjects)
    },
    answer: (trx) => presentKnown(trx, ctx, knownId),
  })
}

/**
 * Takes back what the unit has said, with a reason: an entry of its own goes off the list, of a shared one the shared facts
 * hold again.
 * @throws common.not_found · common.changed_meanwhile · library.known_not_own for a shared entry without the unit's word
 */
export async function withdrawKnown(
  ctx: Ctx,
  knownId: string,
  { version, reason }: z.output<typeof WithdrawKnown>,
): Promise<View> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const present = await findKnownEntry(trx, ctx, knownId)
      if (!present) throw new AppError('common.not_found')
      requireKeepingKnown(ctx)
      const head = (await findHeads(trx, ctx, [knownId], true)).get(knownId)
      if (head?.state !== 'stands') throw new AppError('library.known_not_own')
      if (head.version !== version) throw new AppError('common.changed_meanwhile')
      const next: EntryHead = { ...head, version: version + 1, state: 'withdrawn' }
      const subjects = await addVersions(trx, ctx, [{ head: next, facts: factsOf(present), reason }])
      await recordEvent(trx, ctx, 'known_entry.withdraw', subjects)
    },
    answer: (trx) => presentKnown(trx, ctx, knownId),
  })
}

/** The places that the acting unit's citations leave unsaid. */
export async function ownPlaces(trx: Trx, ctx: Ctx) {
  const { unitId } = ctx.actor
  if (unitId === null) return []
  const today = ctx.clock.today()
  const own = (await findUnits(trx, [unitId], today)).get(unitId)
  const above = await findSuperiorUnits(trx, unitId, today)
  return placesOf([own?.name ?? null, ...above.map((unit) => unit.name)])
}

/** @param present the entry that is corrected; null: a new one */
async function requireSound(
  trx: Trx,
  ctx: Ctx,
  facts: KnownFacts,
  present: Registered | null,
): Promise<void> {
  const [problem] = problemsOf(facts, ctx.clock.today())
  if (problem) throw new AppError(`library.${problem.code}`)
  for (const { id } of facts.relations)
    if (id !== null && !(await findKnownEntry(trx, ctx, id))) throw new AppError('common.not_found')
  // Whatever else is on record: an entry that stays the same document is not looked for among the others.
  if (present && !differencesOf(factsOf(present), facts).some((name) => identifying.includes(name))) return
  const entries = await findByNumberKeys(trx, ctx, [findKeys(facts)?.numberKey ?? ''])
  const others = entries.filter((e) => e.id !== present?.id)
  refuseSame(findSame(facts, others, await ownPlaces(trx, ctx)))
}

function refuseSame(found: Resolution): void {
  const name = (d: KnownDocument) => ({
    name: `${d.type} ${d.numberSymbol ?? ''}`,
    issuer: d.issuer,
    day: d.date === null ? '' : formatDate(d.date),
  })
  if (found.status === 'known') throw new AppError('library.known_there', name(found.document))
  if (found.status === 'contradicts') throw new AppError('library.known_contradicts', name(found.document))
  const [first] = found.status === 'ambiguous' ? found.candidates : []
  if (first) throw new AppError('library.known_ambiguous', name(first))
}
