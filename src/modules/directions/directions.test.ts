import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import { newId } from '../../platform/ids.ts'
import { drainJobs } from '../../platform/worker.ts'
import { examine } from '../../cli/doctor.ts'
import { makeWorld, testHome, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { makePerson, makeUnit, type MadeUnit } from '../../../test/support/make.ts'
import { logActivity } from '../activities/index.ts'
import { registerNoticeJobs } from '../notices/index.ts'
import type { Direction, DirectionDraft } from './directions.schema.ts'

type Shown = z.output<typeof Direction>
type Draft = z.output<typeof DirectionDraft>

let world: World
let app: FastifyInstance
let department: MadeUnit
let office: MadeUnit
let school: MadeUnit
let sibling: MadeUnit
let foreign: MadeUnit
const browsers = {} as Record<'department' | 'office' | 'clerk' | 'school' | 'sibling' | 'foreign', Browser>

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  department = await makeUnit(world, { kind: 'department', name: 'Sở Giáo dục và Đào tạo Hải Lâm' })
  office = await makeUnit(world, {
    kind: 'education_office',
    name: 'Phòng GD&ĐT huyện Vân Sơn',
    profession: department.id,
  })
  school = await makeUnit(world, { name: 'Trường Tiểu học Đồi Sim', profession: office.id })
  sibling = await makeUnit(world, { name: 'Trường Tiểu học Suối Mây', profession: office.id })
  foreign = await makeUnit(world, { name: 'Trường Tiểu học Xa Lắc' })
  const open = async (unit: MadeUnit, roles: ('clerk' | 'specialist' | 'leader')[]) =>
    signedIn(world, app, await makePerson(world, unit.id, { roles }))
  browsers.department = await open(department, ['leader'])
  browsers.office = await open(office, ['leader'])
  browsers.clerk = await open(office, ['clerk'])
  browsers.school = await open(school, ['clerk'])
  browsers.sibling = await open(sibling, ['clerk'])
  browsers.foreign = await open(foreign, ['leader'])
})
afterAll(() => app.close())

const content = (part: object = {}) => ({
  title: 'Rà soát bảng niêm yết thủ tục',
  words: 'Rà soát, bổ sung bảng niêm yết ở mọi điểm trường.',
  expects: 'carry_out',
  dueOn: '2024-06-28',
  documentId: null,
  lines: [school.name, sibling.name],
  ...part,
})

async function write(part: object = {}): Promise<{ id: string; draft: Draft }> {
  const id = newId()
  const answer = await browsers.office.call('PUT', `directions/${id}/draft`, {
    version: 0,
    content: content(part),
  })
  expect(answer.statusCode, answer.body).toBe(200)
  return { id, draft: answer.json<Draft>() }
}

async function sent(part: object = {}): Promise<string> {
  const { id } = await write(part)
  const answer = await browsers.office.call('POST', `directions/${id}/send`, { version: 1 })
  expect(answer.statusCode, answer.body).toBe(200)
  return id
}

const act = (who: keyof typeof browsers, id: string, body: object) =>
  browsers[who].call('POST', `directions/${id}/acts`, { id: newId(), ...body })
const read = async (who: keyof typeof browsers, id: string) => {
  const answer = await browsers[who].call('GET', `directions/${id}`)
  return { status: answer.statusCode, body: answer.json<Shown>() }
}
async function duties(id: string): Promise<Record<string, string>> {
  const { rows } = await world.database.pool.query<{ unit_id: string; state: string; due_on: string }>(
    `select unit_id, state, due_on::text from ${testHome}.obligations where what = 'follow_direction' and source_id = $1`,
    [id],
  )
  return Object.fromEntries(rows.map((r) => [r.unit_id, `${r.state} ${r.due_on}`]))
}
const code = (answer: { json: () => unknown }) => (answer.json() as { code?: string }).code

describe('a direction', () => {
  it('is written, says whom it reaches, and goes to units below only', async () => {
    const { id, draft } = await write({ lines: ['Các trường tiểu học', foreign.name, department.name] })
    expect(draft.recipients.map((r) => r.reaches)).toEqual([2, 0, 0])
    expect(draft.units).toBe(2)
    const send = await browsers.office.call('POST', `directions/${id}/send`, { version: 1 })
    expect([send.statusCode, code(send)]).toEqual([422, 'directions.no_recipient'])
    // The draft is nobody else's; sending is not the clerk's.
    expect((await browsers.department.call('GET', `directions/${id}/draft`)).statusCode).toBe(404)
    expect((await browsers.clerk.call('POST', `directions/${id}/send`, { version: 1 })).statusCode).toBe(403)
    const stale = await browsers.clerk.call('PUT', `directions/${id}/draft`, {
      version: 7,
      content: content(),
    })
    expect(code(stale)).toBe('common.changed_meanwhile')
    for (const [part, refusal] of [
      [{ title: '' }, 'directions.incomplete'],
      [{ dueOn: null }, 'directions.incomplete'],
      [{ dueOn: '2024-06-16' }, 'directions.due_past'],
      [{ lines: [] }, 'directions.no_recipient'],
    ] as const) {
      const { id: other } = await write(part)
      expect(code(await browsers.office.call('POST', `directions/${other}/send`, { version: 1 }))).toBe(
        refusal,
      )
    }
  })

  it('is sent once however often it is pressed, and each unit owes it', async () => {
    const { id } = await write()
    const answers = await Promise.all(
      [1, 2, 3].map(() => browsers.office.call('POST', `directions/${id}/send`, { version: 1 })),
    )
    expect(answers.filter((a) => a.statusCode === 200).length).toBeGreaterThanOrEqual(1)
    expect(await duties(id)).toEqual({ [school.id]: 'open 2024-06-28', [sibling.id]: 'open 2024-06-28' })
    const today = (await browsers.school.call('GET', 'today')).body
    expect(today).toContain('Thực hiện chỉ đạo: Rà soát bảng niêm yết thủ tục')
    expect(today).toContain(`/directions/${id}`)
  })

  it('is told to the people of each unit, and a question about it to the sender’s', async () => {
    registerNoticeJobs(null)
    const told = async (who: keyof typeof browsers) => {
      await drainJobs(world.system(), (kind) => kind === 'notices.make')
      return (await browsers[who].call('GET', 'notices')).body
    }
    const id = await sent({ title: 'Dán mã QR ở cổng trường' })
    for (const who of ['school', 'sibling'] as const)
      expect(await told(who)).toContain('Thực hiện chỉ đạo: Dán mã QR ở cổng trường')
    expect(await told('foreign')).not.toContain('Dán mã QR')
    expect((await act('school', id, { kind: 'ask', words: 'Khổ giấy nào?' })).statusCode).toBe(200)
    expect(await told('office')).toContain('Trả lời câu hỏi của')
  })

  it('is acknowledged, asked about, answered with an activity, returned, answered again, accepted', async () => {
    const id = await sent()
    expect((await read('school', id)).body.may).toEqual(['acknowledge', 'answer', 'ask'])
    await act('school', id, { kind: 'acknowledge' })
    expect(await duties(id)).toMatchObject({ [school.id]: 'open 2024-06-28' })
    const question = newId()
    await act('school', id, { id: question, kind: 'ask', words: 'Điểm lẻ có phải niêm yết không?' })
    expect((await browsers.office.call('GET', 'today')).body).toContain('Trả lời câu hỏi của')
    const reply = await act('clerk', id, { kind: 'reply', toAct: question, words: 'Có.', isPublic: true })
    expect(reply.statusCode, reply.body).toBe(200)
    expect(code(await act('clerk', id, { kind: 'reply', toAct: question, words: 'Có.' }))).toBe(
      'directions.no_question',
    )
    // Said to all: a sibling reads question and reply, not who asked.
    const theirs = (await read('sibling', id)).body
    expect(theirs.acts.map((a) => [a.kind, a.words, a.unit])).toEqual([
      ['ask', 'Điểm lẻ có phải niêm yết không?', null],
      ['reply', 'Có.', null],
    ])
    expect(theirs.recipients).toEqual([])

    const activity = newId()
    await logActivity(world.as({ unitId: school.id }), {
      id: activity,
      day: '2024-06-12',
      form: 'poster',
      title: 'Treo bảng niêm yết ở ba điểm',
    })
    const foreignActivity = newId()
    await logActivity(world.as({ unitId: sibling.id }), {
      id: foreignActivity,
      day: '2024-06-12',
      form: 'poster',
      title: 'Của trường khác',
    })
    const bad = await act('school', id, { kind: 'answer', words: 'Xong.', activities: [foreignActivity] })
    expect(code(bad)).toBe('directions.bad_evidence')
    const answered = await act('school', id, {
      kind: 'answer',
      words: 'Đã niêm yết.',
      activities: [activity],
    })
    expect(answered.json<Shown>().own?.state).toBe('answered')
    expect(await duties(id)).toMatchObject({ [school.id]: 'done 2024-06-28' })
    expect((await read('sibling', id)).body.acts).toHaveLength(2)
    const seen = (await read('office', id)).body
    expect(seen.acts.find((a) => a.kind === 'answer')?.evidence).toMatchObject([
      { what: 'activity', id: activity, title: 'Treo bảng niêm yết ở ba điểm' },
    ])
    expect((await act('clerk', id, { kind: 'accept', unitId: school.id })).statusCode).toBe(403)
    await act('office', id, { kind: 'return', unitId: school.id, words: 'Thiếu điểm Nà Bó.' })
    expect(await duties(id)).toMatchObject({ [school.id]: 'open 2024-06-28' })
    await act('school', id, { kind: 'answer', words: 'Đã bổ sung.' })
    const accepted = await act('office', id, { kind: 'accept', unitId: school.id })
    expect(accepted.json<Shown>().recipients.find((r) => r.unit.id === school.id)?.state).toBe('done')
    expect(code(await act('office', id, { kind: 'return', unitId: school.id, words: 'x' }))).toBe(
      'directions.not_now',
    )
  })

  it('to be known is done when acknowledged; sent at once by many windows it is acknowledged once', async () => {
    const id = await sent({ expects: 'know' })
    const answers = await Promise.all([1, 2, 3, 4].map(() => act('school', id, { kind: 'acknowledge' })))
    expect(answers.map((a) => a.statusCode).sort()).toEqual([200, 409, 409, 409])
    expect(await duties(id)).toMatchObject({
      [school.id]: 'done 2024-06-28',
      [sibling.id]: 'open 2024-06-28',
    })
    const again = newId()
    const first = await act('sibling', id, { id: again, kind: 'acknowledge' })
    const repeat = await act('sibling', id, { id: again, kind: 'acknowledge' })
    expect([first.statusCode, repeat.statusCode]).toEqual([200, 409])
  })

  it('can be put off and withdrawn, with a reason; nothing is owed then', async () => {
    const id = await sent()
    expect(code(await act('office', id, { kind: 'extend', dueOn: '2024-06-28', words: 'Lũ' }))).toBe(
      'directions.due_earlier',
    )
    expect(code(await act('office', id, { kind: 'extend', dueOn: '2024-07-28' }))).toBe(
      'directions.words_missing',
    )
    await act('office', id, { kind: 'extend', unitId: school.id, dueOn: '2024-07-28', words: 'Lũ' })
    expect(await duties(id)).toEqual({ [school.id]: 'open 2024-07-28', [sibling.id]: 'open 2024-06-28' })
    await act('school', id, { kind: 'ask', words: 'Còn phải làm không?' })
    const withdrawn = await act('office', id, { kind: 'withdraw', words: 'Tỉnh đã làm chung.' })
    expect(withdrawn.json<Shown>().withdrawn?.reason).toBe('Tỉnh đã làm chung.')
    expect(Object.values(await duties(id)).map((d) => d.split(' ')[0])).toEqual(['void', 'void'])
    expect(code(await act('school', id, { kind: 'answer', words: 'Xong.' }))).toBe('directions.withdrawn')
    expect((await read('school', id)).body).toMatchObject({ may: [], own: { state: 'withdrawn' } })
  })
})

describe('who may', () => {
  it('read it: sender, recipients, the unit above the sender; to others there is nothing', async () => {
    const id = await sent({ lines: [school.name] })
    expect((await read('department', id)).body.recipients).toHaveLength(1)
    expect((await read('department', id)).body.may).toEqual([])
    for (const who of ['sibling', 'foreign'] as const) {
      expect((await read(who, id)).status).toBe(404)
      expect((await act(who, id, { kind: 'ask', words: 'Ai hỏi?' })).statusCode).toBe(404)
      expect(
        (await browsers[who].call('PUT', `directions/${id}/draft`, { version: 1, content: content() }))
          .statusCode,
      ).toBe(404)
    }
    expect(code(await act('department', id, { kind: 'withdraw', words: 'Thôi.' }))).toBe(
      'directions.not_sender',
    )
    expect(code(await act('office', id, { kind: 'answer', words: 'Xong.' }))).toBe('directions.not_recipient')
    expect(await duties(id)).toEqual({ [school.id]: 'open 2024-06-28' })
  })

  it('find it in lists, by word and state, and in the export', async () => {
    const id = await sent({ title: 'Báo cáo số máy tính hỏng', dueOn: '2024-06-17' })
    const list = async (who: keyof typeof browsers, query: string) =>
      (await browsers[who].call('GET', `directions?${query}`)).json<{
        rows: { id: string; open: number }[]
      }>().rows
    expect((await list('office', 'box=sent&q=may tinh hong')).map((r) => r.id)).toEqual([id])
    expect((await list('school', 'box=received&q=máy tính')).map((r) => [r.id, r.open])).toEqual([[id, 1]])
    expect(await list('foreign', 'box=received')).toEqual([])
    expect((await list('school', 'box=received&state=late')).map((r) => r.id)).not.toContain(id)
    await act('school', id, { kind: 'answer', words: 'Bốn máy.' })
    expect((await list('school', 'box=received&state=done')).map((r) => r.id)).toContain(id)
    expect((await list('office', 'box=sent&state=open')).map((r) => r.id)).toContain(id)
    const file = await browsers.office.call('GET', 'directions/export.xlsx?box=sent')
    expect(file.statusCode).toBe(200)
    expect(file.rawPayload.subarray(0, 2).toString()).toBe('PK')
  })

  it('leave nothing that the doctor finds', async () => {
    const breaches = await examine(world.system())
    expect(
      breaches.filter((b) => /obligation|duty|hash|redacted/.test(b.code)).map((b) => [b.code, b.values]),
    ).toEqual([])
  })
})
