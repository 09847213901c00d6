import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FastifyInstance } from 'fastify'
import type { z } from 'zod'
import { newId } from '../../platform/ids.ts'
import { redactedWords } from '../../platform/redaction.ts'
import { sealEvents } from '../../platform/seals.ts'
import { examine, sentenceOfBreach } from '../../cli/doctor.ts'
import { makeWorld, testHome, testNow, type World } from '../../../test/support/database.ts'
import { makeApp, signedIn, type Browser } from '../../../test/support/http.ts'
import { makePerson, makeUnit, type MadeUnit } from '../../../test/support/make.ts'
import { makeReceivedDocument, must } from '../../../test/support/plans.ts'
import type { Direction } from './directions.schema.ts'

type Shown = z.output<typeof Direction>

const clause = { key: 'I', parentKey: null, kind: 'content', words: 'Niêm yết thủ tục.' }

let world: World
let app: FastifyInstance
let school: MadeUnit
let sibling: MadeUnit
let documentId: string
const browsers = {} as Record<'department' | 'office' | 'clerk' | 'school' | 'sibling' | 'foreign', Browser>

beforeAll(async () => {
  world = await makeWorld()
  app = await makeApp(world)
  const department = await makeUnit(world, { kind: 'department' })
  const office = await makeUnit(world, { kind: 'education_office', profession: department.id })
  school = await makeUnit(world, { name: 'Trường Tiểu học Đồi Sim', profession: office.id })
  sibling = await makeUnit(world, { name: 'Trường Tiểu học Suối Mây', profession: office.id })
  const open = async (unit: MadeUnit, roles: ('clerk' | 'leader')[]) =>
    signedIn(world, app, await makePerson(world, unit.id, { roles, isHead: roles.includes('leader') }))
  browsers.department = await open(department, ['leader'])
  browsers.office = await open(office, ['leader'])
  browsers.clerk = await open(office, ['clerk'])
  browsers.school = await open(school, ['leader'])
  browsers.sibling = await open(sibling, ['leader'])
  browsers.foreign = await open(await makeUnit(world), ['leader'])
  documentId = await makeReceivedDocument(world, office.id, [clause], { numberSymbol: '12/QĐ-UBND' })
})
afterAll(() => app.close())

/** A direction of the office to the first school, with its document. */
async function sent(part: object = {}): Promise<string> {
  const id = newId()
  const content = {
    title: 'Rà soát trường hợp của ông A',
    words: 'Rà soát hồ sơ của ông A và báo lại.',
    expects: 'carry_out',
    dueOn: '2024-06-28',
    documentId,
    lines: [school.name],
    ...part,
  }
  await must(browsers.office.call('PUT', `directions/${id}/draft`, { version: 0, content }))
  await must(browsers.office.call('POST', `directions/${id}/send`, { version: 1 }))
  return id
}
const read = async (who: keyof typeof browsers, id: string) =>
  (await must(browsers[who].call('GET', `directions/${id}`))).json<Shown>()
const redact = (who: keyof typeof browsers, id: string, body: object = {}) =>
  browsers[who].call('POST', `directions/${id}/redaction`, { ground: 'Đơn ngày 10/6/2024', ...body })
const code = (answer: { json: () => unknown }) => (answer.json() as { code?: string }).code
const query = async <T extends object>(text: string, ...values: unknown[]) =>
  (await world.database.pool.query<T>(text, values)).rows
async function expectHealthy(): Promise<void> {
  const ctx = world.system(testNow)
  while ((await sealEvents(ctx)) > 0);
  const found = (await examine(ctx)).map((breach) => sentenceOfBreach('vi', breach))
  // The documents are rows made by hand, without an event.
  expect(found.filter((sentence) => !sentence.startsWith('Văn bản '))).toEqual([])
}

describe('the document that goes with a direction', () => {
  const withIt = async (who: keyof typeof browsers) => {
    const answer = await browsers[who].call('GET', `documents/${documentId}/directions`)
    return answer.statusCode === 200
      ? answer.json<{ rows: { id: string }[] }>().rows.map((r) => r.id)
      : answer.statusCode
  }

  it('is open to whoever receives it, for good, and names it back to whoever may read both', async () => {
    expect((await browsers.school.call('GET', `documents/${documentId}`)).statusCode).toBe(404)
    expect([await withIt('office'), await withIt('school')]).toEqual([[], 404])
    const id = await sent()
    expect((await read('school', id)).document?.id).toBe(documentId)
    expect((await browsers.school.call('GET', `documents/${documentId}`)).statusCode).toBe(200)
    // What another school got with the same document is not the first one's to see.
    const other = await sent({ lines: [sibling.name] })
    expect(await withIt('office')).toEqual([other, id])
    expect([await withIt('school'), await withIt('sibling')]).toEqual([[id], [other]])
    // Received from outside it did not leave the office: whoever stands above reads the direction, not the document.
    expect([await withIt('department'), await withIt('foreign')]).toEqual([404, 404])
    expect((await read('department', id)).document).toBeNull()
  })

  it('is one that the writer may read', async () => {
    const hidden = await makeReceivedDocument(world, sibling.id, [clause])
    const content = { title: '', words: '', expects: 'know', dueOn: null, documentId: hidden, lines: [] }
    const answer = await browsers.office.call('PUT', `directions/${newId()}/draft`, { version: 0, content })
    expect(answer.statusCode).toBe(404)
  })
})

describe('the words of a direction', () => {
  it('go by law, by the unit that wrote them: hash, ground and duty stay', async () => {
    const id = await sent()
    const hash = `select hash, salt from ${testHome}.directions where id = $1`
    const [before] = await query<{ hash: string }>(hash, id)
    for (const [who, refusal] of [
      ['school', 403],
      ['department', 403],
      ['clerk', 403],
      ['sibling', 404],
      ['foreign', 404],
    ] as const)
      expect((await redact(who, id)).statusCode, who).toBe(refusal)
    expect(code(await redact('school', id))).toBe('directions.not_writer')
    expect((await redact('office', id, { ground: 'vì' })).statusCode).toBe(400)
    const answer = (await must(redact('office', id))).json<Shown>()
    expect([answer.title, answer.words, answer.mayRedact]).toEqual([redactedWords, redactedWords, false])
    expect((await read('school', id)).redacted?.ground).toBe('Đơn ngày 10/6/2024')
    expect(await query(hash, id)).toEqual([{ hash: before?.hash, salt: null }])
    const [duty] = await query<{ state: string; facts: { title: string } }>(
      `select state, facts from ${testHome}.obligations where source_id = $1`,
      id,
    )
    expect([duty?.state, duty?.facts.title]).toEqual(['open', redactedWords])
    for (const browser of [browsers.office, browsers.school]) {
      const { groups } = (await must(browser.call('GET', 'search?q=ho so cua ong a'))).json<{
        groups: { kind: string; hits: { id: string }[] }[]
      }>()
      expect(groups.flatMap((g) => g.hits.map((h) => h.id))).not.toContain(id)
    }
    const events = `select count(*)::int as n from ${testHome}.events where verb = 'direction.redact'`
    expect(await query(events)).toEqual([{ n: 1 }])
    await must(redact('office', id))
    expect(await query(events)).toEqual([{ n: 1 }])
    await expectHealthy()
  })

  it('of one answer go by who gave it, and nobody else sees or touches it', async () => {
    const id = await sent({ lines: [school.name, sibling.name] })
    const actId = newId()
    const answer = { id: actId, kind: 'answer', words: 'Đã mời ông A đến làm việc.' }
    await must(browsers.school.call('POST', `directions/${id}/acts`, answer))
    expect(code(await redact('office', id, { actId }))).toBe('directions.not_writer')
    // The other school reads the direction, and not what the first one answered.
    expect((await redact('sibling', id, { actId })).statusCode).toBe(404)
    expect((await redact('school', id, { actId: newId() })).statusCode).toBe(404)
    await must(redact('school', id, { actId }))
    const [shown] = (await read('office', id)).acts
    expect([shown?.words, shown?.redacted?.ground]).toEqual([redactedWords, 'Đơn ngày 10/6/2024'])
    expect((await read('office', id)).words).toContain('ông A')
    await expectHealthy()
  })
})

describe('whoever stands in for a leader', () => {
  it('sends, puts off and takes words away in the leader’s place, and the log says so', async () => {
    const unit = await makeUnit(world, { kind: 'education_office' })
    const below = await makeUnit(world, { name: 'Trường Tiểu học Đồi Chè', profession: unit.id })
    const chief = await makePerson(world, unit.id, { roles: ['leader'] })
    const deputy = await makePerson(world, unit.id, { roles: ['clerk'] })
    const [leader, hand] = [await signedIn(world, app, chief), await signedIn(world, app, deputy)]
    const days = { since: '2024-06-17', until: '2024-06-20' }
    const given = { id: newId(), toPersonId: deputy.personId, ...days }
    await must(leader.call('POST', `units/${unit.id}/delegations`, given))
    const id = newId()
    const content = {
      title: 'Rà soát',
      words: 'Rà soát và báo lại.',
      expects: 'carry_out',
      dueOn: '2024-06-28',
      documentId: null,
      lines: [below.name],
    }
    await must(hand.call('PUT', `directions/${id}/draft`, { version: 0, content }))
    await must(hand.call('POST', `directions/${id}/send`, { version: 1 }))
    const later = { id: newId(), kind: 'extend', words: 'Trường đang sửa.', dueOn: '2024-07-05' }
    await must(hand.call('POST', `directions/${id}/acts`, { ...later, unitIds: [below.id] }))
    await must(hand.call('POST', `directions/${id}/redaction`, { ground: 'Đơn ngày 10/6/2024' }))
    const rows = await query<{ verb: string; for: string | null }>(
      `select verb, (select s->>'id' from jsonb_array_elements(subjects) s where s->>'what' = 'on_behalf') as for
       from ${testHome}.events where actor_person = $1 and verb like 'direction.%' order by at, id`,
      deputy.personId,
    )
    expect(Object.fromEntries(rows.map((r) => [r.verb, r.for]))).toEqual({
      // Writing is a clerk's own.
      'direction.save': null,
      'direction.send': chief.personId,
      'direction.extend': chief.personId,
      'direction.redact': chief.personId,
    })
  })
})
