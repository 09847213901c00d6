import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Ctx } from '../../platform/context.ts'
import type { Db, Trx } from '../../platform/db.ts'
import { AppError, declareErrors } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import { transaction } from '../../platform/tx.ts'
import { read, write } from '../../platform/write.ts'
import { homeOfToken } from '../people/index.ts'
import type { NoticeChoices, NoticeChoicesNow } from './notices.schema.ts'

declareErrors({ 'notices.leave_unknown': 404 })

interface ChoiceRow {
  hasDigest: boolean
  hasUrgent: boolean
  hasReminders: boolean
  quietFrom: number
  quietUntil: number
  email: string | null
}

/** Which mails one wants, and where they go. The person's row may be kept by another unit than the acting one. */
export async function readChoices(ctx: Ctx): Promise<z.input<typeof NoticeChoicesNow>> {
  return read(ctx, '*', (trx) => choicesOf(trx, ctx))
}

async function choicesOf(trx: Trx, ctx: Ctx): Promise<z.input<typeof NoticeChoicesNow>> {
  const { rows } = await sql<ChoiceRow>`
    select coalesce(c.has_digest, true) as "hasDigest", coalesce(c.has_urgent, true) as "hasUrgent",
      coalesce(c.has_reminders, true) as "hasReminders", coalesce(c.quiet_from, 1260) as "quietFrom",
      coalesce(c.quiet_until, 360) as "quietUntil", p.email
    from persons p left join notice_choices c on c.person_id = p.id where p.id = ${ctx.actor.personId}`.execute(
    trx,
  )
  const [found] = rows
  if (!found) throw new AppError('common.sign_in')
  return { ...found, hasServer: ctx.hasMail ?? false }
}

/** Changes which mails one wants. */
export async function changeChoices(
  ctx: Ctx,
  input: z.output<typeof NoticeChoices>,
): Promise<z.input<typeof NoticeChoicesNow>> {
  const { personId } = ctx.actor
  if (personId === null) throw new AppError('common.sign_in')
  return write(ctx, '*', {
    act: async (trx) => {
      await sql`
        insert into notice_choices as c (person_id, unit_id, has_digest, has_urgent, has_reminders, quiet_from, quiet_until, leave_token)
        select p.id, p.unit_id, ${input.hasDigest}::boolean, ${input.hasUrgent}::boolean, ${input.hasReminders}::boolean, ${input.quietFrom}::int, ${input.quietUntil}::int,
          ${randomBytes(24).toString('base64url')}::text from persons p where p.id = ${personId}
        on conflict (person_id) do update set has_digest = excluded.has_digest, has_urgent = excluded.has_urgent,
          has_reminders = excluded.has_reminders, quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until`.execute(
        trx,
      )
      await recordEvent(trx, ctx, 'notice.choose', [{ what: 'person', id: personId }])
    },
    answer: (trx) => choicesOf(trx, ctx),
  })
}

/**
 * Looks behind the link of a mail, without using it: mailboxes open links by themselves to look for viruses.
 * @throws notices.leave_unknown
 */
export async function readLeave(ctx: Pick<Ctx, 'db'>, token: string): Promise<{ isOff: boolean }> {
  const { home, secret } = await homeOf(ctx.db, token)
  return transaction(ctx.db, { home, scope: '*', readOnly: true }, async (trx) => {
    const row = await trx
      .selectFrom('notice_choices')
      .select(['has_digest', 'has_urgent', 'has_reminders'])
      .where('leave_token', '=', secret)
      .executeTakeFirst()
    if (!row) throw new AppError('notices.leave_unknown')
    return { isOff: !row.has_digest && !row.has_urgent && !row.has_reminders }
  })
}

/** Stops a person's mails; a second time changes nothing. What is told in the application goes on. @throws notices.leave_unknown */
export async function leaveMails(ctx: Ctx, token: string): Promise<void> {
  const { home, secret } = await homeOf(ctx.db, token)
  await transaction(ctx.db, { home, scope: '*' }, async (trx) => {
    const { rows } = await sql<{ personId: string; isOn: boolean }>`
      select person_id as "personId", has_digest or has_urgent or has_reminders as "isOn"
      from notice_choices where leave_token = ${secret} for update`.execute(trx)
    const [found] = rows
    if (!found) throw new AppError('notices.leave_unknown')
    if (!found.isOn) return
    await trx
      .updateTable('notice_choices')
      .set({ has_digest: false, has_urgent: false, has_reminders: false })
      .where('leave_token', '=', secret)
      .execute()
    await recordEvent(trx, { ...ctx, home, request: null }, 'notice.leave', [
      { what: 'person', id: found.personId },
    ])
  })
}

async function homeOf(db: Db, token: string): Promise<{ home: string; secret: string }> {
  const home = await homeOfToken(db, token, 32)
  if (home === null) throw new AppError('notices.leave_unknown')
  return { home, secret: token.slice(token.indexOf('.') + 1) }
}
