import { sql } from 'kysely'
import { openReports } from '../../src/modules/reports/index.ts'
import { beginSession } from '../../src/modules/people/index.ts'
import type { Role } from '../../src/platform/context.ts'
import { newId } from '../../src/platform/ids.ts'
import { startOfDay } from '../../src/platform/clock.ts'
import { addJob } from '../../src/platform/jobs.ts'
import { transaction } from '../../src/platform/tx.ts'
import { wide } from '../../src/platform/wide.ts'
import { testHome, testNow, type World } from '../support/database.ts'
import { makePerson, makeUnit, type MadePerson, type MadeUnit } from '../support/make.ts'
import { makeManySchools } from '../support/many.ts'
import { reportOf } from '../support/reports.ts'

/** The tokens of those who act, and whom they act for. */
export interface Cast {
  office: MadeUnit
  drafter: string
  leader: string
  clerk: string
  /** of the office, with every role */
  keeper: string
  /** two of the office with accounts, who become members of units that come and go */
  movers: [string, string]
  /** jobs of the office that failed long ago, to be run again */
  failedJobs: string[]
  schools: School[]
  /** all units below the office */
  receivers: number
}

export interface School {
  unit: MadeUnit
  reportId: string
  specialist: string
  leader: string
  /** with every role, and an address for mails */
  hand: string
  handId: string
  /** with a password of their own that they sign in with: `testPassword` */
  guest: MadePerson
}

/** Where the mails of a school's hand go. */
export function addressOf(handId: string): string {
  return `${handId}@truong.example`
}

/**
 * A department, an office below it, and schools below that: a few act, the others receive. Everybody who owes something
 * has somebody with an account, and the reports of the first half of 2024 are open.
 */
export async function makeCast(world: World, acting: number, receiving: number, failing = 30): Promise<Cast> {
  const department = await makeUnit(world, { kind: 'department', name: 'Sở GD&ĐT' })
  const office = await makeUnit(world, {
    kind: 'education_office',
    name: 'Phòng GD&ĐT huyện Vân Sơn',
    abbreviation: 'PGDĐT',
    profession: department.id,
  })
  await makePerson(world, department.id, { roles: ['leader', 'specialist'] })
  const sit = async (unit: MadeUnit, roles: Role[]) => {
    const person = await makePerson(world, unit.id, { roles, title: 'Trưởng đơn vị', isHead: true })
    const token = await beginSession(
      world.database.db,
      { id: person.accountId, home: testHome },
      'test',
      new Date(testNow),
    )
    return { token, personId: person.personId }
  }
  const seat = async (unit: MadeUnit, roles: Role[]) => (await sit(unit, roles)).token
  const schools: School[] = []
  for (let i = 0; i < acting; i += 1) {
    const unit = await makeUnit(world, { profession: office.id, name: `TH Vĩnh Hòa ${i + 1}` })
    const hand = await sit(unit, everyRole)
    schools.push({
      unit,
      reportId: '',
      specialist: await seat(unit, ['specialist']),
      leader: await seat(unit, ['leader']),
      hand: hand.token,
      handId: hand.personId,
      guest: await makePerson(world, unit.id),
    })
  }
  const many = await makeManySchools(world, office.id, receiving)
  await makeMembers(world, many)
  await giveAddresses(
    world,
    schools.map((s) => s.handId),
  )
  const mover = async () => (await makePerson(world, office.id)).personId
  await openReports(world.system(startOfDay('2024-06-15')))
  for (const school of schools) school.reportId = await reportOf(world, school.unit)
  return {
    office,
    drafter: await seat(office, ['specialist']),
    leader: await seat(office, ['leader']),
    clerk: await seat(office, ['clerk']),
    keeper: await seat(office, everyRole),
    movers: [await mover(), await mover()],
    failedJobs: await makeFailedJobs(world, office.id, failing),
    schools,
    receivers: acting + receiving,
  }
}

const everyRole: Role[] = ['clerk', 'specialist', 'leader', 'inspector', 'admin']

/** Jobs that failed five times. What they do may be done again at any time: the daily opening of reports. */
async function makeFailedJobs(world: World, unitId: string, n: number): Promise<string[]> {
  const ctx = world.system(testNow)
  return wide(ctx, 'the test’s own jobs', async (trx) => {
    const ids: string[] = []
    for (let i = 0; i < n; i += 1) ids.push(await addJob(trx, ctx, 'reports.open', { day: '2024-06-15' }))
    await sql`update jobs set state = 'failed', unit_id = ${unitId}, finished_at = now(), attempts = 5, error = 'ENOSPC' where id = any(${ids}::uuid[])`.execute(
      trx,
    )
    return ids
  })
}

/** Takes away the failed jobs that nobody ran again: `doctor` rightly complains of them. */
export async function forgetFailedJobs(world: World, cast: Cast): Promise<void> {
  await wide(world.system(testNow), 'the test’s own jobs', (trx) =>
    sql`delete from jobs where id = any(${cast.failedJobs}::uuid[])`.execute(trx),
  )
}

async function giveAddresses(world: World, personIds: readonly string[]): Promise<void> {
  await transaction(world.database.db, { home: testHome, scope: '*' }, async (trx) => {
    for (const id of personIds)
      await trx
        .updateTable('persons')
        .set({ email: addressOf(id) })
        .where('id', '=', id)
        .execute()
  })
}

/** One specialist with an account for each of many units, in a few statements. */
async function makeMembers(world: World, unitIds: readonly string[]): Promise<void> {
  const rows = unitIds.map((unit) => ({ unit, person: newId(), account: newId(), membership: newId() }))
  await transaction(world.database.db, { home: testHome, scope: '*' }, async (trx) => {
    const given = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g(unit uuid, person uuid, account uuid, membership uuid)`
    await sql`insert into persons (id, unit_id, name, created_at) select person, unit, 'Người Nhận', '2020-01-01' from ${given}`.execute(
      trx,
    )
    await sql`insert into memberships (id, person_id, unit_id, role, is_head, valid_from) select membership, person, unit, 'specialist', false, '2020-01-01' from ${given}`.execute(
      trx,
    )
    await sql`insert into accounts (id, login, password_hash, created_at) select account, 'nhan-' || account, 'x', '2020-01-01' from ${given}`.execute(
      trx,
    )
    await sql`insert into account_persons (account_id, home, person_id) select account, ${testHome}, person from ${given}`.execute(
      trx,
    )
  })
}
