import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { findPersonalTables } from '../../platform/personal.ts'
import { findHolding, redactedWords } from '../../platform/redaction.ts'
import { findLastDays, findRules } from '../../platform/retention.ts'
import { wide } from '../../platform/wide.ts'
import { read } from '../../platform/write.ts'
import { findUnits } from '../units/index.ts'
import type { PersonData } from './erasure.schema.ts'
import { findFactors } from './factor/factor.store.ts'
import { findReachable, requireAdmin } from './erasure.service.ts'
import { findPersonRow, maskOf, type PersonRow } from './erasure.store.ts'

const most = 500

/**
 * What is held of a person: the row, the account with its sessions, memberships, and every place of the home where the
 * full name or a contact stands in words.
 * @throws common.not_found outside the acting unit and those below it · erasure.not_yours for another's data without the role of admin
 */
export async function getPersonData(ctx: Ctx, personId: string): Promise<PersonData> {
  const kept = await read(ctx, '*', async (trx) => {
    const own = ctx.actor.personId === personId ? await findPersonRow(trx, personId, false) : null
    const person = own ?? (await findReachable(trx, ctx, personId, false))
    if (!own) requireAdmin(ctx)
    return { person, ...(await findKept(trx, ctx, person)) }
  })
  const places = await wide(ctx, 'places that name this person, for the person or the unit’s admin', (trx) =>
    findPlaces(trx, ctx, kept.person),
  )
  const { person, ...rest } = kept
  return {
    person: {
      id: person.id,
      name: person.name,
      email: person.email,
      phone: person.phone,
      unit: rest.unit,
      since: person.createdAt.toISOString(),
      erasedAt: person.erasedAt?.toISOString() ?? null,
    },
    account: await findAccount(ctx, personId),
    memberships: rest.memberships,
    named: places.slice(0, most),
    more: places.length > most,
    acted: rest.acted,
  }
}

async function findKept(
  trx: Trx,
  ctx: Ctx,
  person: PersonRow,
): Promise<{ unit: string; memberships: PersonData['memberships']; acted: number }> {
  const memberships = await trx
    .selectFrom('memberships')
    .select(['unit_id', 'role', 'title', 'valid_from', 'valid_until'])
    .where('person_id', '=', person.id)
    .orderBy('valid_from')
    .orderBy('id')
    .execute()
  const units = await findUnits(trx, [person.unitId, ...memberships.map((m) => m.unit_id)], ctx.clock.today())
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from events where actor_person = ${person.id}`.execute(trx)
  return {
    unit: units.get(person.unitId)?.name ?? '',
    memberships: memberships.map((m) => ({
      unit: units.get(m.unit_id)?.name ?? '',
      role: m.role,
      title: m.title,
      from: m.valid_from,
      until: m.valid_until,
    })),
    acted: rows[0]?.n ?? 0,
  }
}

async function findPlaces(trx: Trx, ctx: Ctx, person: PersonRow): Promise<PersonData['named']> {
  if (person.erasedAt !== null || person.name === redactedWords) return []
  const mask = maskOf(person)
  const found: PersonData['named'] = []
  const rules = await findRules(trx, ctx.home)
  for (const table of await findPersonalTables(trx, ctx.home)) {
    if (table.name === 'persons') continue
    const places = await findHolding(
      trx,
      table,
      mask.hints,
      (words) => mask.count(words) > 0,
      most + 1 - found.length,
    )
    for (const rule of rules.filter((r) => r.table.name === table.name)) {
      const mine = places.filter(({ column }) => rule.table.columns.some((c) => c.name === column.name))
      const until = await findLastDays(
        trx,
        rule,
        mine.map((m) => m.key),
      )
      found.push(
        ...mine.map(({ key, column: { purpose, keep } }) => {
          const id = key.join(' ')
          return { what: table.name, id, purpose, keep, until: until.get(id) ?? null, then: rule.then }
        }),
      )
    }
    if (found.length > most) break
  }
  return found
}

async function findAccount(ctx: Ctx, personId: string): Promise<PersonData['account']> {
  const { rows } = await sql<{ id: string; login: string; created_at: Date }>`
    select a.id, a.login, a.created_at from shared.account_persons p join shared.accounts a on a.id = p.account_id
    where p.home = ${ctx.home} and p.person_id = ${personId}`.execute(ctx.db)
  const account = rows[0]
  if (!account) return null
  const sessions = await ctx.db
    .selectFrom('system.sessions')
    .select(['device', 'seen_at'])
    .where('account_id', '=', account.id)
    .orderBy('seen_at', 'desc')
    .execute()
  const { passkeys } = await findFactors(ctx.db, account.id)
  const identities = await ctx.db
    .withSchema('shared')
    .selectFrom('account_identities')
    .select(['issuer', 'subject'])
    .where('account_id', '=', account.id)
    .orderBy('issuer')
    .execute()
  return {
    passkeys: passkeys.map((p) => ({ device: p.device, since: p.createdAt.toISOString() })),
    identities,
    login: account.login,
    since: account.created_at.toISOString(),
    sessions: sessions.map((s) => ({ device: s.device, seenAt: s.seen_at.toISOString() })),
  }
}
