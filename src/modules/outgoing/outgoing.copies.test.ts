import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { makeWorld, testHome, testNow, type World } from '../../../test/support/database.ts'
import { departmentPlan } from '../../../test/support/documents.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { makePerson, makeUnit, type MadeUnit } from '../../../test/support/make.ts'
import { must } from '../../../test/support/plans.ts'
import { sheetOf } from '../../../test/support/sheet.ts'
import type { Role } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { drainJobs } from '../../platform/worker.ts'
import { closePrinter } from '../../print/index.ts'
import type { DocumentView } from '../library/library.schema.ts'
import type { OutgoingView } from './outgoing.api.schema.ts'
import type { OutgoingContent } from './outgoing.schema.ts'

type View = z.output<typeof OutgoingView>
type Document = z.output<typeof DocumentView>

/** Drafter, leader and clerk of a unit. */
interface Desk {
  unit: MadeUnit
  drafter: Browser
  leader: Browser
  clerk: Browser
}

let world: World
let app: Awaited<ReturnType<typeof makeApp>>
let office: Desk
let school: Desk
let beside: Desk
let original: Document

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  const unit = await makeUnit(world, {
    kind: 'education_office',
    name: 'Phòng Giáo dục Vân Sơn',
    abbreviation: 'PGDĐT',
  })
  office = await deskOf(unit)
  school = await deskOf(
    await makeUnit(world, { name: 'Trường Tiểu học Vĩnh Hòa', abbreviation: 'THVH', profession: unit.id }),
  )
  beside = await deskOf(await makeUnit(world, { name: 'Phòng Văn hóa Vân Sơn', abbreviation: 'PVH' }))
  const begun = await begin(office, { type: 'Quyết định' })
  const text = (key: string, style: string, words: string) => ({ kind: 'text', key, style, words })
  const saved = await save(office, begun, {
    subject: 'Về việc phân công trực',
    enacting: 'TRƯỞNG PHÒNG',
    bases: [{ words: 'Căn cứ quy chế làm việc', documentId: null, knownId: null }],
    opening: 'Quyết định:',
    blocks: [
      text('a1', 'article', 'Giao tổ hành chính trực ngày nghỉ.'),
      text('a2', 'article', 'Chế độ trực'),
      text('i1', 'item', 'Trực từ 7 giờ.'),
      text('i2', 'item', 'Ghi sổ trực.'),
      text('a3', 'article', 'Tổ hành chính chịu trách nhiệm thi hành.'),
    ] as OutgoingContent['blocks'],
    recipients: [
      { words: school.unit.name, kind: 'unit', purpose: 'carry out', unitId: school.unit.id },
      { words: 'Lưu: VT', kind: 'archive', purpose: 'archive' },
    ],
  })
  original = await issue(office, saved)
})
afterAll(() => closePrinter())

async function deskOf(unit: MadeUnit): Promise<Desk> {
  const at = async (role: Role) =>
    signedIn(world, app, await makePerson(world, unit.id, { roles: [role], title: 'Trưởng phòng' }))
  return { unit, drafter: await at('specialist'), leader: await at('leader'), clerk: await at('clerk') }
}
const tryBegin = (by: Desk, more: object) => {
  const id = newId()
  return by.drafter.call('POST', 'outgoing', { id, ...more }, { requestId: id })
}
const begin = async (by: Desk, more: object) => (await must(tryBegin(by, more))).json<View>()
const save = async (by: Desk, draft: View, change: Partial<OutgoingContent>) =>
  (
    await must(
      by.drafter.call('PATCH', `outgoing/${draft.id}`, {
        version: draft.version,
        content: { ...draft.content, ...change },
      }),
    )
  ).json<View>()
async function issue(by: Desk, draft: View): Promise<Document> {
  await must(by.drafter.call('POST', `outgoing/${draft.id}/submit`, {}))
  await must(by.leader.call('POST', `outgoing/${draft.id}/approve`, {}))
  await must(by.clerk.call('POST', `outgoing/${draft.id}/issue`, { version: draft.version }))
  return open(by.clerk, draft.id)
}
const open = async (by: Browser, id: string) =>
  (await must(by.call('GET', `documents/${id}`))).json<Document>()
const paperOf = async (by: Desk, id: string) =>
  (await must(by.drafter.call('GET', `outgoing/${id}/paper`))).json<{ text: string }>().text
const code = async (answer: ReturnType<Browser['call']>) => {
  const { statusCode, json } = await answer
  return [statusCode, json<{ code: string }>().code]
}

describe('a copy of a document', () => {
  it('has the words of its original over its own lines, a number of its own, and both show each other', async () => {
    const draft = await begin(office, { type: 'Bản sao y', copyOf: original.id })
    expect(draft).toMatchObject({
      symbol: 'SY-PGDĐT',
      copyOf: { document: { id: original.id }, sections: [] },
    })
    expect(draft.findings.filter((f) => f.level === 'must')).toEqual([])
    const copy = await issue(office, draft)
    expect(copy).toMatchObject({
      type: 'Bản sao y',
      numberSymbol: '01/SY-PGDĐT',
      related: [{ relation: 'copies', isBy: false, document: { id: original.id } }],
    })
    expect(copy.subject).toMatch(
      /^Quyết định số 01\/QĐ-PGDĐT ngày .+ của Phòng Giáo dục Vân Sơn: Về việc phân công trực$/,
    )
    for (const words of [
      'Số: 01/QĐ-PGDĐT',
      'Căn cứ quy chế làm việc',
      'Ghi sổ trực.',
      'SAO Y',
      'Số: 01/SY-PGDĐT',
    ])
      expect(copy.text).toContain(words)
    // Head and signer are the copy's: what is read of the text is the original's.
    expect(copy.header).toMatchObject({ numberSymbol: '01/SY-PGDĐT', agency: 'Phòng Giáo dục Vân Sơn' })
    expect((await open(office.clerk, original.id)).related).toMatchObject([
      { relation: 'copies', isBy: true, document: { id: copy.id } },
    ])
    await drainJobs(world.system(), (kind) => kind === 'document.render')
    expect((await open(office.clerk, copy.id)).files.map((f) => f.kind)).toEqual(['docx', 'pdf'])
  })

  it('of a part has the chosen sections under their headings and nothing else, and shares the run of numbers', async () => {
    const begun = await begin(office, { type: 'Bản trích sao', copyOf: original.id })
    expect(begun.copyOf?.sections.map((s) => [s.depth, s.words])).toEqual([
      [1, 'Điều 1. Giao tổ hành chính trực ngày nghỉ.'],
      [1, 'Điều 2. Chế độ trực'],
      [2, '1. Trực từ 7 giờ.'],
      [2, '2. Ghi sổ trực.'],
      [1, 'Điều 3. Tổ hành chính chịu trách nhiệm thi hành.'],
    ])
    expect(await code(office.drafter.call('POST', `outgoing/${begun.id}/submit`, {}))).toEqual([
      422,
      'outgoing.not_ready',
    ])
    const draft = await save(office, begun, {
      copy: { documentId: original.id, keys: ['i2'] },
      // Nobody changes the original's words, nor what it is a copy of.
      subject: 'Khác',
      blocks: [{ kind: 'text', key: 'x', style: 'paragraph', words: 'Thêm vào.' }],
    })
    const copy = await issue(office, draft)
    expect(copy.numberSymbol).toBe('02/TrS-PGDĐT')
    for (const words of ['Điều 2. Chế độ trực', '2. Ghi sổ trực.', 'TRÍCH SAO'])
      expect(copy.text).toContain(words)
    for (const words of ['Điều 1', 'Trực từ 7 giờ', 'Điều 3', 'Căn cứ', 'Thêm vào', './.'])
      expect(copy.text).not.toContain(words)
    expect(copy.subject).not.toBe('Khác')
  })

  it('is made by whoever was sent the original; a copy is copied as such, over both certificates', async () => {
    const draft = await save(school, await begin(school, { type: 'Bản sao y', copyOf: original.id }), {
      recipients: [{ words: beside.unit.name, kind: 'unit', purpose: 'know', unitId: beside.unit.id }],
    })
    const copy = await issue(school, draft)
    expect(copy.numberSymbol).toBe('01/SY-THVH')
    // Whoever gets the copy reads what it is a copy of.
    const held = await open(beside.leader, copy.id)
    expect(held.related).toMatchObject([{ relation: 'copies', document: { id: original.id } }])
    expect(held.copyAs).toEqual([])
    expect((await open(beside.drafter, copy.id)).copyAs).toEqual(['Bản sao lục'])
    // The original was not sent to it: it is read up the thread, not held.
    expect((await open(beside.drafter, original.id)).copyAs).toEqual([])
    const again = await issue(beside, await begin(beside, { type: 'Bản sao lục', copyOf: copy.id }))
    const places = ['Ghi sổ trực.', 'SAO Y', 'Số: 01/SY-THVH', 'SAO LỤC', 'Số: 01/SL-PVH'].map((words) =>
      again.text.indexOf(words),
    )
    expect(places.every((place, i) => place > (places[i - 1] ?? 0))).toBe(true)
  })

  it('of a file that was read is an extract of its sections', async () => {
    const id = newId()
    await must(office.clerk.call('PUT', `documents/${id}?name=ke-hoach.txt`, Buffer.from(departmentPlan)))
    await drainJobs(world.system(testNow), (kind) => kind === 'document.read')
    const { version } = (await must(office.clerk.call('GET', `document-drafts/${id}`))).json<{
      version: number
    }>()
    await must(office.clerk.call('POST', `document-drafts/${id}/confirm`, { version }))
    const received = await open(office.drafter, id)
    expect(received.copyAs).toEqual(['Bản trích sao'])
    expect(await code(tryBegin(office, { type: 'Bản sao y', copyOf: id }))).toEqual([
      422,
      'outgoing.not_copied',
    ])
    const begun = await begin(office, { type: 'Bản trích sao', copyOf: id })
    const [chosen] = begun.copyOf?.sections ?? []
    const draft = await save(office, begun, { copy: { documentId: id, keys: [chosen?.key ?? ''] } })
    const text = await paperOf(office, draft.id)
    expect(text).toContain(`Số: ${received.numberSymbol}`)
    expect(text).toContain(chosen?.words)
  })

  it('is of what the unit holds, of the right kind, and stays a copy', async () => {
    const refused: [Desk, object][] = [
      [beside, { type: 'Bản sao y', copyOf: newId() }],
      [office, { type: 'Bản sao y' }],
      [office, { type: 'Công văn', copyOf: original.id }],
      [office, { type: 'Bản sao lục', copyOf: original.id }],
    ]
    for (const [by, more] of refused)
      expect(await code(tryBegin(by, more))).toEqual([422, 'outgoing.not_copied'])
    const letter = await begin(office, { type: 'Công văn' })
    const turned = { ...letter.content, type: 'Bản sao y', copy: { documentId: original.id, keys: [] } }
    expect(
      await code(
        office.drafter.call('PATCH', `outgoing/${letter.id}`, { version: letter.version, content: turned }),
      ),
    ).toEqual([422, 'outgoing.not_copied'])
    // A draft of another unit's is nobody else's.
    const draft = await begin(school, { type: 'Bản sao y', copyOf: original.id })
    expect((await beside.drafter.call('GET', `outgoing/${draft.id}`)).statusCode).toBe(404)
  })

  it('whose original lost words meanwhile is not issued, and can be taken away', async () => {
    const draft = await begin(school, { type: 'Bản sao y', copyOf: original.id })
    await must(school.drafter.call('POST', `outgoing/${draft.id}/submit`, {}))
    await must(school.leader.call('POST', `outgoing/${draft.id}/approve`, {}))
    await world.database.pool.query(
      `update ${testHome}.documents set redacted_at = now(), salt = null where id = $1`,
      [original.id],
    )
    expect(
      await code(school.clerk.call('POST', `outgoing/${draft.id}/issue`, { version: draft.version })),
    ).toEqual([422, 'outgoing.not_ready'])
    await must(school.leader.call('POST', `outgoing/${draft.id}/return`, { words: 'Bỏ.' }))
    const now = (await must(school.drafter.call('GET', `outgoing/${draft.id}`))).json<View>()
    expect([now.copyOf, now.findings.map((f) => f.code)[0]]).toEqual([null, 'no_original'])
    await must(school.drafter.call('DELETE', `outgoing/${draft.id}`))
  })

  it('stands in the register of what went out, with what it is a copy of', async () => {
    const { rows } = await sheetOf(office.clerk, 'register.xlsx?year=2024')
    const copies = rows
      .map((row) => row.map(String).join(' '))
      .filter((row) => row.includes('PGDĐT') && /SY|TrS/.test(row))
    expect(copies).toHaveLength(2)
    for (const row of copies) expect(row).toContain('quyết định số 01/QĐ-PGDĐT')
  })
})
