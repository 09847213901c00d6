import type { z } from 'zod'
import { translator, type Translate } from '../../messages/index.ts'
import { dayOf } from '../../platform/clock.ts'
import type { Ctx } from '../../platform/context.ts'
import { ownScope, read } from '../../platform/write.ts'
import { doneSentence, groupOf, mayDo, owedAction, owedSentence, waitingFor } from '../dispatch/index.ts'
import { addressOfDraft, findWaitingDrafts, type WaitingDraft } from '../notices/index.ts'
import { soonDays } from './board.store.ts'
import type { Today, TodayDecision, TodayObligation, TodayStep } from './today.schema.ts'
import {
  countOwn,
  countUnacknowledged,
  countUnread,
  findBegun,
  findBoardPlanId,
  findDone,
  findOwing,
  findOwn,
  findReturned,
  findToSign,
  type OwnObligation,
  type ToSignRow,
} from './today.store.ts'

const mostListed = 200
const mostOwing = 100
const mostDone = 5
const mostDecided = 50

/** Hôm nay: what the acting unit owes by date, what waits for this person, who owes the unit, what was done this month. */
export async function readToday(ctx: Ctx): Promise<z.input<typeof Today>> {
  ownScope(ctx)
  const t = translator(ctx.locale)
  const today = ctx.clock.today()
  const { ownUnits, personId, roles, deskIds } = ctx.actor
  // What others owe us are their rows: the SQL keeps to obligations owed to the acting unit.
  return read(ctx, '*', async (trx) => {
    const own = await findOwn(trx, { unitIds: ownUnits, personId, roles, deskIds }, mostListed)
    const counts = await countOwn(trx, ownUnits, today)
    const owing = await findOwing(trx, ownUnits, today, soonDays, mostOwing)
    const done = await findDone(trx, ownUnits, `${today.slice(0, 7)}-01`, mostDone)
    const waiting = await findWaitingDrafts(trx, { unitIds: ownUnits }, statesFor(ctx), ctx.locale)
    const toSign = roles.includes('leader')
      ? await findToSign(trx, { unitIds: ownUnits, personId }, ctx.locale, mostDecided)
      : []
    const unread = await countUnread(trx, ownUnits, personId)
    const unacknowledged = await countUnacknowledged(trx, ownUnits, personId, today)
    const returned = await findReturned(trx, ownUnits, mostDone)
    const boardPlanId = await findBoardPlanId(trx, ownUnits)
    const firstSteps =
      own.length === 0 && roles.includes('admin')
        ? stepsOf(t, await findBegun(trx, ownUnits), ctx.actor.unitId)
        : []
    const in_ = (group: string) =>
      own
        .filter((o) => groupOf(o.dueOn, today) === group)
        .sort((a, b) => Number(b.isMine) - Number(a.isMine))
        .map((o) => obligation(t, o))
    return {
      today,
      counts,
      overdue: in_('overdue'),
      week: in_('week'),
      later: in_('later'),
      more: Math.max(0, counts.open - own.length),
      unread,
      unacknowledged,
      returned,
      firstSteps,
      decisions: [
        ...toSign.map((s) => decision(t, { ...s, state: 'to_sign' })),
        ...waiting.map((w) => decision(t, w)),
      ],
      owing: {
        units: owing.units,
        lateUnits: owing.lateUnits,
        items: owing.items.map((u) => ({
          unit: { id: u.unitId, shortName: u.shortName },
          detail: waitingFor(t, { ...u.worst, owedTo: null, ownPlanId: null }),
          worstDueOn: u.worstDueOn,
          open: u.open,
          ids: u.ids,
          remindedOn: u.remindedOn,
        })),
        boardPlanId,
      },
      done: {
        month: Number(today.slice(5, 7)),
        counts: done.counts.map((c) => ({ n: c.n, words: t(`views.done.${c.what}`) })),
        latest: done.latest.map((o) => ({
          id: o.id,
          sentence: doneSentence(t, o),
          on: o.closedOn,
          wasLate: o.closedOn > o.dueOn,
        })),
      },
      may: mayDo(ctx.actor, ['obligation.remind']),
    }
  })
}

/** A draft that waits for a decision or a number, or a numbered paper that waits for a signature. */
type Waiting = Pick<WaitingDraft, keyof ToSignRow> & { state: WaitingDraft['state'] | 'to_sign' }

/** Leaders decide on what is in review; whoever keeps the register gives the number to what is approved. */
function statesFor(ctx: Ctx): ('in_review' | 'approved')[] {
  return [
    ...(ctx.actor.roles.includes('leader') ? (['in_review'] as const) : []),
    ...(ctx.actor.roles.includes('clerk') ? (['approved'] as const) : []),
  ]
}

function stepsOf(
  t: Translate,
  begun: { people: boolean; units: boolean; document: boolean },
  unitId: string | null,
): z.input<typeof TodayStep>[] {
  if (unitId === null || (begun.people && begun.units && begun.document)) return []
  const to = {
    people: `/organisation/units/${unitId}/people`,
    units: '/organisation/import',
    document: '/documents',
  }
  return (['people', 'units', 'document'] as const).map((key) => ({
    key,
    isDone: begun[key],
    sentence: t(`views.step.${key}`),
    action: { label: t(`views.step.${key}.do`), to: to[key] },
  }))
}

function obligation(t: Translate, o: OwnObligation): z.input<typeof TodayObligation> {
  return {
    id: o.id,
    what: o.what,
    ...owedSentence(t, o),
    dueOn: o.dueOn,
    isMine: o.isMine,
    owedTo: o.owedTo,
    remindedOn: o.remindedOn,
    note: o.reason,
    action: owedAction(t, o),
  }
}

function decision(t: Translate, w: Waiting): z.input<typeof TodayDecision> {
  const key = `${w.kind}.${w.state}`
  return {
    id: w.id,
    sentence: t(`views.decide.${key}`, { title: w.title }),
    detail: w.kind === 'plan' && w.revision > 1 ? t('views.decide.revision', { n: w.revision }) : null,
    since: dayOf(w.since),
    action: {
      label: t(`views.decide.${key}.do`),
      to: addressOfDraft(w),
    },
  }
}
