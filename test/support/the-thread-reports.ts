import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import sharp from 'sharp'
import { expect } from 'vitest'
import { eventually, see, turn, type Stage } from './the-thread.ts'
import type { ThreadDocument } from './the-thread-documents.ts'
import { leaflets } from './the-thread-plans.ts'

const handedOut = 164
const result = 'Phát 164 tờ gấp tại họp cha mẹ học sinh lớp 1; 139 gia đình nộp hồ sơ qua mạng.'

/** The clerk of the school logs what was done, with a photo, from the telephone. */
export async function logLeaflets(stage: Stage): Promise<void> {
  const page = await stage.seat('schoolClerk')
  await page.getByRole('link', { name: 'Ghi hoạt động' }).first().click()
  const photo = await sharp(join(import.meta.dirname, '../../data/demo/pictures/01.svg'))
    .resize(1600, 1200, { fit: 'cover' })
    .jpeg({ quality: 85 })
    .toBuffer()
  // One tap a line: camera, task, form, number, result, save. A minute has room for them.
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'IMG_2041.jpg', mimeType: 'image/jpeg', buffer: photo })
  await page.getByLabel(leaflets.title).check()
  await page.getByLabel('Hình thức').selectOption('leaflet')
  await page.getByRole('textbox', { name: 'Tờ gấp đã phát' }).fill(String(handedOut))
  await page.getByLabel('Kết quả').fill(result)
  await page.getByText('1 ảnh, đã thu nhỏ').waitFor()
  await stage.shoot(page, 'activity')
  await page.getByRole('button', { name: 'Lưu hoạt động' }).click()
  await page.getByRole('heading', { name: 'Đã lưu' }).waitFor()
  await page.getByText('đã nhận').waitFor()
  await stage.shoot(page, 'activity-saved')
}

/** The report of the school has filled itself; its head writes what is missing, approves it and hands it in. */
export async function reportOfSchool(stage: Stage): Promise<void> {
  const page = await stage.seat('schoolHead')
  await page.getByRole('link', { name: 'Mở báo cáo' }).first().click()
  await page
    .getByRole('button', { name: `${handedOut}: xem số này từ đâu ra` })
    .first()
    .waitFor()
  await stage.shoot(page, 'school-report')
  await handIn(stage, page, 'school-report')
}

/** The office accepts, and its own report is the sum. */
export async function reportOfOffice(stage: Stage, document: ThreadDocument): Promise<void> {
  const page = await stage.seat('specialist')
  await page.getByRole('link', { name: 'Xem báo cáo' }).first().click()
  await page.getByRole('button', { name: 'Chấp nhận' }).click()
  await see(page, 'đã chấp nhận')
  await stage.shoot(page, 'office-accepts')
  await turn(page, 'Báo cáo')
  await see(page, '1/2 đơn vị được chấp nhận')
  const head = await stage.seat('officeHead')
  await turn(head, 'Báo cáo')
  await head.getByRole('link', { name: `Báo cáo 6 tháng đầu năm ${document.year}` }).click()
  await head.getByText(document.units.otherSchool.shortName).first().waitFor({ state: 'attached' })
  await handIn(stage, head, 'office-report')
}

/** Writes the sections that the form requires and nobody wrote, approves, hands in. */
async function handIn(stage: Stage, page: Page, name: string): Promise<void> {
  const write = page.getByRole('button', { name: /^Viết \d+ mục còn thiếu/ })
  for (let left = 2; left > 0; left -= 1) {
    await page.getByRole('button', { name: `Viết ${left} mục còn thiếu` }).click()
    await page
      .getByLabel('Nội dung')
      .fill('Một số gia đình chưa có tài khoản định danh; phát tiếp trong tháng 7.')
    await see(page, /^Đã lưu/)
    if (left === 2) await stage.shoot(page, `${name}-written`)
    await page.getByRole('button', { name: 'Đóng' }).click()
  }
  expect(await write.count()).toBe(0)
  await page.getByRole('button', { name: 'Duyệt báo cáo' }).click()
  await page.getByRole('button', { name: 'Nộp báo cáo' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Nộp báo cáo' }).click()
  await see(page, 'chờ chấp nhận')
  await stage.shoot(page, `${name}-handed-in`)
}

/**
 * The person above opens the office's report, touches the figure, and goes node by node: the school's report, its
 * activity with the photo, the school's task, the office's, the clause, and the document with the sentence lit.
 */
export async function openFigure(stage: Stage, document: ThreadDocument): Promise<void> {
  const page = await stage.seat('superior')
  await page.getByRole('link', { name: 'Xem báo cáo' }).first().click()
  await touchFigure(page)
  await see(page, `Mạch việc qua ${document.units.school.shortName}`)
  await stage.shoot(page, 'figure')
  await page.getByRole('link', { name: `Mở báo cáo của ${document.units.school.shortName}` }).click()
  await page
    .getByRole('heading', { name: `${document.units.school.shortName}: báo cáo 6 tháng đầu năm` })
    .waitFor()
  await see(page, 'Mạch việc của đơn vị')
  await stage.shoot(page, 'figure-of-school')
  await page.goBack()
  await page.getByRole('link', { name: 'Mở rộng' }).click()
  await page.getByRole('heading', { level: 1, name: `đến ${handedOut} tờ gấp đã phát` }).waitFor()
  await followThread(stage, page, document)
  await page.goBack()
  await page.getByRole('link', { name: /^Biểu 1, dòng/ }).click()
  await page.getByRole('button', { name: 'Chấp nhận' }).click()
  await see(page, 'đã chấp nhận')
}

/** The school on its telephone goes the same way from the figure of its own report. */
export async function openFigureOnPhone(stage: Stage, document: ThreadDocument): Promise<void> {
  const page = await stage.seat('schoolHead')
  await turn(page, 'Báo cáo')
  await page.getByRole('link', { name: `Báo cáo 6 tháng đầu năm ${document.year}` }).click()
  await touchFigure(page)
  await see(page, 'Mạch việc của đơn vị')
  await stage.shoot(page, 'phone-figure')
  await page.getByRole('link', { name: 'Mở rộng' }).click()
  await page.getByRole('heading', { level: 1, name: `đến ${handedOut} tờ gấp đã phát` }).waitFor()
  await followThread(stage, page, document)
}

async function touchFigure(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: `${handedOut}: xem số này từ đâu ra` })
    .first()
    .click()
}

/** From the thread to each of its places and back, and last to the clause in the document itself. */
async function followThread(stage: Stage, page: Page, document: ThreadDocument): Promise<void> {
  const width = (page.viewportSize()?.width ?? 0) < 720 ? 'phone' : 'desk'
  const way = page.getByRole('list', { name: 'Mạch việc' })
  await way.locator('mark').waitFor()
  expect(await page.evaluate(kindsOfPlaces)).toEqual(['doc', 'task', 'task', 'activity', 'figure'])
  expect(await way.locator('mark').allTextContents()).toEqual([document.clause.sentence])
  await stage.shoot(page, `${width}-thread`)
  await expectPicture(way.locator('img').first())

  const places = way.locator('> li')
  await places.nth(3).getByRole('link', { name: leaflets.title }).click()
  await page.waitForURL(/\/activities\//)
  await see(page, 'Được tính cho')
  await see(page, result)
  await expectPicture(page.getByRole('main').locator('img').first())
  await stage.shoot(page, `${width}-thread-activity`)
  await page.goBack()
  for (const [place, number] of [
    [2, '02/KH-THVH'],
    [1, `02/KH-${document.officeSymbol}`],
  ] as const) {
    await places.nth(place).getByRole('link', { name: leaflets.title }).click()
    await see(page, number)
    const drawer = page.getByRole('complementary').last()
    await drawer.getByRole('heading', { name: leaflets.title }).waitFor()
    await drawer.getByText(leaflets.newUntil).first().waitFor()
    await stage.shoot(page, `${width}-thread-task-${place}`)
    await page.goBack()
  }
  await places.first().getByRole('link', { name: 'Mở văn bản' }).click()
  await see(page, `Kế hoạch ${document.numberSymbol}`)
  const lit = page.locator('mark[data-words=lit]')
  await lit.first().waitFor()
  expect((await lit.allTextContents()).join('')).toBe(document.clause.sentence)
  const paragraph = page.locator('[data-from]', { has: lit }).last()
  const around = await paragraph.textContent()
  expect(around).toMatch(/^b\)/)
  if (document.clause.unlit !== null) expect(around).toContain(document.clause.unlit)
  await eventually(async () => expect(await page.evaluate(litInSight)).toBe(true))
  await stage.shoot(page, `${width}-clause-lit`)
}

/** Run in the page: the kinds of the places of the thread, from the document down. */
const kindsOfPlaces = `[...document.querySelectorAll('ol[aria-label="Mạch việc"] > li')].map((li) => li.dataset.kind)`

/** Run in the page: the lit words stand within the window, between the bars of a phone. */
const litInSight = `(() => {
  const { top, bottom } = document.querySelector('mark[data-words=lit]').getBoundingClientRect()
  return top >= 0 && bottom <= innerHeight
})()`

/** A picture that has come and can be drawn; it is fetched only when it is scrolled to. */
async function expectPicture(picture: Locator): Promise<void> {
  await eventually(async () => expect(await picture.evaluate(widthInSight)).toBeGreaterThan(100))
}

const widthInSight = (img: unknown): number => {
  const picture = img as { scrollIntoView(to: object): void; naturalWidth: number }
  picture.scrollIntoView({ block: 'center' })
  return picture.naturalWidth
}
