import { sql } from 'kysely'
import { systemActor, type Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { idFromWords } from '../../platform/ids.ts'
import { addJob } from '../../platform/jobs.ts'
import { wide } from '../../platform/wide.ts'
import { findAgency } from '../dispatch/index.ts'
import type { ArrivalRow } from './arrivals.store.ts'
import { readElsewhere, type ReportElsewhere } from './elsewhere.schema.ts'
import type { NotTaken } from './exchange.tables.ts'

/** The kind of job that takes figures over; carried out by the module of reports, which stands above. */
export const takeOverJob = 'exchange.take_over'

export interface TakeOverJob {
  arrivalId: string
}

/** Keeps the figures that came beside a report's paper until a person of the unit confirms the paper. */
export async function noteFigures(
  trx: Trx,
  ctx: Ctx,
  arrivalId: string,
  unitId: string,
  bytes: Buffer,
): Promise<void> {
  const read = readElsewhere(bytes)
  await trx
    .insertInto('arrival_figures')
    .values({
      arrival_id: arrivalId,
      unit_id: unitId,
      content: read && JSON.stringify(read),
      state: read ? 'waiting' : 'refused',
      reason: read ? null : 'unreadable',
      arrived_at: ctx.clock.now(),
    })
    .execute()
}

/** At most so many are ordered in one look into the folder. */
const mostAtOnce = 100

/** Orders the taking over of figures whose paper was confirmed meanwhile; ordered again it stays one. */
export async function orderTakingOver(ctx: Ctx): Promise<void> {
  await wide(ctx, 'figures that came for the units of the home, whose paper was confirmed', async (trx) => {
    const { rows } = await sql<{ arrivalId: string; unitId: string }>`
      select f.arrival_id as "arrivalId", f.unit_id as "unitId" from arrival_figures f join package_arrivals a on a.id = f.arrival_id
      join documents c on c.id = a.document_id where f.state = 'waiting' order by f.arrival_id limit ${mostAtOnce}`.execute(
      trx,
    )
    for (const { arrivalId, unitId } of rows) {
      const payload: TakeOverJob = { arrivalId }
      const acting = { ...ctx, actor: { ...systemActor, unitId } }
      await addJob(trx, acting, takeOverJob, payload, { id: idFromWords(`${takeOverJob} ${arrivalId}`) })
    }
  })
}

export interface WaitingFigures {
  /** whose report it is: a unit that works in another installation; null where the code is no such unit's */
  unitId: string | null
  /** to whom it came */
  toUnitId: string
  /** the paper, as whom it came to confirmed it */
  documentId: string
  numberSymbol: string
  /** SHA-256 of the package */
  packageHash: string
  report: ReportElsewhere
}

/** Figures that wait, locked, once their paper is confirmed; null where nothing is left to do. */
export async function lockFigures(trx: Trx, ctx: Ctx, arrivalId: string): Promise<WaitingFigures | null> {
  const { rows } = await sql<Omit<WaitingFigures, 'unitId'> & { senderCode: string }>`
    select f.unit_id as "toUnitId", a.sender_code as "senderCode", a.document_id as "documentId", coalesce(c.number_symbol, '') as "numberSymbol",
      a.file_hash as "packageHash", f.content as report
    from arrival_figures f join package_arrivals a on a.id = f.arrival_id join documents c on c.id = a.document_id
    where f.arrival_id = ${arrivalId} and f.state = 'waiting' for update of f`.execute(trx)
  const [row] = rows
  if (!row) return null
  const { senderCode, ...rest } = row
  const sender = await findAgency(trx, senderCode, ctx.clock.today())
  return { ...rest, unitId: sender?.isElsewhere ? sender.unitId : null }
}

/** Notes what became of them. */
export async function settleFigures(
  trx: Trx,
  arrivalId: string,
  taken: { reportId: string; version: number } | { refused: NotTaken },
): Promise<void> {
  await trx
    .updateTable('arrival_figures')
    .set(
      'refused' in taken
        ? { state: 'refused', reason: taken.refused }
        : { state: 'taken', report_id: taken.reportId, version: taken.version },
    )
    .where('arrival_id', '=', arrivalId)
    .execute()
}

export interface ArrivedFigures {
  /** by_hand: the package brought none, and the report that its sender owes waits for them */
  state: 'waiting' | 'taken' | 'refused' | 'by_hand'
  reason: NotTaken | null
  /** the sender's report here, once it stands on them */
  reportId: string | null
}

/** What became of the figures of a report that came; null for what is no report that its sender owes the unit. */
export async function findFigures(trx: Trx, ctx: Ctx, arrival: ArrivalRow): Promise<ArrivedFigures | null> {
  const row = await trx
    .selectFrom('arrival_figures')
    .select(['state', 'reason', 'report_id'])
    .where('arrival_id', '=', arrival.id)
    .executeTakeFirst()
  if (row) return { state: row.state, reason: row.reason, reportId: row.report_id }
  const sender = await findAgency(trx, arrival.senderCode, ctx.clock.today())
  if (!sender?.unitId) return null
  const { rows } = await sql`
    select 1 from reports r where r.unit_id = ${sender.unitId} and r.superior_id = ${arrival.unitId} and r.state in ('open', 'returned')
      and r.period_until <= ${ctx.clock.today()}::date + 1
      and 'Báo cáo' in (select c.type from documents c where c.id = ${arrival.documentId}
        union all select d.content->'pieces'->'header'->>'type' from document_drafts d where d.id = ${arrival.documentId}) limit 1`.execute(
    trx,
  )
  return rows.length > 0 ? { state: 'by_hand', reason: null, reportId: null } : null
}
