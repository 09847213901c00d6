import { canonicalJson, sha256 } from '../../platform/canonical.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { recordEvent, type EventSubject } from '../../platform/events.ts'
import { onJob } from '../../platform/jobs.ts'
import { postMessage, takeInDelivery, takeInDuties, takeInReceipt } from '../dispatch/index.ts'
import { askToFollowCopy } from '../plans/index.ts'
import { takeInAnswer, takeInReport, type ReportAcross } from '../reports/index.ts'
import { grantable } from './grants.ts'
import { HomeMessage } from './homes.schema.ts'
import type {} from './homes.tables.ts'
import { takeInCopies } from './package.ts'
import { takeInReportRows } from './package.reports.ts'
import { putSealed, requireForeign, subjectsOf, type Origin } from './sealed.ts'

declareErrors({ 'homes.altered': 409 })

/** The kind of job that takes in a message that lies in the inbox. */
export const takeInJob = 'homes.take_in'

/**
 * `homes.take_in`: makes of a message what it brings, in one transaction of this home with the mark that it was done, so
 * that it happens once however often the message or the job came.
 */
export function registerTakingIn(): void {
  onJob<{ messageId: string }>(takeInJob, {
    step: async (trx, ctx, { payload }) => {
      const row = await trx
        .selectFrom('inbox_messages')
        .select(['id', 'from_home', 'hash', 'body', 'handled_at'])
        .where('id', '=', payload.messageId)
        .forUpdate()
        .executeTakeFirst()
      if (!row || row.handled_at !== null) return { done: true }
      if (sha256(canonicalJson(row.body)) !== row.hash) throw new AppError('homes.altered')
      const message = HomeMessage.parse(row.body)
      if (message.id !== row.id || message.from !== row.from_home || message.to !== ctx.home)
        throw new AppError('homes.altered')
      const subjects = await takeIn(trx, ctx, message)
      await trx
        .updateTable('inbox_messages')
        .set({ handled_at: ctx.clock.now(), body: null })
        .where('id', '=', row.id)
        .execute()
      await recordEvent(trx, ctx, 'message.take_in', [
        { what: 'inbox_message', id: row.id, hash: row.hash },
        ...subjects,
      ])
      return { done: true }
    },
  })
}

/** @returns what stands here now that did not before, with its hashes */
async function takeIn(trx: Trx, ctx: Ctx, message: HomeMessage): Promise<EventSubject[]> {
  const from: Origin = { home: message.from, messageId: message.id }
  switch (message.kind) {
    case 'delivery': {
      const taken = await takeInCopies(trx, ctx, from, message.copies)
      const grants = await grantable(trx, from, message.content.grants)
      await takeInDelivery(trx, ctx, from, { ...message.content, grants })
      for (const plan of taken.filter((t) => t.what === 'plan')) await askToFollowCopy(trx, ctx, plan)
      await tellArrival(trx, ctx, from)
      return subjectsOf(taken)
    }
    case 'report': {
      const taken = [
        ...(await takeInCopies(trx, ctx, from, message.copies)),
        ...(await takeInReportRows(trx, ctx, from, message.copies)),
      ]
      await takeInReport(trx, ctx, from, await honest(trx, from, message.content))
      await tellArrival(trx, ctx, from)
      return subjectsOf(taken)
    }
    case 'answer': {
      await requireForeign(trx, ctx, message.copies)
      const taken = await putSealed(trx, ctx, from, 'report_answers', message.copies.report_answers)
      for (const { id } of taken) await takeInAnswer(trx, ctx, from, { answerId: id })
      return subjectsOf(taken)
    }
    case 'receipt':
      await takeInReceipt(trx, from, message.content)
      return []
    case 'duties':
      await takeInDuties(trx, ctx, from, message.content)
      return []
    case 'arrival':
      await trx
        .updateTable('outbox_messages')
        .set({ arrived_at: new Date(message.content.at) })
        .where('id', '=', message.content.messageId)
        .where('to_home', '=', from.home)
        .where('arrived_at', 'is', null)
        .execute()
      return []
  }
}

async function honest(trx: Trx, from: Origin, said: ReportAcross): Promise<ReportAcross> {
  const asked = said.grants.map((g) => ({ ...g, what: 'report' as const }))
  const grants = (await grantable(trx, from, asked)).map(({ id, revision }) => ({ id, revision }))
  return { ...said, grants }
}

async function tellArrival(trx: Trx, ctx: Ctx, { home, messageId }: Origin): Promise<void> {
  await postMessage(trx, ctx, home, 'arrival', { messageId, at: ctx.clock.now().toISOString() })
}
