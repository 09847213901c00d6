import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { makeWorld, testHome, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { makePerson, makeUnit, type MadeUnit } from '../../../test/support/make.ts'
import { must } from '../../../test/support/plans.ts'
import { sheetOf } from '../../../test/support/sheet.ts'
import type { Role } from '../../platform/context.ts'
import { newId } from '../../platform/ids.ts'
import { drainJobs } from '../../platform/worker.ts'
import { closePrinter } from '../../print/index.ts'
import { setAgencyCode } from '../dispatch/index.ts'
import type { DocumentView } from '../library/library.schema.ts'
import type { OutgoingView } from './outgoing.api.schema.ts'
import type { OutgoingContent } from './outgoing.schema.ts'

type View = z.output<typeof OutgoingView>
type Document = z.output<typeof DocumentView>

let world: World
let app: Awaited<ReturnType<typeof makeApp>>
let drafter: Browser
let other: Browser
let leader: Browser
let clerk: Browser
let school: Browser
let stranger: Browser
let office: MadeUnit
let elsewhere: MadeUnit

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  office = await makeUnit(world, {
    kind: 'education_office',
    name: 'Phòng Giáo dục Vân Sơn',
    abbreviation: 'PGDĐT',
  })
  const below = await makeUnit(world, { name: 'Trường Tiểu học Vĩnh Hòa', profession: office.id })
  const beside = await makeUnit(world, { name: 'Phòng Văn hóa Vân Sơn' })
  elsewhere = await makeUnit(world, { name: 'Trường ở nơi khác', profession: office.id })
  drafter = await at(office, 'specialist')
  other = await at(office, 'specialist')
  leader = await at(office, 'leader')
  clerk = await at(office, 'clerk')
  school = await at(below, 'clerk')
  stranger = await at(beside, 'clerk')
})
afterAll(() => closePrinter())

async function at(unit: MadeUnit, role: Role): Promise<Browser> {
  return signedIn(world, app, await makePerson(world, unit.id, { roles: [role], title: 'Trưởng phòng' }))
}

async function begin(type: string, relation: object | null = null): Promise<View> {
  const id = newId()
  const body = { id, type, relation }
  return (await must(drafter.call('POST', 'outgoing', body, { requestId: id }))).json<View>()
}
const save = (draft: View, change: Partial<OutgoingContent>, by = drafter) =>
  by.call('PATCH', `outgoing/${draft.id}`, {
    version: draft.version,
    content: { ...draft.content, ...change },
  })
const saved = async (draft: View, change: Partial<OutgoingContent>) =>
  (await must(save(draft, change))).json<View>()
const words = (style: 'item' | 'paragraph' | 'article', said: string) => ({
  kind: 'text' as const,
  key: newId(),
  style,
  words: said,
})
const letter = (more: Partial<OutgoingContent> = {}): Partial<OutgoingContent> => ({
  subject: 'rà soát thủ tục hành chính',
  desk: 'GDTH',
  addressees: ['Trường Tiểu học Vĩnh Hòa'],
  blocks: [words('paragraph', 'Đề nghị trường gửi danh sách trước ngày 30 tháng 6.')],
  ...more,
})

/** From draft to issued, as three people do it. */
async function issue(draft: View): Promise<Document> {
  await must(drafter.call('POST', `outgoing/${draft.id}/submit`, {}))
  await must(leader.call('POST', `outgoing/${draft.id}/approve`, {}))
  await must(clerk.call('POST', `outgoing/${draft.id}/issue`, { version: draft.version }))
  return (await must(clerk.call('GET', `documents/${draft.id}`))).json<Document>()
}
const ask = async (query: string) =>
  (await world.database.pool.query<Record<string, string>>(query.replaceAll('@', `${testHome}.`))).rows

describe('a document of the unit', () => {
  it('begins from the ready form of its type, is issued with number, symbol and clauses, and arrives', async () => {
    const begun = await begin('Công văn')
    expect(begun.content.recipients.map((r) => r.words)).toEqual(['Như trên', 'Lưu: VT'])
    expect(begun.findings.filter((f) => f.level === 'must').map((f) => f.code)).toEqual([
      'no_subject',
      'no_text',
      'no_addressee',
    ])
    const draft = await saved(begun, letter())
    expect(draft).toMatchObject({ symbol: 'PGDĐT-GDTH', findings: [], may: ['draft', 'submit', 'comment'] })
    const document = await issue(draft)
    expect(document).toMatchObject({
      origin: 'issued',
      type: 'Công văn',
      numberSymbol: '01/PGDĐT-GDTH',
      subject: 'rà soát thủ tục hành chính',
      papers: 'waiting',
    })
    await drainJobs(world.system(), (kind) => kind === 'document.render')
    const papers = (await must(clerk.call('GET', `documents/${draft.id}`))).json<Document>()
    expect(papers.files.map((f) => f.kind)).toEqual(['docx', 'pdf'])
    // "Như trên" is whom the letter is addressed to.
    const inbox = (await must(school.call('GET', 'deliveries'))).json<{
      items: { document: { id: string } }[]
    }>()
    expect(inbox.items.map((i) => i.document.id)).toContain(draft.id)
    expect((await school.call('GET', `documents/${draft.id}`)).statusCode).toBe(200)
    expect((await stranger.call('GET', `documents/${draft.id}`)).statusCode).toBe(404)
    // The draft is no more, and says so.
    const gone = await drafter.call('GET', `outgoing/${draft.id}`)
    expect([gone.statusCode, gone.json<{ code: string }>().code]).toEqual([409, 'outgoing.issued_already'])
  })

  it('is numbered within its type; two that are issued at once get two numbers', async () => {
    const drafts = await Promise.all(
      ['một', 'hai'].map(async (said) =>
        saved(await begin('Thông báo'), {
          subject: `Nghỉ lễ ${said}`,
          blocks: [words('item', `Nghỉ ngày ${said}.`)],
        }),
      ),
    )
    const issued = await Promise.all(drafts.map(issue))
    expect(issued.map((d) => d.numberSymbol).sort()).toEqual(['01/TB-PGDĐT', '02/TB-PGDĐT'])
  })

  it('one that is issued twice at once is issued once', async () => {
    const draft = await saved(await begin('Giấy mời'), {
      subject: 'Họp giao ban',
      blocks: [words('paragraph', 'Mời dự họp.')],
    })
    await must(drafter.call('POST', `outgoing/${draft.id}/submit`, {}))
    await must(leader.call('POST', `outgoing/${draft.id}/approve`, {}))
    const both = await Promise.all(
      [1, 2].map(() => clerk.call('POST', `outgoing/${draft.id}/issue`, { version: draft.version })),
    )
    expect(both.map((a) => a.statusCode).sort()).toEqual([200, 409])
    expect(await ask(`select number_symbol from @register_entries where subject_id = '${draft.id}'`)).toEqual(
      [{ number_symbol: '01/GM-PGDĐT' }],
    )
  })

  it('somebody’s later save is not overwritten, and both are told', async () => {
    const draft = await begin('Tờ trình')
    await must(save(draft, { subject: 'Của người thứ nhất' }))
    const second = await save(draft, { subject: 'Của người thứ hai' }, other)
    expect([second.statusCode, second.json<{ code: string }>().code]).toEqual([
      409,
      'common.changed_meanwhile',
    ])
    const now = (await must(other.call('GET', `outgoing/${draft.id}`))).json<View>()
    expect(now.content.subject).toBe('Của người thứ nhất')
    // Whoever goes on with another's draft leaves how it stood.
    await must(save(now, { subject: 'Sửa tiếp' }, other))
    const after = (await must(drafter.call('GET', `outgoing/${draft.id}`))).json<View>()
    expect(after.versions.map((v) => v.version)).toEqual([2])
    const earlier = await must(drafter.call('GET', `outgoing/${draft.id}/versions/2`))
    expect(earlier.json<{ content: OutgoingContent }>().content.subject).toBe('Của người thứ nhất')
  })

  it('is refused while it is not ready, by whom may not, and is nobody else’s', async () => {
    const draft = await begin('Quyết định')
    const early = await drafter.call('POST', `outgoing/${draft.id}/submit`, {})
    expect([early.statusCode, early.json<{ code: string }>().code]).toEqual([422, 'outgoing.not_ready'])
    expect((await leader.call('POST', `outgoing/${draft.id}/approve`, {})).statusCode).toBe(409)
    expect((await clerk.call('POST', `outgoing/${draft.id}/approve`, {})).statusCode).toBe(403)
    for (const path of ['', '/paper'])
      expect((await stranger.call('GET', `outgoing/${draft.id}${path}`)).statusCode).toBe(404)
    expect((await save(draft, { subject: 'lạ' }, stranger)).statusCode).toBe(404)
    expect((await school.call('DELETE', `outgoing/${draft.id}`)).statusCode).toBe(404)
    await must(drafter.call('DELETE', `outgoing/${draft.id}`))
    expect((await drafter.call('GET', `outgoing/${draft.id}`)).statusCode).toBe(404)
  })

  it('that is not signed is refused with a reason: its number is void and never given again', async () => {
    const draft = await saved(await begin('Phương án'), {
      subject: 'Bố trí phòng học',
      blocks: [words('item', 'Bố trí.')],
    })
    await must(drafter.call('POST', `outgoing/${draft.id}/submit`, {}))
    await must(leader.call('POST', `outgoing/${draft.id}/approve`, {}))
    const numbered = (await must(clerk.call('POST', `outgoing/${draft.id}/number`))).json<View>()
    expect(numbered.numberSymbol).toBe('01/PA-PGDĐT')
    const paper = (await must(leader.call('GET', `outgoing/${draft.id}/paper`))).json<{ text: string }>()
    expect(paper.text).toContain('Số: 01/PA-PGDĐT')
    expect((await leader.call('POST', `outgoing/${draft.id}/refuse`, { words: '' })).statusCode).toBe(400)
    const back = await must(leader.call('POST', `outgoing/${draft.id}/refuse`, { words: 'Sai đối tượng' }))
    expect(back.json<View>()).toMatchObject({ state: 'draft', numberSymbol: null })
    expect((await issue(draft)).numberSymbol).toBe('02/PA-PGDĐT')
    expect(
      await ask(`select v.reason from @register_voids v join @register_entries e on e.id = v.entry_id
        where e.subject_id = '${draft.id}'`),
    ).toEqual([{ reason: 'Sai đối tượng' }])
  })

  it('carries what was said beside it until it is settled', async () => {
    const draft = await begin('Biên bản')
    const id = newId()
    const said = { id, blockKey: null, words: 'Ghi đủ thành phần dự họp.' }
    await must(leader.call('POST', `outgoing/${draft.id}/comments`, said, { requestId: id }))
    await must(leader.call('POST', `outgoing/${draft.id}/comments`, said, { requestId: id }))
    const now = (await must(drafter.call('GET', `outgoing/${draft.id}`))).json<View>()
    expect(now.comments).toMatchObject([{ words: 'Ghi đủ thành phần dự họp.', settledAt: null }])
    await must(drafter.call('POST', `outgoing/${draft.id}/comments/${id}/settle`))
    const after = (await must(drafter.call('GET', `outgoing/${draft.id}`))).json<View>()
    expect(after.comments[0]?.settledAt).not.toBeNull()
  })
})

describe('what one document does to another', () => {
  it('each is a numbered document of its own, and whoever holds the first sees it there', async () => {
    const first = await issue(
      await saved(await begin('Công văn'), letter({ subject: 'nộp danh sách học sinh' })),
    )
    const relations = [
      ['amends', 'Công văn'],
      ['replaces', 'Công văn'],
      ['corrects', 'Công văn'],
      ['recalls', 'Công văn'],
    ] as const
    for (const [relation, type] of relations) {
      const begun = await begin(type, { relation, documentId: first.id })
      expect(begun.content.subject).not.toBe('')
      const draft = await saved(begun, {
        desk: 'GDTH',
        addressees: ['Trường Tiểu học Vĩnh Hòa'],
        blocks: begun.content.blocks.length > 0 ? begun.content.blocks : [words('item', 'Sửa một mục.')],
      })
      expect((await issue(draft)).related).toMatchObject([
        { relation, isBy: false, document: { id: first.id } },
      ])
    }
    const held = (await must(school.call('GET', `documents/${first.id}`))).json<Document>()
    expect(held.related.map((r) => r.relation).sort()).toEqual(['amends', 'corrects', 'recalls', 'replaces'])
    expect(held.related.every((r) => r.isBy)).toBe(true)
    expect(held.may).not.toContain('document.relate')
  })

  it('whoever got the first as a package is told by packages: asked to give it back, or in whose place the new one stands', async () => {
    await setAgencyCode(world.system(), {
      of: { unitId: office.id },
      code: 'H99.12',
      isElsewhere: false,
      from: '2020-01-01',
    })
    await setAgencyCode(world.system(), {
      of: { unitId: elsewhere.id },
      code: 'H99.31',
      isElsewhere: true,
      from: '2020-01-01',
    })
    const to = [
      { words: 'Trường ở nơi khác', kind: 'unit' as const, purpose: 'know' as const, unitId: elsewhere.id },
    ]
    const notice = async (relation: object | null, subject: string) =>
      issue(
        await saved(await begin('Thông báo', relation), {
          subject,
          blocks: [words('item', 'Nghỉ một ngày.')],
          recipients: to,
        }),
      )
    const first = await notice(null, 'Nghỉ lễ')
    await world.database.pool.query(
      `update ${testHome}.deliveries set exchange_state = 'sent' where document_id = $1`,
      [first.id],
    )
    await world.database.pool.query(
      `update ${testHome}.packages set state = 'sent', hash = id::text, sent_at = now(), document_ref = 'x' || id where state <> 'sent'`,
    )
    const second = await notice({ relation: 'replaces', documentId: first.id }, 'Nghỉ lễ, sửa ngày')
    expect(await ask(`select kind, of_id from @replacements where document_id = '${second.id}'`)).toEqual([
      { kind: 'replacement', of_id: first.id },
    ])
    const letterBack = await begin('Công văn', { relation: 'recalls', documentId: first.id })
    await issue(await saved(letterBack, { desk: 'GDTH', addressees: ['Trường Tiểu học Vĩnh Hòa'] }))
    expect(await ask(`select exchange_state from @deliveries where document_id = '${first.id}'`)).toEqual([
      { exchange_state: '13' },
    ])
  })

  it('only the unit’s own issued documents can be named', async () => {
    const foreign = newId()
    const id = newId()
    const answer = await drafter.call('POST', 'outgoing', {
      id,
      type: 'Công văn',
      relation: { relation: 'recalls', documentId: foreign },
    })
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([422, 'outgoing.bad_link'])
    expect((await drafter.call('GET', `outgoing/${id}`)).statusCode).toBe(404)
  })
})

describe('the list of what is being written', () => {
  it('is searched with and without diacritics, filtered and exported', async () => {
    await saved(await begin('Hướng dẫn'), { subject: 'Dùng biểu mẫu mới' })
    const found = async (q: string) =>
      (await must(drafter.call('GET', `outgoing?${q}`))).json<{ rows: { subject: string }[] }>().rows
    expect((await found('q=bieu+mau+moi')).map((r) => r.subject)).toEqual(['Dùng biểu mẫu mới'])
    expect(await found('q=kh%C3%B4ng+c%C3%B3')).toEqual([])
    expect(await found('state=approved&q=bieu+mau')).toEqual([])
    expect((await sheetOf(drafter, 'outgoing/export.xlsx?q=bieu+mau')).rows).toHaveLength(1)
  })
})
