import type { z } from 'zod'
import { translator, type Locale } from '../../messages/index.ts'
import { formatDate } from '../../messages/format.ts'
import { dayOf } from '../../platform/clock.ts'
import type { Ctx } from '../../platform/context.ts'
import type { FileAnswer } from '../../platform/http/route.ts'
import { rowsToExport, writeWorkbook, xlsxMime, type SheetCell } from '../../platform/workbook.ts'
import { ownScope, read } from '../../platform/write.ts'
import type { InboxFilter, SentFilter } from './dispatch.schema.ts'
import { findInbox, findSent, type DeliveryState } from './dispatch.store.ts'
import { findDispatched, scopeOf } from './inbox.service.ts'

/**
 * What was delivered to the acting unit, or to this person of it, as an Excel file.
 * @throws common.export_too_many
 */
export async function exportInbox(ctx: Ctx, query: z.output<typeof InboxFilter>): Promise<FileAnswer> {
  const t = translator(ctx.locale)
  const today = ctx.clock.today()
  const rows = await read(ctx, ownScope(ctx), (trx) =>
    rowsToExport((limit) => findInbox(trx, scopeOf(ctx), query, null, limit, today)),
  )
  const body = await writeWorkbook({
    name: t('dispatch.inbox'),
    title: t('dispatch.inbox'),
    note: t('dispatch.inbox.export.note', { n: rows.length, date: formatDate(today) }),
    columns: [
      { header: t('dispatch.register.number'), width: 22 },
      { header: t('dispatch.register.dated'), width: 12 },
      { header: t('dispatch.register.type'), width: 16 },
      { header: t('dispatch.register.subject'), width: 60 },
      { header: t('dispatch.column.issuer'), width: 32 },
      { header: t('dispatch.column.sender'), width: 28 },
      { header: t('dispatch.column.purpose'), width: 16 },
      ...arrivalColumns(ctx.locale),
      { header: t('dispatch.column.confirmBy'), width: 14 },
      { header: t('dispatch.column.returnReason'), width: 36 },
    ],
    rows: rows.map((r) => [
      r.numberSymbol,
      asDay(r.issuedOn),
      r.type,
      r.subject,
      r.issuerName,
      r.senderName,
      r.purpose === null ? null : t(`dispatch.purpose.${r.purpose}`),
      ...arrivalCells(ctx.locale, r),
      asDay(r.confirmBy),
      r.returnReason,
    ]),
  })
  return { body, mime: xlsxMime, name: `${t('dispatch.inbox')} ${today}.xlsx` }
}

/**
 * How far a document of the acting unit has come with each receiver, as an Excel file.
 * @throws common.not_found when the acting unit did not send it, common.export_too_many
 */
export async function exportSent(
  ctx: Ctx,
  documentId: string,
  query: z.output<typeof SentFilter>,
): Promise<FileAnswer> {
  const t = translator(ctx.locale)
  const today = ctx.clock.today()
  ownScope(ctx)
  // Deliveries belong to their receivers; the SQL keeps to those that this unit sent.
  const { document, rows } = await read(ctx, '*', async (trx) => ({
    document: await findDispatched(trx, ctx, documentId),
    rows: await rowsToExport((limit) =>
      findSent(trx, ctx.actor.ownUnits, documentId, query, null, limit, today),
    ),
  }))
  const body = await writeWorkbook({
    name: t('dispatch.receivers'),
    title: [document.number_symbol, document.subject].filter(Boolean).join(' · '),
    note: t('dispatch.receivers.export.note', { n: rows.length, date: formatDate(today) }),
    columns: [
      { header: t('dispatch.column.receiver'), width: 40 },
      { header: t('dispatch.column.purpose'), width: 16 },
      ...arrivalColumns(ctx.locale),
      { header: t('dispatch.column.returnReason'), width: 36 },
    ],
    rows: rows.map((r) => [
      r.receiver,
      r.purpose === null ? null : t(`dispatch.purpose.${r.purpose}`),
      ...arrivalCells(ctx.locale, r),
      r.returnReason,
    ]),
  })
  return { body, mime: xlsxMime, name: `${t('dispatch.receivers')} ${today}.xlsx` }
}

function arrivalColumns(locale: Locale): { header: string; width: number }[] {
  const t = translator(locale)
  return [
    { header: t('dispatch.column.state'), width: 14 },
    { header: t('dispatch.column.sentOn'), width: 12 },
    { header: t('dispatch.column.openedOn'), width: 12 },
    { header: t('dispatch.column.acknowledgedOn'), width: 12 },
  ]
}

function arrivalCells(
  locale: Locale,
  row: {
    state: DeliveryState
    way?: 'on_way' | 'arrived' | null
    sentAt: Date
    openedAt: Date | null
    acknowledgedAt: Date | null
  },
): SheetCell[] {
  return [
    translator(locale)(
      row.state === 'sent' && row.way ? `dispatch.way.${row.way}` : `dispatch.state.${row.state}`,
    ),
    ...[row.sentAt, row.openedAt, row.acknowledgedAt].map((at) => asDay(at && dayOf(at))),
  ]
}

function asDay(day: string | null): SheetCell {
  return day === null ? null : { day }
}
