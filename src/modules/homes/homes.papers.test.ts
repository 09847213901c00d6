import { beforeAll, expect, it } from 'vitest'
import {
  expectHealthy,
  homeB,
  issueAbove,
  makeTwoHomes,
  rowsIn,
  settle,
  type TwoHomes,
} from '../../../test/support/homes.ts'
import { testHome, testNow } from '../../../test/support/database.ts'
import { must } from '../../../test/support/plans.ts'
import { drainJobs, runNextJob } from '../../platform/worker.ts'

let stage: TwoHomes

beforeAll(async () => {
  stage = await makeTwoHomes()
}, 60_000)

const fail = (error: unknown) => {
  throw error
}

it('a copy that comes between its PDF and its .docx has the .docx made there', async () => {
  const { world, above } = stage
  const { documentId } = await issueAbove(stage)
  await runNextJob(world.system(testNow), fail, ['document.render'])
  const seen = (await must(above.clerk.call('GET', `documents/${documentId}`))).json<{
    papers: string
    files: { kind: string }[]
  }>()
  expect([seen.papers, seen.files.map((f) => f.kind)]).toEqual(['pdf', ['pdf']])
  const isQuick = (kind: string) => kind !== 'document.render'
  await drainJobs(world.system(testNow), isQuick)
  await drainJobs(world.system(testNow, homeB), isQuick)
  const papersIn = async (home: string) =>
    (
      await rowsIn<{ docx: string | null; pdf: string }>(
        world,
        home,
        `select docx_hash as docx, pdf_hash as pdf from document_papers where document_id = '${documentId}'`,
      )
    )[0]
  const came = await papersIn(homeB)
  expect(came).toEqual({ docx: null, pdf: expect.any(String) as string })
  await settle(world)
  // Each home's own: a .docx says when it was made.
  for (const home of [testHome, homeB])
    expect(await papersIn(home)).toEqual({ docx: expect.any(String) as string, pdf: came?.pdf })
  await expectHealthy(world)
}, 60_000)
