import type { Ctx } from '../../platform/context.ts'
import { systemClock } from '../../platform/clock.ts'
import { recordEvent } from '../../platform/events.ts'
import { postOutward, type OutwardAnswer } from '../../platform/http/outward.ts'
import { idFromWords, newId } from '../../platform/ids.ts'
import { addJob, onJob, type JobStep } from '../../platform/jobs.ts'
import { wide } from '../../platform/wide.ts'
import type { Trx } from '../../platform/db.ts'
import { outwardSettings } from './webhooks.settings.ts'
import { daysKept, daysOfFailing, isGone, isTaken, signedHeaders, waits } from './webhooks.rules.ts'
import { findDue, orderTry, sendJob, sweepOld, type SendPayload } from './webhooks.store.ts'
import { tell, tellJob, type TellPayload } from './webhooks.tell.ts'

const sweepJob = 'machines.sweep'
const day = 86_400_000

/**
 * Sends outside any transaction: killed afterwards it is sent once more with the same id, by which the receiver knows it.
 * @returns null when there is nothing to send any more
 */
async function send(ctx: Ctx, payload: SendPayload): Promise<OutwardAnswer | null> {
  const due = await wide(ctx, 'one message and its webhook; sent to its own address', (trx) =>
    findDue(trx, payload, false),
  )
  if (!due) return null
  if (due.isEnded) return { status: null, ms: 0, words: '', error: 'ended' }
  const before = due.secretBeforeUntil !== null && due.secretBeforeUntil > ctx.clock.now()
  const secrets = before && due.secretBefore !== null ? [due.secret, due.secretBefore] : [due.secret]
  // The receiver compares with its own clock: the real time, also where a demonstration's stands behind.
  const at = systemClock.now()
  const headers = signedHeaders(secrets, { id: payload.messageId, at, body: due.body })
  return postOutward(due.url, { headers, body: due.body }, outwardSettings())
}

/** Keeps what a try brought: taken, once more later, or failed for good. */
async function settle(
  trx: Trx,
  ctx: Ctx,
  payload: SendPayload,
  result: OutwardAnswer | null,
): Promise<JobStep> {
  const due = result && (await findDue(trx, payload, true))
  if (!due) return { done: true }
  const now = ctx.clock.now()
  await trx
    .insertInto('webhook_tries')
    .values({
      id: newId(),
      message_id: payload.messageId,
      unit_id: due.unitId,
      at: now,
      status: result.status,
      ms: result.ms,
      error: result.error,
      answer: result.words,
    })
    .execute()
  const wait =
    isTaken(result) || isGone(result) || result.error === 'ended' ? undefined : waits[payload.n - 1]
  const nextAt = wait === undefined ? null : new Date(now.getTime() + wait * 1_000)
  await trx
    .updateTable('webhook_messages')
    .set({
      tries: payload.n,
      next_at: nextAt,
      state: isTaken(result) ? 'delivered' : nextAt ? 'waiting' : 'failed',
    })
    .where('id', '=', payload.messageId)
    .execute()
  if (nextAt) await orderTry(trx, ctx, { ...payload, n: payload.n + 1 }, nextAt)
  if (!due.isEnded) await standOf(trx, ctx, due, result)
  return { done: true }
}

/** How the webhook stands after a try: good again, failing, or ended because it takes nothing. */
async function standOf(
  trx: Trx,
  ctx: Ctx,
  due: { webhookId: string; unitId: string; failingSince: Date | null },
  result: OutwardAnswer,
): Promise<void> {
  const now = ctx.clock.now()
  const webhook = trx.updateTable('webhooks').where('id', '=', due.webhookId)
  if (isTaken(result)) {
    if (due.failingSince) await webhook.set({ failing_since: null }).execute()
    return
  }
  const since = due.failingSince ?? now
  const isLong = now.getTime() - since.getTime() >= daysOfFailing * day
  if (!isLong && !isGone(result)) {
    if (!due.failingSince) await webhook.set({ failing_since: since }).execute()
    return
  }
  await webhook
    .set({ failing_since: since, ended_at: now, ended_why: isGone(result) ? 'gone' : 'failing' })
    .execute()
  const own: Ctx = { ...ctx, actor: { ...ctx.actor, unitId: due.unitId } }
  await recordEvent(trx, own, 'webhook.give_up', [{ what: 'webhook', id: due.webhookId }])
}

/** Registers the kinds of jobs of this module. */
export function registerMachineJobs(): void {
  onJob<TellPayload>(tellJob, { step: (trx, ctx, job) => tell(trx, ctx, job.payload) })
  onJob<SendPayload, OutwardAnswer | null>(sendJob, {
    lane: 'outward',
    prepare: (ctx, job) => send(ctx, job.payload),
    step: (trx, ctx, job, result) => settle(trx, ctx, job.payload, result),
  })
  onJob(sweepJob, {
    step: async (trx, ctx) => {
      await sweepOld(trx, new Date(ctx.clock.now().getTime() - daysKept * day))
      await orderSweep(trx, ctx, 1)
      return { done: true }
    },
  })
}

/** Orders the first of the daily sweeps; begun again it is ordered once. */
export async function beginMachineSweep(ctx: Ctx): Promise<void> {
  await wide(ctx, 'orders a job; reads nothing', (trx) => orderSweep(trx, ctx, 0))
}

async function orderSweep(trx: Trx, ctx: Ctx, days: number): Promise<void> {
  const runAt = new Date(ctx.clock.now().getTime() + days * day)
  const id = idFromWords(`${ctx.home} ${sweepJob} ${runAt.toISOString().slice(0, 10)}`)
  await addJob(trx, ctx, sweepJob, {}, { id, runAt })
}
