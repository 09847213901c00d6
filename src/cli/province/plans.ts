import {
  approvePlan,
  createPlan,
  emptyTask,
  issuePlan,
  numberPlan,
  PlanContent,
  saveDraft,
  submitPlan,
} from '../../modules/plans/index.ts'
import { clockAt } from '../../platform/clock.ts'
import { systemActor, type Ctx } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { drainJobs } from '../../platform/worker.ts'
import { read } from '../../platform/write.ts'
import type { Base } from './bulk.ts'
import type { Officer, Province, Seat } from './seats.ts'
import type { ProvinceWords } from './words.ts'

/** An issued plan, with the keys of its tasks in the order of the words. */
export interface TaskKeys {
  planId: string
  documentId: string
  keys: string[]
}

export function asOfficer(base: Base, seat: Seat, officer: Officer, at: Date): Ctx {
  const { personId, accountId, roles } = officer
  const { unitId } = seat
  return {
    ...base,
    clock: clockAt(at),
    actor: { kind: 'person', accountId, personId, unitId, roles, deskIds: [], ownUnits: [unitId] },
  }
}

export function asSystem(base: Base, at: Date): Ctx {
  return { ...base, clock: clockAt(at), actor: systemActor }
}

/** Working hours of a day: `minute` counts from 8:00 in Viet Nam. */
export function at(day: string, minute = 0): Date {
  return new Date(Date.parse(`${day}T01:00:00Z`) + minute * 60_000)
}

/** The province's plan, from nothing, sent to its department to carry out and to its communes to know. */
export async function planOfProvince(
  base: Base,
  words: ProvinceWords,
  { root, department }: Province,
  year: number,
  reporters: number,
): Promise<TaskKeys> {
  const day = `${year}-01-05`
  const planId = newId()
  const draft = await createPlan(asOfficer(base, root, root.clerk, at(day)), {
    id: planId,
    year,
    documents: [],
    lastPlanId: null,
  })
  const [aim, must, work] = [newId(), newId(), newId()]
  const clause = (
    key: string,
    kind: 'heading' | 'purpose' | 'requirement',
    marker: string,
    text: string,
  ) => ({
    key,
    parentKey: kind === 'heading' ? null : aim,
    kind,
    marker,
    level: kind === 'heading' ? 1 : 2,
    words: text,
  })
  const content: PlanContent = {
    ...PlanContent.parse(draft.content),
    title: words.plan.title.replace('{year}', String(year)).replace('{place}', words.province.name),
    programmes: await programmesOf(asSystem(base, at(day)), year),
    clauses: [
      clause(aim, 'heading', 'I', 'MỤC ĐÍCH, YÊU CẦU'),
      clause(newId(), 'purpose', '1', words.plan.purpose),
      clause(must, 'requirement', '2', words.plan.requirement),
      clause(work, 'heading', 'II', 'NHIỆM VỤ'),
    ],
    tasks: words.tasks.map((task) => ({
      ...emptyTask(newId()),
      isKey: task.isKey,
      title: task.title,
      content: task.content,
      forms: task.forms,
      audiences: task.audiences,
      leadWords: department.shortName,
      time: {
        words: task.time.words,
        from: `${year}-${task.time.from}`,
        until: `${year}-${task.time.until}`,
      },
      product: task.product,
      target: { indicator: task.target.indicator, value: shared(task.target.each * reporters) },
      underClause: work,
      asksBelow: true,
      belowTargets: [{ kind: null, value: shared(task.target.each * reporters) }],
    })),
    recipients: [
      { words: department.name, kind: 'unit', purpose: 'carry out', unitId: department.unitId },
      { words: 'UBND các xã, phường', kind: 'group', purpose: 'know', groupCode: 'communes' },
      { words: 'Lưu: VT', kind: 'archive', purpose: 'archive' },
    ],
    isPublic: true,
    belowDueOn: `${year}-01-15`,
  }
  await saveDraft(asOfficer(base, root, root.clerk, at(day, 10)), planId, {
    version: draft.version,
    content,
  })
  return carryThrough(base, root, planId, day)
}

/** What of all units' part is asked of the superior itself: some units always miss theirs. */
function shared(n: number): number {
  return Math.round(n * 0.9)
}

async function programmesOf(ctx: Ctx, year: number): Promise<string[]> {
  const rows = await read(ctx, '*', (trx) =>
    trx
      .selectFrom('programmes')
      .select('id')
      .where('year_from', '<=', year)
      .where('year_until', '>=', year)
      .orderBy('id')
      .limit(1)
      .execute(),
  )
  return rows.map((r) => r.id)
}

/**
 * A unit's plan from its superior's: every task is taken over as it was asked.
 * @param asked for each kind of unit below, how many units' part it is asked for; none below asks nothing
 */
export async function planFromSuperior(
  base: Base,
  words: ProvinceWords,
  seat: Seat,
  superior: TaskKeys,
  {
    year,
    day,
    asked,
    belowDueOn,
  }: { year: number; day: string; asked: Record<string, number>; belowDueOn: string | null },
): Promise<TaskKeys> {
  const planId = newId()
  const drafter = (minute: number) => asOfficer(base, seat, seat.clerk, at(day, minute))
  const draft = await createPlan(drafter(0), {
    id: planId,
    year,
    documents: [{ documentId: superior.documentId, isProvisional: false }],
    lastPlanId: null,
  })
  const drafted = PlanContent.parse(draft.content)
  const content: PlanContent = {
    ...drafted,
    tasks: drafted.tasks.map((task) => {
      const each = words.tasks.find((t) => t.title === task.title)?.target.each ?? 1
      return {
        ...task,
        decision: 'kept',
        leadPersonId: seat.clerk.personId,
        leadWords: 'Bộ phận văn phòng',
        belowTargets: Object.entries(asked).map(([kind, units]) => ({
          kind: kind === '' ? null : kind,
          value: units === 1 ? each : shared(each * units),
        })),
      }
    }),
    isPublic: true,
    belowDueOn,
  }
  await saveDraft(drafter(10), planId, { version: draft.version, content })
  return carryThrough(base, seat, planId, day)
}

/** Review, approval, number, issue and delivery, on one day. */
async function carryThrough(base: Base, seat: Seat, planId: string, day: string): Promise<TaskKeys> {
  const clerk = (minute: number) => asOfficer(base, seat, seat.clerk, at(day, minute))
  await submitPlan(clerk(60), planId, '')
  await approvePlan(asOfficer(base, seat, seat.head, at(day, 120)), planId, '')
  await numberPlan(clerk(150), planId)
  await issuePlan(clerk(160), planId)
  return read(clerk(170), '*', async (trx) => {
    const plan = await trx
      .selectFrom('plans')
      .select('document_id')
      .where('id', '=', planId)
      .executeTakeFirstOrThrow()
    const tasks = await trx
      .selectFrom('tasks')
      .select('key')
      .where('plan_id', '=', planId)
      .orderBy('ord')
      .execute()
    return { planId, documentId: plan.document_id ?? '', keys: tasks.map((t) => t.key) }
  })
}

/** Delivers what waits for its job; papers are rendered once the server runs. */
export async function deliver(base: Base, day: string): Promise<void> {
  await drainJobs(asSystem(base, at(day, 400)), (kind) => kind === 'dispatch.deliver')
}
