import ExcelJS from 'exceljs'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, testHome, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { makeIssuedDocument } from '../../../test/support/issued.ts'
import { makePerson, makeUnit, type MadeUnit } from '../../../test/support/make.ts'
import type { Role } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { transaction } from '../../platform/tx.ts'
import { dispatchDocument, takeNumber, type RecipientLine } from './index.ts'

let world: World
let app: Awaited<ReturnType<typeof makeApp>>
beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
})

interface Sent {
  office: MadeUnit
  school: MadeUnit
  documentId: string
}

/** An office, a school below it, and a document sent to it, to a body outside and to the office's own head. */
async function sendOne(): Promise<Sent & { headId: string }> {
  const office = await makeUnit(world, { kind: 'education_office' })
  const school = await makeUnit(world, { profession: office.id })
  const head = await makePerson(world, office.id, { roles: ['leader'] })
  const documentId = await makeIssuedDocument(world, office.id, {
    subject: 'Kế hoạch tuyên truyền cải cách hành chính',
  })
  const ctx = world.as({ unitId: office.id, roles: ['clerk'] })
  const lines: RecipientLine[] = [
    { words: school.name, kind: 'unit', purpose: 'carry out', unitId: school.id },
    { words: 'Đài truyền thanh huyện', kind: 'outside', purpose: 'know' },
    { words: 'LĐ Phòng', kind: 'people', purpose: 'report', personIds: [head.personId] },
  ]
  await transaction(ctx.db, { home: testHome, scope: '*' }, (trx) =>
    dispatchDocument(trx, ctx, {
      documentId,
      lines,
      grants: [{ what: 'document', id: documentId, revision: 0, ground: 'delivered' }],
      obligations: ['confirm' as const, 'make_plan' as const].map((what) => ({
        what,
        sourceWhat: 'document',
        sourceId: documentId,
        sourceRevision: 0,
        dueOn: '2024-06-14',
        purposes: ['carry out' as const],
        facts: { number: '04/KH-PGDĐT' },
      })),
    }),
  )
  return { office, school, documentId, headId: head.accountId }
}

async function at(unit: MadeUnit, ...roles: Role[]): Promise<Browser> {
  return signedIn(world, app, await makePerson(world, unit.id, { roles }))
}

interface Row {
  id: string
  state: string
  receiver: string
  isOutside: boolean
  openedAt: string | null
  may: string[]
}
const obligationsOf = (unitId: string) =>
  transaction(world.database.db, { home: testHome, scope: [unitId] }, (trx) =>
    trx.selectFrom('obligations').selectAll().where('unit_id', '=', unitId).orderBy('what').execute(),
  )

describe('receiving', () => {
  it('opens once, acknowledges once, closes the confirmation and shows the sender how far it came', async () => {
    const { office, school, documentId } = await sendOne()
    const clerk = await at(school, 'clerk')
    const inbox = (await clerk.call('GET', 'deliveries?q=tuyen+truyen')).json<{
      items: Row[]
      counts: object
    }>()
    expect(inbox.items).toHaveLength(1)
    expect(inbox.items[0]).toMatchObject({
      state: 'sent',
      confirmBy: '2024-06-14',
      may: ['delivery.acknowledge', 'delivery.return'],
    })
    expect(inbox.counts).toEqual({ all: 1, sent: 1, opened: 0, acknowledged: 0, returned: 0, late: 0 })
    const id = inbox.items[0]?.id ?? ''
    const first = (await clerk.call('POST', `deliveries/${id}/open`)).json<Row>()
    expect(first.state).toBe('opened')
    const specialist = await at(school, 'specialist')
    const again = (await specialist.call('POST', `deliveries/${id}/open`)).json<Row>()
    expect(again.openedAt).toBe(first.openedAt)
    const both = await Promise.all([
      clerk.call('POST', `deliveries/${id}/acknowledge`),
      specialist.call('POST', `deliveries/${id}/acknowledge`),
    ])
    expect(both.map((b) => b.json<Row>().state)).toEqual(['acknowledged', 'acknowledged'])
    expect((await obligationsOf(school.id)).map((o) => [o.what, o.state, o.closed_on])).toEqual([
      ['confirm', 'done', '2024-06-17'],
      ['make_plan', 'open', null],
    ])
    const sender = await at(office, 'specialist')
    const sent = (await sender.call('GET', `documents/${documentId}/deliveries`)).json<{
      counts: object
      items: Row[]
    }>()
    expect(sent.counts).toEqual({ all: 3, opened: 1, acknowledged: 1, returned: 0 })
    expect(sent.items.find((i) => i.receiver.startsWith(school.name.slice(0, 10)))?.state).toBe(
      'acknowledged',
    )
  })

  it('is a missing thing to everybody else, and nothing changes', async () => {
    const { office, school, documentId } = await sendOne()
    const mine = (await (await at(school, 'clerk')).call('GET', 'deliveries')).json<{ items: Row[] }>()
    const id = mine.items[0]?.id ?? ''
    const outsider = await at(await makeUnit(world, { profession: office.id }), 'clerk', 'leader')
    const sender = await at(office, 'clerk')
    for (const browser of [outsider, sender])
      for (const verb of ['open', 'acknowledge'])
        expect((await browser.call('POST', `deliveries/${id}/${verb}`)).statusCode).toBe(404)
    expect((await outsider.call('GET', `documents/${documentId}/deliveries`)).statusCode).toBe(404)
    expect(
      (await (await at(school, 'clerk')).call('GET', `documents/${documentId}/deliveries`)).statusCode,
    ).toBe(404)
    const still = (await (await at(school, 'inspector')).call('GET', 'deliveries')).json<{ items: Row[] }>()
    expect(still.items[0]).toMatchObject({ state: 'sent', may: [] })
    expect(
      (await (await at(school, 'inspector')).call('POST', `deliveries/${id}/acknowledge`)).statusCode,
    ).toBe(403)
  })

  it('is one thing when the same request comes twice, and refused when its id is used for another', async () => {
    const { school } = await sendOne()
    const clerk = await at(school, 'clerk')
    const id = (await clerk.call('GET', 'deliveries')).json<{ items: Row[] }>().items[0]?.id ?? ''
    const requestId = newId()
    const answers = await Promise.all(
      [1, 2].map(() => clerk.call('POST', `deliveries/${id}/acknowledge`, undefined, { requestId })),
    )
    expect(answers.map((a) => a.statusCode)).toEqual([200, 200])
    expect((await clerk.call('POST', `deliveries/${id}/open`, undefined, { requestId })).statusCode).toBe(422)
  })

  it('keeps a person’s own copy to that person', async () => {
    const { office, headId } = await sendOne()
    const other = (await (await at(office, 'leader')).call('GET', 'deliveries')).json<{ items: Row[] }>()
    expect(other.items).toEqual([])
    const head = await signedIn(world, app, {
      accountId: headId,
      personId: '',
      login: '',
      home: testHome,
      unitId: office.id,
      roles: ['leader'],
    })
    expect((await head.call('GET', 'deliveries')).json<{ items: object[] }>().items).toMatchObject([
      { isPersonal: true },
    ])
  })

  it('lets the sender’s clerk note how far it came with a body outside', async () => {
    const { office, school, documentId } = await sendOne()
    const clerk = await at(office, 'clerk')
    const list = async () =>
      (await clerk.call('GET', `documents/${documentId}/deliveries`)).json<{ items: Row[] }>().items
    const outside = (await list()).find((i) => i.isOutside)
    expect(outside).toMatchObject({
      receiver: 'Đài truyền thanh huyện',
      state: 'sent',
      may: ['delivery.state', 'delivery.mail'],
    })
    const path = `deliveries/${outside?.id}/outside-state`
    expect((await (await at(school, 'clerk')).call('PUT', path, { state: 'opened' })).statusCode).toBe(404)
    expect((await (await at(office, 'specialist')).call('PUT', path, { state: 'opened' })).statusCode).toBe(
      403,
    )
    expect((await clerk.call('PUT', path, { state: 'acknowledged' })).statusCode).toBe(200)
    expect((await list()).find((i) => i.isOutside)?.state).toBe('acknowledged')
  })
})

describe('the register', () => {
  it('lists, exports and voids with a reason; nobody else’s', async () => {
    const unit = await makeUnit(world)
    const ctx = world.as({ unitId: unit.id })
    for (const subject of ['Kế hoạch năm', 'Kế hoạch quý'])
      await transaction(ctx.db, { home: testHome, scope: [unit.id] }, (trx) =>
        takeNumber(trx, ctx, {
          unitId: unit.id,
          series: 'KH',
          symbol: 'KH-THPL',
          dated: '2024-06-17',
          type: 'Kế hoạch',
          subject,
          what: 'plan',
          subjectId: newId(),
          subjectRevision: 1,
        }),
      )
    const clerk = await at(unit, 'clerk')
    interface Entry {
      id: string
      numberSymbol: string
      state: string
      may: string[]
    }
    const register = (await clerk.call('GET', 'register?year=2024')).json<{ items: Entry[] }>()
    expect(register.items.map((e) => [e.numberSymbol, e.state, e.may])).toEqual([
      ['02/KH-THPL', 'given', ['number.void']],
      ['01/KH-THPL', 'given', ['number.void']],
    ])
    const id = register.items[0]?.id ?? ''
    const reason = { reason: 'Lãnh đạo không ký' }
    const outsider = await at(await makeUnit(world), 'clerk', 'leader')
    expect((await outsider.call('POST', `register/${id}/void`, reason)).statusCode).toBe(404)
    expect((await outsider.call('GET', 'register')).json<{ items: Entry[] }>().items).toEqual([])
    expect(
      (await (await at(unit, 'specialist')).call('POST', `register/${id}/void`, reason)).statusCode,
    ).toBe(403)
    expect((await clerk.call('POST', `register/${id}/void`, { reason: '' })).statusCode).toBe(400)
    const requestId = newId()
    for (let i = 0; i < 2; i += 1) {
      const answer = await clerk.call('POST', `register/${id}/void`, reason, { requestId })
      expect(answer.json()).toMatchObject({ state: 'void', reason: 'Lãnh đạo không ký', may: [] })
    }
    expect((await clerk.call('POST', `register/${id}/void`, reason)).statusCode).toBe(409)
    const file = await clerk.call('GET', 'register.xlsx?year=2024')
    expect(file.headers['content-disposition']).toContain('So dang ky van ban di 2024.xlsx')
    const book = new ExcelJS.Workbook()
    await book.xlsx.load(new Uint8Array(file.rawPayload).buffer)
    const sheet = book.worksheets[0]
    expect([5, 6].map((n) => sheet?.getRow(n).getCell(1).value)).toEqual(['01/KH-THPL', '02/KH-THPL'])
    expect(sheet?.getRow(6).getCell(10).value).toBe('Đã hủy số: Lãnh đạo không ký')
  })
})

describe('what is owed to us', () => {
  it('is reminded at most once a day, by whom it is owed to', async () => {
    const { office, school } = await sendOne()
    const ids = (await obligationsOf(school.id)).map((o) => o.id)
    const reminders = () =>
      transaction(world.database.db, { home: testHome, scope: '*' }, (trx) =>
        trx.selectFrom('reminders').select('id').where('unit_id', '=', school.id).execute(),
      )
    for (const unit of [school, await makeUnit(world, { kind: 'education_office' })])
      expect((await (await at(unit, 'clerk')).call('POST', 'obligations/remind', { ids })).statusCode).toBe(
        404,
      )
    expect(
      (await (await at(office, 'inspector')).call('POST', 'obligations/remind', { ids })).statusCode,
    ).toBe(403)
    expect(await reminders()).toHaveLength(0)
    const clerk = await at(office, 'clerk')
    const both = await Promise.all([1, 2].map(() => clerk.call('POST', 'obligations/remind', { ids })))
    for (const answer of both) expect(answer.json()).toEqual({ reminded: 2, units: 1, closed: 0 })
    expect(await reminders()).toHaveLength(2)
    const tomorrow = await makeApp(world, '2024-06-18T01:00:00Z')
    const later = await signedIn(world, tomorrow, await makePerson(world, office.id, { roles: ['leader'] }))
    await later.call('POST', 'obligations/remind', { ids })
    expect(await reminders()).toHaveLength(4)
  })

  it('is excused or extended with a reason, by whom it is owed to', async () => {
    const { office, school } = await sendOne()
    const [confirm, plan] = await obligationsOf(school.id)
    const leader = await at(office, 'leader')
    const reason = 'Trường bị lũ'
    const both = [confirm?.id ?? '', plan?.id ?? '']
    const one = { ids: [plan?.id ?? ''], reason }
    const path = (verb: string) => `obligations/${verb}`
    expect((await (await at(school, 'leader')).call('POST', path('excuse'), one)).statusCode).toBe(404)
    expect((await (await at(office, 'clerk')).call('POST', path('excuse'), one)).statusCode).toBe(403)
    expect((await leader.call('POST', path('excuse'), { ids: [...both, newId()], reason })).statusCode).toBe(
      404,
    )
    expect((await leader.call('POST', path('extend'), { ...one, dueOn: '2024-06-14' })).statusCode).toBe(400)
    expect((await obligationsOf(school.id)).map((o) => [o.state, o.due_on])).toEqual([
      ['open', '2024-06-14'],
      ['open', '2024-06-14'],
    ])
    const extended = await leader.call('POST', path('extend'), { ids: both, reason, dueOn: '2024-07-01' })
    expect(extended.json()).toMatchObject({
      items: [
        { state: 'open', dueOn: '2024-07-01', reason },
        { state: 'open', dueOn: '2024-07-01', reason },
      ],
    })
    const excused = await leader.call('POST', path('excuse'), one)
    expect(excused.json()).toMatchObject({ items: [{ state: 'excused', reason }] })
    expect((await leader.call('POST', path('excuse'), one)).statusCode).toBe(409)
  })
})

describe('reading recipients before sending', () => {
  it('says what lines stand for', async () => {
    const { office, school } = await sendOne()
    const clerk = await at(office, 'clerk')
    const answer = await clerk.call('POST', 'recipients/read', {
      lines: [{ words: 'Các trường trực thuộc (để t/h)' }, { words: school.name, purpose: 'know' }],
    })
    expect(answer.json()).toMatchObject({
      items: [
        { kind: 'group', groupCode: 'schools', purpose: 'carry out', reaches: 1 },
        { kind: 'unit', unitId: school.id, purpose: 'know' },
      ],
      units: 2,
    })
  })
})
