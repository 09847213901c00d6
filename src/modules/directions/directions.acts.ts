import { sql } from 'kysely'
import type { z } from 'zod'
import { sealContent } from '../../platform/canonical.ts'
import { addDays } from '../../platform/clock.ts'
import { behalfOf, type Ctx, type Role } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { ownScope, write } from '../../platform/write.ts'
import {
  closeObligations,
  extendObligations,
  openObligations,
  reopenObligations,
  voidObligations,
} from '../dispatch/index.ts'
import { findDocuments, grantReading } from '../library/index.ts'
import { findUnits } from '../units/index.ts'
import { tellAcross } from './directions.across.ts'
import { requireRole, senders, writers } from './directions.policy.ts'
import { ofRecipient, recipientMay, senderMay } from './directions.rules.ts'
import type { ActKind, ActOnDirection, Direction, Evidence } from './directions.schema.ts'
import { findOwnActivities, lockRecipients, type RecipientRow } from './directions.store.ts'
import { readOne, seen, standingWith, type Seen } from './directions.view.ts'

declareErrors({
  'directions.words_missing': 422,
  'directions.not_recipient': 403,
  'directions.not_sender': 403,
  'directions.not_now': 409,
  'directions.withdrawn': 409,
  'directions.no_question': 409,
  'directions.due_earlier': 422,
  'directions.bad_evidence': 422,
})

/** Days that a sender has for a question of a unit below. */
const daysToReply = 5
/** Nothing more to say than that it was done. */
const wordless: readonly ActKind[] = ['acknowledge', 'accept']
const needed = (kind: ActKind): readonly Role[] =>
  ofRecipient.includes(kind) || kind === 'reply' ? writers : senders

type Input = z.output<typeof ActOnDirection>

/**
 * What becomes of a direction. The recipient acknowledges, answers with words and evidence, asks; the sender replies (to
 * the asker, or to all), accepts or returns an answer, gives until a later day, withdraws with a reason.
 * @throws common.not_found outside the read grounds; directions.* when it is not one's to do, or not now
 */
export async function actOnDirection(
  ctx: Ctx,
  directionId: string,
  input: Input,
): Promise<z.input<typeof Direction>> {
  ownScope(ctx)
  // Scope '*': duties belong to the recipients, questions' to the sender.
  return write(ctx, '*', {
    act: async (trx) => {
      const before = await seen(trx, ctx, directionId)
      const isOfRecipient = ofRecipient.includes(input.kind)
      const own = before.recipients.find((r) => ctx.actor.ownUnits.includes(r.unitId))
      if (isOfRecipient && !own) throw new AppError('directions.not_recipient')
      if (!isOfRecipient && !before.isSender) throw new AppError('directions.not_sender')
      requireRole(ctx.actor, needed(input.kind))
      if (input.words === '' && !wordless.includes(input.kind)) throw new AppError('directions.words_missing')
      const units = isOfRecipient && own ? [own.unitId] : await concerned(before, input)
      const rows = await lockRecipients(trx, directionId, units)
      if (units !== null && rows.length < units.length) throw new AppError('common.not_found')
      const now = await seen(trx, ctx, directionId)
      if (now.acts.some((a) => a.kind === 'withdraw')) throw new AppError('directions.withdrawn')
      await deeds[input.kind](trx, ctx, now, input, rows)
    },
    answer: (trx) => readOne(trx, ctx, directionId),
  })
}

/** Recipients that an act of the sender concerns; null: all. */
async function concerned({ acts }: Seen, input: Input): Promise<string[] | null> {
  if (input.kind === 'reply') {
    const question = acts.find((a) => a.id === input.toAct && a.kind === 'ask')
    if (!question || question.unitId === null) throw new AppError('common.not_found')
    return [question.unitId]
  }
  if (input.kind === 'accept' || input.kind === 'return') {
    if (input.unitId === null) throw new AppError('common.invalid')
    return [input.unitId]
  }
  return input.kind === 'extend' && input.unitId !== null ? [input.unitId] : null
}

type Deed = (trx: Trx, ctx: Ctx, now: Seen, input: Input, rows: RecipientRow[]) => Promise<void>

const duty = (now: Seen, unitId: string) => ({
  unitId,
  what: 'follow_direction' as const,
  sourceId: now.direction.id,
})

function requireStanding(now: Seen, row: RecipientRow, kind: ActKind): void {
  const standing = standingWith(now, row)
  const may = ofRecipient.includes(kind) ? recipientMay(now.direction.expects, standing) : senderMay(standing)
  if (!may.includes(kind)) throw new AppError('directions.not_now')
}

const first = (rows: RecipientRow[]): RecipientRow => {
  const [row] = rows
  if (!row) throw new AppError('common.not_found')
  return row
}

const deeds: Record<ActKind, Deed> = {
  acknowledge: async (trx, ctx, now, input, rows) => {
    const row = first(rows)
    requireStanding(now, row, 'acknowledge')
    await insertAct(trx, ctx, now, input, row.unitId, [])
    if (now.direction.expects === 'know')
      await closeObligations(trx, ctx, duty(now, row.unitId), { closedBy: ctx.actor.personId })
  },
  answer: async (trx, ctx, now, input, rows) => {
    const row = first(rows)
    requireStanding(now, row, 'answer')
    const evidence = await evidenceOf(trx, ctx, input)
    await insertAct(trx, ctx, now, input, row.unitId, evidence)
    const documents = evidence.filter((e) => e.what === 'document')
    await grantReading(
      trx,
      [now.direction.unitId],
      now.direction.id,
      documents.map((d) => ({ what: 'document', id: d.id, revision: 0, ground: 'delivered' })),
      ctx.clock.now(),
    )
    await closeObligations(trx, ctx, duty(now, row.unitId), { closedBy: input.id })
  },
  ask: async (trx, ctx, now, input, rows) => {
    const row = first(rows)
    requireStanding(now, row, 'ask')
    await insertAct(trx, ctx, now, input, row.unitId, [])
    const asking = (await findUnits(trx, [row.unitId], ctx.clock.today())).get(row.unitId)
    await openObligations(trx, ctx, [
      {
        unitId: now.direction.unitId,
        what: 'answer_question',
        sourceWhat: 'question',
        sourceId: input.id,
        owedTo: row.unitId,
        dueOn: addDays(ctx.clock.today(), daysToReply),
        facts: {
          title: now.direction.title,
          unit: asking?.shortName ?? '',
          directionId: now.direction.id,
        },
      },
    ])
  },
  reply: async (trx, ctx, now, input, rows) => {
    const row = first(rows)
    if (now.acts.some((a) => a.toAct === input.toAct)) throw new AppError('directions.no_question')
    await insertAct(trx, ctx, now, input, row.unitId, [])
    await closeObligations(
      trx,
      ctx,
      { unitId: now.direction.unitId, what: 'answer_question', sourceId: input.toAct ?? '' },
      { closedBy: input.id },
    )
  },
  accept: async (trx, ctx, now, input, rows) => {
    const row = first(rows)
    requireStanding(now, row, 'accept')
    await insertAct(trx, ctx, now, input, row.unitId, [])
  },
  return: async (trx, ctx, now, input, rows) => {
    const row = first(rows)
    requireStanding(now, row, 'return')
    await insertAct(trx, ctx, now, input, row.unitId, [])
    await reopenObligations(trx, ctx, duty(now, row.unitId))
  },
  extend: async (trx, ctx, now, input, rows) => {
    const { dueOn } = input
    const open = rows.filter((r) => r.duty === 'open')
    if (open.length === 0) throw new AppError('directions.not_now')
    if (dueOn === null || open.some((r) => dueOn <= r.dueOn)) throw new AppError('directions.due_earlier')
    await insertAct(trx, ctx, now, input, input.unitId, [])
    await extendObligations(
      trx,
      ctx,
      { what: 'follow_direction', sourceId: now.direction.id, unitId: open.map((r) => r.unitId) },
      dueOn,
      input.words,
    )
  },
  withdraw: async (trx, ctx, now, input, rows) => {
    if (!rows.some((r) => r.duty === 'open')) throw new AppError('directions.not_now')
    await insertAct(trx, ctx, now, input, null, [])
    await voidObligations(trx, ctx, { what: 'follow_direction', sourceId: now.direction.id }, input.words)
    for (const question of now.acts.filter((a) => a.kind === 'ask'))
      await voidObligations(trx, ctx, { what: 'answer_question', sourceId: question.id }, input.words)
  },
}

/** Own activities and documents only: what shows that it was done. @throws directions.bad_evidence */
async function evidenceOf(trx: Trx, ctx: Ctx, input: Input): Promise<Evidence[]> {
  const activities = await findOwnActivities(trx, ctx.actor.ownUnits, input.activities)
  const documents = await findDocuments(trx, ctx, input.documents)
  const own = [...documents.values()].filter((d) => ctx.actor.ownUnits.includes(d.unitId))
  const asked = new Set([...input.activities, ...input.documents]).size
  if (activities.length + own.length !== asked) throw new AppError('directions.bad_evidence')
  return [
    ...activities.map((a): Evidence => ({ what: 'activity', id: a.id, version: a.version })),
    ...own.map((d): Evidence => ({ what: 'document', id: d.id })),
  ]
}

async function insertAct(
  trx: Trx,
  ctx: Ctx,
  now: Seen,
  input: Input,
  unitId: string | null,
  evidence: Evidence[],
): Promise<void> {
  const { id: directionId } = now.direction
  const toAct = input.kind === 'reply' ? input.toAct : null
  const isPublic = input.kind === 'reply' && input.isPublic
  const dueOn = input.kind === 'extend' ? input.dueOn : null
  const { salt, hash } = sealContent({
    directionId,
    unitId,
    kind: input.kind,
    words: input.words,
    toAct,
    isPublic,
    dueOn,
    evidence,
  })
  // The duties are locked, so nobody else writes the next one of this recipient.
  const { rows } = await sql<{ ord: number }>`
    select coalesce(max(ord), 0) + 1 as ord from direction_acts
    where direction_id = ${directionId} and unit_id is not distinct from ${unitId}`.execute(trx)
  const made = await trx
    .insertInto('direction_acts')
    .values({
      id: input.id,
      direction_id: directionId,
      unit_id: unitId,
      ord: rows[0]?.ord ?? 1,
      by_unit_id: ctx.actor.unitId ?? now.direction.unitId,
      kind: input.kind,
      words: input.words,
      to_act: toAct,
      is_public: isPublic,
      due_on: dueOn,
      evidence: JSON.stringify(evidence),
      person_id: ctx.actor.personId,
      at: ctx.clock.now(),
      salt,
      hash,
      redacted_at: null,
    })
    .onConflict((c) => c.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!made) throw new AppError('common.request_reused')
  await tellAcross(trx, ctx, now.direction, { id: input.id, unitId, isPublic })
  await recordEvent(trx, ctx, `direction.${input.kind}`, [
    { what: 'direction_act', id: input.id, hash },
    { what: 'direction', id: directionId },
    ...(unitId === null ? [] : [{ what: 'unit', id: unitId }]),
    ...behalfOf(ctx.actor, needed(input.kind)),
  ])
}
