import type { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { ownScope, read } from '../../platform/write.ts'
import type { Scope } from '../../platform/tx.ts'
import { AppError } from '../../platform/errors.ts'
import { isId } from '../../platform/ids.ts'
import {
  countKinds,
  findHistory,
  listUnits,
  lookUpUnits,
  type ListCursor,
  type ListFilter,
} from './units.list.store.ts'
import { isAdmin, isOwnOrBelow, mayAddUnder, mayChangeUnit, requireReadable } from './units.policy.ts'
import type { UnitDetail, UnitFilter, UnitKind, UnitList, UnitLookup, UnitQuery } from './units.schema.ts'
import { findDirectlyBelow } from './units.store.ts'
import { findSuccession } from './units.succession.store.ts'

/** Units live in `shared`, which has no policy; the scope is that of the event that is written beside them. */
export function scopeOf(ctx: Ctx): Scope {
  return ctx.actor.kind === 'system' ? '*' : ownScope(ctx)
}

function filterOf(ctx: Ctx, query: z.output<typeof UnitFilter>): ListFilter {
  return {
    ownUnits: ctx.actor.ownUnits,
    day: ctx.clock.today(),
    locale: ctx.locale,
    q: query.q ?? '',
    kinds: (query.kinds ?? '').split(',').filter((kind) => kind !== ''),
    under: query.under ?? null,
  }
}

/** Units at and below the acting unit today, in pages. */
export async function readUnits(
  ctx: Ctx,
  query: z.output<typeof UnitQuery>,
): Promise<z.input<typeof UnitList>> {
  return read(ctx, ownScope(ctx), async (trx) => {
    const filter = filterOf(ctx, query)
    const found = await listUnits(trx, filter, readCursor(query.cursor), query.limit + 1)
    const units = found.slice(0, query.limit)
    const last = units.at(-1)
    const kinds = await countKinds(trx, filter)
    const chosen = kinds.filter((k) => filter.kinds.length === 0 || filter.kinds.includes(k.code))
    return {
      units: units.map(({ ord: _ord, sort: _sort, ...unit }) => unit),
      next: found.length > units.length && last ? cursorOf(last) : null,
      total: chosen.reduce((n, k) => n + k.count, 0),
      kinds,
      may: isAdmin(ctx) ? ['unit.add', 'unit.import'] : [],
    }
  })
}

/** All units that fit, page by page, for the export: nothing holds more than a page of rows. */
export async function eachUnit(
  ctx: Ctx,
  query: z.output<typeof UnitFilter>,
  take: (units: Awaited<ReturnType<typeof listUnits>>) => void,
): Promise<void> {
  await read(ctx, ownScope(ctx), async (trx) => {
    const filter = filterOf(ctx, query)
    let after: ListCursor | null = null
    for (;;) {
      const units: Awaited<ReturnType<typeof listUnits>> = await listUnits(trx, filter, after, 1000)
      take(units)
      const last = units.at(-1)
      if (!last || units.length < 1000) return
      after = last
    }
  })
}

/**
 * One unit with its names and superiors over time.
 * @throws common.not_found also for a unit that is neither own nor below
 */
export async function readUnit(ctx: Ctx, unitId: string): Promise<z.input<typeof UnitDetail>> {
  return read(ctx, ownScope(ctx), async (trx) => {
    await requireReadable(trx, ctx, unitId)
    return detailOf(trx, ctx, unitId)
  })
}

/** The state of a unit as its page shows it, and as every change of it answers. */
export async function detailOf(trx: Trx, ctx: Ctx, unitId: string): Promise<z.input<typeof UnitDetail>> {
  const today = ctx.clock.today()
  const unit = await findHistory(trx, unitId, today, ctx.locale)
  if (!unit) throw new AppError('common.not_found')
  const below = await findDirectlyBelow(trx, unitId, null, today)
  const readable = new Map<string, boolean>()
  const succession = await findSuccession(trx, unitId)
  for (const superior of [...unit.superiors.map((s) => s.unit), ...succession.flatMap((s) => [s.from, s.to])])
    readable.set(superior.id, await isOwnOrBelow(trx, ctx, superior.id))
  const may: string[] = []
  const isClosed = unit.validUntil !== null && unit.validUntil <= today
  if (!isClosed && (await mayChangeUnit(trx, ctx, unitId)))
    may.push('unit.rename', 'unit.set_superior', 'unit.reorganise')
  if (!isClosed && (await mayAddUnder(trx, ctx, [unitId]))) may.push('unit.add_below')
  return {
    id: unitId,
    code: unit.code,
    kind: unit.kind,
    kindName: unit.kindName,
    own: ctx.actor.unitId === unitId,
    from: unit.validFrom,
    until: unit.validUntil,
    names: unit.names,
    superiors: unit.superiors.map((s) => ({
      ...s,
      unit: { ...s.unit, readable: readable.get(s.unit.id) ?? false },
    })),
    succession: succession.map((s) => ({
      ...s,
      from: { ...s.from, readable: readable.get(s.from.id) ?? false },
      to: { ...s.to, readable: readable.get(s.to.id) ?? false },
    })),
    below: below.length,
    may,
  }
}

/** Kinds of units, in their order. */
export async function readKinds(ctx: Ctx): Promise<{ kinds: z.input<typeof UnitKind>[] }> {
  return read(ctx, ownScope(ctx), async (trx) => {
    const kinds = await trx.selectFrom('unit_kinds').selectAll().orderBy('ord').execute()
    return {
      kinds: kinds.map((k) => ({
        code: k.code,
        name: ctx.locale === 'vi' ? k.name_vi : k.name_en,
        isSchool: k.is_school,
      })),
    }
  })
}

/** Units of all homes by words, wherever they stand: for choosing a superior. Names of offices only. */
export async function readLookup(ctx: Ctx, q: string): Promise<z.input<typeof UnitLookup>> {
  return read(ctx, ownScope(ctx), async (trx) => ({
    units: await lookUpUnits(trx, q, ctx.clock.today()),
  }))
}

function cursorOf(row: ListCursor): string {
  return Buffer.from(JSON.stringify([row.ord, row.sort, row.id])).toString('base64url')
}

/** @throws common.invalid for a cursor that no page gave */
function readCursor(cursor: string | undefined): ListCursor | null {
  if (cursor === undefined) return null
  let parts: unknown
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    throw new AppError('common.invalid')
  }
  const [ord, sort, id] = Array.isArray(parts) ? (parts as unknown[]) : []
  if (!Number.isSafeInteger(ord) || typeof sort !== 'string' || typeof id !== 'string' || !isId(id))
    throw new AppError('common.invalid')
  return { ord: Number(ord), sort, id }
}
