import { z } from 'zod'
import { SigningState } from '../signing/index.ts'
import { Adds, TextSource } from './form.schema.ts'

const day = z.iso.date()
const count = z.int()
const UnitName = z.object({ id: z.uuid(), name: z.string(), shortName: z.string(), kind: z.string() })

/** Where words of a report come from. */
export const TextOrigin = z.object({
  what: z.enum(['activity', 'report']),
  id: z.uuid(),
  version: z.int().min(1),
  field: z.union([TextSource, z.literal('section')]),
})
export type TextOrigin = z.output<typeof TextOrigin>

/** What a person writes of a report: the figures are counted. One shape for the draft and for what is frozen. */
export const ReportContent = z
  .object({
    texts: z
      .array(
        z.object({
          section: z.string().max(40),
          words: z.string().max(40_000),
          sources: z.array(TextOrigin).max(500),
        }),
      )
      .max(20),
    corrections: z
      .array(
        z.object({
          indicator: z.string().max(60),
          n: z.int().min(-1_000_000_000_000).max(1_000_000_000_000).describe('added to the counted value'),
          reason: z.string().trim().min(3).max(1_000),
        }),
      )
      .max(60),
    nothing: z
      .array(z.string().max(60))
      .max(60)
      .describe('indicators of which the unit says that nothing happened ("không phát sinh")'),
  })
  .meta({ id: 'ReportContent' })
export type ReportContent = z.output<typeof ReportContent>

const Value = z.object({ n: count, d: count.describe('denominator of a ratio; 0 for the rest') })

export const ReportFigure = z
  .object({
    indicator: z.string(),
    name: z.string(),
    unit: z.string(),
    adds: Adds,
    runningYear: z.int().nullable().describe('since when the running total counts; null: none'),
    state: z
      .enum(['value', 'nothing', 'unknown'])
      .describe('a value (0 too); "không phát sinh"; not stated, and nothing that adds up to 0'),
    own: Value,
    below: Value,
    correction: z.object({ n: count, reason: z.string() }).nullable(),
    total: Value,
    running: Value,
    carried: count.describe('what corrections after the last reports change in the running total'),
    revised: count.describe(
      'of the total, what differs from what reports of days within the window had counted',
    ),
    now: count.nullable().describe('of a frozen version: what the total would be today, where it differs'),
  })
  .meta({ id: 'ReportFigure' })
export type ReportFigure = z.output<typeof ReportFigure>

export const ReportAction = z.enum([
  'report.save',
  'report.to_leader',
  'report.approve',
  'report.send_back',
  'report.submit',
  'report.renew',
  'report.issue',
  'report.number',
  'report.sign',
  'report.refuse',
  'report.accept',
  'report.return',
  'report.ask',
  'report.reply',
])
export type ReportAction = z.output<typeof ReportAction>

/** A section of the form with its opening sentence taken apart: words, and figures by indicator. */
const ReportSection = z
  .object({
    key: z.string(),
    marker: z.string(),
    title: z.string(),
    required: z.boolean().describe('words of the unit must stand here before it is handed on'),
    hasTable: z.boolean(),
    lead: z
      .array(z.object({ words: z.string(), indicator: z.string().nullable() }))
      .describe('pieces of the opening sentence; one with an indicator stands for its figure'),
  })
  .meta({ id: 'ReportSection' })

const ReportStateCode = z.enum(['open', 'submitted', 'returned', 'accepted'])
const MissingState = z.enum(['not_reported', 'waiting', 'returned'])

export const Report = z
  .object({
    id: z.uuid(),
    unit: UnitName.extend({ place: z.string(), parentLine: z.string().nullable(), abbreviation: z.string() }),
    title: z.string(),
    subject: z.string().describe('as printed under BÁO CÁO'),
    period: z.object({
      code: z.string(),
      name: z.string(),
      from: day,
      until: day.describe('the first day after'),
      lastDay: day,
    }),
    dueOn: day,
    state: ReportStateCode,
    version: z.int().describe('the last version handed in; 0 before the first'),
    acceptedVersion: z.int().nullable(),
    submittedOn: day.nullable(),
    shown: z
      .object({ version: z.int().nullable().describe('null: the draft'), at: z.iso.datetime().nullable() })
      .describe('what this answer holds'),
    isElsewhere: z
      .boolean()
      .describe('the version shown came as a package from another installation, which counted it'),
    draft: z
      .object({
        state: z.enum(['draft', 'in_review', 'approved']),
        version: z.int(),
        note: z.string().describe('the leader’s words when the draft came back'),
      })
      .nullable()
      .describe('only for the unit itself'),
    sections: z.array(ReportSection),
    tableCaption: z.string(),
    content: ReportContent,
    figures: z.array(ReportFigure),
    hasParts: z.boolean(),
    counted: z.object({ activities: count, parts: count, allParts: count }),
    missing: z.array(z.object({ unit: UnitName, state: MissingState })),
    superiors: z.array(z.object({ unit: UnitName, role: z.enum(['sums', 'reads']) })),
    versions: z.array(
      z.object({
        version: z.int(),
        submittedAt: z.iso.datetime(),
        hash: z.string(),
        accepted: z.boolean(),
        document: z
          .object({ id: z.uuid(), numberSymbol: z.string().nullable(), issuedOn: day.nullable() })
          .nullable(),
      }),
    ),
    issuing: z
      .object({
        numberSymbol: z.string(),
        dated: day,
        signing: SigningState.nullable().describe('null where nobody of the unit can sign it now'),
      })
      .nullable()
      .describe('the last version has its number and waits for its signatures; only for the unit itself'),
    answers: z.array(
      z.object({
        id: z.uuid(),
        version: z.int(),
        unit: UnitName,
        answer: z.enum(['accepted', 'returned', 'asked', 'replied']),
        words: z.string(),
        at: z.iso.datetime(),
      }),
    ),
    changes: z
      .object({ activities: count, parts: count, figures: count })
      .describe(
        'what has changed since the version shown: activities and accepted parts, and in how many figures',
      ),
    samePictures: z
      .array(
        z.object({
          activityId: z.uuid(),
          title: z.string(),
          day,
          other: z.object({ activityId: z.uuid(), title: z.string(), day, unitName: z.string() }),
        }),
      )
      .describe(
        'for whoever may accept: counted activities of the unit with a picture that another activity shows too',
      ),
    may: z.array(ReportAction),
  })
  .meta({ id: 'Report' })
export type Report = z.output<typeof Report>

export const ReportRow = z
  .object({
    id: z.uuid().nullable().describe('null: the period was never opened for the unit'),
    unit: UnitName,
    title: z.string(),
    periodCode: z.string(),
    periodName: z.string(),
    dueOn: day.nullable(),
    state: ReportStateCode,
    version: z.int(),
    acceptedVersion: z.int().nullable(),
    submittedOn: day.nullable(),
    late: z.boolean().describe('handed in after the due day, or not yet and the day is past'),
    obligationId: z.uuid().nullable().describe('open obligation to report, for a reminder'),
    remindedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ReportRow' })
export type ReportRow = z.output<typeof ReportRow>

export const ReportList = z.object({ mine: z.array(ReportRow) }).meta({ id: 'ReportList' })

export const PartsFilter = z.object({
  form: z.string().max(60).optional(),
  period: z.string().max(20).optional().describe('like 2026-H1'),
  year: z.coerce
    .number()
    .int()
    .min(2000)
    .max(2100)
    .optional()
    .describe('without a period: the one of this year that is due nearest to today'),
  state: z.enum(['open', 'submitted', 'returned', 'accepted']).optional(),
  q: z.string().max(200).optional().describe('words of the unit’s name; diacritics make no difference'),
})
export const PartsQuery = PartsFilter.extend({ cursor: z.uuid().optional() })

export const PartsList = z
  .object({
    period: z.object({ code: z.string(), name: z.string(), lastDay: day }),
    counts: z.object({
      all: count,
      accepted: count,
      waiting: count,
      returned: count,
      notReported: count,
    }),
    items: z.array(ReportRow),
    next: z.string().nullable(),
  })
  .meta({ id: 'ReportParts' })

export const Proposal = z
  .object({
    words: z.string(),
    origin: TextOrigin,
    unit: UnitName,
    title: z.string().describe('what it is from: the activity’s title, the part’s section'),
    day: day.nullable(),
  })
  .meta({ id: 'ReportProposal' })
export const Proposals = z.object({
  sections: z.array(z.object({ section: z.string(), total: count, items: z.array(Proposal) })),
})

export const FigureActivity = z
  .object({
    id: z.uuid(),
    version: z.int(),
    day,
    title: z.string(),
    n: count,
    d: count,
    photos: count,
    changed: z.enum(['corrected', 'withdrawn']).nullable().describe('since it was counted'),
    now: count.nullable().describe('what its present version states, where it was corrected'),
  })
  .meta({ id: 'FigureActivity' })

export const FigureOpened = z
  .object({
    figure: ReportFigure,
    own: z.object({ n: count, d: count, total: count, activities: z.array(FigureActivity) }),
    parts: z.array(
      z.object({
        unit: UnitName,
        reportId: z.uuid(),
        version: z.int(),
        n: count,
        d: count,
        state: z.enum(['value', 'nothing', 'unknown']),
        newer: z.boolean().describe('a later version has been accepted since'),
      }),
    ),
    groups: z
      .array(z.object({ kind: z.string(), name: z.string(), counted: count, all: count, n: count }))
      .describe('the parts by kind of unit'),
    missing: z.array(z.object({ unit: UnitName, state: MissingState })),
    running: z
      .object({
        earlier: z.array(
          z.object({
            reportId: z.uuid(),
            version: z.int(),
            periodName: z.string(),
            n: count,
            d: count,
          }),
        ),
        carried: count,
        total: count,
      })
      .nullable(),
  })
  .meta({ id: 'FigureOpened' })

export const ReportParams = z.object({ id: z.uuid() })
export const SaveBody = z.object({
  version: z.int().min(0).describe('the draft’s version that was edited; 0 for the first'),
  content: ReportContent,
})
export const ReviewBody = z.object({
  version: z.int().min(0),
  step: z.enum(['to_leader', 'approve', 'send_back']),
  words: z.string().trim().max(2_000).default(''),
})
export const IssueWith = z.object({
  signerPersonId: z.uuid().nullable().default(null).describe('null: the unit’s head'),
  authority: z.string().max(120).nullable().default(null),
})
export const SubmitBody = z.object({
  version: z.int().min(1).describe('the draft’s version that was approved'),
  issue: IssueWith.nullable().default(null).describe('give it a number and issue it as a document too'),
})
export const AnswerBody = z.object({
  id: z.uuid().describe('made by the client'),
  version: z.int().min(1),
  answer: z.enum(['accepted', 'returned', 'asked', 'replied']),
  words: z.string().trim().max(4_000).default(''),
})
export const RefuseBody = z.object({ words: z.string().trim().min(1).max(2_000) })
export const IssueBody = z.object({ version: z.int().min(1), issue: IssueWith })
