import { sql } from 'kysely'
import type { z } from 'zod'
import { sealContent } from '../../platform/canonical.ts'
import { addDays } from '../../platform/clock.ts'
import { behalfOf, type Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { ownScope, read, write } from '../../platform/write.ts'
import { closeObligations, openObligations } from '../dispatch/index.ts'
import { tell } from '../jobs/index.ts'
import { findElsewhere, findUnits } from '../units/index.ts'
import { findAmendments, type AmendmentRow } from './amendments.store.ts'
import type {
  Amendment,
  AmendmentList,
  AmendmentQuery,
  AnswerAmendment,
  RequestAmendment,
} from './amendments.schema.ts'
import { requireDesk, requireMay } from './plans.policy.ts'
import { shownUnit } from './plans.reading.ts'
import { findRevision } from './plans.store.ts'

/** Working days are not told apart: ten days, as offices promise each other. */
const daysToAnswer = 10
const page = 50

/**
 * Sends a difficulty and a proposed change up to the desk of the unit whose plan it is (its Văn phòng, where it has one).
 * @throws common.not_found when the revision may not be read, or has no such task
 * @throws plans.own_plan, plans.only_drafters, plans.ask_elsewhere
 */
export async function requestAmendment(
  ctx: Ctx,
  input: z.output<typeof RequestAmendment>,
): Promise<z.input<typeof Amendment>> {
  const unitId = ctx.actor.unitId
  if (unitId === null) throw new AppError('common.not_allowed')
  // Scope '*': the obligation is the desk's.
  return write(ctx, '*', {
    act: async (trx) => {
      const plan = await findRevision(trx, ctx, input.planId, input.revision)
      const task = plan?.content.tasks.find((t) => t.key === input.taskKey)
      if (!plan || (input.taskKey !== null && !task)) throw new AppError('common.not_found')
      requireMay(ctx.actor, 'ask', {
        unitId: plan.unitId,
        state: null,
        hasNumber: false,
        way: 'paper',
        isIssued: true,
      })
      if ((await findElsewhere(trx, ctx.home, [plan.unitId])).length > 0)
        throw new AppError('plans.ask_elsewhere')
      const words = { difficulty: input.difficulty, proposal: input.proposal }
      const { salt, hash } = sealContent({ ...words, planId: plan.planId, taskKey: input.taskKey })
      const made = await trx
        .insertInto('amendment_requests')
        .values({
          id: input.id,
          unit_id: unitId,
          to_unit_id: plan.unitId,
          plan_id: plan.planId,
          revision: plan.revision,
          task_key: input.taskKey,
          ...words,
          person_id: ctx.actor.personId,
          at: ctx.clock.now(),
          salt,
          hash,
          redacted_at: null,
        })
        .onConflict((c) => c.column('id').doNothing())
        .returning('id')
        .executeTakeFirst()
      if (!made) throw new AppError('common.request_reused')
      const asking = (await findUnits(trx, [unitId], ctx.clock.today())).get(unitId)
      const deskId = await officeDesk(trx, plan.unitId)
      await openObligations(trx, ctx, [
        {
          unitId: plan.unitId,
          what: 'decide_amendment',
          sourceWhat: 'amendment',
          sourceId: input.id,
          owedTo: unitId,
          dueOn: addDays(ctx.clock.today(), daysToAnswer),
          deskId,
          role: deskId === null ? 'specialist' : null,
          facts: {
            unit: asking?.shortName ?? '',
            planTitle: plan.title,
            planId: plan.planId,
            ...(task ? { taskTitle: task.title } : {}),
          },
        },
      ])
      await recordEvent(trx, ctx, 'amendment.request', [
        { what: 'amendment', id: input.id, hash },
        { what: 'plan', id: plan.planId, version: plan.revision },
      ])
    },
    answer: (trx) => oneAmendment(trx, ctx, input.id),
  })
}

/** The unit's Văn phòng: it considers what units ask (the plan's own words, part III). */
async function officeDesk(trx: Trx, unitId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select id from desks where unit_id = ${unitId} and shared.vn_norm(name) like '%van phong%' order by code limit 1`.execute(
    trx,
  )
  return rows[0]?.id ?? null
}

/**
 * Answers a request at the desk of the unit whose plan it is. Once.
 * @throws common.not_found for a request to another unit, plans.answered, plans.only_desk
 */
export async function answerAmendment(
  ctx: Ctx,
  requestId: string,
  input: z.output<typeof AnswerAmendment>,
): Promise<z.input<typeof Amendment>> {
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const request = await trx
        .selectFrom('amendment_requests')
        .select(['id', 'to_unit_id'])
        .where('id', '=', requestId)
        .where('to_unit_id', 'in', [...ctx.actor.ownUnits])
        .executeTakeFirst()
      if (!request) throw new AppError('common.not_found')
      requireDesk(ctx.actor)
      const { salt, hash } = sealContent({ ...input, requestId })
      const made = await trx
        .insertInto('amendment_answers')
        .values({
          request_id: requestId,
          unit_id: request.to_unit_id,
          answer: input.answer,
          words: input.words,
          person_id: ctx.actor.personId,
          at: ctx.clock.now(),
          salt,
          hash,
          redacted_at: null,
        })
        .onConflict((c) => c.column('request_id').doNothing())
        .returning('request_id')
        .executeTakeFirst()
      if (!made) throw new AppError('plans.answered')
      await closeObligations(
        trx,
        ctx,
        { unitId: request.to_unit_id, what: 'decide_amendment', sourceId: requestId },
        { closedBy: ctx.actor.personId },
      )
      await tell(trx, ctx, { about: 'amendment_answer', id: requestId })
      await recordEvent(trx, ctx, 'amendment.answer', [
        { what: 'amendment', id: requestId, hash },
        ...behalfOf(ctx.actor, ['specialist', 'leader']),
      ])
    },
    answer: (trx) => oneAmendment(trx, ctx, requestId),
  })
}

/** A revision answers only what was asked about this plan and agreed to, wholly or in part. @throws plans.bad_link */
export async function requireAgreed(trx: Trx, planId: string, amendments: readonly string[]): Promise<void> {
  const ids = [...new Set(amendments)]
  if (ids.length === 0) return
  const { rows } = await sql`
    select 1 from amendment_requests q join amendment_answers a on a.request_id = q.id
    where q.id = any(${ids}::uuid[]) and q.plan_id = ${planId} and a.answer in ('accepted', 'partly')`.execute(
    trx,
  )
  if (rows.length !== ids.length) throw new AppError('plans.bad_link')
}

/** Requests that the acting unit sent, or that came to its desk; newest first. */
export async function listAmendments(
  ctx: Ctx,
  query: z.output<typeof AmendmentQuery>,
): Promise<z.input<typeof AmendmentList>> {
  return read(ctx, ownScope(ctx), async (trx) => {
    const after = query.cursor !== undefined && /^[0-9a-f-]{36}$/.test(query.cursor) ? query.cursor : null
    const rows = await findAmendments(trx, ctx, {
      box: query.box,
      planId: query.planId ?? null,
      isOpen: query.open ?? null,
      q: query.q ?? '',
      id: null,
      after,
      limit: page + 1,
    })
    return {
      rows: await shownAmendments(trx, ctx, rows.slice(0, page)),
      next: rows.length > page ? (rows[page - 1]?.id ?? null) : null,
    }
  })
}

async function oneAmendment(trx: Trx, ctx: Ctx, id: string): Promise<z.input<typeof Amendment>> {
  const rows = await findAmendments(trx, ctx, {
    box: null,
    planId: null,
    isOpen: null,
    q: '',
    id,
    after: null,
    limit: 1,
  })
  const [made] = await shownAmendments(trx, ctx, rows)
  if (!made) throw new AppError('common.not_found')
  return made
}

/** One request, for whoever sent it and for whoever it was sent to. @throws common.not_found */
export async function readAmendment(ctx: Ctx, id: string): Promise<z.input<typeof Amendment>> {
  return read(ctx, ownScope(ctx), (trx) => oneAmendment(trx, ctx, id))
}

export async function shownAmendments(
  trx: Trx,
  ctx: Ctx,
  rows: readonly AmendmentRow[],
): Promise<z.input<typeof Amendment>[]> {
  const units = await findUnits(
    trx,
    rows.flatMap((r) => [r.unitId, r.toUnitId]),
    ctx.clock.today(),
  )
  const { roles, ownUnits } = ctx.actor
  return rows.map((r) => {
    const isDesk = ownUnits.includes(r.toUnitId)
    const may: ('answer' | 'revise')[] = []
    if (isDesk && r.answer === null && (roles.includes('specialist') || roles.includes('leader')))
      may.push('answer')
    if (
      isDesk &&
      (r.answer === 'accepted' || r.answer === 'partly') &&
      r.ledToRevision === null &&
      !r.hasDraft &&
      (roles.includes('specialist') || roles.includes('clerk'))
    )
      may.push('revise')
    return {
      id: r.id,
      unit: shownUnit(units, r.unitId),
      toUnit: shownUnit(units, r.toUnitId),
      planId: r.planId,
      planTitle: r.planTitle,
      revision: r.revision,
      taskKey: r.taskKey,
      taskTitle: r.taskTitle,
      difficulty: r.difficulty,
      proposal: r.proposal,
      at: r.at.toISOString(),
      dueOn: r.dueOn,
      answer:
        r.answer !== null && r.words !== null && r.answeredAt !== null
          ? { answer: r.answer, words: r.words, at: r.answeredAt.toISOString() }
          : null,
      ledTo:
        r.ledToRevision !== null && r.ledToOn !== null
          ? { revision: r.ledToRevision, issuedOn: r.ledToOn }
          : null,
      inDraft: r.inDraft,
      may,
    }
  })
}
