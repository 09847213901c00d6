import { sql } from 'kysely'
import type { Ctx } from './context.ts'
import type { Trx } from './db.ts'
import { AppError } from './errors.ts'
import { keyedHash } from './events.ts'
import { transaction, type Scope } from './tx.ts'
import { wide } from './wide.ts'

/**
 * One write of a use case, which happens once or not at all however often it is sent.
 *
 * `act` does the work in the order of the house (load with lock and scope → policy → rule → write → event → job rows);
 * `answer` reads the state to show, after the first time and after every repeat alike. A repeat is a request with an id
 * that an event already keeps: by the same person with the same content it is answered with the present state, anything
 * else is refused (422), so that an id can't be used to read or to overwrite.
 * @param scope whose rows: units, or `*` for a use case that reads below (its route's access says so)
 */
export function write<T>(ctx: Ctx, scope: Scope, steps: WriteSteps<T>): Promise<T> {
  return writeOnce(ctx, steps, (run) => transaction(ctx.db, { home: ctx.home, scope }, run))
}

/**
 * The same as the wide role, for what the application's own may not change: the steps put the scope into their SQL.
 * @param reach in words, whose rows: as of `wide`
 */
export function writeWide<T>(ctx: Ctx, reach: string, steps: WriteSteps<T>): Promise<T> {
  return writeOnce(ctx, steps, (run) => wide(ctx, reach, run))
}

interface WriteSteps<T> {
  act: (trx: Trx) => Promise<void>
  answer: (trx: Trx) => Promise<T>
}

async function writeOnce<T>(
  ctx: Ctx,
  steps: WriteSteps<T>,
  within: (run: (trx: Trx) => Promise<T>) => Promise<T>,
): Promise<T> {
  try {
    return await within(async (trx) => {
      if (!(await isRepeat(trx, ctx))) await steps.act(trx)
      return steps.answer(trx)
    })
  } catch (error) {
    // The same request may have run beside this one and committed first: then whatever stood in our way (a lock that
    // showed the new state, a unique index) was our own work, its event holds the id, and this is a repeat.
    if (!ctx.request) throw error
    return within(async (trx) => {
      if (!(await isRepeat(trx, ctx))) throw error
      return steps.answer(trx)
    })
  }
}

/** One read of a use case. */
export async function read<T>(ctx: Ctx, scope: Scope, run: (trx: Trx) => Promise<T>): Promise<T> {
  return transaction(ctx.db, { home: ctx.home, scope, readOnly: true }, run)
}

/** The scope of everything that is the acting unit's own. */
export function ownScope(ctx: Ctx): Scope {
  if (ctx.actor.ownUnits.length === 0) throw new AppError('common.not_allowed')
  return ctx.actor.ownUnits
}

async function isRepeat(trx: Trx, ctx: Ctx): Promise<boolean> {
  if (!ctx.request) return false
  const { key } = ctx.actor
  const { rows } = await sql<{ actorAccount: string | null; sameKey: boolean; differs: boolean }>`
    select e.actor_account as "actorAccount",
      coalesce((select s ->> 'id' from jsonb_array_elements(e.subjects) s where s ->> 'what' = 'by_key' limit 1), '')
        = ${key?.id ?? ''} as "sameKey",
      e.request_hash like k.n || ':%' and e.request_hash <> ${keyedHash(ctx.request.hash)} as differs
    from events e cross join request_key k where e.request_id = ${ctx.request.id}`.execute(trx)
  const event = rows[0]
  if (!event) return false
  // A hash of a key that is gone with an erasure tells nothing: then the person and the id decide.
  if (event.actorAccount !== ctx.actor.accountId || !event.sameKey || event.differs)
    throw new AppError('common.request_reused')
  return true
}

/** True when an error is PostgreSQL's violation of the named constraint or unique index. */
export function violates(error: unknown, constraint: string): boolean {
  return (
    typeof error === 'object' && error !== null && 'constraint' in error && error.constraint === constraint
  )
}
