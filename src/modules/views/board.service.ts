import { z } from 'zod'
import { translator, type Translate } from '../../messages/index.ts'
import { daysBetween, formatDate } from '../../messages/format.ts'
import type { Ctx } from '../../platform/context.ts'
import { AppError } from '../../platform/errors.ts'
import type { FileAnswer } from '../../platform/http/route.ts'
import { isId } from '../../platform/ids.ts'
import { pageOf, pageSize, readCursor } from '../../platform/paging.ts'
import { wide } from '../../platform/wide.ts'
import { mostExported, requireExportable, writeWorkbook, xlsxMime } from '../../platform/workbook.ts'
import { ownScope } from '../../platform/write.ts'
import { mayDo } from '../dispatch/index.ts'
import type { Board, BoardExportQuery, BoardQuery, BoardRow } from './board.schema.ts'
import {
  findBoard,
  findBoardPlan,
  findBoardReport,
  findCascade,
  type BoardFilter,
  type BoardPlan,
  type BoardReport,
  type BoardTotals,
  type BoardUnit,
} from './board.store.ts'

const byKey = z.tuple([z.string(), z.string(), z.uuid()])

interface Found {
  plan: BoardPlan
  report: BoardReport | null
  totals: BoardTotals
  rows: BoardUnit[]
  kindNames: Map<string, string>
}

/** Who reads whose rows is in the statement of findBoard; here only whose plan it must be. */
async function load(
  ctx: Ctx,
  planId: string,
  asked: {
    filter: BoardFilter
    sort: z.output<typeof BoardQuery>['sort']
    cursor?: string | undefined
    limit: number
  },
): Promise<Found> {
  ownScope(ctx)
  const after = readCursor(asked.cursor, byKey)
  const reach =
    'units below the acting unit today that received its own plan: what left them, and what they owe it'
  return wide(ctx, reach, async (trx) => {
    const { ownUnits } = ctx.actor
    const plan = await findBoardPlan(trx, ownUnits, planId)
    if (!plan) throw new AppError('common.not_found')
    const report = await findBoardReport(trx, ownUnits, plan.year, ctx.clock.today())
    const { totals, rows } = await findBoard(trx, {
      ownUnits,
      plan,
      cascade: await findCascade(trx, ownUnits, plan.id, ctx.clock.today()),
      report,
      today: ctx.clock.today(),
      filter: asked.filter,
      sort: asked.sort ?? 'late',
      after,
      limit: asked.limit,
    })
    const kinds = await trx.selectFrom('unit_kinds').select(['code', 'name_vi', 'name_en']).execute()
    const kindNames = new Map(kinds.map((k) => [k.code, ctx.locale === 'vi' ? k.name_vi : k.name_en]))
    return { plan, report, totals, rows, kindNames }
  })
}

/**
 * The cascade board of a plan of the acting unit: units below that received it, across the stages.
 * @throws common.not_found for a plan that is not the acting unit's, or not issued
 */
export async function readBoard(
  ctx: Ctx,
  planId: string,
  query: z.output<typeof BoardQuery>,
): Promise<z.input<typeof Board>> {
  const { plan, report, totals, rows, kindNames } = await load(ctx, planId, {
    filter: query,
    sort: query.sort,
    cursor: query.cursor,
    limit: pageSize + 1,
  })
  const page = pageOf(rows, pageSize, (r) => [r.sortKey, r.name, r.unitId])
  return {
    plan: {
      id: plan.id,
      title: plan.title,
      numberSymbol: plan.numberSymbol,
      revision: plan.revision,
      year: plan.year,
    },
    today: ctx.clock.today(),
    asOf: ctx.clock.now().toISOString(),
    report: report ? { period: report.period, name: periodName(ctx, report) } : null,
    totals: {
      received: { done: totals.receivedDone, all: totals.units, late: 0, soon: 0 },
      plan: { done: totals.planDone, all: totals.units, late: totals.planLate, soon: totals.planSoon },
      tasks: { done: totals.tasksDone, all: totals.tasksAll, late: totals.tasksLate, soon: 0 },
      report: {
        done: totals.reportDone,
        all: totals.reportAll,
        late: totals.reportLate,
        soon: totals.reportWaiting,
      },
    },
    kinds: totals.kinds.map((k) => ({ ...k, name: kindNames.get(k.kind) ?? k.kind })),
    units: totals.units,
    lateOrSoon: totals.lateOrSoon,
    matching: totals.matching,
    rows: page.rows.map(boardRow),
    nextCursor: page.nextCursor,
    may: mayDo(ctx.actor, ['obligation.remind', 'obligation.extend', 'obligation.excuse']),
  }
}

function periodName(ctx: Ctx, report: BoardReport): string {
  return report.names[ctx.locale].replace('{year}', report.period.slice(0, 4))
}

function boardRow(row: BoardUnit): z.input<typeof BoardRow> {
  return {
    unit: { id: row.unitId, name: row.name, shortName: row.shortName, kind: row.kind },
    head: row.head,
    received: { state: row.receivedState, revision: row.receivedRevision, on: row.receivedOn },
    plan: {
      state: row.planState,
      planId: row.planId,
      issuedOn: row.planIssuedOn,
      dueOn: row.planDueOn,
    },
    tasks: { done: row.tasksDone, all: row.tasksAll, late: row.tasksLate },
    report:
      row.reportId && row.reportState && row.reportDueOn
        ? {
            id: row.reportId,
            state: row.reportState,
            submittedOn: row.reportSubmittedOn,
            dueOn: row.reportDueOn,
          }
        : null,
    lastActivity: row.lastActivity,
    worstDueOn: row.worstDueOn,
    remind: row.remind,
    remindedOn: row.remindedOn,
  }
}

/** The board, or chosen units of it, as an Excel file. @throws common.export_too_many */
export async function exportBoard(
  ctx: Ctx,
  planId: string,
  query: z.output<typeof BoardExportQuery>,
): Promise<FileAnswer> {
  const t = translator(ctx.locale)
  const today = ctx.clock.today()
  const { units, ...filter } = query
  const chosen = units?.split(',').filter(isId)
  const { plan, report, rows } = await load(ctx, planId, {
    filter: { ...filter, units: chosen },
    sort: query.sort,
    limit: mostExported + 1,
  })
  requireExportable(rows.length)
  const columns = [
    'unit',
    'head',
    'received',
    'plan',
    'tasks',
    'tasks.all',
    'tasks.late',
    'report',
    'last',
    'worst',
  ]
  const widths = [38, 24, 22, 28, 12, 12, 12, 22, 16, 22]
  const body = await writeWorkbook({
    name: t('views.board.sheet'),
    title: t('views.board.title', { n: rows.length }),
    note: [plan.numberSymbol ?? '', plan.title, report ? periodName(ctx, report) : '', formatDate(today)]
      .filter((w) => w !== '')
      .join(' · '),
    columns: columns.map((c, i) => ({ header: t(`views.board.column.${c}`), width: widths[i] ?? 16 })),
    rows: rows.map((r) => [
      r.name,
      r.head,
      `${t(`views.board.received.${r.receivedState}`)} ${formatDate(r.receivedOn)}`,
      t(`views.board.plan.${r.planState}`),
      r.tasksDone,
      r.tasksAll,
      r.tasksLate,
      r.reportState ? t(`views.board.report.${r.reportState}`) : t('views.board.report.none'),
      r.lastActivity ? { day: r.lastActivity } : null,
      lateness(t, r.worstDueOn, today),
    ]),
  })
  const number = (plan.numberSymbol ?? '').replace(/[^\p{L}\p{N}]+/gu, '-')
  return { body, mime: xlsxMime, name: `${t('views.board.file')}-${number}-${today}.xlsx` }
}

function lateness(t: Translate, dueOn: string | null, today: string): string | null {
  if (!dueOn) return null
  const left = daysBetween(today, dueOn)
  return left < 0
    ? t('common.due.late', { n: -left })
    : left === 0
      ? t('common.due.today')
      : t('common.due.left', { n: left })
}
