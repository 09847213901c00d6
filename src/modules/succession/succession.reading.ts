import { z } from 'zod'
import { formatDate } from '../../messages/format.ts'
import { translator } from '../../messages/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import { AppError, onlyFor } from '../../platform/errors.ts'
import type { FileAnswer } from '../../platform/http/route.ts'
import { pageOf, pageSize, readCursor } from '../../platform/paging.ts'
import { rowsToExport, writeWorkbook, xlsxMime } from '../../platform/workbook.ts'
import { ownScope, read } from '../../platform/write.ts'
import { isAdmin } from '../units/index.ts'
import { decreeWords } from './succession.carry.ts'
import { presentPreview, refusalWords, titleOf } from './succession.present.ts'
import { undoHours } from './succession.rules.ts'
import type { Succession, SuccessionList, SuccessionQuery, SuccessionRow } from './succession.schema.ts'
import {
  findKnown,
  findRecord,
  listRecords,
  loadFacts,
  namedUnits,
  type SuccessionRecord,
} from './succession.store.ts'

export type Answer = z.input<typeof Succession>
const byTime = z.tuple([z.iso.datetime(), z.uuid()])

/** Only administrators plan; everybody else of the unit is told who may. */
export function requireAdmin(ctx: Ctx): void {
  if (!isAdmin(ctx)) throw onlyFor(['admin'])
}

const scopeOf = (ctx: Ctx): readonly string[] | '*' =>
  ctx.actor.kind === 'system' ? '*' : ctx.actor.ownUnits

/** Reorganisations planned by the acting unit, the newest first. */
export async function listSuccessions(
  ctx: Ctx,
  query: z.output<typeof SuccessionQuery>,
): Promise<z.input<typeof SuccessionList>> {
  const after = readCursor(query.cursor, byTime)
  return read(ctx, ownScope(ctx), async (trx) => {
    const rows = await listRecords(trx, ctx.actor.ownUnits, after, pageSize + 1)
    const page = pageOf(rows, pageSize, (r) => [r.createdAt.toISOString(), r.id])
    return {
      items: await presentRows(trx, ctx, page.rows),
      nextCursor: page.nextCursor,
      may: isAdmin(ctx) ? ['succession.create'] : [],
    }
  })
}

async function presentRows(
  trx: Trx,
  ctx: Ctx,
  rows: readonly SuccessionRecord[],
): Promise<z.input<typeof SuccessionRow>[]> {
  const names = await findKnown(
    trx,
    ctx.home,
    rows.flatMap((r) => namedUnits(r.content)),
    ctx.clock.today(),
  )
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    state: row.state,
    day: row.day,
    title: titleOf(ctx, row, names),
    decree: row.content.decree.symbol === '' ? '' : decreeWords(row.content),
    updatedAt: row.updatedAt.toISOString(),
    doneAt: row.doneAt?.toISOString() ?? null,
  }))
}

/** The same list as an Excel file. */
export async function exportSuccessions(ctx: Ctx): Promise<FileAnswer> {
  const t = translator(ctx.locale)
  const rows = await read(ctx, ownScope(ctx), async (trx) =>
    presentRows(trx, ctx, await rowsToExport((limit) => listRecords(trx, ctx.actor.ownUnits, null, limit))),
  )
  const body = await writeWorkbook({
    name: t('succession.title'),
    title: t('succession.title'),
    note: t('succession.export.note', { n: rows.length, day: formatDate(ctx.clock.today()) }),
    columns: [
      { header: t('succession.column.title'), width: 60 },
      { header: t('succession.column.kind'), width: 16 },
      { header: t('succession.column.day'), width: 14 },
      { header: t('succession.column.decree'), width: 50 },
      { header: t('succession.column.state'), width: 20 },
    ],
    rows: rows.map((r) => [
      r.title,
      t(`succession.kind.${r.kind}`),
      { day: r.day },
      r.decree,
      t(`succession.state.${r.state}`),
    ]),
  })
  return { body, mime: xlsxMime, name: `${t('succession.title')} ${ctx.clock.today()}.xlsx` }
}

/** One plan with its preview. @throws common.not_found for one of another unit */
export async function readSuccession(ctx: Ctx, id: string): Promise<Answer> {
  ownScope(ctx)
  return read(ctx, '*', (trx) => present(trx, ctx, id))
}

/** @throws common.not_found also for a plan of another unit */
export async function load(trx: Trx, ctx: Ctx, id: string, lock = false): Promise<SuccessionRecord> {
  const record = await findRecord(trx, scopeOf(ctx), id, lock)
  if (!record || record.state === 'dropped') throw new AppError('common.not_found')
  return record
}

/** A plan as its page shows it, and as every change of it answers. */
export async function present(trx: Trx, ctx: Ctx, id: string): Promise<Answer> {
  const record = await findRecord(trx, scopeOf(ctx), id)
  if (!record) throw new AppError('common.not_found')
  const isOpen = record.state === 'draft' || record.state === 'due'
  // Names of people and of open work are for administrators, as the plan itself is.
  const preview =
    isOpen && isAdmin(ctx) ? presentPreview(ctx, record, await loadFacts(trx, ctx, record)) : null
  const ids = [...namedUnits(record.content), ...(preview?.below.map((b) => b.unit.id) ?? [])]
  const names = await findKnown(trx, ctx.home, ids, ctx.clock.today())
  const [row] = await presentRows(trx, ctx, [record])
  if (!row) throw new AppError('common.not_found')
  const undoUntil = record.doneAt && new Date(record.doneAt.getTime() + undoHours * 3_600_000)
  const canUndo = record.state === 'done' && undoUntil !== null && undoUntil > ctx.clock.now()
  const may: Answer['may'] = []
  if (isAdmin(ctx)) {
    if (record.state === 'draft') may.push('save', 'drop')
    if (record.state === 'draft' && preview?.problems.length === 0) may.push('carry_out')
    if (record.state === 'due') may.push('reopen')
    if (canUndo) may.push('undo')
  }
  return {
    ...row,
    version: record.version,
    content: record.content,
    units: [...names.values()].map(({ from: _from, until: _until, ...unit }) => unit),
    preview,
    problem: record.state === 'draft' ? refusalWords(ctx, record.problem) : null,
    undoUntil: canUndo ? undoUntil.toISOString() : null,
    undoneAt: record.undoneAt?.toISOString() ?? null,
    may,
  }
}
