import { logActivities } from '../../src/cli/demo/activities.ts'
import { readDemo } from '../../src/cli/demo/data.ts'
import { drawPictures, pictureBook } from '../../src/cli/demo/pictures.ts'
import {
  at,
  makeOfficePlan,
  makeSchoolPlan,
  receiveDocuments,
  type MadePlan,
} from '../../src/cli/demo/plans.ts'
import { tellPeriod } from '../../src/cli/demo/reports.ts'
import { makeDemoWorld, type DemoWorld } from '../../src/cli/demo/world.ts'
import { loadJobHandlers } from '../../src/cli/job-handlers.ts'
import { drainJobs } from '../../src/platform/worker.ts'
import type { World } from './database.ts'

export const office = 'phong-gddt-van-son'
export const department = 'so-gddt'
/** The instant after the last deed of the story: the office's report was handed in and accepted. */
export const afterStory = '2026-06-21T01:00:00Z'

export interface Story {
  told: DemoWorld
  office: MadePlan
  schools: Map<string, MadePlan>
}

/**
 * A small part of the demonstration in a test database, told by the same use cases: the office's plan of 2026 out of its
 * superiors' documents, some schools' plans, their activities of half a year, their reports.
 */
export async function tellStory(
  world: World,
  schools: readonly string[] = ['th-vinh-hoa', 'mn-son-ca', 'thcs-dong-khe'],
): Promise<Story> {
  loadJobHandlers()
  const demo = readDemo()
  const { db, home, locale, files, log, request } = world.system()
  const told = await makeDemoWorld({ db, home, locale, files, log, request }, demo)
  const plan = demo.plans.find((p) => p.year === 2026)
  if (!plan) throw new Error('the demonstration has no plan of 2026')
  const received = await receiveDocuments(told, demo, office, 2026)
  const ofOffice = await makeOfficePlan(told, plan, received)
  await drainJobs(told.system(at(plan.issued, 400)), (kind) => kind.startsWith('dispatch.'))
  const made = new Map<string, MadePlan>()
  for (const school of schools) made.set(school, await makeSchoolPlan(told, demo, plan, ofOffice, school))
  const plans = new Map<string, { plan: MadePlan; prefix: string }[]>()
  for (const [unit, p] of new Map(made).set(office, ofOffice)) plans.set(unit, [{ plan: p, prefix: '26-' }])
  const book = pictureBook(await drawPictures(demo))
  await logActivities(
    told,
    demo.activities.filter((a) => a.task.startsWith('26-') && a.type !== 'plan_issue' && plans.has(a.unit)),
    plans,
    { ...book, has: (use, isShown) => isShown && use.variant % 4 === 0 },
  )
  await tellPeriod(told, {
    opens: '2026-05-20',
    closes: '2026-06-15',
    office,
    department,
    schools,
    waiting: schools.slice(1, 2),
    missing: schools.slice(2),
    officeHandsIn: true,
  })
  return { told, office: ofOffice, schools: made }
}
