import { sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { postMessage, requireHomes } from '../dispatch/index.ts'
import { tell } from '../jobs/index.ts'
import { grantReading, type ReadGrant } from '../library/index.ts'
import { findHomes } from '../units/index.ts'
import { actionOf } from './reports.policy.ts'

/** What a message of the kind `report` says, beside the version with everything it counted. */
export const ReportAcross = z
  .object({
    reportId: z.uuid(),
    version: z.int().min(1),
    readers: z.array(z.uuid()).min(1).describe('units of the other home that get to read it'),
    grants: z
      .array(z.object({ id: z.uuid(), revision: z.int() }))
      .describe('handed in: the version and all it encloses; none for a version that another encloses'),
  })
  .describe('a report handed in to superiors of the other home')
export type ReportAcross = z.output<typeof ReportAcross>

/** What a message of the kind `answer` says, beside the answer's own row. */
export const AnswerAcross = z
  .object({ answerId: z.uuid() })
  .describe('a superior’s answer to a version, or the unit’s reply')
export type AnswerAcross = z.output<typeof AnswerAcross>

/**
 * Sends a version that was handed in now to those of its readers who are of other homes: each version that it encloses as a
 * message of its own before it, so that no message grows with the number of units below.
 * @returns the readers who are of this home
 */
export async function handAcross(
  trx: Trx,
  ctx: Ctx,
  said: Omit<ReportAcross, 'readers'>,
  readers: readonly string[],
): Promise<string[]> {
  const homes = await findHomes(trx, readers)
  const here: string[] = []
  for (const [home, there] of Map.groupBy(readers, (id) => homes.get(id) ?? ctx.home))
    if (home === ctx.home) here.push(...there)
    else
      for (const message of [...enclosedIn(said), said])
        await postMessage(trx, ctx, home, 'report', { ...message, readers: there } satisfies ReportAcross)
  return here
}

function enclosedIn({ reportId, grants }: Omit<ReportAcross, 'readers'>): Omit<ReportAcross, 'readers'>[] {
  return grants
    .filter((g) => g.id !== reportId)
    .map((g) => ({ reportId: g.id, version: g.revision, grants: [] }))
}

/**
 * Gives superiors here a version that a unit of another home handed in; the copies are there already. What they owe comes
 * by itself, as a duty.
 * @throws dispatch.not_theirs when the unit is not of that home, or a reader not of this one
 */
export async function takeInReport(
  trx: Trx,
  ctx: Ctx,
  from: { home: string },
  said: ReportAcross,
): Promise<void> {
  const { reportId, version, readers } = said
  await requireHomes(trx, readers, ctx.home)
  if (said.grants.length === 0) return
  const row = await trx
    .selectFrom('report_versions')
    .select(['unit_id', 'hash'])
    .where('report_id', '=', reportId)
    .where('version', '=', version)
    .executeTakeFirstOrThrow()
  await requireHomes(trx, [row.unit_id], from.home)
  const grants = said.grants.map((g): ReadGrant => ({ ...g, what: 'report', ground: 'delivered' }))
  await grantReading(trx, readers, reportId, grants, ctx.clock.now())
  await recordEvent(trx, ctx, 'report.submit', [{ what: 'report', id: reportId, version, hash: row.hash }])
}

/** Tells the other homes that hold a report of an answer or reply that was given here. */
export async function answerAcross(
  trx: Trx,
  ctx: Ctx,
  answerId: string,
  concerned: readonly string[],
): Promise<void> {
  const homes = new Set((await findHomes(trx, concerned)).values())
  homes.delete(ctx.home)
  for (const home of homes) await postMessage(trx, ctx, home, 'answer', { answerId } satisfies AnswerAcross)
}

/**
 * Does here what an answer given elsewhere does: an accepted version counts, a returned one is the unit's to mend. Only the
 * superior who decides does either, and only on the version that stands.
 * @throws dispatch.not_theirs when the answering unit is not of that home, or the report is none of its
 */
export async function takeInAnswer(
  trx: Trx,
  ctx: Ctx,
  from: { home: string },
  { answerId }: AnswerAcross,
): Promise<void> {
  const answer = await trx
    .selectFrom('report_answers')
    .select(['report_id', 'version', 'unit_id', 'answer', 'hash'])
    .where('id', '=', answerId)
    .executeTakeFirstOrThrow()
  await requireHomes(trx, [answer.unit_id], from.home)
  const { rows: between } = await sql`
    select 1 from reports r where r.id = ${answer.report_id} and (${answer.unit_id} in (r.unit_id, r.superior_id)
      or exists (select 1 from report_submissions s where s.report_id = r.id and s.to_unit_id = ${answer.unit_id}))`.execute(
    trx,
  )
  if (between.length === 0) throw new AppError('dispatch.not_theirs')
  if (answer.answer === 'accepted' || answer.answer === 'returned')
    await sql`
      update reports set state = ${answer.answer}, accepted_version = case when ${answer.answer} = 'accepted' then version else accepted_version end
      where id = ${answer.report_id} and version = ${answer.version} and superior_id = ${answer.unit_id}`.execute(
      trx,
    )
  // A return is told by the duty that it opens.
  if (answer.answer !== 'returned') await tell(trx, ctx, { about: 'report_answer', id: answerId })
  await recordEvent(trx, ctx, actionOf[answer.answer], [
    { what: 'report', id: answer.report_id, version: answer.version },
    { what: 'report_answer', id: answerId, hash: answer.hash },
  ])
}
