import { expect } from 'vitest'
import { eventually, see, turn, type Stage } from './the-thread.ts'
import { leaflets, submitDraft } from './the-thread-plans.ts'

const difficulty = 'Đường vào bản sạt lở sau mưa, tháng 5 chưa đến được từng nhà.'

/** The school asks the office to amend the task of the leaflets (S26): from the office's plan, on a telephone. */
export async function askToAmend(stage: Stage, number: string): Promise<void> {
  const page = await stage.seat('schoolHead')
  await turn(page, 'Kế hoạch')
  await page.getByRole('button', { name: 'Cấp trên gửi' }).click()
  await page.getByText(number).click()
  await page.getByRole('button', { name: leaflets.title }).click()
  await page.getByRole('complementary').last().getByRole('button', { name: 'Đề nghị sửa đổi' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Vướng mắc').fill(difficulty)
  await dialog.getByLabel('Đề nghị sửa thế nào').fill('Lùi hạn phát tờ gấp đến hết tháng 7.')
  await stage.shoot(page, 'amendment-asked')
  await dialog.getByRole('button', { name: 'Gửi đề nghị' }).click()
  await page.getByRole('article').getByText(difficulty).waitFor()
  await stage.shoot(page, 'amendment-sent')
}

/** The office's desk answers, words a revision of the task, and the revision is approved, numbered and sent. */
export async function amend(stage: Stage, number: string): Promise<void> {
  const page = await stage.seat('specialist')
  await page.getByRole('link', { name: 'Trả lời' }).click()
  await see(page, difficulty)
  await page.getByRole('button', { name: 'Trả lời' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('đồng ý', { exact: true }).click()
  await dialog.getByLabel('Nội dung trả lời').fill('Phòng lùi hạn đến 31/7 cho mọi trường.')
  await stage.shoot(page, 'amendment-answer')
  await dialog.getByRole('button', { name: 'Gửi trả lời' }).click()
  await page.getByRole('button', { name: 'Soạn bản sửa đổi' }).click()
  await page.getByRole('button', { name: leaflets.title }).click()
  const drawer = page.getByRole('complementary').last()
  await drawer.getByLabel('Thời gian', { exact: true }).fill(leaflets.newUntil)
  await drawer.getByLabel('Sản phẩm').fill('Tờ gấp đến tay từng gia đình, có danh sách nhận')
  await see(page, /^Đã lưu/)
  await stage.shoot(page, 'revision-draft')
  await page.keyboard.press('Escape')
  await submitDraft(page, 'Sửa theo đề nghị của trường.')

  const head = await stage.seat('officeHead')
  await head.getByRole('link', { name: 'Xem và duyệt' }).click()
  await head.getByRole('button', { name: 'Duyệt', exact: true }).click()
  await see(head, 'đã duyệt, chờ ban hành')

  const clerk = await stage.seat('officeClerk')
  await clerk.getByRole('link', { name: 'Cấp số' }).click()
  await clerk.getByRole('button', { name: 'Ban hành', exact: true }).click()
  await clerk.getByRole('dialog').getByRole('button', { name: 'Ban hành' }).click()
  await see(clerk, /^Bản 2, ban hành/)
  await see(clerk, number)
  await stage.work()
  await stage.shoot(clerk, 'revision-issued')
}

/** Each derived task asks: the school follows, and its own plan is re-based on the revision and issued again. */
export async function follow(stage: Stage, number: string): Promise<void> {
  const page = await stage.seat('schoolHead')
  await see(page, `Chọn cách làm cho các nhiệm vụ vừa sửa trong ${number}`)
  await stage.shoot(page, 'follow-today')
  await page.getByRole('link', { name: 'Chọn cách làm' }).click()
  await see(page, 'đã đổi')
  for (const choice of ['Theo bản mới', 'Giữ như cũ', 'Điều chỉnh'])
    expect(await page.getByRole('button', { name: choice, exact: true }).count()).toBe(1)
  await stage.shoot(page, 'follow-choice')
  await page.getByRole('button', { name: 'Theo bản mới' }).click()
  await see(page, 'đã chọn hết')
  await page.getByRole('link', { name: 'Mở bản đang soạn' }).click()
  await page.getByRole('button', { name: leaflets.title }).click()
  await eventually(async () =>
    expect(await page.getByLabel('Thời gian', { exact: true }).inputValue()).toBe(leaflets.newUntil),
  )
  await stage.shoot(page, 'follow-draft')
  await page.getByRole('complementary').last().getByRole('button', { name: 'Đóng' }).click()
  await submitDraft(page, '')
  await page.getByRole('button', { name: 'Duyệt', exact: true }).click()
  await see(page, 'đã duyệt, chờ ban hành')

  const clerk = await stage.seat('schoolClerk')
  await clerk.getByRole('link', { name: 'Cấp số' }).click()
  await clerk.getByRole('button', { name: 'Ban hành', exact: true }).click()
  await clerk.getByRole('dialog').getByRole('button', { name: 'Ban hành' }).click()
  await see(clerk, /^Bản 2, ban hành/)
  await stage.work()
  await stage.shoot(clerk, 'follow-issued')
}
