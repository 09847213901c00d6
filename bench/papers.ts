import { join } from 'node:path'
import { addIssuedDocument } from '../src/modules/library/index.ts'
import { beginSession } from '../src/modules/people/index.ts'
import { newId } from '../src/platform/ids.ts'
import { transaction } from '../src/platform/tx.ts'
import { familyOf, memoryOf, ownProcessorOf, processorOf } from './processes.ts'
import { get, startOurs, type Server } from './server.ts'
import { requireSame, withBench, type Bench, type Figure } from './support.ts'
import { makeWorld, type Seat } from './world.ts'
import { drawnPlan } from './writing-plans.ts'

/** As many as the province of the mission has units; fewer to try it (LANTOA_BENCH_PLANS). */
const plans = Number(process.env['LANTOA_BENCH_PLANS'] ?? 3_321)
const idleSeconds = 30
/** Between two requests of the one who looks at pages meanwhile (ms). */
const pause = 50

/**
 * A province's plans, issued at once: `document.render` jobs of a server with its worker in the same process, first all PDFs,
 * then a .docx for each. Beside it what somebody waits for a page and for a list meanwhile, and while the server rests.
 */
export async function papers(): Promise<Figure[]> {
  return withBench(async (bench) => {
    const world = await makeWorld(bench, { big: 60, small: 1 })
    await issue(bench, world.big.schools)
    const server = await startOurs(bench, join(bench.dataDir, 'server'), true)
    try {
      return await measured(bench, server, world.big.schools[0])
    } finally {
      await server.stop()
    }
  })
}

/** Documents with their jobs, which begin when they are let go. */
async function issue(bench: Bench, schools: readonly Seat[]): Promise<void> {
  for (let from = 1; from <= plans; from += 100) {
    const unitId = schools[Math.floor(from / 100) % schools.length]?.unitId ?? ''
    const ctx = bench.ctx({ kind: 'system', unitId }, new Date().toISOString())
    await transaction(ctx.db, { home: ctx.home, scope: '*' }, async (trx) => {
      for (let n = from; n < Math.min(from + 100, plans + 1); n += 1) {
        const source = drawnPlan(n)
        const { type, number, symbol, subject, agency } = source.header
        await addIssuedDocument(trx, ctx, {
          id: newId(),
          unitId,
          type,
          number: number ?? '',
          symbol,
          numberSymbol: `${number ?? ''}/${symbol}`,
          issuerName: agency,
          issuedOn: '2026-01-12',
          subject,
          source,
          clauses: [],
          isPublic: false,
          registerEntryId: newId(),
        })
      }
    })
  }
  await bench.database.pool.query(
    `update ${bench.home}.jobs set run_at = 'infinity' where kind = 'document.render'`,
  )
  await bench.database.pool.query('vacuum analyze')
  await bench.database.pool.query('checkpoint')
}

async function measured(bench: Bench, server: Server, seat: Seat | undefined): Promise<Figure[]> {
  const token = await beginSession(
    bench.database.db,
    { id: seat?.accountId ?? '', home: bench.home },
    'bench',
    new Date(),
  )
  const look = (until: () => boolean) => lookAt(server.port, `lantoa_session=${token}`, until)
  // What a server has to do when it begins is done first; then its code is warm, too.
  await until(async () => (await waitingIn(bench, 'run_at <= now()')) === 0)
  await look(after(5))
  const idle = await look(after(idleSeconds))

  const family = () => familyOf(server.pid)
  const memory: number[] = []
  const spent = () => [processorOf(family()), ownProcessorOf(server.pid)] as const
  const before = spent()
  const begun = performance.now()
  await bench.database.pool.query(
    `update ${bench.home}.jobs set run_at = created_at where kind = 'document.render'`,
  )
  let isDone = false
  const meanwhile = look(() => isDone)
  const secondsUntil = async (isSo: () => Promise<boolean>): Promise<number> => {
    await until(async () => {
      memory.push(memoryOf(family()))
      return isSo()
    })
    return (performance.now() - begun) / 1_000
  }
  const printed = await secondsUntil(async () => (await printedIn(bench)) === plans)
  const whilePrinted = memory.slice()
  const seconds = await secondsUntil(async () => (await waitingIn(bench, "kind = 'document.render'")) === 0)
  isDone = true
  const [all, own] = spent()
  const [processor, ofServer] = [all - before[0], own - before[1]]
  const busy = await meanwhile
  await requireAllMade(bench)
  const half = Math.floor(whilePrinted.length / 2)
  const name = `${plans.toLocaleString('en')} plans as jobs`
  return [
    { name: `${name}: until every PDF is there`, unit: 's', ours: printed, bare: null, aim: { most: 90 } },
    { name: `${name}: until every .docx is there too`, unit: 's', ours: seconds, bare: null },
    { name: 'of it processor of the printing children', unit: 's', ours: processor - ofServer, bare: null },
    { name: 'of it processor of the server', unit: 's', ours: ofServer, bare: null },
    {
      // Children come and go, so moments say little: the highest of each half.
      name: 'most memory in the second half of the PDFs, beside the first',
      unit: 'MB',
      ours: Math.max(...whilePrinted.slice(half)),
      bare: Math.max(...whilePrinted.slice(0, half)),
      aim: { times: 1.15 },
    },
    { name: 'most memory of all', unit: 'MB', ours: Math.max(...memory), bare: null },
    ...(['page', 'list'] as const).map((what): Figure => ({
      name: `p95 of a ${what} meanwhile, beside at rest`,
      unit: 'ms',
      ours: p95(busy[what]),
      bare: p95(idle[what]),
      aim: { times: 2 },
    })),
  ]
}

interface Looked {
  page: number[]
  list: number[]
}

/** One person, who opens a page and then a list again and again: milliseconds of each answer. */
async function lookAt(port: number, cookie: string, until: () => boolean): Promise<Looked> {
  const looked: Looked = { page: [], list: [] }
  while (!until()) {
    for (const [what, path, as] of [
      ['page', '/sign-in', ''],
      ['list', '/api/v1/documents', cookie],
    ] as const) {
      const begun = performance.now()
      const { status } = await get(port, path, as)
      if (status !== 200) throw new Error(`${path}: ${status}`)
      looked[what].push(performance.now() - begun)
      await wait(pause)
    }
  }
  return looked
}

function p95(times: readonly number[]): number {
  return [...times].sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Number.NaN
}

async function waitingIn({ database, home }: Bench, condition: string): Promise<number> {
  const { rows } = await database.pool.query<{ n: number }>(
    `select count(*)::int as n from ${home}.jobs where state = 'waiting' and ${condition}`,
  )
  return rows[0]?.n ?? 0
}

async function printedIn({ database, home }: Bench): Promise<number> {
  const { rows } = await database.pool.query<{ n: number }>(
    `select count(*)::int as n from ${home}.document_papers`,
  )
  return rows[0]?.n ?? 0
}

/** A figure over jobs that failed, or papers that are the same for two plans, would be a lie. */
async function requireAllMade({ database, home }: Bench): Promise<void> {
  const { rows } = await database.pool.query<{ papers: number; docx: number; pdf: number }>(
    `select count(*)::int as papers, count(distinct docx_hash)::int as docx, count(distinct pdf_hash)::int as pdf from ${home}.document_papers`,
  )
  requireSame('papers', rows[0], { papers: plans, docx: plans, pdf: plans })
}

function after(seconds: number): () => boolean {
  const end = performance.now() + seconds * 1_000
  return () => performance.now() >= end
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await wait(1_000)
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
