import { sql } from 'kysely'
import type { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { addJob } from '../../platform/jobs.ts'
import { redactedWords } from '../../platform/redaction.ts'
import { wide } from '../../platform/wide.ts'
import { read, write } from '../../platform/write.ts'
import { isAbove } from '../units/index.ts'
import { findElsewhere } from './erasure.carried.ts'
import { eraseJob, firstStep } from './erasure.job.ts'
import { ErasePerson, type ErasureOut } from './erasure.schema.ts'
import { closeAccess, countNamesakes, findPersonRow, maskOf, type PersonRow } from './erasure.store.ts'

declareErrors({
  'erasure.namesakes': 409,
  'erasure.ground_names_person': 422,
  'erasure.not_yours': 403,
  'erasure.name_gone': 409,
})

/**
 * Erases a person by law: account, sessions, memberships and invitations end at once; a job then takes the full name and
 * the contacts out of every table and kept file of the home, and at last out of the person's row. Ids stay, so that the
 * log, figures and who-did-what keep adding up. Asked again it goes on with the same erasure.
 * @returns how far it is
 * @throws common.not_found outside the acting unit and those below it · erasure.not_yours without the role of admin
 * @throws erasure.name_gone when the name left the person's row because its months were over: nothing can be searched by it
 * @throws erasure.namesakes while others of the home bear the same name and the caller did not say that they may be covered too
 */
export async function erasePerson(
  ctx: Ctx,
  personId: string,
  input: z.input<typeof ErasePerson>,
): Promise<ErasureOut> {
  const { ground, evenNamesakes } = ErasePerson.parse(input)
  const answer = await eraseOnce(ctx, personId, ground, evenNamesakes)
  if (answer.state !== 'failed') return answer
  // Asked for again after a step failed five times: whatever stood in its way may be gone.
  await wide(ctx, 'the job of this erasure', (trx) =>
    sql`update jobs set state = 'waiting', attempts = 0, run_at = ${ctx.clock.now()} where id = ${personId} and state = 'failed'`.execute(
      trx,
    ),
  )
  return { ...answer, state: 'running' }
}

async function eraseOnce(
  ctx: Ctx,
  personId: string,
  ground: string,
  evenNamesakes: boolean,
): Promise<ErasureOut> {
  return write(ctx, '*', {
    act: async (trx) => {
      const person = await findReachable(trx, ctx, personId, true)
      requireAdmin(ctx)
      if (person.erasedAt !== null) return
      // By the months of its own row: there is no name left to search other rows for.
      if (person.name === redactedWords) throw new AppError('erasure.name_gone')
      // The ground is kept for good, in the register of redactions.
      if (maskOf(person).count(ground) > 0) throw new AppError('erasure.ground_names_person')
      const namesakes = await countNamesakes(trx, person)
      if (namesakes > 0 && !evenNamesakes) throw new AppError('erasure.namesakes', { n: namesakes })
      await closeAccess(trx, ctx, person.id)
      await sql`update persons set erased_at = ${ctx.clock.now()} where id = ${person.id}`.execute(trx)
      await recordEvent(trx, ctx, 'person.erase', [{ what: 'person', id: person.id }])
      // The person's id is the job's too: one erasure, however often it is asked for.
      await addJob(trx, ctx, eraseJob, firstStep(person.id, ground), { id: person.id })
      // A backup taken before still holds the name: whoever restores it must erase again.
      await addJob(trx, ctx, 'backup.note_erasure', { personId: person.id, ground, evenNamesakes })
    },
    answer: (trx) => summaryOf(trx, personId),
  })
}

/** How far the erasure of a person is, and what it took away. */
export async function getErasure(ctx: Ctx, personId: string): Promise<ErasureOut> {
  return read(ctx, '*', async (trx) => {
    const person = await findReachable(trx, ctx, personId, false)
    requireAdmin(ctx)
    if (person.erasedAt === null) throw new AppError('common.not_found')
    return summaryOf(trx, personId)
  })
}

/** A person whose row is kept by the acting unit or one below it. */
export async function findReachable(trx: Trx, ctx: Ctx, personId: string, lock: boolean): Promise<PersonRow> {
  const person = await findPersonRow(trx, personId, lock)
  const isReachable =
    person !== null &&
    (ctx.actor.kind === 'system' ||
      ctx.actor.ownUnits.includes(person.unitId) ||
      (await isAbove(trx, ctx.actor.ownUnits, person.unitId, ctx.clock.today())))
  if (!isReachable) throw new AppError('common.not_found')
  return person
}

export function requireAdmin(ctx: Ctx): void {
  if (ctx.actor.kind !== 'system' && !ctx.actor.roles.includes('admin'))
    throw new AppError('erasure.not_yours')
}

/** Read off the log, which names what was changed by id: it is the same whoever asks and however often. */
async function summaryOf(trx: Trx, personId: string): Promise<ErasureOut> {
  const person = await findPersonRow(trx, personId, false)
  if (!person?.erasedAt) throw new AppError('common.not_found')
  const subject = JSON.stringify([{ what: 'person', id: personId }])
  const { rows } = await sql<{ what: string; n: number }>`
    select s->>'what' as what, count(distinct s) as n
    from events e, jsonb_array_elements(e.subjects) s
    where e.subjects @> ${subject}::jsonb and e.verb = 'words.redact' and s->>'what' <> 'person'
    group by 1 order by 1`.execute(trx)
  const job = await trx.selectFrom('jobs').select('state').where('id', '=', personId).executeTakeFirst()
  return {
    state: job?.state === 'failed' ? 'failed' : job?.state === 'waiting' ? 'running' : 'done',
    erasedAt: person.erasedAt.toISOString(),
    redacted: rows.filter((r) => r.what !== 'file_not_searched'),
    notSearched: rows.find((r) => r.what === 'file_not_searched')?.n ?? 0,
    elsewhere: await findElsewhere(trx, personId),
  }
}
