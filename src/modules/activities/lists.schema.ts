import { z } from 'zod'
import { Paging } from '../../platform/paging.ts'
import { ActivityState, Named, TaskProgressOut } from './activities.schema.ts'

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)

const filters = {
  of: z
    .enum(['own', 'below'])
    .default('own')
    .describe('the acting unit’s own, or those of the units below it'),
  unitId: z.uuid().optional().describe('one unit below'),
  planId: z.uuid().optional(),
  taskKey: z.string().max(80).optional(),
  form: z.string().max(60).optional(),
  year: z.coerce.number().int().min(2000).max(2100).optional(),
  month: month.optional().describe('`2024-06`; goes before `year`'),
  state: ActivityState.optional(),
  q: z
    .string()
    .max(200)
    .optional()
    .describe('words of the title, result or place; diacritics make no difference'),
}

export const ActivityFilters = z.object(filters)
export const ActivityQuery = Paging.extend(filters)
export type Filters = z.output<typeof ActivityFilters>

export const ActivityRow = z
  .object({
    id: z.uuid(),
    unit: z.object({ id: z.uuid(), shortName: z.string() }),
    day: z.iso.date(),
    title: z.string(),
    form: Named,
    attendances: z.int().nullable(),
    state: ActivityState,
    version: z.int(),
    photosExpected: z.int(),
    photosArrived: z.int(),
    photoId: z.uuid().nullable().describe('the first photo that arrived'),
    tasks: z.array(z.string()),
  })
  .meta({ id: 'ActivityRow' })

export const ActivityPage = z
  .object({
    rows: z.array(ActivityRow),
    nextCursor: z.string().nullable(),
    total: z.int().nullable().describe('how many match, with the first page; null on later pages'),
    forms: z.array(Named).describe('forms to filter by'),
  })
  .meta({ id: 'ActivityPage' })

export const GapsQuery = z.object({ year: z.coerce.number().int().min(2000).max(2100) })

export const ActivityGaps = z
  .object({
    months: z
      .array(z.object({ month, activities: z.int() }))
      .describe('of the year, up to the present month'),
    emptyMonths: z.array(month),
    uncovered: z
      .array(
        z.object({
          planId: z.uuid(),
          taskKey: z.string(),
          ord: z.int().describe('number of the task in its plan, from 1'),
          title: z.string(),
          dueOn: z.iso.date().nullable(),
        }),
      )
      .describe('tasks that have begun and no counted activity carries out'),
    onlyForm: Named.nullable().describe('the one form of all activities, when there are three or more'),
  })
  .meta({ id: 'ActivityGaps' })

export const LikelyTask = z
  .object({
    planId: z.uuid(),
    taskKey: z.string(),
    ord: z.int().describe('number of the task in its plan, from 1'),
    title: z.string(),
    planTitle: z.string(),
    dueOn: z.iso.date().nullable().describe('last day'),
    progress: TaskProgressOut,
    form: z.string().nullable().describe('the form used last for it, else the first that the plan names'),
    audiences: z.array(z.string()),
    lastDay: z.iso.date().nullable(),
    lastAttendances: z.int().nullable(),
  })
  .meta({ id: 'LikelyTask' })

export const LogForm = z
  .object({
    tasks: z.array(LikelyTask).describe('the likely ones first'),
    likely: z.int().describe('how many of them are offered at first'),
    forms: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        indicator: z
          .object({ code: z.string(), name: z.string(), unit: z.string() })
          .nullable()
          .describe('the number to ask for; null where attendances say it, or one activity is one piece'),
        asksPeople: z.boolean().describe('people are present at it: ask how many'),
        lastAttendances: z.int().nullable(),
        lastNumber: z.int().nullable(),
      }),
    ),
    audiences: z.array(Named),
    funds: z.array(Named),
    programmes: z.array(z.object({ id: z.uuid(), name: z.string() })),
  })
  .meta({ id: 'LogForm' })
