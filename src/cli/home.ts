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
  const homes = await homeContexts(runtime, await clockOf(runtime))
  const chosen = code === null ? homes : homes.filter((home) => home.home === `home_${code}`)
  const [home, ...others] = chosen
  if (home && others.length === 0) return { ...home, locale: cliLocale() }
  complain(homes.length === 0 ? 'cli.home.none' : 'cli.home.which', {
    codes: homes.map((h) => h.home.replace(/^home_/, '')).join(', '),
  })
  return null
}
