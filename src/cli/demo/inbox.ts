import { acknowledgeDelivery, openDelivery } from '../../modules/dispatch/index.ts'
import { transaction } from '../../platform/tx.ts'
import { withHands } from './hands.ts'
import { at } from './plans.ts'
import type { DemoWorld } from './world.ts'

interface Waiting {
  id: string
  sentAt: Date
}

/** What was delivered to a unit and nobody has acknowledged, oldest first. */
async function waitingAt(world: DemoWorld, unit: string, day: string): Promise<Waiting[]> {
  const ctx = world.system(at(day))
  return transaction(ctx.db, { home: ctx.home, scope: '*', readOnly: true }, (trx) =>
    trx
      .selectFrom('deliveries')
      .select(['id', 'sent_at as sentAt'])
      .where('unit_id', '=', world.unitId(unit))
      .where('is_outside', '=', false)
      .where('person_id', 'is', null)
      .where('acknowledged_at', 'is', null)
      .orderBy('sent_at')
      .orderBy('id')
      .execute(),
  )
}

/**
 * The clerk of a unit takes in its mail, each paper the day after it came.
 * @param unread how many of the newest are still to be opened, half of them opened and not acknowledged
 */
export async function readMail(world: DemoWorld, unit: string, day: string, unread: number): Promise<void> {
  const clerk = world.someone(unit, 'clerk', day)
  const waiting = await waitingAt(world, unit, day)
  const taken = waiting.slice(0, Math.max(0, waiting.length - unread))
  const next = ({ sentAt }: Waiting) => new Date(sentAt.getTime() + 20 * 3_600_000)
  await withHands(taken, async (delivery) => {
    await acknowledgeDelivery(world.as(clerk, next(delivery)), delivery.id)
  })
  const opened = waiting.slice(taken.length, taken.length + Math.floor(unread / 2))
  await withHands(opened, async (delivery) => {
    await openDelivery(world.as(clerk, next(delivery)), delivery.id)
  })
}
