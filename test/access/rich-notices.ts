import { tokenForMail } from '../../src/modules/dispatch/index.ts'
import { queueResetMail } from '../../src/modules/notices/index.ts'
import { transaction } from '../../src/platform/tx.ts'
import { testHome } from '../support/database.ts'
import { must } from '../support/plans.ts'
import { idsOf } from './rich-deeds.ts'
import type { RichWorld } from './rich-world.ts'

type Made = Pick<RichWorld, 'world' | 'units' | 'people' | 'insiders'>

/** Choices of a person, a code that was printed, two mails to the office (one waits, one failed) and one to a body outside. */
export async function makeNotices({ world, units, people, insiders }: Made): Promise<void> {
  const choices = { hasDigest: true, hasUrgent: true, hasReminders: false, quietFrom: 1260, quietUntil: 360 }
  await must(insiders.office.call('PUT', 'notices/choices', choices))
  const { personId } = people.school
  await must(insiders.office.call('POST', `units/${units.school.id}/people/${personId}/reset-code`))
  const ctx = world.system()
  const office = { unitId: units.office.id, personId: people.office.personId }
  // A body outside gets the office's plan by mail; the sending itself, which makes the token, would need a server.
  const [outside = ''] = await idsOf(
    world,
    `select id from @deliveries where is_outside and sender_id = '${units.office.id}'`,
  )
  await must(insiders.office.call('POST', `deliveries/${outside}/mail`, { address: 'dai@vanson.example' }))
  const [link = ''] = await idsOf(world, 'select id from @delivery_links')
  await transaction(world.database.db, { home: testHome, scope: '*' }, async (trx) => {
    await tokenForMail(trx, ctx, link)
    await queueResetMail(trx, ctx, office, 'reset 1')
    await queueResetMail(trx, ctx, office, 'reset 2')
    await trx
      .updateTable('mails')
      .set({
        kind: 'urgent',
        state: 'failed',
        cause: 'address',
        code: '550',
        attempts: 1,
        ended_at: ctx.clock.now(),
      })
      .where('once', '=', 'reset 2')
      .execute()
  })
}
