import type { FastifyInstance } from 'fastify'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { makeIssuedDocument } from '../../../test/support/issued.ts'
import { makeIssuedPlan } from '../../../test/support/issued-plan.ts'
import { makePerson, makeUnit, type MadeUnit } from '../../../test/support/make.ts'
import { must } from '../../../test/support/plans.ts'
import { newId } from '../../platform/ids.ts'
import { logActivity } from '../activities/index.ts'

interface Hit {
  id: string
  title: string
  context: string
  to: string
}

let world: World
let app: FastifyInstance
let school: MadeUnit
let neighbour: MadeUnit
let ours: Browser
let theirs: Browser
let above: Browser
let planId: string
let activityId: string
let documentId: string

async function found(browser: Browser, q: string): Promise<Record<string, Hit[]>> {
  const answer = await browser.call('GET', `search?q=${encodeURIComponent(q)}`)
  expect(answer.statusCode, answer.body).toBe(200)
  const { groups } = answer.json<{ groups: { kind: string; hits: Hit[] }[] }>()
  return Object.fromEntries(groups.map((g) => [g.kind, g.hits]))
}
const titlesOf = (hits: Hit[] | undefined) => (hits ?? []).map((h) => h.title)

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  const office = await makeUnit(world, { kind: 'education_office', name: 'Phòng GD&ĐT huyện Vân Sơn' })
  school = await makeUnit(world, { profession: office.id, name: 'Trường Tiểu học Đồi Sim' })
  neighbour = await makeUnit(world, { profession: office.id, name: 'Trường Tiểu học Bến Đá' })
  const person = await makePerson(world, school.id, { name: 'Lê Thị Hoài An', title: 'Phó Hiệu trưởng' })
  ours = await signedIn(world, app, person)
  theirs = await signedIn(world, app, await makePerson(world, neighbour.id, { name: 'Bùi Quốc Nam' }))
  above = await signedIn(world, app, await makePerson(world, office.id, { name: 'Đặng Văn Trưởng' }))
  planId = (
    await makeIssuedPlan(world, school.id, {
      tasks: [{ key: 't/1', title: 'Treo áp phích quy trình tuyển sinh' }],
    })
  ).planId
  activityId = (
    await logActivity(world.as({ unitId: school.id }), {
      id: newId(),
      day: '2024-06-12',
      form: 'regular_meeting',
      title: 'Họp phụ huynh đầu cấp về học bạ số',
      place: 'Nhà văn hóa thôn Cầu Đá',
    })
  ).id
  documentId = await makeIssuedDocument(world, school.id, {
    numberSymbol: '075/KH-PGD&ĐT',
    subject: 'Chuyển đổi số trong trường học',
  })
  await makeIssuedDocument(world, school.id, { numberSymbol: '750/KH-PGD&ĐT', subject: 'Một kế hoạch khác' })
})

describe('finds', () => {
  it.each([
    '75/KH-PGD&ĐT',
    '075/KH-PGD&ĐT',
    '75 KH PGDDT',
    '75kh',
    'so 75/',
    'số 75/kh',
    'ke hoach 75/kh',
    '75-kh.pgđđt',
  ])('the document, and no other number, by "%s"', async (q) => {
    expect((await found(ours, q))['documents']?.map((d) => d.id)).toEqual([documentId])
  })

  it('by the bare number the document before those whose number only begins so', async () => {
    expect((await found(ours, '75'))['documents']?.map((d) => d.context)).toEqual([
      '075/KH-PGD&ĐT · Đơn vị thử · 17/06/2024',
      '750/KH-PGD&ĐT · Đơn vị thử · 17/06/2024',
    ])
  })

  it('nothing by a number whose word before it is of another document', async () => {
    expect(await found(ours, 'thông tư 75')).toEqual({})
  })

  it.each(['Áp phích quy trình', 'ap phich quy trinh', 'QUY TRÌNH áp', 'ap phcih quy trinh'])(
    'a task by "%s"',
    async (q) => {
      expect((await found(ours, q))['tasks']).toEqual([
        {
          id: `${planId}.t/1`,
          title: 'Treo áp phích quy trình tuyển sinh',
          context: 'Trường Tiểu học Đồi Sim · Kế hoạch tuyên truyền năm 2024',
          to: `/plans/${planId}?task=t%2F1`,
        },
      ])
    },
  )

  it('a slip of the pen only where nothing is exactly so', async () => {
    expect(titlesOf((await found(above, 'tieu hoc doi sin'))['units'])).toEqual(['Trường Tiểu học Đồi Sim'])
    expect(titlesOf((await found(above, 'tieu hoc doi sim'))['units'])).toEqual(['Trường Tiểu học Đồi Sim'])
    expect(titlesOf((await found(above, 'tieu hoc'))['units']).sort()).toEqual([
      'Trường Tiểu học Bến Đá',
      'Trường Tiểu học Đồi Sim',
    ])
  })

  it('an activity by its title or place, a plan by its year, a person by the given name', async () => {
    expect((await found(ours, 'hoc ba so'))['activities']).toEqual([
      {
        id: activityId,
        title: 'Họp phụ huynh đầu cấp về học bạ số',
        context: 'Trường Tiểu học Đồi Sim · 12/06/2024',
        to: `/activities/${activityId}`,
      },
    ])
    expect((await found(ours, 'thôn cầu đá'))['activities']?.map((a) => a.id)).toEqual([activityId])
    expect((await found(ours, 'kế hoạch 2024'))['plans']?.map((p) => p.to)).toEqual([`/plans/${planId}`])
    expect((await found(ours, 'hoai an'))['people']).toMatchObject([
      { title: 'Lê Thị Hoài An', context: 'Phó Hiệu trưởng' },
    ])
  })

  it('a direction by its title, words of its text or a slip, for who sent it, received it or stands above', async () => {
    const id = newId()
    const content = {
      title: 'Rà soát bảng niêm yết thủ tục',
      words: 'Bổ sung biểu mẫu chuyển trường ở điểm lẻ.',
      expects: 'carry_out',
      dueOn: '2024-06-28',
      documentId: null,
      lines: [school.name],
    }
    await must(above.call('PUT', `directions/${id}/draft`, { version: 0, content }))
    expect((await found(above, 'bang niem yet'))['directions']).toBeUndefined()
    await must(above.call('POST', `directions/${id}/send`, { version: 1 }))
    for (const q of ['bảng niêm yết', 'niem yet bang', 'bieu mau diem le', 'bang niem yeet'])
      for (const browser of [above, ours])
        expect((await found(browser, q))['directions'], q).toEqual([
          {
            id,
            title: 'Rà soát bảng niêm yết thủ tục',
            context: 'Phòng GD&ĐT huyện Vân Sơn · hạn 28/06/2024',
            to: `/directions/${id}`,
          },
        ])
    expect((await found(theirs, 'bảng niêm yết'))['directions']).toBeUndefined()
  })

  it('at most five in a group', async () => {
    for (let i = 0; i < 7; i += 1)
      await makeIssuedDocument(world, neighbour.id, {
        numberSymbol: `${i + 10}/TB`,
        subject: `Thông báo lũ lụt ${i}`,
      })
    expect((await found(theirs, 'lũ lụt'))['documents']).toHaveLength(5)
  })
})

describe('finds nothing that the lists would not show', () => {
  const queries = ['75kh', 'chuyển đổi số', 'áp phích', 'học bạ số', 'Đồi Sim', 'Hoài An']

  it.each(queries)('a neighbour finds nothing by "%s", whoever it is of does', async (q) => {
    expect(Object.keys(await found(ours, q))).not.toEqual([])
    expect(await found(theirs, q)).toEqual({})
  })

  it('the unit above finds what left the unit, its draft and its people not', async () => {
    const draft = newId()
    const author = await signedIn(world, app, await makePerson(world, school.id, { roles: ['specialist'] }))
    const made = await author.call('POST', 'plans', { id: draft, year: 2025, bases: [] })
    expect(made.statusCode, made.body).toBe(200)
    expect((await found(ours, 'kế hoạch 2025'))['plans']).toMatchObject([{ to: `/plans/${draft}/draft` }])
    expect((await found(above, 'kế hoạch 2025'))['plans']).toBeUndefined()
    expect((await found(above, 'ap phich'))['tasks']).toHaveLength(1)
    expect((await found(above, 'hoc ba so'))['activities']).toHaveLength(1)
    expect((await found(above, '75kh'))['documents']).toHaveLength(1)
    expect(await found(above, 'Hoài An')).toEqual({})
  })
})

describe('refuses', () => {
  it('what is too short or too long; signs of patterns and queries are words', async () => {
    expect((await ours.call('GET', 'search?q=a')).statusCode).toBe(400)
    expect((await ours.call('GET', `search?q=${'a'.repeat(201)}`)).statusCode).toBe(400)
    for (const q of [
      '%%',
      '__',
      '\\\\',
      "'); --",
      ':* & !',
      '\u0000\u0000',
      'a'.repeat(200),
      '\u0000ừ '.repeat(60) + 'xyz',
    ])
      expect(await found(ours, q)).toEqual({})
  })
})
