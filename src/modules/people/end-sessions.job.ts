import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { addJob, onJob } from '../../platform/jobs.ts'

const endSessionsJob = 'account.end_sessions'

interface EndSessions {
  accountId: string
  /** sessions that began earlier end; an instant in ISO 8601 */
  before: string
  /** id of the one that may stay, in hexadecimal */
  but: string | null
}

/**
 * Orders that the sessions of an account end, in the transaction that shuts out whoever was signed in. Sessions belong to
 * the whole installation, which a home's transaction can't write to, so the use case ends them after its commit; when it is
 * killed in between, this job does.
 */
export async function orderEndOfSessions(
  trx: Trx,
  ctx: Pick<Ctx, 'clock' | 'actor'>,
  accountId: string,
  but?: Buffer,
): Promise<void> {
  const payload: EndSessions = {
    accountId,
    before: ctx.clock.now().toISOString(),
    but: but?.toString('hex') ?? null,
  }
  await addJob(trx, ctx, endSessionsJob, payload)
}

/** Registers the job. What it does it may do twice. */
export function registerEndOfSessions(): void {
  onJob<EndSessions>(endSessionsJob, {
    prepare: async (ctx, { payload: { accountId, before, but } }) => {
      await sql`delete from system.sessions where account_id = ${accountId} and created_at < ${before}::timestamptz
        and id is distinct from ${but === null ? null : Buffer.from(but, 'hex')}::bytea`.execute(ctx.db)
    },
    step: async () => ({ done: true }),
  })
}
