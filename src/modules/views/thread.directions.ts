import type { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { findUnits } from '../units/index.ts'
import { findFiguresWith } from './task-thread.store.ts'
import { presentClause, presentDone, unitOf, type Names } from './thread.present.ts'
import {
  findDirectionClauses,
  findDutiesOf,
  findShownActivities,
  findShownDocuments,
  findThreadDirections,
  type DirectionRow,
} from './thread.directions.store.ts'
import type { ThreadDirection, ThreadFrom } from './thread.schema.ts'
import type { ClauseRow } from './thread.store.ts'

/** Directions of a thread, each with the clauses it rests on: of those that may not be read only that they are there. */
export async function loadDirections(
  trx: Trx,
  ctx: Ctx,
  of: Parameters<typeof findThreadDirections>[2],
): Promise<z.input<typeof ThreadDirection>[]> {
  const rows = await findThreadDirections(trx, ctx, of)
  const clauses = await findDirectionClauses(
    trx,
    ctx,
    rows.map((r) => r.id),
  )
  const names = await findUnits(
    trx,
    [...new Set([...rows.map((r) => r.unitId), ...clauses.flatMap((c) => c.issuerUnitId ?? [])])],
    ctx.clock.today(),
  )
  return rows.map((row) => presentDirection(row, clauses, names))
}

function presentDirection(
  { unitId, at, ...row }: DirectionRow,
  clauses: readonly ClauseRow[],
  names: Names,
): z.input<typeof ThreadDirection> {
  return {
    ...row,
    unit: unitOf(names, unitId),
    at: at.toISOString(),
    clauses: clauses.filter((c) => c.planId === row.id).map((c) => presentClause(c, null, names)),
  }
}

/**
 * What came of a direction: who owes it or did it, what the answers show, and the figures of reports in which that is counted.
 * @throws common.not_found outside the read grounds
 */
export async function readFromDirection(
  trx: Trx,
  ctx: Ctx,
  directionId: string,
): Promise<z.input<typeof ThreadFrom>> {
  const [direction] = await loadDirections(trx, ctx, { id: directionId })
  if (!direction) throw new AppError('common.not_found')
  const duties = await findDutiesOf(trx, ctx, directionId)
  const shown = await findShownActivities(trx, ctx, [directionId])
  const documents = await findShownDocuments(trx, ctx, directionId)
  const figures = await findFiguresWith(
    trx,
    ctx,
    shown.map((a) => a.id),
  )
  const names = await findUnits(
    trx,
    [...new Set([...duties, ...shown, ...documents].map((r) => r.unitId))],
    ctx.clock.today(),
  )
  return {
    clause: null,
    task: null,
    direction,
    directions: [],
    duties: duties.map(({ unitId, ...duty }) => ({ ...duty, unit: unitOf(names, unitId) })),
    documents: documents.map(({ unitId, ...d }) => ({ ...d, unit: unitOf(names, unitId) })),
    levels: [],
    activities: shown.map((a) => presentDone(a, figures, names)),
    activityCount: shown[0]?.total ?? 0,
  }
}
