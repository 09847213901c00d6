import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../src/config.ts'
import { confirmDocument, takeInDocument } from '../src/modules/library/index.ts'
import { registerDispatchJobs } from '../src/modules/dispatch/index.ts'
import {
  approvePlan,
  createPlan,
  issuePlan,
  PlanContent,
  saveDraft,
  submitPlan,
} from '../src/modules/plans/index.ts'
import { insertSuperiors, insertUnits, rebuildClosure, type NewUnitRow } from '../src/modules/units/index.ts'
import type { Actor, Ctx } from '../src/platform/context.ts'
import { newId } from '../src/platform/ids.ts'
import { transaction } from '../src/platform/tx.ts'
import { drainJobs } from '../src/platform/worker.ts'
import type { Bench } from './support.ts'

/** A unit with the one person who does everything in it. */
export interface Seat {
  unitId: string
  personId: string
  accountId: string
}

/** Two offices under one department, with many and with few schools. */
export interface World {
  department: Seat
  big: { office: Seat; schools: Seat[] }
  small: { office: Seat; schools: Seat[] }
}

const kinds = [
  'school_preschool',
  'school_primary',
  'school_lower_secondary',
  'school_primary_lower_secondary',
]

/** Units with superiors, and a person with an account and all roles in each. */
export async function makeWorld(bench: Bench, sizes: { big: number; small: number }): Promise<World> {
  const seat = (): Seat => ({ unitId: newId(), personId: newId(), accountId: newId() })
  const department = seat()
  const officeWith = (n: number) => ({ office: seat(), schools: Array.from({ length: n }, seat) })
  const world = { department, big: officeWith(sizes.big), small: officeWith(sizes.small) }
  const units: NewUnitRow[] = [unitRow(bench, department, 'department', 'Sở Giáo dục và Đào tạo', 'SGDĐT', 0)]
  const superiors: { unitId: string; superiorId: string }[] = []
  for (const { office, schools } of [world.big, world.small]) {
    const name = `Phòng Giáo dục và Đào tạo huyện ${schools.length}`
    units.push(unitRow(bench, office, 'education_office', name, 'PGDĐT', units.length))
    superiors.push({ unitId: office.unitId, superiorId: department.unitId })
    for (const [i, school] of schools.entries()) {
      const kind = kinds[i % kinds.length] ?? ''
      units.push(
        unitRow(bench, school, kind, `Trường Thử ${String(i).padStart(4, '0')}`, `T${i}`, units.length),
      )
      superiors.push({ unitId: school.unitId, superiorId: office.unitId })
    }
  }
  const ctx = bench.ctx({})
  await transaction(ctx.db, { home: ctx.home, scope: '*' }, async (trx) => {
    for (const rows of chunks(units)) await insertUnits(trx, rows, new Date('2020-01-01T00:00:00Z'))
    for (const rows of chunks(superiors))
      await insertSuperiors(
        trx,
        rows.map((r) => ({ ...r, line: 'profession', from: '2020-01-01' })),
      )
    await rebuildClosure(
      trx,
      'profession',
      units.map((u) => u.id),
    )
  })
  await makePeople(bench, [department, ...[world.big, world.small].flatMap((w) => [w.office, ...w.schools])])
  registerDispatchJobs()
  return world
}

function unitRow(
  bench: Bench,
  seat: Seat,
  kind: string,
  name: string,
  abbreviation: string,
  n: number,
): NewUnitRow {
  return {
    id: seat.unitId,
    code: `don-vi-${n}`,
    kind,
    home: bench.home,
    from: '2020-01-01',
    name,
    shortName: name.replace('Trường ', ''),
    abbreviation,
    place: 'Vân Sơn',
    parentLine: null,
  }
}

function* chunks<T>(rows: readonly T[]): Generator<T[]> {
  for (let at = 0; at < rows.length; at += 1_000) yield rows.slice(at, at + 1_000)
}

async function makePeople(bench: Bench, seats: readonly Seat[]): Promise<void> {
  await bench.database.pool.query(
    `with seat as (select * from jsonb_to_recordset($1::jsonb) as s("unitId" uuid, "personId" uuid, "accountId" uuid)),
      person as (insert into ${bench.home}.persons (id, unit_id, name, created_at)
        select "personId", "unitId", 'Nguyễn Thị Thử ' || row_number() over (), '2020-01-01' from seat returning id),
      account as (insert into shared.accounts (id, login, created_at)
        select "accountId", 'nguoi-' || "accountId", '2020-01-01' from seat returning id),
      joined as (insert into shared.account_persons select "accountId", $2, "personId" from seat returning person_id)
    insert into ${bench.home}.memberships (id, person_id, unit_id, role, title, is_head, valid_from)
    select gen_random_uuid(), "personId", "unitId", role, 'Hiệu trưởng', role = 'leader', '2020-01-01'
    from seat cross join unnest(array['leader', 'specialist', 'clerk']) role`,
    [JSON.stringify(seats), bench.home],
  )
}

/** The one person of a unit, acting for it. */
export function actorOf({ unitId, personId, accountId }: Seat): Partial<Actor> {
  return {
    unitId,
    personId,
    accountId,
    roles: ['leader', 'specialist', 'clerk'],
    ownUnits: [unitId],
  }
}

let received = 0

/** The office takes in its department's plan of the year (the demonstration's text), each time as another file. */
export async function receivePlan(ctx: Ctx): Promise<string> {
  const id = newId()
  received += 1
  const text = readFileSync(join(projectRoot, 'data/demo/plans/2026-so-gddt.txt'), 'utf8')
  const bytes = Buffer.from(text + '\n'.repeat(received))
  await takeInDocument(ctx, { id, name: 'ke-hoach.txt', bytes })
  await confirmDocument(ctx, { id, version: 1 })
  return id
}

/** A plan drafted from a document, every task decided, approved: one step before its issue. */
export async function makeApprovedPlan(
  ctx: Ctx,
  documentId: string,
  more: Partial<PlanContent>,
): Promise<string> {
  const id = newId()
  const documents = [{ documentId, isProvisional: false }]
  const draft = await createPlan(ctx, { id, year: 2026, documents, lastPlanId: null })
  const drafted = PlanContent.parse(draft.content)
  const content: PlanContent = {
    ...drafted,
    signer: { personId: ctx.actor.personId, authority: null, position: 'Trưởng phòng' },
    ...more,
    tasks: drafted.tasks.map((task, i) => ({
      ...task,
      decision: 'kept',
      leadWords: 'Văn phòng',
      time: task.time.until === null ? (quarters[i % quarters.length] ?? task.time) : task.time,
      target: { indicator: indicators[i % indicators.length] ?? '', value: 100 },
      belowTargets: task.asksBelow ? [{ kind: null, value: 20 }] : [],
    })),
  }
  await saveDraft(ctx, id, { version: draft.version, content })
  await submitPlan(ctx, id, '')
  await approvePlan(ctx, id, '')
  return id
}

const indicators = ['leaflets', 'meetings', 'news', 'posters', 'broadcasts', 'attendances']
const quarters: PlanContent['tasks'][number]['time'][] = [
  { words: 'Quý I', from: '2026-01-01', until: '2026-04-01' },
  { words: 'Quý II', from: '2026-04-01', until: '2026-07-01' },
  { words: 'Quý III', from: '2026-07-01', until: '2026-10-01' },
  { words: 'Quý IV', from: '2026-10-01', until: '2027-01-01' },
]

/** To all units below, to carry out; they make their plans by the end of January. */
export const toAllBelow: Partial<PlanContent> = {
  recipients: [
    {
      words: 'Các đơn vị trực thuộc (để t/h)',
      kind: 'group',
      purpose: 'carry out',
      groupCode: 'all_below',
    },
    { words: 'Lưu: VT', kind: 'archive', purpose: 'archive' },
  ],
  belowDueOn: '2026-01-31',
}

/** Issues a plan and delivers it to the last unit; papers are rendered by another job. */
export async function issueAndDeliver(ctx: Ctx, planId: string, system: Ctx): Promise<void> {
  await issuePlan(ctx, planId)
  await drainJobs(system, (kind) => kind === 'dispatch.deliver')
}

/** The document under which a plan was issued. */
export async function documentOf({ database, home }: Bench, planId: string): Promise<string> {
  const { rows } = await database.pool.query<{ document_id: string }>(
    `select document_id from ${home}.plans where id = $1`,
    [planId],
  )
  return rows[0]?.document_id ?? ''
}
