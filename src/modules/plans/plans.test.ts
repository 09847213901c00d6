import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, testHome, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { makePerson, makeUnit, type MadeUnit } from '../../../test/support/make.ts'
import {
  issueContent,
  issueDraft,
  makeIssuedPlan,
  makeReceivedDocument,
  must,
  readyContent,
  readyTask,
  type Draft,
  type Hands,
  type Plan,
} from '../../../test/support/plans.ts'
import { newId } from '../../platform/ids.ts'
import { transaction } from '../../platform/tx.ts'
import type { PlanList, SourceList } from './plans.api.schema.ts'
import type { PlanContent, PlanTask } from './plans.schema.ts'
import type { z } from 'zod'

let world: World
let app: FastifyInstance
let department: MadeUnit
let office: MadeUnit
let school: MadeUnit
let departmentHands: Hands
let officeHands: Hands
let schoolHands: Hands
let outsider: Browser

async function handsOf(unit: MadeUnit): Promise<Hands> {
  const browser = async (role: 'specialist' | 'leader' | 'clerk') =>
    signedIn(
      world,
      app,
      await makePerson(world, unit.id, { roles: [role], isHead: role === 'leader', title: 'Trưởng phòng' }),
    )
  return {
    drafter: await browser('specialist'),
    leader: await browser('leader'),
    clerk: await browser('clerk'),
  }
}

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  department = await makeUnit(world, {
    kind: 'department',
    name: 'Sở Giáo dục và Đào tạo tỉnh Hà Thanh',
    abbreviation: 'SGDĐT',
  })
  office = await makeUnit(world, {
    kind: 'education_office',
    name: 'Phòng Giáo dục và Đào tạo huyện Vân Sơn',
    abbreviation: 'PGDĐT',
    profession: department.id,
  })
  school = await makeUnit(world, {
    name: 'Trường Tiểu học Vĩnh Hòa',
    administration: office.id,
    profession: office.id,
  })
  departmentHands = await handsOf(department)
  officeHands = await handsOf(office)
  schoolHands = await handsOf(school)
  const elsewhere = await makeUnit(world, { name: 'Trường ở nơi khác' })
  outsider = await signedIn(
    world,
    app,
    await makePerson(world, elsewhere.id, { roles: ['specialist', 'clerk', 'leader'] }),
  )
})

async function rows<T>(query: ReturnType<typeof sql<T>>): Promise<T[]> {
  return transaction(
    world.database.db,
    { home: testHome, scope: '*' },
    async (trx) => (await query.execute(trx)).rows,
  )
}

const toCarryOut = {
  words: 'Các đơn vị trực thuộc',
  kind: 'group' as const,
  purpose: 'carry out' as const,
  groupCode: 'all_below',
}

async function departmentPlan(tasks: PlanTask[], more: Partial<PlanContent> = {}): Promise<Plan> {
  return makeIssuedPlan(
    departmentHands,
    readyContent({ tasks, recipients: [toCarryOut], belowDueOn: '2024-07-15', ...more }),
  )
}

async function draftFrom(hands: Hands, documentId: string, id = newId()): Promise<Draft> {
  return (
    await must(hands.drafter.call('POST', 'plans', { id, year: 2024, documents: [{ documentId }] }))
  ).json<Draft>()
}

function decideAll(content: PlanContent): PlanContent {
  return {
    ...content,
    tasks: content.tasks.map((t) => ({ ...t, decision: 'kept' as const, leadWords: 'Văn thư' })),
  }
}

describe('drafting', () => {
  it('from a document: one click, everything to decide, and not to review before that', async () => {
    const documentId = await makeReceivedDocument(world, office.id, [
      { key: 'II', parentKey: null, kind: 'heading', words: 'Nội dung' },
      { key: 'II.a', parentKey: 'II', kind: 'content', words: 'Rà soát thủ tục trước ngày 30/9/2024.' },
      { key: 'II.b', parentKey: 'II', kind: 'content', words: 'Khảo sát cha mẹ học sinh.' },
    ])
    const draft = await draftFrom(officeHands, documentId)
    expect(draft.content.tasks.map((t) => t.decision)).toEqual(['to_decide', 'to_decide'])
    expect(draft.content.signer.position).toBe('Trưởng phòng')
    expect(draft.content.recipients.map((r) => r.purpose)).toEqual(['report', 'carry out', 'archive'])
    expect(draft.sources[0]?.clauses.map((c) => [c.path, c.coverage, c.undecided])).toEqual([
      ['II', 'none', 2],
      ['II.a', 'none', 1],
      ['II.b', 'none', 1],
    ])
    const refused = await officeHands.drafter.call('POST', `plans/${draft.planId}/draft/submit`, {})
    expect(refused.statusCode).toBe(422)
    expect(refused.json()).toMatchObject({ code: 'plans.not_ready' })
    expect(draft.findings.find((f) => f.code === 'undecided')?.sentence).toContain(
      '2 nhiệm vụ chờ quyết định',
    )
  })

  it('sent twice with one id is one plan; the id with other content is refused', async () => {
    const id = newId()
    const body = { id, year: 2024, documents: [] }
    await must(officeHands.drafter.call('POST', 'plans', body, { requestId: id }))
    await must(officeHands.drafter.call('POST', 'plans', body, { requestId: id }))
    const other = await officeHands.drafter.call('POST', 'plans', { ...body, year: 2025 }, { requestId: id })
    expect(other.statusCode).toBe(422)
    expect(await rows(sql`select 1 from plans where id = ${id}`)).toHaveLength(1)
    // The id of a plan of another unit gives nothing away and changes nothing.
    const stolen = await outsider.call('POST', 'plans', body)
    expect(stolen.statusCode).toBe(422)
    expect(await rows(sql`select unit_id from plans where id = ${id}`)).toEqual([{ unit_id: office.id }])
  })

  it('is only the unit’s: others get 404, and nothing changes', async () => {
    const id = newId()
    const draft = (await must(officeHands.drafter.call('POST', 'plans', { id, year: 2024 }))).json<Draft>()
    for (const browser of [outsider, schoolHands.drafter, departmentHands.leader]) {
      expect((await browser.call('GET', `plans/${id}/draft`)).statusCode).toBe(404)
      expect((await browser.call('GET', `plans/${id}`)).statusCode).toBe(404)
      const saved = await browser.call('PATCH', `plans/${id}/draft`, { version: 1, content: readyContent() })
      expect(saved.statusCode).toBe(404)
      expect((await browser.call('POST', `plans/${id}/draft/submit`, {})).statusCode).toBe(404)
      expect((await browser.call('POST', `plans/${id}/issue`, { revision: 1 })).statusCode).toBe(404)
      expect((await browser.call('DELETE', `plans/${id}/draft`)).statusCode).toBe(404)
    }
    const now = (await officeHands.drafter.call('GET', `plans/${id}/draft`)).json<Draft>()
    expect(now).toEqual(draft)
  })

  it('of two savings of one version one wins, and the other is told', async () => {
    const id = newId()
    await must(officeHands.drafter.call('POST', 'plans', { id, year: 2024 }))
    const save = (title: string) =>
      officeHands.drafter.call('PATCH', `plans/${id}/draft`, { version: 1, content: readyContent({ title }) })
    const answers = await Promise.all([save('Một'), save('Hai')])
    expect(answers.map((a) => a.statusCode).sort()).toEqual([200, 409])
    const now = (await officeHands.drafter.call('GET', `plans/${id}/draft`)).json<Draft>()
    expect(now.version).toBe(2)
    const winner = answers.find((a) => a.statusCode === 200)
    expect(now.content.title).toBe(winner?.json<Draft>().content.title)
  })

  it('may not be begun from a document that was not given to the unit', async () => {
    const documentId = await makeReceivedDocument(world, office.id, [
      { key: 'a', parentKey: null, kind: 'content', words: 'Chỉ Phòng nhận.' },
    ])
    const id = newId()
    const answer = await outsider.call('POST', 'plans', { id, year: 2024, documents: [{ documentId }] })
    expect(answer.statusCode).toBe(404)
    expect(await rows(sql`select 1 from plans where id = ${id}`)).toHaveLength(0)
  })
})

describe('review', () => {
  it('goes draft → in review → returned → in review → approved, each by whose it is, with the words kept inside', async () => {
    const id = newId()
    await must(officeHands.drafter.call('POST', 'plans', { id, year: 2024 }))
    const content = readyContent({ tasks: [readyTask('t1')] })
    await must(officeHands.drafter.call('PATCH', `plans/${id}/draft`, { version: 1, content }))
    expect((await officeHands.leader.call('POST', `plans/${id}/draft/submit`, {})).statusCode).toBe(403)
    expect((await officeHands.leader.call('POST', `plans/${id}/draft/approve`, {})).statusCode).toBe(409)
    await must(officeHands.drafter.call('POST', `plans/${id}/draft/submit`, {}))
    expect((await officeHands.drafter.call('POST', `plans/${id}/draft/approve`, {})).statusCode).toBe(403)
    expect(
      (await officeHands.leader.call('POST', `plans/${id}/draft/return`, { words: '' })).statusCode,
    ).toBe(400)
    await must(officeHands.leader.call('POST', `plans/${id}/draft/return`, { words: 'Thêm hạn báo cáo.' }))
    await must(officeHands.drafter.call('POST', `plans/${id}/draft/submit`, {}))
    const saving = await officeHands.drafter.call('PATCH', `plans/${id}/draft`, { version: 2, content })
    expect(saving.json()).toMatchObject({ code: 'plans.not_draft' })
    const approved = (
      await must(officeHands.leader.call('POST', `plans/${id}/draft/approve`, {}))
    ).json<Draft>()
    expect(approved.steps.map((s) => [s.step, s.words])).toEqual([
      ['submit', null],
      ['return', 'Thêm hạn báo cáo.'],
      ['submit', null],
      ['approve', null],
    ])
    expect(approved.state).toBe('approved')
    const clerk = (await officeHands.clerk.call('GET', `plans/${id}/draft`)).json<Draft>()
    expect(clerk.may).toEqual(['number', 'refuse', 'issue'])
  })

  it('a refused number stays in the register with its reason, and the next one follows it', async () => {
    const id = newId()
    await must(officeHands.drafter.call('POST', 'plans', { id, year: 2024 }))
    const content = readyContent({ tasks: [readyTask('t1')] })
    await must(officeHands.drafter.call('PATCH', `plans/${id}/draft`, { version: 1, content }))
    await must(officeHands.drafter.call('POST', `plans/${id}/draft/submit`, {}))
    await must(officeHands.leader.call('POST', `plans/${id}/draft/approve`, {}))
    const numbered = (await must(officeHands.clerk.call('POST', `plans/${id}/draft/number`))).json<Draft>()
    const refused = (
      await must(officeHands.clerk.call('POST', `plans/${id}/draft/refuse`, { words: 'Thiếu trang 3' }))
    ).json<Draft>()
    expect(refused).toMatchObject({ state: 'draft', numberSymbol: null })
    const plan = await issueDraft(officeHands, id)
    expect(Number(plan.numberSymbol?.split('/')[0])).toBe(Number(numbered.numberSymbol?.split('/')[0]) + 1)
    expect(
      await rows(
        sql`select v.reason from register_entries e join register_voids v on v.entry_id = e.id where e.subject_id = ${id}`,
      ),
    ).toEqual([{ reason: 'Thiếu trang 3' }])
  })
})

describe('issuing', () => {
  it('freezes the revision, takes it apart, makes the document and sends it with what it rests on', async () => {
    const above = await departmentPlan([
      readyTask('s1', {
        target: { indicator: 'leaflets', value: 900 },
        belowTargets: [{ kind: 'education_office', value: 300 }],
      }),
    ])
    const draft = await draftFrom(officeHands, above.documentId)
    expect(draft.content.tasks[0]).toMatchObject({
      decision: 'to_decide',
      target: { indicator: 'leaflets', value: 300 },
      origins: [{ planId: above.id, revision: 1, taskKey: 's1' }],
    })
    expect(await obligations(office, 'make_plan', above.id)).toEqual([
      { state: 'open', due_on: '2024-07-15' },
    ])
    const decided = decideAll(draft.content)
    const plan = await issueContent(officeHands, draft.planId, { ...decided, recipients: [toCarryOut] })
    expect(plan.sources[0]?.counts).toEqual({ kept: 1, adapted: 0, declined: 0, none: 0 })
    expect(await obligations(office, 'make_plan', above.id)).toEqual([
      { state: 'done', due_on: '2024-07-15' },
    ])
    expect(await obligations(office, 'do_task', plan.id)).toEqual([{ state: 'open', due_on: '2024-06-30' }])
    const key = plan.content.tasks[0]?.key
    expect(await rows(sql`select task_key, origin_key from task_origins where plan_id = ${plan.id}`)).toEqual(
      [{ task_key: key, origin_key: 's1' }],
    )
    expect(await rows(sql`select clause_key from task_clauses where plan_id = ${plan.id}`)).toEqual([
      { clause_key: 's1' },
    ])
    const [paper] = await rows<{ text: string }>(
      sql`select text from documents where id = ${plan.documentId}`,
    )
    expect(paper?.text).toContain('Phát tờ gấp s1 đến từng gia đình.')

    // The school reads what was delivered to it and, up the thread, what that rests on; the outsider nothing.
    expect((await schoolHands.drafter.call('GET', `plans/${plan.id}`)).statusCode).toBe(200)
    expect((await schoolHands.drafter.call('GET', `plans/${above.id}`)).statusCode).toBe(200)
    expect((await outsider.call('GET', `plans/${plan.id}`)).statusCode).toBe(404)
    expect((await departmentHands.leader.call('GET', `plans/${plan.id}`)).statusCode).toBe(200)
    expect((await schoolHands.drafter.call('GET', `plans/${plan.id}/draft`)).statusCode).toBe(404)
    const delivered = (await schoolHands.drafter.call('GET', 'plans/delivered?year=2024')).json<
      z.output<typeof PlanList>
    >()
    expect(delivered.rows.map((r) => r.id)).toContain(plan.id)
    expect(delivered.rows.map((r) => r.id)).not.toContain(above.id)
    const below = (await departmentHands.leader.call('GET', 'plans/below')).json<z.output<typeof PlanList>>()
    expect(below.rows.map((r) => r.id)).toContain(plan.id)
  })

  it('two at once: one wins, one number, one document', async () => {
    const id = newId()
    await must(officeHands.drafter.call('POST', 'plans', { id, year: 2024 }))
    const content = readyContent({ tasks: [readyTask('t1')] })
    await must(officeHands.drafter.call('PATCH', `plans/${id}/draft`, { version: 1, content }))
    await must(officeHands.drafter.call('POST', `plans/${id}/draft/submit`, {}))
    await must(officeHands.leader.call('POST', `plans/${id}/draft/approve`, {}))
    const issue = () => officeHands.clerk.call('POST', `plans/${id}/issue`, { revision: 1 })
    const answers = await Promise.all([issue(), issue(), issue()])
    expect(answers.map((a) => a.statusCode).sort()).toEqual([200, 409, 409])
    expect(await rows(sql`select 1 from documents where plan_id = ${id}`)).toHaveLength(1)
    expect(await rows(sql`select 1 from register_entries where subject_id = ${id}`)).toHaveLength(1)
    expect(await rows(sql`select 1 from plan_revisions where plan_id = ${id}`)).toHaveLength(1)
  })

  it('sent twice with one request id is one issue, answered alike', async () => {
    const id = newId()
    await must(officeHands.drafter.call('POST', 'plans', { id, year: 2024 }))
    const content = readyContent({ tasks: [readyTask('t1')] })
    await must(officeHands.drafter.call('PATCH', `plans/${id}/draft`, { version: 1, content }))
    await must(officeHands.drafter.call('POST', `plans/${id}/draft/submit`, {}))
    await must(officeHands.leader.call('POST', `plans/${id}/draft/approve`, {}))
    const requestId = newId()
    const first = await must(
      officeHands.clerk.call('POST', `plans/${id}/issue`, { revision: 1 }, { requestId }),
    )
    const again = await must(
      officeHands.clerk.call('POST', `plans/${id}/issue`, { revision: 1 }, { requestId }),
    )
    expect(again.json()).toEqual(first.json())
    expect(await rows(sql`select 1 from register_entries where subject_id = ${id}`)).toHaveLength(1)
  })

  it('refuses origins and people that are not there', async () => {
    const id = newId()
    await must(officeHands.drafter.call('POST', 'plans', { id, year: 2024 }))
    const forged = readyTask('t1', { origins: [{ planId: newId(), revision: 1, taskKey: 'x' }] })
    await must(
      officeHands.drafter.call('PATCH', `plans/${id}/draft`, {
        version: 1,
        content: readyContent({ tasks: [forged] }),
      }),
    )
    await must(officeHands.drafter.call('POST', `plans/${id}/draft/submit`, {}))
    await must(officeHands.leader.call('POST', `plans/${id}/draft/approve`, {}))
    const answer = await officeHands.clerk.call('POST', `plans/${id}/issue`, { revision: 1 })
    expect(answer.json()).toMatchObject({ code: 'plans.bad_link' })
    expect(await rows(sql`select 1 from documents where plan_id = ${id}`)).toHaveLength(0)
  })
})

async function obligations(unit: MadeUnit, what: string, sourceId: string) {
  return rows<{ state: string; due_on: string }>(
    sql`select state, due_on from obligations where unit_id = ${unit.id} and what = ${what} and source_id = ${sourceId} order by source_key`,
  )
}

describe('revisions and bases', () => {
  it('a revision keeps keys, has a number of its own, and says what changed', async () => {
    const first = await makeIssuedPlan(officeHands, readyContent({ tasks: [readyTask('a'), readyTask('b')] }))
    expect((await officeHands.leader.call('POST', `plans/${first.id}/draft`, {})).statusCode).toBe(403)
    const draft = (await must(officeHands.drafter.call('POST', `plans/${first.id}/draft`, {}))).json<Draft>()
    expect(draft.content.tasks.map((t) => t.key)).toEqual(['a', 'b'])
    expect((await officeHands.drafter.call('POST', `plans/${first.id}/draft`, {})).statusCode).toBe(409)
    const content: PlanContent = {
      ...draft.content,
      tasks: [readyTask('a', { content: 'Lời khác.' }), readyTask('c')],
    }
    const second = await issueContent(officeHands, first.id, content)
    expect(second.revision).toBe(2)
    expect(second.numberSymbol).not.toBe(first.numberSymbol)
    const changes = (
      await must(officeHands.drafter.call('GET', `plans/${first.id}/changes?from=1&to=2`))
    ).json<{
      tasks: { key: string; change: string }[]
    }>()
    expect(changes.tasks.map((t) => [t.key, t.change])).toEqual([
      ['a', 'changed'],
      ['c', 'added'],
      ['b', 'removed'],
    ])
    // The day of task a is the same, so what was owed stands; b asks nothing any more.
    expect(
      await rows(
        sql`select source_key, state from obligations where source_id = ${first.id} and what = 'do_task' order by source_key`,
      ),
    ).toEqual([
      { source_key: 'a', state: 'open' },
      { source_key: 'b', state: 'void' },
      { source_key: 'c', state: 'open' },
    ])
    const old = (await must(officeHands.drafter.call('GET', `plans/${first.id}/revisions/1`))).json<Plan>()
    expect(old.content.tasks.map((t) => t.key)).toEqual(['a', 'b'])
  })

  it('a provisional basis is replaced by the real one: links follow by place and words, the rest is named', async () => {
    const provisional = await makeReceivedDocument(world, office.id, [
      { key: 'p1', parentKey: null, kind: 'content', words: 'Rà soát thủ tục hành chính ngành giáo dục.' },
      { key: 'p2', parentKey: null, kind: 'content', words: 'Tổ chức hội thi tìm hiểu.' },
    ])
    const real = await makeReceivedDocument(
      world,
      office.id,
      [
        {
          key: 'r1',
          parentKey: null,
          kind: 'content',
          words: 'Rà soát thủ tục hành chính của ngành giáo dục và đào tạo.',
        },
        { key: 'r2', parentKey: null, kind: 'form', words: 'Treo áp phích ở cổng.' },
      ],
      { numberSymbol: '99/KH-SGDĐT' },
    )
    const id = newId()
    const draft = (
      await must(
        officeHands.drafter.call('POST', 'plans', {
          id,
          year: 2024,
          documents: [{ documentId: provisional, isProvisional: true }],
        }),
      )
    ).json<Draft>()
    expect(draft.sources[0]?.isProvisional).toBe(true)
    expect(draft.findings.map((f) => f.code)).toContain('provisional')
    const answer = (
      await must(
        officeHands.drafter.call('POST', `plans/${id}/draft/rebase`, {
          version: draft.version,
          fromDocumentId: provisional,
          toDocumentId: real,
        }),
      )
    ).json<{ draft: Draft; mapped: number; lost: { words: string }[] }>()
    expect(answer.mapped).toBe(1)
    expect(answer.lost.map((l) => l.words)).toEqual(['Tổ chức hội thi tìm hiểu.'])
    expect(answer.draft.content.tasks.map((t) => t.clauses)).toEqual([
      [{ documentId: real, clauseKey: 'r1' }],
      [],
    ])
    expect(answer.draft.content.bases.at(-1)?.words).toContain('99/KH-SGDĐT')
    expect(answer.draft.sources[0]?.isProvisional).toBe(false)
  })

  it('lists what a plan can be drafted from: received and delivered, at the latest revision', async () => {
    const above = await departmentPlan([readyTask('s1')])
    const list = (await must(officeHands.drafter.call('GET', 'plans/sources?year=2024'))).json<
      z.output<typeof SourceList>
    >()
    const row = list.documents.find((d) => d.documentId === above.documentId)
    expect(row).toMatchObject({ planId: above.id, revision: 1, line: 'profession', usedBy: [] })
    expect(list.may).toEqual(['draft'])
    const other = (await must(outsider.call('GET', 'plans/sources?year=2024'))).json<
      z.output<typeof SourceList>
    >()
    expect(other.documents).toEqual([])
    // Years later it is no longer among them, unless somebody comes from it; nobody else is offered it by its name.
    const later = async (who: typeof outsider, of: string) =>
      (await must(who.call('GET', `plans/sources?year=2031${of}`)))
        .json<z.output<typeof SourceList>>()
        .documents.map((d) => d.documentId)
    expect(await later(officeHands.drafter, '')).not.toContain(above.documentId)
    expect((await later(officeHands.drafter, `&document=${above.documentId}`))[0]).toBe(above.documentId)
    expect(await later(outsider, `&document=${above.documentId}`)).toEqual([])
  })
})
