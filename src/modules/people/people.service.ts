import { sql } from 'kysely'
import type { z } from 'zod'
import type { Locale } from '../../messages/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { isId } from '../../platform/ids.ts'
import { read } from '../../platform/write.ts'
import { findUnits, mayChangeUnit, requireReadable } from '../units/index.ts'
import { maySeeContact, refusalToInvite } from './people.policy.ts'
import type { PeopleOfUnit, PeopleQuery, PersonOfUnit } from './people.schema.ts'
import { findHead, listPeople, type PeopleFilter, type PersonRow } from './people.store.ts'
import { chooseUnit } from './sessions.ts'

/**
 * Acts for another unit from now on, in this session.
 * @throws common.not_found when the person is not of that unit: the same as for a unit that does not exist
 */
export async function actForUnit(ctx: Ctx, unitId: string): Promise<{ ok: true }> {
  if (!ctx.sessionId || !(await chooseUnit(ctx.db, ctx, ctx.sessionId, unitId)))
    throw new AppError('common.not_found')
  return { ok: true }
}

/** Keeps the language of an account. */
export async function setLocale(ctx: Ctx, locale: Locale): Promise<{ ok: true }> {
  await sql`update shared.accounts set locale = ${locale} where id = ${ctx.actor.accountId}`.execute(ctx.db)
  return { ok: true }
}

/**
 * People of a unit, in pages. A person's row may be kept by another unit, so the scope is the home's and the unit is
 * asked for here.
 * @throws common.not_found also for a unit that is neither own nor below
 */
export async function readPeople(
  ctx: Ctx,
  unitId: string,
  query: z.output<typeof PeopleQuery>,
): Promise<z.input<typeof PeopleOfUnit>> {
  return read(ctx, '*', async (trx) => {
    await requireReadable(trx, ctx, unitId)
    const today = ctx.clock.today()
    const unit = (await findUnits(trx, [unitId], today)).get(unitId)
    if (!unit) throw new AppError('common.not_found')
    const ended = query.state === 'ended'
    const filter = { ...filterOf(ctx, unitId), q: query.q ?? '', ended }
    const found = await listPeople(trx, filter, readCursor(query.cursor), query.limit + 1)
    const people = found.slice(0, query.limit)
    const last = people.at(-1)
    const keeps = await mayChangeUnit(trx, ctx, unitId)
    const desks = await trx
      .selectFrom('desks')
      .select(['id', 'code', 'name'])
      .where('unit_id', '=', unitId)
      .orderBy('name')
      .execute()
    const kept = new Map([[unitId, keeps]])
    const shown = []
    for (const person of people)
      shown.push(ended ? former(person) : await present(trx, ctx, unitId, person, kept))
    return {
      unit: { id: unit.id, code: unit.code, kind: unit.kind, name: unit.name, shortName: unit.shortName },
      people: shown,
      next: found.length > people.length && last ? cursorOf(last) : null,
      head: await findHead(trx, unitId, today),
      desks,
      may: keeps ? ['person.add', 'desk.add'] : [],
    }
  })
}

/** One person as the list of a unit shows them: what every change of a person answers. */
export async function personOfUnit(
  trx: Trx,
  ctx: Ctx,
  unitId: string,
  personId: string,
): Promise<z.input<typeof PersonOfUnit> | null> {
  const [person] = await listPeople(trx, { ...filterOf(ctx, unitId), personId }, null, 1)
  return person
    ? present(trx, ctx, unitId, person, new Map([[unitId, await mayChangeUnit(trx, ctx, unitId)]]))
    : null
}

export function filterOf(ctx: Ctx, unitId: string): PeopleFilter {
  return {
    home: ctx.home,
    unitId,
    today: ctx.clock.today(),
    now: ctx.clock.now(),
    q: '',
    ended: false,
    personId: null,
  }
}

async function present(
  trx: Trx,
  ctx: Ctx,
  unitId: string,
  person: PersonRow,
  kept: Map<string, boolean>,
): Promise<z.input<typeof PersonOfUnit>> {
  const keeps = kept.get(unitId) ?? false
  const may: string[] = []
  if (keeps) {
    may.push('membership.end', 'membership.change')
    if (maySeeContact(ctx, person.keptBy)) may.push('person.change')
    if ((await refusalToInvite(trx, ctx, person, kept)) === null) {
      may.push('person.invite')
      if (person.hasFactor) may.push('person.remove_second_factor')
    }
  }
  return {
    id: person.id,
    name: person.name,
    contact: maySeeContact(ctx, unitId) ? { email: person.email, phone: person.phone } : null,
    hasAccount: person.login !== null,
    login: keeps ? person.login : null,
    hasSecondFactor: keeps ? person.hasFactor : null,
    memberships: person.memberships,
    invitation: keeps ? person.invitation : null,
    may,
  }
}

/** Somebody as a unit that they left shows them: what they were there, not how to reach them now. */
function former(person: PersonRow): z.input<typeof PersonOfUnit> {
  return {
    id: person.id,
    name: person.name,
    contact: null,
    hasAccount: person.login !== null,
    login: null,
    hasSecondFactor: null,
    memberships: person.memberships,
    invitation: null,
    may: [],
  }
}

function cursorOf(person: PersonRow): string {
  return Buffer.from(JSON.stringify([person.sort, person.id])).toString('base64url')
}

/** @throws common.invalid for a cursor that no page gave */
function readCursor(cursor: string | undefined): { sort: string; id: string } | null {
  if (cursor === undefined) return null
  let parts: unknown
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    throw new AppError('common.invalid')
  }
  const [sort, id] = Array.isArray(parts) ? (parts as unknown[]) : []
  if (typeof sort !== 'string' || typeof id !== 'string' || !isId(id)) throw new AppError('common.invalid')
  return { sort, id }
}
