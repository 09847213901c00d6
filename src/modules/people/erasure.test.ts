import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { extractText, getMeta } from 'unpdf'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorld, testHome, testNow, type World } from '../../../test/support/database.ts'
import { departmentPlan } from '../../../test/support/documents.ts'
import { signedIn, type Browser } from '../../../test/support/http.ts'
import { makePerson, makeUnit, type MadePerson, type MadeUnit } from '../../../test/support/make.ts'
import { makeIssuedPlan, must, readyContent, readyTask } from '../../../test/support/plans.ts'
import { handInReport, openAll, reportOf, someWords } from '../../../test/support/reports.ts'
import { buildApp } from '../../app.ts'
import { examine, sentenceOfBreach } from '../../cli/doctor.ts'
import { loadJobHandlers } from '../../cli/job-handlers.ts'
import { fileWords, personMask } from '../../document/index.ts'
import { writeDocx } from '../../document/write/index.ts'
import { shortPlan } from '../../document/write/samples.ts'
import { clockAt } from '../../platform/clock.ts'
import { newId } from '../../platform/ids.ts'
import { makeLog } from '../../platform/log.ts'
import { sealEvents, verifySeals } from '../../platform/seals.ts'
import { drainJobs } from '../../platform/worker.ts'
import type { z } from 'zod'
import type { OutgoingView as OutgoingShape } from '../outgoing/outgoing.api.schema.ts'
import type { ErasureOut, PersonData } from './erasure.schema.ts'

const name = 'Hoàng Thị Thúy An'
const email = 'thuyan@vanson.example'
const phone = '0912 345 678'
const mask = personMask({ name, contacts: [email, phone] })
const ground = 'Yêu cầu ngày 10/6/2024 của người có dữ liệu; Nghị định 13/2023/NĐ-CP, Điều 16'

let world: World
let app: FastifyInstance
let office: MadeUnit
let school: MadeUnit
let person: MadePerson
let admin: Browser
let adminAbove: Browser
let leader: Browser
let specialist: Browser
let clerk: Browser
let outsider: Browser
const logged: string[] = []

beforeAll(async () => {
  world = await makeWorld()
  loadJobHandlers()
  const log = makeLog(
    'debug',
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        logged.push(chunk.toString())
        done()
      },
    }),
  )
  app = await buildApp({
    config: { publicUrl: null, empty: false },
    db: world.database.db,
    files: world.files,
    clock: clockAt(testNow),
    log,
  })
  const department = await makeUnit(world, {
    kind: 'department',
    name: 'Sở Giáo dục và Đào tạo tỉnh Hà Thanh',
  })
  office = await makeUnit(world, {
    kind: 'education_office',
    name: 'Phòng GD&ĐT huyện Vân Sơn',
    abbreviation: 'PGDĐT',
    profession: department.id,
  })
  school = await makeUnit(world, { name: 'Trường Tiểu học Vĩnh Hòa', profession: office.id })
  person = await makePerson(world, office.id, {
    roles: ['leader', 'clerk', 'specialist'],
    name,
    title: 'Trưởng phòng',
    isHead: true,
  })
  await world.database.pool.query(`update ${testHome}.persons set email = $2, phone = $3 where id = $1`, [
    person.personId,
    email,
    phone,
  ])
  await world.database.pool.query(`update shared.accounts set login = 'hoangthithuyan' where id = $1`, [
    person.accountId,
  ])
  leader = await signedIn(world, app, person)
  admin = await signedIn(world, app, await makePerson(world, office.id, { roles: ['admin'] }))
  specialist = await signedIn(world, app, await makePerson(world, office.id, { roles: ['specialist'] }))
  clerk = await signedIn(world, app, await makePerson(world, office.id, { roles: ['clerk'] }))
  adminAbove = await signedIn(world, app, await makePerson(world, department.id, { roles: ['admin'] }))
  outsider = await signedIn(
    world,
    app,
    await makePerson(world, (await makeUnit(world)).id, { roles: ['admin', 'leader'] }),
  )
  await appearEverywhere()
})
afterAll(() => app.close())

/** The person signs, leads, heads, writes and is written about. */
async function appearEverywhere(): Promise<void> {
  const hands = { drafter: leader, leader, clerk: leader }
  const plan = await makeIssuedPlan(
    hands,
    readyContent({
      opening: `Lãnh đạo phụ trách: bà ${name}, điện thoại ${phone}.`,
      signer: { personId: person.personId, authority: null, position: 'Trưởng phòng' },
      isPublic: true,
      tasks: [
        readyTask('a', {
          leadPersonId: person.personId,
          leadWords: `Bà ${name}`,
          supportWords: `Tổ bà ${name.toUpperCase()}`,
        }),
        readyTask('b', { decision: 'declined', reason: `Bà ${name} đã làm` }),
      ],
      recipients: [
        { words: `Bà ${name}`, kind: 'outside', purpose: 'know', address: email },
        { words: 'Các đơn vị trực thuộc', kind: 'group', purpose: 'carry out', groupCode: 'all_below' },
      ],
    }),
  )
  const draftId = newId()
  await must(leader.call('POST', 'plans', { id: draftId, year: 2025 }))
  await must(
    leader.call('PATCH', `plans/${draftId}/draft`, {
      version: 1,
      content: readyContent({ year: 2025, tasks: [readyTask('c', { leadWords: name })] }),
    }),
  )
  const activityId = newId()
  const activity = {
    day: '2024-06-12',
    title: `Bà ${name} nói chuyện với cha mẹ học sinh`,
    form: 'regular_meeting',
    result: `Bà ${name.normalize('NFD')} trả lời 12 câu hỏi.`,
    tasks: [{ planId: plan.id, taskKey: 'a' }],
  }
  await must(leader.call('POST', 'activities', { id: activityId, ...activity }))
  await must(
    leader.call('POST', `activities/${activityId}/versions`, {
      ...activity,
      version: 1,
      shortcoming: 'Phòng họp nhỏ.',
      reason: `theo lời bà ${name}`,
    }),
  )
  const docx = Buffer.from(await writeDocx({ ...shortPlan, signer: { ...shortPlan.signer, name } }))
  const handIn = async (bytes: Buffer, fileName: string) => {
    const id = newId()
    await must(
      leader.call('PUT', `documents/${id}?name=${encodeURIComponent(fileName)}`, bytes, { requestId: id }),
    )
    // On a busy machine the request does not wait for the end of the reading.
    await drainJobs(world.system(), (kind) => kind === 'document.read')
    const draft = (await must(leader.call('GET', `document-drafts/${id}`))).json<{ version: number }>()
    return { id, version: draft.version }
  }
  const received = await handIn(docx, `KH ${name}.docx`)
  await must(leader.call('POST', `document-drafts/${received.id}/confirm`, { version: received.version }))
  await handIn(Buffer.from(`${departmentPlan}\nĐầu mối: ${name.normalize('NFD')}`), 'Hoang_Thi_Thuy_An.txt')
  await must(
    leader.call('PUT', `documents/${newId()}?name=scan.pdf`, Buffer.from('%PDF-1.4 no words here\n\0')),
  )
  await openAll(world)
  const report = await reportOf(world, office)
  const handed = await handInReport(leader, report, {
    ...someWords,
    texts: someWords.texts.map((t) => ({ ...t, words: `${t.words} Bà ${name} phụ trách.` })),
  })
  expect(handed.statusCode, handed.body).toBe(200)
  await waitForSignatures()
  await world.database.pool.query(
    `insert into ${testHome}.invitations values ($1, $2, $3, 'x', now(), now(), null, null)`,
    [newId(), office.id, person.personId],
  )
  await world.database.pool.query(
    `insert into ${testHome}.uploads values ($1, $2, $3, 10, 0, 'x', $4, 'receiving', null, now(), now())`,
    [newId(), office.id, activityId, `${name}.jpg`],
  )
  await drainJobs(world.system())
  await sealEvents(world.system())
}

type OutgoingView = z.output<typeof OutgoingShape>
const noticeId = newId()

/** A notice that names the person, signed by the person and waiting for the seal; and the key that signed it. */
async function waitForSignatures(): Promise<void> {
  const begun = (
    await must(leader.call('POST', 'outgoing', { id: noticeId, type: 'Thông báo' }))
  ).json<OutgoingView>()
  const content = {
    ...begun.content,
    subject: 'Phân công trực',
    way: 'electronic',
    blocks: [{ kind: 'text', key: newId(), style: 'item', words: `Bà ${name} trực ngày thứ Sáu.` }],
    signer: { ...begun.content.signer, personId: person.personId, position: 'Trưởng phòng' },
  }
  await must(leader.call('PATCH', `outgoing/${noticeId}`, { version: begun.version, content }))
  for (const step of ['submit', 'approve'])
    await must(leader.call('POST', `outgoing/${noticeId}/${step}`, {}))
  await must(leader.call('POST', `outgoing/${noticeId}/number`))
  await must(leader.call('POST', `outgoing/${noticeId}/prepare`))
  await world.database.pool.query(
    `insert into ${testHome}.signing_keys (id, unit_id, kind, person_id, holder, issuer, serial, valid_until, sealed, picture, added_at)
     values ($1, $2, 'signature', $3, $4, 'Nơi Cấp', '01', '2030-01-01', '\\x01', '\\x02', now())`,
    [newId(), office.id, person.personId, name],
  )
}

/** The words of every PDF that stands in a table: rows as text show only its bytes. */
async function pdfsInTables(): Promise<Map<string, string>> {
  const { rows: columns } = await world.database.pool.query<{ place: string; query: string }>(
    `select c.table_name || '.' || c.column_name as place, format('select %1$I as bytes from %2$I.%3$I where substring(%1$I for 5) = ''%%PDF-''', c.column_name, c.table_schema, c.table_name) as query
     from information_schema.columns c where c.data_type = 'bytea' and c.table_schema in ($1, 'shared', 'system')`,
    [testHome],
  )
  const texts = new Map<string, string>()
  for (const { place, query } of columns)
    for (const { bytes } of (await world.database.pool.query<{ bytes: Buffer }>(query)).rows)
      texts.set(place, `${texts.get(place) ?? ''} ${await pdfWords(bytes)}`)
  return texts
}

/** Every row of every table of every schema as text, as COPY would write it. */
async function dump(): Promise<Map<string, string>> {
  const { rows: tables } = await world.database.pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  )
  const texts = new Map<string, string>()
  for (const table of tables) {
    const { rows } = await world.database.pool.query<{ line: string }>(
      `select t::text as line from ${table.name} t`,
    )
    texts.set(table.name, rows.map((r) => r.line).join('\n'))
  }
  return texts
}

/** The words of every kept file, zipped ones unpacked, PDFs by their text and properties. */
async function filesAsText(): Promise<Map<string, string>> {
  const texts = new Map<string, string>()
  for (const file of readdirSync(world.filesDir, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue
    const bytes = readFileSync(join(file.parentPath, file.name))
    const words = (await fileWords(bytes)) ?? [await pdfWords(bytes)]
    texts.set(file.name, [bytes.toString('utf8'), ...words].join('\n'))
  }
  return texts
}

async function pdfWords(bytes: Buffer): Promise<string> {
  try {
    const { text } = await extractText(new Uint8Array(bytes), { mergePages: true })
    return `${text} ${JSON.stringify(await getMeta(new Uint8Array(bytes)))}`
  } catch {
    return ''
  }
}

/** Looked for as the erasure does, and once more by plain comparison, which shares no code with it. */
function names(text: string): boolean {
  const plain = text.normalize('NFC').toLowerCase().replace(/\s+/g, ' ')
  const raw = [name, email, phone, 'hoang thi thuy an', 'hoang_thi_thuy_an', 'hoangthithuyan']
  return mask.count(text) > 0 || raw.some((words) => plain.includes(words.toLowerCase()))
}

const holding = (texts: Map<string, string>) =>
  [...texts].filter(([, text]) => names(text)).map(([place]) => place.replace(`${testHome}.`, ''))

const erase = (browser: Browser, body: object, requestId = newId()) =>
  browser.call('POST', `people/${person.personId}/erasure`, body, { requestId })

describe('a person is erased', () => {
  it('who stood in many tables and files before', async () => {
    expect(holding(await dump()).sort()).toEqual([
      'activity_versions',
      'delivery_links',
      'document_drafts',
      'documents',
      'file_holders',
      'outgoing_drafts',
      'outgoing_versions',
      'persons',
      'plan_drafts',
      'plan_revisions',
      'recipients',
      'report_versions',
      'shared.accounts',
      'signing_keys',
      'signing_papers',
      'tasks',
      'uploads',
    ])
    // The plan's .docx and PDF, the .docx and the .txt that were handed in.
    expect(holding(await filesAsText())).toHaveLength(4)
    expect(holding(await pdfsInTables()).sort()).toEqual(['signing_papers.base', 'signing_papers.pdf'])
  })

  it('shows what is held: to the person and to an administrator, to nobody else', async () => {
    const own = (await leader.call('GET', `people/${person.personId}/data`)).json<PersonData>()
    expect(own).toMatchObject({
      person: { name, email, phone, unit: office.name, erasedAt: null },
      account: { login: 'hoangthithuyan', sessions: [{ device: 'test' }] },
      more: false,
    })
    expect(own.memberships).toHaveLength(3)
    expect(own.named.map((n) => n.what)).toContain('plan_revisions')
    expect(own.acted).toBeGreaterThan(5)
    const asAdmin = await adminAbove.call('GET', `people/${person.personId}/data`)
    expect(asAdmin.json<PersonData>().named).toEqual(own.named)
    expect((await specialist.call('GET', `people/${person.personId}/data`)).statusCode).toBe(403)
    expect((await outsider.call('GET', `people/${person.personId}/data`)).statusCode).toBe(404)
  })

  it('only by an administrator of the unit or above, with a ground that does not name the person', async () => {
    expect((await erase(outsider, { ground })).statusCode).toBe(404)
    expect((await erase(specialist, { ground })).statusCode).toBe(403)
    expect((await erase(admin, { ground: '' })).statusCode).toBe(400)
    expect((await erase(admin, { ground: `Đơn của bà ${name}` })).json()).toMatchObject({
      code: 'erasure.ground_names_person',
    })
    expect((await admin.call('GET', `people/${person.personId}/erasure`)).statusCode).toBe(404)
    expect((await leader.call('GET', 'session')).statusCode).toBe(200)
  })

  it('not while somebody else of the same name would be covered too, unless that is said', async () => {
    const other = await makePerson(world, school.id, { name: 'Hoàng Thị Thuý An' })
    const refused = await erase(admin, { ground })
    expect(refused.json()).toMatchObject({ code: 'erasure.namesakes', status: 409 })
    await world.database.pool.query(`update ${testHome}.persons set name = 'Người khác' where id = $1`, [
      other.personId,
    ])
  })

  it('once, however often and by how many it is asked, and nothing names the person any more', async () => {
    const id = newId()
    const answers = await Promise.all([
      erase(admin, { ground }, id),
      erase(admin, { ground }, id),
      erase(adminAbove, { ground }),
    ])
    expect(answers.map((a) => a.statusCode)).toEqual([200, 200, 200])
    expect((await leader.call('GET', 'session')).statusCode).toBe(401)
    await drainJobs(world.system())
    expect(holding(await dump())).toEqual([])
    expect(holding(await filesAsText())).toEqual([])
    expect(await pdfsInTables()).toEqual(new Map())
    expect(names(logged.join('\n'))).toBe(false)
    expect(logged.length).toBeGreaterThan(20)
    const { rows } = await world.database.pool.query<{ n: string }>(
      `select count(*)::text as n from ${testHome}.events where verb = 'person.erase'`,
    )
    expect(rows[0]?.n).toBe('1')
  })

  it('and the summary says from what, and what could not be searched', async () => {
    const done = (await admin.call('GET', `people/${person.personId}/erasure`)).json<ErasureOut>()
    expect(done).toMatchObject({ state: 'done', notSearched: 1 })
    const counts = Object.fromEntries(done.redacted.map((r) => [r.what, r.n]))
    expect(counts).toMatchObject({
      plan_revisions: 1,
      activity_versions: 2,
      report_versions: 1,
      plan_drafts: 1,
      signing_papers: 1,
    })
    expect(counts['file']).toBe(4)
    expect((await erase(admin, { ground })).json()).toEqual(done)
  })

  it('and what is left keeps its hash, loses its salt, and is known as redacted', async () => {
    const { rows } = await world.database.pool.query<{ words: string; salted: boolean; known: boolean }>(
      `select r.content->>'opening' as words, r.salt is not null as salted,
         exists (select 1 from ${testHome}.redactions x where x.what = 'plan_revisions' and x.subject_id = r.plan_id and x.version = r.revision and x.ground = $1) as known
       from ${testHome}.plan_revisions r where r.redacted_at is not null`,
      [ground],
    )
    expect(rows).toEqual([
      {
        words: 'Lãnh đạo phụ trách: bà [đã xóa·········], điện thoại [đã xóa····].',
        salted: false,
        known: true,
      },
    ])
    expect(await verifySeals(world.system())).toEqual([])
    await sealEvents(world.system())
    expect(await verifySeals(world.system())).toEqual([])
    const breaches = await examine(world.system())
    expect(breaches.map((b) => sentenceOfBreach('en', b))).toEqual([])
  })

  it('and the papers of what was issued are there again, with the name covered', async () => {
    const { rows } = await world.database.pool.query<{ id: string }>(
      `select id from ${testHome}.documents where origin = 'issued' and redacted_at is not null`,
    )
    expect(rows).toHaveLength(1)
    for (const kind of ['docx', 'pdf']) {
      const paper = await admin.call('GET', `documents/${rows[0]?.id}/files/${kind}`)
      expect(paper.statusCode, kind).toBe(200)
      const words = (await fileWords(paper.rawPayload)) ?? [await pdfWords(paper.rawPayload)]
      expect(words.join(' '), kind).toContain('[đã xóa')
    }
  })

  it('and no request that carried the name can be told from its hash', async () => {
    const { rows } = await world.database.pool.query<{ keys: string[]; n: number }>(
      `select array_agg(distinct split_part(e.request_hash, ':', 1)) as keys, k.n from ${testHome}.events e, ${testHome}.request_key k
       where e.request_hash is not null group by k.n`,
    )
    expect(rows).toEqual([{ keys: ['1'], n: 2 }])
  })

  it('and whoever was writing a draft is told that it changed', async () => {
    const { rows } = await world.database.pool.query<{ version: number; words: string }>(
      `select version, content->'tasks'->0->>'leadWords' as words from ${testHome}.plan_drafts`,
    )
    expect(rows).toEqual([{ version: 3, words: '[đã xóa·········]' }])
  })

  it('and a paper that waited for its signatures is printed anew, without the name and unsigned; the key is gone', async () => {
    const waiting = await clerk.call('GET', `outgoing/${noticeId}/to-sign`)
    expect(waiting.json()).toMatchObject({ code: 'signing.not_prepared' })
    await must(clerk.call('POST', `outgoing/${noticeId}/prepare`))
    const [words = '', ...more] = new Set((await pdfsInTables()).values())
    expect(more).toEqual([])
    expect(words).toContain('[đã xóa')
    expect(names(words)).toBe(false)
    const { rows } = await world.database.pool.query(
      `select 1 from ${testHome}.signing_keys where sealed is not null or picture is not null or removed_at is null`,
    )
    expect(rows).toEqual([])
  })
})
