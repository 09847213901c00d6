import { addDays, startOfDay } from '../platform/clock.ts'
import type { Ctx } from '../platform/context.ts'
import type { Trx } from '../platform/db.ts'
import { idFromWords } from '../platform/ids.ts'
import { addJob, onJob } from '../platform/jobs.ts'
import { gatherLastSeals, keepRoot, type RootLine } from '../platform/roots.ts'
import { wide } from '../platform/wide.ts'

const rootJob = 'roots.keep'
/** Minutes after midnight in Viet Nam at which the day before is closed. */
const minutes = 5

/**
 * Job `roots.keep`: the root of the day that has ended, over the last seals of all homes. It is a job of the first home,
 * because jobs live in homes; by whichever worker comes first.
 */
export function registerRootJob(): void {
  onJob<{ day: string }, RootLine[]>(rootJob, {
    prepare: (ctx) => gatherLastSeals(ctx),
    step: async (trx, ctx, { payload: { day } }, homes) => {
      await keepRoot(trx, day, ctx.clock.now(), homes)
      // After days on which nothing ran their one root tells when it was made.
      const yesterday = addDays(ctx.clock.today(), -1)
      await orderRoot(trx, ctx, yesterday > day ? yesterday : addDays(day, 1))
      return { done: true }
    },
  })
}

async function orderRoot(trx: Trx, ctx: Ctx, day: string): Promise<void> {
  const runAt = new Date(startOfDay(addDays(day, 1)).getTime() + minutes * 60_000)
  await addJob(trx, ctx, rootJob, { day }, { id: idFromWords(`${rootJob} ${day}`), runAt })
}

/** Orders the root of today. Called when the server or a worker starts; a second time changes nothing. */
export async function beginRoots(first: Ctx | undefined): Promise<void> {
  if (!first) return
  await wide(first, 'the order of the day’s root', (trx) => orderRoot(trx, first, first.clock.today()))
}
