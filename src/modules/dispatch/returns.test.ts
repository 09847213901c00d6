import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, testHome, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { makeIssuedDocument } from '../../../test/support/issued.ts'
import { makePerson, makeUnit, type MadeUnit } from '../../../test/support/make.ts'
import { sheetOf } from '../../../test/support/sheet.ts'
import type { Role } from '../../platform/context.ts'
import { transaction } from '../../platform/tx.ts'
import { acknowledgeReceived, dispatchDocument, registerDispatchJobs } from './index.ts'

let world: World
let app: Awaited<ReturnType<typeof makeApp>>
beforeAll(async () => {
  world = await makeWorld()
  registerDispatchJobs()
  app = await makeApp(world)
})

const at = async (unit: MadeUnit, ...roles: Role[]): Promise<Browser> =>
  signedIn(world, app, await makePerson(world, unit.id, { roles: roles.length > 0 ? roles : ['clerk'] }))

interface Row {
  id: string
  state: string
  isLate: boolean
  returned: { reason: string } | null
  twinNumber: number | null
  may: string[]
}

/** A document of an office that a school is to carry out and make a plan of, sent on a day. */
async function send(day = '2024-06-17', on: { office?: MadeUnit; school?: MadeUnit } = {}) {
  const office = on.office ?? (await makeUnit(world, { kind: 'education_office' }))
  const school = on.school ?? (await makeUnit(world, { profession: office.id }))
  const documentId = await makeIssuedDocument(world, office.id, { issuedOn: '2024-06-10' })
  const ctx = world.as({ unitId: office.id, roles: ['clerk'] }, `${day}T02:00:00Z`)
  await transaction(ctx.db, { home: testHome, scope: '*' }, (trx) =>
    dispatchDocument(trx, ctx, {
      documentId,
      lines: [{ words: school.name, kind: 'unit', purpose: 'carry out', unitId: school.id }],
      grants: [{ what: 'document', id: documentId, revision: 0, ground: 'delivered' }],
      obligations: [
        {
          what: 'make_plan',
          sourceWhat: 'document',
          sourceId: documentId,
          sourceRevision: 0,
          dueOn: '2024-07-14',
          purposes: ['carry out'],
          facts: { number: '04/KH-PGDĐT' },
        },
      ],
    }),
  )
  const clerk = await at(school)
  const { items } = (await clerk.call('GET', `deliveries?document=${documentId}`)).json<{ items: Row[] }>()
  const id = items[0]?.id ?? ''
  return { office, school, documentId, clerk, id, back: backOf(clerk, id) }
}

const backOf = (browser: Browser, id: string) => () =>
  browser.call('POST', `deliveries/${id}/return`, { reason: 'Gửi cho trường khác cùng tên' })
const sentBy = async (office: MadeUnit, documentId: string) =>
  (await (await at(office)).call('GET', `documents/${documentId}/deliveries`)).json<{
    counts: Record<string, number>
    items: Row[]
  }>()
const owedBy = (school: MadeUnit) =>
  transaction(world.database.db, { home: testHome, scope: [school.id] }, async (trx) =>
    (await trx.selectFrom('obligations').select(['what', 'state']).execute()).map(
      (o) => `${o.what} ${o.state}`,
    ),
  )

describe('a delivery that is not for the unit', () => {
  it('goes back with the reason, once of two at once; what it asked is void, and the sender sees it', async () => {
    const { office, school, documentId, clerk, back, id } = await send()
    expect(await owedBy(school)).toEqual(['make_plan open'])
    const both = await Promise.all([back(), back()])
    expect(both.map((a) => a.statusCode).sort()).toEqual([200, 409])
    expect(both.find((a) => a.statusCode === 200)?.json()).toMatchObject({
      state: 'returned',
      returned: { reason: 'Gửi cho trường khác cùng tên' },
      may: ['delivery.keep'],
    })
    expect(await owedBy(school)).toEqual(['make_plan void'])
    const sent = await sentBy(office, documentId)
    expect(sent.counts).toMatchObject({ all: 1, acknowledged: 0, returned: 1 })
    expect(sent.items[0]).toMatchObject({
      state: 'returned',
      returned: { reason: 'Gửi cho trường khác cùng tên' },
      may: ['delivery.resend'],
    })
    // Neither a press nor work from it receives what was sent back.
    expect((await clerk.call('POST', `deliveries/${id}/acknowledge`)).json()).toMatchObject({
      code: 'dispatch.returned_already',
    })
    const ctx = world.as({ unitId: school.id, roles: ['clerk'] })
    await transaction(ctx.db, { home: testHome, scope: '*' }, (trx) =>
      acknowledgeReceived(trx, ctx, school.id, [documentId]),
    )
    expect((await clerk.call('GET', 'deliveries')).json()).toMatchObject({
      items: [{ state: 'returned' }],
      counts: { all: 1, returned: 1, acknowledged: 0, late: 0 },
    })
    const { heads, rows } = await sheetOf(clerk, 'deliveries/export.xlsx?state=returned')
    expect(rows.map((r) => r[heads.indexOf('Lý do trả lại')])).toEqual(['Gửi cho trường khác cùng tên'])
  })

  it('is kept after all: everything it asked is owed again', async () => {
    const { school, clerk, back, id } = await send()
    const keep = () => clerk.call('POST', `deliveries/${id}/keep`)
    expect((await keep()).json()).toMatchObject({ code: 'dispatch.not_returned' })
    await back()
    expect((await keep()).json()).toMatchObject({
      state: 'opened',
      returned: null,
      may: ['delivery.acknowledge', 'delivery.return'],
    })
    expect(await owedBy(school)).toEqual(['make_plan open'])
    // What was void for another reason stays void.
    await transaction(world.database.db, { home: testHome, scope: [school.id] }, (trx) =>
      trx
        .updateTable('obligations')
        .set({ state: 'void', closed_on: '2024-06-17', reason: 'khác' })
        .execute(),
    )
    await back()
    await keep()
    expect(await owedBy(school)).toEqual(['make_plan void'])
  })

  it('is sent again by its sender alone, and arrives anew', async () => {
    const { office, school, documentId, clerk, back, id } = await send('2024-06-10')
    await back()
    const sender = await at(office)
    const resend = (browser: Browser) => browser.call('POST', `deliveries/${id}/resend`)
    expect((await resend(clerk)).statusCode).toBe(404)
    expect((await resend(await at(office, 'inspector'))).statusCode).toBe(403)
    expect((await resend(sender)).json()).toEqual({ ok: true })
    expect((await resend(sender)).json()).toMatchObject({ code: 'dispatch.not_returned' })
    expect((await clerk.call('GET', 'deliveries')).json()).toMatchObject({
      items: [{ state: 'sent', isLate: false, openedAt: null, returned: null }],
    })
    expect(await owedBy(school)).toEqual(['make_plan open'])
    expect((await sentBy(office, documentId)).counts).toMatchObject({ opened: 0, returned: 0 })
    expect((await clerk.call('POST', `deliveries/${id}/acknowledge`)).json()).toMatchObject({
      state: 'acknowledged',
    })
    expect((await back()).json()).toMatchObject({ code: 'dispatch.received_already' })
  })

  it('is a missing thing to others, and stays where it is for who does no desk work', async () => {
    const { school, id } = await send()
    for (const verb of ['return', 'keep', 'resend']) {
      const body = verb === 'return' ? { reason: 'Lạ' } : undefined
      const outsider = await at(await makeUnit(world), 'clerk', 'leader')
      expect((await outsider.call('POST', `deliveries/${id}/${verb}`, body)).statusCode).toBe(404)
      const inspector = await at(school, 'inspector')
      const status = verb === 'resend' ? 404 : 403
      expect((await inspector.call('POST', `deliveries/${id}/${verb}`, body)).statusCode).toBe(status)
    }
  })
})

describe('what came', () => {
  it('on an earlier day and is not acknowledged is counted, found and marked', async () => {
    const yesterday = await send('2024-06-16')
    const { office, school, clerk } = yesterday
    await send('2024-06-17', { office, school })
    const late = async () =>
      (await clerk.call('GET', 'deliveries?late=true')).json<{
        items: Row[]
        counts: Record<string, number>
      }>()
    expect(await late()).toMatchObject({
      items: [{ id: yesterday.id, isLate: true }],
      counts: { all: 2, late: 1 },
    })
    expect((await clerk.call('GET', 'today')).json()).toMatchObject({ unacknowledged: 1, returned: [] })
    await clerk.call('POST', `deliveries/${yesterday.id}/acknowledge`)
    expect(await late()).toMatchObject({ items: [], counts: { late: 0 } })
  })

  it('and stands in the register already, by number, symbol and issuer, says under which number', async () => {
    const first = await send()
    const { office, school, clerk } = first
    // The test's bare rows have no key to compare by.
    const setKey = () =>
      world.database.pool.query(
        `update ${testHome}.documents set match_key = '4/KH-PGDDT' where unit_id = $1`,
        [office.id],
      )
    await clerk.call('POST', `deliveries/${first.id}/acknowledge`)
    const again = await send('2024-06-17', { office, school })
    await setKey()
    const { items } = (await clerk.call('GET', 'deliveries')).json<{ items: Row[] }>()
    const twinOf = (id: string) => items.find((i) => i.id === id)?.twinNumber
    expect([twinOf(first.id), twinOf(again.id)]).toEqual([null, 1])
  })

  it('back is shown to its sender today', async () => {
    const { office, documentId, back } = await send()
    await back()
    expect((await (await at(office)).call('GET', 'today')).json()).toMatchObject({
      returned: [{ documentId, reason: 'Gửi cho trường khác cùng tên' }],
    })
  })
})
