import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { idFromWords } from '../../platform/ids.ts'
import { addJob } from '../../platform/jobs.ts'
import type {} from './machines.tables.ts'

export const sendJob = 'webhooks.send'

export interface SendPayload {
  messageId: string
  round: number
  /** which try of the round, from 1 */
  n: number
}

export interface NewMessage {
  id: string
  webhookId: string
  unitId: string
  topic: string
  data: Record<string, unknown>
}

/** Keeps a message and orders its first try; one that is there already stays as it is. */
export async function addMessage(trx: Trx, ctx: Ctx, message: NewMessage): Promise<void> {
  const now = ctx.clock.now()
  const made = await trx
    .insertInto('webhook_messages')
    .values({
      id: message.id,
      webhook_id: message.webhookId,
      unit_id: message.unitId,
      topic: message.topic,
      payload: JSON.stringify({ type: message.topic, timestamp: now.toISOString(), data: message.data }),
      created_at: now,
      next_at: now,
    })
    .onConflict((c) => c.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (made) await orderTry(trx, ctx, { messageId: message.id, round: 1, n: 1 }, now)
}

/** A person sends it again: another round of tries; what is left of the one before is dropped. */
export async function beginRound(trx: Trx, ctx: Ctx, messageId: string, round: number): Promise<void> {
  const now = ctx.clock.now()
  await trx
    .updateTable('webhook_messages')
    .set({ state: 'waiting', round, tries: 0, next_at: now })
    .where('id', '=', messageId)
    .execute()
  await orderTry(trx, ctx, { messageId, round, n: 1 }, now)
}

export async function orderTry(trx: Trx, ctx: Ctx, payload: SendPayload, runAt: Date): Promise<void> {
  const { messageId, round, n } = payload
  await addJob(trx, ctx, sendJob, payload, { id: idFromWords(`webhook ${messageId} ${round} ${n}`), runAt })
}

/** A message that is due in this try, with its webhook; undefined when there is nothing to send any more. */
export async function findDue(
  trx: Trx,
  { messageId, round, n }: SendPayload,
  lock: boolean,
): Promise<
  | {
      webhookId: string
      unitId: string
      url: string
      secret: string
      secretBefore: string | null
      secretBeforeUntil: Date | null
      failingSince: Date | null
      isEnded: boolean
      body: string
    }
  | undefined
> {
  const { rows } = await sql<NonNullable<Awaited<ReturnType<typeof findDue>>>>`
    select m.webhook_id as "webhookId", m.unit_id as "unitId", w.url, w.secret, w.secret_before as "secretBefore",
      w.secret_before_until as "secretBeforeUntil", w.failing_since as "failingSince", w.ended_at is not null as "isEnded",
      m.payload::text as body
    from webhook_messages m join webhooks w on w.id = m.webhook_id
    where m.id = ${messageId} and m.round = ${round} and m.tries = ${n - 1} and m.state = 'waiting'
    ${lock ? sql`for update` : sql``}`.execute(trx)
  return rows[0]
}

/** Takes away messages, tries and calls that are older than they are kept. */
export async function sweepOld(trx: Trx, before: Date): Promise<void> {
  await sql`delete from webhook_tries t using webhook_messages m
    where m.id = t.message_id and m.created_at < ${before} and m.state <> 'waiting'`.execute(trx)
  await sql`delete from webhook_messages where created_at < ${before} and state <> 'waiting'`.execute(trx)
  await sql`delete from api_calls where at < ${before}`.execute(trx)
}
