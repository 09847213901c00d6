import { logActivity } from '../../src/modules/activities/index.ts'
import { saveDirection, sendDirection } from '../../src/modules/directions/index.ts'
import { beginSession, findSignedIn } from '../../src/modules/people/index.ts'
import {
  approvePlan,
  beginRevision,
  createPlan,
  issuePlan,
  saveDraft,
  submitPlan,
  type PlanContent,
} from '../../src/modules/plans/index.ts'
import {
  answerReport,
  openReports,
  reviewReport,
  saveReport,
  submitReport,
} from '../../src/modules/reports/index.ts'
import {
  carryOutSuccession,
  createSuccession,
  type SuccessionContent,
} from '../../src/modules/succession/index.ts'
import { rebuildClosure, setSuperiors } from '../../src/modules/units/index.ts'
import { addDays, startOfDay } from '../../src/platform/clock.ts'
import type { Ctx } from '../../src/platform/context.ts'
import type { Trx } from '../../src/platform/db.ts'
import { newId } from '../../src/platform/ids.ts'
import { transaction } from '../../src/platform/tx.ts'
import { testHome, type World } from '../support/database.ts'
import { makePerson, makeUnit, type MadePerson, type MadeUnit } from '../support/make.ts'
import { makeReceivedDocument, readyContent, readyTask } from '../support/plans.ts'
import { reportOf, someWords } from '../support/reports.ts'
import { planned } from '../support/succession.ts'
import { lines, type Script, type Step } from './script.ts'
import { groundsOf, type OracleThing, type OracleUnit } from './oracle.ts'

/** The half year that every story tells: its activities, and the day from which reports are handed in. */
const begin = '2024-01-04'
const lastDay = '2024-06-14'

export interface StoryUnit extends OracleUnit {
  id: string
  /** its name, as a line of recipients has it */
  words: string
  kind: string
  person: MadePerson
  /** of the units that go on for it, the one that has its books */
  heir?: StoryUnit
}
/** A thing as the oracle sees it, and the address at which the program answers for it. */
export interface StoryThing extends OracleThing {
  path: string
  unit: StoryUnit
}
interface StoryPlan {
  id: string
  unit: StoryUnit
  revision: number
  content: PlanContent
  bases: { things: StoryThing[] }[]
}

export interface Story {
  world: World
  units: StoryUnit[]
  things: StoryThing[]
  /** days worth asking about: in the middle, at the end of the window, after everything */
  days: string[]
}

/**
 * Tells a script to the program by its use cases and to the oracle's objects side by side. By hand, as rows, are made:
 * units and half of their moves (through the stores that keep the closure), and documents received (as confirming leaves them).
 */
export async function tell(world: World, told: Script): Promise<Story> {
  const story: Telling = { world, units: [], things: [], days: [], documents: [], plans: [], sums: new Map() }
  await makeUnits(story, told)
  let day = begin
  for (const one of told.steps) {
    await take(story, one, day)
    day = addDays(day, 5)
  }
  story.days.push(day)
  await openReports(world.system(startOfDay(lastDay)), lastDay)
  for (const unit of story.units) story.sums.set(unit, superiorsOf(unit, lastDay))
  day = addDays(lastDay, 1)
  for (const one of told.after) {
    await take(story, one, day)
    day = addDays(day, 2)
  }
  story.days.push(lastDay, day)
  return story
}

interface Telling extends Story {
  /** what a plan can stand on: a document received, or the paper of a plan together with the plan itself */
  documents: { id: string; unit: StoryUnit; things: StoryThing[] }[]
  plans: StoryPlan[]
  /** superiors on the last day of the window: the first sums */
  sums: Map<StoryUnit, StoryUnit[]>
}

async function take(story: Telling, one: Step, day: string): Promise<void> {
  switch (one.what) {
    case 'receive':
      return receive(story, at(open(story, day), one.unit), day)
    case 'issue':
      return issue(story, one, day)
    case 'revise':
      return revise(story, one, day)
    case 'draft':
      return draft(story, at(open(story, day), one.unit), day)
    case 'log':
      return log(story, at(open(story, day), one.unit), day)
    case 'direct':
      return direct(story, one, day)
    case 'move':
      return move(story, one, day)
    case 'close':
      return close(story, one, day)
    case 'hand in':
      return handIn(story, one, day)
  }
}

function at<T>(list: readonly T[], n: number): T {
  const found = list[n % list.length]
  if (found === undefined) throw new Error('nothing to pick from')
  return found
}
const isOpen = (unit: OracleUnit, day: string) => unit.closed === null || unit.closed.day > day
const open = (story: Story, day: string) => story.units.filter((u) => isOpen(u, day))

async function inHome<T>(world: World, run: (trx: Trx) => Promise<T>): Promise<T> {
  return transaction(world.database.db, { home: testHome, scope: '*' }, run)
}

/** The first stands above all; every other unit has superiors among those before it, so that no circle comes about. */
async function makeUnits(story: Telling, told: Script): Promise<void> {
  const { world } = story
  const root = await makeUnit(world, { kind: 'people_committee_province' })
  const add = async (made: MadeUnit, kind: string): Promise<StoryUnit> => {
    const { id, name: words } = made
    const person = await makePerson(world, id, {
      roles: ['specialist', 'clerk', 'leader'],
      title: 'Trưởng đơn vị',
      isHead: true,
    })
    const unit: StoryUnit = {
      id,
      words,
      kind,
      name: `${kind} ${story.units.length}`,
      superiors: [],
      closed: null,
      person,
    }
    story.units.push(unit)
    return unit
  }
  await add(root, 'people_committee_province')
  for (const given of told.units) {
    const administration = at(story.units, given.administration)
    // Every third unit has nobody on the line of profession.
    const profession = given.profession % 3 === 0 ? null : at(story.units, given.profession)
    const made = await makeUnit(world, {
      kind: given.kind,
      administration: administration.id,
      profession: profession?.id ?? null,
    })
    const unit = await add(made, given.kind)
    unit.superiors.push({
      line: 'administration',
      superior: administration,
      from: '2020-01-01',
      until: null,
    })
    if (profession)
      unit.superiors.push({ line: 'profession', superior: profession, from: '2020-01-01', until: null })
  }
}

/** Who acts for a unit on a day, as signing in finds it. */
async function seat(story: Story, unit: StoryUnit, day: string, minute = 0): Promise<Ctx> {
  const { world } = story
  const now = new Date(startOfDay(day).getTime() + (9 * 60 + minute) * 60_000)
  const token = await beginSession(
    world.database.db,
    { id: unit.person.accountId, home: testHome },
    'test',
    now,
  )
  const found = await findSignedIn(world.database.db, token, now, day)
  if (!found) throw new Error('nobody is signed in')
  return { ...world.system(now), actor: found.actor }
}

function addThing(
  story: Story,
  thing: Pick<StoryThing, 'kind' | 'unit' | 'day' | 'path'> & Partial<StoryThing>,
): StoryThing {
  const made: StoryThing = {
    isPublic: false,
    left: true,
    deliveredTo: [],
    restsOn: [],
    encloses: [],
    ...thing,
  }
  story.things.push(made)
  return made
}

async function receive(story: Telling, unit: StoryUnit, day: string): Promise<void> {
  const id = await makeReceivedDocument(
    story.world,
    unit.id,
    [{ key: 'II', parentKey: null, kind: 'content', words: 'Phát tờ gấp.' }],
    { issuedOn: '2023-12-18' },
  )
  const thing = addThing(story, { kind: 'document', unit, day, path: `documents/${id}`, left: false })
  story.documents.push({ id, unit, things: [thing] })
}

async function issue(story: Telling, one: Step & { what: 'issue' }, day: string): Promise<void> {
  const unit = at(open(story, day), one.unit)
  const readable = story.documents.filter(
    (d) => d.unit !== unit && d.things.some((t) => groundsOf(unit, t, story.things, day).length > 0),
  )
  const bases = readable.length === 0 ? [] : [...new Set(one.bases.map((n) => at(readable, n)))]
  const ctx = await seat(story, unit, day)
  const id = newId()
  const made = await createPlan(ctx, {
    id,
    year: 2024,
    documents: bases.map((b) => ({ documentId: b.id, isProvisional: false })),
    lastPlanId: null,
  })
  const content: PlanContent = {
    ...readyContent({ tasks: [readyTask('t1')] }),
    bases: made.content.bases,
    isPublic: one.isPublic,
  }
  const plan: StoryPlan = { id, unit, revision: 1, content, bases }
  story.plans.push(plan)
  await carryThrough(story, ctx, plan, made.version, one, day)
}

async function revise(story: Telling, one: Step & { what: 'revise' }, day: string): Promise<void> {
  const mine = story.plans.filter((p) => isOpen(p.unit, day))
  if (mine.length === 0) return
  const plan = at(mine, one.plan)
  const ctx = await seat(story, plan.unit, day)
  const draft = await beginRevision(ctx, plan.id, [])
  plan.revision += 1
  plan.content = { ...plan.content, tasks: [readyTask('t1', { content: `Lời của lần ${plan.revision}.` })] }
  await carryThrough(story, ctx, plan, draft.version, { to: one.to, schools: false }, day)
}

/** Recipients, review, issue; and what then exists: the revision and its paper. */
async function carryThrough(
  story: Telling,
  ctx: Ctx,
  plan: StoryPlan,
  version: number,
  send: { to: number[]; schools: boolean },
  day: string,
): Promise<void> {
  const { unit } = plan
  const named = [...new Set(send.to.map((n) => at(story.units, n)))].filter((u) => u !== unit)
  const recipients: PlanContent['recipients'] = named.map((u) => ({
    words: u.name,
    kind: 'unit',
    purpose: 'know',
    unitId: u.id,
  }))
  if (send.schools)
    recipients.push({ words: 'Các trường', kind: 'group', purpose: 'carry out', groupCode: 'schools' })
  const content = { ...plan.content, recipients }
  await saveDraft(ctx, plan.id, { version, content })
  await submitPlan(ctx, plan.id, '')
  await approvePlan(ctx, plan.id, '')
  const issued = await issuePlan(ctx, plan.id, { revision: plan.revision })
  const schools = send.schools
    ? story.units.filter((u) => u.kind.startsWith('school') && superiorsOf(u, day).includes(unit))
    : []
  const deliveredTo = [...new Set([...named, ...schools])].filter((u) => isOpen(u, day))
  // What it stands on: a paper together with the plan that it issues. How far that is handed on is judged at each sending, by
  // what the sender may read: whoever wrote the paper hands its plan on too, also where one in between got the paper alone.
  const restsOn = plan.bases.flatMap((b) => b.things)
  const common = { unit, day, isPublic: content.isPublic, deliveredTo, restsOn }
  const revision = addThing(story, {
    ...common,
    kind: 'plan',
    path: `plans/${plan.id}/revisions/${plan.revision}`,
  })
  const paper = addThing(story, { ...common, kind: 'document', path: `documents/${issued.documentId}` })
  story.documents.push({ id: issued.documentId, unit, things: [revision, paper] })
}

async function draft(story: Telling, unit: StoryUnit, day: string): Promise<void> {
  const id = newId()
  await createPlan(await seat(story, unit, day), { id, year: 2024, documents: [], lastPlanId: null })
  addThing(story, { kind: 'draft', unit, day, path: `plans/${id}/draft`, left: false })
}

async function log(story: Telling, unit: StoryUnit, day: string): Promise<void> {
  const id = newId()
  await logActivity(await seat(story, unit, day), {
    id,
    day,
    form: 'leaflet',
    title: 'Phát tờ gấp',
    figures: [{ indicator: 'leaflets', n: 10 }],
  })
  addThing(story, { kind: 'activity', unit, day, path: `activities/${id}` })
}

/** A direction to units right below, perhaps with a document that its unit may read. */
async function direct(story: Telling, one: Step & { what: 'direct' }, day: string): Promise<void> {
  const above = open(story, day).filter((u) => story.units.some((b) => superiorsOf(b, day).includes(u)))
  if (above.length === 0) return
  const unit = at(above, one.unit)
  const below = open(story, day).filter((u) => superiorsOf(u, day).includes(unit))
  if (below.length === 0) return
  const deliveredTo = [...new Set(one.to.map((n) => at(below, n)))]
  // The last of what a document comes with is its paper.
  const papers = story.documents.flatMap((d) => {
    const thing = d.things.at(-1)
    return thing && groundsOf(unit, thing, story.things, day).length > 0 ? [{ id: d.id, thing }] : []
  })
  const document = one.document === null || papers.length === 0 ? null : at(papers, one.document)
  const ctx = await seat(story, unit, day)
  const id = newId()
  const content = {
    title: 'Rà soát bảng niêm yết',
    words: 'Rà soát và báo lại.',
    expects: 'carry_out' as const,
    dueOn: addDays(day, 60),
    documentId: document?.id ?? null,
    clauses: [],
    lines: deliveredTo.map((u) => u.words),
  }
  await saveDirection(ctx, id, { version: 0, content })
  await sendDirection(ctx, id, { version: 1 })
  const encloses = document ? [document.thing] : []
  addThing(story, { kind: 'direction', unit, day, path: `directions/${id}`, deliveredTo, encloses })
}

/** Superiors on a day, the one on the line of profession first: it sums. */
function superiorsOf(unit: StoryUnit, day: string): StoryUnit[] {
  const found = (['profession', 'administration'] as const).flatMap((line) =>
    unit.superiors.filter((s) => s.line === line && s.from <= day && (s.until === null || s.until > day)),
  )
  return [...new Set(found.map((s) => s.superior as StoryUnit))]
}

async function move(story: Telling, one: Step & { what: 'move' }, day: string): Promise<void> {
  const movable = open(story, day).filter((u) => story.units.indexOf(u) > 0)
  if (movable.length === 0) return
  const unit = at(movable, one.unit)
  const superior = at(
    story.units.slice(0, story.units.indexOf(unit)).filter((u) => isOpen(u, day)),
    one.under,
  )
  if (one.byDecree) {
    const move = { to: superior.id }
    await decree(story, 'transfer', day, {
      from: [unit.id],
      moves: { administration: null, profession: null, [one.line]: move },
    })
  } else
    await inHome(story.world, async (trx) => {
      await setSuperiors(trx, [{ unitId: unit.id, line: one.line, from: day, superiorId: superior.id }])
      await rebuildClosure(trx, one.line, [unit.id])
    })
  stands(unit, one.line, superior, day)
}

/** Plans a reorganisation as the administrator of the unit above all, and carries it out. */
async function decree(
  story: Telling,
  kind: 'merge' | 'split' | 'transfer',
  day: string,
  content: Partial<SuccessionContent>,
): Promise<void> {
  const root = at(story.units, 0)
  const ctx = story.world.as(
    { unitId: root.id, roles: ['admin'] },
    new Date(startOfDay(day).getTime() + 8 * 3_600_000),
  )
  const made = await createSuccession(ctx, { id: newId(), kind, day, content: planned(content) })
  await carryOutSuccession(ctx, made.id, made.version)
}

/** The oracle's own account of who stands above a unit. */
function stands(unit: StoryUnit, line: (typeof lines)[number], superior: StoryUnit, day: string): void {
  for (const s of unit.superiors) if (s.line === line && s.until === null) s.until = day
  unit.superiors.push({ line, superior, from: day, until: null })
}

/**
 * A unit closes and one or two others go on for it: who is below goes to the successors in turn, or elsewhere. What stands
 * above the closed unit stays above it; its plans and drafts are its heir's from then on, what it issued remains its own.
 */
async function close(story: Telling, one: Step & { what: 'close' }, day: string): Promise<void> {
  const closable = open(story, day).filter((u) => story.units.indexOf(u) > 0)
  if (closable.length < 2) return
  const unit = at(closable, one.unit)
  // Only those that stand before it in the order: nobody comes to stand below itself.
  const before = story.units.slice(0, story.units.indexOf(unit)).filter((u) => isOpen(u, day))
  // The one with the books must be of a kind that reports.
  const heirs = before.filter((u) => u.kind !== 'people_committee_province')
  if (heirs.length === 0) return
  const heir = at(heirs, one.by)
  const second = at(before, one.and)
  const successors = [...new Set([heir, second])]
  const below = open(story, day).flatMap((b) =>
    lines.flatMap((line) =>
      b.superiors.some((s) => s.line === line && s.superior === unit && s.until === null)
        ? [{ unit: b, line }]
        : [],
    ),
  )
  const moves = below.map((b, i) => ({
    ...b,
    to: one.belowElsewhere ? at(story.units, 0) : at(successors, i),
  }))
  await decree(story, successors.length > 1 ? 'split' : 'merge', day, {
    from: [unit.id],
    to: successors.map((s) => ({ id: s.id, unit: null, administration: null, profession: null })),
    heir: heir.id,
    below: moves.map((m) => ({ unitId: m.unit.id, line: m.line, to: m.to.id })),
    people: [{ personId: unit.person.personId, to: heir.id, isHead: false }],
  })
  unit.closed = { day, successors }
  unit.heir = heir
  for (const m of moves) stands(m.unit, m.line, m.to, day)
  for (const thing of story.things) if (thing.kind === 'draft' && thing.unit === unit) thing.unit = heir
  for (const plan of story.plans) if (plan.unit === unit) plan.unit = heir
}

/** Whose books a unit has on a day: its own, and those of closed units whose heir it is, through any number of steps. */
function hasBooks(unit: StoryUnit, of: StoryUnit, day: string): boolean {
  if (unit === of) return true
  return of.closed !== null && of.closed.day <= day && of.heir !== undefined && hasBooks(unit, of.heir, day)
}

/** Who stands in the place of a superior on a day: for a closed one the successor above the unit, else the heir. */
function presentOf(superior: StoryUnit, unit: StoryUnit, day: string): StoryUnit {
  if (isOpen(superior, day)) return superior
  const after = openSuccessors(superior, day)
  const above = superiorsOf(unit, day).find((s) => after.includes(s))
  let heir = superior
  while (!isOpen(heir, day) && heir.heir) heir = heir.heir
  return above ?? heir
}

function openSuccessors(unit: StoryUnit, day: string): StoryUnit[] {
  if (isOpen(unit, day)) return [unit]
  return (unit.closed?.successors ?? []).flatMap((s) => openSuccessors(s as StoryUnit, day))
}

const reports = new WeakMap<StoryUnit, { thing: StoryThing; isAccepted: boolean }>()

async function handIn(story: Telling, one: Step & { what: 'hand in' }, day: string): Promise<void> {
  const owing = open(story, day).filter(
    (u) => u.kind !== 'people_committee_province' && (story.sums.get(u) ?? []).length > 0 && !reports.has(u),
  )
  if (owing.length === 0) return
  const unit = at(owing, one.unit)
  // Whoever stood above on the last day; for one that has closed since, whoever stands in its place, and its own readers.
  const onLastDay = story.sums.get(unit) ?? []
  const superiors = [...new Set(onLastDay.map((s) => presentOf(s, unit, day)))]
  const id = await reportOf(story.world, { ...unit, code: '' })
  const ctx = await seat(story, unit, day)
  const saved = await saveReport(ctx, id, { version: 0, content: someWords })
  const approved = await reviewReport(ctx, id, {
    version: saved.draft?.version ?? 0,
    step: 'approve',
    words: '',
  })
  await submitReport(ctx, id, {
    version: approved.draft?.version ?? 0,
    issue: one.paper ? { signerPersonId: null, authority: null } : null,
  })
  const own = story.things.filter(
    (t) => t.kind === 'activity' && t.day <= lastDay && hasBooks(unit, t.unit, lastDay),
  )
  const parts = story.units.flatMap((u) => {
    const report = reports.get(u)
    return report?.isAccepted && story.sums.get(u)?.[0] === unit ? [report.thing] : []
  })
  const thing = addThing(story, {
    kind: 'report',
    unit,
    day,
    path: `reports/${id}`,
    deliveredTo: [...new Set([...superiors, ...onLastDay])],
    encloses: [...own, ...parts],
  })
  const [sums] = superiors
  const isAccepted = one.accept && sums !== undefined && isOpen(sums, day)
  reports.set(unit, { thing, isAccepted })
  if (one.paper) await addPaper(story, { ...thing, deliveredTo: superiors }, id, day)
  if (isAccepted)
    await answerReport(await seat(story, sums, day, 60), id, {
      id: newId(),
      version: 1,
      answer: 'accepted',
      words: '',
    })
}

async function addPaper(story: Telling, report: StoryThing, id: string, day: string): Promise<void> {
  const { rows } = await story.world.database.pool.query<{ id: string }>(
    `select document_id as id from ${testHome}.report_versions where report_id = $1`,
    [id],
  )
  const [row] = rows
  if (!row) throw new Error('the report has no paper')
  addThing(story, {
    kind: 'document',
    unit: report.unit,
    day,
    path: `documents/${row.id}`,
    deliveredTo: report.deliveredTo.filter((u) => isOpen(u, day)),
  })
}
