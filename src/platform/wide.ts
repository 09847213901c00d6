import type { Ctx } from './context.ts'
import type { Trx } from './db.ts'
import { transaction } from './tx.ts'

/**
 * A transaction as `lantoa_wide`, whose policies let every row through: roll-ups, full-text search and jobs. The caller
 * puts the scope into its SQL; test/house/tree.test.ts lists the callers.
 * @param reach in words, who may see what comes back: the reviewer's line, kept in the code on purpose
 */
export async function wide<T>(
  ctx: Pick<Ctx, 'db' | 'home'>,
  reach: string,
  run: (trx: Trx) => Promise<T>,
): Promise<T> {
  if (reach === '') throw new Error('say whose rows this reads')
  return transaction(ctx.db, { home: ctx.home, scope: '*', role: 'lantoa_wide' }, run)
}
