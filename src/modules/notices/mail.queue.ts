import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { newId } from '../../platform/ids.ts'
import { addJob, onJob, type JobStep } from '../../platform/jobs.ts'
import { sendingSeconds, type Mailer, type OutMail, type Sent } from '../../platform/mail.ts'
import { wide } from '../../platform/wide.ts'
import { noteLinkMail } from '../dispatch/index.ts'
import type { MadeNotice } from './gather.store.ts'
import { writeMail } from './mail.content.ts'
import { mostSendings, pauses, sendAt } from './notices.rules.ts'
import type { MailKind, MailState } from './notices.tables.ts'
import { findReached } from './say.store.ts'

/** What mails go out by: the mail server, and the address that their links begin with. */
export interface MailWay {
  mailer: Mailer
  url: string
}

export const sendJob = 'mail.send'
/** Whoever claims a mail holds it so long: longer than a sending can take. */
const leaseMs = (sendingSeconds + 30) * 1_000
/** How long a mail is worth sending (ms). */
const worth: Record<MailKind, number> = {
  digest: 12 * 3_600_000,
  urgent: 48 * 3_600_000,
  password: 48 * 3_600_000,
  reset: 3_600_000,
  document: 48 * 3_600_000,
}

export function worthOf(kind: MailKind): number {
  return worth[kind]
}

/**
 * Puts one mail into the queue with the job that sends it.
 * @param mail to a person, or to a receiver outside by the link of a delivery
 * @param once what makes it one mail, however often it is ordered
 * @returns its id, null when it is there already
 */
export async function queueMail(
  trx: Trx,
  ctx: Pick<Ctx, 'clock' | 'actor'>,
  mail: { unitId: string; kind: MailKind; once: string; dueAt?: Date } & (
    { personId: string } | { linkId: string }
  ),
): Promise<string | null> {
  const id = newId()
  const now = ctx.clock.now()
  const dueAt = mail.dueAt ?? now
  const made = await trx
    .insertInto('mails')
    .values({
      id,
      unit_id: mail.unitId,
      person_id: 'personId' in mail ? mail.personId : null,
      link_id: 'linkId' in mail ? mail.linkId : null,
      kind: mail.kind,
      once: mail.once,
      state: 'queued',
      due_at: dueAt,
      lease_until: null,
      expires_at: new Date(dueAt.getTime() + worth[mail.kind]),
      cause: null,
      code: null,
      created_at: now,
      ended_at: null,
    })
    .onConflict((c) => c.column('once').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!made) return null
  await orderSending(trx, ctx, id, mail.unitId, dueAt)
  return id
}

/** The job of one mail; a mail that is sent again gets another. */
export async function orderSending(
  trx: Trx,
  ctx: Pick<Ctx, 'clock' | 'actor'>,
  mailId: string,
  unitId: string,
  runAt: Date,
): Promise<void> {
  await addJob(trx, { clock: ctx.clock, actor: { ...ctx.actor, unitId } }, sendJob, { mailId }, { runAt })
}

/**
 * One mail to each person for their urgent notices: at once, or when their quiet hours end; what comes meanwhile goes with
 * the mail that waits.
 */
export async function queueUrgent(trx: Trx, ctx: Ctx, made: readonly MadeNotice[]): Promise<void> {
  const urgent = made.filter((n) => n.isUrgent)
  if (urgent.length === 0) return
  const people = await findReached(trx, ctx, { ids: [...new Set(urgent.map((n) => n.personId))] })
  for (const person of people.filter((p) => p.hasUrgent)) {
    const ids = urgent.filter((n) => n.personId === person.personId).map((n) => n.id)
    const waiting = await trx
      .selectFrom('mails')
      .select('id')
      .where('person_id', '=', person.personId)
      .where('kind', '=', 'urgent')
      .where('state', '=', 'queued')
      .where('attempts', '=', 0)
      // One that may have arrived already is the same mail when it is sent again: whoever has it would not look at it twice.
      .where('lost', '=', 0)
      .limit(1)
      .forUpdate()
      .executeTakeFirst()
    const { unitId, personId } = person
    const dueAt = sendAt(ctx.clock.now(), person)
    const mailId =
      waiting?.id ??
      (await queueMail(trx, ctx, { unitId, personId, kind: 'urgent', once: `urgent ${ids[0]}`, dueAt }))
    if (mailId) await takeOn(trx, mailId, ids)
  }
}

/** Notices that a mail tells. */
export async function takeOn(trx: Trx, mailId: string, noticeIds: readonly string[]): Promise<void> {
  if (noticeIds.length > 0)
    await trx
      .updateTable('notices')
      .set({ mail_id: mailId })
      .where('id', 'in', [...noticeIds])
      .execute()
}

interface MailRow {
  id: string
  unitId: string
  personId: string | null
  linkId: string | null
  kind: MailKind
  state: MailState
  attempts: number
  lost: number
  dueAt: Date
  leaseUntil: Date | null
  expiresAt: Date
  createdAt: Date
}

async function lockMail(trx: Trx, id: string): Promise<MailRow | undefined> {
  const { rows } = await sql<MailRow>`
    select id, unit_id as "unitId", person_id as "personId", link_id as "linkId", kind, state, attempts, lost, due_at as "dueAt",
      lease_until as "leaseUntil", expires_at as "expiresAt", created_at as "createdAt"
    from mails where id = ${id} for update`.execute(trx)
  return rows[0]
}

type End = Exclude<MailState, 'queued' | 'sending'>

async function endMail(
  trx: Trx,
  ctx: Pick<Ctx, 'clock'>,
  { id, linkId }: Pick<MailRow, 'id' | 'linkId'>,
  state: End,
  why: { cause: string | null; code?: string | null; lost: number },
) {
  const { cause, code = null, lost } = why
  await trx
    .updateTable('mails')
    // How many sendings nobody knows the end of stays known: the mail may be sent again.
    .set({ state, ended_at: ctx.clock.now(), lease_until: null, cause, code, lost })
    .where('id', '=', id)
    .execute()
  if (linkId !== null) await noteLinkMail(trx, linkId, state, cause)
}

interface Claimed {
  mail: OutMail
  /** which sending of it this is */
  attempt: number
}

/**
 * Takes a mail for one sending, and says so in the database before a word goes out: a process that is killed meanwhile
 * leaves it `sending`, and whoever finds it so after its time counts that sending as lost.
 * @returns what to send; null when there is nothing to send now
 */
async function claim(trx: Trx, ctx: Ctx, id: string, way: MailWay | null): Promise<Claimed | null> {
  const mail = await lockMail(trx, id)
  const now = ctx.clock.now()
  if (!mail || (mail.state !== 'queued' && mail.state !== 'sending')) return null
  if (mail.state === 'sending' && mail.leaseUntil !== null && mail.leaseUntil > now) return null
  if (mail.state === 'queued' && mail.dueAt > now) return null
  const lost = mail.lost + (mail.state === 'sending' ? 1 : 0)
  const over = lost > 0 ? 'uncertain' : 'failed'
  if (now >= mail.expiresAt) return (await endMail(trx, ctx, mail, over, { cause: 'too_late', lost }), null)
  if (lost >= mostLost) return (await endMail(trx, ctx, mail, 'uncertain', { cause: 'lost', lost }), null)
  if (!way) {
    const again = new Date(now.getTime() + 600_000)
    await trx
      .updateTable('mails')
      .set({ state: 'queued', lost, lease_until: null, due_at: again, cause: 'no_server', code: null })
      .where('id', '=', id)
      .execute()
    if (mail.linkId !== null) await noteLinkMail(trx, mail.linkId, 'queued', 'no_server')
    return null
  }
  const words = await writeMail(trx, ctx, mail, way.url)
  if ('withdrawn' in words)
    return (
      await endMail(trx, ctx, mail, lost > 0 ? 'uncertain' : 'withdrawn', { cause: words.withdrawn, lost }),
      null
    )
  await trx
    .updateTable('mails')
    .set({
      state: 'sending',
      attempts: mail.attempts + 1,
      lost,
      lease_until: new Date(now.getTime() + leaseMs),
    })
    .where('id', '=', id)
    .execute()
  return { mail: words, attempt: mail.attempts + 1 }
}

/** Sendings that nobody knows the end of, after which a mail is left alone: each may have arrived. */
const mostLost = 3

async function settle(
  trx: Trx,
  ctx: Pick<Ctx, 'clock'>,
  id: string,
  attempt: number,
  sent: Sent,
): Promise<void> {
  const mail = await lockMail(trx, id)
  // Somebody took this process to be dead and has counted its sending as lost.
  if (mail?.state !== 'sending' || mail.attempts !== attempt) return
  const lost = mail.lost + (sent.end === 'unknown' ? 1 : 0)
  if (sent.end === 'sent')
    return endMail(trx, ctx, mail, lost > 0 ? 'uncertain' : 'sent', { cause: null, lost })
  const { cause, code } = sent
  const isOver = sent.end === 'refused' || mail.attempts >= mostSendings || lost >= mostLost
  if (isOver) return endMail(trx, ctx, mail, lost > 0 ? 'uncertain' : 'failed', { cause, code, lost })
  const pause = (pauses[mail.attempts - 1] ?? pauses[0]) * 60_000
  const again = new Date(ctx.clock.now().getTime() + pause)
  await trx
    .updateTable('mails')
    .set({ state: 'queued', lost, lease_until: null, due_at: again, cause, code })
    .where('id', '=', id)
    .execute()
  if (mail.linkId !== null) await noteLinkMail(trx, mail.linkId, 'queued', cause)
  // A server that can't be reached is asked by one mail a minute, not by each in turn: every try holds the worker up.
  if (sent.end === 'later' && sent.isServer) {
    const aMinute = new Date(ctx.clock.now().getTime() + 60_000)
    await sql`update jobs set run_at = ${aMinute} where id in (
      select id from jobs where kind = ${sendJob} and state = 'waiting' and run_at < ${aMinute} for update skip locked)`.execute(
      trx,
    )
  }
}

/** Registers the sending of mails. @param way null where no mail server is set up: what is queued waits */
export function registerSending(way: MailWay | null): void {
  onJob<{ mailId: string }>(sendJob, {
    prepare: async (ctx, { payload: { mailId } }) => {
      const claimed = await wide(ctx, 'the mail of this job, for its recipient alone', (trx) =>
        claim(trx, ctx, mailId, way),
      )
      if (!claimed || !way) return
      const sent = await way.mailer.send(claimed.mail)
      await wide(ctx, 'the mail of this job', (trx) => settle(trx, ctx, mailId, claimed.attempt, sent))
    },
    step: async (trx, _ctx, job): Promise<JobStep> => {
      const { mailId } = job.payload
      const mail = await trx
        .selectFrom('mails')
        .select(['state', 'due_at', 'lease_until'])
        .where('id', '=', mailId)
        .executeTakeFirst()
      if (!mail || (mail.state !== 'queued' && mail.state !== 'sending')) return { done: true }
      // Somebody else's sending is waited for; the job's own time is what the worker looks at.
      const next = mail.lease_until ?? mail.due_at
      await sql`update jobs set run_at = greatest(run_at, ${next}::timestamptz) where id = ${job.id}`.execute(
        trx,
      )
      return { done: false, payload: job.payload, progress: job.done }
    },
  })
}
