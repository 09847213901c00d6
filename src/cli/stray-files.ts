import { sql } from 'kysely'
import { addDays, startOfDay } from '../platform/clock.ts'
import type { Ctx } from '../platform/context.ts'
import type { Trx } from '../platform/db.ts'
import type { StoredFile } from '../platform/files.ts'
import { idFromWords } from '../platform/ids.ts'
import { addJob, onJob } from '../platform/jobs.ts'
import { wide } from '../platform/wide.ts'

/** Younger files may belong to a transaction that is not committed yet (ms). */
export const strayAfter = 3_600_000
const sweepJob = 'files.sweep'

/**
 * What lies in the file store and no home knows: kept files without a row, parts of photos that nobody sends any more,
 * drafts of files that a killed process was writing.
 * @param before only what was neither put nor written to since then
 */
export async function* findStrayFiles(ctx: Ctx, before: Date): AsyncIterable<StoredFile> {
  let batch: StoredFile[] = []
  for await (const file of ctx.files.list()) {
    if (file.changedAt >= before) continue
    batch.push(file)
    if (batch.length < 500) continue
    yield* await strayOf(ctx, batch)
    batch = []
  }
  yield* await strayOf(ctx, batch)
}

async function strayOf(ctx: Ctx, files: readonly StoredFile[]): Promise<StoredFile[]> {
  const named = (kind: StoredFile['kind']) => files.filter((f) => f.kind === kind).map((f) => f.name)
  const known = new Set([...(await heldFiles(ctx, named('kept'))), ...(await knownParts(ctx, named('part')))])
  return files.filter((f) => (f.kind !== 'kept' && f.kind !== 'part') || !known.has(f.name))
}

/** Those of the hashes that some home keeps a row of, with bytes. */
export async function heldFiles(ctx: Ctx, hashes: readonly string[]): Promise<Set<string>> {
  return inHomes(
    ctx,
    hashes,
    (home) => sql`
    select hash as name from ${home}.files where redacted_at is null and hash = any(${[...hashes]}::text[])`,
  )
}

async function knownParts(ctx: Ctx, ids: readonly string[]): Promise<Set<string>> {
  return inHomes(
    ctx,
    ids,
    (home) => sql`
    select id::text as name from ${home}.uploads where state = 'receiving' and id = any(${[...ids]}::uuid[])`,
  )
}

async function inHomes(
  ctx: Ctx,
  names: readonly string[],
  query: (home: ReturnType<typeof sql.id>) => ReturnType<typeof sql>,
): Promise<Set<string>> {
  const known = new Set<string>()
  if (names.length === 0) return known
  const homes = await ctx.db.selectFrom('system.homes').select('schema_name').execute()
  for (const { schema_name } of homes) {
    const { rows } = await query(sql.id(schema_name)).execute(ctx.db)
    for (const row of rows as { name: string }[]) known.add(row.name)
  }
  return known
}

/**
 * Job `files.sweep`, once a day: removes what kill -9 and cuts in the power left in the file store. What is strange there
 * stays: somebody put it there. Homes share the store, so each home's sweep asks all of them.
 */
export function registerSweepJob(): void {
  onJob(sweepJob, {
    prepare: async (ctx) => {
      const before = new Date(Date.now() - strayAfter)
      for await (const file of findStrayFiles(ctx, before))
        if (file.kind !== 'other') await ctx.files.removeStray(file, before)
      return undefined
    },
    step: async (trx, ctx) => {
      await orderSweep(trx, ctx, addDays(ctx.clock.today(), 1))
      return { done: true }
    },
  })
}

/** Orders the sweep of a day; the id is made from the day, so that several workers order it once. */
async function orderSweep(trx: Trx, ctx: Ctx, day: string): Promise<void> {
  const id = idFromWords(`${sweepJob} ${ctx.home} ${day}`)
  await addJob(trx, ctx, sweepJob, {}, { id, runAt: startOfDay(day) })
}

/** Starts the daily sweep of a home. Called when the server or a worker starts; a second time changes nothing. */
export async function beginSweep(ctx: Ctx): Promise<void> {
  await wide(ctx, 'the order of the home’s own daily job', (trx) => orderSweep(trx, ctx, ctx.clock.today()))
}
