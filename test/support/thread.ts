import { findServed, sumAnew } from '../../src/modules/activities/index.ts'
import { grantReading } from '../../src/modules/library/index.ts'
import { newId } from '../../src/platform/ids.ts'
import { transaction } from '../../src/platform/tx.ts'
import { testHome, type World } from './database.ts'
import type { MadeUnit } from './make.ts'

const now = new Date('2024-01-05T01:00:00Z')

/** A document that a unit received, with one clause whose words stand in its text. */
export async function makeReceived(
  world: World,
  unit: MadeUnit,
  words: string,
): Promise<{ documentId: string; clauseKey: string }> {
  const documentId = newId()
  const text = `2. Hình thức\nb) Phát hành tờ gấp, áp phích hỏi - đáp; ${words}\nc) Tin, bài trên trang thông tin.`
  const start = text.indexOf(words)
  await transaction(world.database.db, { home: testHome, scope: '*' }, async (trx) => {
    await insertDocument(trx, { id: documentId, unit, origin: 'received', symbol: '3127/KH-SGDĐT', text })
    await trx
      .insertInto('clauses')
      .values([
        {
          document_id: documentId,
          key: 'c2',
          ord: 0,
          parent_key: null,
          level: 2,
          marker: '2',
          path: 'II.2',
          kind: 'heading',
          words: 'Hình thức',
          span_start: 0,
          span_end: 12,
        },
        {
          document_id: documentId,
          key: 'c2b',
          ord: 1,
          parent_key: 'c2',
          level: 3,
          marker: 'b',
          path: 'II.2.b',
          kind: 'form',
          words,
          span_start: start,
          span_end: start + words.length,
        },
      ])
      .execute()
  })
  return { documentId, clauseKey: 'c2b' }
}

type Trx = Parameters<Parameters<typeof transaction>[2]>[0]

async function insertDocument(
  trx: Trx,
  d: {
    id: string
    unit: MadeUnit
    origin: 'received' | 'issued'
    symbol: string
    text: string
    planId?: string
  },
): Promise<void> {
  await trx
    .insertInto('documents')
    .values({
      id: d.id,
      unit_id: d.unit.id,
      origin: d.origin,
      type: 'Kế hoạch',
      number: null,
      symbol: null,
      number_symbol: d.symbol,
      match_key: null,
      issuer_name: d.origin === 'received' ? 'Sở Giáo dục và Đào tạo' : d.unit.name,
      issuer_unit_id: null,
      issued_on: '2024-01-05',
      subject: 'Tuyên truyền cải cách hành chính năm 2024',
      plan_id: d.planId ?? null,
      plan_revision: d.planId ? 1 : null,
      report_id: null,
      report_version: null,
      register_entry_id: null,
      file_hash: null,
      file_name: null,
      text: d.text,
      page_html: '',
      reading: '{}',
      salt: null,
      hash: 'x',
      redacted_at: null,
      created_at: now,
      created_by: null,
    })
    .execute()
}

export interface MadeTask {
  planId: string
  documentId: string
  key: string
}

/** An issued plan with one task that carries out a clause or derives from a superior's task. */
export async function makePlanWithTask(
  world: World,
  unit: MadeUnit,
  symbol: string,
  task: {
    title: string
    decision?: 'own' | 'kept' | 'adapted' | 'declined'
    clause?: { documentId: string; clauseKey: string }
    origin?: MadeTask
    target?: number
  },
): Promise<MadeTask> {
  const planId = newId()
  const documentId = newId()
  await transaction(world.database.db, { home: testHome, scope: '*' }, async (trx) => {
    await insertDocument(trx, {
      id: documentId,
      unit,
      origin: 'issued',
      symbol,
      text: task.title,
      planId,
    })
    await trx
      .insertInto('plans')
      .values({
        id: planId,
        unit_id: unit.id,
        year: 2024,
        revision: 1,
        document_id: documentId,
        title: 'Kế hoạch tuyên truyền',
        issued_on: '2024-01-05',
        created_at: now,
      })
      .execute()
    await trx
      .insertInto('plan_revisions')
      .values({
        plan_id: planId,
        revision: 1,
        unit_id: unit.id,
        document_id: documentId,
        year: 2024,
        period_from: '2024-01-01',
        period_until: '2025-01-01',
        title: 'Kế hoạch tuyên truyền',
        programmes: [],
        head_person_id: null,
        signer_person_id: null,
        content: '{}',
        salt: null,
        hash: 'x',
        issued_on: '2024-01-05',
        issued_at: now,
        is_public: false,
        redacted_at: null,
      })
      .execute()
    if (task.clause)
      await trx
        .insertInto('plan_bases')
        .values({
          plan_id: planId,
          revision: 1,
          ord: 0,
          relation: 'carries out',
          line: 'profession',
          document_id: task.clause.documentId,
          is_provisional: false,
          words: 'Thực hiện Kế hoạch số 3127/KH-SGDĐT',
        })
        .execute()
    await trx
      .insertInto('tasks')
      .values({
        plan_id: planId,
        revision: 1,
        key: 't1',
        ord: 6,
        unit_id: unit.id,
        decision: task.decision ?? 'own',
        decision_reason: task.decision === 'declined' ? 'Trường không tuyển sinh lớp đầu cấp.' : null,
        is_key: true,
        title: task.title,
        content: '',
        forms: ['leaflet'],
        audiences: [],
        lead_person_id: null,
        lead_words: 'Tổ văn phòng',
        support_words: '',
        time_words: 'trước 31/5',
        time_from: null,
        time_until: null,
        product: '',
        target_indicator: task.target === undefined ? null : 'leaflets',
        target_value: task.target ?? null,
        cost: null,
        fund: null,
      })
      .execute()
    if (task.clause)
      await trx
        .insertInto('task_clauses')
        .values({
          plan_id: planId,
          revision: 1,
          task_key: 't1',
          document_id: task.clause.documentId,
          clause_key: task.clause.clauseKey,
        })
        .execute()
    if (task.origin)
      await trx
        .insertInto('task_origins')
        .values({
          plan_id: planId,
          revision: 1,
          task_key: 't1',
          origin_plan_id: task.origin.planId,
          origin_revision: 1,
          origin_key: task.origin.key,
        })
        .execute()
  })
  return { planId, documentId, key: 't1' }
}

/** Says that an activity was for a task. */
export async function linkActivity(world: World, activityId: string, task: MadeTask): Promise<void> {
  await transaction(world.database.db, { home: testHome, scope: '*' }, async (trx) => {
    const served = await findServed(trx, [activityId])
    await trx
      .insertInto('activity_tasks')
      .values({
        activity_id: activityId,
        version: 1,
        plan_id: task.planId,
        task_key: task.key,
        revision: 1,
      })
      .execute()
    await sumAnew(trx, [...served, ...(await findServed(trx, [activityId]))])
  })
}

/** Gives a unit what dispatching a plan gives: the plan, its document, and the base up the thread. */
export async function deliverPlan(
  world: World,
  unit: MadeUnit,
  task: MadeTask,
  baseDocumentId?: string,
): Promise<void> {
  await transaction(world.database.db, { home: testHome, scope: '*' }, (trx) =>
    grantReading(
      trx,
      [unit.id],
      task.documentId,
      [
        { what: 'plan', id: task.planId, revision: 1, ground: 'delivered' },
        { what: 'document', id: task.documentId, revision: 0, ground: 'delivered' },
        ...(baseDocumentId
          ? [{ what: 'document' as const, id: baseDocumentId, revision: 0, ground: 'up' as const }]
          : []),
      ],
      now,
    ),
  )
}
