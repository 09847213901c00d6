import { hashPassword } from '../../src/modules/people/index.ts'
import { insertUnits, rebuildClosure, setSuperiors, type Line } from '../../src/modules/units/index.ts'
import type { Role } from '../../src/platform/context.ts'
import { newId } from '../../src/platform/ids.ts'
import { transaction } from '../../src/platform/tx.ts'
import { testHome, type World } from './database.ts'

let counter = 0
let password: Promise<string> | null = null
/** The password of every account that `makePerson` makes. */
export const testPassword = 'mật khẩu để thử'

export interface MadeUnit {
  id: string
  code: string
  name: string
}

/** A unit, under the given superiors since 2020. */
export async function makeUnit(
  world: World,
  options: {
    kind?: string
    name?: string
    shortName?: string
    abbreviation?: string
    place?: string
    administration?: string | null
    profession?: string | null
    from?: string
    /** schema of another home than the tests' own */
    home?: string
  } = {},
): Promise<MadeUnit> {
  const home = options.home ?? testHome
  counter += 1
  const unit = {
    id: newId(),
    code: `don-vi-${counter}-${newId().slice(-6)}`,
    name: options.name ?? `Đơn vị thử ${counter}`,
  }
  const from = options.from ?? '2020-01-01'
  await transaction(world.database.db, { home, scope: '*' }, async (trx) => {
    await insertUnits(
      trx,
      [
        {
          id: unit.id,
          code: unit.code,
          kind: options.kind ?? 'school_primary',
          home,
          from,
          name: unit.name,
          shortName: options.shortName ?? unit.name.slice(0, 40),
          abbreviation: options.abbreviation ?? `DV${counter}`,
          place: options.place ?? 'Vân Sơn',
          parentLine: null,
        },
      ],
      new Date(`${from}T00:00:00Z`),
    )
    for (const line of ['administration', 'profession'] as const satisfies Line[]) {
      const superiorId = options[line]
      if (!superiorId) continue
      await setSuperiors(trx, [{ unitId: unit.id, line, superiorId, from }])
      await rebuildClosure(trx, line, [unit.id])
    }
  })
  return unit
}

export interface MadePerson {
  personId: string
  accountId: string
  login: string
  unitId: string
  roles: Role[]
  home: string
}

/** A person with an account (password: `testPassword`) and one membership a role. */
export async function makePerson(
  world: World,
  unitId: string,
  options: { roles?: Role[]; name?: string; title?: string; isHead?: boolean; home?: string } = {},
): Promise<MadePerson> {
  const home = options.home ?? testHome
  counter += 1
  const roles = options.roles ?? ['specialist']
  const made = {
    personId: newId(),
    accountId: newId(),
    login: `nguoi${counter}${newId().slice(-4)}`,
    unitId,
    roles,
    home,
  }
  password ??= hashPassword(testPassword)
  const hash = await password
  await transaction(world.database.db, { home, scope: '*' }, async (trx) => {
    const now = new Date('2020-01-01T00:00:00Z')
    await trx
      .insertInto('persons')
      .values({
        id: made.personId,
        unit_id: unitId,
        name: options.name ?? `Người Thử ${counter}`,
        email: null,
        phone: null,
        erased_at: null,
        created_at: now,
      })
      .execute()
    for (const role of roles) {
      await trx
        .insertInto('memberships')
        .values({
          id: newId(),
          person_id: made.personId,
          unit_id: unitId,
          desk_id: null,
          role,
          title: options.title ?? null,
          is_head: options.isHead ?? false,
          valid_from: '2020-01-01',
          valid_until: null,
        })
        .execute()
    }
    await trx
      .insertInto('accounts')
      .values({
        id: made.accountId,
        login: made.login,
        password_hash: hash,
        disabled_at: null,
        created_at: now,
      })
      .execute()
    await trx
      .insertInto('account_persons')
      .values({ account_id: made.accountId, home, person_id: made.personId })
      .execute()
  })
  return made
}
