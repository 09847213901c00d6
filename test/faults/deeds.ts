import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { expect } from 'vitest'
import { newId } from '../../src/platform/ids.ts'
import { readyContent, readyTask, type Draft, type Plan } from '../support/plans.ts'
import { someWords } from '../support/reports.ts'
import type { Cast, School } from './cast.ts'
import { kindOf, makeClient, sendPhoto, type Client, type Credentials } from './client.ts'
import { errands, type Errand } from './errands.ts'
import type { Outside } from './outside.ts'
import type { Random } from './random.ts'

/** What clients were told happened: whatever stands here must be there after every restart, once. */
export interface Ledger {
  plans: {
    planId: string
    revision: number
    numberSymbol: string
    unitId: string
    /** units that it was sent to */
    receivers: number
  }[]
  /** how many numbers were reserved and then refused */
  voided: number
  /** of them those that a person voided in the register */
  voidedByHand: number
  /** and those of other documents, which were refused */
  voidedOfDocuments: number
  /** and those of reports, which were refused */
  voidedOfReports: number
  activities: { id: string; photos: { id: string; hash: string }[]; isWithdrawn?: boolean }[]
  /** activities whose client vanished after the last byte: counted or waiting, but never forgotten */
  abandoned: { id: string; photos: { id: string; hash: string }[] }[]
  reports: { reportId: string; version: number; numberSymbol: string }[]
  answers: string[]
  /** every write that was answered: its request id and kind */
  told: { id: string; kind: string }[]
  /** ids of further requests, which say nothing by themselves: pieces of photos, and those whose client vanished */
  others: string[]
  /** queries and how many rows they must find, of what else people did */
  facts: [query: string, rows: number][]
  /** the same of what is set anew again and again: by what it is, as it was set last */
  latest: Map<string, [query: string, rows: number]>
  /** requests that write and were answered, and how many of all had to be sent again */
  writes: number
  repeats: number
  /** photos that went on behind their first byte after the line was cut */
  resumed: number
}

export function emptyLedger(): Ledger {
  return {
    plans: [],
    voided: 0,
    voidedByHand: 0,
    voidedOfDocuments: 0,
    voidedOfReports: 0,
    activities: [],
    abandoned: [],
    reports: [],
    answers: [],
    told: [],
    others: [],
    facts: [],
    latest: new Map(),
    writes: 0,
    repeats: 0,
    resumed: 0,
  }
}

/** Everything that the people of a cast do at the same time, until they are told to stop. */
export interface Doings {
  url: string
  outside: Outside
  cast: Cast
  ledger: Ledger
  random: Random
  goesOn: () => boolean
  onSend: (kind: string) => void
  /** the kind of write that is wanted next; null: any */
  wanted: () => string | null
}

/** Runs all of them; ends when the last has been answered. */
export async function actAll(doings: Doings): Promise<void> {
  const { cast } = doings
  await Promise.all([
    issueAgainAndAgain(doings),
    issueAgainAndAgain(doings),
    ...cast.schools.map((school) => workAgainAndAgain(doings, school)),
    ...cast.schools.slice(0, 2).map((school) => runErrands(doings, school)),
  ])
}

export function clientFor({ url, ledger, onSend }: Doings, who: string | Credentials): Client {
  const client = makeClient(url, typeof who === 'string' ? { session: who } : who, onSend)
  return {
    ...client,
    send: async (method, path, body, requestId = newId()) => {
      ledger.others.push(requestId)
      return client.send(method, path, body, requestId)
    },
    must: async (method, path, body, requestId) => {
      const id = requestId ?? newId()
      const told = await client.send(method, path, body, id)
      if (told.status !== 200)
        throw new Error(`${method} ${path}: ${told.status} ${JSON.stringify(told.json)} at try ${told.tries}`)
      if (method !== 'GET') {
        ledger.writes += 1
        ledger.told.push({ id, kind: kindOf(method, path) })
      }
      if (told.tries > 1) ledger.repeats += 1
      return told.json as never
    },
  }
}

/** The office: a plan from nothing, through review, sometimes with a number that is refused, to its issue to all schools. */
async function issueAgainAndAgain(doings: Doings): Promise<void> {
  const { cast, ledger, random, goesOn } = doings
  const [drafter, leader, clerk] = [cast.drafter, cast.leader, cast.clerk].map((token) =>
    clientFor(doings, token),
  ) as [Client, Client, Client]
  while (goesOn()) {
    const planId = newId()
    await drafter.must('POST', 'plans', { id: planId, year: 2024 })
    const { version } = await drafter.must<Draft>('GET', `plans/${planId}/draft`)
    await drafter.must('PATCH', `plans/${planId}/draft`, { version, content: planContent(planId) })
    const review = async () => {
      await drafter.must('POST', `plans/${planId}/draft/submit`, {})
      await leader.must('POST', `plans/${planId}/draft/approve`, {})
    }
    await review()
    if (random.below(3) === 0) {
      await clerk.must('POST', `plans/${planId}/draft/number`, {})
      await clerk.must('POST', `plans/${planId}/draft/refuse`, { words: 'Sai thể thức.' })
      ledger.voided += 1
      await review()
    }
    const plan = await clerk.must<Plan>('POST', `plans/${planId}/issue`, { revision: 1 })
    ledger.plans.push({
      planId,
      revision: plan.revision,
      numberSymbol: plan.numberSymbol ?? '',
      unitId: cast.office.id,
      receivers: cast.receivers,
    })
    await rest(doings, /plans/)
  }
}

/**
 * Between two deeds people rest some seconds, unless one of theirs is wanted: else they alone would fill the machine, and
 * what is wanted of others would be long in coming.
 */
async function rest({ goesOn, wanted }: Doings, own: RegExp): Promise<void> {
  for (let i = 0; i < 30 && goesOn() && !own.test(wanted() ?? ''); i += 1)
    await new Promise((resolve) => setTimeout(resolve, 100))
}

function errandOf(doings: Doings, school: School): Errand {
  const { url, outside, cast, ledger, random } = doings
  const [keeper, hand] = [clientFor(doings, cast.keeper), clientFor(doings, school.hand)]
  return { url, outside, cast, school, keeper, hand, ledger, random, as: (who) => clientFor(doings, who) }
}

/** Every errand once, with nothing killed. @returns kinds of requests that an errand is said to send and did not */
export async function rehearse(doings: Doings): Promise<string[]> {
  const [school] = doings.cast.schools
  if (!school) throw new Error('a cast without a school')
  const missing: string[] = []
  for (const { run, kinds } of errands) {
    const sent = new Set<string>()
    await run(errandOf({ ...doings, onSend: (kind) => sent.add(kind) }, school))
    missing.push(...kinds.filter((kind) => kind.includes(' ') && !sent.has(kind)))
  }
  return missing
}

/** What people do now and then: the errand with the kind that is wanted, else any, with a pause. */
async function runErrands(doings: Doings, school: School): Promise<void> {
  const { random, goesOn, wanted } = doings
  const errand = errandOf(doings, school)
  while (goesOn()) {
    const kind = wanted()
    const fitting = kind === null ? [] : errands.filter((e) => e.kinds.includes(kind))
    if (fitting.length === 0) await new Promise((resolve) => setTimeout(resolve, 100))
    if (fitting.length === 0 && random.below(20) !== 0) continue
    await random.pick(fitting.length > 0 ? fitting : errands).run(errand)
  }
}

function planContent(planId: string) {
  return readyContent({
    title: `Tuyên truyền cải cách hành chính ${planId.slice(-6)}`,
    tasks: [readyTask('t1')],
    belowDueOn: '2024-07-20',
    recipients: [
      { words: 'Các trường trực thuộc', kind: 'group', purpose: 'carry out', groupCode: 'schools' },
      { words: 'Lưu: VT', kind: 'archive', purpose: 'archive' },
    ],
  })
}

/** A school: activities with photos, and after some of them the report, which the office returns or accepts. */
async function workAgainAndAgain(doings: Doings, school: School): Promise<void> {
  const specialist = clientFor(doings, school.specialist)
  while (doings.goesOn()) {
    for (let i = 0; i < 2 && doings.goesOn(); i += 1) {
      await logOne(doings, specialist)
      await rest(doings, /activities/)
    }
    if (doings.goesOn()) await reportOnce(doings, school)
    await rest(doings, /activities|reports/)
  }
}

const meeting = { day: '2024-06-12', form: 'regular_meeting', title: 'Họp cha mẹ học sinh' }

async function logOne(doings: Doings, client: Client): Promise<void> {
  const { ledger, random } = doings
  const id = newId()
  const photos = await Promise.all(
    Array.from({ length: 1 + random.below(2) }, async () => {
      const bytes = await picture(newId())
      return { id: newId(), bytes, hash: createHash('sha256').update(bytes).digest('hex') }
    }),
  )
  await client.must('POST', 'activities', { ...meeting, id, photoIds: photos.map((p) => p.id) }, id)
  const told = { id, photos: photos.map((p) => ({ id: p.id, hash: p.hash })) }
  const pathOf = (photoId: string) => `activities/${id}/photos/${photoId}`
  if (random.below(6) === 0) {
    for (const { id: photoId, bytes, hash } of photos) {
      await client.must('POST', pathOf(photoId), { size: bytes.length, hash, name: 'IMG.jpg' })
      const requestId = newId()
      ledger.others.push(requestId)
      await client.sendAndVanish('PATCH', `${pathOf(photoId)}/bytes?offset=0`, bytes, requestId)
    }
    ledger.abandoned.push(told)
    return
  }
  for (const { id: photoId, bytes, hash } of photos) {
    const piece = Math.ceil(bytes.length / (2 + random.below(4)))
    ledger.resumed += (await sendPhoto(client, pathOf(photoId), { bytes, hash, piece })).resumed
  }
  ledger.activities.push(told)
}

/**
 * A photo whose line is cut twice in the middle, each time by a kill after an acknowledged piece: it goes on from there.
 * @param kill kills and starts again
 */
export async function sendInThreeLives(doings: Doings, kill: (nth: number) => Promise<void>): Promise<void> {
  const [school] = doings.cast.schools
  if (!school) throw new Error('a cast without a school')
  const client = clientFor(doings, school.specialist)
  const [id, photoId] = [newId(), newId()]
  const bytes = await picture(photoId)
  const hash = createHash('sha256').update(bytes).digest('hex')
  const path = `activities/${id}/photos/${photoId}`
  await client.must('POST', 'activities', { ...meeting, id, photoIds: [photoId] }, id)
  const piece = Math.ceil(bytes.length / 3)
  for (const nth of [0, 1]) {
    const begun = await client.must('POST', path, { size: bytes.length, hash, name: 'IMG.jpg' })
    expect(begun).toMatchObject({ state: 'receiving', received: nth * piece })
    const part = bytes.subarray(nth * piece, (nth + 1) * piece)
    await client.must('PATCH', `${path}/bytes?offset=${nth * piece}`, part)
    await kill(nth)
  }
  const { resumed } = await sendPhoto(client, path, { bytes, hash, piece: piece * 2 })
  doings.ledger.resumed += 1 + resumed
  doings.ledger.activities.push({ id, photos: [{ id: photoId, hash }] })
}

/** A picture that is like no other, of some 100 kB. */
export async function picture(seed: string): Promise<Buffer> {
  const noise = createHash('sha512').update(seed).digest()
  const raw = Buffer.alloc(320 * 240 * 3)
  for (let i = 0; i < raw.length; i += 1)
    raw[i] = (noise[i % 64] ?? 0) ^ ((i * 31) >> (i % 7)) ^ (noise[(i >> 6) % 64] ?? 0)
  return sharp(raw, { raw: { width: 320, height: 240, channels: 3 } })
    .jpeg({ quality: 92 })
    .toBuffer()
}

interface ReportTold {
  state: string
  version: number
  draft: { version: number; state: string } | null
  may: string[]
  versions: { version: number; document: { numberSymbol: string | null } | null }[]
}

async function reportOnce(doings: Doings, { reportId, leader }: School): Promise<void> {
  const { cast, ledger, random } = doings
  const head = clientFor(doings, leader)
  const office = clientFor(doings, cast.leader)
  const path = `reports/${reportId}`
  let report = await head.must<ReportTold>('GET', path)
  if (report.may.includes('report.renew')) report = await head.must<ReportTold>('POST', `${path}/renew`, {})
  if (!report.may.includes('report.save')) return
  report = await head.must<ReportTold>('PUT', `${path}/draft`, {
    version: report.draft?.version ?? 0,
    content: someWords,
  })
  report = await head.must<ReportTold>('POST', `${path}/review`, {
    version: report.draft?.version ?? 0,
    step: 'approve',
  })
  const isIssuedLater = random.below(3) === 0
  report = await head.must<ReportTold>('POST', `${path}/submit`, {
    version: report.draft?.version ?? 0,
    issue: isIssuedLater ? null : {},
  })
  if (isIssuedLater) {
    // It was to be signed electronically, and is issued on paper after all.
    await head.must('POST', `${path}/number`, { version: report.version, issue: {} })
    await head.must('POST', `${path}/prepare`, {})
    await head.must('POST', `${path}/refuse`, { words: 'Ký trên giấy.' })
    ledger.voided += 1
    ledger.voidedOfReports += 1
    report = await head.must<ReportTold>('POST', `${path}/issue`, { version: report.version, issue: {} })
  }
  const { version } = report
  const issued = report.versions.find((v) => v.version === version)?.document?.numberSymbol
  ledger.reports.push({ reportId, version, numberSymbol: issued ?? '' })
  const answerId = newId()
  const accepts = random.below(3) === 0
  await office.must('POST', `${path}/answers`, {
    id: answerId,
    version,
    answer: accepts ? 'accepted' : 'returned',
    words: accepts ? '' : 'Kiểm lại số liệu.',
  })
  ledger.answers.push(answerId)
}
