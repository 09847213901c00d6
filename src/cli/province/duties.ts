import { sql } from 'kysely'
import { findTaskStands } from '../../modules/activities/index.ts'
import type { Ctx } from '../../platform/context.ts'
import { recordEvent } from '../../platform/events.ts'
import { transaction } from '../../platform/tx.ts'

/** Duties looked at in one transaction. */
const atOnce = 2_000

/**
 * Closes the duties whose tasks are done by now, by the same rule as every screen, on the day of the last activity for
 * the task; where units below do their part, on the day on which it was due.
 * @returns how many were closed
 */
export async function closeDoneTasks(ctx: Ctx): Promise<number> {
  let after = '00000000-0000-0000-0000-000000000000'
  let closed = 0
  for (;;) {
    const step = await transaction(ctx.db, { home: ctx.home, scope: '*' }, async (trx) => {
      const { rows } = await sql<{ id: string; planId: string; taskKey: string }>`
        select id, source_id as "planId", source_key as "taskKey" from obligations
        where what = 'do_task' and state = 'open' and id > ${after} order by id limit ${sql.lit(atOnce)}`.execute(
        trx,
      )
      const done = new Set(
        (await findTaskStands(trx, rows)).filter((t) => t.isDone).map((t) => `${t.planId} ${t.taskKey}`),
      )
      const ids = rows.filter((r) => done.has(`${r.planId} ${r.taskKey}`)).map((r) => r.id)
      if (ids.length > 0) {
        await sql`
          update obligations o set state = 'done', closed_on = coalesce(
            (select max(a.day) from activity_tasks x join activities a on a.id = x.activity_id and a.version = x.version
              where x.plan_id = o.source_id and x.task_key = o.source_key and a.state = 'counted'),
            least(o.due_on, ${ctx.clock.today()}::date))
          where o.id = any(${ids}::uuid[])`.execute(trx)
        await recordEvent(
          trx,
          ctx,
          'task.settle',
          ids.map((id) => ({ what: 'obligation', id })),
        )
      }
      return { last: rows.at(-1)?.id, n: ids.length }
    })
    closed += step.n
    if (step.last === undefined) return closed
    after = step.last
  }
}
