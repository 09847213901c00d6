import type { z } from 'zod'
import { schoolPlanDay } from '#data/demo/expand.ts'
import { confirmDocument, takeInDocument } from '../../modules/library/index.ts'
import {
  approvePlan,
  createPlan,
  issuePlan,
  numberPlan,
  PlanContent,
  readDraft,
  saveDraft,
  submitPlan,
  type PlanTask,
} from '../../modules/plans/index.ts'
import { addDays } from '../../platform/clock.ts'
import type { Ctx } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { read } from '../../platform/write.ts'
import { readPlanText, type Demo } from './data.ts'
import { found, type DemoWorld } from './world.ts'

type Content = z.output<typeof PlanContent>
type Task = z.output<typeof PlanTask>
type OfficePlan = Demo['plans'][number]
type OfficeTask = OfficePlan['tasks'][number]

/** An issued plan of the demonstration: where it is, and its tasks by the keys of tasks.json. */
export interface MadePlan {
  planId: string
  documentId: string
  /** office task key → key of this plan's own task; declined ones are left out */
  tasks: Map<string, string>
}

/** Documents as the office received and confirmed them: id by key, clause keys by path. */
export interface Received {
  documentId: string
  clauses: Map<string, string>
}

/** Working hours of a day: `minute` counts from 8:00 in Viet Nam. */
export function at(day: string, minute = 0): Date {
  return new Date(Date.parse(`${day}T01:00:00Z`) + minute * 60_000)
}

/** The office takes in its superiors' plans of a year as they arrived. */
export async function receiveDocuments(
  world: DemoWorld,
  demo: Demo,
  office: string,
  year: number,
): Promise<Map<string, Received>> {
  const clerk = world.someone(office, 'clerk', `${year}-01-02`)
  const received = new Map<string, Received>()
  for (const document of demo.documents.filter((d) => d.year === year)) {
    const ctx = world.as(clerk, at(document.received, 30))
    const id = newId()
    await takeInDocument(ctx, { id, name: document.file, bytes: readPlanText(document.file) })
    await confirmDocument(world.as(clerk, at(document.received, 40)), { id, version: 1 })
    received.set(document.key, { documentId: id, clauses: await clausesByPath(ctx, id) })
  }
  return received
}

async function clausesByPath(ctx: Ctx, documentId: string): Promise<Map<string, string>> {
  const rows = await read(ctx, '*', (trx) =>
    trx.selectFrom('clauses').select(['path', 'key']).where('document_id', '=', documentId).execute(),
  )
  return new Map(rows.map((row) => [row.path, row.key]))
}

/** Draft, review, approval, number, issue: as the people of a unit do it, on one day. */
export async function carryThrough(
  world: DemoWorld,
  unit: string,
  planId: string,
  day: string,
): Promise<string> {
  const drafter = world.someone(unit, 'specialist', day)
  const leader = world.someone(unit, 'leader', day)
  const clerk = world.someone(unit, 'clerk', day)
  await submitPlan(world.as(drafter, at(day, 60)), planId, '')
  await approvePlan(world.as(leader, at(day, 120)), planId, '')
  await numberPlan(world.as(clerk, at(day, 150)), planId)
  await issuePlan(world.as(clerk, at(day, 160)), planId)
  return planId
}

/** The office's plan of a year, standing on the department's and the district's. */
export async function makeOfficePlan(
  world: DemoWorld,
  plan: OfficePlan,
  received: Map<string, Received>,
): Promise<MadePlan> {
  const drafter = world.someone(plan.unit, 'specialist', plan.drafted)
  const planId = newId()
  const bases = plan.rests.map((key) => found(received.get(key), key))
  await createPlan(world.as(drafter, at(plan.drafted)), {
    id: planId,
    year: plan.year,
    documents: bases.map((b) => ({ documentId: b.documentId, isProvisional: false })),
    lastPlanId: null,
  })
  const draft = await readDraft(world.as(drafter, at(plan.drafted, 10)), planId)
  const clauseOf = (link: { plan: string; clause: string }) => {
    const source = found(received.get(link.plan), link.plan)
    return {
      documentId: source.documentId,
      clauseKey: found(source.clauses.get(link.clause), `${link.plan} ${link.clause}`),
    }
  }
  const keys = new Map(plan.tasks.map((task) => [task.key, newId()]))
  const drafted = PlanContent.parse(draft.content)
  const content: Content = {
    ...drafted,
    title: plan.title,
    tasks: plan.tasks.map((task) => {
      const made = officeTask(world, task, found(keys.get(task.key), task.key), clauseOf)
      return { ...made, underClause: placeOf(drafted, made.clauses) }
    }),
    declinedClauses: plan.notOurs.map((link) => ({ ...clauseOf(link), reason: link.reason })),
    belowDueOn: addDays(plan.schoolsDue, -1),
    isPublic: true,
  }
  await saveDraft(world.as(drafter, at(plan.drafted, 20)), planId, { version: draft.version, content })
  await carryThrough(world, plan.unit, planId, plan.issued)
  return {
    planId,
    documentId: await documentOf(world.as(drafter, at(plan.issued, 200)), planId),
    tasks: keys,
  }
}

/** Where the draft put the task for the same clause: a task of the office's own wording stands there in its stead. */
function placeOf(drafted: Content, clauses: Task['clauses']): string | null {
  const asked = new Set(clauses.map((c) => `${c.documentId} ${c.clauseKey}`))
  const same = drafted.tasks.find((t) => t.clauses.some((c) => asked.has(`${c.documentId} ${c.clauseKey}`)))
  return same?.underClause ?? drafted.tasks.find((t) => t.underClause !== null)?.underClause ?? null
}

function officeTask(
  world: DemoWorld,
  task: OfficeTask,
  key: string,
  clauseOf: (link: { plan: string; clause: string }) => { documentId: string; clauseKey: string },
): Task {
  const { target } = task
  const perSchool = target?.perSchool ?? null
  return {
    key,
    decision: 'own',
    reason: '',
    isKey: task.main,
    title: task.title,
    content: task.content,
    forms: task.forms,
    audiences: task.audiences,
    leadPersonId: world.named(task.lead)?.id ?? null,
    leadWords: task.lead,
    supportWords: task.support.join(', '),
    time: { words: task.time.words, from: task.time.from, until: task.time.until },
    product: task.product,
    target: target && { indicator: target.indicator, value: target.total },
    cost: task.cost,
    fund: task.funds,
    clauses: task.carriesOut.map(clauseOf),
    origins: [],
    underClause: null,
    asksBelow: perSchool !== null || task.variations.some((v) => v.how === 'add'),
    belowTargets:
      perSchool === null
        ? []
        : Object.entries(perSchool).flatMap(([kind, value]) => (value > 0 ? [{ kind, value }] : [])),
  }
}

/** A school's plan out of the office's, with what its data says it changes. */
export async function makeSchoolPlan(
  world: DemoWorld,
  demo: Demo,
  plan: OfficePlan,
  office: MadePlan,
  school: string,
): Promise<MadePlan> {
  const day = schoolPlanDay(plan, school)
  const drafter = world.someone(school, 'specialist', day)
  const planId = newId()
  await createPlan(world.as(drafter, at(day)), {
    id: planId,
    year: plan.year,
    documents: [{ documentId: office.documentId, isProvisional: false }],
    lastPlanId: null,
  })
  const draft = await readDraft(world.as(drafter, at(day, 10)), planId)
  const drafted = PlanContent.parse(draft.content)
  const officeKeys = new Map([...office.tasks].map(([name, key]) => [key, name]))
  const tasks = new Map<string, string>()
  const decided = drafted.tasks.map((task) => {
    const origin = task.origins[0]
    const name = origin && officeKeys.get(origin.taskKey)
    const source = plan.tasks.find((t) => t.key === name)
    if (name === undefined || !source) return { ...task, decision: 'kept' as const }
    const made = decide(demo, source, task, school)
    if (made.decision !== 'declined') tasks.set(name, made.key)
    return { ...made, leadPersonId: drafter.id, leadWords: drafter.name }
  })
  await saveDraft(world.as(drafter, at(day, 20)), planId, {
    version: draft.version,
    content: { ...drafted, tasks: decided, isPublic: true },
  })
  await carryThrough(world, school, planId, day)
  return { planId, documentId: await documentOf(world.as(drafter, at(day, 200)), planId), tasks }
}

function decide(demo: Demo, source: OfficeTask, task: Task, school: string): Task {
  const variation = source.variations.find((v) => v.schools.includes(school))
  const kind = found(
    demo.units.find((u) => u.code === school),
    school,
  ).kind
  const perSchool = source.target?.perSchool
  const asked = perSchool && kind in perSchool ? perSchool[kind as keyof typeof perSchool] : 0
  if (variation?.how === 'decline') return { ...task, decision: 'declined', reason: variation.reason }
  if (source.target && asked === 0 && variation?.how !== 'add')
    return { ...task, decision: 'declined', reason: 'Phòng không giao chỉ tiêu việc này cho trường.' }
  const value = variation?.change.value ?? asked
  const target = source.target && { indicator: source.target.indicator, value }
  if (!variation || variation.how === 'add') return { ...task, decision: 'kept', target }
  return {
    ...task,
    decision: 'adapted',
    reason: variation.reason,
    title: variation.change.title ?? task.title,
    content: variation.change.note ? `${task.content} ${variation.change.note}` : task.content,
    target,
  }
}

async function documentOf(ctx: Ctx, planId: string): Promise<string> {
  const row = await read(ctx, '*', (trx) =>
    trx.selectFrom('plans').select('document_id').where('id', '=', planId).executeTakeFirst(),
  )
  return found(row?.document_id, `document of plan ${planId}`)
}
