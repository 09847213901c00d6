import { hashPassword } from '../../modules/people/index.ts'
import {
  insertUnits,
  rebuildClosure,
  setSuperiors,
  type Line,
  type SuperiorRow,
} from '../../modules/units/index.ts'
import { clockAt } from '../../platform/clock.ts'
import { systemActor, type Actor, type Ctx, type Role } from '../../platform/context.ts'
import { recordEvent } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { transaction } from '../../platform/tx.ts'
import type { Demo } from './data.ts'

/** Of every account of the demonstration; it is printed at the first start. */
export const demoPassword = 'lan-toa-2026'

export interface DemoPerson {
  id: string
  accountId: string | null
  login: string | null
  name: string
  unitId: string
  title: string
  roles: Role[]
  from: string
  until: string | null
}

/** The administration of the demonstration: ids by code, people by unit. */
export interface DemoWorld {
  home: string
  unitId: (code: string) => string
  unitCode: (id: string) => string
  people: readonly DemoPerson[]
  /** someone of a unit in a role on a day; a unit's leader stands in where nobody has it */
  someone: (unitCode: string, role: Role, day: string) => DemoPerson
  named: (name: string) => DemoPerson | undefined
  /** acts as a person, at an instant */
  as: (person: DemoPerson, at: Date) => Ctx
  system: (at: Date) => Ctx
}

const lines: readonly Line[] = ['administration', 'profession']
/** Who has the last word in a unit of the data: the first leader named. */
const begin = new Date('2024-12-01T01:00:00Z')

/** Makes units with their superiors, and people with desks, roles and accounts. */
export async function makeDemoWorld(base: Omit<Ctx, 'clock' | 'actor'>, demo: Demo): Promise<DemoWorld> {
  const ids = new Map(demo.units.map((u) => [u.code, newId()]))
  const codes = new Map([...ids].map(([code, id]) => [id, code]))
  const unitId = (code: string): string => found(ids.get(code), code)
  const system = (at: Date): Ctx => ({ ...base, clock: clockAt(at), actor: systemActor })
  const ctx = system(begin)
  await transaction(ctx.db, { home: ctx.home, scope: '*' }, async (trx) => {
    await insertUnits(
      trx,
      demo.units.map((u) => ({
        id: unitId(u.code),
        code: u.code,
        kind: u.kind,
        home: ctx.home,
        from: u.from,
        name: u.name,
        shortName: u.shortName,
        abbreviation: u.abbreviation,
        place: u.place,
        parentLine: parentLine(demo, u),
      })),
      ctx.clock.now(),
    )
    const superiors: SuperiorRow[] = demo.units.flatMap((u) =>
      lines.flatMap((line) => {
        const superior = u.superiors[line]
        return superior === null
          ? []
          : [{ unitId: unitId(u.code), line, superiorId: unitId(superior), from: u.from }]
      }),
    )
    await setSuperiors(trx, superiors)
    for (const line of lines) await rebuildClosure(trx, line, [...ids.values()])
    await recordEvent(
      trx,
      ctx,
      'unit.import',
      [...ids.values()].map((id) => ({ what: 'unit', id })),
    )
  })
  const people = await makePeople(ctx, demo, unitId)
  return {
    home: ctx.home,
    unitId,
    unitCode: (id) => found(codes.get(id), id),
    people,
    someone: (code, role, day) => {
      const here = people.filter((p) => p.unitId === unitId(code) && isThere(p, day))
      return found(
        here.find((p) => p.roles.includes(role)) ?? here.find((p) => p.roles.includes('leader')),
        `${role} of ${code} on ${day}`,
      )
    },
    named: (name) => people.find((p) => p.name === name),
    as: (person, at) => ({ ...base, clock: clockAt(at), actor: actorOf(person) }),
    system,
  }
}

function actorOf(person: DemoPerson): Actor {
  return {
    kind: 'person',
    accountId: person.accountId,
    personId: person.id,
    unitId: person.unitId,
    roles: person.roles,
    deskIds: [],
    ownUnits: [person.unitId],
  }
}

/** The upper line of its documents: the administrative superior, as printed. */
function parentLine(demo: Demo, unit: Demo['units'][number]): string | null {
  const superior = demo.units.find((u) => u.code === unit.superiors.administration)
  if (!superior) return null
  return superior.kind.startsWith('people_committee')
    ? superior.shortName.toUpperCase()
    : superior.name.toUpperCase()
}

async function makePeople(ctx: Ctx, demo: Demo, unitId: (code: string) => string): Promise<DemoPerson[]> {
  // One hash for all: 90 accounts would cost a second of a first start that a newcomer watches.
  const hash = await hashPassword(demoPassword)
  const now = ctx.clock.now()
  const made: DemoPerson[] = []
  await transaction(ctx.db, { home: ctx.home, scope: '*' }, async (trx) => {
    const desks = new Map<string, string>()
    for (const person of demo.people) {
      const id = newId()
      const accountId = person.login === null ? null : newId()
      const home = found(person.memberships[0], person.name)
      await trx
        .insertInto('persons')
        .values({
          id,
          unit_id: unitId(home.unit),
          name: person.name,
          email: null,
          phone: null,
          audience_tags: person.audiences,
          erased_at: null,
          created_at: now,
        })
        .execute()
      if (accountId !== null && person.login !== null) {
        await trx
          .insertInto('accounts')
          .values({
            id: accountId,
            login: person.login,
            password_hash: hash,
            disabled_at: null,
            created_at: now,
          })
          .execute()
        await trx
          .insertInto('account_persons')
          .values({ account_id: accountId, home: ctx.home, person_id: id })
          .execute()
      }
      for (const m of person.memberships) {
        const deskKey = `${m.unit} ${m.desk}`
        let desk = desks.get(deskKey)
        if (!desk) {
          desk = newId()
          desks.set(deskKey, desk)
          await trx
            .insertInto('desks')
            .values({ id: desk, unit_id: unitId(m.unit), code: `ban-${desks.size}`, name: m.desk })
            .execute()
        }
        const isHead = !made.some(
          (p) => p.unitId === unitId(m.unit) && p.roles.includes('leader') && isThere(p, m.from),
        )
        for (const role of m.roles) {
          await trx
            .insertInto('memberships')
            .values({
              id: newId(),
              person_id: id,
              unit_id: unitId(m.unit),
              desk_id: desk,
              role,
              title: m.title,
              is_head: isHead && role === 'leader',
              valid_from: m.from,
              valid_until: m.until,
            })
            .execute()
        }
        made.push({
          id,
          accountId,
          login: person.login,
          name: person.name,
          unitId: unitId(m.unit),
          title: m.title,
          roles: m.roles,
          from: m.from,
          until: m.until,
        })
      }
    }
    await recordEvent(
      trx,
      ctx,
      'person.import',
      made.map((p) => ({ what: 'person', id: p.id })),
    )
  })
  return made
}

/** A membership holds on a day. */
function isThere(person: Pick<DemoPerson, 'from' | 'until'>, day: string): boolean {
  return person.from <= day && (person.until === null || person.until > day)
}

/** The value, or a fault that names what the data lacks. */
export function found<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw new Error(`the demonstration has no ${what}`)
  return value
}
