import type { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import { ownScope, read } from '../../platform/write.ts'
import { findDelegated, findPerson } from '../people/index.ts'
import type { Session } from './session.schema.ts'

/** Who is signed in, for the frame of the staff application. */
export async function readSession(ctx: Ctx): Promise<z.input<typeof Session>> {
  const { personId } = ctx.actor
  const person = personId ? await findPerson(ctx.db, ctx.home, personId, ctx.clock.today()) : null
  const acting = person?.memberships.find((m) => m.unit.id === ctx.actor.unitId)
  if (!personId || !person || !acting) throw new AppError('common.sign_in')
  const open = await read(ctx, ownScope(ctx), (trx) =>
    trx
      .selectFrom('obligations')
      .select((b) => b.fn.countAll<number>().as('n'))
      .where('unit_id', 'in', [...ctx.actor.ownUnits])
      .where('state', '=', 'open')
      .executeTakeFirstOrThrow(),
  )
  const given = ctx.actor.delegated
    ? await findDelegated(ctx.db, ctx.home, personId, acting.unit.id, ctx.clock.today())
    : null
  return {
    person: { id: personId, name: person.name },
    login: ctx.login ?? '',
    locale: ctx.locale,
    today: ctx.clock.today(),
    actingUnit: acting.unit,
    memberships: person.memberships.map((m) => ({ unit: m.unit, title: m.title, roles: m.roles })),
    delegated: given && { by: given.name, until: given.until },
    counts: { today: open.n },
  }
}
