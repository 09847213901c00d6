import { z } from 'zod'

const Action = z.object({
  label: z.string(),
  to: z.string().describe('address in the staff application, below /app'),
})

export const TodayObligation = z
  .object({
    id: z.uuid(),
    what: z.string(),
    sentence: z.string(),
    detail: z.string().nullable(),
    dueOn: z.iso.date(),
    isMine: z.boolean().describe('for this person: by name, desk or role'),
    owedTo: z.string().nullable(),
    remindedOn: z.iso.date().nullable().describe('the unit it is owed to reminded us'),
    note: z.string().nullable().describe('why the day was moved'),
    action: Action.nullable(),
  })
  .meta({ id: 'TodayObligation' })

export const TodayDecision = z
  .object({
    id: z.uuid(),
    sentence: z.string(),
    detail: z.string().nullable(),
    since: z.iso.date(),
    action: Action,
  })
  .meta({ id: 'TodayDecision' })

/** What an administrator does first in a new agency. */
export const TodayStep = z.object({
  key: z.enum(['people', 'units', 'document']),
  isDone: z.boolean(),
  sentence: z.string(),
  action: Action,
})

export const TodayOwing = z.object({
  unit: z.object({ id: z.uuid(), shortName: z.string() }),
  detail: z.string().describe('what is waited for longest'),
  worstDueOn: z.iso.date(),
  open: z.int(),
  ids: z
    .array(z.uuid())
    .describe('its overdue obligations; of a unit that is not late, those due within three days'),
  remindedOn: z.iso.date().nullable(),
})

export const Today = z
  .object({
    today: z.iso.date(),
    counts: z.object({ open: z.int(), late: z.int() }),
    overdue: z.array(TodayObligation),
    week: z.array(TodayObligation).describe('due until Sunday'),
    later: z.array(TodayObligation),
    more: z.int().describe('open obligations beyond those listed'),
    unread: z.int().describe('delivered documents that nobody has opened'),
    unacknowledged: z
      .int()
      .describe('delivered on an earlier day and not acknowledged: that is to be done within the day'),
    returned: z
      .array(
        z.object({
          documentId: z.uuid(),
          numberSymbol: z.string().nullable(),
          subject: z.string(),
          receiver: z.string(),
          reason: z.string(),
        }),
      )
      .describe('documents that receivers sent back, the latest few'),
    decisions: z.array(TodayDecision).describe('what waits for this person’s signature, decision or number'),
    firstSteps: z
      .array(TodayStep)
      .describe('of a new agency, for its administrator; empty once all are done or anything is owed'),
    owing: z.object({
      units: z.int().describe('units that owe something overdue or due within three days'),
      lateUnits: z.int(),
      items: z.array(TodayOwing),
      boardPlanId: z.uuid().nullable(),
    }),
    done: z.object({
      month: z.int(),
      counts: z.array(z.object({ n: z.int(), words: z.string() })),
      latest: z.array(
        z.object({ id: z.uuid(), sentence: z.string(), on: z.iso.date(), wasLate: z.boolean() }),
      ),
    }),
    may: z.array(z.string()),
  })
  .meta({ id: 'Today' })
