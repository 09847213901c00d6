import { z } from 'zod'

const count = z.int().min(0).max(1_000_000_000)
const money = z.int().min(0).max(1_000_000_000_000)
const words = z.string().trim().max(4_000)
const code = z.string().min(1).max(60)

export const ActivityState = z.enum(['waiting', 'counted', 'withdrawn'])

export const TaskRef = z
  .object({ planId: z.uuid(), taskKey: z.string().min(1).max(80) })
  .meta({ id: 'ActivityTaskRef' })

export const FigureInput = z.object({
  indicator: code,
  n: money,
  d: money.nullable().default(null).describe('denominator of a ratio'),
})

/** What a person says of an activity; the same for logging and correcting. */
const content = {
  day: z.iso.date().describe('the day on which it happened, in Asia/Ho_Chi_Minh'),
  title: z
    .string()
    .trim()
    .max(300)
    .default('')
    .describe('without one: the title of the first task, else the name of the form'),
  form: code.describe('vocabulary `forms`'),
  audiences: z.array(code).max(12).default([]).describe('vocabulary `audiences`'),
  tasks: z.array(TaskRef).max(20).default([]).describe('tasks of the unit’s own plan in force'),
  programmes: z.array(z.uuid()).max(10).default([]).describe('beside those of the tasks’ plans'),
  place: z.string().trim().max(200).default(''),
  persons: count.nullable().default(null).describe('different persons reached'),
  attendances: count.nullable().default(null).describe('attendances: a person who came twice counts twice'),
  figures: z
    .array(FigureInput)
    .max(16)
    .default([])
    .describe('vocabulary `indicators`; the usual figure of the form counts by itself'),
  result: words.default(''),
  shortcoming: words.default(''),
  cause: words.default(''),
  nextStep: words.default(''),
  cost: money.nullable().default(null).describe('đồng'),
  fund: code.nullable().default(null).describe('vocabulary `funds`'),
  photoIds: z
    .array(z.uuid())
    .max(20)
    .default([])
    .describe('ids, made on the phone, of the photos that belong to it'),
}

export const LogActivity = z
  .object({ id: z.uuid().describe('made by the client: sent twice it is one activity'), ...content })
  .meta({ id: 'LogActivity' })

export const CorrectActivity = z
  .object({
    version: z.int().min(1).describe('the version that was looked at'),
    reason: z.string().trim().min(1).max(1_000),
    ...content,
  })
  .meta({ id: 'CorrectActivity' })

export const WithdrawActivity = z
  .object({ version: z.int().min(1), reason: z.string().trim().min(1).max(1_000) })
  .meta({ id: 'WithdrawActivity' })

export const Named = z.object({ code: z.string(), name: z.string() }).meta({ id: 'ActivityNamed' })

export const TaskProgressOut = z
  .object({
    indicator: Named.nullable(),
    done: z
      .int()
      .describe('reached, in the target’s measure: the unit’s own part and that of the units below'),
    own: z.int().describe('the unit’s own part'),
    below: z.int().nullable().describe('what comes from the units below; null where none has a part in it'),
    target: z.int().nullable(),
    activities: z.int(),
    isDone: z.boolean(),
  })
  .meta({ id: 'ActivityTaskProgress' })

export const ActivityTask = z
  .object({
    planId: z.uuid(),
    taskKey: z.string(),
    revision: z.int(),
    ord: z.int().describe('number of the task in its plan, from 1'),
    title: z.string(),
    planTitle: z.string(),
    progress: TaskProgressOut,
  })
  .meta({ id: 'ActivityTask' })

export const PhotoState = z.enum(['missing', 'receiving', 'refused', 'arrived'])

export const SamePicture = z
  .object({ activityId: z.uuid(), day: z.iso.date(), title: z.string(), unitName: z.string() })
  .meta({ id: 'SamePicture' })

export const ActivityPhoto = z
  .object({
    id: z.uuid(),
    state: PhotoState,
    error: z.string().nullable().describe('why it was refused, as a sentence'),
    width: z.int().nullable(),
    height: z.int().nullable(),
    same: z.array(SamePicture).describe('other activities with the same picture'),
  })
  .meta({ id: 'ActivityPhoto' })

export const ActivityFigure = z
  .object({
    indicator: z.string(),
    name: z.string(),
    unit: z.string(),
    n: z.int(),
    d: z.int().nullable(),
  })
  .meta({ id: 'ActivityFigure' })

export const VersionContent = z
  .object({
    day: z.iso.date(),
    title: z.string(),
    form: Named,
    audiences: z.array(Named),
    place: z.string(),
    persons: z.int().nullable(),
    attendances: z.int().nullable(),
    figures: z.array(ActivityFigure),
    tasks: z.array(z.object({ planId: z.uuid(), taskKey: z.string(), revision: z.int(), title: z.string() })),
    programmes: z.array(z.object({ id: z.uuid(), name: z.string() })),
    result: z.string(),
    shortcoming: z.string(),
    cause: z.string(),
    nextStep: z.string(),
    cost: z.int().nullable(),
    fund: Named.nullable(),
    photoIds: z.array(z.uuid()),
  })
  .meta({ id: 'ActivityContent' })

export const ActivityVersion = z
  .object({
    version: z.int(),
    recordedAt: z.iso.datetime(),
    recordedBy: z.string().nullable().describe('name, to the own unit only'),
    reason: z.string().nullable(),
    hash: z.string(),
    redacted: z.boolean(),
    changed: z.array(z.string()).describe('fields that differ from the version before'),
    content: VersionContent,
  })
  .meta({ id: 'ActivityVersion' })

export const CountedIn = z
  .object({
    reportId: z.uuid(),
    reportVersion: z.int(),
    activityVersion: z.int(),
    form: z.string(),
    period: z.string(),
    submittedOn: z.iso.date().nullable(),
  })
  .meta({ id: 'ActivityCountedIn' })

export const Activity = z
  .object({
    id: z.uuid(),
    unit: z.object({ id: z.uuid(), name: z.string(), shortName: z.string() }),
    version: z.int().describe('the newest version that may be read'),
    state: ActivityState,
    content: VersionContent,
    tasks: z.array(ActivityTask).describe('what it counts for, with where those tasks stand now'),
    photos: z.array(ActivityPhoto),
    versions: z.array(ActivityVersion).describe('newest first'),
    countedIn: z.array(CountedIn).describe('reports that counted it'),
    may: z.array(z.enum(['activity.correct', 'activity.withdraw', 'activity.photo'])),
  })
  .meta({ id: 'Activity' })

export type LogActivityInput = z.input<typeof LogActivity>
export type ActivityContent = Omit<z.output<typeof LogActivity>, 'id'>
export type ActivityOut = z.output<typeof Activity>
