import { expect, it } from 'vitest'
import { makeWorld } from '../../../test/support/database.ts'
import { drainJobs } from '../../platform/worker.ts'
import { loadJobHandlers } from '../job-handlers.ts'
import { readDemo } from './data.ts'
import { at, makeOfficePlan, makeSchoolPlan, receiveDocuments } from './plans.ts'
import { makeDemoWorld } from './world.ts'

/**
 * A first start tells the demonstration by the use cases, and ends where one of them refuses a step: every plan of its years,
 * by whoever heads the unit on that day, with and without a head of its own. The rest is told small by the story of the journeys.
 */
it('every unit of the demonstration drafts, approves, numbers and issues its plans of both years', async () => {
  loadJobHandlers()
  const demo = readDemo()
  const world = await makeWorld()
  const { db, home, locale, files, log, request } = world.system()
  const told = await makeDemoWorld({ db, home, locale, files, log, request }, demo)
  const schools = demo.units.filter((u) => u.kind.startsWith('school_')).map((u) => u.code)
  for (const plan of demo.plans) {
    const received = await receiveDocuments(told, demo, plan.unit, plan.year)
    const ofOffice = await makeOfficePlan(told, plan, received)
    await drainJobs(told.system(at(plan.issued, 400)), (kind) => kind.startsWith('dispatch.'))
    for (const school of schools) await makeSchoolPlan(told, demo, plan, ofOffice, school)
  }
  const { rows } = await world.database.pool.query<{ n: number; signed: number }>(
    `select count(*)::int as n, count(signer_person_id)::int as signed from ${home}.plan_revisions`,
  )
  const all = demo.plans.length * (schools.length + 1)
  expect(rows).toEqual([{ n: all, signed: all }])
})
