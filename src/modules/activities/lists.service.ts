import { z } from 'zod'
import { translator } from '../../messages/index.ts'
import { formatDate } from '../../messages/format.ts'
import { addDays } from '../../platform/clock.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Trx } from '../../platform/db.ts'
import type { FileAnswer } from '../../platform/http/route.ts'
import { pageOf, pageSize, readCursor } from '../../platform/paging.ts'
import { rowsToExport, writeWorkbook, xlsxMime, type SheetCell } from '../../platform/workbook.ts'
import { ownScope, read } from '../../platform/write.ts'
import { currentTasksOf, type CurrentTask } from '../plans/index.ts'
import { onePerActivity, withPeople } from './activities.rules.ts'
import { progressOf } from './activities.detail.ts'
import { findCodes } from './activities.store.ts'
import { gapsOf, likelyCount, orderTasks } from './lists.rules.ts'
import type { ActivityGaps, ActivityPage, Filters, LogForm } from './lists.schema.ts'
import {
  countActivities,
  countByMonth,
  findLastUses,
  listActivities,
  type After,
  type ListedActivity,
} from './lists.store.ts'
import { findTaskStands, type TaskStand } from './stands.store.ts'

const Cursor = z.tuple([z.iso.date(), z.string().max(40), z.uuid()])

/** A page of activities of the own unit or of the units below it. */
export async function readActivities(
  ctx: Ctx,
  query: Filters & { cursor?: string | undefined },
): Promise<z.input<typeof ActivityPage>> {
  ownScope(ctx)
  const { cursor, ...filters } = query
  const after = readCursor<After>(cursor, Cursor)
  return read(
    ctx,
    filters.of === 'own' && filters.unitId === undefined ? ownScope(ctx) : '*',
    async (trx) => {
      const rows = await listActivities(trx, ctx, filters, after, pageSize + 1)
      const page = pageOf(rows, pageSize, (r) => [r.day, r.createdAt, r.id])
      const codes = await findCodes(trx, ['forms'], null)
      return {
        rows: page.rows.map((r) => ({
          id: r.id,
          unit: { id: r.unitId, shortName: r.unitName },
          day: r.day,
          title: r.title,
          form: { code: r.form, name: formName(ctx, r) },
          attendances: r.attendances,
          state: r.state,
          version: r.version,
          photosExpected: r.photosExpected,
          photosArrived: r.photosArrived,
          photoId: r.photoId,
          tasks: r.tasks,
        })),
        nextCursor: page.nextCursor,
        // A first page that is the whole list has counted itself.
        total:
          after !== null
            ? null
            : page.nextCursor === null
              ? rows.length
              : await countActivities(trx, ctx, filters),
        forms: codes.map((c) => ({ code: c.code, name: ctx.locale === 'vi' ? c.nameVi : c.nameEn })),
      }
    },
  )
}

function formName(ctx: Ctx, row: ListedActivity): string {
  return (ctx.locale === 'vi' ? row.formVi : row.formEn) ?? row.form
}

/**
 * The list as an Excel file.
 * @throws common.export_too_many
 */
export async function exportActivities(ctx: Ctx, filters: Filters): Promise<FileAnswer> {
  ownScope(ctx)
  const t = translator(ctx.locale)
  const rows = await read(ctx, '*', (trx) =>
    rowsToExport((limit) => listActivities(trx, ctx, filters, null, limit)),
  )
  const cells = rows.map((r): SheetCell[] => [
    { day: r.day },
    r.unitName,
    r.title,
    formName(ctx, r),
    r.tasks.join('; '),
    r.place,
    r.persons,
    r.attendances,
    r.result,
    r.shortcoming,
    r.cost,
    r.photosArrived,
    t(`activities.state.${r.state}`),
  ])
  const columns = (
    [
      ['day', 12],
      ['unit', 24],
      ['title', 40],
      ['form', 26],
      ['tasks', 40],
      ['place', 20],
      ['persons', 12],
      ['attendances', 12],
      ['result', 50],
      ['shortcoming', 40],
      ['cost', 16],
      ['photos', 10],
      ['state', 16],
    ] as const
  ).map(([key, width]) => ({ header: t(`activities.column.${key}`), width }))
  return {
    body: await writeWorkbook({
      name: t('activities.title'),
      title: t('activities.title'),
      note: t('activities.export.note', { n: rows.length, date: formatDate(ctx.clock.today()) }),
      columns,
      rows: cells,
    }),
    mime: xlsxMime,
    name: `${t('activities.title')} ${ctx.clock.today()}.xlsx`,
  }
}

/** What a year lacks so far (mission S5): a month without activity, a task that nothing carries out, one form only. */
export async function readGaps(ctx: Ctx, year: number): Promise<z.input<typeof ActivityGaps>> {
  const today = ctx.clock.today()
  ownScope(ctx)
  // The units' own rows; what is reached of their tasks also comes from below.
  return read(ctx, '*', async (trx) => {
    const counts = await countByMonth(trx, ctx.actor.ownUnits, year)
    const gaps = gapsOf(counts, year, today)
    const tasks = (await tasksOf(trx, ctx)).filter(({ task }) => task.planYear === year)
    const codes = await findCodes(trx, ['forms'], null)
    const only = codes.find((c) => c.code === gaps.onlyForm)
    return {
      months: gaps.months,
      emptyMonths: gaps.emptyMonths,
      uncovered: tasks
        .filter(
          ({ task, stand }) => stand.activities === 0 && (task.timeFrom === null || task.timeFrom <= today),
        )
        .map(({ task }) => ({
          planId: task.planId,
          taskKey: task.taskKey,
          ord: task.ord + 1,
          title: task.title,
          dueOn: lastDayOf(task),
        })),
      onlyForm: only ? { code: only.code, name: ctx.locale === 'vi' ? only.nameVi : only.nameEn } : null,
    }
  })
}

/** What the screen for logging needs: the likely tasks first, forms with last time's numbers, vocabularies. */
export async function readLogForm(ctx: Ctx): Promise<z.input<typeof LogForm>> {
  const today = ctx.clock.today()
  ownScope(ctx)
  return read(ctx, '*', async (trx) => {
    const codes = await findCodes(trx, ['forms', 'audiences', 'funds', 'indicators'], today)
    const name = (c: { nameVi: string; nameEn: string }) => (ctx.locale === 'vi' ? c.nameVi : c.nameEn)
    const list = (of: string) =>
      codes.filter((c) => c.list === of).map((c) => ({ code: c.code, name: name(c) }))
    const indicators = new Map(codes.filter((c) => c.list === 'indicators').map((c) => [c.code, c]))
    const uses = await findLastUses(trx, ctx.actor.ownUnits, today)
    const tasks = (await tasksOf(trx, ctx)).map(({ task, stand }) => {
      const use = uses.find((u) => u.planId === task.planId && u.taskKey === task.taskKey)
      return {
        task,
        stand,
        use,
        dueOn: lastDayOf(task),
        beginsOn: task.timeFrom,
        isDone: stand.isDone,
        lastDay: use?.day ?? null,
        isPresent: task.planYear === Number(today.slice(0, 4)),
        ord: task.ord + 1,
      }
    })
    const ordered = orderTasks(tasks, today)
    const programmes = await trx
      .selectFrom('programmes')
      .select(['id', 'name_vi', 'name_en'])
      .orderBy('code')
      .execute()
    return {
      likely: likelyCount(ordered, today),
      tasks: ordered.map(({ task, stand, use, dueOn, lastDay, ord }) => {
        const indicator = stand.indicator === null ? undefined : indicators.get(stand.indicator)
        return {
          planId: task.planId,
          taskKey: task.taskKey,
          ord,
          title: task.title,
          planTitle: task.planTitle,
          dueOn,
          progress: {
            indicator: indicator ? { code: indicator.code, name: name(indicator) } : null,
            ...progressOf(stand),
          },
          form: use?.form ?? task.forms[0] ?? null,
          audiences: task.audiences,
          lastDay,
          lastAttendances: use?.attendances ?? null,
        }
      }),
      forms: codes
        .filter((c) => c.list === 'forms')
        .map((form) => {
          const use = uses.find((u) => u.planId === null && u.form === form.code)
          const counted =
            form.facts.indicator === undefined ? undefined : indicators.get(form.facts.indicator)
          const asks = counted && counted.code !== 'attendances' && !onePerActivity.has(counted.code)
          return {
            code: form.code,
            name: name(form),
            indicator: asks
              ? { code: counted.code, name: name(counted), unit: counted.facts.unit?.[ctx.locale] ?? '' }
              : null,
            asksPeople: counted === undefined || withPeople.has(counted.code),
            lastAttendances: use?.attendances ?? null,
            lastNumber: use?.number ?? null,
          }
        }),
      audiences: list('audiences'),
      funds: list('funds'),
      programmes: programmes.map((p) => ({ id: p.id, name: ctx.locale === 'vi' ? p.name_vi : p.name_en })),
    }
  })
}

type Task = CurrentTask & { planYear: number }

/** The tasks of the plans in force, of this year and the one before, with where they stand. */
async function tasksOf(trx: Trx, ctx: Ctx): Promise<{ task: Task; stand: TaskStand }[]> {
  const year = Number(ctx.clock.today().slice(0, 4))
  const years = new Map(
    (
      await trx
        .selectFrom('plans')
        .select(['id', 'year'])
        .where('unit_id', 'in', [...ctx.actor.ownUnits])
        .where('year', '>=', year - 1)
        .execute()
    ).map((p) => [p.id, p.year]),
  )
  const tasks = (await currentTasksOf(trx, ctx.actor.ownUnits, null)).flatMap((task) => {
    const planYear = years.get(task.planId)
    return planYear === undefined ? [] : [{ ...task, planYear }]
  })
  const stands = new Map((await findTaskStands(trx, tasks)).map((s) => [`${s.planId} ${s.taskKey}`, s]))
  return tasks.flatMap((task) => {
    const stand = stands.get(`${task.planId} ${task.taskKey}`)
    return stand ? [{ task, stand }] : []
  })
}

/** The last day of a task's time, which the plan keeps half-open. */
function lastDayOf(task: { timeUntil: string | null }): string | null {
  return task.timeUntil === null ? null : addDays(task.timeUntil, -1)
}
