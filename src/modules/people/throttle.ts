import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../../platform/db.ts'

export { addressPrefix } from '../../platform/http/pace.ts'

/** How often something may be tried in a window; beyond it the person is asked to wait. */
export interface Limit {
  most: number
  seconds: number
}

export const signInLimits = {
  account: { most: 8, seconds: 900 },
  address: { most: 60, seconds: 900 },
} as const satisfies Record<string, Limit>

/**
 * Counts one try of a kind for a subject. The subject is kept as a hash only; counters are in the database, so that a
 * second process sees them.
 * @returns seconds to wait, 0 when it may go on
 */
export async function countTry(
  db: Db,
  kind: string,
  subject: string,
  limit: Limit,
  now: Date,
): Promise<number> {
  const key = createHash('sha256').update(`${kind}\n${subject}`).digest()
  const since = new Date(now.getTime() - limit.seconds * 1000)
  // A window that begins later than any other server's clock can be ahead was counted before the clock was set back.
  const ahead = new Date(now.getTime() + limit.seconds * 1000)
  const { rows } = await sql<{ n: number; window_start: Date }>`
    insert into system.rate_counters as c (key, window_start, n) values (${key}, ${now}, 1)
    on conflict (key) do update set
      n = case when c.window_start < ${since} or c.window_start > ${ahead} then 1 else c.n + 1 end,
      window_start = case when c.window_start < ${since} or c.window_start > ${ahead} then ${now} else c.window_start end
    returning n, window_start`.execute(db)
  const row = rows[0]
  if (!row || row.n <= limit.most) return 0
  return Math.max(1, Math.ceil((row.window_start.getTime() + limit.seconds * 1000 - now.getTime()) / 1000))
}

/**
 * How long to wait by what `countTry` counted, without counting.
 * @returns seconds to wait, 0 when it may go on
 */
export async function waitOf(
  db: Db,
  kind: string,
  subject: string,
  limit: Limit,
  now: Date,
): Promise<number> {
  const key = createHash('sha256').update(`${kind}\n${subject}`).digest()
  const row = await db
    .selectFrom('system.rate_counters')
    .select(['n', 'window_start'])
    .where('key', '=', key)
    .executeTakeFirst()
  if (!row || row.n < limit.most) return 0
  const left = Math.ceil((row.window_start.getTime() + limit.seconds * 1000 - now.getTime()) / 1000)
  return left > limit.seconds * 2 ? 0 : Math.max(0, left)
}

/** Forgets the tries of a subject: after a sign-in that went well. */
export async function forgetTries(db: Db, kind: string, subject: string): Promise<void> {
  const key = createHash('sha256').update(`${kind}\n${subject}`).digest()
  await db.deleteFrom('system.rate_counters').where('key', '=', key).execute()
}

/** Takes one try back: whoever signed in well must not use up what a whole school behind one address has. */
export async function takeTryBack(db: Db, kind: string, subject: string): Promise<void> {
  const key = createHash('sha256').update(`${kind}\n${subject}`).digest()
  await sql`update system.rate_counters set n = greatest(n - 1, 0) where key = ${key}`.execute(db)
}
