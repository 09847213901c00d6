import { z } from 'zod'

const count = z.int()
const Unit = z.object({ id: z.uuid(), name: z.string(), shortName: z.string() })
const hidden = z.boolean().describe('the person may not read it: only its shape is told, the words are empty')

export const ThreadClause = z
  .object({
    documentId: z.uuid(),
    key: z.string(),
    issuer: z.string(),
    numberSymbol: z.string().nullable(),
    path: z.string().describe('II.2.b'),
    heading: z.string().describe('words of the clause it stands under'),
    text: z.string().describe('the document’s own words, from some before the clause to its end'),
    start: count.describe(
      'where in `text` the words begin on which the task rests: a sentence, or all of it',
    ),
    end: count,
    documentStart: count.describe('where the same words begin in the text of the document'),
    documentEnd: count,
    line: z.enum(['administration', 'profession']).nullable(),
    hidden,
  })
  .meta({ id: 'ThreadClause' })

export const ThreadTask = z
  .object({
    planId: z.uuid(),
    revision: z.int(),
    key: z.string(),
    ord: z.int(),
    unit: Unit,
    numberSymbol: z.string().nullable(),
    title: z.string(),
    decision: z.string(),
    timeWords: z.string(),
    leadWords: z.string(),
    product: z.string(),
    target: z.object({ indicator: z.string(), value: count }).nullable(),
    progress: z
      .object({
        done: count.describe('own part and that of the units below'),
        own: count,
        below: count.nullable().describe('null where no unit below has a part in it'),
        target: count.nullable(),
        activities: count,
        isDone: z.boolean(),
      })
      .nullable()
      .describe('of what the person may read below'),
    clauses: z.array(ThreadClause).describe('superior clauses it carries out'),
    below: z
      .object({ units: count, kept: count, adapted: count, declined: count, declinedUnits: z.array(Unit) })
      .nullable()
      .describe('what the units below made of it'),
    hidden,
  })
  .meta({ id: 'ThreadTask' })

const ThreadPhoto = z.object({ id: z.uuid(), width: count, height: count })

export const ThreadDirection = z
  .object({
    id: z.uuid(),
    unit: Unit.describe('who directs'),
    title: z.string(),
    expects: z.enum(['know', 'carry_out']),
    dueOn: z.iso.date(),
    at: z.iso.datetime(),
    isWithdrawn: z.boolean(),
    units: count.describe('recipients that the person may see: all, or the own'),
    done: count.describe('of them those that owe it no more because they did it'),
    late: count.describe('of them those that owe it past its day'),
    clauses: z.array(ThreadClause).describe('clauses of its document on which it rests'),
  })
  .meta({ id: 'ThreadDirection' })

export const ThreadActivity = z
  .object({
    id: z.uuid(),
    version: z.int(),
    unit: Unit,
    day: z.iso.date(),
    title: z.string(),
    n: count,
    d: count,
    figures: z.array(z.object({ indicator: z.string(), name: z.string(), unit: z.string(), n: count })),
    result: z.string(),
    shortcoming: z.string(),
    recordedBy: z.string().nullable(),
    photos: z.array(ThreadPhoto),
    corrections: z.array(z.object({ version: z.int(), at: z.iso.datetime(), reason: z.string() })),
    tasks: count.describe('tasks it was for; the thread follows the first'),
    hidden,
  })
  .meta({ id: 'ThreadActivity' })

const ThreadPart = z.object({
  unit: Unit.extend({ kind: z.string() }),
  reportId: z.uuid().nullable(),
  version: z.int().nullable(),
  n: count,
  d: count,
  state: z.enum(['counted', 'nothing', 'waiting', 'returned', 'not_reported']),
})

export const Thread = z
  .object({
    figure: z.object({
      reportId: z.uuid(),
      version: z.int().nullable().describe('null: the draft'),
      unit: Unit,
      periodName: z.string(),
      line: z.int().describe('row of the table, from 1'),
      indicator: z.string(),
      name: z.string(),
      unitWords: z.string(),
      state: z.enum(['value', 'nothing', 'unknown']),
      n: count,
      d: count,
      own: z.object({ n: count, d: count }),
      correction: z.object({ n: count, reason: z.string() }).nullable(),
    }),
    path: z
      .array(ThreadPart)
      .describe(
        'reports from the figure down to the unit that is followed; empty: the unit’s own activities',
      ),
    parts: z
      .array(ThreadPart)
      .describe('the units of which the figure is made, and those it could not count'),
    activity: ThreadActivity.nullable(),
    others: z
      .array(
        z.object({
          id: z.uuid(),
          version: z.int(),
          day: z.iso.date(),
          title: z.string(),
          n: count,
          d: count,
        }),
      )
      .describe('the other activities of that unit in this figure'),
    tasks: z.array(ThreadTask).describe('from the unit’s own task up to its superiors’'),
    directions: z
      .array(ThreadDirection)
      .describe('directions to which the activity was shown as an answer, the newest first'),
    alsoTasks: z.array(ThreadTask).describe('further tasks of the activity, and further origins'),
    bases: z
      .array(
        z.object({
          words: z.string(),
          documentId: z.uuid().nullable(),
          numberSymbol: z.string().nullable(),
          issuer: z.string().nullable(),
        }),
      )
      .describe('what the uppermost plan itself rests on'),
  })
  .meta({ id: 'Thread' })

export const ThreadQuery = z.object({
  report: z.uuid(),
  version: z.coerce.number().int().min(1).optional(),
  indicator: z.string().max(60),
  unit: z.uuid().optional().describe('follow this unit below; without it the one that brings most'),
  activity: z.uuid().optional(),
})

export const ThreadFromQuery = z.object({
  document: z.uuid().optional().describe('with clause'),
  clause: z.string().max(80).optional(),
  plan: z.uuid().optional().describe('with task'),
  task: z.string().max(80).optional(),
  direction: z.uuid().optional().describe('by itself'),
})

export const ThreadFrom = z
  .object({
    clause: ThreadClause.nullable(),
    task: ThreadTask.nullable(),
    direction: ThreadDirection.nullable(),
    directions: z.array(ThreadDirection).describe('directions that rest on the clause, the newest first'),
    duties: z
      .array(
        z.object({
          unit: Unit,
          state: z.enum(['open', 'done', 'excused', 'void']),
          dueOn: z.iso.date(),
          closedOn: z.iso.date().nullable(),
          isLate: z.boolean(),
          answer: z.string().describe('words of its last answer; empty before there is one'),
        }),
      )
      .describe('what the direction’s recipients owe or did, those that are late first, at most 500'),
    documents: z
      .array(z.object({ id: z.uuid(), title: z.string(), unit: Unit }))
      .describe('documents that answers to the direction show'),
    levels: z
      .array(z.object({ tasks: z.array(ThreadTask) }))
      .describe('tasks that carry it out, then what the units below made of those, level by level'),
    activities: z
      .array(
        z.object({
          id: z.uuid(),
          version: z.int(),
          unit: Unit,
          day: z.iso.date(),
          title: z.string(),
          photos: count,
          figure: z
            .object({
              reportId: z.uuid(),
              version: z.int(),
              indicator: z.string(),
              name: z.string(),
              unitWords: z.string(),
              n: count.describe('what the activity brings to it'),
            })
            .nullable()
            .describe('in the newest report that counted it and may be read'),
        }),
      )
      .describe('what was done for them, latest first, at most 100'),
    activityCount: count,
  })
  .meta({ id: 'ThreadFrom' })
