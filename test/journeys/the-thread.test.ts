import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closePrinter } from '../../src/print/index.ts'
import { closeWindows } from '../support/browser.ts'
import { sized } from '../support/size.ts'
import { makeWorld, type World } from '../support/database.ts'
import { setStage } from '../support/the-thread.ts'
import { amend, askToAmend, follow } from '../support/the-thread-amendment.ts'
import { ownDocument, seedDocument } from '../support/the-thread-documents.ts'
import {
  draftOfficePlan,
  draftSchoolPlan,
  issueOfficePlan,
  reviewOfficePlan,
  takeIn,
} from '../support/the-thread-plans.ts'
import {
  logLeaflets,
  openFigure,
  openFigureOnPhone,
  reportOfOffice,
  reportOfSchool,
} from '../support/the-thread-reports.ts'

/*
 * The one story of the product, by clicks and typing in six people's own windows: four at a desk of 1440 px, two of the
 * school at 360 px. Only units and people are set up, and the days are turned. With LANTOA_SHOTS a picture of every stop.
 */

const seed = seedDocument()
if (!seed) process.stdout.write('the thread from the real seed: not run: no ../shared\n')
// One story at each commit, on the real document where it is at hand; `npm run prove -- journeys` tells both.
const documents = [...(seed ? [seed] : []), ownDocument()].slice(0, sized('journeys', 1, 2))

const worlds = new Map<string, World>()
beforeAll(async () => {
  for (const { code } of documents) worlds.set(code, await makeWorld())
})
afterAll(async () => {
  await closeWindows()
  await closePrinter()
})

describe('the thread, told by six people', () => {
  // Side by side, because people mostly wait. Some 45 s on two cores; the machine may have more to do.
  it.concurrent.for(documents)(
    'leads from the clause of the $code document to the figure in the report, and back',
    { timeout: 300_000 },
    async (document, { onTestFailed }) => {
      const world = worlds.get(document.code)
      if (!world) throw new Error('no world was made')
      const { year, officeSymbol } = document
      const [first, second] = [`01/KH-${officeSymbol}`, `02/KH-${officeSymbol}`]
      const stage = await setStage(world, document)
      onTestFailed(() => stage.shootAll())
      await takeIn(stage, document)
      await draftOfficePlan(stage, document)
      await reviewOfficePlan(stage)
      await issueOfficePlan(stage, first)
      await stage.turnTo(`${year}-01-20`)
      await draftSchoolPlan(stage, document, first)
      await stage.turnTo(`${year}-03-04`)
      await askToAmend(stage, first)
      await stage.turnTo(`${year}-03-06`)
      await amend(stage, second)
      await follow(stage, second)
      await stage.turnTo(`${year}-05-18`)
      await logLeaflets(stage)
      await stage.turnTo(`${year}-06-15`)
      await stage.work()
      await reportOfSchool(stage)
      await reportOfOffice(stage, document)
      await openFigure(stage, document)
      await openFigureOnPhone(stage, document)
      expect(stage.complaints()).toEqual([])
      await stage.close()
    },
  )
})
