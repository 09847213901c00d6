import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  openObligations,
  takeNumber,
  voidNumber,
  type NewObligation,
  type ObligationWhat,
} from '../../src/modules/dispatch/index.ts'
import { newId } from '../../src/platform/ids.ts'
import { transaction } from '../../src/platform/tx.ts'
import { expectAccessible } from '../support/accessible.ts'
import { closeWindows, journeyWidths, listen, signInBy, visit } from '../support/browser.ts'
import { deliverPlan, derivePlan, makeOfficePlan, type SentPlan } from '../support/cascade.ts'
import { makeWorld, testHome, type World } from '../support/database.ts'
import { makeApp } from '../support/http.ts'
import { makePerson, makeUnit, testPassword, type MadePerson } from '../support/make.ts'

let world: World
let app: FastifyInstance
let url: string
let specialist: MadePerson
let headmaster: MadePerson
let plan: SentPlan

const names = [
  ['Trường Mầm non Đồi Thông', 'school_preschool', 'Lò Thị Én'],
  ['Trường Tiểu học Bãi Cát', 'school_primary', 'Hoàng Văn Thử'],
  ['Trường THCS Suối Trong', 'school_lower_secondary', 'Bùi Quốc Nam'],
  ['Trường Tiểu học Cầu Đá', 'school_primary', 'Trịnh Thị Mai'],
  ['Trường TH&THCS Núi Xanh', 'school_primary_lower_secondary', 'Giàng A Páo'],
] as const

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  url = await listen(app)
  const office = await makeUnit(world, {
    name: 'Phòng GD&ĐT huyện Vân Sơn',
    kind: 'education_office',
    abbreviation: 'PGDĐT',
  })
  specialist = await makePerson(world, office.id, { roles: ['specialist', 'clerk'], name: 'Lê Thị Hoài An' })
  const schools: { id: string }[] = []
  for (const [name, kind, head] of names) {
    const school = await makeUnit(world, { name, kind, profession: office.id })
    const person = await makePerson(world, school.id, { roles: ['leader'], name: head, isHead: true })
    if (name.includes('Bãi Cát')) headmaster = person
    schools.push(school)
  }
  const [first, second, third, fourth, fifth] = schools.map((s) => s.id)
  const ids = [first, second, third, fourth, fifth].filter((id) => id !== undefined)
  plan = await makeOfficePlan(world, office.id, ['a', 'b'])
  await deliverPlan(
    world,
    office.id,
    plan,
    ids.map((unitId, i) => ({ unitId, acknowledged: i % 2 === 0, opened: i === 3 })),
  )
  for (const [i, unitId] of ids.entries())
    if (i !== 1) await derivePlan(world, unitId, plan, ['a', 'b'], i === 2 ? 50 : 40)
  const owed = (unitId: string, what: ObligationWhat, dueOn: string, facts: NewObligation['facts']) => ({
    unitId,
    what,
    sourceWhat: 'plan',
    sourceId: what === 'confirm' ? plan.documentId : plan.planId,
    owedTo: office.id,
    dueOn,
    facts,
  })
  const number = { numberSymbol: '04/KH-PGDĐT', title: 'Kế hoạch tuyên truyền cải cách hành chính năm 2024' }
  // As the owner: nobody else may change a document.
  await world.database.pool.query(
    `update ${testHome}.documents set number_symbol = '04/KH-PGDĐT', subject = $1, issuer_name = 'Phòng GD&ĐT huyện Vân Sơn', issued_on = '2024-06-03' where id = $2`,
    [number.title, plan.documentId],
  )
  await transaction(world.database.db, { home: testHome, scope: '*' }, async (trx) => {
    const half = { title: 'Báo cáo tuyên truyền', period: '6 tháng đầu năm 2024' }
    await openObligations(trx, world.system('2024-06-03T02:00:00Z'), [
      owed(first ?? '', 'follow_revision', '2024-06-14', number),
      owed(second ?? '', 'make_plan', '2024-06-14', number),
      owed(second ?? '', 'confirm', '2024-06-18', number),
      owed(second ?? '', 'report', '2024-06-28', half),
      owed(third ?? '', 'report', '2024-06-18', half),
      { ...owed(office.id, 'decide_report', '2024-06-18', half), owedTo: third ?? '' },
      {
        ...owed(office.id, 'make_plan', '2024-06-13', {
          numberSymbol: '12/KH-SGDĐT',
          title: 'Kế hoạch của Sở',
        }),
        owedTo: null,
      },
    ])
    const clerk = world.as({ unitId: office.id, roles: ['clerk'] })
    for (const subject of ['Kế hoạch tuyên truyền cải cách hành chính', 'Kế hoạch hội thi tìm hiểu']) {
      const taken = await takeNumber(trx, clerk, {
        unitId: office.id,
        series: 'KH',
        symbol: 'KH-PGDĐT',
        dated: '2024-06-03',
        type: 'Kế hoạch',
        subject,
        what: 'plan',
        subjectId: newId(),
        subjectRevision: 1,
      })
      if (subject.includes('hội thi')) await voidNumber(trx, clerk, taken.entryId, 'Lãnh đạo hoãn hội thi')
    }
  })
})
afterAll(async () => {
  await closeWindows()
  await app.close()
})

// Five screens with axe on each take some 15 s on two busy cores.
describe.each(journeyWidths)('at %s width', { timeout: 60_000 }, (name, size) => {
  it('a specialist sees the day, the board and the register, and reminds', async () => {
    const { page, context, complaints } = await visit(url, size)
    await signInBy(page, specialist.login, testPassword)
    await page.goto('/app/today')
    await page.getByRole('heading', { name: 'Còn 2 việc, 1 việc quá hạn' }).waitFor()
    // What the phone's tabs lie over would be too small a target: look at the end of the page.
    await page.evaluate('scrollTo(0, document.body.scrollHeight)')
    await expectAccessible(page, `today ${name}`)
    await page.goto(`/app/plans/${plan.planId}/board`)
    await page.getByRole('heading', { name: 'Bảng theo dõi 5 đơn vị' }).waitFor()
    await page.getByLabel('Chọn Trường Tiểu học Bãi Cát').check()
    await page.getByRole('button', { name: 'Nhắc 1 đơn vị' }).click()
    await page.getByText('Đã nhắc 1 đơn vị').waitFor()
    await expectAccessible(page, `board ${name}`)
    await page.getByRole('button', { name: 'Gia hạn…' }).click()
    await expectAccessible(page, `board, more time ${name}`)
    await page.getByRole('button', { name: 'Thôi' }).click()
    if (name === 'desk') {
      const row = page.getByRole('row').filter({ hasText: 'Trường Mầm non Đồi Thông' })
      await row.getByText(/quá \d+ ngày/).waitFor()
      await page.getByLabel('Chọn Trường Tiểu học Bãi Cát').uncheck()
      await page.getByLabel('Chọn Trường Mầm non Đồi Thông').check()
      await page.getByRole('button', { name: 'Miễn…' }).click()
      await expectAccessible(page, 'board, excuse')
      await page.getByRole('button', { name: 'Miễn', exact: true }).click()
      await page.getByText('Ghi lý do để đơn vị hiểu').waitFor()
      await page.getByLabel('Lý do').fill('Trường bị ngập, cả tuần không họp được.')
      await page.getByRole('button', { name: 'Miễn', exact: true }).click()
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await row.getByText(/quá \d+ ngày/).waitFor({ state: 'detached' })
    }
    await page.goto('/app/documents/register')
    await page.getByText('Lãnh đạo hoãn hội thi').waitFor()
    await expectAccessible(page, `register ${name}`)
    await page.goto(`/app/documents/${plan.documentId}/deliveries`)
    await page.getByText('Trường Mầm non Đồi Thông').waitFor()
    await expectAccessible(page, `receivers ${name}`)
    expect(complaints).toEqual([])
    await context.close()
  })

  it('a head sees that the unit was reminded, and acknowledges from the day', async () => {
    const { page, context, complaints } = await visit(url, size)
    await signInBy(page, headmaster.login, testPassword)
    await page.goto('/app/today')
    await page.getByText('được nhắc ngày 17/06').first().waitFor()
    await expectAccessible(page, `today of a school ${name}`)
    if (name === 'phone') {
      await page.getByRole('link', { name: 'Xem và xác nhận' }).click()
      await page.getByRole('button', { name: 'Đã nhận', exact: true }).click()
      await page.getByText('đã nhận').last().waitFor()
    } else await page.goto('/app/documents/inbox')
    await page.getByText('Kế hoạch tuyên truyền cải cách hành chính năm 2024').waitFor()
    await expectAccessible(page, `inbox ${name}`)
    expect(complaints).toEqual([])
    await context.close()
  })
})
