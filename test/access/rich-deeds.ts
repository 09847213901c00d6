import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { newId } from '../../src/platform/ids.ts'
import { addJob, failJob, mostAttempts } from '../../src/platform/jobs.ts'
import { wide } from '../../src/platform/wide.ts'
import { drainJobs } from '../../src/platform/worker.ts'
import { testHome, testNow, type World } from '../support/database.ts'
import { departmentLetter, departmentPlan } from '../support/documents.ts'
import { makeKey } from '../support/keys.ts'
import { makePerson } from '../support/make.ts'
import { must, readyContent, readyTask, type Draft, type Plan } from '../support/plans.ts'
import { answer, handInReport, openAll, reportOf, someWords } from '../support/reports.ts'
import { newUnit, planned } from '../support/succession.ts'
import { paperPdf } from '../support/paper.ts'
import { paperOfText } from '../support/seed-paper.ts'
import type { RichWorld } from './rich-world.ts'

/** Ids that a query over the home finds: `@` stands for the home's schema. */
export async function idsOf(world: World, query: string): Promise<string[]> {
  const { rows } = await world.database.pool.query<{ id: string }>(query.replaceAll('@', `${testHome}.`))
  return rows.map((r) => r.id)
}

/** A person of the other school, whose name is nowhere in the end. */
const erasedName = 'Vi Thị Thúy Kiều'

export type Made = Pick<RichWorld, 'world' | 'app' | 'units' | 'people' | 'insiders'>

/** A key of the office, and what was handed in with it: one open, one set aside, one taken over. */
export async function makeMachines({ world, app, insiders }: Made): Promise<RichWorld['machines']> {
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
export async function askForReadings({ insiders, units }: Made, documentId: string): Promise<void> {
  await must(
    insiders.office.call('POST', `documents/${documentId}/readings`, { tags: [], dueOn: '2024-07-01' }),
  )
  const path = `units/${units.office.id}/sign-in-rules`
  await must(insiders.office.call('PUT', path, { secondFactorRoles: ['official'] }))
}

/** The office's administrator writes how it is to be split; nothing is carried out. */
export async function planSplit({ insiders, units }: Made): Promise<string> {
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
export async function failOneJob({ world, units, people }: Made): Promise<void> {
  const ctx = world.as({ unitId: units.office.id, personId: people.office.personId })
  await wide(ctx, 'the test', async (trx) => {
    const id = await addJob(trx, ctx, 'file.sweep', { hash: 'none' })
    for (let i = 0; i < mostAttempts; i += 1) await failJob(trx, ctx, id, new TypeError('none'))
  })
}

/** Desks, a person without an account, an invitation that is open. */
export async function makeStaff({ units, insiders }: Made): Promise<void> {
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

/** The office writes a document down, and its own word over one that all homes share. */
export async function keepRegister({ insiders }: Made): Promise<RichWorld['known']> {
  const own = newId()
  const facts = {
    type: 'Kế hoạch',
    numberSymbol: '255/KH-UBND',
    issuer: 'Ủy ban nhân dân tỉnh Hà Thanh',
    issuedOn: '2024-01-10',
    title: 'tuyên truyền cải cách hành chính năm 2024',
    inForceFrom: null,
    lastDay: null,
    relations: [],
    source: 'Công báo tỉnh Hà Thanh, số 12 năm 2024',
  }
  await must(insiders.office.call('POST', 'known-documents', { id: own, ...facts }))
  const list = await must(insiders.office.call('GET', 'known-documents?q=30c/NQ-CP&state=open'))
  const shared = list
    .json<{ rows: { id: string; numberSymbol: string }[] }>()
    .rows.find((row) => row.numberSymbol === '30c/NQ-CP')
  const word = shared?.id ?? ''
  const ended = {
    ...facts,
    type: 'Nghị quyết',
    numberSymbol: '30c/NQ-CP',
    issuer: 'Chính phủ',
    issuedOn: '2011-11-08',
    title: 'ban hành Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2011 - 2020',
    lastDay: '2020-12-31',
  }
  await must(
    insiders.office.call('PUT', `known-documents/${word}`, {
      version: 0,
      reason: 'Hết giai đoạn.',
      facts: ended,
    }),
  )
  return { own, word }
}

interface TakenIn {
  received: string
  draft: string
  /** the same two of a PDF, which has pages of its own */
  paged: string
  pagedDraft: string
}

/** Documents received and confirmed, and handed in and still to check. */
export async function takeInDocuments({ world, insiders }: Made): Promise<TakenIn> {
  const received = newId()
  await must(
    insiders.office.call('PUT', `documents/${received}?name=ke-hoach.txt`, Buffer.from(departmentPlan)),
  )
  // On a busy machine the reading takes longer than a request waits, and a job goes on with it.
  await drainJobs(world.system(testNow), (kind) => kind === 'document.read')
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
  const [paged, pagedDraft] = [newId(), newId()]
  for (const [id, number] of [
    [paged, '1871'],
    [pagedDraft, '1872'],
  ] as const) {
    const pdf = paperPdf(paperOfText(departmentPlan.replace(/Số:\s*\d+/, `Số: ${number}`)))
    await must(insiders.office.call('PUT', `documents/${id}?name=ke-hoach.pdf`, pdf))
  }
  await drainJobs(world.system(testNow), (kind) => kind === 'document.read')
  const { version } = (await must(insiders.office.call('GET', `document-drafts/${paged}`))).json<{
    version: number
  }>()
  await must(insiders.office.call('POST', `document-drafts/${paged}/confirm`, { version }))
  return { received, draft, paged, pagedDraft }
}

/** One activity of the school for its task with a photo that arrived, one whose photo is on its way. */
export async function makeActivities(
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

/** Two files of the office with a document in each: one open, one handed over to the archive. */
export async function makeDossiers({ insiders: { office } }: Made, documentId: string): Promise<string> {
  const [open, handedOver] = [newId(), newId()]
  for (const id of [open, handedOver]) {
    await must(
      office.call('POST', 'dossiers', {
        id,
        year: 2024,
        heading: 'Cải cách hành chính',
        headingCode: 'CCHC',
        title: 'Hồ sơ tuyên truyền cải cách hành chính',
        keepYears: 20,
        keeper: 'Tạ Thị Mận',
        sheets: null,
        note: null,
      }),
    )
    await must(office.call('POST', `dossiers/${id}/documents`, { documents: [documentId] }))
  }
  await must(office.call('POST', `dossiers/${handedOver}/close`))
  await must(
    office.call('POST', 'hand-overs', {
      id: newId(),
      dossiers: [handedOver],
      day: '2024-06-17',
      title: 'Tài liệu cải cách hành chính',
      giver: 'Tạ Thị Mận',
      giverPosition: 'Chuyên viên',
      taker: 'Lò Văn Pín',
      takerPosition: 'Lưu trữ',
      boxes: null,
      metres: null,
      condition: 'Đầy đủ, nguyên vẹn',
    }),
  )
  return open
}

/** The other school sends back what the office sent it, and keeps it after all. */
export async function returnOne({ insiders: { other } }: Made): Promise<void> {
  const inbox = (await must(other.call('GET', 'deliveries'))).json<{
    items: { id: string; may: string[] }[]
  }>()
  const id = inbox.items.find((i) => i.may.includes('delivery.return'))?.id ?? ''
  await must(other.call('POST', `deliveries/${id}/return`, { reason: 'Gửi nhầm trường.' }))
  await must(other.call('POST', `deliveries/${id}/keep`))
}

type Answered = ReturnType<typeof answer>

async function handedIn(step: Answered): Promise<void> {
  const { statusCode, body } = await step
  if (statusCode !== 200) throw new Error(`${statusCode} ${body}`)
}

/**
 * The school's report handed in, accepted and counted in the office's; the other school's is begun; the department's waits for
 * its signatures.
 */
export async function makeReports({ world, insiders, units }: Made): Promise<RichWorld['reports']> {
  await openAll(world)
  const reports = {
    school: await reportOf(world, units.school),
    office: await reportOf(world, units.office),
    open: await reportOf(world, units.other),
    department: await reportOf(world, units.department),
  }
  const issue = { signerPersonId: null, authority: null }
  await handedIn(handInReport(insiders.school, reports.school, someWords, issue))
  await handedIn(answer(insiders.office, reports.school, 1, 'accepted'))
  await handedIn(handInReport(insiders.office, reports.office, someWords, issue))
  await handedIn(handInReport(insiders.department, reports.department))
  await must(insiders.department.call('POST', `reports/${reports.department}/number`, { version: 1, issue }))
  await must(insiders.department.call('POST', `reports/${reports.department}/prepare`))
  await must(insiders.other.call('PUT', `reports/${reports.open}/draft`, { version: 0, content: someWords }))
  return reports
}

/** Two requests of the school to the office: one answered, one open. */
export async function makeAmendments(
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
export async function makeDirections({ insiders, units }: Made): Promise<RichWorld['directions']> {
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
export async function remindAndErase({ world, insiders, units }: Made): Promise<void> {
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
