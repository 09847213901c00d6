import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterAll } from 'vitest'
import { loadJobHandlers } from '../../src/cli/job-handlers.ts'
import { agencyKey, readEdxml, type EdxmlDocument, type EdxmlStatus } from '../../src/document/edxml/index.ts'
import { setAgencyCode, type AgencyOf } from '../../src/modules/dispatch/index.ts'
import { beginExchange } from '../../src/modules/exchange/index.ts'
import { openExchangeFolder } from '../../src/modules/exchange/folder.ts'
import { drainJobs } from '../../src/platform/worker.ts'
import { makeWorld, testHome, testNow, type World } from './database.ts'
import { makeApp } from './http.ts'

/** An installation with a folder of packages: its own database, files and server. */
export interface Side {
  world: World
  app: FastifyInstance
  /** holds `out/` and `in/` */
  folder: string
  /** keys of the codes of its own units: what the axis brings it */
  codes: string[]
}

export async function makeSide(): Promise<Side> {
  const world = await makeWorld()
  const app = await makeApp(world)
  const folder = mkdtempSync(join(tmpdir(), 'lantoa-exchange-'))
  afterAll(async () => {
    await app.close()
    rmSync(folder, { recursive: true, force: true })
  })
  await openExchangeFolder(folder)
  await beginExchange(world.system())
  return { world, app, folder, codes: [] }
}

export async function giveCode(
  { world, codes }: Side,
  of: AgencyOf,
  code: string,
  isElsewhere: boolean,
): Promise<void> {
  await setAgencyCode(world.system(), { of, code, isElsewhere, from: '2020-01-01' })
  if (!isElsewhere) codes.push(agencyKey(code) ?? '')
}

/**
 * The side's worker, until nothing is left to do but to look into the folder again. Handlers are the process's, so each side
 * works with its own in turn.
 * @param only kinds of jobs; without it all but the rendering of papers and what tells people
 */
export async function work(side: Side, only: (kind: string) => boolean = isQuick): Promise<void> {
  loadJobHandlers(undefined, null, side.folder)
  await side.world.database.pool.query(
    `update ${testHome}.jobs set run_at = $1 where state = 'waiting' and kind like 'exchange.%'`,
    [testNow],
  )
  await drainJobs(side.world.system(testNow), only)
}

function isQuick(kind: string): boolean {
  return /^(exchange|document\.read|dispatch)/.test(kind)
}

/** Names of the files that lie ready in a side's out folder. */
export function lyingOut({ folder }: Side): string[] {
  const out = join(folder, 'out')
  return existsSync(out) ? readdirSync(out).filter((name) => !name.startsWith('.')) : []
}

export function readOut(side: Side): (EdxmlDocument | EdxmlStatus)[] {
  return lyingOut(side)
    .sort()
    .map((name) => readEdxml(readFileSync(join(side.folder, 'out', name))))
}

/**
 * A stand-in for the document axis: carries what one side laid out for the other to its in folder. Documents for others are
 * on their way to them, and gone; every status message is for the other side, because nobody else sends anything here.
 * @returns how many it carried
 */
export function carry(from: Side, to: Side): number {
  let carried = 0
  for (const name of lyingOut(from)) {
    const path = join(from.folder, 'out', name)
    const message = readEdxml(readFileSync(path))
    if (message.kind === 'document' && !message.to.some(({ id }) => to.codes.includes(agencyKey(id) ?? ''))) {
      rmSync(path)
      continue
    }
    const settled = new Date(Date.now() - 60_000)
    utimesSync(path, settled, settled)
    renameSync(path, join(to.folder, 'in', name))
    carried += 1
  }
  return carried
}

/** Both sides work, and what they write is carried, until neither has anything more to say. */
export async function converse(a: Side, b: Side): Promise<void> {
  let carried: number
  do {
    await work(a)
    carried = carry(a, b)
    await work(b)
    carried += carry(b, a)
  } while (carried > 0)
}
