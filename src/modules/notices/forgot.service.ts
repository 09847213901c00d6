import { systemActor, type Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { recordEvent } from '../../platform/events.ts'
import { newId } from '../../platform/ids.ts'
import { transaction } from '../../platform/tx.ts'
import { countTry, findResetByMail } from '../people/index.ts'
import { queueMail } from './mail.queue.ts'

/** Mails to one name in an hour. */
const limit = { most: 3, seconds: 3_600 }

/**
 * Puts the mail of a forgotten password into the queue, where the name is somebody whom a mail may help. Of every other
 * name nothing is told, and nothing of a name that was asked for too often: the caller's answer is the same.
 * @param ctx of a request that nobody is signed in for
 */
export async function askForNewPassword(ctx: Ctx, login: string): Promise<void> {
  const wait = await countTry(ctx.db, 'forgot name', login.toLowerCase(), limit, ctx.clock.now())
  const person = await findResetByMail(ctx.db, login, ctx.clock.today())
  if (!person || wait > 0) return
  const actor = { ...systemActor, unitId: person.unitId }
  const inHome: Ctx = { ...ctx, home: person.home, actor, request: null }
  await transaction(ctx.db, { home: person.home, scope: '*' }, async (trx) => {
    await queueResetMail(trx, inHome, person, `reset ${newId()}`)
    await recordEvent(trx, inHome, 'reset.ask', [{ what: 'person', id: person.personId }])
  })
}

/** @param once what makes it one mail, however often it is ordered */
export async function queueResetMail(
  trx: Trx,
  ctx: Pick<Ctx, 'clock' | 'actor'>,
  { unitId, personId }: { unitId: string; personId: string },
  once: string,
): Promise<void> {
  await queueMail(trx, ctx, { unitId, personId, kind: 'reset', once })
}
