import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import type { Ctx } from '../platform/context.ts'
import { FilesAwayError } from '../platform/files-s3.ts'
import { findRoot, findRoots } from '../platform/roots.ts'
import { wide } from '../platform/wide.ts'
import { sentenceOfBreach, type Breach } from './doctor.ts'
import { cliLocale, complain, say } from './help.ts'
import { archiveOfAll, archiveOfHome, type Invariant } from './invariants/index.ts'
import { clockOf, homeContexts, openRuntime } from './runtime.ts'
import { translate } from '../messages/index.ts'

/** A day's root that somebody keeps elsewhere. */
export interface KeptRoot {
  /** `YYYY-MM-DD` */
  day: string
  hash: string
}

/** What is told on the way: a step begins, so much of it was looked at. */
export interface Listener {
  step(home: string, code: string): void
  tick(n: number): void
}
const silent: Listener = { step: () => undefined, tick: () => undefined }

/**
 * Walks the archive of all homes: the days' roots, then in each home the chain over the log, versions, what the log names
 * and every byte of every kept file. Pages and streams, so memory stays flat however much there is.
 * @returns the first thing that is not as it was written; null when all is
 * @throws FilesAwayError when the file store does not answer
 */
export async function findFirstAltered(
  contexts: readonly Ctx[],
  listener: Listener = silent,
): Promise<Breach | null> {
  const [first] = contexts
  if (!first) return null
  const steps: [Ctx, Invariant][] = [
    ...archiveOfAll.map((invariant): [Ctx, Invariant] => [first, invariant]),
    ...contexts.flatMap((ctx) => archiveOfHome.map((invariant): [Ctx, Invariant] => [ctx, invariant])),
  ]
  let told = ''
  for (const [ctx, { code, find }] of steps) {
    if (told !== `${ctx.home} ${code}`) listener.step(ctx.home, code)
    told = `${ctx.home} ${code}`
    const [values] = await find(ctx, 1, (n) => listener.tick(n))
    if (values) return { home: ctx.home, code, values }
  }
  return null
}

/** Compares roots kept elsewhere with ours. @returns the first that differs or is not here, null when all agree */
export async function findOtherRoot(
  ctx: Ctx,
  kept: readonly KeptRoot[],
): Promise<{ day: string; isHere: boolean } | null> {
  for (const { day, hash } of kept) {
    const root = await wide(ctx, 'the roots, which everybody may read', (trx) => findRoot(trx, day))
    if (root?.hash !== hash) return { day, isHere: root !== null }
  }
  return null
}

/**
 * `lantoa verify-archive [--root DAY=HASH]…`: whether anything of the past was altered, and what is the first of it. Exit
 * status 0 whole · 1 altered, or not all could be looked at · 2 called wrongly or no database.
 */
export async function verifyArchiveCommand(args: string[]): Promise<number> {
  const call = readCall(args)
  if (!call) {
    say('archive.cli.usage')
    return 2
  }
  const runtime = await openRuntime(call.rest, { quiet: true, existing: true })
  if (!runtime) return 2
  try {
    return await verify(await homeContexts(runtime, await clockOf(runtime)), call.kept)
  } finally {
    await runtime.close()
  }
}

function readCall(args: string[]): { kept: KeptRoot[]; rest: string[] } | null {
  try {
    const { values } = parseArgs({
      args,
      options: { root: { type: 'string', multiple: true }, data: { type: 'string' } },
    })
    const kept = (values.root ?? []).map((word) => {
      const [, day = '', hash = ''] = /^(\d{4}-\d{2}-\d{2})=([0-9a-f]{64})$/i.exec(word) ?? []
      return { day, hash: hash.toLowerCase() }
    })
    if (kept.some(({ day }) => day === '')) return null
    return { kept, rest: values.data === undefined ? [] : ['--data', values.data] }
  } catch {
    return null
  }
}

/** Says what it found. @returns the exit status */
export async function verify(contexts: readonly Ctx[], kept: readonly KeptRoot[] = []): Promise<number> {
  const locale = cliLocale()
  const [first] = contexts
  if (first) {
    const other = await findOtherRoot(first, kept)
    if (other) {
      complain(other.isHere ? 'archive.cli.otherRoot' : 'archive.cli.noRoot', { day: other.day })
      return 1
    }
  }
  try {
    const breach = await findFirstAltered(contexts, listening(locale))
    if (breach) {
      complain('archive.cli.altered', { home: breach.home })
      process.stderr.write(`  ${sentenceOfBreach(locale, breach)}\n`)
      complain('archive.cli.sick')
      return 1
    }
  } catch (error) {
    if (!(error instanceof FilesAwayError)) throw error
    complain('archive.cli.away', { what: error.what })
    return 1
  }
  await tellWhole(contexts)
  return 0
}

/** Each step by name, and how far it is every four seconds. */
function listening(locale: ReturnType<typeof cliLocale>): Listener {
  let last = Date.now()
  return {
    step: (home, code) => {
      say('archive.cli.step', { home, step: translate(locale, `archive.step.${code}`) })
      last = Date.now()
    },
    tick: (n) => {
      if (Date.now() - last < 4_000) return
      last = Date.now()
      say('archive.cli.progress', { n })
    },
  }
}

async function tellWhole(contexts: readonly Ctx[]): Promise<void> {
  const all = { seals: 0, events: 0, files: 0, unsealed: 0 }
  let roots = { n: 0, day: '', hash: '' }
  for (const [i, ctx] of contexts.entries())
    await wide(ctx, 'how much of the home was looked at: counts only', async (trx) => {
      const { rows } = await sql<typeof all>`
        select (select count(*) from seals) as seals, (select count(*) from events) as events,
          (select count(*) from files where redacted_at is null) as files, (select count(*) from unsealed_events) as unsealed`.execute(
        trx,
      )
      for (const key of ['seals', 'events', 'files', 'unsealed'] as const) all[key] += rows[0]?.[key] ?? 0
      if (i > 0) return
      const { rows: counted } = await sql<{ n: number }>`select count(*) as n from day_roots`.execute(trx)
      const [last] = await findRoots(trx, null, 1)
      roots = { n: counted[0]?.n ?? 0, day: last?.day ?? '', hash: last?.hash ?? '' }
    })
  const { unsealed, ...looked } = all
  say('archive.cli.whole', { homes: contexts.length, ...looked, roots: roots.n })
  if (unsealed > 0) say('archive.cli.unsealed', { n: unsealed })
  if (roots.n === 0) say('archive.cli.noRoots')
  else say('archive.cli.lastRoot', { day: roots.day, hash: roots.hash })
}
