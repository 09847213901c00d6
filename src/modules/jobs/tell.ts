import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { addJob } from '../../platform/jobs.ts'

/** The kind of job that turns what happened into notices; carried out by the module of notices, which stands above. */
export const tellJob = 'notices.make'

/** What happened that people should hear of: ids only, whom it concerns is found when the job runs. */
export type Told =
  | {
      about: 'delivery'
      dispatchId: string
      /** receivers; empty: the persons of the sender's own unit */ unitIds: string[]
    }
  | { about: 'obligations'; ids: string[] }
  | { about: 'reminders'; ids: string[]; day: string }
  | {
      about: 'decision'
      what: 'plan' | 'report' | 'outgoing'
      id: string
      version: number
      state: 'in_review' | 'approved'
    }
  | { about: 'report_answer'; id: string }
  | { about: 'amendment_answer'; id: string }
  /** a document that came as a package: that it did, or what its sender asks of it since */
  | { about: 'package_arrival'; id: string }
  /** what the receiver of a package says to its delivery: refused (02), agreed (15) or not (16) to give it back */
  | { about: 'package_answer'; id: string; status: '02' | '15' | '16' }

export interface TellJob {
  told: Told
  /** who did it needs no notice of it */
  by: string | null
  /** when it happened: a worker may come to it later */
  at: string
}

/** Orders the notices of what happened, in the transaction in which it does. */
export async function tell(trx: Trx, ctx: Ctx, told: Told): Promise<void> {
  if (told.about !== 'delivery' && 'ids' in told && told.ids.length === 0) return
  const payload: TellJob = { told, by: ctx.actor.personId, at: ctx.clock.now().toISOString() }
  await addJob(trx, ctx, tellJob, payload)
}
