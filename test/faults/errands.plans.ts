import { newId } from '../../src/platform/ids.ts'
import { readyContent, readyTask, type Draft, type Plan } from '../support/plans.ts'
import type { Client } from './client.ts'
import { takeIn } from './errands.documents.ts'
import type { Errand } from './errands.ts'

/** A draft with a basis, returned once, whose number is taken and void before its paper is signed, and which is dropped. */
export async function keepPlans(errand: Errand): Promise<void> {
  const { keeper, ledger } = errand
  while ((await bases(keeper)).length < 2) await takeIn(errand)
  const planId = newId()
  await keeper.must('POST', 'plans', { id: planId, year: 2024 })
  const [base, other] = await bases(keeper)
  const begun = await keeper.must<Draft>('GET', `plans/${planId}/draft`)
  const basis = { version: begun.version, documentId: base, isProvisional: false }
  const standing = await keeper.must<Draft>('POST', `plans/${planId}/draft/bases`, basis)
  const { draft } = await keeper.must<{ draft: Draft }>('POST', `plans/${planId}/draft/rebase`, {
    version: standing.version,
    fromDocumentId: base,
    toDocumentId: other,
    isProvisional: false,
  })
  await keeper.must('PATCH', `plans/${planId}/draft`, {
    version: draft.version,
    content: readyContent({
      title: `Bản bỏ ${planId.slice(-6)}`,
      tasks: [readyTask('t1')],
      way: 'electronic',
    }),
  })
  await keeper.must('POST', `plans/${planId}/draft/submit`, {})
  await keeper.must('POST', `plans/${planId}/draft/return`, { words: 'Viết lại mục II.' })
  await keeper.must('POST', `plans/${planId}/draft/submit`, {})
  await keeper.must('POST', `plans/${planId}/draft/approve`, {})
  await keeper.must('POST', `plans/${planId}/draft/number`, {})
  await keeper.must('POST', `plans/${planId}/draft/prepare`, {})
  const entryId = await entryOf(keeper, planId)
  if (entryId !== null) {
    await keeper.must('POST', `register/${entryId}/void`, { reason: 'Cấp nhầm.' })
    ledger.voided += 1
    ledger.voidedByHand += 1
  }
  await keeper.must('POST', `plans/${planId}/draft/return`, { words: 'Không làm nữa.' })
  await keeper.must('DELETE', `plans/${planId}/draft`)
  ledger.facts.push(
    [`select plan_id from @plan_drafts where plan_id = '${planId}'`, 0],
    [`select plan_id from @plan_revisions where plan_id = '${planId}'`, 0],
    [`select subject_id from @signing_papers where subject_what = 'plan'`, 0],
  )
}

/** Documents that a plan may stand on. */
async function bases(client: Client): Promise<string[]> {
  const { rows } = await client.must<{ rows: { id: string }[] }>('GET', 'documents?origin=received')
  return rows.map((d) => d.id)
}

/** The entry of the register that a number took: the last that is given and has no document. */
async function entryOf(client: Client, planId: string): Promise<string | null> {
  const { items } = await client.must<{
    items: { id: string; state: string; subject: string; documentId: string | null }[]
  }>('GET', 'register')
  const mark = planId.slice(-6)
  return items.find((e) => e.state === 'given' && e.subject.includes(mark))?.id ?? null
}

const due = '2024-06-19'

/** A body that has no seat here. */
const outsideBody = { words: 'Đài truyền thanh huyện', kind: 'outside', purpose: 'know' } as const

/** Issues a plan to one school, and waits until it is there. */
export async function issueTo({ cast, school, keeper, hand, ledger }: Errand, keys: string[]): Promise<Plan> {
  const planId = newId()
  await keeper.must('POST', 'plans', { id: planId, year: 2024 })
  const plan = await issue(keeper, planId, {
    title: `Gửi một trường ${planId.slice(-6)}`,
    tasks: keys.map((key) => readyTask(key)),
    belowDueOn: due,
    recipients: [
      { words: school.unit.name, kind: 'unit', purpose: 'carry out', unitId: school.unit.id },
      { ...outsideBody, address: 'Khu 2, Vân Sơn' },
    ],
  })
  ledger.plans.push({
    planId,
    revision: 1,
    numberSymbol: plan.numberSymbol ?? '',
    unitId: cast.office.id,
    receivers: 1,
  })
  await untilDelivered(hand, plan.documentId ?? '')
  return plan
}

async function issue(
  client: Client,
  planId: string,
  more: Parameters<typeof readyContent>[0],
): Promise<Plan> {
  const { version } = await client.must<Draft>('GET', `plans/${planId}/draft`)
  await client.must('PATCH', `plans/${planId}/draft`, { version, content: readyContent(more) })
  return review(client, planId)
}

async function review(client: Client, planId: string): Promise<Plan> {
  const { revision } = await client.must<Draft>('POST', `plans/${planId}/draft/submit`, {})
  await client.must('POST', `plans/${planId}/draft/approve`, {})
  return client.must<Plan>('POST', `plans/${planId}/issue`, { revision })
}

interface Delivery {
  id: string
  document: { id: string }
}

async function untilDelivered(hand: Client, documentId: string): Promise<Delivery> {
  for (;;) {
    const inbox = await hand.must<{ items: Delivery[] }>('GET', 'deliveries')
    const found = inbox.items.find((d) => d.document.id === documentId)
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/**
 * A school opens and acknowledges a plan and asks for a change; the office notes how far the paper came outside, reminds,
 * extends, excuses and answers.
 */
export async function amend(errand: Errand): Promise<void> {
  const { keeper, hand, ledger } = errand
  const plan = await issueTo(errand, ['a'])
  const delivery = await untilDelivered(hand, plan.documentId ?? '')
  await hand.must('POST', `deliveries/${delivery.id}/open`, {})
  await hand.must('POST', `deliveries/${delivery.id}/acknowledge`, {})
  const sent = await keeper.must<{ items: { id: string; isOutside: boolean }[] }>(
    'GET',
    `documents/${plan.documentId ?? ''}/deliveries`,
  )
  const outside = sent.items.find((d) => d.isOutside)?.id ?? ''
  await keeper.must('PUT', `deliveries/${outside}/outside-state`, { state: 'acknowledged' })
  const { rows } = await keeper.must<{ rows: { remind: string[] }[] }>('GET', `plans/${plan.id}/board`)
  // The newest is this plan's: what the school owes of earlier ones, others may be closing.
  const obligation =
    rows
      .flatMap((r) => r.remind)
      .sort()
      .at(-1) ?? ''
  await keeper.must('POST', 'obligations/remind', { ids: [obligation] })
  const reason = 'Trường đang sửa nhà.'
  await keeper.must('POST', 'obligations/extend', { ids: [obligation], dueOn: '2024-12-31', reason })
  await keeper.must('POST', 'obligations/excuse', { ids: [obligation], reason })
  const id = newId()
  const asked = { id, planId: plan.id, revision: 1, taskKey: 'a', difficulty: 'Đường sạt.', proposal: 'Lùi.' }
  await hand.must('POST', 'amendments', asked, id)
  await keeper.must('POST', `amendments/${id}/answer`, { answer: 'partly', words: 'Lùi đến tháng 7.' })
  ledger.facts.push(
    [`select id from @deliveries where id = '${delivery.id}' and opened_at is not null`, 1],
    [`select id from @deliveries where id = '${delivery.id}' and acknowledged_at is not null`, 1],
    [`select id from @deliveries where id = '${outside}' and is_outside and acknowledged_at is not null`, 1],
    [
      `select id from @obligations where id = '${obligation}' and state = 'excused' and due_on = '2024-12-31'`,
      1,
    ],
    [`select 1 from @reminders where obligation_id = '${obligation}'`, 1],
    [`select id from @amendment_requests where id = '${id}'`, 1],
    [`select 1 from @amendment_answers where request_id = '${id}'`, 1],
  )
}

/** The school makes its plan of the office's; the office revises its own, and the school chooses. */
export async function follow(errand: Errand): Promise<void> {
  const { cast, school, keeper, hand, ledger } = errand
  const above = await issueTo(errand, ['a', 'b'])
  const planId = newId()
  const documents = [{ documentId: above.documentId }]
  const draft = await hand.must<Draft>('POST', 'plans', { id: planId, year: 2024, documents })
  const tasks = draft.content.tasks.map((t) => ({ ...t, decision: 'kept' as const }))
  const signer = { personId: null, authority: null, position: 'Hiệu trưởng' }
  const content = { ...draft.content, signer, recipients: [], tasks }
  await hand.must('PATCH', `plans/${planId}/draft`, { version: draft.version, content })
  const own = await review(hand, planId)
  const ofSchool = { unitId: school.unit.id, receivers: 0 }
  ledger.plans.push({ planId, revision: 1, numberSymbol: own.numberSymbol ?? '', ...ofSchool })

  const next = await keeper.must<Draft>('POST', `plans/${above.id}/draft`, {})
  await keeper.must('PATCH', `plans/${above.id}/draft`, {
    version: next.version,
    content: {
      ...next.content,
      tasks: next.content.tasks.map((t) => (t.key === 'a' ? { ...t, content: 'Lời hai.' } : t)),
    },
  })
  const second = await review(keeper, above.id)
  ledger.plans.push({
    planId: above.id,
    revision: 2,
    numberSymbol: second.numberSymbol ?? '',
    unitId: cast.office.id,
    receivers: 1,
  })
  await untilDelivered(hand, second.documentId ?? '')
  const taskKey = own.content.tasks.find((t) => t.origins.some((o) => o.taskKey === 'a'))?.key ?? ''
  await hand.must('POST', `plans/${planId}/choices`, {
    originPlanId: above.id,
    toRevision: 2,
    choices: [{ taskKey, originKey: 'a', choice: 'keep' }],
  })
  ledger.facts.push([`select 1 from @task_choices where plan_id = '${planId}'`, 1])
}
