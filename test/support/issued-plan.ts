import { newId } from '../../src/platform/ids.ts'
import { transaction } from '../../src/platform/tx.ts'
import { testHome, type World } from './database.ts'

export interface MadeTask {
  key: string
  title?: string
  indicator?: string
  target?: number
  timeFrom?: string
  timeUntil?: string
  declined?: boolean
  /** also opens the unit's duty to do it, due on this day */
  dueOn?: string
}

/** An issued plan with tasks, as rows: for tests of what comes after a plan. `revision` 2 and up leave the earlier ones. */
export async function makeIssuedPlan(
  world: World,
  unitId: string,
  options: { year?: number; tasks: MadeTask[]; programmes?: string[]; planId?: string; revision?: number },
): Promise<{ planId: string; revision: number }> {
  const { year = 2024, tasks, programmes = [], planId = newId(), revision = 1 } = options
  const now = new Date(`${year}-01-10T02:00:00Z`)
  const documentId = newId()
  await transaction(world.database.db, { home: testHome, scope: '*' }, async (trx) => {
    await trx
      .insertInto('documents')
      .values({
        id: documentId,
        unit_id: unitId,
        origin: 'issued',
        type: 'kế hoạch',
        issuer_name: 'Đơn vị thử',
        subject: 'Kế hoạch thử',
        text: '',
        page_html: '',
        reading: '{}',
        hash: 'x',
        created_at: now,
      })
      .execute()
    const title = `Kế hoạch tuyên truyền năm ${year}`
    if (revision === 1)
      await trx
        .insertInto('plans')
        .values({
          id: planId,
          unit_id: unitId,
          year,
          revision,
          document_id: documentId,
          title,
          created_at: now,
        })
        .execute()
    else await trx.updateTable('plans').set({ revision }).where('id', '=', planId).execute()
    await trx
      .insertInto('plan_revisions')
      .values({
        plan_id: planId,
        revision,
        unit_id: unitId,
        document_id: documentId,
        year,
        period_from: `${year}-01-01`,
        period_until: `${year + 1}-01-01`,
        title,
        programmes,
        content: '{}',
        hash: 'x',
        issued_on: `${year}-01-10`,
        issued_at: now,
        is_public: false,
      })
      .execute()
    for (const [ord, task] of tasks.entries()) {
      await trx
        .insertInto('tasks')
        .values({
          plan_id: planId,
          revision,
          key: task.key,
          ord,
          unit_id: unitId,
          decision: task.declined ? 'declined' : 'own',
          is_key: false,
          title: task.title ?? `Nhiệm vụ ${task.key}`,
          content: '',
          forms: [],
          audiences: [],
          lead_words: '',
          support_words: '',
          time_words: '',
          time_from: task.timeFrom ?? null,
          time_until: task.timeUntil ?? null,
          product: '',
          target_indicator: task.indicator ?? null,
          target_value: task.target ?? null,
        })
        .execute()
      if (task.dueOn !== undefined)
        await trx
          .insertInto('obligations')
          .values({
            id: newId(),
            unit_id: unitId,
            what: 'do_task',
            source_what: 'task',
            source_id: planId,
            source_key: task.key,
            due_on: task.dueOn,
            facts: JSON.stringify({ title: task.title ?? task.key }),
            opened_at: now,
          })
          .execute()
    }
  })
  return { planId, revision }
}
