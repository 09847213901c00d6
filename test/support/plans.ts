import type { z } from 'zod'
import type { PlanAnswer, DraftAnswer } from '../../src/modules/plans/plans.api.schema.ts'
import { emptyContent, emptyTask, type PlanContent, type PlanTask } from '../../src/modules/plans/index.ts'
import { newId } from '../../src/platform/ids.ts'
import { transaction } from '../../src/platform/tx.ts'
import { testHome, type World } from './database.ts'
import type { Browser } from './http.ts'

export type Draft = z.output<typeof DraftAnswer>
export type Plan = z.output<typeof PlanAnswer>

/** A plan's content that is ready for review, with the given tasks. */
export function readyContent(more: Partial<PlanContent> = {}): PlanContent {
  return {
    ...emptyContent(2024),
    title: 'Tuyên truyền cải cách hành chính năm 2024',
    opening: 'Đơn vị xây dựng kế hoạch như sau:',
    clauses: [
      { key: 'I', parentKey: null, kind: 'heading', marker: 'I', level: 1, words: 'Mục đích' },
      {
        key: 'I-1',
        parentKey: 'I',
        kind: 'purpose',
        marker: '-',
        level: 2,
        words: 'Để phụ huynh biết nơi nộp hồ sơ.',
      },
      { key: 'II', parentKey: null, kind: 'heading', marker: 'II', level: 1, words: 'Nội dung' },
    ],
    signer: { personId: null, authority: null, position: 'Trưởng phòng' },
    recipients: [{ words: 'Lưu: VT', kind: 'archive', purpose: 'archive' }],
    ...more,
  }
}

/** A task of the unit's own that asks the units below, unless said otherwise. */
export function readyTask(key: string, more: Partial<PlanTask> = {}): PlanTask {
  return {
    ...emptyTask(key),
    title: `Phát tờ gấp ${key}`,
    content: `Phát tờ gấp ${key} đến từng gia đình.`,
    leadWords: 'Văn phòng',
    time: { words: 'Quý II', from: '2024-04-01', until: '2024-07-01' },
    underClause: 'II',
    asksBelow: true,
    ...more,
  }
}

/** The people of a unit who take a plan from draft to issue. */
export interface Hands {
  drafter: Browser
  leader: Browser
  clerk: Browser
}

/** Saves content into a draft and takes it through review to its issue. */
export async function issueContent(hands: Hands, planId: string, content: PlanContent): Promise<Plan> {
  const draft = (await hands.drafter.call('GET', `plans/${planId}/draft`)).json<Draft>()
  await must(hands.drafter.call('PATCH', `plans/${planId}/draft`, { version: draft.version, content }))
  return issueDraft(hands, planId)
}

/** Takes a draft that is ready through review to its issue. */
export async function issueDraft(hands: Hands, planId: string): Promise<Plan> {
  const draft = (await must(hands.drafter.call('POST', `plans/${planId}/draft/submit`, {}))).json<Draft>()
  await must(hands.leader.call('POST', `plans/${planId}/draft/approve`, {}))
  const answer = await must(hands.clerk.call('POST', `plans/${planId}/issue`, { revision: draft.revision }))
  return answer.json<Plan>()
}

/** Drafts a plan from nothing and issues it with the given content. */
export async function makeIssuedPlan(hands: Hands, content: PlanContent): Promise<Plan> {
  const id = newId()
  await must(hands.drafter.call('POST', 'plans', { id, year: content.year }))
  return issueContent(hands, id, content)
}

/** The answer, if it is 200. */
export async function must<T extends { statusCode: number; body: string }>(answer: Promise<T>): Promise<T> {
  const got = await answer
  if (got.statusCode !== 200) throw new Error(`${got.statusCode} ${got.body}`)
  return got
}

/** A document that a unit received, read into clauses; as the library keeps it after confirming. */
export async function makeReceivedDocument(
  world: World,
  unitId: string,
  clauses: readonly { key: string; parentKey: string | null; kind: string; words: string }[],
  more: { numberSymbol?: string; issuedOn?: string; issuerUnitId?: string } = {},
): Promise<string> {
  const id = newId()
  await transaction(world.database.db, { home: testHome, scope: '*' }, async (trx) => {
    await trx
      .insertInto('documents')
      .values({
        id,
        unit_id: unitId,
        origin: 'received',
        type: 'Kế hoạch',
        number: '3127',
        symbol: 'KH-SGDĐT',
        number_symbol: more.numberSymbol ?? '3127/KH-SGDĐT',
        match_key: null,
        issuer_name: 'Sở Giáo dục và Đào tạo tỉnh Hà Thanh',
        issuer_unit_id: more.issuerUnitId ?? null,
        issued_on: more.issuedOn ?? '2023-12-18',
        subject: 'Tuyên truyền cải cách hành chính năm 2024',
        plan_id: null,
        plan_revision: null,
        report_id: null,
        report_version: null,
        register_entry_id: null,
        file_hash: null,
        file_name: null,
        text: clauses.map((c) => c.words).join('\n'),
        page_html: '',
        reading: '{}',
        salt: null,
        hash: 'test',
        redacted_at: null,
        created_at: new Date('2024-01-02T00:00:00Z'),
        created_by: null,
      })
      .execute()
    await trx
      .insertInto('clauses')
      .values(
        clauses.map((c, ord) => ({
          document_id: id,
          key: c.key,
          ord,
          parent_key: c.parentKey,
          level: c.key.split('.').length,
          marker: c.key.split('.').at(-1) ?? '',
          path: c.key,
          kind: c.kind as 'content',
          words: c.words,
          span_start: 0,
          span_end: 0,
        })),
      )
      .execute()
  })
  return id
}
