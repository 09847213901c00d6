import { parseArgs } from 'node:util'
import type pg from 'pg'
import { systemClock } from '../platform/clock.ts'
import { makeHome } from '../platform/migrate.ts'
import { complain, say } from './help.ts'
import { openRuntime } from './runtime.ts'

export type HomeCall = { verb: 'list' } | { verb: 'add'; code: string; name: string }

/** `lantoa home list | add CODE NAME`: homes of this installation, one schema each. */
export async function homeCommand(args: string[]): Promise<number> {
  const read = readCall(args)
  if (!read) {
    complain('cli.home.usage')
    return 2
  }
  const runtime = await openRuntime(read.data, { quiet: true, existing: true })
  if (!runtime) return 2
  try {
    return await runHome(runtime.database.pool, read.call, systemClock.now())
  } finally {
    await runtime.close()
  }
}

/**
 * Lists homes with the number of their units, or makes one with its tables. Server and workers that run find it by themselves.
 * @param pool as the owner of the database
 * @returns exit status: 1 when the code is taken, or there is no first home yet
 */
export async function runHome(pool: pg.Pool, call: HomeCall, now: Date): Promise<number> {
  if (call.verb === 'list') {
    const { rows } = await pool.query<{ code: string; name: string; units: number }>(
      `select h.code, h.name, (select count(*)::int from shared.units u where u.home = h.schema_name) as units
       from system.homes h order by h.code`,
    )
    for (const { code, name, units } of rows) process.stdout.write(`${code}\t${name}\t${units}\n`)
    say('cli.home.count', { n: rows.length })
    return 0
  }
  const homes = await pool.query<{ code: string }>('select code from system.homes')
  // The first one is made together with somebody who can sign in: the page that does it closes when there is a home.
  if (homes.rows.length === 0) {
    complain('cli.home.none')
    return 1
  }
  if (homes.rows.some((h) => h.code === call.code)) {
    complain('cli.home.taken', { code: call.code })
    return 1
  }
  await makeHome(pool, call.code, call.name, now)
  say('cli.home.added', { code: call.code })
  return 0
}

function readCall(args: string[]): { call: HomeCall; data: string[] } | null {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: { data: { type: 'string' } },
      allowPositionals: true,
    })
    const data = values.data === undefined ? [] : ['--data', values.data]
    const [verb, code, name, ...more] = positionals
    if (verb === 'list' && code === undefined) return { call: { verb }, data }
    const named = name?.trim() ?? ''
    if (verb !== 'add' || more.length > 0 || named === '' || [...named].length > 120) return null
    return /^[a-z0-9_]{1,40}$/.test(code ?? '')
      ? { call: { verb, code: code ?? '', name: named }, data }
      : null
  } catch {
    return null
  }
}
