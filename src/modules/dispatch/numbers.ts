import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'

declareErrors({
  'dispatch.number_used': 409,
  'dispatch.number_void': 409,
  'dispatch.reason_missing': 400,
  'dispatch.register_closed': 409,
})

export interface NumberRequest {
  /** whose register */
  unitId: string
  /** documents of one series share a counter, e.g. the type's abbreviation `KH` */
  series: string
  /** what follows the slash: `KH-PGDĐT` */
  symbol: string
  /** the document's day, `YYYY-MM-DD`: its year is the register's */
  dated: string
  type: string
  subject: string
  what: 'plan' | 'report' | 'document'
  subjectId: string
  subjectRevision: number
}

export interface TakenNumber {
  entryId: string
  number: number
  /** `04/KH-PGDĐT`: below ten with a leading 0 (Decree 30/2020/NĐ-CP, Appendix I) */
  numberSymbol: string
}

/** A number as it is printed: below ten with a leading 0. */
export function spellNumber(number: number): string {
  return number < 10 ? `0${number}` : String(number)
}

/**
 * Takes the next number of the unit's register of outgoing documents: from 01 on 1 January, per series, gapless
 * (Decree 30/2020/NĐ-CP, Art. 15). Call it after every other row is locked: the counter's row is held until the end of
 * the transaction, so that two clerks at once wait for each other and a refused transaction gives its number back.
 * @throws dispatch.register_closed for a unit that exists no more: its register closed with it
 */
export async function takeNumber(trx: Trx, ctx: Ctx, request: NumberRequest): Promise<TakenNumber> {
  const year = Number(request.dated.slice(0, 4))
  const closed = await trx
    .selectFrom('units')
    .select('id')
    .where('id', '=', request.unitId)
    .where('valid_until', '<=', request.dated)
    .executeTakeFirst()
  if (closed) throw new AppError('dispatch.register_closed')
  const { rows } = await sql<{ last: number }>`
    insert into number_counters (unit_id, year, series, last) values (${request.unitId}, ${year}, ${request.series}, 1)
    on conflict (unit_id, year, series) do update set last = number_counters.last + 1
    returning last`.execute(trx)
  const number = rows[0]?.last
  if (number === undefined) throw new Error('the counter gave no number')
  const entryId = newId()
  const numberSymbol = `${spellNumber(number)}/${request.symbol}`
  await trx
    .insertInto('register_entries')
    .values({
      id: entryId,
      unit_id: request.unitId,
      year,
      series: request.series,
      number,
      symbol: request.symbol,
      number_symbol: numberSymbol,
      dated: request.dated,
      type: request.type,
      subject: request.subject,
      what: request.what,
      subject_id: request.subjectId,
      subject_revision: request.subjectRevision,
      created_at: ctx.clock.now(),
      created_by: ctx.actor.personId,
    })
    .execute()
  await recordPart(trx, ctx, 'number.take', [
    { what: 'register_entry', id: entryId },
    { what: request.what, id: request.subjectId, version: request.subjectRevision },
  ])
  return { entryId, number, numberSymbol }
}

/**
 * Refuses a number that was taken: it stays in the register with the reason and is never given again.
 * @throws common.not_found outside the acting unit's register
 * @throws dispatch.number_used when an issued document bears it
 * @throws dispatch.number_void when it is void already
 * @throws dispatch.reason_missing
 */
export async function voidNumber(trx: Trx, ctx: Ctx, entryId: string, reason: string): Promise<void> {
  if (reason.trim() === '') throw new AppError('dispatch.reason_missing')
  const entry = await trx
    .selectFrom('register_entries')
    .select(['unit_id', 'year', 'series', 'number_symbol'])
    .where('id', '=', entryId)
    .executeTakeFirst()
  const isOwn = ctx.actor.kind === 'system' || ctx.actor.ownUnits.includes(entry?.unit_id ?? '')
  if (!entry || !isOwn) throw new AppError('common.not_found')
  await lockCounter(trx, entry)
  const used = await trx
    .selectFrom('documents')
    .select('id')
    .where('unit_id', '=', entry.unit_id)
    .where('register_entry_id', '=', entryId)
    .executeTakeFirst()
  if (used) throw new AppError('dispatch.number_used', { number: entry.number_symbol })
  const { rows } = await sql<{ entry_id: string }>`
    insert into register_voids (entry_id, unit_id, reason, at, by)
    values (${entryId}, ${entry.unit_id}, ${reason.trim()}, ${ctx.clock.now()}, ${ctx.actor.personId})
    on conflict (entry_id) do nothing returning entry_id`.execute(trx)
  if (rows.length === 0) throw new AppError('dispatch.number_void', { number: entry.number_symbol })
  await recordPart(trx, ctx, 'number.void', [{ what: 'register_entry', id: entryId }])
}

/**
 * Holds a number that was taken earlier until the end of the transaction that issues with it, so that nobody voids it
 * meanwhile. Call it last, like `takeNumber`.
 * @throws dispatch.number_void when it was voided: take another
 */
export async function holdNumber(trx: Trx, entryId: string): Promise<void> {
  const entry = await trx
    .selectFrom('register_entries')
    .select(['unit_id', 'year', 'series', 'number_symbol'])
    .where('id', '=', entryId)
    .executeTakeFirst()
  if (!entry) throw new AppError('common.not_found')
  await lockCounter(trx, entry)
  const gone = await trx
    .selectFrom('register_voids')
    .select('entry_id')
    .where('entry_id', '=', entryId)
    .executeTakeFirst()
  if (gone) throw new AppError('dispatch.number_void', { number: entry.number_symbol })
}

/** An entry is append-only, so its register's counter stands for it when two want to change what becomes of a number. */
async function lockCounter(
  trx: Trx,
  register: { unit_id: string; year: number; series: string },
): Promise<void> {
  await sql`select 1 from number_counters where unit_id = ${register.unit_id} and year = ${register.year}
    and series = ${register.series} for update`.execute(trx)
}

/** An event of a part of somebody's use case: the request id stays with the use case's own event, which a repeat looks for. */
export async function recordPart(
  trx: Trx,
  ctx: Ctx,
  verb: string,
  subjects: Parameters<typeof recordEvent>[3],
): Promise<void> {
  await recordEvent(trx, { ...ctx, request: null }, verb, subjects)
}
