import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadFacts } from '../src/cli/facts.ts'
import { clockAt } from '../src/platform/clock.ts'
import { systemActor, type Actor, type Ctx } from '../src/platform/context.ts'
import { openDatabase, type Database } from '../src/platform/db.ts'
import { startPostgres } from '../src/platform/embedded/postgres.ts'
import { openFileStore } from '../src/platform/files.ts'
import { makeLog } from '../src/platform/log.ts'
import { makeHome, migrate } from '../src/platform/migrate.ts'

/** One figure: ours beside the least program that leaves or returns the same rows, in the same run. */
export interface Figure {
  name: string
  /** milliseconds, medians */
  ours: number
  bare: number
  /** the aim as a ratio, null where none is set */
  aim: number | null
  note?: string
}

export interface Bench {
  database: Database
  home: string
  ctx(actor: Partial<Actor>, at?: string): Ctx
}

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
      home,
      ctx: (actor, at = '2024-06-17T01:42:00Z') => ({
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

/** Median of some runs in milliseconds, after two that warm up; ours and bare take turns, so that both see the same machine. */
export async function compare(
  rounds: number,
  ours: (round: number) => Promise<unknown>,
  bare: (round: number) => Promise<unknown>,
): Promise<{ ours: number; bare: number }> {
  const times = { ours: [] as number[], bare: [] as number[] }
  for (let round = -2; round < rounds; round += 1) {
    for (const [name, run] of [
      ['ours', ours],
      ['bare', bare],
    ] as const) {
      const started = performance.now()
      await run(round + 2)
      if (round >= 0) times[name].push(performance.now() - started)
    }
  }
  return { ours: median(times.ours), bare: median(times.bare) }
}

function median(numbers: number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** A table of figures as Markdown, the same that docs/performance.md holds. */
export function tableOf(figures: readonly Figure[]): string {
  const lines = [
    '| what | ours (ms) | bare (ms) | ratio | aim | |',
    '| --- | ---: | ---: | ---: | ---: | --- |',
  ]
  for (const f of figures) {
    const ratio = f.ours / f.bare
    lines.push(
      `| ${f.name} | ${f.ours.toFixed(1)} | ${f.bare.toFixed(1)} | ${ratio.toFixed(2)} | ${f.aim === null ? '' : `≤ ${f.aim}`} | ${f.note ?? ''} |`,
    )
  }
  return lines.join('\n')
}
