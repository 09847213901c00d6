import { sql } from 'kysely'
import { z } from 'zod'
import { formatDate } from '../../messages/format.ts'
import { translator } from '../../messages/index.ts'
import { dayOf } from '../../platform/clock.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import type { FileAnswer } from '../../platform/http/route.ts'
import { pageOf, pageSize, readCursor } from '../../platform/paging.ts'
import { rowsToExport, writeWorkbook, xlsxMime, type SheetCell } from '../../platform/workbook.ts'
import { ownScope, read } from '../../platform/write.ts'
import { AppError } from '../../platform/errors.ts'
import { isReadable } from '../activities/index.ts'
import { findDocument } from '../library/index.ts'
import { findUnits } from '../units/index.ts'
import type {
  DirectionFilter,
  DirectionPage,
  DirectionQuery,
  DirectionRow,
  DirectionsWith,
  Evidence,
} from './directions.schema.ts'
import { findDirectionsWith, listDirections, type ListedDirection } from './directions.store.ts'

const Cursor = z.tuple([z.iso.datetime(), z.uuid()])

/** Directions that the acting unit sent, received or is writing; the newest first. */
export async function readDirections(
  ctx: Ctx,
  query: z.output<typeof DirectionQuery>,
): Promise<z.input<typeof DirectionPage>> {
  ownScope(ctx)
  const after = readCursor<[string, string]>(query.cursor, Cursor)
  return read(ctx, query.box === 'sent' ? '*' : ownScope(ctx), async (trx) => {
    const rows = await find(trx, ctx, query, after, pageSize + 1)
    const page = pageOf(rows, pageSize, (r) => [r.at.toISOString(), r.id])
    return { rows: await shown(trx, ctx, page.rows), nextCursor: page.nextCursor }
  })
}

/**
 * Directions with which a document went, and those to which it or an activity was shown as an answer.
 * @throws common.not_found for a document or activity that one may not read
 */
export async function readDirectionsWith(
  ctx: Ctx,
  of: Pick<Evidence, 'what' | 'id'>,
): Promise<z.input<typeof DirectionsWith>> {
  return read(ctx, '*', async (trx) => {
    const found =
      of.what === 'document' ? await findDocument(trx, ctx, of.id) : await isReadable(trx, ctx, of.id)
    if (!found) throw new AppError('common.not_found')
    const rows = await findDirectionsWith(trx, ctx, of)
    const units = await findUnits(
      trx,
      rows.map((r) => r.unitId),
      ctx.clock.today(),
    )
    return {
      rows: rows.map(({ unitId, at, ...row }) => {
        const { name, shortName } = units.get(unitId) ?? { name: '', shortName: '' }
        return { ...row, unit: { id: unitId, name, shortName }, at: at.toISOString() }
      }),
    }
  })
}

type Listed = Omit<ListedDirection, 'dueOn'> & { dueOn: string | null }

function find(
  trx: Trx,
  ctx: Ctx,
  filter: z.output<typeof DirectionFilter>,
  after: [string, string] | null,
  limit: number,
): Promise<Listed[]> {
  const { box, state = null, q = '' } = filter
  if (box === 'drafts') return findDrafts(trx, ctx, q, after, limit)
  return listDirections(trx, ctx, { box, state, q, after, limit })
}

async function findDrafts(
  trx: Trx,
  ctx: Ctx,
  q: string,
  after: [string, string] | null,
  limit: number,
): Promise<Listed[]> {
  const { rows } = await sql<Listed>`
    select d.id, d.content->>'title' as title, d.unit_id as "unitId", d.content->>'expects' as expects, d.content->>'dueOn' as "dueOn",
      date_trunc('milliseconds', d.updated_at) as at, false as "isWithdrawn", 0 as units, 0 as open, 0 as late, 0 as questions
    from direction_drafts d where d.unit_id = any(${[...ctx.actor.ownUnits]}::uuid[])
      and not exists (select 1 from unnest(string_to_array(shared.vn_norm(${q}), ' ')) x(word) where x.word <> ''
        and position(x.word in shared.vn_norm((d.content->>'title') || ' ' || (d.content->>'words'))) = 0)
      and (${after === null} or (date_trunc('milliseconds', d.updated_at), d.id) < (${after?.[0] ?? null}::timestamptz, ${after?.[1] ?? null}::uuid))
    order by date_trunc('milliseconds', d.updated_at) desc, d.id desc limit ${limit}`.execute(trx)
  return rows
}

async function shown(trx: Trx, ctx: Ctx, rows: readonly Listed[]): Promise<z.input<typeof DirectionRow>[]> {
  const units = await findUnits(
    trx,
    rows.map((r) => r.unitId),
    ctx.clock.today(),
  )
  return rows.map(({ unitId, at, ...row }) => {
    const unit = units.get(unitId)
    return {
      ...row,
      unit: { id: unitId, name: unit?.name ?? '', shortName: unit?.shortName ?? '' },
      at: at.toISOString(),
    }
  })
}

/** The same as an Excel file. @throws common.export_too_many */
export async function exportDirections(
  ctx: Ctx,
  query: z.output<typeof DirectionFilter>,
): Promise<FileAnswer> {
  const t = translator(ctx.locale)
  const today = ctx.clock.today()
  ownScope(ctx)
  const found = await read(ctx, query.box === 'sent' ? '*' : ownScope(ctx), async (trx) =>
    shown(trx, ctx, await rowsToExport((limit) => find(trx, ctx, query, null, limit))),
  )
  const columns = (
    [
      ['at', 12],
      ['unit', 30],
      ['title', 60],
      ['expects', 20],
      ['dueOn', 12],
      ['units', 12],
      ['open', 12],
      ['late', 12],
      ['questions', 12],
    ] as const
  ).map(([key, width]) => ({ header: t(`directions.column.${key}`), width }))
  const body = await writeWorkbook({
    name: t('directions.title'),
    title: `${t('directions.title')}: ${t(`directions.box.${query.box}`)}`,
    note: t('directions.export.note', { n: found.length, date: formatDate(today) }),
    columns,
    rows: found.map((r): SheetCell[] => [
      { day: dayOf(new Date(r.at)) },
      r.unit.name,
      r.title,
      t(`directions.expects.${r.expects}`),
      r.dueOn === null ? null : { day: r.dueOn },
      r.units,
      r.open,
      r.late,
      r.questions,
    ]),
  })
  return { body, mime: xlsxMime, name: `${t('directions.title')} ${today}.xlsx` }
}
