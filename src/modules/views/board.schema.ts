import { z } from 'zod'
import { Paging } from '../../platform/paging.ts'

export const BoardPath = z.object({ planId: z.uuid() })

export const BoardSort = z.enum(['late', 'name', 'tasks', 'activity'])
export const BoardQuery = Paging.extend({
  q: z.string().max(100).optional().describe('name of a unit'),
  kind: z.string().max(60).optional().describe('only units of this kind'),
  due: z.enum(['late', 'soon']).optional().describe('late: overdue; soon: overdue or due within three days'),
  sort: BoardSort.optional(),
})
export const BoardExportQuery = BoardQuery.omit({ cursor: true }).extend({
  units: z
    .string()
    .max(8000)
    .optional()
    .describe('ids of the units to export, with commas; without, all that match'),
})

export const BoardRow = z
  .object({
    unit: z.object({ id: z.uuid(), name: z.string(), shortName: z.string(), kind: z.string() }),
    head: z.string().nullable().describe('the accountable head today'),
    received: z.object({
      state: z.enum(['sent', 'opened', 'acknowledged']),
      revision: z.int().describe('newest revision delivered'),
      on: z.iso.date(),
    }),
    plan: z.object({
      state: z
        .enum(['none', 'draft', 'issued', 'behind', 'asking'])
        .describe(
          'draft: being written, nothing more is shown; behind: has not yet chosen for a newer revision; asking: waits for the answer to a request to amend',
        ),
      planId: z.uuid().nullable(),
      issuedOn: z.iso.date().nullable(),
      dueOn: z.iso.date().nullable(),
    }),
    tasks: z.object({
      done: z.int().describe('target met by counted activities'),
      all: z.int().describe('tasks of the unit that derive from this plan'),
      late: z.int(),
    }),
    report: z
      .object({
        id: z.uuid(),
        state: z.enum(['open', 'submitted', 'returned', 'accepted']),
        submittedOn: z.iso.date().nullable(),
        dueOn: z.iso.date(),
      })
      .nullable(),
    lastActivity: z.iso.date().nullable(),
    worstDueOn: z.iso.date().nullable().describe('earliest day of what the unit still owes the acting unit'),
    remind: z.array(z.uuid()).describe('its obligations that are overdue or due within three days'),
    remindedOn: z.iso.date().nullable(),
  })
  .meta({ id: 'BoardRow' })

const Stage = z.object({ done: z.int(), all: z.int(), late: z.int(), soon: z.int() })
export const Board = z
  .object({
    plan: z.object({
      id: z.uuid(),
      title: z.string(),
      numberSymbol: z.string().nullable(),
      revision: z.int(),
      year: z.int(),
    }),
    today: z.iso.date(),
    asOf: z.iso.datetime(),
    report: z.object({ period: z.string(), name: z.string() }).nullable(),
    totals: z.object({
      received: Stage,
      plan: Stage,
      tasks: Stage.describe('late: units with a late task'),
      report: Stage.describe('soon: handed in and waiting for our decision'),
    }),
    kinds: z.array(z.object({ kind: z.string(), name: z.string(), units: z.int() })),
    units: z.int(),
    lateOrSoon: z.int(),
    matching: z.int(),
    rows: z.array(BoardRow),
    nextCursor: z.string().nullable(),
    may: z.array(z.string()),
  })
  .meta({ id: 'Board' })
