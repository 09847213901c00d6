import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beginSession } from '../../src/modules/people/index.ts'
import { beginStatement } from '../../src/platform/tx.ts'
import { get, startBare, startOurs, type Server } from '../server.ts'
import { runBare } from '../sql.ts'
import { median, requireSame, type Bench, type Figure } from '../support.ts'
import { crowd, type CrowdFigure } from './crowd.ts'
import { country, sentToAll, type Told } from './country.ts'
import { pagesOf, type Page } from './pages.ts'
import { storyNow, withProvince, type SizeWorld } from './province.ts'

/** The small province beside which growth is told, the one of the mission, and a country's schools. */
const [small, large, whole] = [60, 3_321, 40_000]

/**
 * `npm run bench -- size`: requests as a school, an office, the department and the people's committee of a province of 60 and of 3,321 units,
 * 200 people at once, and what a country's 40,000 units need of the one home that all of them are registered in.
 * The provinces are made once and cached (some minutes each).
 */
export async function size(say: (text: string) => void): Promise<void> {
  const little = await withProvince(small, (bench, world) => reads(bench, world))
  await withProvince(large, async (bench, world) => {
    say(
      `#### reads at ${large} units, ${world.activities} activities\n\n${tableOf(await reads(bench, world), little)}\n`,
    )
    say(await crowdOf(bench, world))
  })
  const told = [...(await country(whole)), ...(await sentToAll(whole))]
  say(`#### ${whole} units in one home\n\n${toldTable(told)}\n`)
}

/** `npm run bench -- crowd`: the 200 people of `size` alone. */
export async function crowdAlone(say: (text: string) => void): Promise<void> {
  await withProvince(large, async (bench, world) => say(await crowdOf(bench, world)))
}

async function crowdOf(bench: Bench, world: SizeWorld): Promise<string> {
  return `#### 200 people at once, reads and one write in ten\n\n${crowdTable(await crowd(bench, world))}\n`
}

const seatNames = {
  school: 'a school',
  office: 'an office',
  department: 'the department',
  root: 'the province',
}

type Read = Figure & { key: string }

export async function reads(bench: Bench, world: SizeWorld): Promise<Read[]> {
  await bench.database.pool.query('vacuum analyze')
  await bench.database.pool.query('checkpoint')
  const ours = await startOurs(bench, join(bench.dataDir, 'server'))
  try {
    const figures: Read[] = []
    for (const page of await pagesOf(bench, world)) figures.push(await readOf(bench, world, page, ours))
    return figures
  } finally {
    await ours.stop()
  }
}

async function readOf(bench: Bench, world: SizeWorld, page: Page, ours: Server): Promise<Read> {
  const seat = world[page.who]
  const cookie = await cookieOf(bench, seat.accountId)
  const answer = await get(ours.port, page.path, cookie)
  if (answer.status !== 200)
    throw new Error(`${page.who} ${page.path}: ${answer.status} ${answer.body.toString()}`)
  const rows = await runBare(bench, '*', page.script, { readOnly: true })
  requireSame(
    `${page.who} ${page.name}`,
    page.ofOurs(JSON.parse(answer.body.toString()) as never),
    page.ofBare(...rows),
  )
  const begin = beginStatement({ home: bench.home, scope: '*', readOnly: true })
  const recipe = join(bench.dataDir, 'bare.json')
  writeFileSync(
    recipe,
    JSON.stringify({ script: `${begin}; ${page.script}; commit`, body: answer.body.toString() }),
  )
  const bare = await startBare(bench, recipe)
  try {
    return {
      key: `${page.who} ${page.name}`,
      name: `${page.name}, as ${seatNames[page.who]}`,
      unit: 'ms',
      ours: await timesOf(ours.port, page.path, cookie),
      bare: await timesOf(bare.port, page.path, cookie),
    }
  } finally {
    await bare.stop()
  }
}

/** Median of some requests after two that warm up; fewer of what takes seconds. */
async function timesOf(port: number, path: string, cookie: string): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < 13; i += 1) {
    const begun = performance.now()
    const { status } = await get(port, path, cookie)
    const took = performance.now() - begun
    if (status !== 200) throw new Error(`${path}: ${status}`)
    if (i >= 2) times.push(took)
    if (i >= 4 && took > 1_000) break
  }
  return median(times)
}

export async function cookieOf(bench: Bench, accountId: string): Promise<string> {
  const token = await beginSession(
    bench.database.db,
    { id: accountId, home: bench.home },
    'bench',
    new Date(storyNow),
  )
  return `lantoa_session=${token}`
}

function tableOf(figures: readonly Read[], little: readonly Read[]): string {
  const before = new Map(little.map((f) => [f.key, f.ours]))
  return [
    `| request | ours | bare | ratio | at ${small} units | growth |`,
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...figures.map((f) => {
      const was = before.get(f.key) ?? Number.NaN
      return `| ${f.name} | ${ms(f.ours)} | ${ms(f.bare ?? Number.NaN)} | ${(f.ours / (f.bare ?? Number.NaN)).toFixed(1)} | ${ms(was)} | ${(f.ours / was).toFixed(1)} × |`
    }),
  ].join('\n')
}

function crowdTable(figures: readonly CrowdFigure[]): string {
  return [
    '| | requests/s | reads p50 | reads p95 | writes p95 | not answered, 5xx | waiting for a connection, most |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...figures.map(
      (f) =>
        `| ${f.name} | ${f.perSecond.toFixed(0)} | ${ms(f.readP50)} | ${ms(f.readP95)} | ${f.writeP95 === null ? '' : ms(f.writeP95)} | ${f.failed} | ${f.waiting ?? ''} |`,
    ),
  ].join('\n')
}

function toldTable(told: readonly Told[]): string {
  return ['| what | took |', '| --- | ---: |', ...told.map((t) => `| ${t.name} | ${t.value} |`)].join('\n')
}

function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} ms`
}
