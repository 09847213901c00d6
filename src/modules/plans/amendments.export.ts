import type { z } from 'zod'
import { translator } from '../../messages/index.ts'
import { formatDate } from '../../messages/format.ts'
import { dayOf } from '../../platform/clock.ts'
import type { Ctx } from '../../platform/context.ts'
import type { FileAnswer } from '../../platform/http/route.ts'
import { rowsToExport, writeWorkbook, xlsxMime, type SheetCell } from '../../platform/workbook.ts'
import { ownScope, read } from '../../platform/write.ts'
import type { AmendmentFilter } from './amendments.schema.ts'
import { shownAmendments } from './amendments.service.ts'
import { findAmendments } from './amendments.store.ts'

/**
 * Requests to amend as an Excel file, filtered as the list is.
 * @throws common.export_too_many
 */
export async function exportAmendments(
  ctx: Ctx,
  query: z.output<typeof AmendmentFilter>,
): Promise<FileAnswer> {
  const t = translator(ctx.locale)
  const today = ctx.clock.today()
  const requests = await read(ctx, ownScope(ctx), async (trx) =>
    shownAmendments(
      trx,
      ctx,
      await rowsToExport((limit) =>
        findAmendments(trx, ctx, {
          box: query.box,
          planId: query.planId ?? null,
          isOpen: query.open ?? null,
          q: query.q ?? '',
          id: null,
          after: null,
          limit,
        }),
      ),
    ),
  )
  const rows = requests.map((r): SheetCell[] => [
    { day: dayOf(new Date(r.at)) },
    r.unit.name,
    r.toUnit.name,
    r.planTitle,
    r.taskTitle ?? t('plans.ask.whole'),
    r.difficulty,
    r.proposal,
    r.answer ? t(`plans.answer.${r.answer.answer}`) : t('plans.amendments.waiting'),
    r.answer ? null : asDay(r.dueOn),
    asDay(r.answer && dayOf(new Date(r.answer.at))),
    r.answer?.words ?? null,
    r.ledTo?.revision ?? null,
  ])
  const columns = (
    [
      ['at', 12],
      ['unit', 30],
      ['toUnit', 30],
      ['plan', 40],
      ['task', 40],
      ['difficulty', 50],
      ['proposal', 50],
      ['state', 18],
      ['dueOn', 12],
      ['answeredOn', 12],
      ['words', 50],
      ['ledTo', 12],
    ] as const
  ).map(([key, width]) => ({ header: t(`plans.amendments.column.${key}`), width }))
  const body = await writeWorkbook({
    name: t('plans.amendments'),
    title: `${t('plans.amendments')}: ${t(`plans.amendments.${query.box}`)}`,
    note: t('plans.amendments.export.note', { n: rows.length, date: formatDate(today) }),
    columns,
    rows,
  })
  return { body, mime: xlsxMime, name: `${t('plans.amendments')} ${today}.xlsx` }
}

function asDay(day: string | null): SheetCell {
  return day === null ? null : { day }
}
