import { canonicalJson, sha256 } from '../../platform/canonical.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { recordEvent, type EventSubject } from '../../platform/events.ts'
import { onJob, type Job, type JobStep } from '../../platform/jobs.ts'
import { postMessage, takeInDelivery, takeInDuties, takeInReceipt } from '../dispatch/index.ts'
import { findUnheld } from '../people/index.ts'
import { askToFollowCopy } from '../plans/index.ts'
import { takeInAnswer, takeInReport, type ReportAcross } from '../reports/index.ts'
import { grantable } from './grants.ts'
import { HomeMessage } from './homes.schema.ts'
import type {} from './homes.tables.ts'
import { takeInDirection } from './package.directions.ts'
import { takeInCopies } from './package.ts'
import { takeInReportRows } from './package.reports.ts'
import { takeInRedacted, takeInRedaction } from './redaction.take-in.ts'
import { fileSubjectsOf, putSealed, requireForeign, subjectsOf, type Origin } from './sealed.ts'

declareErrors({ 'homes.altered': 409 })

/** The kind of job that takes in a message that lies in the inbox. */
export const takeInJob = 'homes.take_in'

interface TakeInJob {
  messageId: string
  /** files whose bytes go now that the transaction which says so is committed */
  remove?: string[]
}

/**
 * `homes.take_in`: makes of a message what it brings, in one transaction of this home with the mark that it was done, so
 * that it happens once however often the message or the job came.
 */
export function registerTakingIn(): void {
  onJob<TakeInJob, { homeName: string }>(takeInJob, {
    prepare: async (ctx, { payload }) => {
      // The bytes go only after the transaction that marked the files; removing them twice is harmless.
      for (const hash of await findUnheld(ctx, payload.remove ?? [])) await ctx.files.remove(hash)
      const home = await ctx.db
        .selectFrom('system.homes')
        .select('name')
        .where('schema_name', '=', ctx.home)
        .executeTakeFirst()
      return { homeName: home?.name ?? ctx.home }
    },
    step: async (trx, ctx, job, { homeName }) => {
      const { payload } = job
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
      const effect = await takeIn(trx, ctx, message, homeName)
      if (effect === null) return askAgain(trx, ctx, job)
      const { subjects, remove } = effect
      await trx
        .updateTable('inbox_messages')
        .set({ handled_at: ctx.clock.now(), body: null })
        .where('id', '=', row.id)
        .execute()
      await recordEvent(trx, ctx, 'message.take_in', [
        { what: 'inbox_message', id: row.id, hash: row.hash },
        ...subjects,
      ])
      if (remove.length > 0)
        return { done: false, payload: { messageId: payload.messageId, remove }, progress: 1 }
      return { done: true }
    },
  })
}

/** A message that has to wait for another is tried again then (ms). */
const askAgainAfter = 5_000

/** Puts a job off, because its message has to wait for another. */
export async function askAgain<P>(trx: Trx, ctx: Ctx, { id, payload }: Job<P>): Promise<JobStep> {
  const later = new Date(ctx.clock.now().getTime() + askAgainAfter)
  await trx.updateTable('jobs').set({ run_at: later }).where('id', '=', id).execute()
  return { done: false, payload, progress: 0 }
}

interface Effect {
  /** what stands here now that did not before, with its hashes */
  subjects: EventSubject[]
  /** files whose bytes go once that is committed */
  remove: string[]
}
const nothing: Effect = { subjects: [], remove: [] }

/** @returns null while it has to wait for another message; then nothing has changed */
async function takeIn(trx: Trx, ctx: Ctx, message: HomeMessage, homeName: string): Promise<Effect | null> {
  const from: Origin = { home: message.from, messageId: message.id }
  switch (message.kind) {
    case 'delivery': {
      const taken = await takeInCopies(trx, ctx, from, message.copies)
      const grants = await grantable(trx, from, message.content.grants)
      await takeInDelivery(trx, ctx, from, { ...message.content, grants })
      for (const plan of taken.filter((t) => t.what === 'plan')) await askToFollowCopy(trx, ctx, plan)
      await tellArrival(trx, ctx, from)
      return { subjects: [...subjectsOf(taken), ...fileSubjectsOf(message.copies)], remove: [] }
    }
    case 'report': {
      const taken = [
        ...(await takeInCopies(trx, ctx, from, message.copies)),
        ...(await takeInReportRows(trx, ctx, from, message.copies)),
      ]
      await takeInReport(trx, ctx, from, await honest(trx, from, message.content))
      await tellArrival(trx, ctx, from)
      return { subjects: [...subjectsOf(taken), ...fileSubjectsOf(message.copies)], remove: [] }
    }
    case 'answer': {
      await requireForeign(trx, ctx, message.copies)
      const taken = await putSealed(trx, ctx, from, 'report_answers', message.copies.report_answers)
      for (const { id } of taken) await takeInAnswer(trx, ctx, from, { answerId: id })
      return { subjects: subjectsOf(taken), remove: [] }
    }
    case 'direction': {
      const taken = await takeInDirection(trx, ctx, from, message.content, message.copies)
      if (taken === null) return null
      await tellArrival(trx, ctx, from)
      return { subjects: [...subjectsOf(taken), ...fileSubjectsOf(message.copies)], remove: [] }
    }
    case 'receipt':
      await takeInReceipt(trx, ctx, from, message.content)
      return nothing
    case 'duties':
      await takeInDuties(trx, ctx, from, message.content)
      return nothing
    case 'redaction':
      return { subjects: [], remove: await takeInRedaction(trx, ctx, from, message.content, homeName) }
    case 'redacted':
      await takeInRedacted(trx, ctx, from, message.content)
      return nothing
    case 'arrival':
      await trx
        .updateTable('outbox_messages')
        .set({ arrived_at: new Date(message.content.at) })
        .where('id', '=', message.content.messageId)
        .where('to_home', '=', from.home)
        .where('arrived_at', 'is', null)
        .execute()
      return nothing
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
