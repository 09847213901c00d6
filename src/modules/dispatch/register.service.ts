import { z } from 'zod'
import { behalfOf, type Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { pageOf, pageSize, readCursor } from '../../platform/paging.ts'
import { ownScope, read, write } from '../../platform/write.ts'
import { mayDo, requireMay } from './dispatch.policy.ts'
import type { Reason, Register, RegisterEntry, RegisterQuery } from './dispatch.schema.ts'
import { findEntries, findRegisters, type RegisterRow } from './dispatch.store.ts'
import { voidNumber } from './numbers.ts'

const byTime = z.tuple([z.iso.datetime(), z.uuid()])

/** The acting unit's register of outgoing documents, newest first. */
export async function readRegister(
  ctx: Ctx,
  query: z.output<typeof RegisterQuery>,
): Promise<z.input<typeof Register>> {
  const after = readCursor(query.cursor, byTime)
  return read(ctx, ownScope(ctx), async (trx) => {
    const rows = await findEntries(trx, ctx.actor.ownUnits, query, after, pageSize + 1)
    const page = pageOf(rows, pageSize, (r) => [r.createdAt.toISOString(), r.id])
    const registers = await findRegisters(trx, ctx.actor.ownUnits)
    return {
      items: page.rows.map((row) => entry(ctx, row)),
      nextCursor: page.nextCursor,
      years: [...new Set(registers.map((r) => r.year))],
      series: [...new Set(registers.map((r) => r.series))],
    }
  })
}

/** A clerk or leader refuses a number that was taken, with the reason. */
export async function voidEntry(
  ctx: Ctx,
  entryId: string,
  { reason }: z.output<typeof Reason>,
): Promise<z.input<typeof RegisterEntry>> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      await ownEntry(trx, ctx, entryId)
      requireMay(ctx.actor, 'number.void')
      await voidNumber(trx, ctx, entryId, reason)
      await recordEvent(trx, ctx, 'register.void', [
        { what: 'register_entry', id: entryId },
        ...behalfOf(ctx.actor, ['clerk', 'leader']),
      ])
    },
    answer: async (trx) => entry(ctx, await ownEntry(trx, ctx, entryId)),
  })
}

async function ownEntry(trx: Trx, ctx: Ctx, id: string): Promise<RegisterRow> {
  const [row] = await findEntries(trx, ctx.actor.ownUnits, { id }, null, 1)
  if (!row) throw new AppError('common.not_found')
  return row
}

function entry(ctx: Ctx, row: RegisterRow): z.input<typeof RegisterEntry> {
  return {
    id: row.id,
    number: row.number,
    numberSymbol: row.numberSymbol,
    series: row.series,
    dated: row.dated,
    type: row.type,
    subject: row.subject,
    state: row.state,
    reason: row.reason,
    documentId: row.documentId,
    may: row.state === 'given' ? mayDo(ctx.actor, ['number.void']) : [],
  }
}
