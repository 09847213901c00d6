import { sql } from 'kysely'
import { addDays } from '../../platform/clock.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { closeObligations, openObligations, voidObligations, type NewObligation } from '../dispatch/index.ts'
import { findUnits } from '../units/index.ts'
import { findRevised, openOf, type RevisedSuperior } from './plans.revised.ts'
import { originChange } from './plans.rules.changes.ts'
import { PlanContent } from './plans.schema.ts'
import type { PlanHead, RevisionRow } from './plans.store.ts'

/** Days that units below have to follow, keep or adapt after a revision. */
const daysToFollow = 14

/** What a unit below owes after a revision that it has to follow, keep or adapt. */
function followDuty(
  ctx: Ctx,
  unitId: string,
  to: { planId: string; unitId: string; revision: number; content: PlanContent },
  issuer: string,
  numberSymbol: string,
): NewObligation {
  const { title, year } = to.content
  return {
    unitId,
    what: 'follow_revision',
    sourceWhat: 'plan',
    sourceId: to.planId,
    sourceRevision: to.revision,
    owedTo: to.unitId,
    dueOn: addDays(ctx.clock.today(), daysToFollow),
    facts: { numberSymbol, title, issuer, revision: to.revision, year },
  }
}

/**
 * After a revision, what units below owe: to follow, keep or adapt. What earlier revisions asked is overtaken; whoever
 * had not answered it and is still behind is asked about this one.
 */
export async function askToFollow(
  trx: Trx,
  ctx: Ctx,
  plan: PlanHead,
  revision: number,
  content: PlanContent,
  issuer: string,
  numberSymbol: string,
): Promise<void> {
  const { rows: waiting } = await sql<{ unit_id: string }>`
    select distinct unit_id from obligations where what = 'follow_revision' and source_id = ${plan.id} and state = 'open'`.execute(
    trx,
  )
  await voidObligations(trx, ctx, { what: 'follow_revision', sourceId: plan.id }, `revision ${revision}`)
  const to = { planId: plan.id, unitId: plan.unitId, revision, content }
  const unitIds = await unitsToFollow(
    trx,
    plan,
    revision,
    content,
    waiting.map((w) => w.unit_id),
  )
  await openObligations(
    trx,
    ctx,
    unitIds.map((unitId) => followDuty(ctx, unitId, to, issuer, numberSymbol)),
  )
}

/**
 * The same for a copy of another home's revision that has come here: asks the units here that made a plan from an earlier
 * one. A first revision, or one that is not in force here, asks nobody.
 */
export async function askToFollowCopy(
  trx: Trx,
  ctx: Ctx,
  copy: { id: string; revision: number },
): Promise<void> {
  if (copy.revision === 1) return
  const row = await trx
    .selectFrom('plan_revisions as r')
    .innerJoin('plans as p', (j) => j.onRef('p.id', '=', 'r.plan_id').onRef('p.revision', '=', 'r.revision'))
    .innerJoin('documents as d', 'd.id', 'r.document_id')
    .select(['p.id', 'p.unit_id as unitId', 'p.year', 'p.revision', 'p.title', 'r.content'])
    .select(['r.document_id as documentId', 'd.number_symbol as numberSymbol'])
    .where('r.plan_id', '=', copy.id)
    .where('r.revision', '=', copy.revision)
    .executeTakeFirst()
  if (!row) return
  const issuer = (await findUnits(trx, [row.unitId], ctx.clock.today())).get(row.unitId)
  const content = PlanContent.parse(row.content)
  await askToFollow(trx, ctx, row, row.revision, content, issuer?.shortName ?? '', row.numberSymbol ?? '')
}

const asked = (content: PlanContent) =>
  content.tasks.filter((t) => t.asksBelow && t.decision !== 'declined').map((t) => t.key)

/**
 * The units below that must look at a revision: those whose plan in force derives a task from a revision in which it
 * reads otherwise, unless they chose about the very words of now; and, where this revision asks for new tasks (or an
 * earlier one did and is not answered), all that made a plan from it. One statement, however many they are.
 */
async function unitsToFollow(
  trx: Trx,
  plan: PlanHead,
  revision: number,
  after: PlanContent,
  waiting: readonly string[],
): Promise<string[]> {
  const earlier = await trx
    .selectFrom('plan_revisions')
    .select(['revision', 'content'])
    .where('plan_id', '=', plan.id)
    .where('revision', '<', revision)
    .execute()
  const now = new Map(after.tasks.map((t) => [t.key, t]))
  const differs: { revision: number; key: string }[] = []
  const same: { revision: number; key: string }[] = []
  const asksNew: number[] = []
  for (const row of earlier) {
    const content = PlanContent.parse(row.content)
    const then = new Map(content.tasks.map((t) => [t.key, t]))
    const known = new Set(then.keys())
    for (const key of new Set([...then.keys(), ...now.keys()])) {
      const [was, is] = [originChange(undefined, then.get(key)), originChange(undefined, now.get(key))]
      const isSame =
        was.state === 'gone'
          ? is.state === 'gone'
          : originChange(then.get(key), now.get(key)).state === 'unchanged'
      ;(isSame ? same : differs).push({ revision: row.revision, key })
    }
    if (asked(after).some((key) => !known.has(key))) asksNew.push(row.revision)
  }
  const isNew = asksNew.includes(revision - 1)
  const { rows } = await sql<{ unit_id: string }>`
    with differs as (select * from jsonb_to_recordset(${JSON.stringify(differs)}::jsonb) as d(revision int, key text)),
      same as (select * from jsonb_to_recordset(${JSON.stringify(same)}::jsonb) as s(revision int, key text))
    select distinct p.unit_id from task_origins o
    join plans p on p.id = o.plan_id and p.revision = o.revision
    join tasks t on t.plan_id = o.plan_id and t.revision = o.revision and t.key = o.task_key
    where o.origin_plan_id = ${plan.id} and p.unit_id <> ${plan.unitId} and (
      ${isNew}::boolean
      or (p.unit_id = any(${[...waiting]}::uuid[]) and (select max(x.origin_revision) from task_origins x
        where x.plan_id = o.plan_id and x.revision = o.revision and x.origin_plan_id = o.origin_plan_id) = any(${asksNew}::int[]))
      or (exists (select 1 from differs d where d.revision = o.origin_revision and d.key = o.origin_key)
        and not exists (
          select 1 from (select c.choice, c.origin_revision from task_choices c
            where c.plan_id = o.plan_id and c.task_key = o.task_key and c.origin_plan_id = o.origin_plan_id and c.origin_key = o.origin_key
            order by c.origin_revision desc, c.at desc, c.id desc limit 1) c
          join same s on s.revision = c.origin_revision and s.key = o.origin_key where c.choice <> 'undone')))`.execute(
    trx,
  )
  return rows.map((r) => r.unit_id)
}

/**
 * After a plan was issued, what it owes to superiors whose plan was revised: nothing where nothing asks any more; a duty
 * where it derives from a revision that was overtaken while it was being written.
 */
export async function settleFollowing(trx: Trx, ctx: Ctx, plan: PlanHead): Promise<void> {
  const superiors = await findRevised(trx, ctx, plan)
  const inForce = await revisionsInForce(trx, superiors)
  // A revision that did not come to the unit asks nothing of it.
  const behind = superiors.filter((s) => openOf(s).length > 0 && inForce.get(s.planId) === s.now.revision)
  for (const { planId } of superiors.filter((s) => openOf(s).length === 0))
    await closeObligations(
      trx,
      ctx,
      {
        unitId: [plan.unitId, ...ctx.actor.ownUnits],
        for: plan.unitId,
        what: 'follow_revision',
        sourceId: planId,
      },
      { closedBy: plan.id },
    )
  if (behind.length === 0) return
  const units = await findUnits(
    trx,
    behind.map((s) => s.now.unitId),
    ctx.clock.today(),
  )
  const symbols = await numberSymbols(
    trx,
    behind.map((s) => s.now),
  )
  await openObligations(
    trx,
    ctx,
    behind.map(({ now }) =>
      followDuty(
        ctx,
        plan.unitId,
        now,
        units.get(now.unitId)?.shortName ?? '',
        symbols.get(now.documentId) ?? '',
      ),
    ),
  )
}

async function numberSymbols(trx: Trx, revisions: readonly RevisionRow[]): Promise<Map<string, string>> {
  const rows = await trx
    .selectFrom('documents')
    .select(['id', 'number_symbol'])
    .where(
      'id',
      'in',
      revisions.map((r) => r.documentId),
    )
    .execute()
  return new Map(rows.map((r) => [r.id, r.number_symbol ?? '']))
}

async function revisionsInForce(
  trx: Trx,
  superiors: readonly RevisedSuperior[],
): Promise<Map<string, number>> {
  if (superiors.length === 0) return new Map()
  const rows = await trx
    .selectFrom('plans')
    .select(['id', 'revision'])
    .where(
      'id',
      'in',
      superiors.map((s) => s.planId),
    )
    .execute()
  return new Map(rows.map((r) => [r.id, r.revision]))
}
