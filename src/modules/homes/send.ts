import { sql } from 'kysely'
import type { z } from 'zod'
import { canonicalJson, sha256 } from '../../platform/canonical.ts'
import { systemActor, type Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { addJob, onJob } from '../../platform/jobs.ts'
import { wide } from '../../platform/wide.ts'
import { gatherDirection, type AboutDirection } from '../directions/index.ts'
import {
  gatherDelivery,
  gatherDuties,
  gatherReceipt,
  sendJob,
  type AboutDelivery,
  type SendJob,
} from '../dispatch/index.ts'
import type { AnswerAcross, ReportAcross } from '../reports/index.ts'
import { rowsOf } from './copied.ts'
import type { HomeMessage } from './homes.schema.ts'
import type {} from './homes.tables.ts'
import { gatherDirectionRows } from './package.directions.ts'
import { gatherCopies } from './package.ts'
import { gatherReport } from './package.reports.ts'
import type { RedactedAcross } from './redaction.schema.ts'
import { gatherRedaction, type AboutRedaction } from './redaction.send.ts'
import { askAgain, takeInJob } from './take-in.ts'

/**
 * `homes.send`: gathers a message and lays it in the inbox of the other home, with the job there that takes it in. Those
 * are two transactions, because a transaction writes one home: killed between them it is laid there a second time, and
 * found there by its id.
 */
export function registerSending(): void {
  onJob<SendJob, { hash: string } | null>(sendJob, {
    prepare: async (ctx, job) => {
      const message = await wide(ctx, 'what one message of the home tells', (trx) =>
        gather(trx, ctx, job.payload),
      )
      return message && { hash: await layInInbox(ctx, message) }
    },
    step: async (trx, ctx, job, laid) => {
      if (laid === null) {
        return askAgain(trx, ctx, job)
      }
      await trx
        .updateTable('outbox_messages')
        .set({ sent_at: ctx.clock.now(), hash: laid.hash })
        .where('id', '=', job.payload.messageId)
        .execute()
      return { done: true }
    },
  })
}

/**
 * What each kind is about is written by whoever posts it: see `postMessage`.
 * @returns null while it has to wait for another
 */
async function gather(
  trx: Trx,
  ctx: Ctx,
  { messageId, to, kind, about }: SendJob,
): Promise<HomeMessage | null> {
  const head = { version: 1 as const, id: messageId, from: ctx.home, to }
  switch (kind) {
    case 'delivery': {
      const content = await gatherDelivery(trx, about as AboutDelivery)
      return { ...head, kind, content, copies: await gatherCopies(trx, content.grants) }
    }
    case 'receipt':
      return { ...head, kind, content: await gatherReceipt(trx, about as { deliveryIds: string[] }) }
    case 'duties':
      return {
        ...head,
        kind,
        content: await gatherDuties(trx, ctx, about as { ids: string[]; before?: string }),
      }
    case 'arrival':
      return { ...head, kind, content: about as { messageId: string; at: string } }
    case 'report': {
      const content = about as ReportAcross
      return { ...head, kind, content, copies: await gatherReport(trx, ctx, content) }
    }
    case 'answer': {
      const content = about as AnswerAcross
      const rows = await rowsOf(trx, 'report_answers', sql`t.id = ${content.answerId}`)
      return { ...head, kind, content, copies: { report_answers: rows } }
    }
    case 'direction': {
      const content = await gatherDirection(trx, ctx, to, about as AboutDirection)
      return { ...head, kind, content, copies: await gatherDirectionRows(trx, ctx, content) }
    }
    case 'redaction': {
      const content = await gatherRedaction(trx, ctx, messageId, about as AboutRedaction)
      return content && { ...head, kind, content }
    }
    case 'redacted':
      return { ...head, kind, content: about as z.output<typeof RedactedAcross> }
  }
}

/** @returns the hash of what lies there: of the first, where it was laid before */
async function layInInbox(ctx: Ctx, message: HomeMessage): Promise<string> {
  const body = canonicalJson(message)
  return wide(
    { db: ctx.db, home: message.to },
    'the inbox of the home that the message goes to',
    async (trx) => {
      await trx
        .insertInto('inbox_messages')
        .values({
          id: message.id,
          from_home: message.from,
          kind: message.kind,
          hash: sha256(body),
          body,
          received_at: ctx.clock.now(),
        })
        .onConflict((c) => c.column('id').doNothing())
        .execute()
      const there = { clock: ctx.clock, actor: systemActor }
      // Under the message's own id: once, and in the order in which messages were written.
      await addJob(trx, there, takeInJob, { messageId: message.id }, { id: message.id })
      const row = await trx
        .selectFrom('inbox_messages')
        .select('hash')
        .where('id', '=', message.id)
        .executeTakeFirstOrThrow()
      return row.hash
    },
  )
}
