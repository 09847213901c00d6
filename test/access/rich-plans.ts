import { newId } from '../../src/platform/ids.ts'
import { type Browser } from '../support/http.ts'
import { type MadeUnit } from '../support/make.ts'
import { issueDraft, must, readyContent, readyTask, type Draft, type Plan } from '../support/plans.ts'
import type { RichWorld } from './rich-world.ts'
import { idsOf, type Made } from './rich-deeds.ts'

const archive = { words: 'Lưu: VT', kind: 'archive' as const, purpose: 'archive' as const }

/** Department → office → school, a draft of the other school, a plan with a reserved number, a second revision. */
export async function makePlans(
  { world, insiders, units }: Made,
  received: string,
): Promise<RichWorld['plans']> {
  const { department, office, school, other } = insiders
  const hands = (b: Browser) => ({ drafter: b, leader: b, clerk: b })
  const issueFrom = async (
    browser: Browser,
    documents: string[],
    change: (draft: Draft) => Draft['content'],
  ) => {
    const id = newId()
    const body = { id, year: 2024, documents: documents.map((documentId) => ({ documentId })) }
    const draft = (await must(browser.call('POST', 'plans', body))).json<Draft>()
    await must(browser.call('PATCH', `plans/${id}/draft`, { version: draft.version, content: change(draft) }))
    return issueDraft(hands(browser), id)
  }
  const sendTo = (unit: MadeUnit) => ({
    words: unit.name,
    kind: 'unit' as const,
    purpose: 'carry out' as const,
    unitId: unit.id,
  })
  const programmes = await idsOf(world, 'select id from shared.programmes order by code limit 1')
  const above = await issueFrom(department, [], () =>
    readyContent({
      tasks: [readyTask('d1')],
      recipients: [sendTo(units.office), archive],
      belowDueOn: '2024-07-15',
    }),
  )
  const recipients = [
    {
      words: 'Các trường trực thuộc',
      kind: 'group' as const,
      purpose: 'carry out' as const,
      groupCode: 'schools',
    },
    {
      words: 'UBND huyện',
      kind: 'unit' as const,
      purpose: 'report' as const,
      unitId: units.district.id,
    },
    {
      words: 'Đài truyền thanh huyện',
      kind: 'outside' as const,
      purpose: 'know' as const,
      address: 'Khu 2, Vân Sơn',
    },
    archive,
  ]
  const isHeading = (kind: string) => !['content', 'form', 'solution', 'responsibility'].includes(kind)
  const ofOffice = await issueFrom(office, [above.documentId, received], (draft) => {
    const [source] = draft.sources.filter((s) => s.documentId === received)
    const clauses = (source?.clauses ?? []).filter((c) => !isHeading(c.kind))
    const [first] = clauses
    return readyContent({
      programmes,
      bases: draft.content.bases,
      recipients,
      belowDueOn: '2024-07-15',
      tasks: [
        readyTask('t1', {
          clauses: first ? [{ documentId: received, clauseKey: first.key }] : [],
          origins: [{ planId: above.id, revision: 1, taskKey: 'd1' }],
          target: { indicator: 'leaflets', value: 300 },
        }),
      ],
      declinedClauses: clauses.slice(1).map((c) => ({
        documentId: received,
        clauseKey: c.key,
        reason: 'Việc của Sở, Phòng không được giao.',
      })),
    })
  })
  const keepAll = (draft: Draft): Draft['content'] => ({
    ...draft.content,
    signer: { personId: null, authority: null, position: 'Hiệu trưởng' },
    recipients: [archive],
    tasks: draft.content.tasks.map((t) => ({
      ...t,
      decision: 'kept' as const,
      target: { indicator: 'leaflets', value: 40 },
    })),
  })
  const ofSchool = await issueFrom(school, [ofOffice.documentId], keepAll)
  const drafted = newId()
  await must(
    other.call('POST', 'plans', {
      id: drafted,
      year: 2024,
      documents: [{ documentId: ofOffice.documentId }],
    }),
  )
  const numbered = newId()
  const own = (await must(office.call('POST', 'plans', { id: numbered, year: 2024 }))).json<Draft>()
  await must(
    office.call('PATCH', `plans/${numbered}/draft`, {
      version: own.version,
      content: readyContent({ tasks: [readyTask('n1')], way: 'electronic' }),
    }),
  )
  await must(office.call('POST', `plans/${numbered}/draft/submit`, {}))
  await must(office.call('POST', `plans/${numbered}/draft/approve`, {}))
  await must(office.call('POST', `plans/${numbered}/draft/number`))
  await must(office.call('POST', `plans/${numbered}/draft/prepare`))
  await revise(office, ofOffice)
  // The school has looked at the change; the draft of the third revision is begun.
  await must(
    school.call('POST', `plans/${ofSchool.id}/choices`, {
      originPlanId: ofOffice.id,
      toRevision: 2,
      choices: [{ taskKey: ofSchool.content.tasks[0]?.key, originKey: 't1', choice: 'keep' }],
    }),
  )
  await must(office.call('POST', `plans/${ofOffice.id}/draft`, {}))
  return {
    department: above.id,
    office: ofOffice.id,
    school: ofSchool.id,
    drafted,
    numbered,
  }
}

async function revise(office: Browser, plan: Plan): Promise<void> {
  const draft = (await must(office.call('POST', `plans/${plan.id}/draft`, {}))).json<Draft>()
  await must(
    office.call('PATCH', `plans/${plan.id}/draft`, {
      version: draft.version,
      content: {
        ...draft.content,
        tasks: draft.content.tasks.map((t) => ({ ...t, content: 'Phát tờ gấp đến từng gia đình lớp 1.' })),
      },
    }),
  )
  await issueDraft({ drafter: office, leader: office, clerk: office }, plan.id)
}
