import { queueResetMail } from '../../src/modules/notices/index.ts'
import { transaction } from '../../src/platform/tx.ts'
import { testHome } from '../support/database.ts'
import { must } from '../support/plans.ts'
import type { RichWorld } from './rich-world.ts'

type Made = Pick<RichWorld, 'world' | 'units' | 'people' | 'insiders'>

/** Choices of a person, a code that was printed, and two mails to the office: one waits, one failed. */
export async function makeNotices({ world, units, people, insiders }: Made): Promise<void> {
  const choices = { hasDigest: true, hasUrgent: true, hasReminders: false, quietFrom: 1260, quietUntil: 360 }
  await must(insiders.office.call('PUT', 'notices/choices', choices))
  const { personId } = people.school
  await must(insiders.office.call('POST', `units/${units.school.id}/people/${personId}/reset-code`))
  const ctx = world.system()
  const office = { unitId: units.office.id, personId: people.office.personId }
  await transaction(world.database.db, { home: testHome, scope: '*' }, async (trx) => {
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
