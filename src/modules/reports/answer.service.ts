import { sql } from 'kysely'
import type { z } from 'zod'
import { sealContent } from '../../platform/canonical.ts'
import { addDays } from '../../platform/clock.ts'
import { behalfOf, type Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { write } from '../../platform/write.ts'
import { acknowledgeReceived, closeObligations, openObligations } from '../dispatch/index.ts'
import { tell } from '../jobs/index.ts'
import { answerAcross } from './across.ts'
import { reportFacts } from './open.service.ts'
import { actionOf } from './reports.policy.ts'
import type { AnswerBody, Report } from './reports.schema.ts'
import { loadReport, requireMay, type Loaded } from './standing.ts'
import { presentReport } from './view.service.ts'

/** Days a unit has to hand in again what was returned, when the due day is nearer than that. */
const daysToMend = 3

/**
 * A superior accepts or returns the last version, or asks about it; the unit replies. Accepted figures count in the
 * superior's own report from then on; a return opens the unit's obligation again.
 * @throws common.changed_meanwhile when another version was handed in meanwhile
 * @throws reports.words_missing for anything but an acceptance without words
 */
export async function answerReport(
  ctx: Ctx,
  id: string,
  input: z.output<typeof AnswerBody>,
): Promise<z.input<typeof Report>> {
  return write(ctx, '*', {
    act: async (trx) => {
      const loaded = await loadReport(trx, ctx, id, { lock: true })
      requireMay(ctx, loaded, actionOf[input.answer])
      if (input.version !== loaded.report.version) throw new AppError('common.changed_meanwhile')
      if (input.answer !== 'accepted' && input.words === '') throw new AppError('reports.words_missing')
      if (input.answer === 'accepted') await accept(trx, ctx, loaded)
      if (input.answer === 'returned') await giveBack(trx, ctx, loaded)
      const { salt, hash } = sealContent({ answer: input.answer, words: input.words })
      await trx
        .insertInto('report_answers')
        .values({
          id: input.id,
          report_id: id,
          version: input.version,
          unit_id: ctx.actor.unitId ?? loaded.report.unitId,
          answer: input.answer,
          words: input.words,
          person_id: ctx.actor.personId,
          at: ctx.clock.now(),
          salt,
          hash,
          redacted_at: null,
        })
        .execute()
      await receive(trx, ctx, loaded)
      // A return is told by the duty that it opens.
      if (input.answer !== 'returned') await tell(trx, ctx, { about: 'report_answer', id: input.id })
      await answerAcross(trx, ctx, input.id, [
        loaded.report.unitId,
        ...(loaded.report.superiorId === null ? [] : [loaded.report.superiorId]),
        ...loaded.submissions.map((s) => s.unitId),
      ])
      await recordEvent(trx, ctx, actionOf[input.answer], [
        { what: 'report', id, version: input.version },
        { what: 'report_answer', id: input.id, hash },
        ...behalfOf(ctx.actor, ['specialist', 'clerk', 'leader']),
      ])
    },
    answer: (trx) => presentReport(trx, ctx, id, null),
  })
}

/** A superior that answers has the paper of the version it answers. */
async function receive(trx: Trx, ctx: Ctx, { report }: Loaded): Promise<void> {
  const { unitId } = ctx.actor
  if (unitId === null || unitId === report.unitId) return
  const papers = await trx
    .selectFrom('documents')
    .select('id')
    // Of a closed unit it is issued by whoever goes on for it.
    .where(
      sql<boolean>`unit_id = ${report.unitId} or unit_id in (select to_id from unit_succession where from_id = ${report.unitId} and kind in ('merge', 'split'))`,
    )
    .where('report_id', '=', report.id)
    .where('report_version', '=', report.version)
    .execute()
  await acknowledgeReceived(
    trx,
    ctx,
    unitId,
    papers.map((d) => d.id),
  )
}

async function accept(trx: Trx, ctx: Ctx, { report }: Loaded): Promise<void> {
  await trx
    .updateTable('reports')
    .set({ state: 'accepted', accepted_version: report.version })
    .where('id', '=', report.id)
    .execute()
  await decided(trx, ctx, report.id)
}

async function giveBack(trx: Trx, ctx: Ctx, { report, form, period }: Loaded): Promise<void> {
  await trx.updateTable('reports').set({ state: 'returned' }).where('id', '=', report.id).execute()
  await decided(trx, ctx, report.id)
  const soonest = addDays(ctx.clock.today(), daysToMend)
  await openObligations(trx, ctx, [
    {
      unitId: report.unitId,
      what: 'report',
      sourceWhat: 'report',
      sourceId: report.id,
      // A return is a duty of its own: the first one keeps the day on which it was fulfilled.
      sourceRevision: report.version,
      sourceKey: 'returned',
      owedTo: report.superiorId,
      dueOn: report.dueOn > soonest ? report.dueOn : soonest,
      facts: { ...reportFacts(form, period), returned: 1 },
    },
  ])
}

async function decided(trx: Trx, ctx: Ctx, reportId: string): Promise<void> {
  await closeObligations(
    trx,
    ctx,
    { what: 'decide_report', sourceId: reportId },
    { closedBy: ctx.actor.personId },
  )
}
