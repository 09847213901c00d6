import { z } from 'zod'
import { translator } from '../../messages/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import type { FileAnswer } from '../../platform/http/route.ts'
import { pageOf, pageSize, readCursor } from '../../platform/paging.ts'
import { rowsToExport } from '../../platform/workbook.ts'
import { ownScope, read, write } from '../../platform/write.ts'
import {
  findBookUnit,
  incomingBook,
  outgoingBook,
  printBook,
  writeBookSheet,
  type Book,
} from './book.paper.ts'
import type { ArrivalFilter, ArrivalLine, ArrivalQuery, Arrivals, BookQuery, PassOn } from './book.schema.ts'
import { findIncomingLines, findIncomingYears, findOutgoingLines, type IncomingLine } from './book.store.ts'
import { mayDo, requireMay } from './dispatch.policy.ts'

declareErrors({ 'dispatch.days_backwards': 400, 'dispatch.passed_before': 422 })

const byNumber = z.tuple([z.int(), z.int(), z.uuid()])

/** The acting unit's register of outgoing documents in the order of its numbers. */
async function outgoing(
  ctx: Ctx,
  asked: z.output<typeof BookQuery>,
  t = translator(ctx.locale),
): Promise<Book> {
  requireSpan(asked)
  return read(ctx, ownScope(ctx), async (trx) => ({
    which: 'outgoing' as const,
    unit: await findBookUnit(trx, ctx),
    lines: outgoingBook(
      t,
      await rowsToExport((limit) => findOutgoingLines(trx, ctx.actor.ownUnits, asked, limit)),
    ),
    asked,
  }))
}

/** @throws common.export_too_many, dispatch.days_backwards */
export async function exportRegister(ctx: Ctx, asked: z.output<typeof BookQuery>): Promise<FileAnswer> {
  return writeBookSheet(ctx.locale, await outgoing(ctx, asked))
}

/** @throws common.export_too_many, dispatch.days_backwards, PrintError */
export async function printRegister(ctx: Ctx, asked: z.output<typeof BookQuery>): Promise<FileAnswer> {
  return printBook(await outgoing(ctx, asked, translator('vi')))
}

async function incoming(
  ctx: Ctx,
  asked: z.output<typeof ArrivalFilter>,
  t = translator(ctx.locale),
): Promise<Book> {
  requireSpan(asked)
  return read(ctx, ownScope(ctx), async (trx) => ({
    which: 'incoming' as const,
    unit: await findBookUnit(trx, ctx),
    lines: incomingBook(
      t,
      await rowsToExport((limit) =>
        findIncomingLines(trx, ctx.actor.ownUnits, asked, { order: 'book', limit }),
      ),
    ),
    asked,
  }))
}

/** @throws common.export_too_many, dispatch.days_backwards */
export async function exportArrivals(ctx: Ctx, asked: z.output<typeof ArrivalFilter>): Promise<FileAnswer> {
  return writeBookSheet(ctx.locale, await incoming(ctx, asked))
}

/** @throws common.export_too_many, dispatch.days_backwards, PrintError */
export async function printArrivals(ctx: Ctx, asked: z.output<typeof ArrivalFilter>): Promise<FileAnswer> {
  return printBook(await incoming(ctx, asked, translator('vi')))
}

/** The acting unit's register of incoming documents, newest first. */
export async function readArrivals(
  ctx: Ctx,
  query: z.output<typeof ArrivalQuery>,
): Promise<z.input<typeof Arrivals>> {
  requireSpan(query)
  const after = readCursor(query.cursor, byNumber)
  return read(ctx, ownScope(ctx), async (trx) => {
    const rows = await findIncomingLines(trx, ctx.actor.ownUnits, query, {
      order: 'newest',
      after,
      limit: pageSize + 1,
    })
    const page = pageOf(rows, pageSize, (r) => [r.year, r.number, r.id])
    return {
      items: page.rows.map((row) => line(ctx, row)),
      nextCursor: page.nextCursor,
      years: await findIncomingYears(trx, ctx.actor.ownUnits),
    }
  })
}

/**
 * Notes which part or person of the unit got an incoming document; a later note replaces it.
 * @throws common.not_found, dispatch.passed_before for a day before it came
 */
export async function passOn(
  ctx: Ctx,
  arrivalId: string,
  { to, on }: z.output<typeof PassOn>,
): Promise<z.input<typeof ArrivalLine>> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const arrival = await trx
        .selectFrom('arrivals')
        .select(['id', 'arrived_on'])
        .where('id', '=', arrivalId)
        .where('unit_id', 'in', [...ctx.actor.ownUnits])
        .forUpdate()
        .executeTakeFirst()
      if (!arrival) throw new AppError('common.not_found')
      requireMay(ctx.actor, 'arrival.pass')
      if (on < arrival.arrived_on) throw new AppError('dispatch.passed_before')
      await trx
        .updateTable('arrivals')
        .set({ passed_to: to, passed_on: on })
        .where('id', '=', arrivalId)
        .execute()
      await recordEvent(trx, ctx, 'arrival.pass', [{ what: 'arrival', id: arrivalId }])
    },
    answer: async (trx) => line(ctx, await ownLine(trx, ctx, arrivalId)),
  })
}

async function ownLine(trx: Trx, ctx: Ctx, id: string): Promise<IncomingLine> {
  const [row] = await findIncomingLines(trx, ctx.actor.ownUnits, { id }, { order: 'book', limit: 1 })
  if (!row) throw new AppError('common.not_found')
  return row
}

function requireSpan({ from, to }: { from?: string | undefined; to?: string | undefined }): void {
  if (from !== undefined && to !== undefined && to < from) throw new AppError('dispatch.days_backwards')
}

function line(ctx: Ctx, row: IncomingLine): z.input<typeof ArrivalLine> {
  const { id, number, year, arrivedOn, sentOn, passedTo, passedOn } = row
  const { documentId, type, numberSymbol, issuer, issuedOn, subject } = row
  return {
    id,
    number,
    year,
    arrivedOn,
    document: { id: documentId, type, numberSymbol, issuer, issuedOn, subject },
    sentOn,
    passedTo,
    passedOn,
    may: mayDo(ctx.actor, ['arrival.pass']),
  }
}
