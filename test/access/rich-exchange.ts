import { writeEdxml } from '../../src/document/edxml/index.ts'
import { orderPackages } from '../../src/modules/dispatch/agencies.ts'
import { setAgencyCode } from '../../src/modules/dispatch/index.ts'
import { noteFigures } from '../../src/modules/exchange/figures.ts'
import { replaceWithin } from '../../src/modules/exchange/index.ts'
import { takeInPackage } from '../../src/modules/exchange/take-in.ts'
import { transaction } from '../../src/platform/tx.ts'
import { drainJobs } from '../../src/platform/worker.ts'
import { testHome, testNow } from '../support/database.ts'
import { letterPackage } from '../support/packages.ts'
import { idsOf, type Made } from './rich-deeds.ts'

/**
 * A package that came for the office and was answered, one of its documents that goes to a school as a package, and one that
 * stands in another's place.
 */
export async function makeExchange({ world, units, people }: Made, planId: string): Promise<void> {
  await setAgencyCode(world.system(testNow), {
    of: { unitId: units.office.id },
    code: 'H99.12',
    isElsewhere: false,
    from: '2020-01-01',
  })
  const sent = letterPackage({
    number: '77',
    subject: 'Gửi qua trục liên thông',
    from: ['H99.05', 'Sở Thông tin tỉnh Hà Thanh'],
    to: ['H99.12', units.office.name],
  })
  await takeInPackage(world.system(testNow), writeEdxml(sent))
  const [arrivalId = ''] = await idsOf(world, 'select id from @package_arrivals')
  const figures = {
    ...{ kind: 'lantoa.report', format: 1, form: { code: 'par-communication', revision: 1 } },
    ...{ period: '2024-H1', version: 1, texts: [], figures: [] },
  }
  await transaction(world.database.db, { home: testHome, scope: '*' }, (trx) =>
    noteFigures(trx, world.system(testNow), arrivalId, units.office.id, Buffer.from(JSON.stringify(figures))),
  )
  const [before = '', after = ''] = await idsOf(
    world,
    `select document_id as id from @plan_revisions where plan_id = '${planId}' order by revision limit 2`,
  )
  const ctx = world.as({
    unitId: units.office.id,
    personId: people.office.personId,
    accountId: people.office.accountId,
    roles: ['clerk'],
  })
  await setAgencyCode(world.system(testNow), {
    of: { unitId: units.other.id },
    code: 'H99.12.03',
    isElsewhere: true,
    from: '2020-01-01',
  })
  const dispatches = await idsOf(
    world,
    `select id from @dispatches where document_id in ('${before}', '${after}')`,
  )
  await transaction(world.database.db, { home: testHome, scope: '*' }, async (trx) => {
    await replaceWithin(trx, ctx, after, { ofId: before, kind: 'replacement', reason: 'Sửa thời hạn.' })
    // The code came after the plan was sent: its deliveries are ordered as a dispatch of today orders them.
    for (const dispatchId of dispatches)
      await orderPackages(trx, ctx, { dispatchId, senderId: units.office.id })
  })
  await drainJobs(world.system(testNow), (kind) => kind === 'exchange.pack')
  await world.database.pool.query(
    `update ${testHome}.deliveries set exchange_state = 'sent' where exchange_state = 'waiting'`,
  )
  await world.database.pool.query(
    `update ${testHome}.packages set state = 'sent', hash = id::text, sent_at = now(), document_ref = 'H99.12,2024/01/01,' || id where kind = 'document'`,
  )
}
