import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { addJob } from '../../platform/jobs.ts'
import type { MessageKind } from './dispatch.tables.ts'

/** The kind of job that carries a message to another home; carried out by the module of homes, which stands above. */
export const sendJob = 'homes.send'

export interface SendJob {
  messageId: string
  /** schema of the other home, e.g. `home_ht` */
  to: string
  kind: MessageKind
  /** what it is about: ids and what was decided, from which the message is gathered when it goes */
  about: unknown
}

/**
 * Orders a message to another home, in the transaction of what it tells. A transaction writes one home, so what crosses
 * is a job row here and an inbox row there.
 * @returns id of the message, which is its key in both homes
 */
export async function postMessage(
  trx: Trx,
  ctx: Ctx,
  to: string,
  kind: MessageKind,
  about: unknown,
): Promise<string> {
  const messageId = newId()
  await trx
    .insertInto('outbox_messages')
    .values({ id: messageId, to_home: to, kind, created_at: ctx.clock.now() })
    .execute()
  const payload: SendJob = { messageId, to, kind, about }
  await addJob(trx, ctx, sendJob, payload)
  return messageId
}
