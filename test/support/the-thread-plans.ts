import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { eventually, see, turn, type Stage } from './the-thread.ts'
import { dropped, type ThreadDocument } from './the-thread-documents.ts'

/** The task behind the figure, as the office words it for its schools, and as it words it after the request to amend. */
export const leaflets = {
  title: 'Phát tờ gấp hỏi - đáp tuyển sinh',
  until: 'trước 31/5',
  newUntil: 'trước 31/7',
  each: 150,
}

/** The clerk of the office drops the superior's document, settles what is asked about it and confirms it. */
export async function takeIn(stage: Stage, document: ThreadDocument): Promise<void> {
  const page = await stage.seat('officeClerk')
  await turn(page, 'Văn bản')
  await see(page, 'Chưa có văn bản nào')
  await page.locator('input[type=file]').setInputFiles(dropped(document))
  await see(page, 'Đã đọc')
  await stage.shoot(page, 'document-dropped')
  await page.getByRole('link', { name: 'Xem lại' }).first().click()
  await page.getByRole('button', { name: 'Xác nhận văn bản' }).waitFor()
  await stage.shoot(page, 'document-checked')
  // What the machine is not sure of, a person settles: here each time as the document has it.
  const asIs = page.getByRole('button', { name: 'Giữ như văn bản', exact: true })
  while ((await asIs.count()) > 0) {
    const before = await asIs.count()
    await asIs.first().click()
    await eventually(async () => expect(await asIs.count()).toBeLessThan(before))
  }
  await page.getByRole('button', { name: 'Xác nhận văn bản' }).click()
  await page.getByRole('link', { name: 'Lập kế hoạch từ văn bản này' }).waitFor()
  await see(page, `Kế hoạch ${document.numberSymbol}`)
  await stage.shoot(page, 'document-confirmed')
}

/** The specialist drafts the office's plan from it in one click, decides every task, and hands it to the head. */
export async function draftOfficePlan(stage: Stage, document: ThreadDocument): Promise<void> {
  const page = await stage.seat('specialist')
  await turn(page, 'Văn bản')
  await page.getByRole('link', { name: `Kế hoạch ${document.numberSymbol}` }).click()
  await page.getByRole('link', { name: 'Lập kế hoạch từ văn bản này' }).click()
  await page.getByRole('button', { name: 'Lập bản soạn' }).click()
  await page.getByRole('button', { name: 'Giữ nguyên', exact: true }).first().waitFor()
  await stage.shoot(page, 'office-draft')

  // A plan with tasks that nobody decided can't go to review, and the button says why.
  const submit = page.getByRole('button', { name: 'Trình duyệt' })
  expect(await submit.isDisabled()).toBe(true)

  await taskRow(page, document.clause.begins).getByRole('button', { name: 'Điều chỉnh' }).click()
  const drawer = page.getByRole('complementary').last()
  await drawer.getByLabel('Lý do').fill('Giao rõ phần của từng trường.')
  await drawer.getByLabel('Tên nhiệm vụ').fill(leaflets.title)
  await drawer.getByLabel('Nội dung').fill(document.clause.sentence)
  await drawer.getByLabel('Chủ trì, như in trong kế hoạch').fill('Văn phòng')
  await drawer.getByLabel('Thời gian', { exact: true }).fill(leaflets.until)
  await drawer.getByLabel('Chỉ tiêu tính bằng').selectOption({ label: 'Tờ gấp đã phát' })
  await drawer.getByLabel('Con số của chỉ tiêu').fill('7.000')
  await drawer.getByText('Hình thức (0)').click()
  await drawer.getByRole('button', { name: 'Tờ gấp, tờ rơi' }).click()
  await drawer.getByLabel('Mỗi đơn vị làm ít nhất').fill(String(leaflets.each))
  await drawer.getByLabel('Nhiệm vụ trọng tâm').check()
  await see(page, /^Đã lưu/)
  await stage.shoot(page, 'office-task')
  await page.keyboard.press('Escape')
  await decideRest(page)
  await page.getByRole('button', { name: 'Nơi nhận, ký', exact: true }).click()
  // The draft names everybody below; the office says which schools.
  const everyone = page.getByRole('listitem').filter({ hasText: 'Các đơn vị trực thuộc' })
  await everyone.getByRole('button', { name: 'Bỏ' }).click()
  await page.getByLabel('Thêm nơi nhận').fill('Các trường MN, TH, THCS, TH&THCS (để t/h)')
  await page.getByRole('button', { name: 'Thêm', exact: true }).click()
  await see(page, 'Các trường TH&THCS')
  await page.getByLabel('Người ký').selectOption({ label: 'Trần Quốc Việt, Trưởng phòng' })
  await page.getByLabel('Các đơn vị ban hành kế hoạch của mình trước').fill(`31/01/${document.year}`)
  await page.keyboard.press('Tab')
  await see(page, /^Đã lưu/)
  await stage.shoot(page, 'office-recipients')
  await submitDraft(page, 'Em trình anh bản đầu.')
}

/** The row of a task in the list of a draft. */
function taskRow(page: Page, title: string | RegExp) {
  return page
    .locator('div')
    .filter({ has: page.getByRole('button', { name: title }) })
    .filter({ has: page.getByRole('button', { name: 'Điều chỉnh' }) })
    .last()
}

/** Keeps every task that is still to decide: several at once. */
async function decideRest(page: Page): Promise<void> {
  const keep = page.getByRole('button', { name: 'Giữ nguyên', exact: true })
  const left = await keep.count()
  if (left > 1) {
    await page.getByRole('button', { name: /^chờ quyết định/ }).click()
    await page.getByRole('button', { name: `Giữ nguyên cả ${left} việc` }).click()
    await see(page, `Đã giữ nguyên ${left} việc.`)
    await page.getByRole('button', { name: 'Tất cả', exact: true }).click()
  } else if (left === 1) await keep.click()
  await eventually(async () => expect(await keep.count()).toBe(0))
  await see(page, /^Đã lưu/)
}

export async function submitDraft(page: Page, words: string): Promise<void> {
  await page.getByRole('button', { name: 'Trình duyệt' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Lời nhắn cho lãnh đạo').fill(words)
  await dialog.getByRole('button', { name: 'Trình duyệt' }).click()
  await see(page, 'chờ duyệt')
}

/** The head sends it back once, with words, and approves what comes again. */
export async function reviewOfficePlan(stage: Stage): Promise<void> {
  const head = await stage.seat('officeHead')
  await head.getByRole('link', { name: 'Xem và duyệt' }).click()
  await head.getByRole('button', { name: 'Trả lại' }).click()
  await head.getByRole('dialog').getByLabel('Cần sửa những gì?').fill('Ghi cả sản phẩm của việc phát tờ gấp.')
  await stage.shoot(head, 'office-returned')
  await head.getByRole('dialog').getByRole('button', { name: 'Trả lại' }).click()
  await see(head, 'đang soạn')

  const page = await stage.seat('specialist')
  await page.reload()
  await see(page, '“Ghi cả sản phẩm của việc phát tờ gấp.”')
  await page.getByRole('button', { name: 'Danh sách', exact: true }).click()
  await stage.shoot(page, 'office-returned-to')
  await page.getByRole('button', { name: leaflets.title }).click()
  const drawer = page.getByRole('complementary').last()
  await drawer.getByLabel('Sản phẩm').fill('Tờ gấp đến tay từng gia đình')
  await see(page, /^Đã lưu/)
  await page.keyboard.press('Escape')
  await submitDraft(page, 'Em đã ghi sản phẩm.')

  await head.reload()
  await head.getByRole('button', { name: 'Duyệt', exact: true }).click()
  await see(head, 'đã duyệt, chờ ban hành')
  await stage.shoot(head, 'office-approved')
}

/** The clerk takes the number and issues; the background prints and sends; the clerk sees the papers and who has it. */
export async function issueOfficePlan(stage: Stage, number: string): Promise<void> {
  const page = await stage.seat('officeClerk')
  await turn(page, 'Hôm nay')
  await page.reload()
  await page.getByRole('link', { name: 'Cấp số' }).click()
  await page.getByRole('button', { name: 'Lấy số' }).click()
  await see(page, number)
  await page.getByRole('button', { name: 'Ban hành', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Các trường MN (để thực hiện)').waitFor()
  await stage.shoot(page, 'office-issue')
  await dialog.getByRole('button', { name: 'Ban hành' }).click()
  await see(page, /^Bản 1, ban hành/)
  await stage.work()
  await page.getByRole('link', { name: 'Xem văn bản' }).click()
  for (const [button, type] of [
    ['Bản Word (.docx)', /\.docx$/],
    ['Bản PDF', /\.pdf$/],
  ] as const) {
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Tải về' }).click()
    await page.getByRole('menuitem', { name: button }).click()
    expect((await download).suggestedFilename()).toMatch(type)
  }
  await stage.shoot(page, 'office-paper')
}

/** The head of the school, on a telephone: Hôm nay says what is owed, one click drafts it, each task is decided. */
export async function draftSchoolPlan(stage: Stage, document: ThreadDocument, number: string): Promise<void> {
  const page = await stage.seat('schoolHead')
  await see(page, `Lập kế hoạch của đơn vị theo ${number}`)
  await stage.shoot(page, 'school-today')
  await page.getByRole('link', { name: 'Lập kế hoạch', exact: true }).click()
  await page.getByRole('button', { name: 'Lập bản soạn' }).click()
  await page.getByRole('button', { name: 'Giữ nguyên', exact: true }).first().waitFor()
  await stage.shoot(page, 'school-draft')

  await taskRow(page, document.declined).getByRole('button', { name: 'Không thuộc đơn vị' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Lý do').fill('Trường không có phần việc này.')
  await stage.shoot(page, 'school-declines')
  await dialog.getByRole('button', { name: 'Không thuộc đơn vị' }).click()
  await taskRow(page, document.kept).getByRole('button', { name: 'Điều chỉnh' }).click()
  const drawer = page.getByRole('complementary').last()
  await drawer.getByLabel('Lý do').fill('Trường họp hội đồng mỗi tháng một lần.')
  await drawer.getByLabel('Nội dung').fill('Mỗi cuộc họp hội đồng dành 15 phút cho cải cách hành chính.')
  await see(page, /^Đã lưu/)
  await stage.shoot(page, 'school-adapts')
  await drawer.getByRole('button', { name: 'Đóng' }).click()
  await decideRest(page)
  await page.getByRole('button', { name: 'Nơi nhận, ký', exact: true }).click()
  await page.getByLabel('Người ký').selectOption({ label: 'Hoàng Văn Thử, Hiệu trưởng' })
  await see(page, /^Đã lưu/)
  await stage.shoot(page, 'school-recipients')
  await submitDraft(page, '')
  await page.getByRole('button', { name: 'Duyệt', exact: true }).click()
  await see(page, 'đã duyệt, chờ ban hành')

  const clerk = await stage.seat('schoolClerk')
  await clerk.getByRole('link', { name: 'Cấp số' }).click()
  await clerk.getByRole('button', { name: 'Ban hành', exact: true }).click()
  await clerk.getByRole('dialog').getByRole('button', { name: 'Ban hành' }).click()
  await see(clerk, /^Bản 1, ban hành/)
  await stage.work()
  await stage.shoot(clerk, 'school-issued')
}
