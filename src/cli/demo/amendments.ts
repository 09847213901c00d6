import {
  answerAmendment,
  beginRevision,
  chooseTasks,
  PlanContent,
  readDerived,
  readDraft,
  requestAmendment,
  saveDraft,
} from '../../modules/plans/index.ts'
import { addDays } from '../../platform/clock.ts'
import { newId } from '../../platform/ids.ts'
import type { Demo } from './data.ts'
import { withHands } from './hands.ts'
import { at, carryThrough, type MadePlan } from './plans.ts'
import { found, type DemoWorld } from './world.ts'

const decisions = { accepted: 'accepted', 'accepted for the unit': 'partly', declined: 'declined' } as const

/** Schools ask for changes, the office answers; what it agrees to becomes a revision, and each school chooses. */
export async function tellAmendments(
  world: DemoWorld,
  demo: Demo,
  planKey: string,
  office: { unit: string; plan: MadePlan },
  schools: ReadonlyMap<string, MadePlan>,
): Promise<void> {
  const ids = new Map<string, string>()
  const revision = demo.amendments.revisions.find((r) => r.plan === planKey)
  for (const request of demo.amendments.requests.filter((r) => r.plan === planKey)) {
    const asker = world.named(request.by) ?? world.someone(request.unit, 'leader', request.date)
    const id = newId()
    ids.set(request.key, id)
    await requestAmendment(world.as({ ...asker, unitId: world.unitId(request.unit) }, at(request.date, 90)), {
      id,
      planId: office.plan.planId,
      revision: 1,
      taskKey: found(office.plan.tasks.get(request.task), request.task),
      difficulty: request.difficulty,
      proposal: request.proposal,
    })
    const { answer } = request
    if (!answer) continue
    const answering = world.named(answer.by) ?? world.someone(office.unit, 'specialist', answer.date)
    await answerAmendment(
      world.as({ ...answering, unitId: world.unitId(office.unit) }, at(answer.date, 120)),
      id,
      {
        answer: decisions[answer.decision],
        words: answer.words,
      },
    )
  }
  if (revision) await revise(world, revision, office, schools, ids)
}

async function revise(
  world: DemoWorld,
  revision: Demo['amendments']['revisions'][number],
  office: { unit: string; plan: MadePlan },
  schools: ReadonlyMap<string, MadePlan>,
  requests: ReadonlyMap<string, string>,
): Promise<void> {
  const { planId, tasks } = office.plan
  const drafter = world.someone(office.unit, 'specialist', revision.date)
  const answered = revision.answers.map((key) => found(requests.get(key), key))
  await beginRevision(world.as(drafter, at(revision.date, 5)), planId, answered)
  const draft = await readDraft(world.as(drafter, at(revision.date, 10)), planId)
  const content = PlanContent.parse(draft.content)
  const changes = new Map(revision.changes.map((c) => [found(tasks.get(c.task), c.task), c]))
  await saveDraft(world.as(drafter, at(revision.date, 20)), planId, {
    version: draft.version,
    content: {
      ...content,
      belowDueOn: addDays(revision.decideBy, -1),
      tasks: content.tasks.map((task) => {
        const change = changes.get(task.key)
        if (!change) return task
        return {
          ...task,
          title: change.title ?? task.title,
          content: change.content ?? task.content,
          forms: change.forms ?? task.forms,
          time: change.time ?? task.time,
          cost: change.cost ?? task.cost,
        }
      }),
    },
  })
  await carryThrough(world, office.unit, planId, revision.date)
  const day = addDays(revision.date, 4)
  await withHands([...schools], async ([school, plan]) => {
    if (revision.undecided.includes(school)) return
    const person = world.someone(school, 'specialist', day)
    const derived = await readDerived(world.as(person, at(day, 30)), plan.planId)
    for (const superior of derived.superiors) {
      await chooseTasks(world.as(person, at(day, 40)), plan.planId, {
        originPlanId: superior.planId,
        toRevision: superior.toRevision,
        choices: superior.tasks
          .filter((task) => task.state !== 'unchanged' && task.choice === null)
          .map((task) => ({ taskKey: task.taskKey, originKey: task.originKey, choice: 'keep' as const })),
        takeFresh: [],
      })
    }
  })
}
