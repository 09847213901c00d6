import { sql } from 'kysely'
import type { z } from 'zod'
import { startOfDay } from '../../platform/clock.ts'
import { behalfOf, type Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { ownScope, write } from '../../platform/write.ts'
import { tell } from '../jobs/index.ts'
import { requireMay } from './dispatch.policy.ts'
import { tellPeersOf } from './obligations.ts'
import type { Excuse, Extend, OwedObligations, Remind, Reminded } from './dispatch.schema.ts'

declareErrors({ 'dispatch.obligation_closed': 409, 'dispatch.due_earlier': 400 })

interface Owed {
  id: string
  unitId: string
  what: string
  state: 'open' | 'done' | 'excused' | 'void'
  dueOn: string
  reason: string | null
}

/** Obligations that are owed to the acting unit; whoever they belong to, the SQL keeps to these. */
async function owedToUs(trx: Trx, ctx: Ctx, ids: readonly string[], lock = false): Promise<Owed[]> {
  const { rows } = await sql<Owed>`
    select id, unit_id as "unitId", what, state, due_on as "dueOn", reason from obligations
    where id = any(${[...ids]}::uuid[]) and owed_to = any(${[...ctx.actor.ownUnits]}::uuid[])
    order by id ${lock ? sql`for update` : sql``}`.execute(trx)
  return rows
}

/**
 * Reminds units of what they owe the acting unit: at most once a day for each obligation, however many press the button.
 * What was closed meanwhile is left out and counted.
 * @throws common.not_found when one of the ids is not owed to the acting unit; then nobody is reminded
 */
export async function remind(ctx: Ctx, input: z.output<typeof Remind>): Promise<z.input<typeof Reminded>> {
  ownScope(ctx)
  const ids = [...new Set(input.ids)]
  // The day stands for the instant, so that the unique key of reminders allows one a day; the event keeps the instant.
  const day = startOfDay(ctx.clock.today())
  return write(ctx, '*', {
    act: async (trx) => {
      const owed = await owedToUs(trx, ctx, ids)
      if (owed.length < ids.length) throw new AppError('common.not_found')
      requireMay(ctx.actor, 'obligation.remind')
      const open = owed.filter((o) => o.state === 'open')
      const { rows: made } = await sql<{ id: string }>`
        insert into reminders (id, obligation_id, unit_id, from_unit_id, at, by)
        select r.id, r.obligation_id, r.unit_id, ${ctx.actor.unitId}, ${day}, ${ctx.actor.personId}
        from unnest(${open.map(() => newId())}::uuid[], ${open.map((o) => o.id)}::uuid[], ${open.map((o) => o.unitId)}::uuid[]) as r(id, obligation_id, unit_id)
        on conflict on constraint reminders_once do nothing returning obligation_id as id`.execute(trx)
      const reminded = made.map((r) => r.id)
      await tell(trx, ctx, { about: 'reminders', ids: reminded, day: ctx.clock.today() })
      await tellPeersOf(trx, ctx, reminded)
      await recordEvent(
        trx,
        ctx,
        'obligation.remind',
        open.map((o) => ({ what: 'obligation', id: o.id })),
      )
    },
    answer: async (trx) => {
      const owed = await owedToUs(trx, ctx, ids)
      const { rows } = await sql<{ reminded: number; units: number }>`
        select count(*)::int as reminded, count(distinct unit_id)::int as units from reminders
        where obligation_id = any(${ids}::uuid[]) and at = ${day}`.execute(trx)
      return {
        reminded: rows[0]?.reminded ?? 0,
        units: rows[0]?.units ?? 0,
        closed: owed.filter((o) => o.state !== 'open').length,
      }
    },
  })
}

/**
 * Lets units off obligations that they owe the acting unit, with the reason.
 * @throws common.not_found when one of the ids is not owed to the acting unit; then nothing changes
 * @throws dispatch.obligation_closed when one is closed already
 */
export async function excuse(
  ctx: Ctx,
  { ids, reason }: z.output<typeof Excuse>,
): Promise<z.input<typeof OwedObligations>> {
  return changeOwed(ctx, ids, 'obligation.excuse', async (trx) => {
    await sql`update obligations set state = 'excused', closed_on = ${ctx.clock.today()}, closed_by = ${ctx.actor.personId}, reason = ${reason}
      where id = any(${ids}::uuid[])`.execute(trx)
    await tellPeersOf(trx, ctx, ids)
  })
}

/**
 * Gives units until a later day, with the reason.
 * @throws dispatch.due_earlier when one is due on that day or later already
 */
export async function extend(
  ctx: Ctx,
  { ids, dueOn, reason }: z.output<typeof Extend>,
): Promise<z.input<typeof OwedObligations>> {
  return changeOwed(ctx, ids, 'obligation.extend', async (trx, owed) => {
    if (owed.some((o) => dueOn <= o.dueOn)) throw new AppError('dispatch.due_earlier')
    await sql`update obligations set due_on = ${dueOn}, reason = ${reason} where id = any(${ids}::uuid[])`.execute(
      trx,
    )
    await tellPeersOf(trx, ctx, ids)
  })
}

async function changeOwed(
  ctx: Ctx,
  given: readonly string[],
  action: 'obligation.excuse' | 'obligation.extend',
  change: (trx: Trx, owed: Owed[]) => Promise<void>,
): Promise<z.input<typeof OwedObligations>> {
  ownScope(ctx)
  const ids = [...new Set(given)]
  return write(ctx, '*', {
    act: async (trx) => {
      const owed = await owedToUs(trx, ctx, ids, true)
      if (owed.length < ids.length) throw new AppError('common.not_found')
      requireMay(ctx.actor, action)
      if (owed.some((o) => o.state !== 'open')) throw new AppError('dispatch.obligation_closed')
      await change(trx, owed)
      await recordEvent(trx, ctx, action, [
        ...ids.map((id) => ({ what: 'obligation', id })),
        ...behalfOf(ctx.actor, ['specialist', 'leader']),
      ])
    },
    answer: async (trx) => ({ items: await owedToUs(trx, ctx, ids) }),
  })
}
