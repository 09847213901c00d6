import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import sharp from 'sharp'
import { loadJobHandlers } from '../../src/cli/job-handlers.ts'
import { newId } from '../../src/platform/ids.ts'
import { addJob, failJob, mostAttempts } from '../../src/platform/jobs.ts'
import { sealEvents } from '../../src/platform/seals.ts'
import { wide } from '../../src/platform/wide.ts'
import { drainJobs, runNextJob } from '../../src/platform/worker.ts'
import { makeWorld, testHome, testNow, type World } from '../support/database.ts'
import { departmentLetter, departmentPlan } from '../support/documents.ts'
import { makeApp, signedIn, type Browser } from '../support/http.ts'
import { makeKey } from '../support/keys.ts'
import { makePerson, makeUnit, type MadePerson, type MadeUnit } from '../support/make.ts'
import { issueDraft, must, readyContent, readyTask, type Draft, type Plan } from '../support/plans.ts'
import { answer, handInReport, makeLine, openAll, reportOf, someWords } from '../support/reports.ts'
import { makeNotices } from './rich-notices.ts'
import { newUnit, planned } from '../support/succession.ts'

/** Everything of an office with its superiors and schools that a route or a table can hold, made by the use cases. */
export interface RichWorld {
  world: World
  app: FastifyInstance
  /** one browser with every role for each unit that has a part in it */
  insiders: Record<'department' | 'district' | 'office' | 'school' | 'other', Browser>
  people: Record<'department' | 'district' | 'office' | 'school' | 'other', MadePerson>
  units: Record<'department' | 'district' | 'office' | 'school' | 'other', MadeUnit>
  plans: { department: string; office: string; school: string; drafted: string; numbered: string }
  documents: { received: string; draft: string; department: string; office: string; report: string }
  activities: { counted: string; waiting: string }
  photos: { arrived: string; receiving: string }
  reports: { school: string; office: string; open: string }
  amendments: { answered: string; open: string }
  machines: { key: string; submission: string; webhook: string }
  /** the office's plan to split itself, not carried out */
  succession: string
  directions: { sent: string; draft: string }
  taskKey: string
}

const erasedName = 'Vi Thị Thúy Kiều'
const everyRole = ['clerk', 'specialist', 'leader', 'inspector', 'admin'] as const

/** A person with every role of a unit, and a browser in which that person is signed in. */
export async function makeSeat(
  world: World,
  app: FastifyInstance,
  unit: MadeUnit,
): Promise<{ person: MadePerson; browser: Browser }> {
  const person = await makePerson(world, unit.id, {
    roles: [...everyRole],
    title: 'Trưởng đơn vị',
    isHead: true,
  })
  return { person, browser: await signedIn(world, app, person) }
}

function fail(error: unknown): never {
  throw error
}

/** Ids that a query over the home finds: `@` stands for the home's schema. */
export async function idsOf(world: World, query: string): Promise<string[]> {
  const { rows } = await world.database.pool.query<{ id: string }>(query.replaceAll('@', `${testHome}.`))
  return rows.map((r) => r.id)
}

/** @param options.papers also renders one issued document, which takes some seconds */
export async function makeRichWorld(options: { papers: boolean }): Promise<RichWorld> {
  const world = await makeWorld()
  loadJobHandlers()
  const app = await makeApp(world)
  const line = await makeLine(world)
  const [school, other] = line.schools
  const units = { department: line.department, district: line.district, office: line.office, school, other }
  const insiders = {} as RichWorld['insiders']
  const people = {} as RichWorld['people']
  for (const key of ['department', 'district', 'office', 'school', 'other'] as const) {
    const seat = await makeSeat(world, app, units[key])
    insiders[key] = seat.browser
    people[key] = seat.person
  }
  const at = { world, app, units, people, insiders }
  await makeStaff(at)
  const documents = await takeInDocuments(at)
  const plans = await makePlans(at, documents.received)
  const activities = await makeActivities(at, plans)
  const reports = await makeReports(at)
  const amendments = await makeAmendments(at, plans)
  const machines = await makeMachines(at)
  await askForReadings(at, documents.received)
  const directions = await makeDirections(at)
  await sealEvents(world.system(testNow))
  await remindAndErase(at)
  await makeNotices(at)
  // One paper of the six: each is rendered in a process of its own.
  if (options.papers) await runNextJob(world.system(testNow), fail, ['document.render'])
  await drainJobs(world.system(testNow), (kind) => kind !== 'document.render' && kind !== 'webhooks.send')
  await failOneJob(at)
  const paper = async (query: string): Promise<string> => (await idsOf(world, query))[0] ?? ''
  return {
    ...at,
    plans,
    documents: {
      ...documents,
      department: await paper(`select document_id as id from @plans where id = '${plans.department}'`),
      office: await paper(`select document_id as id from @plans where id = '${plans.office}'`),
      report: await paper(
        `select document_id as id from @report_versions where report_id = '${reports.school}'`,
      ),
    },
    ...activities,
    reports,
    amendments,
    machines,
    succession: await planSplit(at),
    directions,
    taskKey: 't1',
  }
}

type Made = Pick<RichWorld, 'world' | 'app' | 'units' | 'people' | 'insiders'>

/** A key of the office, and what was handed in with it: one open, one set aside, one taken over. */
async function makeMachines({ world, app, insiders }: Made): Promise<RichWorld['machines']> {
  const key = await makeKey(app, insiders.office)
  const ids: string[] = []
  for (const reference of ['PA-1', 'PA-2', 'PA-3']) {
    const handed = await must(
      key.call('POST', 'submissions', {
        reference,
        kind: 'figures',
        day: '2024-06-10',
        title: 'Màn hình ở công viên chiếu thông điệp',
        figures: [{ indicator: 'leaflets', n: 12 }],
      }),
    )
    ids.push(handed.json<{ id: string }>().id)
  }
  const [open = '', aside = '', taken = ''] = ids
  const { office } = insiders
  await must(office.call('POST', `submissions/${aside}/set-aside`, { version: 1, reason: 'Đã có.' }))
  const activity = { id: newId(), version: 1, day: '2024-06-10', form: 'leaflet', title: 'Chiếu thông điệp' }
  await must(office.call('POST', `submissions/${taken}/take-over`, activity))
  const webhook = newId()
  const hook = { id: webhook, url: 'https://city.example.vn/hook', topics: ['plan.issued'] }
  await must(office.call('POST', 'machines/webhooks', hook))
  await must(office.call('POST', `machines/webhooks/${webhook}/try`))
  // The sending itself would need another's server; what it leaves behind is a row.
  await world.database.pool.query(
    `insert into ${testHome}.webhook_tries (id, message_id, unit_id, at, status, ms, error, answer)
     select $1, id, unit_id, created_at, 500, 20, null, '' from ${testHome}.webhook_messages where webhook_id = $2`,
    [newId(), webhook],
  )
  return { key: key.keyId, submission: open, webhook }
}

/** The office asks its people to read a document, and says who needs a second factor to sign in: nobody here. */
async function askForReadings({ insiders, units }: Made, documentId: string): Promise<void> {
  await must(
    insiders.office.call('POST', `documents/${documentId}/readings`, { tags: [], dueOn: '2024-07-01' }),
  )
  const path = `units/${units.office.id}/sign-in-rules`
  await must(insiders.office.call('PUT', path, { secondFactorRoles: ['official'] }))
}

/** The office's administrator writes how it is to be split; nothing is carried out. */
async function planSplit({ insiders, units }: Made): Promise<string> {
  const id = newId()
  const ward = (name: string, code: string) => newUnit(name, code, { profession: units.department.id })
  const content = planned({
    from: [units.office.id],
    to: [ward('North Ward Office', 'north-ward'), ward('South Ward Office', 'south-ward')],
  })
  await must(insiders.office.call('POST', 'successions', { id, kind: 'split', day: '2024-07-01', content }))
  return id
}

/** A job of the office that failed as often as a job may. */
async function failOneJob({ world, units, people }: Made): Promise<void> {
  const ctx = world.as({ unitId: units.office.id, personId: people.office.personId })
  await wide(ctx, 'the test', async (trx) => {
    const id = await addJob(trx, ctx, 'file.sweep', { hash: 'none' })
    for (let i = 0; i < mostAttempts; i += 1) await failJob(trx, ctx, id, new TypeError('none'))
  })
}

/** Desks, a person without an account, an invitation that is open. */
async function makeStaff({ units, insiders }: Made): Promise<void> {
  const desk = newId()
  await must(insiders.office.call('POST', `units/${units.office.id}/desks`, { id: desk, name: 'Tổ một cửa' }))
  const id = newId()
  await must(
    insiders.office.call('POST', `units/${units.office.id}/people`, {
      id,
      name: 'Tạ Thị Mận',
      email: 'man@vi-du.example',
      phone: null,
      roles: ['specialist'],
      title: 'Chuyên viên',
      deskId: desk,
      isHead: false,
      from: '2024-06-01',
    }),
  )
  await must(insiders.office.call('POST', `units/${units.office.id}/people/${id}/invitation`))
}

/** One document received and confirmed, one handed in and still to check. */
async function takeInDocuments({ insiders }: Made): Promise<{ received: string; draft: string }> {
  const received = newId()
  await must(
    insiders.office.call('PUT', `documents/${received}?name=ke-hoach.txt`, Buffer.from(departmentPlan)),
  )
  const read = await must(insiders.office.call('GET', `document-drafts/${received}`))
  await must(
    insiders.office.call('POST', `document-drafts/${received}/confirm`, {
      version: read.json<{ version: number }>().version,
    }),
  )
  const draft = newId()
  await must(
    insiders.office.call(
      'PUT',
      `documents/${draft}?name=cong-van.txt`,
      Buffer.from(departmentLetter(3128, 'Khảo sát mức độ hài lòng năm 2024')),
    ),
  )
  return { received, draft }
}

const archive = { words: 'Lưu: VT', kind: 'archive' as const, purpose: 'archive' as const }

/** Department → office → school, a draft of the other school, a plan with a reserved number, a second revision. */
async function makePlans({ world, insiders, units }: Made, received: string): Promise<RichWorld['plans']> {
  const { department, office, school, other } = insiders
  const hands = (b: Browser) => ({ drafter: b, leader: b, clerk: b })
  const issueFrom = async (
    browser: Browser,
    documents: string[],
    change: (draft: Draft) => Draft['content'],
  ) => {
    const id = newId()
    const body = { id, year: 2024, documents: documents.map((documentId) => ({ documentId })) }
    const draft = (await must(browser.call('POST', 'plans', body))).json<Draft>()
    await must(browser.call('PATCH', `plans/${id}/draft`, { version: draft.version, content: change(draft) }))
    return issueDraft(hands(browser), id)
  }
  const sendTo = (unit: MadeUnit) => ({
    words: unit.name,
    kind: 'unit' as const,
    purpose: 'carry out' as const,
    unitId: unit.id,
  })
  const programmes = await idsOf(world, 'select id from shared.programmes order by code limit 1')
  const above = await issueFrom(department, [], () =>
    readyContent({
      tasks: [readyTask('d1')],
      recipients: [sendTo(units.office), archive],
      belowDueOn: '2024-07-15',
    }),
  )
  const recipients = [
    {
      words: 'Các trường trực thuộc',
      kind: 'group' as const,
      purpose: 'carry out' as const,
      groupCode: 'schools',
    },
    {
      words: 'UBND huyện',
      kind: 'unit' as const,
      purpose: 'report' as const,
      unitId: units.district.id,
    },
    {
      words: 'Đài truyền thanh huyện',
      kind: 'outside' as const,
      purpose: 'know' as const,
      address: 'Khu 2, Vân Sơn',
    },
    archive,
  ]
  const isHeading = (kind: string) => !['content', 'form', 'solution', 'responsibility'].includes(kind)
  const ofOffice = await issueFrom(office, [above.documentId, received], (draft) => {
    const [source] = draft.sources.filter((s) => s.documentId === received)
    const clauses = (source?.clauses ?? []).filter((c) => !isHeading(c.kind))
    const [first] = clauses
    return readyContent({
      programmes,
      bases: draft.content.bases,
      recipients,
      belowDueOn: '2024-07-15',
      tasks: [
        readyTask('t1', {
          clauses: first ? [{ documentId: received, clauseKey: first.key }] : [],
          origins: [{ planId: above.id, revision: 1, taskKey: 'd1' }],
          target: { indicator: 'leaflets', value: 300 },
        }),
      ],
      declinedClauses: clauses.slice(1).map((c) => ({
        documentId: received,
        clauseKey: c.key,
        reason: 'Việc của Sở, Phòng không được giao.',
      })),
    })
  })
  const keepAll = (draft: Draft): Draft['content'] => ({
    ...draft.content,
    signer: { personId: null, authority: null, position: 'Hiệu trưởng' },
    recipients: [archive],
    tasks: draft.content.tasks.map((t) => ({
      ...t,
      decision: 'kept' as const,
      target: { indicator: 'leaflets', value: 40 },
    })),
  })
  const ofSchool = await issueFrom(school, [ofOffice.documentId], keepAll)
  const drafted = newId()
  await must(
    other.call('POST', 'plans', {
      id: drafted,
      year: 2024,
      documents: [{ documentId: ofOffice.documentId }],
    }),
  )
  const numbered = newId()
  const own = (await must(office.call('POST', 'plans', { id: numbered, year: 2024 }))).json<Draft>()
  await must(
    office.call('PATCH', `plans/${numbered}/draft`, {
      version: own.version,
      content: readyContent({ tasks: [readyTask('n1')] }),
    }),
  )
  await must(office.call('POST', `plans/${numbered}/draft/submit`, {}))
  await must(office.call('POST', `plans/${numbered}/draft/approve`, {}))
  await must(office.call('POST', `plans/${numbered}/draft/number`))
  await revise(office, ofOffice)
  // The school has looked at the change; the draft of the third revision is begun.
  await must(
    school.call('POST', `plans/${ofSchool.id}/choices`, {
      originPlanId: ofOffice.id,
      toRevision: 2,
      choices: [{ taskKey: ofSchool.content.tasks[0]?.key, originKey: 't1', choice: 'keep' }],
    }),
  )
  await must(office.call('POST', `plans/${ofOffice.id}/draft`, {}))
  return {
    department: above.id,
    office: ofOffice.id,
    school: ofSchool.id,
    drafted,
    numbered,
  }
}

async function revise(office: Browser, plan: Plan): Promise<void> {
  const draft = (await must(office.call('POST', `plans/${plan.id}/draft`, {}))).json<Draft>()
  await must(
    office.call('PATCH', `plans/${plan.id}/draft`, {
      version: draft.version,
      content: {
        ...draft.content,
        tasks: draft.content.tasks.map((t) => ({ ...t, content: 'Phát tờ gấp đến từng gia đình lớp 1.' })),
      },
    }),
  )
  await issueDraft({ drafter: office, leader: office, clerk: office }, plan.id)
}

/** One activity of the school for its task with a photo that arrived, one whose photo is on its way. */
async function makeActivities(
  { insiders: { school } }: Made,
  plans: RichWorld['plans'],
): Promise<Pick<RichWorld, 'activities' | 'photos'>> {
  const plan = (await must(school.call('GET', `plans/${plans.school}`))).json<Plan>()
  const taskKey = plan.content.tasks[0]?.key
  const activities = { counted: newId(), waiting: newId() }
  const photos = { arrived: newId(), receiving: newId() }
  const bytes = await sharp({ create: { width: 64, height: 48, channels: 3, background: '#b33' } })
    .jpeg()
    .toBuffer()
  const hash = createHash('sha256').update(bytes).digest('hex')
  for (const [key, photoId] of [
    ['counted', photos.arrived],
    ['waiting', photos.receiving],
  ] as const) {
    const id = activities[key]
    await must(
      school.call('POST', 'activities', {
        id,
        day: '2024-06-12',
        form: 'leaflet',
        title: 'Phát tờ gấp ở cổng trường',
        result: `Có ${erasedName} đến phát cùng.`,
        tasks: [{ planId: plans.school, taskKey }],
        figures: [{ indicator: 'leaflets', n: 30 }],
        photoIds: [photoId],
      }),
    )
    await must(
      school.call('POST', `activities/${id}/photos/${photoId}`, {
        size: bytes.length,
        hash,
        name: 'IMG_0001.jpg',
      }),
    )
    const until = key === 'counted' ? bytes.length : 100
    await must(
      school.call(
        'PATCH',
        `activities/${id}/photos/${photoId}/bytes?offset=0`,
        Buffer.from(bytes.subarray(0, until)),
      ),
    )
  }
  return { activities, photos }
}

type Answered = ReturnType<typeof answer>

async function handedIn(step: Answered): Promise<void> {
  const { statusCode, body } = await step
  if (statusCode !== 200) throw new Error(`${statusCode} ${body}`)
}

/** The school's report handed in, accepted and counted in the office's; the other school's is begun. */
async function makeReports({ world, insiders, units }: Made): Promise<RichWorld['reports']> {
  await openAll(world)
  const reports = {
    school: await reportOf(world, units.school),
    office: await reportOf(world, units.office),
    open: await reportOf(world, units.other),
  }
  const issue = { signerPersonId: null, authority: null }
  await handedIn(handInReport(insiders.school, reports.school, someWords, issue))
  await handedIn(answer(insiders.office, reports.school, 1, 'accepted'))
  await handedIn(handInReport(insiders.office, reports.office, someWords, issue))
  await must(insiders.other.call('PUT', `reports/${reports.open}/draft`, { version: 0, content: someWords }))
  return reports
}

/** Two requests of the school to the office: one answered, one open. */
async function makeAmendments(
  { insiders }: Made,
  plans: RichWorld['plans'],
): Promise<RichWorld['amendments']> {
  const amendments = { answered: newId(), open: newId() }
  for (const id of [amendments.answered, amendments.open])
    await must(
      insiders.school.call('POST', 'amendments', {
        id,
        planId: plans.office,
        revision: 1,
        taskKey: 't1',
        difficulty: 'Trường có hai điểm lẻ, in không kịp.',
        proposal: 'Xin lùi đến hết tháng 7.',
      }),
    )
  await must(
    insiders.office.call('POST', `amendments/${amendments.answered}/answer`, {
      answer: 'accepted',
      words: 'Đồng ý.',
    }),
  )
  return amendments
}

/** A direction of the office to the school, asked about and answered; and one that it is writing. */
async function makeDirections({ insiders, units }: Made): Promise<RichWorld['directions']> {
  const directions = { sent: newId(), draft: newId() }
  const content = {
    title: 'Rà soát bảng niêm yết thủ tục',
    words: 'Các đơn vị rà soát bảng niêm yết thủ tục và báo lại.',
    expects: 'carry_out',
    dueOn: '2024-07-15',
    documentId: null,
    lines: [units.school.name],
  }
  for (const id of Object.values(directions))
    await must(insiders.office.call('PUT', `directions/${id}/draft`, { version: 0, content }))
  await must(insiders.office.call('POST', `directions/${directions.sent}/send`, { version: 1 }))
  const act = (insider: 'office' | 'school', body: object) =>
    must(insiders[insider].call('POST', `directions/${directions.sent}/acts`, { id: newId(), ...body }))
  const question = newId()
  await act('school', { id: question, kind: 'ask', words: 'Điểm lẻ có phải niêm yết không?' })
  await act('office', { kind: 'reply', toAct: question, words: 'Có.', isPublic: true })
  await act('school', { kind: 'answer', words: 'Đã niêm yết ở ba điểm.' })
  return directions
}

/** What the office is owed is reminded of; a person of the other school is erased; a number is refused. */
async function remindAndErase({ world, insiders, units }: Made): Promise<void> {
  const owed = await idsOf(
    world,
    `select id from @obligations where state = 'open' and owed_to = '${units.office.id}'`,
  )
  await must(insiders.office.call('POST', 'obligations/remind', { ids: owed }))
  const erased = await makePerson(world, units.other.id, { name: erasedName })
  await must(
    insiders.other.call('POST', `people/${erased.personId}/erasure`, {
      ground: 'Yêu cầu của người có dữ liệu, theo Nghị định 13/2023/NĐ-CP',
    }),
  )
  const deputy = await makePerson(world, units.office.id, { name: 'Phó Thử' })
  await must(
    insiders.office.call('POST', `units/${units.office.id}/delegations`, {
      id: newId(),
      toPersonId: deputy.personId,
      since: '2024-06-17',
      until: '2024-06-24',
    }),
  )
  const second = newId()
  const own = (await must(insiders.office.call('POST', 'plans', { id: second, year: 2024 }))).json<Draft>()
  await must(
    insiders.office.call('PATCH', `plans/${second}/draft`, {
      version: own.version,
      content: readyContent({ tasks: [readyTask('v1')] }),
    }),
  )
  await must(insiders.office.call('POST', `plans/${second}/draft/submit`, {}))
  await must(insiders.office.call('POST', `plans/${second}/draft/approve`, {}))
  await must(insiders.office.call('POST', `plans/${second}/draft/number`))
  await must(insiders.office.call('POST', `plans/${second}/draft/refuse`, { words: 'Trùng việc.' }))
}

/** Somebody with every role in a unit of the same home that stands beside all of it. */
export async function makeOutsider(rich: RichWorld): Promise<{ unit: MadeUnit; browser: Browser }> {
  const unit = await makeUnit(rich.world, { name: 'Đơn vị ngoài cuộc', kind: 'education_office' })
  return { unit, browser: (await makeSeat(rich.world, rich.app, unit)).browser }
}
