import { failedKind, onJob } from '../../platform/jobs.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { tellJob, type TellJob } from '../jobs/index.ts'
import { linkJob } from '../dispatch/index.ts'
import { passwordSetJob } from '../people/index.ts'
import { gather, insertNotices, type MadeNotice } from './gather.store.ts'
import { queueMail, queueUrgent, registerSending, type MailWay } from './mail.queue.ts'
import { registerMorning } from './morning.ts'
import type { ToTell } from './notices.rules.ts'
import { findReached } from './say.store.ts'

/** Units or duties of one step; a cascade to thousands takes several. */
const atOnce = 200

/**
 * Registers what this module does by job: notices of what happened, the morning, and the sending of mails.
 * @param way null where no mail server is set up: then people are told in the application only
 */
export function registerNoticeJobs(way: MailWay | null): void {
  const make = async (
    trx: Trx,
    ctx: Ctx,
    news: readonly ToTell[],
    by: string | null = null,
    at = ctx.clock.now(),
  ): Promise<MadeNotice[]> => {
    const made = await insertNotices(trx, ctx, news, by, at)
    if (way) await queueUrgent(trx, ctx, made)
    return made
  }
  onJob<TellJob>(tellJob, {
    step: async (trx, ctx, job) => {
      const { told, by, at } = job.payload
      const key = told.about === 'delivery' ? 'unitIds' : 'ids'
      const list = 'unitIds' in told ? told.unitIds : 'ids' in told ? told.ids : []
      const first = {
        ...told,
        ...(list.length > 0 ? { [key]: list.slice(0, atOnce) } : {}),
      }
      await make(trx, ctx, await gather(trx, ctx, first), by, new Date(at))
      if (list.length <= atOnce) return { done: true }
      const rest = { ...told, [key]: list.slice(atOnce) }
      return { done: false, payload: { told: rest, by, at }, progress: job.done + atOnce }
    },
  })
  onJob<{ jobId: string; kind: string }>(failedKind, {
    step: async (trx, ctx, { payload, unitId }) => {
      if (unitId !== null)
        await make(trx, ctx, [
          {
            unitId,
            roles: ['admin'],
            kind: 'job',
            subjectWhat: 'job',
            subjectId: payload.jobId,
            // A job that ran again and failed again is news again.
            subjectKey: ctx.clock.today(),
            isUrgent: false,
            facts: { kind: payload.kind },
          },
        ])
      return { done: true }
    },
  })
  onJob<{ personId: string; unitId: string; resetId: string }>(passwordSetJob, {
    step: async (trx, ctx, { payload: { personId, unitId, resetId } }) => {
      await make(trx, ctx, [
        {
          unitId,
          personId,
          roles: [],
          kind: 'password',
          subjectWhat: 'password_reset',
          subjectId: resetId,
          isUrgent: false,
          facts: {},
        },
      ])
      const [person] = way ? await findReached(trx, ctx, { ids: [personId] }) : []
      // At once and to everybody: whoever did not do it must hear, whatever they chose.
      if (person)
        await queueMail(trx, ctx, { unitId, personId, kind: 'password', once: `password ${resetId}` })
      return { done: true }
    },
  })
  onJob<{ linkId: string }>(linkJob, {
    step: async (trx, ctx, { payload: { linkId }, unitId }) => {
      if (unitId !== null)
        await queueMail(trx, ctx, { unitId, linkId, kind: 'document', once: `link ${linkId}` })
      return { done: true }
    },
  })
  registerMorning(way)
  registerSending(way)
}
