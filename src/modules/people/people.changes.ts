import type { z } from 'zod'
import type { Ctx, Role } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { violates, write } from '../../platform/write.ts'
import { codeOf, isOwnOrBelow } from '../units/index.ts'
import { requireKeeping } from './people.policy.ts'
import type {
  AddDesk,
  AddMembership,
  AddPerson,
  ChangeMembership,
  ChangePerson,
  Desk,
  EndMembership,
  PersonOfUnit,
} from './people.schema.ts'
import { withoutBody } from './quiet-request.ts'
import { personOfUnit } from './people.service.ts'
import { countAdmins, findMembership, findOtherHead, lockUnit, unitsOfPerson } from './people.store.ts'

declareErrors({
  'people.has_head': 409,
  'people.no_desk': 400,
  'people.unit_closed': 409,
  'people.no_person': 404,
  'people.last_admin': 409,
  'people.until_before': 409,
  'people.ended_already': 409,
  'people.desk_exists': 409,
  'people.role_held': 409,
})

type Person = z.input<typeof PersonOfUnit>

/**
 * Adds a person to a unit, with one membership for each role.
 * @throws common.not_found, people.not_yours, people.no_desk, people.has_head
 */
export async function addPerson(
  ctx: Ctx,
  unitId: string,
  input: z.output<typeof AddPerson>,
): Promise<Person> {
  const quiet = withoutBody(ctx, 'person.add', unitId, input.id)
  return write(quiet, '*', {
    act: async (trx) => {
      await requireKeeping(trx, ctx, unitId)
      await lockUnit(trx, unitId)
      try {
        await trx
          .insertInto('persons')
          .values({
            id: input.id,
            unit_id: unitId,
            name: input.name,
            email: input.email,
            phone: input.phone,
            erased_at: null,
            created_at: ctx.clock.now(),
          })
          .execute()
      } catch (error) {
        if (violates(error, 'persons_pkey')) throw new AppError('common.request_reused')
        throw error
      }
      const ids = await insertMemberships(trx, unitId, input.id, input)
      await recordEvent(trx, quiet, 'person.add', [
        { what: 'person', id: input.id },
        { what: 'unit', id: unitId },
        ...ids,
      ])
    },
    answer: (trx) => presentPerson(trx, ctx, unitId, input.id),
  })
}

/**
 * Makes a person a member of a further unit. The person is one whom the administrator may see, or is named by the exact
 * log-in name, which only its owner can have told.
 * @throws people.no_person, common.not_found, people.not_yours, people.no_desk, people.has_head
 */
export async function addMembership(
  ctx: Ctx,
  unitId: string,
  input: z.output<typeof AddMembership>,
): Promise<Person> {
  let personId = ''
  return write(ctx, '*', {
    act: async (trx) => {
      await requireKeeping(trx, ctx, unitId)
      await lockUnit(trx, unitId)
      personId = await findNamed(trx, ctx, input)
      const ids = await insertMemberships(trx, unitId, personId, input)
      await recordEvent(trx, ctx, 'membership.add', [
        { what: 'person', id: personId },
        { what: 'unit', id: unitId },
        ...ids,
      ])
    },
    answer: async (trx) =>
      presentPerson(trx, ctx, unitId, personId === '' ? await findNamed(trx, ctx, input) : personId),
  })
}

async function findNamed(trx: Trx, ctx: Ctx, input: z.output<typeof AddMembership>): Promise<string> {
  const { personId, login } = input
  if (personId !== null) {
    for (const unit of await unitsOfPerson(trx, personId, ctx.clock.today()))
      if (await isOwnOrBelow(trx, ctx, unit.id)) return personId
    throw new AppError('people.no_person')
  }
  const row = await trx
    .selectFrom('account_persons as ap')
    .innerJoin('accounts as a', 'a.id', 'ap.account_id')
    .select('ap.person_id')
    .where('a.login_key', '=', (login ?? '').trim().toLowerCase())
    .where('ap.home', '=', ctx.home)
    .executeTakeFirst()
  if (!row) throw new AppError('people.no_person')
  return row.person_id
}

interface Place {
  roles: Role[]
  title: string | null
  deskId: string | null
  isHead: boolean
  from: string
}

async function insertMemberships(
  trx: Trx,
  unitId: string,
  personId: string,
  place: Place,
): Promise<{ what: 'membership'; id: string }[]> {
  await requireStanding(trx, unitId, place.from)
  await requireDesk(trx, unitId, place.deskId)
  if (place.isHead) await requireNoOtherHead(trx, unitId, personId, { from: place.from, until: null })
  const held = await trx
    .selectFrom('memberships')
    .select('role')
    .where('unit_id', '=', unitId)
    .where('person_id', '=', personId)
    .where('role', 'in', place.roles)
    .where((e) => e.or([e('valid_until', 'is', null), e('valid_until', '>', place.from)]))
    .executeTakeFirst()
  if (held) throw new AppError('people.role_held')
  const rows = [...new Set(place.roles)].map((role) => ({
    id: newId(),
    person_id: personId,
    unit_id: unitId,
    desk_id: place.deskId,
    role,
    title: place.title,
    is_head: place.isHead,
    valid_from: place.from,
    valid_until: null,
  }))
  await trx.insertInto('memberships').values(rows).execute()
  return rows.map(({ id }) => ({ what: 'membership', id }))
}

/** Nobody becomes a member of a unit that exists no more. */
async function requireStanding(trx: Trx, unitId: string, from: string): Promise<void> {
  const closed = await trx
    .selectFrom('units')
    .select('id')
    .where('id', '=', unitId)
    .where('valid_until', '<=', from)
    .executeTakeFirst()
  if (closed) throw new AppError('people.unit_closed')
}

async function requireDesk(trx: Trx, unitId: string, deskId: string | null): Promise<void> {
  if (deskId === null) return
  const desk = await trx
    .selectFrom('desks')
    .select('id')
    .where('id', '=', deskId)
    .where('unit_id', '=', unitId)
    .executeTakeFirst()
  if (!desk) throw new AppError('people.no_desk')
}

async function requireNoOtherHead(
  trx: Trx,
  unitId: string,
  personId: string,
  period: { from: string; until: string | null },
): Promise<void> {
  const head = await findOtherHead(trx, unitId, personId, period)
  if (head) throw new AppError('people.has_head', { name: head.name })
}

/**
 * Puts right a person's name and contact.
 * @throws common.not_found, people.not_yours: it is done by administrators of the unit that keeps the person, which sees the contact
 */
export async function changePerson(
  ctx: Ctx,
  unitId: string,
  personId: string,
  input: z.output<typeof ChangePerson>,
): Promise<Person> {
  const quiet = withoutBody(ctx, 'person.change', unitId, personId)
  return write(quiet, '*', {
    act: async (trx) => {
      await requireKeeping(trx, ctx, unitId)
      const person = await presentPerson(trx, ctx, unitId, personId)
      if (!person.may.includes('person.change')) throw new AppError('people.not_yours')
      await trx
        .updateTable('persons')
        .set({ name: input.name, email: input.email, phone: input.phone })
        .where('id', '=', personId)
        .execute()
      await recordEvent(trx, quiet, 'person.change', [{ what: 'person', id: personId }])
    },
    answer: (trx) => presentPerson(trx, ctx, unitId, personId),
  })
}

/** Puts right position, desk and whether the person is the accountable head. */
export async function changeMembership(
  ctx: Ctx,
  id: string,
  input: z.output<typeof ChangeMembership>,
): Promise<{ ok: true }> {
  return write(ctx, '*', {
    act: async (trx) => {
      const membership = await loadMembership(trx, ctx, id)
      await requireDesk(trx, membership.unitId, input.deskId)
      if (input.isHead) await requireNoOtherHead(trx, membership.unitId, membership.personId, membership)
      await trx
        .updateTable('memberships')
        .set({ title: input.title, desk_id: input.deskId, is_head: input.isHead })
        .where('id', '=', id)
        .execute()
      await recordEvent(trx, ctx, 'membership.change', [{ what: 'membership', id }])
    },
    answer: async () => ({ ok: true }),
  })
}

/**
 * Ends a membership; one that ends on the day it began never was, and goes.
 * @throws people.last_admin: a unit's own administrators can't leave it without any; a unit above may
 */
export async function endMembership(
  ctx: Ctx,
  id: string,
  input: z.output<typeof EndMembership>,
): Promise<{ ok: true }> {
  const { until } = input
  return write(ctx, '*', {
    act: async (trx) => {
      const membership = await loadMembership(trx, ctx, id)
      if (until < membership.from) throw new AppError('people.until_before')
      if (membership.until !== null && membership.until <= until) throw new AppError('people.ended_already')
      const last =
        membership.role === 'admin' &&
        ctx.actor.unitId === membership.unitId &&
        (await countAdmins(trx, ctx.home, membership.unitId, until, id)) === 0
      if (last) throw new AppError('people.last_admin')
      if (until === membership.from) await trx.deleteFrom('memberships').where('id', '=', id).execute()
      else await trx.updateTable('memberships').set({ valid_until: until }).where('id', '=', id).execute()
      await recordEvent(trx, ctx, 'membership.end', [
        { what: 'membership', id },
        { what: 'person', id: membership.personId },
      ])
    },
    answer: async () => ({ ok: true }),
  })
}

async function loadMembership(trx: Trx, ctx: Ctx, id: string) {
  const seen = await findMembership(trx, id)
  if (!seen) throw new AppError('common.not_found')
  await requireKeeping(trx, ctx, seen.unitId)
  await lockUnit(trx, seen.unitId)
  // Again under the lock: another administrator may have ended it meanwhile.
  const membership = await findMembership(trx, id)
  if (!membership) throw new AppError('common.not_found')
  return membership
}

/** Adds a desk to a unit. @throws people.desk_exists */
export async function addDesk(
  ctx: Ctx,
  unitId: string,
  input: z.output<typeof AddDesk>,
): Promise<z.input<typeof Desk>> {
  const code = codeOf(input.name) || input.id.slice(-12)
  return write(ctx, '*', {
    act: async (trx) => {
      await requireKeeping(trx, ctx, unitId)
      try {
        await trx
          .insertInto('desks')
          .values({ id: input.id, unit_id: unitId, code, name: input.name })
          .execute()
      } catch (error) {
        if (violates(error, 'desks_code_key')) throw new AppError('people.desk_exists', { name: input.name })
        throw error
      }
      await recordEvent(trx, ctx, 'desk.add', [{ what: 'desk', id: input.id }])
    },
    answer: async () => ({ id: input.id, code, name: input.name }),
  })
}

async function presentPerson(trx: Trx, ctx: Ctx, unitId: string, personId: string): Promise<Person> {
  const person = await personOfUnit(trx, ctx, unitId, personId)
  if (!person) throw new AppError('common.not_found')
  return person
}
