import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeForm, para, requiredParts } from '../../document/forms/samples.ts'
import { makeWorld, testHome, testNow, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { makePerson, makeUnit, type MadeUnit } from '../../../test/support/make.ts'
import { must } from '../../../test/support/plans.ts'
import { sheetOf } from '../../../test/support/sheet.ts'
import { openDocument } from '../../document/index.ts'
import { dayOf, type Clock } from '../../platform/clock.ts'
import type { Role } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { closePrinter } from '../../print/index.ts'

let world: World
let app: Awaited<ReturnType<typeof makeApp>>
let office: MadeUnit
let as: Record<'clerk' | 'leader' | 'drafter' | 'school' | 'stranger', Browser>
let now = new Date(testNow)
const clock: Clock = { now: () => new Date(now), today: () => dayOf(now) }

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world, clock)
})
beforeEach(async () => {
  now = new Date(testNow)
  office = await makeUnit(world, { name: 'Phòng Giáo dục Vân Sơn', abbreviation: 'PGDĐT' })
  const below = await makeUnit(world, { name: 'Trường Tiểu học Vĩnh Hòa', profession: office.id })
  const beside = await makeUnit(world)
  const at = async (unit: MadeUnit, role: Role, name: string) =>
    signedIn(
      world,
      app,
      await makePerson(world, unit.id, { roles: [role], name, title: 'Trưởng phòng' }),
      now,
    )
  as = {
    clerk: await at(office, 'clerk', 'Trần Văn Thư'),
    leader: await at(office, 'leader', 'Đoàn Quốc Bảo'),
    drafter: await at(office, 'specialist', 'Phạm Soạn'),
    school: await at(below, 'clerk', 'Lò Văn Pín'),
    stranger: await at(beside, 'clerk', 'Người Ngoài'),
  }
})
afterAll(() => closePrinter())

interface Form {
  id: string
  type: string
  version: number
  isUsed: boolean
  withdrawnAt: string | null
  since: string
  may: string[]
}
const form = (mark: string) => Buffer.from(makeForm(`${para(mark)}${requiredParts}`))
const hand = (bytes: Buffer, more: { id?: string; type?: string; by?: Browser } = {}) => {
  const { id = newId(), type = 'Thông báo', by = as.clerk } = more
  const query = new URLSearchParams({ id, type, name: 'mẫu.docx' })
  return by.call('POST', `own-forms?${query.toString()}`, bytes, { requestId: id })
}
/** A version that is there already, without the process that looks through what is handed in. */
async function there(mark: string, version = 1): Promise<string> {
  const id = newId()
  await world.database.pool.query(
    `insert into ${testHome}.own_forms (id, unit_id, type, version, file_name, bytes, names, since, added_at)
     values ($1, $2, 'Thông báo', $3, 'mẫu.docx', $4, '{}', $5, now())`,
    [id, office.id, version, form(mark), dayOf(now)],
  )
  return id
}
const list = async (by: Browser, query = '') =>
  (await must(by.call('GET', `own-forms?${query}`))).json<{ rows: Form[]; may: string[] }>()
const wordsOf = async (by: Browser, path: string) => {
  const answer = await must(by.call('GET', path))
  return (await openDocument(answer.rawPayload, 'in-form.docx')).text
}

/** A notice of the office, issued to the school. */
async function issueNotice(): Promise<string> {
  const id = newId()
  const begun = (await must(as.drafter.call('POST', 'outgoing', { id, type: 'Thông báo' }))).json<{
    version: number
    content: { recipients: object[] }
  }>()
  const content = {
    ...begun.content,
    subject: 'Lịch nghỉ lễ',
    blocks: [
      { kind: 'text', key: 'k1', style: 'part', words: 'Thời gian' },
      { kind: 'text', key: 'k2', style: 'paragraph', words: 'Nghỉ từ thứ Sáu.' },
      { kind: 'table', key: 'k3', caption: '', columns: [{ title: 'Lớp' }], rows: [['1A']] },
    ],
    recipients: [
      { words: 'Trường Tiểu học Vĩnh Hòa', kind: 'group', purpose: 'know', groupCode: 'all_below' },
      { words: 'Lưu: VT', kind: 'archive', purpose: 'archive' },
    ],
  }
  const saved = (
    await must(as.drafter.call('PATCH', `outgoing/${id}`, { version: begun.version, content }))
  ).json<{ version: number }>()
  await must(as.drafter.call('POST', `outgoing/${id}/submit`, {}))
  await must(as.leader.call('POST', `outgoing/${id}/approve`, {}))
  await must(as.clerk.call('POST', `outgoing/${id}/issue`, { version: saved.version }))
  return id
}

// Each form that is looked through or filled is a process of its own.
describe('an own form', { timeout: 240_000 }, () => {
  it('is checked when it is handed in: what is wrong is said with a correction, and it is not kept', async () => {
    const body = requiredParts.replace('{{nguoi_ky}}', '{{nguoi_ki}}')
    const answer = (await must(hand(Buffer.from(makeForm(body))))).json<{
      form: null
      problems: { sentence: string }[]
    }>()
    expect(answer.form).toBeNull()
    expect(answer.problems.map((p) => p.sentence)).toEqual([
      'Không có ô nào tên {{nguoi_ki}}. Có phải {{nguoi_ky}}? Sửa lại trong tệp.',
      'Thiếu {{nguoi_ky}}. Thêm vào chỗ của nó trong tệp.',
    ])
    expect((await list(as.clerk)).rows).toEqual([])
    const refused = await hand(Buffer.from('không phải Word'))
    expect(refused.json()).toMatchObject({ code: 'forms.not_docx', status: 422 })
  })

  it('is set for a draft and for an issued document, which keep the official form beside it', async () => {
    expect((await as.clerk.call('GET', `documents/${await issueNotice()}/own-form`)).json()).toMatchObject({
      code: 'forms.no_form',
    })
    await there('MẪU MỘT')
    const id = await issueNotice()
    const text = await wordsOf(as.drafter, `documents/${id}/own-form`)
    expect(
      text
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean),
    ).toEqual([
      'MẪU MỘT',
      'Số: 02/TB-PGDĐT',
      expect.stringContaining('ngày 17 tháng 6 năm 2024'),
      'Lịch nghỉ lễ',
      'I. THỜI GIAN',
      'Nghỉ từ thứ Sáu.',
      'Lớp',
      '1A',
      './.',
      '- Trường Tiểu học Vĩnh Hòa (để biết);',
      '- Lưu: VT.',
      'TRƯỞNG PHÒNG',
      'Đoàn Quốc Bảo',
    ])
    const draft = newId()
    await must(as.drafter.call('POST', 'outgoing', { id: draft, type: 'Thông báo' }))
    expect(await wordsOf(as.drafter, `outgoing/${draft}/own-form`)).toContain('MẪU MỘT')
    const letter = newId()
    await must(as.drafter.call('POST', 'outgoing', { id: letter, type: 'Công văn' }))
    expect((await as.drafter.call('GET', `outgoing/${letter}/own-form`)).statusCode).toBe(409)
  })

  it('has versions: a document is set in the one of its day; one that is withdrawn in none', async () => {
    const first = await there('MẪU MỘT')
    const id = await issueNotice()
    now = new Date('2024-06-24T02:00:00Z')
    await there('MẪU HAI', 2)
    expect((await list(as.clerk)).rows[0]).toMatchObject({
      version: 2,
      since: '2024-06-24',
      isUsed: true,
      may: ['form.withdraw'],
    })
    expect(await wordsOf(as.clerk, `documents/${id}/own-form`)).toContain('MẪU MỘT')
    await must(as.clerk.call('POST', `own-forms/${first}/withdraw`))
    expect((await as.clerk.call('POST', `own-forms/${first}/withdraw`)).json()).toMatchObject({
      code: 'forms.withdrawn',
    })
    // The day's form is gone: the first that is left is what there is.
    expect(await wordsOf(as.clerk, `documents/${id}/own-form`)).toContain('MẪU HAI')
    const { rows } = await list(as.clerk)
    expect(rows.map((r) => [r.version, r.isUsed, r.withdrawnAt !== null])).toEqual([
      [2, true, false],
      [1, false, true],
    ])
    const file = await must(as.drafter.call('GET', `own-forms/${first}/file`))
    expect(file.rawPayload.equals(form('MẪU MỘT'))).toBe(true)
  })

  it('is handed in by clerk or administrator, once however often it is sent, and two at once are two versions', async () => {
    expect((await hand(form('x'), { by: as.drafter })).json()).toMatchObject({ code: 'common.only_roles' })
    const id = newId()
    const once = await must(hand(form('x'), { id }))
    expect((await must(hand(form('x'), { id }))).json()).toEqual(once.json())
    const both = await Promise.all([hand(form('a')), hand(form('b'))])
    expect(both.map((b) => b.statusCode)).toEqual([200, 200])
    expect((await list(as.clerk)).rows.map((r) => r.version)).toEqual([3, 2, 1])
    expect((await list(as.drafter)).may).toEqual([])
    const { rows } = await world.database.pool.query(
      `select 1 from ${testHome}.events where verb = 'form.add' and subjects @> $1`,
      [JSON.stringify([{ what: 'own_form', id }])],
    )
    expect(rows).toHaveLength(1)
  })

  it('is found, exported, and comes with an example to begin with', async () => {
    await must(hand(form('MẪU MỘT')))
    expect((await list(as.clerk, 'q=thong bao')).rows).toHaveLength(1)
    expect((await list(as.clerk, 'q=quyet dinh')).rows).toEqual([])
    const { rows } = await sheetOf(as.clerk, 'own-forms/export.xlsx')
    expect(rows).toEqual([['Thông báo', 1, 'mẫu.docx', '2024-06-17', 'Trần Văn Thư', 'đang dùng']])
    const example = await must(as.drafter.call('GET', 'own-forms/example.docx?type=Quyết định'))
    expect((await openDocument(example.rawPayload, 'example.docx')).text).toContain('{{noi_dung}}')
  })

  it('is nobody else’s, nor sets what another unit issued', async () => {
    const id = await there('MẪU MỘT')
    const notice = await issueNotice()
    for (const who of [as.stranger, as.school]) {
      expect((await list(who)).rows).toEqual([])
      expect((await who.call('GET', `own-forms/${id}/file`)).statusCode).toBe(404)
      expect((await who.call('POST', `own-forms/${id}/withdraw`)).statusCode).toBe(404)
    }
    expect((await as.stranger.call('GET', `documents/${notice}/own-form`)).statusCode).toBe(404)
    // The school may read it; the form is the office's.
    expect((await as.school.call('GET', `documents/${notice}/own-form`)).json()).toMatchObject({
      code: 'forms.not_own',
    })
    expect((await list(as.clerk)).rows).toMatchObject([{ id, withdrawnAt: null }])
  })
})
