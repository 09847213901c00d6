import type { Ctx } from '../platform/context.ts'
import { cliLocale, complain } from './help.ts'
import { clockOf, homeContexts, type Runtime } from './runtime.ts'

/**
 * The system's context in the home that a command names, or in the only one there is.
 * @returns null after it said what is wrong
 */
export async function chooseHome(
  runtime: Pick<Runtime, 'database' | 'files' | 'log'>,
  code: string | null,
): Promise<Ctx | null> {
  const homes = await homesOf(runtime)
  const chosen = code === null ? homes : homes.filter((home) => home.home === `home_${code}`)
  const [home, ...others] = chosen
  if (home && others.length === 0) return { ...home, locale: cliLocale() }
  complain(homes.length === 0 ? 'cli.home.none' : 'cli.home.which', {
    codes: homes.map((h) => h.home.replace(/^home_/, '')).join(', '),
  })
  return null
}

/** None in a database that no release has set up yet. */
async function homesOf(runtime: Pick<Runtime, 'database' | 'files' | 'log'>): Promise<Ctx[]> {
  const { rows } = await runtime.database.pool.query<{ there: boolean }>(
    `select to_regclass('system.homes') is not null as there`,
  )
  return rows[0]?.there ? homeContexts(runtime, await clockOf(runtime)) : []
}
