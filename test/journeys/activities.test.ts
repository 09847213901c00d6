import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import sharp from 'sharp'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { logActivity } from '../../src/modules/activities/index.ts'
import { newId } from '../../src/platform/ids.ts'
import { expectAccessible } from '../support/accessible.ts'
import { closeWindows, journeyWidths, listen, signInBy, visit, widths } from '../support/browser.ts'
import { makeWorld, testHome, type World } from '../support/database.ts'
import { makeApp } from '../support/http.ts'
import { makeIssuedPlan } from '../support/issued-plan.ts'
import { makePerson, makeUnit, testPassword, type MadeUnit } from '../support/make.ts'

/** A real browser, axe and a picture of 12 megapixels: on two shared cores one journey takes some ten seconds. */
const limit = 60_000

let world: World
let app: FastifyInstance
let url: string
let school: MadeUnit
let login: string
let planId: string
let photo: Buffer
const heic = readFileSync(join(import.meta.dirname, '../samples/quarters.heic'))

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  url = await listen(app)
  const office = await makeUnit(world, { kind: 'education_office', name: 'Phòng GD&ĐT huyện Vân Sơn' })
  school = await makeUnit(world, { administration: office.id, name: 'TH Đồi Sim' })
  const clerk = await makePerson(world, school.id, { roles: ['clerk'], name: 'Trần Thị Mận' })
  login = clerk.login
  const dates = { timeFrom: '2024-01-01' }
  planId = (
    await makeIssuedPlan(world, school.id, {
      tasks: [
        {
          key: 'a',
          title: 'Quán triệt kế hoạch đến toàn thể cán bộ, giáo viên',
          timeUntil: '2024-02-01',
          ...dates,
        },
        {
          key: 'b',
          title: 'Họp thường kỳ có nội dung cải cách hành chính',
          indicator: 'meetings',
          target: 4,
          timeUntil: '2024-06-22',
          ...dates,
        },
        {
          key: 'c',
          title: 'Phát tờ gấp hỏi – đáp tuyển sinh',
          indicator: 'leaflets',
          target: 428,
          timeUntil: '2024-08-01',
          ...dates,
        },
        {
          key: 'd',
          title: 'Treo áp phích quy trình tuyển sinh',
          indicator: 'posters',
          target: 6,
          timeUntil: '2024-06-29',
          ...dates,
        },
        {
          key: 'e',
          title: 'Thi tìm hiểu cải cách hành chính',
          timeFrom: '2024-09-01',
          timeUntil: '2024-12-01',
        },
      ],
    })
  ).planId
  const ctx = world.as({ unitId: school.id, personId: clerk.personId })
  await logActivity(ctx, {
    id: newId(),
    day: '2024-05-14',
    form: 'regular_meeting',
    attendances: 33,
    tasks: [
      { planId, taskKey: 'a' },
      { planId, taskKey: 'b' },
    ],
    result: 'Phổ biến kế hoạch năm 2024.',
  })
  await logActivity(ctx, {
    id: newId(),
    day: '2024-06-05',
    form: 'leaflet',
    figures: [{ indicator: 'leaflets', n: 430 }],
    tasks: [{ planId, taskKey: 'c' }],
  })
  // As a telephone takes it: 12 megapixels, lying on its side, with the place in it.
  const upright = await sharp(join(import.meta.dirname, '../../data/demo/pictures/01.svg'))
    .resize(4000, 3000, { fit: 'cover' })
    .toBuffer()
  photo = await sharp(upright)
    .rotate(270)
    .withMetadata({ orientation: 6 })
    .withExifMerge({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '18/1 20/1 0/1' } })
    .jpeg({ quality: 88 })
    .toBuffer()
})
afterAll(async () => {
  await closeWindows()
  await app.close()
})

async function rowsOf(text: string): Promise<Record<string, unknown>[]> {
  return (await world.database.pool.query<Record<string, unknown>>(text.replaceAll('@', `${testHome}.`))).rows
}

async function choosePhotos(page: Page, files: { name: string; bytes: Buffer }[]): Promise<void> {
  await page
    .locator('input[type=file]')
    .first()
    .setInputFiles(files.map((f) => ({ name: f.name, mimeType: 'image/jpeg', buffer: f.bytes })))
}

describe('logging an activity on a phone of 360 px', () => {
  it(
    'takes a photo, a task, a number and one press; the photo is made smaller on the phone and loses its place',
    async () => {
      const { page, context, complaints } = await visit(url, widths.phone)
      await signInBy(page, login, testPassword)
      await page.getByRole('link', { name: 'Ghi hoạt động' }).click()
      await page.getByText('Làm việc nào?').waitFor()
      await expectAccessible(page, 'log, empty')
      const sent: Buffer[] = []
      const writePart = world.files.writePart.bind(world.files)
      world.files.writePart = (id, offset, bytes) => {
        sent.push(Buffer.from(bytes))
        return writePart(id, offset, bytes)
      }
      const begun = Date.now()
      await choosePhotos(page, [{ name: 'IMG_2041.jpg', bytes: photo }])
      await page.getByLabel('Họp thường kỳ có nội dung cải cách hành chính').check()
      expect(await page.getByLabel('Hình thức').inputValue()).toBe('regular_meeting')
      await page.getByRole('button', { name: 'lần trước 33' }).click()
      await page.getByRole('button', { name: 'Thêm 1: Số người dự' }).click()
      await page.getByLabel('Kết quả').fill('Phổ biến quy trình nhận hồ sơ lớp 1 qua mạng.')
      await page.getByText('1 ảnh, đã thu nhỏ').waitFor()
      // From the top: what the save bar half covers at some other place has too small a rest to be pressed, for axe.
      await page.evaluate('scrollTo(0, 0)')
      const filled = Date.now()
      await expectAccessible(page, 'log, filled')
      const looking = Date.now() - filled
      await page.getByRole('button', { name: 'Lưu hoạt động' }).click()
      await page.getByRole('heading', { name: 'Đã lưu' }).waitFor()
      await page.getByText('đã nhận').waitFor()
      const seconds = (Date.now() - begun - looking) / 1000
      process.stdout.write(`from the camera to the received photo: ${seconds.toFixed(1)} s of machine time\n`)
      await page.getByText('2/4').waitFor()
      await expectAccessible(page, 'log, saved')
      const bytes = Buffer.concat(sent)
      expect(bytes.subarray(0, 3).toString('hex')).toBe('ffd8ff')
      expect(bytes.includes(Buffer.from('Exif'))).toBe(false)
      expect(bytes.length).toBeLessThan(photo.length / 2)
      const [kept] =
        await rowsOf(`select a.state, v.attendances, e.width, e.height, e.file_hash from @evidence e
      join @activities a on a.id = e.activity_id join @activity_versions v on v.activity_id = a.id and v.version = a.version`)
      expect(kept).toMatchObject({ state: 'counted', attendances: 34, width: 2048, height: 1536 })
      const { exif, orientation } = await sharp(await world.files.get(String(kept?.['file_hash']))).metadata()
      expect([exif, orientation]).toEqual([undefined, undefined])
      expect(complaints).toEqual([])
      await context.close()
    },
    limit,
  )

  it(
    'keeps what was chosen when the screen is closed, and says what is missing',
    async () => {
      const { page, context } = await visit(url, widths.phone)
      await signInBy(page, login, testPassword)
      await page.goto(`/app/activities`)
      await page.getByRole('link', { name: 'Ghi', exact: true }).last().click()
      await page.getByLabel('Treo áp phích quy trình tuyển sinh').waitFor()
      expect(await page.getByLabel('Treo áp phích quy trình tuyển sinh').isChecked()).toBe(true)
      await page.getByRole('button', { name: 'Lưu hoạt động' }).click()
      await page.getByText('Chọn hình thức').last().waitFor()
      await page.getByLabel('Hình thức').selectOption('poster')
      await page.getByRole('textbox', { name: 'Áp phích, băng rôn, bảng tin đã treo' }).fill('3')
      await page.getByRole('button', { name: 'Đóng' }).click()
      await page.getByRole('link', { name: 'Ghi', exact: true }).first().click()
      expect(await page.getByLabel('Hình thức').inputValue()).toBe('poster')
      expect(
        await page.getByRole('textbox', { name: 'Áp phích, băng rôn, bảng tin đã treo' }).inputValue(),
      ).toBe('3')
      await context.close()
    },
    limit,
  )

  it(
    'goes on sending by itself after the line was down',
    async () => {
      const { page, context } = await visit(url, widths.phone)
      await signInBy(page, login, testPassword)
      await page.goto('/app/activities/new')
      await page.getByLabel('Họp thường kỳ có nội dung cải cách hành chính').check()
      await choosePhotos(page, [{ name: '1.jpg', bytes: photo }])
      await page.getByText('1 ảnh, đã thu nhỏ').waitFor()
      let cuts = 0
      await context.route('**/bytes?offset=*', (route) => {
        cuts += 1
        return cuts <= 2 ? route.abort('connectionreset') : route.continue()
      })
      await page.getByRole('button', { name: 'Lưu hoạt động' }).click()
      await page.getByText('Đã lưu, còn 1 ảnh đang gửi').waitFor()
      await page.getByText('mất mạng, sẽ tự gửi tiếp').waitFor()
      await expectAccessible(page, 'log, line down')
      await page.getByRole('button', { name: 'Gửi lại ngay' }).click()
      await page.getByText('đã nhận').waitFor({ timeout: 20_000 })
      expect(cuts).toBeGreaterThan(2)
      await context.close()
    },
    limit,
  )
})

describe.each(journeyWidths)('activities at %s width', (name, size) => {
  it(
    'are listed, opened, corrected with a reason, and withdrawn',
    async () => {
      const { page, context, complaints } = await visit(url, size)
      await signInBy(page, login, testPassword)
      const id = newId()
      await logActivity(world.as({ unitId: school.id }), {
        id,
        day: '2024-06-10',
        form: 'dialogue',
        title: `Tọa đàm với cha mẹ học sinh ${name}`,
        attendances: 41,
        photoIds: [newId()],
        tasks: [{ planId, taskKey: 'b' }],
      })
      await page.goto('/app/activities')
      const link = page.getByRole('link', { name: `Tọa đàm với cha mẹ học sinh ${name}` })
      await link.waitFor()
      await expectAccessible(page, `activities ${name}`)
      await page.getByRole('searchbox').fill('toa dam voi cha me')
      await page.getByText('Phát tờ gấp hỏi – đáp tuyển sinh', { exact: true }).waitFor({ state: 'detached' })
      await link.click()
      await page.getByText('Ảnh 1 chưa gửi xong').waitFor()
      await expectAccessible(page, `activity ${name}`)
      await page
        .locator('input[type=file]')
        // Chromium can't draw HEIC: it goes as it is, and the server makes a picture of it.
        .setInputFiles(
          name === 'phone'
            ? { name: 'a.jpg', mimeType: 'image/jpeg', buffer: photo }
            : { name: 'a.heic', mimeType: 'image/heic', buffer: heic },
        )
      await page.getByText('đã tính', { exact: true }).first().waitFor({ timeout: 20_000 })

      await page.getByRole('link', { name: 'Sửa', exact: true }).click()
      await page.getByLabel('Lý do').fill('Đếm lại danh sách ký tên')
      await page.getByRole('textbox', { name: 'Số người dự' }).fill('38')
      await expectAccessible(page, `correct ${name}`)
      await page.getByRole('button', { name: 'Lưu bản sửa' }).click()
      await page.getByText('Lý do: Đếm lại danh sách ký tên').waitFor()
      await page.getByText('41', { exact: true }).waitFor()
      await expectAccessible(page, `activity corrected ${name}`)

      await page.getByRole('button', { name: 'Rút', exact: true }).click()
      await page.getByLabel('Lý do').fill('Ghi trùng')
      await expectAccessible(page, `withdraw ${name}`)
      await page.getByRole('button', { name: 'Rút hoạt động' }).click()
      await page.getByText('Đã rút: Ghi trùng').waitFor()
      expect(complaints).toEqual([])
      await context.close()
    },
    limit,
  )

  it(
    'are logged in one column',
    async () => {
      const { page, context } = await visit(url, size)
      await signInBy(page, login, testPassword)
      await page.goto('/app/activities/new')
      await page.getByText('Làm việc nào?').waitFor()
      await page.getByRole('button', { name: 'Thêm hạn chế, nguyên nhân, kinh phí' }).click()
      await page.getByRole('button', { name: 'Việc khác, hoặc nhiều việc cùng lúc' }).click()
      await choosePhotos(page, [{ name: '0.jpg', bytes: Buffer.alloc(0) }])
      await page.getByText('Tệp ảnh rỗng (0 byte)').waitFor()
      await expectAccessible(page, `log, all fields ${name}`)
      await context.close()
    },
    limit,
  )
})
