import type { z } from 'zod'
import { addDays } from '../../platform/clock.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { ownScope, read, violates, write } from '../../platform/write.ts'
import type { Delegation, Delegations, MakeDelegation } from './delegations.schema.ts'
import { findDelegations, findReceivers, type DelegationRow } from './delegations.store.ts'
import { lockUnit } from './people.store.ts'

declareErrors({
  'people.delegate_only_leader': 403,
  'people.delegate_receiver': 409,
  'people.delegate_days': 422,
  'people.delegate_there': 409,
  'people.delegation_not_yours': 403,
})

/** A delegation covers a journey or an illness; a year's is a matter of roles. */
const longest = 366

/** Whether somebody holds the right to decide themselves: what was given by another can't be given on. */
function holdsItself(ctx: Ctx): boolean {
  return ctx.actor.roles.includes('leader') && !ctx.actor.delegated
}

/** Who decides in whose place in the acting unit. @throws common.not_found for any other unit */
export async function readDelegations(ctx: Ctx, unitId: string): Promise<z.input<typeof Delegations>> {
  requireOwn(ctx, unitId)
  return read(ctx, ownScope(ctx), (trx) => listOf(trx, ctx, unitId))
}

/**
 * A leader gives somebody of the unit the right to decide in their place, from a day until another.
 * @throws common.not_found, people.delegate_only_leader, people.delegate_receiver, people.delegate_days, people.delegate_there
 */
export async function makeDelegation(
  ctx: Ctx,
  unitId: string,
  input: z.output<typeof MakeDelegation>,
): Promise<z.input<typeof Delegations>> {
  requireOwn(ctx, unitId)
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      if (!holdsItself(ctx) || ctx.actor.personId === null || ctx.actor.unitId !== unitId)
        throw new AppError('people.delegate_only_leader')
      // One after the other: the overlap below is asked of all of the unit's.
      await lockUnit(trx, unitId)
      const today = ctx.clock.today()
      const { since, until } = input
      if (since < today || until <= since || until > addDays(since, longest))
        throw new AppError('people.delegate_days')
      const receivers = await findReceivers(trx, ctx.home, unitId, today)
      if (!receivers.some((p) => p.id === input.toPersonId)) throw new AppError('people.delegate_receiver')
      const twice = await trx
        .selectFrom('delegations')
        .select('id')
        .where('unit_id', '=', unitId)
        .where('from_person', '=', ctx.actor.personId)
        .where('to_person', '=', input.toPersonId)
        .where('revoked_at', 'is', null)
        .where('valid_from', '<', until)
        .where('valid_until', '>', since)
        .executeTakeFirst()
      if (twice) throw new AppError('people.delegate_there')
      try {
        await trx
          .insertInto('delegations')
          .values({
            id: input.id,
            unit_id: unitId,
            from_person: ctx.actor.personId,
            to_person: input.toPersonId,
            role: 'leader',
            valid_from: since,
            valid_until: until,
            made_at: ctx.clock.now(),
            revoked_at: null,
            revoked_by: null,
          })
          .execute()
      } catch (error) {
        if (violates(error, 'delegations_pkey')) throw new AppError('common.request_reused')
        throw error
      }
      await recordEvent(trx, ctx, 'delegation.make', [
        { what: 'delegation', id: input.id },
        { what: 'person', id: input.toPersonId },
        { what: 'unit', id: unitId },
      ])
    },
    answer: (trx) => listOf(trx, ctx, unitId),
  })
}

/** Ends a delegation: whoever gave it, whoever got it, or an administrator of the unit. Ended already: nothing changes. */
export async function revokeDelegation(ctx: Ctx, id: string): Promise<z.input<typeof Delegations>> {
  let unitId = ''
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const found = await trx
        .selectFrom('delegations')
        .select(['unit_id', 'from_person', 'to_person', 'revoked_at'])
        .where('id', '=', id)
        .where('unit_id', 'in', [...ctx.actor.ownUnits])
        .forUpdate()
        .executeTakeFirst()
      if (!found) throw new AppError('common.not_found')
      unitId = found.unit_id
      if (!mayRevoke(ctx, found.from_person, found.to_person))
        throw new AppError('people.delegation_not_yours')
      if (found.revoked_at) return
      await trx
        .updateTable('delegations')
        .set({ revoked_at: ctx.clock.now(), revoked_by: ctx.actor.personId })
        .where('id', '=', id)
        .execute()
      await recordEvent(trx, ctx, 'delegation.revoke', [{ what: 'delegation', id }])
    },
    answer: async (trx) => {
      if (unitId === '')
        unitId =
          (await trx.selectFrom('delegations').select('unit_id').where('id', '=', id).executeTakeFirst())
            ?.unit_id ?? ''
      return listOf(trx, ctx, unitId)
    },
  })
}

function mayRevoke(ctx: Ctx, from: string, to: string): boolean {
  const { personId, roles } = ctx.actor
  return roles.includes('admin') || (personId !== null && (personId === from || personId === to))
}

async function listOf(trx: Trx, ctx: Ctx, unitId: string): Promise<z.input<typeof Delegations>> {
  const today = ctx.clock.today()
  const rows = await findDelegations(trx, unitId, today)
  const gives = holdsItself(ctx) && ctx.actor.unitId === unitId
  return {
    delegations: rows.map((row) => present(ctx, row, today)),
    people: gives ? await findReceivers(trx, ctx.home, unitId, today) : [],
    may: gives ? ['delegation.make'] : [],
  }
}

function present(ctx: Ctx, row: DelegationRow, today: string): z.input<typeof Delegation> {
  const state = row.revoked
    ? 'revoked'
    : row.until <= today
      ? 'over'
      : !row.stands
        ? 'void'
        : row.since > today
          ? 'coming'
          : 'holds'
  const open = state === 'holds' || state === 'coming'
  return {
    id: row.id,
    from: { id: row.fromId, name: row.fromName, title: row.fromTitle },
    to: { id: row.toId, name: row.toName, title: row.toTitle },
    since: row.since,
    until: row.until,
    state,
    may: open && mayRevoke(ctx, row.fromId, row.toId) ? ['delegation.revoke'] : [],
  }
}

function requireOwn(ctx: Ctx, unitId: string): void {
  if (!ctx.actor.ownUnits.includes(unitId)) throw new AppError('common.not_found')
}
