import type { FastifyInstance } from 'fastify'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeWorld, testHome, testNow, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { makePerson, makeUnit, type MadePerson, type MadeUnit } from '../../../test/support/make.ts'
import { must, readyContent, readyTask } from '../../../test/support/plans.ts'
import { sheetOf } from '../../../test/support/sheet.ts'
import { dayOf, type Clock } from '../../platform/clock.ts'
import { newId } from '../../platform/ids.ts'

let world: World
let app: FastifyInstance
let office: MadeUnit
let head: MadePerson
let deputy: MadePerson
let as: Record<'head' | 'deputy' | 'clerk' | 'drafter' | 'stranger', Browser>
let now = new Date(testNow)
const clock: Clock = { now: () => new Date(now), today: () => dayOf(now) }

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world, clock)
})
beforeEach(async () => {
  now = new Date(testNow)
  office = await makeUnit(world)
  const elsewhere = await makeUnit(world)
  const at = (roles: ('leader' | 'clerk' | 'specialist' | 'admin')[], name: string, more: object = {}) =>
    makePerson(world, office.id, { roles, name, ...more })
  head = await at(['leader'], 'Đoàn Quốc Bảo', { isHead: true, title: 'Trưởng phòng' })
  deputy = await at(['leader'], 'Lê Thị Hoài An', { title: 'Phó Trưởng phòng' })
  const clerk = await at(['clerk'], 'Trần Văn Thư')
  const drafter = await at(['specialist'], 'Phạm Soạn')
  const stranger = await makePerson(world, elsewhere.id, { roles: ['leader', 'clerk', 'admin'] })
  as = {
    head: await signedIn(world, app, head, now),
    deputy: await signedIn(world, app, deputy, now),
    clerk: await signedIn(world, app, clerk, now),
    drafter: await signedIn(world, app, drafter, now),
    stranger: await signedIn(world, app, stranger, now),
  }
})

const mandate = (more: object = {}) => ({
  id: newId(),
  personId: deputy.personId,
  authority: 'tuq',
  position: 'Phó Trưởng phòng',
  forWhom: 'Trưởng phòng',
  deputyOf: null,
  kinds: ['Giấy mời'],
  limits: 'Mời họp giao ban',
  basis: '5/GUQ-PGDĐT',
  basisDate: '2024-06-03',
  since: '2024-06-10',
  until: '2024-06-20',
  ...more,
})
const kt = (more: object = {}) =>
  mandate({ authority: 'kt', kinds: [], limits: null, basis: null, basisDate: null, until: null, ...more })
const make = (body: object, by = as.clerk) => by.call('POST', 'mandates', body)
interface Draft {
  id: string
  version: number
  content: { signer: object; blocks: object[] }
  findings: { code: string; level: string; sentence: string; article: string | null }[]
}
const signerFindings = (draft: Draft) => draft.findings.filter((f) => f.code.startsWith('signer_'))

/** An invitation that is ready to be handed on, but for who signs it. */
async function invitation(signer: object): Promise<Draft> {
  const id = newId()
  const begun = (await must(as.drafter.call('POST', 'outgoing', { id, type: 'Giấy mời' }))).json<Draft>()
  const blocks = [{ kind: 'text', key: 'k1', style: 'paragraph', words: 'Mời dự họp.' }]
  const content = { ...begun.content, subject: 'Họp giao ban', blocks, signer }
  return (
    await must(as.drafter.call('PATCH', `outgoing/${id}`, { version: begun.version, content }))
  ).json<Draft>()
}
const byAuthorisation = () => ({
  personId: deputy.personId,
  authority: 'TUQ. Trưởng phòng',
  position: 'Phó Trưởng phòng',
  deputyOf: null,
})

describe('a right to sign', () => {
  it('is offered on its days to whoever drafts such a document, behind the head’s own', async () => {
    await must(make(mandate()))
    const offered = async (query: string) =>
      (await must(as.drafter.call('GET', `signers?${query}`)))
        .json<{
          signers: { name: string; lines: string[] }[]
        }>()
        .signers.map((s) => [s.name, ...s.lines])
    const own = ['Đoàn Quốc Bảo', 'TRƯỞNG PHÒNG']
    const given = ['Lê Thị Hoài An', 'TUQ. TRƯỞNG PHÒNG', 'PHÓ TRƯỞNG PHÒNG']
    expect(await offered('type=Giấy mời')).toEqual([own, given])
    expect(await offered('type=Giấy mời&on=2024-06-20')).toEqual([own])
    expect(await offered('type=Giấy mời&on=2024-06-09')).toEqual([own])
    expect(await offered('type=Quyết định')).toEqual([own])
  })

  it('of the head for a collective body is what a new document begins with', async () => {
    const tm = { authority: 'tm', personId: head.personId, position: 'Chủ tịch', forWhom: 'Ủy ban nhân dân' }
    await must(make(kt(tm)))
    const id = newId()
    const begun = await must(as.drafter.call('POST', 'outgoing', { id, type: 'Thông báo' }))
    expect(begun.json<Draft>().content.signer).toEqual({
      personId: head.personId,
      authority: 'TM. Ủy ban nhân dân',
      position: 'Chủ tịch',
      deputyOf: null,
    })
    const plan = await must(as.drafter.call('POST', 'plans', { id: newId(), year: 2024 }))
    expect(plan.json<Draft>().content.signer).toMatchObject({ authority: 'TM. Ủy ban nhân dân' })
  })

  it('by authorisation that is missing, over or passed on lets nobody hand on, approve or issue', async () => {
    const draft = await invitation(byAuthorisation())
    const at = `outgoing/${draft.id}`
    expect(signerFindings(draft)).toEqual([
      {
        code: 'signer_none',
        level: 'must',
        blockKey: null,
        sentence: expect.stringContaining('ký thừa ủy quyền (TUQ.)') as string,
        article: 'Nghị định 30/2020/NĐ-CP, Điều 13 khoản 3',
      },
    ])
    expect((await as.drafter.call('POST', `${at}/submit`, {})).json()).toMatchObject({
      code: 'mandates.refused_none',
    })
    await must(make(mandate()))
    await must(as.drafter.call('POST', `${at}/submit`, {}))
    // Between handing on and approving its last day passes.
    now = new Date('2024-06-20T02:00:00Z')
    const seen = (await must(as.head.call('GET', at))).json<Draft>()
    expect(signerFindings(seen)[0]).toMatchObject({ code: 'signer_over', level: 'must' })
    expect(signerFindings(seen)[0]?.sentence).toContain('20/06/2024')
    const refused = await as.head.call('POST', `${at}/approve`, {})
    expect(refused.statusCode).toBe(409)
    expect(refused.json()).toMatchObject({ code: 'mandates.refused_over' })
    now = new Date(testNow)
    await must(as.head.call('POST', `${at}/approve`, {}))
    now = new Date('2024-06-20T02:00:00Z')
    expect((await as.clerk.call('POST', `${at}/issue`, { version: draft.version })).json()).toMatchObject({
      code: 'mandates.refused_over',
    })
    now = new Date(testNow)
    await must(as.clerk.call('POST', `${at}/issue`, { version: draft.version }))
    const onward = await invitation({ ...byAuthorisation(), deputyOf: 'Trưởng phòng' })
    expect(signerFindings(onward)[0]).toMatchObject({ code: 'signer_passed_on', level: 'must' })
  })

  it('of a number’s day holds for the document that bears it, also when it is signed later', async () => {
    await must(make(mandate()))
    const draft = await invitation(byAuthorisation())
    const at = `outgoing/${draft.id}`
    await must(as.drafter.call('POST', `${at}/submit`, {}))
    await must(as.head.call('POST', `${at}/approve`, {}))
    await must(as.clerk.call('POST', `${at}/number`, {}))
    now = new Date('2024-06-21T02:00:00Z')
    expect(signerFindings((await must(as.head.call('GET', at))).json<Draft>())).toEqual([])
    await must(as.clerk.call('POST', `${at}/issue`, { version: draft.version }))
  })

  it('for the head that nobody wrote down is said beside the text, and refuses nothing', async () => {
    const signer = { ...byAuthorisation(), authority: null, deputyOf: 'Trưởng phòng' }
    const draft = await invitation(signer)
    expect(signerFindings(draft)[0]).toMatchObject({
      code: 'signer_none',
      level: 'should',
      article: 'Nghị định 30/2020/NĐ-CP, Điều 13 khoản 1',
    })
    await must(as.drafter.call('POST', `outgoing/${draft.id}/submit`, {}))
    await must(make(kt()))
    expect(signerFindings((await must(as.head.call('GET', `outgoing/${draft.id}`))).json<Draft>())).toEqual(
      [],
    )
  })

  it('is asked of plans too', async () => {
    const id = newId()
    const plan = (await must(as.drafter.call('POST', 'plans', { id, year: 2024 }))).json<Draft>()
    const content = { ...readyContent({ tasks: [readyTask('a')] }), signer: byAuthorisation() }
    const saved = await must(
      as.drafter.call('PATCH', `plans/${id}/draft`, { version: plan.version, content }),
    )
    expect(signerFindings(saved.json<Draft>())[0]).toMatchObject({ code: 'signer_none', level: 'must' })
    expect((await as.drafter.call('POST', `plans/${id}/draft/submit`, {})).json()).toMatchObject({
      code: 'mandates.refused_none',
    })
    await must(make(mandate({ kinds: ['Kế hoạch'] })))
    await must(as.drafter.call('POST', `plans/${id}/draft/submit`, {}))
    await must(as.head.call('POST', `plans/${id}/draft/approve`, {}))
  })

  it('ends with its person’s place in the unit', async () => {
    const made = mandate()
    await must(make(made))
    await world.database.pool.query(
      `update ${testHome}.memberships set valid_until = '2024-06-15' where person_id = $1`,
      [deputy.personId],
    )
    const draft = await invitation(byAuthorisation())
    expect(signerFindings(draft)[0]).toMatchObject({ code: 'signer_left', level: 'must' })
    const list = (await must(as.clerk.call('GET', 'mandates'))).json<{
      rows: { id: string; state: string }[]
    }>()
    expect(list.rows).toMatchObject([{ id: made.id, state: 'void' }])
  })
})

describe('the register', () => {
  it('is kept by clerk, leader and administrator, not by who drafts or decides in another’s place', async () => {
    expect((await make(mandate(), as.drafter)).json()).toMatchObject({ code: 'common.only_roles' })
    await must(make(kt(), as.head))
    const seen = await must(as.drafter.call('GET', 'mandates'))
    expect(seen.json()).toMatchObject({ rows: [{ name: 'Lê Thị Hoài An', may: [] }], people: [], may: [] })
    const stand = { id: newId(), since: '2024-06-17', until: '2024-06-20' }
    const toPersonId = (
      await world.database.pool.query<{ person_id: string }>(
        `select person_id from ${testHome}.memberships where unit_id = $1 and role = 'specialist'`,
        [office.id],
      )
    ).rows[0]?.person_id
    await must(as.head.call('POST', `units/${office.id}/delegations`, { ...stand, toPersonId }))
    expect((await make(mandate(), as.drafter)).json()).toMatchObject({ code: 'common.only_roles' })
  })

  it('refuses what the decree does not allow, and somebody of another unit', async () => {
    for (const [more, code] of [
      [{ until: null }, 'mandates.tuq_limits'],
      [{ deputyOf: 'Trưởng phòng' }, 'mandates.tuq_passed_on'],
      [{ basisDate: '2024-06-11' }, 'mandates.before_basis'],
      [{ authority: 'tl', kinds: [] }, 'mandates.tl_limits'],
      [{ until: '2024-06-10' }, 'mandates.days'],
      [{ forWhom: null }, 'mandates.for_whom'],
      [{ personId: newId() }, 'mandates.person'],
      [{ personId: (await makePerson(world, (await makeUnit(world)).id)).personId }, 'mandates.person'],
    ] as const)
      expect((await make(mandate(more))).json()).toMatchObject({ code })
  })

  it('takes a right once, however often it is sent and although two are sent at once', async () => {
    const body = mandate()
    const once = await must(as.clerk.call('POST', 'mandates', body, { requestId: body.id }))
    const again = await must(as.clerk.call('POST', 'mandates', body, { requestId: body.id }))
    expect(again.json()).toEqual(once.json())
    const both = await Promise.all([kt(), kt()].map((b) => make(b)))
    expect(both.map((b) => b.statusCode).sort()).toEqual([200, 409])
  })

  it('ends a right from a day on, or from its first where it was a mistake', async () => {
    const [one, other] = [kt(), mandate()]
    await must(make(one))
    await must(make(other))
    const end = (id: string, from: string) => as.head.call('POST', `mandates/${id}/end`, { from })
    expect((await end(one.id, '2024-06-12')).json()).toMatchObject({ code: 'mandates.end_day' })
    const ended = await must(end(one.id, '2024-07-01'))
    expect(ended.json()).toMatchObject({ state: 'holds', until: '2024-07-01', endedFrom: '2024-07-01' })
    expect((await end(one.id, '2024-07-01')).json()).toMatchObject({ code: 'mandates.over' })
    expect((await must(end(other.id, '2024-06-10'))).json()).toMatchObject({ state: 'over', may: [] })
    // What never held is no hindrance to writing it down rightly.
    await must(make(mandate({ kinds: ['Giấy mời', 'Thông báo'] })))
  })

  it('is searched, filtered and exported', async () => {
    await must(make(mandate()))
    await must(make(kt({ since: '2024-07-01' })))
    const found = async (query: string) =>
      (await must(as.clerk.call('GET', `mandates?${query}`)))
        .json<{ rows: { authority: string }[] }>()
        .rows.map((r) => r.authority)
    expect(await found('')).toEqual(['kt', 'tuq'])
    expect(await found('q=hoai an')).toEqual(['kt', 'tuq'])
    expect(await found('q=5/GUQ')).toEqual(['tuq'])
    expect(await found('state=coming')).toEqual(['kt'])
    const { heads, rows } = await sheetOf(as.clerk, 'mandates/export.xlsx?state=holds')
    expect(heads[0]).toBe('Người ký')
    expect(rows).toEqual([
      [
        'Lê Thị Hoài An',
        'TUQ. (thừa ủy quyền)',
        'TUQ. TRƯỞNG PHÒNG / PHÓ TRƯỞNG PHÒNG',
        'Giấy mời',
        'Mời họp giao ban',
        '5/GUQ-PGDĐT',
        '2024-06-03',
        '2024-06-10',
        '2024-06-20',
        'đang có hiệu lực',
      ],
    ])
  })

  it('is a head’s by office, too, whose row another unit keeps: a deputy of the office who leads a school for a while', async () => {
    const school = await makeUnit(world)
    const writer = await signedIn(
      world,
      app,
      await makePerson(world, school.id, { roles: ['specialist'] }),
      now,
    )
    await world.database.pool.query(
      `insert into ${testHome}.memberships (id, person_id, unit_id, role, title, is_head, valid_from)
       values ($1, $2, $3, 'leader', 'Phụ trách trường', true, '2020-01-01')`,
      [newId(), deputy.personId, school.id],
    )
    const query = new URLSearchParams({ type: 'Kế hoạch' })
    expect((await must(writer.call('GET', `signers?${query.toString()}`))).json()).toMatchObject({
      signers: [{ personId: deputy.personId, position: 'Phụ trách trường' }],
    })
    const id = newId()
    const begun = await must(writer.call('POST', 'plans', { id, year: 2024 }))
    expect(begun.json()).toMatchObject({
      content: { signer: { personId: deputy.personId, authority: null, position: 'Phụ trách trường' } },
    })
    expect(begun.json<{ findings: { code: string }[] }>().findings.map((f) => f.code)).not.toContain(
      'no_signer',
    )
    // The name stands under the plan, with the position, and among the people to choose from.
    const paper = await must(writer.call('GET', `plans/${id}/draft/paper`))
    expect(paper.json<{ text: string }>().text).toMatch(/PHỤ TRÁCH TRƯỜNG\s+Lê Thị Hoài An/)
    expect((await must(writer.call('GET', 'plans/people'))).json()).toMatchObject({
      people: [{ id: deputy.personId, name: 'Lê Thị Hoài An' }, {}],
    })
  })

  it('is nobody else’s: another unit finds nothing and ends nothing', async () => {
    const made = mandate()
    await must(make(made))
    expect((await as.stranger.call('GET', 'mandates')).json()).toMatchObject({ rows: [] })
    expect(
      (await as.stranger.call('POST', `mandates/${made.id}/end`, { from: '2024-06-17' })).statusCode,
    ).toBe(404)
    const list = await must(as.clerk.call('GET', 'mandates'))
    expect(list.json()).toMatchObject({ rows: [{ id: made.id, state: 'holds', endedFrom: null }] })
  })
})
