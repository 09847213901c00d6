import { sql } from 'kysely'
import { sumUnitsAnew } from '../../src/modules/activities/index.ts'
import type { Trx } from '../../src/platform/db.ts'
import { newId } from '../../src/platform/ids.ts'
import { transaction } from '../../src/platform/tx.ts'
import { testHome, type World } from './database.ts'
import { makeIssuedPlan } from './issued-plan.ts'

export interface SentPlan {
  planId: string
  documentId: string
}

const inHome = <T>(world: World, run: (trx: Trx) => Promise<T>) =>
  transaction(world.database.db, { home: testHome, scope: '*' }, run)

/** An issued plan of a unit with tasks of these keys, and the id of its document. */
export async function makeOfficePlan(world: World, unitId: string, keys: string[]): Promise<SentPlan> {
  const { planId } = await makeIssuedPlan(world, unitId, { tasks: keys.map((key) => ({ key })) })
  const row = await inHome(world, (trx) =>
    trx
      .selectFrom('plan_revisions')
      .select('document_id')
      .where('plan_id', '=', planId)
      .executeTakeFirstOrThrow(),
  )
  return { planId, documentId: row.document_id }
}

/** A plan at receivers since 3 June 2024, opened on the 4th, acknowledged on the 6th (in Viet Nam) where said. */
export async function deliverPlan(
  world: World,
  senderId: string,
  { documentId }: SentPlan,
  to: { unitId: string; opened?: boolean; acknowledged?: boolean }[],
): Promise<void> {
  const dispatchId = newId()
  await inHome(world, async (trx) => {
    await sql`insert into dispatches values (${dispatchId}, ${senderId}, ${documentId}, ${to.length}, now())`.execute(
      trx,
    )
    await sql`insert into recipients values (${dispatchId}, 0, 'group', 'Các trường', 'carry out', null, 'schools', null)`.execute(
      trx,
    )
    await sql`insert into deliveries (id, unit_id, sender_id, dispatch_id, recipient_ord, document_id, purpose, sent_at, opened_at, acknowledged_at)
      select gen_random_uuid(), u, ${senderId}, ${dispatchId}, 0, ${documentId}, 'carry out', '2024-06-03T02:00:00Z',
        case when o then timestamptz '2024-06-04T02:00:00Z' end, case when a then timestamptz '2024-06-05T18:00:00Z' end
      from unnest(${to.map((d) => d.unitId)}::uuid[], ${to.map((d) => d.opened === true || d.acknowledged === true)}::boolean[],
        ${to.map((d) => d.acknowledged ?? false)}::boolean[]) as t(u, o, a)`.execute(trx)
  })
}

/** A unit's plan whose tasks derive from those of a superior's, with an activity of 40 leaflets for the first. */
export async function derivePlan(
  world: World,
  unitId: string,
  above: SentPlan,
  keys: string[],
  target: number,
): Promise<string> {
  const { planId } = await makeIssuedPlan(world, unitId, {
    tasks: keys.map((key) => ({ key, indicator: 'leaflets', target })),
  })
  await inHome(world, async (trx) => {
    await sql`insert into plan_bases values (${planId}, 1, 1, 'carries out', 'profession', ${above.documentId}, false, 'Thực hiện')`.execute(
      trx,
    )
    await sql`insert into task_origins select ${planId}, 1, k, ${above.planId}, 1, k from unnest(${keys}::text[]) k`.execute(
      trx,
    )
    const [first] = keys
    if (first !== undefined) await addLeaflets(trx, unitId, planId, first, 40)
  })
  return planId
}

async function addLeaflets(
  trx: Trx,
  unitId: string,
  planId: string,
  key: string,
  leaflets: number,
): Promise<void> {
  const id = newId()
  await sql`insert into activities values (${id}, ${unitId}, 1, '2024-06-11', 'counted', 0, 0, now())`.execute(
    trx,
  )
  await sql`insert into activity_versions (activity_id, version, unit_id, day, title, form, audiences, place, result, shortcoming, cause, next_step, photo_ids, recorded_at, hash)
    values (${id}, 1, ${unitId}, '2024-06-11', 'Phát tờ gấp', 'leaflets', '{}', '', '', '', '', '', '{}', now(), 'x')`.execute(
    trx,
  )
  await sql`insert into activity_figures values (${id}, 1, 'leaflets', ${leaflets})`.execute(trx)
  await sql`insert into activity_tasks values (${id}, 1, ${planId}, ${key}, 1)`.execute(trx)
  await sumUnitsAnew(trx, [unitId])
}
