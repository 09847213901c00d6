import { z } from 'zod'
import { ThreadTask } from './thread.schema.ts'

const count = z.int()

export const TaskState = z.enum(['done', 'late', 'soon', 'busy', 'idle', 'ahead'])
export type TaskState = z.output<typeof TaskState>

export const TaskStanding = z
  .object({
    reached: count.describe('in the measure of the target; a ratio in whole percent'),
    own: count.describe('the unit’s own part of it'),
    fromBelow: count.nullable().describe('what comes from units below; null where no task derives from it'),
    target: count.nullable(),
    indicator: z.object({ code: z.string(), name: z.string(), unit: z.string() }).nullable(),
    activities: count.describe('counted ones'),
    isDone: z.boolean(),
    state: TaskState.describe(
      'done · late: its last day has passed · soon: due within two weeks · busy: begun · idle: its time has come, nothing was done · ahead: its time has not come',
    ),
    dueOn: z.iso.date().nullable().describe('its last day'),
    days: count.nullable().describe('from today to its last day; negative when that has passed'),
  })
  .meta({ id: 'TaskStanding' })

export const TaskBelow = z
  .object({
    units: count.describe('that made a task of it'),
    kept: count,
    adapted: count,
    declined: count,
    waiting: count.describe('that got the plan and have not made a task of it; 0 where none is asked to'),
  })
  .meta({ id: 'TaskBelow' })

export const TaskProgress = z
  .object({
    key: z.string(),
    of: z
      .object({ planId: z.uuid(), key: z.string(), title: z.string(), decision: z.string() })
      .nullable()
      .describe('the reader’s own task that derives from it, whose standing this is; null: the task’s own'),
    standing: TaskStanding.nullable().describe('null: declined, or not the reader’s to know'),
    below: TaskBelow.nullable(),
  })
  .meta({ id: 'TaskProgress' })

const summed = {
  done: count,
  all: count.describe('without those that were declined'),
  late: count,
}

export const PlanProgress = z
  .object({
    planId: z.uuid(),
    revision: z.int(),
    today: z.iso.date(),
    isWhole: z
      .boolean()
      .describe(
        'true for the plan’s unit and units above it; false: only what the reader’s own tasks make of it',
      ),
    ...summed,
    tasks: z.array(TaskProgress),
  })
  .meta({ id: 'PlanProgress' })

export const PlanSums = z
  .object({
    rows: z.array(z.object({ planId: z.uuid(), isWhole: z.boolean(), ...summed })),
  })
  .meta({ id: 'PlanSums' })

const Ids = z
  .string()
  .max(4_000)
  .transform((list) => list.split(','))
export const PlanSumsQuery = z.object({
  plans: Ids.pipe(z.array(z.uuid()).max(100)).describe(
    'ids with commas, at most 100; what may not be read is left out',
  ),
})

export const ProgressPath = z.object({ planId: z.uuid() })
export const TaskPath = z.object({ planId: z.uuid(), taskKey: z.string().max(80) })

export const TasksExportQuery = z.object({
  tasks: z
    .string()
    .max(8_000)
    .optional()
    .describe('keys of the tasks to export in their order, with commas; without, all of them'),
})

export const PlansExportQuery = z.object({
  box: z.enum(['own', 'delivered', 'below']).default('own'),
  year: z.coerce.number().int().min(2000).max(2100).optional(),
  q: z.string().max(100).optional(),
})

export const TaskThread = z
  .object({
    task: ThreadTask,
    ups: z
      .array(ThreadTask)
      .describe('the superior’s task it derives from, then that one’s superior’s, up to three'),
    activities: z
      .object({
        count,
        withPhotos: count,
        from: z.iso.date(),
        until: z.iso.date().describe('day of the latest'),
        photos: z
          .array(
            z.object({
              id: z.uuid(),
              activityId: z.uuid(),
              title: z.string(),
              width: count,
              height: count,
            }),
          )
          .describe('of the latest activities, one each, at most three'),
      })
      .nullable()
      .describe('what the reader’s unit and units below it did for the task and those that derive from it'),
    figure: z
      .object({
        reportId: z.uuid(),
        version: z.int().nullable().describe('null: the unit’s own draft, as counted now'),
        periodName: z.string(),
        indicator: z.string(),
        name: z.string(),
        unit: z.string(),
        n: count,
        d: count,
        isRatio: z.boolean(),
      })
      .nullable()
      .describe(
        'of the report due nearest to today that counts one of the activities: a handed-in one, or the unit’s own draft',
      ),
  })
  .meta({ id: 'TaskThread' })
