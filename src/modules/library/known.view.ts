import type { z } from 'zod'
import { lastDay } from '../../document/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { addDays } from '../../platform/clock.ts'
import { findUnits } from '../units/index.ts'
import { findHeads, findVersions, type VersionRow } from './known-own.store.ts'
import { differencesOf, factsOf, stateOfKnown, type KnownFacts } from './known.rules.ts'
import type { KnownFactsOut, KnownRow, KnownView } from './known.schema.ts'
import {
  findByNumbers,
  findChangedBy,
  findCiting,
  findKnownEntry,
  findShared,
  type Registered,
  type RestingRow,
} from './known.store.ts'
import { mayWorkOnDocuments } from './library.policy.ts'

export function rowOf(d: Registered, today: string): z.input<typeof KnownRow> {
  return {
    id: d.id,
    type: d.type,
    numberSymbol: d.numberSymbol ?? '',
    issuer: d.issuer,
    issuedOn: d.date,
    title: d.title,
    state: stateOfKnown(d, today),
    lastDay: lastDay(d),
    confirmed: d.confirmed,
    whose: d.whose,
  }
}

export function restingOf(ctx: Ctx, row: RestingRow) {
  return {
    id: row.id,
    name: `${row.type} ${row.numberSymbol ?? row.subject}`,
    issuer: row.issuerName,
    issuedOn: row.issuedOn,
    planId: row.planId,
    mine: ctx.actor.ownUnits.includes(row.unitId),
  }
}

/**
 * One document of the register: its validity, what changed it and what it changed, what cites it here, and what the acting
 * unit itself says of it beside what all homes have.
 * @throws common.not_found
 */
export async function presentKnown(trx: Trx, ctx: Ctx, id: string): Promise<z.input<typeof KnownView>> {
  const known = await findKnownEntry(trx, ctx, id)
  if (!known) throw new AppError('common.not_found')
  const others = await findByNumbers(
    trx,
    ctx,
    known.relations.map((r) => r.by),
  )
  const changed = await findChangedBy(trx, ctx, known.numberSymbol ?? '')
  const citing = await findCiting(trx, ctx, {
    numberSymbol: known.numberSymbol ?? '',
    date: known.date,
    not: null,
  })
  const own = await presentOwn(trx, ctx, known)
  return {
    ...rowOf(known, ctx.clock.today()),
    inForceFrom: known.inForceFrom,
    source: known.source,
    changedBy: known.relations.map((r) => ({
      ...r,
      id:
        r.id ??
        others.find((o) => o.numberSymbol === r.by && (r.date === null || o.date === r.date))?.id ??
        null,
    })),
    changes: changed.flatMap((other) =>
      other.relations
        .filter((r) =>
          r.id === null
            ? r.by === known.numberSymbol && (r.date === null || r.date === known.date)
            : r.id === known.id,
        )
        .map((r) => ({ kind: r.kind, name: `${other.type} ${other.numberSymbol ?? ''}`, id: other.id })),
    ),
    citedBy: citing.map((row) => restingOf(ctx, row)),
    ...own,
  }
}

async function presentOwn(
  trx: Trx,
  ctx: Ctx,
  known: Registered,
): Promise<Pick<z.input<typeof KnownView>, 'own' | 'shared' | 'may'>> {
  const head = (await findHeads(trx, ctx, [known.id])).get(known.id)
  const shared = known.whose === 'own_word' ? await findShared(trx, known.id) : null
  const may = mayWorkOnDocuments(ctx.actor)
  const own = head && {
    version: head.version,
    state: head.state,
    unit: (await findUnits(trx, [head.unitId], ctx.clock.today())).get(head.unitId)?.shortName ?? '',
    versions: describe(await findVersions(trx, head), shared ?? (head.knownId === null ? null : known)),
  }
  return {
    own: own ?? null,
    shared: shared && outOf(factsOf(shared), shared.confirmed),
    may: may ? ['known.correct', ...(head?.state === 'stands' ? (['known.withdraw'] as const) : [])] : [],
  }
}

function outOf(facts: KnownFacts, confirmed: boolean): z.input<typeof KnownFactsOut> {
  return { ...facts, relations: [...facts.relations], confirmed }
}

/** Each version with what it changed of the one before; the first one of a word over a shared entry, of that. */
function describe(versions: readonly VersionRow[], shared: Registered | null) {
  const facts = versions.map((v) => ({
    ...v,
    lastDay: v.inForceUntil === null ? null : addDays(v.inForceUntil, -1),
  }))
  return facts.map((v, i) => {
    const before = facts[i + 1] ?? (shared ? factsOf(shared) : null)
    return {
      version: v.version,
      state: v.state,
      at: v.at.toISOString(),
      by: v.by,
      reason: v.reason,
      changed: before === null ? [] : differencesOf(before, v),
    }
  })
}
