import { sql } from 'kysely'
import type { RowFigure } from '../../platform/http/metrics.ts'

/** `lantoa_mails{state}`: mails that wait or are on their way now, and how those of the last 24 hours ended. */
export const mailFigure: RowFigure = {
  name: 'lantoa_mails',
  help: 'Mails of all homes: queued and sending now; sent, uncertain and failed within 24 hours.',
  label: 'state',
  count: async (trx, now) => {
    const since = new Date(now.getTime() - 86_400_000)
    // Two parts, because each has its index.
    const { rows } = await sql<{ key: string; n: number }>`
      select state as key, count(*) as n from mails where state in ('queued', 'sending') group by 1
      union all
      select state, count(*) from mails where ended_at > ${since} and state in ('sent', 'uncertain', 'failed') group by 1`.execute(
      trx,
    )
    return rows
  },
}
