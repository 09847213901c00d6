import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectAccessible } from '../../test/support/accessible.ts'
import { closeWindows, journeyWidths, listen, visit } from '../../test/support/browser.ts'
import { makeWorld, testHome, type World } from '../../test/support/database.ts'
import { makeApp, signedIn, stranger, type Browser } from '../../test/support/http.ts'
import { makePerson, makeUnit, type MadeUnit } from '../../test/support/make.ts'
import {
  issueContent,
  makeIssuedPlan,
  must,
  readyContent,
  readyTask,
  type Draft,
  type Hands,
  type Plan,
} from '../../test/support/plans.ts'
import { loadJobHandlers } from '../cli/job-handlers.ts'
import { newId } from '../platform/ids.ts'
import { drainJobs } from '../platform/worker.ts'

let world: World
let app: FastifyInstance
let office: MadeUnit
let school: MadeUnit
let silent: MadeUnit
let hands: Hands
let plan: Plan
let schoolPlan: Plan

async function handsOf(unit: MadeUnit, name: string): Promise<Hands> {
  const person = await makePerson(world, unit.id, {
    roles: ['specialist', 'leader', 'clerk'],
    isHead: true,
    title: 'Trưởng phòng',
    name,
  })
  const browser = await signedIn(world, app, person)
  return { drafter: browser, leader: browser, clerk: browser }
}

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  loadJobHandlers()
  office = await makeUnit(world, {
    kind: 'education_office',
    name: 'Phòng Giáo dục và Đào tạo huyện Vân Sơn',
    abbreviation: 'PGDĐT',
  })
  school = await makeUnit(world, { name: 'Trường Tiểu học Vĩnh Hòa', profession: office.id })
  silent = await makeUnit(world, { name: 'Trường Mầm non Cánh Én', profession: office.id })
  hands = await handsOf(office, 'Đoàn Quốc Bảo')
  const clauses = readyContent().clauses
  plan = await makeIssuedPlan(
    hands,
    readyContent({
      isPublic: true,
      clauses: [
        ...clauses,
        { key: 'c1', parentKey: 'II', kind: 'content', marker: '1', level: 2, words: 'Thủ tục của ngành' },
        {
          key: 'c2',
          parentKey: 'II',
          kind: 'content',
          marker: '2',
          level: 2,
          words: 'Chỉ số, mức độ hài lòng',
        },
      ],
      tasks: [
        readyTask('a', { underClause: 'c1', target: { indicator: 'meetings', value: 1 } }),
        readyTask('b', {
          underClause: 'c1',
          time: { words: 'Quý I', from: '2024-01-01', until: '2024-04-01' },
        }),
        readyTask('own', { title: 'Kiểm tra các trường', asksBelow: false }),
      ],
      recipients: [
        { words: 'Các đơn vị trực thuộc', kind: 'group', purpose: 'carry out', groupCode: 'all_below' },
      ],
    }),
  )
  const schoolHands = await handsOf(school, 'Hoàng Văn Tấn')
  const id = newId()
  await must(
    schoolHands.drafter.call('POST', 'plans', {
      id,
      year: 2024,
      documents: [{ documentId: plan.documentId }],
    }),
  )
  const draft = (await schoolHands.drafter.call('GET', `plans/${id}/draft`)).json<Draft>()
  schoolPlan = await issueContent(schoolHands, id, {
    ...draft.content,
    tasks: draft.content.tasks.map((t) => ({
      ...t,
      decision: 'kept' as const,
      leadWords: 'Văn thư',
      target: t.target && { ...t.target, value: 1 },
    })),
  })
  const task = draft.content.tasks.find((t) => t.origins[0]?.taskKey === 'a')
  await must(
    schoolHands.drafter.call('POST', 'activities', {
      id: newId(),
      day: '2024-06-12',
      form: 'regular_meeting',
      tasks: [{ planId: schoolPlan.id, taskKey: task?.key }],
    }),
  )
  await drainJobs(world.system())
})
afterAll(async () => {
  await closeWindows()
  await app.close()
})

const visitor = (): Browser => stranger(app)
const get = (path: string) => visitor().call('GET', path)

describe('the public page of an agency', () => {
  it('shows each content of its public plan with numbers, and the gap', async () => {
    const page = await get(`/p/${office.code}`)
    expect(page.statusCode).toBe(200)
    const bars = [...page.body.matchAll(/<li><div class="n"><span lang="vi">(.*?)<\/span><b>(.*?)<\/b>/g)]
    expect(bars.map(([, words, numbers]) => [words, numbers])).toEqual([
      ['Thủ tục của ngành', '2/4 việc'],
      ['Chỉ số, mức độ hài lòng', 'chưa có việc'],
      ['Kiểm tra các trường', '0/1 việc'],
    ])
    expect(page.body).toContain('<em>2 việc trễ</em> ở 2 đơn vị')
    expect(page.body).toContain('2/5 việc đã xong. Trong đó 2 việc của 1 đơn vị.')
    expect(page.body).toContain('Trưởng phòng Đoàn Quốc Bảo')
    expect(page.body).toContain('ban hành 17/06/2024')
  })

  it('counts what units below did as their board does', async () => {
    const board = (await hands.leader.call('GET', `plans/${plan.id}/board`)).json<{
      totals: { tasks: { done: number; all: number } }
    }>()
    expect(board.totals.tasks).toMatchObject({ done: 1, all: 2 })
  })

  it('names no unit below and none of its people, and shows no plan that is not public', async () => {
    const page = await get(`/p/${office.code}`)
    for (const words of [school.name, silent.name, 'Hoàng Văn Tấn']) expect(page.body).not.toContain(words)
    expect((await get(`/p/${school.code}`)).statusCode).toBe(404)
    expect((await get(`/p/${school.code}/${schoolPlan.documentId}.pdf`)).statusCode).toBe(404)
    expect((await get(`/p/${school.code}/${plan.documentId}.pdf`)).statusCode).toBe(404)
    expect((await get(`/p/${office.code}/${newId()}.pdf`)).statusCode).toBe(404)
  })

  it('gives the papers of the public plan', async () => {
    const page = await get(`/p/${office.code}`)
    const paths = [...page.body.matchAll(/href="(\/p\/[^"]*\.(?:pdf|docx))"/g)].map(([, path]) => path ?? '')
    expect(paths).toHaveLength(2)
    const [pdf, docx] = [await get(paths[0] ?? ''), await get(paths[1] ?? '')]
    expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
    expect(docx.rawPayload.subarray(0, 2).toString()).toBe('PK')
  })

  it('is small, without script or cookie, and is asked about by its tag', async () => {
    const page = await get(`/p/${office.code}`)
    const sheet = /href="(\/pages\.[^"]*)"/.exec(page.body)?.[1] ?? ''
    const css = await get(sheet)
    expect(
      page.rawPayload.length + css.rawPayload.length + (await get('/mark.svg')).rawPayload.length,
    ).toBeLessThan(30_000)
    expect(page.body).not.toMatch(/<script|style=|onclick/i)
    expect(page.headers['set-cookie']).toBeUndefined()
    const again = await app.inject({
      url: `/p/${office.code}`,
      headers: { 'if-none-match': String(page.headers.etag) },
    })
    expect(again.statusCode).toBe(304)
    expect(again.body).toBe('')
  })

  it('is there in English, by the address alone', async () => {
    const page = await get(`/p/${office.code}?lang=en`)
    expect(page.body).toContain('<html lang="en">')
    expect(page.body).toContain('2/4 tasks')
    expect(page.headers['set-cookie']).toBeUndefined()
  })

  it('says kindly that there is none', async () => {
    const none = await get(`/p/${silent.code}`)
    expect(none.statusCode).toBe(404)
    expect(none.body).toContain('Trường Mầm non Cánh Én chưa công bố kế hoạch')
    const missing = await get('/p/khong-co')
    expect([missing.statusCode, missing.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8'])
    expect((await get(`/p/${office.code}?year=2019`)).statusCode).toBe(404)
  })

  it('leads from one that has closed to whoever goes on for it, from the day on', async () => {
    const gone = await makeUnit(world, { name: 'Trường Mầm non Sơn Ca' })
    const goesOn = (day: string) =>
      world.database.pool.query(
        `insert into shared.unit_succession (from_id, to_id, day, kind, decree) values ($1, $2, $3, 'merge', '12/QĐ-UBND')
         on conflict (from_id, to_id, day, kind) do nothing`,
        [gone.id, school.id, day],
      )
    await goesOn('2024-06-18')
    expect((await get(`/p/${gone.code}`)).body).toContain('chưa công bố kế hoạch')
    await goesOn('2024-06-17')
    const page = await get(`/p/${gone.code}`)
    expect(page.statusCode).toBe(200)
    expect(page.body).toContain('Trường Mầm non Sơn Ca đã kết thúc hoạt động')
    expect(page.body).toContain('từ 17/06/2024')
    expect(page.body).toContain(`href="/p/${school.code}"`)
    expect(page.body).not.toContain('chưa công bố kế hoạch')
    expect((await get(`/p/${gone.code}?lang=en`)).body).toContain('has closed')
  })
})

describe('the list of agencies', () => {
  it('has those with a public plan, found with and without diacritics', async () => {
    const page = await get('/')
    expect(page.body).toContain(`href="/p/${office.code}"`)
    expect(page.body).not.toContain(school.code)
    expect((await get('/?q=van%20son%20giao%20duc')).body).toContain(office.code)
    expect((await get('/?q=kh%C3%B4ng%20c%C3%B3')).body).toContain('Không thấy cơ quan nào có tên “không có”')
    expect((await get('/?q=%3Cscript%3E')).body).not.toContain('<script>')
  })

  it('follows a person’s erasure: the head is named no more', async () => {
    await world.database.pool.query(
      `update ${testHome}.persons set erased_at = now(), name = '[đã xóa]' where name = 'Đoàn Quốc Bảo'`,
    )
    expect((await get(`/p/${office.code}`)).body).not.toContain('Đoàn Quốc Bảo')
  })
})

describe.each(journeyWidths)('in a browser at %s width', (name, size) => {
  it('nothing is wrong for anybody', async () => {
    const url = await listen(app).catch(
      () => `http://127.0.0.1:${(app.server.address() as { port: number }).port}`,
    )
    const { page, context, complaints } = await visit(url, size)
    for (const path of ['/', `/p/${office.code}`, `/p/${office.code}?lang=en`]) {
      await page.goto(path)
      await expectAccessible(page, `${path} ${name}`)
    }
    expect(complaints).toEqual([])
    await context.close()
  })
})
