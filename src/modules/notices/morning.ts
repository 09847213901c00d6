import { sql } from 'kysely'
import { addDays, startOfDay } from '../../platform/clock.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { idFromWords } from '../../platform/ids.ts'
import { addJob, onJob } from '../../platform/jobs.ts'
import { wide } from '../../platform/wide.ts'
import { translator } from '../../messages/index.ts'
import { endOfWeek } from '../dispatch/index.ts'
import { gatherOwed, insertNotices } from './gather.store.ts'
import { morningGroups } from './mail.groups.ts'
import { queueMail, takeOn, type MailWay } from './mail.queue.ts'
import { isWorkingDay, sendAt, stageOf } from './notices.rules.ts'
import { gatherUnanswered } from './packages.store.ts'
import { findReached, findToSay } from './say.store.ts'

const morningJob = 'notices.morning'
/** Half past six in Viet Nam: read before the first lesson, after everybody's usual quiet hours. */
const morningMinute = 390
const dutiesAtOnce = 300
const peopleAtOnce = 100
const documentsAtOnce = 200
/** Days that notices and ended mails are kept. */
const keepDays = 400

interface Morning {
  stage: 'reminders' | 'packages' | 'mails' | 'sweep'
  /** where the last piece ended */
  after: { dueOn: string; id: string } | string | null
}

/** Notices of duties that come 7, 3 or 1 days near, each stage once; where the next piece begins. */
async function remindOfDuties(
  trx: Trx,
  ctx: Ctx,
  after: { dueOn: string; id: string } | null,
): Promise<{ dueOn: string; id: string } | null> {
  const today = ctx.clock.today()
  const { rows } = await sql<{ id: string; dueOn: string }>`
    select id, due_on as "dueOn" from obligations
    where state = 'open' and due_on between ${today} and ${addDays(today, 7)}
      and (${after === null} or (due_on, id) > (${after?.dueOn ?? today}::date, ${after?.id ?? null}::uuid))
    order by due_on, id limit ${dutiesAtOnce}`.execute(trx)
  for (const stage of [1, 3, 7] as const) {
    const ids = rows.filter((o) => stageOf(o.dueOn, today) === stage).map((o) => o.id)
    await insertNotices(trx, ctx, await gatherOwed(trx, ids, 'due', String(stage), today))
  }
  const last = rows.at(-1)
  return rows.length === dutiesAtOnce && last ? last : null
}

/** One mail to each of some people who have something to do; where the next piece begins. */
async function queueMornings(trx: Trx, ctx: Ctx, after: string | null, url: string): Promise<string | null> {
  const people = await findReached(trx, ctx, { after, most: peopleAtOnce })
  const today = ctx.clock.today()
  const ids = people.filter((p) => p.hasDigest || p.hasReminders).map((p) => p.personId)
  if (ids.length > 0) {
    const found = await findToSay(trx, ctx, ids, endOfWeek(today), null, 'vi')
    for (const person of people) {
      const say = found.get(person.personId)
      if (!say || morningGroups(translator('vi'), person, say, today, url).length === 0) continue
      const { personId, unitId } = person
      const once = `digest ${today} ${personId}`
      const dueAt = sendAt(ctx.clock.now(), person)
      const mailId = await queueMail(trx, ctx, { unitId, personId, kind: 'digest', once, dueAt })
      if (!mailId) continue
      const told = say.news.filter((n) => (n.kind === 'due' ? person.hasReminders : person.hasDigest))
      await takeOn(
        trx,
        mailId,
        told.map((n) => n.id),
      )
    }
  }
  const last = people.at(-1)
  return people.length === peopleAtOnce && last ? last.personId : null
}

async function sweep(trx: Trx, ctx: Ctx): Promise<void> {
  const before = new Date(ctx.clock.now().getTime() - keepDays * 86_400_000)
  await sql`delete from notices where at < ${before}`.execute(trx)
  await sql`delete from mails where ended_at < ${before}`.execute(trx)
  await sql`delete from password_resets where expires_at < ${before}`.execute(trx)
}

async function isWorkdayToday(trx: Trx, ctx: Ctx): Promise<boolean> {
  const today = ctx.clock.today()
  const { rows } = await sql<{ day: string }>`select day from holidays where day = ${today}`.execute(trx)
  return isWorkingDay(today, new Set(rows.map((r) => r.day)))
}

/** Job of every morning: reminders, and who did not answer, on each day, mails on working days. Like every long job in pieces, each piece once. */
export function registerMorning(way: MailWay | null): void {
  onJob<Morning>(morningJob, {
    step: async (trx, ctx, job) => {
      const { stage, after } = job.payload
      const next = (payload: Morning) => ({ done: false as const, payload, progress: job.done + 1 })
      if (stage === 'reminders') {
        const rest = await remindOfDuties(trx, ctx, typeof after === 'string' ? null : after)
        return next(rest ? { stage, after: rest } : { stage: 'packages', after: null })
      }
      if (stage === 'packages') {
        const { news, next: rest } = await gatherUnanswered(
          trx,
          ctx,
          typeof after === 'string' ? after : null,
          documentsAtOnce,
        )
        await insertNotices(trx, ctx, news)
        if (rest !== null) return next({ stage, after: rest })
        return next({ stage: way && (await isWorkdayToday(trx, ctx)) ? 'mails' : 'sweep', after: null })
      }
      if (stage === 'mails' && way) {
        const rest = await queueMornings(trx, ctx, typeof after === 'string' ? after : null, way.url)
        return next(rest === null ? { stage: 'sweep', after: null } : { stage, after: rest })
      }
      await sweep(trx, ctx)
      // The day of running, not of ordering: a worker that stood still over a week sends one morning, not seven.
      await orderMorning(trx, ctx, addDays(ctx.clock.today(), 1))
      return { done: true }
    },
  })
}

/** The id is made from the day, so that several workers order it once. */
async function orderMorning(trx: Trx, ctx: Ctx, day: string): Promise<void> {
  const id = idFromWords(`${morningJob} ${ctx.home} ${day}`)
  const runAt = new Date(startOfDay(day).getTime() + morningMinute * 60_000)
  const payload: Morning = { stage: 'reminders', after: null }
  await addJob(trx, ctx, morningJob, payload, { id, runAt })
}

/**
 * Starts the mornings of a home. Called when the server or a worker starts; a second time changes nothing. After noon it
 * begins with the next day: nobody wants a morning's mail in the evening because a server was set up then.
 */
export async function beginMornings(ctx: Ctx): Promise<void> {
  const today = ctx.clock.today()
  const isMorning = ctx.clock.now().getTime() < startOfDay(today).getTime() + 12 * 3_600_000
  await wide(ctx, 'the order of the home’s own morning', (trx) =>
    orderMorning(trx, ctx, isMorning ? today : addDays(today, 1)),
  )
}
