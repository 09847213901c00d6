import type { z } from 'zod'
import { formatDate } from '../../messages/format.ts'
import { translator, type Translate } from '../../messages/index.ts'
import type { Ctx } from '../../platform/context.ts'
import type { FileAnswer } from '../../platform/http/route.ts'
import { requireExportable, writeWorkbook, xlsxMime } from '../../platform/workbook.ts'
import { read } from '../../platform/write.ts'
import { listPlans } from '../plans/index.ts'
import type { PlansExportQuery, TasksExportQuery, TaskStanding } from './progress.schema.ts'
import { loadProgress, readSums } from './progress.service.ts'

/** "còn 11 ngày", "đạt chỉ tiêu": the state as the screens say it. */
function stateWords(t: Translate, standing: z.input<typeof TaskStanding> | null): string {
  if (!standing) return ''
  return t(
    `views.progress.state.${standing.state === 'done' && standing.target === null ? 'did' : standing.state}`,
    {
      n: Math.abs(standing.days ?? 0),
    },
  )
}

/**
 * The tasks of a plan, or chosen ones in the order given, with where they stand as the person may know it.
 * @throws common.not_found
 */
export async function exportTasks(
  ctx: Ctx,
  planId: string,
  query: z.output<typeof TasksExportQuery>,
): Promise<FileAnswer> {
  const t = translator(ctx.locale)
  const today = ctx.clock.today()
  const { plan, tasks } = await read(ctx, '*', (trx) => loadProgress(trx, ctx, planId))
  const numbered = tasks.map((task, i) => ({ ...task, n: i + 1 }))
  const chosen = query.tasks?.split(',').flatMap((key) => numbered.filter((task) => task.key === key))
  const columns: [string, number][] = [
    ['n', 6],
    ['task', 48],
    ['key', 12],
    ['lead', 24],
    ['support', 24],
    ['time', 22],
    ['due', 14],
    ['product', 30],
    ['measure', 20],
    ['target', 12],
    ['reached', 12],
    ['activities', 12],
    ['state', 18],
    ['kept', 12],
    ['adapted', 12],
    ['declined', 16],
    ['waiting', 12],
    ['cost', 16],
  ]
  const body = await writeWorkbook({
    name: t('views.progress.sheet.tasks'),
    title: plan.title,
    note: [plan.numberSymbol ?? '', ...(plan.isWhole ? [] : [t('views.progress.mine')]), formatDate(today)]
      .filter((w) => w !== '')
      .join(' · '),
    columns: columns.map(([c, width]) => ({ header: t(`views.progress.column.${c}`), width })),
    rows: (chosen ?? numbered).map(({ n, standing, below, ...task }) => [
      n,
      task.title,
      task.isKey ? t('views.progress.key') : null,
      task.leadWords,
      task.supportWords,
      task.timeWords,
      standing?.dueOn ? { day: standing.dueOn } : null,
      task.product,
      standing?.indicator?.name ?? null,
      standing?.target ?? null,
      standing && standing.target !== null ? standing.reached : null,
      standing?.activities ?? null,
      task.decision === 'declined' ? t('views.coverage.declined') : stateWords(t, standing),
      below?.kept ?? null,
      below?.adapted ?? null,
      below?.declined ?? null,
      below?.waiting ?? null,
      task.cost,
    ]),
  })
  const number = (plan.numberSymbol ?? '').replace(/[^\p{L}\p{N}]+/gu, '-')
  return { body, mime: xlsxMime, name: `${t('views.progress.file.tasks')}-${number}-${today}.xlsx` }
}

/**
 * The list of plans as an Excel file: own, delivered or of the units below, with how many tasks are done.
 * @throws common.export_too_many
 */
export async function exportPlans(ctx: Ctx, query: z.output<typeof PlansExportQuery>): Promise<FileAnswer> {
  const t = translator(ctx.locale)
  const today = ctx.clock.today()
  const { box, year, q } = query
  const rows = []
  let cursor: string | undefined
  do {
    const page = await listPlans(ctx, box, { year, q, cursor })
    const sums = await readSums(
      ctx,
      page.rows.flatMap((r) => (r.revision > 0 ? [r.id] : [])),
    )
    const byPlan = new Map(sums.rows.map((s) => [s.planId, s]))
    for (const row of page.rows) {
      const sum = byPlan.get(row.id)
      rows.push([
        row.title,
        row.unit.name,
        row.year,
        row.numberSymbol,
        row.issuedOn ? { day: row.issuedOn } : null,
        row.revision > 0 ? row.revision : null,
        row.taskCount ?? row.draft?.tasks ?? null,
        sum?.all ?? null,
        sum?.done ?? null,
        sum?.late ?? null,
        row.draft ? t(`plans.state.${row.draft.state}`) : null,
      ])
    }
    requireExportable(rows.length)
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  const columns: [string, number][] = [
    ['plan', 52],
    ['unit', 36],
    ['year', 8],
    ['number', 20],
    ['issued', 14],
    ['revision', 8],
    ['tasks', 12],
    ['counted', 14],
    ['done', 12],
    ['late', 12],
    ['draft', 22],
  ]
  const body = await writeWorkbook({
    name: t('views.progress.sheet.plans'),
    title: t(`plans.box.${box}`),
    note: [
      ...(year === undefined ? [] : [String(year)]),
      ...(q === undefined ? [] : [q]),
      formatDate(today),
    ].join(' · '),
    columns: columns.map(([c, width]) => ({ header: t(`views.progress.column.${c}`), width })),
    rows,
  })
  return { body, mime: xlsxMime, name: `${t('views.progress.file.plans')}-${year ?? today.slice(0, 4)}.xlsx` }
}
