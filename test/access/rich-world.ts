import type { FastifyInstance } from 'fastify'
import { loadJobHandlers } from '../../src/cli/job-handlers.ts'
import { sealEvents } from '../../src/platform/seals.ts'
import { drainJobs, runNextJob } from '../../src/platform/worker.ts'
import { makeWorld, testHome, testNow, type World } from '../support/database.ts'
import { makeApp, signedIn, type Browser } from '../support/http.ts'
import { makePerson, makeUnit, type MadePerson, type MadeUnit } from '../support/make.ts'
import { makeLine } from '../support/reports.ts'
import { makeNotices } from './rich-notices.ts'
import {
  askForReadings,
  failOneJob,
  idsOf,
  keepRegister,
  makeActivities,
  makeAmendments,
  makeDirections,
  makeDossiers,
  makeMachines,
  makeReports,
  makeStaff,
  planSplit,
  remindAndErase,
  returnOne,
  takeInDocuments,
} from './rich-deeds.ts'
import { makeOutgoing, makeScan } from './rich-outgoing.ts'
import { makeExchange } from './rich-exchange.ts'
import { makePlans } from './rich-plans.ts'

/** Everything of an office with its superiors and schools that a route or a table can hold, made by the use cases. */
export interface RichWorld {
  world: World
  app: FastifyInstance
  /** one browser with every role for each unit that has a part in it */
  insiders: Record<'department' | 'district' | 'office' | 'school' | 'other', Browser>
  people: Record<'department' | 'district' | 'office' | 'school' | 'other', MadePerson>
  units: Record<'department' | 'district' | 'office' | 'school' | 'other', MadeUnit>
  plans: { department: string; office: string; school: string; drafted: string; numbered: string }
  documents: {
    received: string
    draft: string
    paged: string
    pagedDraft: string
    department: string
    office: string
    report: string
  }
  activities: { counted: string; waiting: string }
  photos: { arrived: string; receiving: string }
  reports: { school: string; office: string; open: string; department: string }
  amendments: { answered: string; open: string }
  machines: { key: string; submission: string; webhook: string }
  /** the office's own entry of known documents, and the shared one over which its word stands */
  known: { own: string; word: string }
  /** the office's plan to split itself, not carried out */
  succession: string
  directions: { sent: string; draft: string }
  /** one in review, one whose paper waits to be signed, a remark, a key */
  outgoing: { written: string; approved: string; comment: string; key: string }
  scan: string
  /** an open file of the office with a document in it; another is handed over */
  dossier: string
  taskKey: string
}

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

async function makePapers({ world }: Pick<RichWorld, 'world'>): Promise<void> {
  const system = world.system(testNow)
  await runNextJob(system, fail, ['document.render'])
  await world.database.pool.query(
    `update ${testHome}.jobs set run_at = 'epoch' where kind = 'document.render' and payload->>'format' = 'docx'`,
  )
  await runNextJob(system, fail, ['document.render'])
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
  await returnOne(at)
  const activities = await makeActivities(at, plans)
  const reports = await makeReports(at)
  const amendments = await makeAmendments(at, plans)
  const machines = await makeMachines(at)
  const known = await keepRegister(at)
  await makeExchange(at, plans.office)
  await askForReadings(at, documents.received)
  const directions = await makeDirections(at)
  const outgoing = await makeOutgoing(at)
  const dossier = await makeDossiers(at, documents.received)
  await sealEvents(world.system(testNow))
  await remindAndErase(at)
  await makeNotices(at)
  // The papers of one document of the six: its PDF, and the .docx, which would come behind the other PDFs.
  if (options.papers) await makePapers(at)
  await drainJobs(world.system(testNow), (kind) => kind !== 'document.render' && kind !== 'webhooks.send')
  const scan = await makeScan(at)
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
    known,
    succession: await planSplit(at),
    directions,
    outgoing,
    scan,
    dossier,
    taskKey: 't1',
  }
}

/** Somebody with every role in a unit of the same home that stands beside all of it. */
export async function makeOutsider(rich: RichWorld): Promise<{ unit: MadeUnit; browser: Browser }> {
  const unit = await makeUnit(rich.world, { name: 'Đơn vị ngoài cuộc', kind: 'education_office' })
  return { unit, browser: (await makeSeat(rich.world, rich.app, unit)).browser }
}
