import type { FastifyInstance } from 'fastify'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectAccessible } from '../support/accessible.ts'
import { closeWindows, journeyWidths, listen, signInBy, visit, widths } from '../support/browser.ts'
import { makeWorld, type World } from '../support/database.ts'
import { makeApp } from '../support/http.ts'
import { makePerson, testPassword } from '../support/make.ts'
import { answer, handInReport, makeActivity, makeLine, openAll, reportOf, seats } from '../support/reports.ts'
import { deliverPlan, linkActivity, makePlanWithTask, makeReceived } from '../support/thread.ts'

const sentence = 'trước kỳ tuyển sinh, mỗi trường có ít nhất một đợt phát tờ gấp.'
let world: World
let app: FastifyInstance
let url: string
beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  url = await listen(app)
})
afterAll(async () => {
  await closeWindows()
  await app.close()
})

/** The whole page: what lies half under the bars of a phone, to be scrolled up, would count as too small. */
async function expectWhole(page: Page, where: string): Promise<void> {
  const size = page.viewportSize()
  if (!size) throw new Error('a page without a size')
  await page.setViewportSize({ width: size.width, height: 4_000 })
  await expectAccessible(page, where)
  await page.setViewportSize(size)
}

/** An office whose schools have reported: one counted, one missing; the way up from the counted one is whole. */
async function makeStory() {
  const line = await makeLine(world)
  await openAll(world)
  const [school] = line.schools
  const clause = await makeReceived(world, line.office, sentence)
  const officeTask = await makePlanWithTask(world, line.office, '04/KH-PGDĐT', {
    title: 'Phát tờ gấp hỏi - đáp tuyển sinh',
    clause,
  })
  const schoolTask = await makePlanWithTask(world, school, '03/KH-THVH', {
    title: 'Phát tờ gấp tại họp cha mẹ học sinh lớp 1',
    decision: 'kept',
    origin: officeTask,
    target: 160,
  })
  await deliverPlan(world, school, officeTask, clause.documentId)
  const activity = await makeActivity(world, school, {
    figures: { leaflets: 164, meetings: 1 },
    shortcoming: '28 người chưa có tài khoản định danh.',
  })
  await linkActivity(world, activity, schoolTask)
  const seat = await seats(world, { school, office: line.office })
  const report = await reportOf(world, school)
  await handInReport(seat.school, report)
  await answer(seat.office, report, 1, 'accepted')
  return { line, office: await reportOf(world, line.office) }
}

describe.each(journeyWidths)('a report at %s width', (name, size) => {
  it(
    'is written, opened number by number down to the sentence, approved, handed in and accepted',
    {
      timeout: 90_000,
    },
    async () => {
      const { line, office } = await makeStory()
      const people = {
        office: await makePerson(world, line.office.id, {
          roles: ['specialist', 'leader'],
          title: 'Trưởng phòng',
          isHead: true,
        }),
        department: await makePerson(world, line.department.id, { roles: ['specialist'] }),
      }
      const { page, context, complaints } = await visit(url, size)
      await signInBy(page, people.office.login, testPassword)
      await page.goto('/app/reports')
      await page.getByText('1/2 đơn vị được chấp nhận').waitFor()
      await expectWhole(page, `reports ${name}`)
      await page.getByRole('link', { name: 'Báo cáo 6 tháng đầu năm 2024' }).click()

      await page.getByText('TH Phú Lâm').first().waitFor({ state: 'attached' })
      await expectWhole(page, `report ${name}`)
      await page.getByRole('button', { name: '164: xem số này từ đâu ra' }).first().click()
      await page.getByText('Mạch việc qua TH Vĩnh Hòa').waitFor()
      await page.locator('mark', { hasText: sentence }).waitFor()
      await expectWhole(page, `figure ${name}`)
      await page.getByRole('link', { name: 'Mở rộng' }).click()
      await page.getByRole('heading', { level: 1, name: /đến 164 tờ gấp đã phát/ }).waitFor()
      await page.locator('mark', { hasText: sentence }).waitFor()
      await page.getByText('đạt 164/160').waitFor()
      await expectWhole(page, `thread ${name}`)
      if (name === 'desk') {
        // one stop of the tab key, the arrows go along it
        await page.locator('ol[aria-label="Mạch việc"] > li').first().focus()
        await page.keyboard.press('ArrowDown')
        expect(await page.evaluate('document.activeElement.dataset.kind')).toBe('task')
      }

      await page.goto(`/app/reports/${office}`)
      await page.getByRole('button', { name: 'Viết 2 mục còn thiếu' }).click()
      await page.getByLabel('Nội dung').fill('Một số cha mẹ chưa có tài khoản định danh.')
      await page.getByText(/^Đã lưu/).waitFor()
      await expectWhole(page, `writing ${name}`)
      await page.getByRole('button', { name: 'Đóng' }).click()
      await page.getByRole('button', { name: 'Viết 1 mục còn thiếu' }).click()
      await page.getByLabel('Nội dung').fill('Phát tiếp trong tháng 7.')
      await page.getByText(/^Đã lưu/).waitFor()
      await page.getByRole('button', { name: 'Đóng' }).click()
      await page.getByRole('button', { name: 'Duyệt báo cáo' }).click()
      await page.getByRole('button', { name: 'Nộp báo cáo' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByText('1 đơn vị chưa có báo cáo được chấp nhận').waitFor()
      await expectWhole(page, `handing in ${name}`)
      await dialog.getByLabel('Lấy số và phát hành').check()
      await dialog.getByRole('button', { name: 'Nộp báo cáo' }).click()
      await page.getByText('chờ chấp nhận').first().waitFor()
      await page.getByText('ngày 17 tháng 6 năm 2024').waitFor()

      const superior = await visit(url, size)
      await signInBy(superior.page, people.department.login, testPassword)
      await superior.page.goto(`/app/reports/${office}`)
      await superior.page.getByRole('button', { name: 'Chấp nhận' }).click()
      await superior.page.getByText('đã chấp nhận').first().waitFor()
      await expectWhole(superior.page, `accepted ${name}`)
      expect([...complaints, ...superior.complaints]).toEqual([])
      await superior.context.close()
      await context.close()
    },
  )
})

describe('two people on one report', () => {
  it('never overwrite each other: both versions are shown, one is chosen', { timeout: 60_000 }, async () => {
    const { line, office } = await makeStory()
    const person = await makePerson(world, line.office.id)
    const other = await seats(world, { office: line.office })
    const { page, context } = await visit(url, widths.desk)
    await signInBy(page, person.login, testPassword)
    await page.goto(`/app/reports/${office}?section=limits`)
    await page.getByLabel('Nội dung').waitFor()
    await other.office.call('PUT', `reports/${office}/draft`, {
      version: 0,
      content: {
        texts: [{ section: 'limits', words: 'Lời của đồng nghiệp.', sources: [] }],
        corrections: [],
        nothing: [],
      },
    })
    await page.getByLabel('Nội dung').fill('Lời của tôi.')
    await page.getByText('Lời của đồng nghiệp.').waitFor()
    await page.getByRole('button', { name: 'Lưu bản của tôi' }).click()
    await page.getByText(/^Đã lưu/).waitFor()
    const kept = (await other.office.call('GET', `reports/${office}`)).json<{
      content: { texts: { section: string; words: string }[] }
    }>()
    expect(kept.content.texts.find((x) => x.section === 'limits')?.words).toBe('Lời của tôi.')
    await context.close()
  })
})
