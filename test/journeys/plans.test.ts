import type { FastifyInstance } from 'fastify'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../src/platform/ids.ts'
import { expectAccessible } from '../support/accessible.ts'
import { closeWindows, journeyWidths, listen, signInBy, visit, widths } from '../support/browser.ts'
import { makeWorld, type World } from '../support/database.ts'
import { makeApp, signedIn } from '../support/http.ts'
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

let world: World
let app: FastifyInstance
let url: string
let office: MadeUnit
let officeHands: Hands
let issued: Plan

/** A school of its own for each width, so that both begin with nothing. */
interface School {
  drafter: MadePerson
  leader: MadePerson
  clerk: MadePerson
  hands: Hands
}

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  url = await listen(app)
  office = await makeUnit(world, {
    name: 'Phòng Giáo dục và Đào tạo huyện Vân Sơn',
    kind: 'education_office',
    abbreviation: 'PGDĐT',
  })
  officeHands = (await peopleOf(office)).hands
})
afterAll(async () => {
  await closeWindows()
  await app.close()
})

async function peopleOf(unit: MadeUnit): Promise<School> {
  const [drafter, leader, clerk] = await Promise.all([
    makePerson(world, unit.id, { roles: ['specialist'], name: 'Lê Thị Hoài An', title: 'Chuyên viên' }),
    makePerson(world, unit.id, {
      roles: ['leader'],
      name: 'Trần Quốc Việt',
      title: 'Hiệu trưởng',
      isHead: true,
    }),
    makePerson(world, unit.id, { roles: ['clerk'], name: 'Đỗ Thị Mai', title: 'Văn thư' }),
  ])
  return {
    drafter,
    leader,
    clerk,
    hands: {
      drafter: await signedIn(world, app, drafter),
      leader: await signedIn(world, app, leader),
      clerk: await signedIn(world, app, clerk),
    },
  }
}

const toSchools = {
  words: 'Các trường trực thuộc',
  kind: 'group' as const,
  purpose: 'carry out' as const,
  groupCode: 'schools',
}
const officeTasks = [
  readyTask('t1', {
    title: 'Phát tờ gấp hỏi - đáp tuyển sinh đến cha mẹ học sinh lớp đầu cấp',
    content: 'Mỗi trường phát ít nhất một đợt tờ gấp trước kỳ tuyển sinh, ghi số tờ đã phát.',
    time: { words: 'Trước 30/6', from: '2024-01-01', until: '2024-07-01' },
  }),
  readyTask('t2', {
    title: 'Đưa nội dung cải cách hành chính vào cuộc họp thường kỳ',
    content: 'Mỗi tháng một cuộc họp của trường có nội dung cải cách hành chính, ghi trong biên bản.',
    time: { words: 'Hằng tháng', from: '2024-01-01', until: '2025-01-01' },
  }),
  readyTask('t3', {
    title: 'Phát thanh học đường về học bạ số',
    content: 'Trường có hệ thống loa phát ít nhất một bài mỗi tháng.',
    time: { words: 'Quý III', from: '2024-07-01', until: '2024-10-01' },
  }),
]

async function openAs(page: Page, person: MadePerson, path: string): Promise<void> {
  await page.context().clearCookies()
  await signInBy(page, person.login, testPassword)
  await page.goto(`/app${path}`)
}

const see = (page: Page, words: string | RegExp) =>
  page.getByText(words).filter({ visible: true }).first().waitFor()

describe.each(journeyWidths)('a school’s plan at %s width', (width, size) => {
  it('is drafted from the office’s in one click, decided, approved, issued, and follows a revision', async () => {
    const unit = await makeUnit(world, { name: `Trường Tiểu học Vĩnh Hòa ${width}`, profession: office.id })
    const school = await peopleOf(unit)
    issued = await makeIssuedPlan(
      officeHands,
      readyContent({ tasks: officeTasks, recipients: [toSchools], belowDueOn: '2024-07-15' }),
    )
    const { page, context, complaints } = await visit(url, size)

    await openAs(page, school.drafter, '/plans')
    await see(page, 'Chưa có kế hoạch nào')
    await expectAccessible(page, `plans, empty, ${width}`)
    await page.getByRole('link', { name: 'Lập kế hoạch' }).first().click()
    await see(page, /3 mục phải làm/)
    await expectAccessible(page, `new plan ${width}`)
    await shoot(page, `new-${width}`)
    await page.getByRole('button', { name: 'Lập bản soạn' }).click()

    await see(page, 'chờ quyết định')
    await see(page, /Phát tờ gấp hỏi - đáp/)
    await expectAccessible(page, `draft to decide ${width}`)
    await shoot(page, `bench-${width}`)
    expect(await page.getByRole('button', { name: 'Giữ nguyên' }).count()).toBe(3)
    await page.getByRole('button', { name: 'Giữ nguyên' }).first().click()
    await page.getByRole('button', { name: 'Giữ nguyên' }).first().click()
    await page.getByRole('button', { name: 'Không thuộc đơn vị' }).first().click()
    await page.getByRole('dialog').getByLabel('Lý do').fill('Trường chưa có hệ thống loa.')
    await page.getByRole('dialog').getByRole('button', { name: 'Không thuộc đơn vị' }).click()
    await page.getByRole('button', { name: /^Phát tờ gấp hỏi - đáp/ }).click()
    const drawer = page.getByRole('complementary').last()
    await drawer.getByLabel('Chủ trì, như in trong kế hoạch').fill('Tổ văn phòng')
    await see(page, /Đã lưu/)
    await expectAccessible(page, `task in the drawer ${width}`)
    await shoot(page, `drawer-${width}`)
    await page.keyboard.press('Escape')
    // As tall as the form, so that the phone's bar lies over nothing that is looked at.
    await page.setViewportSize({ width: size.width, height: 2_400 })
    for (const view of ['Bảng', 'Phần lời', 'Nơi nhận, ký', 'Bản in']) {
      await page.getByRole('button', { name: view, exact: true }).click()
      if (view === 'Bản in') await see(page, 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM')
      await expectAccessible(page, `${view} ${width}`)
      await shoot(page, `${view}-${width}`)
    }
    await page.setViewportSize(size)
    await page.getByRole('button', { name: 'Trình duyệt' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Trình duyệt' }).click()
    await see(page, 'chờ duyệt')
    const address = new URL(page.url()).pathname.replace('/app', '')

    await openAs(page, school.leader, address)
    await page.getByRole('button', { name: 'Duyệt', exact: true }).click()
    await see(page, /đã duyệt, chờ ban hành/)
    await openAs(page, school.clerk, address)
    await page.getByRole('button', { name: 'Ban hành', exact: true }).click()
    await expectAccessible(page, `issue dialog ${width}`)
    await shoot(page, `issue-${width}`)
    await page.getByRole('dialog').getByRole('button', { name: 'Ban hành' }).click()
    await see(page, /Bản 1, ban hành 17\/06\/2024/)
    await expectAccessible(page, `issued plan ${width}`)
    await shoot(page, `issued-${width}`)

    const draft = (await must(officeHands.drafter.call('POST', `plans/${issued.id}/draft`, {}))).json<Draft>()
    await issueContent(officeHands, issued.id, {
      ...draft.content,
      tasks: draft.content.tasks.map((t) =>
        t.key === 't2'
          ? { ...t, content: 'Mỗi tháng hai cuộc họp của trường có nội dung cải cách hành chính.' }
          : t,
      ),
    })
    await openAs(page, school.drafter, address.replace('/draft', ''))
    await page.getByRole('link', { name: 'Xem và chọn' }).click()
    await see(page, 'đã đổi')
    await expectAccessible(page, `follow ${width}`)
    await shoot(page, `follow-${width}`)
    await page.getByRole('button', { name: 'Theo bản mới' }).click()
    await see(page, 'đã chọn hết')
    await page.getByRole('link', { name: 'Mở bản đang soạn' }).click()
    await page.getByRole('link', { name: 'So với bản 1' }).click()
    await see(page, /hai/)
    await expectAccessible(page, `compare ${width}`)
    await shoot(page, `compare-${width}`)

    await page.goto(`/app/plans/${issued.id}`)
    await page.getByRole('button', { name: 'Đề nghị sửa đổi' }).click()
    await page.getByRole('textbox', { name: 'Vướng mắc' }).fill('Đường vào bản bị sạt sau mưa.')
    await page.getByRole('textbox', { name: 'Đề nghị sửa thế nào' }).fill('Cho họp một lần trong tháng 7.')
    await page.getByRole('button', { name: 'Gửi đề nghị' }).click()
    await see(page, 'Đường vào bản bị sạt sau mưa.')
    await expectAccessible(page, `amendments ${width}`)
    await shoot(page, `amendments-${width}`)
    expect(complaints).toEqual([])
    await context.close()
  }, 120_000)
})

describe('two people in one draft', () => {
  it('see both versions side by side, and nothing is overwritten in silence', async () => {
    const unit = await makeUnit(world, { name: 'Trường Tiểu học Suối Bạc', profession: office.id })
    const school = await peopleOf(unit)
    const id = newId()
    await must(school.hands.drafter.call('POST', 'plans', { id, year: 2024 }))
    const { page, context } = await visit(url, widths.desk)
    await openAs(page, school.drafter, `/plans/${id}/draft?view=text`)
    await page.getByLabel('Tên kế hoạch').waitFor()
    await must(
      school.hands.clerk.call('PATCH', `plans/${id}/draft`, {
        version: 1,
        content: readyContent({ title: 'Tên của văn thư' }),
      }),
    )
    await page.getByLabel('Tên kế hoạch').fill('Tên của chuyên viên')
    await see(page, 'Có người vừa lưu bản khác')
    await see(page, 'Tên của văn thư')
    await expectAccessible(page, 'conflict')
    await shoot(page, 'conflict')
    const before = (await school.hands.drafter.call('GET', `plans/${id}/draft`)).json<Draft>()
    expect(before.content.title).toBe('Tên của văn thư')
    await page.getByRole('button', { name: 'Dùng bản của tôi' }).click()
    await see(page, /Đã lưu/)
    const after = (await school.hands.drafter.call('GET', `plans/${id}/draft`)).json<Draft>()
    expect(after.content.title).toBe('Tên của chuyên viên')

    // Both write the same: there is nothing to choose.
    const { version, content } = after
    const same = { ...content, title: 'Một lời chung' }
    await must(school.hands.clerk.call('PATCH', `plans/${id}/draft`, { version, content: same }))
    const refused = page.waitForResponse((r) => r.status() === 409)
    await page.getByLabel('Tên kế hoạch').fill('Một lời chung')
    await refused
    await see(page, /Đã lưu/)
    expect(await page.getByRole('dialog').count()).toBe(0)
    await context.close()
  }, 60_000)
})

describe('words that could not be saved', () => {
  /** What is written, where, and what the server has of it. */
  interface Written {
    at: string
    field: string
    kept: () => Promise<string>
  }
  const begin: Record<'plan' | 'document', (school: School) => Promise<Written>> = {
    plan: async ({ hands }) => {
      const id = newId()
      await must(hands.drafter.call('POST', 'plans', { id, year: 2024 }))
      const kept = async () =>
        (await hands.drafter.call('GET', `plans/${id}/draft`)).json<Draft>().content.title
      return { at: `/plans/${id}/draft?view=text`, field: 'Tên kế hoạch', kept }
    },
    document: async ({ hands }) => {
      const id = newId()
      await must(hands.drafter.call('POST', 'outgoing', { id, type: 'Thông báo' }))
      const kept = async () =>
        (await hands.drafter.call('GET', `outgoing/${id}`)).json<{ content: { subject: string } }>().content
          .subject
      return { at: `/outgoing/${id}`, field: 'Trích yếu nội dung', kept }
    },
  }

  it.each([
    ['plan', 'without a line'],
    ['document', 'whose server is away'],
  ] as const)(
    'of a %s %s are there again when its page is opened, and then saved',
    async (what, why) => {
      const unit = await makeUnit(world, { name: `Trường Tiểu học Nậm Chà ${what}`, profession: office.id })
      const school = await peopleOf(unit)
      const { at, field, kept } = await begin[what](school)
      let server = await makeApp(world)
      const address = await listen(server)
      const { page, context } = await visit(address, widths.phone)
      await openAs(page, school.drafter, at)
      await page.getByLabel(field).fill('Lời đã lưu')
      await see(page, /Đã lưu/)

      if (why === 'without a line') await context.setOffline(true)
      else await server.close()
      await page.getByLabel(field).fill('Lời gõ khi mất mạng')
      await see(page, 'Chưa lưu được')
      // Typed in the last moment, of which no saving was even tried.
      await page.getByLabel(field).pressSequentially(', rồi đóng trang')
      await page.close()
      expect(await kept()).toBe('Lời đã lưu')

      if (why === 'without a line') await context.setOffline(false)
      else {
        server = await makeApp(world)
        await server.listen({ host: '127.0.0.1', port: Number(new URL(address).port) })
      }
      const again = await context.newPage()
      await again.goto(`/app${at}`)
      const words = 'Lời gõ khi mất mạng, rồi đóng trang'
      await expect.poll(() => again.getByLabel(field).inputValue(), { timeout: 30_000 }).toBe(words)
      await expect.poll(kept, { timeout: 30_000 }).toBe(words)
      // The device keeps nothing that the server has.
      await see(again, /Đã lưu/)
      const left = await again.evaluate<string[]>(
        `Object.keys(localStorage).filter((name) => name.startsWith('lantoa.unsaved.'))`,
      )
      expect(left).toEqual([])
      await context.close()
      await server.close()
    },
    120_000,
  )
})

async function shoot(page: Page, name: string): Promise<void> {
  const folder = process.env['SHOTS']
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` })
}
