import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../src/platform/ids.ts'
import { closePrinter } from '../../src/print/index.ts'
import { expectAccessible } from '../support/accessible.ts'
import { closeWindows, journeyWidths, listen, signInBy, visit } from '../support/browser.ts'
import { converse, giveCode, makeSide, work, type Side } from '../support/exchange.ts'
import { signedIn } from '../support/http.ts'
import { makePerson, makeUnit, testPassword, type MadePerson, type MadeUnit } from '../support/make.ts'
import {
  issueContent,
  makeIssuedPlan,
  must,
  readyContent,
  readyTask,
  type Draft,
  type Hands,
  type Plan,
} from '../support/plans.ts'
import { handInReport, makeLine, openAll, reportOf, someWords } from '../support/reports.ts'

/** The department's installation, and the office's: two servers, databases, folders; the test carries what they lay out. */
let above: Side
let below: Side
let aboveUrl: string
let belowUrl: string
let department: MadeUnit
let office: MadeUnit

beforeAll(async () => {
  above = await makeSide()
  below = await makeSide()
  ;[aboveUrl, belowUrl] = await Promise.all([listen(above.app), listen(below.app)])
  department = await makeUnit(above.world, {
    kind: 'department',
    name: 'Sở Giáo dục và Đào tạo tỉnh Hà Thanh',
    abbreviation: 'SGDĐT',
  })
  const officeThere = await makeUnit(above.world, {
    kind: 'education_office',
    name: 'Phòng GD&ĐT huyện Vân Sơn',
    profession: department.id,
  })
  const line = await makeLine(below.world)
  office = line.office
  await giveCode(above, { unitId: department.id }, 'H99.05', false)
  await giveCode(above, { unitId: officeThere.id }, 'H99.05.12', true)
  await giveCode(below, { unitId: line.department.id }, '000.00.05.H99', true)
  await giveCode(below, { unitId: office.id }, '000.12.05.H99', false)
}, 60_000)
afterAll(async () => {
  await closeWindows()
  await closePrinter()
})

async function handsOf(side: Side, unit: MadeUnit): Promise<{ person: MadePerson; hands: Hands }> {
  const person = await makePerson(side.world, unit.id, {
    roles: ['specialist', 'leader', 'clerk'],
    title: 'Trưởng đơn vị',
    isHead: true,
  })
  const browser = await signedIn(side.world, side.app, person)
  return { person, hands: { drafter: browser, leader: browser, clerk: browser } }
}

const see = (page: Page, words: string | RegExp) =>
  page.getByText(words).filter({ visible: true }).first().waitFor()

/** Renders papers, packs, carries and takes in until neither side has more to say. */
async function exchange(): Promise<void> {
  await work(above, (kind) => kind === 'document.render' || kind.startsWith('exchange'))
  await work(below, (kind) => kind === 'document.render' || kind.startsWith('exchange'))
  await converse(above, below)
}

describe.each(journeyWidths.slice(0, 1))('two installations at %s width', (width, size) => {
  it('exchange a plan and the report on it', async () => {
    const head = await handsOf(above, department)
    const clerk = await handsOf(below, office)
    const plan = await makeIssuedPlan(
      head.hands,
      readyContent({
        title: 'Tuyên truyền cải cách hành chính năm 2024',
        tasks: [readyTask('a')],
        recipients: [
          { words: 'Các phòng GD&ĐT', kind: 'group', purpose: 'carry out', groupCode: 'all_below' },
        ],
      }),
    )
    const top = await visit(aboveUrl, size)
    await signInBy(top.page, head.person.login, testPassword)
    await top.page.goto(`/app/documents/${plan.documentId}/deliveries`)
    await see(top.page, 'chờ đưa lên trục')

    await exchange()
    const bottom = await visit(belowUrl, size)
    await signInBy(bottom.page, clerk.person.login, testPassword)
    await bottom.page.goto('/app/documents')
    await bottom.page.getByRole('link', { name: 'Xem lại' }).click()
    await see(bottom.page, /Đến qua trục liên thông từ Sở Giáo dục và Đào tạo tỉnh Hà Thanh \(H99\.05\)/)
    await expectAccessible(bottom.page, `draft that came, ${width}`)
    await bottom.page.getByRole('button', { name: 'Xác nhận văn bản' }).click()
    await see(bottom.page, 'Báo đã xử lý xong')
    const documentId = /documents\/([0-9a-f-]{36})/.exec(bottom.page.url())?.[1] ?? ''
    await exchange()
    await top.page.reload()
    await see(top.page, 'đã tiếp nhận')
    await expectAccessible(top.page, `receivers by package, ${width}`)

    // The office plans on it, reports, and the report is an answer to the department's plan.
    await planOn(clerk.hands, documentId)
    await openAll(below.world)
    const report = await reportOf(below.world, office)
    const issue = { signerPersonId: null, authority: null }
    expect((await handInReport(clerk.hands.leader, report, someWords, issue)).statusCode).toBe(200)
    await exchange()
    await top.page.reload()
    await see(top.page, 'đã xử lý xong')
    await top.page.goto(`/app/documents/${plan.documentId}`)
    await see(top.page, /Phòng GD&ĐT huyện Vân Sơn đã trả lời qua trục liên thông/)
    await top.page.getByRole('link', { name: 'Mở văn bản trả lời' }).first().click()
    await see(top.page, `Trả lời văn bản ${plan.numberSymbol}`)
    await see(top.page, /Báo cáo 01\/BC/)

    // Taken back: the office is told not to use it, agrees, and the department sees it.
    await top.page.goto(`/app/documents/${plan.documentId}/deliveries`)
    await top.page.getByRole('button', { name: 'Thu hồi' }).click()
    await top.page.getByLabel('Lý do thu hồi').fill('Sai thẩm quyền ký.')
    await top.page.getByRole('dialog').getByRole('button', { name: 'Thu hồi' }).click()
    await see(top.page, 'đang đề nghị thu hồi')
    await exchange()
    await bottom.page.goto(`/app/documents/${documentId}`)
    await see(bottom.page, /đề nghị thu hồi văn bản này/)
    await see(bottom.page, 'Lý do: Sai thẩm quyền ký.')
    await expectAccessible(bottom.page, `document asked back, ${width}`)
    await bottom.page.getByRole('button', { name: 'Đồng ý', exact: true }).click()
    await see(bottom.page, 'Đã trả lời: đồng ý.')
    await exchange()
    await top.page.reload()
    await see(top.page, 'đồng ý trả lại')
    expect([...top.complaints, ...bottom.complaints]).toEqual([])
  }, 280_000)
})

/** The office's plan on a document that it received, every task kept as it is. */
async function planOn(hands: Hands, documentId: string): Promise<Plan> {
  const id = newId()
  const answer = await must(
    hands.drafter.call('POST', 'plans', { id, year: 2024, documents: [{ documentId }] }),
  )
  const draft = answer.json<Draft>()
  return issueContent(hands, id, {
    ...readyContent({ tasks: [readyTask('a', { asksBelow: false })] }),
    bases: draft.content.bases,
  })
}
