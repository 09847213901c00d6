import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { logActivity } from '../../src/modules/activities/index.ts'
import { newId } from '../../src/platform/ids.ts'
import { expectAccessible } from '../support/accessible.ts'
import { closeWindows, journeyWidths, listen, signInBy, visit } from '../support/browser.ts'
import { makeWorld, type World } from '../support/database.ts'
import { makeApp } from '../support/http.ts'
import { makePerson, makeUnit, testPassword, type MadePerson, type MadeUnit } from '../support/make.ts'
import { makeReceivedDocument } from '../support/plans.ts'

const limit = 120_000
const subject = 'Tuyên truyền cải cách hành chính năm 2024'

let world: World
let app: FastifyInstance
let url: string
let school: MadeUnit
let leader: MadePerson
let clerk: MadePerson

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  url = await listen(app)
  const office = await makeUnit(world, { kind: 'education_office', name: 'Phòng GD&ĐT huyện Vân Sơn' })
  school = await makeUnit(world, { profession: office.id, name: 'Trường Tiểu học Đồi Sim' })
  leader = await makePerson(world, office.id, { roles: ['leader'], name: 'Đoàn Quốc Bảo' })
  clerk = await makePerson(world, school.id, { roles: ['clerk'], name: 'Trần Thị Mận' })
  await makeReceivedDocument(world, office.id, [
    { key: 'I', parentKey: null, kind: 'content', words: 'Niêm yết thủ tục.' },
  ])
  await logActivity(world.as({ unitId: school.id }), {
    id: newId(),
    day: '2024-06-12',
    form: 'poster',
    title: 'Treo bảng niêm yết ở ba điểm trường',
  })
})
afterAll(async () => {
  await closeWindows()
  await app.close()
})

describe.each(journeyWidths)('a direction at %s width', (name, size) => {
  it(
    'is written and sent, asked about and replied to, answered with an activity, and accepted',
    async () => {
      const title = `Rà soát bảng niêm yết (${name})`
      const office = await visit(url, size)
      const below = await visit(url, size)
      const { page } = office
      await signInBy(page, leader.login, testPassword)
      await page.goto('/app/directions?box=sent')
      await expectAccessible(page, `directions, ${name}`)
      await page.getByRole('button', { name: 'Viết chỉ đạo' }).click()
      await page.getByLabel('Tên việc').fill(title)
      await page.getByLabel('Nội dung').fill('Rà soát, bổ sung bảng niêm yết ở mọi điểm trường.')
      await page.getByLabel('Hạn').first().fill('28/06/2024')
      await page.getByRole('button', { name: 'Chọn văn bản' }).click()
      await page.getByLabel('Văn bản kèm theo').fill('tuyen truyen cai cach')
      await expectAccessible(page, `direction draft, choosing a document, ${name}`)
      await page.getByRole('radio', { name: subject }).click()
      await page.getByText(subject).waitFor()
      // The document's clauses are there to choose from.
      await page.getByLabel('Niêm yết thủ tục').check()
      await page.getByLabel('Nơi nhận').fill('Các trường tiểu học')
      await page.getByLabel('Tên việc').click()
      await page.getByText('Sẽ gửi 1 đơn vị').waitFor()
      await expectAccessible(page, `direction draft, ${name}`)
      await page.getByRole('button', { name: 'Gửi', exact: true }).click()
      await page.getByRole('heading', { name: 'Gửi chỉ đạo cho 1 đơn vị?' }).waitFor()
      await page.getByRole('dialog').getByRole('button', { name: 'Gửi', exact: true }).click()
      await page.getByRole('heading', { name: 'Các đơn vị' }).waitFor()
      await expectAccessible(page, `direction, sender, ${name}`)

      // The document leads back to the direction.
      await page.getByRole('link', { name: subject }).click()
      await page.getByRole('heading', { name: 'Chỉ đạo kèm văn bản này' }).waitFor()
      await expectAccessible(page, `document with a direction, ${name}`)
      await page.getByRole('link', { name: title }).click()
      await page.getByRole('heading', { name: 'Các đơn vị' }).waitFor()

      const mine = below.page
      await signInBy(mine, clerk.login, testPassword)
      await mine.goto('/app/today')
      await mine.getByText(`Thực hiện chỉ đạo: ${title}`).first().waitFor()
      await mine.getByRole('link', { name: 'Mở chỉ đạo' }).first().click()
      await mine.getByRole('button', { name: 'Hỏi', exact: true }).click()
      await mine.getByRole('textbox', { name: 'Câu hỏi' }).fill('Điểm lẻ có phải niêm yết không?')
      await expectAccessible(mine, `direction, asking, ${name}`)
      await mine.getByRole('dialog').getByRole('button', { name: 'Hỏi', exact: true }).click()
      await mine.getByRole('listitem').filter({ hasText: 'Điểm lẻ có phải niêm yết không?' }).waitFor()

      await page.reload()
      await page.getByRole('button', { name: 'Trả lời', exact: true }).click()
      await page.getByRole('textbox', { name: 'Câu trả lời' }).fill('Có, mọi điểm trường.')
      await page.getByLabel('Gửi câu trả lời cho mọi đơn vị nhận').check()
      await page.getByRole('dialog').getByRole('button', { name: 'Trả lời', exact: true }).click()
      await page.getByText('Trả lời chung').waitFor()

      await mine.reload()
      await mine.getByText('Có, mọi điểm trường.').waitFor()
      await mine.getByRole('button', { name: 'Báo lại', exact: true }).click()
      await mine.getByRole('textbox', { name: 'Đã làm gì' }).fill('Đã niêm yết ở ba điểm trường.')
      await mine.getByLabel('Treo bảng niêm yết ở ba điểm trường').check()
      await expectAccessible(mine, `direction, answering, ${name}`)
      await mine.getByRole('dialog').getByRole('button', { name: 'Báo lại', exact: true }).click()
      await mine.getByText('đã báo lại, chờ công nhận').first().waitFor()
      await expectAccessible(mine, `direction, recipient, ${name}`)

      // What was done leads back to the direction.
      await mine.getByRole('link', { name: 'Treo bảng niêm yết ở ba điểm trường' }).click()
      await mine.getByRole('link', { name: title }).waitFor()
      await expectAccessible(mine, `activity that answers a direction, ${name}`)

      await page.reload()
      await page.getByRole('link', { name: 'Treo bảng niêm yết ở ba điểm trường' }).waitFor()
      await page.getByRole('link', { name: 'Xem mạch việc' }).click()
      await page.getByRole('heading', { name: 'Từ chỉ đạo này' }).waitFor()
      await page.getByRole('heading', { name: 'Đơn vị nhận: 1/1 xong' }).waitFor()
      await page.getByRole('link', { name: 'Treo bảng niêm yết ở ba điểm trường' }).waitFor()
      await expectAccessible(page, `thread of a direction, ${name}`)
      await page.getByRole('link', { name: 'Từ mục này' }).click()
      await page.getByRole('heading', { name: 'Chỉ đạo dựa vào mục này' }).waitFor()
      await expectAccessible(page, `thread of a clause with a direction, ${name}`)
      await page.getByRole('link', { name: title }).click()
      await page.getByRole('button', { name: 'Công nhận' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Công nhận' }).click()
      await page.getByText('1/1 xong, 0 quá hạn').waitFor()

      await page.getByRole('button', { name: 'Xóa lời theo pháp luật' }).first().click()
      await page.getByRole('dialog').getByRole('button', { name: 'Xóa lời theo pháp luật' }).click()
      await page.getByText('Ghi căn cứ, ít nhất 5 chữ').waitFor()
      await expectAccessible(page, `direction, words taken away, ${name}`)
      await page.getByLabel('Căn cứ').fill('Đơn ngày 10/6/2024 của người có dữ liệu')
      await page.getByRole('dialog').getByRole('button', { name: 'Xóa lời theo pháp luật' }).click()
      await page.getByText('Đơn ngày 10/6/2024 của người có dữ liệu').waitFor()
      await page.getByRole('heading', { name: '[đã xóa theo pháp luật]' }).waitFor()
      expect(office.complaints).toEqual([])
      expect(below.complaints).toEqual([])
      await office.context.close()
      await below.context.close()
    },
    limit,
  )
})
