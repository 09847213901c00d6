import { sql } from 'kysely'
import { z } from 'zod'
import { formatInstant } from '../../messages/format.ts'
import { translator, type Translate } from '../../messages/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, declareErrors, onlyFor } from '../../platform/errors.ts'
import { recordEvent } from '../../platform/events.ts'
import type { FileAnswer } from '../../platform/http/route.ts'
import { pageOf, pageSize, readCursor } from '../../platform/paging.ts'
import { rowsToExport, writeWorkbook, xlsxMime } from '../../platform/workbook.ts'
import { ownScope, read, write } from '../../platform/write.ts'
import { noteLinkMail } from '../dispatch/index.ts'
import { findUnits } from '../units/index.ts'
import { orderSending, worthOf } from './mail.queue.ts'
import { mostSendings } from './notices.rules.ts'
import type { Mail, MailSent, Mails, MailsFilter, MailsQuery } from './notices.schema.ts'
import type { MailKind, MailState } from './notices.tables.ts'

declareErrors({ 'notices.not_ended': 409 })

const byTime = z.tuple([z.iso.datetime(), z.uuid()])

interface MailRow {
  id: string
  recipient: string | null
  kind: MailKind
  state: MailState
  attempts: number
  lost: number
  cause: string | null
  code: string | null
  createdAt: Date
  dueAt: Date
  endedAt: Date | null
}

async function findMails(
  trx: Trx,
  ctx: Ctx,
  filter: z.output<typeof MailsFilter>,
  after: readonly [string, string] | null,
  most: number,
): Promise<MailRow[]> {
  // A sending whose time is over has no process any more: nobody knows whether it arrived.
  const { rows } = await sql<MailRow>`
    select * from (
      select m.id, coalesce(p.name, l.address) as recipient, m.kind, m.attempts, m.lost, m.cause, m.code, m.created_at as "createdAt", m.due_at as "dueAt",
        m.ended_at as "endedAt", case when m.state = 'sending' and m.lease_until <= ${ctx.clock.now()} then 'uncertain' else m.state end as state
      from mails m left join persons p on p.id = m.person_id left join delivery_links l on l.id = m.link_id
      where m.unit_id = any(${[...ctx.actor.ownUnits]}::uuid[])
        and not exists (select 1 from unnest(string_to_array(shared.vn_norm(${filter.q ?? ''}), ' ')) w(word)
          where w.word <> '' and position(w.word in shared.vn_norm(coalesce(p.name, l.address, ''))) = 0)
    ) m
    where (${filter.state ?? null}::text is null or state = ${filter.state ?? null})
      and ${after === null ? sql`true` : sql`("createdAt", id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`}
    order by "createdAt" desc, id desc limit ${most}`.execute(trx)
  return rows
}

/** Mails to people of the acting unit, the latest first: how each stands and why. */
export async function listMails(
  ctx: Ctx,
  query: z.output<typeof MailsQuery>,
): Promise<z.input<typeof Mails>> {
  const after = readCursor(query.cursor, byTime)
  const rows = await read(ctx, ownScope(ctx), (trx) => findMails(trx, ctx, query, after, pageSize + 1))
  const page = pageOf(rows, pageSize, (r) => [r.createdAt.toISOString(), r.id])
  const t = translator(ctx.locale)
  return {
    items: page.rows.map((row) => present(ctx, t, row)),
    nextCursor: page.nextCursor,
    hasServer: ctx.hasMail ?? false,
  }
}

/** The same as an Excel file. @throws common.export_too_many */
export async function exportMails(ctx: Ctx, filter: z.output<typeof MailsFilter>): Promise<FileAnswer> {
  const t = translator(ctx.locale)
  const unitId = ctx.actor.unitId ?? ''
  const { rows, unit } = await read(ctx, ownScope(ctx), async (trx) => ({
    rows: await rowsToExport((limit) => findMails(trx, ctx, filter, null, limit)),
    unit: (await findUnits(trx, [unitId], ctx.clock.today())).get(unitId),
  }))
  const body = await writeWorkbook({
    name: t('notices.mails.title'),
    title: t('notices.mails.title'),
    note: [unit?.name ?? '', formatInstant(ctx.clock.now())].filter((w) => w !== '').join(' · '),
    columns: [
      { header: t('notices.mails.column.recipient'), width: 30 },
      { header: t('notices.mails.column.kind'), width: 30 },
      { header: t('notices.mails.column.state'), width: 24 },
      { header: t('notices.mails.column.reason'), width: 60 },
      { header: t('notices.mails.column.attempts'), width: 10 },
      { header: t('notices.mails.column.created'), width: 20 },
      { header: t('notices.mails.column.ended'), width: 20 },
    ],
    rows: rows.map((row) => {
      const mail = present(ctx, t, row)
      return [
        mail.recipient,
        mail.kindName,
        t(`notices.mails.state.${mail.state}`),
        mail.reason,
        mail.attempts,
        formatInstant(row.createdAt),
        row.endedAt ? formatInstant(row.endedAt) : null,
      ]
    }),
  })
  return { body, mime: xlsxMime, name: `${t('notices.mails.file')}.xlsx` }
}

/**
 * Sends a mail again that failed or is uncertain: the same one, with the same Message-ID, and what it says today.
 * @throws common.not_found for another unit's, notices.not_ended for one that is under way or arrived
 */
export async function resendMail(ctx: Ctx, mailId: string): Promise<z.input<typeof MailSent>> {
  const find = (trx: Trx, lock: boolean) => {
    let query = trx
      .selectFrom('mails')
      .select(['id', 'state', 'kind', 'unit_id', 'lost', 'link_id'])
      .where('id', '=', mailId)
      .where('unit_id', 'in', [...ctx.actor.ownUnits])
    if (lock) query = query.forUpdate()
    return query.executeTakeFirst()
  }
  return write(ctx, ownScope(ctx), {
    act: async (trx) => {
      const mail = await find(trx, true)
      if (!mail) throw new AppError('common.not_found')
      if (!ctx.actor.roles.includes('admin')) throw onlyFor(['admin'])
      if (!mayResend(mail)) throw new AppError('notices.not_ended')
      const now = ctx.clock.now()
      await trx
        .updateTable('mails')
        .set({
          state: 'queued',
          attempts: 0,
          // It may have arrived before; that stays known, without using up the tries of now.
          lost: Math.min(mail.lost, 1),
          due_at: now,
          ended_at: null,
          cause: null,
          code: null,
          expires_at: new Date(now.getTime() + worthOf(mail.kind)),
        })
        .where('id', '=', mailId)
        .execute()
      if (mail.link_id !== null) await noteLinkMail(trx, mail.link_id, 'queued', null)
      await orderSending(trx, ctx, mailId, mail.unit_id, now)
      await recordEvent(trx, ctx, 'mail.resend', [{ what: 'mail', id: mailId }])
    },
    answer: async (trx) => {
      const mail = await find(trx, false)
      if (!mail) throw new AppError('common.not_found')
      return { id: mail.id, state: mail.state }
    },
  })
}

/** A link to a new password is asked for anew by its person, never sent again by somebody else. */
function mayResend(mail: { state: MailState; kind: MailKind }): boolean {
  return (mail.state === 'failed' || mail.state === 'uncertain') && mail.kind !== 'reset'
}

function present(ctx: Ctx, t: Translate, row: MailRow): z.input<typeof Mail> {
  const isOpen = row.state === 'queued' || row.state === 'sending'
  return {
    id: row.id,
    recipient: row.recipient ?? t('notices.mails.nobody'),
    kind: row.kind,
    kindName: t(`notices.mails.kind.${row.kind}`),
    state: row.state,
    reason: reasonOf(t, row),
    code: row.code,
    attempts: row.attempts,
    createdAt: row.createdAt.toISOString(),
    nextAt: isOpen ? row.dueAt.toISOString() : null,
    endedAt: row.endedAt?.toISOString() ?? null,
    may: ctx.actor.roles.includes('admin') && row.endedAt !== null && mayResend(row) ? ['mail.resend'] : [],
  }
}

function reasonOf(t: Translate, row: MailRow): string | null {
  if (row.state === 'uncertain' && row.cause === null) return t('notices.cause.twice')
  if (row.cause === null) return row.state === 'queued' ? t('notices.cause.later') : null
  const why = t(`notices.cause.${row.cause}`)
  return row.state === 'failed' && row.attempts >= mostSendings
    ? t('notices.cause.often', { n: row.attempts, why })
    : why
}
