import { sql } from 'kysely'
import { countAccountsDue, findRulesOfHome, retentionJob } from '../../modules/people/index.ts'
import { addDays, clockAt, startOfDay } from '../../platform/clock.ts'
import { AppError } from '../../platform/errors.ts'
import { countDue } from '../../platform/retention.ts'
import { wide } from '../../platform/wide.ts'
import type { Finding, Invariant } from './invariant.ts'

/** Days that something may lie beyond its months: nights on which nothing ran, or ran into a fault. */
const patience = 7

/**
 * What was over for a week when the nightly job last came to its end is gone. Reckoned from that night and not from today: a
 * server that stood still, a restored backup and the first day of a release are no fault of the data.
 */
const overdue: Invariant = {
  code: 'retention',
  find: async (ctx, most) => {
    try {
      return await wide(ctx, 'counts of rows by table, for the administrator', async (trx) => {
        const rules = await findRulesOfHome(trx, ctx)
        const { rows } = await sql<{ day: string | null }>`
          select max((finished_at at time zone 'Asia/Ho_Chi_Minh')::date) as day from jobs
          where kind = ${retentionJob} and state = 'done'`.execute(trx)
        const night = rows[0]?.day ?? null
        if (night === null) return []
        const day = addDays(night, -patience)
        const found: Finding[] = []
        for (const rule of rules.home.filter((r) => r.then !== 'archive'))
          found.push({ fault: 'overdue', what: rule.key, n: await countDue(trx, rule, ctx.home, day) })
        const then = { ...ctx, clock: clockAt(startOfDay(day)) }
        found.push({ fault: 'overdue', what: 'accounts', n: await countAccountsDue(trx, then, rules) })
        return found.filter(({ n }) => n !== 0).slice(0, most)
      })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return [{ fault: error.code.replace('retention.', ''), ...error.params }]
    }
  },
}

export const retentionInvariants: readonly Invariant[] = [overdue]
