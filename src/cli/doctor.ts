import { translate, type Locale } from '../messages/index.ts'
import type { Ctx } from '../platform/context.ts'
import { FilesAwayError } from '../platform/files-s3.ts'
import { cliLocale, complain, say } from './help.ts'
import { homeInvariants, sharedInvariants, type Finding, type Invariant } from './invariants/index.ts'
import { clockOf, homeContexts, openRuntime, type Runtime } from './runtime.ts'

/** Breaches of one invariant that are told; more of the same kind help nobody. */
const mostTold = 20

/** A breach, as code with values and as the sentence that is shown. */
export interface Breach {
  home: string
  code: string
  values: Finding
}

/**
 * Checks every invariant of a home (and, with the first home, what all homes share), one query or page after the other.
 * @returns breaches, at most 20 of each invariant; `files_away` in place of one that the file store did not let end
 */
export async function examine(
  ctx: Ctx,
  invariants: readonly Invariant[] = homeInvariants,
): Promise<Breach[]> {
  const breaches: Breach[] = []
  for (const { code, find } of invariants) {
    try {
      for (const values of await find(ctx, mostTold)) breaches.push({ home: ctx.home, code, values })
    } catch (error) {
      if (!(error instanceof FilesAwayError)) throw error
      // What needs no file is examined all the same.
      breaches.push({ home: ctx.home, code: 'files_away', values: { what: error.what } })
    }
  }
  return breaches
}

/** The sentence of a breach: what is wrong and what it touches. */
export function sentenceOfBreach(locale: Locale, { code, values }: Breach): string {
  const fault = values['fault']
  const key = fault === undefined ? code : `${code}.${fault}`
  // Versions and files are called as people call them; where no word is kept, by their table.
  const word = `doctor.what.${values['what'] ?? ''}`
  const what = translate(locale, word)
  return translate(locale, `doctor.${key}`, what === word ? values : { ...values, what })
}

/**
 * `lantoa doctor`: every invariant of the data as a query, in every home. Exit status 0 all holds · 1 something does not ·
 * 2 called wrongly or no database.
 */
export async function doctorCommand(args: string[]): Promise<number> {
  const runtime = await openRuntime(args, { quiet: true, existing: true })
  if (!runtime) return 2
  try {
    return (await diagnose(runtime)) === 0 ? 0 : 1
  } finally {
    await runtime.close()
  }
}

/**
 * Checks every invariant of every home and says what it found.
 * @returns how many breaches
 */
export async function diagnose(runtime: Pick<Runtime, 'database' | 'files' | 'log'>): Promise<number> {
  const locale = cliLocale()
  const contexts = await homeContexts(runtime, await clockOf(runtime))
  let n = 0
  for (const [i, ctx] of contexts.entries()) {
    const breaches = [...(await examine(ctx)), ...(i === 0 ? await examine(ctx, sharedInvariants) : [])]
    n += breaches.length
    if (breaches.length > 0) complain('doctor.home', { home: ctx.home, n: breaches.length })
    for (const breach of breaches) process.stderr.write(`  ${sentenceOfBreach(locale, breach)}\n`)
  }
  if (n > 0) complain('doctor.sick', { n })
  else
    say('doctor.healthy', { homes: contexts.length, checks: homeInvariants.length + sharedInvariants.length })
  return n
}
