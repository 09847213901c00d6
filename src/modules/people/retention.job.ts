import { addDays, startOfDay } from '../../platform/clock.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { recordEvent, type EventSubject } from '../../platform/events.ts'
import { idFromWords } from '../../platform/ids.ts'
import { addJob, onJob } from '../../platform/jobs.ts'
import { applyRule } from '../../platform/retention.ts'
import { wide } from '../../platform/wide.ts'
import { closeAccess, endOrphanSessions } from './erasure.store.ts'
import { deleteSessionsDue, findAccountsDue, findRulesOfHome, type RulesOfHome } from './retention.store.ts'

export const retentionJob = 'retention.apply'

const rowsAtOnce = 200
const accountsAtOnce = 50
/** Three in the morning in Viet Nam: after the backup of the night, before the mails. */
const nightMinute = 180

/** Where the next piece begins. */
export type RetentionPlace =
  { stage: 'rows'; rule: string; after: string[] | null } | { stage: 'accounts' } | { stage: 'end' }

export const firstPlace: RetentionPlace = { stage: 'rows', rule: '', after: null }

/** A piece of the work: by which rule how many rows went, if any did, and where the next begins. */
export interface RetentionPiece {
  did: { key: string; n: number } | null
  next: RetentionPlace
}

/** The name under which ended accounts are counted. */
export const accountsKey = 'shared.accounts'

/**
 * One bounded piece of taking away what is no longer kept: rules of the home in the order of their keys, then accounts of
 * people who left. Once done it finds nothing, so that however often it is called is once.
 * @param trx as the wide role
 * @param run what the events name as the doer
 */
export async function retainPiece(
  trx: Trx,
  ctx: Ctx,
  rules: RulesOfHome,
  place: RetentionPlace,
  run: EventSubject,
): Promise<RetentionPiece> {
  if (place.stage === 'end') return { did: null, next: place }
  if (place.stage === 'accounts') return retainAccounts(trx, ctx, rules, run)
  for (const rule of rules.home.filter((r) => r.key >= place.rule)) {
    const from = rule.key === place.rule ? place.after : null
    const { n, after } = await applyRule(trx, ctx, rule, from, rowsAtOnce, run)
    if (n === 0 && after === null) continue
    // "~" stands behind every letter of a key: the next piece begins with the next rule.
    const rest = after ? { rule: rule.key, after } : { rule: `${rule.key}~`, after: null }
    return { did: { key: rule.key, n }, next: { stage: 'rows', ...rest } }
  }
  return { did: null, next: { stage: 'accounts' } }
}

/** Accounts end as by an erasure; the name stays in the person's row for as long as that is kept. */
async function retainAccounts(
  trx: Trx,
  ctx: Ctx,
  rules: RulesOfHome,
  run: EventSubject,
): Promise<RetentionPiece> {
  const ids = await findAccountsDue(trx, ctx, rules, accountsAtOnce)
  for (const id of ids) await closeAccess(trx, ctx, id)
  if (ids.length > 0) {
    const people = ids.map((id) => ({ what: 'person', id }))
    await recordEvent(trx, { ...ctx, request: null }, 'retention.close_access', [run, ...people])
  }
  return {
    did: { key: accountsKey, n: ids.length },
    next: { stage: ids.length < accountsAtOnce ? 'end' : 'accounts' },
  }
}

/**
 * Takes away sessions of accounts that ended and what is left of sessions: outside any transaction of a home, and harmless
 * the second time. @returns how many whose months were over
 */
export async function retainSessions(ctx: Ctx, rules: RulesOfHome): Promise<number> {
  await endOrphanSessions(ctx)
  return deleteSessionsDue(ctx, rules)
}

/**
 * `retention.apply`: each night, in pieces that happen once each. The next night is ordered by a piece of its own, whatever
 * becomes of this one.
 */
export function registerRetentionJob(): void {
  onJob<RetentionPlace>(retentionJob, {
    prepare: async (ctx, { payload }) => {
      if (payload.stage === 'end') await retainSessions(ctx, await findRulesOfHome(ctx.db, ctx))
      return undefined
    },
    step: async (trx, ctx, job) => {
      if (job.done === 0) {
        await orderNight(trx, ctx, addDays(ctx.clock.today(), 1))
        return { done: false, payload: job.payload, progress: 1 }
      }
      if (job.payload.stage === 'end') return { done: true }
      const rules = await findRulesOfHome(trx, ctx)
      const run = { what: 'job', id: job.id }
      const { next } = await retainPiece(trx, ctx, rules, job.payload, run)
      return { done: false, payload: next, progress: job.done + 1 }
    },
  })
}

/** The id is made from the day, so that several workers order it once. */
async function orderNight(trx: Trx, ctx: Ctx, day: string): Promise<void> {
  const id = idFromWords(`${retentionJob} ${ctx.home} ${day}`)
  const runAt = new Date(startOfDay(day).getTime() + nightMinute * 60_000)
  await addJob(trx, ctx, retentionJob, firstPlace, { id, runAt })
}

/** Starts the nights of a home. Called when the server or a worker starts; a second time changes nothing. */
export async function beginRetention(ctx: Ctx): Promise<void> {
  await wide(ctx, 'the order of the home’s own night', (trx) => orderNight(trx, ctx, ctx.clock.today()))
}
